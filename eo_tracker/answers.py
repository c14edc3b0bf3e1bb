"""What a command found out, recorded before anything is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.errors import Place
from eo_tracker.models import Instrument, Party
from eo_tracker.query import Filter, Morning
from eo_tracker.resolve import Obligation, Resolution

if TYPE_CHECKING:  # only a comparison needs it
    from eo_tracker.diff import Change, Diff, Level


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
        """How far the record was searched, in a sentence."""
        if self.reviewed is None:
            return "The public record was not searched."
        if self.as_of < self.reviewed:
            return "What became known later is left out."
        known = self.resolution.known.instruments.values()
        searched = next((each.searched for each in known if each.reviewed == self.reviewed and each.searched), None)
        return f"Record searched to {self.reviewed}" + (f": {searched}." if searched else ".")


def reviewed(instruments: Iterable[Instrument]) -> date | None:
    """How far the record was searched for every one of these that has duties: the earliest day."""
    return min((each.reviewed for each in instruments if each.reviewed and each.directives), default=None)


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

    `places` says for each fingerprint where in which file the change stands, if that was asked for.
    """

    question: str
    old: Context
    new: Context
    diff: Diff
    changes: tuple[Change, ...]
    least: Level
    summary: bool = False
    places: Mapping[str, Place] = MappingProxyType({})

    @property
    def context(self) -> Context:
        """The new side."""
        return self.new

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes at or above the lowest level shown."""
        return tuple(each for each in self.changes if each.level >= self.least)


Answer = Due | Listing | Details | InstrumentDetails | Agencies | Comparison
