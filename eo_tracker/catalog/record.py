"""An event added to a catalog file: spliced, read back and compared before it is written."""

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
from eo_tracker.catalog.splice import add_to_list, add_to_mapping
from eo_tracker.catalog.write import writable
from eo_tracker.errors import CatalogError, TrackerError
from eo_tracker.models import Catalog, Event, Instrument, Source, owner_id
from eo_tracker.text import STEERING

RECORD = "record"
Fields = Mapping[str, str | None]

MAX_SOURCE_NAME = 40  # of the words that name a source
_OPTIONS = {"url": "source"}
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
# What is wrong with the YAML after an edit, when nothing was before.
_YAML_PROBLEMS = ("E101", "E102", "E105", "E107")
UNSAFE_LAYOUT = "the file's layout cannot be edited safely; add the event by hand"
_M = TypeVar("_M", bound=BaseModel)


class CannotRecord(TrackerError):
    """An event that cannot be recorded; nothing was written."""


class NewEvent(NamedTuple):
    """What is to be recorded of `key`, a directive or trigger.

    `event` has the event's fields; `source` those of its source, or the name of one in the file.
    """

    key: str
    event: Fields
    source: Fields | str


class _Cited(NamedTuple):
    """The name of a source, and the text of a file with that source in it."""

    name: str
    text: str


def new_record(today: date) -> str:
    """The text of a firm's own record before it has any event."""
    return f"format: 1\nid: {RECORD}\nkind: record\ntitle: Our record\ndated: {today}\n"


def owner_file(catalog: Loaded, key: str) -> Path:
    """The file of the instrument of `key`. Raises CannotWrite."""
    return writable(catalog.documents[owner_id(key)].file)


def difference(
    file: str,
    before: str,
    after: str,
) -> str:
    """The change as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(),
        after.splitlines(),
        file,
        file,
        lineterm="",
    )
    return "".join(f"{line}\n" for line in lines)


def recorded(
    text: str,
    new: NewEvent,
    catalog: Loaded,
    file: str,
) -> str:
    """The text of `file`, which is that of the event's directive or a record, with the event in it.

    An event that is there already changes nothing. Raises CatalogError with what reading would find
    in the result, and CannotRecord where the result would not say exactly what was meant.
    """
    owner = instrument_of(catalog, file)
    cited = _with_source(text, owner, new.source)
    fields = {"of": _reference(new.key, owner), "source": cited.name}
    fields |= {name: value for name, value in new.event.items() if value}
    event = _validated(Event, fields)
    if event in owner.events:
        return text
    _refuse_second_completion(event, new.key, catalog.catalog)
    in_order = {name: fields[name] for name in Event.model_fields if name in fields}
    after = add_to_list(cited.text, "events", in_order)
    again = read_again(after, catalog, file)
    _compare(
        owner,
        again.catalog.instruments[owner.id],
        cited.name,
    )
    return after


def _reference(key: str, owner: Instrument) -> str:
    """How the file of `owner` refers to a directive or trigger: by the local ID of its own."""
    local = key.partition("/")[2]
    return local if owner.key(local) == key else key


def instrument_of(catalog: Loaded, file: str) -> Instrument:
    """The instrument of a file."""
    for key, document in catalog.documents.items():
        if document.file == file:
            return catalog.catalog.instruments[key]
    raise KeyError(file)


def read_again(
    after: str,
    catalog: Loaded,
    file: str,
) -> Loaded:
    """The catalog with the new text of a file. Raises CannotRecord and CatalogError."""
    again = load_texts({**catalog.texts, file: after}, name=catalog.catalog.name)
    if any(problem.code in _YAML_PROBLEMS for problem in again.problems):
        raise CannotRecord(UNSAFE_LAYOUT)
    if again.problems:
        raise CatalogError(again.problems)
    return again


def _refuse_second_completion(
    event: Event,
    key: str,
    catalog: Catalog,
) -> None:
    """A directive is completed once; to correct a record, undo it first."""
    if event.what != "completed":
        return
    for owner in catalog.instruments.values():
        for known in owner.events:
            is_same = owner.key(known.of) == key and known.occurrence == event.occurrence
            if known.what == "completed" and is_same:
                which = f" for {known.occurrence}" if known.occurrence else ""
                on = f" on {known.on}" if known.on else ""
                raise CannotRecord(
                    f"{key} is already recorded as completed{which}{on}, "
                    f"in {owner.id} by source {known.source!r}"
                )


# the source


def _with_source(
    text: str,
    owner: Instrument,
    source: Fields | str,
) -> _Cited:
    """The source's name, and the text with the source in it; an existing source is used again."""
    if isinstance(source, str):
        if source in owner.sources:
            return _Cited(source, text)
        raise _unknown_source(source, owner)
    fields = {name: value for name, value in source.items() if value}
    title = "" if "url" in fields else fields.get("title", "")
    words = fields.get("name") or title
    if words in owner.sources:
        raise _described_again(words, fields)
    if "name" in fields:
        raise _unknown_source(words, owner)
    return _with_new_source(text, owner, fields)


