"""The one pure fold: what is known on the day, effects in order of date, dates in order of dependence, then standing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter

from eo_tracker.dates import Period, Span, add
from eo_tracker.models import Catalog, Directive, Instrument
from eo_tracker.resolve.dating import MOST_OCCURRENCES, Clock, Clocks, first_date, occurrences
from eo_tracker.resolve.known import Assumption, Knowledge, knowledge
from eo_tracker.resolve.obligation import Dated, KnownEffect, KnownEvent, Obligation, OtherDate, Step
from eo_tracker.resolve.standing import CLAIMS, ENDS, standing


@dataclass(frozen=True)
class Resolution:
    """All obligations as of a day, in order of instrument and directive, and the knowledge that they rest on."""

    catalog: Catalog
    as_of: date
    obligations: tuple[Obligation, ...]
    known: Knowledge
    assume: tuple[Assumption, ...] = ()

    @cached_property
    def unknown(self) -> Mapping[str, Instrument]:
        """Instruments of the catalog that did not exist yet on the day."""
        return {key: each for key, each in self.catalog.instruments.items() if key not in self.known.instruments}


def resolve(catalog: Catalog, as_of: date, assume: Iterable[Assumption] = ()) -> Resolution:
    """Resolve `catalog` as of a day. Total: whatever can be wrong with a catalog was found when it was read."""
    assumed = tuple(assume)
    known = knowledge(catalog, as_of, assumed)
    duties = {each.key(duty.id): (each, _amended(known, each, duty)) for each in known.instruments.values() for duty in each.directives}
    clocks: dict[str, Clock] = {}

    def clock(key: str) -> Clock:
        return clocks[key] if key in clocks else _trigger_clock(catalog, known, key)

    dated: dict[str, Dated] = {}
    for key in _in_order_of_dependence(duties):
        instrument, directive = duties[key]
        dated[key] = first_date(directive.deadline, instrument, clock) if directive.deadline else Dated()
        clocks[key] = _directive_clock(known, key, dated[key])
    obligations = tuple(
        each
        for key, (instrument, directive) in duties.items()
        for each in _Subject(known, key, instrument, directive, dated[key], clock).obligations()
    )
    return Resolution(catalog, as_of, obligations, known, assumed)


def _amended(known: Knowledge, instrument: Instrument, directive: Directive) -> Directive:
    """The directive with every amendment in force in it, the earliest first."""
    for each in known.effects.get(instrument.key(directive.id), ()):
        if each.effect.set:
            new = {name: getattr(each.effect.set, name) for name in each.effect.set.model_fields_set}
            directive = directive.model_copy(update=new)
    return directive


def _in_order_of_dependence(duties: Mapping[str, tuple[Instrument, Directive]]) -> list[str]:
    """Full IDs with what they count from first; directives that count from nothing keep their place."""
    edges: dict[str, list[str]] = {}
    for key, (instrument, directive) in duties.items():
        rules = [directive.deadline, *(other.deadline for other in directive.alternatives)]
        names = [instrument.key(name) for rule in rules if rule for name in rule.references]
        if names := [name for name in names if name in duties]:
            edges[key] = names
    ordered = list(TopologicalSorter(edges).static_order())
    chained = set(ordered)
    return [key for key in duties if key not in chained] + ordered


def _trigger_clock(catalog: Catalog, known: Knowledge, key: str) -> Clock:
    happened = [each for each in known.events.get(key, ()) if each.event.what in ("occurred", "completed")]
    repeats = key in catalog.triggers and catalog.triggers[key][1].repeats
    if not happened:
        return Clock(repeats=repeats)
    chosen = happened[-1] if repeats else happened[0]
    on = chosen.event.on
    if on is None or not on.exact:
        return Clock(on_unknown_day=True, repeats=repeats)
    return Clock(day=on.last, repeats=repeats, hypothetical=chosen.hypothetical)


def _directive_clock(known: Knowledge, key: str, dated: Dated) -> Clock:
    """When the directive was completed, if that is known; else the last day on which it should be."""
    projected = dated.due or dated.projected
    completed = [each for each in known.events.get(key, ()) if each.event.what == "completed"]
    for each in reversed(completed):
        if each.event.on and each.event.on.exact:
            return Clock(day=each.event.on.last, hypothetical=each.hypothetical)
    satisfied = [each for each in known.effects.get(key, ()) if each.effect.does == "satisfies" and each.effect.link == "explicit"]
    if satisfied and not completed:
        return Clock(day=satisfied[0].since)
    if completed or any(each.event.what in ("announced", "claimed") for each in known.events.get(key, ())):
        return Clock(on_unknown_day=True)
    return Clock(projected=projected, hypothetical=dated.hypothetical)


@dataclass(frozen=True)
class _Subject:
    """One directive of the day, on the way to its obligations."""

    known: Knowledge
    key: str
    instrument: Instrument
    directive: Directive
    dated: Dated
    clocks: Clocks

    def obligations(self) -> Iterator[Obligation]:
        every = self.directive.deadline.every if self.directive.deadline else None
        if every is None or self.dated.due is None:
            yield self._obligation(self.dated, self._events, self._alternatives())
        else:
            yield from self._recurring(self.dated.due, every)

    def _recurring(self, first: date, every: Span) -> Iterator[Obligation]:
        """The latest unmet occurrence and the next one; the other passed ones are counted."""
        found = occurrences(first, every, last=self._last_day(), as_of=self.known.as_of)
        met = {each.event.occurrence for each in self._events if each.event.what in CLAIMS}
        unmet = [day for day in found.passed if day not in met][-1:]
        shown = [*unmet, *filter(None, [found.next])] or list(found.passed[-1:])
        others = len(found.passed) - sum(day in found.passed for day in shown)
        for day in shown:
            yield self.occurrence(first, every, day, others=others)

    def occurrence(self, first: date, every: Span, day: date, *, others: int = 0) -> Obligation:
        """The obligation of one date of the recurrence."""
        step = Step("repeat", start=first, span=every, day=day, times=_times(first, every, day))
        dated = self.dated._replace(due=day, steps=(*self.dated.steps, step))
        events = [each for each in self._events if each.event.occurrence in (None, day)]
        alternatives = self._alternatives() if day == first else []
        return replace(self._obligation(dated, events, alternatives), occurrence=day, others=others)

    @cached_property
    def _events(self) -> Sequence[KnownEvent]:
        return self.known.events.get(self.key, ())

    @cached_property
    def _effects(self) -> Sequence[KnownEffect]:
        """Effects on the directive itself, and those that end its whole instrument."""
        whole = [each for each in self.known.effects.get(self.instrument.id, ()) if each.effect.does in ENDS]
        return (*self.known.effects.get(self.key, ()), *whole)

    def _last_day(self) -> date | None:
        """The day after which the recurrence has no more dates, if it is known."""
        rule = self.directive.deadline
        if rule is None or rule.until is None:
            return None
        return self.clocks(self.instrument.key(rule.ends_with)).day if rule.ends_with else Period.parse(rule.until).last

    def _alternatives(self) -> list[OtherDate]:
        return [
            OtherDate(first_date(each.deadline, self.instrument, self.clocks).due, each.why, each.source, each.cite)
            for each in self.directive.alternatives
        ]

    def _obligation(self, dated: Dated, events: Sequence[KnownEvent], alternatives: list[OtherDate]) -> Obligation:
        """Docket the earliest date that the record supports; keep the others."""
        supported = [each for each in alternatives if each.due]
        earlier = min(supported, key=lambda each: each.due or date.max, default=None)
        taken = earlier if earlier and earlier.due and (dated.due is None or earlier.due < dated.due) else None
        if taken:
            alternatives = [OtherDate(dated.due, None), *(each for each in alternatives if each is not taken)]
            dated = dated._replace(due=taken.due)
        effects = [each for each in self._effects if not (dated.due and each.effect.does in ENDS and self._too_late(each, dated.due))]
        return Obligation(
            id=self.key,
            instrument=self.instrument,
            directive=self.directive,
            as_of=self.known.as_of,
            standing=standing(self.instrument, self.directive, dated, events, effects, as_of=self.known.as_of),
            due=dated.due,
            projected=None if dated.due else dated.projected,
            original_due=self._original_due(dated.due),
            alternatives=tuple(alternatives),
            taken_because=taken,
            waits_for=dated.waits_for,
            steps=dated.steps,
            events=tuple(events),
            effects=tuple(effects),
            hypothetical=dated.hypothetical or any(each.hypothetical for each in events),
        )

    def _too_late(self, effect: KnownEffect, due: date) -> bool:
        """Whether an occurrence of a recurring duty fell due before the duty was ended."""
        rule = self.directive.deadline
        return rule is not None and rule.every is not None and due < effect.since

    def _original_due(self, due: date | None) -> date | None:
        """The date before any amendment, where one moved it."""
        original = next(each for each in self.instrument.directives if each.id == self.directive.id).deadline
        if original is None or original == self.directive.deadline:
            return None
        before = first_date(original, self.instrument, self.clocks).due
        return before if before != due else None


def _times(first: date, every: Span, day: date) -> int:
    return next(times for times in range(MOST_OCCURRENCES) if add(first, every, times) >= day)
