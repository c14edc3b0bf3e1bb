"""An event added to the file that holds its directive: spliced in, read back, compared and checked before it is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from eo_tracker.catalog.faults import sentence
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.catalog.splice import add_to_list, add_to_mapping
from eo_tracker.catalog.write import writable
from eo_tracker.errors import CatalogError, TrackerError
from eo_tracker.models import Event, Instrument, Source
from eo_tracker.text import STEERING

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


def recorded(text: str, new: NewEvent, catalog: Loaded, file: str) -> str:
    """The file's text with the event in it.

    An event that is there already changes nothing. Raises CatalogError with what reading would find in it, Refused when the result
    would not say exactly what was meant.
    """
    owner = catalog.catalog.instruments[new.key.partition("/")[0]]
    name, after = _with_source(text, owner, new.source)
    fields = {"of": new.key.partition("/")[2], "source": name, **{key: value for key, value in new.event.items() if value}}
    if _valid(Event, fields) in owner.events:
        return text
    after = add_to_list(after, "events", {key: fields[key] for key in Event.model_fields if key in fields})
    texts = {**catalog.texts, file: after}
    again = load_texts(texts, name=catalog.catalog.name)
    if any(each.code in _OF_YAML for each in again.problems):
        raise Refused(_LAYOUT)
    if again.problems:
        raise CatalogError(again.problems)
    _compare(owner, again.catalog.instruments[owner.id], name)
    return after


def _with_source(text: str, owner: Instrument, source: Fields | str) -> tuple[str, str]:
    """The source's name, and the text with the source in it; a source that is there already is used again."""
    if isinstance(source, str):
        if source not in owner.sources:
            raise Refused(f"--source: {owner.id} has no source {source!r}; give its URL, or a name out of {', '.join(owner.sources)}")
        return source, text
    given = {key: value for key, value in source.items() if value}
    wanted = _valid(Source, given)
    for name, known in owner.sources.items():
        if known == wanted:
            return name, text
    name = _free_name(owner, wanted)
    return name, add_to_mapping(text, "sources", name, given)


def _valid(model: type[_M], fields: Mapping[str, str]) -> _M:
    for key, value in fields.items():
        if found := STEERING.search(value):
            raise Refused(f"--{_OPTIONS.get(key, key)}: character U+{ord(found[0]):04X} is not allowed")
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = str(first["loc"][-1])
        told = sentence(model, [key], first, hint=True).removeprefix(f"{key}: ")
        raise Refused(f"--{_OPTIONS.get(key, key)}: {told}") from None


def _free_name(owner: Instrument, source: Source) -> str:
    """A name made of the host and the day: `whitehouse-2026-07-14`."""
    host = (source.url.split("/")[2] if source.url else source.label).removeprefix("www.").split(".")[0]
    base = re.sub(r"[^a-z0-9]+", "-", f"{host}-{source.published or ''}".lower()).strip("-") or "source"
    names = [base, *(f"{base}-{number}" for number in range(2, len(owner.sources) + 3))]
    return next(name for name in names if name not in owner.sources)


def _compare(before: Instrument, after: Instrument, source: str) -> None:
    """Refuse a result that differs from the old entry by more than one event and its source."""
    gained = after.events[-1:] if after.events else ()
    same = after.model_copy(update={"events": after.events[: -len(gained) or None], "sources": before.sources})
    kept = {name: each for name, each in after.sources.items() if name in before.sources}
    if same != before or kept != before.sources or not set(after.sources) <= {*before.sources, source} or not gained:
        raise Refused(_LAYOUT)


def difference(file: str, before: str, after: str) -> str:
    """The change as a unified diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def owner_file(catalog: Loaded, key: str) -> Path:
    """The file that holds the instrument of `key`. Raises CannotWrite."""
    return writable(catalog.documents[key.partition("/")[0]].file)
