"""Counts in the words of a time limit: so many days, after or before what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from eo_tracker.check.phrases.days import NamedDay, days
from eo_tracker.check.phrases.words import AMOUNT, PHRASE_END, UNIT, phrase, span_in
from eo_tracker.dates import Span

Way = Literal["after", "before", ""]
Starts = frozenset[str]
_ANY_START: Starts = frozenset(("date", "publication", "effective", "named"))

_ADJECTIVE = (
    r"(?:executive |presidential |national |security |final |interim |proposed |binding "
    r"|operational |emergency |supplemental |omb |policy |public |joint |revised )*"
)
_NOUN = (
    r"(?:order|memorandum|memo|proclamation|directive|determination|notice|rule|action|document"
    r"|guidance|bulletin|circular|policy|regulation|announcement|standard|letter"
    r"|section|subsection|part|paragraph|provision|subpart|appendix|annex)\b"
)
_OWNER = rf"(?:this|the present|the instant) {_ADJECTIVE}{_NOUN}"
_THIS = rf"{_OWNER}(?!')"
_THE = rf"the {_ADJECTIVE}{_NOUN}(?!')"
_DATE_OF = r"(?:the )?(?:date |day |time )?(?:of |on which |that |when |upon which )?"
_SIGNED = r"(?:issuance|issue|signing|signature|execution|promulgation|enactment)"
_NOT_OWN = (
    r"(?! (?:of|by|that|which|to|for|under|from|described|required|issued|established|referred)\b)"
)
_PUBLICATION = (
    r"(?:the |its )?(?:federal register )?publication(?: date)?(?: in the federal register)?"
)
_OF_THE = r"(?: of the (?:order|memorandum|proclamation|rule|notice))?"
_IS_EFFECTIVE = (
    r"(?:takes effect|becomes effective|is effective|enters into force|comes into force)"
)

# What a count starts from, with the starts of a rule that fit: one of the instrument's own dates,
# or a `named` step.
STARTS = (
    phrase(
        "publication",
        rf"{_DATE_OF}{_PUBLICATION} of {_THIS}",
        "the date of publication of this order in the federal register",
        "the publication of the updated strategy",
    ),
    phrase(
        "publication",
        rf"{_DATE_OF}{_OWNER}(?:'s publication| (?:is|was|has been|being) published)",
        "the date on which this order is published",
        "the date on which the plan is published",
    ),
    phrase(
        "publication named",
        rf"{_DATE_OF}{_PUBLICATION}{_OF_THE}{PHRASE_END}",
        "publication in the federal register",
        "publication of the guidelines",
    ),
    phrase(
        "publication named",
        rf"{_DATE_OF}it (?:is|was) published{PHRASE_END}",
        "the date on which it is published",
        "it is submitted",
    ),
    phrase(
        "effective",
        rf"(?:the )?effective date of {_THIS}",
        "the effective date of this order",
        "the effective date of the regulations",
    ),
    phrase(
        "effective",
        rf"{_DATE_OF}{_OWNER}(?:'s effective date| {_IS_EFFECTIVE})",
        "the date on which this order takes effect",
        "the date on which the rule takes effect",
    ),
    phrase(
        "effective named",
        rf"(?:the |its )?effective date(?: hereof)?{_OF_THE}{PHRASE_END}",
        "the effective date",
        "the effective dates of both rules",
    ),
    phrase(
        "date",
        rf"(?:the )?(?:date|day) of {_THIS}{_NOT_OWN}",
        "the date of this order",
        "the date of the report",
    ),
    phrase(
        "date",
        rf"{_DATE_OF}{_OWNER}"
        rf"(?:'s (?:date|{_SIGNED})| (?:is|was|has been) (?:signed|issued|executed|promulgated))",
        "the date this order was signed",
        "the date this order is published",
    ),
    phrase(
        "date",
        rf"{_DATE_OF}(?:the )?{_SIGNED} of {_THIS}",
        "issuance of this directive",
        "issuance of the guidance",
    ),
    phrase("date", r"(?:the )?date hereof|today\b", "the date hereof", "the date thereof"),
    phrase("date effective", rf"{_THIS}{_NOT_OWN}", "this order", "this order's publication"),
    phrase(
        "date named",
        rf"(?:the )?(?:date |day )?(?:of )?(?:the |its )?{_SIGNED}{PHRASE_END}",
        "issue",
        "issue of the permit",
    ),
    phrase(
        "date named",
        rf"(?:the )?(?:date |day )?(?:of )?(?:the )?(?:{_SIGNED} of )?{_THE}{PHRASE_END}",
        "the date of the memorandum",
        "the memorandum of the court",
    ),
    phrase(
        "",
        r"(?:that|such|the foregoing|said|the same|this) (?:date|day|time|event)\b"
        r"|thereof\b|then\b|it\b|which\b|thereafter\b|now\b",
        "that date",
        "the date of the report",
    ),
)
# Words of an event that may still mean the instrument itself; then its start is not known.
_PERHAPS_OWN = re.compile(
    rf"{_DATE_OF}(?:the |its |their |my |his )?"
    rf"(?:this\b|{_ADJECTIVE}{_NOUN}|here(?:of|in)\b|now\b|president\b|president's\b"
    rf"|(?:presidential )?{_SIGNED}\b|sign(?:ed|s|ing)\b|issu(?:ed|es|ing)\b"
    r"|adoption\b|approval\b|release\b|transmittal\b)(?! of\b| by\b| to\b)"
)

WAYS = (
    phrase(
        "after",
        r"(?: or (?:less|sooner|fewer))?,? "
        r"(?:of|from and after|after|from|following|since|subsequent to|past"
        r"|(?:beginning|starting|commencing) (?:on|with|from)|as of) ",
        " after the report",
        " for the report",
    ),
    phrase(
        "before",
        r"(?: or more)?,? (?:before|prior to|preceding|in advance of|ahead of) ",
        " prior to the release",
        " of the release",
    ),
)
_COUNT = re.compile(
    rf"\b(?:{AMOUNT}|(?P<one>an?|the next)|(?P<nth>\d{{1,4}})(?:st|nd|rd|th)) "
    rf"(?:calendar |consecutive |full )?{UNIT}\b'?(?: period)?"
)
_EVENT_ENDS = re.compile(
    r"[,;:.](?:\s|$)"
    r"|\s(?:and|or)\s(?=within\b|no\b|not\b|annual|each\b|every\b|at least\b|on an?\b|by\b"
    r"|quarter|month|week|year|semi|bi|thereafter|then\b|\d)"
    r"|$"
)
_FIRST_WORDS = re.compile(
    r"^(?:the )?"
    r"(?:(?:end|close|last day|beginning|start|first day|date|day) (?:of|in) (?:the )?)?$"
)

_PART = re.compile(r"\b(?:end|close|day|beginning|start)\b")


class Count(NamedTuple):
    """So many days after or before something.

    `starts` is None where the words do not say from what, or not plainly; `day` is the day that
    they name for it. `words` has the start as the words have it, and `end` is where it ends.
    """

    span: Span
    way: Way
    starts: Starts | None
    day: date | None
    words: str
    start: int
    end: int


def counts(words: str, dated: date, own_number: str | None = None) -> list[Count]:
    """Every count in plain words, from left to right.

    `own_number` is how others cite the instrument that speaks.
    """
    return list(_counts(words, dated, own_number))


def _counts(words: str, dated: date, own_number: str | None) -> Iterator[Count]:
    for match in _COUNT.finditer(words):
        number = match["number"] or match["nth"] or match["one"]
        span = span_in(number, match["unit"])
        if span is None or _is_day_of_month(match, words):
            continue
        start, way, at = match.start(), *_way(words, match.end())
        if way:
            base = _start(words[at:], dated, own_number)
            end = at + base.length
            yield Count(span, way, base.starts, base.day, words[at:end], start, end)
        elif not words[:start].endswith(("every ", "each ")):  # how often, not until when
            yield Count(span, "", None, None, "", start, match.end())


def _is_day_of_month(match: re.Match[str], words: str) -> bool:
    """The 30th day of September."""
    return match["nth"] is not None and words.startswith(" of ", match.end())


def _way(words: str, end: int) -> tuple[Way, int]:
    """In which direction the words after a length of time count, and where the start begins."""
    for row in WAYS:
        if match := row.pattern.match(words, end):
            return ("after" if row.means == "after" else "before"), match.end()
    return "", end


class _Start(NamedTuple):
    """What a count starts from, the day if it is one, and how many characters say so."""

    starts: Starts | None
    day: date | None
    length: int


def _start(rest: str, dated: date, own_number: str | None) -> _Start:
    for row in STARTS:
        if match := row.pattern.match(rest):
            return _Start(frozenset(row.means.split()) or None, None, match.end())
    if day := _named_day(rest, dated):
        return _start_on(day, rest)
    ends = _EVENT_ENDS.search(rest)
    length = ends.start() if ends else len(rest)
    starts = None if _may_be_own(rest[:length], own_number) else frozenset(("named",))
    return _Start(starts, None, length)


def _start_on(day: NamedDay, rest: str) -> _Start:
    # The first 90 days of a year count from its beginning, within it; no one says so of a single
    # day or of an end.
    is_within = day.first != day.last and not _PART.search(rest[: day.start])
    if is_within:
        return _Start(None, None, day.end)
    return _Start(_ANY_START, max(day.accepted, default=None), day.end)


def _may_be_own(event: str, own_number: str | None) -> bool:
    """Whether words that name an event are empty, or may still mean the instrument itself."""
    if not event.strip() or _PERHAPS_OWN.match(event):
        return True
    return own_number is not None and own_number.lower() in event.split()


def _named_day(rest: str, dated: date) -> NamedDay | None:
    """The day that a count starts from, if no more than `the end of` is before it."""
    for day in days(rest[:120], dated):
        is_first = _FIRST_WORDS.match(rest[: day.start])
        return day if is_first and day.role != "unread" else None
    return None
