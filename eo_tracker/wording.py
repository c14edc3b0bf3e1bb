"""Obligations in an attorney's words: who, what authority, when, where it stands, and the proof of its date line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from eo_tracker.dates import add, holiday, is_business_day, long, next_business_day, previous_business_day, short
from eo_tracker.models import Catalog, Directive, Instrument, Limit, Party, Role, Standing, Term
from eo_tracker.resolve import KnownEffect, KnownEvent, Obligation, Step

Parties = Mapping[str, Party]

DISCLAIMER = "Not legal advice; check the official text."

_PLAIN = {
    Standing.WITHDRAWN: "withdrawn: this entry was a mistake",
    Standing.DRAFT: "draft, not in force",
    Standing.DONE: "done",
    Standing.REVOKED: "revoked",
    Standing.SUPERSEDED: "superseded",
    Standing.STAYED: "stayed",
    Standing.MISSED: "missed",
    Standing.UNVERIFIABLE: "cannot be checked: not public by nature",
    Standing.REPORTED: "reported, not shown",
    Standing.CONTINUING: "continuing duty, no date",
    Standing.WAITING: "waiting",
    Standing.UPCOMING: "upcoming",
    Standing.DUE_TODAY: "due today",
}


_NOUNS = {
    "executive-order": "order", "presidential-memorandum": "memorandum", "nspm": "memorandum", "omb-memorandum": "memorandum",
    "proclamation": "proclamation", "cisa-directive": "directive", "rule": "rule", "program-rule": "rules", "notice": "notice",
    "announcement": "announcement", "court-order": "court order", "draft": "draft",
}  # fmt: skip


def noun(instrument: Instrument) -> str:
    """`order`, `memorandum`, `directive`: what the instrument calls itself."""
    return _NOUNS[instrument.kind]


def count(number: int, noun: str) -> str:
    """`1 day`, `23 days`; an irregular plural after a bar: `1 entry`, `2 entries` from `entry|entries`."""
    one, _, many = noun.partition("|")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def series(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, last = [*words] or [""]
    return f"{', '.join(head)} and {last}" if head else last


def pinpoint(cite: str) -> str:
    """`§ 2(c)(i)`; a cite in words (`Phase III`) stays as it is."""
    return f"§ {cite}" if cite[:1].isdigit() else cite


def authority(instrument: Instrument, cite: str) -> str:
    """`EO 14409 § 2(c)(i)`."""
    return f"{instrument.name} {pinpoint(cite)}"


def office(role: Role, parties: Parties) -> str:
    """`DHS through CISA`."""
    label = parties[role.party].label
    return f"{label} through {parties[role.through].label}" if role.through else label


def offices(roles: Iterable[Role], parties: Parties) -> str:
    return "; ".join(office(role, parties) for role in roles)


def who(directive: Directive, parties: Parties) -> str:
    """Those bound, by their usual short names."""
    return offices(directive.binds, parties) or "nobody named"


def days_away(days: int) -> str:
    """`23 days left`, `today`, `4 days ago`."""
    if days == 0:
        return "today"
    return f"{count(days, 'day')} left" if days > 0 else f"{count(-days, 'day')} ago"


def searched(instrument: Instrument, as_of: date) -> str:
    """How far the public record was searched, no further than the as-of day."""
    if instrument.reviewed is None:
        return "record not searched"
    if as_of < instrument.reviewed:
        return f"searched to {as_of}"
    return f"searched to {instrument.reviewed}" + (f"; {instrument.searched}" if instrument.searched else "")


def standing(obligation: Obligation) -> str:
    """The standing in plain words; what passed says how far the record was searched."""
    if obligation.standing is Standing.PAST_DUE:
        reviewed = obligation.instrument.reviewed
        if reviewed is None or (obligation.due and obligation.due > reviewed):
            return f"date passed, record not searched since {reviewed}" if reviewed else "date passed, record not searched"
        return f"date passed, no public record found ({searched(obligation.instrument, obligation.as_of)})"
    plain = _PLAIN[obligation.standing]
    if obligation.standing in (Standing.REVOKED, Standing.SUPERSEDED, Standing.STAYED):
        plain += f" by {_ended_by(obligation)}"
    if obligation.standing is Standing.WAITING:
        plain += f" for {series(obligation.waits_for)}" if obligation.waits_for else " for a date that is not known"
    if obligation.partly:
        plain += ", reported in part"
    return plain


def _ended_by(obligation: Obligation) -> str:
    names = {Standing.REVOKED: ("revokes",), Standing.SUPERSEDED: ("supersedes",), Standing.STAYED: ("stays", "waives")}
    wanted = names[obligation.standing]
    return series(effect_authority(each) for each in obligation.effects if each.effect.does in wanted)


def effect_authority(known: KnownEffect) -> str:
    return authority(known.by, known.effect.cite) if known.effect.cite else known.by.name


def projection(obligation: Obligation) -> str:
    """What a projected date means, in the words that every screen uses."""
    return f"{long(obligation.projected)} if every earlier step was taken by its last day" if obligation.projected else ""


def closed_day(day: date) -> str | None:
    """`Saturday`, or the holiday's name, when `day` is no business day."""
    if name := holiday(day):
        return f"{name}, a federal holiday"
    return f"{day:%A}" if not is_business_day(day) else None


