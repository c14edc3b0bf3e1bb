"""Answers for programs: JSON with every key always there, and CSV with one obligation a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from eo_tracker import wording
from eo_tracker.answers import (
    Agencies,
    Answer,
    Comparison,
    Context,
    Details,
    Due,
    InstrumentDetails,
    Listing,
)
from eo_tracker.business_days import is_business_day
from eo_tracker.models import Catalog, Directive, Duration, Instrument, Limitation, Source, owner_id
from eo_tracker.resolve import Knowledge, KnownEffect, KnownEvent, Obligation, OtherDate, Step
from eo_tracker.text import cell
from eo_tracker.wording.details import history
from eo_tracker.wording.proof import date_proof, how_counted

SCHEMA_VERSION = 2

JsonObject = dict[str, Any]


def answer_json(answer: Answer) -> str:
    """The answer as one JSON object."""
    return json_text(context_head(answer.context) | _body(answer))


def json_text(value: JsonObject) -> str:
    """A JSON object as the programs print it."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_head(catalog: Catalog, as_of: date | None, revision: str | None = None) -> JsonObject:
    """With what every answer begins: which form, which day, which catalog."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": _text(as_of),
        "catalog": {
            "name": catalog.name,
            "version": catalog.version,
            "hash": catalog.hash,
            "revision": revision,
        },
    }


def context_head(context: Context) -> JsonObject:
    """The head of an answer that rests on a resolved catalog."""
    return {
        **json_head(context.catalog, context.as_of, context.revision),
        "reviewed": _text(context.reviewed),
        "record": context.record,
        "assumed": [{"id": key, "on": _text(day)} for key, day in context.resolution.assume],
        "include_nonpublic": context.resolution.nonpublic,
        "not_yet_known": sorted(context.resolution.unknown),
    }


def _body(answer: Answer) -> JsonObject:
    match answer:
        case Due():
            return _due(answer)
        case Listing():
            return _listing(answer)
        case Details():
            details = [_detail(obligation, answer) for obligation in answer.obligations]
            return {"obligations": details, "hidden": {"unknown": list(answer.unknown)}}
        case InstrumentDetails():
            rows = [obligation_row(obligation) for obligation in answer.obligations]
            return {"instrument": _instrument(answer), "obligations": rows, "hidden": {}}
        case Comparison():
            from eo_tracker.render.comparison import comparison_data

            return comparison_data(answer)
        case Agencies():
            return {"agencies": _parties(answer), "hidden": {}}


def _due(answer: Due) -> JsonObject:
    window = answer.window
    hidden = window.hidden
    return {
        "window": {"since": _text(window.since), "until": _text(window.until)},
        "obligations": [obligation_row(obligation) for obligation in window.obligations],
        "hidden": {
            "earlier": hidden.earlier,
            "later": hidden.later,
            "undated": hidden.undated,
            "settled": sum(hidden.settled.values()),
            "occurrences": hidden.occurrences,
            "by_status": {
                status.value: number for status, number in sorted(hidden.settled.items())
            },
        },
    }


def _listing(answer: Listing) -> JsonObject:
    rows = [obligation_row(obligation) for obligation in answer.obligations]
    # Each directive counts once, however many rows it has.
    occurrences = {obligation.id: obligation.others for obligation in answer.obligations}
    return {"obligations": rows, "hidden": {"occurrences": sum(occurrences.values())}}


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


def _detail(obligation: Obligation, answer: Details) -> JsonObject:
    """A row with everything else that `show` and `explain` give."""
    catalog = answer.context.catalog
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
        "explanation": [
            {"label": label, "text": text} for label, text in date_proof(obligation, catalog)
        ],
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


def _instrument(answer: InstrumentDetails) -> JsonObject:
    """An instrument with its limitations, durations, effects and sources."""
    instrument, known = answer.instrument, answer.context.resolution.known
    return {
        **_document(instrument),
        "searches": [search.model_dump(mode="json") for search in instrument.searches],
        "note": wording.instrument_note(instrument, answer.context.as_of),
        "limitations": [_provision(entry, answer) for entry in instrument.limitations],
        "durations": [_duration(entry, answer) for entry in instrument.durations],
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


def _provision(entry: Limitation | Duration, answer: InstrumentDetails) -> JsonObject:
    known = answer.context.resolution.known
    row = entry.model_dump(mode="json", exclude={"by"})
    ends = known.provision_ends(answer.instrument.key(entry.id))
    row["ended_by"] = [_effect(effect) for effect in ends]
    return row


def _duration(entry: Duration, answer: InstrumentDetails) -> JsonObject:
    row = _provision(entry, answer)
    row["by"] = _text(entry.by)
    return row


def _parties(answer: Agencies) -> list[JsonObject]:
    rows = []
    for key, party in answer.parties.items():
        row = {"id": key, **party.model_dump(mode="json")}
        row["bound"] = answer.bound.get(key, 0)
        row["named"] = answer.named.get(key, 0)
        rows.append(row)
    return rows


# CSV

_COLUMNS = (
    "id",
    "authority",
    "title",
    "due",
    "weekday",
    "business_day",
    "days_left",
    "projected",
    "original_due",
    "grace_until",
    "status",
    "status_text",
    "bound",
    "consulted",
    "coordinating",
    "force",
    "every",
    "hypothetical",
    "summary",
    "topics",
    "reviewed",
    "alternatives",
    "waits_for",
    "reaches",
    "cite",
    "quoted_words",
    "how_counted",
    "source",
    "link",
    "as_of",
)

_AGENCY_COLUMNS = ("id", "name", "short", "kind", "parent", "head", "bound", "named")


def answer_csv(answer: Answer) -> str:
    """One obligation (or party) a row, in words that a spreadsheet shows.

    Lists are joined with semicolons.
    """
    match answer:
        case Agencies():
            return _csv(_AGENCY_COLUMNS, _parties(answer))
        case Comparison():
            return _csv((), ())
        case Due():
            obligations = answer.window.obligations
        case _:
            obligations = answer.obligations
    catalog = answer.context.catalog
    return _csv(_COLUMNS, (_flat(obligation, catalog) for obligation in obligations))


def _flat(obligation: Obligation, catalog: Catalog) -> JsonObject:
    directive, parties = obligation.directive, catalog.parties
    source = obligation.instrument.sources.get(directive.source)
    return {
        **obligation_row(obligation),
        "bound": wording.offices(directive.binds, parties),
        "consulted": wording.offices(directive.consults, parties),
        "coordinating": wording.offices(directive.coordinates, parties),
        "topics": _joined(directive.topics),
        "alternatives": _joined(_other_day(other) for other in obligation.alternatives),
        "waits_for": _joined(obligation.waits_for),
        "reaches": _joined(
            f"{parties[reach.party].label} by {reach.by}" for reach in directive.reaches
        ),
        "quoted_words": directive.quote,
        "how_counted": how_counted(obligation, catalog),
        "source": wording.source_line(source) if source else None,
        "link": source.url if source else None,
        "as_of": _text(obligation.as_of),
    }


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)


def _other_day(other: OtherDate) -> str:
    return _text(other.due or other.projected) or "no date"


def _csv(columns: tuple[str, ...], rows: Iterable[JsonObject]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_value(row[name]) for name in columns])
    return out.getvalue()


def _csv_value(value: object) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case _:
            return cell(str(value))


def _text(value: object | None) -> str | None:
    """A day, period or step as it is written in a catalog."""
    return None if value is None else str(value)
