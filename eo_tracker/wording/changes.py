"""A change, and its cause, in an attorney's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from eo_tracker.dates import long
from eo_tracker.diff import Cause, Change, ChangeLevel, Diff
from eo_tracker.models import Instrument, Party, owner_id
from eo_tracker.resolve import Obligation
from eo_tracker.wording.sources import source_line
from eo_tracker.wording.timing import interval_text
from eo_tracker.wording.words import (
    Parties,
    authority,
    count,
    instrument_noun,
    join_and,
    labels,
    office,
    offices,
    optional,
)

LEVEL_HEADINGS = {
    ChangeLevel.BREAKING: "Action required: someone must act differently or sooner",
    ChangeLevel.NOTABLE: "Notable: later or less strict, completed, past due, or not in force",
    ChangeLevel.MINOR: "Minor",
}
_MAX_QUOTED = 300  # characters of old and new text together
_STATUS_WORDS = {
    "unverifiable": "not verifiable",
    "past-due": "past due",
    "draft": "in a draft",
    "due-today": "due today",
}
_ENDED_WORDS = {
    "revokes": "Revoked",
    "supersedes": "Superseded",
    "stays": "Stayed",
    "waives": "Waived",
}
_ROLE_WORDS = {
    "binds": "Acts through",
    "consults": "Consulted",
    "coordinates": "In coordination",
    "invites": "Invited",
    "serves": "Made for",
}
_CLAIM_WORDS = {
    "reported": "Reported",
    "unverifiable": "Claimed, but not publicly verifiable",
    "done": "Met",
}


class DisplayNames:
    """The names of instruments and parties on either side, the new one first."""

    def __init__(self, diff: Diff) -> None:
        old, new = diff.old.catalog, diff.new.catalog
        self.instruments: Mapping[str, Instrument] = {**old.instruments, **new.instruments}
        self.parties: Mapping[str, Party] = {**old.parties, **new.parties}

    def authority(self, key: str, cite: str | None) -> str:
        """`EO 14409 § 2(f)`, an instrument's name, or an entry of the registry."""
        instrument = self.instruments.get(owner_id(key))
        if instrument is None:
            return self.parties[key].label
        return authority(instrument, cite) if cite else instrument.name

    def affected(self, change: Change) -> str:
        """Who must act, on either side, through whom."""
        names = [name for name in change.affected if name in self.parties and name != change.id]
        through = {**_offices(change.was, self.parties), **_offices(change.now, self.parties)}
        offices = [through.get(name, self.parties[name].label) for name in names]
        return "; ".join(offices)


def _offices(row: Obligation | None, parties: Parties) -> dict[str, str]:
    """The offices that an obligation binds, by party."""
    if row is None:
        return {}
    return {role.party: office(role, parties) for role in row.directive.binds}


def change_text(change: Change, names: DisplayNames) -> str:
    """What changed, in one sentence, from what to what."""
    render = _SENTENCES.get(change.kind.code)
    if render:
        sentence = render(change, names)
    else:
        sentence = f"{change.kind.sentence.rstrip('.')}{_from_to(change)}"
    if change.occurrence and change.kind.code.startswith("status"):
        return f"{sentence} (occurrence of {long(change.occurrence)})"
    return sentence


def change_notes(change: Change, names: DisplayNames) -> list[str]:
    """What is below a change: the accounts of a dispute, or both sources where they differ."""
    if change.dispute:
        return _accounts(change, names)
    old, new = change.sources
    if change.kind.code != "duration-changed" or old == new:
        return []
    if old is None or new is None:
        return []
    return [f"Old: {source_line(old)}", f"New: {source_line(new)}"]


def _accounts(change: Change, names: DisplayNames) -> list[str]:
    assert change.dispute is not None
    sources = names.instruments[change.instrument].sources
    accounts = []
    for account in change.dispute.accounts:
        source = source_line(sources[account.source])
        accounts.append(f"{account.says} ({source})")
    if change.dispute.assessment:
        accounts.append(change.dispute.assessment)
    return accounts


# causes


