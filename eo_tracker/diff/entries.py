"""When two entries say the same: the order of lists and the way that text is broken into lines play no part."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from pydantic import BaseModel


def same(old: object, new: object) -> bool:
    """Whether two entries, or values of them, say the same."""
    return old == new or normalized(old) == normalized(new)


def differing(old: BaseModel, new: BaseModel, fields: Iterable[str]) -> tuple[str, ...]:
    """Those of `fields` in which two entries differ."""
    return tuple(
        name for name in fields if not same(getattr(old, name, None), getattr(new, name, None))
    )


def normalized(value: object) -> str:
    """A value in a form that does not depend on the order of lists and on line breaks."""
    if isinstance(value, BaseModel):
        return str(
            sorted((name, normalized(part)) for name, part in value if part not in (None, ()))
        )
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return str(sorted(map(normalized, value)))
    if isinstance(value, dict):
        return str(sorted((str(name), normalized(part)) for name, part in value.items()))
    if isinstance(value, str) and not isinstance(value, Enum):
        return " ".join(value.split())
    return str(value)
