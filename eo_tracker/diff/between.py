"""One instrument against another: a draft and the signed order, an old order and its successor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from eo_tracker.diff.causes import OneCause
from eo_tracker.diff.changes import Cause, Change, Diff
from eo_tracker.diff.compare import change_order, one_sided_directive
from eo_tracker.diff.directives import DirectiveDiff
from eo_tracker.diff.provisions import (
    ProvisionDiff,
    one_sided_provision,
    provision_change,
    provisions,
)
from eo_tracker.diff.sides import Side
from eo_tracker.models import Dispute, Instrument
from eo_tracker.resolve import Obligation, Resolution

_ADDED = {"directive-added", "limitation-added", "duration-added"}
_REMOVED = {"directive-removed", "limitation-removed", "duration-removed"}
Rows = Mapping[str, Sequence[Obligation]]


def diff_instruments(
    old: Resolution,
    former: str,
    new: Resolution,
    latter: str,
) -> Diff:
    """Every change from the instrument `former`, known on `old`, to `latter`, known on `new`.

    Directives match by an explicit `counterpart` or by local name. What a side that is recorded
    only in part does not have is not reported of it, which is not the same as absent.
    """
    before = _Text(Side("old", old), old.known.instruments[former])
    after = _Text(Side("new", new), new.known.instruments[latter])
    cause = Cause(
        "law",
        "issued",
        latter,
        latter,
        day=after.instrument.dated,
        path=("id",),
    )
    changes: list[Change] = []
    unreported: list[str] = []
    for change in (*_directives(before, after, cause), *_provisions(before, after, cause)):
        if _is_unreported(change, before, after):
            unreported.append(change.id)
        else:
            changes.append(change)
    return Diff(old, new, tuple(sorted(changes, key=change_order)), not_reported=tuple(unreported))


class _Text(NamedTuple):
    """One of the two instruments, on its side."""

    side: Side
    instrument: Instrument

    @property
    def rows(self) -> Rows:
        """The obligations of its directives, by full ID."""
        rows = {}
        for directive in self.instrument.directives:
            key = self.instrument.key(directive.id)
            if key in self.side.rows:
                rows[key] = self.side.rows[key]
        return rows

    @property
    def is_complete(self) -> bool:
        """Whether all of it is recorded."""
        return self.instrument.coverage == "complete"


def _is_unreported(change: Change, before: _Text, after: _Text) -> bool:
    """Whether an entry is missing from a side that may only lack a record of it."""
    if change.kind.code in _ADDED:
        return not before.is_complete
    if change.kind.code in _REMOVED:
        return not after.is_complete
    return False


def _directives(before: _Text, after: _Text, cause: Cause) -> Iterator[Change]:
    old, new = before.rows, after.rows
    counterparts = _matched(old, new, before.instrument.id, after.instrument.id)
    for key, rows in new.items():
        if key not in counterparts:
            yield one_sided_directive("directive-added", rows, cause, after.side)
            continue
        was = old[counterparts[key]]
        path = after.side.path(key)
        yield from DirectiveDiff(
            was, rows, OneCause(cause), path, is_one_instrument=False
        ).changes()
    removed = [key for key in old if key not in counterparts.values()]
    for key in removed:
        yield one_sided_directive("directive-removed", old[key], cause, before.side)


def _matched(
    old: Rows,
    new: Rows,
    former: str,
    latter: str,
) -> dict[str, str]:
    """The old ID of each new directive that has one: an explicit counterpart, or the local name."""
    counterparts = _named_counterparts(old, new)
    matched = {key: other for key, other in counterparts.items() if other in old}
    free = old.keys() - matched.values()
    for key in new:
        same_name = f"{former}/{key.removeprefix(f'{latter}/')}"
        if key not in matched and same_name in free:
            matched[key] = same_name
    return matched


def _named_counterparts(old: Rows, new: Rows) -> dict[str, str]:
    """The counterpart of each new directive, as it says itself or as the old one says."""
    counterparts = {key: _counterpart(rows) for key, rows in new.items()}
    for key, rows in old.items():
        other = _counterpart(rows)
        if other in new:
            counterparts[other] = key
    return counterparts


def _counterpart(rows: Sequence[Obligation]) -> str:
    return rows[0].directive.counterpart or ""


def _provisions(before: _Text, after: _Text, cause: Cause) -> Iterator[Change]:
    old = provisions(before.side, before.instrument.id)
    new = provisions(after.side, after.instrument.id)
    for key in {**new, **old}:
        if key in old and key in new:
            pair = ProvisionDiff(
                old[key],
                new[key],
                before.instrument,
                after.instrument.id,
                is_one_instrument=False,
            )
            yield from pair.changes(OneCause(cause), after.side)
            continue
        text = after if key in new else before
        entry = new[key] if key in new else old[key]
        owner = text.instrument.id
        if isinstance(entry, Dispute):
            yield provision_change(
                "disputed",
                entry,
                owner,
                cause,
                text.side,
            )
        else:
            yield one_sided_provision(entry, owner, cause, text.side)
