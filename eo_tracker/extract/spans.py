"""Where words that were read stand in the text as it was given, whatever markup, line breaks and escapes lie between them."""

from __future__ import annotations

import html
import re
from bisect import bisect_right

Span = tuple[int, int]

# What a reader of the text does not see: its length stays, so that places do.
_UNSEEN = re.compile(r"<(?P<tag>script|style|noscript|svg)\b.*?</(?P=tag)\s*>|<[^<>]*>|\[\[Page \d+\]\]", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
_WORD = re.compile(r"[^\W_]+")


class Places:
    """Finds pieces of a text, given in their order, by their letters and digits alone."""

    def __init__(self, text: str) -> None:
        seen = _UNSEEN.sub(lambda found: " " * len(found[0]), text)
        seen = _ENTITY.sub(_letter, seen)
        self._starts: list[int] = []  # of each word, among the letters
        self._at: list[int] = []  # of each word, in the text
        letters: list[str] = []
        length = 0
        for word in _WORD.finditer(seen):
            self._starts.append(length)
            self._at.append(word.start())
            letters.append(word[0])
            length += len(word[0])
        self._letters = "".join(letters)
        self._next = 0

    def find(self, words: str) -> Place | None:
        """The next place where some words stand; None if they do not."""
        letters = _letters(words)
        start = self._letters.find(letters, self._next) if letters else -1
        if start < 0:
            return None
        self._next = start + len(letters)
        return Place(self, words, start)

    def span(self, start: int, length: int) -> Span | None:
        """Where a run of letters begins and ends in the text."""
        return (self._in_text(start), self._in_text(start + length - 1) + 1) if length else None

    def _in_text(self, letter: int) -> int:
        word = bisect_right(self._starts, letter) - 1
        return self._at[word] + letter - self._starts[word]


class Place:
    """Some words and where their letters begin."""

    def __init__(self, places: Places, words: str, start: int) -> None:
        self._places, self._words, self._start = places, words, start

    def span(self, start: int, end: int) -> Span | None:
        """Where the words from one character of theirs to another stand in the text, as `text[first:last]` takes them."""
        return self._places.span(self._start + len(_letters(self._words[:start])), len(_letters(self._words[start:end])))


def _letters(words: str) -> str:
    return "".join(_WORD.findall(words))


def _letter(entity: re.Match[str]) -> str:
    """An entity's letter, if it is one, and blanks for the rest of its length."""
    said = html.unescape(entity[0])
    return (said if len(said) == 1 and said.isalnum() else " ").ljust(len(entity[0]))
