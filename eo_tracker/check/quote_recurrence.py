"""Rules that compare a recurrence with the words it quotes: interval, first date and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from eo_tracker.check.phrases import Rhythm, joined, shortened, without
from eo_tracker.check.quote import (
    OWN_DAY_FIELDS,
    Quote,
    day_in_words,
    quoted_directives,
)
from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.dates import Period, Span, add
from eo_tracker.models import Deadline, Directive, Instrument

# Lengths that are the same on every day of the calendar.
_SAME_LENGTH = {
    Span(7, "day"): Span(1, "week"),
    Span(14, "day"): Span(2, "week"),
    Span(12, "month"): Span(1, "year"),
    Span(24, "month"): Span(2, "year"),
}
_UNTIL = re.compile(
    r"(?:until|till|through|throughout|ending)(?: on| in)?(?: the)?(?: end of)?(?: the)? ?$"
)


# How often


def _interval_mismatch(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        rule = directive.deadline
        # Nothing can be said unless all the intervals in the words are known.
        if rule is None or not quote.rhythms or not all(each.spans for each in quote.rhythms):
            continue
        if rule.every:
            if problem := _other_interval(rule.every, quote):
                yield Finding(("directives", index, "deadline", "every"), problem)
        elif problem := _not_recurring(directive, rule, quote.rhythms, file):
            yield Finding(("directives", index, "deadline"), problem)


def _other_interval(every: Span, quote: Quote) -> str:
    for span in _intervals(quote):
        if _same_length(span) == _same_length(every):
            return ""
    return f'the words say "{shortened(quote.rhythms[0].words)}", the rule says every {every}'


def _intervals(quote: Quote) -> Iterator[Span]:
    """The intervals that the words allow.

    The last is that of several days of each year: half a year for `by June 30 and December 31 of
    each year`.
    """
    for rhythm in quote.rhythms:
        yield from rhythm.spans
    yearly = sum(day.yearly for day in quote.days)
    if yearly > 1 and 12 % yearly == 0:
        yield Span(12 // yearly, "month")


def _same_length(span: Span) -> Span:
    return _SAME_LENGTH.get(span, span)


def _not_recurring(
    directive: Directive, rule: Deadline, rhythms: Sequence[Rhythm], file: File
) -> str:
    """What says that a rule without 'every' recurs; empty where it need not."""
    plain = [rhythm for rhythm in rhythms if rhythm.plain]
    if not plain or _counts_from_repeating_trigger(rule, file):
        return ""
    if any(_shares_words(other, directive) for other in _recurring(file.instrument)):
        return ""
    return f"the words recur (\"{shortened(plain[0].words)}\"), the rule has no 'every'"


def _counts_from_repeating_trigger(rule: Deadline, file: File) -> bool:
    triggers = file.catalog.triggers
    known = [triggers.get(file.instrument.key(name)) for name in rule.references]
    return any(trigger and trigger[1].repeats for trigger in known)


def _recurring(instrument: Instrument) -> Iterator[Directive]:
    for directive in instrument.directives:
        if directive.deadline and directive.deadline.every:
            yield directive


def _shares_words(other: Directive, directive: Directive) -> bool:
    """Whether two entries quote the same words, or words of the same place."""
    places = {directive.cite, directive.at}
    if other.cite in places or other.quote == directive.quote:
        return True
    return other.at is not None and other.at in places


# From when


def _first_date_missing(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        rule = directive.deadline
        if rule is None or not rule.every or _has_first_date(rule):
            continue
        if phrase := _first_date_phrase(quote):
            message = f'the words give the first date ("{shortened(phrase)}"), the rule does not'
            yield Finding(("directives", index, "deadline"), message)


def _has_first_date(rule: Deadline) -> bool:
    return bool(rule.within or rule.by or rule.earliest or rule.latest)


def _first_date_phrase(quote: Quote) -> str:
    """The words that give a recurrence its first date by themselves."""
    for count in quote.counts:
        if count.way and count.starts and (count.day or "named" not in count.starts):
            return quote.words[count.start : count.end]
    for day in quote.days_of("limit", "begin"):
        return quote.words[day.start : day.end]
    return ""


# Until when


def _end_mismatch(file: File) -> Iterator[Finding]:
    for index, directive, quote in quoted_directives(file):
        rule = directive.deadline
        if rule is None or not rule.every or rule.ends_with or quote.is_uncertain:
            continue
        path = ("directives", index, "deadline")
        if rule.until is None:
            if problem := _end_missing(quote):
                yield Finding(path, problem)
        elif problem := _other_end(rule, Period.parse(rule.until).last, quote, file.instrument):
            yield Finding((*path, "until"), problem)


def _other_end(rule: Deadline, until: date, quote: Quote, instrument: Instrument) -> str:
    """How the end in the words differs from that of the rule; empty where they agree."""
    ends = quote.days_of("until")
    in_rule = f"the rule ends on {day_in_words(until)}"
    if ends:
        if any(until in day.accepted for day in ends):
            return ""
        return f"the words end on {day_in_words(ends[-1].meant)}, {in_rule}"
    for lasting in quote.lasting:
        if not _lasts_until(rule, lasting.span, until, instrument):
            return f'the words say "{shortened(lasting.words)}", {in_rule}'
    return ""


def _lasts_until(rule: Deadline, span: Span, until: date, instrument: Instrument) -> bool:
    """Whether a recurrence of that length has the dates that `until` gives it.

    It may be counted from any day on which it could begin.
    """
    try:
        first = _known_first_date(rule, instrument)
        if first is None or rule.every is None:
            return True
        starts = [first, instrument.dated, instrument.published, instrument.effective]
        ends = [add(day, span) for day in starts if day]
        return any(add(end, rule.every, -1) <= until <= end for end in ends)
    except (OverflowError, ValueError):  # beyond the calendar, or hours
        return True


def _known_first_date(rule: Deadline, instrument: Instrument) -> date | None:
    """The first date of a rule that is fixed, or counts from a day of the instrument."""
    if rule.by:
        return rule.by.last
    if rule.within is None or rule.of not in OWN_DAY_FIELDS:
        return None
    start = getattr(instrument, OWN_DAY_FIELDS[rule.of])
    return add(start, rule.within) if start else None


def _end_missing(quote: Quote) -> str:
    """The end that the words give right after an interval, where the rule has none."""
    words = without(quote.words, quote.days)
    for start, phrase in _end_phrases(quote):
        before = len(_UNTIL.sub("", words[:start]))
        if any(joined(words, rhythm, before) for rhythm in quote.rhythms):
            return f"the words end it ({phrase}), the rule has no 'until'"
    return ""


def _end_phrases(quote: Quote) -> Iterator[tuple[int, str]]:
    """Where each end of a recurrence is in the words, and how a message says it."""
    for day in quote.days_of("until"):
        yield day.start, f"until {day_in_words(day.meant)}"
    for lasting in quote.lasting:
        yield lasting.start, shortened(lasting.words)


QUOTE_RECURRENCE_RULES = (
    Rule(
        "E617",
        "interval-mismatch",
        "error",
        "The quoted words recur, and the rule does not, or not at that interval.",
        why="Every later date would be missing or wrong.",
        bad=Sample.directive("""
            deadline: {within: 30 days, of: date}  # <-
            quote: Within 30 days of the date of this order and annually thereafter
        """),
        good=Sample.directive("""
            deadline: {within: 30 days, of: date, every: 1 year}
            quote: Within 30 days of the date of this order and annually thereafter
        """),
        find=_interval_mismatch,
    ),
    Rule(
        "E618",
        "end-mismatch",
        "error",
        "The quoted words end a recurrence on another day than the rule.",
        why="Its last dates would be missing, or dates would be docketed on which nothing is due.",
        bad=Sample.directive("""
            deadline: {by: 2026-12-31, every: 1 year, until: 2030-12-31}  # <-
            quote: by December 31, 2026, and annually through 2028
        """),
        good=Sample.directive("""
            deadline: {by: 2026-12-31, every: 1 year, until: 2028}
            quote: by December 31, 2026, and annually through 2028
        """),
        find=_end_mismatch,
    ),
    Rule(
        "E619",
        "first-date-missing",
        "error",
        "The quoted words say when a recurring directive is first due, and the rule does not.",
        why="A rule that has only 'every' has no date at all.",
        bad=Sample.directive("""
            deadline: {every: 1 year}  # <-
            quote: by December 31, 2026, and annually thereafter
        """),
        good=Sample.directive("""
            deadline: {by: 2026-12-31, every: 1 year}
            quote: by December 31, 2026, and annually thereafter
        """),
        find=_first_date_missing,
    ),
)
