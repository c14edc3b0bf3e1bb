"""Items to the bytes of RFC 5545, by icalendar; what it leaves lax is made right here.

- It folds character by character, slowly, and between a backslash and what it escapes, which makes Google drop the event. So it
  gives the lines, and they are folded here, by octets and between characters.
- `add` stamps nothing by itself, and `new` stamps with the present time; so every required property is set here, from data.
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
_SUM_LINE = re.compile(rf"^{SUM}:(?P<sum>[0-9a-f]{{32}})\r\n".encode(), re.MULTILINE)
PRODUCT = "-//eo-tracker//eo-tracker//EN"
_WIDTH = 75
_NINE = timedelta(hours=9)


def component(item: Item, *, task: bool = False) -> Component:
    """One item as a VEVENT, or as a VTODO."""
    return _todo(item) if task else _event(item)


def item_bytes(item: Item, *, task: bool = False) -> bytes:
    """The bytes of one item, with their sum, so that what somebody changed later is told apart from what is merely old."""
    data = as_bytes(component(item, task=task))
    begin, end = data[: data.rindex(b"END:V")], data[data.rindex(b"END:V") :]
    return b"".join((begin, f"{SUM}:{_sum(data)}\r\n".encode(), end))


def is_edited(raw: bytes) -> bool:
    """Whether somebody changed an item after it was written; one without a sum is taken as it is."""
    found = _SUM_LINE.search(raw)
    return found is not None and found["sum"].decode() != _sum(without_sum(raw))


def without_sum(raw: bytes) -> bytes:
    """An item's bytes without their sum."""
    return _SUM_LINE.sub(b"", raw)


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def calendar_bytes(
    blocks: Iterable[bytes], name: str | None, questions: Iterable[str] = ()
) -> bytes:
    """A calendar of these blocks. Without METHOD, which would want an organizer and make a meeting of each.

    `questions` are what was asked for when it was written, each as one text.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    if name:  # Outlook takes a named file for a calendar of its own, which one item is not
        made.add("name", name)
        made.add("x-wr-calname", name)
    if texts := [vText(each) for each in questions]:
        made[QUESTION] = texts
    end = b"END:VCALENDAR\r\n"
    return b"".join((as_bytes(made).removesuffix(end), *blocks, end))


def as_bytes(component: Component) -> bytes:
    """A component in folded lines."""
    return b"".join(_folded(str(line)) for line in component.content_lines() if line)


def _folded(line: str) -> bytes:
    """At most 75 octets a line, cut neither inside a character nor between a backslash and what it escapes (RFC 5545, 3.1)."""
    data = line.encode()
    if len(data) <= _WIDTH:
        return data + b"\r\n"
    return b"\r\n ".join(_pieces(data)) + b"\r\n"


def _pieces(data: bytes) -> Iterator[bytes]:
    start, width = 0, _WIDTH
    while len(data) - start > width:
        end = start + width
        while data[end] & 0xC0 == 0x80:
            end -= 1
        before = data[start:end]
        if (len(before) - len(before.rstrip(b"\\"))) % 2:
            end -= 1
        yield data[start:end]
        start, width = end, _WIDTH - 1  # the space of a continued line counts
    yield data[start:]


def _event(item: Item) -> Event:
    event = Event()
    _common(event, item)
    event.add("dtstart", item.day)
    event.add("dtend", item.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    event.add(
        "status", "CANCELLED" if item.cancelled else "TENTATIVE" if item.tentative else "CONFIRMED"
    )
    for ring in item.rings:
        event.add_component(_alarm(item.summary, _NINE - (item.day - ring)))
    return event


def _todo(item: Item) -> Todo:
    todo = Todo()
    _common(todo, item)
    todo.add("due", item.day)
    todo.add(
        "status", "CANCELLED" if item.cancelled else "COMPLETED" if item.met else "NEEDS-ACTION"
    )
    for ring in item.rings:
        # A task without a start rings in relation to its end, which an all-day one has at midnight of its day.
        alarm = _alarm(item.summary, _NINE - (item.day - ring))
        alarm["trigger"].params["RELATED"] = "END"
        todo.add_component(alarm)
    return todo


def _common(component: Component, item: Item) -> None:
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


def _alarm(text: str, before: timedelta) -> Alarm:
    """Counted from local midnight, so never positive: Outlook has no reminder after the start, and Exchange drops the sign."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm["description"] = vText(text)
    alarm["trigger"] = vDuration(min(before, timedelta()))
    return alarm


