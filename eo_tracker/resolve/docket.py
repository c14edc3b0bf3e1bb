"""One directive of the day into its obligations: which dates it has, and which of them is
docketed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

from eo_tracker.dates import Period, Span
from eo_tracker.models import FULFIL, PAUSE, Deadline, Directive, Instrument
from eo_tracker.resolve.clocks import Clocks
from eo_tracker.resolve.dating import first_date, rolled
from eo_tracker.resolve.force import chain
from eo_tracker.resolve.known import Knowledge
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
from eo_tracker.resolve.status import CLAIMS, ENDS, fulfils, status
from eo_tracker.resolve.stays import Tolled, restored, suspensions, tolled


class _Docket(NamedTuple):
    """The date that is docketed, the one before an amendment or stay moved it, and the other dates.

    `taken` is the other date that is docketed instead of the rule's own.
    """

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
        own = OtherDate(
            self.dated.due,
            None,
            projected=self.dated.projected,
        )
        others = [other for other in self.alternatives if other is not taken]
        dated = self.dated._replace(due=taken.due)
        return self._replace(
            dated=dated,
            alternatives=(own, *others),
            taken=taken,
        )


class _Record(NamedTuple):
    """What is known of a directive, or of one occurrence of it."""

    events: Sequence[KnownEvent]
    effects: Sequence[KnownEffect]
    ends: tuple[KnownEffect, ...]


@dataclass(eq=False)
class DirectiveOfDay:
    """One directive of the day, on the way to its obligations."""

    known: Knowledge
    key: str
    instrument: Instrument
    directive: Directive
    dated: Dated
    clocks: Clocks
    horizon: date | None = None

    def obligations(self) -> Iterator[Obligation]:
        """One obligation, or those of the occurrences of a recurring directive."""
        if self._every is None or self.dated.due is None:
            yield self._obligation(rolled(self.dated, self.instrument), self._alternatives())
            return
        last = self._last_day()
        if last and last < self.dated.due:
            step = Step(
                "no-date-left",
                start=self.dated.due,
                day=last,
            )
            yield self._obligation(Dated(steps=(*self.dated.steps, step)), [])
        else:
            yield from self._recurring(
                Recurrence(
                    self.dated.due,
                    self._every,
                    last,
                )
            )

    # recurring directives

    @property
    def _every(self) -> Span | None:
        return self.directive.deadline.every if self.directive.deadline else None

    def _last_day(self) -> date | None:
        """The day after which the recurrence has no more dates, if it is known."""
        rule = self.directive.deadline
        if rule is None or rule.until is None:
            return None
        if rule.ends_with:
            return self.clocks.read(self.instrument.key(rule.ends_with)).day
        return Period.parse(rule.until).last

    def _recurring(self, recurrence: Recurrence) -> Iterator[Obligation]:
        """The latest unmet occurrence and the next one; the others that passed are counted."""
        passed = recurrence.passed(self.known.as_of)
        unmet = self._last_unmet(recurrence, passed)
        has_next = recurrence.at(passed) is not None
        shown = [] if unmet is None else [unmet]
        if has_next:
            shown.append(passed)
        shown = shown or [passed - 1]
        others = passed - sum(index < passed for index in shown)
        for index in shown:
            yield self._occurrence(recurrence, index, others=others)
        if has_next and self.horizon:
            for index in _until(
                recurrence,
                passed + 1,
                self.horizon,
            ):
                yield self._occurrence(recurrence, index, others=others)

    def _last_unmet(self, recurrence: Recurrence, passed: int) -> int | None:
        events, effects = self._events, self._effects()
        met = {known.event.occurrence for known in events if known.event.what in CLAIMS}
        met |= {known.effect.occurrence for known in effects if fulfils(known)}
        for index in range(
            passed - 1,
            -1,
            -1,
        ):
            if recurrence.at(index) not in met:
                return index
        return None

    def _occurrence(
        self,
        recurrence: Recurrence,
        index: int,
        *,
        others: int,
    ) -> Obligation:
        """The obligation of one date of the recurrence.

        That date, before any roll, is what names it.
        """
        day = recurrence.at(index)
        step = Step(
            "repeat",
            start=recurrence.first,
            span=recurrence.every,
            day=day,
            times=index,
        )
        dated = self.dated._replace(due=day, steps=(*self.dated.steps, step))
        alternatives = [] if index else self._alternatives()
        obligation = self._obligation(
            rolled(dated, self.instrument),
            alternatives,
            day,
        )
        return obligation._replace(recurrence=recurrence, others=others)

    # other dates

    def _alternatives(self) -> list[OtherDate]:
        others: list[OtherDate] = []
        for other in self.directive.alternatives:
            dated = self._first_date(other.deadline)
            others.append(
                OtherDate(
                    dated.due,
                    other.why,
                    other.source,
                    other.cite,
                    dated.projected,
                )
            )
        return sorted(others, key=lambda other: (other.due or date.max, other.why or ""))

    def _first_date(self, rule: Deadline) -> Dated:
        return rolled(
            first_date(
                rule,
                self.instrument,
                self.clocks.read,
            ),
            self.instrument,
        )

    def _original_due(self, due: date | None) -> date | None:
        """The date before any amendment, where one moved it."""
        _, written = self.known.catalog.directives[self.key]
        original = written.deadline
        if written is self.directive or original in (None, self.directive.deadline):
            return None
        before = self._first_date(original).due if original else None
        return before if before != due else None

    # the obligation

    @property
    def _events(self) -> Sequence[KnownEvent]:
        return self.known.events.get(self.key, ())

    def _effects(self) -> Sequence[KnownEffect]:
        """Effects on the directive, and those on the force of its whole instrument."""
        return self.known.effects_on(
            self.key,
            self.instrument,
            self.directive,
        )

    def _record(self, due: date | None, occurrence: date | None) -> _Record:
        events, effects = self._events, self._effects()
        if occurrence:
            names = (None, occurrence)
            events = [known for known in events if known.event.occurrence in names]
            effects = [
                known
                for known in effects
                if known.effect.occurrence in names and not _came_after(known, due)
            ]
        ends = self.known.ends(effects, self.directive) if effects else ()
        return _Record(events, effects, ends)

    def _obligation(
        self, dated: Dated, alternatives: list[OtherDate], occurrence: date | None = None
    ) -> Obligation:
        """Docket the earliest date that the record supports; keep the others."""
        record = self._record(dated.due, occurrence)
        docket = _Docket(
            dated,
            tuple(alternatives),
            self._original_due(dated.due),
        )
        if record.effects:
            docket = self._with_stays(docket, record, occurrence)
        docket = docket.taking_the_earliest()
        dated = docket.dated
        settling = _settling(record, occurrence) if self._every else record
        return Obligation(
            id=self.key,
            instrument=self.instrument,
            directive=self.directive,
            as_of=self.known.as_of,
            status=status(
                self.instrument, self.directive, dated, *settling, as_of=self.known.as_of
            ),
            due=dated.due,
            projected=_projection(dated),
            original_due=docket.original,
            occurrence=occurrence,
            alternatives=docket.alternatives,
            taken_because=docket.taken,
            waits_for=dated.waits_for,
            steps=dated.steps,
            events=tuple(record.events),
            effects=tuple(record.effects),
            ends=record.ends,
            hypothetical=dated.hypothetical or any(known.hypothetical for known in record.events),
            changed=self.clocks.changed[self.key],
            open=docket.is_open,
            authority_ended=self._authority_ended(),
            chain=chain(record.effects, self.known.effects) if record.effects else (),
            restored=self._restored(dated.due, record),
        )

    def _authority_ended(self) -> tuple[KnownEffect, ...]:
        if not self.instrument.effects:
            return ()
        return self.known.authority_ended(self.instrument)

    # stays

    def _with_stays(
        self,
        docket: _Docket,
        record: _Record,
        occurrence: date | None,
    ) -> _Docket:
        """The date with what lifted stays, or ends that were themselves ended, make possible
        beside it.
        """
        due = docket.dated.due
        if undone := self.known.ends_of_ends(record.ends):
            revived = OtherDate(
                due,
                _if_revived(undone),
                projected=docket.dated.projected,
            )
            return docket.with_other(revived, is_open=True)
        if due is None or record.ends:
            return docket
        moved = self._tolled(due, record.effects, occurrence)
        if moved is None:
            return docket
        if moved.is_certain:
            return docket._replace(dated=moved.moved(docket.dated), original=due)
        return docket.with_other(moved.other)

    def _tolled(
        self, due: date, effects: Iterable[KnownEffect], occurrence: date | None
    ) -> Tolled | None:
        """The date as lifted stays may have moved it on, by as many days as they lasted."""
        stays = [known for known in effects if known.does == "stays"]
        covering = [known for known in stays if self.known.covers(known.effect, self.directive)]
        if not covering:
            return None
        return tolled(due, covering, is_recurring=occurrence is not None)

    def _restored(self, due: date | None, record: _Record) -> date | None:
        """The day on which the date came back, where a stay or another date had taken its place."""
        if due is None or record.ends or not record.effects:
            return None
        return restored(due, self._suspended(record.effects))

    def _suspended(self, effects: Iterable[KnownEffect]) -> list[Stretch]:
        """The stretches, now over, in which the date did not bind."""
        return suspensions(
            [
                known
                for known in effects
                if known.does not in PAUSE or self.known.covers(known.effect, self.directive)
            ]
        )


def _until(
    recurrence: Recurrence,
    index: int,
    horizon: date,
) -> Iterator[int]:
    """The occurrences from this one on that come up to the horizon."""
    for at in count(index):
        day = recurrence.at(at)
        if day is None or day > horizon:
            return
        yield at


def _projection(dated: Dated) -> date | None:
    """The projected date, where it stands alone or comes before the date that is due."""
    if dated.due is None or (dated.projected and dated.projected < dated.due):
        return dated.projected
    return None


def _if_revived(undone: Iterable[KnownEffect]) -> str:
    """The reading on which what ended an obligation, and was itself ended, left it in force."""
    names = " and ".join(dict.fromkeys(known.by.name for known in undone))
    return (
        f"if it is in force again, since {names} ended what had ended it; "
        "nothing reinstates it in words"
    )


def _came_after(known: KnownEffect, due: date | None) -> bool:
    """Whether a directive was ended only after this date of it."""
    return known.does in ENDS and due is not None and due < known.since


def _settling(record: _Record, occurrence: date | None) -> _Record:
    """What decides the status of one date of a recurring directive.

    A report of one year meets no other.
    """
    events = [
        known
        for known in record.events
        if known.hypothetical or (occurrence and known.event.occurrence == occurrence)
    ]
    effects = [
        known
        for known in record.effects
        if known.does not in FULFIL or (occurrence and known.effect.occurrence == occurrence)
    ]
    return _Record(events, effects, record.ends)


def _earlier(alternatives: Iterable[OtherDate], dated: Dated) -> OtherDate | None:
    """The earliest date that another reading or source supports, if it is before the rule's own."""
    first, day = None, dated.due or date.max
    for other in alternatives:
        if other.due and other.due < day:
            first, day = other, other.due
    return first
