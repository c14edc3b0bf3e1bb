"""The proof of a date: one labelled line for each step, so that a reader can count it again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eo_tracker.dates import add, long, short
from eo_tracker.models import LAST_YEAR, Catalog, Directive
from eo_tracker.resolve import KnownEffect, Obligation, Step
from eo_tracker.wording.words import (
    Line,
    as_sentence,
    authority,
    authority_ended,
    chained_effect_line,
    closed_day,
    counting_notes,
    effect_authority,
    effect_line,
    event_line,
    instrument_noun,
    nearest_business_days,
    pinpoint,
    projection,
    recurrence_text,
    status_text,
    text_source,
)


def date_proof(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """The proof of the date: labelled lines, the date and its words first."""
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
        *_authority(obligation),
        ("Text", text_source(obligation)),
        ("Record", as_sentence(status_text(obligation))),
        *(
            ("", f"{each.since} {effect_line(each)}")
            for each in obligation.effects
            if each.effect.does != "parallels"
        ),
        *(("", f"{each.since} {chained_effect_line(each, catalog)}") for each in obligation.chain),
        *(("", event_line(each)) for each in obligation.events),
    ]


def _authority(obligation: Obligation) -> Iterator[Line]:
    if said := authority_ended(obligation.instrument, obligation.authority_ended):
        yield "Authority", said


def how_counted(obligation: Obligation, catalog: Catalog) -> str:
    """How the date was reached, on one line: its steps, what amended them, and the closed day that it falls on."""
    lines = [*_steps(obligation, catalog), *_amendments(obligation), *_closed(obligation)]
    return " ".join(f"{label}: {text}" if label else text for label, text in lines)


def _headline(obligation: Obligation) -> str:
    directive = obligation.directive
    if obligation.due and obligation.projected:
        when = f"Projected {projection(obligation)}; no later than {long(obligation.due)}"
    elif obligation.due:
        when = long(obligation.due)
    elif obligation.projected:
        when = f"No date yet; {projection(obligation)}"
    else:
        when = "No date"
    amended = amendment(obligation)
    lead = _amended_words(amended) if amended else _words(directive)
    return f"{when}   {lead}" + ("   HYPOTHETICAL" if obligation.hypothetical else "")


def _words(directive: Directive) -> str:
    """The pinpoint with the words of the time limit."""
    where = pinpoint(directive.at) if directive.at else pinpoint(directive.cite)
    words = f'{where}, "{directive.quote}"' if directive.quote else pinpoint(directive.cite)
    return (
        f"{pinpoint(directive.cite)}, under {words}" if directive.at and directive.quote else words
    )


def _amended_words(known: KnownEffect) -> str:
    """The amending instrument and pinpoint with the words that set the time limit."""
    effect = known.effect
    where = effect_authority(known) if not effect.at else authority(known.by, effect.at)
    return f'{where}, "{effect.quote}"' if effect.quote else where


def amendment(obligation: Obligation) -> KnownEffect | None:
    """The amendment that gives the rule of the date; None where the directive's own words do."""
    setting = [
        each
        for each in obligation.effects
        if each.acts and each.effect.set and "deadline" in each.effect.set.model_fields_set
    ]
    return setting[-1] if setting else None


def _original(obligation: Obligation) -> Iterator[Line]:
    """The directive's own words, where an amendment set another time limit."""
    if amendment(obligation):
        was = f": {long(obligation.original_due)}" if obligation.original_due else ""
        yield "Originally", f"{_words(obligation.directive)}{was}"


def _steps(obligation: Obligation, catalog: Catalog) -> Iterator[Line]:
    """One line for each step; a start and the count from it read as one sentence."""
    start: Step | None = None
    for step in obligation.steps:
        if step.kind == "start":
            start = step
            continue
        yield _LABELS.get(step.kind, "Counted"), _step(step, start, obligation, catalog)
        if step.kind == "count" and step.ref == "date":
            yield from _not_from_publication(step, obligation)
    if not obligation.steps:
        yield "Date", "The text sets no time limit."


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


def _step(step: Step, start: Step | None, obligation: Obligation, catalog: Catalog) -> str:
    match step.kind:
        case "count" | "count-back":
            return _counted(step, start, obligation, catalog)
        case "fixed":
            return _fixed(step, obligation)
        case "repeat" if step.times == 0:
            return f"The first date; after it {recurrence_text(obligation, catalog)}."
        case "repeat":
            counted = f"From the first date, {_long(step.start)}, {step.times:,} × {step.span}: {_day(step)}."
            return f"{counted} It recurs {recurrence_text(obligation, catalog)}."
        case "earliest" if not step.final:
            return f"No later than {_day(step)}; an earlier date follows if one of the open steps comes first."
        case "earliest" | "latest":
            return f"The {step.kind} of these dates is {_day(step)}{' (projected)' if step.projected else ''}."
        case _:
            return _without_date(step, catalog) or _moved(step, obligation, catalog)


def _fixed(step: Step, obligation: Obligation) -> str:
    if step.ref != str(step.day):
        return f"The last day of {step.ref} is {_day(step)}."
    amended = amendment(obligation)
    return f"Fixed by {effect_authority(amended) if amended else 'the text'}."


