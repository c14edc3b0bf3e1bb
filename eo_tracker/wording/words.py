"""The words for one thing at a time: an office, an authority, a day, a status, a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from eo_tracker.dates import (
    Period,
    Span,
    holiday,
    is_business_day,
    long,
    next_business_day,
    previous_business_day,
    short,
    special_day,
    special_days,
)
from eo_tracker.models import (
    PAUSE,
    Catalog,
    Deadline,
    Directive,
    Effect,
    Instrument,
    Party,
    Role,
    Source,
    Status,
)
from eo_tracker.resolve import KnownEffect, KnownEvent, Obligation, Step

Parties = Mapping[str, Party]
Line = tuple[str, str]

DISCLAIMER = "Not legal advice; check the official text."

_SETTLED = {
    Status.DONE: "done",
    Status.REPORTED: "reported",
    Status.UNVERIFIABLE: "not checkable",
    Status.DRAFT: "in a draft",
}
_PLAIN = {
    Status.ENTERED_IN_ERROR: "entered in error: the directive is not in the text",
    Status.DRAFT: "draft, not in force",
    Status.DONE: "done",
    Status.REVOKED: "revoked",
    Status.SUPERSEDED: "superseded",
    Status.STAYED: "stayed",
    Status.MISSED: "missed",
    Status.UNVERIFIABLE: "cannot be checked: not public by nature",
    Status.REPORTED: "reported, but the product itself was not seen in a primary source",
    Status.CONTINUING: "a continuing directive, or one without a date",
    Status.WAITING: "waiting",
    Status.UPCOMING: "upcoming",
    Status.DUE_TODAY: "due today",
}


_NOUNS = {
    "executive-order": "order",
    "presidential-memorandum": "memorandum",
    "nspm": "memorandum",
    "omb-memorandum": "memorandum",
    "proclamation": "proclamation",
    "cisa-directive": "directive",
    "cisa-emergency-directive": "directive",
    "rule": "rule",
    "program-rule": "rules",
    "notice": "notice",
    "announcement": "announcement",
    "court-order": "court order",
    "draft": "draft",
    "record": "record",
}


def instrument_noun(instrument: Instrument) -> str:
    """`order`, `memorandum`, `directive`: what the instrument calls itself."""
    return _NOUNS[instrument.kind]


def count(number: int, noun: str) -> str:
    """`1 day`, `23 days`; an irregular plural after a bar: `1 entry`, `2 entries` from `entry|entries`."""
    one, _, many = noun.partition("|")
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def join_and(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, last = [*words] or [""]
    return f"{', '.join(head)} and {last}" if head else last


def pinpoint(cite: str) -> str:
    """`§ 2(c)(i)`; a cite in words (`Phase III`) stays as it is."""
    return f"§ {cite}" if cite[:1].isdigit() else cite


def authority(instrument: Instrument, cite: str) -> str:
    """`EO 14409 § 2(c)(i)`."""
    return f"{instrument.name} {pinpoint(cite)}"


def with_local_id(instrument: Instrument, directive: Directive, where: str) -> str:
    """`where`, and the ID of a directive that shares its pinpoint with another: `NSPM-12 § 6(b)(iii) [6b-iii]`."""
    shared = sum(each.cite == directive.cite for each in instrument.directives) > 1
    return f"{where} [{directive.id}]" if shared else where


def directive_title(obligation: Obligation, catalog: Catalog) -> str:
    """The title, and what must be known beside the date: other readings, the weakest link, the steps it waits for, grace."""
    directive = obligation.directive
    notes = (
        [recurrence_text(obligation, catalog)]
        if directive.deadline and directive.deadline.every
        else []
    )
    notes += [_alternatively(obligation)] if obligation.alternatives else []
    notes += [
        _partial_stay(each, catalog) for each in obligation.stays if each not in obligation.ends
    ]
    notes += [f"link to the order {obligation.link}"] if obligation.link else []
    notes += [f"waits for {awaited_steps(obligation, catalog)}"] if obligation.projected else []
    notes += [f"grace until {long(obligation.grace_until)}"] if obligation.grace_until else []
    return directive.title + "".join(f" ({each})" for each in notes)


def _partial_stay(known: KnownEffect, catalog: Catalog) -> str:
    """`stayed for OMB only, by Doe v. Agency § 2`."""
    names = join_and(catalog.parties[name].label for name in known.effect.named_parties)
    return f"{PARTICIPLES[known.effect.does]} for {names} only, by {effect_authority(known)}"


def _alternatively(obligation: Obligation) -> str:
    days = [long(each.due) for each in obligation.alternatives if each.due]
    days += [
        f"{long(each.projected)} (projected)"
        for each in obligation.alternatives
        if each.projected and not each.due
    ]
    return f"another reading or source gives {join_and(days) if days else 'no date'}"


def office(role: Role, parties: Parties) -> str:
    """`DHS through CISA`."""
    label = parties[role.party].label
    return f"{label} through {parties[role.through].label}" if role.through else label


def offices(roles: Iterable[Role], parties: Parties) -> str:
    """`NCD; War through NSA`."""
    return "; ".join(office(role, parties) for role in roles)


def addressees(directive: Directive, parties: Parties) -> str:
    """Those bound, by their usual short names; of a draft that waits for its reader, what is known so far."""
    bound = offices(directive.binds, parties)
    if directive.note and directive.note.startswith("REVIEW"):
        return f"{bound} (to be reviewed)" if bound else "to be reviewed"
    return bound or "nobody named"


def settled_counts(counts: Mapping[Status, int]) -> str:
    """`3 reported, 2 not checkable`."""
    return ", ".join(
        f"{number:,} {_SETTLED.get(each, each.value)}" for each, number in sorted(counts.items())
    )


def instrument_note(instrument: Instrument, as_of: date) -> str | None:
    """The instrument's note, which speaks as of its review: on an earlier day it would tell what was not known yet."""
    return (
        instrument.note
        if instrument.searched_to is None or as_of >= instrument.searched_to
        else None
    )


