"""The words for a status: on a line of its own, in a list, in a count, and beside a title."""

from __future__ import annotations

from eo_tracker.dates import Period, long
from eo_tracker.models import Catalog, Status
from eo_tracker.resolve import KnownEffect, Obligation
from eo_tracker.wording.effects import PARTICIPLES, effect_authority, partial_stay
from eo_tracker.wording.sources import search_extent
from eo_tracker.wording.timing import awaited_steps, recurrence_text
from eo_tracker.wording.words import Parties, count, join_and

_NO_LABELS: Parties = {}
_PLAIN = {
    Status.ENTERED_IN_ERROR: "entered in error: the directive is not in the text",
    Status.DRAFT: "draft, not in force",
    Status.DONE: "done",
    Status.MISSED: "missed",
    Status.UNVERIFIABLE: "not publicly verifiable",
    Status.REPORTED: "completion reported; the document itself was not seen in a primary source",
    Status.UPCOMING: "upcoming",
    Status.DUE_TODAY: "due today",
}
_ENDED_BY = {
    Status.REVOKED: ("revokes", "vacates"),
    Status.SUPERSEDED: ("supersedes",),
    Status.STAYED: ("stays", "waives"),
}


def status_text(obligation: Obligation, parties: Parties = _NO_LABELS) -> str:
    """The status in plain words; of a past date, how far the record was searched.

    `parties` gives the labels of those for whom a stay holds; without it they are IDs.
    """
    partial = [partial_stay(known, parties) for known in partial_stays(obligation)]
    stayed = "".join(f"; {words}" for words in partial)
    if obligation.status is Status.PAST_DUE:
        return f"{_past_due(obligation)}{stayed}"
    words = _plain_status(obligation)
    completed = _completed(obligation)
    if completed:
        words += f"; {completed}"
    if obligation.partly:
        words += "; reported in part"
    return f"{words}{stayed}"


def _plain_status(obligation: Obligation) -> str:
    match obligation.status:
        case Status.REVOKED | Status.SUPERSEDED | Status.STAYED:
            return _ended_by(obligation)
        case Status.CONTINUING:
            return _continuing(obligation)
        case Status.WAITING:
            return _waiting(obligation)
        case _:
            return _PLAIN[obligation.status]


def _past_due(obligation: Obligation) -> str:
    """What is known of a date that passed; one that passed before its return was not missed."""
    words = "past due"
    if obligation.restored:
        words = f"restored on {long(obligation.restored)}, already past due"
    if not obligation.is_unsearched:
        extent = search_extent(obligation.instrument, obligation.as_of)
        return f"{words}; no public record of completion found ({extent})"
    searched_to = obligation.instrument.searched_to
    if searched_to is None:
        return f"{words}; record not searched"
    return f"{words}; record not searched since {searched_to}"


def _continuing(obligation: Obligation) -> str:
    rule = obligation.directive.deadline
    if rule is None and obligation.directive.continues:
        return "continuing obligation, no due date"
    if rule is None:
        return "no due date is set"
    if rule.until and not rule.ends_with:
        last = Period.parse(rule.until).last
        if last < obligation.as_of:
            return f"recurred until {long(last)}, which has passed"
    return "continuing obligation, no single due date"


def _waiting(obligation: Obligation) -> str:
    if obligation.waits_for:
        return f"waiting for {join_and(obligation.waits_for)}"
    return "waiting for a date that is not known"


def _completed(obligation: Obligation) -> str:
    """When it was completed, and how late, where a source states the day of completion."""
    days = [
        known.event.on.last
        for known in obligation.events
        if known.event.what == "completed" and known.event.on and known.event.on.exact
    ]
    if not days:
        return ""
    words = f"completed on {long(days[-1])}"
    if obligation.due is None or days[-1] <= obligation.due:
        return words
    late = (days[-1] - obligation.due).days
    return f"{words}, {count(late, 'day')} after its date"


def _ended_by(obligation: Obligation) -> str:
    """`revoked by EO 14500 § 3`, `stayed by Doe v. Agency (injunction), scope not recorded`."""
    names: dict[str, list[str]] = {}
    for known in obligation.ends:
        does = known.does
        if does in _ENDED_BY[obligation.status]:
            names.setdefault(does, []).append(_with_kind(known))
    parts = [f"{PARTICIPLES[does]} by {join_and(group)}" for does, group in names.items()]
    words = join_and(parts)
    if obligation.is_of_open_scope:
        words += ", scope not recorded"
    return words


def _with_kind(known: KnownEffect) -> str:
    kind = known.effect.kind
    name = effect_authority(known)
    if kind is None or kind == "stay":
        return name
    return f"{name} ({kind})"


def partial_stays(obligation: Obligation) -> list[KnownEffect]:
    """The stays and waivers that do not hold for all who are bound."""
    return [known for known in obligation.stays if known not in obligation.ends]


# in few words


def status_label(obligation: Obligation) -> str:
    """The status in a column of a list: `past due; no completion found`."""
    words = _label(obligation)
    if obligation.projected:
        words += ", projected"
    if obligation.open:
        words += ", two readings"
    if obligation.hypothetical:
        words += ", hypothetical"
    return words


def _label(obligation: Obligation) -> str:
    if obligation.is_of_open_scope:
        return "stayed, scope not recorded"
    if obligation.status is not Status.PAST_DUE:
        return obligation.status.value
    if obligation.restored:
        return "restored, already past due"
    if obligation.is_unsearched:
        return "past due; record not searched since"
    return "past due; no completion found"


# beside a title


def title_notes(obligation: Obligation, catalog: Catalog) -> tuple[list[str], list[str]]:
    """What a reader must know beside the date.

    First recurrence, other readings and partial stays; then awaited steps and grace. The link to a
    parent order, where a question asks for it, stands between them.
    """
    before = [recurrence_text(obligation, catalog)]
    if obligation.alternatives:
        before.append(_alternative_dates(obligation))
    before += [partial_stay(known, catalog.parties) for known in partial_stays(obligation)]
    after = []
    if obligation.projected:
        after.append(f"waits for {awaited_steps(obligation, catalog)}")
    if obligation.grace_until:
        after.append(f"grace until {long(obligation.grace_until)}")
    return [note for note in before if note], [note for note in after if note]


def _alternative_dates(obligation: Obligation) -> str:
    alternatives = obligation.alternatives
    days = [long(other.due) for other in alternatives if other.due]
    projected = [other.projected for other in alternatives if other.projected and not other.due]
    days += [f"{long(day)} (projected)" for day in projected]
    return f"another reading or source gives {join_and(days) or 'no date'}"
