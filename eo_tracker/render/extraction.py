"""What was extracted from a text: as one JSON object, or the text with marks in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from eo_tracker.extract.findings import Extraction, Found


def extraction_data(extraction: Extraction) -> dict[str, Any]:
    """`instrument`, `directives` and what else the text says; every key is always there.

    Spans are [first, behind the last] in characters.
    """
    return {
        "schema_version": 2,
        "instrument": _instrument(extraction),
        "directives": [_directive(found) for found in extraction.found],
        "limitations": [
            {"cite": entry.cite, "scope": entry.scope, "text": entry.sentence}
            for entry in extraction.limitations
        ],
        "definitions": [
            {"cite": entry.cite, "term": entry.term} for entry in extraction.definitions
        ],
        "not_deadlines": [
            {"cite": entry.cite, "phrase": entry.phrase, "why": entry.why}
            for entry in extraction.rejected
        ],
        "outline": [
            {"cite": node.cite, "heading": node.heading, "quoted": node.quoted, "span": node.span}
            for node in extraction.nodes
        ],
    }


def _instrument(extraction: Extraction) -> dict[str, Any]:
    source = extraction.source
    return {
        "kind": source.kind,
        "number": source.number,
        "title": source.title,
        "dated": str(source.dated) if source.dated else None,
        "document": source.document,
        "url": source.url,
        "form": source.form,
        "doubts": list(source.doubts),
    }


def _directive(found: Found) -> dict[str, Any]:
    return {
        "cite": found.cite,
        "actor": found.actor,
        "verb": found.verb,
        "deadline": _deadline(found),
        "governed_by": found.governed_by,
        "quoted": found.quoted,
        "confidence": found.confidence,
        "doubts": list(found.doubts),
        "text": found.sentence.strip(),
        "span": found.span,
    }


def _deadline(found: Found) -> dict[str, Any] | None:
    limit = found.limit
    if limit is None:
        return None
    length = limit.span
    return {
        "phrase": limit.phrase,
        "sort": limit.sort,
        "due": str(limit.due) if limit.due else None,
        "every": limit.every,
        "amount": length.amount if length else None,
        "unit": length.unit if length else None,
        "anchor": limit.anchor,
        "span": found.limit_span,
    }


# marks


class Mark(NamedTuple):
    """What is shown in place of the characters from `start` to `end` of a paragraph."""

    start: int
    end: int
    text: str


def marked_text(extraction: Extraction) -> str:
    """The text with marks on what was found in it, and the time expressions without a deadline."""
    directives: defaultdict[int, list[Found]] = defaultdict(list)
    for found in extraction.found:
        directives[found.node].append(found)
    limiting = {entry.cite for entry in extraction.limitations}
    limiting -= {found.cite for found in extraction.found}
    lines = []
    for index, node in enumerate(extraction.nodes):
        text = _with_marks(node.text, directives[index]) or node.heading or ""
        if node.text and node.cite in limiting:
            text += " ⟦limit⟧"
        lines.append(f"[{node.cite or '-'}] {text}")
    if extraction.rejected:
        lines += ["", "Time expressions that are not deadlines:"]
    for entry in extraction.rejected:
        lines.append(f"  [{entry.cite or '-'}] {entry.phrase}: {entry.why}")
    return "\n".join(lines) + "\n"


def _with_marks(text: str, directives: Iterable[Found]) -> str:
    """A paragraph with marks around who must act and by when, and doubts behind it."""
    marks: dict[tuple[int, int], str] = {}
    doubts = ""
    for found in directives:
        for mark in _marks(text, found):
            marks[mark.start, mark.end] = mark.text
        if found.doubts:
            doubts += f" ⟦doubt: {'; '.join(found.doubts)}⟧"
    parts, last = "", 0
    for (start, end), mark_text in sorted(marks.items()):
        if start >= last:
            parts += f"{text[last:start]}{mark_text}"
            last = end
    return f"{parts}{text[last:]}{doubts}"


def _marks(text: str, found: Found) -> Iterator[Mark]:
    if found.actor:
        start = text.find(found.actor, found.start)
        if start >= 0:
            yield Mark(start, start + len(found.actor), f"⟦who: {found.actor}⟧")
    if found.limit:
        limit = found.limit
        due = limit.due or limit.every or "no date"
        start, end = found.start + limit.start, found.start + limit.end
        yield Mark(start, end, f"⟦when: {limit.phrase} → {due}⟧")
