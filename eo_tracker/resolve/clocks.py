"""The clocks that deadlines count from: when a directive was completed or a trigger happened, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    edges = {
        key: [name for name in names if name in counts_from]
        for key, names in counts_from.items()
        if names
    }
    try:
        chained = list(TopologicalSorter(edges).static_order())
    except CycleError:
        # Reading refuses circles in order of the amendments' dates; a day that knows only some of them may still close one.
        # Its members then wait for what cannot be known.
        return list(counts_from)
    depending = set(chained)
    return [key for key in counts_from if key not in depending] + chained


def _is_ordered(counts_from: Mapping[str, Sequence[str]]) -> bool:
    """Whether all stand after those that they count from already, as they mostly do in a text."""
    seen: set[str] = set()
    for key, names in counts_from.items():
        for name in names:
            if name not in seen and name in counts_from:
                return False
        seen.add(key)
    return True


def references(instrument: Instrument, directive: Directive) -> list[str]:
    """Full IDs of everything that the directive's dates count from."""
    return [instrument.key(name) for rule in _rules(directive) for name in rule.references]


def _rules(directive: Directive) -> list[Deadline]:
    own = [directive.deadline] if directive.deadline else []
    return own + [other.deadline for other in directive.alternatives]


class ClockTower:
    """The clocks of one resolution, filled in order of dependence. `changed` is the day on which each last changed."""

    def __init__(self, catalog: Catalog, known: Knowledge) -> None:
        self._catalog = catalog
        self._known = known
        self._clocks: dict[str, Clock] = {}
        self.changed: dict[str, date] = {}

    def read(self, key: str) -> Clock:
        """What is known of a directive or trigger; nothing, when it is not known on the day."""
        return self._clocks[key] if key in self._clocks else self._trigger(key)

    def set(
        self,
        key: str,
        instrument: Instrument,
        directive: Directive,
        counts_from: Sequence[str],
        dated: Dated,
    ) -> None:
        """Add the clock of a directive that has been dated; `counts_from` are the full IDs that its dates count from."""
        self._clocks[key] = self._directive(key, instrument, directive, dated)
        last = instrument.dated
        if directive.alternatives or (
            directive.deadline and directive.deadline.rests_on("publication")
        ):
            last = max(last, self._became_known(instrument, directive))
        for name in counts_from:
            last = max(last, self.changed.get(name, last))
        for name in (key, *counts_from):
            for event in self._known.events.get(name, ()):
                last = max(last, event.known)
        for name in (key, instrument.id):
            changing = [
                each for each in self._known.effects.get(name, ()) if self._changes(each, key)
            ]
            for effect in (*changing, *chain(changing, self._known.effects)):
                last = max(last, effect.last_turn, effect.known)
        self.changed[key] = last

    @staticmethod
    def _became_known(instrument: Instrument, directive: Directive) -> date:
        """The day on which the last of what its rules rest on was published, as far as that is known."""
        sources = [instrument.sources.get(each.source or "") for each in directive.alternatives]
        days = [each.published.last for each in sources if each and each.published]
        if instrument.published and any(rule.rests_on("publication") for rule in _rules(directive)):
            days.append(instrument.published)
        return max(days, default=instrument.dated)

    @staticmethod
    def _changes(known: KnownEffect, key: str) -> bool:
        """Whether an effect changes what is known of a directive, and does not only run beside it."""
        does = known.effect.does
        if known.effect.on == key:
            return does != "parallels"
        return changes_force(known) or known.effect.set is not None

    def _events(self, key: str) -> Sequence[KnownEvent]:
        return self._known.events.get(key, ())

    def _trigger(self, key: str) -> Clock:
        repeats = key in self._catalog.triggers and self._catalog.triggers[key][1].repeats
        happened = _assumed_first(
            [each for each in self._events(key) if each.event.what in ("occurred", "completed")]
        )
        if not happened:
            return Clock(repeats=repeats)
        return _at(happened[-1] if repeats else happened[0], repeats=repeats)

    def _directive(
        self, key: str, instrument: Instrument, directive: Directive, dated: Dated
    ) -> Clock:
        """When it was completed, if that is known; else the last day on which it should be, unless it is no longer in force."""
        events, effects = self._events(key), self._known.effects_on(key, instrument, directive)
        if not (events or effects):
            return Clock(projected=dated.due or dated.projected, hypothetical=dated.hypothetical)
        completed = _assumed_first([each for each in events if each.event.what == "completed"])
        stated = [each for each in completed if each.event.on and each.event.on.exact]
        if stated:
            return _at(stated[-1])
        satisfied = [
            each.began
            for each in effects
            if each.acts and each.effect.does == "satisfies" and each.effect.link == "explicit"
        ]
        if satisfied and not completed:
            return Clock(day=min(satisfied))
        if satisfied or any(each.event.what in CLAIMS for each in events):
            return Clock(on_unknown_day=True)
        if self._known.ends(effects, directive):
            return Clock()
        return Clock(projected=dated.due or dated.projected, hypothetical=dated.hypothetical)


def _assumed_first(events: Sequence[KnownEvent]) -> Sequence[KnownEvent]:
    """An assumption takes the place of what is recorded."""
    return [each for each in events if each.hypothetical] or events


def _at(known: KnownEvent, *, repeats: bool = False) -> Clock:
    on = known.event.on
    if on is None or not on.exact:
        return Clock(on_unknown_day=True, repeats=repeats)
    return Clock(day=on.last, repeats=repeats, hypothetical=known.hypothetical)
