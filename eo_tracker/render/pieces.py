"""The pieces that every screen is made of: lines of safe text, tables that fold on a narrow screen, labelled lines."""

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
_LABEL = 10


class Screen(NamedTuple):
    """How much room there is: `width` in columns (None: as wide as the text, for pipes and files), and whether in colour."""

    width: int | None = None
    colour: bool = False


def printed(parts: Iterable[RenderableType], screen: Screen) -> str:
    """The parts as text, without white space at line ends."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=screen.width or 100_000,
        force_terminal=screen.colour,
        color_system="standard" if screen.colour else None,
        no_color=not screen.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, crop=False)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def safe(words: str, style: str = "") -> Text:
    """Words that cannot steer the terminal, on one line."""
    return Text(one_line(words), style=style)


def blank() -> Text:
    """An empty line."""
    return Text("")


def columns(
    rows: Sequence[Sequence[str]], screen: Screen, head: Sequence[str] = ()
) -> Iterator[RenderableType]:
    """Rows as columns; on a narrow screen the last column goes below the others, indented."""
    if screen.width is not None and screen.width < (NARROW_TABLE if head else NARROW):
        yield from _stacked(rows, head)
        return
    table = Table(
        box=None, show_header=bool(head), pad_edge=False, padding=(0, 2, 0, 0), header_style="dim"
    )
    margin = (
        () if head else ("",)
    )  # an empty column; rich measures and cuts what stands in a Padding twice
    for title in head or [*margin, *(rows[0] if rows else ())]:
        table.add_column(title if head else "", no_wrap=len(table.columns) <= 1, overflow="fold")
    for row in rows:
        table.add_row(*margin, *(safe(each) for each in row))
    yield table


def _stacked(rows: Sequence[Sequence[str]], head: Sequence[str]) -> Iterator[RenderableType]:
    """Each row as a few lines: the first two cells, then the others under them, named where the table has a head."""
    for row in rows:
        if head:
            yield safe("  ".join(filter(None, row[:2])))
            rest = [
                f"{name}: {each}" for name, each in zip(head[2:-1], row[2:-1], strict=True) if each
            ]
            lines = ["; ".join(rest), row[-1]]
        else:
            yield Padding(safe(" · ".join(filter(None, row[:-1]))), (0, 0, 0, 2), expand=False)
            lines = [row[-1]]
        for line in filter(None, lines):
            yield Padding(safe(line), (0, 0, 0, 4), expand=False)


def labelled(lines: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    """Label and text in two columns; a line without a label goes on under the one before. A link is never broken."""
    rows = list(lines)
    width = max([_LABEL, *(len(label) for label, _ in rows)])
    for is_link, group in groupby(rows, key=lambda line: line[1].startswith("https://")):
        if is_link:
            # In a group, since Console.print joins bare texts, and the joined one may wrap.
            yield Group(
                *(
                    Text(f"{label:{width}} {one_line(link)}", no_wrap=True, overflow="ignore")
                    for label, link in group
                )
            )
        else:
            yield _two_columns(group, width)


def _two_columns(lines: Iterable[tuple[str, str]], width: int) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in lines:
        table.add_row(safe(label, "bold"), safe(text))
    return table
