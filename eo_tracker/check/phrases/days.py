"""Days and periods in the words of a time limit: `by the end of fiscal year 2027`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from eo_tracker.check.phrases.words import Phrase, masked, phrase
from eo_tracker.dates import Period, add_months

DayRole = Literal["limit", "begin", "until", "other", "unread"]
Bounds = tuple[date, date]
_ONE_DAY = timedelta(days=1)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_SOME_MONTH = _MONTH.replace("?P<month>", "?:")
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20|21)\d\d)\b"
_FISCAL = r"(?P<fiscal>fiscal years? |fiscal |fy ?)"
_CALENDAR = r"(?:calendar years? |cy ?|the year |year )"
_SHORT_OR_LONG = r"(?P<year>(?:19|20|21)\d\d|\d\d)\b"
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 0,
    "final": 0,
}
_ORDINAL = rf"(?P<nth>{'|'.join(_ORDINALS)})"
_THING = (
    r"(?:budgets?|appropriations?|ndaa|requests?|president's|national|funds?|funding|baseline"
    r"|levels?|reports?|editions?|strateg(?:y|ies)|plans?|acts?|cycle|updates?|census|guidance"
    r"|submission|data|performance)"
)


class NamedDay(NamedTuple):
    """A day or period that the words name, its role in them, and where they name it.

    `accepted` has the days that a rule may give for it: mostly one, more where words leave a day
    open ("before July 1"). `yearly` is set for a day of each year, `edged` where the words name the
    end or the beginning of a period.
    """

    role: DayRole
    first: date
    last: date
    accepted: frozenset[date]
    start: int
    end: int
    yearly: bool = False
    edged: bool = False

    @property
    def meant(self) -> date:
        """The day that the words mean, the latest where they leave one open."""
        return max(self.accepted)


class DayPhrase(NamedTuple):
    """Words that name a period, with the reader of its bounds (None: they are not known)."""

    words: Phrase
    read: Callable[[re.Match[str], date], Bounds | None]


def _day_phrase(
    means: str,
    pattern: str,
    fits: str,
    fails: str,
    read: Callable[[re.Match[str], date], Bounds | None],
) -> DayPhrase:
    return DayPhrase(phrase(means, pattern, fits, fails), read)


def _unknown(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    return None


def _month(found: re.Match[str]) -> int:
    return _MONTHS.index(found["month"][:3]) + 1


def _exact(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    month = int(found["number"]) if "number" in found.re.groupindex else _month(found)
    return _one_day(int(found["year"]), month, int(found["day"]))


def _in_fiscal_year(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    month = _month(found)
    return _one_day(int(found["year"]) - (month >= 10), month, int(found["day"]))


def _one_day(year: int, month: int, day: int) -> Bounds | None:
    try:
        only = date(year, month, day)
    except ValueError:
        return None
    return only, only


def _whole_month(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    year, month = int(found["year"]), _month(found)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _whole_year(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    return _months(found, 1, 12)


def _half(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    nth = _nth(found["half"], found["nth"], last=2)
    return _months(found, 6 * nth - 5, 6 * nth) if nth <= 2 else None


def _quarter(found: re.Match[str], dated: date) -> Bounds | None:  # noqa: ARG001
    nth = _nth(found["quarter"], found["nth"], last=4)
    return _months(found, 3 * nth - 2, 3 * nth)


def _nth(number: str | None, ordinal: str, *, last: int) -> int:
    """Which part of a year: the number of `q2`, or an ordinal."""
    return int(number) if number else _ORDINALS[ordinal] or last


def _months(found: re.Match[str], first: int, last: int) -> Bounds | None:
    """From the first to the last month of a year; those of a fiscal year count from October."""
    groups = found.groupdict()
    is_fiscal = bool(groups.get("fiscal") or groups.get("fiscal_quarter"))
    year = int(found["year"])
    if len(found["year"]) == 2:
        if not is_fiscal:
            return None
        year += 2000
    start = 12 * year + first - 1
    end = 12 * year + last - 1
    if is_fiscal:
        start, end = start - 3, end - 3
    return _first_day(start), _first_day(end + 1) - _ONE_DAY


def _first_day(months: int) -> date:
    """The first day of a month, counted from January of the year 0."""
    return date(months // 12, months % 12 + 1, 1)


def _year_of(found: re.Match[str], dated: date) -> Bounds | None:
    """This year or the next one, fiscal or not, as of the day of the instrument."""
    is_fiscal = (found["kind"] or "").strip() == "fiscal"
    year = dated.year
    if is_fiscal and dated.month >= 10:
        year += 1
    if found["which"] == "next":
        year += 1
    period = Period.parse(f"FY{year:04}" if is_fiscal else f"{year:04}")
    return period.first, period.last


def _next_such(found: re.Match[str], dated: date) -> Bounds | None:
    """The next day of this month and number, from the day of the instrument on."""
    month, day = _month(found), int(found["day"])
    this_year = _one_day(dated.year, month, day)
    if this_year is None or this_year[0] >= dated:
        return this_year
    return _one_day(dated.year + 1, month, day)


_YEARLESS = "day of a month"
# A row takes its words away from the rows below it. The first rows name what is not a limit, or
# what cannot be known.
DAY_PHRASES = (
    _day_phrase(
        "law of a year",
        r"\b(?:act|budget|appropriations?|ndaa|request|submission|funds?|funding) (?:for|of|in) "
        r"(?:fiscal year |fy ?)\d{2,4}\b",
        "as required by the national defense authorization act for fiscal year 2027",
        "by the end of fiscal year 2027",
        _unknown,
    ),
    _day_phrase(
        "thing of a year",
        rf"\b(?:fiscal year |fy ?)?(?:19|20)\d\d {_THING}\b",
        "with the fiscal year 2028 budget",
        "by the end of fiscal year 2028, budget or not",
        _unknown,
    ),
    _day_phrase(
        "year of something",
        r"\b(?:model|school|academic|award|tax|crop|program|plan|water|marketing|enrollment) "
        r"years? (?:19|20)\d\d\b",
        "beginning with model year 2027",
        "beginning with fiscal year 2027",
        _unknown,
    ),
    _day_phrase(
        "several years",
        r"\b(?:fiscal years?|calendar years?|years|fy) ?(?:19|20)\d\d,? "
        r"(?:(?:and|or|to|through|until|and through) )?(?:the )?(?:19|20)\d\d\b"
        r"|\b(?:19|20)\d\d,? (?:(?:and|or|to) )?(?:19|20)\d\d\b",
        "for fiscal years 2027 through 2030",
        "from fy 2027 through fy 2030",
        _unknown,
    ),
    _day_phrase(
        "several months",
        rf"\b{_SOME_MONTH}(?: \d{{1,2}})?(?:,|,? (?:and|or|to|through)) "
        rf"{_SOME_MONTH}(?: \d{{1,2}},?)? (?:19|20)\d\d\b",
        "between march and june 2027",
        "by march 1, 2027 and june 2027",
        _unknown,
    ),
    _day_phrase(
        "about a day",
        r"\b(?:week (?:of|beginning|ending)|mid|early|late|around|about|middle of"
        r"|(?:in )?the (?:spring|summer|fall|autumn|winter)(?: of)?|spring|summer|autumn|winter)"
        rf"(?: in)?(?: the)? (?:{_MONTH} )?(?:\d{{1,2}}, )?(?:{_FISCAL}|{_CALENDAR})?{_YEAR}",
        "by mid june 2027",
        "by june 2027",
        _unknown,
    ),
    _day_phrase(
        "day of another year",
        rf"\b{_MONTH} {_NTH},? (?:of|in) (?:the )?"
        r"(?:following|next|subsequent|succeeding|that|such|same|preceding|prior)\b",
        "by march 31 of the following year",
        "by march 31 of each year",
        _unknown,
    ),
    _day_phrase(
        "day of a fiscal year",
        rf"\b{_MONTH} {_NTH},? (?:of|in) (?:fiscal year|fy) ?{_YEAR}",
        "by june 30 of fiscal year 2027",
        "by june 30 of 2027",
        _in_fiscal_year,
    ),
    _day_phrase(
        "day",
        rf"\b{_MONTH} {_NTH},?(?: of| in)? {_YEAR}",
        "by september 30, 2027",
        "by september 2027",
        _exact,
    ),
    _day_phrase(
        "day",
        rf"\b{_NTH}(?: day of)? {_MONTH},? {_YEAR}",
        "by the 30th day of september, 2027",
        "by 30 days after september 2027",
        _exact,
    ),
    _day_phrase(
        "day", rf"\b{_YEAR} (?P<number>\d\d) {_NTH}\b", "by 2027 09 30", "by 2027 and 2028", _exact
    ),
    _day_phrase(
        "day", rf"\b(?P<number>\d{{1,2}})/{_NTH}/{_YEAR}", "by 9/30/2027", "by 9/2027", _exact
    ),
    _day_phrase(
        "half",
        rf"\b(?:{_ORDINAL} (?:half|six months|6 months)|h(?P<half>[12]))(?: of)?(?: the)? "
        rf"(?:{_FISCAL}|{_CALENDAR})?{_SHORT_OR_LONG}",
        "in the first half of 2027",
        "in half of the cases of 2027",
        _half,
    ),
    _day_phrase(
        "quarter",
        rf"\b(?:{_ORDINAL} (?P<fiscal_quarter>fiscal )?(?:calendar )?quarters?"
        r"|q(?P<quarter>[1-4])),?(?: of)?(?: the)? "
        rf"(?:{_FISCAL}|{_CALENDAR})?{_SHORT_OR_LONG}",
        "by the end of the second quarter of fiscal year 2027",
        "by the end of the quarter",
        _quarter,
    ),
    _day_phrase(
        "quarter",
        rf"\b(?:{_FISCAL}|{_CALENDAR})?{_SHORT_OR_LONG},? q(?P<quarter>[1-4])\b(?P<nth>)",
        "by fy 2027 q2",
        "by fy 2027",
        _quarter,
    ),
    _day_phrase(
        "month",
        rf"\b(?:the month of )?{_MONTH},?(?: of)? {_YEAR}",
        "by the end of june 2027",
        "by june 30",
        _whole_month,
    ),
    _day_phrase(
        "fiscal year",
        rf"\b(?P<fiscal>fiscal) year end {_YEAR}",
        "by fiscal year end 2027",
        "by year end 2027",
        _whole_year,
    ),
    _day_phrase(
        "calendar year",
        rf"\b(?:calendar )?year end {_YEAR}",
        "by year end 2027",
        "by the end of 2027",
        _whole_year,
    ),
    _day_phrase(
        "fiscal year",
        rf"\b{_FISCAL}{_SHORT_OR_LONG}",
        "by the end of fiscal year 2027",
        "by the end of the fiscal year",
        _whole_year,
    ),
    _day_phrase(
        "fiscal year",
        rf"\b{_YEAR} (?P<fiscal>fiscal) year\b",
        "by the end of the 2027 fiscal year",
        "in 2027 each fiscal year",
        _whole_year,
    ),
    _day_phrase(
        "calendar year",
        rf"\b{_CALENDAR}{_YEAR}",
        "during calendar year 2026",
        "during the calendar year",
        _whole_year,
    ),
    _day_phrase(
        "calendar year",
        rf"\b{_YEAR} calendar year\b",
        "during the 2026 calendar year",
        "during 2026 and each calendar year",
        _whole_year,
    ),
    _day_phrase(
        "year of the instrument",
        r"\b(?P<which>this|the current|the present|the next|next) "
        r"(?P<kind>fiscal |calendar )?year\b",
        "by the end of this fiscal year",
        "by the end of each fiscal year",
        _year_of,
    ),
    _day_phrase(
        _YEARLESS,
        rf"\b{_MONTH} {_NTH}\b(?!,? \d)",
        "by june 30 of each year",
        "by june 2027",
        _next_such,
    ),
    _day_phrase(
        "year",
        r"\b(?:by|in|of|through|before|during|until|within|ending|beginning|commencing|starting"
        r"|than|from|throughout|after|since)(?: in| with| on)?"
        rf"(?: the)? (?P<bare>{_YEAR})",
        "by the end of 2027",
        "under public law 2027",
        _whole_year,
    ),
)


EDGES = (
    phrase(
        "unread",
        r"\b(?:business|working) day (?:of|in) (?:the )?$",
        "by the last business day of ",
        "by the last day of ",
    ),
    phrase(
        "unread",
        r"\b(?:[a-z]+th|first|second|third|\d+(?:st|nd|rd|th)) "
        r"(?:month|week|quarter)s? (?:of|in) (?:the )?$",
        "in the first month of ",
        "on the first day of ",
    ),
    phrase(
        "unread",
        r"\b(?:first|last|final) (?!day\b)[a-z0-9]+ (?:days|weeks|months) (?:of|in) (?:the )?$",
        "in the first 90 days of ",
        "in the days of ",
    ),
    phrase(
        "unread",
        r"\b(?:each|every) (?:[a-z]+ )?(?:half|quarter|month|week|day) (?:of|in|during) (?:the )?$",
        "every quarter of ",
        "at the end of ",
    ),
    phrase(
        "end",
        r"\b(?:end|close|expiration|conclusion|last day|final day|last month|last week) "
        r"of (?:the )?$",
        "by the end of ",
        "by the start of ",
    ),
    phrase(
        "start",
        r"\b(?:beginning|start|first day|opening|commencement|outset) of (?:the )?$",
        "by the beginning of ",
        "beginning in ",
    ),
)
GOVERNORS = (
    phrase(
        "other",
        r"\b(?:order|memorandum|act|proclamation|directive|circular)(?: [a-z0-9 ]{1,20})? of $",
        "under executive order 14028 of ",
        "by the end of ",
    ),
    phrase(
        "other",
        r"\b(?:(?:no|not) (?:earlier|sooner) than|not before|after|since|dated|date of|as of"
        r"|following) (?:the )?$",
        "on or after ",
        "before ",
    ),
    phrase("limit", r"\b(?:on|by|at) or before (?:the )?$", "on or before ", "before "),
    phrase(
        "before",
        r"\b(?:before|prior to|in advance of|ahead of|preceding) (?:the )?$",
        "prior to ",
        "on ",
    ),
    phrase(
        "begin",
        r"\b(?:beginning|starting|commencing|effective|from)"
        r"(?: (?:in|on|with|at|from|as of|by|(?:no|not) later than))? (?:the )?$",
        "beginning in ",
        "at the beginning of ",
    ),
    phrase("until", r"\b(?:until|till) (?:the )?$", "until ", "to "),
    phrase(
        "through",
        r"\b(?:through|thru|throughout|ending|ending on|ending in|expiring on"
        r"|to and including) (?:the )?$",
        "through the ",
        "to ",
    ),
)
# How many characters before a day are searched for the words that give it its role.
_MAX_LEAD = 80
_ROLES: Mapping[str, DayRole] = {
    "limit": "limit",
    "before": "limit",
    "begin": "begin",
    "until": "until",
    "through": "until",
    "other": "other",
}


def days(words: str, dated: date) -> list[NamedDay]:
    """Every day and period that plain words name, from left to right.

    `dated` is the day of the instrument that speaks.
    """
    all_days: list[NamedDay] = []
    rest = words
    for row in DAY_PHRASES:
        for match in row.words.pattern.finditer(rest):
            day = _read_day(row, match, words, dated)
            all_days.append(day)
            rest = masked(rest, day.start, day.end)
    all_days += _of_each(rest, dated)
    all_days.sort(key=lambda day: day.start)
    return _from_the_beginning(all_days)


def _read_day(row: DayPhrase, match: re.Match[str], words: str, dated: date) -> NamedDay:
    """The day or period that a match names; `unread` where it cannot be known."""
    start = match.start("bare") if "bare" in match.re.groupindex else match.start()
    bounds = row.read(match, dated)
    if bounds is None:
        return NamedDay("unread", dated, dated, frozenset(), start, match.end())
    day = _day(words, start, match.end(), bounds)
    if row.words.means == _YEARLESS and day.role != "unread" and _YEARLY.search(words):
        return day._replace(accepted=frozenset(_every_year(day.last)), yearly=True)
    return day


_OF_EACH = re.compile(
    r"\b(?:each|every) (?P<kind>fiscal |calendar )?(?P<unit>year|quarter|month)\b"
)
_UNIT_MONTHS = {"year": 12, "quarter": 3, "month": 1}
_MAX_YEARS = 60  # for which the days of a recurrence are listed


def _of_each(words: str, dated: date) -> Iterator[NamedDay]:
    """`at the end of each fiscal year`: every such day. The interval is read elsewhere."""
    for match in _OF_EACH.finditer(words):
        lead = words[max(0, match.start() - _MAX_LEAD) : match.start()]
        edge = _edge(lead).means
        if edge not in ("end", "start"):
            continue
        first = date(dated.year - 1, 10 if match["kind"] == "fiscal " else 1, 1)
        starts = _starts(first, _UNIT_MONTHS[match["unit"]])
        accepted = {start - _ONE_DAY for start in starts}
        if edge == "start":
            accepted.update(starts)
        at = match.start()
        yield NamedDay("limit", first, first, frozenset(accepted), at, at)


def _starts(first: date, months: int) -> list[date]:
    """The first days of all periods of so many months."""
    count = _MAX_YEARS * 12 // months
    return [add_months(first, months * index) for index in range(count)]


class _Edge(NamedTuple):
    """What part of a period the words before it name, and where they begin."""

    means: str
    start: int


def _edge(lead: str) -> _Edge:
    for row in EDGES:
        if match := row.pattern.search(lead):
            return _Edge(row.means, match.start())
    return _Edge("", len(lead))


def _day(words: str, start: int, end: int, bounds: Bounds) -> NamedDay:
    """The day in the role that the words before it give it.

    They are `by the end of`, `before`, `beginning in` or `through`, for example.
    """
    first, last = bounds
    lead = words[max(0, start - _MAX_LEAD) : start]
    edge = _edge(lead)
    if edge.means == "unread":
        return NamedDay("unread", first, last, frozenset(), start, end)
    governor = _governor(lead[: edge.start].removesuffix("the "))
    accepted = frozenset(_accepted(edge.means, governor, first, last))
    role = _ROLES[governor]
    return NamedDay(role, first, last, accepted, start, end, edged=edge.means != "")


def _governor(lead: str) -> str:
    for row in GOVERNORS:
        if row.pattern.search(lead):
            return row.means
    return "limit"


def _accepted(edge: str, governor: str, first: date, last: date) -> Iterator[date]:
    """The days that a rule may give for a period, from its edge and what governs it."""
    if edge == "start":
        yield from (first, first - _ONE_DAY)
    elif edge == "end":
        yield last
        if governor in ("before", "until"):
            yield last - _ONE_DAY
    elif governor == "before":
        yield from (first, first - _ONE_DAY)
    else:
        yield last
        if governor == "until":
            yield first - _ONE_DAY


_YEARLY = re.compile(
    r"\b(?:each|every)(?: \w+)? year\b|\bannual(?:ly)?\b|\byearly\b"
    rf"|\b(?:each|every) {_MONTH}"
)


def _every_year(day: date) -> Iterator[date]:
    for year in range(max(day.year - 1, 1), day.year + _MAX_YEARS):
        bounds = _one_day(year, day.month, day.day)
        if bounds:
            yield bounds[0]


def _from_the_beginning(all_days: list[NamedDay]) -> list[NamedDay]:
    """Of a day of each year, only the first one on or after the beginning that the words name."""
    begins = [day.first for day in all_days if day.role == "begin" and len(day.accepted) == 1]
    if not begins:
        return all_days
    return [_first_from(max(begins), day) for day in all_days]


def _first_from(begin: date, day: NamedDay) -> NamedDay:
    if day.role != "limit" or not day.yearly:
        return day
    later = [accepted for accepted in day.accepted if accepted >= begin]
    return day._replace(accepted=frozenset([min(later)])) if later else day


def without(words: str, found: Sequence[NamedDay]) -> str:
    """The words with the days masked, for what is looked for beside them."""
    for day in found:
        words = masked(words, day.start, day.end)
    return words