def _moved(step: Step, obligation: Obligation, catalog: Catalog) -> str:
    match step.kind:
        case "anew":
            return f"It recurs {recurrence_text(obligation, catalog)}; no first date is known."
        case "roll":
            return f"From {_long(step.start)} to {_day(step)}: {step.ref}."
        case "tolled":
            return f"The stay by {step.ref} stopped the time for {step.span}: from {_long(step.start)} to {_day(step)}."
        case "no-date-left":
            return f"It recurs only until {_day(step)}, which is before its first date, {_long(step.start)}; so there is no date."
        case _:
            return f"The date lies beyond the year {LAST_YEAR}, further off than any order sets."


def _without_date(step: Step, catalog: Catalog) -> str:
    """A step that leaves no date to count; empty for any other."""
    clock = _clock_name(step.ref or "", catalog)
    match step.kind:
        case "waiting":
            return f"{step.span} run from {clock}, which is not reported."
        case "unknown-day":
            return f"{step.span} run from {clock}, which is reported, but not on which day; so no date can be counted."
        case "hours":
            return f"{step.span} from {clock}. Hours are kept as words and never counted."
        case "anew":
            return f"{step.span} run anew each time: {clock}." if step.ref else ""
        case _:
            return ""


def _counted(step: Step, start: Step | None, obligation: Obligation, catalog: Catalog) -> str:
    assert step.span is not None
    assert start is not None
    span = (
        str(step.span).replace("day", "calendar day") if step.span.unit == "day" else str(step.span)
    )
    how = "from" if step.kind == "count" else "back from"
    assumed = "projected last day of " if step.projected else ""
    clipped = (
        f" The month ends before day {start.day.day if start.day else ''}, so its last day counts."
        if step.clipped
        else ""
    )
    name = {
        "date": f"the date on the {instrument_noun(obligation.instrument)}",
        "publication": "the day of publication",
        "effective": "the effective date",
    }.get(step.ref or "", _clock_name(step.ref or "", catalog))
    result = f": {_day(step)}" if obligation.when != step.day else ""
    return f"{how} {_long(step.start)}, {assumed}{name} (day 0), {span}{result}.{clipped}"


def _not_from_publication(step: Step, obligation: Obligation) -> Iterator[Line]:
    published, dated = obligation.instrument.published, obligation.instrument.dated
    if published and published != dated and step.span and step.span.countable:
        other = add(published, step.span)
        yield "", f"Not from publication ({short(published)}), which would give {short(other)}."


def _clock_name(ref: str, catalog: Catalog) -> str:
    """A directive or trigger in words: `completion of EO 14409 § 2(d)`, or the trigger's own text."""
    if ref in catalog.directives:
        instrument, directive = catalog.directives[ref]
        return f"completion of {authority(instrument, directive.cite)} ({ref})"
    if ref in catalog.triggers:
        return f'"{catalog.triggers[ref][1].what}" ({ref})'
    return f"the day of {ref}"


def _amendments(obligation: Obligation) -> Iterator[Line]:
    for each in obligation.effects:
        if each.acts and each.effect.set and "deadline" in each.effect.set.model_fields_set:
            was = (
                f"; before that {long(obligation.original_due)}" if obligation.original_due else ""
            )
            yield "Amended", f"by {effect_authority(each)}, {long(each.since)}{was}."


def other_dates(obligation: Obligation) -> Iterator[Line]:
    """Which date is docketed where several are supported, and the others."""
    if obligation.taken_because and obligation.due:
        taken = obligation.taken_because
        yield (
            "Docketed",
            f"{long(obligation.due)}, {_earliest(obligation)}: {taken.why}{_sourced(obligation, taken.source)}",
        )
    for other in obligation.alternatives:
        what = (
            long(other.due)
            if other.due
            else f"projected {long(other.projected)}"
            if other.projected
            else "no date"
        )
        yield (
            "Otherwise",
            f"{what}: {other.why}{_sourced(obligation, other.source)}"
            if other.why
            else f"{what} by the count above.",
        )


def _earliest(obligation: Obligation) -> str:
    if obligation.open:
        return "the earlier date of two readings of the law, to be reviewed by an attorney"
    return "the earliest date that the record supports"


def _sourced(obligation: Obligation, name: str | None) -> str:
    source = obligation.instrument.sources.get(name or "")
    return f" ({source.label})" if source else ""


def _closed(obligation: Obligation) -> Iterator[Line]:
    day = obligation.when
    if day and (closed := closed_day(day)) and not obligation.instrument.counting:
        label = "Holiday" if "holiday" in closed else f"{day:%A}"
        lead = f"{closed}. " if "holiday" in closed else ""
        yield (
            label,
            f"{lead}The {instrument_noun(obligation.instrument)} has no rule that moves it. {nearest_business_days(day)}",
        )


def reading(directive: Directive) -> Iterator[Line]:
    """The reading taken, the other one, and why."""
    if directive.reading:
        both = directive.reading
        yield "Reading", f"Taken: {both.taken}."
        yield "", f"Other: {both.alternative}."
        yield "", f"Why: {both.why}."


def grace(obligation: Obligation) -> Iterator[Line]:
    """The time in which nothing is enforced yet."""
    if grace := obligation.directive.grace:
        yield (
            "Grace",
            f"to {long(grace.until.last)}; the deadline stays what it is."
            + (f" {grace.note}" if grace.note else ""),
        )


def _day(step: Step) -> str:
    return _long(step.day)


def _long(day: date | None) -> str:
    return long(day) if day else "an unknown day"
