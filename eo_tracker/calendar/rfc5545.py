"""Items to the bytes of RFC 5545, by icalendar; what it leaves lax is made right here.

- It folds character by character, slowly, and between a backslash and what it escapes, which makes
  Google drop the event. So it gives the lines, and they are folded here, by octets and between
  characters.
- `add` stamps nothing by itself, and `new` stamps with the present time; so every required property
  is set here, from data.
- An alarm of its own has neither action nor trigger, without which six programs refuse the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Alarm, Calendar, Component, Event, Todo, vDuration, vText

from eo_tracker.calendar.items import Item
from eo_tracker.models import LAST_YEAR

QUESTION = "X-EO-TRACKER-QUESTION"
SUM = "X-EO-TRACKER-SUM"
PRODUCT = "-//eo-tracker//eo-tracker//EN"
_SUM_LINE = re.compile(rf"^{SUM}:(?P<sum>[0-9a-f]{{32}})\r\n".encode(), re.MULTILINE)
_LINE_WIDTH = 75  # octets
_NINE_HOURS = timedelta(hours=9)
_MAX_SEQUENCE = 2**31 - 1  # the largest there is (RFC 5545, 3.3.8)


def component(item: Item, *, task: bool = False) -> Component:
    """One item as a VEVENT, or as a VTODO."""
    return _todo(item) if task else _event(item)


def item_bytes(item: Item, *, task: bool = False) -> bytes:
    """The bytes of one item, with their sum.

    The sum tells what somebody changed later apart from what is merely old.
    """
    data = as_bytes(component(item, task=task))
    at = data.rindex(b"END:V")
    line = f"{SUM}:{_sum(data)}\r\n".encode()
    return data[:at] + line + data[at:]


def is_edited(raw: bytes) -> bool:
    """Whether somebody changed an item after it was written; one without a sum counts as it is."""
    line = _SUM_LINE.search(raw)
    return line is not None and line["sum"].decode() != _sum(without_sum(raw))


def without_sum(raw: bytes) -> bytes:
    """An item's bytes without their sum."""
    return _SUM_LINE.sub(b"", raw)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def calendar_bytes(
    blocks: Iterable[bytes],
    name: str | None,
    questions: Iterable[str] = (),
) -> bytes:
    """A calendar of these items, without METHOD, which would want an organizer.

    Programs would make a meeting of each item. `questions` are what the calendar answers.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:  # Outlook takes a named file for a calendar of its own, which one item is not
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
    texts = [vText(question) for question in questions]
    if texts:
        calendar[QUESTION] = texts
    end = b"END:VCALENDAR\r\n"
    head = as_bytes(calendar).removesuffix(end)
    return b"".join((head, *blocks, end))


# lines


def as_bytes(component: Component) -> bytes:
    """A component in folded lines."""
    lines = [str(line) for line in component.content_lines()]
    return b"".join(map(_folded, filter(None, lines)))


def _folded(line: str) -> bytes:
    """At most 75 octets a line (RFC 5545, 3.1).

    A cut is neither inside a character nor between a backslash and what it escapes.
    """
    data = line.encode()
    if len(data) <= _LINE_WIDTH:
        return data + b"\r\n"
    return b"\r\n ".join(_pieces(data)) + b"\r\n"


def _pieces(data: bytes) -> Iterator[bytes]:
    start, width = 0, _LINE_WIDTH
    while len(data) - start > width:
        end = _cut(data, start, start + width)
        yield data[start:end]
        start, width = end, _LINE_WIDTH - 1  # the space of a continued line counts
    yield data[start:]


def _cut(data: bytes, start: int, end: int) -> int:
    """Where to cut, at `end` or just before it."""
    while data[end] & 0xC0 == 0x80:
        end -= 1
    before = data[start:end]
    backslashes = len(before) - len(before.rstrip(b"\\"))
    return end - backslashes % 2


# items


def _event(item: Item) -> Event:
    event = Event()
    _add_common(event, item)
    event.add("dtstart", item.day)
    event.add("dtend", item.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add("status", _event_status(item))
    for ring in item.rings:
        event.add_component(_alarm(item, ring))
    return event


def _event_status(item: Item) -> str:
    if item.cancelled:
        return "CANCELLED"
    if item.tentative:
        return "TENTATIVE"
    return "CONFIRMED"


def _todo(item: Item) -> Todo:
    todo = Todo()
    _add_common(todo, item)
    todo.add("due", item.day)
    todo.add("status", _todo_status(item))
    for ring in item.rings:
        # A task without a start rings in relation to its end, which an all-day one has at midnight
        # of its day.
        alarm = _alarm(item, ring)
        alarm["trigger"].params["RELATED"] = "END"
        todo.add_component(alarm)
    return todo


def _todo_status(item: Item) -> str:
    if item.cancelled:
        return "CANCELLED"
    if item.met:
        return "COMPLETED"
    return "NEEDS-ACTION"


def _add_common(component: Component, item: Item) -> None:
    component.add("uid", item.uid)
    component.add("dtstamp", item.stamp)
    component.add("last-modified", item.stamp)
    if item.sequence:
        component.add("sequence", item.sequence)
    component.add("summary", item.summary)
    component.add("description", item.description)
    component.add("categories", [item.category])
    if item.link:
        component.add("url", item.link)


def _alarm(item: Item, ring: date) -> Alarm:
    """Counted from local midnight, so never positive.

    Outlook has no reminder after the start, and Exchange drops the sign.
    """
    before = _NINE_HOURS - (item.day - ring)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm["description"] = vText(item.summary)
    alarm["trigger"] = vDuration(min(before, timedelta()))
    return alarm


def day_property(component: Component) -> str:
    """The property that has the day of an event, or of a task."""
    return "dtstart" if component.name == "VEVENT" else "due"


def is_cancelled(component: Component) -> bool:
    """Whether an item is marked as cancelled."""
    return str(component.get("status", "")) == "CANCELLED"


# what others added

# All that is ever written here, by component.
_ALARM_PROPERTIES = frozenset({"ACTION", "DESCRIPTION", "TRIGGER"})
_ITEM_PROPERTIES = frozenset(
    {
        SUM,
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "SUMMARY",
        "DESCRIPTION",
        "CATEGORIES",
        "URL",
        "STATUS",
    }
)
_WRITTEN = {
    "VCALENDAR": frozenset({"PRODID", "VERSION", "CALSCALE", "NAME", "X-WR-CALNAME", QUESTION}),
    "VEVENT": _ITEM_PROPERTIES | {"DTSTART", "DTEND", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"},
    "VTODO": _ITEM_PROPERTIES | {"DUE"},
    "VALARM": _ALARM_PROPERTIES,
}
_LISTS = ("CATEGORIES", QUESTION)


def foreign_addition(component: Component, last_words: str) -> str | None:
    """What somebody else put into a component that was written here; None for nothing.

    It is the name of a property or component. `last_words` are those with which every description
    ends, but for a link.
    """
    if component.name not in _WRITTEN:
        return component.name
    for name, value in component.items():
        if name not in _WRITTEN[component.name]:
            return str(name)
        if isinstance(value, list) and name not in _LISTS:
            return f"a second {name}"
    if component.name not in ("VEVENT", "VTODO"):
        return None
    if not _ends_with(component, last_words):
        return "text at the end of a DESCRIPTION"
    return _foreign_part(component)


def _ends_with(item: Component, last_words: str) -> bool:
    """Whether nothing is behind the last words and the link of a description."""
    if "url" in item:
        last_words += f"\n{item['url']}"
    return str(item.get("description", last_words)).endswith(last_words)


def _foreign_part(item: Component) -> str | None:
    for part in item.subcomponents:
        if not _is_own_alarm(part, item):
            return f"a {part.name}"
    return None


# Programs and servers change these by themselves.
_VOLATILE = frozenset({"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"})
# Not written here, but they change when an item is, how often, or what programs show for its text;
# so whoever adds one edits what was written. Carried over, they would show an old date beside the
# new one.
_EDITING = frozenset(
    {
        "RRULE",
        "RDATE",
        "EXDATE",
        "EXRULE",
        "RECURRENCE-ID",
        "DURATION",
        "X-ALT-DESC",
    }
)


def own_properties(component: Component) -> frozenset[str]:
    """The properties with which a component says what was written here.

    Those with which somebody changed it are among them.
    """
    names = _WRITTEN[str(component.name)] - _VOLATILE | _EDITING
    if component.name == "VTODO":
        names |= {"DTSTART"}
    if str(component.get("x-microsoft-cdo-busystatus", "FREE")) == "FREE":
        names -= {"X-MICROSOFT-CDO-BUSYSTATUS"}
    return names


def own_alarms(item: Component) -> list[Component]:
    """The alarms of an item that are like those written here: their text is the item's title."""
    return [part for part in item.subcomponents if _is_own_alarm(part, item)]


