"""What the README and the pages in docs/ show is what the program says.

To write them anew: UPDATE_README=1 python -m pytest tests/test_readme.py
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest
from conftest import ROOT, Run

from eo_tracker.check import FAMILIES, RULES, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.diff import KINDS
from eo_tracker.render.rules import reference_page

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_screen_is_real(run: Run, page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    def real(found: re.Match[str]) -> str:
        program, *args = shlex.split(found["command"])
        assert program == "eo-tracker"
        result = run(*args, columns=100)
        assert result.status == (1 if args[0] == "diff" else 0)
        return f"```console\n$ {found['command']}\n{result.out}```"

    anew = CONSOLE.sub(real, text)
    if os.environ.get("UPDATE_README"):
        page.write_text(anew, encoding="utf-8")
        text = anew
    assert anew == text


def test_the_readme_is_short_and_shows_screens() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(text)) == 2
    assert len(text.splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_other_example_works(run: Run, tmp_path: Path, page: Path) -> None:
    if page.name == "tutorial.md":
        return  # run as a whole, in a folder of its own
    for block in re.findall(r"```sh\n(eo-tracker [^`]*)```", page.read_text(encoding="utf-8")):
        for line in block.strip().splitlines():
            words = [
                str(tmp_path / word) if word.endswith(".ics") else word
                for word in shlex.split(line, comments=True)[1:]
            ]
            assert run(*words).status == (1 if words[0] == "diff" else 0)


def page_of_changes() -> str:
    """The reference page of `diff`, from its table."""
    rows = [
        f"| `{each.code}` | {each.level} | {each.sentence} | `{each.mirror}` |"
        for each in KINDS.values()
    ]
    return "\n".join(
        [
            "# What a change can be",
            "",
            "Every change that `eo-tracker diff` reports is of one of these kinds. Codes are permanent. *Backwards* is what the same",
            "change is called when old and new are exchanged. A directive that binds nobody on the new side (a draft, one that is met, revoked",
            "or only recommended) is never more than notable.",
            "",
            "| code | level | what it says | backwards |",
            "|---|---|---|---|",
            *rows,
            "",
            "Each change has a cause: **law** (an instrument, effect or event that stands on one side only; *recorded late* when it was",
            "public before the old side was made), **record** (the same one, written differently) or **time** (only the day moved).",
            "",
        ]
    )


def test_the_page_of_changes_is_the_table() -> None:
    page = ROOT / "docs" / "changes.md"
    if os.environ.get("UPDATE_README"):
        page.write_text(page_of_changes(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == page_of_changes()
    assert all(each.mirror in KINDS for each in KINDS.values())


def test_the_page_of_rules_is_the_table() -> None:
    path = ROOT / "docs" / "rules.md"
    if os.environ.get("UPDATE_README"):
        path.write_text(reference_page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == reference_page()


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_the_samples_of_a_rule_differ_and_are_whole_on_the_page(rule: Rule) -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    _, _, after = page.partition(f"### {rule.code} {rule.name}\n")
    wrong, _, right = after.partition("**Wrong:**\n")[2].partition("**Right:**\n")
    right = re.split(r"^##", right, maxsplit=1, flags=re.MULTILINE)[0]
    assert printable(rule.bad) in wrong
    assert printable(rule.good) in right
    assert wrong.replace("  # <-", "").strip() != right.strip()


def printable(sample: Sample) -> str:
    """The text of a sample; a byte that is not UTF-8 cannot be shown."""
    return (sample.yaml if sample.is_yaml else sample.text).replace("\udca7", "\ufffd")


def test_every_rule_and_family_is_in_the_table_of_contents() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (E.*)$", page, re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) == anchors
    assert len(anchors) == len(headings) == len(RULES) + len(FAMILIES)
    assert all(sum(family.has(code) for family in FAMILIES) == 1 for code in RULES)


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    (command,) = [
        line
        for line in README.read_text(encoding="utf-8").splitlines()
        if line.endswith("-m pytest")
    ]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
