"""The bytes of a calendar to its entries.

What icalendar cannot read of others is passed over; of ours it is named. icalendar raises whatever
its parsers raise, for a whole file, over one property or time zone of somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from icalendar import Calendar, Component

from eo_tracker.calendar.items import DOMAIN
from eo_tracker.errors import TrackerError
from eo_tracker.text import one_line

_ENTRIES = ("VEVENT", "VTODO")
_FRAME = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n%bEND:VCALENDAR\r\n"
_FOLD = re.compile(rb"\r?\n[ \t]")
_UID = re.compile(
    rf"^UID(?:;[^:\r\n]*)?:(.*@{DOMAIN})[ \t]*\r?$".encode(),
    re.MULTILINE | re.IGNORECASE,
)
_EDGE = re.compile(rb"^(BEGIN|END):([A-Za-z0-9-]+)[ \t]*$", re.IGNORECASE)


class UnreadableCalendar(TrackerError):
    """Bytes that are not a calendar, or are only a part of one."""


class CalendarContent(NamedTuple):
    """What is in a calendar.

    `entries` are events and tasks; `broken` the UIDs of those of ours that cannot be read; `unread`
    counts those of others that nobody tried to read; `more` is what is beside the entries, such as
    time zones. `rescued`: it could not be read as a whole, so there is more in it than this.
    """

    entries: tuple[Component, ...]
    broken: tuple[str, ...] = ()
    unread: int = 0
    more: tuple[Component, ...] = ()
    rescued: bool = False


def is_ours(entry: Component) -> bool:
    """Whether this program gave an entry its UID."""
    return str(entry.get("uid", "")).endswith(f"@{DOMAIN}")


def parse_entries(data: bytes) -> CalendarContent:
    """The entries of one or several calendars. Raises UnreadableCalendar."""
    try:
        calendars = parse_calendars(data)
    except UnreadableCalendar as error:
        return _rescued(data, error)
    entries: list[Component] = []
    beside: list[Component] = []
    for calendar in calendars:
        entries += [part for part in calendar.walk() if part.name in _ENTRIES]
        beside += [part for part in calendar.subcomponents if part.name not in _ENTRIES]
    return CalendarContent(tuple(entries), more=tuple(beside))


def parse_calendars(data: bytes) -> list[Calendar]:
    """The calendars in `data`, of which there is at least one.

    Raises UnreadableCalendar when anything in it cannot be read.
    """
    try:
        parts = Calendar.from_ical(data, multiple=True)
    except Exception as error:  # noqa: BLE001 - whatever it is, it comes from the bytes
        reason = one_line(str(error)) or type(error).__name__
        raise UnreadableCalendar(f"it cannot be read as a calendar: {reason}") from None
    calendars = [part for part in parts if isinstance(part, Calendar)]
    if not calendars:
        raise UnreadableCalendar("there is no calendar in it")
    return calendars


def own_uids(data: bytes) -> list[str]:
    """The UIDs of ours in bytes that may be anything."""
    uids = _UID.findall(_FOLD.sub(b"", data))
    return [uid.decode("utf-8", "replace").strip() for uid in uids]


# calendars with parts that cannot be read


def _rescued(data: bytes, error: UnreadableCalendar) -> CalendarContent:
    """Ours alone, each read by itself.

    Raises the error again where the bytes are not even parts within parts.
    """
    entries: list[Component] = []
    broken: list[str] = []
    unread = 0
    for block in _blocks(data, error):
        uids = own_uids(block)
        if not uids:
            unread += 1
            continue
        try:
            (calendar,) = parse_calendars(_FRAME % block)
        except UnreadableCalendar:
            broken.append(uids[0])
        else:
            entries += [part for part in calendar.subcomponents if part.name in _ENTRIES]
    if not entries and not broken and not unread:
        raise error
    return CalendarContent(tuple(entries), tuple(broken), unread, rescued=True)


def _blocks(data: bytes, error: UnreadableCalendar) -> Iterator[bytes]:
    """The lines of each event and task, unfolded.

    Raises the error where an END does not fit its BEGIN.
    """
    open_parts: list[str] = []
    block: list[bytes] = []
    depth = 0  # at which the entry begins whose lines are collected
    for line in _FOLD.sub(b"", data).splitlines():
        edge = _edge(line)
        if edge.begins:
            open_parts.append(edge.name)
            if not depth and edge.name in _ENTRIES:
                depth = len(open_parts)
        if depth:
            block.append(line)
        if not edge.ends:
            continue
        if not open_parts or open_parts.pop() != edge.name:
            raise error
        if depth > len(open_parts):
            yield b"\r\n".join([*block, b""])
            block, depth = [], 0
    if open_parts:
        raise error


class _Edge(NamedTuple):
    """Whether a line begins or ends a part, and which."""

    begins: bool = False
    ends: bool = False
    name: str = ""


def _edge(line: bytes) -> _Edge:
    match = _EDGE.match(line)
    if match is None:
        return _Edge()
    begins = match[1].upper() == b"BEGIN"
    return _Edge(begins, not begins, match[2].upper().decode())
