"""Why an entry changed: what stands on one side only, what is written differently, or that only the day moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Literal

from eo_tracker.diff.changes import Cause, ChangePath, Value
from eo_tracker.diff.entries import differing, normalized
from eo_tracker.diff.sides import Happening, Parted, Side, parted_effects, parted_events
from eo_tracker.models import FULFIL, OWN_DATES
from eo_tracker.resolve import KnownEffect, KnownEvent, chain, changes_force

_OWN_FIELDS = {"date": "dated", "publication": "published", "effective": "effective"}


class Causes:
    """The causes of all changes between two sides. `recorded` is the day on which the old side was made, if it has one."""

    def __init__(self, old: Side, new: Side, recorded: date | None = None) -> None:
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

    # of changes

    def of_existence(self, key: str, side: Side) -> Cause:
        """Why a directive, limitation, duration or dispute stands on `side` only."""
        owner = key.partition("/")[0]
        if cause := next(iter((*self._happened(key), *self._behind(key))), None):
            return cause
        if owner in self.old.known.instruments and owner in self.new.known.instruments:
            if self._other(side).entry(key) and not self._one_day:
                return (
                    self._time
                )  # both have it written, and a source of it was published in between
            return self._record(key, "entered" if side is self.new else "removed", side)
        return self.of_instrument(owner, side)

    def of_instrument(self, name: str, side: Side) -> Cause:
        """Why an instrument is known on `side` only."""
        instrument, twin = (
            side.catalog.instruments[name],
            self._other(side).catalog.instruments.get(name),
        )
        if twin and twin.dated != instrument.dated and self._one_day:
            return self._instrument_written(name, "dated")
        late = self._is_late(instrument.dated, side)
        return Cause(
            "law",
            "issued",
            name,
            name,
            day=instrument.dated,
            late=late,
            path=("id",),
            side=side.name,
        )

    def of_field(self, key: str, name: str) -> Cause:
        """Why a field other than the date differs: an amendment, our record of it, or what became known of it."""
        otherwise = self._record(key, name, self.new) if self._one_day else self._time
        return next(
            iter(
                (
                    *self._amended(key, (name,)),
                    *self._entry_written(key, (name,)),
                    *self._behind(key),
                    otherwise,
                )
            )
        )

    def of_instrument_field(self, name: str, field: str) -> Cause:
        """Why a field of an instrument itself differs: an amendment, our record of it, or what became known of it."""
        written = self._one_day or self._instrument_differs(name, (field,))
        return next(
            self._amended(name, (field,)),
            self._instrument_written(name, field) if written else self._time,
        )

    def of_date(self, key: str) -> Cause:
        """Why a date differs: the first cause in the chain of rules that leads to it."""
        if key not in self._dates:
            # What stands here first is what a circle of references finds.
            self._dates[key] = (
                self._time if not self._one_day else self._record(key, "deadline", self.new)
            )
            self._dates[key] = next(self._of_date(key), self._dates[key])
        return self._dates[key]

    def of_status(self, key: str) -> Cause:
        """Why a directive stands differently."""
        owner = key.partition("/")[0]
        causes = [
            *self._happened(key),
            *self._ended(owner),
            *self._behind(key),
            *self._entry_written(key, ("entered_in_error", "public")),
        ]
        causes += [
            self._instrument_written(owner, name)
            for name in self._instrument_differs(owner, ("kind",))
        ]
        return causes[0] if causes else self.of_date(key)

    def of_happening(self, known: Happening, side: Side) -> Cause:
        """The law, where an event or effect stands on one side only; our record of it, where both sides have it written."""
        return self._told(
            known, "record" if self._one_day and self._has_twin(known, side) else "law", side
        )

    def of_rewriting(self, old: Happening, new: Happening) -> Cause:
        """Our record of one event or effect, written differently on both sides."""
        cause, owner = self._told(new, "record", self.new), _owner(new)
        was, now = (
            each.event if isinstance(each, KnownEvent) else each.effect for each in (old, new)
        )
        fields = differing(was, now, type(now).model_fields)
        if not fields:  # what differs is the source, or the day on which its instrument took effect
            written = [
                *self._instrument_differs(owner, ("dated", "effective")),
                *self._instrument_differs(owner, ("sources",)),
            ]
            return self._instrument_written(owner, written[0]) if written else cause
        was_told, now_told = (
            ", ".join(f"{name} {field_text(getattr(each, name))}" for name in fields) or None
            for each in (was, now)
        )
        return cause._replace(old=was_told, new=now_told)

    # candidates, the most telling first

    def _of_date(self, key: str) -> Iterator[Cause]:
        owner = key.partition("/")[0]
        yield from self._amended(key, ("deadline",))
        yield from self._entry_written(key, ("deadline", "alternatives"))
        yield from self._behind(key)
        yield from self._amended(owner, ("dated", "published", "effective"))
        yield from (
            self._instrument_written(owner, name)
            for name in self._instrument_differs(owner, self._dates_used(key))
        )
        for clock in dict.fromkeys((*self.new.clocks(key), *self.old.clocks(key))):
            yield from self._happened(clock)
            yield from self._ended(clock.partition("/")[0])
            yield from self._behind(clock)
            if self.old.state(clock) != self.new.state(clock):
                yield self.of_date(clock)
        yield from self._happened(key)

    def _amended(self, key: str, names: Iterable[str]) -> Iterator[Cause]:
        """Amendments of these fields that are in force on one side only, or are written differently."""
        wanted = set(names)
        for cause, known in self._caused(self.effects.get(key)):
            if (
                isinstance(known, KnownEffect)
                and known.effect.set
                and wanted & known.effect.set.model_fields_set
            ):
                yield cause

    def _happened(self, key: str) -> Iterator[Cause]:
        """Effects that meet or end an entry, and events on it, that differ between the sides."""
        for cause, known in self._caused(self.effects.get(key)):
            if isinstance(known, KnownEffect) and (
                changes_force(known) or known.effect.does in FULFIL
            ):
                yield cause
        yield from (cause for cause, _ in self._caused(self.events.get(key)))

    def _ended(self, instrument: str) -> Iterator[Cause]:
        """Effects that end a whole instrument, and with it what stands in it."""
        for cause, known in self._caused(self.effects.get(instrument)):
            if isinstance(known, KnownEffect) and changes_force(known):
                yield cause

    def _behind(self, key: str) -> Iterator[Cause]:
        """What decides on one side only whether effects on an entry, or on its instrument, act: stays of them, revocations of them."""
        names: dict[str, None] = {}
        for side in (self.old, self.new):
            effects = [
                each
                for name in (key, key.partition("/")[0])
                for each in side.known.effects.get(name, ())
            ]
            acting = (*effects, *chain(effects, side.known.effects))
            names |= dict.fromkeys(each.by.id for each in acting)
        for name in names:
            yield from self._ended(name)

    def _caused(
        self, parted: Parted[KnownEvent] | Parted[KnownEffect] | None
    ) -> Iterator[tuple[Cause, Happening]]:
        if parted is None:
            return
        for name, each in parted.one_sided:
            yield self.of_happening(each, self.new if name == "new" else self.old), each
        for old, new in parted.rewritten:
            yield self.of_rewriting(old, new), new

    # causes

    def _told(self, known: Happening, kind: Literal["law", "record"], side: Side) -> Cause:
        instrument = side.catalog.instruments[_owner(known)]
        if isinstance(known, KnownEvent):
            what, target, cite, day = str(known.event.what), known.key, None, known.known
            path: ChangePath = ("events", instrument.events.index(known.event))
        else:
            what, target, cite, day = (
                str(known.effect.does),
                known.effect.on,
                known.effect.cite,
                max(known.known, known.since),
            )
            path = ("effects", instrument.effects.index(known.effect))
        late = kind == "law" and self._is_late(day, side)
        return Cause(
            kind,
            what,
            instrument.id,
            target,
            cite,
            day,
            late,
            known.source,
            path=path,
            side=side.name,
        )

    def _record(self, key: str, what: str, side: Side) -> Cause:
        """Our record of an entry."""
        entry = side.entry(key)
        return Cause(
            "record",
            what,
            key.partition("/")[0],
            key,
            getattr(entry, "cite", None),
            path=side.path(key),
            side=side.name,
        )

    def _entry_written(self, key: str, names: Iterable[str]) -> Iterator[Cause]:
        old, new = self.old.entry(key), self.new.entry(key)
        if old and new:
            for name in differing(old, new, names):
                was, now = (
                    field_text(getattr(old, name, None)),
                    field_text(getattr(new, name, None)),
                )
                yield self._record(key, name, self.new)._replace(
                    old=was, new=now, path=(*self.new.path(key), name)
                )

    def _instrument_written(self, name: str, field: str) -> Cause:
        """Our record of an instrument's own field."""
        old, new = (
            None if field == "sources" else getattr(side.catalog.instruments[name], field)
            for side in (self.old, self.new)
        )
        return Cause(
            "record", field, name, name, old=field_value(old), new=field_value(new), path=(field,)
        )

    @property
    def _time(self) -> Cause:
        return Cause("time", "the day", old=self.old.as_of, new=self.new.as_of)

    # small questions

    @property
    def _one_day(self) -> bool:
        return self.old.as_of == self.new.as_of

    def _other(self, side: Side) -> Side:
        return self.old if side is self.new else self.new

    def _is_late(self, day: date, side: Side) -> bool:
        return side is self.new and self._recorded is not None and day < self._recorded

    def _has_twin(self, known: Happening, side: Side) -> bool:
        """Whether the other side has the same event or effect written, though it does not know it on its day."""
        other = self._other(side)
        owner = other.catalog.instruments.get(_owner(known))
        if owner is None or not (owner.is_record or owner.id in other.known.instruments):
            return False
        if isinstance(known, KnownEvent):
            mine = (known.event.what, known.event.occurrence)
            written = [
                each
                for each in owner.events
                if owner.key(each.of) == known.key and (each.what, each.occurrence) == mine
            ]
            there = [
                each
                for each in other.known.events.get(known.key, ())
                if (each.event.what, each.event.occurrence) == mine
            ]
            return len(written) > sum(each.instrument == owner.id for each in there)
        done = (known.effect.does, known.effect.occurrence)
        effects = [
            each
            for each in owner.effects
            if each.on == known.effect.on and (each.does, each.occurrence) == done
        ]
        acting = [
            each for each in other.known.effects.get(known.effect.on, ()) if each.by.id == owner.id
        ]
        return len(effects) > sum(
            (each.effect.does, each.effect.occurrence) == done for each in acting
        )

    def _dates_used(self, key: str) -> set[str]:
        """The fields of its instrument that a directive's dates depend on."""
        fields = {"counting"}
        for side in (self.old, self.new):
            for row in side.rows.get(key, ())[:1]:
                rules = (
                    row.directive.deadline,
                    *(other.deadline for other in row.directive.alternatives),
                )
                fields |= {
                    _OWN_FIELDS[name]
                    for rule in rules
                    if rule
                    for name in OWN_DATES
                    if rule.rests_on(name)
                }
        return fields

    def _instrument_differs(self, name: str, fields: Iterable[str]) -> tuple[str, ...]:
        old, new = self.old.catalog.instruments.get(name), self.new.catalog.instruments.get(name)
        return differing(old, new, sorted(fields)) if old and new else ()


def _owner(known: Happening) -> str:
    """The instrument whose file tells it."""
    return known.instrument if isinstance(known, KnownEvent) else known.by.id


def field_value(given: object) -> Value:
    """A field's value as a date or text."""
    return given if isinstance(given, date) else field_text(given)


def field_text(given: object) -> str | None:
    """A field's value as text, lists with commas; None when there is none."""
    if given is None or given == ():
        return None
    if isinstance(given, tuple) and not hasattr(given, "_fields"):
        return ", ".join(str(field_text(each)) for each in given)
    return normalized(given) if isinstance(given, str) else str(given)


class OneCause:
    """The one cause of all changes between two different instruments: the new one says otherwise than the old one."""

    def __init__(self, cause: Cause) -> None:
        self._cause = cause

    def of_existence(self, key: str, side: Side) -> Cause:  # noqa: ARG002
        """The one cause."""
        return self._cause

    def of_field(self, key: str, name: str) -> Cause:  # noqa: ARG002
        """The one cause."""
        return self._cause

    def of_date(self, key: str) -> Cause:  # noqa: ARG002
        """The one cause."""
        return self._cause

    of_status = of_date
