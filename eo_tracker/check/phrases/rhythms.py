"""How often, and for how long, in the words of a time limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from eo_tracker.check.phrases.words import AMOUNT, READ, UNIT, Phrase, masked, phrase, span_in
from eo_tracker.dates import Span

_EACH = r"(?:each|every)"
_KIND = r"(?: (?:calendar|fiscal|subsequent|succeeding|following))*"
# An adverb, where the same word may also describe a thing: `quarterly thereafter`, but
# `a quarterly report`.
_ALONE = (
    r"(?=$|[,;.:)]| (?:and|or|thereafter|basis|until|through|by|beginning|starting|commencing"
    r"|on|after|following|for|from|as|to)\b)"
)
_MONTH_NAMES = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)


class RhythmPhrase(NamedTuple):
    """Words that say how often, with the lengths that they may mean (none: it cannot be known).

    `plain` words make a directive recur by themselves.
    """

    words: Phrase
    spans: tuple[Span, ...]
    plain: bool


def _often(spans: str, pattern: str, fits: str, fails: str, *, plain: bool = True) -> RhythmPhrase:
    means = phrase(spans or "unknown", pattern, fits, fails)
    lengths = spans.split(" or ") if spans else []
    return RhythmPhrase(means, tuple(map(Span.parse, lengths)), plain)


# A row takes its words away from the rows below it.
RHYTHM_PHRASES = (
    _often(
        "",
        r"\bevery (?:few|several|couple)\b"
        r"|\bevery (?:[a-z]+|\d+) (?:to|or) (?:[a-z]+|\d+) (?:day|week|month|year)s?\b"
        r"|\bsemi ?(?:monthly|weekly)\b|\bperiodically\b|\bfrom time to time\b"
        r"|\b(?:twice|two times) (?:a|per|each|every) (?:month|week|quarter|day)\b",
        "every 2 to 3 years",
        "every 2 years",
    ),
    _often(
        "4 months",
        rf"\b(?:three times|thrice) (?:a|per|{_EACH}){_KIND} year\b",
        "three times a year",
        "three times a week",
    ),
    _often(
        "3 months",
        rf"\b(?:four times) (?:a|per|{_EACH}){_KIND} year\b",
        "four times each year",
        "four times a day",
    ),
    _often(
        "6 months",
        rf"\b(?:twice|two times) (?:a|per|{_EACH}){_KIND} year\b"
        r"|\bsemi ?annually\b|\bsemi ?annual basis\b|\bhalf yearly\b",
        "twice a year",
        "twice a month",
    ),
    _often(
        "6 months", r"\bsemi ?annual\b", "a semi annual report", "an annual report", plain=False
    ),
    _often(
        "6 months or 2 years", r"\bbi ?annually\b|\bbi ?annual basis\b", "bi annually", "annually"
    ),
    _often(
        "6 months or 2 years",
        r"\bbi ?annual\b",
        "a biannual report",
        "an annual report",
        plain=False,
    ),
    _often(
        "2 years",
        rf"\bbiennially\b|\bbiennial basis\b|\b{_EACH} other{_KIND} year\b|\bevery second year\b",
        "biennially",
        "a biennial review",
    ),
    _often("2 years", r"\bbiennial\b", "a biennial review", "a bicentennial review", plain=False),
    _often("3 years", r"\btriennially\b|\btriennial basis\b", "triennially", "triangular"),
    _often(
        "4 years",
        r"\bquadrennially\b|\bquadrennial basis\b",
        "quadrennially",
        "the quadrennial defense review",
    ),
    _often("2 months or 2 weeks", r"\bbi ?monthly\b", "bimonthly", "monthly"),
    _often("2 months", rf"\b{_EACH} other{_KIND} month\b", "every other month", "every month"),
    _often(
        "2 weeks", rf"\bbi ?weekly\b|\bfortnightly\b|\b{_EACH} other week\b", "biweekly", "weekly"
    ),
    _often(
        "1 year",
        r"\bannually\b"
        rf"|\b(?:once )?(?:a|per|{_EACH}){_KIND} year(?: thereafter)?\b(?<!a year)(?<!per year)"
        r"|\bonce (?:a|per) year\b|\b(?:annual|yearly) basis\b"
        rf"|\byearly{_ALONE}",
        "annually",
        "within a year",
    ),
    _often(
        "3 months",
        rf"\bquarterly basis\b|\bquarterly{_ALONE}"
        rf"|\b(?:once )?{_EACH}{_KIND} quarter\b|\bonce (?:a|per) quarter\b",
        "quarterly thereafter",
        "a quarterly report",
    ),
    _often(
        "1 month",
        rf"\bmonthly basis\b|\bmonthly{_ALONE}"
        rf"|\b(?:once )?{_EACH}{_KIND} month\b|\bonce (?:a|per) month\b",
        "monthly",
        "within a month",
    ),
    _often(
        "1 week",
        rf"\bweekly basis\b|\bweekly{_ALONE}"
        rf"|\b(?:once )?{_EACH}{_KIND} week\b|\bonce (?:a|per) week\b",
        "weekly",
        "within a week",
    ),
    _often(
        "1 business day",
        rf"\b{_EACH} (?:business|working) day\b",
        "every business day",
        "one business day",
    ),
    _often(
        "1 day",
        rf"\bdaily basis\b|\bdaily{_ALONE}|\b{_EACH}(?: calendar)? day\b",
        "daily",
        "a daily report",
    ),
    _often(
        "1 year",
        rf"\b{_EACH} {_MONTH_NAMES}\b",
        "each march 31",
        "by march 31",
    ),
    _often(
        "1 week",
        rf"\b{_EACH} (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        "every monday",
        "by monday",
    ),
    _often(
        "1 year", r"\b(?:annual|yearly)\b", "an annual report", "a biennial report", plain=False
    ),
    _often("3 months", r"\bquarterly\b", "a quarterly report", "a quarter", plain=False),
    _often("1 month", r"\bmonthly\b", "a monthly report", "a month", plain=False),
    _often("1 week", r"\bweekly\b", "a weekly report", "a week", plain=False),
)
_EVERY = re.compile(
    rf"\b(?:once )?{_EACH} {AMOUNT} (?:calendar |consecutive )?{UNIT}\b(?: period)?"
)


class Rhythm(NamedTuple):
    """How often, by one phrase.

    `spans` has every length that it may mean, and none where that cannot be known.
    """

    spans: tuple[Span, ...]
    plain: bool
    words: str
    start: int
    end: int


class Lasting(NamedTuple):
    """For how long, by one phrase: `for 5 years`."""

    span: Span
    words: str
    start: int
    end: int


def rhythms(words: str) -> list[Rhythm]:
    """Every phrase of plain words that says how often, from left to right."""
    all_rhythms = []
    for match in _EVERY.finditer(words):
        span = span_in(match["number"], match["unit"])
        spans = (span,) if span else ()
        all_rhythms.append(_rhythm(match, spans, plain=True))
        words = masked(words, match.start(), match.end())
    for row in RHYTHM_PHRASES:
        for match in row.words.pattern.finditer(words):
            all_rhythms.append(_rhythm(match, row.spans, plain=row.plain))
            words = masked(words, match.start(), match.end())
    return sorted(all_rhythms, key=lambda rhythm: rhythm.start)


def _rhythm(match: re.Match[str], spans: tuple[Span, ...], *, plain: bool) -> Rhythm:
    return Rhythm(spans, plain, match[0], match.start(), match.end())


_LASTING = re.compile(
    r"\bfor (?:a (?:total )?period of |the (?:next|first|following) )?"
    rf"{AMOUNT} (?:consecutive |full )?{UNIT}\b"
)
# The words between how often and until when that leave no doubt that the one ends the other.
_BETWEEN = re.compile(
    rf"[ ,{READ}]*(?:(?:thereafter|after that|and|continuing|from|beginning|starting|commencing"
    rf"|in|on|with|the|of|fiscal|calendar|year|end)[ ,{READ}]*){{0,12}}"
)


def lasting(words: str) -> list[Lasting]:
    """Every phrase of plain words that says for how long."""
    return [*_lasting(words)]


def _lasting(words: str) -> Iterator[Lasting]:
    for match in _LASTING.finditer(words):
        if span := span_in(match["number"], match["unit"]):
            yield Lasting(span, match[0], match.start(), match.end())


def joined(words: str, rhythm: Rhythm, start: int) -> bool:
    """Whether what starts there belongs to the rhythm. `words` come without their days."""
    return rhythm.end <= start and _BETWEEN.fullmatch(words, rhythm.end, start) is not None
