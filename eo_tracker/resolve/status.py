"""Where an obligation stands: never stored, always the first row of one table that holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eo_tracker.models import FULFIL, Directive, Instrument, Status
from eo_tracker.resolve.obligation import Dated, KnownEffect, KnownEvent

CLAIMS = ("announced", "claimed", "completed")
ENDS = {
    "revokes": Status.REVOKED,
    "supersedes": Status.SUPERSEDED,
    "vacates": Status.REVOKED,
    "stays": Status.STAYED,
    "waives": Status.STAYED,
}


def status(
    instrument: Instrument,
    directive: Directive,
    dated: Dated,
    events: Sequence[KnownEvent],
    effects: Sequence[KnownEffect],
    ends: Sequence[KnownEffect],
    *,
    as_of: date,
) -> Status:
    """The status on `as_of`, from what is known of the directive (or of one occurrence of it) on that day.

    `ends` are those of the effects that end or suspend it.
    """
    if directive.entered_in_error:
        return Status.ENTERED_IN_ERROR
    if instrument.is_draft:
        return Status.DRAFT
    claimed = False
    if events or effects:
        if settled := _by_the_record(events, effects, ends):
            return settled
        claimed = any(each.event.what in CLAIMS for each in events) or any(map(fulfils, effects))
    if not directive.public and (claimed or (dated.due is not None and dated.due < as_of)):
        return Status.UNVERIFIABLE
    if claimed:
        return Status.REPORTED
    return _by_the_day(directive, dated, as_of)


def fulfils(known: KnownEffect) -> bool:
    """Whether an effect claims that its target was met; what it did is not undone when its instrument is stayed or ends."""
    return known.effect.does in FULFIL and bool(known.acted)


def _by_the_record(
    events: Sequence[KnownEvent], effects: Sequence[KnownEffect], ends: Sequence[KnownEffect]
) -> Status | None:
    if _is_shown(events, effects):
        return Status.DONE
    for does, result in ENDS.items():
        if any(each.effect.does == does for each in ends):
            return result
    return Status.MISSED if _was_missed(events) else None


def _is_shown(events: Sequence[KnownEvent], effects: Sequence[KnownEffect]) -> bool:
    """Whether a primary source that was opened lets anyone see the product or its official record."""
    seen = any(
        each.event.what == "completed" and each.source is not None and each.source.shows_the_thing
        for each in events
    )
    return seen or any(
        each.effect.does in FULFIL and each.acts and each.is_shown for each in effects
    )


def _was_missed(events: Sequence[KnownEvent]) -> bool:
    missed = [
        each.known
        for each in events
        if each.event.what == "missed" and each.source and each.source.grade == "primary"
    ]
    return bool(missed) and not any(
        each.event.what in CLAIMS and each.known > max(missed) for each in events
    )


def _by_the_day(directive: Directive, dated: Dated, as_of: date) -> Status:
    if directive.deadline is None or (dated.anew and dated.due is None):
        return Status.CONTINUING
    if dated.due is None:
        return Status.WAITING
    if dated.due == as_of:
        return Status.DUE_TODAY
    return Status.UPCOMING if dated.due > as_of else Status.PAST_DUE
