"""Rules that compare a deadline with the words it quotes: number, unit, date, start and choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from eo_tracker.check.phrases import Count, choice, shortened
from eo_tracker.check.quote import (
    OWN_DAY_FIELDS,
    Quote,
    day_in_words,
    parts_of,
    quoted_directives,
    read_quote,
)
from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.dates import NUMBER, Period, Span, add, number_in
from eo_tracker.models import OWN_DATES, Deadline, Effect

# "for a period of up to 30 days"
_DURATION = re.compile(
    r"\bfor (?:a period of )?(?:up to |not more than |at least )?[\w-]+ "
    r"(?:business )?(?:day|week|month|year)s?\b"
    r"|\bup to\b",
    re.IGNORECASE,
)
# "the date is extended by 30 days" gives neither the day nor the length of the new rule.
_MOVES_A_DATE = re.compile(
    r"\b(?:extend|postpon|delay|defer|toll|shorten|advanc|accelerat)\w*\b", re.IGNORECASE
)
_FISCAL = re.compile(r"fiscal|\bfy")
_START_NAMES = {
    "date": "the date of the instrument",
    "publication": "publication",
    "effective": "the effective date",
}
# What a trigger's description has where it is one of the instrument's own days.
_START_WORDS = {"date": "date of", "publication": "publi", "effective": "effec"}
_CALENDAR_WORDS = ("end of", "fiscal year", "calendar year", "beginning", "quarter", "half")
_MAX_SPANS_SHOWN = 3


# Number, unit and date


def _not_in_quote(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        if directive.deadline and (problem := _difference(directive.deadline, quote)):
            yield Finding(("directives", index, "deadline"), problem)
    # The target of an amendment says what its rule counts from; the amendment's own words have
    # the number, the unit or the day.
    for index, effect in enumerate(file.instrument.effects):
        if problem := _difference_of_amendment(effect, file):
            yield Finding(("effects", index, "set", "deadline"), problem)


def _difference_of_amendment(effect: Effect, file: File) -> str:
    rule = effect.set.deadline if effect.set else None
    if rule is None or not effect.quote or _MOVES_A_DATE.search(effect.quote):
        return ""
    instrument = file.instrument
    return _difference(rule, read_quote(effect.quote, instrument.dated, instrument.number))


def _difference(rule: Deadline, quote: Quote) -> str:
    """How the words differ from the rule; a compound rule needs as many limits in the words."""
    parts = parts_of(rule)
    limits = len(quote.counts) + len(quote.days_of("limit", "begin"))
    if len(parts) > 1 and limits < len(parts):
        return ""
    return _first_of(_difference_of_part(part, quote) for part in parts)


def _first_of(problems: Iterable[str]) -> str:
    return next(filter(None, problems), "")


def _difference_of_part(rule: Deadline, quote: Quote) -> str:
    if rule.within and not _has_span(rule.within, quote):
        return _other_span(rule.within, quote.counts)
    if rule.by:
        return _other_day(rule.by, quote, recurs=rule.every is not None)
    return ""


def _has_span(span: Span, quote: Quote) -> bool:
    unit = f"(?:calendar |consecutive )?{span.unit}"
    if span.unit == "business day":
        unit = "(?:business|working) day"
    if span.amount == 1 and re.search(rf"\b(?:an?|the next) (?:\w+ )?{unit}\b", quote.words):
        return True
    if any(count.span == span for count in quote.counts):
        return True
    numbers = re.finditer(rf"\b({NUMBER}) {unit}s?\b", quote.words)
    return any(number_in(number[1]) == span.amount for number in numbers)


def _other_span(span: Span, counts: Sequence[Count]) -> str:
    spans = dict.fromkeys(str(count.span) for count in counts)
    if not spans:
        return f"the words do not say {span}"
    if len(spans) > _MAX_SPANS_SHOWN:
        return f"the words give {len(spans)} lengths of time, and none of them is {span}"
    return f"the words say {' and '.join(spans)}, the rule says {span}"


def _other_day(by: Period, quote: Quote, *, recurs: bool) -> str:
    """How the words differ from a fixed date or period; empty where they are not certain."""
    if _allows(by, quote, recurs=recurs):
        return ""
    choices = [*_days_meant(quote), *(frozenset([day.last]) for day in quote.days_of("begin"))]
    if choices and not quote.is_uncertain:
        _, plainest = min((len(accepted), max(accepted)) for accepted in choices)
        words = f"the words say {day_in_words(plainest)}"
        return f"{words}, the rule says {day_in_words(by.last)}"
    if _mentions(by, quote.words, is_uncertain=quote.is_uncertain):
        return ""
    written = day_in_words(by.last) if by.exact else by.text
    return f"the words do not say {written}"


def _allows(by: Period, quote: Quote, *, recurs: bool) -> bool:
    """Whether the words allow the date.

    A recurrence may begin on any day of a period that it fills: `quarterly during 2027`.
    """
    if any(by.last in accepted for accepted in _days_meant(quote)):
        return True
    periods = quote.days_of("begin")
    if recurs and quote.rhythms:
        limits = quote.days_of("limit")
        periods += [day for day in limits if day.first != day.last and not day.edged]
    return any(period.first <= by.last <= period.last for period in periods)


def _days_meant(quote: Quote) -> list[frozenset[date]]:
    """The days that the words accept, for each limit that they give."""
    limits = quote.days_of("limit") or quote.days_of("until")
    meant = [day.accepted for day in limits]
    meant += (frozenset([day]) for day in _counted_days(quote))
    return meant


def _counted_days(quote: Quote) -> Iterator[date]:
    """The days that the words count to from a day that they name."""
    for count in quote.counts:
        if count.day is None or not count.span.countable:
            continue
        try:
            yield add(count.day, count.span, 1 if count.way == "after" else -1)
        except OverflowError:  # beyond the calendar
            continue


def _mentions(by: Period, words: str, *, is_uncertain: bool) -> bool:
    """Whether words that are not certain have the year of a date, and possibly the rest."""
    years = {by.last.year}
    if _FISCAL.search(words):
        years.add(by.last.year + 1)
    has_calendar_words = any(phrase in words for phrase in _CALENDAR_WORDS)
    if not any(re.search(rf"\b(?:fy)?{year}\b", words) for year in years):
        return has_calendar_words and not by.exact
    if is_uncertain or not by.exact:
        return True
    return has_calendar_words or f"{by.last:%B}".lower() in words


# Where a count starts, and in which direction it goes


def _start_mismatch(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        rule = directive.deadline
        if rule is None:
            continue
        parts = parts_of(rule)
        problem = _first_of(_other_start(part, quote.counts, file) for part in parts)
        problem = problem or _count_without_part(parts, quote.counts, file)
        if problem:
            yield Finding(("directives", index, "deadline"), problem)


def _other_start(rule: Deadline, counts: Sequence[Count], file: File) -> str:
    """How every count of the rule's length differs from it; empty where one agrees."""
    if rule.within is None:
        return ""
    problems = [_start_of(rule, count, file) for count in counts if count.span == rule.within]
    return problems[0] if problems and all(problems) else ""


