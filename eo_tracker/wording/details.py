"""Everything about one obligation, or about an instrument itself, as labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from eo_tracker.dates import long
from eo_tracker.models import Catalog, Duration, Instrument, Limitation
from eo_tracker.resolve import KnownEffect, Obligation, Resolution
from eo_tracker.wording.proof import grace, other_dates, reading
from eo_tracker.wording.words import (
    PARTICIPLES,
    Line,
    Parties,
    acting_text,
    addressees,
    as_sentence,
    authority,
    authority_ended,
    chained_effect_line,
    counting_notes,
    date_heading,
    effect_authority,
    effect_line,
    event_line,
    instrument_note,
    join_and,
    offices,
    pinpoint,
    recurrence_text,
    search_extent,
    source_line,
    status_text,
    text_source,
)


def obligation_details(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """What `show` tells of an obligation: date, status, roles, directive, words, readings, sources, story."""
    directive, parties = obligation.directive, catalog.parties
    words = (
        f'"{directive.quote}"{f" ({pinpoint(directive.at)})" if directive.at else ""}'
        if directive.quote
        else ""
    )
    coordinates = offices(directive.coordinates, parties)
    invited = labels(directive.invites, parties)
    goes_on = directive.continues and directive.deadline is not None
    return _filled(
        ("ID", obligation.id),
        ("Due", _due_line(obligation, catalog)),
        *counting_notes(obligation),
        ("Status", as_sentence(status_text(obligation))),
        ("Must act", f"{addressees(directive, parties)} ({directive.force})"),
        ("Consulted", offices(directive.consults, parties)),
        ("With", f"{coordinates} (in coordination)" if coordinates else ""),
        ("Invited", f"{invited} (not bound)" if invited else ""),
        ("Serves", labels(directive.serves, parties)),
        *(("Reaches", f"{parties[each.party].label} by {each.by}") for each in directive.reaches),
        ("Directive", directive.summary),
        *_under("Covers", directive.covers),
        ("Words", words),
        *reading(directive),
        *other_dates(obligation),
        *grace(obligation),
        ("Goes on", "The directive continues after its date." if goes_on else ""),
        ("Note", directive.note or ""),
        ("Sic", directive.sic or ""),
        ("Withdrawn", directive.entered_in_error or ""),
        ("Authority", authority_ended(obligation.instrument, obligation.authority_ended)),
        ("Text", text_source(obligation)),
        *_links(obligation),
        *_under("Story", history(obligation, catalog)),
    )


def _filled(*lines: Line) -> list[Line]:
    return [(label, text) for label, text in lines if text]


def _under(label: str, texts: Iterable[str]) -> Iterator[Line]:
    """Several lines under one label."""
    for index, text in enumerate(texts):
        yield "" if index else label, text


def labels(names: Iterable[str], parties: Parties) -> str:
    """`AI industry and critical infrastructure operators`."""
    return join_and(parties[name].label for name in names)


def _due_line(obligation: Obligation, catalog: Catalog) -> str:
    recurs = recurrence_text(obligation, catalog)
    before = f", before that {long(obligation.original_due)}" if obligation.original_due else ""
    return date_heading(obligation) + before + (f", {recurs}" if recurs else "")


def _links(obligation: Obligation) -> Iterator[Line]:
    sources = obligation.instrument.sources
    for name in dict.fromkeys((obligation.directive.source, *obligation.directive.also)):
        if name in sources and sources[name].url:
            yield "Link", sources[name].url or ""


def history(obligation: Obligation, catalog: Catalog) -> list[str]:
    """What happened, in order of time: the instrument, effects on the directive and on their instruments, events, the date itself."""
    instrument = obligation.instrument
    entries: list[tuple[date, str]] = [
        (instrument.dated, f"{instrument.dated} date of {instrument.name}")
    ]
    if (
        instrument.published
        and instrument.published != instrument.dated
        and instrument.published <= obligation.as_of
    ):
        entries.append(
            (instrument.published, f"{instrument.published} publication of {instrument.name}")
        )
    entries += [(each.since, f"{each.since} {effect_line(each)}") for each in obligation.effects]
    entries += [
        (each.since, f"{each.since} {chained_effect_line(each, catalog)}")
        for each in obligation.chain
    ]
    entries += [
        (each.event.on.last if each.event.on else each.known, event_line(each))
        for each in obligation.events
    ]
    if obligation.due and obligation.due <= obligation.as_of:
        entries.append((obligation.due, f"{obligation.due} the day on which it is due"))
    return [text for _, text in sorted(entries, key=lambda entry: entry[0])]


def instrument_details(instrument: Instrument, resolution: Resolution) -> list[Line]:
    """What `show` tells of an instrument: is it from the order, whom does it bind, what does it do to others?"""
    catalog = resolution.catalog
    cites = filter(
        None, (instrument.citation, instrument.document and f"FR Doc. {instrument.document}")
    )
    published = f"; published {long(instrument.published)}" if instrument.published else ""
    bound = {
        f"{role}"
        for directive in instrument.directives
        for role in offices(directive.binds, catalog.parties).split("; ")
        if role
    }
    reached = {
        f"{catalog.parties[each.party].label} by {each.by}"
        for directive in instrument.directives
        for each in directive.reaches
    }
    return _filled(
        ("ID", instrument.id),
        ("Dated", f"{long(instrument.dated)}{published}"),
        ("Cited as", "; ".join(cites)),
        ("Stands on", instrument.authority or ""),
        ("", authority_ended(instrument, resolution.known.authority_ended(instrument))),
        *_under("Acts on", _acts_on(instrument, catalog)),
        *_under("Acted on", _acted_on(instrument, resolution)),
        ("Binds", join_and(sorted(bound))),
        ("Reaches", join_and(sorted(reached))),
        ("Not bound", "; ".join(instrument.not_bound)),
        ("Coverage", instrument.coverage or ""),
        (
            "Record",
            f"{search_extent(instrument, resolution.as_of)}." if instrument.directives else "",
        ),
        ("Note", instrument_note(instrument, resolution.as_of) or ""),
        *(
            line
            for source in instrument.sources.values()
            for line in (("Source", source_line(source)), ("", source.url or ""))
        ),
        *_disputes(instrument),
    )


def _acts_on(instrument: Instrument, catalog: Catalog) -> list[str]:
    """Its effects on others, with the strength of the link and its reason; or that there are none."""
    lines = []
    for effect in instrument.effects:
        source = instrument.sources.get(effect.source)
        reason = f": {effect.why}" if effect.why else ""
        where = f", {pinpoint(effect.cite)}" if effect.cite else ""
        strength = "" if effect.does == "parallels" else f"{effect.link}{reason}; "
        tail = (
            f"{reason.removeprefix(': ')}; " if effect.does == "parallels" and reason else strength
        )
        lines.append(
            f"{effect.does} {_named(effect.on, catalog)}{where} ({tail}{source_line(source) if source else 'no source'})"
        )
    read = "text" in instrument.sources and instrument.sources["text"].seen == "full"
    return lines or (["Names no other instrument of this catalog."] if read else [])


def _acted_on(instrument: Instrument, resolution: Resolution) -> list[str]:
    """What others do to it or to something in it, as far as it is known on the day."""
    effects: Sequence[tuple[str, KnownEffect]] = [
        (key, each)
        for key, group in resolution.known.effects.items()
        if key.partition("/")[0] == instrument.id
        for each in group
        if each.effect.does != "parallels"
    ]
    return [
        f"{each.since} {effect_authority(each)} {each.effect.does} {_named(key, resolution.catalog)} ({each.effect.link}){acting_text(each)}"
        for key, each in sorted(effects, key=lambda pair: (pair[1].since, pair[0]))
    ]


def _named(key: str, catalog: Catalog) -> str:
    """An instrument, or something in one, by name and pinpoint."""
    found = catalog.find(key)
    if isinstance(found, Instrument):
        return found.name
    owner = catalog.instruments[key.partition("/")[0]]
    return authority(owner, found.cite) if found else key


def _disputes(instrument: Instrument) -> Iterator[Line]:
    for dispute in instrument.disputes:
        yield "Disputed", dispute.question
        for account in dispute.accounts:
            yield "", f"{account.says} ({source_line(instrument.sources[account.source])})"
        if dispute.assessment:
            yield "", dispute.assessment


def provision_text(each: Limitation | Duration, ends: Sequence[KnownEffect] = ()) -> str:
    """A limitation with its scope, or a duration with its length, in one sentence; first, where it has no force, what took it away."""
    told = (
        f"{each.summary} (Scope: this {each.scope}.)"
        if isinstance(each, Limitation)
        else f"{each.extent}. {each.summary}"
    )
    marks = [
        f"{PARTICIPLES[end.effect.does].upper()} by {effect_authority(end)}, {end.acted[-1].start}."
        for end in ends
    ]
    return " ".join(filter(None, (*marks, told, each.note)))
