"""What every test uses: the command line, run in this process, and small catalogs written on the
spot.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
import typer.testing
from hypothesis import settings
from typer.testing import CliRunner

from eo_tracker.cli import app
from eo_tracker.cli.commands import SUMMARIES, load

# Loading and building all commands takes longer than most questions do.
for command in SUMMARIES:
    load(command)
typer.testing._get_command = cache(typer.main.get_command)  # type: ignore[attr-defined]

# A merge must not depend on the luck of the draw; at the desk every run tries new examples.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Laws over random catalogs, damage to every reader, hostile sizes: two thirds of the suite's time.
SLOW_MODULES = (
    "test_diff_laws",
    "test_force_oracle",
    "test_fuzz",
    "test_hostile",
    "test_hostile_texts",
    "test_resolve_laws",
    "test_shapes",
)

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "obligations"

AGENCIES = """\
format: 1
parties:
  omb: {name: Office of Management and Budget, abbreviation: OMB, kind: office, aliases: [Director of OMB]}
  dhs: {name: Department of Homeland Security, abbreviation: DHS, kind: office}
  cisa: {name: Cybersecurity and Infrastructure Security Agency, abbreviation: CISA, kind: office, parent: dhs}
  agencies: {name: Executive departments and agencies, short: agencies, kind: group, members: [dhs, omb]}
  cloud-providers: {name: Cloud service providers, kind: class, reach: providers}
  contractors: {name: Federal contractors, kind: class, reach: contractors}
"""


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Mark the slow modules, so that `-m "not slow"` leaves them out."""
    for item in items:
        if item.path.stem in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Result]
Write = Callable[..., Path]


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without what would change an answer, and with `more`."""
    dropped = ("EO_TRACKER_CATALOG", "COLUMNS", "PYTHONUTF8", "PYTHONIOENCODING")
    return {name: value for name, value in os.environ.items() if name not in dropped} | more


@pytest.fixture(autouse=True, scope="session")
def _no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["EO_TRACKER_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Locks and temporary files of this process and its children go where pytest clears up."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("temporary"))
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line in the repository, as a pipe of unlimited width unless `columns` says
    otherwise.
    """

    def run(*args: str | Path, columns: int | None = None, cwd: Path = ROOT, **env: str) -> Result:
        monkeypatch.chdir(cwd)
        for name in ("EO_TRACKER_CATALOG", "COLUMNS"):
            monkeypatch.delenv(name, raising=False)
        wide = {"COLUMNS": str(columns)} if columns else {}
        result = CliRunner().invoke(
            app, [str(each) for each in args], env={**wide, **env}, prog_name="eo-tracker"
        )
        return Result(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A copy of the shipped catalog that a test may spoil."""
    return Path(shutil.copytree(CATALOG, tmp_path / "obligations"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a catalog from the texts of its instruments; the small registry above comes with it."""

    def write(*instruments: str, agencies: str = AGENCIES, folder: str = "obligations") -> Path:
        target = tmp_path / folder
        target.mkdir(exist_ok=True)
        (target / "agencies.yaml").write_text(agencies, encoding="utf-8")
        for number, text in enumerate(instruments):
            (target / f"{number}.yaml").write_text(text, encoding="utf-8")
        return target

    return write
