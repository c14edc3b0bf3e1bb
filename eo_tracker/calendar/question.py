"""What a calendar was written for, as a text that the calendar keeps, and back.

So a calendar can be checked without saying again which obligations were meant.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from eo_tracker.calendar.parsing import UnreadableCalendar
from eo_tracker.calendar.rfc5545 import QUESTION
from eo_tracker.lookup import instrument, party
from eo_tracker.models import Catalog

DEFAULT_HORIZON, DEFAULT_REMIND = "2y", "14d,7d,1d"
MAX_QUESTIONS = 100  # of one file: each was typed by somebody
_NAMES = ("order", "agency", "lead", "under", "reach", "status", "topic")
_DAYS = ("from_", "to")
_TEXTS = (*_DAYS, "horizon", "remind")
_FLAGS = ("projected", "ticklers")

Filters = Mapping[str, Any]
"""The filters that are set, by name: lists of words, or for `from_` and `to` a day as typed."""


@dataclass(frozen=True)
class Question:
    """Filters, and the options that decide which entries a calendar has."""

    filters: Filters = field(default_factory=dict)
    projected: bool = False
    ticklers: bool = False
    horizon: str = DEFAULT_HORIZON
    remind: str = DEFAULT_REMIND

    def narrowed(self, **filters: list[str]) -> Question:
        """The same question about one order, or one office, alone."""
        return replace(self, filters={**self.filters, **filters})

    @property
    def scope(self) -> tuple[object, ...]:
        """What it is about, whatever the days: a later question about the same replaces an earlier one."""
        return tuple(tuple(self.filters.get(name) or ()) for name in _NAMES)

    @property
    def text(self) -> str:
        """The question as JSON, without defaults; the same question always gives the same text."""
        parts = {name: self.filters[name] for name in (*_NAMES, *_DAYS) if self.filters.get(name)}
        default = Question()
        for name in ("horizon", *_FLAGS):
            if getattr(self, name) != getattr(default, name):
                parts[name] = getattr(self, name)
        if self.ticklers and self.remind != DEFAULT_REMIND:
            parts["remind"] = self.remind
        return json.dumps(parts, ensure_ascii=False)

    @property
    def options(self) -> str:
        """The question as options of the command line; `everything` without any."""
        words: list[str] = []
        for name, value in json.loads(self.text).items():
            option = f"--{name.rstrip('_')}"
            if value is True:
                words.append(option)
                continue
            values = value if isinstance(value, list) else [value]
            for word in values:
                words += [option, word]
        return shlex.join(words) or "everything"


def canonical_filters(filters: Filters, catalog: Catalog) -> Filters:
    """The filters with the catalog's own names for what was typed, each once and in order."""
    canonical = dict(filters)
    for name in _NAMES:
        if words := filters.get(name):
            canonical[name] = sorted({_canonical(name, word, catalog) for word in words})
    return canonical


def _canonical(name: str, word: str, catalog: Catalog) -> str:
    if name in ("order", "under"):
        return instrument(catalog, word).id
    if name in ("agency", "lead"):
        return party(catalog, word)
    return word.lower()


def parse_question(text: str) -> Question:
    """The question that a calendar keeps. Raises UnreadableCalendar."""
    try:
        return _question(json.loads(text))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise UnreadableCalendar(
            f"its {QUESTION} cannot be read; name the filters on the command line"
        ) from None


def _question(parts: Any) -> Question:
    for name, value in parts.items():
        if not _is_part(name, value):
            raise ValueError(name)
    filters = {name: parts[name] for name in (*_NAMES, *_DAYS) if name in parts}
    others = {name: value for name, value in parts.items() if name not in filters}
    return Question(filters, **others)


def _is_part(name: str, value: object) -> bool:
    """Whether a question can have this value under this name."""
    if name in _NAMES:
        return isinstance(value, list) and all(isinstance(word, str) for word in value)
    if name in _TEXTS:
        return isinstance(value, str)
    return name in _FLAGS and value is True


def parse_questions(texts: list[str]) -> list[Question]:
    """The questions that a calendar keeps. Raises UnreadableCalendar."""
    if len(texts) > MAX_QUESTIONS:
        raise UnreadableCalendar(
            f"it has more than {MAX_QUESTIONS} lines of {QUESTION}; "
            "name the filters on the command line"
        )
    return [parse_question(text) for text in dict.fromkeys(texts)]


def with_question(texts: Iterable[str], new: Question) -> list[str]:
    """What a calendar keeps after it was written once more.

    A question about the same replaces the old one.
    """
    kept = [new.text if _has_same_scope(text, new) else text for text in texts]
    return list(dict.fromkeys([*kept, new.text] if new.text not in kept else kept))


def _has_same_scope(text: str, new: Question) -> bool:
    try:
        return parse_question(text).scope == new.scope
    except UnreadableCalendar:
        return False
