"""Answers for a memo or a pull request: Markdown in which nothing from the catalog is markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
from eo_tracker.dates import long
from eo_tracker.models import Catalog
from eo_tracker.query import Hidden
from eo_tracker.resolve import Obligation
from eo_tracker.text import markdown, markdown_link
from eo_tracker.wording.details import instrument_details, obligation_details
from eo_tracker.wording.proof import date_proof

_OBLIGATION_HEAD = ("When", "Authority", "Responsible", "What", "Status")
_AGENCY_HEAD = ("ID", "Short", "Name", "Kind", "Bound by")


def answer_markdown(answer: Answer) -> str:
    """The answer as a Markdown page."""
    match answer:
        case Comparison():
            from eo_tracker.render.comparison import comparison_markdown

            return comparison_markdown(answer)
        case Due():
            body = _due(answer)
        case Listing():
            body = _listing(answer)
        case Details():
            body = _details(answer)
        case InstrumentDetails():
            body = _instrument(answer)
        case Agencies():
            body = _agencies(answer)
    return "\n".join([*body, "", *_foot(answer.context)]) + "\n"


def _foot(context: Context) -> Iterator[str]:
    resolution = context.resolution
    if resolution.assume:
        steps = [f"{key} on {long(day)}" for key, day in resolution.assume]
        yield f"**Hypothetical:** assumes {markdown(wording.join_and(steps))}."
    if resolution.nonpublic:
        yield "**Includes nonpublic sources.**"
    record = markdown(context.record)
    catalog = markdown(f"Catalog {context.edition}")
    yield f"As of {long(context.as_of)}. {record} {catalog}. {wording.DISCLAIMER}"


# due and list


def _due(answer: Due) -> Iterator[str]:
    window = answer.window
    days = wording.date_range(window.since, answer.context.as_of, window.until)
    yield f"# Due {days}"
    yield ""
    yield from _obligation_table(window.obligations, answer.context.catalog)
    yield ""
    yield _hidden(window.hidden)


def _hidden(hidden: Hidden) -> str:
    """What is not shown, counted."""
    parts = []
    if hidden.earlier:
        parts.append(f"{hidden.earlier} past due earlier")
    if hidden.later:
        parts.append(f"{hidden.later} due later")
    if hidden.undated:
        parts.append(f"{hidden.undated} without a date")
    if hidden.settled:
        parts.append(wording.settled_counts(hidden.settled))
    return f"Not shown: {', '.join(parts) or 'nothing'}."


def _listing(answer: Listing) -> Iterator[str]:
    yield "# Obligations"
    yield ""
    yield from _obligation_table(answer.obligations, answer.context.catalog)


def _obligation_table(
    obligations: Sequence[Obligation],
    catalog: Catalog,
) -> Iterator[str]:
    if not obligations:
        yield "None."
        return
    rows = (_obligation_row(obligation, catalog) for obligation in obligations)
    yield from _table(_OBLIGATION_HEAD, rows)


def _obligation_row(obligation: Obligation, catalog: Catalog) -> tuple[str, ...]:
    instrument, directive = obligation.instrument, obligation.directive
    authority = wording.authority(instrument, directive.cite)
    return (
        wording.date_heading(obligation),
        wording.with_local_id(instrument, directive, authority),
        wording.addressees(directive, catalog.parties),
        wording.directive_title(obligation, catalog),
        wording.status_text(obligation, catalog.parties),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = " | ".join(map(markdown, row))
        yield f"| {cells} |"


# show, explain and agencies


def _details(answer: Details) -> Iterator[str]:
    catalog = answer.context.catalog
    lines = date_proof if answer.proof else obligation_details
    for obligation in answer.obligations:
        authority = wording.authority(obligation.instrument, obligation.directive.cite)
        yield f"# {markdown(authority)}: {markdown(obligation.directive.title)}"
        yield ""
        yield from _bullets(lines(obligation, catalog), catalog)
        yield ""


def _instrument(answer: InstrumentDetails) -> Iterator[str]:
    instrument, resolution = answer.instrument, answer.context.resolution
    lines = instrument_details(instrument, resolution)
    yield f"# {markdown(wording.instrument_title(instrument))}"
    yield ""
    yield from _bullets(lines, resolution.catalog)
    yield ""
    yield from _obligation_table(answer.obligations, resolution.catalog)


def _bullets(lines: Iterable[wording.Line], catalog: Catalog) -> Iterator[str]:
    # The address of a source, alone on its line, is the one thing from the catalog that is meant
    # to be followed.
    addresses = _addresses(catalog)
    for label, text in lines:
        words = markdown_link(text) if text in addresses else markdown(text)
        yield f"- **{markdown(label)}:** {words}" if label else f"  - {words}"


def _addresses(catalog: Catalog) -> set[str | None]:
    urls: set[str | None] = set()
    for instrument in catalog.instruments.values():
        urls.update(source.url for source in instrument.sources.values())
    return urls


def _agencies(answer: Agencies) -> Iterator[str]:
    rows = []
    for key, party in answer.parties.items():
        bound = str(answer.bound.get(key, 0))
        rows.append((key, party.label, party.name, party.kind, bound))
    yield "# Parties"
    yield ""
    yield from _table(_AGENCY_HEAD, rows)
