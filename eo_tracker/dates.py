"""Days, spans, periods and federal business days.

Knows nothing of orders, and never asks what day it is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from eo_tracker.business_days import add_business_days

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
_WORDS = rf"(?:a |an )?(?:{_NUMBER})(?:[- ](?:and )?(?:{_NUMBER})){{0,5}}"
NUMBER = rf"(?:[0-9]{{1,4}}|{_WORDS})(?: ?\([0-9]{{1,4}}\))?"
_LETTERS: dict[str, Unit] = {"d": "day", "w": "week", "m": "month", "y": "year"}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a text states it: `30 days`, `10 business days`, `1 year`.

    Hours are kept, never counted.
    """

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
            raise ValueError(f"{text!r} is not a period; write 30d, 6w, 3m or 1y") from None

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
        f"{text!r} is not a length of time; write it as '30 days', '10 business days', "
        "'6 months' or '1 year'"
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
    """A named stretch of days: a day, a month, a quarter, a year or a fiscal year.

    As a deadline it means its last day.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `2026-12-07`, `2026-12`, `2026-Q4`, `2026` or `FY2027` (October 1, 2026 to September
        30, 2027).

        Raises ValueError. Fiscal years: 31 U.S.C. 1102.
        """
        if _DAY.fullmatch(text):
            day = parse_day(text)
            return cls(text, day, day)
        found = _PERIOD.fullmatch(text)
        if not found:
            raise ValueError(
                f"{text!r} is not a date; write 2026-12-07, 2026-12, 2026-Q4, 2026 or FY2027"
            )
        try:
            return cls(text, *_bounds(found))
        except ValueError:
            raise ValueError(f"{text!r} is not a real date") from None

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
        raise ValueError(f"{text!r} is not a date; write it as YYYY-MM-DD")
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise ValueError(f"{text!r} is not a real date") from None


def parse_named_day(text: str) -> date:
    """Read one day as texts write it, `June 2, 2026`, in small letters or capitals.

    Raises ValueError.
    """
    found = _NAMED_DAY.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a day; write it as June 2, 2026")
    try:
        return date(int(found[3]), MONTHS.split("|").index(found[1].title()) + 1, int(found[2]))
    except ValueError:
        raise ValueError(f"{text!r} is not a real date") from None


@lru_cache
def _months(count: int) -> relativedelta:
    from dateutil.relativedelta import relativedelta

    return relativedelta(months=count)


def add_months(start: date, months: int) -> date:
    """The same day of the month so many months on, clipped to the month's end.

    Raises OverflowError past year 9999.
    """
    try:
        return start + _months(months)
    except ValueError:
        raise OverflowError("date value out of range") from None


def add(start: date, span: Span, times: int = 1) -> date:
    """The day that lies `times` spans after `start` (day 0); negative `times` counts back.

    Months and years are counted from `start` in one step, so a clipped day (January 31 to February
    28) does not carry over to the next. Raises ValueError for hours, OverflowError outside years 1
    to 9999.
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
            return add_business_days(start, amount)
        case "hour":
            raise ValueError("hours are not counted in days")


def was_clipped(start: date, end: date, span: Span) -> bool:
    """Whether the month's end cut the day short (August 31 plus one month is September 30)."""
    return span.unit in ("month", "year") and start.day != end.day


def long(day: date) -> str:
    """`Saturday, August 1, 2026`."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def short(day: date) -> str:
    """`Saturday, August 1`."""
    return f"{day:%A, %B} {day.day}"