def interval_text(span: Span) -> str:
    """`every year`, `every 2 weeks`."""
    return f"every {span.unit}" if span.amount == 1 else f"every {span}"


def recurrence_text(obligation: Obligation, catalog: Catalog) -> str:
    """How often, from when and until when: `every year from December 31, 2026 until September 30, 2030`; empty if it does not recur."""
    rule, series = obligation.directive.deadline, obligation.recurrence
    if rule is None or rule.every is None:
        return ""
    first = f" from {long(series.first)}" if series else ""
    return f"{interval_text(rule.every)}{first}{_until(obligation, rule, catalog)}"


def _until(obligation: Obligation, rule: Deadline, catalog: Catalog) -> str:
    if rule.until is None:
        return ""
    if rule.ends_with is None:
        return f" until {long(Period.parse(rule.until).last)}"
    last = obligation.recurrence.last if obligation.recurrence else None
    return f" until {step_name(obligation.instrument.key(rule.ends_with), obligation, catalog)}" + (
        f" ({long(last)})" if last else ""
    )


def step_name(key: str, obligation: Obligation, catalog: Catalog) -> str:
    """A step that a date waits for or ends with: its pinpoint, its authority where it stands elsewhere, or the trigger's own text."""
    owner, step = catalog.directives.get(key, (None, None))
    if owner is None or step is None:
        return catalog.triggers[key][1].what if key in catalog.triggers else key
    where = (
        pinpoint(step.cite) if owner.id == obligation.instrument.id else authority(owner, step.cite)
    )
    return with_local_id(owner, step, where)


def awaited_steps(obligation: Obligation, catalog: Catalog) -> str:
    """The steps that a date waits for, by pinpoint: `§ 6(c)(ii)`, or by authority where they stand elsewhere."""
    return join_and(step_name(key, obligation, catalog) for key in obligation.waits_for)


def days_away(days: int) -> str:
    """`23 days left`, `today`, `4 days ago`."""
    if days == 0:
        return "today"
    return f"{count(days, 'day')} left" if days > 0 else f"{count(-days, 'day')} ago"


