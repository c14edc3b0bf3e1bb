"""The canonical layout of a file: the repair, which keeps meaning and comments."""

from __future__ import annotations

from pydantic import ValidationError

from eo_tracker.catalog.key_order import in_order, misplaced_keys
from eo_tracker.catalog.white_space import stray_space, without_stray_space
from eo_tracker.catalog.yaml import Document
from eo_tracker.models import Instrument

__all__ = ["misplaced_keys", "stray_space", "tidied"]


def tidied(text: str) -> str:
    """The text in canonical layout.

    Unchanged, if it cannot be read or would then say anything else.
    """
    meaning = _meaning(text)
    if meaning is None:
        return text
    best = text
    for step in (without_stray_space, in_order):
        after = step(best)
        if _meaning(after) == meaning and _comments(after) == _comments(text):
            best = after
    return best


def _meaning(text: str) -> Instrument | None:
    document = Document("", text)
    if document.problems:
        return None
    try:
        return Instrument.model_validate(document.take())
    except ValidationError:
        return None


def _comments(text: str) -> list[str]:
    return sorted(line.partition("#")[2].strip() for line in text.splitlines() if "#" in line)
