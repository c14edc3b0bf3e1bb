"""The clocks that deadlines count from: when a directive was completed or a trigger occurred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter

from eo_tracker.models import Catalog, Deadline, Directive, Instrument
from eo_tracker.resolve.dating import Clock
from eo_tracker.resolve.force import chain, changes_force
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import Dated, KnownEffect, KnownEvent
from eo_tracker.resolve.status import CLAIMS


def in_order_of_dependence(counts_from: Mapping[str, Sequence[str]]) -> list[str]:
    """Full IDs, each after those that it counts from."""
    if _is_ordered(counts_from):
        return list(counts_from)
    edges: dict[str, list[str]] = {}
    for key, names in counts_from.items():
        if names:
            edges[key] = [name for name in names if name in counts_from]
    try:
        chained = list(TopologicalSorter(edges).static_order())
    except CycleError:
        # Reading a catalog refuses cycles in order of the amendments' dates; a day on which only
        # some of them are known may still close one. Its members then wait for what cannot be
        # known.
        return list(counts_from)
    depending = set(chained)
    return [key for key in counts_from if key not in depending] + chained


def _is_ordered(counts_from: Mapping[str, Sequence[str]]) -> bool:
    """Whether each is after those that it counts from already, as is usual in a text."""
    seen: set[str] = set()
    for key, names in counts_from.items():
        for name in names:
            if name not in seen and name in counts_from:
                return False
        seen.add(key)
    return True


def references(
    instrument: Instrument,
    directive: Directive,
) -> list[str]:
    """Full IDs of everything that the directive's dates count from."""
    found: list[str] = []
    for rule in _rules(directive):
        found += map(instrument.key, rule.references)
    return found


def _rules(directive: Directive) -> list[Deadline]:
    rules = [other.deadline for other in directive.alternatives]
    if directive.deadline:
        rules.insert(0, directive.deadline)
    return rules


class Clocks:
    """The clocks of one resolution, filled in order of dependence.

    `changed` is the day on which each last changed.
    """

    def __init__(
        self,
        catalog: Catalog,
        known: Knowledge,
    ) -> None:
        self._catalog = catalog
        self._known = known
        self._clocks: dict[str, Clock] = {}
        self.changed: dict[str, date] = {}

    def read(self, key: str) -> Clock:
        """What is known of a directive or trigger; nothing, when it is not known on the day."""
        if key in self._clocks:
            return self._clocks[key]
        return self._trigger(key)

    def set(
        self,
        key: str,
        instrument: Instrument,
        directive: Directive,
        counts_from: Sequence[str],
        dated: Dated,
    ) -> None:
        """Add the clock of a directive that has been dated.

        `counts_from` are the full IDs that its dates count from.
        """
        self._clocks[key] = self._directive(key, instrument, directive, dated)
        days = [instrument.dated, _last_published(instrument, directive)]
        days += [self.changed[name] for name in counts_from if name in self.changed]
        for name in (key, *counts_from):
            events = self._known.events.get(name, ())
            days += [event.known for event in events]
        for effect in self._changing(key, instrument):
            days += [effect.last_turn, effect.known]
        self.changed[key] = max(days)

    def _changing(
        self,
        key: str,
        instrument: Instrument,
    ) -> Iterator[KnownEffect]:
        """The effects that change what is known of a directive, and those that decide whether they
        act.
        """
        effects = self._known.effects
        for name in (key, instrument.id):
            on_it = effects.get(name)
            if not on_it:
                continue
            changing = [known for known in on_it if _changes(known, key)]
            yield from changing
            yield from chain(changing, effects)

    def _trigger(self, key: str) -> Clock:
        trigger = self._catalog.triggers.get(key)
        repeats = trigger is not None and trigger[1].repeats
        events = self._known.events.get(key, ())
        occurred = [known for known in events if known.event.what in ("occurred", "completed")]
        happened = _assumed_first(occurred)
        if not happened:
            return Clock(repeats=repeats)
        counted = happened[-1] if repeats else happened[0]
        return _at(counted, repeats=repeats)

    def _directive(
        self, key: str, instrument: Instrument, directive: Directive, dated: Dated
    ) -> Clock:
        """When it was completed, if that is known.

        Else the last day on which it should be, unless it is no longer in force.
        """
        events = self._known.events.get(key, ())
        effects = self._known.effects_on(key, instrument, directive)
        ahead = Clock(
            projected=dated.due or dated.projected,
            hypothetical=dated.hypothetical,
        )
        if not (events or effects):
            return ahead
        if (completed := _completed(events, effects)) is not None:
            return completed
        if self._known.ends(effects, directive):
            return Clock()
        return ahead


def _completed(
    events: Sequence[KnownEvent],
    effects: Sequence[KnownEffect],
) -> Clock | None:
    """When a directive was completed; None where nobody says that it was."""
    completed = _assumed_first([known for known in events if known.event.what == "completed"])
    if stated := [known for known in completed if _has_day(known)]:
        return _at(stated[-1])
    satisfied = [known.began for known in effects if _satisfies(known)]
    if satisfied and not completed:
        return Clock(day=min(satisfied))
    is_claimed = any(known.event.what in CLAIMS for known in events)
    if satisfied or is_claimed:
        return Clock(on_unknown_day=True)
    return None


def _has_day(known: KnownEvent) -> bool:
    return known.event.on is not None and known.event.on.exact


def _satisfies(known: KnownEffect) -> bool:
    effect = known.effect
    return known.acts and effect.does == "satisfies" and effect.link == "explicit"


def _changes(
    known: KnownEffect,
    key: str,
) -> bool:
    """Whether an effect changes what is known of a directive, and does not only run beside it."""
    if known.on == key:
        return known.does != "parallels"
    return changes_force(known) or known.set is not None


def _last_published(
    instrument: Instrument,
    directive: Directive,
) -> date:
    """The day on which the last of what its rules rest on was published, if that is known."""
    days = [instrument.dated]
    if instrument.published and _counts_from_publication(directive):
        days.append(instrument.published)
    for other in directive.alternatives:
        source = instrument.sources.get(other.source or "")
        if source and source.published:
            days.append(source.published.last)
    return max(days)


def _counts_from_publication(directive: Directive) -> bool:
    return any(rule.rests_on("publication") for rule in _rules(directive))


def _assumed_first(events: Sequence[KnownEvent]) -> Sequence[KnownEvent]:
    """An assumption takes the place of what is recorded."""
    return [known for known in events if known.hypothetical] or events


def _at(
    known: KnownEvent,
    *,
    repeats: bool = False,
) -> Clock:
    on = known.event.on
    if on is None or not on.exact:
        return Clock(on_unknown_day=True, repeats=repeats)
    return Clock(
        day=on.last,
        repeats=repeats,
        hypothetical=known.hypothetical,
    )
