"""What was extracted, as one JSON object."""

from __future__ import annotations

from typing import Any

from eo_tracker.extract.findings import Extraction, Found


def as_object(found: Extraction) -> dict[str, Any]:
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
