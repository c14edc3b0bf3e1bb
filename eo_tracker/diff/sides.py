"""One side of a diff with its entries at hand, and what is known on one side only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from eo_tracker.diff.entries import normalized
from eo_tracker.models import Directive, Dispute, Duration, Instrument, Limitation, Trigger
from eo_tracker.resolve import KnownEffect, KnownEvent, Obligation, Resolution, references

SideName = Literal["old", "new"]
ChangePath = tuple[str | int, ...]
Happening = KnownEvent | KnownEffect
_T = TypeVar("_T", KnownEvent, KnownEffect)
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
        for each in self.resolution.obligations:
            rows[each.id].append(each)
        return dict(rows)

    def clocks(self, key: str) -> list[str]:
        """What the dates of a directive count from, or end with."""
        row = next(iter(self.rows.get(key, ())), None)
        return references(row.instrument, row.directive) if row else []

    def state(self, key: str) -> list[tuple[object, ...]]:
        """Where a directive and its dates stand."""
        return [(each.due, each.projected, each.status) for each in self.rows.get(key, ())]

    def entry(self, key: str) -> Directive | Limitation | Duration | Trigger | Dispute | None:
        """The entry as it is written."""
        instrument, (family, *at) = (
            self.catalog.instruments.get(key.partition("/")[0]),
            self.path(key),
        )
        return getattr(instrument, str(family))[at[0]] if instrument and at else None

    def path(self, key: str) -> ChangePath:
        """Where the entry stands in its instrument's file."""
        owner, _, local = key.partition("/")
        if owner not in self._paths:
            self._paths[owner] = _places(self.catalog.instruments.get(owner))
        return self._paths[owner].get(local, ("id",))


def _places(instrument: Instrument | None) -> dict[str, ChangePath]:
    families = ((family, getattr(instrument, family)) for family in _FAMILIES) if instrument else ()
    return {
        entry.id: (family, at) for family, entries in families for at, entry in enumerate(entries)
    }


class Parted(NamedTuple, Generic[_T]):
    """What is known of one entry on one side only, and the pairs that are one happening written differently."""

    old: Sequence[_T] = ()
    new: Sequence[_T] = ()
    rewritten: Sequence[tuple[_T, _T]] = ()

    @property
    def one_sided(self) -> Iterator[tuple[SideName, _T]]:
        """The newest first, whichever side it is on."""
        sides: tuple[tuple[SideName, Sequence[_T]], ...] = (("new", self.new), ("old", self.old))
        both = [(name, each) for name, side in sides for each in side]
        return iter(
            sorted(both, key=lambda pair: (pair[1].known, normalized(pair[1][1])), reverse=True)
        )


def parted_events(old: Side, new: Side) -> dict[str, Parted[KnownEvent]]:
    """Events by the full ID of what they happened to, where the sides differ."""
    return _parted(
        old.known.events,
        new.known.events,
        exact=lambda each: (
            each.instrument,
            normalized(each.event),
            normalized(each.source),
            each.known,
        ),
        loose=lambda each: (each.instrument, each.event.what, each.event.occurrence),
    )


def parted_effects(old: Side, new: Side) -> dict[str, Parted[KnownEffect]]:
    """Effects by their target, where the sides differ."""
    return _parted(
        old.known.effects,
        new.known.effects,
        exact=lambda each: (
            each.by.id,
            normalized(each.effect),
            normalized(each.source),
            each.since,
            each.known,
        ),
        loose=lambda each: (each.by.id, each.effect.does, each.effect.occurrence),
    )


def _parted(
    old: Mapping[str, Sequence[_T]],
    new: Mapping[str, Sequence[_T]],
    exact: Callable[[_T], Hashable],
    loose: Callable[[_T], Hashable],
) -> dict[str, Parted[_T]]:
    parted = {
        key: _part(old.get(key, ()), new.get(key, ()), exact, loose) for key in {**old, **new}
    }
    return {key: each for key, each in parted.items() if any(each)}


def _part(
    old: Sequence[_T],
    new: Sequence[_T],
    exact: Callable[[_T], Hashable],
    loose: Callable[[_T], Hashable],
) -> Parted[_T]:
    if [exact(each) for each in old] == [exact(each) for each in new]:
        return Parted()
    _, only_old, only_new = _matched(old, new, exact)
    rewritten, gone, come = _matched(only_old, only_new, loose)
    return Parted(gone, come, rewritten)


def _matched(
    old: Sequence[_T], new: Sequence[_T], key: Callable[[_T], Hashable]
) -> tuple[list[tuple[_T, _T]], list[_T], list[_T]]:
    """Pairs with the same key, in order; then what is left on each side."""
    waiting: dict[Hashable, list[_T]] = defaultdict(list)
    for each in old:
        waiting[key(each)].append(each)
    pairs, left = [], []
    for each in new:
        if waiting[key(each)]:
            pairs.append((waiting[key(each)].pop(0), each))
        else:
            left.append(each)
    return pairs, [each for group in waiting.values() for each in group], left
