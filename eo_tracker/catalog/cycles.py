"""What a catalog says that cannot hold together: cycles of deadlines and of effects, and
conflicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import EntryPath, Problem, capped
from eo_tracker.models import END, Catalog, Deadline, Directive, Effect, Instrument

Documents = Mapping[str, Document]
MAX_STEPS = 2_000_000  # from one deadline to the next, for all amendments together
_MAX_MEMBERS_SHOWN = 20
_MEMBERS_OF_MANY = 10


class Edge(NamedTuple):
    """A deadline that counts from `target` (a full ID), and the rule that says so."""

    target: str
    instrument: str
    path: EntryPath


class _Amended(NamedTuple):
    """A deadline that an effect sets, in the order in which effects take hold."""

    day: date
    instrument: str
    at: int
    directive: str
    edges: list[Edge]


def contradictions(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Every cycle and conflict, each with its place."""
    yield from _deadline_cycles(catalog, documents)
    yield from capped(_conflicts(catalog, documents))
    yield from _effect_cycles(catalog, documents)


# deadlines


def _deadline_cycles(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Deadlines that wait for each other, as written and after each amendment in order of date."""
    edges: dict[str, list[Edge]] = defaultdict(list)
    for instrument in catalog.instruments.values():
        for index, directive in enumerate(instrument.directives):
            edges[instrument.key(directive.id)] = _edges(instrument, directive, index)
    if problem := _cycle(edges, documents):
        yield problem
        return
    amendments = sorted(_amendments(catalog), key=lambda amended: amended[:3])
    if _could_close(edges, amendments, documents):
        yield from _amended_cycles(edges, amendments, documents)


def _edges(
    instrument: Instrument,
    directive: Directive,
    index: int,
) -> list[Edge]:
    """What the directive's dates count from."""
    path: EntryPath = ("directives", index)
    edges = _edges_of(
        directive.deadline,
        instrument,
        (*path, "deadline"),
    )
    for at, other in enumerate(directive.alternatives):
        edges += _edges_of(
            other.deadline,
            instrument,
            (*path, "alternatives", at),
        )
    return edges


def _edges_of(
    rule: Deadline | None,
    instrument: Instrument,
    path: EntryPath,
) -> list[Edge]:
    references = rule.references if rule else ()
    return [
        Edge(
            instrument.key(name),
            instrument.id,
            path,
        )
        for name in references
    ]


def _amendments(catalog: Catalog) -> Iterator[_Amended]:
    for instrument in catalog.instruments.values():
        for index, effect in enumerate(instrument.effects):
            if effect.set is None or "deadline" not in effect.set.model_fields_set:
                continue
            path = ("effects", index, "set", "deadline")
            edges = _edges_of(effect.set.deadline, instrument, path)
            day = instrument.effective_from(effect)
            yield _Amended(
                day,
                instrument.id,
                index,
                effect.on,
                edges,
            )


def _could_close(
    edges: Mapping[str, list[Edge]], amendments: Iterable[_Amended], documents: Documents
) -> bool:
    """Whether all edges that ever hold, taken together, have a cycle.

    Without one there never is any.
    """
    ever = {key: [*targets] for key, targets in edges.items()}
    for amended in amendments:
        ever.setdefault(amended.directive, []).extend(amended.edges)
    return _cycle(ever, documents) is not None


def _amended_cycles(
    edges: dict[str, list[Edge]], amendments: Iterable[_Amended], documents: Documents
) -> Iterator[Problem]:
    """The first cycle that an amendment closes."""
    steps = 0
    for amended in amendments:
        edges[amended.directive] = amended.edges
        closes, visited = _leads_back(edges, amended.directive)
        steps += visited
        if closes:
            problem = _cycle(edges, documents)
            yield from [problem] if problem else []
            return
        if steps > MAX_STEPS:
            message = (
                "the amendments are too entangled to tell whether deadlines wait for each other "
                "in a cycle"
            )
            place = documents[amended.instrument].place(("effects", amended.at))
            yield Problem(place, "E302", message)
            return


def _leads_back(edges: Mapping[str, list[Edge]], start: str) -> tuple[bool, int]:
    """Whether a directive waits for itself, at any remove; and how many others were visited."""
    visited: set[str] = set()
    waiting = [edge.target for edge in edges.get(start, ())]
    while waiting:
        name = waiting.pop()
        if name == start:
            return True, len(visited)
        if name not in visited:
            visited.add(name)
            waiting += [edge.target for edge in edges.get(name, ())]
    return False, len(visited)


def _cycle(edges: Mapping[str, list[Edge]], documents: Documents) -> Problem | None:
    """The first cycle of deadlines, at the rule that begins it."""
    graph: dict[str, list[str]] = {}
    for key, rules in edges.items():
        if rules:
            graph[key] = [edge.target for edge in rules]
    members = _members_of_cycle(graph)
    if members is None:
        return None
    edge = next(edge for edge in edges[members[0]] if edge.target == members[1])
    place = documents[edge.instrument].place(edge.path)
    message = f"deadlines wait for each other in a cycle: {_chain(members)}"
    return Problem(place, "E302", message)


def _members_of_cycle(graph: Mapping[str, Iterable[str]]) -> Sequence[str] | None:
    """The members of a cycle in order, the first again at the end."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        members: Sequence[str] = error.args[1][::-1]
        return members
    return None


def _chain(members: Sequence[str]) -> str:
    if len(members) >= _MAX_MEMBERS_SHOWN:
        members = [*members[:_MEMBERS_OF_MANY], "…", members[-1]]
    return " → ".join(members)


# effects


def _conflicts(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Two effects of one day on one field: the order of files must never settle which one holds."""
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    for instrument in catalog.instruments.values():
        for index, effect in enumerate(instrument.effects):
            day, here = instrument.effective_from(effect), (instrument.id, index)
            for name in _changed_fields(effect):
                first = seen.setdefault((effect.on, name, effect.named_parties, day), here)
                if first == here:
                    continue
                message = (
                    f"{first[0]} and {instrument.id} both change {name!r} of {effect.on} on {day}; "
                    "say which one holds"
                )
                place = documents[instrument.id].place(("effects", index))
                yield Problem(place, "E303", message)


def _changed_fields(effect: Effect) -> list[str]:
    """What an effect changes of its target: the fields that it sets, or whether it is in force."""
    if effect.set:
        return sorted(effect.set.model_fields_set)
    return ["status"] if effect.does in (*END, "reinstates") else []


def _effect_cycles(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Instruments that end, suspend or move each other on one day, so that none can be said to act
    first.
    """
    acting: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for instrument in catalog.instruments.values():
        for effect in instrument.effects:
            if _acts_on_another(effect, instrument, catalog):
                acting[instrument.effective_from(effect)][instrument.id].append(effect.on)
    for day, targets in sorted(acting.items()):
        members = _members_of_cycle(targets)
        if members is None:
            continue
        first = catalog.instruments[members[0]]
        index = next(
            at
            for at, effect in enumerate(first.effects)
            if effect.on == members[1] and first.effective_from(effect) == day
        )
        chain = " → ".join(members)
        message = f"instruments act on each other in a cycle on {day}: {chain}"
        place = documents[first.id].place(("effects", index))
        yield Problem(place, "E304", message)


def _acts_on_another(
    effect: Effect,
    instrument: Instrument,
    catalog: Catalog,
) -> bool:
    """Whether an effect ends, suspends, restores or moves another whole instrument."""
    if effect.on == instrument.id or effect.on not in catalog.instruments:
        return False
    moves = effect.set is not None and "effective" in effect.set.model_fields_set
    return moves or effect.does in (*END, "reinstates")
