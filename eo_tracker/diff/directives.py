"""Two states of one directive in, the changes between them out, one facet after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from eo_tracker.dates import add
from eo_tracker.diff.causes import CauseFinder, field_text
from eo_tracker.diff.changes import Cause, Change, Value, is_binding
from eo_tracker.diff.entries import differing, same
from eo_tracker.diff.kinds import KINDS
from eo_tracker.diff.sides import ChangePath
from eo_tracker.diff.statuses import follows_from_date, status_code
from eo_tracker.models import Deadline, Directive, Role, Source
from eo_tracker.resolve import CLAIMS, Obligation, OtherDate

# Fields that have no kind of change of their own; one that gets a kind leaves this list.
_TEXT_FIELDS = (
    "title",
    "summary",
    "covers",
    "quote",
    "at",
    "reading",
    "topics",
    "public",
    "sic",
)
_OUR_FIELDS = ("source", "also", "note", "counterpart")
_ROLE_FIELDS = ("binds", "consults", "coordinates", "invites", "serves")

OtherDates = Mapping[str | None, OtherDate]


class Pair(NamedTuple):
    """One obligation on both sides; a recurring directive may show a date on one side only."""

    was: Obligation | None
    now: Obligation | None


@dataclass(frozen=True)
class DirectiveDiff:
    """One directive on both sides: its obligations, its place, and who knows why it changed.

    `is_one_instrument` compares statuses and what is only our record too. Between two instruments,
    which have two directives, neither says anything.
    """

    was: Sequence[Obligation]
    now: Sequence[Obligation]
    causes: CauseFinder
    path: ChangePath = ()
    is_one_instrument: bool = True

    @property
    def key(self) -> str:
        """The full ID, on the new side where it has two."""
        return self.now[0].id

    def changes(self) -> Iterator[Change]:
        """Every change of the directive."""
        pairs = paired(self.was, self.now)
        for was, now in pairs:
            if was and now:
                yield from self._dates(was, now)
                yield from self._status(was, now)
        yield from self._series(pairs)
        before, after = self.was[0], self.now[0]
        yield from self._alternatives(before, after)
        yield from self._people(before.directive, after.directive)
        yield from self._force(before.directive, after.directive)
        yield from self._words(before.directive, after.directive)

    def change(
        self,
        code: str,
        cause: Cause,
        *,
        old: Value = None,
        new: Value = None,
        fields: tuple[str, ...] = (),
        occurrence: date | None = None,
    ) -> Change:
        """A change of this directive."""
        was, now = self.was[0], self.now[0]
        roles = (*now.directive.binds, *was.directive.binds)
        return Change(
            KINDS[code],
            now.id,
            cause,
            now.directive.title,
            now.directive.cite,
            counterpart=was.id if was.id != now.id else None,
            occurrence=occurrence,
            fields=fields,
            old=old,
            new=new,
            affected=tuple(dict.fromkeys(role.party for role in roles)),
            was=was,
            now=now,
            sources=(_source_of(was), _source_of(now)),
            path=self.path,
            binds=any(map(is_binding, self.now)),
        )

    def _field_change(
        self,
        code: str,
        name: str,
        *,
        old: Value = None,
        new: Value = None,
    ) -> Change:
        """A change of one field of this directive."""
        return self.change(
            code,
            self.causes.of_field(self.key, name),
            old=old,
            new=new,
            fields=(name,),
        )

    # dates

    def _dates(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        has_rule = was.directive.deadline or now.directive.deadline
        if has_rule and not self.is_one_instrument:
            yield from self._rules(was, now)
            return
        if was.due != now.due:
            code = _due_code(was.due, now.due)
            cause = self.causes.of_date(self.key)
            yield self.change(
                code,
                cause,
                old=was.due,
                new=now.due,
                occurrence=now.occurrence,
            )
            return
        if was.projected != now.projected:
            cause = self.causes.of_date(self.key)
            yield self.change(
                "deadline-projected",
                cause,
                old=was.projected,
                new=now.projected,
            )
        yield from self._other_rule(was, now)

    def _other_rule(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        """Another rule that gives the same date."""
        old, new = was.directive.deadline, now.directive.deadline
        if same(old, new):
            return
        cause = self.causes.of_field(self.key, "deadline")
        yield self.change(
            "deadline-rule",
            cause,
            old=field_text(old),
            new=field_text(new),
        )
        yield from self._interval(was, now, cause)

    def _interval(self, was: Obligation, now: Obligation, cause: Cause) -> Iterator[Change]:
        """The date after this one, where another interval moves it while this one stays."""
        old, new = _following(was), _following(now)
        if old and new and old != new:
            yield self.change(
                _direction(old, new),
                cause,
                old=old,
                new=new,
                occurrence=new,
            )

    def _rules(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        """The rules of two instruments, not their days: each counts from a date of its own."""
        old, new = was.directive.deadline, now.directive.deadline
        if same(old, new):
            return
        code = _length_code(old, new, now.instrument.dated)
        if code:
            yield self._field_change(
                code,
                "deadline",
                old=field_text(old),
                new=field_text(new),
            )
            return
        cause = self.causes.of_field(self.key, "deadline")
        if was.due != now.due:
            yield self.change(
                _due_code(was.due, now.due),
                cause,
                old=was.due,
                new=now.due,
            )
        else:
            yield self.change(
                "deadline-rule",
                cause,
                old=field_text(old),
                new=field_text(new),
            )

    # dates of a series

    def _series(self, pairs: Sequence[Pair]) -> Iterator[Change]:
        """Dates of a recurring directive on one side only: it moved on, or was met."""
        removed = _only_old(pairs)
        added = _only_new(pairs)
        if not removed and not added:
            return
        cause = self.causes.of_date(self.key)
        yield self.change(
            "deadline-next",
            cause,
            old=_days_of(removed),
            new=_days_of(added),
        )
        # A date that was met is no longer shown, so the claim speaks for it.
        if cause.what not in CLAIMS:
            return
        if cause.side == "new":
            yield from self._met(removed, cause)
        else:
            yield from self._no_longer_met(added, cause)

    def _met(self, removed: Sequence[Obligation], claim: Cause) -> Iterator[Change]:
        for row in removed[:1]:
            yield self.change(
                "status-fulfilled",
                claim,
                old=row.status.value,
                new=claim.what,
                occurrence=row.occurrence,
            )

    def _no_longer_met(self, added: Sequence[Obligation], claim: Cause) -> Iterator[Change]:
        for row in added[:1]:
            yield self.change(
                "status-unfulfilled",
                claim,
                old=claim.what,
                new=row.status.value,
                occurrence=row.occurrence,
            )

    # other dates

    def _alternatives(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        """Other dates that a reading or a source gives: added, settled, moved, or reworded."""
        old, new = _other_dates(was), _other_dates(now)
        yield from self._added_dates(old, new)
        yield from self._settled_dates(old, new)
        moved = _moved_reasons(old, new)
        if moved and was.due == now.due:
            yield self._moved_dates(old, new, moved)
        if not moved and old.keys() == new.keys():
            yield from self._reworded_alternatives(was.directive, now.directive)

    def _added_dates(self, old: OtherDates, new: OtherDates) -> Iterator[Change]:
        for reason in _only_in(new, old):
            value = _shown_date(new[reason])
            cause = self.causes.of_date(self.key)
            yield self.change(
                "alternative-added",
                cause,
                new=value,
                fields=(reason,),
            )

    def _settled_dates(self, old: OtherDates, new: OtherDates) -> Iterator[Change]:
        for reason in _only_in(old, new):
            value = _shown_date(old[reason])
            cause = self.causes.of_date(self.key)
            yield self.change(
                "alternative-settled",
                cause,
                old=value,
                fields=(reason,),
            )

    def _moved_dates(
        self, old: OtherDates, new: OtherDates, reasons: Sequence[str | None]
    ) -> Change:
        return self.change(
            "alternative-moved",
            self.causes.of_date(self.key),
            old=tuple(str(_day_of(old[reason])) for reason in reasons),
            new=tuple(str(_day_of(new[reason])) for reason in reasons),
        )

    def _reworded_alternatives(self, was: Directive, now: Directive) -> Iterator[Change]:
        if not same(was.alternatives, now.alternatives):
            yield self._field_change(
                "wording",
                "alternatives",
            )

    # status

    def _status(self, was: Obligation, now: Obligation) -> Iterator[Change]:
        if not self.is_one_instrument or was.status == now.status:
            return
        if follows_from_date(was, now):
            return  # the date is a change of its own
        code = status_code(was, now)
        cause = self.causes.of_status(self.key)
        yield self.change(
            code,
            cause,
            old=was.status.value,
            new=now.status.value,
            occurrence=now.occurrence,
        )

    # people

    def _people(self, was: Directive, now: Directive) -> Iterator[Change]:
        old, new = _bound(was), _bound(now)
        if new - old:
            added = tuple(sorted(new - old))
            yield self._field_change(
                "addressee-added",
                "binds",
                new=added,
            )
        if old - new:
            removed = tuple(sorted(old - new))
            yield self._field_change(
                "addressee-removed",
                "binds",
                old=removed,
            )
        yield from self._roles(was, now)
        if not same(was.reaches, now.reaches):
            cause = self.causes.of_field(self.key, "reaches")
            old_reach, new_reach = field_text(was.reaches), field_text(now.reaches)
            yield self.change(
                "reach-changed",
                cause,
                old=old_reach,
                new=new_reach,
            )

    def _roles(self, was: Directive, now: Directive) -> Iterator[Change]:
        """Roles that differ in more than in who is bound, which is a change of its own."""
        for name in _ROLE_FIELDS:
            old, new = getattr(was, name), getattr(now, name)
            if name == "binds":
                differs = not same(_roles_of_both(was, now), _roles_of_both(now, was))
            else:
                differs = not same(old, new)
            if differs:
                yield self._field_change(
                    "role-changed",
                    name,
                    old=field_text(old),
                    new=field_text(new),
                )

    # force

    def _force(self, was: Directive, now: Directive) -> Iterator[Change]:
        if was.force != now.force:
            code = _force_code(is_stronger=now.force == "mandatory")
            yield self._field_change(
                code,
                "force",
                old=was.force,
                new=now.force,
            )
        if was.continues != now.continues:
            code = _force_code(is_stronger=now.continues)
            old, new = _continuation(was), _continuation(now)
            yield self._field_change(
                code,
                "continues",
                old=old,
                new=new,
            )
        if not same(was.grace, now.grace):
            cause = self.causes.of_field(self.key, "grace")
            yield self.change(
                "grace-changed",
                cause,
                old=_grace_end(was),
                new=_grace_end(now),
            )

    # words, and our record

    def _words(self, was: Directive, now: Directive) -> Iterator[Change]:
        if was.cite != now.cite:
            cause = self.causes.of_field(self.key, "cite")
            yield self.change(
                "renumbered",
                cause,
                old=was.cite,
                new=now.cite,
            )
        fields = differing(was, now, _TEXT_FIELDS)
        if self.is_one_instrument:
            fields += differing(was, now, _OUR_FIELDS)
        if len(fields) == 1:
            (name,) = fields
            old, new = getattr(was, name), getattr(now, name)
            yield self._field_change(
                "wording",
                name,
                old=field_text(old),
                new=field_text(new),
            )
        elif fields:
            yield self.change("wording", self.causes.of_field(self.key, fields[0]), fields=fields)


# dates


def _due_code(old: date | None, new: date | None) -> str:
    if old is None:
        return "deadline-given"
    if new is None:
        return "deadline-removed"
    return _direction(old, new)


def _direction(old: date, new: date) -> str:
    return "deadline-earlier" if new < old else "deadline-later"


def _length_code(old: Deadline | None, new: Deadline | None, start: date) -> str | None:
    """Whether a rule leaves less or more time than another; None where that cannot be said.

    Both must count from the same kind of start; `start` is an example of one.
    """
    if old is None or new is None or not _count_alike(old, new):
        return None
    if not (old.within and old.within.countable and new.within and new.within.countable):
        return None
    try:
        was, now = add(start, old.within), add(start, new.within)
    except OverflowError:
        return None
    return None if was == now else _direction(was, now)


def _count_alike(old: Deadline, new: Deadline) -> bool:
    return old.of is not None and (old.of, old.before) == (new.of, new.before)


def _following(obligation: Obligation) -> date | None:
    """The date of a recurring directive after this one."""
    series, day = obligation.recurrence, obligation.occurrence
    if series is None or day is None:
        return None
    return series.at(series.passed(day) + 1)


def _only_old(pairs: Sequence[Pair]) -> list[Obligation]:
    return [pair.was for pair in pairs if pair.was and pair.now is None]


def _only_new(pairs: Sequence[Pair]) -> list[Obligation]:
    return [pair.now for pair in pairs if pair.now and pair.was is None]


def _days_of(rows: Sequence[Obligation]) -> tuple[str, ...] | None:
    return tuple(str(row.due) for row in rows) or None


def _other_dates(obligation: Obligation) -> OtherDates:
    """Other dates by the reason for them, and the one that is docketed for such a reason."""
    dates = {other.why: other for other in obligation.alternatives}
    adopted = obligation.taken_because
    if adopted is not None and not obligation.open:
        dates[adopted.why] = adopted
    return dates


def _only_in(dates: OtherDates, others: OtherDates) -> list[str]:
    reasons = dates.keys() - others.keys()
    return sorted(reason for reason in reasons if reason is not None)


def _moved_reasons(old: OtherDates, new: OtherDates) -> list[str | None]:
    """The reasons that give another date than before."""
    moved = [reason for reason in old if reason in new and _moved(old[reason], new[reason])]
    return sorted(moved, key=str)


def _moved(old: OtherDate, new: OtherDate) -> bool:
    return (old.due, old.projected) != (new.due, new.projected)


def _day_of(other: OtherDate) -> date | None:
    return other.due or other.projected


def _shown_date(other: OtherDate) -> str | None:
    return field_text(_day_of(other))


# people and force


def _bound(directive: Directive) -> set[str]:
    return {role.party for role in directive.binds}


def _roles_of_both(directive: Directive, other: Directive) -> tuple[Role, ...]:
    """The roles in which a directive binds those whom the other one binds too."""
    bound = _bound(other)
    return tuple(role for role in directive.binds if role.party in bound)


def _force_code(*, is_stronger: bool) -> str:
    return "force-stronger" if is_stronger else "force-weaker"


def _continuation(directive: Directive) -> str:
    return "goes on after its date" if directive.continues else "ends with its date"


def _grace_end(directive: Directive) -> date | None:
    return directive.grace.until.last if directive.grace else None


def _source_of(obligation: Obligation) -> Source | None:
    return obligation.instrument.sources.get(obligation.directive.source)


# pairs


def paired(was: Sequence[Obligation], now: Sequence[Obligation]) -> list[Pair]:
    """The obligations of one directive on both sides.

    The dates of a recurring directive are matched by day while its series is the same; else the
    next date with the next, and the latest unmet one with the latest unmet one.
    """
    if len(was) == len(now) == 1 and _is_one_occurrence(was[0], now[0]):
        return [Pair(was[0], now[0])]
    identity = _day if _starts(was) == _starts(now) else _is_next
    old = {identity(row): row for row in was}
    new = {identity(row): row for row in now}
    return [Pair(old.get(key), new.get(key)) for key in {**old, **new}]


def _is_one_occurrence(was: Obligation, now: Obligation) -> bool:
    if was.occurrence is None or now.occurrence is None:
        return True
    return was.occurrence == now.occurrence


def _day(obligation: Obligation) -> object:
    return obligation.occurrence


def _is_next(obligation: Obligation) -> object:
    return obligation.occurrence is None or obligation.occurrence >= obligation.as_of


def _starts(rows: Sequence[Obligation]) -> object:
    """What tells one series of dates from another."""
    return [(step.start, step.span) for step in rows[0].steps if step.kind == "repeat"]
