"""What stays leave behind when they are over: a date that is back, or that may have moved on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from eo_tracker.dates import Span, add
from eo_tracker.models import END, PAUSE
from eo_tracker.resolve.obligation import Dated, KnownEffect, OtherDate, Step, Stretch


class Tolled(NamedTuple):
    """A date moved on by the `days` that stays lasted.

    `is_certain` when the orders themselves toll the time.
    """

    start: date
    due: date
    days: int
    stays: tuple[KnownEffect, ...]

    @property
    def is_certain(self) -> bool:
        """Whether every one of the stays says by its kind that the time does not run."""
        return all(stay.effect.kind == "tolling" for stay in self.stays)

    @property
    def other(self) -> OtherDate:
        """The date as another one that the law may support beside the date itself."""
        names = " and ".join(dict.fromkeys(stay.by.name for stay in self.stays))
        length = f"{self.days} day{'' if self.days == 1 else 's'}"
        return OtherDate(
            self.due,
            f"if the {length} of the stay by {names} do not count",
        )

    def moved(self, dated: Dated) -> Dated:
        """The date moved on, with the step of its proof."""
        step = Step(
            "tolled",
            start=self.start,
            day=self.due,
            span=Span(self.days, "day"),
            ref=self.stays[-1].by.name,
        )
        return dated._replace(
            due=self.due,
            steps=(*dated.steps, step),
        )


def tolled(
    due: date,
    stays: Iterable[KnownEffect],
    *,
    is_recurring: bool,
) -> Tolled | None:
    """`due` moved on by the days of the stays that are over and began by then; None without any.

    The time of a recurring directive does not run from one date to the next, so of those only a
    date that fell into a stay moves.
    """
    stopped: set[date] = set()
    counting: list[KnownEffect] = []
    for stay in stays:
        over = [stretch for stretch in stay.acted if stretch.end and stretch.start <= due]
        if is_recurring:
            over = [stretch for stretch in over if stretch.end and due < stretch.end]
        for stretch in over:
            stopped.update(_days(stretch))
        if over:
            counting.append(stay)
    if not stopped:
        return None
    moved = add(due, Span(len(stopped), "day"))
    return Tolled(
        due,
        moved,
        len(stopped),
        tuple(counting),
    )


def _days(stretch: Stretch) -> Iterable[date]:
    end = stretch.end or stretch.start
    length = (end - stretch.start).days
    return (stretch.start + timedelta(days=number) for number in range(length))


def suspensions(effects: Sequence[KnownEffect]) -> list[Stretch]:
    """The stretches, now over, in which effects kept a date from binding.

    They are stays, ends that were undone, and other dates in its place.
    """
    found: list[Stretch] = []
    for known in effects:
        if known.does in END or _moves_the_date(known):
            found += [stretch for stretch in known.acted if stretch.end]
        if known.acts and _ends_for_good(known):
            found += _undone(known, effects)
    return found


def _moves_the_date(known: KnownEffect) -> bool:
    amendment = known.set
    return amendment is not None and "deadline" in amendment.model_fields_set


def _ends_for_good(known: KnownEffect) -> bool:
    return known.does in END and known.does not in PAUSE


def _undone(end: KnownEffect, effects: Sequence[KnownEffect]) -> Iterator[Stretch]:
    """From an end to each reinstatement after it."""
    start = end.acted[-1].start
    for known in effects:
        if known.does == "reinstates" and known.acts and known.since >= end.since:
            yield Stretch(
                start,
                max(start, known.acted[-1].start),
            )


def restored(due: date, suspended: Iterable[Stretch]) -> date | None:
    """The day on which a date came back that was in a stretch in which it did not bind."""
    ends = [
        stretch.end for stretch in suspended if stretch.end and stretch.start <= due < stretch.end
    ]
    return max(ends, default=None)
