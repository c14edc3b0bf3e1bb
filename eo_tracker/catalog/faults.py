"""The faults that pydantic finds, as Problems with a place, in words that an editor of YAML
understands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import MOST_PROBLEMS, Problem
from eo_tracker.text import did_you_mean

# Looking for near words is slow; nobody reads hints after so many.
MAX_HINTS = 50

# What people write by habit and what is never stored: resolving gives it.
_COMPUTED = frozenset(
    (
        "due",
        "due_date",
        "due_on",
        "date_due",
        "deadline_date",
        "days_left",
        "standing",
        "status",
    )
)
_CODES = {"extra_forbidden": "E112", "missing": "E113"}
_EXPECTED = {
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "plain text",
}
MAX_VALUE_SHOWN = 80  # characters of a wrong value


def details(
    model: type[BaseModel], data: Mapping[str, Any], error: ValidationError
) -> list[ErrorDetails]:
    """Every fault of a file's `data`; of very many the first.

    `error` has those of the file, and of the first wrong entry of each list.
    """
    found: list[ErrorDetails] = []
    lists: dict[str, int] = {}
    for detail in error.errors(include_url=False):
        family, index = _entry_of(detail)
        # Of a list of plain values, such as `not_bound`, pydantic reports every fault.
        if index is not None and shape(model.model_fields[family].annotation):
            lists[family] = index
        else:
            found.append(detail)
    for family, first in lists.items():
        room = max(0, MOST_PROBLEMS + 1 - len(found))
        found += islice(
            _of_entries(
                model,
                family,
                data[family],
                first,
            ),
            room,
        )
    return found[: MOST_PROBLEMS + 1]


def _entry_of(detail: ErrorDetails) -> tuple[str, int | None]:
    """The top-level key of a fault, and the index of its entry where that is a list."""
    family, *rest = detail["loc"]
    index = rest[0] if rest and isinstance(rest[0], int) else None
    return str(family), index


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
        kind = detail["type"]
        is_key = kind == "extra_forbidden" or "[key]" in detail["loc"]
        place = document.place(path[:-1] if kind == "missing" else path, key=is_key)
        if kind == "extra_forbidden" and path[-1] in _COMPUTED and "directives" in path:
            message = (
                f"{path[-1]!r} is computed, never written; "
                "'deadline' has the rule, 'events' what happened"
            )
            yield Problem(place, "E118", message)
            continue
        text = sentence(
            model,
            path,
            detail,
            hint=number < MAX_HINTS,
        )
        yield Problem(
            place,
            _CODES.get(kind, "E114"),
            text,
        )


def sentence(
    model: type[BaseModel], path: Sequence[str | int], detail: ErrorDetails, *, hint: bool
) -> str:
    """What is wrong with the value at `path` of a file of this shape.

    With `hint`, also what may have been meant.
    """
    value, context, kind = detail["input"], detail.get("ctx", {}), detail["type"]
    keys = [step for step in path if isinstance(step, str)]
    key = keys[-1] if keys else "this"
    if kind == "extra_forbidden":
        near = did_you_mean(key, _keys(model, path[:-1])) if hint else ""
        return f"unknown key {key!r}{near}"
    if kind == "missing":
        return f"{key!r} is missing"
    if kind == "value_error":
        return str(context["error"])
    if value in (None, ""):
        return f"{key} has no value"
    if kind in _EXPECTED:
        return f"{key}: {_EXPECTED[kind]} is expected here, not {_kind(value)}"
    return _about_the_value(key, value, detail, hint=hint)


def _about_the_value(
    key: str,
    value: Any,
    detail: ErrorDetails,
    *,
    hint: bool,
) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            expected = str(context["expected"])
            known = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            near = did_you_mean(str(value), known) if hint else ""
            return f"{key}: {value!r} is not one of {expected}{near}"
        case "string_pattern_mismatch" if key == "url":
            return f"{key}: {value!r} is not a URL"
        case "string_pattern_mismatch":
            return f"{key}: {value!r} is not a name; {_name_hint(value)}"
        case "too_short":
            return f"{key}: at least {context['min_length']} are needed here"
        case "string_too_long":
            return f"{key} is longer than {context['max_length']} characters"
        case _:
            return f"{key}: {detail['msg']}"


def _name_hint(value: Any) -> str:
    name = re.sub(
        r"[^a-z0-9]+",
        "-",
        str(value).lower(),
    ).strip("-")
    rule = "use lower-case letters, digits and hyphens"
    return f"{rule}: {name!r}" if name and len(name) < MAX_VALUE_SHOWN else rule


def _kind(value: Any) -> str:
    if isinstance(value, str):
        return f"the text {value!r}" if len(value) < MAX_VALUE_SHOWN else "this text"
    return "a list" if isinstance(value, list) else "a mapping"


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the shape at `path` knows."""
    current: Any = model
    for step in path:
        fields = _fields(current)
        if isinstance(step, str) and step in fields:
            current = shape(fields[step].annotation)
    return [field.alias or name for name, field in _fields(current).items()]


def _fields(model: Any) -> Mapping[str, FieldInfo]:
    is_model = isinstance(model, type) and issubclass(model, BaseModel)
    return model.model_fields if is_model else {}


def shape(annotation: Any) -> Any:
    """The model inside an annotation such as `tuple[Directive, ...]` or `Reading | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (inner := shape(part)) is not None:
            return inner
    return None
