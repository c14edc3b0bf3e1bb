"""What was public knowledge on a day: instruments from their date, events and effects from the day their source was published."""

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
    """The catalog as it could be known on `as_of`, amendments in it.

    `events` are by full ID, `effects` by target (an instrument or something in one), both in order of time.
    """

    as_of: date
    instruments: Mapping[str, Instrument]
    events: Mapping[str, tuple[KnownEvent, ...]]
    effects: Mapping[str, tuple[KnownEffect, ...]]


def knowledge(catalog: Catalog, as_of: date, assume: Iterable[Assumption] = (), without: Collection[str] = ()) -> Knowledge:
    """Select what is known; an assumption adds a hypothetical completion of a directive, or occurrence of a trigger.

    Instruments in `without` are taken as not known, whatever their date, and so is all that they tell.
    """
    recorded = {key: each for key, each in catalog.instruments.items() if key not in without}
    instruments = {key: each for key, each in recorded.items() if each.dated <= as_of}
    events = [each for owner in recorded.values() for each in events_of(owner) if each.known <= as_of]
    events += [_assumed(catalog, key, day) for key, day in assume]
    # A draft says what it would do; it does nothing.
    acting = [each for each in instruments.values() if not each.is_draft]
    effects = [each for owner in acting for each in effects_of(owner) if max(each.known, each.since) <= as_of]
    effective = _by((each.effect.on, each) for each in sorted(effects, key=_effect_order))
    amending = {key: each for key, each in effective.items() if any(one.effect.set for one in each)}
    return Knowledge(
        as_of,
        {key: _amended(each, amending) for key, each in instruments.items()},
        _by((each.key, each) for each in sorted(events, key=_event_order)),
        effective,
    )


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
        yield KnownEvent(owner.key(event.of), event, source, _published(source, event.on.last if event.on else owner.dated), owner.id)


def effects_of(owner: Instrument) -> Iterable[KnownEffect]:
    """What the instrument does to others, each with the days on which it takes effect and became known."""
    for effect in owner.effects:
        source = owner.sources.get(effect.source)
        # The instrument's own text cannot be known before its date, whenever its copy was posted.
        known = owner.dated if effect.source == "text" else max(owner.dated, _published(source, owner.dated))
        yield KnownEffect(owner, effect, source, effect.effective or owner.effective or owner.dated, known)


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