def authority_ended(instrument: Instrument, ends: Iterable[KnownEffect]) -> str:
    """That an order which an instrument implements was ended, while what stands on a statute stays in force. Empty where none was."""
    parts = [
        f"{each.effect.on}, {PARTICIPLES[each.effect.does]} by {effect_authority(each)}"
        for each in ends
    ]
    stands = (
        f"; it stands on {instrument.authority} and stays in force" if instrument.authority else ""
    )
    return f"Authority revoked: it implements {join_and(parts)}{stands}." if parts else ""


def search_extent(instrument: Instrument, as_of: date) -> str:
    """How far the public record was searched, no further than the as-of day."""
    if instrument.searched_to is None:
        return "record not searched"
    if as_of < instrument.searched_to:
        return f"searched to {as_of}"
    where = instrument.last_search and instrument.last_search.where
    return f"searched to {instrument.searched_to}" + (f"; {where}" if where else "")


def status_text(obligation: Obligation) -> str:
    """The status in plain words; what passed says how far the record was searched."""
    if obligation.status is Status.PAST_DUE:
        return _passed(obligation) + _stayed_in_part(obligation)
    plain = _PLAIN[obligation.status]
    if obligation.status in (Status.REVOKED, Status.SUPERSEDED, Status.STAYED):
        plain = _ended_by(obligation)
    if obligation.status is Status.CONTINUING:
        plain = _continuing(obligation)
    if late := _completed(obligation):
        plain += f"; {late}"
    if obligation.status is Status.WAITING:
        plain += (
            f" for {join_and(obligation.waits_for)}"
            if obligation.waits_for
            else " for a date that is not known"
        )
    if obligation.partly:
        plain += ", reported in part"
    return plain + _stayed_in_part(obligation)


def _passed(obligation: Obligation) -> str:
    """What is known of a date that passed; one that had passed before it was restored was never missed."""
    passed = (
        f"restored on {long(obligation.restored)}, already past"
        if obligation.restored
        else "date passed"
    )
    if is_unsearched(obligation):
        reviewed = obligation.instrument.searched_to
        return (
            f"{passed}, record not searched since {reviewed}"
            if reviewed
            else f"{passed}, record not searched"
        )
    return f"{passed}, no public record found ({search_extent(obligation.instrument, obligation.as_of)})"


def _continuing(obligation: Obligation) -> str:
    rule = obligation.directive.deadline
    if rule is None:
        return (
            "continuing directive, no date" if obligation.directive.continues else "no date is set"
        )
    if (
        rule.until
        and not rule.ends_with
        and (last := Period.parse(rule.until).last) < obligation.as_of
    ):
        return f"recurred until {long(last)}, which has passed"
    return _PLAIN[Status.CONTINUING]


def is_unsearched(obligation: Obligation) -> bool:
    """Whether nobody searched the record since the date, so that its silence says nothing."""
    reviewed = obligation.instrument.searched_to
    return reviewed is None or (obligation.due is not None and obligation.due > reviewed)


def _stayed_in_part(obligation: Obligation) -> str:
    """The stays and waivers that hold for others than all who are bound."""
    partial = [each for each in obligation.stays if each not in obligation.ends]
    return "".join(
        f"; {PARTICIPLES[each.effect.does]} {stay_scope(each.effect)} only, by {effect_authority(each)}"
        for each in partial
    )


def _completed(obligation: Obligation) -> str:
    """When it was completed, and how late, where a source states the day; an announcement states neither."""
    days = [
        each.event.on.last
        for each in obligation.events
        if each.event.what == "completed" and each.event.on and each.event.on.exact
    ]
    if not days:
        return ""
    late = (days[-1] - obligation.due).days if obligation.due else 0
    return f"completed on {long(days[-1])}" + (
        f", {count(late, 'day')} after its date" if late > 0 else ""
    )


PARTICIPLES = {
    "revokes": "revoked",
    "vacates": "vacated",
    "supersedes": "superseded",
    "stays": "stayed",
    "waives": "waived",
}
_ENDS_AS = {
    Status.REVOKED: ("revokes", "vacates"),
    Status.SUPERSEDED: ("supersedes",),
    Status.STAYED: ("stays", "waives"),
}


