"""A calendar file as the memory of itself: items and the file's old bytes in, its new bytes out.

What the file said before decides what is new, changed, cancelled or left as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

from icalendar import Calendar, Component

from eo_tracker.calendar.items import ORIGIN, Item, cancel
from eo_tracker.calendar.parsing import UnreadableCalendar, is_ours, parse_calendars
from eo_tracker.calendar.rfc5545 import (
    PRODUCT,
    QUESTION,
    calendar_bytes,
    day_property,
    foreign_addition,
    is_cancelled,
    is_edited,
    is_whole,
    item_bytes,
    stamp_of,
    without_sum,
)
from eo_tracker.errors import TrackerError
from eo_tracker.models import Catalog
from eo_tracker.resolve import Obligation
from eo_tracker.resolve.obligation import Recurrence
from eo_tracker.wording import DISCLAIMER

# From the beginning of a line to that of another: a text that is folded may end with the same
# words.
_BLOCKS = re.compile(rb"^BEGIN:(VEVENT|VTODO)\r\n.*?^END:\1\r\n", re.DOTALL | re.MULTILINE)
_ALARMS = re.compile(rb"^BEGIN:VALARM\r\n.*?^END:VALARM\r\n", re.DOTALL | re.MULTILINE)
_OCCURRENCE = re.compile(r"^(?:task\.)?(?P<id>.+)\.(?P<day>\d{4}-\d\d-\d\d)(?:\.\d+-days-before)?@")
_PART = re.compile(rb"^BEGIN:V(?!CALENDAR)", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_ESCAPE = re.compile(r"\\([\\,;])")

Outcome = Literal["new", "changed", "cancelled", "same"]


class NotOurs(TrackerError):
    """A file with what this program did not write, or that is not a calendar.

    It is left as it is.
    """


class ExistingItem(NamedTuple):
    """An item as the file has it: its very bytes, and what tells whether it changed."""

    raw: bytes
    component: Component

    def restamped(self, item: Item) -> Item:
        """`item` with the stamps and origin of this one."""
        stamp = stamp_of(self.component)
        return replace(item, stamp=stamp, sequence=self.sequence, origin=self.origin)

    def newer(self, item: Item) -> Item:
        """`item` as the version after this one."""
        after = stamp_of(self.component) + timedelta(seconds=1)
        return replace(item, sequence=self.sequence + 1, stamp=max(item.stamp, after))

    @property
    def sequence(self) -> int:
        """How often it was changed."""
        number = str(self.component.get("sequence", 0))
        if not number.isdecimal():
            return 0
        return int(number)

    @property
    def origin(self) -> str:
        """The line that says of which day and catalog it is."""
        for line in str(self.component.get("description", "")).splitlines():
            if line.startswith(ORIGIN):
                return line
        return ""

    @property
    def is_cancelled(self) -> bool:
        """Whether it is marked as cancelled."""
        return is_cancelled(self.component)


@dataclass(frozen=True)
class MergedCalendar:
    """A calendar's bytes, how many of its items are not cancelled, and what became of each.

    `new`, `changed`, `cancelled` and `same` are full UIDs.
    """

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
    items: Iterable[Item],
    *,
    name: str,
    old: Mapping[str, ExistingItem] = MappingProxyType({}),
    remaining: Mapping[str, Item | None] = MappingProxyType({}),
    tasks: bool = False,
    questions: Iterable[str] = (),
) -> MergedCalendar:
    """A calendar of these items, by UID, and of all `old` ones that its file has.

    What was written once stays: as it was, if it says the same; with a higher SEQUENCE and a newer
    stamp, if not; cancelled, if it is not among the `remaining` items, those that the catalog still
    gives (None for one that stays as it is). The same input gives the same bytes. `questions` are
    what the calendar answers, to be read back with it.
    """
    _check_kind(old, tasks=tasks)
    versions: dict[str, Item | None] = {item.uid: item for item in items}
    for uid in old.keys() - versions.keys():
        versions[uid] = remaining_or_cancelled(uid, old[uid], remaining)
    written = []
    for uid, item in sorted(versions.items()):
        written.append(_written(uid, item, old.get(uid), task=tasks))
    blocks = [each.data for each in written]
    title = None if len(blocks) == 1 else name
    return MergedCalendar(
        data=calendar_bytes(blocks, title, questions),
        live=sum(each.is_live for each in written),
        new=_uids(written, "new"),
        changed=_uids(written, "changed"),
        cancelled=_uids(written, "cancelled"),
        same=_uids(written, "same"),
    )


class _Written(NamedTuple):
    """An item as it is written, and what became of it."""

    uid: str
    outcome: Outcome
    data: bytes
    is_live: bool


def _uids(written: Iterable[_Written], outcome: Outcome) -> tuple[str, ...]:
    return tuple(each.uid for each in written if each.outcome == outcome)


def _check_kind(old: Mapping[str, ExistingItem], *, tasks: bool) -> None:
    """Raise NotOurs where a file has events and is to get tasks, or the reverse."""
    kinds = {item.component.name for item in old.values()}
    if tasks and "VEVENT" in kinds:
        raise NotOurs("the file contains events; tasks need a file of their own")
    if not tasks and "VTODO" in kinds:
        raise NotOurs("the file contains tasks; events need a file of their own")


def remaining_or_cancelled(
    uid: str,
    old: ExistingItem,
    remaining: Mapping[str, Item | None],
) -> Item | None:
    """What the catalog still gives of an old item; the item as cancelled where it gives nothing."""
    if uid in remaining:
        return remaining[uid]
    return cancel_existing(old, "it is no longer in the catalog")


def _written(
    uid: str,
    item: Item | None,
    old: ExistingItem | None,
    *,
    task: bool,
) -> _Written:
    """An item beside its old version; without an item, the old version stays."""
    if item is None:
        assert old is not None
        return _Written(uid, "same", old.raw, not old.is_cancelled)
    is_live = not item.cancelled
    if old is None:
        return _Written(uid, "new", item_bytes(item, task=task), is_live)
    if _is_same(item, old, task=task):
        return _Written(uid, "same", old.raw, is_live)
    data = item_bytes(old.newer(item), task=task)
    outcome: Outcome = "changed" if is_live else "cancelled"
    return _Written(uid, outcome, data, is_live)


def _is_same(item: Item, old: ExistingItem, *, task: bool) -> bool:
    """Whether the file says the same.

    An item that passes is not changed by that: its alarms stay until something else of it changes.
    """
    if item.cancelled and old.is_cancelled:
        return True
    before = _ALARMS.sub(b"", old.raw) if item.behind else old.raw
    after = item_bytes(old.restamped(item), task=task)
    return without_sum(after) == without_sum(before)


# what the catalog still gives


def remaining_items(
    items: Iterable[Item],
    obligations: Iterable[Obligation],
    catalog: Catalog,
    before: Mapping[str, ExistingItem],
) -> dict[str, Item | None]:
    """What the catalog still gives of what was written `before`.

    That is `items`, and passed dates of directives that recur.
    """
    remaining: dict[str, Item | None] = {item.uid: item for item in items}
    known = {obligation.id: obligation for obligation in obligations}
    for uid, old in before.items():
        key = _directive(uid)
        if uid in remaining:
            continue
        if _is_passed_occurrence(uid, known):
            remaining[uid] = None
        elif uid.partition("@")[0].endswith("-days-before"):
            remaining[uid] = cancel_existing(old, "this reminder is no longer asked for")
        elif key in known:
            remaining[uid] = cancel_existing(old, "it no longer has a date")
        elif key in catalog.directives:
            # On an earlier day than that on which it was written, it is not known yet, and so not
            # cancelled.
            remaining[uid] = None
    return remaining


def _is_passed_occurrence(uid: str, known: Mapping[str, Obligation]) -> bool:
    """Whether a UID is that of an occurrence of a directive that recurs."""
    match = _OCCURRENCE.match(uid)
    if match is None:
        return False
    recurrence = _recurrence(match["id"], known)
    return recurrence is not None and _day(match["day"]) in recurrence


def _recurrence(name: str, known: Mapping[str, Obligation]) -> Recurrence | None:
    obligation = known.get(name.replace(".", "/", 1))
    if obligation is None:
        return None
    return obligation.recurrence


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # somebody wrote a UID of his own
        return None


def _directive(uid: str) -> str:
    """The full ID of the directive that an item is about."""
    owner, _, local = uid.partition("@")[0].removeprefix("task.").partition(".")
    return f"{owner}/{local}"


# the old file


def read_items(data: bytes) -> dict[str, ExistingItem]:
    """The items of a calendar file that this program wrote, by UID. Raises NotOurs."""
    if not data:
        return {}
    if b"\r" not in data:  # a tool for text or versions changed the line ends, and nothing else
        data = data.replace(b"\n", b"\r\n")
    try:
        calendar, *others = parse_calendars(data)
    except UnreadableCalendar as error:
        raise NotOurs(f"{error}; nothing was written") from None
    blocks = [match[0] for match in _BLOCKS.finditer(data)]
    components = calendar.subcomponents
    if others or not _is_own_calendar(calendar) or len(blocks) != len(components):
        raise NotOurs(
            "the file contains entries that eo-tracker did not write; "
            "choose another file, nothing was written"
        )
    _refuse_damage(components)
    _refuse_additions(calendar)
    _refuse_edits(blocks, components)
    return _by_uid(blocks, components)


def _is_own_calendar(calendar: Calendar) -> bool:
    """Whether a calendar has our product identifier, and only entries of ours."""
    if str(calendar.get("prodid", "")) != PRODUCT:
        return False
    return all(_is_own_entry(part) for part in calendar.subcomponents)


def _is_own_entry(part: Component) -> bool:
    return part.name in ("VEVENT", "VTODO") and is_ours(part)


def _refuse_damage(components: Iterable[Component]) -> None:
    for component in components:
        if not is_whole(component):
            uid = str(component["uid"])
            raise NotOurs(f"the entry {uid!r} in the file is damaged; nothing was written")


def _refuse_additions(calendar: Calendar) -> None:
    for part in calendar.walk():
        if addition := foreign_addition(part, DISCLAIMER):
            raise NotOurs(
                f"somebody added {addition} to the file, which would be lost; "
                "choose another file, nothing was written"
            )


def _refuse_edits(blocks: Iterable[bytes], components: Iterable[Component]) -> None:
    for raw, component in zip(blocks, components, strict=True):
        if is_edited(raw):
            title = str(component["summary"])
            raise NotOurs(
                f"somebody changed the entry {title!r}, which would be lost; "
                "choose another file, nothing was written"
            )


def _by_uid(
    blocks: Sequence[bytes],
    components: Iterable[Component],
) -> dict[str, ExistingItem]:
    items = {}
    for raw, component in zip(blocks, components, strict=True):
        items[str(component["uid"])] = ExistingItem(raw, component)
    if len(items) != len(blocks):
        raise NotOurs("the file has a duplicate entry; choose another file, nothing was written")
    return items


def questions_in(data: bytes) -> list[str]:
    """What a calendar answers, as far as it says so; read from its head alone."""
    head = _FOLD.sub(b"", _PART.split(data, maxsplit=1)[0])
    texts = []
    for line in head.decode("utf-8", "replace").splitlines():
        name, _, text = line.partition(":")
        if name == QUESTION:
            # icalendar leaves escapes in a property that it does not know.
            texts.append(_ESCAPE.sub(r"\1", text))
    return texts


def cancel_existing(old: ExistingItem, reason: str) -> Item:
    """The item as it was, cancelled, when the catalog cannot say any more what it was."""
    component = old.component
    link = str(component["url"]) if "url" in component else None
    last_lines = (old.origin, DISCLAIMER, link)
    text = str(component.get("description", "")).splitlines()
    day: date | datetime = component.decoded(day_property(component))
    item = Item(
        uid=str(component["uid"]),
        day=day,
        summary=str(component["summary"]),
        lines=tuple(line for line in text if line not in last_lines),
        category=", ".join(getattr(component, "categories", [])),
        stamp=stamp_of(component),
        origin=old.origin,
        link=link,
    )
    return cancel(item, reason)