def _with_new_source(
    text: str,
    owner: Instrument,
    fields: Mapping[str, str],
) -> _Cited:
    source = _validated(Source, fields)
    for name, known in owner.sources.items():
        if known == source:
            return _Cited(name, text)
    name = _free_name(owner, source)
    order = [field.alias or key for key, field in Source.model_fields.items()]
    entry = {key: fields[key] for key in order if key in fields}
    return _Cited(name, add_to_mapping(text, "sources", name, entry))


def _described_again(words: str, fields: Mapping[str, str]) -> CannotRecord:
    """A source of the file is named, and described once more."""
    described = [key for key in ("class", *fields) if key in fields]
    more = next(key for key in described if key not in ("name", "title"))
    return CannotRecord(
        f"--source: {words!r} is the name of a source in the file, so --{more} is not used; "
        "leave it out, or give the source's URL"
    )


def _unknown_source(words: str, owner: Instrument) -> CannotRecord:
    known = f"for {owner.id} has no source yet"
    if owner.sources:
        known = f"or one of the names {', '.join(owner.sources)}"
    return CannotRecord(
        f"--source: {owner.id} has no source {words!r}; give its URL, {known}; "
        "words such as 'E-mail of agency counsel' are a source only with --class nonpublic"
    )


def _validated(model: type[_M], fields: Mapping[str, str]) -> _M:
    for key, value in fields.items():
        if control := STEERING.search(value):
            code = f"U+{ord(control[0]):04X}"
            raise CannotRecord(f"--{_OPTIONS.get(key, key)}: character {code} is not allowed")
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
    key = str(first["loc"][-1])
    message = sentence(model, [key], first, hint=True).removeprefix(f"{key}: ")
    raise CannotRecord(f"--{_OPTIONS.get(key, key)}: {message}")


def _free_name(owner: Instrument, source: Source) -> str:
    """A name made of the host and the day: `whitehouse-2026-07-14`."""
    base = base_name(source)
    names = [base, *(f"{base}-{number}" for number in range(2, len(owner.sources) + 3))]
    return next(name for name in names if name not in owner.sources)


def base_name(source: Source) -> str:
    """The name that `record` gives a source, as long as it is free."""
    host = source.url.split("/")[2] if source.url else source.label
    words = _hyphenated(host.removeprefix("www.").split(".")[0])[:MAX_SOURCE_NAME]
    return _hyphenated(f"{words.strip('-')}-{source.published or ''}") or "source"


def _hyphenated(text: str) -> str:
    return _NO_LETTERS.sub("-", text.lower()).strip("-")


def _compare(
    before: Instrument,
    after: Instrument,
    source: str,
) -> None:
    """Refuse a result that differs from the old entry by more than one event and its source."""
    without_new = {"events": after.events[:-1], "sources": before.sources}
    is_same = after.model_copy(update=without_new) == before
    kept = {name: known for name, known in after.sources.items() if name in before.sources}
    gained = after.sources.keys() - before.sources.keys()
    if not (after.events and is_same and kept == before.sources and gained <= {source}):
        raise CannotRecord(UNSAFE_LAYOUT)
