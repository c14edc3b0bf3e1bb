"""What is public knowledge on a day: instruments, events and effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from eo_tracker.models import END, PAUSE, Catalog, Directive, Effect, Instrument, Source, owner_id
from eo_tracker.resolve.force import LawReading
from eo_tracker.resolve.obligation import KnownEffect, KnownEvent, Stretch

_ENDING_FOR_GOOD = ("revokes", "supersedes")


@dataclass(frozen=True)
class Knowledge:
    """The catalog as it could be known on `as_of`, with its amendments.

    Its instruments have no source, date or account that is later. `events` are by full ID,
    `effects` by target (an instrument or something in one), both in order of time; `partial` are
    the stays for named parties that hold, by the instrument whose effects they suspend. `is_open`
    says that the law leaves open whether some effect acts; this is then the state of affairs in one
    `reading` of two.
    """

    catalog: Catalog
    as_of: date
    instruments: Mapping[str, Instrument]
    events: Mapping[str, tuple[KnownEvent, ...]]
    effects: Mapping[str, tuple[KnownEffect, ...]]
    partial: Mapping[str, tuple[KnownEffect, ...]]
    reading: LawReading = "kept"
    is_open: bool = False

    def effects_on(
        self, key: str, instrument: Instrument, directive: Directive
    ) -> tuple[KnownEffect, ...]:
        """The effects on a directive, and those that end, suspend or reinstate its whole
        instrument.
        """
        own, whole = self.effects.get(key, ()), self.effects.get(instrument.id, ())
        ending = tuple(known for known in whole if known.does in (*END, "reinstates"))
        if not self.partial:
            return (*own, *ending)
        return tuple(self._as_binding(known, directive) for known in (*own, *ending))

    def _as_binding(self, known: KnownEffect, directive: Directive) -> KnownEffect:
        """The effect as it acts on those whom a directive binds.

        They may have a stay of their own against the effect's instrument.
        """
        if not known.acts:
            return known
        pauses = self.partial.get(
            known.by.id,
            (),
        )
        starts = [pause.began for pause in pauses if self._suspends(pause.effect, directive)]
        if not starts:
            return known
        *earlier, last = known.acted
        end = max(last.start, min(starts))
        return known._replace(acted=(*earlier, Stretch(last.start, end)))

    def _suspends(self, pause: Effect, directive: Directive) -> bool:
        """Whether a stay for named parties suspends an effect on a directive.

        Where the directive binds others too, that depends on the reading.
        """
        if self.covers(pause, directive):
            return True
        return self.reading == "lost" and any(self._covered(pause, directive))

    def covers(self, pause: Effect, directive: Directive) -> bool:
        """Whether a stay or waiver holds for all whom a directive binds.

        One whose scope is not recorded may.
        """
        if not pause.named_parties:
            return True
        covered = self._covered(pause, directive)
        return bool(covered) and all(covered)

    def _covered(self, pause: Effect, directive: Directive) -> list[bool]:
        """For each party bound, whether it, what it is part of, or one of its groups is named."""
        parties = self.catalog.parties
        named = set(pause.named_parties)
        members: set[str] = set()
        for name in named:
            if name in parties:
                members.update(parties[name].members)
        covered = []
        for role in directive.binds:
            above = self.catalog.ancestors(role.party)
            names = {role.party, role.through, *above}
            is_named = not names.isdisjoint(named)
            covered.append(is_named or role.party in members)
        return covered

    def ends(
        self,
        effects: Iterable[KnownEffect],
        directive: Directive,
    ) -> tuple[KnownEffect, ...]:
        """Those of the effects on a directive that end or suspend it on the day, for all whom it
        binds.
        """
        acting = [known for known in effects if known.acts]
        if not acting:
            return ()
        reinstated = _reinstated(acting)
        return tuple(known for known in acting if self._ends(known, directive, reinstated))

    def _ends(
        self,
        known: KnownEffect,
        directive: Directive,
        reinstated: date,
    ) -> bool:
        if known.does in PAUSE:
            return self.covers(known.effect, directive)
        return known.does in END and known.since > reinstated

    def ends_of_ends(self, ends: Iterable[KnownEffect]) -> tuple[KnownEffect, ...]:
        """What ended the instruments that ended something, where each of them was ended.

        That revives nothing unless an instrument reinstates it, and the question does not arise
        while one of the instruments is still in force.
        """
        undoing: list[KnownEffect] = []
        for end in ends:
            undone = self._undone(end)
            if not undone:
                return ()
            undoing += undone
        return tuple(undoing)

    def _undone(self, end: KnownEffect) -> list[KnownEffect]:
        """What revoked or superseded the instrument of an end, other than the instrument itself."""
        if end.does not in _ENDING_FOR_GOOD:
            return []
        acting = [
            known
            for known in self.effects.get(end.by.id, ())
            if known.acts and known.by.id != end.by.id
        ]
        reinstated = _reinstated(acting)
        return [
            known for known in acting if known.does in _ENDING_FOR_GOOD and known.since > reinstated
        ]

    def authority_ended(self, instrument: Instrument) -> tuple[KnownEffect, ...]:
        """What ended an order that the instrument implements.

        The instrument itself is still in force.
        """
        orders: set[str] = set()
        for effect in instrument.effects:
            if effect.does == "implements":
                orders |= {effect.on, owner_id(effect.on)}
        return tuple(
            known
            for order in sorted(orders)
            for known in self.effects.get(order, ())
            if known.acts and _ends_for_good(known)
        )

    def provision_ends(self, key: str) -> tuple[KnownEffect, ...]:
        """What ends or suspends a limitation or duration on the day.

        A stay or waiver for named parties leaves it in force for everyone else.
        """
        acting = [known for known in self.effects.get(key, ()) if known.acts]
        reinstated = _reinstated(acting)
        found: list[KnownEffect] = []
        for known in acting:
            effect = known.effect
            if effect.does not in END or effect.named_parties:
                continue
            if effect.does in PAUSE or known.since > reinstated:
                found.append(known)
        return tuple(found)


def _ends_for_good(known: KnownEffect) -> bool:
    return known.does in END and known.does not in PAUSE


def _reinstated(acting: Iterable[KnownEffect]) -> date:
    """The day up to which ends are undone: that of the last reinstatement, whatever stays held it
    up.
    """
    days = [known.since for known in acting if known.does == "reinstates"]
    return max(days, default=date.min)


def events_of(owner: Instrument) -> Iterable[KnownEvent]:
    """The events of the instrument's file, each with the day on which it became known."""
    for event in owner.events:
        source = owner.sources.get(event.source)
        known = _published(
            source,
            event.on.last if event.on else owner.dated,
        )
        # A meeting's day is known ahead; that a directive was met is not, whatever its source
        # announced.
        if event.on and event.what != "occurred":
            known = max(known, event.on.first)
        yield KnownEvent(
            owner.key(event.of),
            event,
            source,
            known,
            owner.id,
        )


def effects_of(owner: Instrument) -> Iterable[KnownEffect]:
    """What the instrument does to others, each with the days on which it takes effect and became
    known.
    """
    for effect in owner.effects:
        source = owner.sources.get(effect.source)
        known = owner.dated
        # The instrument's own text cannot be known before its date, whenever its copy was posted.
        if effect.source != "text":
            known = max(known, _published(source, owner.dated))
        yield KnownEffect(
            owner,
            effect,
            source,
            owner.effective_from(effect),
            known,
        )


def _published(source: Source | None, otherwise: date) -> date:
    return source.published.last if source and source.published else otherwise
