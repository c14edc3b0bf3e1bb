"""Two states of one directive in, the changes between them out, one facet after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from eo_tracker.dates import add
from eo_tracker.diff.causes import Causes, OneCause, field_text
from eo_tracker.diff.changes import Cause, Change, ChangePath, Value, is_binding, kind
from eo_tracker.diff.entries import differing, same
from eo_tracker.models import FULFIL, Deadline, Directive, Source, Status
from eo_tracker.resolve import CLAIMS, Obligation, OtherDate

_WORD_FIELDS = ("title", "summary", "covers", "quote", "at", "reading", "topics", "public", "sic")
_RECORD_FIELDS = ("source", "also", "note", "counterpart")

_OVER = {
    Status.ENTERED_IN_ERROR: "directive-entered-in-error",
    Status.REVOKED: "directive-revoked",
    Status.SUPERSEDED: "directive-superseded",
    Status.STAYED: "directive-stayed",
}
_BY_THE_DAY = {
    Status.UPCOMING,
    Status.DUE_TODAY,
    Status.PAST_DUE,
    Status.WAITING,
    Status.CONTINUING,
}
_PASSED = {Status.PAST_DUE, Status.MISSED}


class Pair(NamedTuple):
    """One obligation on both sides; one side is missing where a recurring directive shows other dates."""

    was: Obligation | None
    now: Obligation | None


@dataclass(frozen=True)
class DirectiveDiff:
    """One directive on both sides: its obligations, its ID on each, where it stands, and who knows why it changed.

    `in_time` compares where it stands and what is only record: not between two instruments, which are two directives.
    """

    was: Sequence[Obligation]
    now: Sequence[Obligation]
    causes: Causes | OneCause
    path: ChangePath = ()
    in_time: bool = True

    @property
    def key(self) -> str:
        """The full ID, on the new side where it has two."""
        return self.now[0].id

    def changes(self) -> Iterator[Change]:
        """Every change of the directive."""
        pairs = paired(self.was, self.now)
        for pair in pairs:
            if pair.was and pair.now:
                yield from self._dates(pair.was, pair.now)
                yield from self._status(pair.was, pair.now)
        yield from self._series(pairs)
        yield from self._alternatives(self.was[0], self.now[0])
        yield from self._people(self.was[0].directive, self.now[0].directive)
        yield from self._force(self.was[0].directive, self.now[0].directive)
        yield from self._record(self.was[0].directive, self.now[0].directive)

    def change(
        self,
        code: str,
        cause: Cause,
        old: Value = None,
        new: Value = None,
        *,
        fields: tuple[str, ...] = (),
        **more: date | None,
    ) -> Change:
        """A change of this directive."""
        was, now = self.was[0], self.now[0]
        people = dict.fromkeys(role.party for each in (now, was) for role in each.directive.binds)
        return Change(
            kind(code),
            now.id,
            cause,
            now.directive.title,
            now.directive.cite,
            counterpart=was.id if was.id != now.id else None,
            occurrence=more.get("occurrence"),
            fields=fields,
            old=old,
            new=new,
            affected=tuple(people),
            was=was,
            now=now,
            sources=(_source(was), _source(now)),
            path=self.path,
            binds=any(map(is_binding, self.now)),
        )

    # dates

    def _dates(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        if not self.in_time and (was.directive.deadline or now.directive.deadline):
            yield from self._rules(was, now)
            return
        if was.due != now.due:
            code = (
                "deadline-given"
                if was.due is None
                else "deadline-removed"
                if now.due is None
                else _direction(was.due, now.due)
            )
            yield self.change(
                code, self.causes.of_date(self.key), was.due, now.due, occurrence=now.occurrence
            )
        elif was.projected != now.projected:
            yield self.change(
                "deadline-projected", self.causes.of_date(self.key), was.projected, now.projected
            )
        if was.due == now.due and not same(was.directive.deadline, now.directive.deadline):
            cause = self.causes.of_field(self.key, "deadline")
            yield self.change(
                "deadline-rule",
                cause,
                field_text(was.directive.deadline),
                field_text(now.directive.deadline),
            )
            yield from self._interval(was, now, cause)

    def _interval(self, was: Obligation, now: Obligation, cause: Cause) -> Iterator[Change]:
        """The date after this one, where another interval moves it while this one stays."""
        old, new = _following(was), _following(now)
        if old and new and old != new:
            yield self.change(_direction(old, new), cause, old, new, occurrence=new)

    def _rules(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        """Two instruments have different dates to count from, so their rules are compared, not the days that these give."""
        old, new = was.directive.deadline, now.directive.deadline
        if same(old, new):
            return
        cause = self.causes.of_field(self.key, "deadline")
        shorter = _shorter(old, new, now.instrument.dated) if old and new else None
        if shorter is not None:
            yield self.change(
                "deadline-earlier" if shorter else "deadline-later",
                cause,
                field_text(old),
                field_text(new),
                fields=("deadline",),
            )
        elif was.due == now.due and old and new:
            yield self.change("deadline-rule", cause, field_text(old), field_text(new))
        elif was.due != now.due:
            code = (
                "deadline-given"
                if was.due is None
                else "deadline-removed"
                if now.due is None
                else _direction(was.due, now.due)
            )
            yield self.change(code, cause, was.due, now.due)
        else:
            yield self.change("deadline-rule", cause, field_text(old), field_text(new))

    def _series(self, pairs: Sequence[Pair]) -> Iterator[Change]:
        """Dates of a recurring directive that only one side shows: the directive moved on, or was met."""
        gone = [each.was for each in pairs if each.was and not each.now]
        come = [each.now for each in pairs if each.now and not each.was]
        if not gone and not come:
            return
        cause = self.causes.of_date(self.key)
        old, new = (tuple(str(each.due) for each in rows) or None for rows in (gone, come))
        yield self.change("deadline-next", cause, old, new)
        # A date that was met is shown no more, so what is said of it stands with the claim.
        if cause.what in CLAIMS and gone and cause.side == "new":
            yield self.change(
                "status-fulfilled",
                cause,
                gone[0].status.value,
                cause.what,
                occurrence=gone[0].occurrence,
            )
        if cause.what in CLAIMS and come and cause.side == "old":
            yield self.change(
                "status-unfulfilled",
                cause,
                cause.what,
                come[0].status.value,
                occurrence=come[0].occurrence,
            )

    def _alternatives(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        old, new = ({each.why: each for each in _other_dates(row)} for row in (was, now))
        for code, names, rows in (
            ("alternative-added", new.keys() - old, new),
            ("alternative-settled", old.keys() - new, old),
        ):
            for name in sorted(names - {None}, key=str):
                value = field_text(rows[name].due or rows[name].projected)
                cause = self.causes.of_date(self.key)
                yield self.change(
                    code,
                    cause,
                    *((None, value) if rows is new else (value, None)),
                    fields=(str(name),),
                )
        moved = [
            name
            for name in old.keys() & new
            if (old[name].due, old[name].projected) != (new[name].due, new[name].projected)
        ]
        if moved and was.due == now.due:
            values = (
                tuple(
                    str(rows[name].due or rows[name].projected) for name in sorted(moved, key=str)
                )
                for rows in (old, new)
            )
            yield self.change("alternative-moved", self.causes.of_date(self.key), *values)
        elif (
            old.keys() == new.keys()
            and not moved
            and not same(was.directive.alternatives, now.directive.alternatives)
        ):
            yield self.change(
                "wording", self.causes.of_field(self.key, "alternatives"), fields=("alternatives",)
            )

    # status

    def _status(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        if not self.in_time or was.status == now.status:
            return
        if was.due != now.due and {was.status, now.status} <= _BY_THE_DAY:
            return  # that follows from the date, which is a change of its own
        cause = self.causes.of_status(self.key)
        yield self.change(
            status_code(was, now),
            cause,
            was.status.value,
            now.status.value,
            occurrence=now.occurrence,
        )

    # people and force

    def _people(self, was: Directive, now: Directive) -> Iterator[Change]:
        old, new = ({role.party for role in each.binds} for each in (was, now))
        for code, names in (("addressee-added", new - old), ("addressee-removed", old - new)):
            if names:
                values = (tuple(sorted(side & names)) or None for side in (old, new))
                yield self.change(
                    code, self.causes.of_field(self.key, "binds"), *values, fields=("binds",)
                )
        others = [
            name
            for name in ("binds", "consults", "coordinates", "invites", "serves")
            if self._roles_differ(was, now, name)
        ]
        for name in others:
            cause = self.causes.of_field(self.key, name)
            yield self.change(
                "role-changed",
                cause,
                field_text(getattr(was, name)),
                field_text(getattr(now, name)),
                fields=(name,),
            )
        if not same(was.reaches, now.reaches):
            yield self.change(
                "reach-changed",
                self.causes.of_field(self.key, "reaches"),
                field_text(was.reaches),
                field_text(now.reaches),
            )

    def _roles_differ(self, was: Directive, now: Directive, name: str) -> bool:
        """Whether a role differs in more than in who is bound, which is a change of its own."""
        if name != "binds":
            return not same(getattr(was, name), getattr(now, name))
        stayed = {role.party for role in was.binds} & {role.party for role in now.binds}
        old, new = (
            tuple(role for role in each.binds if role.party in stayed) for each in (was, now)
        )
        return not same(old, new)

    def _force(self, was: Directive, now: Directive) -> Iterator[Change]:
        if was.force != now.force:
            code = "force-stronger" if now.force == "mandatory" else "force-weaker"
            yield self.change(
                code,
                self.causes.of_field(self.key, "force"),
                was.force,
                now.force,
                fields=("force",),
            )
        if was.continues != now.continues:
            code = "force-stronger" if now.continues else "force-weaker"
            values = (
                "goes on after its date" if each.continues else "ends with its date"
                for each in (was, now)
            )
            yield self.change(
                code, self.causes.of_field(self.key, "continues"), *values, fields=("continues",)
            )
        if not same(was.grace, now.grace):
            old, new = (each.grace.until.last if each.grace else None for each in (was, now))
            yield self.change("grace-changed", self.causes.of_field(self.key, "grace"), old, new)

    # record

    def _record(self, was: Directive, now: Directive) -> Iterator[Change]:
        if was.cite != now.cite:
            yield self.change(
                "renumbered", self.causes.of_field(self.key, "cite"), was.cite, now.cite
            )
        fields = differing(
            was, now, (*_WORD_FIELDS, *_RECORD_FIELDS) if self.in_time else _WORD_FIELDS
        )
        if fields:
            values = (
                field_text(getattr(each, fields[0])) if len(fields) == 1 else None
                for each in (was, now)
            )
            yield self.change(
                "wording", self.causes.of_field(self.key, fields[0]), *values, fields=fields
            )


def _other_dates(obligation: Obligation) -> list[OtherDate]:
    """Other dates that a source or a reading gives, and the one that is docketed for that reason."""
    if obligation.open or obligation.taken_because is None:
        return [*obligation.alternatives]
    return [*obligation.alternatives, obligation.taken_because]


def _following(obligation: Obligation) -> date | None:
    """The date of a recurring directive after this one."""
    series, day = obligation.recurrence, obligation.occurrence
    return series.at(series.passed(day) + 1) if series and day else None


def _shorter(old: Deadline, new: Deadline, start: date) -> bool | None:
    """Whether a rule leaves less time than another that counts from the same kind of start; None where that cannot be said."""
    if (
        not (old.within and new.within)
        or (old.of, old.before) != (new.of, new.before)
        or old.of is None
    ):
        return None
    if not (old.within.countable and new.within.countable):
        return None
    try:
        was, now = add(start, old.within), add(start, new.within)
    except OverflowError:
        return None
    return None if was == now else now < was


def _direction(old: date, new: date) -> str:
    return "deadline-earlier" if new < old else "deadline-later"


def _source(obligation: Obligation) -> Source | None:
    return obligation.instrument.sources.get(obligation.directive.source)


def paired(was: Sequence[Obligation], now: Sequence[Obligation]) -> list[Pair]:
    """The obligations of one directive on both sides.

    The dates of a recurring directive are matched by day while its series is the same, else the next with the next and the
    latest unmet with the latest unmet.
    """
    if len(was) == len(now) == 1 and (
        was[0].occurrence == now[0].occurrence or not (was[0].occurrence and now[0].occurrence)
    ):
        return [Pair(was[0], now[0])]
    of = _day if _starts(was) == _starts(now) else _is_next
    old, new = {of(each): each for each in was}, {of(each): each for each in now}
    return [Pair(old.get(each), new.get(each)) for each in {**old, **new}]


def _day(obligation: Obligation) -> object:
    return obligation.occurrence


def _is_next(obligation: Obligation) -> object:
    return obligation.occurrence is None or obligation.occurrence >= obligation.as_of


def _starts(rows: Sequence[Obligation]) -> object:
    """What tells one series of dates from another."""
    return [(step.start, step.span) for step in rows[0].steps if step.kind == "repeat"]


def status_code(was: Obligation, now: Obligation) -> str:
    """The kind of change from one status to another."""
    if was.status in _OVER and now.status in _OVER:
        return "status-changed"
    if now.status in _OVER:
        return _OVER[now.status]
    if was.status in _OVER:
        return "directive-restored"
    if is_met(was) != is_met(now):
        return "status-fulfilled" if is_met(now) else "status-unfulfilled"
    passed = [
        each.status in _PASSED or (each.status is Status.UNVERIFIABLE and not is_met(each))
        for each in (was, now)
    ]
    if passed[0] != passed[1]:
        return "status-passed" if passed[1] else "status-ahead"
    return "status-changed"


def is_met(obligation: Obligation) -> bool:
    """Whether somebody says that it was met; that it cannot be checked says nothing."""
    if obligation.status in (Status.DONE, Status.REPORTED):
        return True
    claimed = any(each.event.what in CLAIMS for each in obligation.events)
    claimed = claimed or any(each.effect.does in FULFIL for each in obligation.effects)
    return obligation.status is Status.UNVERIFIABLE and claimed