def around(day: date) -> str:
    return f"Business days around it: {short(previous_business_day(day))} and {short(next_business_day(day))}."


def heading(obligation: Obligation) -> str:
    """When, in one line: `Saturday, August 1, 2026, 26 days left`."""
    if obligation.due:
        words = f"{long(obligation.due)}, {days_away((obligation.due - obligation.as_of).days)}"
    elif obligation.projected:
        words = f"Projected: {projection(obligation)}"
    else:
        words = "No date"
    return words + (" (hypothetical)" if obligation.hypothetical else "")


Line = tuple[str, str]


def explain(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """The proof of the date: labelled lines, the date and its words first."""
    return [
        ("", _headline(obligation)),
        *_steps(obligation, catalog),
        *_amendments(obligation),
        *_other_dates(obligation),
        *_closed(obligation),
        *_reading(obligation.directive),
        *_grace(obligation),
        ("Text", text_seen(obligation)),
        ("Record", _sentence(standing(obligation))),
        *(("", story_line(each)) for each in obligation.events),
    ]


def _headline(obligation: Obligation) -> str:
    directive = obligation.directive
    if obligation.due:
        when = long(obligation.due)
    elif obligation.projected:
        when = f"No date yet; {projection(obligation)}"
    else:
        when = "No date"
    where = pinpoint(directive.at) if directive.at else pinpoint(directive.cite)
    words = f'{where}, "{directive.quote}"' if directive.quote else pinpoint(directive.cite)
    lead = f"{pinpoint(directive.cite)}, under {words}" if directive.at and directive.quote else words
    return f"{when}   {lead}" + ("   HYPOTHETICAL" if obligation.hypothetical else "")


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


_LABELS = {"fixed": "Date", "waiting": "Waiting", "unknown-day": "Waiting", "hours": "Hours", "anew": "Clock", "roll": "Moved", "beyond": "Beyond"}


def _step(step: Step, start: Step | None, obligation: Obligation, catalog: Catalog) -> str:
    match step.kind:
        case "count" | "count-back":
            return _counted(step, start, obligation, catalog)
        case "fixed":
            return "Fixed by the text." if step.ref == str(step.day) else f"The last day of {step.ref} is {_day(step)}."
        case "repeat":
            if step.times == 0:
                return f"The first date; after it every {step.span}."
            return f"From the first date, {_long(step.start)}, {step.times} times {step.span}: {_day(step)}."
        case "earliest" | "latest":
            return f"The {step.kind} of these dates is {_day(step)}{' (projected)' if step.projected else ''}."
        case "roll":
            return f"From {_long(step.start)} to {_day(step)}: {step.ref}."
        case "waiting":
            return f"{step.span} run from {_clock_name(step.ref, catalog)}, which is not reported."
        case "unknown-day":
            return f"{step.span} run from {_clock_name(step.ref, catalog)}, which is reported, but not on which day; so no date can be counted."
        case "hours":
            return f"{step.span} from {_clock_name(step.ref, catalog)}. Hours are kept as words and never counted."
        case "anew":
            return f"{step.span} run anew each time: {_clock_name(step.ref, catalog)}." if step.ref else f"Every {step.span}; no first date is known."
        case _:
            return "The date lies beyond the year 9999."


def _counted(step: Step, start: Step | None, obligation: Obligation, catalog: Catalog) -> str:
    assert step.span is not None and start is not None
    span = str(step.span).replace("day", "calendar day") if step.span.unit == "day" else str(step.span)
    how = "from" if step.kind == "count" else "back from"
    assumed = "projected last day of " if step.projected else ""
    clipped = f" The month ends before day {start.day.day if start.day else ''}, so its last day counts." if step.clipped else ""
    name = {"date": f"the date on the {noun(obligation.instrument)}", "publication": "the day of publication", "effective": "the effective date"}.get(
        step.ref or "", _clock_name(step.ref, catalog)
    )
    result = f": {_day(step)}" if obligation.when != step.day else ""
    return f"{how} {_long(step.start)}, {assumed}{name} (day 0), {span}{result}.{clipped}"


def _not_from_publication(step: Step, obligation: Obligation) -> Iterator[Line]:
    published, dated = obligation.instrument.published, obligation.instrument.dated
    if published and published != dated and step.span and step.span.countable:
        other = add(published, step.span)
        yield "", f"Not from publication ({short(published)}), which would give {short(other)}."


def _clock_name(ref: str | None, catalog: Catalog) -> str:
    """A directive or trigger in words: `completion of EO 14409 § 2(d)`, or the trigger's own text."""
    if ref in catalog.directives:
        instrument, directive = catalog.directives[ref]
        return f"completion of {authority(instrument, directive.cite)} ({ref})"
    if ref in catalog.triggers:
        return f'"{catalog.triggers[ref][1].what}" ({ref})'
    return ref or ""


def _amendments(obligation: Obligation) -> Iterator[Line]:
    for each in obligation.effects:
        if each.effect.set and "deadline" in each.effect.set.model_fields_set:
            was = f"; before that {long(obligation.original_due)}" if obligation.original_due else ""
            yield "Amended", f"by {effect_authority(each)}, {long(each.since)}{was}."


def _other_dates(obligation: Obligation) -> Iterator[Line]:
    if obligation.taken_because and obligation.due:
        taken = obligation.taken_because
        yield "Docketed", f"{long(obligation.due)}, the earliest date that the record supports: {taken.why}{_sourced(obligation, taken.source)}"
    for other in obligation.alternatives:
        what = long(other.due) if other.due else "no date"
        yield "Otherwise", f"{what}: {other.why}{_sourced(obligation, other.source)}" if other.why else f"{what} by the count above."


def _sourced(obligation: Obligation, name: str | None) -> str:
    source = obligation.instrument.sources.get(name or "")
    return f" ({source.title})" if source else ""


def _closed(obligation: Obligation) -> Iterator[Line]:
    day = obligation.when
    if day and (closed := closed_day(day)) and not obligation.instrument.counting:
        label = "Holiday" if "holiday" in closed else f"{day:%A}"
        lead = f"{closed}. " if "holiday" in closed else ""
        yield label, f"{lead}The {noun(obligation.instrument)} has no rule that moves it. {around(day)}"


def _reading(directive: Directive) -> Iterator[Line]:
    if directive.reading:
        reading = directive.reading
        yield "Reading", f"Taken: {reading.taken}."
        yield "", f"Other: {reading.alternative}."
        yield "", f"Why: {reading.why}."


def _grace(obligation: Obligation) -> Iterator[Line]:
    grace = obligation.directive.grace
    if grace:
        yield "Grace", f"to {long(grace.until.last)}; the deadline stays what it is." + (f" {grace.note}" if grace.note else "")


def text_seen(obligation: Obligation) -> str:
    """Which copy of the text the entry was written from, and which edition was not compared."""
    instrument, directive = obligation.instrument, obligation.directive
    source = instrument.sources.get(directive.source)
    if source is None:
        return "No source is recorded."
    posted = f" as posted {source.published}" if source.published and source.seen == "full" else ""
    unseen = "" if source.seen == "full" else f" ({source.seen.replace('-', ' ')}{f', via {source.via}' if source.via else ''})"
    register = instrument.sources.get("register")
    compared = ""
    if register and register is not source:
        cited = f" ({instrument.citation})" if instrument.citation else ""
        compared = f"; {register.title}{cited} {'compared' if register.seen == 'full' else 'not compared'}"
    return f"{source.title}{posted}{unseen}{compared}."


def story_line(known: KnownEvent) -> str:
    """One event with its source: `2026-07-14 announced: … (White House release, primary, seen full)`."""
    when = str(known.event.on) if known.event.on else "day not stated"
    if known.hypothetical:
        return f"{when} {known.event.what}: assumed for this question"
    source = known.source
    cited = f" ({source.title}, {source.grade}, {seen(source.seen)}{f', via {source.via}' if source.via else ''})" if source else ""
    return f"{when} {known.event.what}{f': {known.event.note}' if known.event.note else ''}{cited}"


def seen(how: str) -> str:
    """How much of a source was seen, in words."""
    return {"full": "seen in full", "extract": "seen in extract", "relayed": "as relayed", "not-opened": "not opened"}[how]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _day(step: Step) -> str:
    return _long(step.day)


def _long(day: date | None) -> str:
    return long(day) if day else "an unknown day"


# Everything about one obligation or instrument, as labelled lines


def details(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """What `show` tells of an obligation: date, standing, roles, duty, words, readings, sources, story."""
    directive, parties = obligation.directive, catalog.parties
    lines: list[Line] = [("ID", obligation.id), ("Due", _due_line(obligation)), ("Standing", _sentence(standing(obligation)))]
    lines += [("Must act", f"{who(directive, parties)} ({directive.force})")]
    lines += [("Consulted", offices(directive.consults, parties))] if directive.consults else []
    lines += [("With", f"{offices(directive.coordinates, parties)} (in coordination)")] if directive.coordinates else []
    lines += [("Invited", f"{labels(directive.invites, parties)} (not bound)")] if directive.invites else []
    lines += [("Serves", labels(directive.serves, parties))] if directive.serves else []
    lines += [("Reaches", f"{parties[each.party].label} by {each.by}") for each in directive.reaches]
    lines += [("Duty", directive.summary)]
    lines += [("Covers" if not index else "", each) for index, each in enumerate(directive.covers)]
    lines += [("Words", f'"{directive.quote}"{f" ({pinpoint(directive.at)})" if directive.at else ""}')] if directive.quote else []
    lines += [*_reading(directive), *_other_dates(obligation), *_grace(obligation)]
    lines += [("Goes on", "The duty continues after its date.")] if directive.continues and directive.deadline else []
    lines += [("Note", each) for each in (directive.note, directive.sic) if each]
    lines += [("Text", text_seen(obligation)), *_links(obligation), *_story(obligation)]
    return lines


def labels(names: Iterable[str], parties: Parties) -> str:
    return series(parties[name].label for name in names)


def _due_line(obligation: Obligation) -> str:
    extra = f". {obligation.directive.deadline.every} apart" if obligation.directive.deadline and obligation.directive.deadline.every else ""
    return heading(obligation) + extra


def _links(obligation: Obligation) -> Iterator[Line]:
    sources = obligation.instrument.sources
    names = dict.fromkeys((obligation.directive.source, *obligation.directive.also))
    for name in names:
        if name in sources and sources[name].url:
            yield "Link", sources[name].url or ""


def _story(obligation: Obligation) -> Iterator[Line]:
    for index, known in enumerate(obligation.events):
        yield "" if index else "Story", story_line(known)


def instrument_details(instrument: Instrument) -> list[Line]:
    """What `show` tells of an instrument itself."""
    published = f"; published {long(instrument.published)}" if instrument.published else ""
    lines: list[Line] = [("ID", instrument.id), ("Dated", f"{long(instrument.dated)}{published}")]
    lines += [("Cited as", "; ".join(filter(None, (instrument.citation, instrument.document and f"FR Doc. {instrument.document}"))))] if instrument.citation else []
    lines += [("Stands on", instrument.authority)] if instrument.authority else []
    lines += [("Coverage", instrument.coverage)] if instrument.coverage else []
    lines += [("Record", f"{searched(instrument, date.max)}.")]
    lines += [("Note", instrument.note)] if instrument.note else []
    for source in instrument.sources.values():
        via = f", via {source.via}" if source.via else ""
        lines.append(("Source", f"{source.title} ({source.grade}, {seen(source.seen)}{via}{f', {source.published}' if source.published else ''}) {source.url or ''}"))
    return lines


def entry(each: Limit | Term) -> str:
    """A limit with its scope, or a term with its length, in one sentence."""
    if isinstance(each, Limit):
        return f"{each.summary} (Scope: this {each.scope}.)"
    length = f"{each.length}{f' before {each.before}' if each.before else ''}" if each.length else f"by {each.by}"
    return f"{length}. {each.summary}"
