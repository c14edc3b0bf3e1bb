"""References held against the whole catalog: what points nowhere, stands twice, runs in a circle or contradicts itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from eo_tracker.catalog.faults import MOST_HINTS
from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import Problem, did_you_mean, first_of
from eo_tracker.models import (
    END,
    MOST_LEVELS,
    OWN_DATES,
    ROLES,
    Catalog,
    Deadline,
    Directive,
    Effect,
    Instrument,
)

Path = tuple[str | int, ...]
_REGISTRY = "agencies"
MOST_LOOKED_AT = 200_000  # names, for all hints together
MOST_STEPS = 2_000_000  # from one deadline to the next, for all amendments together
# What a record may not have: it tells what happened, and is not law.
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
_UNIQUE = ("directives", "limitations", "durations", "triggers", "disputes")


def link(
    catalog: Catalog,
    documents: Mapping[str, Document],
    registries: Mapping[str, Document],
    unread: Collection[str] = (),
) -> list[Problem]:
    """Every fault of reference in the catalog, with its place.

    `documents` has the parsed file of each instrument, `registries` that of each party. Nothing is said of references to what is
    in `unread`: instruments and full IDs whose own faults are told already.
    """
    hints: Counter[str] = Counter()
    problems: list[Problem] = list(first_of(_registry(catalog, registries, hints)))
    for instrument in catalog.instruments.values():
        checker = _Checker(catalog, instrument, documents[instrument.id], hints, unread)
        problems.extend(first_of(checker.run()))
    problems.extend(_cycles(catalog, documents))
    problems.extend(first_of(_conflicts(catalog, documents)))
    problems.extend(_circles(catalog, documents))
    return problems


def _hint(name: str, known: Iterable[str], hints: Counter[str]) -> str:
    """What was perhaps meant; looking for it is slow, and nobody reads hints after so many."""
    if hints["given"] >= MOST_HINTS or hints["looked at"] >= MOST_LOOKED_AT:
        return ""
    names = [*known]
    hints.update({"given": 1, "looked at": len(names)})
    return did_you_mean(name, names)


def _registry(
    catalog: Catalog, registries: Mapping[str, Document], hints: Counter[str]
) -> Iterator[Problem]:
    """Parties that name others which are not there, or that are part of themselves."""
    for key, party in catalog.parties.items():
        named: list[tuple[Path, str | None]] = [(("parent",), party.parent)]
        named += [(("members", index), name) for index, name in enumerate(party.members)]
        for path, name in named:
            if name and name not in catalog.parties:
                place = registries[key].place(("parties", key, *path))
                yield Problem(
                    place, "E401", f"unknown party {name!r}{_hint(name, catalog.parties, hints)}"
                )
        above = catalog.ancestors(key)
        if key in above or len(above) == MOST_LEVELS:
            what = (
                "part of itself"
                if key in above
                else f"part of {MOST_LEVELS} others or more, one in the other"
            )
            yield Problem(
                registries[key].place(("parties", key, "parent")),
                "E402",
                f"party {key!r} is {what}",
            )


@dataclass(frozen=True)
class _Checker:
    """The references of one instrument."""

    catalog: Catalog
    instrument: Instrument
    document: Document
    hints: Counter[str]
    unread: Collection[str] = ()

    def _is_unread(self, key: str) -> bool:
        return key in self.unread or key.partition("/")[0] in self.unread

    def _hint(self, name: str, known: Iterable[str]) -> str:
        return _hint(name, known, self.hints)

    def run(self) -> Iterator[Problem]:
        yield from self._law_in_a_record()
        yield from self._unique()
        yield from self._limitations_and_durations()
        for index, directive in enumerate(self.instrument.directives):
            yield from self._directive(directive, ("directives", index))
        for index, effect in enumerate(self.instrument.effects):
            yield from self._effect(effect, ("effects", index))
        yield from self._events()
        yield from self._disputes()

    def _problem(self, path: Path, code: str, message: str) -> Problem:
        return Problem(self.document.place(path), code, message)

    def _law_in_a_record(self) -> Iterator[Problem]:
        for name in _LAW if self.instrument.is_record else ():
            if getattr(self.instrument, name):
                message = f"a record binds nobody, so it has no {name!r}; they belong in an instrument of another kind"
                yield Problem(self.document.place((name,), key=True), "E307", message)

    def _unique(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for family in _UNIQUE:
            for index, entry in enumerate(getattr(self.instrument, family)):
                if entry.id in OWN_DATES:
                    yield self._problem(
                        (family, index, "id"),
                        "E201",
                        f"{entry.id!r} is a reserved word and cannot be an ID",
                    )
                if entry.id in seen and {family, seen[entry.id]} != {"limitations", "disputes"}:
                    yield self._problem(
                        (family, index, "id"),
                        "E202",
                        f"ID {entry.id!r} stands twice in {self.instrument.id}",
                    )
                seen[entry.id] = family

    def _limitations_and_durations(self) -> Iterator[Problem]:
        for family in ("limitations", "durations"):
            for index, entry in enumerate(getattr(self.instrument, family)):
                yield from self._source(entry.source, (family, index, "source"))
                for at, name in enumerate(entry.also):
                    yield from self._source(name, (family, index, "also", at))

    def _directive(self, directive: Directive, path: Path) -> Iterator[Problem]:
        yield from self._parties(directive, path)
        for index, name in enumerate((directive.source, *directive.also)):
            yield from self._source(
                name, (*path, "source") if not index else (*path, "also", index - 1)
            )
        if directive.grace and directive.grace.source:
            yield from self._source(directive.grace.source, (*path, "grace", "source"))
        twin = self.instrument.key(directive.counterpart) if directive.counterpart else ""
        if (
            directive.counterpart
            and twin not in self.catalog.directives
            and not self._is_unread(twin)
        ):
            hint = self._hint(directive.counterpart, self.catalog.directives)
            yield self._problem(
                (*path, "counterpart"), "E301", f"unknown directive {directive.counterpart!r}{hint}"
            )
        if directive.deadline:
            yield from self._deadline(directive.deadline, (*path, "deadline"))
        for index, other in enumerate(directive.alternatives):
            yield from self._deadline(other.deadline, (*path, "alternatives", index, "deadline"))
            if other.source:
                yield from self._source(other.source, (*path, "alternatives", index, "source"))

    def _parties(self, directive: object, path: Path) -> Iterator[Problem]:
        for field in (*ROLES, "reaches", "invites", "serves"):
            for index, entry in enumerate(getattr(directive, field)):
                names = (
                    [entry]
                    if isinstance(entry, str)
                    else [entry.party, getattr(entry, "through", None)]
                )
                for name in filter(None, names):
                    if name not in self.catalog.parties and not self._is_unread(_REGISTRY):
                        hint = self._canonical(name) or self._hint(name, self.catalog.parties)
                        yield self._problem(
                            (*path, field, index), "E401", f"unknown party {name!r}{hint}"
                        )

    def _canonical(self, name: str) -> str:
        """What the registry calls a party that is named by its abbreviation or an alias."""
        words = name.replace("-", " ").removeprefix("department of ")
        for key, party in self.catalog.parties.items() if self.hints["given"] <= MOST_HINTS else ():
            named = (party.name, party.short, party.abbreviation, *party.aliases, *party.formerly)
            if words in (
                each.casefold().replace("-", " ").removeprefix("department of ")
                for each in named
                if each
            ):
                self.hints["given"] += 1
                return f"; the registry calls it {key!r}"
        return ""

    def _source(self, name: str, path: Path) -> Iterator[Problem]:
        # A stub instrument has nothing to cite but its own date, so it may go without sources.
        if name not in self.instrument.sources and not (
            name == "text" and not self.instrument.sources
        ):
            yield self._problem(
                path, "E501", f"unknown source {name!r}{self._hint(name, self.instrument.sources)}"
            )

    def _deadline(self, deadline: Deadline, path: Path) -> Iterator[Problem]:
        for name in ("of", "before"):
            value = getattr(deadline, name)
            if value and value not in OWN_DATES:
                yield from self._clock(value, (*path, name))
        if deadline.ends_with:
            yield from self._clock(deadline.ends_with, (*path, "until"))
        for family in ("earliest", "latest"):
            for index, part in enumerate(getattr(deadline, family)):
                yield from self._deadline(part, (*path, family, index))

    def _clock(self, name: str, path: Path) -> Iterator[Problem]:
        key = self.instrument.key(name)
        if name in OWN_DATES:
            yield self._problem(
                path,
                "E301",
                f"{name!r} is a date of the instrument; a directive or trigger is needed here",
            )
            return
        if (
            key not in self.catalog.directives
            and key not in self.catalog.triggers
            and not self._is_unread(key)
        ):
            own = chain(
                (each.id for each in self.instrument.directives),
                (each.id for each in self.instrument.triggers),
            )
            known = chain(OWN_DATES, self.catalog.directives, self.catalog.triggers, own)
            yield self._problem(
                path, "E301", f"unknown directive or trigger {name!r}{self._hint(name, known)}"
            )

    def _events(self) -> Iterator[Problem]:
        for index, event in enumerate(self.instrument.events):
            path: Path = ("events", index)
            yield from self._clock(event.of, (*path, "of"))
            yield from self._source(event.source, (*path, "source"))
            if (
                not event.occurrence
                and event.what != "occurred"
                and self._recurs(self.instrument.key(event.of))
            ):
                yield self._problem(
                    path,
                    "E305",
                    f"{event.of} recurs; say which date the event is about with 'occurrence'",
                )

    def _recurs(self, key: str) -> bool:
        _, directive = self.catalog.directives.get(key, (None, None))
        return bool(directive and directive.deadline and directive.deadline.every)

    def _effect(self, effect: Effect, path: Path) -> Iterator[Problem]:
        yield from self._source(effect.source, (*path, "source"))
        target = self.catalog.find(effect.on)
        if target is None and not self._is_unread(effect.on):
            known = chain(self.catalog.instruments, self.catalog.directives)
            yield self._problem(
                (*path, "on"),
                "E301",
                f"unknown instrument or directive {effect.on!r}{self._hint(effect.on, known)}",
            )
        if effect.does == "satisfies" and not effect.occurrence and self._recurs(effect.on):
            yield self._problem(
                path, "E305", f"{effect.on} recurs; say which date is satisfied with 'occurrence'"
            )
        for index, name in enumerate(effect.named_parties):
            if name not in self.catalog.parties and not self._is_unread(_REGISTRY):
                hint = self._canonical(name) or self._hint(name, self.catalog.parties)
                yield self._problem((*path, "for", index), "E401", f"unknown party {name!r}{hint}")
        if effect.set is None:
            return
        yield from self._parties(effect.set, (*path, "set"))
        if effect.set.deadline:
            yield from self._deadline(effect.set.deadline, (*path, "set", "deadline"))
        for name in sorted(effect.set.model_fields_set) if target is not None else ():
            if target is not None and name not in type(target).law:
                kind = type(target).__name__.lower()
                yield self._problem(
                    (*path, "set", name),
                    "E306",
                    f"{effect.on} is a {kind} and has no {name!r} to amend",
                )

    def _disputes(self) -> Iterator[Problem]:
        for index, dispute in enumerate(self.instrument.disputes):
            for which, account in enumerate(dispute.accounts):
                yield from self._source(
                    account.source, ("disputes", index, "accounts", which, "source")
                )
            on = self.instrument.key(dispute.on) if dispute.on else ""
            if on and self.catalog.find(on) is None and not self._is_unread(on):
                yield self._problem(
                    ("disputes", index, "on"), "E301", f"nothing here is called {dispute.on!r}"
                )


Edge = tuple[str, str, Path]


def _rules(instrument: Instrument, directive: Directive, index: int) -> list[Edge]:
    """What the directive's dates count from: (full ID, instrument that says so, path of the rule)."""
    path: Path = ("directives", index)
    rules: list[tuple[Deadline | None, Path]] = [(directive.deadline, (*path, "deadline"))]
    rules += [
        (other.deadline, (*path, "alternatives", at))
        for at, other in enumerate(directive.alternatives)
    ]
    return [
        (instrument.key(name), instrument.id, where)
        for rule, where in rules
        for name in (rule.references if rule else ())
    ]


