"""Everything about one obligation, or about an instrument itself, as labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from eo_tracker.dates import long
from eo_tracker.models import Catalog, Directive, Duration, Effect, Instrument, Limitation, owner_id
from eo_tracker.resolve import KnownEffect, Obligation, Resolution
from eo_tracker.wording.effects import (
    PARTICIPLES,
    acting_text,
    authority_ended,
    chained_effect_line,
    effect_authority,
    effect_line,
)
from eo_tracker.wording.proof import grace, other_dates, reading
from eo_tracker.wording.sources import event_line, search_extent, source_line, text_source
from eo_tracker.wording.status import status_text
from eo_tracker.wording.timing import counting_notes, date_heading, recurrence_text
from eo_tracker.wording.words import (
    Line,
    Parties,
    addressees,
    as_sentence,
    instrument_note,
    join_and,
    labels,
    named_target,
    office,
    offices,
    optional,
    pinpoint,
)

DUE_LINE = "the day on which it is due"


def obligation_details(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """What `show` tells of an obligation.

    Its date, status, roles, words, readings, sources and history.
    """
    directive = obligation.directive
    status = as_sentence(status_text(obligation, catalog.parties))
    ended = authority_ended(obligation.instrument, obligation.authority_ended, catalog)
    lines = [
        ("ID", obligation.id),
        ("Due", _due_line(obligation, catalog)),
        *counting_notes(obligation),
        ("Status", status),
        *_roles(directive, catalog.parties),
        ("Summary", directive.summary),
        *_under("Covers", directive.covers),
        ("Quote", _quote(directive)),
        *reading(directive),
        *other_dates(obligation),
        *grace(obligation),
        ("Continuing", _continuation(directive)),
        ("Note", directive.note or ""),
        ("Sic", directive.sic or ""),
        ("Entered in error", directive.entered_in_error or ""),
        ("Authority", ended),
        ("Text", text_source(obligation)),
        *_links(obligation),
        *_under("History", history(obligation, catalog)),
    ]
    return _filled(lines)


def _roles(directive: Directive, parties: Parties) -> Iterator[Line]:
    """Who must act, who takes part, and who is affected."""
    responsible = addressees(directive, parties)
    yield "Responsible", f"{responsible} ({directive.force})"
    yield "Consulted", offices(directive.consults, parties)
    yield "In coordination with", offices(directive.coordinates, parties)
    invited = labels(directive.invites, parties)
    if invited:
        yield "Invited", f"{invited} (not bound)"
    yield "Made for", labels(directive.serves, parties)
    for reach in directive.reaches:
        yield "Also affects", f"{parties[reach.party].label} by {reach.by}"


def _filled(lines: Iterable[Line]) -> list[Line]:
    return [(label, text) for label, text in lines if text]


def _under(label: str, texts: Iterable[str]) -> Iterator[Line]:
    """Several lines under one label."""
    for index, text in enumerate(texts):
        yield "" if index else label, text


def _quote(directive: Directive) -> str:
    """The quoted words, with their pinpoint where it is another one than the directive's."""
    if directive.quote is None:
        return ""
    if directive.at is None:
        return f'"{directive.quote}"'
    return f'"{directive.quote}" ({pinpoint(directive.at)})'


def _continuation(directive: Directive) -> str:
    if directive.continues and directive.deadline:
        return "The obligation continues after its date."
    return ""


def _due_line(obligation: Obligation, catalog: Catalog) -> str:
    line = date_heading(obligation)
    if obligation.original_due:
        line += f", before that {long(obligation.original_due)}"
    return line + optional(", {}", recurrence_text(obligation, catalog))


def _links(obligation: Obligation) -> Iterator[Line]:
    names = (obligation.directive.source, *obligation.directive.also)
    for name in dict.fromkeys(names):
        source = obligation.instrument.sources.get(name)
        if source and source.url:
            yield "Link", source.url


# history


class _Entry(NamedTuple):
    """One line of a history, and the day it is sorted by."""

    day: date
    text: str


def history(obligation: Obligation, catalog: Catalog) -> list[str]:
    """What happened, in order of time.

    The instrument, effects on the directive and on their instruments, events, the date itself.
    """
    entries = [
        *_issuance(obligation),
        *_effects(obligation, catalog),
        *_events(obligation),
    ]
    due = obligation.due
    if due and due <= obligation.as_of:
        entries.append(_Entry(due, f"{due} {DUE_LINE}"))
    return [entry.text for entry in sorted(entries, key=_day_of_entry)]


def _day_of_entry(entry: _Entry) -> date:
    return entry.day


def _issuance(obligation: Obligation) -> Iterator[_Entry]:
    instrument = obligation.instrument
    dated, published = instrument.dated, instrument.published
    yield _Entry(dated, f"{dated} date of {instrument.name}")
    if published is None or published > obligation.as_of:
        return
    if published != dated:
        yield _Entry(published, f"{published} publication of {instrument.name}")


def _effects(obligation: Obligation, catalog: Catalog) -> Iterator[_Entry]:
    for known in obligation.effects:
        line = effect_line(known, catalog.parties)
        yield _Entry(known.since, f"{known.since} {line}")
    for known in obligation.chain:
        line = chained_effect_line(known, catalog)
        yield _Entry(known.since, f"{known.since} {line}")


def _events(obligation: Obligation) -> Iterator[_Entry]:
    for known in obligation.events:
        day = known.event.on.last if known.event.on else known.known
        yield _Entry(day, event_line(known))


# instruments


