"""Days, spans, periods and federal business days. Knows nothing of orders, and never asks what day it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

Unit = Literal["day", "business day", "week", "month", "year", "hour"]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SPAN = re.compile(r"(\d{1,5}) (business day|day|week|month|year|hour)s?", re.ASCII)
_SHORT_SPAN = re.compile(r"(\d{1,5}) ?([dwmy])", re.ASCII)
_PERIOD = re.compile(
    r"(?:FY(?P<fiscal>\d{4})|(?P<year>\d{4})(?:-Q(?P<quarter>[1-4])|-(?P<month>\d{2}))?)", re.ASCII
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAMED_DAY = re.compile(rf"({MONTHS}) ([0-9]{{1,2}}), ([0-9]{{4}})", re.IGNORECASE | re.ASCII)
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_NUMBER = "|".join(_NUMBERS)
_LARGEST = 99_999  # that a Span can be read with
# A number as texts write it: `90`, `ninety`, `one hundred and eighty (180)`.
NUMBER = rf"(?:[0-9]{{1,4}}|(?:a |an )?(?:{_NUMBER})(?:[- ](?:and )?(?:{_NUMBER})){{0,5}})(?: ?\([0-9]{{1,4}}\))?"
_LETTERS: dict[str, Unit] = {"d": "day", "w": "week", "m": "month", "y": "year"}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a text states it: `30 days`, `10 business days`, `1 year`. Hours are kept, never counted."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read `30 days`. Raises ValueError for anything else."""
        return _span(text)

    @classmethod
    def parse_short(cls, text: str) -> Span:
        """Read `30d`, `6w`, `3m`, `1y`, or the long form. Raises ValueError."""
        if found := _SHORT_SPAN.fullmatch(text.strip().lower()):
            return cls(int(found[1]), _LETTERS[found[2]])
        try:
            return cls.parse(text.strip().lower())
        except ValueError:
            raise ValueError(f"{text!r} is no period; write 30d, 6w, 3m or 1y") from None

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def countable(self) -> bool:
        """Whether it can be counted in days."""
        return self.unit != "hour"


@lru_cache(maxsize=1024)
def _span(text: str) -> Span:
    if found := _SPAN.fullmatch(text):
        return Span(int(found[1]), found[2])  # type: ignore[arg-type]
    raise ValueError(
        f"{text!r} is no length of time; write it as '30 days', '10 business days', '6 months' or '1 year'"
    )


