"""Text that is safe to print: nothing from a catalog steers the terminal, a spreadsheet or a Markdown page."""

from __future__ import annotations

import re

# Control characters (escape sequences start with one), line separators that only some programs see, and the marks that
# reorder text in both directions. Tab and line feed are no more than white space.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_LONGEST = 2_000  # of one line of a message
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#~&])")
_LIST_MARK = re.compile(r"^(\d+)([.)])|^([-+])")


def clean(text: str) -> str:
    """`text` with a space in place of each character that steers a terminal."""
    return STEERING.sub(" ", text)


def message(text: str) -> str:
    """`text` cleaned, and cut where no reader would follow it: an option's value may have a hundred thousand characters."""
    return clean(text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}")


def one_line(text: str) -> str:
    """`text` cleaned, on one line with single spaces."""
    return " ".join(clean(text).split())


def cell(text: str) -> str:
    """`text` for a CSV cell: a leading `=`, `+`, `-` or `@`, narrow or wide, would be a formula in a spreadsheet; it gets a `'`."""
    text = one_line(text)
    return f"'{text}" if text[:1] in tuple("=+-@＝＋－＠") else text  # noqa: RUF001 - the wide forms, meant


def markdown(text: str) -> str:
    """`text` for a Markdown line or table cell: shown as it stands, never as markup."""
    return _LIST_MARK.sub(r"\1\\\2\3", _MARKDOWN.sub(r"\\\1", one_line(text)))
