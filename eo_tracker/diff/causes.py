"""Two sides in, the cause of each change out: the law, what we wrote of it, or only the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, Protocol, TypeVar

from eo_tracker.diff.changes import Cause, Value
from eo_tracker.diff.entries import differing, is_named_tuple, normalized
from eo_tracker.diff.sides import (
    Happening,
    Parted,
    Side,
    SideName,
    entry_of,
    owner_of,
    parted_effects,
    parted_events,
)
from eo_tracker.models import FULFIL, OWN_DATES, Effect, Event, Instrument, owner_id
from eo_tracker.resolve import KnownEffect, KnownEvent, Obligation, chain, changes_force

_H = TypeVar("_H", KnownEvent, KnownEffect)
_OWN_FIELDS = {"date": "dated", "publication": "published", "effective": "effective"}


class CauseFinder(Protocol):
    """Why something differs between two sides."""

    def of_existence(self, key: str, side: Side, /) -> Cause:
        """Why an entry is on `side` only."""

    def of_field(self, key: str, name: str, /) -> Cause:
        """Why a field other than the date differs."""

    def of_date(self, key: str, /) -> Cause:
        """Why a date differs."""

    def of_status(self, key: str, /) -> Cause:
        """Why a status differs."""


class OneCause:
    """The one cause of all changes between two instruments: the new one says something else."""

    def __init__(self, cause: Cause) -> None:
        self._cause = cause

    def of_existence(self, _key: str, _side: Side, /) -> Cause:
        """The one cause."""
        return self._cause

    def of_field(self, _key: str, _name: str, /) -> Cause:
        """The one cause."""
        return self._cause

    def of_date(self, _key: str, /) -> Cause:
        """The one cause."""
        return self._cause

    def of_status(self, _key: str, /) -> Cause:
        """The one cause."""
        return self._cause


class Causes:
    """The causes of all changes between two sides.

    `recorded` is the day on which the old side was made, if it has one.
    """

    def __init__(
        self,
        old: Side,
        new: Side,
        recorded: date | None = None,
    ) -> None:
        self.old, self.new = old, new
        self._recorded = recorded
        self._dates: dict[str, Cause] = {}

    @cached_property
    def events(self) -> dict[str, Parted[KnownEvent]]:
        """By the full ID of what they happened to; only where the sides differ."""
        return parted_events(self.old, self.new)

    @cached_property
    def effects(self) -> dict[str, Parted[KnownEffect]]:
        """By target; only where the sides differ."""
        return parted_effects(self.old, self.new)

    def side(self, name: SideName) -> Side:
        """The side with this name."""
        return self.new if name == "new" else self.old

    # of changes

    def of_existence(self, key: str, side: Side, /) -> Cause:
        """Why a directive, limitation, duration or dispute is on `side` only."""
        cause = next(self._of_existence(key), None)
        if cause:
            return cause
        owner = _owner(key)
        if not self._is_known_on_both(owner):
            return self.of_instrument(owner, side)
        is_on_both = self._other(side).entry(key) is not None
        if is_on_both and not self._is_one_day:
            # Both have it written, and a source of it was published in between.
            return self._time
        what = "entered" if side is self.new else "removed"
        return self._record(key, what, side)

    def of_instrument(self, name: str, side: Side) -> Cause:
        """Why an instrument is known on `side` only."""
        instrument = side.catalog.instruments[name]
        twin = self._other(side).instrument(name)
        has_other_date = twin is not None and twin.dated != instrument.dated
        if has_other_date and self._is_one_day:
            return self._instrument_written(name, "dated")
        return Cause(
            "law",
            "issued",
            name,
            name,
            day=instrument.dated,
            late=self._is_late(instrument.dated, side),
            path=("id",),
            side=side.name,
        )

    def of_field(self, key: str, name: str, /) -> Cause:
        """Why a field other than the date differs: an amendment, our record, or a new source."""
        cause = next(self._of_field(key, name), None)
        if cause:
            return cause
        return self._otherwise(key, name)

    def of_instrument_field(self, name: str, field: str) -> Cause:
        """Why an instrument's own field differs: an amendment, our record, or a new source."""
        amended = next(self._amended(name, (field,)), None)
        if amended:
            return amended
        if self._is_one_day or self._instrument_differs(name, (field,)):
            return self._instrument_written(name, field)
        return self._time

    def of_date(self, key: str, /) -> Cause:
        """Why a date differs: the first cause in the chain of rules that leads to it."""
        if key not in self._dates:
            # A circle of references comes back here, and must then find something.
            otherwise = self._otherwise(key, "deadline")
            self._dates[key] = otherwise
            candidates = self._of_date(key)
            self._dates[key] = next(candidates, otherwise)
        return self._dates[key]

    def _otherwise(self, key: str, name: str) -> Cause:
        """The cause of a difference in a field where nothing else explains it."""
        if self._is_one_day:
            return self._record(key, name, self.new)
        return self._time

    def of_status(self, key: str, /) -> Cause:
        """Why the status of a directive differs."""
        cause = next(self._of_status(key), None)
        return cause or self.of_date(key)

    def of_happening(self, known: Happening, side: Side) -> Cause:
        """Why an event or effect is on one side only: the law; our record, if both have it."""
        if self._is_one_day and self._has_twin(known, side):
            return self._of_happening(known, "record", side)
        return self._of_happening(known, "law", side)

    def of_rewriting(self, old: Happening, new: Happening) -> Cause:
        """Our record of one event or effect, written differently on both sides."""
        cause = self._of_happening(new, "record", self.new)
        before = entry_of(old)
        after = entry_of(new)
        fields = differing(before, after, type(after).model_fields)
        if fields:
            return cause._replace(
                old=_fields_text(before, fields),
                new=_fields_text(after, fields),
            )
        # What differs is the source, or the day on which its instrument took effect.
        owner = owner_of(new)
        for names in (("dated", "effective"), ("sources",)):
            written = self._instrument_differs(owner, names)
            if written:
                return self._instrument_written(owner, written[0])
        return cause

    # candidates, the most telling first

    def _of_existence(self, key: str) -> Iterator[Cause]:
        yield from self._happened(key)
        yield from self._behind(key)

    def _of_field(self, key: str, name: str) -> Iterator[Cause]:
        yield from self._amended(key, (name,))
        yield from self._entry_written(key, (name,))
        yield from self._behind(key)

    def _of_status(self, key: str) -> Iterator[Cause]:
        owner = _owner(key)
        yield from self._happened(key)
        yield from self._ended(owner)
        yield from self._behind(key)
        yield from self._entry_written(key, ("entered_in_error", "public"))
        for field in self._instrument_differs(owner, ("kind",)):
            yield self._instrument_written(owner, field)

    def _of_date(self, key: str) -> Iterator[Cause]:
        owner = _owner(key)
        yield from self._amended(key, ("deadline",))
        yield from self._entry_written(key, ("deadline", "alternatives"))
        yield from self._behind(key)
        yield from self._amended(owner, ("dated", "published", "effective"))
        fields = self._dates_used(key)
        for field in self._instrument_differs(owner, fields):
            yield self._instrument_written(owner, field)
        clocks = (*self.new.clocks(key), *self.old.clocks(key))
        for clock in dict.fromkeys(clocks):
            yield from self._of_clock(clock)
        yield from self._happened(key)

    def _of_clock(self, clock: str) -> Iterator[Cause]:
        """Why what a date counts from differs."""
        yield from self._happened(clock)
        yield from self._ended(_owner(clock))
        yield from self._behind(clock)
        old, new = self.old.state(clock), self.new.state(clock)
        if old != new:
            yield self.of_date(clock)

    def _amended(self, key: str, names: Iterable[str]) -> Iterator[Cause]:
        """Amendments of these fields that act on one side only, or are written differently."""
        fields = set(names)
        for cause, effect in self._effects(key):
            if fields & _fields_set(effect):
                yield cause

    def _happened(self, key: str) -> Iterator[Cause]:
        """Effects that meet or end an entry, and events on it, that differ between the sides."""
        for cause, effect in self._effects(key):
            if changes_force(effect) or effect.does in FULFIL:
                yield cause
        events = self.events.get(key)
        if events:
            for cause, _ in self._caused(events):
                yield cause

    def _ended(self, instrument: str) -> Iterator[Cause]:
        """Effects that end a whole instrument, and with it what it contains."""
        for cause, effect in self._effects(instrument):
            if changes_force(effect):
                yield cause

    def _behind(self, key: str) -> Iterator[Cause]:
        """What decides on one side only whether effects on an entry, or on its instrument, act.

        These are stays of the instruments that have the effects, and revocations of them.
        """
        names: dict[str, None] = {}
        for side in (self.old, self.new):
            effects = [
                *side.known.effects.get(key, ()),
                *side.known.effects.get(_owner(key), ()),
            ]
            effects += chain(effects, side.known.effects)
            names |= dict.fromkeys(effect.by.id for effect in effects)
        for name in names:
            yield from self._ended(name)

    def _effects(self, key: str) -> Iterator[tuple[Cause, KnownEffect]]:
        """Effects on an entry or instrument that differ between the sides, each as a cause."""
        parted = self.effects.get(key)
        if parted:
            yield from self._caused(parted)

    def _caused(self, parted: Parted[_H]) -> Iterator[tuple[Cause, _H]]:
        for name, known in parted.one_sided:
            yield self.of_happening(known, self.side(name)), known
        for old, new in parted.rewritten:
            yield self.of_rewriting(old, new), new

    # causes

    def _of_happening(
        self,
        known: Happening,
        kind: Literal["law", "record"],
        side: Side,
    ) -> Cause:
        instrument = side.catalog.instruments[owner_of(known)]
        if isinstance(known, KnownEvent):
            cause = _of_event(known, instrument)
        else:
            cause = _of_effect(known, instrument)
        is_late = kind == "law" and self._is_late(cause.day, side)
        return cause._replace(
            kind=kind,
            late=is_late,
            side=side.name,
        )

    def _record(
        self,
        key: str,
        what: str,
        side: Side,
    ) -> Cause:
        """Our record of an entry."""
        return Cause(
            "record",
            what,
            _owner(key),
            key,
            getattr(side.entry(key), "cite", None),
            path=side.path(key),
            side=side.name,
        )

    def _entry_written(self, key: str, names: Iterable[str]) -> Iterator[Cause]:
        """Our record of an entry, where one of these fields is written differently."""
        old = self.old.entry(key)
        new = self.new.entry(key)
        if old is None or new is None:
            return
        for name in differing(old, new, names):
            cause = self._record(key, name, self.new)
            path = self.new.path(key)
            yield cause._replace(
                old=field_text(getattr(old, name, None)),
                new=field_text(getattr(new, name, None)),
                path=(*path, name),
            )

    def _instrument_written(self, name: str, field: str) -> Cause:
        """Our record of an instrument's own field."""
        return Cause(
            "record",
            field,
            name,
            name,
            old=_instrument_value(self.old, name, field),
            new=_instrument_value(self.new, name, field),
            path=(field,),
        )

    @property
    def _time(self) -> Cause:
        return Cause(
            "time",
            "the day",
            old=self.old.as_of,
            new=self.new.as_of,
        )

    # small questions

    @property
    def _is_one_day(self) -> bool:
        return self.old.as_of == self.new.as_of

    def _other(self, side: Side) -> Side:
        if side is self.new:
            return self.old
        return self.new

    def _is_known_on_both(self, instrument: str) -> bool:
        is_in_old = instrument in self.old.known.instruments
        return is_in_old and instrument in self.new.known.instruments

    def _is_late(self, day: date | None, side: Side) -> bool:
        """Whether what became known on the day was public before the old side was made."""
        if self._recorded is None or day is None:
            return False
        return side is self.new and day < self._recorded

    def _has_twin(self, known: Happening, side: Side) -> bool:
        """Whether the other side has the same one written, but does not know it on its day."""
        other = self._other(side)
        owner = other.instrument(owner_of(known))
        if owner is None:
            return False
        is_known = owner.id in other.known.instruments
        if not (is_known or owner.is_record):
            return False
        written = _written_twins(known, owner)
        return written > _known_twins(known, owner, other)

    def _dates_used(self, key: str) -> set[str]:
        """The fields of its instrument that a directive's dates depend on."""
        fields = {"counting"}
        for side in (self.old, self.new):
            for row in side.rows.get(key, ())[:1]:
                fields |= _own_dates(row)
        return fields

    def _instrument_differs(self, name: str, fields: Iterable[str]) -> tuple[str, ...]:
        old = self.old.instrument(name)
        new = self.new.instrument(name)
        if old is None or new is None:
            return ()
        return differing(old, new, sorted(fields))


