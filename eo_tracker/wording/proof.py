"""The proof of a date: one labelled line for each step, so that a reader can count it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eo_tracker.dates import add, long, short
from eo_tracker.models import LAST_YEAR, Catalog, Directive
from eo_tracker.resolve import KnownEffect, Obligation, OtherDate, Step
from eo_tracker.wording.effects import (
    authority_ended,
    chained_effect_line,
    effect_authority,
    effect_line,
)
from eo_tracker.wording.sources import event_line, is_read_in_full, text_source
from eo_tracker.wording.status import status_text
from eo_tracker.wording.timing import (
    closed_day,
    counting_notes,
    nearest_business_days,
    projection,
    recurrence_text,
)
from eo_tracker.wording.words import (
    Line,
    as_sentence,
    authority,
    instrument_noun,
    optional,
    pinpoint,
)

_LABELS = {
    "fixed": "Date",
    "waiting": "Waiting",
    "unknown-day": "Waiting",
    "hours": "Hours",
    "anew": "Clock",
    "roll": "Moved",
    "beyond": "Beyond",
    "tolled": "Tolled",
    "no-date-left": "Ended",
}


def date_proof(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """The proof of the date: labelled lines, the date and its words first."""
    status = as_sentence(status_text(obligation, catalog.parties))
    return [
        ("", _headline(obligation)),
        *_original(obligation),
        ("Directive", f"{obligation.directive.title} ({obligation.id})"),
        *_steps(obligation, catalog),
        *_amendments(obligation),
        *other_dates(obligation),
        *_closed(obligation),
        *counting_notes(obligation),
        *reading(obligation.directive),
        *grace(obligation),
        *_authority(obligation, catalog),
        ("Text", text_source(obligation)),
        ("Record", status),
        *_happenings(obligation, catalog),
    ]


def how_counted(obligation: Obligation, catalog: Catalog) -> str:
    """How the date was reached, on one line: its steps, amendments, and a closed day."""
    lines = [
        *_steps(obligation, catalog),
        *_amendments(obligation),
        *_closed(obligation),
    ]
    return " ".join(": ".join(filter(None, line)) for line in lines)


def _authority(obligation: Obligation, catalog: Catalog) -> Iterator[Line]:
    ended = authority_ended(obligation.instrument, obligation.authority_ended, catalog)
    if ended:
        yield "Authority", ended


def _happenings(obligation: Obligation, catalog: Catalog) -> Iterator[Line]:
    """Effects on the directive, what decides whether they act, and events."""
    for known in obligation.effects:
        if known.does != "parallels":
            yield "", f"{known.since} {effect_line(known, catalog.parties)}"
    for known in obligation.chain:
        yield "", f"{known.since} {chained_effect_line(known, catalog)}"
    for event in obligation.events:
        yield "", event_line(event)


# the first lines


def _headline(obligation: Obligation) -> str:
    amended = amendment(obligation)
    parts = [
        _date_words(obligation),
        _amended_words(amended) if amended else _words(obligation.directive),
    ]
    if obligation.hypothetical:
        parts.append("HYPOTHETICAL")
    return "   ".join(parts)


def _date_words(obligation: Obligation) -> str:
    if obligation.due is None:
        return _without_due(obligation)
    if obligation.projected:
        return f"Projected {projection(obligation)}; no later than {long(obligation.due)}"
    return long(obligation.due)


def _without_due(obligation: Obligation) -> str:
    if obligation.projected is None:
        return "No date"
    return f"No date yet; {projection(obligation)}"


def _words(directive: Directive) -> str:
    """The pinpoint with the words of the time limit: `§ 2(c)(i), under § 2(c), "Within …"`."""
    cite = pinpoint(directive.cite)
    if directive.quote is None:
        return cite
    if directive.at is None:
        return f'{cite}, "{directive.quote}"'
    return f'{cite}, under {pinpoint(directive.at)}, "{directive.quote}"'


def _amended_words(known: KnownEffect) -> str:
    """The amending instrument and pinpoint with the words that set the time limit."""
    effect = known.effect
    where = effect_authority(known)
    if effect.at:
        where = authority(known.by, effect.at)
    return where + optional(', "{}"', effect.quote)


def amendment(obligation: Obligation) -> KnownEffect | None:
    """The amendment that sets the rule of the date; None where the directive's own words do."""
    amendments = _deadline_amendments(obligation)
    return amendments[-1] if amendments else None


