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
from eo_tracker.names import names_of

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
        """What it is about, whatever the days.

        A later question about the same replaces an earlier one.
        """
        lists = [self.filters.get(name) or () for name in _NAMES]
        return tuple(map(tuple, lists))

    @property
    def text(self) -> str:
        """The question as JSON, without defaults; the same question always gives the same text."""
        parts: dict[str, Any] = {}
        for name in (*_NAMES, *_DAYS):
            if value := self.filters.get(name):
                parts[name] = value
        if self.horizon != DEFAULT_HORIZON:
            parts["horizon"] = self.horizon
        if self.projected:
            parts["projected"] = True
        if self.ticklers:
            parts["ticklers"] = True
            if self.remind != DEFAULT_REMIND:
                parts["remind"] = self.remind
        return json.dumps(parts, ensure_ascii=False)

    @property
    def options(self) -> str:
        """The question as options of the command line; `everything` without any."""
        words: list[str] = []
        for name, value in json.loads(self.text).items():
            words += _option(name, value)
        return shlex.join(words) or "everything"


def _option(name: str, value: Any) -> list[str]:
    """A part of a question as options."""
    option = f"--{name.rstrip('_')}"
    match value:
        case True:
            return [option]
        case list():
            return [word for item in value for word in (option, item)]
        case _:
            return [option, value]


def canonical_filters(filters: Filters, catalog: Catalog) -> Filters:
    """The filters with the catalog's own names for what was typed, each once and in order."""
    canonical = dict(filters)
    for name in _NAMES:
        words = filters.get(name)
        if words:
            names = {_canonical(name, word, catalog) for word in words}
            canonical[name] = sorted(names)
    return canonical


def _canonical(name: str, word: str, catalog: Catalog) -> str:
    if name in ("order", "under"):
        return instrument(names_of(catalog), word).id
    if name in ("agency", "lead"):
        return party(names_of(catalog), word)
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
    filters: dict[str, Any] = {}
    options: dict[str, Any] = {}
    for name, value in parts.items():
        if not _is_part(name, value):
            raise ValueError(name)
        if name in _NAMES or name in _DAYS:
            filters[name] = value
        else:
            options[name] = value
    return Question(filters, **options)


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
    updated = [new.text if _has_same_scope(text, new) else text for text in texts]
    updated.append(new.text)
    return list(dict.fromkeys(updated))


def _has_same_scope(text: str, new: Question) -> bool:
    try:
        return parse_question(text).scope == new.scope
    except UnreadableCalendar:
        return False
