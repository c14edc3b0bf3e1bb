"""A calendar file as the memory of itself: what it said before decides what is new, changed, called off or left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import NamedTuple

from icalendar import Component

from eo_tracker.calendar.items import ORIGIN, Item, cancel
from eo_tracker.calendar.parsing import UnreadableCalendar, is_ours, parse_calendars
from eo_tracker.calendar.rfc5545 import (
    PRODUCT,
    QUESTION,
    calendar_bytes,
    foreign_addition,
    is_edited,
    is_whole,
    item_bytes,
    stamp_of,
    without_sum,
)
from eo_tracker.errors import TrackerError
from eo_tracker.models import Catalog
from eo_tracker.resolve import Obligation
from eo_tracker.wording import DISCLAIMER

# From the beginning of a line to that of another: a text that is folded may end with the same words.
_BLOCKS = re.compile(rb"^BEGIN:(VEVENT|VTODO)\r\n.*?^END:\1\r\n", re.DOTALL | re.MULTILINE)
_ALARMS = re.compile(rb"^BEGIN:VALARM\r\n.*?^END:VALARM\r\n", re.DOTALL | re.MULTILINE)
_OCCURRENCE = re.compile(r"^(?:task\.)?(?P<id>.+)\.(?P<day>\d{4}-\d\d-\d\d)(?:\.\d+-days-before)?@")


class NotOurs(TrackerError):
    """A file that holds what this program did not write, or that is no calendar; it is left as it is."""


class ExistingItem(NamedTuple):
    """An item as the file has it: its very bytes, and what of it is needed to tell whether it changed."""

    raw: bytes
    component: Component

    def again(self, item: Item) -> Item:
        """`item` with the stamps and origin of this one."""
        return replace(
            item, stamp=stamp_of(self.component), sequence=self.sequence, origin=self.origin
        )

    @property
    def sequence(self) -> int:
        """How often it was changed."""
        number = str(self.component.get("sequence", 0))
        return int(number) if number.isdecimal() else 0

    @property
    def origin(self) -> str:
        """The line that tells of which day and catalog it is."""
        lines = str(self.component.get("description", "")).splitlines()
        return next((line for line in lines if line.startswith(ORIGIN)), "")

    @property
    def is_cancelled(self) -> bool:
        """Whether it is called off."""
        return str(self.component.get("status", "")) == "CANCELLED"


@dataclass(frozen=True)
class MergedCalendar:
    """A calendar's bytes, how many of its items are not called off, and what became of each: full UIDs."""

    data: bytes
    live: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    @property
    def uids(self) -> tuple[str, ...]:
        """All that is in it."""
        return (*self.new, *self.changed, *self.cancelled, *self.same)


def merge_calendar(
    wanted: Iterable[Item],
    *,
    name: str,
    old: Mapping[str, ExistingItem] = MappingProxyType({}),
    kept: Mapping[str, Item | None] = MappingProxyType({}),
    tasks: bool = False,
    questions: Iterable[str] = (),
) -> MergedCalendar:
    """A calendar of the `wanted` items, by UID, and of all `old` ones that its file has.

    What was written once stays: as it was, if it says the same; with a higher SEQUENCE and a newer stamp, if not; called off, if
    it is not among `kept`: the items that the catalog still gives, None for one that stays as it is. The same input gives the
    same bytes. `questions`: what was asked for, to be read back with the calendar.
    """
    if any((each.component.name == "VTODO") != tasks for each in old.values()):
        raise NotOurs(
            f"the file holds {'events' if tasks else 'tasks'}; {'tasks' if tasks else 'events'} go into a file of their own"
        )
    items: dict[str, Item | None] = {each.uid: each for each in wanted}
    for uid in old.keys() - items.keys():
        items[uid] = (
            kept[uid]
            if uid in kept
            else cancel_existing(old[uid], "it is no longer in the catalog")
        )
    blocks: list[bytes] = []
    sorts: dict[str, list[str]] = {"new": [], "changed": [], "cancelled": [], "same": []}
    for uid, item in sorted(items.items()):
        sort, data = _written(item, old.get(uid), task=tasks)
        sorts[sort].append(uid)
        blocks.append(data)
    live = sum(
        not (item.cancelled if item else old[uid].is_cancelled) for uid, item in items.items()
    )
    data = calendar_bytes(blocks, name if len(blocks) != 1 else None, questions)
    return MergedCalendar(data, live, **{sort: tuple(uids) for sort, uids in sorts.items()})


