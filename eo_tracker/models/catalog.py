"""All instruments and parties together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pydantic import Field

from eo_tracker.models.entries import Directive, Duration, Effect, Limitation, Trigger
from eo_tracker.models.instrument import Instrument
from eo_tracker.models.parties import Party
from eo_tracker.models.values import END, Day, Entry, Format, Name, Text
from eo_tracker.vocabulary import owner_id

# Nothing in a government is part of so many others, one in the other.
MOST_LEVELS = 50
# The version of a catalog in which no instrument was searched for.
UNSEARCHED = "unsearched"


class Registry(Entry):
    """The file `agencies.yaml`: the parties of a catalog, by name."""

    format: Format = "1"
    parties: dict[Name, Party]


class Release(Entry):
    """One released version of a catalog, by the SHA-256 of its files."""

    version: Text = Field(description="The release: YYYY.M.D.")
    sha256: Text = Field(description="The SHA-256 of its files.")


class NotTracked(Entry):
    """An instrument that is known and deliberately not in the catalog."""

    title: Text
    why: Text
    number: Text | None = None
    dated: Day | None = None
    document: Text | None = Field(None, description="The Federal Register document number.")
    url: Text | None = None


class Manifest(Entry):
    """The file `catalog.yaml`: which release of a catalog this is, and how far each kind of source
    was searched.
    """

    format: Format = "1"
    version: Text | None = Field(None, description="The release: YYYY.M.D.")
    searched: dict[Name, Day] = Field(
        {}, description="How far each kind of source was searched for new instruments."
    )
    previous: tuple[Release, ...] = Field((), description="Earlier releases, newest first.")
    not_tracked: tuple[NotTracked, ...] = Field(
        (), alias="not-tracked", description="Known instruments that are left out, with the reason."
    )


# What a file of a catalog holds: by its name, an instrument's by any other.
FILES: Mapping[str, type[Entry]] = {
    "instrument": Instrument,
    "agencies": Registry,
    "catalog": Manifest,
}


@dataclass(frozen=True)
class Catalog:
    """All instruments and parties of one run, whole and consistent; its parts never change.

    `name` says where it was read from without a path of this machine, `version` is the newest day
    of a search and `hash` stands for the text of all its files, line ends aside.
    """

    name: str
    hash: str
    parties: Mapping[str, Party]
    instruments: Mapping[str, Instrument] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """The newest day of a search."""
        return max(
            (
                str(each.searched_to)
                for each in self.instruments.values()
                if each.searched_to and not each.is_record
            ),
            default=UNSEARCHED,
        )

    @cached_property
    def directives(self) -> Mapping[str, tuple[Instrument, Directive]]:
        """Every directive with its instrument, by full ID."""
        return {
            each.key(directive.id): (each, directive)
            for each in self.instruments.values()
            for directive in each.directives
        }

    @cached_property
    def triggers(self) -> Mapping[str, tuple[Instrument, Trigger]]:
        """Every trigger with its instrument, by full ID."""
        return {
            each.key(trigger.id): (each, trigger)
            for each in self.instruments.values()
            for trigger in each.triggers
        }

    @cached_property
    def amendments(self) -> Mapping[str, Sequence[Effect]]:
        """What amends each instrument or part of one, by full ID, in the order in which it takes
        hold; drafts amend nothing.
        """
        found: dict[str, list[tuple[date, str, int, Effect]]] = defaultdict(list)
        for owner in self.instruments.values():
            for index, effect in enumerate(owner.effects):
                if effect.set and not owner.is_draft:
                    found[effect.on].append((owner.effective_from(effect), owner.id, index, effect))
        in_order: dict[str, list[Effect]] = {}
        for key, dated in found.items():
            dated.sort(key=lambda each: each[:3])
            in_order[key] = [effect for *_, effect in dated]
        return in_order

    def later_targets(self, instrument: Instrument) -> Iterator[tuple[int, Instrument]]:
        """What an instrument ends or amends although it is of an earlier date, with the index of
        the effect.
        """
        for index, effect in enumerate(instrument.effects):
            target = self.instruments.get(owner_id(effect.on))
            if target and target.dated > instrument.dated and (effect.does in END or effect.set):
                yield index, target

    def find(self, key: str) -> Instrument | Directive | Limitation | Duration | None:
        """The instrument, directive, limitation or duration with this full ID."""
        owner, _, local = key.partition("/")
        return self._provisions.get(key) if local else self.instruments.get(owner)

    @cached_property
    def _provisions(self) -> Mapping[str, Directive | Limitation | Duration]:
        """By full ID; of two that have the same, which is a fault of its own, the directive."""
        found: dict[str, Directive | Limitation | Duration] = {}
        for instrument in self.instruments.values():
            for family in (instrument.durations, instrument.limitations, instrument.directives):
                found |= {instrument.key(each.id): each for each in family}
        return found

    def ancestors(self, party: str) -> list[str]:
        """What the party is part of, nearest first; no more than MOST_LEVELS."""
        above: list[str] = []
        current = self.parties[party].parent
        while (
            current
            and current in self.parties
            and current not in above
            and len(above) < MOST_LEVELS
        ):
            above.append(current)
            current = self.parties[current].parent
        return above