def cause_heading(change: Change, names: DisplayNames) -> str:
    """The cause of a change, as a heading for all changes that it caused.

    Where only our entry is written differently, that is one heading for the whole instrument.
    """
    cause = change.cause
    is_own_entry = cause.kind == "record" and cause.target == change.id
    if not is_own_entry or _is_of_happening(cause):
        return cause_text(cause, names)
    instrument = names.instruments.get(change.instrument)
    if instrument is None:
        return "Record: our entries for parties"
    return f"Record: our entries for {instrument.name}"


def cause_text(cause: Cause, names: DisplayNames) -> str:
    """Why: the law, our record or the day, and where it is written."""
    match cause.kind:
        case "time":
            old, new = _value(cause.old), _value(cause.new)
            return f"Time: only the as-of date moved, from {old} to {new}"
        case "record":
            return f"Record: {_recorded(cause, names)}"
        case _:
            return f"{_law(cause, names)}{_late(cause)}"


def _law(cause: Cause, names: DisplayNames) -> str:
    if cause.what == "issued":
        name = _owner_name(cause, names)
        return f"Law: {name}, dated {_value(cause.day)}"
    target = _target(cause, names)
    if cause.path[:1] == ("effects",):
        where = names.authority(cause.instrument or "", cause.cite)
        return f"Law: {where} {cause.what} {target}"
    # The law was not changed by what somebody did or says was done.
    event = f"Event: {target} {cause.what}"
    if cause.source is None:
        return event
    return f"{event} ({source_line(cause.source)})"


def _late(cause: Cause) -> str:
    if not cause.late:
        return ""
    return f", public since {_value(cause.day)} but recorded late"


def _owner_name(cause: Cause, names: DisplayNames) -> str:
    if cause.instrument is None:
        return "the registry"
    return names.authority(cause.instrument, None)


def _is_of_happening(cause: Cause) -> bool:
    return cause.path[:1] in (("events",), ("effects",))


def _target(cause: Cause, names: DisplayNames) -> str:
    key = cause.target or ""
    owner, _, local = key.partition("/")
    instrument = names.instruments.get(owner)
    if instrument is None:
        return names.authority(key, None)
    return names.authority(key, _cite(instrument, local))


def _cite(instrument: Instrument, local: str) -> str | None:
    """The pinpoint of an entry of an instrument."""
    families = (
        instrument.directives,
        instrument.limitations,
        instrument.durations,
        instrument.triggers,
    )
    for family in families:
        for entry in family:
            if entry.id == local:
                return entry.cite
    return None


def _recorded(cause: Cause, names: DisplayNames) -> str:
    """What our record says otherwise; an entry's own fields are in its changes."""
    if cause.instrument and cause.target == cause.instrument:
        name = names.authority(cause.instrument, None)
        field = cause.what.replace("_", " ")
        return f"{name}, {field}{_instead(cause)}"
    if _is_of_happening(cause):
        return f"our account of {_target(cause, names)}"
    return f"our entry for {_target(cause, names)}"


def _instead(cause: Cause) -> str:
    """`: Tuesday, June 2, 2026 instead of Monday, June 1, 2026`; only for dates."""
    if not isinstance(cause.new or cause.old, date):
        return ""
    return f": {_value(cause.new)} instead of {_value(cause.old)}"


# values


def _from_to(change: Change) -> str:
    old, new = change.old, change.new
    if old is not None and new is not None:
        return f": {_value(old)} → {_value(new)}"
    if old is not None or new is not None:
        return f": {_value(new or old)}"
    return optional(": {}", ", ".join(change.fields))


def _value(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, date):
        return long(value)
    if isinstance(value, tuple):
        return join_and(map(str, value))
    return str(value)


def _days(value: object) -> str:
    """Dates as the screens write them; those of a series are text in a change."""
    if isinstance(value, tuple):
        return join_and(map(_day, value))
    return _value(value)


def _day(text: str) -> str:
    if not text[:4].isdecimal():
        return text
    return long(date.fromisoformat(text))


# sentences, by kind of change

Sentence = Callable[[Change, DisplayNames], str]


