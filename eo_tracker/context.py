"""What every answer rests on: a resolved catalog, and how far the record was searched for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from eo_tracker.answers import Head, Unissued
from eo_tracker.models import Catalog, Instrument, Search
from eo_tracker.resolve import Resolution


@dataclass(frozen=True)
class Context:
    """What every answer rests on: the resolved catalog, and how the user knows it.

    `revision` is a git commit.
    """

    resolution: Resolution
    catalog_name: str
    revision: str | None = None

    @property
    def as_of(self) -> date:
        """The day whose public knowledge is used."""
        return self.resolution.as_of

    @property
    def catalog(self) -> Catalog:
        """The catalog that was resolved."""
        return self.resolution.catalog

    @property
    def head(self) -> Head:
        """What an answer says of itself, as plain values."""
        catalog, resolution = self.catalog, self.resolution
        unissued = [
            Unissued(key, instrument.name, str(instrument.dated))
            for key, instrument in resolution.unknown.items()
        ]
        return Head(
            str(self.as_of),
            catalog.name,
            self.catalog_name,
            catalog.version,
            catalog.hash,
            self.revision,
            str(self.reviewed) if self.reviewed else None,
            self.record,
            tuple((key, str(day)) for key, day in resolution.assume),
            resolution.nonpublic,
            tuple(unissued),
        )

    @cached_property
    def reviewed(self) -> date | None:
        """How far the record was searched for every instrument: the earliest day."""
        return earliest_search(self.resolution.known.instruments.values())

    @cached_property
    def record(self) -> str:
        """How far the record was searched, and what of the days up to the as-of day was not."""
        last = self._last_search
        if last is None:
            return "The public record was not searched."
        if self._is_searched_beyond():
            sentences = [
                "Record searched through this date.",
                "Excludes information published after this date.",
            ]
            if last.where:
                sentences.append(f"The last search covered {last.where}.")
            return " ".join(sentences)
        return " ".join([self._searched(last), *self._searched_less(last.on)])

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The addresses of all sources of the catalog."""
        urls: set[str | None] = set()
        for instrument in self.catalog.instruments.values():
            urls.update(source.url for source in instrument.sources.values())
        return frozenset(filter(None, urls))

    def states_search(self, instrument: Instrument) -> bool:
        """Whether `record` says already how far the record of this instrument was searched."""
        own, last = instrument.last_search, self._last_search
        if own is None or last is None:
            return False
        if self.as_of < own.on:  # `record` names those that were not searched up to the day
            return True
        return (own.on, own.where) == (last.on, last.where)

    @cached_property
    def _tracked(self) -> list[Instrument]:
        instruments = self.resolution.known.instruments.values()
        return [each for each in instruments if each.directives]

    @cached_property
    def _last_search(self) -> Search | None:
        """The search that went furthest; of several, one that says where."""
        searches = [each.last_search for each in self._tracked]
        return max(
            filter(None, searches),
            key=_extent,
            default=None,
        )

    def _is_searched_beyond(self) -> bool:
        """Whether the record of every instrument was searched beyond the as-of day."""
        for instrument in self._tracked:
            day = instrument.searched_to
            if day is None or day <= self.as_of:
                return False
        return True

    def _searched(self, last: Search) -> str:
        where = f" ({last.where})" if last.where else ""
        end = "; not searched after that day" if self.as_of > last.on else ""
        return f"Record searched through {last.on}{where}{end}."

    def _searched_less(self, newest: date) -> Iterator[str]:
        """The instruments searched to an earlier day than the others, or not at all."""
        groups: dict[date | None, list[str]] = {}
        limit = min(newest, self.as_of)
        for instrument in self._tracked:
            day = instrument.searched_to
            if day is None or day < limit:
                groups.setdefault(day, []).append(instrument.name)
        if None in groups:
            yield f"{_some(groups.pop(None))}: not searched."
        for day, names in sorted(groups.items()):
            yield f"{_some(names)}: searched only through {day}."


_MAX_NAMES = 3


def _extent(search: Search) -> tuple[date, bool]:
    return search.on, search.where is not None


def _some(names: Sequence[str]) -> str:
    """`EO 1`, `EO 1 and EO 2`, `EO 1, EO 2, EO 3 and 4 more`."""
    parts = list(names[:_MAX_NAMES])
    more = len(names) - _MAX_NAMES
    if more > 0:
        parts.append(f"{more} more")
    *others, last = parts
    if not others:
        return last
    return f"{', '.join(others)} and {last}"


def earliest_search(instruments: Iterable[Instrument]) -> date | None:
    """How far the record was searched for every one of these that has directives."""
    days = [each.searched_to for each in instruments if each.directives]
    return min(filter(None, days), default=None)
