"""Obligations into rows and sheets: plain values with every word that a screen or file shows.

The row is the object of `list --format json`; fields are added over time, never removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from eo_tracker import wording
from eo_tracker.answers import InstrumentDetails, JsonObject, Row, Sheet, Unissued
from eo_tracker.business_days import is_business_day
from eo_tracker.context import Context
from eo_tracker.dates import long
from eo_tracker.models import Directive, Duration, Instrument, Limitation, Party, Source, owner_id
from eo_tracker.resolve import Knowledge, KnownEffect, KnownEvent, Obligation, OtherDate, Step
from eo_tracker.wording.details import (
    history,
    instrument_details,
    obligation_details,
    provision_text,
)
from eo_tracker.wording.proof import date_proof, how_counted
from eo_tracker.wording.sources import search_extent
from eo_tracker.wording.status import title_notes


def row_of(obligation: Obligation, context: Context) -> Row:
    """One obligation as `due` and `list` show it."""
    instrument, directive, due = obligation.instrument, obligation.directive, obligation.due
    parties = context.catalog.parties
    authority = wording.authority(instrument, directive.cite)
    status = wording.status_text(obligation, parties)
    before, after = title_notes(obligation, context.catalog)
    closed = wording.closed_day_note(due) if due else None
    counting = [note for _, note in wording.counting_notes(obligation)]
    return Row(
        id=obligation.id,
        title=directive.title,
        state=obligation.status.value,
        heading=wording.date_heading(obligation),
        listed=_listed_date(obligation),
        place=wording.with_local_id(instrument, directive, authority),
        pinpoint=wording.pinpoint(directive.cite),
        responsible=wording.addressees(directive, parties),
        notes=(*before, *after),
        link_at=len(before),
        status=status,
        brief_status=_brief(status, obligation, context),
        label=wording.status_label(obligation),
        day_notes=(*([closed] if closed else []), *counting),
        reach_notes=list(_reach_notes(obligation, parties)),
        json=json.dumps(obligation_row(obligation), ensure_ascii=False),
        more=json.dumps(_more(obligation, context), ensure_ascii=False),
        link=obligation.link,
    )


def _reach_notes(obligation: Obligation, parties: wording.Parties) -> Iterator[str]:
    """How it reaches those whom it does not bind, and the grace that they have."""
    for reached in obligation.directive.reaches:
        yield f"reaches {parties[reached.party].label} by {reached.by}"
    if obligation.grace_until:
        yield f"grace until {long(obligation.grace_until)}"


def _listed_date(obligation: Obligation) -> str:
    due, projected = obligation.due, obligation.projected
    if due and projected:
        return f"({projected}) by {due}"
    if due:
        return f"{due:%a} {due}"
    return f"({projected})" if projected else "-"


def _brief(status: str, obligation: Obligation, context: Context) -> str:
    """The status, without how far the record was searched where the foot of the answer says it."""
    if not context.states_search(obligation.instrument):
        return status
    extent = search_extent(obligation.instrument, obligation.as_of)
    return status.replace(f" ({extent})", "", 1)


def _more(obligation: Obligation, context: Context) -> JsonObject:
    """The columns of a spreadsheet that JSON does not have, or has as lists."""
    directive, parties = obligation.directive, context.catalog.parties
    source = obligation.instrument.sources.get(directive.source)
    reached = [f"{parties[reach.party].label} by {reach.by}" for reach in directive.reaches]
    return {
        "bound": wording.offices(directive.binds, parties),
        "consulted": wording.offices(directive.consults, parties),
        "coordinating": wording.offices(directive.coordinates, parties),
        "topics": _joined(directive.topics),
        "alternatives": _joined(_other_day(other) for other in obligation.alternatives),
        "waits_for": _joined(obligation.waits_for),
        "reaches": _joined(reached),
        "quoted_words": directive.quote,
        "how_counted": how_counted(obligation, context.catalog),
        "source": wording.source_line(source) if source else None,
        "link": source.url if source else None,
        "as_of": _text(obligation.as_of),
    }


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


def _other_day(other: OtherDate) -> str:
    return _text(other.due or other.projected) or "no date"


def obligation_row(obligation: Obligation) -> JsonObject:
    """One obligation as `due` and `list` give it; fields are added over time, never removed."""
    directive = obligation.directive
    return {
        "id": obligation.id,
        "instrument": obligation.instrument.id,
        "cite": directive.cite,
        "authority": wording.authority(obligation.instrument, directive.cite),
        "title": directive.title,
        "summary": directive.summary,
        **_roles(directive),
        "force": directive.force,
        **_dates(obligation),
        **_statuses(obligation),
        "topics": list(directive.topics),
        "link": obligation.link,
        "changed": _text(obligation.changed),
        "reviewed": _text(obligation.instrument.searched_to),
    }


def _roles(directive: Directive) -> JsonObject:
    """Who must act, through whom, with whom, and who is affected."""
    through = [role.through for role in directive.binds if role.through]
    return {
        "binds": [role.party for role in directive.binds],
        "through": list(dict.fromkeys(through)),
        "consults": [role.party for role in directive.consults],
        "coordinates": [role.party for role in directive.coordinates],
        "addressees": [
            {"role": kind, "party": role.party, "through": role.through}
            for kind, role in directive.roles
        ],
        "invites": list(directive.invites),
        "serves": list(directive.serves),
        "reaches": [{"party": reach.party, "by": reach.by} for reach in directive.reaches],
    }


def _dates(obligation: Obligation) -> JsonObject:
    due, rule = obligation.due, obligation.directive.deadline
    return {
        "due": _text(due),
        "projected": _text(obligation.projected),
        "original_due": _text(obligation.original_due),
        "grace_until": _text(obligation.grace_until),
        "alternatives": [_other(other) for other in obligation.alternatives],
        "days_left": obligation.days_left,
        "weekday": f"{due:%A}" if due else None,
        "business_day": is_business_day(due) if due else None,
        "counting": [note for _, note in wording.counting_notes(obligation)],
        "every": _text(rule and rule.every),
        "occurrence": _text(obligation.occurrence),
        "other_occurrences": obligation.others,
    }


def _statuses(obligation: Obligation) -> JsonObject:
    """The status, and what acts on the obligation."""
    return {
        "status": obligation.status.value,
        "status_text": wording.status_text(obligation),
        "continues": obligation.directive.continues,
        "partly": obligation.partly,
        "hypothetical": obligation.hypothetical,
        "open": obligation.open,
        "restored": _text(obligation.restored),
        "stayed_for": _stayed_for(obligation),
        "authority_ended": [_effect(known) for known in obligation.authority_ended],
        "waits_for": list(obligation.waits_for),
        "events": [_event(known) for known in obligation.events],
    }


def _stayed_for(obligation: Obligation) -> list[str] | None:
    """The parties of the stays and waivers that act on it; None where it is not stayed.

    'everyone' is one of them; the list is empty where no scope is recorded.
    """
    if not obligation.stays:
        return None
    names: set[str] = set()
    for known in obligation.stays:
        names.update(known.effect.parties or ())
    return sorted(names)


def _other(other: OtherDate) -> JsonObject:
    return {
        "due": _text(other.due),
        "projected": _text(other.projected),
        "why": other.why,
        "source": other.source,
        "cite": other.cite,
    }


def _event(known: KnownEvent) -> JsonObject:
    return {
        "what": known.event.what,
        "on": _text(known.event.on),
        "known": _text(known.known),
        "occurrence": _text(known.event.occurrence),
        "note": known.event.note,
        "source": _source_of(known.event.source, known.source),
        "instrument": known.instrument,
        "hypothetical": known.hypothetical,
    }


def _effect(known: KnownEffect) -> JsonObject:
    effect = known.effect
    return {
        "does": effect.does,
        "by": known.by.id,
        "cite": effect.cite,
        "on": effect.on,
        "since": _text(known.since),
        "until": _text(effect.until),
        "acts": known.acts,
        "acted": [{"from": _text(days.start), "to": _text(days.end)} for days in known.acted],
        "for": list(effect.parties) if effect.parties else None,
        "kind": effect.kind,
        "quote": effect.quote,
        "at": effect.at,
        "occurrence": _text(effect.occurrence),
        "known": _text(known.known),
        "link": effect.link,
        "why": effect.why,
        "source": _source_of(effect.source, known.source),
    }


def _source_of(name: str, source: Source | None) -> JsonObject | None:
    if source is None:
        return None
    return _source(name, source)


def _source(name: str, source: Source) -> JsonObject:
    return {
        "name": name,
        "title": source.label,
        "url": source.url,
        "class": source.grade,
        "seen": source.seen,
        "via": source.via,
        "published": _text(source.published),
    }


def sheet_of(obligation: Obligation, context: Context) -> Sheet:
    """Everything about one obligation."""
    catalog, directive = context.catalog, obligation.directive
    authority = wording.authority(obligation.instrument, directive.cite)
    lines = obligation_details(obligation, catalog)
    proof = list(date_proof(obligation, catalog))
    return Sheet(
        _detail(obligation, proof, context),
        _more(obligation, context),
        f"{authority}: {directive.title}",
        lines,
        proof,
        _links([*lines, *proof], context),
    )


def _detail(
    obligation: Obligation,
    proof: Sequence[wording.Line],
    context: Context,
) -> JsonObject:
    """A row with everything else that `show` and `explain` give."""
    catalog = context.catalog
    directive, adopted = obligation.directive, obligation.taken_because
    return {
        **obligation_row(obligation),
        "history": history(obligation, catalog),
        "quote": directive.quote,
        "at": directive.at,
        "covers": list(directive.covers),
        "public": directive.public,
        "reading": directive.reading.model_dump() if directive.reading else None,
        "taken_because": _other(adopted) if adopted else None,
        "effects": [_effect(known) for known in obligation.effects],
        "chain": [_effect(known) for known in obligation.chain],
        "sources": _sources(obligation),
        "entered_in_error": directive.entered_in_error,
        "note": directive.note,
        "steps": [_step(step) for step in obligation.steps],
        "explanation": [{"label": label, "text": text} for label, text in proof],
    }


def _sources(obligation: Obligation) -> list[JsonObject]:
    """The sources of the directive's text, and the Federal Register's where it is recorded."""
    directive, sources = obligation.directive, obligation.instrument.sources
    names = dict.fromkeys((directive.source, *directive.also, "register"))
    return [_source(name, sources[name]) for name in names if name in sources]


def _step(step: Step) -> JsonObject:
    return {
        "kind": step.kind,
        "start": _text(step.start),
        "span": _text(step.span),
        "times": step.times,
        "day": _text(step.day),
        "ref": step.ref,
        "clipped": step.clipped,
        "projected": step.projected,
        "final": step.final,
    }


def instrument_details_of(instrument: Instrument, context: Context) -> InstrumentDetails:
    """Everything about an instrument, known or not yet, with its obligations of the day."""
    resolution = context.resolution
    known = resolution.known.instruments.get(instrument.id, instrument)
    rows = [
        row_of(obligation, context)
        for obligation in resolution.obligations
        if obligation.instrument.id == known.id
    ]
    lines = instrument_details(known, resolution)
    unissued = None
    if context.as_of < known.dated:
        unissued = Unissued(known.id, known.name, str(known.dated))
    return InstrumentDetails(
        context.head,
        _instrument(known, context),
        wording.instrument_title(known),
        lines,
        rows,
        _provision_lines(known.limitations, known, context),
        _provision_lines(known.durations, known, context),
        unissued,
        _links(lines, context),
    )


def _links(lines: Iterable[wording.Line], context: Context) -> list[str]:
    """The texts of these lines that are addresses of sources."""
    return sorted(context.addresses.intersection(text for _, text in lines))


def _provision_lines(
    entries: Sequence[Limitation | Duration],
    owner: Instrument,
    context: Context,
) -> list[wording.Line]:
    known = context.resolution.known
    lines = []
    for entry in entries:
        ends = known.provision_ends(owner.key(entry.id))
        lines.append((wording.pinpoint(entry.cite), provision_text(entry, ends)))
    return lines


def _instrument(instrument: Instrument, context: Context) -> JsonObject:
    """An instrument with its limitations, durations, effects and sources."""
    known = context.resolution.known
    return {
        **_document(instrument),
        "searches": [search.model_dump(mode="json") for search in instrument.searches],
        "note": wording.instrument_note(instrument, context.as_of),
        "limitations": [_provision(entry, instrument, known) for entry in instrument.limitations],
        "durations": [_duration(entry, instrument, known) for entry in instrument.durations],
        "effects": [_effect(effect) for effect in _effects_by(instrument, known)],
        "acted_on": [_effect(effect) for effect in _effects_on(instrument, known)],
        "not_bound": list(instrument.not_bound),
        "disputes": [dispute.model_dump(mode="json") for dispute in instrument.disputes],
        "sources": [_source(name, source) for name, source in instrument.sources.items()],
    }


def _document(instrument: Instrument) -> JsonObject:
    """What an instrument is, when it was made, and where it is published."""
    return {
        "id": instrument.id,
        "kind": instrument.kind,
        "number": instrument.number,
        "name": instrument.name,
        "title": instrument.title,
        "dated": _text(instrument.dated),
        "published": _text(instrument.published),
        "effective": _text(instrument.effective),
        "citation": instrument.citation,
        "document": instrument.document,
        "authority": instrument.authority,
        "coverage": instrument.coverage,
    }


def _effects_by(instrument: Instrument, known: Knowledge) -> Iterator[KnownEffect]:
    for effects in known.effects.values():
        for effect in effects:
            if effect.by.id == instrument.id:
                yield effect


def _effects_on(instrument: Instrument, known: Knowledge) -> Iterator[KnownEffect]:
    for key, effects in known.effects.items():
        if owner_id(key) == instrument.id:
            yield from effects


def _provision(
    entry: Limitation | Duration,
    owner: Instrument,
    known: Knowledge,
) -> JsonObject:
    row = entry.model_dump(mode="json", exclude={"by"})
    ends = known.provision_ends(owner.key(entry.id))
    row["ended_by"] = [_effect(effect) for effect in ends]
    return row


def _duration(
    entry: Duration,
    owner: Instrument,
    known: Knowledge,
) -> JsonObject:
    row = _provision(entry, owner, known)
    row["by"] = _text(entry.by)
    return row


def party_row(key: str, party: Party) -> JsonObject:
    """A party of the registry, under its ID."""
    return {"id": key, **party.model_dump(mode="json")}


def _text(value: object | None) -> str | None:
    """A day, period or step as it is written in a catalog."""
    return None if value is None else str(value)
