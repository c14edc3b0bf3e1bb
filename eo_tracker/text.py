"""Text that is safe to print: nothing from a catalog steers the terminal, a spreadsheet or a
Markdown page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Control characters (escape sequences start with one), line separators that only some programs see,
# and the marks that reorder text in both directions. Tab and line feed are no more than white
# space.
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LONGEST = 2_000  # of one line of a message
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&])")
# GitHub looks for mentions, references and addresses twice: when it reads the Markdown, and in the
# words of the finished page. By then a backslash or an entity is gone (`&#64;name` is `@name`
# again, and is linked), and a zero-width character would stay in what somebody copies. An empty
# comment holds both times: the words on its two sides stay two pieces, and nothing of it is shown.
_APART = "<!-- -->"
_ACTS = re.compile(
    r"@(?=[a-z0-9])"  # @name, @org/team, name@example.com, name@1234567
    r"|(?<=[a-z])(?=://)|\bwww(?=\.)|\b(?:mailto|xmpp)(?=:)"  # https://example.com, www.example.com
    r"|\\#(?=[0-9])|\bGH(?=-[0-9])"  # #12, org/repo#12, GH-12
    r"|\b(?P<commit>[0-9a-f]{7,40})\b",  # of which seven digits are enough
    re.IGNORECASE | re.ASCII,
)
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+])")


def clean(text: str) -> str:
    """`text` with a space in place of each character that steers a terminal."""
    return STEERING.sub(" ", text)


def message(text: str) -> str:
    """`text` cleaned, and cut where no reader would follow it: an option's value may have a
    hundred thousand characters.
    """
    return clean(
        text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    )


def one_line(text: str) -> str:
    """`text` cleaned, on one line with single spaces."""
    return " ".join(clean(text).split())


def cell(text: str) -> str:
    """`text` for a CSV cell: a leading `=`, `+`, `-` or `@`, narrow or wide, would be a formula in
    a spreadsheet; it gets a `'`.
    """
    text = one_line(text)
    return f"'{text}" if text[:1] in tuple("=+-@＝＋－＠") else text  # noqa: RUF001 - the wide forms, meant


def markdown(text: str) -> str:
    """`text` for a Markdown line or table cell: shown as it stands, never as markup, and never a
    mention, link or reference.
    """
    return _LIST_MARK.sub(r"\1\\\2\3", _ACTS.sub(_apart, _MARKDOWN.sub(r"\\\1", one_line(text))))


def _apart(found: re.Match[str]) -> str:
    """The same words with an empty comment wherever GitHub would read on."""
    commit: str = found["commit"] or ""
    return (
        _APART.join(commit[at : at + 6] for at in range(0, len(commit), 6))
        if commit
        else f"{found[0]}{_APART}"
    )


def markdown_link(url: str) -> str:
    """An address that is meant to be a link, as `<https://example.gov/>`.

    Nothing in it can end the brackets early.
    """
    address = one_line(url)
    for character in "<> |":
        address = address.replace(character, f"%{ord(character):02X}")
    return f"<{address}>"


def join_or(words: Iterable[str]) -> str:
    """`a, b or c`, for messages that offer a choice."""
    *head, last = words
    return f"{', '.join(head)} or {last}" if head else last


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` when something close is known, else an empty text."""
    from difflib import get_close_matches

    near = get_close_matches(
        word,
        list(known),
        n=3,
        cutoff=0.6,
    )
    return f"; did you mean {join_or(repr(each) for each in near)}?" if near else ""
