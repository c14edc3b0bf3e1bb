"""One instrument against another: a draft and the order that was signed, an old order and the one that replaced it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from eo_tracker.diff.causes import OneCause
from eo_tracker.diff.changes import Cause, Change, Diff
from eo_tracker.diff.compare import change_order, one_sided_directive
from eo_tracker.diff.directives import DirectiveDiff
from eo_tracker.diff.provisions import (
    one_sided_provision,
    provision_change,
    provision_changes,
    provisions,
)
from eo_tracker.diff.sides import Side
from eo_tracker.models import Dispute, Instrument
from eo_tracker.resolve import Obligation, Resolution


def diff_instruments(old: Resolution, former: str, new: Resolution, latter: str) -> Diff:
    """Every change from the instrument `former`, known on `old`, to the instrument `latter`, known on `new`.

    Directives match by an explicit `counterpart` or by local name. What a side that is recorded only in part does not have
    is not reported of it, which is not the same as absent.
    """
    sides = Side("old", old), Side("new", new)
    instruments = old.known.instruments[former], new.known.instruments[latter]
    cause = Cause("law", "issued", latter, latter, day=instruments[1].dated, path=("id",))
    found = [*_directives(*sides, *instruments, cause), *_provisions(*sides, *instruments, cause)]
    whole_old, whole_new = (each.coverage == "complete" for each in instruments)
    unreported = [
        each
        for each in found
        if (_is_come(each) and not whole_old) or (_is_gone(each) and not whole_new)
    ]
    changes = sorted((each for each in found if each not in unreported), key=change_order)
    return Diff(old, new, tuple(changes), not_reported=tuple(each.id for each in unreported))


def _is_come(change: Change) -> bool:
    return change.kind.code in ("directive-added", "limitation-added", "duration-added")


def _is_gone(change: Change) -> bool:
    return change.kind.code in ("directive-removed", "limitation-removed", "duration-removed")


def _directives(
    old: Side, new: Side, former: Instrument, latter: Instrument, cause: Cause
) -> Iterator[Change]:
    was, now = _rows(old, former), _rows(new, latter)
    matched = _matched(was, now, former.id, latter.id)
    for key, rows in now.items():
        if key in matched:
            yield from DirectiveDiff(
                was[matched[key]], rows, OneCause(cause), new.path(key), in_time=False
            ).changes()
        else:
            yield one_sided_directive("directive-added", rows, cause, new)
    for key in [each for each in was if each not in matched.values()]:
        yield one_sided_directive("directive-removed", was[key], cause, old)


def _rows(side: Side, instrument: Instrument) -> Mapping[str, Sequence[Obligation]]:
    keys = (instrument.key(each.id) for each in instrument.directives)
    return {key: side.rows[key] for key in keys if key in side.rows}


def _matched(
    was: Mapping[str, Sequence[Obligation]],
    now: Mapping[str, Sequence[Obligation]],
    former: str,
    latter: str,
) -> dict[str, str]:
    """The old ID of each new directive that has one: as either names its counterpart, else by local name."""
    named = {key: rows[0].directive.counterpart or "" for key, rows in now.items()}
    named |= {
        other: key
        for key, rows in was.items()
        if (other := rows[0].directive.counterpart or "") in now
    }
    matched = {key: other for key, other in named.items() if other in was}
    free = was.keys() - matched.values()
    local = {key: f"{former}/{key.removeprefix(f'{latter}/')}" for key in now if key not in matched}
    return matched | {key: other for key, other in local.items() if other in free}


def _provisions(
    old: Side, new: Side, former: Instrument, latter: Instrument, cause: Cause
) -> Iterator[Change]:
    was, now = provisions(old, former.id), provisions(new, latter.id)
    for at in {**now, **was}:
        if at in was and at in now:
            yield from provision_changes(was[at], now[at], former, OneCause(cause), new, latter.id)
        elif isinstance(entry := now.get(at) or was[at], Dispute):
            side, owner = (new, latter) if at in now else (old, former)
            yield provision_change("disputed", entry, owner.id, cause, side)
        elif at in now:
            yield one_sided_provision(now[at], latter.id, cause, new)
        else:
            yield one_sided_provision(was[at], former.id, cause, old)
