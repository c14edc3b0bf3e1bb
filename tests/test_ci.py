"""What other repositories take from this one: the hook, the action and the workflow."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, Run, clean_environment

needs_bash = pytest.mark.skipif(
    sys.platform == "win32" or not shutil.which("bash"), reason="the runner's shell is bash"
)


OWN_ORDER = """\
id: eo-9
kind: executive-order
number: 9
title: An order
dated: 2026-06-02
coverage: complete
searches: [{on: 2026-06-30}]
directives:
  - id: 2a
    cite: 2(a)
    title: Report
    summary: Send a report to the President.
    binds: [omb]
    deadline: {within: 30 days, of: date}
"""


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def script(steps: list[dict[str, Any]], name: str) -> str:
    (found,) = (each["run"] for each in steps if each.get("name") == name)
    return str(found)


def bash(text: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-e", "-o", "pipefail", "-c", text]
    return subprocess.run(
        command,
        cwd=folder,
        env=clean_environment(PATH=path, **environment),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def damage(catalog: Path) -> None:
    path = catalog / "eo-14409.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("within: 60 days", "within: 61 days", 1),
        encoding="utf-8",
    )


@needs_bash
def test_the_action_annotates_the_line(catalog: Path) -> None:
    check = script(read("action.yml")["runs"]["steps"], "Check")
    folder = catalog.parent
    assert bash(check, folder, PATHS="obligations", FAIL_ON="error").returncode == 0
    damage(catalog)
    done = bash(check, folder, PATHS="obligations", FAIL_ON="error")
    assert (done.returncode, done.stdout.split(",")[0]) == (
        1,
        "::error file=obligations/eo-14409.yaml",
    )
    hostile = bash(check, folder, PATHS="$(touch broken)\nshipped", FAIL_ON="error")
    assert (hostile.returncode, (folder / "broken").exists()) == (2, False)


@needs_bash
def test_the_workflow_checks_and_tells_what_a_pull_request_means(
    catalog: Path, tmp_path: Path
) -> None:
    steps = read(".github/workflows/review.yml")["jobs"]["review"]["steps"]
    git = ["git", "-C", str(catalog.parent), "-c", "user.name=A", "-c", "user.email=a@b.c"]
    for words in (
        ["init", "-q", "-b", "main"],
        ["add", "-A"],
        ["commit", "-q", "-m", "x"],
        ["branch", "base"],
    ):
        subprocess.run([*git, *words], check=True, capture_output=True)
    damage(catalog)
    subprocess.run([*git, "commit", "-q", "-a", "-m", "y"], check=True, capture_output=True)
    summary = tmp_path / "summary.md"
    assert bash(script(steps, "Check"), catalog.parent, BASE="base").returncode == 1
    told = bash(
        script(steps, "Tell what changes"),
        catalog.parent,
        BASE="base",
        GITHUB_STEP_SUMMARY=str(summary),
    )
    assert (told.returncode, told.stderr) == (0, "")
    assert "August 2, 2026" in summary.read_text(encoding="utf-8")


def test_the_hook_runs_the_check() -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert (hook["entry"], hook["language"], hook["pass_filenames"]) == (
        "eo-tracker check",
        "python",
        False,
    )
    own = [
        each
        for repo in read(".pre-commit-config.yaml")["repos"]
        for each in repo["hooks"]
        if each["id"] == hook["id"]
    ]
    assert [each["entry"] for each in own] == ["eo-tracker check obligations"]


def test_a_catalog_of_ones_own_builds_on_the_shipped_one(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "eo-9.yaml").write_text(OWN_ORDER, encoding="utf-8")
    alone = run("check", own)
    assert "name the catalog it builds on as well: shipped, or a path" in alone.out
    result = run("check", "shipped", own)
    assert (result.status, result.out) == (0, "")
    assert (
        "EO 9 § 2(a)"
        in run(
            "due",
            "--catalog",
            "shipped",
            "--catalog",
            own,
            "--as-of",
            "2026-06-09",
            "--order",
            "eo-9",
        ).out
    )
