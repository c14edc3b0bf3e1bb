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
    r"(?:executive |presidential |national |security |final |interim |proposed |binding |operational |emergency |supplemental |omb |policy"
    r" |public |joint |revised )*"
)
_NOUN = (
    r"(?:order|memorandum|memo|proclamation|directive|determination|notice|rule|action|document|guidance|bulletin|circular|policy|regulation"
    r"|announcement|standard|letter|section|subsection|part|paragraph|provision|subpart|appendix|annex)\b"
)
_OWNER = rf"(?:this|the present|the instant) {_ADJECTIVE}{_NOUN}"
_THIS = rf"{_OWNER}(?!')"
_THE = rf"the {_ADJECTIVE}{_NOUN}(?!')"
_DATE_OF = r"(?:the )?(?:date |day |time )?(?:of |on which |that |when |upon which )?"
_SIGNED = r"(?:issuance|issue|signing|signature|execution|promulgation|enactment)"
_NOT_OWN = (
    r"(?! (?:of|by|that|which|to|for|under|from|described|required|issued|established|referred)\b)"
)

# What a count starts from, each with the starts of a rule that fit: an own date of the instrument, or a `named` step.
STARTS = (
    phrase(
        "publication",
        rf"{_DATE_OF}(?:the |its )?(?:federal register )?publication(?: date)?(?: in the federal register)? of {_THIS}",
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
        rf"{_DATE_OF}(?:the |its )?(?:federal register )?publication(?: date)?(?: in the federal register)?(?: of the (?:order|memorandum|proclamation|rule|notice))?{PHRASE_END}",
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
        rf"{_DATE_OF}{_OWNER}(?:'s effective date| (?:takes effect|becomes effective|is effective|enters into force|comes into force))",
        "the date on which this order takes effect",
        "the date on which the rule takes effect",
    ),
    phrase(
        "effective named",
        rf"(?:the |its )?effective date(?: hereof)?(?: of the (?:order|memorandum|proclamation|rule|notice))?{PHRASE_END}",
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
        rf"{_DATE_OF}{_OWNER}(?:'s (?:date|{_SIGNED})| (?:is|was|has been) (?:signed|issued|executed|promulgated))",
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
        r"(?:that|such|the foregoing|said|the same|this) (?:date|day|time|event)\b|thereof\b|then\b|it\b|which\b|thereafter\b|now\b",
        "that date",
        "the date of the report",
    ),
)
# Words of an event that may still mean the instrument itself; then nothing is said of its start.
_PERHAPS_OWN = re.compile(
    rf"{_DATE_OF}(?:the |its |their |my |his )?(?:this\b|{_ADJECTIVE}{_NOUN}|here(?:of|in)\b|now\b|president\b|president's\b|(?:presidential )?{_SIGNED}\b|sign(?:ed|s|ing)\b|issu(?:ed|es|ing)\b|adoption\b|approval\b"
    r"|release\b|transmittal\b)(?! of\b| by\b| to\b)"
)

WAYS = (
    phrase(
        "after",
        r"(?: or (?:less|sooner|fewer))?,? (?:of|from and after|after|from|following|since|subsequent to|past|(?:beginning|starting|commencing) (?:on|with|from)|as of) ",
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
    rf"\b(?:{AMOUNT}|(?P<one>an?|the next)|(?P<nth>\d{{1,4}})(?:st|nd|rd|th)) (?:calendar |consecutive |full )?{UNIT}\b'?(?: period)?"
)
_EVENT_ENDS = re.compile(
    r"[,;:.](?:\s|$)|\s(?:and|or)\s(?=within\b|no\b|not\b|annual|each\b|every\b|at least\b|on an?\b|by\b|quarter|month|week|year|semi|bi|thereafter|then\b|\d)|$"
)
_FIRST_WORDS = re.compile(
    r"^(?:the )?(?:(?:end|close|last day|beginning|start|first day|date|day) (?:of|in) (?:the )?)?$"
)

_PART = re.compile(r"\b(?:end|close|day|beginning|start)\b")


class Count(NamedTuple):
    """So many days after or before something. `starts` is None where the words do not say from what, or not plainly;
    `day` is the day that they name for it. `words` has the start as the words have it, and `end` is where it ends.
    """

    span: Span
    way: Way
    starts: Starts | None
    day: date | None
    words: str
    start: int
    end: int


def counts(words: str, dated: date, own_number: str | None = None) -> list[Count]:
    """Every count in plain words, from left to right. `own_number` is how others cite the instrument that speaks."""
    return list(_counts(words, dated, own_number))


def _counts(words: str, dated: date, own_number: str | None) -> Iterator[Count]:
    for match in _COUNT.finditer(words):
        number = match["number"] or match["nth"] or match["one"]
        span = span_in(number, match["unit"])
        if span is None or (
            match["nth"] and words.startswith(" of ", match.end())
        ):  # the 30th day of September
            continue
        way, at = _way(words, match.end())
        if not way and words[: match.start()].endswith(
            ("every ", "each ")
        ):  # how often, not until when
            continue
        if not way:
            yield Count(span, "", None, None, "", match.start(), match.end())
            continue
        starts, day, length = _start(words[at:], dated, own_number)
        yield Count(span, way, starts, day, words[at : at + length], match.start(), at + length)


def _way(words: str, end: int) -> tuple[Way, int]:
    for each in WAYS:
        if found := each.pattern.match(words, end):
            return ("after" if each.means == "after" else "before"), found.end()
    return "", end


def _start(
    rest: str, dated: date, own_number: str | None
) -> tuple[Starts | None, date | None, int]:
    """What a count starts from, the day if it is one, and how many characters say so."""
    for each in STARTS:
        if found := each.pattern.match(rest):
            return frozenset(each.means.split()) or None, None, found.end()
    ends = _EVENT_ENDS.search(rest)
    length = ends.start() if ends else len(rest)
    if day := _named_day(rest, dated):
        # The first 90 days of a year count from its beginning, within it; nobody says so of a single day or of an end.
        inside = day.first != day.last and not _PART.search(rest[: day.start])
        return (
            (None, None, day.end)
            if inside
            else (_ANY_START, max(day.accepted, default=None), day.end)
        )
    event = rest[:length]
    perhaps_own = _PERHAPS_OWN.match(event) or (own_number and own_number.lower() in event.split())
    return (None if perhaps_own or not event.strip() else frozenset(("named",))), None, length


def _named_day(rest: str, dated: date) -> NamedDay | None:
    """The day that a count starts from: it stands first, after no more than `the end of`."""
    first = next(iter(days(rest[:120], dated)), None)
    return (
        first
        if first and first.role != "unread" and _FIRST_WORDS.match(rest[: first.start])
        else None
    )
