"""Answers for programs: JSON with every key always there, and CSV with one obligation a row."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
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
from eo_tracker.models import Catalog, Duration, Instrument, Limitation, Party, Source
from eo_tracker.resolve import Knowledge, KnownEffect, KnownEvent, Obligation, OtherDate, Step
from eo_tracker.text import cell
from eo_tracker.wording.details import history
from eo_tracker.wording.proof import date_proof, how_counted

SCHEMA_VERSION = 2

Row = dict[str, Any]


def answer_json(answer: Answer) -> str:
    """The answer as one JSON object."""
    return (
        json.dumps({**context_head(answer.context), **_body(answer)}, ensure_ascii=False, indent=2)
        + "\n"
    )


def json_head(catalog: Catalog, as_of: date | None, revision: str | None = None) -> Row:
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


def context_head(context: Context) -> Row:
    """The head of an answer that rests on a resolved catalog."""
    return {
        **json_head(context.resolution.catalog, context.as_of, context.revision),
        "reviewed": _text(context.reviewed),
        "record": context.record,
        "assumed": [{"id": key, "on": _text(day)} for key, day in context.resolution.assume],
        "include_nonpublic": context.resolution.nonpublic,
        "not_yet_known": sorted(context.resolution.unknown),
    }


def _body(answer: Answer) -> Row:
    match answer:
        case Due():
            hidden = answer.morning.hidden
            counts = {
                "earlier": hidden.earlier,
                "later": hidden.later,
                "undated": hidden.undated,
                "settled": sum(hidden.settled.values()),
                "occurrences": hidden.occurrences,
                "by_status": {
                    each.value: number for each, number in sorted(hidden.settled.items())
                },
            }
            window = {"since": _text(answer.morning.since), "until": _text(answer.morning.until)}
            return {
                "window": window,
                "obligations": [obligation_row(each) for each in answer.morning.obligations],
                "hidden": counts,
            }
        case Listing():
            rows = [obligation_row(each) for each in answer.obligations]
            return {
                "obligations": rows,
                "hidden": {"occurrences": sum(_others(answer.obligations).values())},
            }
        case Details():
            details = [_detail(each, answer) for each in answer.obligations]
            return {"obligations": details, "hidden": {"unknown": list(answer.unknown)}}
        case InstrumentDetails():
            rows = [obligation_row(each) for each in answer.obligations]
            return {"instrument": _instrument(answer), "obligations": rows, "hidden": {}}
        case Comparison():
            from eo_tracker.render.comparison import comparison_data

            return comparison_data(answer)
        case Agencies():
            rows = [_party(key, party, answer) for key, party in answer.parties.items()]
            return {"agencies": rows, "hidden": {}}


def _others(obligations: Iterable[Obligation]) -> Mapping[str, int]:
    """Occurrences that are not shown, by directive; each directive counts once however many rows it has."""
    return {each.id: each.others for each in obligations}


def obligation_row(obligation: Obligation) -> Row:
    """One obligation as `due` and `list` give it; fields are added over time, never removed."""
    directive = obligation.directive
    roles = [(kind, role.party, role.through) for kind, role in directive.roles]
    return {
        "id": obligation.id,
        "instrument": obligation.instrument.id,
        "cite": directive.cite,
        "authority": wording.authority(obligation.instrument, directive.cite),
        "title": directive.title,
        "summary": directive.summary,
        "binds": [party for kind, party, _ in roles if kind == "binds"],
        "through": list(
            dict.fromkeys(through for kind, _, through in roles if kind == "binds" and through)
        ),
        "consults": [party for kind, party, _ in roles if kind == "consults"],
        "coordinates": [party for kind, party, _ in roles if kind == "coordinates"],
        "addressees": [
            {"role": kind, "party": party, "through": through} for kind, party, through in roles
        ],
        "invites": list(directive.invites),
        "serves": list(directive.serves),
        "reaches": [{"party": each.party, "by": each.by} for each in directive.reaches],
        "force": directive.force,
        "due": _text(obligation.due),
        "projected": _text(obligation.projected),
        "original_due": _text(obligation.original_due),
        "grace_until": _text(obligation.grace_until),
        "alternatives": [_other(each) for each in obligation.alternatives],
        "days_left": obligation.days_left,
        "weekday": f"{obligation.due:%A}" if obligation.due else None,
        "business_day": is_business_day(obligation.due) if obligation.due else None,
        "counting": [note for _, note in wording.counting_notes(obligation)],
        "every": str(directive.deadline.every)
        if directive.deadline and directive.deadline.every
        else None,
        "occurrence": _text(obligation.occurrence),
        "other_occurrences": obligation.others,
        "status": obligation.status.value,
        "status_text": wording.status_text(obligation),
        "continues": directive.continues,
        "partly": obligation.partly,
        "hypothetical": obligation.hypothetical,
        "open": obligation.open,
        "restored": _text(obligation.restored),
        "stayed_for": _stayed_for(obligation),
        "authority_ended": [_effect(each) for each in obligation.authority_ended],
        "waits_for": list(obligation.waits_for),
        "events": [_event(each) for each in obligation.events],
        "topics": list(directive.topics),
        "link": obligation.link,
        "changed": _text(obligation.changed),
        "reviewed": _text(obligation.instrument.searched_to),
    }


def _stayed_for(obligation: Obligation) -> list[str] | None:
    """The parties of the stays and waivers that act on it, 'everyone' or none recorded (empty); None where it is not stayed."""
    stays = obligation.stays
    return sorted({name for each in stays for name in each.effect.parties or ()}) if stays else None


def _other(other: OtherDate) -> Row:
    return {
        "due": _text(other.due),
        "projected": _text(other.projected),
        "why": other.why,
        "source": other.source,
        "cite": other.cite,
    }


def _event(known: KnownEvent) -> Row:
    return {
        "what": known.event.what,
        "on": str(known.event.on) if known.event.on else None,
        "known": _text(known.known),
        "occurrence": _text(known.event.occurrence),
        "note": known.event.note,
        "source": _source(known.event.source, known.source) if known.source else None,
        "instrument": known.instrument,
        "hypothetical": known.hypothetical,
    }


def _effect(known: KnownEffect) -> Row:
    effect = known.effect
    return {
        "does": effect.does,
        "by": known.by.id,
        "cite": effect.cite,
        "on": effect.on,
        "since": _text(known.since),
        "until": _text(effect.until),
        "acts": known.acts,
        "acted": [{"from": _text(each.start), "to": _text(each.end)} for each in known.acted],
        "for": list(effect.parties) if effect.parties else None,
        "kind": effect.kind,
        "quote": effect.quote,
        "at": effect.at,
        "occurrence": _text(effect.occurrence),
        "known": _text(known.known),
        "link": effect.link,
        "why": effect.why,
        "source": _source(effect.source, known.source) if known.source else None,
    }


def _source(name: str, source: Source) -> Row:
    return {
        "name": name,
        "title": source.label,
        "url": source.url,
        "class": source.grade,
        "seen": source.seen,
        "via": source.via,
        "published": str(source.published) if source.published else None,
    }


def _detail(obligation: Obligation, answer: Details) -> Row:
    """A row with everything else that `show` and `explain` tell."""
    directive, sources = obligation.directive, obligation.instrument.sources
    names = [
        name
        for name in dict.fromkeys((directive.source, *directive.also, "register"))
        if name in sources
    ]
    return {
        **obligation_row(obligation),
        "history": history(obligation, answer.context.resolution.catalog),
        "quote": directive.quote,
        "at": directive.at,
        "covers": list(directive.covers),
        "public": directive.public,
        "reading": directive.reading.model_dump() if directive.reading else None,
        "taken_because": _other(obligation.taken_because) if obligation.taken_because else None,
        "effects": [_effect(each) for each in obligation.effects],
        "chain": [_effect(each) for each in obligation.chain],
        "sources": [_source(name, sources[name]) for name in names],
        "entered_in_error": directive.entered_in_error,
        "note": directive.note,
        "steps": [_step(each) for each in obligation.steps],
        "explanation": [
            {"label": label, "text": text}
            for label, text in date_proof(obligation, answer.context.resolution.catalog)
        ],
    }


def _step(step: Step) -> Row:
    return {
        "kind": step.kind,
        "start": _text(step.start),
        "span": str(step.span) if step.span else None,
        "times": step.times,
        "day": _text(step.day),
        "ref": step.ref,
        "clipped": step.clipped,
        "projected": step.projected,
        "final": step.final,
    }


def _instrument(answer: InstrumentDetails) -> Row:
    """An instrument with its limitations, durations, effects and sources, without its directives."""
    each = answer.instrument
    known = answer.context.resolution.known
    acting = [one for group in known.effects.values() for one in group if one.by.id == each.id]
    acted_on = [
        one
        for key, group in known.effects.items()
        if key.partition("/")[0] == each.id
        for one in group
    ]
    return {
        "id": each.id,
        "kind": each.kind,
        "number": each.number,
        "name": each.name,
        "title": each.title,
        "dated": _text(each.dated),
        "published": _text(each.published),
        "effective": _text(each.effective),
        "citation": each.citation,
        "document": each.document,
        "authority": each.authority,
        "coverage": each.coverage,
        "searches": [search.model_dump(mode="json") for search in each.searches],
        "note": wording.instrument_note(each, answer.context.as_of),
        "limitations": [_provision(entry, each, known) for entry in each.limitations],
        "durations": [
            {**_provision(entry, each, known), "by": str(entry.by) if entry.by else None}
            for entry in each.durations
        ],
        "effects": [_effect(one) for one in acting],
        "acted_on": [_effect(one) for one in acted_on],
        "not_bound": list(each.not_bound),
        "disputes": [one.model_dump(mode="json") for one in each.disputes],
        "sources": [_source(name, source) for name, source in each.sources.items()],
    }


def _provision(entry: Limitation | Duration, owner: Instrument, known: Knowledge) -> Row:
    ends = known.provision_ends(owner.key(entry.id))
    return {
        **entry.model_dump(mode="json", exclude={"by"}),
        "ended_by": [_effect(each) for each in ends],
    }


def _party(key: str, party: Party, answer: Agencies) -> Row:
    return {
        "id": key,
        **party.model_dump(mode="json"),
        "bound": answer.bound.get(key, 0),
        "named": answer.named.get(key, 0),
    }


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


def answer_csv(answer: Answer) -> str:
    """One obligation (or party) a row, in words that a spreadsheet shows; lists are joined with semicolons."""
    if isinstance(answer, Agencies):
        return _csv(
            ("id", "name", "short", "kind", "parent", "head", "bound", "named"),
            _body(answer)["agencies"],
        )
    if isinstance(answer, Comparison):
        return _csv((), ())
    obligations = answer.morning.obligations if isinstance(answer, Due) else answer.obligations
    catalog = answer.context.resolution.catalog
    return _csv(_COLUMNS, (_flat(each, catalog) for each in obligations))


def _flat(obligation: Obligation, catalog: Catalog) -> Row:
    directive, parties = obligation.directive, catalog.parties
    source = obligation.instrument.sources.get(directive.source)
    return {
        **obligation_row(obligation),
        "bound": wording.offices(directive.binds, parties),
        "consulted": wording.offices(directive.consults, parties),
        "coordinating": wording.offices(directive.coordinates, parties),
        "topics": "; ".join(directive.topics),
        "alternatives": "; ".join(
            str(day) if (day := each.due or each.projected) else "no date"
            for each in obligation.alternatives
        ),
        "waits_for": "; ".join(obligation.waits_for),
        "reaches": "; ".join(
            f"{parties[each.party].label} by {each.by}" for each in directive.reaches
        ),
        "quoted_words": directive.quote,
        "how_counted": how_counted(obligation, catalog),
        "source": wording.source_line(source) if source else None,
        "link": source.url if source else None,
        "as_of": _text(obligation.as_of),
    }


def _csv(columns: tuple[str, ...], rows: Iterable[Row]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for each in rows:
        writer.writerow([_csv_value(each[name]) for name in columns])
    return out.getvalue()


def _csv_value(value: object) -> str | int:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int) else cell(str(value))


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
