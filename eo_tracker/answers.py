"""What a command found out, recorded before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.errors import Place
from eo_tracker.models import Instrument, Party
from eo_tracker.query import Filter, Morning
from eo_tracker.resolve import Obligation, Resolution

if TYPE_CHECKING:  # only a comparison needs it
    from eo_tracker.diff import Change, ChangeLevel, Diff


@dataclass(frozen=True)
class Context:
    """What every answer rests on: the resolved catalog, and how the user knows it (`shown`); `revision` is a git commit."""

    resolution: Resolution
    shown: str
    revision: str | None = None

    @property
    def as_of(self) -> date:
        """The day whose public knowledge is used."""
        return self.resolution.as_of

    @property
    def reviewed(self) -> date | None:
        """How far the record was searched for every instrument: the earliest day among those known."""
        return reviewed(self.resolution.known.instruments.values())

    @property
    def record(self) -> str:
        """How far the record was searched, and what of the days up to the as-of day was not."""
        tracked = [each for each in self.resolution.known.instruments.values() if each.directives]
        days = [each.searched_to for each in tracked if each.searched_to]
        if not days:
            return "The public record was not searched."
        newest = max(days)
        if self.as_of < min(days) and len(days) == len(tracked):
            return "What became known later is left out."
        searched = next(
            (
                each.last_search.where
                for each in tracked
                if each.last_search and each.searched_to == newest and each.last_search.where
            ),
            None,
        )
        end = "; not searched after that day." if self.as_of > newest else "."
        first = f"Record searched to {newest}" + (f" ({searched})" if searched else "") + end
        return " ".join([first, *_searched_less(tracked, newest, self.as_of)])


_MOST_NAMES = 3


def _searched_less(instruments: Iterable[Instrument], newest: date, as_of: date) -> Iterator[str]:
    """The instruments whose record was searched to an earlier day than the others, or not at all."""
    groups: dict[date | None, list[str]] = {}
    for each in instruments:
        if each.searched_to is None or each.searched_to < min(newest, as_of):
            groups.setdefault(each.searched_to, []).append(each.name)
    for day, names in sorted(groups.items(), key=lambda group: group[0] or date.min):
        more = len(names) - _MOST_NAMES
        shown = [*names[:_MOST_NAMES], *([f"{more} more"] if more > 0 else [])]
        which = " and ".join([", ".join(shown[:-1]), shown[-1]] if shown[1:] else shown)
        yield f"For {which} only to {day}." if day else f"For {which} not searched."


def reviewed(instruments: Iterable[Instrument]) -> date | None:
    """How far the record was searched for every one of these that has directives: the earliest day."""
    return min(
        (each.searched_to for each in instruments if each.searched_to and each.directives),
        default=None,
    )


class Due(NamedTuple):
    """The day's answer to what `chosen` selects."""

    context: Context
    morning: Morning
    chosen: Filter = Filter()


class Listing(NamedTuple):
    """All obligations that `chosen` selects, soonest first."""

    context: Context
    obligations: tuple[Obligation, ...]
    chosen: Filter = Filter()


class Details(NamedTuple):
    """Everything about some obligations, or (`proof`) how their dates were reached. `unknown` lists IDs not yet known."""

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
    """Parties of the registry, with the number of obligations in which each is bound, and in which it has any role."""

    context: Context
    parties: Mapping[str, Party]
    bound: Mapping[str, int]
    named: Mapping[str, int]


class Comparison(NamedTuple):
    """What changed from `old` to `new`, in answer to `question`: the changes that a filter selects, `least` the lowest level shown.
    `remarks` are sentences on the question itself: that guidance amends what is later than it.

    `places` says for each fingerprint where in which file the change stands, if that was asked for.
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
    def shown(self) -> tuple[Change, ...]:
        """The changes at or above the lowest level shown."""
        return tuple(each for each in self.changes if each.level >= self.least)


Answer = Due | Listing | Details | InstrumentDetails | Agencies | Comparison
