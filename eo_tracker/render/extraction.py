"""What was extracted from a text: as one JSON object, or the text with marks in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from eo_tracker.extract.findings import Extraction, Found


def extraction_data(found: Extraction) -> dict[str, Any]:
    """`instrument`, `directives` and what else the text says; every key is always there. Spans are [first, behind the last] in characters."""
    source = found.source
    instrument = {
        "kind": source.kind,
        "number": source.number,
        "title": source.title,
        "dated": str(source.dated) if source.dated else None,
        "document": source.document,
        "url": source.url,
        "form": source.form,
        "doubts": list(source.doubts),
    }
    return {
        "schema_version": 2,
        "instrument": instrument,
        "directives": [_row(each) for each in found.found],
        "limitations": [
            {"cite": each.cite, "scope": each.scope, "text": each.sentence}
            for each in found.limitations
        ],
        "definitions": [{"cite": each.cite, "term": each.term} for each in found.definitions],
        "not_deadlines": [
            {"cite": each.cite, "phrase": each.phrase, "why": each.why} for each in found.rejected
        ],
        "outline": [
            {"cite": each.cite, "heading": each.heading, "quoted": each.quoted, "span": each.span}
            for each in found.nodes
        ],
    }


def _row(found: Found) -> dict[str, Any]:
    limit = found.limit
    deadline = None
    if limit:
        deadline = {
            "phrase": limit.phrase,
            "sort": limit.sort,
            "due": str(limit.due) if limit.due else None,
            "every": limit.every,
            "amount": limit.span.amount if limit.span else None,
            "unit": limit.span.unit if limit.span else None,
            "anchor": limit.anchor,
            "span": found.limit_span,
        }
    return {
        "cite": found.cite,
        "actor": found.actor,
        "verb": found.verb,
        "deadline": deadline,
        "governed_by": found.governed_by,
        "quoted": found.quoted,
        "confidence": found.confidence,
        "doubts": list(found.doubts),
        "text": found.sentence.strip(),
        "span": found.span,
    }


def marked_text(found: Extraction) -> str:
    """The text with what was found in it marked_text, and the time expressions that are no deadlines, for `--explain`."""
    limiting = {each.cite for each in found.limitations} - {each.cite for each in found.found}
    by_node: defaultdict[int, list[Found]] = defaultdict(list)
    for each in found.found:
        by_node[each.node].append(each)
    lines = [
        f"[{node.cite or '-'}] {_marked(node.text, by_node[index]) or node.heading or ''}"
        f"{' ⟦limit⟧' if node.text and node.cite in limiting else ''}"
        for index, node in enumerate(found.nodes)
    ]
    if found.rejected:
        lines += ["", "Time expressions that are no deadlines:"]
        lines += [f"  [{each.cite or '-'}] {each.phrase}: {each.why}" for each in found.rejected]
    return "\n".join(lines) + "\n"


def _marked(text: str, found: Iterable[Found]) -> str:
    """A paragraph with marks around who must act and by when, and doubts behind it."""
    marks: dict[tuple[int, int], str] = {}
    doubts: list[str] = []
    for each in found:
        if each.actor and (at := text.find(each.actor, each.start)) >= 0:
            marks[at, at + len(each.actor)] = f"⟦who: {each.actor}⟧"
        if each.limit:
            due = each.limit.due or each.limit.every or "no date"
            marks[each.start + each.limit.start, each.start + each.limit.end] = (
                f"⟦when: {each.limit.phrase} → {due}⟧"
            )
        doubts += [f" ⟦doubt: {'; '.join(each.doubts)}⟧"] if each.doubts else []
    parts, last = [], 0
    for (start, end), mark in sorted(marks.items()):
        if start >= last:
            parts += [text[last:start], mark]
            last = end
    return "".join((*parts, text[last:], *doubts))
