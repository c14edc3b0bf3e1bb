"""Calendar and business-day arithmetic against python-dateutil, the `holidays` package and a table
counted by hand.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from federal_holidays import federal_holidays
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.business_days import (
    holiday,
    is_business_day,
    next_business_day,
    previous_business_day,
    special_day,
    special_days,
)
from eo_tracker.dates import Period, Span, add, parse_day, was_clipped

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2300, 1, 1))


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        # Counted by hand on a paper calendar: the day of the trigger is day 0.
        ("2026-06-02", "30 days", "2026-07-02"),
        ("2026-06-02", "60 days", "2026-08-01"),
        ("2026-06-10", "60 days", "2026-08-09"),
        ("2026-06-10", "180 days", "2026-12-07"),
        ("2026-06-22", "180 days", "2026-12-19"),
        ("2026-06-22", "270 days", "2027-03-19"),
        ("2026-06-12", "90 days", "2026-09-10"),
        ("2026-08-12", "180 days", "2027-02-08"),
        ("2026-06-22", "1 year", "2027-06-22"),
        ("2026-01-31", "1 month", "2026-02-28"),
        ("2028-01-31", "1 month", "2028-02-29"),
        ("2028-02-29", "1 year", "2029-02-28"),
        ("2028-02-29", "4 years", "2032-02-29"),
        ("2026-11-23", "2 weeks", "2026-12-07"),
        ("2026-11-25", "1 business day", "2026-11-27"),  # Thanksgiving lies between
        ("2026-12-31", "1 business day", "2027-01-04"),  # New Year's Day, then a weekend
        (
            "2026-07-01",
            "2 business days",
            "2026-07-06",
        ),  # July 4 is a Saturday, kept on Friday the 3rd
    ],
)
def test_hand_counted(start: str, span: str, end: str) -> None:
    assert add(parse_day(start), Span.parse(span)) == parse_day(end)


@given(days, st.integers(0, 3000))
def test_days_and_weeks_add_up(start: date, amount: int) -> None:
    assert (add(start, Span(amount, "day")) - start).days == amount
    assert (add(start, Span(amount, "week")) - start).days == 7 * amount


@given(days, st.integers(0, 600))
def test_months_and_years_are_those_of_dateutil(start: date, amount: int) -> None:
    assert add(start, Span(amount, "month")) == start + relativedelta(months=amount)
    assert add(start, Span(amount, "year")) == start + relativedelta(years=amount)


@given(days, st.integers(1, 36))
def test_a_month_keeps_the_day_or_is_clipped_to_the_last(start: date, amount: int) -> None:
    span = Span(amount, "month")
    end = add(start, span)
    assert end.day == start.day or (end + timedelta(days=1)).day == 1
    assert was_clipped(start, end, span) == (end.day != start.day)


@given(days, st.integers(0, 60))
def test_business_days_are_counted_one_by_one(start: date, amount: int) -> None:
    end = add(start, Span(amount, "business day"))
    between = [start + timedelta(days=each) for each in range(1, (end - start).days + 1)]
    assert sum(map(is_business_day, between)) == amount
    assert amount == 0 or is_business_day(end)


@given(days)
def test_the_business_days_around_a_day(day: date) -> None:
    before, after = previous_business_day(day), next_business_day(day)
    assert before < day < after
    assert is_business_day(before)
    assert is_business_day(after)
    inside = [before + timedelta(days=each) for each in range(1, (after - before).days)]
    assert not any(is_business_day(each) for each in inside if each != day)


def official_holidays(first_year: int, last_year: int) -> set[date]:
    """What the `holidays` package gives as federal holidays."""
    return {day for day in federal_holidays() if first_year <= day.year <= last_year}


def differs_on_purpose(day: date) -> str:
    """Why a day is a holiday in one of the two lists and not in the other.

    Empty if there is no such reason.
    """
    reasons = {
        "Columbus Day was proclaimed, and no holiday by federal law before 1971": day.year < 1971
        and day.month == 10
        and 11 <= day.day <= 13,
        "the Act of 1888 is of August 1, after that year's May 30": day == date(1888, 5, 30),
        "Thanksgiving was proclaimed, and no holiday by law before the Act of 1870": day.year
        < 1870,
        "nothing moved a holiday from Sunday to Monday before Executive Order 10358": day
        < date(1952, 6, 9)
        and day.weekday() == 0,
        "Public Law 86-362 of 1959 moves Saturdays to Fridays, not a law of 1966": date(1959, 9, 22)
        <= day
        < date(1967, 1, 1)
        and day.weekday() == 4,
        "the package leaves Memorial Day on its Sunday or Saturday": day.year < 1971
        and day.month == 5
        and day.day in (29, 31),
        "the package leaves Washington's Birthday there in some years": day.year < 1971
        and day.month == 2
        and day.day in (21, 23),
    }
    return next((reason for reason, applies in reasons.items() if applies), "")


def test_holidays_are_those_of_the_holidays_package() -> None:
    first, last = date(1865, 1, 1), date(2100, 12, 31)
    mine = {
        day
        for day in (first + timedelta(days=each) for each in range((last - first).days + 1))
        if holiday(day)
    }
    different = mine ^ official_holidays(first.year, last.year)
    assert sorted(day for day in different if not differs_on_purpose(day)) == []


def test_no_holiday_differs_since_1971() -> None:
    first = date(1971, 1, 1)
    mine = {day for day in (first + timedelta(days=each) for each in range(47482)) if holiday(day)}
    assert mine == official_holidays(1971, 2100)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2027-01-18", "Birthday of Martin Luther King, Jr."),
        ("2026-07-03", "Independence Day (observed)"),
        ("2021-12-31", "New Year's Day (observed)"),
        ("2026-11-26", "Thanksgiving Day"),
        ("2026-12-24", None),
        ("2020-06-19", None),  # before it was law
        ("2021-06-18", "Juneteenth National Independence Day (observed)"),
        ("1985-01-21", None),
        ("1986-01-20", "Birthday of Martin Luther King, Jr."),
        ("1970-10-12", None),
        ("1971-10-11", "Columbus Day"),
        ("1975-10-27", "Veterans Day"),
        ("1975-11-11", None),
        ("1978-11-10", "Veterans Day (observed)"),
        ("1937-11-11", None),
        ("1938-11-11", "Armistice Day"),
        ("1970-05-30", "Memorial Day"),
        ("1969-02-22", "Washington's Birthday"),
        ("1969-02-21", "Washington's Birthday (observed)"),
        ("1939-11-23", "Thanksgiving Day"),
        ("1941-11-20", "Thanksgiving Day"),
        ("1950-11-30", None),  # the fifth Thursday
        ("1893-09-04", None),
        ("1950-01-02", None),  # a Monday after a Sunday, before the order of 1952
        ("1956-01-02", "New Year's Day (observed)"),
        ("1958-07-04", "Independence Day"),
        ("1959-07-03", None),  # the Friday before a Saturday, before the law of 1959
        ("1869-12-25", None),
    ],
)
def test_names_of_holidays(day: str, name: str | None) -> None:
    assert holiday(parse_day(day)) == name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-12-07", "2026-12-07", "2026-12-07"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("FY2027", "2026-10-01", "2027-09-30"),
    ],
)
def test_periods_end_on_their_last_day(text: str, first: str, last: str) -> None:
    assert Period.parse(text) == Period(text, parse_day(first), parse_day(last))


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13",
        "2026-Q5",
        "26-01-01",
        "20260101",
        "",
        "FY27",
        "2026-2-3",
        "٢٠٢٦-٠١-٠١",
        "0000",
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a date|not a real date"):
        Period.parse(text)


@pytest.mark.parametrize(
    "text", ["", "30", "days", "-3 days", "1.5 days", "30 Days", "999999 days", "30  days"]
)
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="not a length of time"):
        Span.parse(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30d", "30 days"),
        ("6w", "6 weeks"),
        ("3m", "3 months"),
        ("1y", "1 year"),
        ("10 Days", "10 days"),
    ],
)
def test_short_spans(text: str, span: str) -> None:
    assert str(Span.parse_short(text)) == span


def test_the_end_of_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add(date(9999, 12, 31), Span(1, "day"))
    with pytest.raises(OverflowError):
        add(date(9999, 1, 1), Span(12, "month"))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2033-01-20", "Inauguration Day, a holiday only in the Washington area"),
        (
            "1985-01-21",
            "Inauguration Day, a holiday only in the Washington area",
        ),  # the 20th was a Sunday
        ("2025-01-20", None),  # that Monday was a holiday everywhere
        ("2029-01-20", None),  # a Saturday, which nothing moves
        ("2029-01-19", None),
        ("1965-01-20", None),
        ("2025-12-26", "offices closed by Executive Order 14371"),
        ("2026-12-24", None),
    ],
)
def test_business_days_that_are_none_for_some(day: str, why: str | None) -> None:
    assert special_day(parse_day(day), date(2100, 1, 1)) == why


def test_an_order_that_was_not_signed_yet_is_not_known() -> None:
    closed = date(2025, 12, 24)
    assert special_day(closed, date(2025, 12, 17)) is None
    assert special_days(date(2025, 12, 1), date(2025, 12, 31), date(2025, 12, 17)) == []
    assert special_days(date(2025, 12, 1), date(2025, 12, 31), date(2025, 12, 18)) == [
        closed,
        date(2025, 12, 26),
    ]
