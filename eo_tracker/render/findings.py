"""Findings of the linter: for people with the line they stand on, as JSON, as GitHub annotations and as SARIF 2.1.0."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from eo_tracker.answers import reviewed
from eo_tracker.check import LEVELS, RULES
from eo_tracker.errors import Problem
from eo_tracker.models import Catalog
from eo_tracker.render.annotations import annotation
from eo_tracker.render.data import json_head
from eo_tracker.text import clean, one_line
from eo_tracker.wording import count

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LONGEST_LINE = 140
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def findings_text(problems: Sequence[Problem], texts: Mapping[str, str]) -> str:
    """Grouped by file, each with its line and a caret; a count at the end; nothing when there is nothing."""
    parts: list[str] = []
    for file, group in groupby(problems, key=lambda each: each.place.file):
        lines = texts.get(file, "").splitlines()
        for each in group:
            parts += [clean(str(each)), *_excerpt(each, lines)]
        parts.append("")
    return "\n".join([*parts, f"{_total(problems)}."]) + "\n" if problems else ""


def _excerpt(problem: Problem, lines: Sequence[str]) -> list[str]:
    """The line and a caret under the column; a long line is cut around it."""
    line, column = problem.place.line, problem.place.column
    if not 0 < line <= len(lines):
        return []
    start = max(0, column - _LONGEST_LINE // 2) if len(lines[line - 1]) > _LONGEST_LINE else 0
    shown = clean(lines[line - 1].replace("\t", " "))[start : start + _LONGEST_LINE]
    return [f"    {shown}", f"    {' ' * (column - 1 - start)}^"]


def _total(problems: Sequence[Problem]) -> str:
    levels = Counter(RULES[each.code].level for each in problems)
    names = {"error": "error", "warning": "warning", "info": "info|info"}
    parts = (count(levels[level], names[level]) for level in LEVELS if levels[level])
    return f"{count(len(problems), 'problem')}: {', '.join(parts)}"


def findings_json(
    problems: Sequence[Problem], catalog: Catalog, *, as_of: date | None, hidden: int
) -> str:
    """One object with all findings; every key is always there. `hidden` counts those in files that were not asked about."""
    rows = [
        {
            "code": each.code,
            "name": RULES[each.code].name,
            "level": RULES[each.code].level,
            "message": each.message,
            "file": each.place.file,
            "line": each.place.line or None,
            "column": each.place.column or None,
        }
        for each in problems
    ]
    levels = Counter(RULES[each.code].level for each in problems)
    answer = {
        **json_head(catalog, as_of),
        "reviewed": str(day) if (day := reviewed(catalog.instruments.values())) else None,
        "findings": rows,
        "counts": {level: levels[level] for level in LEVELS},
        "hidden": {"other_files": hidden},
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def findings_annotations(problems: Sequence[Problem]) -> str:
    """GitHub workflow commands."""
    return "".join(
        annotation(
            _ANNOTATIONS[RULES[each.code].level],
            each.place,
            f"{each.code} {RULES[each.code].name}",
            [each.message],
        )
        for each in problems
    )


def findings_sarif(problems: Sequence[Problem], version: str) -> str:
    """A SARIF log of one run, for code scanning."""
    codes = sorted({each.code for each in problems})
    rules = [
        {
            "id": code,
            "name": RULES[code].name,
            "shortDescription": {"text": RULES[code].sentence},
            "fullDescription": {"text": RULES[code].why},
            "defaultConfiguration": {"level": _SARIF_LEVELS[RULES[code].level]},
        }
        for code in codes
    ]
    driver = {"name": "eo-tracker", "version": version, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes) for each in problems],
    }
    return (
        json.dumps(
            {"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


def _uri(file: str) -> str:
    """A file as SARIF names it: relative to the current folder, or absolute with a scheme."""
    from pathlib import Path
    from urllib.parse import quote

    return Path(file).as_uri() if Path(file).is_absolute() else quote(file)


def _result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(problem.place.file)}}
    if problem.place.line:
        place["region"] = {
            "startLine": problem.place.line,
            "startColumn": max(problem.place.column, 1),
        }
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _SARIF_LEVELS[RULES[problem.code].level],
        "message": {"text": one_line(problem.message)},
        "locations": [{"physicalLocation": place}],
    }
