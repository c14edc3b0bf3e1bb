"""Answers for people: a screen that reads the same at 60 columns and at 160.

Color or none, terminal or pipe, the words are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.text import Text

from eo_tracker import wording
from eo_tracker.answers import (
    Agencies,
    Answer,
    Comparison,
    Context,
    Details,
    Due,
    InstrumentDetails,
    Listing,
)
from eo_tracker.dates import long
from eo_tracker.models import Catalog, Duration, Limitation, Party, Status
from eo_tracker.query import Hidden
from eo_tracker.render.pieces import (
    Screen,
    blank_line,
    columns,
    indented,
    labelled_lines,
    rendered_text,
    safe_text,
)
from eo_tracker.resolve import Obligation
from eo_tracker.text import one_line
from eo_tracker.wording.sources import search_extent

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


def answer_screen(answer: Answer, screen: Screen) -> str:
    """The answer as lines of text."""
    match answer:
        case Due():
            parts = _due(answer, screen)
        case Listing():
            parts = _listing(answer, screen)
        case Details(proof=True):
            parts = _proofs(answer)
        case Details():
            parts = _details(answer)
        case InstrumentDetails():
            parts = _instrument(answer, screen)
        case Agencies():
            parts = _agencies(answer, screen)
        case Comparison():
            from eo_tracker.render.comparison import comparison_screen

            return comparison_screen(answer, screen)
    return rendered_text([*parts, *_foot(answer.context)], screen)


def _foot(context: Context) -> Iterator[RenderableType]:
    """What the answer rests on: the day, the record, the catalog."""
    resolution = context.resolution
    yield blank_line()
    if resolution.assume:
        steps = [f"{key} on {long(day)}" for key, day in resolution.assume]
        yield safe_text(f"HYPOTHETICAL: assumes {wording.join_and(steps)}.", "bold yellow")
    if resolution.nonpublic:
        yield safe_text("Includes nonpublic sources.", "bold yellow")
    yield safe_text(f"As of {long(context.as_of)}. {context.record}", "dim")
    yield safe_text(f"Catalog: {context.edition}. {wording.DISCLAIMER}", "dim")


def _separated(groups: Iterable[Iterable[RenderableType]]) -> Iterator[RenderableType]:
    """The groups, with an empty line between two."""
    for index, group in enumerate(groups):
        if index:
            yield blank_line()
        yield from group


# due


def _due(answer: Due, screen: Screen) -> Iterator[RenderableType]:
    window = answer.window
    if window.passed:
        yield from _days(window.passed, answer.context, screen)
        yield blank_line()
    if window.coming:
        yield from _days(window.coming, answer.context, screen)
    elif not window.passed or window.until >= answer.context.as_of:
        yield safe_text(_nothing_due(answer), "bold")
    remarks = [*_not_yet_issued(answer), *_hidden(window.hidden, answer)]
    if remarks and window.coming:
        yield blank_line()
    yield from map(safe_text, remarks)


def _nothing_due(answer: Due) -> str:
    window, as_of = answer.window, answer.context.as_of
    verb = "was" if window.until < as_of else "is"
    return f"Nothing {verb} due {wording.date_range(window.since, as_of, window.until)}."


def _days(
    obligations: Sequence[Obligation],
    context: Context,
    screen: Screen,
) -> Iterator[RenderableType]:
    """Obligations under a heading for each day and status."""
    groups = groupby(obligations, key=lambda obligation: _day_heading(obligation, context))
    for index, (heading, group) in enumerate(groups):
        if index:
            yield blank_line()
        rows = list(group)
        yield safe_text(heading, _STYLES.get(rows[0].status, "bold"))
        for note in _day_notes(rows):
            yield indented(safe_text(note, "yellow"), 2)
        cells = [_due_row(obligation, context.catalog) for obligation in rows]
        yield from columns(cells, screen)


def _day_notes(obligations: Sequence[Obligation]) -> Iterator[str]:
    """What must be known of a day: that it is not a business day, and what was counted as one."""
    day = obligations[0].due
    if day and (note := wording.closed_day_note(day)):
        yield note
    notes: list[str] = []
    for obligation in obligations:
        notes += [note for _, note in wording.counting_notes(obligation)]
    yield from dict.fromkeys(notes)


def _day_heading(obligation: Obligation, context: Context) -> str:
    """The date, and the status where the date does not give it."""
    heading = wording.date_heading(obligation)
    if obligation.status in _UNNAMED:
        return heading
    return f"{heading}: {_status_in_heading(obligation, context)}"


def _status_in_heading(obligation: Obligation, context: Context) -> str:
    """The status, without how far the record was searched where the foot says it."""
    text = wording.status_text(obligation, context.catalog.parties)
    if not context.states_search(obligation.instrument):
        return text
    extent = search_extent(obligation.instrument, obligation.as_of)
    return text.replace(f" ({extent})", "", 1)


def _due_row(obligation: Obligation, catalog: Catalog) -> tuple[str, ...]:
    """Authority, addressees, title with its notes."""
    directive = obligation.directive
    authority = wording.authority(obligation.instrument, directive.cite)
    return (
        wording.with_local_id(obligation.instrument, directive, authority),
        wording.addressees(directive, catalog.parties),
        wording.directive_title(obligation, catalog),
    )


def _not_yet_issued(answer: Due) -> Iterator[str]:
    """The instruments that were selected, but are dated after the as-of day."""
    resolution, orders = answer.context.resolution, answer.filter.orders
    for key, instrument in resolution.unknown.items():
        is_selected = key in orders if orders else not resolution.obligations
        if is_selected:
            dated = long(instrument.dated)
            yield f"{instrument.name} had not been issued yet; it is dated {dated}."


def _hidden(hidden: Hidden, answer: Due) -> Iterator[str]:
    """What is not shown, counted."""
    if hidden.earlier:
        yield _past_due(hidden.earlier)
    if hidden.later:
        verb = "is" if hidden.later == 1 else "are"
        yield f"{hidden.later} more {verb} due after {long(answer.window.until)}."
    if hidden.undated:
        verb = "has" if hidden.undated == 1 else "have"
        yield f"{hidden.undated} {verb} no date."
    if hidden.occurrences:
        yield _earlier_occurrences(hidden.occurrences)
    if hidden.settled:
        counts = wording.settled_counts(hidden.settled)
        yield f"Not shown, by status: {counts} (eo-tracker list shows them)."


def _past_due(count: int) -> str:
    if count == 1:
        return "1 more is past due with no completion found; --past all lists it."
    return f"{count} more are past due with no completion found; --past all lists them."


def _earlier_occurrences(count: int) -> str:
    return f"Not shown: {wording.count(count, 'earlier occurrence')} of recurring obligations."


# list


def _listing(answer: Listing, screen: Screen) -> Iterator[RenderableType]:
    if not answer.obligations:
        yield safe_text("No obligations match.")
        return
    parties = answer.context.catalog.parties
    rows = [_list_row(obligation, parties) for obligation in answer.obligations]
    yield from columns(rows, screen, _LIST_HEAD)
    yield blank_line()
    total = f"{wording.count(len(answer.obligations), 'obligation')}."
    occurrences = sum({row.id: row.others for row in answer.obligations}.values())
    if occurrences:
        total += f" {_earlier_occurrences(occurrences)}"
    yield safe_text(total)


def _list_row(obligation: Obligation, parties: wording.Parties) -> tuple[str, ...]:
    return (
        _list_date(obligation),
        obligation.id,
        wording.addressees(obligation.directive, parties),
        wording.status_label(obligation),
        obligation.directive.title,
    )


def _list_date(obligation: Obligation) -> str:
    due, projected = obligation.due, obligation.projected
    if due and projected:
        return f"({projected}) by {due}"
    if due:
        return f"{due:%a} {due}"
    return f"({projected})" if projected else "-"


# show and explain


def _proofs(answer: Details) -> Iterator[RenderableType]:
    yield from _separated(_proof(obligation, answer) for obligation in answer.obligations)
    yield from _unknown(answer)


def _proof(obligation: Obligation, answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.proof import date_proof

    (_, head), *lines = date_proof(obligation, answer.context.catalog)
    gap = "   "
    yield Text(gap.join(map(one_line, head.split(gap))), style="bold")
    yield from labelled_lines(lines)


def _unknown(answer: Details) -> Iterator[RenderableType]:
    as_of = long(answer.context.as_of)
    for key in answer.unknown:
        instrument, _ = answer.context.catalog.directives[key]
        dated = long(instrument.dated)
        yield safe_text(f"{key} is not known as of {as_of}; {instrument.name} is dated {dated}.")


def _details(answer: Details) -> Iterator[RenderableType]:
    yield from _separated(_detail(obligation, answer) for obligation in answer.obligations)
    yield from _unknown(answer)


def _detail(obligation: Obligation, answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import obligation_details

    directive = obligation.directive
    authority = wording.authority(obligation.instrument, directive.cite)
    yield safe_text(f"{authority}: {directive.title}", "bold")
    yield from labelled_lines(obligation_details(obligation, answer.context.catalog))


def _instrument(answer: InstrumentDetails, screen: Screen) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import instrument_details

    instrument, as_of = answer.instrument, answer.context.as_of
    yield safe_text(wording.instrument_title(instrument), "bold")
    yield from labelled_lines(instrument_details(instrument, answer.context.resolution))
    if as_of < instrument.dated:
        dated = long(instrument.dated)
        yield safe_text(f"Not known as of {long(as_of)}; it is dated {dated}.")
    if answer.obligations:
        parties = answer.context.catalog.parties
        rows = [_instrument_row(obligation, parties) for obligation in answer.obligations]
        yield blank_line()
        yield from columns(rows, screen, _INSTRUMENT_HEAD)
    yield from _provisions("Limitations", instrument.limitations, answer)
    yield from _provisions("Durations (not deadlines)", instrument.durations, answer)


def _instrument_row(obligation: Obligation, parties: wording.Parties) -> tuple[str, ...]:
    return (
        wording.pinpoint(obligation.directive.cite),
        _list_date(obligation),
        wording.addressees(obligation.directive, parties),
        wording.status_label(obligation),
        obligation.directive.title,
    )


def _provisions(
    title: str,
    entries: Sequence[Limitation | Duration],
    answer: InstrumentDetails,
) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import provision_text

    if not entries:
        return
    yield blank_line()
    yield safe_text(title, "bold")
    known = answer.context.resolution.known
    lines = []
    for entry in entries:
        ends = known.provision_ends(answer.instrument.key(entry.id))
        lines.append((wording.pinpoint(entry.cite), provision_text(entry, ends)))
    yield from labelled_lines(lines)


# agencies


def _agencies(answer: Agencies, screen: Screen) -> Iterator[RenderableType]:
    if not answer.parties:
        yield safe_text("No office, official or group matches.")
        return
    rows = [_agency_row(key, party, answer) for key, party in answer.parties.items()]
    yield from columns(rows, screen, _AGENCY_HEAD)


def _agency_row(key: str, party: Party, answer: Agencies) -> tuple[str, ...]:
    parent = ""
    if party.parent:
        parent = answer.context.catalog.parties[party.parent].label
    return (
        key,
        party.label,
        parent,
        party.kind,
        str(answer.bound.get(key, 0)),
        str(answer.named.get(key, 0)),
        party.name,
    )