def number_in(words: str) -> int | None:
    """The number that `NUMBER` matched, digits before words; None for no number."""
    if digits := re.search(r"[0-9]+", words):
        return int(digits[0]) if len(digits[0]) <= len(str(_LARGEST)) else None
    total = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _NUMBERS:
            total = (total or 1) * 100 if word == "hundred" else total + _NUMBERS[word]
    return total if 0 < total <= _LARGEST else None


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of days: a day, a month, a quarter, a year or a fiscal year. As a deadline it means its last day."""

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-12-07`, `2026-12`, `2026-Q4`, `2026` or `FY2027` (October 1, 2026 to September 30, 2027).

        Raises ValueError. Fiscal years: 31 U.S.C. 1102.
        """
        if _DAY.fullmatch(text):
            day = parse_day(text)
            return cls(text, day, day)
        found = _PERIOD.fullmatch(text)
        if not found:
            raise ValueError(
                f"{text!r} is no date; write 2026-12-07, 2026-12, 2026-Q4, 2026 or FY2027"
            )
        try:
            return cls(text, *_bounds(found))
        except ValueError:
            raise ValueError(f"{text!r} does not exist in the calendar") from None

    @property
    def exact(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    def __str__(self) -> str:
        return self.text


def _bounds(found: re.Match[str]) -> tuple[date, date]:
    if found["fiscal"]:
        year = int(found["fiscal"])
        return date(year - 1, 10, 1), date(year, 9, 30)
    year = int(found["year"])
    if found["quarter"]:
        last = 3 * int(found["quarter"])
        first = last - 2
    elif found["month"]:
        first = last = int(found["month"])
    else:
        first, last = 1, 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def parse_day(text: str) -> date:
    """Read one day, strictly `YYYY-MM-DD`. Raises ValueError that says what is wrong with it."""
    if not (found := _DAY.fullmatch(text)):
        raise ValueError(f"{text!r} is no date; write it as YYYY-MM-DD")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(f"{text!r} does not exist in the calendar") from None


def parse_named_day(text: str) -> date:
    """Read one day as texts write it, `June 2, 2026`, in small letters or capitals. Raises ValueError."""
    found = _NAMED_DAY.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a day; write it as June 2, 2026")
    try:
        return date(int(found[3]), MONTHS.split("|").index(found[1].title()) + 1, int(found[2]))
    except ValueError:
        raise ValueError(f"{text!r} does not exist in the calendar") from None


@lru_cache
def _months(count: int) -> relativedelta:
    from dateutil.relativedelta import relativedelta

    return relativedelta(months=count)


def add_months(start: date, months: int) -> date:
    """The same day of the month so many months on, clipped to the month's end. Raises OverflowError past year 9999."""
    try:
        return start + _months(months)
    except ValueError:
        raise OverflowError("date value out of range") from None


def add(start: date, span: Span, times: int = 1) -> date:
    """The day that lies `times` spans after `start` (day 0); negative `times` counts back.

    Months and years are counted from `start` in one step, so a clipped day (January 31 to February 28) does not
    carry over to the next. Raises ValueError for hours, OverflowError outside years 1 to 9999.
    """
    amount = span.amount * times
    match span.unit:
        case "day":
            return start + timedelta(days=amount)
        case "week":
            return start + timedelta(weeks=amount)
        case "month":
            return add_months(start, amount)
        case "year":
            return add_months(start, 12 * amount)
        case "business day":
            return _add_business_days(start, amount)
        case "hour":
            raise ValueError("hours are not counted in days")


def _add_business_days(start: date, amount: int) -> date:
    if not amount:
        return start
    start + timedelta(
        days=amount
    )  # if there are not that many days, nor are there that many business days
    year, days = start.year, _business_days(start.year)
    index = (bisect_right(days, start) - 1 if amount > 0 else bisect_left(days, start)) + amount
    while index >= (number := _number_of_business_days(year)):
        year, index = year + 1, index - number
    while index < 0:
        year, index = year - 1, index + _number_of_business_days(year - 1)
    return _business_days(year)[index]


@lru_cache(maxsize=MAXYEAR)
def _number_of_business_days(year: int) -> int:
    return len(_business_days(year))


@lru_cache(maxsize=512)
def _business_days(year: int) -> list[date]:
    """The business days of one year, in order. Raises OverflowError outside years 1 to 9999."""
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("date value out of range")
    first = date(year, 1, 1).toordinal()
    return [
        day
        for day in map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1))
        if is_business_day(day)
    ]


def was_clipped(start: date, end: date, span: Span) -> bool:
    """Whether the month's end cut the day short (August 31 plus one month is September 30)."""
    return span.unit in ("month", "year") and start.day != end.day


def is_business_day(day: date) -> bool:
    """Monday to Friday and no federal holiday."""
    return day.weekday() < 5 and holiday(day) is None


def previous_business_day(day: date) -> date:
    """The last business day before `day`."""
    return _add_business_days(day, -1)


def next_business_day(day: date) -> date:
    """The first business day after `day`."""
    return _add_business_days(day, 1)


def holiday(day: date) -> str | None:
    """The name of the federal holiday kept on `day`, days of observance included, or None.

    5 U.S.C. 6103(a) names the holidays of today; before a holiday was law (see the table) it was none. Neither Inauguration Day
    nor a day on which a President closed the offices is a holiday under that section; `special_day` tells of them.
    """
    return _holidays(day.year).get(day) or (
        _holidays(day.year + 1).get(day) if day.month == 12 and day.year < MAXYEAR else None
    )


