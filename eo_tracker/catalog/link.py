"""The references of a catalog: what does not resolve, is duplicated, or is not allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from eo_tracker.catalog.cycles import contradictions
from eo_tracker.catalog.faults import MAX_HINTS
from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import EntryPath, Problem, capped
from eo_tracker.models import (
    MOST_LEVELS,
    OWN_DATES,
    ROLES,
    Catalog,
    Deadline,
    Directive,
    Effect,
    Instrument,
    Party,
    owner_id,
)
from eo_tracker.text import did_you_mean

_REGISTRY = "agencies"
MAX_NAMES_COMPARED = 200_000  # for all hints together
_DEPARTMENT = "department of "
# A record tells what happened and is not law, so it may not have these.
_LAW = (
    "counting",
    "not_bound",
    "effects",
    "triggers",
    "directives",
    "limitations",
    "durations",
    "excluded",
    "disputes",
)
_WITH_IDS = ("directives", "limitations", "durations", "triggers", "disputes")
_MAY_SHARE_AN_ID = {"limitations", "disputes"}


def link(
    catalog: Catalog,
    documents: Mapping[str, Document],
    registries: Mapping[str, Document],
    unread: Collection[str] = (),
) -> list[Problem]:
    """Every problem of reference in the catalog, with its place.

    `documents` has the parsed file of each instrument, `registries` that of each party. Nothing is
    said of references to what is in `unread`: instruments and full IDs with problems of their own.
    """
    hints = _Hints()
    problems = list(capped(_registry(catalog, registries, hints)))
    for instrument in catalog.instruments.values():
        document = documents[instrument.id]
        problems += capped(_References(catalog, instrument, document, hints, unread).problems())
    problems += contradictions(catalog, documents)
    return problems


@dataclass
class _Hints:
    """What a wrong name may have meant.

    Looking for it is slow, and nobody reads very many hints.
    """

    given: int = 0
    compared: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    def near(self, name: str, known: Iterable[str]) -> str:
        """`; did you mean 'x'?`, or nothing."""
        if self.given >= MAX_HINTS or self.compared >= MAX_NAMES_COMPARED:
            return ""
        names = [*known]
        self.given += 1
        self.compared += len(names)
        return did_you_mean(name, names)

    def of_party(self, name: str, parties: Mapping[str, Party]) -> str:
        """The key of a party that is named by its abbreviation or an alias, else a near name."""
        if self.given <= MAX_HINTS:
            for key, party in parties.items():
                if _plain(name) in map(_plain, _names(party)):
                    self.given += 1
                    return f"; the registry calls it {key!r}"
        return self.near(name, parties)


def _names(party: Party) -> Iterator[str]:
    names = (party.name, party.short, party.abbreviation, *party.aliases, *party.formerly)
    return (name for name in names if name)


def _plain(name: str) -> str:
    return name.casefold().replace("-", " ").removeprefix(_DEPARTMENT)


def _registry(
    catalog: Catalog, registries: Mapping[str, Document], hints: _Hints
) -> Iterator[Problem]:
    """Parties that name others which do not exist, or that are part of themselves."""
    for key, party in catalog.parties.items():
        document, path = registries[key], ("parties", key)
        named: dict[EntryPath, str | None] = {("parent",): party.parent}
        named |= {("members", index): name for index, name in enumerate(party.members)}
        for step, name in named.items():
            if name and name not in catalog.parties:
                message = f"unknown party {name!r}{hints.near(name, catalog.parties)}"
                yield Problem(
                    document.place((*path, *step)),
                    "E401",
                    message,
                )
        if reason := _endless(key, catalog):
            place = document.place((*path, "parent"))
            yield Problem(
                place,
                "E402",
                f"party {key!r} is {reason}",
            )


def _endless(key: str, catalog: Catalog) -> str | None:
    """What is wrong with what a party is part of."""
    above = catalog.ancestors(key)
    if key in above:
        return "part of itself"
    if len(above) == MOST_LEVELS:
        return f"part of {MOST_LEVELS} other parties or more, each inside the next"
    return None


@dataclass(frozen=True)
class _References:
    """The references of one instrument."""

    catalog: Catalog
    instrument: Instrument
    document: Document
    hints: _Hints
    unread: Collection[str] = ()

    def problems(self) -> Iterator[Problem]:
        """All that is wrong with them, from top to bottom of each kind."""
        yield from self._law_in_a_record()
        yield from self._ids()
        yield from self._limitations_and_durations()
        for index, directive in enumerate(self.instrument.directives):
            yield from self._directive(directive, ("directives", index))
        for index, effect in enumerate(self.instrument.effects):
            yield from self._effect(effect, ("effects", index))
        yield from self._events()
        yield from self._disputes()

    def _problem(
        self,
        path: EntryPath,
        code: str,
        message: str,
    ) -> Problem:
        return Problem(
            self.document.place(path),
            code,
            message,
        )

    def _is_unread(self, key: str) -> bool:
        return key in self.unread or owner_id(key) in self.unread

    def _law_in_a_record(self) -> Iterator[Problem]:
        if not self.instrument.is_record:
            return
        for name in _LAW:
            if getattr(self.instrument, name):
                place = self.document.place((name,), key=True)
                message = (
                    f"a record binds nobody, so it has no {name!r}; "
                    "they belong in an instrument of another kind"
                )
                yield Problem(place, "E307", message)

    def _ids(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for family in _WITH_IDS:
            for index, entry in enumerate(getattr(self.instrument, family)):
                path, key = (family, index, "id"), entry.id
                if key in OWN_DATES:
                    message = f"{key!r} is a reserved word and cannot be an ID"
                    yield self._problem(path, "E201", message)
                if key in seen and {family, seen[key]} != _MAY_SHARE_AN_ID:
                    message = f"ID {key!r} is duplicated in {self.instrument.id}"
                    yield self._problem(path, "E202", message)
                seen[key] = family

    def _limitations_and_durations(self) -> Iterator[Problem]:
        for family in ("limitations", "durations"):
            for index, entry in enumerate(getattr(self.instrument, family)):
                yield from self._sources(entry, (family, index))

    def _sources(self, entry: Any, path: EntryPath) -> Iterator[Problem]:
        """The source of an entry, and those that say the same."""
        yield from self._source(
            entry.source,
            (*path, "source"),
        )
        for index, name in enumerate(entry.also):
            yield from self._source(
                name,
                (*path, "also", index),
            )

    def _source(self, name: str, path: EntryPath) -> Iterator[Problem]:
        sources = self.instrument.sources
        # A stub has nothing to cite but its own date, so it may go without sources.
        is_stub = name == "text" and not sources
        if name not in sources and not is_stub:
            hint = self.hints.near(name, sources)
            yield self._problem(
                path,
                "E501",
                f"unknown source {name!r}{hint}",
            )

    def _directive(self, directive: Directive, path: EntryPath) -> Iterator[Problem]:
        yield from self._parties(directive, path)
        yield from self._sources(directive, path)
        if directive.grace and directive.grace.source:
            yield from self._source(
                directive.grace.source,
                (*path, "grace", "source"),
            )
        yield from self._counterpart(directive, path)
        if directive.deadline:
            yield from self._deadline(
                directive.deadline,
                (*path, "deadline"),
            )
        for index, other in enumerate(directive.alternatives):
            at: EntryPath = (*path, "alternatives", index)
            yield from self._deadline(
                other.deadline,
                (*at, "deadline"),
            )
            if other.source:
                yield from self._source(
                    other.source,
                    (*at, "source"),
                )

    def _counterpart(self, directive: Directive, path: EntryPath) -> Iterator[Problem]:
        if directive.counterpart is None:
            return
        key = self.instrument.key(directive.counterpart)
        if key not in self.catalog.directives and not self._is_unread(key):
            hint = self.hints.near(
                directive.counterpart,
                self.catalog.directives,
            )
            message = f"unknown directive {directive.counterpart!r}{hint}"
            yield self._problem(
                (*path, "counterpart"),
                "E301",
                message,
            )

    def _parties(self, entry: object, path: EntryPath) -> Iterator[Problem]:
        """The parties of a directive or amendment."""
        for role in ROLES:
            for index, office in enumerate(getattr(entry, role)):
                yield from self._party(
                    office.party,
                    (*path, role, index),
                )
                if office.through:
                    yield from self._party(
                        office.through,
                        (*path, role, index),
                    )
        for index, reached in enumerate(getattr(entry, "reaches", ())):
            yield from self._party(
                reached.party,
                (*path, "reaches", index),
            )
        for family in ("invites", "serves"):
            for index, name in enumerate(getattr(entry, family)):
                yield from self._party(
                    name,
                    (*path, family, index),
                )

    def _party(self, name: str, path: EntryPath) -> Iterator[Problem]:
        parties = self.catalog.parties
        if name not in parties and not self._is_unread(_REGISTRY):
            hint = self.hints.of_party(name, parties)
            yield self._problem(
                path,
                "E401",
                f"unknown party {name!r}{hint}",
            )

    def _deadline(self, deadline: Deadline, path: EntryPath) -> Iterator[Problem]:
        for name in ("of", "before"):
            start = getattr(deadline, name)
            if start and start not in OWN_DATES:
                yield from self._clock(
                    start,
                    (*path, name),
                )
        if deadline.ends_with:
            yield from self._clock(
                deadline.ends_with,
                (*path, "until"),
            )
        for family in ("earliest", "latest"):
            for index, part in enumerate(getattr(deadline, family)):
                yield from self._deadline(
                    part,
                    (*path, family, index),
                )

    def _clock(self, name: str, path: EntryPath) -> Iterator[Problem]:
        """What a time limit counts from, or a recurrence ends with."""
        directives, triggers = self.catalog.directives, self.catalog.triggers
        key = self.instrument.key(name)
        if name in OWN_DATES:
            message = f"{name!r} is a date of the instrument; name a directive or trigger here"
            yield self._problem(path, "E301", message)
        elif key not in directives and key not in triggers and not self._is_unread(key):
            own = [entry.id for entry in self.instrument.directives]
            own += [entry.id for entry in self.instrument.triggers]
            hint = self.hints.near(
                name,
                chain(OWN_DATES, directives, triggers, own),
            )
            yield self._problem(
                path,
                "E301",
                f"unknown directive or trigger {name!r}{hint}",
            )

    def _recurs(self, key: str) -> bool:
        _, directive = self.catalog.directives.get(
            key,
            (None, None),
        )
        return bool(directive and directive.deadline and directive.deadline.every)

    def _events(self) -> Iterator[Problem]:
        for index, event in enumerate(self.instrument.events):
            path = ("events", index)
            yield from self._clock(
                event.of,
                (*path, "of"),
            )
            yield from self._source(
                event.source,
                (*path, "source"),
            )
            is_dated = event.occurrence or event.what == "occurred"
            if not is_dated and self._recurs(self.instrument.key(event.of)):
                message = f"{event.of} recurs; say which date the event is about with 'occurrence'"
                yield self._problem(path, "E305", message)

    def _effect(self, effect: Effect, path: EntryPath) -> Iterator[Problem]:
        yield from self._source(
            effect.source,
            (*path, "source"),
        )
        yield from self._target(effect, path)
        for index, name in enumerate(effect.named_parties):
            yield from self._party(
                name,
                (*path, "for", index),
            )
        if effect.set is None:
            return
        yield from self._parties(
            effect.set,
            (*path, "set"),
        )
        if effect.set.deadline:
            yield from self._deadline(
                effect.set.deadline,
                (*path, "set", "deadline"),
            )
        yield from self._amended_fields(effect, path)

    def _target(self, effect: Effect, path: EntryPath) -> Iterator[Problem]:
        if self.catalog.find(effect.on) is None and not self._is_unread(effect.on):
            known = chain(
                self.catalog.instruments,
                self.catalog.directives,
            )
            hint = self.hints.near(effect.on, known)
            message = f"unknown instrument or directive {effect.on!r}{hint}"
            yield self._problem(
                (*path, "on"),
                "E301",
                message,
            )
        if effect.does == "satisfies" and not effect.occurrence and self._recurs(effect.on):
            message = f"{effect.on} recurs; say which date is satisfied with 'occurrence'"
            yield self._problem(path, "E305", message)

    def _amended_fields(self, effect: Effect, path: EntryPath) -> Iterator[Problem]:
        """What is set that the target does not have."""
        target = self.catalog.find(effect.on)
        if effect.set is None or target is None:
            return
        kind = type(target).__name__.lower()
        for name in sorted(effect.set.model_fields_set.difference(type(target).law)):
            message = f"{effect.on} is a {kind} and has no {name!r} to amend"
            yield self._problem(
                (*path, "set", name),
                "E306",
                message,
            )

    def _disputes(self) -> Iterator[Problem]:
        for index, dispute in enumerate(self.instrument.disputes):
            path: EntryPath = ("disputes", index)
            for at, account in enumerate(dispute.accounts):
                yield from self._source(
                    account.source,
                    (*path, "accounts", at, "source"),
                )
            if dispute.on is None:
                continue
            key = self.instrument.key(dispute.on)
            if self.catalog.find(key) is None and not self._is_unread(key):
                message = f"{dispute.on!r} does not exist here"
                yield self._problem(
                    (*path, "on"),
                    "E301",
                    message,
                )
