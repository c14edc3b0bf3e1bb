"""What a diff finds: changes, and the causes that they follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from eo_tracker.diff.kinds import ChangeKind, ChangeLevel
from eo_tracker.diff.sides import ChangePath, SideName
from eo_tracker.models import Dispute, Source, owner_id
from eo_tracker.resolve import Obligation, Resolution

CauseKind = Literal["law", "record", "time"]
Value = date | str | tuple[str, ...] | None


class Cause(NamedTuple):
    """Why something changed: the law, our record of it, or only the day.

    It is the law where an instrument, or its effect or event, is on one side only. `what` is
    `issued`, an effect's or event's kind, the name of the field that is written differently, or
    `the day`. `target` is what the effect, event or field belongs to; `day` is since when it was
    known; `late` says that it was public before the old side was made. `path` is where it is in
    the file of `instrument`, on the side `side`.
    """

    kind: CauseKind
    what: str
    instrument: str | None = None
    target: str | None = None
    cite: str | None = None
    day: date | None = None
    late: bool = False
    source: Source | None = None
    old: Value = None
    new: Value = None
    path: ChangePath = ()
    side: SideName = "new"

    @property
    def key(self) -> tuple[str, ...]:
        """What tells one cause from another; the same on every run and from either side."""
        parts = (self.kind, self.what, self.instrument, self.target, self.cite)
        return tuple(part or "" for part in parts)

    @property
    def id(self) -> str:
        """Ten hex digits for it."""
        return _digits(self.key)


@dataclass(frozen=True)
class Change:
    """One change of one entry, with the values of both sides.

    `id` is a full ID, an instrument or a party; `counterpart` is the ID on the old side where it
    differs. `affected` are the parties that must act on either side. `was` and `now` are the
    obligations that the change is about, `path` is where the entry is in its file, `apart`
    distinguishes several events or effects of one entry.
    """

    kind: ChangeKind
    id: str
    cause: Cause
    title: str = ""
    cite: str | None = None
    counterpart: str | None = None
    occurrence: date | None = None
    fields: tuple[str, ...] = ()
    old: Value = None
    new: Value = None
    affected: tuple[str, ...] = ()
    was: Obligation | None = field(default=None, compare=False)
    now: Obligation | None = field(default=None, compare=False)
    sources: tuple[Source | None, Source | None] = field(default=(None, None), compare=False)
    dispute: Dispute | None = field(default=None, compare=False)
    path: ChangePath = ()
    binds: bool = False
    apart: str = ""

    @property
    def level(self) -> ChangeLevel:
        """The kind's level; what binds nobody on the new side is never more than notable."""
        if self.kind.level is ChangeLevel.BREAKING and not self.binds:
            return ChangeLevel.NOTABLE
        return self.kind.level

    @property
    def instrument(self) -> str:
        """The instrument of the entry; the party itself for a change of the registry."""
        return owner_id(self.id)

    @property
    def days(self) -> int | None:
        """How many days a date moved; positive when later."""
        if isinstance(self.old, date) and isinstance(self.new, date):
            return (self.new - self.old).days
        return None

    @property
    def cause_cite(self) -> str | None:
        """The pinpoint of the cause: of a new instrument, that of the entry itself."""
        if self.cause.cite or self.cause.instrument != self.instrument:
            return self.cause.cite
        return self.cite

    @cached_property
    def fingerprint(self) -> str:
        """Ten hex digits for what changed, from what to what; the same whatever the day."""
        parts = (
            self.kind.code,
            self.id,
            self.counterpart,
            self.occurrence,
            self.fields,
            self.old,
            self.new,
            self.apart,
        )
        return _digits(map(str, parts))


def _digits(parts: Iterable[str]) -> str:
    return hashlib.sha256(repr(tuple(parts)).encode()).hexdigest()[:10]


def is_binding(obligation: Obligation | None) -> bool:
    """Whether somebody still has to act on it."""
    if obligation is None or obligation.directive.force != "mandatory":
        return False
    return obligation.is_binding


class Later(NamedTuple):
    """Something on the new side that is not known, or not in force, on its day yet."""

    day: date
    instrument: str
    what: str


class Diff(NamedTuple):
    """All changes from `old` to `new`.

    `not_reported` are the entries that a side recorded only in part does not have; `later` is
    what comes into force only after the day.
    """

    old: Resolution
    new: Resolution
    changes: tuple[Change, ...]
    not_reported: tuple[str, ...] = ()
    later: tuple[Later, ...] = ()
