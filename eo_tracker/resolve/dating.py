"""The law's arithmetic: a deadline's rule, and what its clocks are known to say, into a date with the steps that led to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from eo_tracker.dates import (
    Span,
    add,
    is_business_day,
    next_business_day,
    previous_business_day,
    was_clipped,
)
from eo_tracker.models import LAST_YEAR, Deadline, Instrument
from eo_tracker.resolve.obligation import Dated, Step, StepKind


class Clock(NamedTuple):
    """What is known of a directive or trigger that a rule counts from.

    `day` is when it happened; `projected` the last day on which it should; `on_unknown_day` that it happened, but the day
    was not stated; `repeats` that each happening starts the time anew.
    """

    day: date | None = None
    projected: date | None = None
    on_unknown_day: bool = False
    repeats: bool = False
    hypothetical: bool = False


Clocks = Callable[[str], Clock]


def first_date(rule: Deadline, instrument: Instrument, clocks: Clocks) -> Dated:
    """The date that `rule` gives (of a recurring one, the first), as far as it can be known and before any roll."""
    try:
        dated = _date(rule, instrument, clocks)
    except OverflowError:
        return Dated(steps=(Step("beyond"),))
    latest = max(filter(None, (dated.due, dated.projected)), default=None)
    return Dated(steps=(Step("beyond"),)) if latest and latest.year > LAST_YEAR else dated


def rolled(dated: Dated, instrument: Instrument) -> Dated:
    """The date as the instrument's own counting rule moves it; presidential orders have none."""
    if instrument.counting is None or dated.due is None or is_business_day(dated.due):
        return dated
    move = next_business_day if instrument.counting.roll == "forward" else previous_business_day
    step = Step("roll", start=dated.due, day=move(dated.due), ref=instrument.counting.cite)
    return dated._replace(due=step.day, steps=(*dated.steps, step))


def _date(rule: Deadline, instrument: Instrument, clocks: Clocks) -> Dated:
    if rule.by:
        return Dated(due=rule.by.last, steps=(Step("fixed", day=rule.by.last, ref=rule.by.text),))
    if rule.earliest or rule.latest:
        return _compound(rule, instrument, clocks)
    if rule.within and rule.of:
        return _count(rule.within, rule.of, instrument, clocks, times=1)
    if rule.within and rule.before:
        return _count(rule.within, rule.before, instrument, clocks, times=-1)
    return Dated(anew=True, steps=(Step("anew", span=rule.every),))


def _count(span: Span, of: str, instrument: Instrument, clocks: Clocks, *, times: int) -> Dated:
    name = {"date": "dated", "publication": "published"}.get(of, of)
    own = of in ("date", "publication", "effective")
    clock = Clock(day=getattr(instrument, name)) if own else clocks(instrument.key(of))
    ref = of if own else instrument.key(of)
    if not span.countable:
        return Dated(
            anew=clock.repeats,
            waits_for=() if clock.day else (ref,),
            steps=(Step("hours", span=span, ref=ref, start=clock.day),),
        )
    if clock.day:
        end = add(clock.day, span, times)
        return Dated(
            due=end,
            steps=_counted(span, ref, clock.day, end, times=times),
            hypothetical=clock.hypothetical,
        )
    if clock.on_unknown_day:
        return Dated(waits_for=(ref,), steps=(Step("unknown-day", ref=ref, span=span),))
    if clock.repeats:
        return Dated(anew=True, steps=(Step("anew", ref=ref, span=span),))
    waiting = Step("waiting", ref=ref, span=span)
    if clock.projected:
        end = add(clock.projected, span, times)
        steps = (waiting, *_counted(span, ref, clock.projected, end, times=times, projected=True))
        return Dated(projected=end, waits_for=(ref,), steps=steps, hypothetical=clock.hypothetical)
    return Dated(waits_for=(ref,), steps=(waiting,))


def _counted(
    span: Span, ref: str, start: date, end: date, *, times: int, projected: bool = False
) -> tuple[Step, ...]:
    kind: StepKind = "count" if times > 0 else "count-back"
    clipped = was_clipped(start, end, span)
    return (
        Step("start", day=start, ref=ref, projected=projected),
        Step(kind, start=start, span=span, day=end, ref=ref, clipped=clipped, projected=projected),
    )


def _compound(rule: Deadline, instrument: Instrument, clocks: Clocks) -> Dated:
    """The earliest of several dates is bounded as soon as one is known, and final when all are; the latest is known only then."""
    parts = [_date(part, instrument, clocks) for part in (*rule.earliest, *rule.latest)]
    steps = tuple(step for part in parts for step in part.steps)
    waits_for = tuple(name for part in parts for name in part.waits_for)
    hypothetical = any(part.hypothetical for part in parts)
    known = [part.due for part in parts if part.due]
    foreseen = [day for part in parts if (day := part.due or part.projected)]
    if rule.earliest and known:
        step = Step("earliest", day=min(known), times=len(known), final=not waits_for)
        sooner = min(foreseen) if min(foreseen) < min(known) else None
        return Dated(
            due=min(known),
            projected=sooner,
            waits_for=waits_for,
            steps=(*steps, step),
            hypothetical=hypothetical,
        )
    if rule.latest and len(known) == len(parts):
        return Dated(
            due=max(known),
            steps=(*steps, Step("latest", day=max(known))),
            hypothetical=hypothetical,
        )
    if foreseen and (rule.earliest or len(foreseen) == len(parts)):
        day = min(foreseen) if rule.earliest else max(foreseen)
        step = Step("earliest" if rule.earliest else "latest", day=day, projected=True)
        return Dated(
            projected=day, waits_for=waits_for, steps=(*steps, step), hypothetical=hypothetical
        )
    return Dated(anew=any(part.anew for part in parts), waits_for=waits_for, steps=steps)
