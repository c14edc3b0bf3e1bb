"""The bytes of a calendar to its entries. What icalendar cannot read of others is passed over; of ours it is named.

icalendar raises whatever its parsers raise, for a whole file, over one property or time zone of somebody else's.
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
_UID = re.compile(
    rf"^UID(?:;[^:\r\n]*)?:(.*@{DOMAIN})[ \t]*\r?$".encode(), re.MULTILINE | re.IGNORECASE
)
_EDGE = re.compile(rb"^(BEGIN|END):([A-Za-z0-9-]+)[ \t]*$", re.IGNORECASE)


class UnreadableCalendar(TrackerError):
    """Bytes that are not a calendar, or are only a part of one."""


class Parsed(NamedTuple):
    """What stands in a calendar.

    `entries` are events and tasks; `broken` the UIDs of those of ours that cannot be read; `unread` counts those of others that
    nobody tried to read; `more` is what stands beside the entries, such as time zones. `rescued`: it could not be read as a whole,
    so there is more in it than what is here.
    """

    entries: tuple[Component, ...]
    broken: tuple[str, ...] = ()
    unread: int = 0
    more: tuple[Component, ...] = ()
    rescued: bool = False


def is_ours(entry: Component) -> bool:
    """Whether this program gave an entry its UID."""
    return str(entry.get("uid", "")).endswith(f"@{DOMAIN}")


def parse_entries(data: bytes) -> Parsed:
    """The entries of one or several calendars. Raises UnreadableCalendar."""
    try:
        calendars = parse_calendars(data)
    except UnreadableCalendar as error:
        return _rescued(data, error)
    inside = [each for calendar in calendars for each in calendar.walk() if each.name in _ENTRIES]
    beside = [
        each
        for calendar in calendars
        for each in calendar.subcomponents
        if each.name not in _ENTRIES
    ]
    return Parsed(tuple(inside), more=tuple(beside))


def parse_calendars(data: bytes) -> list[Calendar]:
    """The calendars in `data`, of which there is at least one. Raises UnreadableCalendar when anything in it cannot be read."""
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except Exception as error:  # noqa: BLE001 - whatever it is, it comes from the bytes
        raise UnreadableCalendar(
            f"it cannot be read as a calendar: {one_line(str(error)) or type(error).__name__}"
        ) from None
    found = [each for each in calendars if isinstance(each, Calendar)]
    if not found:
        raise UnreadableCalendar("there is no calendar in it")
    return found


def own_uids(data: bytes) -> list[str]:
    """The UIDs of ours in bytes that may be anything."""
    return [
        found.decode("utf-8", "replace").strip()
        for found in _UID.findall(re.sub(rb"\r?\n[ \t]", b"", data))
    ]


def _rescued(data: bytes, fault: UnreadableCalendar) -> Parsed:
    """Ours alone, each read by itself. Raises the fault again where the bytes are not even parts within parts."""
    entries: list[Component] = []
    broken: list[str] = []
    unread = 0
    for block in _blocks(data, fault):
        uids = own_uids(block)
        if not uids:
            unread += 1
            continue
        try:
            (calendar,) = parse_calendars(_FRAME % block)
            entries += [each for each in calendar.subcomponents if each.name in _ENTRIES]
        except UnreadableCalendar:
            broken += uids[:1]
    if not entries and not broken and not unread:
        raise fault
    return Parsed(tuple(entries), tuple(broken), unread, rescued=True)


def _blocks(data: bytes, fault: UnreadableCalendar) -> Iterator[bytes]:
    """The lines of each event and task, unfolded. Raises the fault when an END does not fit its BEGIN."""
    open_parts: list[bytes] = []
    block: list[bytes] = []
    depth = 0  # at which the entry begins whose lines are collected
    lines = re.sub(rb"\r?\n[ \t]", b"", data).splitlines()
    for line in lines:
        edge = _EDGE.match(line)
        name = edge[2].upper() if edge else b""
        begins = edge is not None and edge[1].upper() == b"BEGIN"
        if begins:
            open_parts.append(name)
            if not depth and name.decode() in _ENTRIES:
                depth = len(open_parts)
        if depth:
            block.append(line)
        if edge and not begins:
            if not open_parts or open_parts.pop() != name:
                raise fault
            if depth > len(open_parts):
                yield b"\r\n".join([*block, b""])
                block, depth = [], 0
    if open_parts:
        raise fault