def _titled(words: str) -> Sentence:
    return lambda change, _: f"{words}: {change.title}"


def _dated(words: str) -> Sentence:
    """Words with the `{old}` and `{new}` dates in them, then the title."""

    def render(change: Change, _: DisplayNames) -> str:
        dates = words.format(
            old=_days(change.old),
            new=_days(change.new),
        )
        return f"{dates}: {change.title}"

    return render


def _status(words: str) -> Sentence:
    """Words, then both statuses, then the title."""
    return lambda change, _: _with_status(words, change)


def _with_status(words: str, change: Change) -> str:
    due = ""
    if change.now and change.now.due:
        due = f"due {long(change.now.due)}; "
    old, new = _status_word(change.old), _status_word(change.new)
    return f"{words} ({due}was {old}, now {new}): {change.title}"


def _status_word(value: object) -> str:
    status = str(value)
    return _STATUS_WORDS.get(status, status)


def _scoped(words: str) -> Sentence:
    """Words on a limitation, then how far it goes: `this section`, `the whole memorandum`."""

    def render(change: Change, names: DisplayNames) -> str:
        instrument = names.instruments[change.instrument]
        values = filter(None, (change.new, change.old))
        scopes = [_scope(value, instrument) for value in values]
        return f"{words}, for {' instead of '.join(scopes)}: {change.title}"

    return render


def _scope(value: object, instrument: Instrument) -> str:
    if value == "order":
        return f"the whole {instrument_noun(instrument)}"
    return f"this {value}"


def _provision(words: str) -> Sentence:
    return lambda change, _: f"{words}{_from_to(change)}: {change.title}"


def _added(change: Change, _: DisplayNames) -> str:
    row = change.now
    if row is None or change.new is None:
        return f"New directive: {change.title}; no date"
    when = "projected" if row.due is None else "due"
    sentence = f"New directive: {change.title}; {when} {_days(change.new)}"
    rule = row.directive.deadline
    if rule and rule.every:
        return f"{sentence}, {interval_text(rule.every)}"
    return sentence


def _removed(change: Change, _: DisplayNames) -> str:
    sentence = f"Directive removed: {change.title}"
    if change.old is None:
        return sentence
    return f"{sentence} (was due {_days(change.old)})"


def _moved(change: Change, _: DisplayNames) -> str:
    days = change.days
    if days is None:
        is_shorter = change.kind.code == "deadline-earlier"
        length = "Shorter" if is_shorter else "Longer"
        return f"{length} time limit{_from_to(change)}: {change.title}"
    direction = "later" if days > 0 else "earlier"
    distance = count(abs(days), "day")
    moved = f"{distance} {direction} than {_days(change.old)}"
    return f"Due {_days(change.new)}, {moved}: {change.title}"


def _next(change: Change, _: DisplayNames) -> str:
    parts = []
    if change.new:
        parts.append(f"now {_days(change.new)}")
    if change.old:
        parts.append(f"no longer shown {_days(change.old)}")
    return f"Dates of the series: {', '.join(parts)}: {change.title}"


def _alternative(words: str) -> Sentence:
    """Words, then the other date and the reason for it."""

    def render(change: Change, _: DisplayNames) -> str:
        value = change.new or change.old
        sentence = words
        if isinstance(value, str):
            sentence += f", {_day(value)}"
        reasons = ", ".join(change.fields)
        return f"{sentence}: {reasons}: {change.title}"

    return render


def _ended(change: Change, _: DisplayNames) -> str:
    words = _ENDED_WORDS.get(str(change.new or change.old), "Ended")
    return f"{words}: {change.title or 'the whole instrument'}"


def _fulfilled(change: Change, _: DisplayNames) -> str:
    words = _CLAIM_WORDS.get(str(change.new), "Reported as met")
    return _with_status(words, change)


def _passed(change: Change, _: DisplayNames) -> str:
    if change.new == "unverifiable":
        words = "Past due; not publicly verifiable"
    elif change.now and change.now.is_unsearched:
        words = "Past due; record not searched since"
    else:
        words = "Past due; no public record of completion found"
    return _with_status(words, change)