def _ended_by(obligation: Obligation) -> str:
    """`revoked by EO 14500 § 3`, `stayed by Doe v. Agency (injunction), scope not recorded`."""
    ends = [each for each in obligation.ends if each.effect.does in _ENDS_AS[obligation.status]]
    parts = []
    for does in dict.fromkeys(each.effect.does for each in ends):
        names = [
            f"{effect_authority(each)}{_kind(each)}" for each in ends if each.effect.does == does
        ]
        parts.append(f"{PARTICIPLES[does]} by {join_and(names)}")
    return join_and(parts) + (", scope not recorded" if obligation.is_of_open_scope else "")


def _kind(known: KnownEffect) -> str:
    kind = known.effect.kind
    return f" ({kind})" if kind and kind != "stay" else ""


def stay_scope(effect: Effect) -> str:
    """`for everyone`, `for omb and dhs`; that the scope of a stay is not recorded."""
    if effect.parties is None:
        return "scope not recorded"
    return f"for {join_and(effect.parties)}"


def effect_authority(known: KnownEffect) -> str:
    """The authority of an effect: `EO 14500 § 3`."""
    return authority(known.by, known.effect.cite) if known.effect.cite else known.by.name


def projection(obligation: Obligation) -> str:
    """What a projected date means, in the words that every screen uses."""
    return (
        f"{long(obligation.projected)} if every earlier step was taken by its last day"
        if obligation.projected
        else ""
    )


def closed_day(day: date) -> str | None:
    """`Saturday`, or the holiday's name, when `day` is no business day."""
    if name := holiday(day):
        return f"{name}, a federal holiday"
    return f"{day:%A}" if not is_business_day(day) else None


def nearest_business_days(day: date) -> str:
    """The business days before and after, in one sentence."""
    return f"Business days around it: {short(previous_business_day(day))} and {short(next_business_day(day))}."


_MOST_NAMED = 3


def counting_notes(obligation: Obligation) -> list[Line]:
    """What its date, or the business days around it, take for a business day that is none for some, and by which law.

    Holidays after the year of the as-of day are not settled yet: Congress may add one, as it did in June 2021 for that very month.
    """
    touched: set[date] = set()
    deciding = [step for step in obligation.steps if _counts_business_days(step)]
    for step in deciding:
        if step.start and step.day:
            touched |= {
                *special_days(
                    min(step.start, step.day), max(step.start, step.day), obligation.as_of
                )
            } - {step.start}
    if when := obligation.when:
        near = (
            [when]
            if is_business_day(when)
            else [previous_business_day(when), next_business_day(when)]
        )
        touched |= {day for day in near if special_day(day, obligation.as_of)}
    notes = [("Counting", note) for note in _counted_in(sorted(touched), obligation.as_of)]
    if any(step.day and step.day.year > obligation.as_of.year for step in deciding):
        notes.append(("Holidays", "Business days are counted by today's holiday law."))
    return notes


def _counts_business_days(step: Step) -> bool:
    """Whether holidays decide where the step leads."""
    counted = (
        step.kind in ("count", "count-back", "repeat")
        and step.span is not None
        and step.span.unit == "business day"
    )
    return counted or step.kind == "roll"


def _counted_in(days: list[date], as_of: date) -> list[str]:
    if len(days) > _MOST_NAMED:
        return [
            f"{len(days)} days from {long(days[0])} to {long(days[-1])} are counted as business days, though each was Inauguration Day"
            " or a day on which an executive order closed the offices."
        ]
    return [
        f"{long(day)} ({special_day(day, as_of)}) is counted as a business day." for day in days
    ]


def date_range(since: date | None, as_of: date, until: date) -> str:
    """The days that an answer looks at from its own day on, or all of them where they lie before it: `from … to …`, `on …`."""
    first = since if until < as_of else max(since or as_of, as_of)
    if first == until:
        return f"on {long(until)}"
    return f"from {long(first)} to {long(until)}" if first else f"up to {long(until)}"


def date_heading(obligation: Obligation) -> str:
    """When, in one line: `Saturday, August 1, 2026, 26 days left`."""
    if obligation.due and obligation.projected:
        words = f"Projected: {projection(obligation)}; no later than {long(obligation.due)}"
    elif obligation.due:
        words = f"{long(obligation.due)}, {days_away((obligation.due - obligation.as_of).days)}"
    elif obligation.projected:
        words = f"Projected: {projection(obligation)}"
    else:
        words = "No date"
    return words + (" (hypothetical)" if obligation.hypothetical else "")