def _count_without_part(parts: Sequence[Deadline], counts: Sequence[Count], file: File) -> str:
    """A count that none of several parts of its length has.

    Two counts of 30 days, for example, where both parts of 30 days count from the date.
    """
    for count in counts:
        problems = [_start_of(part, count, file) for part in parts if part.within == count.span]
        if len(problems) > 1 and all(problems):
            return problems[0]
    return ""


def _start_of(rule: Deadline, count: Count, file: File) -> str:
    """How the start of a count differs from that of the rule; empty where they agree."""
    if not count.way:
        return ""
    if (count.way == "before") != (rule.before is not None):
        return _other_direction(count)
    start = rule.of or rule.before or ""
    if start in OWN_DATES:
        return _other_own_date(start, count, file)
    agrees = _may_start_at(count, "named") or _is_own_day(start, count, file)
    return "" if agrees else _other_words(count, start)


def _other_own_date(start: str, count: Count, file: File) -> str:
    """How the start of a count differs from one of the instrument's own dates."""
    if count.day is None:
        return "" if _may_start_at(count, start) else _other_words(count, _START_NAMES[start])
    own_day = getattr(file.instrument, OWN_DAY_FIELDS[start])
    if own_day is None or own_day == count.day:
        return ""
    in_words = f"the words count from {day_in_words(count.day)}"
    return f"{in_words}, the rule counts from {_START_NAMES[start]}"


def _may_start_at(count: Count, start: str) -> bool:
    """Whether the words allow a start: one of the instrument's own days, or a `named` step."""
    return count.starts is None or start in count.starts


def _other_direction(count: Count) -> str:
    words = shortened(count.words)
    if count.way == "before":
        return f'the words count back from "{words}", the rule counts forward'
    return f'the words count forward from "{words}", the rule counts back'


def _other_words(count: Count, start: str) -> str:
    return f'the words count from "{shortened(count.words)}", the rule counts from {start}'


