"""What a command found out, recorded before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.errors import Place
from eo_tracker.models import Catalog, Instrument, Party, Search
from eo_tracker.query import DueWindow, Filter
from eo_tracker.resolve import Obligation, Resolution

if TYPE_CHECKING:  # only a comparison needs it
    from eo_tracker.diff import Change, ChangeLevel, Diff


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
    def edition(self) -> str:
        """The catalog's name, version and hash."""
        catalog = self.catalog
        return f"{self.catalog_name}, version {catalog.version} ({catalog.hash})"

    @property
    def reviewed(self) -> date | None:
        """How far the record was searched for every instrument: the earliest day."""
        return earliest_search(self.resolution.known.instruments.values())

    @property
    def record(self) -> str:
        """How far the record was searched, and what of the days up to the as-of day was not."""
        last = self._last_search()
        if last is None:
            return "The public record was not searched."
        if self._is_searched_beyond():
            return (
                "Record searched through this date. Excludes information published after this date."
            )
        return " ".join([self._searched(last), *self._searched_less(last.on)])

    def states_search(self, instrument: Instrument) -> bool:
        """Whether `record` says already how far the record of this instrument was searched."""
        own, last = instrument.last_search, self._last_search()
        if own is None or last is None:
            return False
        if self.as_of < own.on:  # `record` names those that were not searched up to the day
            return True
        return (own.on, own.where) == (last.on, last.where)

    def _tracked(self) -> list[Instrument]:
        instruments = self.resolution.known.instruments.values()
        return [each for each in instruments if each.directives]

    def _last_search(self) -> Search | None:
        """The search that went furthest; of several, one that says where."""
        searches = [each.last_search for each in self._tracked()]
        return max(
            filter(None, searches),
            key=_extent,
            default=None,
        )

    def _is_searched_beyond(self) -> bool:
        """Whether the record of every instrument was searched beyond the as-of day."""
        for instrument in self._tracked():
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
        for instrument in self._tracked():
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


class Due(NamedTuple):
    """The day's answer to what the filter selects."""

    context: Context
    window: DueWindow
    filter: Filter = Filter()


class Listing(NamedTuple):
    """All obligations that the filter selects, soonest first."""

    context: Context
    obligations: tuple[Obligation, ...]
    filter: Filter = Filter()


class Details(NamedTuple):
    """Everything about some obligations, or (`proof`) how their dates were reached.

    `unknown` lists IDs that are not known on the as-of day.
    """

    context: Context
    obligations: tuple[Obligation, ...]
    proof: bool
    unknown: tuple[str, ...] = ()


class InstrumentDetails(NamedTuple):
    """Everything about an instrument, with its obligations of the day."""

    context: Context
    instrument: Instrument
    obligations: tuple[Obligation, ...]


class Agencies(NamedTuple):
    """Parties of the registry.

    `bound` counts the obligations that bind each, `named` those in which it has any role.
    """

    context: Context
    parties: Mapping[str, Party]
    bound: Mapping[str, int]
    named: Mapping[str, int]


class Comparison(NamedTuple):
    """What changed from `old` to `new`, in answer to `question`.

    `changes` are those that a filter selects, `least` is the lowest level shown. `places` says for
    each fingerprint where the change is in which file, if that was asked for. `remarks` are
    sentences on the question itself: that guidance amends what is later than it.
    """

    question: str
    old: Context
    new: Context
    diff: Diff
    changes: tuple[Change, ...]
    least: ChangeLevel
    summary: bool = False
    places: Mapping[str, Place] = MappingProxyType({})
    remarks: tuple[str, ...] = ()

    @property
    def context(self) -> Context:
        """The new side."""
        return self.new

    @property
    def visible_changes(self) -> tuple[Change, ...]:
        """The changes at or above the lowest level shown."""
        return tuple(change for change in self.changes if change.level >= self.least)


Answer = Due | Listing | Details | InstrumentDetails | Agencies | Comparison
