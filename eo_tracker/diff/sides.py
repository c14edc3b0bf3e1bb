"""One side of a diff with its entries at hand, and what is known on one side only."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from eo_tracker.diff.entries import normalized
from eo_tracker.models import (
    Directive,
    Dispute,
    Duration,
    Effect,
    Event,
    Instrument,
    Limitation,
    Trigger,
    owner_id,
)
from eo_tracker.resolve import KnownEffect, KnownEvent, Obligation, Resolution, references

SideName = Literal["old", "new"]
ChangePath = tuple[str | int, ...]
Provision = Limitation | Duration | Trigger | Dispute
Happening = KnownEvent | KnownEffect
WrittenEntry = Directive | Provision
_V = TypeVar("_V")
_H = TypeVar("_H", KnownEvent, KnownEffect)
_FAMILIES = ("directives", "limitations", "durations", "triggers", "disputes")


class Side:
    """A resolution, with its obligations and the places of its entries by full ID."""

    def __init__(self, name: SideName, resolution: Resolution) -> None:
        self.name = name
        self.resolution = resolution
        self.catalog = resolution.catalog
        self.known = resolution.known
        self.as_of: date = resolution.as_of
        self._paths: dict[str, dict[str, ChangePath]] = {}

    @cached_property
    def rows(self) -> Mapping[str, Sequence[Obligation]]:
        """The obligations of each directive: one, or the shown occurrences of a recurring one."""
        rows: dict[str, list[Obligation]] = defaultdict(list)
        for obligation in self.resolution.obligations:
            rows[obligation.id].append(obligation)
        return dict(rows)

    def clocks(self, key: str) -> list[str]:
        """What the dates of a directive count from, or end with."""
        rows = self.rows.get(key)
        if not rows:
            return []
        return references(rows[0].instrument, rows[0].directive)

    def state(self, key: str) -> list[tuple[object, ...]]:
        """The status of a directive, and its dates."""
        rows = self.rows.get(key, ())
        return [(row.due, row.projected, row.status) for row in rows]

    def instrument(self, key: str) -> Instrument | None:
        """The instrument that has the entry, as it is written; or the one with that ID."""
        owner = owner_id(key)
        return self.catalog.instruments.get(owner)

    def entry(self, key: str) -> WrittenEntry | None:
        """The entry as it is written."""
        instrument = self.instrument(key)
        family, *position = self.path(key)
        if instrument is None or not position:
            return None
        entries: Sequence[WrittenEntry] = getattr(instrument, str(family))
        return entries[int(position[0])]

    def path(self, key: str) -> ChangePath:
        """Where the entry is in its instrument's file."""
        owner, _, local = key.partition("/")
        if owner not in self._paths:
            self._paths[owner] = _places(self.instrument(owner))
        paths = self._paths[owner]
        return paths.get(local, ("id",))

    def pair(self, value: _V) -> tuple[_V | None, _V | None]:
        """A value that only this side has, as the values of the old and of the new side."""
        if self.name == "new":
            return None, value
        return value, None


def _places(instrument: Instrument | None) -> dict[str, ChangePath]:
    places: dict[str, ChangePath] = {}
    if instrument is None:
        return places
    for family in _FAMILIES:
        entries = getattr(instrument, family)
        for index, entry in enumerate(entries):
            places[entry.id] = (family, index)
    return places


# happenings


def entry_of(known: Happening) -> Event | Effect:
    """The event or effect as it is written."""
    if isinstance(known, KnownEvent):
        return known.event
    return known.effect


def target_of(known: Happening) -> str:
    """The full ID of what it happened to, or acts on."""
    if isinstance(known, KnownEvent):
        return known.key
    return known.on


def owner_of(known: Happening) -> str:
    """The instrument whose file has it."""
    if isinstance(known, KnownEvent):
        return known.instrument
    return known.by.id


class Parted(NamedTuple, Generic[_H]):
    """What is known of an entry on one side only, and pairs that are one happening rewritten."""

    old: Sequence[_H] = ()
    new: Sequence[_H] = ()
    rewritten: Sequence[tuple[_H, _H]] = ()

    @property
    def one_sided(self) -> list[OneSided[_H]]:
        """The newest first, whichever side it is on."""
        both = [OneSided[_H]("new", known) for known in self.new]
        both += [OneSided[_H]("old", known) for known in self.old]
        return sorted(both, key=_age, reverse=True)


class OneSided(NamedTuple, Generic[_H]):
    """What is known on one side only."""

    side: SideName
    known: _H


def _age(one: OneSided[_H]) -> tuple[date, str]:
    text = normalized(entry_of(one.known))
    return one.known.known, text


class _Likeness(NamedTuple, Generic[_H]):
    """Two keys of a happening: `exact` is all that is written of it, `loose` identifies it."""

    exact: Callable[[_H], Hashable]
    loose: Callable[[_H], Hashable]


def _exact_event(known: KnownEvent) -> Hashable:
    return (
        known.instrument,
        normalized(known.event),
        normalized(known.source),
        known.known,
    )


def _loose_event(known: KnownEvent) -> Hashable:
    return (
        known.instrument,
        known.event.what,
        known.event.occurrence,
    )


def _exact_effect(known: KnownEffect) -> Hashable:
    return (
        known.by.id,
        normalized(known.effect),
        normalized(known.source),
        known.since,
        known.known,
    )


def _loose_effect(known: KnownEffect) -> Hashable:
    return (
        known.by.id,
        known.does,
        known.effect.occurrence,
    )


def parted_events(old: Side, new: Side) -> dict[str, Parted[KnownEvent]]:
    """Events by the full ID of what they happened to, where the sides differ."""
    likeness = _Likeness(_exact_event, _loose_event)
    return _parted(old.known.events, new.known.events, likeness)


def parted_effects(old: Side, new: Side) -> dict[str, Parted[KnownEffect]]:
    """Effects by their target, where the sides differ."""
    likeness = _Likeness(_exact_effect, _loose_effect)
    return _parted(old.known.effects, new.known.effects, likeness)


def _parted(
    old: Mapping[str, Sequence[_H]],
    new: Mapping[str, Sequence[_H]],
    likeness: _Likeness[_H],
) -> dict[str, Parted[_H]]:
    differences: dict[str, Parted[_H]] = {}
    for key in {**old, **new}:
        before = old.get(key, ())
        after = new.get(key, ())
        parted = _part(before, after, likeness)
        if any(parted):
            differences[key] = parted
    return differences


def _part(
    old: Sequence[_H],
    new: Sequence[_H],
    likeness: _Likeness[_H],
) -> Parted[_H]:
    equal = _matched(old, new, likeness.exact)
    alike = _matched(
        equal.only_old,
        equal.only_new,
        likeness.loose,
    )
    return Parted(
        alike.only_old,
        alike.only_new,
        rewritten=alike.pairs,
    )


class _Match(NamedTuple, Generic[_H]):
    """Pairs with the same key, in order; then what is left on each side."""

    pairs: list[tuple[_H, _H]]
    only_old: list[_H]
    only_new: list[_H]


def _matched(
    old: Sequence[_H],
    new: Sequence[_H],
    key: Callable[[_H], Hashable],
) -> _Match[_H]:
    waiting: dict[Hashable, list[_H]] = defaultdict(list)
    for before in old:
        waiting[key(before)].append(before)
    pairs, only_new = [], []
    for after in new:
        candidates = waiting[key(after)]
        if candidates:
            before = candidates.pop(0)
            pairs.append((before, after))
        else:
            only_new.append(after)
    only_old = list(itertools.chain.from_iterable(waiting.values()))
    return _Match(pairs, only_old, only_new)