def _bound(change: Change, names: DisplayNames) -> str:
    if isinstance(change.new, tuple):
        return f"Now responsible: {labels(change.new, names.parties)}: {change.title}"
    assert isinstance(change.old, tuple)
    return f"No longer bound: {labels(change.old, names.parties)}: {change.title}"


def _role(change: Change, names: DisplayNames) -> str:
    field = change.fields[0]
    old = _role_holders(change.was, field, names.parties)
    new = _role_holders(change.now, field, names.parties)
    return f"{_ROLE_WORDS[field]}: {new} instead of {old}: {change.title}"


def _role_holders(
    row: Obligation | None,
    field: str,
    parties: Parties,
) -> str:
    """Those who have a role, by their labels."""
    if row is None:
        return "nobody"
    if field in ("invites", "serves"):
        holders = labels(getattr(row.directive, field), parties)
    else:
        holders = offices(getattr(row.directive, field), parties)
    return holders or "nobody"


def _disputed(change: Change, _: DisplayNames) -> str:
    assert change.dispute is not None
    return f"Sources conflict: {change.dispute.question}"


def _bears_on(change: Change, _: DisplayNames) -> str:
    sentence = f"Status unchanged: {change.title or 'the whole instrument'}"
    if change.new:
        return sentence
    return f"{sentence}; the effect no longer applies"


def _reach(change: Change, names: DisplayNames) -> str:
    if change.id in names.parties:
        values = _from_to(change).removeprefix(": ")
        return f"{change.fields[0].capitalize()}: {values}"
    old, new = _value(change.old), _value(change.new)
    return f"Affects {new} instead of {old}: {change.title}"


def _worded(change: Change, _: DisplayNames) -> str:
    fields = ", ".join(change.fields).replace("_", " ")
    sentence = f"Wording changed ({fields})"
    old, new = change.old, change.new
    if not isinstance(old, str) or not isinstance(new, str):
        return sentence
    if len(old) + len(new) > _MAX_QUOTED:
        return sentence
    return f"{sentence}: “{old}” → “{new}”"


_SENTENCES: Mapping[str, Sentence] = {
    "directive-added": _added,
    "directive-removed": _removed,
    "directive-entered-in-error": _titled("Entered in error"),
    "directive-revoked": _titled("Revoked"),
    "directive-superseded": _titled("Superseded"),
    "directive-stayed": _titled("Stayed"),
    "directive-restored": _status("In force again"),
    "status-fulfilled": _fulfilled,
    "status-unfulfilled": _status("No longer counts as met"),
    "status-passed": _passed,
    "status-ahead": _status("Due date is in the future again"),
    "status-changed": _status("Status changed"),
    "deadline-earlier": _moved,
    "deadline-later": _moved,
    "deadline-given": _dated("Now due {new}; it had no due date"),
    "deadline-removed": _dated("No longer has a due date; it was due {old}"),
    "deadline-projected": _dated("Projected {new} instead of {old}"),
    "deadline-next": _next,
    "deadline-rule": _dated("Same date under a different rule, {new} instead of {old}"),
    "alternative-added": _alternative("Another date is possible"),
    "alternative-settled": _alternative("Another date is no longer open"),
    "alternative-moved": _dated("Another reading or source gives {new} instead of {old}"),
    "grace-changed": _dated("Grace until {new} instead of {old}"),
    "addressee-added": _bound,
    "addressee-removed": _bound,
    "role-changed": _role,
    "limitation-added": _scoped("Limitation added"),
    "limitation-removed": _scoped("Limitation removed"),
    "limitation-wider": _scoped("Limitation covers more"),
    "limitation-narrower": _scoped("Limitation covers less"),
    "duration-added": _provision("Duration added"),
    "duration-removed": _provision("Duration removed"),
    "duration-changed": _provision("Duration"),
    "disputed": _disputed,
    "dispute-opened": _disputed,
    "dispute-settled": _titled("Sources no longer conflict"),
    "instrument-ended": _ended,
    "bears-on": _bears_on,
    "reach-changed": _reach,
    "wording": _worded,
}
