"""The law's arithmetic: a rule, and what its clocks say, into a date with the steps that led to
it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from eo_tracker.business_days import is_business_day, next_business_day, previous_business_day
from eo_tracker.dates import Span, add, was_clipped
from eo_tracker.models import LAST_YEAR, OWN_DATES, Deadline, Instrument
from eo_tracker.resolve.obligation import Dated, Step, StepKind


class Clock(NamedTuple):
    """What is known of a directive or trigger that a rule counts from.

    `day` is when it happened; `projected` the last day on which it should; `on_unknown_day` that it
    happened, but the day was not stated; `repeats` that each occurrence restarts the time.
    """

    day: date | None = None
    projected: date | None = None
    on_unknown_day: bool = False
    repeats: bool = False
    hypothetical: bool = False


ReadClock = Callable[[str], Clock]
_OUT_OF_RANGE = Dated(steps=(Step("beyond"),))
_FIELDS = {"date": "dated", "publication": "published", "effective": "effective"}


def first_date(
    rule: Deadline,
    instrument: Instrument,
    clocks: ReadClock,
) -> Dated:
    """The date that `rule` gives (of a recurring one, the first), as far as it can be known and
    before any roll.
    """
    try:
        dated = _date(rule, instrument, clocks)
    except OverflowError:
        return _OUT_OF_RANGE
    days = [day for day in (dated.due, dated.projected) if day]
    return _OUT_OF_RANGE if days and max(days).year > LAST_YEAR else dated


def rolled(dated: Dated, instrument: Instrument) -> Dated:
    """The date as the instrument's own counting rule moves it; presidential orders have none."""
    if instrument.counting is None or dated.due is None or is_business_day(dated.due):
        return dated
    move = next_business_day if instrument.counting.roll == "forward" else previous_business_day
    step = Step(
        "roll",
        start=dated.due,
        day=move(dated.due),
        ref=instrument.counting.cite,
    )
    return dated._replace(due=step.day, steps=(*dated.steps, step))


def _date(
    rule: Deadline,
    instrument: Instrument,
    clocks: ReadClock,
) -> Dated:
    if rule.by:
        step = Step(
            "fixed",
            day=rule.by.last,
            ref=rule.by.text,
        )
        return Dated(due=rule.by.last, steps=(step,))
    if rule.earliest:
        return _earliest([_date(part, instrument, clocks) for part in rule.earliest])
    if rule.latest:
        return _latest([_date(part, instrument, clocks) for part in rule.latest])
    start = rule.of or rule.before
    if rule.within and start:
        times = 1 if rule.of else -1
        return _Count(
            rule.within,
            *_clock(start, instrument, clocks),
            times,
        ).dated()
    return Dated(restarts=True, steps=(Step("anew", span=rule.every),))


def _clock(
    start: str,
    instrument: Instrument,
    clocks: ReadClock,
) -> tuple[str, Clock]:
    """What a rule calls the start of its time, and the clock of it."""
    if start in OWN_DATES:
        return start, Clock(day=getattr(instrument, _FIELDS[start]))
    key = instrument.key(start)
    return key, clocks(key)


class _Count(NamedTuple):
    """A length of time counted from a clock, or with `times` -1 back from it."""

    span: Span
    ref: str
    clock: Clock
    times: int

    def dated(self) -> Dated:
        span, ref, clock = self.span, self.ref, self.clock
        if not span.countable:
            return self._in_hours()
        if clock.day:
            end = add(clock.day, span, self.times)
            steps = self._steps(clock.day, end)
            return Dated(
                due=end,
                steps=steps,
                hypothetical=clock.hypothetical,
            )
        if clock.on_unknown_day:
            return Dated(waits_for=(ref,), steps=(Step("unknown-day", ref=ref, span=span),))
        if clock.repeats:
            return Dated(restarts=True, steps=(Step("anew", ref=ref, span=span),))
        return self._projected()

    def _in_hours(self) -> Dated:
        waits_for = () if self.clock.day else (self.ref,)
        step = Step(
            "hours",
            span=self.span,
            ref=self.ref,
            start=self.clock.day,
        )
        return Dated(
            restarts=self.clock.repeats,
            waits_for=waits_for,
            steps=(step,),
        )

    def _projected(self) -> Dated:
        """The date if what it waits for happens on the last day on which it should."""
        waiting = Step(
            "waiting",
            ref=self.ref,
            span=self.span,
        )
        start = self.clock.projected
        if start is None:
            return Dated(waits_for=(self.ref,), steps=(waiting,))
        end = add(start, self.span, self.times)
        return Dated(
            projected=end,
            waits_for=(self.ref,),
            steps=(waiting, *self._steps(start, end, projected=True)),
            hypothetical=self.clock.hypothetical,
        )

    def _steps(
        self,
        start: date,
        end: date,
        *,
        projected: bool = False,
    ) -> tuple[Step, ...]:
        kind: StepKind = "count" if self.times > 0 else "count-back"
        count = Step(
            kind,
            start=start,
            span=self.span,
            day=end,
            ref=self.ref,
            clipped=was_clipped(start, end, self.span),
            projected=projected,
        )
        return Step(
            "start",
            day=start,
            ref=self.ref,
            projected=projected,
        ), count


# rules made of several


def _together(parts: Sequence[Dated]) -> Dated:
    """What the parts of a rule have in common: their steps, and what they wait for."""
    return Dated(
        restarts=any(part.restarts for part in parts),
        waits_for=tuple(name for part in parts for name in part.waits_for),
        steps=tuple(step for part in parts for step in part.steps),
        hypothetical=any(part.hypothetical for part in parts),
    )


def _earliest(parts: Sequence[Dated]) -> Dated:
    """The earliest of several dates is bounded as soon as one is known, and final when all are."""
    together = _together(parts)
    due = [part.due for part in parts if part.due]
    foreseen = [day for part in parts if (day := part.due or part.projected)]
    if not foreseen:
        return together
    first = min(foreseen)
    if not due:
        step = Step("earliest", day=first, projected=True)
        return together._replace(
            restarts=False,
            projected=first,
            steps=(*together.steps, step),
        )
    step = Step(
        "earliest",
        day=min(due),
        times=len(due),
        final=not together.waits_for,
    )
    return together._replace(
        restarts=False,
        due=min(due),
        projected=first if first < min(due) else None,
        steps=(*together.steps, step),
    )


def _latest(parts: Sequence[Dated]) -> Dated:
    """The latest of several dates is known only when all are."""
    together = _together(parts)
    due = [part.due for part in parts if part.due]
    foreseen = [day for part in parts if (day := part.due or part.projected)]
    if len(due) == len(parts):
        step = Step("latest", day=max(due))
        steps = (*together.steps, step)
        return together._replace(
            restarts=False,
            waits_for=(),
            due=max(due),
            steps=steps,
        )
    if len(foreseen) == len(parts):
        step = Step("latest", day=max(foreseen), projected=True)
        steps = (*together.steps, step)
        return together._replace(
            restarts=False,
            projected=max(foreseen),
            steps=steps,
        )
    return together._replace(hypothetical=False)