# All that is ever written here, by component.
_ALARM = frozenset({"ACTION", "DESCRIPTION", "TRIGGER"})
_ITEM = frozenset(
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
    "VEVENT": _ITEM | {"DTSTART", "DTEND", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"},
    "VTODO": _ITEM | {"DUE"},
    "VALARM": _ALARM,
}


def foreign_addition(component: Component, last_words: str) -> str | None:
    """What somebody else put into a component that was written here: the name of a property or component; None for nothing.

    `last_words` are those with which every description ends, but for a link.
    """
    if component.name not in _WRITTEN:
        return component.name
    for name, value in component.items():
        if name not in _WRITTEN[component.name]:
            return str(name)
        if isinstance(value, list) and name not in ("CATEGORIES", QUESTION):
            return f"a second {name}"
    if component.name in ("VEVENT", "VTODO"):
        ends = last_words + (f"\n{component['url']}" if "url" in component else "")
        if not str(component.get("description", ends)).endswith(ends):
            return "text at the end of a DESCRIPTION"
        for inner in component.subcomponents:
            if inner.name != "VALARM" or str(inner.get("description", "")) != str(
                component.get("summary", "")
            ):
                return f"a {inner.name}"
    return None


# Programs and servers touch these by themselves.
_TOUCHED = frozenset({"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"})
# Not written here, but they change when an item is, how often, or what programs show for its text; so whoever adds one edits what
# was written. Carried over, they would show an old date beside the new one.
_INSTEAD = frozenset(
    {"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "DURATION", "X-ALT-DESC"}
)


def own_properties(component: Component) -> frozenset[str]:
    """The names of the properties with which a component says what was written here, or what somebody made of it."""
    names = _WRITTEN[str(component.name)] - _TOUCHED | _INSTEAD
    if component.name == "VTODO":
        names |= {"DTSTART"}
    if str(component.get("x-microsoft-cdo-busystatus", "FREE")) == "FREE":
        names -= {"X-MICROSOFT-CDO-BUSYSTATUS"}
    return names


def own_alarms(entry: Component) -> list[Component]:
    """The alarms of an item that are like those written here: their text is the item's title."""
    title = str(entry.get("summary", ""))
    return [
        each
        for each in entry.subcomponents
        if each.name == "VALARM" and str(each.get("description", "")) == title
    ]


def carry_over(old: Component, new: Component) -> None:
    """Put into the `new` version of an item what others put into the `old` one: properties, alarms and other components."""
    _carry_properties(old, new)
    same_day = all(old.get(name) == new.get(name) for name in ("dtstart", "due"))
    before = {_trigger(each): each for each in own_alarms(old)}
    for alarm in own_alarms(new):
        if same_day and (known := before.get(_trigger(alarm))):
            _carry_properties(known, alarm)  # such as that somebody has heard it
    rings = {_trigger(each) for each in new.subcomponents}
    for each in old.subcomponents:
        if each not in before.values() and not (_is_plain(each) and _trigger(each) in rings):
            new.add_component(each)


def _carry_properties(old: Component, new: Component) -> None:
    for name, value in old.items():
        if name not in _WRITTEN[str(old.name)] | own_properties(old):
            new[name] = value


def _is_plain(component: Component) -> bool:
    """Whether it is an alarm that only shows a text, so that another one at the same time says as much."""
    return (
        component.name == "VALARM"
        and str(component.get("action", "")) == "DISPLAY"
        and set(component) <= _ALARM
    )


def _trigger(alarm: Component) -> str | None:
    value: Any = alarm.get("trigger") if alarm.name == "VALARM" else None
    return value.to_ical().decode() if hasattr(value, "to_ical") else None


_MAX_SEQUENCE = 2**31 - 1  # the largest SEQUENCE there is (RFC 5545, 3.3.8)
_ONCE = (
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
    """The component with the first of each property that may stand only once, as calendar programs take it."""
    for name in _ONCE:
        if isinstance(value := component.get(name), list):
            component[name] = value[0]
    return component


def has_repeats(component: Component) -> bool:
    """Whether a property that may stand only once stands there again."""
    return any(isinstance(component.get(name), list) for name in _ONCE)


def is_whole(component: Component) -> bool:
    """Whether an item has everything that we write, in a shape that can be read and with days that a catalog may have."""
    try:
        day = component.decoded("dtstart" if component.name == "VEVENT" else "due")
        numbered = 0 <= int(component.get("sequence", 0)) < _MAX_SEQUENCE
        stamp = component.decoded("dtstamp")
        dated = (
            isinstance(day, date)
            and isinstance(stamp, datetime)
            and max(day.year, stamp.year) <= LAST_YEAR
        )
        if stamp.tzinfo is None:
            return False
        return dated and numbered and "summary" in component
    except (KeyError, ValueError, TypeError, AttributeError):
        return False


def stamp_of(component: Component) -> datetime:
    """When an item was last changed; long ago, if somebody took that out."""
    stamp = component.decoded("dtstamp", None)
    return stamp if isinstance(stamp, datetime) else datetime(1970, 1, 1, tzinfo=UTC)
