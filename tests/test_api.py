"""The library: its page of examples, its list of names, and what importing it costs."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from build import directive, order
from conftest import ROOT

import eo_tracker
from eo_tracker import api


def test_the_examples_of_the_page_are_real(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "api.md"), module_relative=False)
    assert result.attempted > 15
    assert result.failed == 0


def test_the_names_are_one_list() -> None:
    assert eo_tracker.__all__ == api.__all__ == dir(eo_tracker)
    for name in eo_tracker.__all__:
        assert inspect.getdoc(getattr(eo_tracker, name)), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        eo_tracker.nothing  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    script = "import sys, eo_tracker; print(*[m for m in sys.modules if 'eo_tracker' in m])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["eo_tracker"]


def test_names_are_looked_up_as_on_the_command_line(tmp_path: Path) -> None:
    write_catalog(tmp_path, order(directive(binds=["cisa"])))
    catalog = eo_tracker.open_catalog(tmp_path)
    resolution = eo_tracker.resolve_catalog(catalog, date(2026, 6, 9))
    assert len(eo_tracker.select_obligations(resolution, agency=["DHS"])) == 1
    assert eo_tracker.select_obligations(resolution, lead=["OMB"]) == []
    assert eo_tracker.select_obligations(resolution, status=["past-due"]) == []
    with pytest.raises(eo_tracker.UnknownName, match="treasury"):
        eo_tracker.select_obligations(resolution, lead=["treasury"])
    with pytest.raises(ValueError, match="late"):
        eo_tracker.select_obligations(resolution, status=["late"])


def test_problems_are_values_with_a_place(tmp_path: Path) -> None:
    write_catalog(tmp_path, order(directive(binds=["nobody"])))
    (problem,) = [each for each in eo_tracker.check_catalog(tmp_path) if each.code == "E401"]
    assert problem.place.line > 1
    with pytest.raises(eo_tracker.CatalogError) as raised:
        eo_tracker.open_catalog(tmp_path)
    assert problem in raised.value.problems


def write_catalog(folder: Path, *texts: str) -> None:
    from conftest import AGENCIES

    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    for number, text in enumerate(texts):
        (folder / f"{number}.yaml").write_text(text, encoding="utf-8")
