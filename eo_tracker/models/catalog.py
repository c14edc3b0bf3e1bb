"""All instruments and parties together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eo_tracker.models.entries import Directive, Effect, Limit, Term, Trigger
from eo_tracker.models.instrument import Instrument
from eo_tracker.models.parties import Party
from eo_tracker.models.values import END, Entry, Format, Name

# Nothing in a government is part of so many others, one in the other.
MOST_LEVELS = 50


class Registry(Entry):
    """The file `agencies.yaml`: the parties of a catalog, by name."""

    format: Format = "1"
    parties: dict[Name, Party]


@dataclass(frozen=True)
class Catalog:
    """All instruments and parties of one run, whole and consistent; its parts never change.

    `name` says where it was read from without a path of this machine, `version` is the newest `reviewed` day and
    `hash` stands for the text of all its files, line ends aside.
    """

    name: str
    hash: str
    parties: Mapping[str, Party]
    instruments: Mapping[str, Instrument] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """The newest `reviewed` day."""
        return max(
            (
                str(each.reviewed)
                for each in self.instruments.values()
                if each.reviewed and not each.is_record
            ),
            default="unreviewed",
        )

    @cached_property
    def directives(self) -> Mapping[str, tuple[Instrument, Directive]]:
        """Every directive with its instrument, by full ID."""
        return {
            each.key(duty.id): (each, duty)
            for each in self.instruments.values()
            for duty in each.directives
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
        """What amends each instrument or part of one, by full ID, in the order in which it takes hold; drafts amend nothing."""
        found: dict[str, list[tuple[date, str, int, Effect]]] = defaultdict(list)
        for owner in self.instruments.values():
            for index, effect in enumerate(owner.effects):
                if effect.set and not owner.is_draft:
                    found[effect.on].append((owner.begins(effect), owner.id, index, effect))
        return {
            key: [effect for *_, effect in sorted(each, key=lambda one: one[:3])]
            for key, each in found.items()
        }

    def later_targets(self, instrument: Instrument) -> Iterator[tuple[int, Instrument]]:
        """What an instrument ends or amends although it is of an earlier date, with the index of the effect."""
        for index, effect in enumerate(instrument.effects):
            target = self.instruments.get(effect.on.partition("/")[0])
            if target and target.dated > instrument.dated and (effect.does in END or effect.set):
                yield index, target

    def find(self, key: str) -> Instrument | Directive | Limit | Term | None:
        """The instrument, directive, limit or term with this full ID."""
        owner, _, local = key.partition("/")
        return self._provisions.get(key) if local else self.instruments.get(owner)

    @cached_property
    def _provisions(self) -> Mapping[str, Directive | Limit | Term]:
        """By full ID; of two that have the same, which is a fault of its own, the directive."""
        found: dict[str, Directive | Limit | Term] = {}
        for instrument in self.instruments.values():
            for family in (instrument.terms, instrument.limits, instrument.directives):
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
