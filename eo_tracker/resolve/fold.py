"""The one pure fold: what is known on the day, effects in order of date, dates in order of dependence, then status."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count, islice, takewhile
from typing import NamedTuple

from eo_tracker.dates import Period, Span
from eo_tracker.errors import TrackerError
from eo_tracker.models import (
    FULFIL,
    PAUSE,
    Alternative,
    Catalog,
    Deadline,
    Directive,
    Instrument,
    cite_order,
)
from eo_tracker.resolve.clocks import ClockTower, in_order_of_dependence, references
from eo_tracker.resolve.dating import first_date, rolled
from eo_tracker.resolve.force import chain
from eo_tracker.resolve.known import Assumption, Knowledge, knowledge
from eo_tracker.resolve.obligation import (
    Dated,
    KnownEffect,
    KnownEvent,
    Obligation,
    OtherDate,
    Recurrence,
    Step,
    Stretch,
)
from eo_tracker.resolve.readings import compared
from eo_tracker.resolve.status import CLAIMS, ENDS, fulfils, status
from eo_tracker.resolve.stays import Tolled, restored, suspensions, tolled

# Thirteen years of a daily directive; a large catalog may have ten dates for each of its directives.
MOST_DATES = 5_000
MOST_DATES_EACH = 10


class TooManyDates(TrackerError):
    """A horizon before which recurring directives have more dates than anybody reads."""


@dataclass(frozen=True)
class Resolution:
    """All obligations as of a day, in order of instrument and directive, and the knowledge that they rest on."""

    catalog: Catalog
    as_of: date
    obligations: tuple[Obligation, ...]
    known: Knowledge
    assume: tuple[Assumption, ...] = ()
    nonpublic: bool = False

    @cached_property
    def unknown(self) -> Mapping[str, Instrument]:
        """Instruments of the catalog that did not exist yet on the day."""
        return {
            key: each
            for key, each in self.catalog.instruments.items()
            if key not in self.known.instruments and not each.is_record
        }


def resolve(
    catalog: Catalog,
    as_of: date,
    assume: Iterable[Assumption] = (),
    *,
    without: Collection[str] = (),
    horizon: date | None = None,
    nonpublic: bool = False,
) -> Resolution:
    """Resolve `catalog` as of a day. Total: whatever can be wrong with a catalog was found when it was read.

    What is known on the day, amendments in it; dates, each after those that it counts from; then every obligation with
    its status. The order of files and entries plays no part. Instruments in `without` are taken as not known, and so is what
    rests on a nonpublic source, unless `nonpublic` is given. Where the law leaves open whether an effect still acts, all is done
    in both readings, and an obligation that differs carries both dates.
    Of a recurring directive the next occurrence is given, or all that come up to the `horizon`; raises TooManyDates if those are
    more than anybody reads.
    """
    assumed = tuple(assume)
    known = knowledge(catalog, as_of, assumed, without, nonpublic=nonpublic)
    found = _obligations(known, horizon)
    if known.is_open:
        other = knowledge(catalog, as_of, assumed, without, nonpublic=nonpublic, reading="lost")
        found = compared(found, _obligations(other, horizon), known)
    return Resolution(catalog, as_of, tuple(sorted(found, key=_order)), known, assumed, nonpublic)


def _obligations(known: Knowledge, horizon: date | None) -> list[Obligation]:
    """The obligations of the day in one reading of the law."""
    written = known.catalog.directives
    directives = {
        each.key(directive.id): (each, directive)
        for each in known.instruments.values()
        for directive in each.directives
    }
    counts_from = {
        key: references(instrument, directive)
        for key, (instrument, directive) in directives.items()
    }
    clocks = ClockTower(known.catalog, known)
    found: list[Obligation] = []
    most = max(MOST_DATES, MOST_DATES_EACH * len(directives))
    for key in in_order_of_dependence(counts_from):
        instrument, directive = directives[key]
        dated = (
            first_date(directive.deadline, instrument, clocks.read)
            if directive.deadline
            else Dated()
        )
        clocks.set(key, instrument, directive, counts_from[key], dated)
        subject = _Subject(
            known, written[key][1], key, instrument, directive, dated, clocks, horizon
        )
        found += islice(subject.obligations(), most + 1)
        if len(found) > most:
            raise TooManyDates(
                f"recurring directives have more than {most:,} dates up to {horizon}; choose a nearer day"
            )
    return found


class _Docket(NamedTuple):
    """The date that is docketed, the one before an amendment or stay moved it, and the others, one of which may be taken instead."""

    dated: Dated
    alternatives: tuple[OtherDate, ...] = ()
    original: date | None = None
    taken: OtherDate | None = None
    is_open: bool = False

    def with_other(self, other: OtherDate, *, is_open: bool = False) -> _Docket:
        """One more date; `is_open` when the law leaves open which of them holds."""
        return self._replace(alternatives=(*self.alternatives, other), is_open=is_open)

    def taking_the_earliest(self) -> _Docket:
        """The earliest date as the docketed one, the rule's own among the others."""
        taken = _earlier(self.alternatives, self.dated) if self.alternatives else None
        if taken is None:
            return self
        own = OtherDate(self.dated.due, None, projected=self.dated.projected)
        others = (each for each in self.alternatives if each is not taken)
        return self._replace(
            dated=self.dated._replace(due=taken.due), alternatives=(own, *others), taken=taken
        )