def _deadline_amendments(obligation: Obligation) -> list[KnownEffect]:
    return [known for known in obligation.effects if known.acts and _sets_deadline(known)]


def _sets_deadline(known: KnownEffect) -> bool:
    values = known.set
    return values is not None and "deadline" in values.model_fields_set


def _original(obligation: Obligation) -> Iterator[Line]:
    """The directive's own words, where an amendment set another time limit."""
    if amendment(obligation) is None:
        return
    words = _words(obligation.directive)
    if obligation.original_due:
        words += f": {long(obligation.original_due)}"
    yield "Originally", words


# steps


def _steps(obligation: Obligation, catalog: Catalog) -> Iterator[Line]:
    """One line for each step; a start and the count from it read as one sentence."""
    start: Step | None = None
    for step in obligation.steps:
        if step.kind == "start":
            start = step
            continue
        label = _LABELS.get(step.kind, "Counted")
        yield label, _step(step, start, obligation, catalog)
        if step.kind == "count" and step.ref == "date":
            yield from _not_from_publication(step, obligation)
    if not obligation.steps:
        yield "Date", _no_time_limit(obligation)


def _no_time_limit(obligation: Obligation) -> str:
    if is_read_in_full(obligation):
        return "The text sets no time limit."
    return "No time limit is recorded."


def _step(
    step: Step,
    start: Step | None,
    obligation: Obligation,
    catalog: Catalog,
) -> str:
    match step.kind:
        case "count" | "count-back":
            return _counted(step, start, obligation, catalog)
        case "fixed":
            return _fixed(step, obligation)
        case "repeat":
            return _repeated(step, recurrence_text(obligation, catalog))
        case "earliest" | "latest":
            return _chosen(step)
        case "anew" if step.ref is None:
            return f"Recurs {recurrence_text(obligation, catalog)}; no first date is known."
        case "waiting" | "unknown-day" | "hours" | "anew":
            return _without_date(step, _clock_name(step.ref or "", catalog))
        case _:
            return _moved(step)


def _fixed(step: Step, obligation: Obligation) -> str:
    if step.ref != str(step.day):
        return f"The last day of {step.ref} is {_day(step)}."
    amended = amendment(obligation)
    if amended is None:
        return "Fixed by the text."
    return f"Fixed by {effect_authority(amended)}."


def _repeated(step: Step, recurs: str) -> str:
    if step.times == 0:
        return f"Recurs {recurs}; this is the first date."
    first = f"From the first date, {_long(step.start)}"
    return f"{first}, {step.times:,} × {step.span}: {_day(step)}. Recurs {recurs}."


def _chosen(step: Step) -> str:
    """The earliest or latest of several dates."""
    if step.kind == "earliest" and not step.final:
        return f"No later than {_day(step)}; earlier if one of the open steps comes first."
    if step.projected:
        return f"The {step.kind} of these dates is {_day(step)} (projected)."
    return f"The {step.kind} of these dates is {_day(step)}."


def _moved(step: Step) -> str:
    start, day = _long(step.start), _day(step)
    match step.kind:
        case "roll":
            return f"From {start} to {day}: {step.ref}."
        case "tolled":
            stopped = f"The stay by {step.ref} stopped the time for {step.span}"
            return f"{stopped}: from {start} to {day}."
        case "no-date-left":
            until = f"It recurs only until {day}, which is before its first date"
            return f"{until}, {start}; so there is no date."
        case _:
            return f"The date is after the year {LAST_YEAR}, later than any order sets."


def _without_date(step: Step, clock: str) -> str:
    """A step that leaves no date to count."""
    runs = f"{step.span} run from {clock}"
    match step.kind:
        case "waiting":
            return f"{runs}, which is not reported."
        case "unknown-day":
            return f"{runs}, which is reported, but not on which day; so no date can be counted."
        case "hours":
            return f"{step.span} from {clock}. Hours are kept as words and never counted."
        case _:
            return f"{step.span} start again each time: {clock}."


def _counted(
    step: Step,
    start: Step | None,
    obligation: Obligation,
    catalog: Catalog,
) -> str:
    """`from Tuesday, June 2, 2026, the date on the order (day 0), 60 calendar days.`"""
    assert start is not None
    direction = "from" if step.kind == "count" else "back from"
    name = _start_name(step, obligation, catalog)
    counted = f"{direction} {_long(step.start)}, {name} (day 0), {_span(step)}"
    if obligation.when != step.day:
        counted += f": {_day(step)}"
    counted += "."
    if not step.clipped or start.day is None:
        return counted
    return f"{counted} The month ends before day {start.day.day}, so its last day counts."


