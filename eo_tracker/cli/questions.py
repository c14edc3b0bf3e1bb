"""What a calendar was asked for, as a text that the calendar keeps, and back: so that it can be checked without saying it again."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from eo_tracker.calendar.reading import NoCalendar
from eo_tracker.calendar.text import QUESTION
from eo_tracker.cli.options import FilterOptions
from eo_tracker.models import Catalog
from eo_tracker.query import instrument, party

HORIZON, REMIND = "2y", "14d,7d,1d"
_MOST = 100  # of one file: each was typed by somebody
_DAYS = ("from_", "to")
_SCOPE = tuple(each.name for each in fields(FilterOptions) if each.name not in _DAYS)
_TEXTS = (*_DAYS, "horizon", "remind")
_FLAGS = ("projected", "ticklers")


@dataclass(frozen=True)
class Question:
    """FilterOptions, and the options that decide which entries a calendar has."""

    filters: FilterOptions = field(default_factory=FilterOptions)
    projected: bool = False
    ticklers: bool = False
    horizon: str = HORIZON
    remind: str = REMIND

    def of(self, *, order: list[str] | None = None, lead: list[str] | None = None) -> Question:
        """The same question about one order, or one office, alone."""
        return replace(
            self,
            filters=replace(
                self.filters, order=order or self.filters.order, lead=lead or self.filters.lead
            ),
        )

    @property
    def scope(self) -> tuple[object, ...]:
        """What it is about, whatever the days: a later question about the same takes the place of an earlier one."""
        return tuple(tuple(getattr(self.filters, name) or ()) for name in _SCOPE)

    @property
    def text(self) -> str:
        """It as JSON, without what is left at its default; the same question always gives the same text."""
        given = {
            name: value for name in (*_SCOPE, *_DAYS) if (value := getattr(self.filters, name))
        }
        default = Question()
        given |= {
            name: value
            for name in ("horizon", *_FLAGS)
            if (value := getattr(self, name)) != getattr(default, name)
        }
        if self.ticklers and self.remind != REMIND:
            given["remind"] = self.remind
        return json.dumps(given, ensure_ascii=False)

    @property
    def options(self) -> str:
        """It as options of the command line; `everything` without any."""
        words: list[str] = []
        for name, value in json.loads(self.text).items():
            option = f"--{name.rstrip('_')}"
            values = value if isinstance(value, list) else [value]
            words += (
                [option] if value is True else [word for each in values for word in (option, each)]
            )
        return shlex.join(words) or "everything"


def named(filters: FilterOptions, catalog: Catalog) -> FilterOptions:
    """The filters with the catalog's own names for what was typed, in order."""
    return replace(
        filters,
        order=_sorted(instrument(catalog, each).id for each in filters.order or ()),
        under=_sorted(instrument(catalog, each).id for each in filters.under or ()),
        agency=_sorted(party(catalog, each) for each in filters.agency or ()),
        lead=_sorted(party(catalog, each) for each in filters.lead or ()),
        reach=_sorted(each.lower() for each in filters.reach or ()),
        status=_sorted(each.lower() for each in filters.status or ()),
        topic=_sorted(each.lower() for each in filters.topic or ()),
    )


def _sorted(names: Iterable[str]) -> list[str] | None:
    return sorted(set(names)) or None


def parsed(text: str) -> Question:
    """The question that a calendar keeps. Raises NoCalendar."""
    try:
        given = json.loads(text)
        return _question(given)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise NoCalendar(
            f"its {QUESTION} cannot be read; name the filters on the command line"
        ) from None


def _question(given: Any) -> Question:
    for name, value in given.items():
        is_list = (
            name in _SCOPE
            and isinstance(value, list)
            and all(isinstance(each, str) for each in value)
        )
        if not (
            is_list
            or (name in _TEXTS and isinstance(value, str))
            or (name in _FLAGS and value is True)
        ):
            raise ValueError(name)
    filters = {name: given[name] for name in (*_SCOPE, *_DAYS) if name in given}
    others = {name: value for name, value in given.items() if name not in filters}
    return Question(FilterOptions(**filters), **others)


def all_parsed(texts: list[str]) -> list[Question]:
    """The questions that a calendar keeps. Raises NoCalendar."""
    if len(texts) > _MOST:
        raise NoCalendar(
            f"it has more than {_MOST} lines of {QUESTION}; name the filters on the command line"
        )
    return [parsed(each) for each in dict.fromkeys(texts)]


def with_one_more(texts: list[str], new: Question) -> list[str]:
    """What a calendar keeps after it was written once more; a question about the same takes the place of the old one."""
    kept = [new.text if _is_about_the_same(each, new) else each for each in texts]
    return list(dict.fromkeys([*kept, *([] if new.text in kept else [new.text])]))


def _is_about_the_same(text: str, new: Question) -> bool:
    try:
        return parsed(text).scope == new.scope
    except NoCalendar:
        return False
