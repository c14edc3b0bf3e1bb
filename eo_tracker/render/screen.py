"""Answers for people: a screen that reads the same at 60 columns and at 160, with colour and without, on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import RenderableType
from rich.padding import Padding
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
from eo_tracker.models import Status
from eo_tracker.query import Hidden
from eo_tracker.render.pieces import Screen, blank, columns, labelled, printed, safe
from eo_tracker.resolve import Obligation
from eo_tracker.text import one_line


def answer_screen(answer: Answer, screen: Screen) -> str:
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
        case Comparison():
            from eo_tracker.render.comparison import comparison_screen

            return comparison_screen(answer, screen)
    return printed([*parts, *foot(answer.context)], screen)


def foot(context: Context) -> Iterator[RenderableType]:
    """What the answer rests on: the day, the record, the catalog."""
    resolution = context.resolution
    yield blank()
    if resolution.assume:
        assumed = wording.join_and(f"{key} on {long(day)}" for key, day in resolution.assume)
        yield safe(f"HYPOTHETICAL: assumes {assumed}.", "bold yellow")
    if resolution.nonpublic:
        yield safe("Includes nonpublic sources.", "bold yellow")
    yield safe(f"As of {long(context.as_of)}. {context.record}", "dim")
    catalog = resolution.catalog
    yield safe(
        f"Catalog: {context.shown}, version {catalog.version} ({catalog.hash}). {wording.DISCLAIMER}",
        "dim",
    )


# due


def _due(answer: Due, screen: Screen) -> Iterator[RenderableType]:
    morning = answer.morning
    if morning.passed:
        yield from _days(morning.passed, answer.context, screen)
        yield blank()
    if morning.coming:
        yield from _days(morning.coming, answer.context, screen)
    elif not morning.passed or morning.until >= answer.context.as_of:
        verb = "was" if morning.until < answer.context.as_of else "is"
        yield safe(
            f"Nothing {verb} due {wording.date_range(morning.since, answer.context.as_of, morning.until)}.",
            "bold",
        )
    if counted := [*_not_yet(answer), *_hidden(morning.hidden, answer)]:
        yield from (*([blank()] if morning.coming else []), *counted)


def _days(
    obligations: Sequence[Obligation], context: Context, screen: Screen
) -> Iterator[RenderableType]:
    """Obligations under a heading for each day and status."""
    parties = context.resolution.catalog.parties
    groups = groupby(obligations, key=lambda each: _day_heading(each, parties))
    for index, (head, group) in enumerate(groups):
        if index:
            yield blank()
        rows = list(group)
        yield safe(head, _style(rows[0]))
        for note in _day_notes(rows):
            yield Padding(safe(note, "yellow"), (0, 0, 0, 2), expand=False)
        yield from columns([_due_row(each, context) for each in rows], screen)


def _day_notes(rows: Sequence[Obligation]) -> Iterator[str]:
    """What must be known of a day itself: that it is not a business day, and what was counted as one."""
    day = rows[0].due
    if day and (note := wording.closed_day_note(day)):
        yield note
    yield from dict.fromkeys(note for row in rows for _, note in wording.counting_notes(row))


def _day_heading(obligation: Obligation, parties: wording.Parties) -> str:
    head = wording.date_heading(obligation)
    plain = obligation.status in (Status.UPCOMING, Status.DUE_TODAY, Status.WAITING)
    return head if plain else f"{head}: {wording.status_text(obligation, parties)}"


def _due_row(obligation: Obligation, context: Context) -> tuple[str, ...]:
    """Authority, addressees, title with its notes."""
    directive, catalog = obligation.directive, context.resolution.catalog
    authority = wording.authority(obligation.instrument, directive.cite)
    return (
        wording.with_local_id(obligation.instrument, directive, authority),
        wording.addressees(directive, catalog.parties),
        wording.directive_title(obligation, catalog),
    )


def _style(obligation: Obligation) -> str:
    styles = {
        Status.PAST_DUE: "bold red",
        Status.MISSED: "bold red",
        Status.DUE_TODAY: "bold yellow",
    }
    return styles.get(obligation.status, "bold")


def _not_yet(answer: Due) -> Iterator[RenderableType]:
    """Instruments asked for that the day does not know yet."""
    for key, instrument in answer.context.resolution.unknown.items():
        if key in answer.chosen.orders or (
            not answer.chosen.orders and not answer.context.resolution.obligations
        ):
            yield safe(
                f"{instrument.name} was not issued yet: it is dated {long(instrument.dated)}."
            )


def _hidden(hidden: Hidden, answer: Due) -> Iterator[RenderableType]:
    if hidden.earlier:
        yield safe(
            f"Passed earlier and not reported as met: {hidden.earlier} (--past all shows them)."
        )
    if hidden.later:
        verb = "falls" if hidden.later == 1 else "fall"
        yield safe(f"{hidden.later} more {verb} due later, after {long(answer.morning.until)}.")
    if hidden.undated:
        yield safe(f"{hidden.undated} {'has' if hidden.undated == 1 else 'have'} no date.")
    if hidden.occurrences:
        yield safe(
            f"{wording.count(hidden.occurrences, 'earlier occurrence')} of recurring directives not shown."
        )
    if hidden.settled:
        yield safe(
            f"Not shown, by status: {wording.settled_counts(hidden.settled)} (eo-tracker list shows them)."
        )


def _listing(answer: Listing, screen: Screen) -> Iterator[RenderableType]:
    parties = answer.context.resolution.catalog.parties
    if not answer.obligations:
        yield safe("No obligation matches.")
        return
    rows = [
        (
            _list_date(each),
            each.id,
            wording.addressees(each.directive, parties),
            wording.status_label(each),
            each.directive.title,
        )
        for each in answer.obligations
    ]
    yield from columns(rows, screen, ("Due", "ID", "Must act", "Status", "What"))
    yield blank()
    others = sum({each.id: each.others for each in answer.obligations}.values())
    more = (
        f" {wording.count(others, 'earlier occurrence')} of recurring directives not shown."
        if others
        else ""
    )
    yield safe(f"{wording.count(len(answer.obligations), 'obligation')}.{more}")


def _list_date(obligation: Obligation) -> str:
    if obligation.due and obligation.projected:
        return f"({obligation.projected}) by {obligation.due}"
    if obligation.due:
        return f"{obligation.due:%a} {obligation.due}"
    return f"({obligation.projected})" if obligation.projected else "-"


# show and explain


def _proofs(answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.proof import date_proof

    catalog = answer.context.resolution.catalog
    for index, obligation in enumerate(answer.obligations):
        if index:
            yield blank()
        (_, head), *lines = date_proof(obligation, catalog)
        yield Text("   ".join(map(one_line, head.split("   "))), style="bold")
        yield from labelled(lines)
    yield from _unknown(answer)


def _unknown(answer: Details) -> Iterator[RenderableType]:
    catalog = answer.context.resolution.catalog
    for key in answer.unknown:
        instrument, _ = catalog.directives[key]
        yield safe(
            f"{key} is not known on {long(answer.context.as_of)}: {instrument.name} is dated {long(instrument.dated)}."
        )


def _details(answer: Details) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import obligation_details

    for index, obligation in enumerate(answer.obligations):
        if index:
            yield blank()
        yield safe(
            f"{wording.authority(obligation.instrument, obligation.directive.cite)}: {obligation.directive.title}",
            "bold",
        )
        yield from labelled(obligation_details(obligation, answer.context.resolution.catalog))
    yield from _unknown(answer)


def _instrument(answer: InstrumentDetails, screen: Screen) -> Iterator[RenderableType]:
    from eo_tracker.wording.details import instrument_details, provision_text

    instrument, parties = answer.instrument, answer.context.resolution.catalog.parties
    yield safe(wording.instrument_title(instrument), "bold")
    yield from labelled(instrument_details(instrument, answer.context.resolution))
    if answer.context.as_of < instrument.dated:
        yield safe(
            f"Not known on {long(answer.context.as_of)}: it is dated {long(instrument.dated)}."
        )
    if answer.obligations:
        yield blank()
        rows = [
            (
                wording.pinpoint(each.directive.cite),
                _list_date(each),
                wording.addressees(each.directive, parties),
                wording.status_label(each),
                each.directive.title,
            )
            for each in answer.obligations
        ]
        yield from columns(rows, screen, ("Pinpoint", "Due", "Must act", "Status", "What"))
    for title, entries in (
        ("Limitations", instrument.limitations),
        ("Durations, no deadlines", instrument.durations),
    ):
        if entries:
            yield blank()
            yield safe(title, "bold")
            ends = answer.context.resolution.known.provision_ends
            yield from labelled(
                (wording.pinpoint(each.cite), provision_text(each, ends(instrument.key(each.id))))
                for each in entries
            )


def _agencies(answer: Agencies, screen: Screen) -> Iterator[RenderableType]:
    if not answer.parties:
        yield safe("No office, official or group matches.")
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
    yield from columns(rows, screen, ("ID", "Short", "Part of", "Kind", "Bound", "Named", "Name"))
