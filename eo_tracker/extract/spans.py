"""Where words that were read stand in the text as it was given, whatever markup, line breaks and escapes lie between them."""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right

Span = tuple[int, int]

# What a reader of the text does not see.
_UNSEEN = re.compile(r"<[^<>]*>|\[\[Page [0-9]+\]\]")
_HIDDEN = re.compile(
    r"<!--|-->|<(?P<close>/?)(?P<tag>script|style|noscript|svg|template)\b[^<>]*>", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_WORD = re.compile(r"[^\W_]+")


def without_hidden(text: str, fill: str = "") -> str:
    """A page without its comments, scripts and the like; with `fill`, as many of that in their place. What is never closed stays."""
    parts: list[str] = []
    at, inside, start = 0, "", 0
    for found in _HIDDEN.finditer(text):
        mark = found["tag"].lower() if found["tag"] else found[0]
        if not inside and mark != "-->" and not found["close"]:
            inside, start = "-->" if mark == "<!--" else mark, found.start()
        elif inside and mark == inside and (found["close"] or mark == "-->"):
            parts += [text[at:start], fill * (found.end() - start)]
            at, inside = found.end(), ""
    return "".join([*parts, text[at:]])


class Letters:
    """The letters and digits of a text, and where each stands in it."""

    def __init__(self, text: str) -> None:
        self._at: list[int] = []  # where each word begins in the text
        self._starts: list[int] = []  # and among the letters
        words: list[str] = []
        length = 0
        for word in _WORD.finditer(text):
            self._at.append(word.start())
            self._starts.append(length)
            words.append(word[0])
            length += len(word[0])
        self.all = "".join(words)

    def before(self, index: int) -> int:
        """How many letters stand before a place of the text."""
        word = bisect_left(self._at, index) - 1
        if word < 0:
            return 0
        following = self._starts[word + 1] if word + 1 < len(self._starts) else len(self.all)
        return min(self._starts[word] + index - self._at[word], following)

    def place(self, letter: int) -> int:
        """Where a letter stands in the text."""
        word = bisect_right(self._starts, letter) - 1
        return self._at[word] + letter - self._starts[word]


class Places:
    """Finds pieces of a text, given in their order, by their letters and digits alone."""

    def __init__(self, text: str) -> None:
        seen = _UNSEEN.sub(lambda found: " " * len(found[0]), without_hidden(text, " "))
        self._text = Letters(_ENTITY.sub(_letter, seen))
        self._next = 0

    def find(self, words: str) -> Place | None:
        """The next place where some words stand; None if they do not."""
        letters = Letters(words)
        start = self._text.all.find(letters.all, self._next) if letters.all else -1
        if start < 0:
            return None
        self._next = start + len(letters.all)
        return Place(self._text, letters, start)


class Place:
    """Some words and where their letters begin among those of a text."""

    def __init__(self, text: Letters, words: Letters, start: int) -> None:
        self._text, self._words, self._start = text, words, start

    def span(self, start: int, end: int) -> Span | None:
        """Where the words from one character of theirs to another stand in the text, as `text[first:last]` takes them."""
        first, last = self._words.before(start), self._words.before(end)
        if first >= last:
            return None
        return self._text.place(self._start + first), self._text.place(self._start + last - 1) + 1


def _letter(entity: re.Match[str]) -> str:
    """An entity's letter, if it is one, and blanks for the rest of its length."""
    said = html.unescape(entity[0])
    return (said if len(said) == 1 and said.isalnum() else " ").ljust(len(entity[0]))