def _is_own_alarm(part: Component, item: Component) -> bool:
    if part.name != "VALARM":
        return False
    return str(part.get("description", "")) == str(item.get("summary", ""))


def carry_over(old: Component, new: Component) -> None:
    """Put into the `new` version of an item what others put into the `old` one.

    That is properties, alarms and other components.
    """
    _carry_properties(old, new)
    old_alarms = {_trigger(alarm): alarm for alarm in own_alarms(old)}
    if _is_same_day(old, new):
        for alarm in own_alarms(new):
            if old_alarm := old_alarms.get(_trigger(alarm)):
                _carry_properties(old_alarm, alarm)  # such as that somebody has heard it
    new_triggers = {_trigger(part) for part in new.subcomponents}
    for part in old.subcomponents:
        is_repeated = _is_plain_alarm(part) and _trigger(part) in new_triggers
        if part not in old_alarms.values() and not is_repeated:
            new.add_component(part)


def _is_same_day(old: Component, new: Component) -> bool:
    return all(old.get(name) == new.get(name) for name in ("dtstart", "due"))


def _carry_properties(old: Component, new: Component) -> None:
    own = _WRITTEN[str(old.name)] | own_properties(old)
    for name, value in old.items():
        if name not in own:
            new[name] = value


def _is_plain_alarm(part: Component) -> bool:
    """Whether it only shows a text, so that another alarm at the same time says as much."""
    if part.name != "VALARM" or str(part.get("action", "")) != "DISPLAY":
        return False
    return set(part) <= _ALARM_PROPERTIES


