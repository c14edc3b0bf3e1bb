"""A change, and its cause, in an attorney's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from eo_tracker.dates import long
from eo_tracker.diff import Cause, Change, ChangeLevel, Diff
from eo_tracker.models import Directive, Duration, Instrument, Limitation, Party, Trigger
from eo_tracker.resolve import Obligation
from eo_tracker.wording.words import (
    Parties,
    authority,
    count,
    instrument_noun,
    interval_text,
    is_unsearched,
    join_and,
    office,
    offices,
    source_line,
)

LEVEL_HEADINGS = {
    ChangeLevel.BREAKING: "Someone must act differently or sooner",
    ChangeLevel.NOTABLE: "To note: later or weaker, met, passed, or no longer in force",
    ChangeLevel.MINOR: "For the record",
}
_LONGEST_WORDS = 300
_STOOD = {
    "unverifiable": "not checkable",
    "past-due": "past due",
    "draft": "in a draft",
    "due-today": "due today",
}
_ENDED = {"revokes": "Revoked", "supersedes": "Superseded", "stays": "Stayed", "waives": "Waived"}


class DisplayNames:
    """The names of instruments and parties on either side, the new one first."""

    def __init__(self, diff: Diff) -> None:
        self.instruments: Mapping[str, Instrument] = {
            **diff.old.catalog.instruments,
            **diff.new.catalog.instruments,
        }
        self.parties: Mapping[str, Party] = {**diff.old.catalog.parties, **diff.new.catalog.parties}

    def authority(self, key: str, cite: str | None) -> str:
        """`EO 14409 § 2(f)`, an instrument's name, or an entry of the registry."""
        instrument = self.instruments.get(key.partition("/")[0])
        if instrument is None:
            return self.parties[key].label
        return authority(instrument, cite) if cite else instrument.name

    def affected(self, change: Change) -> str:
        """Who must act, on either side, through whom."""
        roles = {
            role.party: role
            for row in (change.was, change.now)
            if row
            for role in row.directive.binds
        }
        names = [name for name in change.affected if name in self.parties and name != change.id]
        return "; ".join(
            office(roles[name], self.parties) if name in roles else self.parties[name].label
            for name in names
        )


def change_text(change: Change, names: DisplayNames) -> str:
    """What changed, in one sentence, from what to what."""
    told = _SAID.get(change.kind.code)
    sentence = (
        told(change, names) if told else f"{change.kind.sentence.rstrip('.')}{_from_to(change)}"
    )
    return (
        f"{sentence} (occurrence of {long(change.occurrence)})"
        if change.occurrence and change.kind.code.startswith("status")
        else sentence
    )


def cause_heading(change: Change, names: DisplayNames) -> str:
    """The cause of a change; where it is only that our entry is written differently, that goes for all of an instrument."""
    cause = change.cause
    if (
        cause.kind == "record"
        and cause.target == change.id
        and cause.path[:1] not in (("events",), ("effects",))
    ):
        return f"Record: what we wrote of {names.instruments[change.instrument].name if change.instrument in names.instruments else 'parties'}"
    return cause_text(cause, names)


def cause_text(cause: Cause, names: DisplayNames) -> str:
    """Why: the law, our record or the day, and where it stands."""
    since = long(cause.day) if cause.day else ""
    late = f", public since {since} but recorded late" if cause.late else ""
    if cause.kind == "time":
        return f"Time: only the day moved, from {_value(cause.old)} to {_value(cause.new)}"
    name = names.authority(cause.instrument, None) if cause.instrument else "the registry"
    if cause.kind == "record":
        return f"Record: {_recorded(cause, names)}"
    if cause.what == "issued":
        return f"Law: {name} of {since}{late}"
    if cause.path[:1] == ("effects",):
        return f"Law: {names.authority(cause.instrument or '', cause.cite)} {cause.what} {_target(cause, names)}{late}"
    source = f" ({source_line(cause.source)})" if cause.source else ""
    # The law was not changed by what somebody did or says was done.
    return f"Event: {_target(cause, names)} {cause.what}{source}{late}"


def _target(cause: Cause, names: DisplayNames) -> str:
    key = cause.target or ""
    instrument, local = names.instruments.get(key.partition("/")[0]), key.partition("/")[2]
    entries: list[Directive | Limitation | Duration | Trigger] = []
    if instrument:
        entries = [
            *instrument.directives,
            *instrument.limitations,
            *instrument.durations,
            *instrument.triggers,
        ]
    cite = next((each.cite for each in entries if each.id == local), None)
    return names.authority(key, cite)


