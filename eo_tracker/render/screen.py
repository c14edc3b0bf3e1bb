"""Answers for people: a screen that reads the same at 60 columns and at 160, with colour and without, on a terminal and in a pipe."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from eo_tracker import wording
from eo_tracker.answers import Agencies, Answer, Context, Details, Due, InstrumentDetails, Listing
from eo_tracker.dates import long
from eo_tracker.models import Standing
from eo_tracker.query import Hidden
from eo_tracker.resolve import Obligation
from eo_tracker.text import one_line

NARROW = 84
NARROW_TABLE = 110
_LABEL = 10


class Screen(NamedTuple):
    """How much room there is: `width` in columns (None: as wide as the text, for pipes and files), and whether in colour."""

    width: int | None = None
    colour: bool = False


def as_screen(answer: Answer, screen: Screen) -> str:
    """The answer as lines of text."""
    match answer:
        case Due():
            parts = _due(answer, screen)
        case Listing():
            parts = _listing(answer, screen)
        case Details():
            parts = _proofs(answer) if answer.proof else _details(answer)
        case InstrumentDetails():
            parts = _instrument(answer, screen)
        case Agencies():
            parts = _agencies(answer, screen)
    return _print([*parts, *_foot(answer.context)], screen)


def _print(parts: Iterable[RenderableType], screen: Screen) -> str:
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


def _text(words: str, style: str = "") -> Text:
    return Text(one_line(words), style=style)


def _blank() -> Text:
    return Text("")


def _foot(context: Context) -> Iterator[RenderableType]:
    resolution = context.resolution
    yield _blank()
    if resolution.assume:
        assumed = wording.series(f"{key} on {long(day)}" for key, day in resolution.assume)
        yield _text(f"HYPOTHETICAL: assumes {assumed}.", "bold yellow")
    yield _text(f"As of {long(context.as_of)}. {context.record}", "dim")
    catalog = resolution.catalog
    yield _text(f"Catalog: {context.shown}, version {catalog.version} ({catalog.hash}). {wording.DISCLAIMER}", "dim")


# due


def _due(answer: Due, screen: Screen) -> Iterator[RenderableType]:
    morning = answer.morning
    if morning.passed:
        yield from _days(morning.passed, answer.context, screen)
        yield _blank()
    if morning.coming:
        yield from _days(morning.coming, answer.context, screen)
        yield _blank()
    else:
        yield _text(f"Nothing is due from {long(answer.context.as_of)} to {long(morning.until)}.", "bold")
    yield from _not_yet(answer)
    yield from _hidden(morning.hidden, answer)


def _days(obligations: Sequence[Obligation], context: Context, screen: Screen) -> Iterator[RenderableType]:
    """Obligations under a heading for each day and standing."""
    twins = Counter(f"{each.instrument.id} {each.directive.cite}" for each in {one.id: one for one in obligations}.values())
    for index, (head, group) in enumerate(groupby(obligations, key=_day_heading)):
        if index:
            yield _blank()
        rows = list(group)
        yield _text(head, _style(rows[0]))
        if rows[0].due and (closed := wording.closed_day(rows[0].due)):
            yield Padding(_text(f"{closed}: no business day. {wording.around(rows[0].due)}", "yellow"), (0, 0, 0, 2), expand=False)
        yield from _rows([_due_row(each, context, twins) for each in rows], screen)


def _day_heading(obligation: Obligation) -> str:
    head = wording.heading(obligation)
    plain = obligation.standing in (Standing.UPCOMING, Standing.DUE_TODAY, Standing.WAITING)
    return head if plain else f"{head}: {wording.standing(obligation)}"


def _due_row(obligation: Obligation, context: Context, twins: Mapping[str, int]) -> tuple[str, ...]:
    """Authority, addressees, title; two directives at one cite are told apart by their IDs."""
    directive = obligation.directive
    title = directive.title
    if directive.deadline and directive.deadline.every:
        title += f" ({wording.every(directive.deadline.every)})"
    if obligation.alternatives:
        title += f" ({_alternatively(obligation)})"
    if obligation.link:
        title += f" (link to the order {obligation.link})"
    if obligation.projected:
        title += f" (waits for {wording.waits_for(obligation, context.resolution.catalog)})"
    if obligation.grace_until:
        title += f" (grace until {long(obligation.grace_until)})"
    authority = wording.authority(obligation.instrument, directive.cite)
    if twins[f"{obligation.instrument.id} {directive.cite}"] > 1:
        authority += f" [{directive.id}]"
    return authority, wording.who(directive, context.resolution.catalog.parties), title


def _alternatively(obligation: Obligation) -> str:
    days = [long(each.due) for each in obligation.alternatives if each.due]
    days += [f"{long(each.projected)} (projected)" for each in obligation.alternatives if each.projected and not each.due]
    return f"another reading gives {wording.series(days) if days else 'no date'}"


def _style(obligation: Obligation) -> str:
    styles = {Standing.PAST_DUE: "bold red", Standing.MISSED: "bold red", Standing.DUE_TODAY: "bold yellow"}
    return styles.get(obligation.standing, "bold")


def _not_yet(answer: Due) -> Iterator[RenderableType]:
    """Instruments asked for that the day does not know yet."""
    for key, instrument in answer.context.resolution.unknown.items():
        if key in answer.chosen.orders or (not answer.chosen.orders and not answer.context.resolution.obligations):
            yield _text(f"{instrument.name} was not signed yet: it is dated {long(instrument.dated)}.")


def _hidden(hidden: Hidden, answer: Due) -> Iterator[RenderableType]:
    if hidden.earlier:
        yield _text(f"Passed earlier without a public record: {hidden.earlier} (--past all shows them).")
    if hidden.later:
        verb = "falls" if hidden.later == 1 else "fall"
        yield _text(f"{hidden.later} more {verb} due later, after {long(answer.morning.until)}.")
    if hidden.undated:
        yield _text(f"{hidden.undated} {'has' if hidden.undated == 1 else 'have'} no date.")
    if hidden.occurrences:
        yield _text(f"{wording.count(hidden.occurrences, 'earlier occurrence')} of recurring duties not shown.")
    if hidden.settled:
        yield _text(f"Not shown, by standing: {wording.settled(hidden.settled)} (eo-tracker list shows them).")


# tables


def _rows(rows: Sequence[Sequence[str]], screen: Screen, head: Sequence[str] = ()) -> Iterator[RenderableType]:
    """Rows as columns; on a narrow screen the last column goes below the others, indented."""
    if screen.width is not None and screen.width < (NARROW_TABLE if head else NARROW):
        yield from _stacked(rows, head)
        return
    table = Table(box=None, show_header=bool(head), pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    indent = 0 if head else 2
    for index in range(len(rows[0]) if rows else len(head)):
        table.add_column(head[index] if head else "", no_wrap=index <= bool(head), overflow="fold")
    for row in rows:
        table.add_row(*(_text(each) for each in row))
    yield Padding(table, (0, 0, 0, indent), expand=False)


def _stacked(rows: Sequence[Sequence[str]], head: Sequence[str]) -> Iterator[RenderableType]:
    """Each row as a few lines: the first two cells, then the others under them, named where the table has a head."""
    for row in rows:
        if head:
            yield _text("  ".join(filter(None, row[:2])))
            rest = [f"{name}: {each}" for name, each in zip(head[2:-1], row[2:-1], strict=True) if each]
            lines = ["; ".join(rest), row[-1]]
        else:
            yield Padding(_text(" · ".join(filter(None, row[:-1]))), (0, 0, 0, 2), expand=False)
            lines = [row[-1]]
        for line in filter(None, lines):
            yield Padding(_text(line), (0, 0, 0, 4), expand=False)


def _labelled(lines: Iterable[tuple[str, str]]) -> Iterator[RenderableType]:
    """Label and text in two columns; a line without a label goes on under the one before. A link is never broken."""
    for is_link, group in groupby(lines, key=lambda line: line[1].startswith("https://")):
        if is_link:
            yield from (Text(f"{label:{_LABEL}} {one_line(link)}", no_wrap=True, overflow="ignore") for label, link in group)
        else:
            yield _two_columns(group)


def _two_columns(lines: Iterable[tuple[str, str]]) -> RenderableType:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(width=_LABEL, no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in lines:
        table.add_row(_text(label, "bold"), _text(text))
    return table


def _listing(answer: Listing, screen: Screen) -> Iterator[RenderableType]:
    parties = answer.context.resolution.catalog.parties
    if not answer.obligations:
        yield _text("No obligation matches.")
        return
    rows = [
        (_list_date(each), each.id, wording.who(each.directive, parties), _list_standing(each), each.directive.title)
        for each in answer.obligations
    ]
    yield from _rows(rows, screen, ("Due", "ID", "Must act", "Standing", "What"))
    yield _blank()
    others = sum({each.id: each.others for each in answer.obligations}.values())
    more = f" {wording.count(others, 'earlier occurrence')} of recurring duties not shown." if others else ""
    yield _text(f"{wording.count(len(answer.obligations), 'obligation')}.{more}")


def _list_date(obligation: Obligation) -> str:
    if obligation.due:
        return f"{obligation.due:%a} {obligation.due}"
    return f"({obligation.projected})" if obligation.projected else "-"


def _list_standing(obligation: Obligation) -> str:
    words = "passed, no record" if obligation.standing is Standing.PAST_DUE else obligation.standing.value
    if obligation.projected:
        words += ", projected"
    return words + (", hypothetical" if obligation.hypothetical else "")


# show and explain


def _proofs(answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.proof import explain

    catalog = answer.context.resolution.catalog
    for index, obligation in enumerate(answer.obligations):
        if index:
            yield _blank()
        (_, head), *lines = explain(obligation, catalog)
        yield Text("   ".join(map(one_line, head.split("   "))), style="bold")
        yield from _labelled(lines)
    yield from _unknown(answer)


def _unknown(answer: Details) -> Iterator[RenderableType]:
    catalog = answer.context.resolution.catalog
    for key in answer.unknown:
        instrument, _ = catalog.directives[key]
        yield _text(f"{key} is not known on {long(answer.context.as_of)}: {instrument.name} is dated {long(instrument.dated)}.")


def _details(answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import details

    for index, obligation in enumerate(answer.obligations):
        if index:
            yield _blank()
        yield _text(f"{wording.authority(obligation.instrument, obligation.directive.cite)}: {obligation.directive.title}", "bold")
        yield from _labelled(details(obligation, answer.context.resolution.catalog))
    yield from _unknown(answer)


def _instrument(answer: InstrumentDetails, screen: Screen) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import entry, instrument_details

    instrument, parties = answer.instrument, answer.context.resolution.catalog.parties
    yield _text(f"{instrument.name}: {instrument.title}", "bold")
    yield from _labelled(instrument_details(instrument, answer.context.resolution))
    if answer.context.as_of < instrument.dated:
        yield _text(f"Not known on {long(answer.context.as_of)}: it is dated {long(instrument.dated)}.")
    if answer.obligations:
        yield _blank()
        rows = [
            (
                wording.pinpoint(each.directive.cite),
                _list_date(each),
                wording.who(each.directive, parties),
                _list_standing(each),
                each.directive.title,
            )
            for each in answer.obligations
        ]
        yield from _rows(rows, screen, ("Pinpoint", "Due", "Must act", "Standing", "What"))
    for title, entries in (("Limits", instrument.limits), ("Terms, no deadlines", instrument.terms)):
        if entries:
            yield _blank()
            yield _text(title, "bold")
            yield from _labelled((wording.pinpoint(each.cite), entry(each)) for each in entries)


def _agencies(answer: Agencies, screen: Screen) -> Iterator[RenderableType]:
    if not answer.parties:
        yield _text("No office, official or group matches.")
        return
    parties = answer.context.resolution.catalog.parties
    rows = [
        (
            key,
            each.label,
            parties[each.parent].label if each.parent else "",
            each.kind,
            str(answer.bound.get(key, 0)),
            str(answer.named.get(key, 0)),
            each.name,
        )
        for key, each in answer.parties.items()
    ]
    yield from _rows(rows, screen, ("ID", "Short", "Part of", "Kind", "Bound", "Named", "Name"))
