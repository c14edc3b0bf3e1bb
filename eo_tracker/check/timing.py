"""Rules about the days of instruments, events and deadlines, and the days that texts name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.dates import MONTHS, parse_named_day
from eo_tracker.models import Amendment, Catalog, Directive, Effect, owner_id
from eo_tracker.resolve import effects_of

_WEEKDAY = re.compile(
    r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, "
    rf"((?:{MONTHS}) [0-9]{{1,2}}, [0-9]{{4}})"
)
_SIGNED_KINDS = ("executive-order", "proclamation", "presidential-memorandum", "nspm")
_FINAL_ENDS = ("revokes", "supersedes")


# The instrument


def _published_before_dated(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    dated = instrument.dated
    if instrument.published and instrument.published < dated:
        message = f"published on {instrument.published}, before its own date {dated}"
        yield Finding(("published",), message)
    text = instrument.sources.get("text")
    if text and text.published and text.published.last < dated:
        message = f"the text was published on {text.published}, before its own date {dated}"
        yield Finding(("sources", "text", "published"), message)


def _published_on_signing(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if instrument.kind not in _SIGNED_KINDS or instrument.note:
        return
    if instrument.published == instrument.dated:
        message = (
            "the Federal Register does not publish an order on the day it is signed; "
            "if it did, say so in a note"
        )
        yield Finding(("published",), message)


def _weekday_mismatch(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        for match in _WEEKDAY.finditer(text):
            weekday, words = f"{match[1]}day", match[2]
            try:
                day = parse_named_day(words)
            except ValueError:
                yield Finding(path, f"{words} is not a real date")
                continue
            if f"{day:%A}" != weekday:
                yield Finding(path, f"{words} is a {day:%A}, not a {weekday}")


# Events


def _event_before_instrument(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        name = owner_id(file.instrument.key(event.of))
        owner = file.catalog.instruments.get(name)
        if owner is None or event.on is None or event.what == "occurred":
            continue
        if event.on.last < owner.dated:
            message = f"{event.on} is before {owner.name}, which is dated {owner.dated}"
            yield Finding(("events", index, "on"), message)


def _source_predates_event(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        source = file.instrument.sources.get(event.source)
        if source is None or source.published is None:
            continue
        if event.on is None or event.what == "occurred":
            continue
        if source.published.last < event.on.first:
            message = f"its source was published on {source.published}, before {event.on}"
            yield Finding(("events", index, "on"), message)


def _event_kind_mismatch(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        key = file.instrument.key(event.of)
        if event.what == "occurred" and key in file.catalog.directives:
            message = (
                f"{event.of} is a directive; "
                "a directive is announced, claimed, partly done, completed or missed"
            )
            yield Finding(("events", index, "what"), message)
        elif event.what != "occurred" and key in file.catalog.triggers:
            message = f"{event.of} is a trigger; the only event of a trigger is 'occurred'"
            yield Finding(("events", index, "what"), message)


class _Occurrence(NamedTuple):
    """An event or effect on one date of a directive, by the full ID."""

    family: str
    position: int
    key: str
    day: date


def _occurrences(file: File) -> Iterator[_Occurrence]:
    instrument = file.instrument
    for index, event in enumerate(instrument.events):
        if event.occurrence:
            yield _Occurrence("events", index, instrument.key(event.of), event.occurrence)
    for index, effect in enumerate(instrument.effects):
        if effect.occurrence:
            yield _Occurrence("effects", index, effect.on, effect.occurrence)


def _not_in_series(file: File) -> Iterator[Finding]:
    for occurrence in _occurrences(file):
        if problem := _not_a_date_of(occurrence, file):
            yield Finding((occurrence.family, occurrence.position, "occurrence"), problem)


def _not_a_date_of(occurrence: _Occurrence, file: File) -> str:
    """Why the directive does not fall due on that day; empty where it does, or is unknown."""
    key = occurrence.key
    target = file.catalog.find(key)
    if target is None:
        return ""
    rule = target.deadline if isinstance(target, Directive) else None
    if rule is None or rule.every is None:
        return f"{key} does not recur"
    obligation = file.obligations().get(key)
    series = obligation.recurrence if obligation else None
    if series is None or occurrence.day in series:
        return ""
    return f"{key} is due every {series.every} from {series.first}, but not on {occurrence.day}"


# Deadlines


def _due_before_dated(file: File) -> Iterator[Finding]:
    dated = file.instrument.dated
    for index, directive in enumerate(file.instrument.directives):
        rule = directive.deadline
        if rule and rule.by and rule.by.last < dated:
            message = f"due on {rule.by.last}, before the date of the instrument, {dated}"
            yield Finding(("directives", index, "deadline"), message)


def _grace_before_deadline(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.grace is None or (directive.deadline and directive.deadline.every):
            continue
        obligation = file.obligations().get(file.instrument.key(directive.id))
        due = obligation.due if obligation else None
        until = directive.grace.until.last
        if due and until < due:
            message = f"the grace period ends on {until}, before the deadline {due}"
            yield Finding(("directives", index, "grace"), message)


def _inactive_dependency(file: File) -> Iterator[Finding]:
    references = [*_references(file)]
    if not references:
        return
    ended = _finally_ended(file.catalog)
    for index, key in references:
        if _is_inactive(key, ended, file.catalog):
            message = f"this depends on {key}, which is no longer in force"
            yield Finding(("directives", index, "deadline"), message)


def _references(file: File) -> Iterator[tuple[int, str]]:
    """The index of each directive whose deadline depends on a step, and the full ID of the step."""
    for index, directive in enumerate(file.instrument.directives):
        if directive.deadline:
            for name in directive.deadline.references:
                yield index, file.instrument.key(name)


def _finally_ended(catalog: Catalog) -> set[str]:
    """The full IDs of everything that is revoked or superseded; drafts end nothing."""
    ended: set[str] = set()
    for owner in catalog.instruments.values():
        if not owner.effects or owner.is_draft:
            continue
        effects = [known.effect for known in effects_of(owner)]
        ended.update(effect.on for effect in effects if effect.does in _FINAL_ENDS)
    return ended


def _is_inactive(key: str, ended: set[str], catalog: Catalog) -> bool:
    if key in ended or owner_id(key) in ended:
        return True
    step = catalog.directives.get(key)
    return step is not None and step[1].entered_in_error is not None


def _unchanged_value(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        target = file.catalog.find(effect.on)
        if effect.set is None or target is None:
            continue
        for name in sorted(effect.set.model_fields_set - {"cite"}):
            before = _last_to_set(name, effect, file.catalog) or target
            if getattr(before, name, None) == getattr(effect.set, name):
                message = f"{effect.on} already has this value"
                yield Finding(("effects", index, "set", name), message)


def _last_to_set(name: str, effect: Effect, catalog: Catalog) -> Amendment | None:
    """The last amendment of the same field of the target before this effect."""
    last = None
    for amendment in catalog.amendments.get(effect.on, ()):
        if amendment is effect:
            break
        if amendment.set and name in amendment.set.model_fields_set:
            last = amendment.set
    return last


TIMING_RULES = (
    Rule(
        "E601",
        "published-before-dated",
        "error",
        "An instrument is published before its own date.",
        why="One of the two days is wrong, and deadlines depend on both.",
        bad=Sample.piece("published: 2026-06-01  # <-"),
        good=Sample.piece("published: 2026-06-05"),
        find=_published_before_dated,
    ),
    Rule(
        "E602",
        "published-on-signing",
        "warning",
        "A presidential document is published on the day it was signed, without a note.",
        why="The Federal Register appears days later; one date was probably copied to the other.",
        bad=Sample.piece("published: 2026-06-02  # <-"),
        good=Sample.piece("published: 2026-06-05"),
        find=_published_on_signing,
    ),
    Rule(
        "E603",
        "event-too-early",
        "error",
        "An event on a directive is before the date of its instrument.",
        why="A directive cannot be announced or completed before it is issued.",
        bad=Sample.piece("""
            events:
              - on: 2026-05-20  # <-
                of: eo-7/2a
                what: announced
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: announced
                source: text
        """),
        find=_event_before_instrument,
    ),
    Rule(
        "E604",
        "occurrence-mismatch",
        "error",
        "An event or effect names a date on which its directive is not due.",
        why="It would apply to none of the directive's dates.",
        bad=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: announced
                occurrence: 2026-07-02  # <-
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: announced
                source: text
        """),
        find=_not_in_series,
    ),
    Rule(
        "E605",
        "weekday-mismatch",
        "error",
        "A weekday in a text does not fit its date.",
        why="One of the two is wrong, and a reader cannot tell which.",
        bad=Sample.piece("note: It was due on Monday, June 2, 2026.  # <-"),
        good=Sample.piece("note: It was due on Tuesday, June 2, 2026."),
        find=_weekday_mismatch,
    ),
    Rule(
        "E606",
        "inactive-dependency",
        "warning",
        "A deadline depends on a step that was entered in error, revoked or superseded.",
        why="It will have no date unless another instrument sets one.",
        bad=Sample.directive("deadline: {within: 30 days, of: eo-7/gone}  # <-"),
        good=Sample.directive("deadline: {within: 30 days, of: eo-7/2a}"),
        find=_inactive_dependency,
    ),
    Rule(
        "E609",
        "unchanged-value",
        "warning",
        "An amendment sets a value that its target already has.",
        why="Either the target was edited by hand too, or the amendment says something else.",
        bad=Sample.piece("""
            effects:
              - does: amends
                on: eo-7/2a
                set: {force: mandatory}  # <-
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: amends
                on: eo-7/2a
                set: {force: hortatory}
                cite: '1'
        """),
        find=_unchanged_value,
    ),
    Rule(
        "E610",
        "due-before-dated",
        "error",
        "A fixed date is before the date of its instrument.",
        why="An order cannot be due in the past; the year is wrong, or the date is not a deadline.",
        bad=Sample.directive("deadline: {by: 2025-12-31}  # <-"),
        good=Sample.directive("deadline: {by: 2026-12-31}"),
        find=_due_before_dated,
    ),
    Rule(
        "E611",
        "grace-before-deadline",
        "error",
        "A grace period ends before the deadline.",
        why="A grace period is time after the deadline, so one of the two dates is wrong.",
        bad=Sample.directive("""
            deadline: {within: 60 days, of: date}
            grace: {until: 2026-07-01}  # <-
        """),
        good=Sample.directive("""
            deadline: {within: 60 days, of: date}
            grace: {until: 2026-09-30}
        """),
        find=_grace_before_deadline,
    ),
    Rule(
        "E612",
        "source-predates-event",
        "warning",
        "The source of an event was published before the event.",
        why=(
            "A source cannot report what has not happened: the day or the source is wrong, "
            "or the page was changed later and its later date should be given."
        ),
        bad=Sample.piece("""
            events:
              - on: 2026-06-20  # <-
                of: eo-7/2a
                what: completed
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: completed
                source: text
        """),
        find=_source_predates_event,
    ),
    Rule(
        "E615",
        "event-kind-mismatch",
        "error",
        "A directive has the event 'occurred', or a trigger has any other event.",
        why="Such an event changes no status; the ID or the kind of event is wrong.",
        bad=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: occurred  # <-
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: completed
                source: text
        """),
        find=_event_kind_mismatch,
    ),
)
