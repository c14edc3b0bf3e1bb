"""Which effects act on a day: an effect acts only while its own instrument is in force.

Known effects go in, and come out with the stretches of days in which they acted. The days are swept
in order; on each day the instruments on which others act come after those that act on them. What
already took hold (a revocation, an amendment) outlives the end of its instrument, since the repeal
of a repeal revives nothing (1 U.S.C. 108 says so for Acts); what lasts (a stay, a waiver) ends with
it; a vacatur undoes both. Where the law leaves open whether an effect still acts, the sweep is made
in two readings, which `fold` compares.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Literal, NamedTuple

from eo_tracker.models import END, PAUSE
from eo_tracker.resolve.obligation import KnownEffect, Stretch

# kept: what the law leaves open is decided for the effect; lost: against it.
LawReading = Literal["kept", "lost"]
MAX_LINKS = 50  # of a chain that is told: no instrument was stayed, revoked and restored so often
_LIFTS_AN_END = "reinstates"
_CHANGES_FORCE = (*END, _LIFTS_AN_END)


class Swept(NamedTuple):
    """The effects with the stretches in which they acted, and the stays and waivers for named
    parties that hold, by instrument.
    """

    effects: tuple[KnownEffect, ...]
    partial: Mapping[str, tuple[KnownEffect, ...]]


def sweep(
    effects: Sequence[KnownEffect],
    as_of: date,
    reading: LawReading,
) -> Swept:
    """Decide from the first day to `as_of` which of the effects act."""
    acting = {each.by.id for each in effects}
    acted_on = acting & {each.on for each in effects if changes_force(each)}
    if acted_on:
        return _Sweep(effects, acted_on, reading).run(as_of)
    alone = [_alone(each, as_of) for each in effects]
    return Swept(tuple(alone), {})


def changes_force(known: KnownEffect) -> bool:
    """Whether an effect can change from when on, and whether, its target is in force."""
    return known.does in _CHANGES_FORCE or _sets_effective(known)


def _sets_effective(known: KnownEffect) -> bool:
    return known.set is not None and "effective" in known.set.model_fields_set


def _alone(
    known: KnownEffect,
    as_of: date,
) -> KnownEffect:
    """An effect on whose instrument nothing acts."""
    if known.since > as_of:
        return known
    ended = None
    if known.until and known.until < as_of:
        ended = _day_after(known.until)
    return known._replace(acted=(Stretch(known.since, ended),))


def _day_after(day: date) -> date:
    return day + timedelta(days=1)


@dataclass
class _State:
    """What acts on one instrument on one day."""

    is_void: bool = False
    is_ended: bool = False
    is_paused: bool = False
    effective: date | None = None


@dataclass
class _Course:
    """What became of one effect so far: since when it has acted, if it does, and when it did
    before.
    """

    known: KnownEffect
    since: date | None = None
    stretches: list[Stretch] = field(default_factory=list)
    took_hold: bool = False

    def turn(
        self,
        day: date,
        acts: bool,
    ) -> None:
        """Start or stop acting on a day."""
        if acts and self.since is None:
            self.since = day
            self.took_hold = True
        if not acts and self.since is not None:
            if self.since < day:
                self.stretches.append(Stretch(self.since, day))
            self.since = None

    def acts_on(self, day: date) -> bool:
        """Whether it acts on a day that was swept already."""
        if self.since is not None and self.since <= day:
            return True
        return any(
            each.start <= day and (each.end is None or day < each.end) for each in self.stretches
        )

    @property
    def turns(self) -> set[date]:
        """The days on which it began or ceased to act."""
        days = {day for each in self.stretches for day in each if day}
        return days | {self.since} if self.since else days

    def result(self) -> KnownEffect:
        """The effect with the stretches in which it acted."""
        last = [Stretch(self.since)] if self.since else []
        return self.known._replace(acted=(*self.stretches, *last))


class _Sweep:
    """The courses of all effects while the days are swept."""

    def __init__(
        self, effects: Sequence[KnownEffect], acted_on: set[str], reading: LawReading
    ) -> None:
        self._reading = reading
        self._courses = [_Course(each) for each in effects]
        self._acted_on = acted_on
        self._by: dict[str, list[_Course]] = defaultdict(list)
        self._on: dict[str, list[_Course]] = defaultdict(list)
        for course in self._courses:
            self._by[course.known.by.id].append(course)
            self._on[course.known.on].append(course)

    def run(self, as_of: date) -> Swept:
        try:
            order = self._order()
        except CycleError:
            self._run_in_a_circle(as_of)
        else:
            for name in order:
                for day in self._days(name, as_of):
                    self._pass(name, day)
        return Swept(
            tuple(each.result() for each in self._courses),
            self._partial(),
        )

    def _order(self) -> list[str]:
        """The acting instruments, each after those that act on it. Raises CycleError."""
        edges: dict[str, set[str]] = {name: set() for name in sorted(self._by)}
        for name in self._acted_on:
            acting = {each.known.by.id for each in self._on[name] if changes_force(each.known)}
            edges[name] = acting - {name}
        return list(TopologicalSorter(edges).static_order())

    def _run_in_a_circle(self, as_of: date) -> None:
        """Instruments that act on each other on different days: day by day, of one day the older
        instrument first.
        """
        names = sorted(self._by, key=lambda name: (self._by[name][0].known.by.dated, name))
        days: set[date] = set()
        for name in names:
            days.update(self._days(name, as_of))
        for day in sorted(days):
            for name in names:
                self._pass(name, day)

    def _days(
        self,
        name: str,
        as_of: date,
    ) -> list[date]:
        """The days on which an effect of the instrument can begin or end: its own days, and those
        on which others turned on it.
        """
        days = {self._by[name][0].known.by.dated}
        for course in self._by[name]:
            days |= _own_days(course.known)
        for course in self._on.get(name, ()):
            days |= _own_days(course.known) | course.turns
        return sorted(day for day in days if day <= as_of)

    def _pass(
        self,
        instrument: str,
        day: date,
    ) -> None:
        state = self._state(instrument, day)
        for course in self._by[instrument]:
            acts = self._acts(course, state, day)
            if acts and not course.took_hold:
                course.known = course.known._replace(since=_begins(course.known, state))
            course.turn(day, acts)

    def _state(
        self,
        instrument: str,
        day: date,
    ) -> _State:
        state = _State()
        acting = [each for each in self._on.get(instrument, ()) if each.acts_on(day)]
        lifting = [each.known for each in acting if each.known.does == _LIFTS_AN_END]
        reinstated = max((known.since for known in lifting), default=date.min)
        for course in acting:
            effect = course.known.effect
            match effect.does:
                case "vacates":
                    state.is_void = True
                case "revokes" | "supersedes" if course.known.since > reinstated:
                    state.is_ended = True
                case "stays" | "waives":
                    state.is_paused |= self._pauses(course.known)
                case "amends" if _sets_effective(course.known):
                    state.effective = effect.set.effective if effect.set else None
        return state

    def _pauses(self, known: KnownEffect) -> bool:
        """Whether a stay or waiver suspends the whole instrument.

        Where its scope is not recorded, that depends on the reading.
        """
        if known.effect.named_parties:
            return False
        return known.effect.is_for_everyone or self._reading == "lost"

    def _acts(
        self,
        course: _Course,
        state: _State,
        day: date,
    ) -> bool:
        if day < _begins(course.known, state) or _is_over(course.known, day):
            return False
        if state.is_void or state.is_paused:
            return False
        if not state.is_ended:
            return True
        return course.took_hold and self._outlives(course.known)

    def _outlives(self, known: KnownEffect) -> bool:
        """Whether an effect that took hold goes on acting when its instrument has ended."""
        if known.does in PAUSE:
            return False
        return known.does != "amends" or self._reading == "kept"

    def _partial(self) -> Mapping[str, tuple[KnownEffect, ...]]:
        """Stays and waivers for named parties that act on an acting instrument."""
        found: dict[str, tuple[KnownEffect, ...]] = {}
        for name in sorted(self._acted_on):
            partial = [each.result() for each in self._on[name] if _pauses_for_some(each)]
            if partial:
                found[name] = tuple(partial)
        return found


def _pauses_for_some(course: _Course) -> bool:
    """Whether it is a stay or waiver for named parties that acts now."""
    if course.since is None or course.known.does not in PAUSE:
        return False
    return bool(course.known.effect.named_parties)


def _own_days(known: KnownEffect) -> set[date]:
    """The days on which an effect is set to begin and to end, or to which it moves its target."""
    days = {known.since}
    if known.until:
        days.add(_day_after(known.until))
    if known.set and known.set.effective:
        days.add(known.set.effective)
    return days


def _begins(
    known: KnownEffect,
    state: _State,
) -> date:
    """The day from which an effect can act, its instrument's effective date as it was moved
    included.
    """
    if state.effective is None:
        return known.since
    return max(
        known.effect.effective or state.effective,
        state.effective,
    )


def _is_over(
    known: KnownEffect,
    day: date,
) -> bool:
    return known.until is not None and known.until < day


def chain(
    effects: Iterable[KnownEffect], known: Mapping[str, Sequence[KnownEffect]]
) -> tuple[KnownEffect, ...]:
    """What acts on the instruments of these effects, however far back, and so decides whether they
    act; of very many the nearest.
    """
    found: dict[tuple[str, int], KnownEffect] = {}
    waiting = deque(each.by.id for each in effects)
    looked_at: set[str] = set()
    while waiting and len(found) < MAX_LINKS:
        name = waiting.popleft()
        if name in looked_at:
            continue
        looked_at.add(name)
        for index, each in enumerate(known.get(name, ())):
            if changes_force(each):
                found[name, index] = each
                waiting.append(each.by.id)
    return tuple(found.values())