def _is_own_day(start: str, count: Count, file: File) -> bool:
    """Whether a trigger is itself the day that the words name.

    It may be a publication, or the date of an order that is amended in quotes.
    """
    known = file.catalog.triggers.get(file.instrument.key(start))
    if known is None:
        return False
    what = known[1].what.lower()
    return any(_START_WORDS[name] in what for name in count.starts or () if name in _START_WORDS)


def _choice_mismatch(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        rule = directive.deadline
        if rule is None:
            continue
        if rule.latest and choice(quote.words) == "earliest":
            message = "the words take the earliest date, the rule takes the latest"
        elif rule.earliest and choice(quote.words) == "latest":
            message = "the words take the latest date, the rule takes the earliest"
        else:
            continue
        yield Finding(("directives", index, "deadline"), message)


# Words without a rule, and a duration as a rule


def _deadline_missing(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        if directive.deadline is None and (limit := _limit(quote)):
            message = (
                f'the words set a time limit ("{shortened(limit)}"), the entry has no deadline'
            )
            yield Finding(("directives", index, "quote"), message)


def _limit(quote: Quote) -> str:
    for count in quote.counts:
        if count.way and count.starts and "named" not in count.starts:
            return quote.words[count.start : count.end]
    for day in quote.days_of("limit"):
        return quote.words[day.start : day.end]
    for rhythm in quote.rhythms:
        if rhythm.plain and rhythm.spans:
            return rhythm.words
    return ""


def _duration_as_deadline(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        rule, text = directive.deadline, directive.quote or ""
        if rule is None or rule.every or "within" in text.lower():
            continue
        if _DURATION.search(text):
            message = (
                "the words say how long something lasts, not when it is due; "
                "record it as a duration"
            )
            yield Finding(("directives", index, "quote"), message)


QUOTE_LIMIT_RULES = (
    Rule(
        "E607",
        "not-in-quote",
        "error",
        "The number, the unit or the date of a rule is not in the words that it quotes.",
        why=(
            "No one can see a wrong digit in a rule on the screen. "
            "A fiscal year ends on September 30, not on December 31."
        ),
        bad=Sample.directive("""
            deadline: {by: 2027-12-31}  # <-
            quote: by the end of fiscal year 2027
        """),
        good=Sample.directive("""
            deadline: {by: FY2027}
            quote: by the end of fiscal year 2027
        """),
        find=_not_in_quote,
    ),
    Rule(
        "E608",
        "duration-as-deadline",
        "warning",
        "The quoted words say how long something lasts, not when it is due.",
        why="A duration is not a deadline; as one, it gives a date on which nothing is due.",
        bad=Sample.directive("""
            deadline: {within: 30 days, of: date}
            quote: for a period of up to 30 days  # <-
        """),
        good=Sample.directive("""
            deadline: {within: 30 days, of: date}
            quote: within 30 days
        """),
        find=_duration_as_deadline,
    ),
    Rule(
        "E616",
        "start-mismatch",
        "error",
        "The rule counts from another day, or in another direction, than the words that it quotes.",
        why=(
            "An order is published days after its date, "
            "so the same number of days gives another deadline."
        ),
        bad=Sample.directive("""
            deadline: {within: 30 days, of: publication}  # <-
            quote: Within 30 days of the date of this order
        """),
        good=Sample.directive("""
            deadline: {within: 30 days, of: date}
            quote: Within 30 days of the date of this order
        """),
        find=_start_mismatch,
    ),
    Rule(
        "E620",
        "choice-mismatch",
        "error",
        "The rule takes the latest of several dates, the quoted words the earliest, or vice versa.",
        why="If the earlier date is the law, the later one is a missed deadline.",
        bad=Sample.directive("""
            deadline:
              latest: [{within: 30 days, of: date}, {by: 2026-12-31}]  # <-
            quote: >-
              Within 30 days of the date of this order or by December 31, 2026,
              whichever is earlier
        """),
        good=Sample.directive("""
            deadline:
              earliest: [{within: 30 days, of: date}, {by: 2026-12-31}]
            quote: >-
              Within 30 days of the date of this order or by December 31, 2026,
              whichever is earlier
        """),
        find=_choice_mismatch,
    ),
    Rule(
        "E621",
        "deadline-missing",
        "error",
        "The quoted words set a time limit, and the entry has no deadline.",
        why="A limit that is only quoted has no date, no reminder and no status.",
        bad=Sample.directive("quote: Within 30 days of the date of this order  # <-"),
        good=Sample.directive("""
            deadline: {within: 30 days, of: date}
            quote: Within 30 days of the date of this order
        """),
        find=_deadline_missing,
    ),
)