def instrument_details(instrument: Instrument, resolution: Resolution) -> list[Line]:
    """What `show` tells of an instrument: its authority, whom it binds, its effects on others."""
    catalog = resolution.catalog
    ended = resolution.known.authority_ended(instrument)
    lines = [
        ("ID", instrument.id),
        ("Dated", _dated_line(instrument)),
        ("Cited as", _citations(instrument)),
        ("Authority", instrument.authority or ""),
        ("", authority_ended(instrument, ended, catalog)),
        *_under("Effects on others", _effects_on_others(instrument, catalog)),
        *_under("Affected by", _affected_by(instrument, resolution)),
        ("Binds", join_and(sorted(_bound(instrument, catalog.parties)))),
        ("Also affects", join_and(sorted(_reached(instrument, catalog.parties)))),
        ("Not bound", "; ".join(instrument.not_bound)),
        ("Coverage", instrument.coverage or ""),
        ("Record", _record(instrument, resolution.as_of)),
        ("Note", instrument_note(instrument, resolution.as_of) or ""),
        *_sources(instrument),
        *_disputes(instrument),
    ]
    return _filled(lines)


def _dated_line(instrument: Instrument) -> str:
    line = long(instrument.dated)
    if instrument.published:
        line += f"; published {long(instrument.published)}"
    return line


def _citations(instrument: Instrument) -> str:
    document = optional("FR Doc. {}", instrument.document)
    return "; ".join(filter(None, (instrument.citation, document)))


def _bound(instrument: Instrument, parties: Parties) -> set[str]:
    return {
        office(role, parties) for directive in instrument.directives for role in directive.binds
    }


def _reached(instrument: Instrument, parties: Parties) -> set[str]:
    return {
        f"{parties[reach.party].label} by {reach.by}"
        for directive in instrument.directives
        for reach in directive.reaches
    }


def _record(instrument: Instrument, as_of: date) -> str:
    if not instrument.directives:
        return ""
    extent = search_extent(instrument, as_of)
    return as_sentence(extent.removeprefix("record "))


def _sources(instrument: Instrument) -> Iterator[Line]:
    for source in instrument.sources.values():
        yield "Source", source_line(source)
        yield "", source.url or ""


def _effects_on_others(instrument: Instrument, catalog: Catalog) -> list[str]:
    """Its effects with the strength of each link and the reason; or that there are none."""
    lines = [_effect_on_other(effect, instrument, catalog) for effect in instrument.effects]
    text = instrument.sources.get("text")
    if not lines and text and text.seen == "full":
        return ["Names no other instrument of this catalog."]
    return lines


def _effect_on_other(
    effect: Effect,
    instrument: Instrument,
    catalog: Catalog,
) -> str:
    """`implements EO 14409 § 2(c)(i) (inferred: on its subject; CISA page, primary)`."""
    what = f"{effect.does} {named_target(effect.on, catalog)}"
    if effect.cite:
        what += f", {pinpoint(effect.cite)}"
    source = "no source"
    if effect.source in instrument.sources:
        source = source_line(instrument.sources[effect.source])
    how = "; ".join(filter(None, (_strength(effect), source)))
    return f"{what} ({how})"


def _strength(effect: Effect) -> str:
    """How strong the link is, and why; what runs in parallel has no link."""
    if effect.does == "parallels":
        return effect.why or ""
    return effect.link + optional(": {}", effect.why)


def _affected_by(instrument: Instrument, resolution: Resolution) -> list[str]:
    """What others do to it or to something in it, as far as it is known on the day."""
    lines = []
    effects = sorted(_effects_on(instrument, resolution), key=_by_start)
    for target, known in effects:
        parts = [
            str(known.since),
            effect_authority(known),
            known.does,
            named_target(target, resolution.catalog),
            f"({known.effect.link}){acting_text(known)}",
        ]
        lines.append(" ".join(parts))
    return lines


def _effects_on(
    instrument: Instrument,
    resolution: Resolution,
) -> Iterator[tuple[str, KnownEffect]]:
    """The effects on it or on something in it, each with its target; none that runs in parallel."""
    for target, group in resolution.known.effects.items():
        if owner_id(target) != instrument.id:
            continue
        for known in group:
            if known.does != "parallels":
                yield target, known


def _by_start(effect: tuple[str, KnownEffect]) -> tuple[date, str]:
    target, known = effect
    return known.since, target


def _disputes(instrument: Instrument) -> Iterator[Line]:
    for dispute in instrument.disputes:
        yield "Disputed", dispute.question
        for account in dispute.accounts:
            source = instrument.sources[account.source]
            yield "", f"{account.says} ({source_line(source)})"
        if dispute.assessment:
            yield "", dispute.assessment


# provisions


def provision_text(provision: Limitation | Duration, ends: Sequence[KnownEffect] = ()) -> str:
    """A limitation with its scope, or a duration with its length.

    What ended it comes first, where it is no longer in force.
    """
    parts = [_end_mark(known) for known in ends]
    if isinstance(provision, Limitation):
        parts.append(f"{provision.summary} (Scope: this {provision.scope}.)")
    else:
        parts.append(f"{provision.extent}. {provision.summary}")
    if provision.note:
        parts.append(provision.note)
    return " ".join(parts)


def _end_mark(known: KnownEffect) -> str:
    """`REVOKED by EO 14500 § 3, 2026-08-01.`"""
    participle = PARTICIPLES[known.does].upper()
    since = known.acted[-1].start
    return f"{participle} by {effect_authority(known)}, {since}."
