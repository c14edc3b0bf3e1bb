"""Blocks of an answer laid out as lines: words that wrap, columns that yield, labelled lines.

The same lines serve a pipe, a file and a terminal; on a terminal, rich gives them their colors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple, Protocol

from eo_tracker.text import one_line

NARROW = 84
NARROW_TABLE = 110
_GAP = "  "
_LABEL_WIDTH = 10
_LEAST_TEXT = 20  # columns that a text beside a label keeps on any screen
_LEAST_LAST = 30  # columns to which the last column of a table yields, before the others do
_LEAST_OTHER = 14
# What is one column wide in every terminal: Latin letters, and the marks that texts are set with.
_SINGLE_WIDTH = re.compile("[ -\u02ff\u2010-\u2027\u2030-\u205e]*")


class Screen(NamedTuple):
    """How much room there is, and whether in color.

    `width` is in columns; without one, text is as wide as it is, for pipes and files.
    """

    width: int | None = None
    color: bool = False

    def is_narrower(self, width: int) -> bool:
        """Whether there are fewer columns than this."""
        return self.width is not None and self.width < width


class Piece(NamedTuple):
    """A part of a line in one style, such as `bold red`."""

    text: str
    style: str = ""


ScreenLine = Sequence[Piece]


class Block(Protocol):
    """A part of an answer that knows how to be laid out."""

    def lines(self, screen: Screen) -> Iterable[ScreenLine]:
        """The lines of the block on a screen."""


def rendered_text(
    blocks: Iterable[Block],
    screen: Screen,
) -> str:
    """The blocks as text, without white space at line ends."""
    if screen.color:
        return _colored(blocks, screen)
    text = []
    for block in blocks:
        for line in block.lines(screen):
            text.append("".join(piece.text for piece in line).rstrip())
            text.append("\n")
    return "".join(text)


def _colored(
    blocks: Iterable[Block],
    screen: Screen,
) -> str:
    import io

    from rich.console import Console
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", legacy_windows=False)
    for block in blocks:
        for line in block.lines(screen):
            console.print(Text.assemble(*line), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


# words


class Paragraph(NamedTuple):
    """Paragraph on one line, or on several where the screen is narrower.

    They must be safe to print.
    """

    text: str
    style: str = ""
    indent: int = 0

    def lines(self, screen: Screen) -> Iterator[ScreenLine]:
        """The words, each line with the same margin."""
        margin = " " * self.indent
        for line in wrapped(self.text, _less(screen.width, self.indent)):
            yield (Piece(f"{margin}{line}", self.style),)


def safe_words(
    text: str,
    style: str = "",
    *,
    indent: int = 0,
) -> Paragraph:
    """Paragraph that cannot steer the terminal, in one paragraph."""
    return Paragraph(one_line(text), style, indent)


BLANK = Paragraph("")


def _less(
    width: int | None,
    taken: int,
) -> int | None:
    if width is None:
        return None
    return max(width - taken, _LEAST_TEXT)


def wrapped(
    text: str,
    width: int | None,
) -> list[str]:
    """The lines of a text that is broken between words; a longer word is cut."""
    if width is None or columns_of(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if columns_of(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width)
        lines += whole
    return [*lines, line]


def _pieces(
    word: str,
    width: int,
) -> list[str]:
    """A word cut into pieces of at most so many columns."""
    if _SINGLE_WIDTH.fullmatch(word):
        return [word[at : at + width] for at in range(0, len(word), width)] or [""]
    from rich.cells import chop_cells

    return chop_cells(word, width)


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if _SINGLE_WIDTH.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _padded(
    text: str,
    width: int,
) -> str:
    return f"{text}{' ' * (width - columns_of(text))}"


# columns


class Columns(NamedTuple):
    """Rows as columns, with or without a head; on a narrow screen one below the other.

    Where a table is too wide, the last column yields, then the others from the right; the first
    ones, which say what a row is, are never broken.
    """

    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()

    def lines(self, screen: Screen) -> Iterator[ScreenLine]:
        """The table, or its rows one below the other."""
        if not self.rows:
            return iter(())
        rows = [tuple(map(one_line, row)) for row in self.rows]
        if self.head:
            narrow, fixed, margin = NARROW_TABLE, 2, ""
        else:
            narrow, fixed, margin = NARROW, 1, _GAP
        if not screen.is_narrower(narrow):
            widths = _widths([*rows, self.head] if self.head else rows)
            if screen.width is None or _yield(widths, screen.width - len(margin), fixed):
                return self._table(rows, widths, margin)
        if self.head:
            return self._stacked_with_names(rows, screen)
        return self._stacked(rows, screen)

    def _table(
        self, rows: Sequence[Sequence[str]], widths: Sequence[int], margin: str
    ) -> Iterator[ScreenLine]:
        if self.head:
            yield (Piece(_row(self.head, widths), "dim"),)
        for row in rows:
            cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
            for parts in zip_longest(*cells, fillvalue=""):
                yield (Piece(f"{margin}{_row(parts, widths)}"),)

    def _stacked(
        self,
        rows: Iterable[Sequence[str]],
        screen: Screen,
    ) -> Iterator[ScreenLine]:
        """Each row as two lines: the cells but the last one, then the last one."""
        for row in rows:
            *cells, last = row
            yield from Paragraph(" · ".join(filter(None, cells)), indent=2).lines(screen)
            if last:
                yield from Paragraph(last, indent=4).lines(screen)

    def _stacked_with_names(
        self, rows: Iterable[Sequence[str]], screen: Screen
    ) -> Iterator[ScreenLine]:
        """Each row as three lines: two cells, the others with their names, the last one."""
        names = self.head[2:-1]
        for row in rows:
            yield from Paragraph(_GAP.join(filter(None, row[:2]))).lines(screen)
            cells = zip(names, row[2:-1], strict=True)
            named = [f"{name}: {cell}" for name, cell in cells if cell]
            for text in ("; ".join(named), row[-1]):
                if text:
                    yield from Paragraph(text, indent=4).lines(screen)


def _row(
    cells: Sequence[str],
    widths: Sequence[int],
) -> str:
    padded = map(_padded, cells, widths)
    return _GAP.join(padded)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """The width of each column: that of its widest cell."""
    return [max(map(columns_of, column)) for column in zip(*rows, strict=True)]


def _yield(
    widths: list[int],
    room: int,
    fixed: int,
) -> bool:
    """Make columns narrower until they fit into the room; whether they do."""
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - room
    least = _LEAST_LAST
    for index in reversed(range(fixed, len(widths))):
        taken = max(0, min(excess, widths[index] - least))
        widths[index] -= taken
        excess -= taken
        least = _LEAST_OTHER
    return excess <= 0


# labelled lines


class LabelledLines(NamedTuple):
    """Labels and texts beside them; a text without a label belongs to the line before.

    A link is never broken.
    """

    pairs: Sequence[tuple[str, str]]

    def lines(self, screen: Screen) -> Iterator[ScreenLine]:
        """The labels, with the texts in a column beside them."""
        labels = [columns_of(one_line(label)) for label, _ in self.pairs]
        width = max(_LABEL_WIDTH, *labels, 0)
        room = _less(screen.width, width + 1)
        for label, text in self.pairs:
            words = one_line(text)
            parts = [words] if words.startswith("https://") else wrapped(words, room)
            shown = one_line(label)
            for part in parts:
                yield (Piece(_padded(shown, width), "bold"), Piece(f" {part}"))
                shown = ""
