"""Two states of one obligation in, what the change of its status is called out."""

from __future__ import annotations

from eo_tracker.models import FULFIL, Status
from eo_tracker.resolve import CLAIMS, Obligation

_NOT_IN_FORCE = {
    Status.ENTERED_IN_ERROR: "directive-entered-in-error",
    Status.REVOKED: "directive-revoked",
    Status.SUPERSEDED: "directive-superseded",
    Status.STAYED: "directive-stayed",
}
_SET_BY_DATE = {
    Status.UPCOMING,
    Status.DUE_TODAY,
    Status.PAST_DUE,
    Status.WAITING,
    Status.CONTINUING,
}


def follows_from_date(was: Obligation, now: Obligation) -> bool:
    """Whether the status differs only because the date does."""
    return was.due != now.due and {was.status, now.status} <= _SET_BY_DATE


def status_code(was: Obligation, now: Obligation) -> str:
    """The kind of change from one status to another."""
    if was.status in _NOT_IN_FORCE and now.status in _NOT_IN_FORCE:
        return "status-changed"
    if now.status in _NOT_IN_FORCE:
        return _NOT_IN_FORCE[now.status]
    if was.status in _NOT_IN_FORCE:
        return "directive-restored"
    if is_met(was) != is_met(now):
        return "status-fulfilled" if is_met(now) else "status-unfulfilled"
    if _is_past(was) != _is_past(now):
        return "status-passed" if _is_past(now) else "status-ahead"
    return "status-changed"


def is_met(obligation: Obligation) -> bool:
    """Whether somebody says that it was met; that it is not verifiable says nothing."""
    match obligation.status:
        case Status.DONE | Status.REPORTED:
            return True
        case Status.UNVERIFIABLE:
            return _is_claimed(obligation)
        case _:
            return False


def _is_claimed(obligation: Obligation) -> bool:
    if any(known.event.what in CLAIMS for known in obligation.events):
        return True
    return any(known.does in FULFIL for known in obligation.effects)


def _is_past(obligation: Obligation) -> bool:
    match obligation.status:
        case Status.PAST_DUE | Status.MISSED:
            return True
        case Status.UNVERIFIABLE:
            return not is_met(obligation)
        case _:
            return False
