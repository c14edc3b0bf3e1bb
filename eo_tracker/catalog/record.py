"""An event added to the file of its directive or to a record, or taken back: spliced, read back, compared before it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from eo_tracker.catalog.faults import sentence
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.catalog.splice import (
    add_to_list,
    add_to_mapping,
    without_empty,
    without_item,
    without_pair,
)
from eo_tracker.catalog.write import writable
from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import CatalogError, TrackerError
from eo_tracker.models import Catalog, Event, Instrument, Source
from eo_tracker.text import STEERING

_LONGEST_WORDS = 40  # of the words that name a source without an address
Fields = Mapping[str, str | None]
_OPTIONS = {"url": "source"}
# What is wrong with the YAML after an edit, when nothing was before.
_OF_YAML = ("E101", "E102", "E105", "E107")
_LAYOUT = "the file is laid out in a way that cannot be edited safely; add the event by hand"
_M = TypeVar("_M", bound=BaseModel)


class Refused(TrackerError):
    """An event that cannot be recorded; nothing was written."""


class NewEvent(NamedTuple):
    """What is to be recorded of `key` (a directive or trigger): the event's fields, and its source's, or a known source's name."""

    key: str
    event: Fields
    source: Fields | str


RECORD = "record"
_USED_BY_NAME = ("source", "also")


def new_record(today: date) -> str:
    """The text of a firm's own record, before anything stands in it."""
    return f"format: 1\nid: {RECORD}\nkind: record\ntitle: Our record\ndated: {today}\n"


def recorded(text: str, new: NewEvent, catalog: Loaded, file: str) -> str:
    """The text of `file`, which is that of the event's directive or a record, with the event in it.

    An event that is there already changes nothing. Raises CatalogError with what reading would find in it, Refused when the result
    would not say exactly what was meant.
    """
    owner = _instrument_of(catalog, file)
    name, after = _with_source(text, owner, new.source)
    of = new.key.partition("/")[2] if owner.key(new.key.partition("/")[2]) == new.key else new.key
    fields = {"of": of, "source": name, **{key: value for key, value in new.event.items() if value}}
    event = _valid(Event, fields)
    if event in owner.events:
        return text
    _refuse_second_completion(event, new.key, catalog.catalog)
    after = add_to_list(
        after, "events", {key: fields[key] for key in Event.model_fields if key in fields}
    )
    again = _read_again(after, catalog, file)
    _compare(owner, again.catalog.instruments[owner.id], name)
    return after


def _instrument_of(catalog: Loaded, file: str) -> Instrument:
    return next(
        catalog.catalog.instruments[key]
        for key, document in catalog.documents.items()
        if document.file == file
    )


def _read_again(after: str, catalog: Loaded, file: str) -> Loaded:
    """The catalog with the new text of a file. Raises Refused and CatalogError."""
    again = load_texts({**catalog.texts, file: after}, name=catalog.catalog.name)
    if any(each.code in _OF_YAML for each in again.problems):
        raise Refused(_LAYOUT)
    if again.problems:
        raise CatalogError(again.problems)
    return again


def _refuse_second_completion(event: Event, key: str, catalog: Catalog) -> None:
    """A date is met once; whoever knows better takes the first record back."""
    if event.what != "completed":
        return
    for owner in catalog.instruments.values():
        for known in owner.events:
            if (
                known.what == "completed"
                and owner.key(known.of) == key
                and known.occurrence == event.occurrence
            ):
                which = f" for {known.occurrence}" if known.occurrence else ""
                on = f" on {known.on}" if known.on else ""
                raise Refused(
                    f"{key} is recorded as completed{which} already{on}, in {owner.id} by source {known.source!r}"
                )


def undone(text: str, wanted: NewEvent, catalog: Loaded, file: str) -> str:
    """The text of `file` without the last event of the directive, and without the source that came with it and nothing else uses.

    Of the wanted event only `what`, `on` and `occurrence` count, where they are given. Raises Refused when there is none, or when it is not
    laid out as `record` lays it out; and what `recorded` raises.
    """
    owner = _instrument_of(catalog, file)
    told = {
        name: value for name in ("what", "on", "occurrence") if (value := wanted.event.get(name))
    }
    matching = [
        at
        for at, each in enumerate(owner.events)
        if owner.key(each.of) == wanted.key and _says(each, told)
    ]
    if not matching:
        raise Refused(f"there is nothing to undo: {file} has no such event of {wanted.key}")
    index = matching[-1]
    written = Document(file, text).take()
    event, name = written["events"][index], owner.events[index].source
    without_event = without_item(text, "events", index)
    if not _is_as_written(text, without_event, event):
        raise Refused(
            f"the last event of {wanted.key} is not laid out as record writes it; take it out of {file} by hand"
        )
    bare = without_empty(without_event, "events") if len(owner.events) == 1 else without_event
    candidates = [bare]
    rest = owner.model_copy(update={"events": (*owner.events[:index], *owner.events[index + 1 :])})
    if _came_with_it(name, owner, rest):
        shorter = without_pair(bare, "sources", name)
        candidates.insert(
            0, without_empty(shorter, "sources") if len(owner.sources) == 1 else shorter
        )
    after = next(
        (
            each
            for each in candidates
            if _redone(each, name, written["sources"].get(name), event) == text
        ),
        candidates[0],
    )
    found = _read_again(after, catalog, file).catalog.instruments[owner.id]
    kept = {each: source for each, source in owner.sources.items() if each in found.sources}
    if (
        found.model_copy(update={"sources": owner.sources}) != rest
        or found.sources != kept
        or owner.sources.keys() - found.sources > {name}
    ):
        raise Refused(_LAYOUT)
    return after