def _recorded(cause: Cause, names: DisplayNames) -> str:
    """What our record says otherwise; an entry's own fields are told by its changes."""
    if cause.target == cause.instrument and cause.instrument:
        instead = (
            f": {_value(cause.new)} instead of {_value(cause.old)}"
            if isinstance(cause.new or cause.old, date)
            else ""
        )
        return f"{names.authority(cause.instrument, None)}, {cause.what.replace('_', ' ')}{instead}"
    if cause.path[:1] in (("events",), ("effects",)):
        return f"what is told of {_target(cause, names)}"
    return f"our entry of {_target(cause, names)}"


def _from_to(change: Change) -> str:
    if change.old is None and change.new is None:
        return f": {', '.join(change.fields)}" if change.fields else ""
    if change.old is None or change.new is None:
        return f": {_value(change.new or change.old)}"
    return f": {_value(change.old)} → {_value(change.new)}"


def _value(value: object) -> str:
    if isinstance(value, date):
        return long(value)
    if isinstance(value, tuple):
        return join_and(map(str, value))
    return str(value) if value is not None else "none"


def _days(value: object) -> str:
    """Dates as the screens write them; those of a series stand as text in a change."""
    if isinstance(value, tuple):
        return join_and(
            long(date.fromisoformat(each)) if each[:4].isdecimal() else each for each in value
        )
    return _value(value)