def _trigger(part: Component) -> str | None:
    if part.name != "VALARM":
        return None
    value: Any = part.get("trigger")
    if not hasattr(value, "to_ical"):
        return None
    return str(value.to_ical().decode())


# what an item must have

_SINGLE = (
    "uid",
    "dtstamp",
    "dtstart",
    "dtend",
    "due",
    "summary",
    "description",
    "status",
    "sequence",
    "url",
)


def without_repeats(component: Component) -> Component:
    """The component with the first of each single property, as calendar programs read it."""
    for name in _SINGLE:
        value = component.get(name)
        if isinstance(value, list):
            component[name] = value[0]
    return component


def has_repeats(component: Component) -> bool:
    """Whether a property that an item may have once is repeated."""
    return any(isinstance(component.get(name), list) for name in _SINGLE)


def is_whole(component: Component) -> bool:
    """Whether an item has everything that we write, readable and with days of a catalog."""
    try:
        day = component.decoded(day_property(component))
        sequence = int(component.get("sequence", 0))
        stamp = component.decoded("dtstamp")
    except (KeyError, ValueError, TypeError, AttributeError):
        return False
    if "summary" not in component or not 0 <= sequence < _MAX_SEQUENCE:
        return False
    if not isinstance(day, date) or not isinstance(stamp, datetime):
        return False
    return stamp.tzinfo is not None and max(day.year, stamp.year) <= LAST_YEAR


def stamp_of(component: Component) -> datetime:
    """When an item was last changed; long ago, if somebody removed that."""
    stamp = component.decoded("dtstamp", None)
    if isinstance(stamp, datetime):
        return stamp
    return datetime(1970, 1, 1, tzinfo=UTC)
