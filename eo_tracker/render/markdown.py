"""Answers for a memo or a pull request: Markdown in which nothing from the catalog becomes markup."""

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
from eo_tracker.resolve import Obligation
from eo_tracker.text import markdown, markdown_link
from eo_tracker.wording.details import instrument_details, obligation_details
from eo_tracker.wording.proof import date_proof


def answer_markdown(answer: Answer) -> str:
    """The answer as a Markdown page."""
    match answer:
        case Comparison():
            from eo_tracker.render.comparison import comparison_markdown

            return comparison_markdown(answer)
        case Due():
            body = [
                f"# Due {wording.date_range(answer.morning.since, answer.context.as_of, answer.morning.until)}",
                "",
                *_table(answer.morning.obligations, answer.context),
                "",
                _left_out(answer),
            ]
        case Listing():
            body = ["# Obligations", "", *_table(answer.obligations, answer.context)]
        case Details():
            body = [line for each in answer.obligations for line in _detail(each, answer)]
        case InstrumentDetails():
            lines = instrument_details(answer.instrument, answer.context.resolution)
            body = [
                f"# {markdown(wording.instrument_title(answer.instrument))}",
                "",
                *_bullets(lines, answer.context.resolution.catalog),
                "",
            ]
            body += _table(answer.obligations, answer.context)
        case Agencies():
            rows = [
                (key, each.label, each.name, each.kind, str(answer.bound.get(key, 0)))
                for key, each in answer.parties.items()
            ]
            body = ["# Parties", "", *_rows(("ID", "Short", "Name", "Kind", "Bound by"), rows)]
    return "\n".join([*body, "", *_foot(answer.context)]) + "\n"


def _foot(context: Context) -> Iterator[str]:
    catalog = context.resolution.catalog
    if context.resolution.assume:
        assumed = wording.join_and(
            f"{key} on {long(day)}" for key, day in context.resolution.assume
        )
        yield f"**Hypothetical:** assumes {markdown(assumed)}."
    if context.resolution.nonpublic:
        yield "**Includes nonpublic sources.**"
    named = f"Catalog {context.shown}, version {catalog.version} ({catalog.hash})"
    yield f"As of {long(context.as_of)}. {markdown(context.record)} {markdown(named)}. {wording.DISCLAIMER}"


def _left_out(answer: Due) -> str:
    hidden = answer.morning.hidden
    counts = (
        ("passed earlier", hidden.earlier),
        ("due later", hidden.later),
        ("without a date", hidden.undated),
    )
    parts = [f"{number} {what}" for what, number in counts if number]
    parts += [wording.settled_counts(hidden.settled)] if hidden.settled else []
    return f"Not shown: {', '.join(parts) or 'nothing'}."


def _table(obligations: Sequence[Obligation], context: Context) -> list[str]:
    catalog = context.resolution.catalog
    rows = [
        (
            wording.date_heading(each),
            wording.with_local_id(
                each.instrument,
                each.directive,
                wording.authority(each.instrument, each.directive.cite),
            ),
            wording.addressees(each.directive, catalog.parties),
            wording.directive_title(each, catalog),
            wording.status_text(each, catalog.parties),
        )
        for each in obligations
    ]
    return (
        list(_rows(("When", "Authority", "Must act", "What", "Status"), rows))
        if rows
        else ["Nothing."]
    )


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(markdown, row))} |"


def _detail(obligation: Obligation, answer: Details) -> Iterator[str]:
    catalog = answer.context.resolution.catalog
    lines = (
        date_proof(obligation, catalog) if answer.proof else obligation_details(obligation, catalog)
    )
    yield f"# {markdown(wording.authority(obligation.instrument, obligation.directive.cite))}: {markdown(obligation.directive.title)}"
    yield ""
    yield from _bullets(lines, catalog)
    yield ""


def _bullets(lines: Iterable[wording.Line], catalog: Catalog) -> Iterator[str]:
    # The address of a source, alone on its line, is the one thing from the catalog that is meant to be followed.
    addresses = {
        source.url for each in catalog.instruments.values() for source in each.sources.values()
    }
    for label, text in lines:
        shown = markdown_link(text) if text in addresses else markdown(text)
        yield f"- **{markdown(label)}:** {shown}" if label else f"  - {shown}"
