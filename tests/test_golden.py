"""Whole answers, byte for byte, over a small catalog; and the keys of every JSON answer.

To write them anew: UPDATE_GOLDEN=1 python -m pytest tests/test_golden.py
"""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT, Run

GOLDEN = ROOT / "tests" / "golden"
CATALOG = "--catalog tests/golden/catalog"
DAY = "--as-of 2026-11-20"
QUESTIONS = {
    "due.json": f"due --within 120d {DAY} {CATALOG} --format json",
    "due-earlier.json": f"due --as-of 2026-07-01 {CATALOG} --format json",
    "due-past.json": f"due --past all --assume 2b=2026-11-01 {DAY} {CATALOG} --format json",
    "due.txt": f"due --within 120d --past all {DAY} {CATALOG}",
    "show-order.json": f"show eo-20001 {DAY} {CATALOG} --format json",
    "show-amended.json": f"show eo-20001/2b {DAY} {CATALOG} --format json",
    "show-stayed.json": f"show eo-20001/2c {DAY} {CATALOG} --format json",
    "explain-amended.json": f"explain eo-20001/2b {DAY} {CATALOG} --format json",
    "explain-amended.txt": f"explain eo-20001/2b {DAY} {CATALOG}",
    "list.json": f"list {DAY} {CATALOG} --format json",
    "agencies.json": f"agencies {DAY} {CATALOG} --format json",
    "diff-days.json": f"diff 2026-06-01 2026-11-20 {CATALOG} --format json",
    "diff-guidance.json": f"diff eo-20007 {DAY} {CATALOG} --format json",
    "diff-court.json": f"diff court-2026-11 {DAY} {CATALOG} --format json",
    "check.json": "check tests/golden/catalog --format json",
    "check-broken.json": "check tests/golden/broken --format json",
    "check-day.json": "check tests/golden/catalog --strict-as-of 2027-06-01 --format json",
    "extract-harbors.json": "extract tests/golden/texts/harbors.txt --format json",
    "extract-bridges.json": "extract tests/golden/texts/bridges.txt --format json",
    "extract-lights.json": "extract tests/golden/texts/lights.txt --format json",
    "calendar.ics": f"export ics --from 2026-06-01 {DAY} {CATALOG}",
    "calendar-projected.ics": f"export ics --projected --ticklers --as-of 2026-07-01 {CATALOG}",
    "calendar-tasks.ics": f"export ics --todo --lead commerce {DAY} {CATALOG}",
    "due.md": f"due --within 120d {DAY} {CATALOG} --format md",
    "diff.md": f"diff 2026-06-01 2026-11-20 {CATALOG} --format md",
    "show.md": f"show eo-20001 {DAY} {CATALOG} --format md",
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_is_what_it_was(run: Run, name: str) -> None:
    answer = run(*shlex.split(QUESTIONS[name]), columns=100).out
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_bytes(answer.encode())
    assert path.read_bytes().decode() == answer


def keys(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all keys in an answer; those of a list's rows together."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{path}{name}"
            yield from keys(inner, f"{path}{name}.")
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, path)


def test_the_keys_of_every_json_answer_are_pinned(run: Run) -> None:
    """Keys may be added, with a line of the changelog; none may go."""
    questions = {name: line for name, line in QUESTIONS.items() if name.endswith(".json")}
    questions["verify.json"] = (
        "verify eo-20001 --text tests/golden/texts/harbors.txt --catalog tests/golden/catalog --format json"
    )
    questions["export-check.json"] = (
        f"export ics --check tests/golden/calendar.ics {DAY} {CATALOG} --format json"
    )
    found = {}
    for name, line in questions.items():
        answer = json.loads(run(*shlex.split(line)).out)
        found[name] = sorted(set(keys(answer)))
    path = GOLDEN / "keys.json"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == found


def test_no_golden_file_is_left_over() -> None:
    written = {path.name for path in GOLDEN.iterdir() if path.is_file()}
    assert written == {*QUESTIONS, "keys.json"}