def _says(event: Event, told: Mapping[str, str]) -> bool:
    return all(str(getattr(event, name)) == value for name, value in told.items())


def _is_as_written(before: str, after: str, event: Mapping[str, str]) -> bool:
    """Whether the lines that are gone are those that `record` writes for an event: no remark, no other layout."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) == len(new):
        return True  # within a line
    start = next(
        (at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other),
        len(new),
    )
    gone = sorted(each.strip() for each in old[start : start + len(old) - len(new)])
    return gone == sorted(
        each.strip() for each in add_to_list("", "events", event).splitlines()[1:]
    )


def _came_with_it(name: str, owner: Instrument, rest: Instrument) -> bool:
    """Whether a source has a name that `record` gives, and nothing but the event uses it."""
    base = _base_name(owner.sources[name])
    return bool(re.fullmatch(rf"{re.escape(base)}(?:-[0-9]+)?", name)) and not _uses(
        rest.model_dump(exclude={"sources"}), name
    )


def _uses(value: object, name: str) -> bool:
    """Whether an entry, or anything in it, names a source."""
    if isinstance(value, Mapping):
        own = [value.get(key) for key in _USED_BY_NAME]
        return (
            name in own
            or any(isinstance(each, tuple) and name in each for each in own)
            or any(_uses(each, name) for each in value.values())
        )
    return isinstance(value, tuple | list) and any(_uses(each, name) for each in value)


def _redone(
    text: str, name: str, source: Mapping[str, str] | None, event: Mapping[str, str]
) -> str:
    """What `record` would make of the text."""
    known = Document("", text).take().get("sources") or {}
    before = (
        text if name in known or source is None else add_to_mapping(text, "sources", name, source)
    )
    return add_to_list(before, "events", event)


def _with_source(text: str, owner: Instrument, source: Fields | str) -> tuple[str, str]:
    """The source's name, and the text with the source in it; a source that is there already is used again."""
    given = (
        {key: value for key, value in source.items() if value}
        if not isinstance(source, str)
        else {}
    )
    words = (
        source
        if isinstance(source, str)
        else given.get("name") or ("" if "url" in given else given.get("title", ""))
    )
    if words in owner.sources:
        if not isinstance(source, str):
            more = next(
                key for key in ("class", *given) if key in given and key not in ("name", "title")
            )
            raise Refused(
                f"--source: {words!r} is the name of a source in the file, so --{more} says nothing new; or give its URL"
            )
        return words, text
    if isinstance(source, str) or "name" in given:
        known = (
            f"or a name out of {', '.join(owner.sources)}"
            if owner.sources
            else f"for {owner.id} has no source yet"
        )
        raise Refused(
            f"--source: {owner.id} has no source {words!r}; give its URL, {known}; "
            "words such as 'E-mail of agency counsel' are a source only with --class nonpublic"
        )
    wanted = _valid(Source, given)
    for name, known_source in owner.sources.items():
        if known_source == wanted:
            return name, text
    name = _free_name(owner, wanted)
    keys = [field.alias or key for key, field in Source.model_fields.items()]
    return name, add_to_mapping(
        text, "sources", name, {key: given[key] for key in keys if key in given}
    )


def _valid(model: type[_M], fields: Mapping[str, str]) -> _M:
    for key, value in fields.items():
        if found := STEERING.search(value):
            raise Refused(
                f"--{_OPTIONS.get(key, key)}: character U+{ord(found[0]):04X} is not allowed"
            )
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][-1])
        told = sentence(model, [key], first, hint=True).removeprefix(f"{key}: ")
        raise Refused(f"--{_OPTIONS.get(key, key)}: {told}") from None


def _free_name(owner: Instrument, source: Source) -> str:
    """A name made of the host and the day: `whitehouse-2026-07-14`."""
    base = _base_name(source)
    names = [base, *(f"{base}-{number}" for number in range(2, len(owner.sources) + 3))]
    return next(name for name in names if name not in owner.sources)


def _base_name(source: Source) -> str:
    host = (
        (source.url.split("/")[2] if source.url else source.label)
        .removeprefix("www.")
        .split(".")[0]
    )
    words = re.sub(r"[^a-z0-9]+", "-", host.lower())[:_LONGEST_WORDS].strip("-")
    return (
        re.sub(r"[^a-z0-9]+", "-", f"{words}-{source.published or ''}".lower()).strip("-")
        or "source"
    )


def _compare(before: Instrument, after: Instrument, source: str) -> None:
    """Refuse a result that differs from the old entry by more than one event and its source."""
    gained = after.events[-1:] if after.events else ()
    same = after.model_copy(
        update={"events": after.events[: -len(gained) or None], "sources": before.sources}
    )
    kept = {name: each for name, each in after.sources.items() if name in before.sources}
    if (
        same != before
        or kept != before.sources
        or not set(after.sources) <= {*before.sources, source}
        or not gained
    ):
        raise Refused(_LAYOUT)


def difference(file: str, before: str, after: str) -> str:
    """The change as a unified diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def owner_file(catalog: Loaded, key: str) -> Path:
    """The file that holds the instrument of `key`. Raises CannotWrite."""
    return writable(catalog.documents[key.partition("/")[0]].file)
