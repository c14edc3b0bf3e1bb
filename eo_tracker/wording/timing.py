"""The words for a date: how far away, how often, and which days count as business days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from eo_tracker.business_days import (
    holiday,
    is_business_day,
    next_business_day,
    previous_business_day,
    special_day,
    special_days,
)
from eo_tracker.dates import Period, Span, long, short
from eo_tracker.models import Catalog, Deadline
from eo_tracker.resolve import Obligation, Step
from eo_tracker.wording.words import Line, authority, count, join_and, pinpoint, with_local_id

_MAX_NAMED_DAYS = 3
_ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "annually"}
_ARTICLES = ("A ", "An ", "The ")


def days_away(days: int) -> str:
    """`23 days left`, `today`, `4 days ago`."""
    if days == 0:
        return "today"
    if days > 0:
        return f"{count(days, 'day')} left"
    return f"{count(-days, 'day')} ago"


def date_heading(obligation: Obligation) -> str:
    """When, in one line: `Saturday, August 1, 2026, 26 days left`."""
    words = _date_words(obligation)
    if obligation.hypothetical:
        words += " (hypothetical)"
    return words


def _date_words(obligation: Obligation) -> str:
    due = obligation.due
    if due and obligation.projected:
        return f"Projected: {projection(obligation)}; no later than {long(due)}"
    if obligation.projected:
        return f"Projected: {projection(obligation)}"
    if due is None:
        return "No date"
    left = (due - obligation.as_of).days
    return f"{long(due)}, {days_away(left)}"


def projection(obligation: Obligation) -> str:
    """What a projected date means, in the words that every screen uses."""
    if obligation.projected is None:
        return ""
    return f"{long(obligation.projected)} if every earlier step was taken by its last day"


# recurrence, and what a date waits for


def interval_text(span: Span) -> str:
    """`annually`, `every 2 weeks`."""
    if span.amount == 1:
        return _ADVERBS.get(span.unit, f"every {span.unit}")
    return f"every {span}"


def recurrence_text(obligation: Obligation, catalog: Catalog) -> str:
    """How often, from when and until when; empty if it does not recur.

    `annually from Thursday, December 31, 2026 until Monday, September 30, 2030`
    """
    rule, series = obligation.directive.deadline, obligation.recurrence
    if rule is None or rule.every is None:
        return ""
    words = interval_text(rule.every)
    if series:
        words += f" from {long(series.first)}"
    return f"{words}{_until(obligation, rule, catalog)}"


def _until(
    obligation: Obligation,
    rule: Deadline,
    catalog: Catalog,
) -> str:
    if rule.until is None:
        return ""
    if rule.ends_with is None:
        return f" until {long(Period.parse(rule.until).last)}"
    step = step_name(obligation.instrument.key(rule.ends_with), obligation, catalog)
    series = obligation.recurrence
    if series is None or series.last is None:
        return f" until {step}"
    return f" until {step} ({long(series.last)})"


def step_name(
    key: str,
    obligation: Obligation,
    catalog: Catalog,
) -> str:
    """A step that a date waits for or ends with.

    It is a pinpoint, an authority where it is in another instrument, or a trigger's own text.
    """
    owner, step = catalog.directives.get(key, (None, None))
    if owner is None or step is None:
        return _trigger_text(key, catalog)
    where = pinpoint(step.cite)
    if owner.id != obligation.instrument.id:
        where = authority(owner, step.cite)
    return with_local_id(owner, step, where)


def _trigger_text(key: str, catalog: Catalog) -> str:
    """A trigger's own text as part of a sentence: `the migration … is complete`."""
    if key not in catalog.triggers:
        return key
    text = catalog.triggers[key][1].what
    if text.startswith(_ARTICLES):
        return f"{text[0].lower()}{text[1:]}"
    return text


def awaited_steps(obligation: Obligation, catalog: Catalog) -> str:
    """The steps that a date waits for: `§ 6(c)(ii)`, or by authority in another instrument."""
    return join_and(step_name(key, obligation, catalog) for key in obligation.waits_for)


# business days


def closed_day(day: date) -> str | None:
    """`Saturday`, or the holiday's name, when `day` is not a business day."""
    if is_business_day(day):
        return None
    name = holiday(day)
    if name is None:
        return f"{day:%A}"
    return f"{name}, a federal holiday"


def closed_day_note(day: date) -> str | None:
    """`Saturday, not a business day. Nearest business days: …`; None for a business day."""
    closed = closed_day(day)
    if closed is None:
        return None
    return f"{closed}, not a business day. {nearest_business_days(day)}"


def nearest_business_days(day: date) -> str:
    """The business days before and after, in one sentence."""
    before, after = previous_business_day(day), next_business_day(day)
    if before.year != after.year:
        return f"Nearest business days: {long(before)} and {long(after)}."
    return f"Nearest business days: {short(before)} and {short(after)}."


def counting_notes(obligation: Obligation) -> list[Line]:
    """Which days were counted as business days though they are not for everyone, and by which law.

    Holidays after the year of the as-of day are not settled yet: Congress may add one, as it did in
    June 2021 for that very month.
    """
    as_of = obligation.as_of
    counts = [step for step in obligation.steps if _counts_business_days(step)]
    days: set[date] = set()
    for step in counts:
        days.update(_special_days_of(step, as_of))
    if obligation.when:
        days.update(_special_days_near(obligation.when, as_of))
    notes = [("Counting", note) for note in _special_day_notes(sorted(days), as_of)]
    years = [step.day.year for step in counts if step.day]
    if max(years, default=as_of.year) > as_of.year:
        notes.append(("Holidays", "Business days are counted by today's holiday law."))
    return notes


def _counts_business_days(step: Step) -> bool:
    """Whether holidays decide where the step leads."""
    if step.kind == "roll":
        return True
    if step.kind not in ("count", "count-back", "repeat"):
        return False
    return step.span is not None and step.span.unit == "business day"


def _special_days_of(step: Step, as_of: date) -> Iterator[date]:
    """The special days among those that a step counts; day 0 is not counted."""
    if step.start is None or step.day is None:
        return
    first, last = sorted((step.start, step.day))
    for day in special_days(first, last, as_of):
        if day != step.start:
            yield day


def _special_days_near(day: date, as_of: date) -> Iterator[date]:
    """The day itself, or the business days around it, where they are special."""
    near = [day]
    if not is_business_day(day):
        near = [previous_business_day(day), next_business_day(day)]
    for other in near:
        if special_day(other, as_of):
            yield other


def _special_day_notes(days: Sequence[date], as_of: date) -> list[str]:
    if len(days) > _MAX_NAMED_DAYS:
        first, last = long(days[0]), long(days[-1])
        return [
            f"{len(days)} days from {first} to {last} are counted as business days, though each"
            " was Inauguration Day or a day on which an executive order closed the offices."
        ]
    notes = []
    for day in days:
        reason = special_day(day, as_of)
        notes.append(f"{long(day)} ({reason}) is counted as a business day.")
    return notes
