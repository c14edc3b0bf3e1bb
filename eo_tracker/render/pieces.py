"""The pieces that every screen is made of.

Lines of safe text, tables that fold on a narrow screen, and labelled lines.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eo_tracker.text import one_line

NARROW = 84
NARROW_TABLE = 110
_LABEL_WIDTH = 10
_UNLIMITED_WIDTH = 100_000


class Screen(NamedTuple):
    """How much room there is, and whether in color.

    `width` is in columns; without one, text is as wide as it is, for pipes and files.
    """

    width: int | None = None
    color: bool = False

    def is_narrower(self, width: int) -> bool:
        """Whether there are fewer columns than this."""
        return self.width is not None and self.width < width


def rendered_text(parts: Iterable[RenderableType], screen: Screen) -> str:
    """The parts as text, without white space at line ends."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width or _UNLIMITED_WIDTH,
        force_terminal=screen.color,
        color_system="standard" if screen.color else None,
        no_color=not screen.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, crop=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def safe_text(words: str, style: str = "") -> Text:
    """Words that cannot steer the terminal, on one line."""
    return Text(one_line(words), style=style)


def blank_line() -> Text:
    """An empty line."""
    return Text("")


def indented(text: Text, by: int) -> Padding:
    """The text with so many columns of margin on each of its lines."""
    return Padding(text, (0, 0, 0, by), expand=False)


# tables


def columns(
    rows: Sequence[Sequence[str]],
    screen: Screen,
    head: Sequence[str] = (),
) -> Iterator[RenderableType]:
    """Rows as columns; on a narrow screen the last column goes below the others, indented."""
    if not rows:
        return
    if head and screen.is_narrower(NARROW_TABLE):
        yield from _stacked_with_names(rows, head)
    elif not head and screen.is_narrower(NARROW):
        yield from _stacked(rows)
    else:
        yield _table(rows, head)


def _table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> Table:
    table = Table(
        box=None,
        show_header=bool(head),
        pad_edge=False,
        padding=(0, 2, 0, 0),
        header_style="dim",
    )
    # An empty column as margin; rich measures and cuts what is inside a Padding twice.
    margin = () if head else ("",)
    width = len(margin) + len(rows[0])
    titles = head or [""] * width
    for index, title in enumerate(titles):
        table.add_column(title, no_wrap=index <= 1, overflow="fold")
    for row in rows:
        table.add_row(*margin, *map(safe_text, row))
    return table


def _stacked(rows: Iterable[Sequence[str]]) -> Iterator[RenderableType]:
    """Each row as two lines: the cells but the last one, then the last one."""
    for row in rows:
        *cells, last = row
        yield indented(safe_text(" · ".join(filter(None, cells))), 2)
        if last:
            yield indented(safe_text(last), 4)


def _stacked_with_names(
    rows: Iterable[Sequence[str]],
    head: Sequence[str],
) -> Iterator[RenderableType]:
    """Each row as three lines: the first two cells, the others with their names, the last one."""
    for row in rows:
        yield safe_text("  ".join(filter(None, row[:2])))
        cells = zip(head[2:-1], row[2:-1], strict=True)
        named = [f"{name}: {cell}" for name, cell in cells if cell]
        for line in ("; ".join(named), row[-1]):
            if line:
                yield indented(safe_text(line), 4)


# labelled lines


def labelled_lines(lines: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    """Label and text in two columns; a line without a label belongs to the one before.

    A link is never broken.
    """
    rows = list(lines)
    labels = [label for label, _ in rows]
    width = max(_LABEL_WIDTH, *map(len, labels), 0)
    for is_link, group in groupby(rows, key=lambda row: row[1].startswith("https://")):
        if is_link:
            yield _links(group, width)
        else:
            yield _two_columns(group, width)


def _links(lines: Iterable[tuple[str, str]], width: int) -> Group:
    """Links, in a group, since Console.print joins bare texts, and the joined one may wrap."""
    texts = []
    for label, link in lines:
        words = f"{label:{width}} {one_line(link)}"
        texts.append(Text(words, no_wrap=True, overflow="ignore"))
    return Group(*texts)


def _two_columns(lines: Iterable[tuple[str, str]], width: int) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in lines:
        table.add_row(safe_text(label, "bold"), safe_text(text))
    return table