def _order(obligation: Obligation) -> tuple[object, ...]:
    instrument, directive = obligation.instrument, obligation.directive
    return (
        instrument.dated,
        instrument.id,
        cite_order(directive.cite),
        directive.id,
        obligation.occurrence or date.min,
    )


@dataclass(eq=False)
class _Subject:
    """One directive of the day, on the way to its obligations."""

    known: Knowledge
    written: Directive
    key: str
    instrument: Instrument
    directive: Directive
    dated: Dated
    clocks: ClockTower
    horizon: date | None = None

    def obligations(self) -> Iterator[Obligation]:
        if self._every is None or self.dated.due is None:
            yield self._obligation(rolled(self.dated, self.instrument), self._alternatives())
            return
        last = self._last_day()
        if last and last < self.dated.due:
            step = Step("no-date-left", start=self.dated.due, day=last)
            yield self._obligation(Dated(steps=(*self.dated.steps, step)), [])
        else:
            yield from self._recurring(Recurrence(self.dated.due, self._every, last))

    @property
    def _every(self) -> Span | None:
        return self.directive.deadline.every if self.directive.deadline else None

    def _recurring(self, recurrence: Recurrence) -> Iterator[Obligation]:
        """The latest unmet occurrence and the next one; the other passed ones are counted."""
        passed = recurrence.passed(self.known.as_of)
        met = {each.event.occurrence for each in self._events if each.event.what in CLAIMS}
        met |= {each.effect.occurrence for each in self._effects() if fulfils(each)}
        unmet = next(
            (index for index in range(passed - 1, -1, -1) if recurrence.at(index) not in met), None
        )
        coming = passed if recurrence.at(passed) else None
        shown = [index for index in (unmet, coming) if index is not None] or [passed - 1]
        others = passed - sum(index < passed for index in shown)
        for index in shown:
            yield self.occurrence(recurrence, index, others=others)
        if (horizon := self.horizon) and coming is not None:
            for index in takewhile(
                lambda index: (day := recurrence.at(index)) is not None and day <= horizon,
                count(coming + 1),
            ):
                yield self.occurrence(recurrence, index, others=others)

    def occurrence(self, recurrence: Recurrence, index: int, *, others: int = 0) -> Obligation:
        """The obligation of one date of the recurrence; that date, before any roll, is what names it."""
        day = recurrence.at(index)
        step = Step("repeat", start=recurrence.first, span=recurrence.every, day=day, times=index)
        dated = rolled(
            self.dated._replace(due=day, steps=(*self.dated.steps, step)), self.instrument
        )
        alternatives = [] if index else self._alternatives()
        return self._obligation(dated, alternatives, day)._replace(
            recurrence=recurrence, others=others
        )

    @property
    def _events(self) -> Sequence[KnownEvent]:
        return self.known.events.get(self.key, ())

    def _effects(self) -> Sequence[KnownEffect]:
        """Effects on the directive itself, and those that end, suspend or reinstate its whole instrument."""
        return self.known.effects_on(self.key, self.instrument, self.directive)

    def _last_day(self) -> date | None:
        """The day after which the recurrence has no more dates, if it is known."""
        rule = self.directive.deadline
        if rule is None or rule.until is None:
            return None
        return (
            self.clocks.read(self.instrument.key(rule.ends_with)).day
            if rule.ends_with
            else Period.parse(rule.until).last
        )

    def _alternatives(self) -> list[OtherDate]:
        if not self.directive.alternatives:
            return []
        others = [self._alternative(each) for each in self.directive.alternatives]
        return sorted(others, key=lambda each: (each.due or date.max, each.why or ""))

    def _alternative(self, other: Alternative) -> OtherDate:
        dated = rolled(
            first_date(other.deadline, self.instrument, self.clocks.read), self.instrument
        )
        return OtherDate(dated.due, other.why, other.source, other.cite, dated.projected)

    def _other(self, rule: Deadline) -> date | None:
        return rolled(first_date(rule, self.instrument, self.clocks.read), self.instrument).due

    def _obligation(
        self, dated: Dated, alternatives: list[OtherDate], occurrence: date | None = None
    ) -> Obligation:
        """Docket the earliest date that the record supports; keep the others."""
        events: Sequence[KnownEvent] = self._events
        effects: Sequence[KnownEffect] = self._effects()
        if occurrence:
            events = [each for each in events if each.event.occurrence in (None, occurrence)]
            effects = [
                each
                for each in effects
                if each.effect.occurrence in (None, occurrence) and not _came_after(each, dated.due)
            ]
        ends = self.known.ends(effects, self.directive) if effects else ()
        docket = _Docket(dated, tuple(alternatives), self._original_due(dated.due))
        if effects:
            docket = self._with_stays(docket, effects, ends, occurrence)
        docket = docket.taking_the_earliest()
        dated = docket.dated
        settling = _settling(events, effects, occurrence) if self._every else (events, effects)
        return Obligation(
            id=self.key,
            instrument=self.instrument,
            directive=self.directive,
            as_of=self.known.as_of,
            status=status(
                self.instrument, self.directive, dated, *settling, ends, as_of=self.known.as_of
            ),
            due=dated.due,
            projected=dated.projected
            if dated.due is None or (dated.projected and dated.projected < dated.due)
            else None,
            original_due=docket.original,
            occurrence=occurrence,
            alternatives=docket.alternatives,
            taken_because=docket.taken,
            waits_for=dated.waits_for,
            steps=dated.steps,
            events=tuple(events),
            effects=tuple(effects),
            ends=ends,
            hypothetical=dated.hypothetical or any(each.hypothetical for each in events),
            changed=self.clocks.changed[self.key],
            open=docket.is_open,
            authority_ended=self.known.authority_ended(self.instrument)
            if self.instrument.effects
            else (),
            chain=chain(effects, self.known.effects) if effects else (),
            restored=restored(dated.due, self._suspended(effects))
            if effects and dated.due and not ends
            else None,
        )

    def _suspended(self, effects: Iterable[KnownEffect]) -> list[Stretch]:
        """The stretches, now over, in which the date did not bind: it was stayed, ended, or another date held in its place."""
        return suspensions(
            [
                each
                for each in effects
                if each.effect.does not in PAUSE or self.known.covers(each.effect, self.directive)
            ]
        )

    def _with_stays(
        self,
        docket: _Docket,
        effects: Sequence[KnownEffect],
        ends: Sequence[KnownEffect],
        occurrence: date | None,
    ) -> _Docket:
        """The date with what lifted stays, or ends that were themselves ended, make possible beside it."""
        if undone := self.known.ends_of_ends(ends):
            return docket.with_other(
                OtherDate(docket.dated.due, _if_revived(undone), projected=docket.dated.projected),
                is_open=True,
            )
        moved = (
            self._tolled(docket.dated.due, effects, occurrence)
            if docket.dated.due and not ends
            else None
        )
        if moved is None:
            return docket
        if moved.is_certain:
            return docket._replace(dated=moved.moved(docket.dated), original=docket.dated.due)
        return docket.with_other(moved.other)

    def _tolled(
        self, due: date, effects: Iterable[KnownEffect], occurrence: date | None
    ) -> Tolled | None:
        """The date as stays that were lifted may have moved it on, by as many days as they lasted."""
        stays = [
            each
            for each in effects
            if each.effect.does == "stays" and self.known.covers(each.effect, self.directive)
        ]
        return tolled(due, stays, is_recurring=occurrence is not None) if stays else None

    def _original_due(self, due: date | None) -> date | None:
        """The date before any amendment, where one moved it."""
        original = self.written.deadline
        if (
            self.written is self.directive
            or original is None
            or original == self.directive.deadline
        ):
            return None
        before = self._other(original)
        return before if before != due else None


