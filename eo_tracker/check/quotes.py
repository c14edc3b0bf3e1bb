"""Rules that hold the rule of an entry against the words that the entry itself quotes, with or without the official text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eo_tracker.check.phrases import (
    Count,
    Lasting,
    NamedDay,
    Rhythm,
    choice,
    counts,
    days,
    joined,
    lasting,
    plain_words,
    rhythms,
    shortened,
    without,
)
from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.dates import NUMBER, Period, Span, add, long, number_in
from eo_tracker.models import OWN_DATES, Deadline, Directive, Instrument

_DURATION = re.compile(
    r"\bfor (?:a period of )?(?:up to |not more than |at least )?[\w-]+ (?:business )?(?:day|week|month|year)s?\b|\bup to\b",
    re.IGNORECASE,
)
_OWN_DAYS = {"date": "dated", "publication": "published", "effective": "effective"}
_NAMES = {
    "date": "the date of the instrument",
    "publication": "publication",
    "effective": "the effective date",
}
_SIGNS = {"date": "date of", "publication": "publi", "effective": "effec"}
# Lengths that are the same on every day of the calendar.
_SAME = {
    Span(7, "day"): Span(1, "week"),
    Span(14, "day"): Span(2, "week"),
    Span(12, "month"): Span(1, "year"),
    Span(24, "month"): Span(2, "year"),
}


class Words(NamedTuple):
    """What a quote says, read once."""

    words: str
    counts: Sequence[Count]
    days: Sequence[NamedDay]
    rhythms: Sequence[Rhythm]
    lasting: Sequence[Lasting]

    @property
    def unread(self) -> bool:
        """Whether it names days that cannot be known from the words alone."""
        return any(each.role == "unread" for each in self.days)

    def of_role(self, *roles: str) -> list[NamedDay]:
        """The days that the words name as what."""
        return [each for each in self.days if each.role in roles]


# As many as one file can have: its rules ask for the same quotes one after the other.
@lru_cache(maxsize=16_384)
def _read(quote: str, dated: date, number: str | None) -> Words:
    words = plain_words(quote)
    counted = counts(words, dated, number)
    # A day or rhythm that only says where a count starts is no limit of its own.
    rest = words
    for each in counted:
        if each.way:
            start = each.end - len(each.words)
            rest = f"{rest[:start]}{' ' * len(each.words)}{rest[each.end :]}"
    named = days(rest, dated)
    return Words(
        words,
        counted,
        named,
        rhythms(without(rest, [each for each in named if not each.yearly])),
        lasting(rest),
    )


def _quoted(file: File) -> Iterator[tuple[int, Directive, Words]]:
    """The directives that quote words, with their index and what the words say."""
    instrument = file.instrument
    for index, directive in enumerate(instrument.directives):
        if directive.quote and not directive.entered_in_error:
            yield index, directive, _read(directive.quote, instrument.dated, instrument.number)


def _parts(rule: Deadline) -> Sequence[Deadline]:
    return (*rule.earliest, *rule.latest) or (rule,)


# Number, unit and date


# "the date is extended by 30 days" says how far a date moves, and neither the day nor the length of the new rule.
_LENGTHENS = re.compile(
    r"\b(?:extend|postpon|delay|defer|toll|shorten|advanc|accelerat)\w*\b", re.IGNORECASE
)


def _not_in_quote(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        if directive.deadline and (problem := _missing(directive.deadline, said)):
            yield Finding(("directives", index, "deadline"), problem)
    # What an amendment's rule counts from is said in the target; its own words have the number, the unit or the day.
    for index, effect in enumerate(file.instrument.effects):
        rule = effect.set.deadline if effect.set else None
        if effect.quote and _LENGTHENS.search(effect.quote):
            continue
        if (
            rule
            and effect.quote
            and (
                problem := _missing(
                    rule, _read(effect.quote, file.instrument.dated, file.instrument.number)
                )
            )
        ):
            yield Finding(("effects", index, "set", "deadline"), problem)


def _missing(rule: Deadline, said: Words) -> str:
    """What the quoted words say otherwise than the rule; of a rule made of several, only where the words have as many limits."""
    parts = _parts(rule)
    limits = len(said.counts) + len(said.of_role("limit", "begin"))
    if len(parts) > 1 and limits < len(parts):
        return ""
    return next(filter(None, (_missing_part(part, said) for part in parts)), "")


def _missing_part(rule: Deadline, said: Words) -> str:
    if rule.within and not _says(rule.within, said):
        return f"the quoted words do not say {rule.within}"
    return _other_day(rule.by, said, recurs=rule.every is not None) if rule.by else ""


def _says(span: Span, said: Words) -> bool:
    unit = (
        "(?:business|working) day"
        if span.unit == "business day"
        else f"(?:calendar |consecutive )?{span.unit}"
    )
    if span.amount == 1 and re.search(rf"\b(?:an?|the next) (?:\w+ )?{unit}\b", said.words):
        return True
    if any(each.span == span for each in said.counts):
        return True
    return any(
        number_in(found[1]) == span.amount
        for found in re.finditer(rf"\b({NUMBER}) {unit}s?\b", said.words)
    )


def _other_day(by: Period, said: Words, *, recurs: bool) -> str:
    """What the words mean instead of a fixed date or period. Words that cannot be read for certain say nothing else.

    A recurrence may begin on any day of a period that it fills: `quarterly during 2027`.
    """
    meant = [each.accepted for each in said.of_role("limit")] or [
        each.accepted for each in said.of_role("until")
    ]
    meant += [
        frozenset([day]) for each in said.counts if each.day and (day := _counted(each.day, each))
    ]
    begins = said.of_role("begin")
    filled = [
        each
        for each in said.of_role("limit")
        if recurs and said.rhythms and each.first != each.last and not each.edged
    ]
    if any(by.last in accepted for accepted in meant) or any(
        each.first <= by.last <= each.last for each in (*begins, *filled)
    ):
        return ""
    meant += [frozenset([each.last]) for each in begins]
    if said.unread or not meant:
        return (
            ""
            if _mentions(by, said.words, unread=said.unread)
            else f"the quoted words do not say {_written(by)}"
        )
    _, plainest = min((len(accepted), max(accepted)) for accepted in meant)
    return f"the quoted words mean {_date(plainest)}, not {_date(by.last)}"


def _counted(start: date, said: Count) -> date | None:
    try:
        return (
            add(start, said.span, 1 if said.way == "after" else -1) if said.span.countable else None
        )
    except OverflowError:
        return None


def _written(by: Period) -> str:
    return _date(by.last) if by.exact else by.text


def _date(day: date) -> str:
    """`December 31, 2027`."""
    return long(day).partition(", ")[2]


_CALENDAR_WORDS = ("end of", "fiscal year", "calendar year", "beginning", "quarter", "half")


def _mentions(by: Period, words: str, *, unread: bool) -> bool:
    """Whether words that could not be read for certain have the year of a date, and something that may be the rest of it."""
    years = (
        {str(by.last.year), str(by.last.year + 1)}
        if "fiscal" in words or re.search(r"\bfy", words)
        else {str(by.last.year)}
    )
    if not any(re.search(rf"\b(?:fy)?{year}\b", words) for year in years):
        return not by.exact and any(word in words for word in _CALENDAR_WORDS)
    if not by.exact:
        return True
    return (
        unread or f"{by.last:%B}".lower() in words or any(word in words for word in _CALENDAR_WORDS)
    )


# Where a count starts, and which way it goes


def _other_start(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        for part in _parts(directive.deadline) if directive.deadline else ():
            if part.within and (problem := _against_counts(part, part.within, said.counts, file)):
                yield Finding(("directives", index, "deadline"), problem)
                break
        else:
            if problem := _left_over(directive.deadline, said, file):
                yield Finding(("directives", index, "deadline"), problem)


def _against_counts(rule: Deadline, within: Span, said: Sequence[Count], file: File) -> str:
    """What every count of the same length says otherwise than the rule; empty where one agrees or says no start."""
    faults = [_differs(rule, each, file) for each in said if each.span == within]
    return faults[0] if faults and all(faults) else ""


def _left_over(rule: Deadline | None, said: Words, file: File) -> str:
    """A count that none of several parts of its length has: two counts of 30 days under two parts that both run from the date."""
    parts = _parts(rule) if rule else ()
    if len(parts) < 2:
        return ""
    for each in said.counts:
        same = [part for part in parts if part.within == each.span]
        faults = [_differs(part, each, file) for part in same]
        if len(same) > 1 and all(faults):
            return faults[0]
    return ""


def _differs(rule: Deadline, said: Count, file: File) -> str:
    start = rule.of or rule.before or ""
    if not said.way:
        return ""
    if (said.way == "before") != (rule.before is not None):
        way = "back from" if said.way == "before" else "on from"
        return (
            f'the quoted words count {way} "{shortened(said.words)}", the rule counts the other way'
        )
    if said.day and start in OWN_DATES:
        own = getattr(file.instrument, _OWN_DAYS[start])
        return (
            ""
            if own is None or own == said.day
            else f"the quoted words count from {_date(said.day)}, not from {_NAMES[start]}"
        )
    name = start if start in OWN_DATES else "named"
    if said.starts is None or name in said.starts or _is_own_by_name(start, said, file):
        return ""
    return f'the quoted words count from "{shortened(said.words)}", not from {_NAMES.get(start, start)}'


def _is_own_by_name(start: str, said: Count, file: File) -> bool:
    """Whether a named trigger is itself the day that the words name: a publication, or the date of an order that is amended in quotes."""
    known = file.catalog.triggers.get(file.instrument.key(start))
    signs = [_SIGNS[word] for word in said.starts or () if word in _SIGNS]
    return known is not None and any(sign in known[1].what.lower() for sign in signs)


def _other_choice(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        rule, chosen = directive.deadline, choice(said.words)
        if rule and (
            (chosen == "earliest" and rule.latest) or (chosen == "latest" and rule.earliest)
        ):
            yield Finding(
                ("directives", index, "deadline"), f"the quoted words take the {chosen} date"
            )


# How often, from when and until when


def _other_rhythm(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        rule = directive.deadline
        known = [each for each in said.rhythms if each.spans]
        if rule is None or not known or len(known) < len(said.rhythms):
            continue
        if rule.every:
            if not any(
                _same(rule.every, span)
                for span in (*(span for each in known for span in each.spans), *_between(said))
            ):
                yield Finding(
                    ("directives", index, "deadline", "every"),
                    f'the quoted words say "{shortened(known[0].words)}", not every {rule.every}',
                )
        elif (plain := [each for each in known if each.plain]) and not _recurs_elsewhere(
            directive, rule, file
        ):
            yield Finding(
                ("directives", index, "deadline"),
                f"the quoted words recur (\"{shortened(plain[0].words)}\"); the rule has no 'every'",
            )


def _between(said: Words) -> Iterator[Span]:
    """The interval of a rule for several days of each year: half a year for `by June 30 and December 31 of each year`."""
    yearly = sum(each.yearly for each in said.days)
    if yearly > 1 and 12 % yearly == 0:
        yield Span(12 // yearly, "month")


def _same(one: Span, other: Span) -> bool:
    return _SAME.get(one, one) == _SAME.get(other, other)


def _recurs_elsewhere(directive: Directive, rule: Deadline, file: File) -> bool:
    """Whether the rule counts from a trigger that repeats, or another entry of the same words or place has the recurrence."""
    repeats = (file.catalog.triggers.get(file.instrument.key(name)) for name in rule.references)
    if any(known and known[1].repeats for known in repeats):
        return True
    places = {directive.cite, directive.at}
    others = (
        each
        for each in file.instrument.directives
        if each is not directive and each.deadline and each.deadline.every
    )
    return any(
        each.cite in places or each.at in places - {None} or each.quote == directive.quote
        for each in others
    )


def _no_first_date(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        rule = directive.deadline
        if (
            rule
            and rule.every
            and not (rule.within or rule.by or rule.earliest or rule.latest)
            and (first := _first(said))
        ):
            yield Finding(
                ("directives", index, "deadline"),
                f'the quoted words say when it is due first ("{shortened(first)}"); the rule does not',
            )


def _first(said: Words) -> str:
    """The words that give a recurrence its first date by themselves."""
    for count in said.counts:
        if count.way and count.starts and (count.day or "named" not in count.starts):
            return said.words[count.start : count.end]
    named = said.of_role("limit", "begin")
    return said.words[named[0].start : named[0].end] if named else ""


def _other_end(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        rule = directive.deadline
        if rule and rule.every and not rule.ends_with and not said.unread:
            problem = (
                _against_end(rule, Period.parse(rule.until).last, said, file.instrument)
                if rule.until
                else _endless(said)
            )
            if problem:
                yield Finding(
                    ("directives", index, "deadline", *(["until"] if rule.until else [])), problem
                )


def _against_end(rule: Deadline, until: date, said: Words, instrument: Instrument) -> str:
    ends = said.of_role("until")
    if ends:
        agrees = any(until in each.accepted for each in ends)
        return (
            ""
            if agrees
            else f"the quoted words end it on {_date(ends[-1].meant)}, not {_date(until)}"
        )
    for each in said.lasting:
        if not _lasts_until(rule, each.span, until, instrument):
            return f'the quoted words say "{shortened(each.words)}", which does not end on {_date(until)}'
    return ""


def _lasts_until(rule: Deadline, span: Span, until: date, instrument: Instrument) -> bool:
    """Whether a recurrence of that length, counted from any day that it could begin on, has the dates that `until` gives it."""
    try:
        first = _known_first(rule, instrument)
        if first is None or rule.every is None:
            return True
        own = [instrument.dated, instrument.published, instrument.effective]
        ends = [add(day, span) for day in (first, *own) if day]
        return any(add(end, rule.every, -1) <= until <= end for end in ends)
    except (OverflowError, ValueError):  # beyond the calendar, or hours
        return True


def _known_first(rule: Deadline, instrument: Instrument) -> date | None:
    """The first date of a rule that is fixed, or counts from a day of the instrument."""
    if rule.by:
        return rule.by.last
    start = getattr(instrument, _OWN_DAYS[rule.of]) if rule.of in _OWN_DAYS else None
    return add(start, rule.within) if start and rule.within else None


def _endless(said: Words) -> str:
    """The end that the words give to a rhythm right after it, where the rule has none."""
    words = without(said.words, list(said.days))
    phrases = [(each.start, f"until {_date(each.meant)}") for each in said.of_role("until")]
    phrases += [(each.start, shortened(each.words)) for each in said.lasting]
    for start, phrase in phrases:
        before = re.sub(
            r"(?:until|till|through|throughout|ending)(?: on| in)?(?: the)?(?: end of)?(?: the)? ?$",
            "",
            words[:start],
        )
        if any(joined(words, each, len(before)) for each in said.rhythms):
            return f"the quoted words end it ({phrase}); the rule has no 'until'"
    return ""


# Words without a rule


def _no_rule(file: File) -> Iterator[Finding]:
    for index, directive, said in _quoted(file):
        if directive.deadline is None and (limit := _limit(said)):
            yield Finding(
                ("directives", index, "quote"),
                f'these words set a time limit ("{shortened(limit)}"); the entry has no deadline',
            )


def _limit(said: Words) -> str:
    for count in said.counts:
        if count.way and count.starts and "named" not in count.starts:
            return said.words[count.start : count.end]
    named = said.of_role("limit")
    if named:
        return said.words[named[0].start : named[0].end]
    often = [each for each in said.rhythms if each.plain and each.spans]
    return often[0].words if often else ""


def _duration(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        rule, quote = directive.deadline, directive.quote or ""
        if rule and not rule.every and _DURATION.search(quote) and "within" not in quote.lower():
            yield Finding(
                ("directives", index, "quote"),
                "these words say how long something lasts, not until when it is due; make it a term",
            )


def _directive(deadline: str, quote: str, more: str = "") -> str:
    rule = f", deadline: {{{deadline}}}" if deadline else ""
    return f'directives:\n  - {{id: 2a, cite: 2(a), title: T, summary: S, binds: [omb]{rule}, quote: "{quote}"}}{more}\n'


_BAD = "  # <-"
_OF_THE_ORDER = "Within 30 days of the date of this order"

QUOTE_RULES = (
    Rule(
        "E607",
        "not-in-quote",
        "error",
        "The number, the unit or the date of a rule is not in the words that it quotes.",
        "A slip of a digit in the rule is the one error that no reader of a screen can see; and a fiscal year ends on September 30.",
        _directive("by: 2027-12-31", "by the end of fiscal year 2027", _BAD),
        _directive("by: FY2027", "by the end of fiscal year 2027"),
        _not_in_quote,
    ),
    Rule(
        "E608",
        "duration",
        "warning",
        "The quoted words say how long something lasts.",
        "A length of time is no deadline; docketed as one it gives a date on which nothing is due.",
        _directive("within: 30 days, of: date", "for a period of up to 30 days", _BAD),
        _directive("within: 30 days, of: date", "within 30 days"),
        _duration,
    ),
    Rule(
        "E616",
        "other-start",
        "error",
        "The rule counts from something else, or the other way, than the words that it quotes.",
        "An order is published days after its date, so the same number of days gives another date.",
        _directive("within: 30 days, of: publication", _OF_THE_ORDER, _BAD),
        _directive("within: 30 days, of: date", _OF_THE_ORDER),
        _other_start,
    ),
    Rule(
        "E617",
        "other-rhythm",
        "error",
        "The quoted words recur, and the rule does not, or with another interval.",
        "Every later date would be missing or wrong.",
        _directive(
            "within: 30 days, of: date",
            "Within 30 days of the date of this order and annually thereafter",
            _BAD,
        ),
        _directive(
            "within: 30 days, of: date, every: 1 year",
            "Within 30 days of the date of this order and annually thereafter",
        ),
        _other_rhythm,
    ),
    Rule(
        "E618",
        "other-end",
        "error",
        "The quoted words end a recurrence on another day than the rule.",
        "Dates would be missing at its end, or be docketed when nothing is due.",
        _directive(
            "by: 2026-12-31, every: 1 year, until: 2030-12-31",
            "by December 31, 2026, and annually through 2028",
            _BAD,
        ),
        _directive(
            "by: 2026-12-31, every: 1 year, until: 2028",
            "by December 31, 2026, and annually through 2028",
        ),
        _other_end,
    ),
    Rule(
        "E619",
        "no-first-date",
        "error",
        "The quoted words say when a recurring directive is due first, and the rule does not.",
        "A rule with 'every' alone has no date at all.",
        _directive("every: 1 year", "by December 31, 2026, and annually thereafter", _BAD),
        _directive(
            "by: 2026-12-31, every: 1 year", "by December 31, 2026, and annually thereafter"
        ),
        _no_first_date,
    ),
    Rule(
        "E620",
        "other-choice",
        "error",
        "Of several dates the rule takes the earliest and the quoted words the latest, or the other way round.",
        "The later of two dates is a default where the earlier one is the law.",
        _directive(
            "latest: [{within: 30 days, of: date}, {by: 2026-12-31}]",
            f"{_OF_THE_ORDER} or by December 31, 2026, whichever is earlier",
            _BAD,
        ),
        _directive(
            "earliest: [{within: 30 days, of: date}, {by: 2026-12-31}]",
            f"{_OF_THE_ORDER} or by December 31, 2026, whichever is earlier",
        ),
        _other_choice,
    ),
    Rule(
        "E621",
        "no-rule",
        "error",
        "The quoted words set a time limit, and the entry has no deadline.",
        "A limit that is only quoted has no date, no reminder and no status.",
        _directive("", _OF_THE_ORDER, _BAD),
        _directive("within: 30 days, of: date", _OF_THE_ORDER),
        _no_rule,
    ),
)