def _owner(key: str) -> str:
    """The instrument that an entry belongs to."""
    return owner_id(key)


# events and effects


def _of_event(known: KnownEvent, instrument: Instrument) -> Cause:
    return Cause(
        "law",
        str(known.event.what),
        instrument.id,
        known.key,
        day=known.known,
        source=known.source,
        path=("events", instrument.events.index(known.event)),
    )


def _of_effect(known: KnownEffect, instrument: Instrument) -> Cause:
    return Cause(
        "law",
        str(known.does),
        instrument.id,
        known.on,
        known.effect.cite,
        day=max(known.known, known.since),
        source=known.source,
        path=("effects", instrument.effects.index(known.effect)),
    )


def _fields_set(known: KnownEffect) -> set[str]:
    """The fields that an amendment sets."""
    amendment = known.set
    return amendment.model_fields_set if amendment else set()


class _Identity(NamedTuple):
    """What an event or effect is, whatever else is written of it."""

    target: str
    what: str
    occurrence: date | None


def _identity(entry: Event | Effect, owner: Instrument) -> _Identity:
    if isinstance(entry, Event):
        target = owner.key(entry.of)
        return _Identity(target, entry.what, entry.occurrence)
    return _Identity(entry.on, entry.does, entry.occurrence)


def _written_twins(known: Happening, owner: Instrument) -> int:
    """How many events or effects in an instrument's file are the same as one."""
    entries = owner.events if isinstance(known, KnownEvent) else owner.effects
    identities = [_identity(entry, owner) for entry in entries]
    return identities.count(_identity(entry_of(known), owner))


