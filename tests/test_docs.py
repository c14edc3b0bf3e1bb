"""The pages of docs/: their links lead somewhere, their files load, the tutorial works as it is
written.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run

PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "benchmarks" / "README.md"]
)
WRITTEN = [page for page in PAGES if page.name not in ("rules.md", "changes.md", "CHANGELOG.md")]
MAX_PROSE = 125  # columns


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of its headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    words = [re.sub(r"[^a-z0-9 _-]", "", heading.lower()) for heading in headings]
    return {heading.replace(" ", "-") for heading in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_inside_leads_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_no_line_of_prose_is_long(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    prose = [line for line in text.splitlines() if not line.startswith("|")]
    assert [line for line in prose if len(line) > MAX_PROSE] == []


def test_the_files_of_the_catalog_page_are_a_catalog(run: Run, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "catalog.md").read_text(encoding="utf-8")
    files = re.findall(r"```yaml\n# ([a-z0-9-]+\.yaml)\n(.*?)```", text, re.DOTALL)
    assert len(files) == 3
    for name, content in files:
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = run("check", tmp_path)
    assert (found.status, found.out) == (0, "")
    rows = run("list", "--catalog", tmp_path, "--as-of", "2026-11-20", "--format", "json").json
    dates = {row["id"]: (row["due"], row["status"]) for row in rows["obligations"]}
    assert dates["eo-20001/2a"] == ("2026-08-01", "done")
    assert dates["eo-20001/2b"] == ("2027-03-01", "upcoming")


def test_the_tutorial_works_as_it_is_written(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "eo-tracker"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m eo_tracker "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    folder = tmp_path / "work"
    folder.mkdir()
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        done = subprocess.run(
            ["bash", "-ec", block],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    calendar = (folder / "harbors.ics").read_text(encoding="utf-8")
    assert calendar.count("BEGIN:VEVENT") == 2
