"""What was public knowledge on a day: instruments from their date, all that a source tells from the day it was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from eo_tracker.dates import Period
from eo_tracker.models import (
    END,
    PAUSE,
    Catalog,
    Directive,
    Duration,
    Effect,
    Entry,
    Event,
    Instrument,
    Source,
)
from eo_tracker.resolve.force import Reading, changes_force, sweep
from eo_tracker.resolve.obligation import KnownEffect, KnownEvent, Stretch

Assumption = tuple[str, date]
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Entry)


@dataclass(frozen=True)
class Knowledge:
    """The catalog as it could be known on `as_of`, amendments in it; of its instruments no source, date or account that is later.

    `events` are by full ID, `effects` by target (an instrument or something in one), both in order of time; `partial` are the stays
    for named parties that hold, by the instrument whose effects they suspend. `is_open` says that the law leaves open whether
    some effect acts; this is the state of affairs in one of the two `reading`s then.
    """

    catalog: Catalog
    as_of: date
    instruments: Mapping[str, Instrument]
    events: Mapping[str, tuple[KnownEvent, ...]]
    effects: Mapping[str, tuple[KnownEffect, ...]]
    partial: Mapping[str, tuple[KnownEffect, ...]]
    reading: Reading = "kept"
    is_open: bool = False

    def effects_on(
        self, key: str, instrument: Instrument, directive: Directive
    ) -> tuple[KnownEffect, ...]:
        """The effects on a directive, and those that end, suspend or reinstate its whole instrument."""
        own, whole = self.effects.get(key, ()), self.effects.get(instrument.id, ())
        ending = tuple(each for each in whole if each.effect.does in (*END, "reinstates"))
        if not self.partial:
            return (*own, *ending)
        return tuple(self._for(each, directive) for each in (*own, *ending))

    def _for(self, known: KnownEffect, directive: Directive) -> KnownEffect:
        """The effect as it acts on those whom a directive binds, who may have a stay of their own against its instrument."""
        pauses = [
            each
            for each in self.partial.get(known.by.id, ())
            if self._reaches(each.effect, directive)
        ]
        if not pauses or not known.acts:
            return known
        *earlier, last = known.acted
        end = max(last.start, min(each.began for each in pauses))
        return known._replace(acted=(*earlier, Stretch(last.start, end)))

    def _reaches(self, pause: Effect, directive: Directive) -> bool:
        """Whether a stay for named parties suspends an effect on a directive: where it binds others too, that depends on the reading."""
        return self.covers(pause, directive) or (
            self.reading == "lost" and any(self._covered(pause, directive))
        )

    def covers(self, pause: Effect, directive: Directive) -> bool:
        """Whether a stay or waiver holds for all whom a directive binds. One whose scope is not recorded may."""
        if not pause.named_parties:
            return True
        covered = self._covered(pause, directive)
        return bool(covered) and all(covered)

    def _covered(self, pause: Effect, directive: Directive) -> list[bool]:
        """For each party that a directive binds, whether it, what it is part of, or a group that it belongs to is named."""
        named = set(pause.named_parties)
        members = {
            name
            for group in named
            if group in self.catalog.parties
            for name in self.catalog.parties[group].members
        }
        return [
            bool({role.party, role.through, *self.catalog.ancestors(role.party)} & named)
            or role.party in members
            for role in directive.binds
        ]

    def ends(self, effects: Iterable[KnownEffect], directive: Directive) -> tuple[KnownEffect, ...]:
        """Those of the effects on a directive that end or suspend it on the day, for all whom it binds."""
        acting = [each for each in effects if each.acts]
        if not acting:
            return ()
        reinstated = _reinstated(acting)
        return tuple(each for each in acting if self._ends(each, directive, reinstated))

    def ends_of_ends(self, ends: Iterable[KnownEffect]) -> tuple[KnownEffect, ...]:
        """What revoked or superseded the instruments that ended something, where it did so with each of them.

        That revives nothing, unless an instrument reinstates it; an end by an instrument that is in force still leaves no question.
        """
        found: list[KnownEffect] = []
        for end in ends:
            undone = self._undone(end)
            if not undone:
                return ()
            found += undone
        return tuple(found)

    def _undone(self, end: KnownEffect) -> list[KnownEffect]:
        """What revoked or superseded the instrument of an end, other than the instrument itself."""
        if end.effect.does not in ("revokes", "supersedes"):
            return []
        acting = [
            each
            for each in self.effects.get(end.by.id, ())
            if each.acts and each.by.id != end.by.id
        ]
        reinstated = _reinstated(acting)
        return [
            each
            for each in acting
            if each.effect.does in ("revokes", "supersedes") and each.since > reinstated
        ]

    def authority_ended(self, instrument: Instrument) -> tuple[KnownEffect, ...]:
        """What ended an order that the instrument implements, which does not end the instrument itself."""
        orders = {each.on for each in instrument.effects if each.does == "implements"}
        orders |= {each.partition("/")[0] for each in orders}
        acting = [
            each for name in sorted(orders) for each in self.effects.get(name, ()) if each.acts
        ]
        return tuple(
            each for each in acting if each.effect.does in END and each.effect.does not in PAUSE
        )

    def provision_ends(self, key: str) -> tuple[KnownEffect, ...]:
        """What ends or suspends a limitation or duration on the day; a stay or waiver for named parties leaves it to everyone else."""
        acting = [each for each in self.effects.get(key, ()) if each.acts]
        reinstated = _reinstated(acting)
        ending = [
            each for each in acting if each.effect.does in END and not each.effect.named_parties
        ]
        return tuple(
            each for each in ending if each.effect.does in PAUSE or each.since > reinstated
        )

    def _ends(self, known: KnownEffect, directive: Directive, reinstated: date) -> bool:
        if known.effect.does in PAUSE:
            return self.covers(known.effect, directive)
        return known.effect.does in END and known.since > reinstated


def _reinstated(acting: Iterable[KnownEffect]) -> date:
    """The day up to which ends are undone: that of the last reinstatement, whatever stays held it up."""
    return max(
        (each.since for each in acting if each.effect.does == "reinstates"), default=date.min
    )


def knowledge(
    catalog: Catalog,
    as_of: date,
    assume: Iterable[Assumption] = (),
    without: Collection[str] = (),
    *,
    reading: Reading = "kept",
    nonpublic: bool = False,
) -> Knowledge:
    """Select what is known; an assumption adds a hypothetical completion of a directive, or occurrence of a trigger.

    Instruments in `without` are taken as not known, whatever their date, and so is all that they tell. What rests on a nonpublic
    source is not public knowledge, and counts only if it is asked for. Of a firm's own record the events are known, and nothing
    else: it is not law.
    """
    recorded = {key: each for key, each in catalog.instruments.items() if key not in without}
    instruments = {
        key: each for key, each in recorded.items() if each.dated <= as_of and not each.is_record
    }
    told = [each for owner in recorded.values() for each in events_of(owner) if each.known <= as_of]
    events = [each for each in told if nonpublic or _is_public(each.source)]
    events += [_assumed(catalog, key, day) for key, day in assume]
    # A draft says what it would do; it does nothing.
    acting = [each for each in instruments.values() if not each.is_draft]
    written = [each for owner in acting for each in effects_of(owner) if each.known <= as_of]
    public = [each for each in written if nonpublic or _is_public(each.source)]
    swept = sweep(public, as_of, reading)
    effects = [each for each in swept.effects if each.acted or each.since <= as_of]
    amending = {each.effect.on.partition("/")[0] for each in effects if each.effect.set}
    known = Knowledge(
        catalog,
        as_of,
        {key: _known(each, as_of, nonpublic=nonpublic) for key, each in instruments.items()},
        _by((each.key, each) for each in sorted(events, key=_event_order)),
        _by((each.effect.on, each) for each in sorted(effects, key=_effect_order)),
        swept.partial,
        reading,
        is_open=_is_open(public, swept.effects, as_of, reading) or bool(swept.partial),
    )
    return replace(
        known,
        instruments={
            key: _amended(each, known) if key in amending else each
            for key, each in known.instruments.items()
        },
    )


def _is_public(source: Source | None) -> bool:
    return source is None or source.grade != "nonpublic"


def _is_open(
    written: Sequence[KnownEffect], swept: Sequence[KnownEffect], as_of: date, reading: Reading
) -> bool:
    """Whether the other reading lets other effects act."""
    if not any(changes_force(each) for each in written):
        return False
    other = sweep(written, as_of, "lost" if reading == "kept" else "kept").effects
    return any(one.acts != two.acts for one, two in zip(swept, other, strict=True))


def _known(instrument: Instrument, as_of: date, *, nonpublic: bool) -> Instrument:
    """The instrument without what was published after the day, or never, unless its own text comes from there."""
    later = {
        name
        for name, each in instrument.sources.items()
        if each.published and each.published.last > as_of
    }
    later |= (
        set()
        if nonpublic
        else {name for name, each in instrument.sources.items() if not _is_public(each)}
    )
    new: dict[str, object] = {}
    if instrument.published and instrument.published > as_of:
        new |= {"published": None, "citation": None, "document": None}
    if later:
        new |= _without(instrument, later)
    return instrument.model_copy(update=new) if new else instrument


def _without(instrument: Instrument, later: set[str]) -> dict[str, object]:
    """The parts of an instrument that rest on sources, without those that rest on the `later` ones."""
    directives = [
        each.model_copy(
            update={
                "alternatives": tuple(
                    other for other in each.alternatives if other.source not in later
                )
            }
        )
        if any(other.source in later for other in each.alternatives)
        else each
        for each in instrument.directives
    ]
    disputes = [
        each.model_copy(update={"accounts": accounts})
        for each in instrument.disputes
        if len(accounts := tuple(one for one in each.accounts if one.source not in later)) > 1
    ]
    own = {
        "text",
        *(
            each.source
            for family in (instrument.directives, instrument.limitations, instrument.durations)
            for each in family
        ),
    }
    return {
        "sources": {
            name: each
            for name, each in instrument.sources.items()
            if name in own or name not in later
        },
        "effects": tuple(
            each for each in instrument.effects if each.source in own or each.source not in later
        ),
        "directives": tuple(directives),
        "disputes": tuple(disputes),
    }


def _amended(instrument: Instrument, known: Knowledge) -> Instrument:
    """The instrument with every amendment that acts in it and in its parts, the earliest first."""

    def amendments(key: str) -> Iterable[KnownEffect]:
        return (each for each in known.effects.get(key, ()) if each.acts and each.effect.set)

    directives = tuple(_directive(each, instrument, known) for each in instrument.directives)
    limitations = tuple(
        _set(each, amendments(instrument.key(each.id))) for each in instrument.limitations
    )
    durations = tuple(
        _set(each, amendments(instrument.key(each.id))) for each in instrument.durations
    )
    parts = {"directives": directives, "limitations": limitations, "durations": durations}
    return _set(instrument.model_copy(update=parts), amendments(instrument.id))


def _directive(directive: Directive, instrument: Instrument, known: Knowledge) -> Directive:
    key = instrument.key(directive.id)
    if key not in known.effects:
        return directive
    acting = known.effects_on(key, instrument, directive)
    return _set(directive, (each for each in acting if each.acts and each.effect.set))


def _set(entry: _E, effects: Iterable[KnownEffect]) -> _E:
    for each in effects:
        if each.effect.set:
            new = {
                name: getattr(each.effect.set, name) for name in each.effect.set.model_fields_set
            }
            if rule := new.get("deadline"):
                new["deadline"] = rule.qualified(each.by)
            if isinstance(entry, Duration):
                new = {**_other_extent(new), **new}
            entry = entry.model_copy(update=new)
    return entry


def _other_extent(new: Mapping[str, object]) -> dict[str, object]:
    """A duration has a length or a date; a new one takes the place of the other."""
    if "by" in new:
        return {"length": None, "before": None}
    return {"by": None} if "length" in new else {}


def events_of(owner: Instrument) -> Iterable[KnownEvent]:
    """What the instrument's file tells to have happened, each with the day on which it became known."""
    for event in owner.events:
        source = owner.sources.get(event.source)
        told = _published(source, event.on.last if event.on else owner.dated)
        # A meeting's day is known ahead; that a directive was met is not, whatever its source announced.
        known = max(told, event.on.first) if event.on and event.what != "occurred" else told
        yield KnownEvent(owner.key(event.of), event, source, known, owner.id)


def effects_of(owner: Instrument) -> Iterable[KnownEffect]:
    """What the instrument does to others, each with the days on which it takes effect and became known."""
    for effect in owner.effects:
        source = owner.sources.get(effect.source)
        # The instrument's own text cannot be known before its date, whenever its copy was posted.
        known = (
            owner.dated
            if effect.source == "text"
            else max(owner.dated, _published(source, owner.dated))
        )
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
