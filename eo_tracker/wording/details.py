"""Everything about one obligation, or about an instrument itself, as labelled lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from eo_tracker.dates import long
from eo_tracker.models import Catalog, Instrument, Limit, Term
from eo_tracker.resolve import Obligation
from eo_tracker.wording.proof import grace, other_dates, reading
from eo_tracker.wording.words import (
    Line,
    Parties,
    cited,
    heading,
    offices,
    pinpoint,
    searched,
    sentence,
    series,
    standing,
    story_line,
    text_seen,
    who,
)


def details(obligation: Obligation, catalog: Catalog) -> list[Line]:
    """What `show` tells of an obligation: date, standing, roles, duty, words, readings, sources, story."""
    directive, parties = obligation.directive, catalog.parties
    lines: list[Line] = [("ID", obligation.id), ("Due", _due_line(obligation)), ("Standing", sentence(standing(obligation)))]
    lines += [("Must act", f"{who(directive, parties)} ({directive.force})")]
    lines += [("Consulted", offices(directive.consults, parties))] if directive.consults else []
    lines += [("With", f"{offices(directive.coordinates, parties)} (in coordination)")] if directive.coordinates else []
    lines += [("Invited", f"{labels(directive.invites, parties)} (not bound)")] if directive.invites else []
    lines += [("Serves", labels(directive.serves, parties))] if directive.serves else []
    lines += [("Reaches", f"{parties[each.party].label} by {each.by}") for each in directive.reaches]
    lines += [("Duty", directive.summary)]
    lines += [("Covers" if not index else "", each) for index, each in enumerate(directive.covers)]
    lines += [("Words", f'"{directive.quote}"{f" ({pinpoint(directive.at)})" if directive.at else ""}')] if directive.quote else []
    lines += [*reading(directive), *other_dates(obligation), *grace(obligation)]
    lines += [("Goes on", "The duty continues after its date.")] if directive.continues and directive.deadline else []
    lines += [("Note", each) for each in (directive.note, directive.sic) if each]
    lines += [("Text", text_seen(obligation)), *_links(obligation), *_story(obligation)]
    return lines


def labels(names: Iterable[str], parties: Parties) -> str:
    """`AI industry and critical infrastructure operators`."""
    return series(parties[name].label for name in names)


def _due_line(obligation: Obligation) -> str:
    extra = (
        f". {obligation.directive.deadline.every} apart" if obligation.directive.deadline and obligation.directive.deadline.every else ""
    )
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
    lines += (
        [("Cited as", "; ".join(filter(None, (instrument.citation, instrument.document and f"FR Doc. {instrument.document}"))))]
        if instrument.citation
        else []
    )
    lines += [("Stands on", instrument.authority)] if instrument.authority else []
    lines += [("Coverage", instrument.coverage)] if instrument.coverage else []
    lines += [("Record", f"{searched(instrument, date.max)}.")]
    lines += [("Note", instrument.note)] if instrument.note else []
    lines += [("Source", f"{cited(source)} {source.url or ''}") for source in instrument.sources.values()]
    return lines


def entry(each: Limit | Term) -> str:
    """A limit with its scope, or a term with its length, in one sentence."""
    if isinstance(each, Limit):
        return f"{each.summary} (Scope: this {each.scope}.)"
    length = f"{each.length}{f' before {each.before}' if each.before else ''}" if each.length else f"by {each.by}"
    return f"{length}. {each.summary}"
