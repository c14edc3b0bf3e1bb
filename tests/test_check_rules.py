"""Every rule finds its bad sample at the marked line, and nothing in its good one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from conftest import AGENCIES, CATALOG

from eo_tracker.catalog.load import load
from eo_tracker.check import RULES, Rule, check, rules
from eo_tracker.check.samples import COMPANION, Sample
from eo_tracker.diff import KINDS, kinds

SAMPLED = [rule for rule in RULES.values() if rule.bad.is_yaml]
DESCRIBED = [rule for rule in RULES.values() if not rule.bad.is_yaml]


def findings(folder: Path, sample: Sample, *, file: str | None = None) -> list[tuple[str, int]]:
    """What is found in the file that the sample is a piece of, as codes and lines."""
    text = sample.whole_file
    own_id = text.partition("id: ")[2].split("\n")[0].removesuffix("  # <-")
    name = file or own_id or "eo-1"
    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    (folder / "eo-7.yaml").write_text(COMPANION, encoding="utf-8")
    (folder / f"{name}.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    problems = check(load([folder], name="x"))
    # A piece is put between the head and the sources of its file, wherever its keys belong.
    ignored = () if sample.form == "file" else ("E907",)
    return [
        (problem.code, problem.place.line) for problem in problems if problem.code not in ignored
    ]


def file_of(rule: Rule) -> str | None:
    return "eo-1" if rule.name == "file-name" else None


@pytest.mark.parametrize("rule", SAMPLED, ids=lambda rule: rule.code)
def test_a_rule_finds_its_bad_sample_where_it_is_marked(rule: Rule, tmp_path: Path) -> None:
    expected = [(rule.code, rule.bad.marked_line)]
    assert findings(tmp_path, rule.bad, file=file_of(rule)) == expected


@pytest.mark.parametrize("rule", SAMPLED, ids=lambda rule: rule.code)
def test_a_rule_is_silent_on_its_good_sample(rule: Rule, tmp_path: Path) -> None:
    assert findings(tmp_path, rule.good, file=file_of(rule)) == []


def test_the_shipped_catalog_is_clean() -> None:
    assert [str(problem) for problem in check(load([CATALOG], name="x"))] == []


def test_names_are_unique_and_sentences_are_sentences() -> None:
    names = [rule.name for rule in RULES.values()]
    assert len({*names}) == len(names)
    for rule in RULES.values():
        assert rule.name.replace("-", "").isalnum(), rule.code
        for sentence in (rule.sentence, rule.why):
            assert (sentence[0].isupper() or sentence[0] == "'", sentence[-1]) == (True, "."), rule


@pytest.mark.parametrize("rule", DESCRIBED, ids=lambda rule: rule.code)
def test_a_rule_whose_samples_are_described_has_a_test_of_its_own(rule: Rule) -> None:
    assert rule.code in codes_in_tests()


def codes_in_tests() -> set[str]:
    """The codes that begin a word of a text in a test, outside of docstrings and comments."""
    codes: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                codes.update(word for word in node.value.replace(",", " ").split() if word in RULES)
    return codes


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        (
            Sample.piece("""
                sources:
                  text:
                    url: https://www.whitehouse.gov/own
                    class: primary
                    seen: full
                    published: 2026-06-01  # <-
            """),
            "E601",
        ),
        (
            Sample.directive(
                "deadline: {by: 2026-12-31, every: 1 year, until: 2026-09-30}  # <-",
            ),
            "E613",
        ),
    ],
)
def test_further_forms_of_a_fault(sample: Sample, code: str, tmp_path: Path) -> None:
    assert (code, sample.marked_line) in findings(tmp_path, sample)


def test_no_code_is_given_twice() -> None:
    """The tables are dictionaries by code, in which a second row would take the place of the first."""
    assert len(rules._ALL_RULES) == len(RULES)
    assert len(kinds._ROWS) == len(KINDS)
