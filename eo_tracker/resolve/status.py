"""The status of an obligation: never stored, always the first row of one table that applies."""

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
    """The status on `as_of`, from what is known of the directive, or of one occurrence, on that
    day.

    `ends` are those of the effects that end or suspend it.
    """
    if directive.entered_in_error:
        return Status.ENTERED_IN_ERROR
    if instrument.is_draft:
        return Status.DRAFT
    if settled := _by_the_record(events, effects, ends):
        return settled
    is_claimed = _is_claimed(events, effects)
    is_past = dated.due is not None and dated.due < as_of
    if not directive.public and (is_claimed or is_past):
        return Status.UNVERIFIABLE
    if is_claimed:
        return Status.REPORTED
    return _by_the_day(directive, dated, as_of)


def fulfils(known: KnownEffect) -> bool:
    """Whether an effect claims that its target was met.

    What it did is not undone when its instrument is stayed or ends.
    """
    return known.does in FULFIL and bool(known.acted)


def _is_claimed(events: Sequence[KnownEvent], effects: Sequence[KnownEffect]) -> bool:
    if any(known.event.what in CLAIMS for known in events):
        return True
    return any(map(fulfils, effects))


def _by_the_record(
    events: Sequence[KnownEvent], effects: Sequence[KnownEffect], ends: Sequence[KnownEffect]
) -> Status | None:
    if not (events or effects):
        return None
    if any(map(_shows_completion, events)) or any(map(_shows_fulfilment, effects)):
        return Status.DONE
    ending = {known.does for known in ends}
    for does, result in ENDS.items():
        if does in ending:
            return result
    return Status.MISSED if _was_missed(events) else None


def _shows_completion(known: KnownEvent) -> bool:
    """Whether an opened primary source lets anyone see the product or its official record."""
    if known.event.what != "completed" or known.source is None:
        return False
    return known.source.is_verifiable_primary


def _shows_fulfilment(known: KnownEffect) -> bool:
    return known.does in FULFIL and known.acts and known.is_shown


def _was_missed(events: Sequence[KnownEvent]) -> bool:
    missed = [known.known for known in events if _says_missed(known)]
    if not missed:
        return False
    claims = [known.known for known in events if known.event.what in CLAIMS]
    return max(claims, default=date.min) <= max(missed)


def _says_missed(known: KnownEvent) -> bool:
    if known.event.what != "missed" or known.source is None:
        return False
    return known.source.grade == "primary"


def _by_the_day(directive: Directive, dated: Dated, as_of: date) -> Status:
    if directive.deadline is None or (dated.restarts and dated.due is None):
        return Status.CONTINUING
    if dated.due is None:
        return Status.WAITING
    if dated.due == as_of:
        return Status.DUE_TODAY
    return Status.UPCOMING if dated.due > as_of else Status.PAST_DUE