class _Holiday(NamedTuple):
    """A holiday in the years in which one law gave it one day: a day of a month, or its nth weekday (-1: the last)."""

    name: str
    first_year: int
    last_year: int
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0

    def in_year(self, year: int) -> date:
        return (
            _nth_weekday(year, self.month, self.weekday, self.nth)
            if self.nth
            else date(year, self.month, self.day)
        )


_MONDAY, _THURSDAY = 0, 3
_LAW = (
    # Act of June 28, 1870, 16 Stat. 168: four holidays in the District of Columbia, Thanksgiving on the day that the President names,
    # which was the last Thursday of November until 1938 and the one before it from 1939 to 1941.
    _Holiday("New Year's Day", 1871, MAXYEAR, 1, day=1),
    _Holiday("Independence Day", 1870, MAXYEAR, 7, day=4),
    _Holiday("Christmas Day", 1870, MAXYEAR, 12, day=25),
    _Holiday("Thanksgiving Day", 1870, 1938, 11, weekday=_THURSDAY, nth=-1),
    _Holiday("Thanksgiving Day", 1939, 1941, 11, weekday=_THURSDAY, nth=-2),
    # Joint resolution of December 26, 1941, 55 Stat. 862.
    _Holiday("Thanksgiving Day", 1942, MAXYEAR, 11, weekday=_THURSDAY, nth=4),
    # Act of January 31, 1879, 20 Stat. 277. The Act of January 6, 1885, 23 Stat. 516, gave employees outside the District their pay.
    _Holiday("Washington's Birthday", 1879, 1970, 2, day=22),
    # Act of August 1, 1888, 25 Stat. 353, which came after that year's May 30.
    _Holiday("Memorial Day", 1889, 1970, 5, day=30),
    # Act of June 28, 1894, 28 Stat. 96.
    _Holiday("Labor Day", 1894, MAXYEAR, 9, weekday=_MONDAY, nth=1),
    # Act of May 13, 1938, 52 Stat. 351; renamed by the Act of June 1, 1954, 68 Stat. 168.
    _Holiday("Armistice Day", 1938, 1953, 11, day=11),
    _Holiday("Veterans Day", 1954, 1970, 11, day=11),
    # Public Law 90-363 of June 28, 1968, 82 Stat. 250, from January 1, 1971. Before it Columbus Day was proclaimed, never a holiday by law.
    _Holiday("Washington's Birthday", 1971, MAXYEAR, 2, weekday=_MONDAY, nth=3),
    _Holiday("Memorial Day", 1971, MAXYEAR, 5, weekday=_MONDAY, nth=-1),
    _Holiday("Columbus Day", 1971, MAXYEAR, 10, weekday=_MONDAY, nth=2),
    _Holiday("Veterans Day", 1971, 1977, 10, weekday=_MONDAY, nth=4),
    # Public Law 94-97 of September 18, 1975, 89 Stat. 479, from January 1, 1978.
    _Holiday("Veterans Day", 1978, MAXYEAR, 11, day=11),
    # Public Law 98-144 of November 2, 1983, 97 Stat. 917, from the first January 1 two years after it.
    _Holiday("Birthday of Martin Luther King, Jr.", 1986, MAXYEAR, 1, weekday=_MONDAY, nth=3),
    # Public Law 117-17 of June 17, 2021, 135 Stat. 287.
    _Holiday("Juneteenth National Independence Day", 2021, MAXYEAR, 6, day=19),
)
# Executive Order 10358 of June 9, 1952: a holiday on a Sunday is kept on the Monday. Public Law 86-362 of September 22, 1959, 73 Stat.
# 643: one on a Saturday on the Friday before. Today 5 U.S.C. 6103(b) and Executive Order 11582 of February 11, 1971, for a
# Monday-to-Friday week.
_SUNDAY_MOVES, _SATURDAY_MOVES = date(1952, 6, 9), date(1959, 9, 22)


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    """The holidays of one year by the day they are kept; January 1 may be kept on December 31 of the year before."""
    kept: dict[date, str] = {}
    for each in _LAW:
        if each.first_year <= year <= each.last_year:
            day = each.in_year(year)
            kept[day] = each.name
            if observed := _observed(day):
                kept[observed] = f"{each.name} (observed)"
    return kept


