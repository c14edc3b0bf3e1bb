"""What a CalDAV collection has of ours, and what is to be done with each item.

Nothing is remembered on this machine. What we wrote has a digest of itself (X-EO-TRACKER-DIGEST),
so that an item that somebody edited since is told apart from one that is merely old.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from icalendar import Component, Event, vText

from eo_tracker.calendar.items import Item
from eo_tracker.calendar.merge import ExistingItem, remaining_or_cancelled
from eo_tracker.calendar.parsing import (
    CalendarContent,
    UnreadableCalendar,
    is_ours,
    own_uids,
    parse_entries,
)
from eo_tracker.calendar.rfc5545 import (
    as_bytes,
    calendar_bytes,
    carry_over,
    component,
    has_repeats,
    is_whole,
    own_alarms,
    own_properties,
    without_repeats,
)

Deed = Literal["create", "update", "cancel", "delete", "same", "edited", "changed", "refused"]
_DIGEST = "X-EO-TRACKER-DIGEST"
_FOLD = re.compile(rb"\r?\n[ \t]")
_STAMPS = (b"DTSTAMP", b"LAST-MODIFIED")


class ServerItem(NamedTuple):
    """The server's copy of an item.

    `state` is what its whole resource says, `more` what else is in it. `is_odd`: it says something
    twice, or in a way that cannot be read, so that a new version could not keep all of it.
    """

    existing: ExistingItem
    href: str
    etag: str | None
    state: str = ""
    more: tuple[Component, ...] = ()
    is_odd: bool = False

    @property
    def uid(self) -> str:
        """The item's UID."""
        return str(self.existing.component["uid"])

    @property
    def title(self) -> str:
        """The item's title; its UID where it has none."""
        return str(self.existing.component.get("summary", self.uid))

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed what we wrote. (What others only added is not ours to judge.)"""
        entry = self.existing.component
        return self.is_odd or str(entry.get(_DIGEST, "")) != digest(entry)

    @property
    def is_damaged(self) -> bool:
        """Whether somebody removed what is needed to change or cancel it."""
        return not is_whole(self.existing.component)


@dataclass(frozen=True)
class Action:
    """What is to be done with one item; `target` is the server's copy.

    changed: somebody wrote it between reading and writing.
    """

    deed: Deed
    uid: str
    summary: str
    data: bytes = b""
    target: ServerItem | None = None


# what is on the server


def server_items(data: bytes, href: str, etag: str | None) -> Iterator[ServerItem]:
    """The items of ours in one resource of the server."""
    content = _content(data)
    own = [entry for entry in content.entries if is_ours(entry)]
    is_mixed = content.rescued or len(content.entries) > 1
    state = resource_state(data)
    for entry in own:
        is_odd = is_mixed or has_repeats(entry) or not _is_writable(entry)
        existing = ExistingItem(b"", without_repeats(entry))
        yield ServerItem(existing, href, etag, state, content.more, is_odd)
    for uid in content.broken:
        yield ServerItem(_unreadable_item(uid), href, etag, state, is_odd=True)


def _content(data: bytes) -> CalendarContent:
    try:
        return parse_entries(data)
    except UnreadableCalendar:
        return CalendarContent((), broken=tuple(own_uids(data)), rescued=True)


def _unreadable_item(uid: str) -> ExistingItem:
    """What is known of an item that cannot be read."""
    entry = Event()
    entry.add("uid", uid)
    return ExistingItem(b"", entry)


def _is_writable(entry: Component) -> bool:
    try:
        digest(entry)
        as_bytes(entry)
    except Exception:  # noqa: BLE001 - values that were read, but cannot be written
        return False
    return True


def resource_state(data: bytes) -> str:
    """What a resource says, whatever the order of its lines, in a word.

    Some servers stamp it anew each time that they are asked.
    """
    lines = _FOLD.sub(b"", data).splitlines()
    facts = sorted(filter(_is_fact, lines))
    return hashlib.sha256(b"\n".join(facts)).hexdigest()


def _is_fact(line: bytes) -> bool:
    """Whether a line says something else than when it was written."""
    if not line.strip():
        return False
    return not line.upper().startswith(_STAMPS)


# digests


def digest(entry: Component, *, alarms: bool = True) -> str:
    """What an item says of what we wrote, in a word, with its alarms of ours.

    What others added does not count.
    """
    value = hashlib.sha256()
    parts = [entry]
    if alarms:
        parts += sorted(own_alarms(entry), key=_trigger)
    is_task = entry.name == "VTODO"
    for part in parts:
        names = own_properties(part) & set(part)
        for name in sorted(names):
            text = _property_text(part[name], is_task=is_task)
            line = f"{part.name}\0{name}\0{text}\0"
            value.update(line.encode())
    return value.hexdigest()[:32]


def _trigger(alarm: Component) -> str:
    return str(alarm.get("trigger", ""))


def _property_text(value: Any, *, is_task: bool) -> str:
    """A property's values, then the parameters that give them another meaning."""
    values = value if isinstance(value, list) else [value]
    text = "\n".join(map(_value_text, values))
    for single in values:
        text += _parameter_text(single, is_task=is_task)
    return text


