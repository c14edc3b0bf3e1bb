"""What was public knowledge on a day: instruments from their date, all that a source tells from the day it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from eo_tracker.dates import Period
from eo_tracker.models import Catalog, Entry, Event, Instrument, Source
from eo_tracker.resolve.obligation import KnownEffect, KnownEvent

Assumption = tuple[str, date]
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Entry)


@dataclass(frozen=True)
class Knowledge:
    """The catalog as it could be known on `as_of`, amendments in it; of its instruments no source, date or account that is later.

    `events` are by full ID, `effects` by target (an instrument or something in one), both in order of time.
    """

    as_of: date
    instruments: Mapping[str, Instrument]
    events: Mapping[str, tuple[KnownEvent, ...]]
    effects: Mapping[str, tuple[KnownEffect, ...]]


def knowledge(catalog: Catalog, as_of: date, assume: Iterable[Assumption] = (), without: Collection[str] = ()) -> Knowledge:
    """Select what is known; an assumption adds a hypothetical completion of a directive, or occurrence of a trigger.

    Instruments in `without` are taken as not known, whatever their date, and so is all that they tell. Of a firm's own record the
    events are known, and nothing else: it is not law.
    """
    recorded = {key: each for key, each in catalog.instruments.items() if key not in without}
    instruments = {key: each for key, each in recorded.items() if each.dated <= as_of and not each.is_record}
    events = [each for owner in recorded.values() for each in events_of(owner) if each.known <= as_of]
    events += [_assumed(catalog, key, day) for key, day in assume]
    # A draft says what it would do; it does nothing.
    acting = [each for each in instruments.values() if not each.is_draft]
    effects = [each for owner in acting for each in effects_of(owner) if max(each.known, each.since) <= as_of]
    effective = _by((each.effect.on, each) for each in sorted(effects, key=_effect_order))
    amending = {key: each for key, each in effective.items() if any(one.effect.set for one in each)}
    return Knowledge(
        as_of,
        {key: _known(_amended(each, amending), as_of) for key, each in instruments.items()},
        _by((each.key, each) for each in sorted(events, key=_event_order)),
        effective,
    )


def _known(instrument: Instrument, as_of: date) -> Instrument:
    """The instrument without what was published after the day, unless its own text comes from there."""
    later = {name for name, each in instrument.sources.items() if each.published and each.published.last > as_of}
    new: dict[str, object] = {}
    if instrument.published and instrument.published > as_of:
        new |= {"published": None, "citation": None, "document": None}
    if later:
        new |= _without(instrument, later)
    return instrument.model_copy(update=new) if new else instrument


def _without(instrument: Instrument, later: set[str]) -> dict[str, object]:
    """The parts of an instrument that rest on sources, without those that rest on the `later` ones."""
    directives = [
        each.model_copy(update={"alternatives": tuple(other for other in each.alternatives if other.source not in later)})
        if any(other.source in later for other in each.alternatives)
        else each
        for each in instrument.directives
    ]
    disputes = [
        each.model_copy(update={"accounts": accounts})
        for each in instrument.disputes
        if len(accounts := tuple(one for one in each.accounts if one.source not in later)) > 1
    ]
    own = {"text", *(each.source for family in (instrument.directives, instrument.limits, instrument.terms) for each in family)}
    return {
        "sources": {name: each for name, each in instrument.sources.items() if name in own or name not in later},
        "effects": tuple(each for each in instrument.effects if each.source in own or each.source not in later),
        "directives": tuple(directives),
        "disputes": tuple(disputes),
    }


def _amended(instrument: Instrument, amending: Mapping[str, tuple[KnownEffect, ...]]) -> Instrument:
    """The instrument with every amendment in force in it and in its parts, the earliest first."""
    if not any(key.partition("/")[0] == instrument.id for key in amending):
        return instrument
    parts = {
        family: tuple(_set(each, amending.get(instrument.key(each.id), ())) for each in getattr(instrument, family))
        for family in ("directives", "limits", "terms")
    }
    return _set(instrument.model_copy(update=parts), amending.get(instrument.id, ()))


def _set(entry: _E, effects: Iterable[KnownEffect]) -> _E:
    for each in effects:
        if each.effect.set:
            new = {name: getattr(each.effect.set, name) for name in each.effect.set.model_fields_set}
            if rule := new.get("deadline"):
                new["deadline"] = rule.qualified(each.by)
            entry = entry.model_copy(update=new)
    return entry


def events_of(owner: Instrument) -> Iterable[KnownEvent]:
    """What the instrument's file tells to have happened, each with the day on which it became known."""
    for event in owner.events:
        source = owner.sources.get(event.source)
        told = _published(source, event.on.last if event.on else owner.dated)
        # A meeting's day is known ahead; that a duty was met is not, whatever its source announced.
        known = max(told, event.on.first) if event.on and event.what != "occurred" else told
        yield KnownEvent(owner.key(event.of), event, source, known, owner.id)


def effects_of(owner: Instrument) -> Iterable[KnownEffect]:
    """What the instrument does to others, each with the days on which it takes effect and became known."""
    for effect in owner.effects:
        source = owner.sources.get(effect.source)
        # The instrument's own text cannot be known before its date, whenever its copy was posted.
        known = owner.dated if effect.source == "text" else max(owner.dated, _published(source, owner.dated))
        yield KnownEffect(owner, effect, source, owner.begins(effect), known)


def _published(source: Source | None, otherwise: date) -> date:
    return source.published.last if source and source.published else otherwise


def _assumed(catalog: Catalog, key: str, day: date) -> KnownEvent:
    what = "occurred" if key in catalog.triggers else "completed"
    event = Event(on=Period.parse(day.isoformat()), of=key, what=what, source="assumed")
    return KnownEvent(key, event, None, day, key.partition("/")[0], hypothetical=True)


def _event_order(known: KnownEvent) -> tuple[date, str, str, str, str]:
    day = known.event.on.last if known.event.on else known.known
    return (day, known.key, known.event.what, known.event.source, known.event.note or "")


def _effect_order(known: KnownEffect) -> tuple[date, str, str, str]:
    return (known.since, known.by.id, known.effect.on, known.effect.does)


def _by(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
