"""What a catalog's entries are called, as plain values: all that a lookup or a completion needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from eo_tracker.models import Catalog, Instrument, Party


class NamedInstrument(NamedTuple):
    """An instrument: `names` is what it is called in small letters, `14409`, `eo 14409`, …."""

    id: str
    title: str
    names: Sequence[str]
    is_final: bool
    is_record: bool


class NamedEntry(NamedTuple):
    """A directive or trigger: its local ID, its cite, and its title or what it is."""

    id: str
    cite: str | None
    title: str


class NamedParty(NamedTuple):
    """A party: `names` and `head` in small letters, `above` what it is part of."""

    name: str
    label: str
    names: Sequence[str]
    head: str
    above: Sequence[str]
    members: Sequence[str]


class CatalogNames(NamedTuple):
    """The names of a catalog: instruments and parties by ID, entries by full ID, and topics."""

    instruments: Mapping[str, NamedInstrument]
    parties: Mapping[str, NamedParty]
    directives: Mapping[str, NamedEntry]
    triggers: Mapping[str, NamedEntry]
    topics: Sequence[str]

    @classmethod
    def of_plain(cls, plain: Sequence[Any]) -> CatalogNames:
        """The names that these mappings of lists stand for."""
        instruments, parties, directives, triggers, topics = plain
        return cls(
            {key: NamedInstrument(*each) for key, each in instruments.items()},
            {key: NamedParty(*each) for key, each in parties.items()},
            {key: NamedEntry(*each) for key, each in directives.items()},
            {key: NamedEntry(*each) for key, each in triggers.items()},
            topics,
        )


def names_of(catalog: Catalog) -> CatalogNames:
    """The names of a catalog."""
    directives: dict[str, NamedEntry] = {}
    topics: set[str] = set()
    for key, (_, directive) in catalog.directives.items():
        directives[key] = NamedEntry(directive.id, directive.cite, directive.title)
        topics.update(directive.topics)
    triggers = {}
    for key, (_, trigger) in catalog.triggers.items():
        triggers[key] = NamedEntry(trigger.id, trigger.cite, trigger.what)
    parties = {}
    for key, party in catalog.parties.items():
        parties[key] = _named_party(party, tuple(catalog.ancestors(key)))
    instruments = {key: _named_instrument(each) for key, each in catalog.instruments.items()}
    return CatalogNames(instruments, parties, directives, triggers, tuple(sorted(topics)))


def _named_instrument(owner: Instrument) -> NamedInstrument:
    number = (owner.number or "").lower()
    kind = owner.kind.replace("-", " ")
    words = owner.id.replace("-", " ")
    return NamedInstrument(
        owner.id,
        owner.title,
        (number, f"{kind} {number}", owner.name.lower(), words),
        is_final=not (owner.is_draft or owner.is_record),
        is_record=owner.is_record,
    )


def _named_party(
    party: Party,
    above: tuple[str, ...],
) -> NamedParty:
    names = [party.name, party.short, party.abbreviation, party.statutory]
    names += party.aliases
    names += party.formerly
    return NamedParty(
        party.name,
        party.label,
        tuple(name.lower() for name in names if name),
        (party.head or "").lower(),
        above,
        party.members,
    )
