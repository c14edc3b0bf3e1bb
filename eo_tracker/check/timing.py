"""Rules about days: of instruments and events, in rules and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.dates import MONTHS, parse_named_day
from eo_tracker.models import Amendment, Catalog, Directive, Effect
from eo_tracker.resolve import effects_of

_WEEKDAY = re.compile(
    rf"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, ((?:{MONTHS}) [0-9]{{1,2}}, [0-9]{{4}})"
)
_SIGNED = ("executive-order", "proclamation", "presidential-memorandum", "nspm")


def _order_of_days(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if instrument.published and instrument.published < instrument.dated:
        yield Finding(
            ("published",),
            f"published on {instrument.published}, before its own date {instrument.dated}",
        )
    text = instrument.sources.get("text")
    if text and text.published and text.published.last < instrument.dated:
        yield Finding(
            ("sources", "text", "published"),
            f"the text was published on {text.published}, before its own date {instrument.dated}",
        )


def _same_day(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if (
        instrument.kind in _SIGNED
        and instrument.published == instrument.dated
        and not instrument.note
    ):
        yield Finding(
            ("published",),
            "the Register never prints an order on the day of its signing; if it did, say so in a note",
        )


def _early_event(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        owner = file.catalog.instruments.get(file.instrument.key(event.of).partition("/")[0])
        if owner and event.on and event.on.last < owner.dated and event.what != "occurred":
            yield Finding(
                ("events", index, "on"), f"{event.on} lies before {owner.name} of {owner.dated}"
            )


def _told_before(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        source = file.instrument.sources.get(event.source)
        if (
            event.on
            and event.what != "occurred"
            and source
            and source.published
            and source.published.last < event.on.first
        ):
            yield Finding(
                ("events", index, "on"),
                f"its source was published on {source.published}, before {event.on}",
            )


def _of_another_kind(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        key, occurs = file.instrument.key(event.of), event.what == "occurred"
        if occurs and key in file.catalog.directives:
            yield Finding(
                ("events", index, "what"),
                f"{event.of} is a directive; a directive is announced, claimed, partly done, completed or missed",
            )
        elif not occurs and key in file.catalog.triggers:
            yield Finding(
                ("events", index, "what"),
                f"{event.of} is a trigger; a trigger has 'occurred' or has not",
            )


def _occurrence(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    told = [
        ("events", index, instrument.key(each.of), each.occurrence)
        for index, each in enumerate(instrument.events)
    ]
    told += [
        ("effects", index, each.on, each.occurrence)
        for index, each in enumerate(instrument.effects)
    ]
    for family, index, key, occurrence in told:
        target = file.catalog.find(key) if occurrence else None
        if target is None:
            continue
        rule = target.deadline if isinstance(target, Directive) else None
        obligation = file.obligations().get(key)
        series = obligation.recurrence if obligation else None
        if rule is None or rule.every is None:
            yield Finding((family, index, "occurrence"), f"{key} does not recur")
        elif series and occurrence not in series:
            yield Finding(
                (family, index, "occurrence"),
                f"{key} falls due every {series.every} from {series.first}, never then",
            )


def _early_grace(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.grace and not (directive.deadline and directive.deadline.every):
            obligation = file.obligations().get(file.instrument.key(directive.id))
            if obligation and obligation.due and directive.grace.until.last < obligation.due:
                yield Finding(
                    ("directives", index, "grace"),
                    f"grace ends on {directive.grace.until.last}, before the deadline {obligation.due}",
                )


def _weekday(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        for found in _WEEKDAY.finditer(text):
            try:
                day = parse_named_day(found[2])
            except ValueError:
                yield Finding(path, f"{found[2]} is no day of the calendar")
                continue
            if f"{day:%A}" != f"{found[1]}day":
                yield Finding(path, f"{found[2]} is a {day:%A}, not a {found[1]}day")


def _dead_step(file: File) -> Iterator[Finding]:
    ended = {
        effect.effect.on
        for owner in file.catalog.instruments.values()
        for effect in effects_of(owner)
        if effect.effect.does in ("revokes", "supersedes") and not owner.is_draft
    }
    for index, directive in enumerate(file.instrument.directives):
        for name in directive.deadline.references if directive.deadline else ():
            key = file.instrument.key(name)
            step = file.catalog.directives.get(key)
            if (
                key in ended
                or key.partition("/")[0] in ended
                or (step and step[1].entered_in_error)
            ):
                yield Finding(
                    ("directives", index, "deadline"),
                    f"this depends on {key}, which is no longer in force",
                )


def _same_value(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        target = file.catalog.find(effect.on)
        if effect.set is None or target is None:
            continue
        for name in sorted(effect.set.model_fields_set):
            before = _last_to_set(name, effect, file.catalog) or target
            if name != "cite" and getattr(before, name, None) == getattr(effect.set, name):
                yield Finding(("effects", index, "set", name), f"{effect.on} says the same already")


def _last_to_set(name: str, effect: Effect, catalog: Catalog) -> Amendment | None:
    """What set the field of the target last, before this effect."""
    last = None
    for amendment in catalog.amendments.get(effect.on, ()):
        if amendment is effect:
            break
        if amendment.set and name in amendment.set.model_fields_set:
            last = amendment.set
    return last


def _before_the_order(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        rule = directive.deadline
        if rule and rule.by and rule.by.last < file.instrument.dated:
            yield Finding(
                ("directives", index, "deadline"),
                f"due on {rule.by.last}, before the instrument of {file.instrument.dated}",
            )


_DIRECTIVE = "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb]}\n"
_PAGE = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"


def _directive(deadline: str, quote: str = "", more: str = "") -> str:
    words = f', quote: "{quote}"' if quote else ""
    return f"directives:\n  - {{id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], deadline: {{{deadline}}}{words}}}{more}\n"


_BAD = "  # <-"

TIMING_RULES = (
    Rule(
        "E601",
        "published-before-dated",
        "error",
        "An instrument is published before its own date.",
        "One of the two days is wrong, and deadlines hang on both.",
        "published: 2026-06-01  # <-\n",
        "published: 2026-06-05\n",
        _order_of_days,
    ),
    Rule(
        "E602",
        "published-when-dated",
        "warning",
        "A presidential document is published on the day it was signed, without a note.",
        "The Federal Register appears days later; one day was copied into the other's place.",
        "published: 2026-06-02  # <-\n",
        "published: 2026-06-05\n",
        _same_day,
    ),
    Rule(
        "E603",
        "early-event",
        "error",
        "Something happened to a directive before its instrument existed.",
        "Nobody announces or completes what is not ordered yet.",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-01, of: 2a, what: announced, source: text}}  # <-\n",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: announced, source: text}}\n",
        _early_event,
    ),
    Rule(
        "E604",
        "occurrence",
        "error",
        "An event or effect names a date that its directive does not have.",
        "It is then told of no date at all.",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: announced, occurrence: 2026-07-02, source: text}}  # <-\n",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: announced, source: text}}\n",
        _occurrence,
    ),
    Rule(
        "E605",
        "weekday",
        "error",
        "A weekday in words does not fit its date.",
        "One of the two is wrong, and the reader cannot know which.",
        "note: It was due on Monday, June 2, 2026.  # <-\n",
        "note: It was due on Tuesday, June 2, 2026.\n",
        _weekday,
    ),
    Rule(
        "E606",
        "dead-step",
        "warning",
        "A deadline counts from, or ends with, a step that was entered in error, revoked or superseded.",
        "Its date will never come unless another instrument gives it.",
        _directive("within: 30 days, of: eo-7/gone", more=_BAD),
        _directive("within: 30 days, of: eo-7/2a"),
        _dead_step,
    ),
    Rule(
        "E609",
        "same-value",
        "warning",
        "An amendment sets a value that its target has already.",
        "Either the target was changed by hand as well, or the amendment says something else.",
        f"{_PAGE}effects:\n  - {{does: amends, on: eo-7/2a, set: {{force: mandatory}}, cite: '1'}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: amends, on: eo-7/2a, set: {{force: hortatory}}, cite: '1'}}\n",
        _same_value,
    ),
    Rule(
        "E610",
        "due-before-dated",
        "error",
        "A fixed date lies before its instrument.",
        "Nothing can be ordered for a day that has passed; it is a citation, a history or a wrong year.",
        _directive("by: 2025-12-31", more=_BAD),
        _directive("by: 2026-12-31"),
        _before_the_order,
    ),
    Rule(
        "E611",
        "early-grace",
        "error",
        "A grace period ends before the deadline.",
        "Grace is time after the deadline; this would be none, so one of the two is wrong.",
        _directive("within: 60 days, of: date}, grace: {until: 2026-07-01", more=_BAD),
        _directive("within: 60 days, of: date}, grace: {until: 2026-09-30"),
        _early_grace,
    ),
    Rule(
        "E612",
        "told-before",
        "warning",
        "The source of an event was published before it happened.",
        "No source tells what is still to come: a day or the source is wrong, or the page was changed since and needs its later day.",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: text}}  # <-\n",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: completed, source: text}}\n",
        _told_before,
    ),
    Rule(
        "E615",
        "event-of-another-kind",
        "error",
        "A directive has 'occurred', or a trigger is said to be anything else.",
        "It would start clocks, but show no status, or do neither; somebody meant another ID or another event.",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: occurred, source: text}}  # <-\n",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: completed, source: text}}\n",
        _of_another_kind,
    ),
)