def _observed(day: date) -> date | None:
    """The day on which a holiday on a weekend is kept for those who work from Monday to Friday, as far as law gave one."""
    if day.weekday() == 5 and day >= _SATURDAY_MOVES:
        return day - timedelta(days=1)
    if day.weekday() == 6 and day >= _SUNDAY_MOVES:
        return day + timedelta(days=1)
    return None


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    days = [
        day
        for day in map(date(year, month, 1).__add__, map(timedelta, range(31)))
        if day.month == month
    ]
    return [day for day in days if day.weekday() == weekday][nth - (nth > 0)]


# Executive orders that closed the executive departments for a whole day: the day, the order, when it was signed.
_CLOSINGS = (
    (date(1994, 4, 27), 12910, date(1994, 4, 23)),
    (date(1997, 12, 26), 13068, date(1997, 11, 25)),
    (date(2001, 12, 24), 13238, date(2001, 12, 5)),
    (date(2003, 12, 26), 13320, date(2003, 12, 9)),
    (date(2004, 6, 11), 13343, date(2004, 6, 6)),
    (date(2007, 1, 2), 13421, date(2006, 12, 28)),
    (date(2007, 12, 24), 13453, date(2007, 12, 6)),
    (date(2008, 12, 26), 13482, date(2008, 12, 12)),
    (date(2012, 12, 24), 13633, date(2012, 12, 21)),
    (date(2014, 12, 26), 13682, date(2014, 12, 5)),
    (date(2018, 12, 5), 13852, date(2018, 12, 1)),
    (date(2018, 12, 24), 13854, date(2018, 12, 18)),
    (date(2019, 12, 24), 13900, date(2019, 12, 17)),
    (date(2020, 12, 24), 13965, date(2020, 12, 11)),
    (date(2024, 12, 24), 14129, date(2024, 12, 19)),
    (date(2025, 1, 9), 14133, date(2024, 12, 30)),
    (date(2025, 12, 24), 14371, date(2025, 12, 18)),
    (date(2025, 12, 26), 14371, date(2025, 12, 18)),
)


def special_day(day: date, as_of: date) -> str | None:
    """Why `day`, a business day here, is none for some: Inauguration Day, or offices closed by an order signed by `as_of`."""
    if not is_business_day(day):
        return None
    if day == _inauguration_day(day.year):
        return "Inauguration Day, a holiday only in the Washington area"
    order = next(
        (order for closed, order, signed in _CLOSINGS if closed == day and signed <= as_of), None
    )
    return f"offices closed by Executive Order {order}" if order else None


def special_days(first: date, last: date, as_of: date) -> list[date]:
    """The days from `first` to `last` of which `special_day` has something to tell, in order."""
    known = _all_special_days(as_of)
    return known[bisect_left(known, first) : bisect_right(known, last)]


_LAST_INAUGURATION = 2997  # no date of an order lies further off


@lru_cache(maxsize=8)
def _all_special_days(as_of: date) -> list[date]:
    days = {day for day, _, _ in _CLOSINGS}
    days |= {
        day for year in range(1969, _LAST_INAUGURATION + 1, 4) if (day := _inauguration_day(year))
    }
    return sorted(day for day in days if special_day(day, as_of))


def _inauguration_day(year: int) -> date | None:
    """January 20 of every fourth year after 1965, or the Monday after a Sunday: 5 U.S.C. 6103(c)."""
    if year <= 1965 or year % 4 != 1:
        return None
    day = date(year, 1, 20)
    return day + timedelta(days=1) if day.weekday() == 6 else day


def long(day: date) -> str:
    """`Saturday, August 1, 2026`."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def short(day: date) -> str:
    """`Saturday, August 1`."""
    return f"{day:%A, %B} {day.day}"
