"""The clocks that deadlines count from: when a directive was completed or a trigger happened, as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter

from eo_tracker.models import Catalog, Directive, Instrument
from eo_tracker.resolve.dating import Clock
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import Dated, KnownEvent
from eo_tracker.resolve.standing import CLAIMS, ENDS


def in_order_of_dependence(duties: Mapping[str, tuple[Instrument, Directive]]) -> list[str]:
    """Full IDs, each after those that it counts from."""
    every = ((key, references(instrument, directive)) for key, (instrument, directive) in duties.items())
    edges = {key: [name for name in names if name in duties] for key, names in every if names}
    try:
        chained = list(TopologicalSorter(edges).static_order())
    except CycleError:
        # Reading refuses circles in order of the amendments' dates; a day that knows only some of them may still close one.
        # Its members then wait for what cannot be known.
        return list(duties)
    depending = set(chained)
    return [key for key in duties if key not in depending] + chained


def references(instrument: Instrument, directive: Directive) -> list[str]:
    """Full IDs of everything that the directive's dates count from."""
    rules = [directive.deadline, *(other.deadline for other in directive.alternatives)]
    return [instrument.key(name) for rule in rules if rule for name in rule.references]


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

    def set(self, key: str, instrument: Instrument, directive: Directive, dated: Dated) -> None:
        """Add the clock of a directive that has been dated."""
        self._clocks[key] = self._directive(key, instrument, dated)
        whole = [each for each in self._known.effects.get(instrument.id, ()) if each.effect.does in ENDS or each.effect.set]
        own = [each for each in self._known.effects.get(key, ()) if each.effect.does != "parallels"]
        days = [max(each.since, each.known) for each in (*own, *whole)]
        days += [each.known for name in (key, *references(instrument, directive)) for each in self._events(name)]
        days += [self.changed[name] for name in references(instrument, directive) if name in self.changed]
        self.changed[key] = max([instrument.dated, *days])

    def _events(self, key: str) -> Sequence[KnownEvent]:
        return self._known.events.get(key, ())

    def _trigger(self, key: str) -> Clock:
        repeats = key in self._catalog.triggers and self._catalog.triggers[key][1].repeats
        happened = _assumed_first([each for each in self._events(key) if each.event.what in ("occurred", "completed")])
        if not happened:
            return Clock(repeats=repeats)
        return _at(happened[-1] if repeats else happened[0], repeats=repeats)

    def _directive(self, key: str, instrument: Instrument, dated: Dated) -> Clock:
        """When it was completed, if that is known; else the last day on which it should be, unless it is no longer in force."""
        events, effects = self._events(key), self._known.effects.get(key, ())
        completed = _assumed_first([each for each in events if each.event.what == "completed"])
        stated = [each for each in completed if each.event.on and each.event.on.exact]
        if stated:
            return _at(stated[-1])
        satisfied = [each.since for each in effects if each.effect.does == "satisfies" and each.effect.link == "explicit"]
        if satisfied and not completed:
            return Clock(day=min(satisfied))
        if satisfied or any(each.event.what in CLAIMS for each in events):
            return Clock(on_unknown_day=True)
        if any(each.effect.does in ENDS for each in (*effects, *self._known.effects.get(instrument.id, ()))):
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