def _added(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    row = change.now
    if row is None or change.new is None:
        return f"New directive: {change.title}; no date"
    rule = row.directive.deadline
    again = f", {interval_text(rule.every)}" if rule and rule.every else ""
    projected = "projected " if row.due is None else "due "
    return f"New directive: {change.title}; {projected}{_days(change.new)}{again}"


def _removed(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    return f"No longer in the catalog: {change.title}" + (
        f" (was due {_days(change.old)})" if change.old else ""
    )


def _moved(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    if change.days is None:
        return f"{'Shorter' if change.kind.code == 'deadline-earlier' else 'Longer'} time limit{_from_to(change)}: {change.title}"
    days, way = abs(change.days), "later" if change.days > 0 else "earlier"
    return f"Due {_days(change.new)}, {count(days, 'day')} {way} than {_days(change.old)}: {change.title}"


def _dated(words: str) -> Callable[[Change, DisplayNames], str]:
    """Words with the `{old}` and `{new}` dates in them, then the title."""
    return lambda change, names: (  # noqa: ARG005
        f"{words.format(old=_days(change.old), new=_days(change.new))}: {change.title}"
    )


def _next(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    gone, come = (
        f"{words} {_days(value)}" if value else ""
        for words, value in (("no longer shown", change.old), ("now", change.new))
    )
    return f"Dates of the series: {', '.join(filter(None, (come, gone)))}: {change.title}"


def _alternative(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    verb = (
        "Another date is possible"
        if change.kind.code == "alternative-added"
        else "Another date is no longer open"
    )
    day = change.new or change.old
    return f"{verb}{f', {_dated_text(day)}' if day else ''}: {', '.join(change.fields)}: {change.title}"


def _dated_text(value: object) -> str:
    return long(date.fromisoformat(value)) if isinstance(value, str) else _value(value)


def _titled(words: str) -> Callable[[Change, DisplayNames], str]:
    return lambda change, names: f"{words}: {change.title}"  # noqa: ARG005


def _ended(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    return f"{_ENDED.get(str(change.new or change.old), 'Ended')}: {change.title or 'the whole instrument'}"


def _status(words: str) -> Callable[[Change, DisplayNames], str]:
    return lambda change, names: f"{words} ({_stood(change)}): {change.title}"  # noqa: ARG005


def _fulfilled(change: Change, names: DisplayNames) -> str:
    words = {
        "reported": "Reported",
        "unverifiable": "Claimed, but not checkable",
        "done": "Met",
    }.get(str(change.new), "Said to be met")
    return _status(words)(change, names)


def _passed(change: Change, names: DisplayNames) -> str:
    words = "Passed without a public record"
    if change.new == "unverifiable":
        words = "Passed; what was done is not public by nature"
    elif change.now and is_unsearched(change.now):
        words = "Passed; its record was not searched since"
    return _status(words)(change, names)


def _stood(change: Change) -> str:
    due = f"due {long(change.now.due)}; " if change.now and change.now.due else ""
    old, new = (_STOOD.get(str(each), str(each)) for each in (change.old, change.new))
    return f"{due}was {old}, now {new}"


def _bound(change: Change, names: DisplayNames) -> str:
    gone, come = (_labels(each, names) for each in (change.old, change.new))
    return (
        f"Must act now: {come}: {change.title}"
        if come
        else f"No longer bound: {gone}: {change.title}"
    )


def _labels(value: object, names: DisplayNames) -> str:
    return join_and(names.parties[each].label for each in value) if isinstance(value, tuple) else ""


def _role(change: Change, names: DisplayNames) -> str:
    field = change.fields[0]
    words = {
        "binds": "Acts through",
        "consults": "Consulted",
        "coordinates": "In coordination",
        "invites": "Invited",
        "serves": "Serves",
    }
    old, new = (_named(row, field, names.parties) for row in (change.was, change.now))
    return f"{words[field]}: {new} instead of {old}: {change.title}"


def _named(row: Obligation | None, field: str, parties: Parties) -> str:
    values: Sequence[object] = getattr(row.directive, field) if row else ()
    if field in ("invites", "serves"):
        return join_and(parties[str(each)].label for each in values) or "nobody"
    return offices(values, parties) or "nobody"  # type: ignore[arg-type]


def _disputed(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    return f"Sources conflict: {change.dispute.question if change.dispute else change.title}"


def _settled(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    return f"No conflict of sources any more: {change.title}"


def _scoped(words: str) -> Callable[[Change, DisplayNames], str]:
    """Words on a limitation, then how far it goes: `this section`, `the whole memorandum`."""

    def told(change: Change, names: DisplayNames) -> str:
        whole = f"the whole {instrument_noun(names.instruments[change.instrument])}"
        new, old = (
            whole if each == "order" else f"this {each}" if each else ""
            for each in (change.new, change.old)
        )
        return f"{words}, for {' instead of '.join(filter(None, (new, old)))}: {change.title}"

    return told


def _bears_on(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    return f"Stands as before: {change.title or 'the whole instrument'}" + (
        "" if change.new else "; that is no longer so"
    )


def _provision(words: str) -> Callable[[Change, DisplayNames], str]:
    return lambda change, names: f"{words}{_from_to(change)}: {change.title}"  # noqa: ARG005


def _reach(change: Change, names: DisplayNames) -> str:
    if change.id in names.parties:
        return f"{(change.fields[0]).capitalize()}: {_from_to(change).removeprefix(': ')}"
    return f"Reaches {_value(change.new)} instead of {_value(change.old)}: {change.title}"


def change_notes(change: Change, names: DisplayNames) -> list[str]:
    """What stands below a change: the accounts of a dispute, or both sources where the sides rest on different ones."""
    if change.dispute:
        sources = names.instruments[change.instrument].sources
        accounts = [
            f"{each.says} ({source_line(sources[each.source])})" for each in change.dispute.accounts
        ]
        return [*accounts, *filter(None, [change.dispute.assessment])]
    old, new = change.sources
    return (
        [f"Old: {source_line(old)}", f"New: {source_line(new)}"]
        if change.kind.code == "duration-changed" and old and new and old != new
        else []
    )


def _worded(change: Change, names: DisplayNames) -> str:  # noqa: ARG001
    told = f"Written differently ({', '.join(change.fields).replace('_', ' ')})"
    if (
        not isinstance(change.old, str)
        or not isinstance(change.new, str)
        or len(change.old + change.new) > _LONGEST_WORDS
    ):
        return told
    return f"{told}: “{change.old}” → “{change.new}”"


_SAID: Mapping[str, Callable[[Change, DisplayNames], str]] = {
    "directive-added": _added,
    "directive-removed": _removed,
    "directive-entered-in-error": _titled("Withdrawn, our entry was a mistake"),
    "directive-revoked": _titled("Revoked"),
    "directive-superseded": _titled("Superseded"),
    "directive-stayed": _titled("Stayed"),
    "directive-restored": _status("In force again"),
    "status-fulfilled": _fulfilled,
    "status-unfulfilled": _status("No longer counts as met"),
    "status-passed": _passed,
    "status-ahead": _status("Date lies ahead again"),
    "status-changed": _status("Stands differently"),
    "deadline-earlier": _moved,
    "deadline-later": _moved,
    "deadline-given": _dated("Now due {new}; it had no date"),
    "deadline-removed": _dated("No date any more; it was due {old}"),
    "deadline-projected": _dated("Projected {new} instead of {old}"),
    "deadline-next": _next,
    "deadline-rule": _dated("Same date by another rule, {new} instead of {old}"),
    "alternative-added": _alternative,
    "alternative-settled": _alternative,
    "alternative-moved": _dated("Another reading or source gives {new} instead of {old}"),
    "grace-changed": _dated("Grace until {new} instead of {old}"),
    "addressee-added": _bound,
    "addressee-removed": _bound,
    "role-changed": _role,
    "limitation-added": _scoped("Limitation added"),
    "limitation-removed": _scoped("Limitation gone"),
    "limitation-wider": _scoped("Limitation covers more"),
    "limitation-narrower": _scoped("Limitation covers less"),
    "duration-added": _provision("Duration added"),
    "duration-removed": _provision("Duration gone"),
    "duration-changed": _provision("Duration"),
    "disputed": _disputed,
    "dispute-opened": _disputed,
    "dispute-settled": _settled,
    "instrument-ended": _ended,
    "bears-on": _bears_on,
    "reach-changed": _reach,
    "wording": _worded,
}
