"""A catalog and a day in, what is known on it out: instruments from their date, facts from that of
their source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from eo_tracker.dates import Period
from eo_tracker.models import (
    Catalog,
    Directive,
    Dispute,
    Effect,
    Event,
    Instrument,
    Source,
    owner_id,
)
from eo_tracker.resolve.amendments import amended
from eo_tracker.resolve.force import LawReading, changes_force, sweep
from eo_tracker.resolve.known import Knowledge, effects_of, events_of
from eo_tracker.resolve.obligation import KnownEffect, KnownEvent

Assumption = tuple[str, date]
_T = TypeVar("_T")


def knowledge(
    catalog: Catalog,
    as_of: date,
    assume: Iterable[Assumption] = (),
    without: Collection[str] = (),
    *,
    reading: LawReading = "kept",
    nonpublic: bool = False,
) -> Knowledge:
    """Select what is known.

    An assumption adds a hypothetical completion of a directive, or occurrence of a trigger.
    Instruments in `without` are taken as not known, whatever their date, and so is all that they
    tell. What rests on a nonpublic source is not public knowledge, and counts only if it is asked
    for. Of a firm's own record the events are known, and nothing else: it is not law.
    """
    record = _Record(catalog, as_of, without, nonpublic)
    written = list(record.effects())
    events = [*record.events(), *(_assumed(catalog, key, day) for key, day in assume)]
    swept = sweep(written, as_of, reading)
    effects = [known for known in swept.effects if known.acted or known.since <= as_of]
    known = Knowledge(
        catalog,
        as_of,
        record.instruments(),
        _by_key(sorted(events, key=_event_order)),
        _by_target(sorted(effects, key=_effect_order)),
        swept.partial,
        reading,
        is_open=bool(swept.partial) or _is_open(written, swept.effects, as_of, reading),
    )
    return replace(known, instruments=_with_amendments(known, effects))


class _Record:
    """What a catalog says by a day, of public knowledge or of all."""

    def __init__(
        self, catalog: Catalog, as_of: date, without: Collection[str], nonpublic: bool
    ) -> None:
        self._as_of = as_of
        self._nonpublic = nonpublic
        self._all = [owner for owner in catalog.instruments.values() if owner.id not in without]
        self._law = [owner for owner in self._all if owner.dated <= as_of and not owner.is_record]

    def instruments(self) -> Mapping[str, Instrument]:
        return {
            owner.id: _as_known(owner, self._as_of, nonpublic=self._nonpublic)
            for owner in self._law
        }

    def events(self) -> Iterator[KnownEvent]:
        for owner in self._all:
            for event in events_of(owner):
                if self._is_known(event):
                    yield event

    def effects(self) -> Iterator[KnownEffect]:
        for owner in self._law:
            if owner.is_draft:
                continue  # a draft says what it would do; it does nothing
            for effect in effects_of(owner):
                if self._is_known(effect):
                    yield effect

    def _is_known(self, known: KnownEvent | KnownEffect) -> bool:
        if known.known > self._as_of:
            return False
        return self._nonpublic or known.source is None or _is_public(known.source)


def _is_public(source: Source) -> bool:
    return source.grade != "nonpublic"


def _is_open(
    written: Sequence[KnownEffect], swept: Sequence[KnownEffect], as_of: date, reading: LawReading
) -> bool:
    """Whether the other reading lets other effects act."""
    if not any(map(changes_force, written)):
        return False
    opposite: LawReading = "lost" if reading == "kept" else "kept"
    other = sweep(written, as_of, opposite).effects
    pairs = zip(swept, other, strict=True)
    return any(one.acts != two.acts for one, two in pairs)


def _with_amendments(known: Knowledge, effects: Iterable[KnownEffect]) -> Mapping[str, Instrument]:
    amending = {owner_id(effect.on) for effect in effects if effect.set}
    return {
        key: amended(owner, known) if key in amending else owner
        for key, owner in known.instruments.items()
    }


# an instrument as it was known


def _as_known(
    instrument: Instrument,
    as_of: date,
    *,
    nonpublic: bool,
) -> Instrument:
    """The instrument without what was published after the day, or never.

    Its own text stays, wherever that comes from.
    """
    unknown = {
        name
        for name, source in instrument.sources.items()
        if _is_later(source, as_of) or not (nonpublic or _is_public(source))
    }
    update: dict[str, object] = {}
    if instrument.published and instrument.published > as_of:
        update |= {"published": None, "citation": None, "document": None}
    if unknown:
        update |= _without(instrument, unknown)
    return instrument.model_copy(update=update) if update else instrument


def _is_later(source: Source, as_of: date) -> bool:
    return source.published is not None and source.published.last > as_of


def _without(instrument: Instrument, unknown: set[str]) -> dict[str, object]:
    """The parts of an instrument that rest on sources, but not on `unknown` ones."""
    families = (instrument.directives, instrument.limitations, instrument.durations)
    own = {"text"}
    for family in families:
        own.update(entry.source for entry in family)
    lost = unknown - own
    sources = dict(instrument.sources)
    for name in lost:
        sources.pop(name, None)
    effects = [effect for effect in instrument.effects if effect.source not in lost]
    directives = [_without_alternatives(entry, unknown) for entry in instrument.directives]
    disputes = [_without_accounts(dispute, unknown) for dispute in instrument.disputes]
    # A single account is not a conflict.
    conflicts = [dispute for dispute in disputes if len(dispute.accounts) > 1]
    return {
        "sources": sources,
        "effects": tuple(effects),
        "directives": tuple(directives),
        "disputes": tuple(conflicts),
    }


def _without_alternatives(directive: Directive, unknown: set[str]) -> Directive:
    known = tuple(other for other in directive.alternatives if other.source not in unknown)
    if len(known) == len(directive.alternatives):
        return directive
    return directive.model_copy(update={"alternatives": known})


def _without_accounts(dispute: Dispute, unknown: set[str]) -> Dispute:
    known = tuple(account for account in dispute.accounts if account.source not in unknown)
    return dispute.model_copy(update={"accounts": known})


# events and effects in order


def _assumed(
    catalog: Catalog,
    key: str,
    day: date,
) -> KnownEvent:
    what = "occurred" if key in catalog.triggers else "completed"
    on = Period.parse(day.isoformat())
    event = Event(
        on=on,
        of=key,
        what=what,
        source="assumed",
    )
    return KnownEvent(
        key,
        event,
        None,
        day,
        owner_id(key),
        hypothetical=True,
    )


def _event_order(known: KnownEvent) -> tuple[date, str, str, str, str]:
    event = known.event
    day = event.on.last if event.on else known.known
    return (day, known.key, event.what, event.source, event.note or "")


def _effect_order(known: KnownEffect) -> tuple[date, str, str, str]:
    effect: Effect = known.effect
    return (known.since, known.by.id, effect.on, effect.does)


def _by_key(events: Iterable[KnownEvent]) -> Mapping[str, tuple[KnownEvent, ...]]:
    groups: dict[str, list[KnownEvent]] = defaultdict(list)
    for known in events:
        groups[known.key].append(known)
    return _frozen(groups)


def _by_target(effects: Iterable[KnownEffect]) -> Mapping[str, tuple[KnownEffect, ...]]:
    groups: dict[str, list[KnownEffect]] = defaultdict(list)
    for known in effects:
        groups[known.on].append(known)
    return _frozen(groups)


def _frozen(groups: Mapping[str, list[_T]]) -> Mapping[str, tuple[_T, ...]]:
    return {key: tuple(values) for key, values in groups.items()}
