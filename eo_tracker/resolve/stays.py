"""What stays leave behind when they are over: a date that is back, and one that may have moved on by as long as they lasted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from eo_tracker.dates import Span, add
from eo_tracker.models import END, PAUSE
from eo_tracker.resolve.obligation import Dated, KnownEffect, OtherDate, Step, Stretch


class Tolled(NamedTuple):
    """A date moved on by the `days` that stays lasted. `is_certain` when the orders themselves toll the time."""

    start: date
    due: date
    days: int
    stays: tuple[KnownEffect, ...]

    @property
    def is_certain(self) -> bool:
        """Whether every one of the stays says by its kind that the time does not run."""
        return all(each.effect.kind == "tolling" for each in self.stays)

    @property
    def other(self) -> OtherDate:
        """The date as another one that the law may support beside the date itself."""
        names = " and ".join(dict.fromkeys(each.by.name for each in self.stays))
        length = f"{self.days} day{'' if self.days == 1 else 's'}"
        return OtherDate(self.due, f"if the {length} of the stay by {names} do not count")

    def moved(self, dated: Dated) -> Dated:
        """The date moved on, with the step of its proof."""
        step = Step(
            "tolled",
            start=self.start,
            day=self.due,
            span=Span(self.days, "day"),
            ref=self.stays[-1].by.name,
        )
        return dated._replace(due=self.due, steps=(*dated.steps, step))


def tolled(due: date, stays: Iterable[KnownEffect], *, is_recurring: bool) -> Tolled | None:
    """`due` moved on by the days of the stays that are over and began by then; None where there are none.

    The time of a recurring directive does not run from one date to the next, so of those only a date that fell into a stay moves.
    """
    stopped: set[date] = set()
    counting = []
    for stay in stays:
        over = [
            each
            for each in stay.acted
            if each.end and each.start <= due and (not is_recurring or due < each.end)
        ]
        stopped |= {day for each in over for day in _days(each)}
        if over:
            counting.append(stay)
    if not stopped:
        return None
    return Tolled(due, add(due, Span(len(stopped), "day")), len(stopped), tuple(counting))


def _days(stretch: Stretch) -> Iterable[date]:
    end = stretch.end or stretch.start
    return (stretch.start + timedelta(days=number) for number in range((end - stretch.start).days))


def suspensions(effects: Sequence[KnownEffect]) -> list[Stretch]:
    """The stretches, now over, in which effects kept a date from binding: stays, ends that were undone, other dates in its place."""
    reinstated = [each for each in effects if each.effect.does == "reinstates" and each.acts]
    found: list[Stretch] = []
    for each in effects:
        if each.effect.does in END or (
            each.effect.set and "deadline" in each.effect.set.model_fields_set
        ):
            found += [stretch for stretch in each.acted if stretch.end]
        if each.acts and each.effect.does in END and each.effect.does not in PAUSE:
            start = each.acted[-1].start
            found += [
                Stretch(start, max(start, one.acted[-1].start))
                for one in reinstated
                if one.since >= each.since
            ]
    return found


def restored(due: date, suspended: Iterable[Stretch]) -> date | None:
    """The day on which a date came back that lay in a stretch in which it did not bind; None if it never did."""
    return max(
        (each.end for each in suspended if each.end and each.start <= due < each.end), default=None
    )