def remaining_items(
    items: Iterable[Item],
    obligations: Iterable[Obligation],
    catalog: Catalog,
    before: Mapping[str, ExistingItem],
) -> dict[str, Item | None]:
    """What the catalog still gives of what was written `before`: `items`, and passed dates of directives that recur."""
    kept: dict[str, Item | None] = {each.uid: each for each in items}
    known = {each.id: each for each in obligations}
    series = {
        key.replace("/", "."): each.recurrence for key, each in known.items() if each.recurrence
    }
    for uid, old in before.items():
        found = _OCCURRENCE.match(uid)
        recurrence = series.get(found["id"]) if found else None
        if uid not in kept and found and recurrence and _day(found["day"]) in recurrence:
            kept[uid] = None
        elif uid not in kept and uid.partition("@")[0].endswith("-days-before"):
            kept[uid] = cancel_existing(old, "this reminder is no longer asked for")
        elif uid not in kept and (key := _directive(uid)) in catalog.directives:
            # Of an earlier day than that on which it was written, it is not known yet, and so not called off.
            kept[uid] = cancel_existing(old, "it has no date any more") if key in known else None
    return kept


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # somebody wrote a UID of his own
        return None


def _directive(uid: str) -> str:
    """The full ID of the directive that an item is about."""
    owner, _, local = uid.partition("@")[0].removeprefix("task.").partition(".")
    return f"{owner}/{local}"


def _written(item: Item | None, old: ExistingItem | None, *, task: bool) -> tuple[str, bytes]:
    if old is None:
        return "new", item_bytes(item, task=task) if item else b""
    if item is None or _is_same(item, old, task=task) or (item.cancelled and old.is_cancelled):
        return "same", old.raw
    newer = replace(
        item,
        sequence=old.sequence + 1,
        stamp=max(item.stamp, stamp_of(old.component) + timedelta(seconds=1)),
    )
    return ("cancelled" if item.cancelled else "changed"), item_bytes(newer, task=task)


def _is_same(item: Item, old: ExistingItem, *, task: bool) -> bool:
    """Whether the file says the same. What passes is not changed by that: its alarms stay until something else of it changes."""
    before = _ALARMS.sub(b"", old.raw) if item.behind else old.raw
    return without_sum(item_bytes(old.again(item), task=task)) == without_sum(before)


def read_items(data: bytes) -> dict[str, ExistingItem]:
    """The items of a calendar file that this program wrote, by UID. Raises NotOurs."""
    if not data:
        return {}
    if b"\r" not in data:  # a tool for text or versions changed the line ends, and nothing else
        data = data.replace(b"\n", b"\r\n")
    try:
        found, *others = parse_calendars(data)
    except UnreadableCalendar as error:
        raise NotOurs(f"{error}; nothing was written") from None
    components = found.subcomponents
    ours = not others and all(
        each.name in ("VEVENT", "VTODO") and is_ours(each) for each in components
    )
    blocks = [each[0] for each in _BLOCKS.finditer(data)]
    if not ours or str(found.get("prodid", "")) != PRODUCT or len(blocks) != len(components):
        raise NotOurs(
            "the file holds entries that eo-tracker did not write; choose another file, nothing was written"
        )
    if damaged := next((each for each in components if not is_whole(each)), None):
        raise NotOurs(
            f"the entry {str(damaged['uid'])!r} in the file is damaged; nothing was written"
        )
    if theirs := next(
        filter(None, (foreign_addition(each, DISCLAIMER) for each in found.walk())), None
    ):
        raise NotOurs(
            f"somebody added {theirs} to the file, which would be lost; choose another file, nothing was written"
        )
    edited = next(
        (each for raw, each in zip(blocks, components, strict=True) if is_edited(raw)), None
    )
    if edited:
        raise NotOurs(
            f"somebody changed the entry {str(edited['summary'])!r}, which would be lost; choose another file, nothing was written"
        )
    items = {
        str(component["uid"]): ExistingItem(raw, component)
        for raw, component in zip(blocks, components, strict=True)
    }
    if len(items) != len(blocks):
        raise NotOurs("the file holds an entry twice; choose another file, nothing was written")
    return items


def questions_in(data: bytes) -> list[str]:
    """What was asked for when a calendar was written, as far as it says so; read from its head alone."""
    head = re.split(rb"^BEGIN:V(?!CALENDAR)", data, maxsplit=1, flags=re.MULTILINE | re.IGNORECASE)[
        0
    ]
    lines = re.sub(rb"\r?\n[ \t]", b"", head).decode("utf-8", "replace").splitlines()
    texts = [line.partition(":")[2] for line in lines if line.startswith(f"{QUESTION}:")]
    return [
        re.sub(r"\\([\\,;])", r"\1", each) for each in texts
    ]  # icalendar leaves escapes in a property that it does not know


def cancel_existing(old: ExistingItem, reason: str) -> Item:
    """The item as it was, called off, when the catalog cannot say any more what it was."""
    component = old.component
    text = str(component.get("description", "")).splitlines()
    link = str(component["url"]) if "url" in component else None
    day = component.decoded("dtstart" if component.name == "VEVENT" else "due")
    item = Item(
        uid=str(component["uid"]),
        day=day,
        summary=str(component["summary"]),
        lines=tuple(line for line in text if line not in (old.origin, DISCLAIMER, link)),
        category=", ".join(getattr(component, "categories", [])),
        stamp=stamp_of(component),
        origin=old.origin,
        link=link,
    )
    return cancel(item, reason)