def _cycles(catalog: Catalog, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Deadlines that wait for each other, as written and after each amendment in order of date."""
    edges: dict[str, list[Edge]] = defaultdict(list)
    amendments: list[tuple[tuple[date, str, int], str, list[Edge]]] = []
    for instrument in catalog.instruments.values():
        for index, directive in enumerate(instrument.directives):
            edges[instrument.key(directive.id)] = _rules(instrument, directive, index)
        for index, effect in enumerate(instrument.effects):
            if effect.set and "deadline" in effect.set.model_fields_set:
                rule, path = effect.set.deadline, ("effects", index, "set", "deadline")
                new: list[Edge] = [
                    (instrument.key(name), instrument.id, path)
                    for name in (rule.references if rule else ())
                ]
                amendments.append(
                    ((instrument.begins(effect), instrument.id, index), effect.on, new)
                )
    if fault := _cycle(edges, documents):
        yield fault
        return
    ever = {key: [*each] for key, each in edges.items()}
    for _, target, new in amendments:
        ever.setdefault(target, []).extend(new)
    if not _cycle(ever, documents):
        return  # so there is none at any time
    steps = 0
    for (_, owner, index), target, new in sorted(amendments, key=lambda amendment: amendment[0]):
        edges[target] = new
        closes, looked_at = _leads_to(edges, target)
        steps += looked_at
        if closes:
            yield from filter(None, [_cycle(edges, documents)])
            return
        if steps > MOST_STEPS:
            message = "the amendments lead round in too many ways to tell whether deadlines wait for each other in a circle"
            yield Problem(documents[owner].place(("effects", index)), "E302", message)
            return


def _leads_to(edges: Mapping[str, list[Edge]], target: str) -> tuple[bool, int]:
    """Whether a directive waits for itself, however far round; and how many others were looked at."""
    seen: set[str] = set()
    waiting = [name for name, _, _ in edges.get(target, ())]
    while waiting:
        name = waiting.pop()
        if name == target:
            return True, len(seen)
        if name not in seen:
            seen.add(name)
            waiting += [each for each, _, _ in edges.get(name, ())]
    return False, len(seen)


def _cycle(edges: Mapping[str, list[Edge]], documents: Mapping[str, Document]) -> Problem | None:
    try:
        TopologicalSorter(
            {key: [name for name, _, _ in targets] for key, targets in edges.items() if targets}
        ).prepare()
    except CycleError as error:
        members: Sequence[str] = error.args[1][::-1]
        _, owner, path = next(edge for edge in edges[members[0]] if edge[0] == members[1])
        shown = members if len(members) < 20 else [*members[:10], "…", members[-1]]
        return Problem(
            documents[owner].place(path),
            "E302",
            f"deadlines wait for each other in a circle: {' → '.join(shown)}",
        )
    return None


def _conflicts(catalog: Catalog, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Two effects of one day on one field are never settled by the order of files."""
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for instrument in catalog.instruments.values():
        for index, effect in enumerate(instrument.effects):
            day = instrument.begins(effect)
            for name in _changed_fields(effect):
                first, at = seen.setdefault(
                    (effect.on, name, effect.named_parties, day), (instrument.id, index)
                )
                if (first, at) != (instrument.id, index):
                    message = f"{first} and {instrument.id} both change {name!r} of {effect.on} on {day}; say which one holds"
                    yield Problem(
                        documents[instrument.id].place(("effects", index)), "E303", message
                    )


def _changed_fields(effect: Effect) -> list[str]:
    """What an effect changes of its target: the fields that it sets, or the target's force."""
    if effect.set:
        return sorted(effect.set.model_fields_set)
    return ["status"] if effect.does in (*END, "reinstates") else []


def _circles(catalog: Catalog, documents: Mapping[str, Document]) -> Iterator[Problem]:
    """Several instruments that end, suspend or move each other on one day, so that none of them can be said to act first."""
    edges: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for instrument in catalog.instruments.values():
        for effect in instrument.effects:
            moves = effect.set is not None and "effective" in effect.set.model_fields_set
            if (
                effect.does in (*END, "reinstates") or moves
            ) and effect.on in catalog.instruments.keys() - {instrument.id}:
                edges[instrument.begins(effect)][instrument.id].append(effect.on)
    for day, acting in sorted(edges.items()):
        try:
            TopologicalSorter(acting).prepare()
        except CycleError as error:
            members: Sequence[str] = error.args[1][::-1]
            first = catalog.instruments[members[0]]
            index = next(
                at
                for at, each in enumerate(first.effects)
                if each.on == members[1] and first.begins(each) == day
            )
            message = f"instruments act on each other in a circle on {day}: {' → '.join(members)}"
            yield Problem(documents[first.id].place(("effects", index)), "E304", message)