def _known_twins(
    known: Happening,
    owner: Instrument,
    side: Side,
) -> int:
    """How many of them are known on a side."""
    happenings: Sequence[Happening]
    if isinstance(known, KnownEvent):
        happenings = side.known.events.get(known.key, ())
    else:
        happenings = side.known.effects.get(known.on, ())
    entries = [entry_of(other) for other in happenings if owner_of(other) == owner.id]
    identities = [_identity(entry, owner) for entry in entries]
    return identities.count(_identity(entry_of(known), owner))


# fields


def _own_dates(row: Obligation) -> set[str]:
    """The fields of its instrument that the rules of a directive count from."""
    rules = [row.directive.deadline]
    rules += [alternative.deadline for alternative in row.directive.alternatives]
    fields: set[str] = set()
    for rule in filter(None, rules):
        names = filter(rule.rests_on, OWN_DATES)
        fields.update(_OWN_FIELDS[name] for name in names)
    return fields


def _instrument_value(
    side: Side,
    name: str,
    field: str,
) -> Value:
    if field == "sources":
        return None
    value = getattr(side.catalog.instruments[name], field)
    return field_value(value)


def _fields_text(entry: object, fields: Iterable[str]) -> str:
    """`on 2026-07-14, note None`: some fields of an entry with their values."""
    parts = []
    for name in fields:
        text = field_text(getattr(entry, name))
        parts.append(f"{name} {text}")
    return ", ".join(parts)


def field_value(value: object) -> Value:
    """A field's value as a date or text."""
    if isinstance(value, date):
        return value
    return field_text(value)


def field_text(value: object) -> str | None:
    """A field's value as text, lists with commas; None when there is none."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple) and not is_named_tuple(value):
        parts = [str(field_text(part)) for part in value]
        return ", ".join(parts)
    if isinstance(value, str):
        return normalized(value)
    return str(value)