def text_source(obligation: Obligation) -> str:
    """Which copy of the text the entry was written from, and which edition was not compared."""
    instrument, directive = obligation.instrument, obligation.directive
    source = instrument.sources.get(directive.source)
    if source is None:
        return "No source is recorded."
    posted = f" as posted {source.published}" if source.published and source.seen == "full" else ""
    unseen = (
        ""
        if source.seen == "full"
        else f" ({source.seen.replace('-', ' ')}{f', via {source.via}' if source.via else ''})"
    )
    register = instrument.sources.get("register")
    compared = ""
    if register and register is not source:
        cited = f" ({instrument.citation})" if instrument.citation else ""
        compared = (
            f"; {register.label}{cited} {'compared' if register.seen == 'full' else 'not compared'}"
        )
    return f"{source.label}{posted}{unseen}{compared}.{f' {source.note}' if source.note else ''}"


def event_line(known: KnownEvent) -> str:
    """One event with its source: `2026-07-14 announced: … (White House release, primary, seen full)`."""
    when = str(known.event.on) if known.event.on else "day not stated"
    if known.hypothetical:
        return f"{when} {known.event.what}: assumed for this question"
    where = f" ({source_line(known.source)})" if known.source else ""
    return f"{when} {known.event.what}{f': {known.event.note}' if known.event.note else ''}{where}"


def source_line(source: Source) -> str:
    """`White House release, primary, seen in full, 2026-07-14`."""
    via = f", via {source.via}" if source.via else ""
    return f"{source.label}, {source.grade}, {seen_text(source.seen)}{via}{f', {source.published}' if source.published else ''}"


def seen_text(how: str) -> str:
    """How much of a source was seen, in words."""
    return {
        "full": "seen in full",
        "extract": "seen in extract",
        "relayed": "as relayed",
        "not-opened": "not opened",
    }[how]


def as_sentence(words: str) -> str:
    """Words with a capital letter and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


_VERBS = {
    "implements": "implements it",
    "satisfies": "satisfies it",
    "amends": "amends it",
    "stays": "stays it",
    "waives": "waives it",
    "supersedes": "supersedes it",
    "revokes": "revokes it",
    "vacates": "vacates it",
    "reinstates": "reinstates it",
    "interprets": "interprets it",
    "parallels": "runs in parallel",
}


def effect_line(known: KnownEffect) -> str:
    """`BOD 26-04 implements it (inferred: …; CISA page, primary, not opened)`."""
    effect = known.effect
    until = f" until {effect.until}" if effect.until else ""
    why = f": {effect.why}" if effect.why else ""
    source = f"; {source_line(known.source)}" if known.source else ""
    which = f" for {long(effect.occurrence)}" if effect.occurrence else ""
    return f"{effect_authority(known)} {_VERBS[effect.does]}{which}{_scope(effect)}{until} ({effect.link}{why}{source}){acting_text(known)}"


def _scope(effect: Effect) -> str:
    return f" {stay_scope(effect)}" if effect.parties else ""


def acting_text(known: KnownEffect) -> str:
    """Whether an effect acts on the day, where that is more than a matter of its own date: `; not acting since 2026-08-01`."""
    if not known.acted:
        return "; without effect, since its instrument was not in force"
    if known.ended:
        return f"; not acting since {known.ended}"
    last = known.acted[-1].start
    if len(known.acted) > 1:
        return f"; acting again since {last}"
    return f"; acting since {last}" if last != known.since else ""


def chained_effect_line(known: KnownEffect, catalog: Catalog) -> str:
    """What acts on an acting instrument: `Doe v. Agency § 2 stays Notice 1 for everyone (explicit)`."""
    effect = known.effect
    target = catalog.find(effect.on)
    name = target.name if isinstance(target, Instrument) else effect.on
    scope = (
        f" {stay_scope(effect)}"
        if effect.parties
        else ", scope not recorded"
        if effect.does in PAUSE
        else ""
    )
    until = f" until {effect.until}" if effect.until else ""
    return f"{effect_authority(known)} {effect.does} {name}{scope}{until} ({effect.link}){acting_text(known)}"