def _span(step: Step) -> str:
    """`60 calendar days`, `3 months`."""
    assert step.span is not None
    if step.span.unit == "day":
        return str(step.span).replace("day", "calendar day")
    return str(step.span)


def _start_name(step: Step, obligation: Obligation, catalog: Catalog) -> str:
    """What a count starts from: `the date on the order`, `completion of § 2(d)`."""
    match step.ref:
        case "date":
            name = f"the date on the {instrument_noun(obligation.instrument)}"
        case "publication":
            name = "the day of publication"
        case "effective":
            name = "the effective date"
        case _:
            name = _clock_name(step.ref or "", catalog)
    return f"projected last day of {name}" if step.projected else name


def _not_from_publication(step: Step, obligation: Obligation) -> Iterator[Line]:
    published, dated = obligation.instrument.published, obligation.instrument.dated
    if published is None or published == dated:
        return
    if step.span and step.span.countable:
        other = add(published, step.span)
        yield "", f"Not from publication ({short(published)}), which would give {short(other)}."


def _clock_name(ref: str, catalog: Catalog) -> str:
    """A directive or trigger in words: `completion of EO 14409 § 2(d)`, or the trigger's text."""
    if ref in catalog.directives:
        instrument, directive = catalog.directives[ref]
        return f"completion of {authority(instrument, directive.cite)} ({ref})"
    if ref in catalog.triggers:
        return f'"{catalog.triggers[ref][1].what}" ({ref})'
    return f"the day of {ref}"


# what changes a date, or bears on it


def _amendments(obligation: Obligation) -> Iterator[Line]:
    before = ""
    if obligation.original_due:
        before = f"; before that {long(obligation.original_due)}"
    for known in _deadline_amendments(obligation):
        yield "Amended", f"by {effect_authority(known)}, {long(known.since)}{before}."


def other_dates(obligation: Obligation) -> Iterator[Line]:
    """Which date is docketed where several are supported, and the others."""
    adopted = obligation.taken_because
    if adopted and obligation.due:
        source = _source(obligation, adopted.source)
        date_words = f"{long(obligation.due)}, {_earliest(obligation)}"
        yield "Docketed", f"{date_words}: {adopted.why}{source}"
    for other in obligation.alternatives:
        source = _source(obligation, other.source)
        reason = optional(": {}", other.why) + source
        yield "Other date", f"{_other_date(other)}{reason or ', by the count above.'}"


def _other_date(other: OtherDate) -> str:
    if other.due:
        return long(other.due)
    if other.projected:
        return f"projected {long(other.projected)}"
    return "no date"


def _earliest(obligation: Obligation) -> str:
    if obligation.open:
        return "the earlier date of two readings of the law, to be reviewed by an attorney"
    return "the earliest date that the record supports"


def _source(obligation: Obligation, name: str | None) -> str:
    source = obligation.instrument.sources.get(name or "")
    return f" ({source.label})" if source else ""


def _closed(obligation: Obligation) -> Iterator[Line]:
    """That the date is not a business day, where no rule of the instrument moves it."""
    day = obligation.when
    if day is None or obligation.instrument.counting:
        return
    closed = closed_day(day)
    if closed is None:
        return
    noun = instrument_noun(obligation.instrument)
    rule = f"The {noun} has no weekend or holiday rule; the date is not extended."
    text = f"{rule} {nearest_business_days(day)}"
    if "holiday" in closed:
        yield "Holiday", f"{closed}. {text}"
    else:
        yield f"{day:%A}", text


def reading(directive: Directive) -> Iterator[Line]:
    """The reading adopted, the alternative one, and why."""
    both = directive.reading
    if both:
        yield "Reading", as_sentence(f"Reading adopted: {both.taken}")
        yield "", as_sentence(f"Alternative reading: {both.alternative}")
        yield "", as_sentence(f"Reason: {both.why}")


def grace(obligation: Obligation) -> Iterator[Line]:
    """The time in which nothing is enforced yet."""
    period = obligation.directive.grace
    if period:
        text = f"to {long(period.until.last)}; the deadline stays the same."
        yield "Grace", text + optional(" {}", period.note)


def _day(step: Step) -> str:
    return _long(step.day)


def _long(day: date | None) -> str:
    return long(day) if day else "an unknown day"