def _value_text(value: Any) -> str:
    if hasattr(value, "to_ical"):
        return str(value.to_ical().decode())
    return str(value)


def _parameter_text(value: Any, *, is_task: bool) -> str:
    """The parameter with which somebody set another time or text than what was written."""
    parameters = getattr(value, "params", {})
    for name in ("TZID", "ALTREP"):
        if name in parameters:
            return f";{name}={parameters[name]}"
    default = "END" if is_task else "START"
    related = str(parameters.get("RELATED", default)).upper()
    if related == default:
        return ""
    return f";RELATED={related}"


# what is to be done


class PublishOptions(NamedTuple):
    """How items are published.

    `delete`: what is cancelled is deleted; `force`: what somebody edited is overwritten.
    """

    tasks: bool = False
    delete: bool = False
    force: bool = False


def plan_actions(
    items: Iterable[Item],
    existing: Mapping[str, ServerItem],
    remaining: Mapping[str, Item | None],
    options: PublishOptions,
) -> Iterator[Action]:
    """What is to be done so that the collection says what the catalog says, by UID.

    Items of ours that are not selected now stay as long as they are `remaining`, what the catalog
    still gives; else they are cancelled, or deleted. What somebody edited is left alone, unless it
    is to be overwritten.
    """
    versions: dict[str, Item | None] = {item.uid: item for item in items}
    for uid in sorted(existing.keys() - versions.keys()):
        target = existing[uid]
        if not target.is_damaged:
            versions[uid] = remaining_or_cancelled(uid, target.existing, remaining)
        elif uid not in remaining:
            yield Action("edited", uid, target.title)
    for uid, item in sorted(versions.items()):
        if item is None:
            continue
        target_or_none = existing.get(uid)
        if target_or_none is None:
            yield Action("create", uid, item.summary, _item_data(item, task=options.tasks))
        else:
            yield _action(item, target_or_none, options)


def _action(
    item: Item,
    target: ServerItem,
    options: PublishOptions,
) -> Action:
    """What is to be done with an item that the server has."""
    is_deletion = item.cancelled and options.delete
    is_to_be_written = target.is_odd or is_deletion
    if not is_to_be_written and _is_same(item, target, options):
        return Action("same", item.uid, item.summary)
    if target.is_edited and not options.force:
        return Action("edited", item.uid, item.summary)
    if is_deletion:
        return Action("delete", item.uid, item.summary, target=target)
    deed: Deed = "cancel" if item.cancelled else "update"
    newer = target.existing.newer(item)
    data = _item_data(newer, target, task=options.tasks)
    return Action(deed, item.uid, item.summary, data, target)


def _is_same(item: Item, target: ServerItem, options: PublishOptions) -> bool:
    """Whether the server says the same.

    An item that passes is not changed by that: its alarms stay until something else of it changes.
    """
    existing = target.existing
    if item.cancelled and existing.is_cancelled:
        return True
    alarms = not item.behind
    entry = component(existing.restamped(item), task=options.tasks)
    return digest(entry, alarms=alarms) == digest(existing.component, alarms=alarms)


def _item_data(item: Item, target: ServerItem | None = None, *, task: bool) -> bytes:
    """The bytes of a resource with the item, and with what others put into the server's copy."""
    entry = component(item, task=task)
    more: tuple[Component, ...] = ()
    if target:
        carry_over(target.existing.component, entry)
        more = target.more
    entry[_DIGEST] = vText(digest(entry))
    data = as_bytes(entry)
    needed = [as_bytes(part) for part in more if _is_needed(part, data)]
    return calendar_bytes([*needed, data], None)


def _is_needed(part: Component, item: bytes) -> bool:
    """Whether what is beside an item is to stay: a time zone only if something refers to it."""
    if part.name != "VTIMEZONE":
        return True
    name = str(part.get("tzid", ""))
    return bool(name) and name.encode() in item.replace(b"\r\n ", b"")
