"""The results of resolving: obligations, and the steps that led to each date."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from eo_tracker.dates import Span, add
from eo_tracker.models import (
    LAST_YEAR,
    PAUSE,
    Amendment,
    Directive,
    Effect,
    EffectKind,
    Event,
    Instrument,
    Link,
    Source,
    Status,
)

_NO_MORE = date(LAST_YEAR + 1, 1, 1)

StepKind = Literal[
    "start",
    "count",
    "count-back",
    "fixed",
    "repeat",
    "earliest",
    "latest",
    "roll",
    "waiting",
    "unknown-day",
    "hours",
    "anew",
    "beyond",
    "tolled",
    "no-date-left",
]


# Statuses in which somebody still has to act.
_BINDING = {
    Status.UPCOMING,
    Status.DUE_TODAY,
    Status.PAST_DUE,
    Status.WAITING,
    Status.MISSED,
    Status.CONTINUING,
}


class Step(NamedTuple):
    """One step of a proof, small enough to be counted again by hand.

    `start` and `day` are the days before and after the step; `ref` is the date name, directive or
    trigger it is about; `times` is how often `span` was taken (0 for the first occurrence of a
    recurrence). `final` is false for the earliest of several dates while one of them is not known
    yet: the date cannot be later, but it may be earlier.
    """

    kind: StepKind
    day: date | None = None
    start: date | None = None
    span: Span | None = None
    ref: str | None = None
    times: int = 1
    clipped: bool = False
    projected: bool = False
    final: bool = True


class KnownEvent(NamedTuple):
    """An event that was public knowledge on the day, with the day it became so.

    `key` is what it happened to.
    """

    key: str
    event: Event
    source: Source | None
    known: date
    instrument: str
    hypothetical: bool = False


class Stretch(NamedTuple):
    """The days from `start` on; `end` is the first day after them, None while they go on."""

    start: date
    end: date | None = None


class KnownEffect(NamedTuple):
    """An effect that is known on the day: what `by` does to `effect.on`, set to begin on the day
    `since`.

    `acted` are the stretches of days in which it acted, the last one open while it acts; none for
    an effect that never could, since its instrument was not in force.
    """

    by: Instrument
    effect: Effect
    source: Source | None
    since: date
    known: date
    acted: tuple[Stretch, ...] = ()

    @property
    def does(self) -> EffectKind:
        """What it does, as written."""
        return self.effect.does

    @property
    def on(self) -> str:
        """The full ID of what it acts on."""
        return self.effect.on

    @property
    def set(self) -> Amendment | None:
        """What it changes of that, if it amends."""
        return self.effect.set

    @property
    def until(self) -> date | None:
        """The last day on which it acts as written; None without one."""
        return self.effect.until

    @property
    def acts(self) -> bool:
        """Whether it acts on the day."""
        return bool(self.acted) and self.acted[-1].end is None

    @property
    def began(self) -> date:
        """The day on which it first acted; as written, if it never did."""
        return self.acted[0].start if self.acted else self.since

    @property
    def ended(self) -> date | None:
        """The first day on which it no longer acted; None while it acts, and if it never did."""
        return self.acted[-1].end if self.acted else None

    @property
    def last_turn(self) -> date:
        """The day on which it last began or ceased to act."""
        return max((day for stretch in self.acted for day in stretch if day), default=self.since)

    @property
    def is_shown(self) -> bool:
        """Whether it names its target, and anyone can read its own words, as we did."""
        return (
            self.effect.link == "explicit"
            and self.source is not None
            and self.source.is_verifiable_primary
        )


class Dated(NamedTuple):
    """What a rule gives on the day: a due date, a projection, a clock that starts anew each time,
    or what it waits for.
    """

    due: date | None = None
    projected: date | None = None
    restarts: bool = False
    waits_for: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    hypothetical: bool = False


class OtherDate(NamedTuple):
    """A date that another reading or source gives.

    `why` is None for the catalog's own rule when the other one is taken.
    """

    due: date | None
    why: str | None
    source: str | None = None
    cite: str | None = None
    projected: date | None = None


class Recurrence(NamedTuple):
    """The dates of a recurring directive: each counted from `first`, none but the first after
    `last`.
    """

    first: date
    every: Span
    last: date | None = None

    def at(self, index: int) -> date | None:
        """The date of the occurrence with this index, from 0; None after the last."""
        try:
            day = add(self.first, self.every, index)
        except OverflowError:
            return None
        return None if day.year > LAST_YEAR or (index and self.last and day > self.last) else day

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.at(self.passed(day)) == day

    def passed(self, as_of: date) -> int:
        """How many occurrences lie before `as_of`, which is also the index of the next one."""
        as_of = min(as_of, _NO_MORE)
        low, high = 0, 1
        while self._before(high, as_of):
            low, high = high, 2 * high
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._before(middle, as_of) else (low, middle)
        return low

    def _before(self, index: int, as_of: date) -> bool:
        day = self.at(index)
        return day is not None and day < as_of


class Obligation(NamedTuple):
    """One directive, or one occurrence of it, as it stands on a day.

    `directive` has all amendments in it.

    `changed` is the day on which what is known of it, or of a step that it waits for, last changed.
    `link` is set where a question asked for what stands under an order: the weakest link of the
    chain that leads there. `ends` are those of the `effects` that end or suspend it on the day;
    `chain` has the effects that decided whether the obligation's own `effects` act,
    `authority_ended` those that ended an order which its instrument implements. `open` says that
    the law leaves open which of two readings holds; `restored` is the day on which a stay ended or
    an earlier date came back.
    """

    id: str
    instrument: Instrument
    directive: Directive
    as_of: date
    status: Status
    due: date | None = None
    projected: date | None = None
    original_due: date | None = None
    occurrence: date | None = None
    recurrence: Recurrence | None = None
    others: int = 0
    alternatives: tuple[OtherDate, ...] = ()
    taken_because: OtherDate | None = None
    waits_for: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    events: tuple[KnownEvent, ...] = ()
    effects: tuple[KnownEffect, ...] = ()
    ends: tuple[KnownEffect, ...] = ()
    hypothetical: bool = False
    changed: date = date.min
    link: Link | None = None
    chain: tuple[KnownEffect, ...] = ()
    authority_ended: tuple[KnownEffect, ...] = ()
    open: bool = False
    restored: date | None = None

    @property
    def grace_until(self) -> date | None:
        """The last day of grace; never the deadline."""
        return self.directive.grace.until.last if self.directive.grace else None

    @property
    def is_binding(self) -> bool:
        """Whether somebody still has to act, or may have to."""
        return self.status in _BINDING or self.is_of_open_scope

    @property
    def is_unsearched(self) -> bool:
        """Whether nobody searched the record since its date, so that its silence says nothing."""
        searched_to = self.instrument.searched_to
        if searched_to is None:
            return True
        return self.due is not None and self.due > searched_to

    @property
    def days_left(self) -> int | None:
        """Days from the as-of day to the due date, negative after it."""
        return (self.due - self.as_of).days if self.due else None

    @property
    def when(self) -> date | None:
        """The date it is sorted and selected by: the due date, or the projection where it stands
        alone or is the next date.
        """
        if self.due and self.projected and self.projected < self.as_of:
            return self.due
        return min(filter(None, (self.due, self.projected)), default=None)

    @property
    def stays(self) -> tuple[KnownEffect, ...]:
        """The stays and waivers that act on it or on its instrument, whomever they are for."""
        return tuple(each for each in self.effects if each.acts and each.does in PAUSE)

    @property
    def is_of_open_scope(self) -> bool:
        """Whether it is stayed without a record of for whom; its date stays on the docket."""
        return self.status is Status.STAYED and any(
            each.effect.parties is None for each in self.stays
        )

    @property
    def partly(self) -> bool:
        """Whether some of it is reported."""
        return any(each.event.what == "partly" for each in self.events)
