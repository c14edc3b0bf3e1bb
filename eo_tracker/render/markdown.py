"""Answers for a memo or a pull request: Markdown in which nothing from the catalog is markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from eo_tracker.answers import (
    Agencies,
    AgencyDetails,
    Answer,
    Comparison,
    Details,
    Due,
    Head,
    InstrumentDetails,
    LabelledText,
    Listing,
    Row,
)
from eo_tracker.dates import long
from eo_tracker.query import Hidden
from eo_tracker.text import markdown, markdown_link
from eo_tracker.wording.words import DISCLAIMER, date_range, join_and, settled_counts

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
        case AgencyDetails():
            body = _agency(answer)
        case Agencies():
            body = _agencies(answer)
    return "\n".join([*body, "", *_foot(answer.head)]) + "\n"


def _foot(head: Head) -> Iterator[str]:
    if head.assumed:
        steps = [f"{key} on {long(date.fromisoformat(day))}" for key, day in head.assumed]
        yield f"**Hypothetical:** assumes {markdown(join_and(steps))}."
    if head.nonpublic:
        yield "**Includes nonpublic sources.**"
    for remark in head.remarks:
        yield f"**{markdown(remark)}**"
    record = markdown(head.record)
    catalog = markdown(f"Catalog {head.edition}")
    yield f"As of {long(head.day)}. {record} {catalog}. {DISCLAIMER}"


# due and list


def _due(answer: Due) -> Iterator[str]:
    since, until = answer.days
    days = date_range(since, answer.head.day, until)
    yield f"# Due {days}"
    yield ""
    yield from _obligation_table(answer.rows)
    yield ""
    yield _hidden(answer.hidden)


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
        parts.append(settled_counts(hidden.settled))
    return f"Not shown: {', '.join(parts) or 'nothing'}."


def _listing(answer: Listing) -> Iterator[str]:
    yield "# Obligations"
    yield ""
    yield from _obligation_table(answer.rows)


def _obligation_table(rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        yield "None."
        return
    yield from _table(_OBLIGATION_HEAD, map(_obligation_row, rows))


def _obligation_row(row: Row) -> tuple[str, ...]:
    return (row.heading, row.place, row.responsible, row.full_title, row.status)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        cells = " | ".join(map(markdown, row))
        yield f"| {cells} |"


# show, explain and agencies


def _details(answer: Details) -> Iterator[str]:
    for sheet in answer.sheets:
        yield f"# {markdown(sheet.title)}"
        yield ""
        yield from _bullets(sheet.proof if answer.is_proof else sheet.lines, sheet.links)
        yield ""


def _instrument(answer: InstrumentDetails) -> Iterator[str]:
    yield f"# {markdown(answer.title)}"
    yield ""
    yield from _bullets(answer.lines, answer.links)
    yield ""
    yield from _obligation_table(answer.rows)


def _bullets(lines: Iterable[LabelledText], links: Collection[str]) -> Iterator[str]:
    # The address of a source, alone on its line, is the one thing from the catalog that is meant
    # to be followed.
    for label, text in lines:
        words = markdown_link(text) if text in links else markdown(text)
        yield f"- **{markdown(label)}:** {words}" if label else f"  - {words}"


def _agency(answer: AgencyDetails) -> Iterator[str]:
    yield f"# {markdown(answer.title)}"
    for title, rows in answer.groups:
        yield from ("", f"## {title}", "")
        yield from _obligation_table(rows)


def _agencies(answer: Agencies) -> Iterator[str]:
    rows = []
    for party in answer.parties:
        label = answer.labels[party["id"]]
        rows.append((party["id"], label, party["name"], party["kind"], str(party["bound"])))
    yield "# Parties"
    yield ""
    yield from _table(_AGENCY_HEAD, rows)
