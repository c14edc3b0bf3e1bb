"""The faults that pydantic finds, as Problems with a place, in words that an editor of YAML understands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import MOST_PROBLEMS, Problem, did_you_mean

# Looking for near words is slow; nobody reads hints after so many.
MAX_HINTS = 50

# What people write by habit and what is never stored: resolving gives it.
_COMPUTED = frozenset(
    ("due", "due_date", "due_on", "date_due", "deadline_date", "days_left", "status", "status")
)


def details(
    model: type[BaseModel], data: Mapping[str, Any], error: ValidationError
) -> list[ErrorDetails]:
    """Every fault of a file's `data`; of very many the first. `error` has those of the file, and of each list's first wrong entry."""
    found, lists = [], {}
    for detail in error.errors(include_url=False):
        family, *index = detail["loc"][:2]
        if (
            index
            and isinstance(first := index[0], int)
            and shape(model.model_fields[str(family)].annotation)
        ):
            lists[str(family)] = first
        else:
            found.append(
                detail
            )  # of a list of plain values, such as `not_bound`, pydantic tells every fault
    for family, first in lists.items():
        found += islice(
            _of_entries(model, family, data[family], first), max(0, MOST_PROBLEMS + 1 - len(found))
        )
    return found[: MOST_PROBLEMS + 1]


def _of_entries(
    model: type[BaseModel], family: str, entries: Sequence[Any], first: int
) -> Iterator[ErrorDetails]:
    """The faults of the entries of one list, from the `first` wrong one on."""
    kind = shape(model.model_fields[family].annotation)
    for index in range(first, len(entries)):
        try:
            kind.model_validate(entries[index])
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                yield {**detail, "loc": (family, index, *detail["loc"])}


def faults(
    document: Document, model: type[BaseModel], found: Sequence[ErrorDetails]
) -> Iterator[Problem]:
    """The faults as Problems, each at its place."""
    for number, detail in enumerate(found):
        path = tuple(step for step in detail["loc"] if step != "[key]")
        place = document.place(
            path, key=detail["type"] == "extra_forbidden" or "[key]" in detail["loc"]
        )
        if detail["type"] == "missing":
            place = document.place(path[:-1])
        if detail["type"] == "extra_forbidden" and path[-1] in _COMPUTED and "directives" in path:
            yield Problem(
                place,
                "E118",
                f"{path[-1]!r} is computed, never written; 'deadline' has the rule, 'events' what happened",
            )
            continue
        code = {"extra_forbidden": "E112", "missing": "E113"}.get(detail["type"], "E114")
        yield Problem(place, code, sentence(model, path, detail, hint=number < MAX_HINTS))


def sentence(
    model: type[BaseModel], path: Sequence[str | int], detail: ErrorDetails, *, hint: bool
) -> str:
    """What is wrong with the value at `path` of a file of this shape; with `hint`, what may have been meant."""
    given, context = detail["input"], detail.get("ctx", {})
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "this")
    kinds = {
        "model_type": "a mapping",
        "model_attributes_type": "a mapping",
        "dict_type": "a mapping",
        "tuple_type": "a list",
        "string_type": "plain text",
    }
    match detail["type"]:
        case "extra_forbidden":
            return (
                f"unknown key {key!r}{did_you_mean(key, _keys(model, path[:-1])) if hint else ''}"
            )
        case "missing":
            return f"{key!r} is missing"
        case "value_error":
            return str(context["error"])
        case _ if given in (None, ""):
            return f"{key} has no value"
        case "literal_error":
            known = [
                each.strip(" '")
                for each in str(context["expected"]).replace(" or ", ",").split(",")
            ]
            return f"{key}: {given!r} is not one of {context['expected']}{did_you_mean(str(given), known) if hint else ''}"
        case "string_pattern_mismatch" if key == "url":
            return f"{key}: {given!r} is no URL"
        case "string_pattern_mismatch":
            name = re.sub(r"[^a-z0-9]+", "-", str(given).lower()).strip("-")
            meant = f": {name!r}" if name and len(name) < 80 else ""
            return f"{key}: {given!r} is no name here; use lower-case letters, digits and hyphens{meant}"
        case "too_short":
            return f"{key}: at least {context['min_length']} are needed here"
        case "string_too_long":
            return f"{key} is longer than {context['max_length']} characters"
        case kind if kind in kinds:
            return f"{key}: {kinds[kind]} is expected here, not {_kind(given)}"
        case _:
            return f"{key}: {detail['msg']}"


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value!r}" if len(value) < 80 else "this text"
    return "a list" if isinstance(value, list) else "a mapping"


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the shape at `path` knows."""
    current: Any = model
    for step in path:
        if (
            isinstance(step, str)
            and isinstance(current, type)
            and issubclass(current, BaseModel)
            and step in current.model_fields
        ):
            current = shape(current.model_fields[step].annotation)
    fields = (
        current.model_fields if isinstance(current, type) and issubclass(current, BaseModel) else {}
    )
    return [field.alias or name for name, field in fields.items()]


def shape(annotation: Any) -> Any:
    """The model inside an annotation such as `tuple[Directive, ...]`, `dict[str, Source]` or `Reading | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (shape(each) for each in getattr(annotation, "__args__", ()))
    return next((each for each in inner if each is not None), None)
