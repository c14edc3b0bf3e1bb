"""Findings of the linter: for people with the line they are on, as JSON, annotations and SARIF.

Annotations are GitHub's, SARIF is version 2.1.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from eo_tracker.answers import JsonObject
from eo_tracker.check import LEVELS, RULES, Rule
from eo_tracker.context import earliest_search
from eo_tracker.errors import Problem
from eo_tracker.models import Catalog
from eo_tracker.render.annotations import annotation
from eo_tracker.render.data import json_head, json_text
from eo_tracker.text import clean, one_line
from eo_tracker.wording import count

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MAX_EXCERPT = 140  # characters of a line with a finding
_SAMPLE_WIDTH = 100
_ANNOTATIONS = {"error": "error", "warning": "warning", "info": "notice"}
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_NOUNS = {"error": "error", "warning": "warning", "info": "info|info"}


def findings_text(
    problems: Sequence[Problem],
    texts: Mapping[str, str],
    *,
    most: int | None = None,
) -> str:
    """Grouped by file, each with its line and a caret; a count at the end.

    Nothing where there is nothing. With `most`, only so many are shown, the gravest first, and the
    rest is counted by rule.
    """
    if not problems:
        return ""
    shown = _gravest(problems, most)
    lines: list[str] = []
    for file, group in groupby(shown, key=lambda problem: problem.place.file):
        source = texts.get(file, "").splitlines()
        for problem in group:
            lines.append(clean(str(problem)))
            lines += _excerpt(problem, source)
        lines.append("")
    if len(shown) < len(problems):
        lines += [*_left_out(problems, shown), ""]
    lines.append(f"{_total(problems)}.")
    return "\n".join(lines) + "\n"


def _gravest(problems: Sequence[Problem], most: int | None) -> list[Problem]:
    """So many problems, errors before warnings, in the order of the files."""
    if most is None or len(problems) <= most:
        return list(problems)
    by_level = sorted(problems, key=lambda problem: LEVELS.index(RULES[problem.code].level))
    return sorted(by_level[:most], key=lambda problem: problem.sort_key)


def _left_out(problems: Sequence[Problem], shown: Sequence[Problem]) -> Iterator[str]:
    """How many problems of each rule are not shown."""
    counts = Counter(problem.code for problem in problems)
    counts.subtract(problem.code for problem in shown)
    yield "Not shown (--max all shows them), by rule:"
    for code, number in sorted(counts.items()):
        if number:
            yield f"  {code}  {number:>9,}  {RULES[code].name}"


def _excerpt(problem: Problem, lines: Sequence[str]) -> list[str]:
    """The line and a caret under the column; a long line is cut around it."""
    line, column = problem.place.line, problem.place.column
    if not 0 < line <= len(lines):
        return []
    text = clean(lines[line - 1].replace("\t", " "))
    start = 0
    if len(text) > _MAX_EXCERPT:
        start = max(0, column - _MAX_EXCERPT // 2)
    excerpt = text[start : start + _MAX_EXCERPT]
    indent = " " * (column - 1 - start)
    return [
        f"    {excerpt}",
        f"    {indent}^",
    ]


def _total(problems: Sequence[Problem]) -> str:
    levels = _levels(problems)
    parts = [count(levels[level], _NOUNS[level]) for level in LEVELS if level in levels]
    total = count(len(problems), "problem")
    return f"{total}: {', '.join(parts)}"


def _levels(problems: Sequence[Problem]) -> Counter[str]:
    return Counter(RULES[problem.code].level for problem in problems)


def findings_json(
    problems: Sequence[Problem],
    catalog: Catalog,
    *,
    as_of: date | None,
    hidden: int,
) -> str:
    """One object with all findings; every key is always there.

    `hidden` counts those in files that were not asked about.
    """
    levels = _levels(problems)
    reviewed = earliest_search(catalog.instruments.values())
    day = str(as_of) if as_of else None
    answer = json_head(catalog.name, catalog.version, catalog.hash, day)
    answer["reviewed"] = str(reviewed) if reviewed else None
    answer["findings"] = [_row(problem) for problem in problems]
    answer["counts"] = {level: levels[level] for level in LEVELS}
    answer["hidden"] = {"other_files": hidden}
    return json_text(answer)


def _row(problem: Problem) -> JsonObject:
    rule, place = RULES[problem.code], problem.place
    return {
        "code": problem.code,
        "name": rule.name,
        "level": rule.level,
        "message": problem.message,
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
    }


def findings_annotations(problems: Sequence[Problem]) -> str:
    """GitHub workflow commands."""
    return "".join(_annotation(problem) for problem in problems)


def _annotation(problem: Problem) -> str:
    rule = RULES[problem.code]
    return annotation(
        _ANNOTATIONS[rule.level],
        problem.place,
        f"{problem.code} {rule.name}",
        [problem.message],
    )


# SARIF


def findings_sarif(problems: Sequence[Problem], version: str) -> str:
    """A SARIF log of one run, for code scanning."""
    codes = sorted({problem.code for problem in problems})
    driver = {
        "name": "eo-tracker",
        "version": version,
        "rules": [_sarif_rule(RULES[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(problem, codes) for problem in problems],
    }
    log = {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [run],
    }
    return json_text(log)


def _sarif_rule(rule: Rule) -> JsonObject:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.why},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }


def _sarif_result(problem: Problem, codes: Sequence[str]) -> JsonObject:
    return {
        "ruleId": problem.code,
        "ruleIndex": codes.index(problem.code),
        "level": _SARIF_LEVELS[RULES[problem.code].level],
        "message": {"text": one_line(problem.message)},
        "locations": [{"physicalLocation": _sarif_location(problem)}],
    }


def _sarif_location(problem: Problem) -> JsonObject:
    place = problem.place
    location: JsonObject = {"artifactLocation": {"uri": _uri(place.file)}}
    if place.line:
        location["region"] = {
            "startLine": place.line,
            "startColumn": max(place.column, 1),
        }
    return location


def _uri(file: str) -> str:
    """A file as SARIF names it: relative to the current folder, or absolute with a scheme."""
    from pathlib import Path
    from urllib.parse import quote

    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(file)
