"""Every rule fires on its bad sample, at the marked line, and is silent on its good one and on the shipped catalog."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import AGENCIES, CATALOG

from eo_tracker.catalog.load import load
from eo_tracker.check import RULES, check

HEAD = "id: eo-1\nkind: executive-order\nnumber: 1\ntitle: An order\ndated: 2026-06-02\ncoverage: complete\n"
SEARCHED = "searches: [{on: 2026-12-31}]\n"
# What the samples refer to.
COMPANION = """\
id: eo-7
kind: executive-order
number: 7
title: Another order
dated: 2026-06-01
coverage: complete
searches: [{on: 2026-12-31}]
sources:
  text: {url: 'https://www.whitehouse.gov/other', class: primary, seen: full, published: 2026-06-01}
directives:
  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [dhs]}
  - {id: gone, cite: 2(b), title: T, summary: S, binds: [dhs], entered-in-error: It was no directive.}
  - {id: yearly, cite: 2(c), title: T, summary: S, binds: [dhs], deadline: {by: 2026-12-31, every: 1 year}}
"""
SAMPLED = [each for each in RULES.values() if not each.bad.startswith("[")]


def whole(sample: str) -> str:
    """The file that a sample stands for."""
    if sample.startswith(("id:", "# whole file")):
        return sample
    text = HEAD + ("" if "searches:" in sample else SEARCHED) + sample
    page = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"
    return text if "sources:" in sample else text + page


def findings(folder: Path, sample: str) -> list[tuple[str, int]]:
    text = whole(sample)
    named = text.partition("id: ")[2].split()[0] if text.startswith("id:") else "eo-1"
    name = "eo-1" if "eo-8" in named else named
    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    (folder / "eo-7.yaml").write_text(COMPANION, encoding="utf-8")
    (folder / f"{name}.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    # The pieces of a file are put together in no order, so that of the keys counts for whole files only.
    pieces = text != sample
    return [
        (each.code, each.place.line)
        for each in check(load([folder], name="x"))
        if not (pieces and each.code == "E907")
    ]


@pytest.mark.parametrize("rule", SAMPLED, ids=lambda rule: rule.code)
def test_a_rule_finds_its_bad_sample_where_it_is_marked(rule: object, tmp_path: Path) -> None:
    text = whole(rule.bad)  # type: ignore[attr-defined]
    marked = [
        number for number, line in enumerate(text.splitlines(), 1) if line.endswith("# <-")
    ] or [0]
    assert findings(tmp_path, rule.bad) == [(rule.code, line) for line in marked]  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", SAMPLED, ids=lambda rule: rule.code)
def test_a_rule_is_silent_on_its_good_sample(rule: object, tmp_path: Path) -> None:
    assert findings(tmp_path, rule.good) == []  # type: ignore[attr-defined]


def test_the_shipped_catalog_is_clean() -> None:
    assert [str(each) for each in check(load([CATALOG], name="x"))] == []


def test_rules_that_need_a_folder_have_tests_of_their_own() -> None:
    told = "\n".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    )
    for rule in RULES.values():
        assert (
            not rule.bad.startswith("[") or f"{rule.code} " in told or f'"{rule.code}"' in told
        ), rule.code


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        (
            "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-01}  # <-\n",
            "E601",
        ),
        (
            "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], "
            "deadline: {by: 2026-12-31, every: 1 year, until: 2026-09-30}}  # <-\n",
            "E613",
        ),
    ],
)
def test_further_forms_of_a_fault(sample: str, code: str, tmp_path: Path) -> None:
    marked = next(
        number for number, line in enumerate(whole(sample).splitlines(), 1) if line.endswith("# <-")
    )
    assert (code, marked) in findings(tmp_path, sample)
