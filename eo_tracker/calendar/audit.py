"""A calendar read back: what it says of each deadline, held against the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Component

from eo_tracker.calendar.items import Item
from eo_tracker.calendar.parsing import UnreadableCalendar, is_ours, parse_entries
from eo_tracker.calendar.rfc5545 import without_repeats

VerdictKind = Literal[
    "right", "moved", "altered", "doubled", "missing", "cancelled", "ended", "unknown"
]


@dataclass(frozen=True)
class Verdict:
    """What a calendar says of one item: `there` is its day in the calendar, `day` the catalog's.

    moved: on another day; altered: on its day, but with a time, another length or a recurrence; doubled: there more than once;
    missing: not there; called-off: there, but marked as cancelled although it is in force; ended: there as if in force, but it is
    not; unknown: marked as ours, but nothing that the catalog has.
    """

    kind: VerdictKind
    uid: str
    summary: str
    day: date | None = None
    calendar_day: date | None = None


def read_back(
    data: bytes, expected: Iterable[Item], every: Mapping[str, Item | None]
) -> tuple[list[Verdict], int]:
    """A verdict on each expected item and on each of ours in the calendar, and how many entries are others'.

    `every` has all items that the catalog still gives, whatever was asked for. Raises UnreadableCalendar.
    """
    found = parse_entries(data)
    if found.broken:
        raise UnreadableCalendar(f"the entry {found.broken[0]!r} in it cannot be read")
    ours: dict[str, list[Component]] = defaultdict(list)
    for each in map(without_repeats, found.entries):
        if is_ours(each):
            ours[_directive(str(each["uid"]))].append(each)
    wanted = {_directive(each.uid): each for each in expected}
    known = {_directive(uid): item for uid, item in every.items()}
    verdicts = [
        _verdict(item, there)
        for name, item in wanted.items()
        for there in _single(ours.get(name, ())) or (None,)
    ]
    verdicts += [
        _unasked(there, known)
        for name, group in ours.items()
        if name not in wanted
        for there in _single(group)
    ]
    verdicts += [
        Verdict("doubled", str(each["uid"]), str(each.get("summary", "")), None, _day(each))
        for each in _doubles(ours)
    ]
    return verdicts, len(found.entries) + found.unread - sum(map(len, ours.values()))


def _single(group: Iterable[Component]) -> list[Component]:
    """The first of each kind: an event and a task of one directive may stand beside each other."""
    return list({each.name: each for each in reversed([*group])}.values())


def _doubles(ours: Mapping[str, Iterable[Component]]) -> list[Component]:
    return [
        each
        for group in ours.values()
        for each in group
        if not any(each is one for one in _single(group))
    ]


def _directive(uid: str) -> str:
    """What an event and a task of one directive have in common."""
    return uid.removeprefix("task.")


def _verdict(item: Item, there: Component | None) -> Verdict:
    if there is None:
        return Verdict("missing", item.uid, item.summary, item.day)
    day, off = _day(there), str(there.get("status", "")) == "CANCELLED"
    kind: VerdictKind = "right"
    if off:
        kind = "cancelled"
    elif day != item.day:
        kind = "moved"
    elif not _is_one_whole_day(there):
        kind = "altered"
    return Verdict(kind, item.uid, item.summary, item.day, day)


def _is_one_whole_day(entry: Component) -> bool:
    """Whether an entry fills one day and no other, as what we write does."""
    if any(name in entry for name in ("rrule", "rdate", "duration")):
        return False
    try:
        start = entry.decoded("dtstart" if entry.name == "VEVENT" else "due")
        end = entry.decoded("dtend") if "dtend" in entry else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    return not isinstance(start, datetime) and end in (None, start + timedelta(days=1))


def _unasked(there: Component, every: Mapping[str, Item | None]) -> Verdict:
    """One of ours that was not asked about: still in the catalog, ended, or nothing that it knows."""
    uid = str(there["uid"])
    known, off = every.get(_directive(uid)), str(there.get("status", "")) == "CANCELLED"
    summary = str(there.get("summary", ""))
    if known is None:
        kind: VerdictKind = "right" if _directive(uid) in every or off else "unknown"
        return Verdict(kind, uid, summary, None, _day(there))
    if known.cancelled:
        return Verdict("right" if off else "ended", uid, known.summary, known.day, _day(there))
    return _verdict(known, there)


def _day(entry: Component) -> date | None:
    """The day of an entry; of one with a time, the day on which it begins."""
    for name in ("dtstart", "due"):
        if name in entry:
            try:
                value = entry.decoded(name)
            except (ValueError, TypeError, AttributeError):
                return None
            return (
                value.date()
                if isinstance(value, datetime)
                else value
                if isinstance(value, date)
                else None
            )
    return None
