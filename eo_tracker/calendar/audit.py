"""A calendar read back: what it says of each deadline, compared with the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Component

from eo_tracker.calendar.items import Item
from eo_tracker.calendar.parsing import UnreadableCalendar, is_ours, parse_entries
from eo_tracker.calendar.rfc5545 import day_property, is_cancelled, without_repeats

VerdictKind = Literal[
    "right",
    "moved",
    "altered",
    "doubled",
    "missing",
    "cancelled",
    "ended",
    "unknown",
]
_Groups = Mapping[str, list[Component]]


@dataclass(frozen=True)
class Verdict:
    """What a calendar says of one item: `calendar_day` is its day there, `day` the catalog's.

    moved: on another day; altered: on its day, but with a time, another length or a recurrence;
    doubled: in the calendar more than once; missing: not in it; cancelled: marked as cancelled
    although it is in force; ended: marked as in force although it is not; unknown: marked as ours,
    but nothing that the catalog has.
    """

    kind: VerdictKind
    uid: str
    summary: str
    day: date | None = None
    calendar_day: date | None = None


def read_back(
    data: bytes,
    expected: Iterable[Item],
    current: Mapping[str, Item | None],
) -> tuple[list[Verdict], int]:
    """A verdict on each expected item and on each of ours, and how many entries are others'.

    `current` has all items that the catalog gives, whatever the filters. Raises UnreadableCalendar.
    """
    content = parse_entries(data)
    if content.broken:
        raise UnreadableCalendar(f"the entry {content.broken[0]!r} in it cannot be read")
    ours = _ours(content.entries)
    items = {_directive(item.uid): item for item in expected}
    verdicts = [
        *_expected(items, ours),
        *_unexpected(items, current, ours),
        *_repeats(ours),
    ]
    others = len(content.entries) + content.unread
    return verdicts, others - sum(map(len, ours.values()))


def _ours(entries: Iterable[Component]) -> _Groups:
    """The entries of this program, by directive."""
    groups: dict[str, list[Component]] = defaultdict(list)
    for entry in map(without_repeats, entries):
        if is_ours(entry):
            groups[_directive(str(entry["uid"]))].append(entry)
    return groups


def _expected(items: Mapping[str, Item], ours: _Groups) -> Iterator[Verdict]:
    for name, item in items.items():
        entries = _first_of_each_kind(ours.get(name, []))
        if not entries:
            yield Verdict("missing", item.uid, item.summary, item.day)
        for entry in entries:
            yield _verdict(item, entry)


def _unexpected(
    items: Mapping[str, Item],
    current: Mapping[str, Item | None],
    ours: _Groups,
) -> Iterator[Verdict]:
    """Verdicts on entries of ours that were not asked about."""
    known = {_directive(uid): item for uid, item in current.items()}
    for name, entries in ours.items():
        if name in items:
            continue
        for entry in _first_of_each_kind(entries):
            yield _unexpected_verdict(entry, known)


def _repeats(ours: _Groups) -> Iterator[Verdict]:
    for entries in ours.values():
        first = {id(entry) for entry in _first_of_each_kind(entries)}
        for entry in entries:
            if id(entry) not in first:
                yield _of_entry("doubled", entry)


def _first_of_each_kind(entries: Iterable[Component]) -> list[Component]:
    """An event and a task of one directive may be beside each other."""
    first: dict[str, Component] = {}
    for entry in entries:
        first.setdefault(str(entry.name), entry)
    return list(first.values())


def _directive(uid: str) -> str:
    """What an event and a task of one directive have in common."""
    return uid.removeprefix("task.")


def _verdict(item: Item, entry: Component) -> Verdict:
    day = _day(entry)
    kind: VerdictKind = "right"
    if is_cancelled(entry):
        kind = "cancelled"
    elif day != item.day:
        kind = "moved"
    elif not _is_one_whole_day(entry):
        kind = "altered"
    return Verdict(kind, item.uid, item.summary, item.day, day)


def _unexpected_verdict(entry: Component, known: Mapping[str, Item | None]) -> Verdict:
    """Whether the catalog still gives it, as in force, as ended, or not at all."""
    uid = str(entry["uid"])
    name = _directive(uid)
    item = known.get(name)
    if item is not None and not item.cancelled:
        return _verdict(item, entry)
    if item is not None:
        kind: VerdictKind = "right" if is_cancelled(entry) else "ended"
        return Verdict(kind, uid, item.summary, item.day, _day(entry))
    if name in known or is_cancelled(entry):
        return _of_entry("right", entry)
    return _of_entry("unknown", entry)


def _of_entry(kind: VerdictKind, entry: Component) -> Verdict:
    """A verdict for which only the calendar has a day and a title."""
    summary = str(entry.get("summary", ""))
    return Verdict(kind, str(entry["uid"]), summary, None, _day(entry))


def _is_one_whole_day(entry: Component) -> bool:
    """Whether an entry fills one day and no other, as what we write does."""
    if any(name in entry for name in ("rrule", "rdate", "duration")):
        return False
    try:
        start = entry.decoded(day_property(entry))
        end = entry.decoded("dtend") if "dtend" in entry else None
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    if isinstance(start, datetime):
        return False
    return end is None or bool(end == start + timedelta(days=1))


def _day(entry: Component) -> date | None:
    """The day of an entry; of one with a time, the day on which it begins."""
    for name in ("dtstart", "due"):
        if name in entry:
            return _date_in(entry, name)
    return None


def _date_in(entry: Component, name: str) -> date | None:
    try:
        value = entry.decoded(name)
    except (ValueError, TypeError, AttributeError):
        return None
    match value:
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return None
