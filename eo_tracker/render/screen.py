"""Answers for people: a screen that reads the same at 60 columns and at 160.

Color or none, terminal or pipe, the words are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from eo_tracker.answers import (
    Agencies,
    AgencyDetails,
    Answer,
    Comparison,
    Details,
    Due,
    Head,
    InstrumentDetails,
    LabelledText,
    Listing,
    Row,
    Sheet,
    Unissued,
)
from eo_tracker.dates import long
from eo_tracker.query import Hidden
from eo_tracker.render.layout import (
    BLANK,
    Block,
    Columns,
    LabelledLines,
    Paragraph,
    Screen,
    rendered_text,
    safe_words,
)
from eo_tracker.text import one_line
from eo_tracker.vocabulary import Status
from eo_tracker.wording.words import DISCLAIMER, count, date_range, join_and, settled_counts

_STYLES = {
    Status.PAST_DUE: "bold red",
    Status.MISSED: "bold red",
    Status.DUE_TODAY: "bold yellow",
}
# The date in a heading says as much as these.
_UNNAMED = (Status.UPCOMING, Status.DUE_TODAY, Status.WAITING)
_LIST_HEAD = ("Due", "ID", "Responsible", "Status", "What")
_INSTRUMENT_HEAD = ("Pinpoint", "Due", "Responsible", "Status", "What")
_AGENCY_HEAD = ("ID", "Short", "Part of", "Kind", "Bound", "Named", "Name")


def answer_screen(
    answer: Answer,
    screen: Screen,
) -> str:
    """The answer as lines of text."""
    match answer:
        case Due():
            blocks = _due(answer)
        case Listing():
            blocks = _listing(answer)
        case Details():
            blocks = _details(answer)
        case InstrumentDetails():
            blocks = _instrument(answer)
        case AgencyDetails():
            blocks = _agency(answer)
        case Agencies():
            blocks = _agencies(answer)
        case Comparison():
            from eo_tracker.render.comparison import comparison_screen

            return comparison_screen(answer, screen)
    return rendered_text([*blocks, *_foot(answer.head)], screen)


def _foot(head: Head) -> Iterator[Block]:
    """What the answer rests on: the day, the record, the catalog."""
    yield BLANK
    if head.assumed:
        steps = [f"{key} on {_long(day)}" for key, day in head.assumed]
        yield safe_words(f"HYPOTHETICAL: assumes {join_and(steps)}.", "bold yellow")
    if head.nonpublic:
        yield safe_words("Includes nonpublic sources.", "bold yellow")
    for remark in head.remarks:
        yield safe_words(remark, "bold yellow")
    yield safe_words(f"As of {long(head.day)}. {head.record}", "dim")
    yield safe_words(f"Catalog: {head.edition}. {DISCLAIMER}", "dim")


def _long(day: str) -> str:
    return long(date.fromisoformat(day))


def _separated(groups: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """The groups, with an empty line between two."""
    for index, group in enumerate(groups):
        if index:
            yield BLANK
        yield from group


# due


def _due(answer: Due) -> Iterator[Block]:
    if answer.passed:
        yield from _days(answer.passed)
        yield BLANK
    if answer.coming:
        yield from _days(answer.coming)
    elif not answer.passed or answer.until >= answer.head.as_of:
        yield safe_words(_nothing_due(answer), "bold")
    remarks = [*_not_yet_issued(answer), *_hidden(answer.hidden, answer)]
    if remarks and answer.coming:
        yield BLANK
    yield from map(safe_words, remarks)


def _nothing_due(answer: Due) -> str:
    verb = "was" if answer.until < answer.head.as_of else "is"
    since, until = answer.days
    return f"Nothing {verb} due {date_range(since, answer.head.day, until)}."


def _days(rows: Iterable[Row]) -> Iterator[Block]:
    """Obligations under a heading for each day and status."""
    groups = ((heading, list(group)) for heading, group in groupby(rows, key=_day_heading))
    yield from _separated(_day(heading, group) for heading, group in groups)


def _day(
    heading: str,
    rows: Sequence[Row],
) -> Iterator[Block]:
    yield safe_words(heading, _STYLES.get(Status(rows[0].state), "bold"))
    notes: dict[str, None] = {}
    for row in rows:
        notes |= dict.fromkeys(row.day_notes)
    for note in notes:
        yield safe_words(note, "yellow", indent=2)
    yield Columns([(row.place, row.responsible, row.full_title) for row in rows])


def _day_heading(row: Row) -> str:
    """The date, and the status where the date does not give it."""
    if row.state in _UNNAMED:
        return row.heading
    return f"{row.heading}: {row.brief_status}"


def _not_yet_issued(answer: Due) -> Iterator[str]:
    """The instruments that were selected, but are dated after the as-of day."""
    for each in answer.head.unissued:
        is_selected = each.id in answer.orders if answer.orders else answer.is_empty
        if is_selected:
            yield f"{each.name} had not been issued yet; it is dated {_long(each.dated)}."


def _hidden(
    hidden: Hidden,
    answer: Due,
) -> Iterator[str]:
    """What is not shown, counted."""
    if hidden.earlier:
        yield _past_due(hidden)
    if hidden.later:
        verb = "is" if hidden.later == 1 else "are"
        yield f"{hidden.later} more {verb} due after {_long(answer.until)}."
    if hidden.undated:
        verb = "has" if hidden.undated == 1 else "have"
        yield f"{hidden.undated} {verb} no date."
    if hidden.occurrences:
        yield _earlier_occurrences(hidden.occurrences)
    if hidden.settled:
        counts = settled_counts(hidden.settled)
        yield f"Not shown, by status: {counts} (eo-tracker list shows them)."


def _past_due(hidden: Hidden) -> str:
    """How many passed earlier; those that nobody searched for are not said to be incomplete."""
    searched, unsearched = hidden.earlier - hidden.unsearched, hidden.unsearched
    parts = []
    if searched:
        verb = "is" if searched == 1 else "are"
        parts.append(f"{searched} more {verb} past due with no completion found")
    if unsearched:
        has = "has" if unsearched == 1 else "have"
        parts.append(f"{unsearched} more {has} passed since the record was searched")
    pronoun = "it" if hidden.earlier == 1 else "them"
    return f"{'; '.join(parts)}; --past all lists {pronoun}."


def _earlier_occurrences(number: int) -> str:
    return f"Not shown: {count(number, 'earlier occurrence')} of recurring obligations."


# list


def _listing(answer: Listing) -> Iterator[Block]:
    if not answer.rows:
        yield safe_words("No obligations match.")
        return
    yield Columns([_list_row(row, answer) for row in answer.rows], _LIST_HEAD)
    yield BLANK
    total = f"{count(len(answer.rows), 'obligation')}."
    if answer.occurrences:
        total += f" {_earlier_occurrences(answer.occurrences)}"
    yield safe_words(total)


def _list_row(
    row: Row,
    answer: Listing,
) -> tuple[str, ...]:
    *cells, title = _list_cells(row)
    if answer.is_about_reach:
        title += "".join(f" ({note})" for note in row.reach_notes)
    return (*cells, title)


def _list_cells(row: Row) -> tuple[str, ...]:
    return (row.listed, row.id, row.responsible, row.label, row.title)


# show and explain


def _details(answer: Details) -> Iterator[Block]:
    show = _proof if answer.is_proof else _sheet
    yield from _separated(show(sheet) for sheet in answer.sheets)
    yield from (_unknown(each, answer.head) for each in answer.unknown)


def _proof(sheet: Sheet) -> Iterator[Block]:
    (_, head), *lines = sheet.proof
    gap = "   "
    yield Paragraph(gap.join(map(one_line, head.split(gap))), "bold")
    yield LabelledLines(lines)


def _sheet(sheet: Sheet) -> Iterator[Block]:
    yield safe_words(sheet.title, "bold")
    yield LabelledLines(sheet.lines)


def _unknown(
    each: Unissued,
    head: Head,
) -> Block:
    text = f"{each.id} is not known as of {long(head.day)}; {each.name} is dated"
    return safe_words(f"{text} {_long(each.dated)}.")


def _instrument(answer: InstrumentDetails) -> Iterator[Block]:
    yield safe_words(answer.title, "bold")
    yield LabelledLines(answer.lines)
    if answer.unissued:
        dated = _long(answer.unissued.dated)
        yield safe_words(f"Not known as of {long(answer.head.day)}; it is dated {dated}.")
    if answer.rows:
        yield BLANK
        yield Columns([_instrument_row(row) for row in answer.rows], _INSTRUMENT_HEAD)
    yield from _provisions("Limitations", answer.limitations)
    yield from _provisions("Durations (not deadlines)", answer.durations)


def _instrument_row(row: Row) -> tuple[str, ...]:
    return (row.pinpoint, row.listed, row.responsible, row.label, row.title)


def _provisions(
    title: str,
    lines: Sequence[LabelledText],
) -> Iterator[Block]:
    if lines:
        yield BLANK
        yield safe_words(title, "bold")
        yield LabelledLines(lines)


# agencies


def _agency(answer: AgencyDetails) -> Iterator[Block]:
    yield safe_words(answer.title, "bold")
    yield LabelledLines(answer.lines)
    for title, rows in answer.groups:
        yield BLANK
        yield safe_words(f"{title} ({len(rows)})", "bold")
        yield Columns([_list_cells(row) for row in rows], _LIST_HEAD)


def _agencies(answer: Agencies) -> Iterator[Block]:
    if not answer.parties:
        yield safe_words("No office, official or group matches.")
        return
    rows = []
    for party in answer.parties:
        parent = answer.labels[party["parent"]] if party["parent"] else ""
        numbers = (str(party["bound"]), str(party["named"]))
        label = answer.labels[party["id"]]
        rows.append((party["id"], label, parent, party["kind"], *numbers, party["name"]))
    yield Columns(rows, _AGENCY_HEAD)
