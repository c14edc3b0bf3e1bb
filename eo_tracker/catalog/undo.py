"""The last event of a directive taken out of a catalog file, with the source that came with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from eo_tracker.catalog.load import Loaded
from eo_tracker.catalog.record import (
    UNSAFE_LAYOUT,
    CannotRecord,
    NewEvent,
    base_name,
    instrument_of,
    read_again,
)
from eo_tracker.catalog.splice import (
    add_to_list,
    add_to_mapping,
    without_empty,
    without_item,
    without_pair,
)
from eo_tracker.catalog.yaml import Document
from eo_tracker.models import Event, Instrument

_SOURCE_FIELDS = ("source", "also")
_DESCRIBING = ("what", "on", "occurrence")


def undone(
    text: str,
    described: NewEvent,
    catalog: Loaded,
    file: str,
) -> str:
    """The text of `file` without the last event of the directive that fits the description.

    Of the description only `what`, `on` and `occurrence` count, where they are given. A source that
    came with the event and that nothing else uses goes too. Raises CannotRecord where there is no
    such event, or where it is not laid out as `record` lays it out; and what `recorded` raises.
    """
    owner = instrument_of(catalog, file)
    index = _last_index(owner, described)
    if index is None:
        raise CannotRecord(f"there is nothing to undo: {file} has no such event of {described.key}")
    written = Document(file, text).take()
    event, name = written["events"][index], owner.events[index].source
    without_event = without_item(text, "events", index)
    if not _is_as_written(text, without_event, event):
        raise CannotRecord(
            f"the last event of {described.key} is not laid out as record writes it; "
            f"remove it from {file} by hand"
        )
    if len(owner.events) == 1:
        without_event = without_empty(without_event, "events")
    others = (*owner.events[:index], *owner.events[index + 1 :])
    rest = owner.model_copy(update={"events": others})
    after = without_event
    if _came_with_event(name, owner, rest):
        shorter = _without_source(without_event, name, owner)
        # A source that was there before would have been used again, so recording tells which it
        # was.
        source = written["sources"].get(name)
        is_back = _recorded_again(without_event, name, source, event) == text
        is_new = _recorded_again(shorter, name, source, event) == text
        after = shorter if is_new or not is_back else without_event
    again = read_again(after, catalog, file)
    _compare(owner, rest, again.catalog.instruments[owner.id], name)
    return after


def _last_index(owner: Instrument, described: NewEvent) -> int | None:
    """The place of the last event that fits the description."""
    found = None
    for index, event in enumerate(owner.events):
        if owner.key(event.of) == described.key and _fits(event, described):
            found = index
    return found


def _fits(event: Event, described: NewEvent) -> bool:
    for name in _DESCRIBING:
        value = described.event.get(name)
        if value and str(getattr(event, name)) != value:
            return False
    return True


def _without_source(
    text: str,
    name: str,
    owner: Instrument,
) -> str:
    shorter = without_pair(text, "sources", name)
    return without_empty(shorter, "sources") if len(owner.sources) == 1 else shorter


def _is_as_written(
    before: str,
    after: str,
    event: Mapping[str, str],
) -> bool:
    """Whether the lines that are gone are as `record` writes them, without comments."""
    old, new = before.splitlines(), after.splitlines()
    number = len(old) - len(new)
    if number == 0:
        return True  # within a line
    start = 0
    while start < len(new) and old[start] == new[start]:
        start += 1
    gone = sorted(line.strip() for line in old[start : start + number])
    _, *lines = add_to_list("", "events", event).splitlines()
    return gone == sorted(line.strip() for line in lines)


def _came_with_event(
    name: str,
    owner: Instrument,
    rest: Instrument,
) -> bool:
    """Whether a source has a name that `record` gives, and nothing but the event uses it."""
    base = re.escape(base_name(owner.sources[name]))
    if not re.fullmatch(rf"{base}(?:-[0-9]+)?", name):
        return False
    return not _uses(rest.model_dump(exclude={"sources"}), name)


def _uses(value: object, name: str) -> bool:
    """Whether an entry, or anything in it, names a source."""
    if isinstance(value, tuple | list):
        return any(_uses(part, name) for part in value)
    if not isinstance(value, Mapping):
        return False
    for field in _SOURCE_FIELDS:
        named = value.get(field)
        if named == name or (isinstance(named, tuple) and name in named):
            return True
    return any(_uses(part, name) for part in value.values())


def _recorded_again(
    text: str, name: str, source: Mapping[str, str] | None, event: Mapping[str, str]
) -> str:
    """What `record` would make of the text."""
    known = Document("", text).take().get("sources") or {}
    if name not in known and source is not None:
        text = add_to_mapping(text, "sources", name, source)
    return add_to_list(text, "events", event)


def _compare(
    owner: Instrument,
    rest: Instrument,
    after: Instrument,
    source: str,
) -> None:
    """Refuse a result that lacks more than the event and its source."""
    is_same = after.model_copy(update={"sources": owner.sources}) == rest
    kept = {name: known for name, known in owner.sources.items() if name in after.sources}
    lost = owner.sources.keys() - after.sources.keys()
    if not (is_same and after.sources == kept and lost <= {source}):
        raise CannotRecord(UNSAFE_LAYOUT)