def _if_revived(undone: Iterable[KnownEffect]) -> str:
    """The reading on which what ended an obligation, and was itself ended, left it in force."""
    names = " and ".join(dict.fromkeys(each.by.name for each in undone))
    return f"if it is in force again, since {names} ended what had ended it; nothing reinstates it in words"


def _came_after(known: KnownEffect, due: date | None) -> bool:
    """Whether a directive was ended only after this date of it."""
    return known.effect.does in ENDS and due is not None and due < known.since


def _settling(
    events: Iterable[KnownEvent], effects: Iterable[KnownEffect], occurrence: date | None
) -> tuple[list[KnownEvent], list[KnownEffect]]:
    """What decides the status of one date of a recurring directive: a report of one year meets no other."""
    return (
        [
            each
            for each in events
            if each.hypothetical or (occurrence and each.event.occurrence == occurrence)
        ],
        [
            each
            for each in effects
            if each.effect.does not in FULFIL
            or (occurrence and each.effect.occurrence == occurrence)
        ],
    )


def _earlier(alternatives: Iterable[OtherDate], dated: Dated) -> OtherDate | None:
    """The earliest date that another reading or source supports, if it lies before the rule's own."""
    first = min(
        (each for each in alternatives if each.due),
        key=lambda each: each.due or date.max,
        default=None,
    )
    return first if first and first.due and (dated.due is None or first.due < dated.due) else None
