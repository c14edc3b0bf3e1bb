"""What people type for a day, a period or an address, into values; the rest is a Misuse."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from eo_tracker.cli.clock import today
from eo_tracker.dates import Period, Span, add
from eo_tracker.errors import Misuse

if TYPE_CHECKING:
    from urllib.parse import SplitResult

# As American attorneys write a day; `12/7/2026` is December 7.
_WRITTEN_DAYS = ("%m/%d/%Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y", "%B %d %Y", "%b %d %Y")
NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAY = Span(1, "day")
# The F, Y and Q of a period may be typed in small letters.
_SMALL_LETTERS = re.compile(r"^fy(?=\d)|(?<=\d-)q(?=\d)", re.IGNORECASE)
_LENGTH = re.compile(r"\d{1,9}[dwmy]", re.IGNORECASE)
_IS_DAY = re.compile(
    rf"{'|'.join(NAMED_DAYS)}|[+-]\d+[dwmy]|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE
)


def refuse_together(*options: tuple[str, object]) -> None:
    """Raise Misuse where more than one of these options, by name and value, is given."""
    given = [name for name, value in options if value is not None]
    if len(given) > 1:
        raise Misuse(f"{' and '.join(given)} cannot be combined; use one of them")


def whose_day(day: date) -> tuple[str, ...]:
    """That today is Washington's date, where the machine has another one."""
    if day == date.today():
        return ()
    return (f"{day} is the date in Washington, D.C.; here it is {date.today()}.",)


def is_day(text: str) -> bool:
    """Whether the text names one day: `2026-12-07`, `yesterday`, `+30d`."""
    return _IS_DAY.fullmatch(text) is not None


def exact_day(
    text: str,
    option: str,
    *,
    relative_to: date | None = None,
) -> date:
    """A day as people type it.

    A longer period is refused: which of its days is meant is unclear.
    """
    period = _period(
        text,
        option,
        relative_to or today(),
    )
    if not period.exact:
        raise Misuse(f"{option}: {text!r} is more than one day; write {period.last}")
    return period.last


def first_day(
    text: str,
    option: str,
    *,
    relative_to: date,
    looks_back: bool = False,
) -> date:
    """A day as people type it, or the first day of a period.

    After an option that looks back, `2w` means two weeks ago.
    """
    if looks_back and _LENGTH.fullmatch(text.strip()):
        text = f"-{text.strip()}"
    return _period(text, option, relative_to).first


def last_day(
    text: str,
    option: str,
    *,
    relative_to: date,
) -> date:
    """A day as people type it, or the last day of a period."""
    return _period(text, option, relative_to).last


def _period(
    text: str,
    option: str,
    start: date,
) -> Period:
    """`2026-12-07`, `yesterday`, `+30d` and `-1w` from `start`, `2026-Q4`, `FY2027`."""
    plain = text.strip()
    try:
        if plain.lower() in NAMED_DAYS:
            return _one_day(
                add(
                    start,
                    _DAY,
                    NAMED_DAYS[plain.lower()],
                )
            )
        if plain.startswith(("+", "-")):
            sign = 1 if plain[0] == "+" else -1
            return _one_day(
                add(
                    start,
                    Span.parse_short(plain[1:]),
                    sign,
                )
            )
        if written := _written_day(plain):
            return _one_day(written)
        return Period.parse(_SMALL_LETTERS.sub(lambda match: match[0].upper(), plain))
    except ValueError as error:
        raise Misuse(f"{option}: {error}; today, +30d and -1w work too") from None
    except OverflowError:
        raise Misuse(f"{option}: {text!r} is outside the years 1 to 9999") from None


def _written_day(text: str) -> date | None:
    """A day such as `12/7/2026` or `Dec 7, 2026`; None for any other text."""
    if not ("/" in text or text[:1].isalpha()):
        return None
    for form in _WRITTEN_DAYS:
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, form).date()
    return None


def _one_day(day: date) -> Period:
    return Period(day.isoformat(), day, day)


def at_most(
    text: str,
    option: str,
) -> int | None:
    """A number of things to show; None for `all`."""
    if text.strip().lower() == "all":
        return None
    if not text.strip().isdecimal() or len(text) > 9:
        raise Misuse(f"{option}: {text!r} is not a number; write a number, or all")
    return int(text)


def span(
    text: str,
    option: str,
) -> Span:
    """A length of time such as `30d`."""
    try:
        length = Span.parse_short(text)
    except ValueError as error:
        raise Misuse(f"{option}: {error}") from None
    if not length.countable:
        raise Misuse(f"{option}: {text!r} is in hours, and deadlines are counted in days")
    return length


def address(
    text: str,
    option: str,
) -> SplitResult:
    """The parts of an HTTP address."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise Misuse(f"{option}: {text!r} is not an address; an address begins with https://")
    return parts
