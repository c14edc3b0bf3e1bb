"""Business days and federal holidays, and the days on which offices were closed by an order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from typing import NamedTuple


def is_business_day(day: date) -> bool:
    """Whether it is a day from Monday to Friday and not a federal holiday."""
    return day.weekday() < 5 and holiday(day) is None


def previous_business_day(day: date) -> date:
    """The last business day before `day`."""
    return add_business_days(day, -1)


def next_business_day(day: date) -> date:
    """The first business day after `day`."""
    return add_business_days(day, 1)


def holiday(day: date) -> str | None:
    """The name of the federal holiday kept on `day`, days of observance included, or None.

    5 U.S.C. 6103(a) names the holidays of today; a holiday counts from the day it was law (see the
    table). Neither Inauguration Day nor a day on which a President closed the offices is a holiday
    under that section; see `special_day`.
    """
    name = _holidays(day.year).get(day)
    if name is None and day.month == 12 and day.year < MAXYEAR:
        name = _holidays(day.year + 1).get(day)
    return name


class _Holiday(NamedTuple):
    """A holiday in the years in which one law gave it one day: a day of a month, or its nth
    weekday (-1: the last).
    """

    name: str
    first_year: int
    last_year: int
    month: int
    day: int = 0
    weekday: int = 0
    nth: int = 0

    def in_year(self, year: int) -> date:
        if self.nth:
            return _nth_weekday(
                year,
                self.month,
                self.weekday,
                self.nth,
            )
        return date(year, self.month, self.day)


_MONDAY, _THURSDAY = 0, 3
_LAW = (
    # Act of June 28, 1870, 16 Stat. 168: four holidays in the District of Columbia, Thanksgiving on
    # the day that the President names, which was the last Thursday of November until 1938 and the
    # one before it from 1939 to 1941.
    _Holiday("New Year's Day", 1871, MAXYEAR, 1, day=1),
    _Holiday("Independence Day", 1870, MAXYEAR, 7, day=4),
    _Holiday("Christmas Day", 1870, MAXYEAR, 12, day=25),
    _Holiday(
        "Thanksgiving Day",
        1870,
        1938,
        11,
        weekday=_THURSDAY,
        nth=-1,
    ),
    _Holiday(
        "Thanksgiving Day",
        1939,
        1941,
        11,
        weekday=_THURSDAY,
        nth=-2,
    ),
    # Joint resolution of December 26, 1941, 55 Stat. 862.
    _Holiday("Thanksgiving Day", 1942, MAXYEAR, 11, weekday=_THURSDAY, nth=4),
    # Act of January 31, 1879, 20 Stat. 277. The Act of January 6, 1885, 23 Stat. 516, gave
    # employees outside the District their pay.
    _Holiday("Washington's Birthday", 1879, 1970, 2, day=22),
    # Act of August 1, 1888, 25 Stat. 353, which came after that year's May 30.
    _Holiday("Memorial Day", 1889, 1970, 5, day=30),
    # Act of June 28, 1894, 28 Stat. 96.
    _Holiday("Labor Day", 1894, MAXYEAR, 9, weekday=_MONDAY, nth=1),
    # Act of May 13, 1938, 52 Stat. 351; renamed by the Act of June 1, 1954, 68 Stat. 168.
    _Holiday("Armistice Day", 1938, 1953, 11, day=11),
    _Holiday("Veterans Day", 1954, 1970, 11, day=11),
    # Public Law 90-363 of June 28, 1968, 82 Stat. 250, from January 1, 1971. Before it Columbus Day
    # was proclaimed, and was not a holiday by law.
    _Holiday("Washington's Birthday", 1971, MAXYEAR, 2, weekday=_MONDAY, nth=3),
    _Holiday(
        "Memorial Day",
        1971,
        MAXYEAR,
        5,
        weekday=_MONDAY,
        nth=-1,
    ),
    _Holiday("Columbus Day", 1971, MAXYEAR, 10, weekday=_MONDAY, nth=2),
    _Holiday("Veterans Day", 1971, 1977, 10, weekday=_MONDAY, nth=4),
    # Public Law 94-97 of September 18, 1975, 89 Stat. 479, from January 1, 1978.
    _Holiday("Veterans Day", 1978, MAXYEAR, 11, day=11),
    # Public Law 98-144 of November 2, 1983, 97 Stat. 917, from the first January 1 two years after
    # it.
    _Holiday("Birthday of Martin Luther King, Jr.", 1986, MAXYEAR, 1, weekday=_MONDAY, nth=3),
    # Public Law 117-17 of June 17, 2021, 135 Stat. 287.
    _Holiday("Juneteenth National Independence Day", 2021, MAXYEAR, 6, day=19),
)
# Executive Order 10358 of June 9, 1952: a holiday on a Sunday is kept on the Monday. Public Law
# 86-362 of September 22, 1959, 73 Stat. 643: one on a Saturday on the Friday before. Today 5 U.S.C.
# 6103(b) and Executive Order 11582 of February 11, 1971, for a Monday-to-Friday week.
_SUNDAY_MOVES, _SATURDAY_MOVES = date(1952, 6, 9), date(1959, 9, 22)


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    """The holidays of one year by the day they are kept.

    January 1 may be kept on December 31 of the year before.
    """
    kept: dict[date, str] = {}
    for law in _LAW:
        if law.first_year <= year <= law.last_year:
            day = law.in_year(year)
            kept[day] = law.name
            if observed := _observed(day):
                kept[observed] = f"{law.name} (observed)"
    return kept


def _observed(day: date) -> date | None:
    """The day on which a holiday on a weekend is kept in a Monday-to-Friday week, as far as law
    gave one.
    """
    if day.weekday() == 5 and day >= _SATURDAY_MOVES:
        return day - timedelta(days=1)
    if day.weekday() == 6 and day >= _SUNDAY_MOVES:
        return day + timedelta(days=1)
    return None


def _nth_weekday(
    year: int,
    month: int,
    weekday: int,
    nth: int,
) -> date:
    first = date(year, month, 1)
    days = [first + timedelta(days=number) for number in range(31)]
    matching = [day for day in days if day.month == month and day.weekday() == weekday]
    return matching[nth - 1 if nth > 0 else nth]


# Executive orders that closed the executive departments for a whole day: the day, the order, when
# it was signed.
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
    """Why a business day is not one for some: Inauguration Day, or offices closed by an order.

    The order must have been signed by `as_of`.
    """
    if not is_business_day(day):
        return None
    if day == _inauguration_day(day.year):
        return "Inauguration Day, a holiday only in the Washington area"
    for closed, order, signed in _CLOSINGS:
        if closed == day and signed <= as_of:
            return f"offices closed by Executive Order {order}"
    return None


def special_days(
    first: date,
    last: date,
    as_of: date,
) -> list[date]:
    """The days from `first` to `last` that are special, in order."""
    known = _all_special_days(as_of)
    return known[bisect_left(known, first) : bisect_right(known, last)]


_LAST_INAUGURATION = 2997  # no date of an order is later


@lru_cache(maxsize=8)
def _all_special_days(as_of: date) -> list[date]:
    days = {day for day, _, _ in _CLOSINGS}
    inaugurations = map(_inauguration_day, range(1969, _LAST_INAUGURATION + 1, 4))
    days |= {day for day in inaugurations if day}
    return sorted(day for day in days if special_day(day, as_of))


def _inauguration_day(year: int) -> date | None:
    """January 20 of every fourth year after 1965, or the Monday after (5 U.S.C. 6103(c))."""
    if year <= 1965 or year % 4 != 1:
        return None
    day = date(year, 1, 20)
    return day + timedelta(days=1) if day.weekday() == 6 else day


def add_business_days(start: date, amount: int) -> date:
    """The business day that many after `start`, or before it.

    Raises OverflowError outside years 1 to 9999.
    """
    if not amount:
        return start
    # Where there are not that many days, there are not that many business days either.
    start + timedelta(days=amount)
    year, days = start.year, _business_days(start.year)
    position = bisect_right(days, start) - 1 if amount > 0 else bisect_left(days, start)
    index = position + amount
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
    last = date(year, 12, 31).toordinal()
    days = map(date.fromordinal, range(first, last + 1))
    return [day for day in days if is_business_day(day)]
