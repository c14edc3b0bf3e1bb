"""When two entries say the same: the order of lists and the breaking of lines play no part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from pydantic import BaseModel


def same(old: object, new: object) -> bool:
    """Whether two entries, or values of them, say the same."""
    if old == new:
        return True
    return normalized(old) == normalized(new)


def differing(
    old: BaseModel,
    new: BaseModel,
    fields: Iterable[str],
) -> tuple[str, ...]:
    """Those of `fields` in which two entries differ."""
    names = []
    for name in fields:
        before = getattr(old, name, None)
        after = getattr(new, name, None)
        if not same(before, after):
            names.append(name)
    return tuple(names)


def normalized(value: object) -> str:
    """A value in a form that does not depend on the order of lists and on line breaks."""
    match value:
        case BaseModel():
            return str(sorted(_filled_fields(value)))
        case tuple() if not is_named_tuple(value):
            parts = map(normalized, value)
            return str(sorted(parts))
        case dict():
            return str(sorted(_items(value)))
        case Enum():
            return str(value)
        case str():
            return " ".join(value.split())
        case _:
            return str(value)


def _filled_fields(entry: BaseModel) -> Iterator[tuple[str, str]]:
    for name, value in entry:
        if value not in (None, ()):
            yield name, normalized(value)


def _items(mapping: dict[object, object]) -> Iterator[tuple[str, str]]:
    for key, value in mapping.items():
        yield str(key), normalized(value)


def is_named_tuple(value: object) -> bool:
    """Whether a tuple is one value with named parts, not a list."""
    return hasattr(value, "_fields")
