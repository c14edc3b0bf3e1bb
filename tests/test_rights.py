"""What a user may not read or write is said in one line.

Root may do everything, so its children give their rights up.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from build import directive, order
from conftest import ROOT, Write

NOBODY = 65534
# The child asks the same once with root's rights, so that every module is loaded: nobody may not
# read root's folders.
CHILD = f"""
import os, sys
from typer.testing import CliRunner
from eo_tracker.__main__ import main
from eo_tracker.cli import app
if os.getuid() == 0:
    CliRunner().invoke(app, sys.argv[1].split("\\n"))
    CliRunner().invoke(app, ["due", "--no-such-option"])
    os.setgid({NOBODY})
    os.setuid({NOBODY})
sys.argv = ["eo-tracker", *sys.argv[2:]]
main()
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def run(*args: str | Path, harmless: list[str]) -> subprocess.CompletedProcess[str]:
    """The program as a user without rights; with the `harmless` options it writes nothing."""
    words = [str(each) for each in args]
    command = [sys.executable, "-c", CHILD, "\n".join([*words, *harmless]), *words]
    environment = {**os.environ, "EO_TRACKER_CACHE": "off", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Iterator[Path]:
    folder = write(order(directive()))
    for each in (tmp_path, *tmp_path.parents[:-2]):
        if each.stat().st_uid == os.getuid() and each != Path("/tmp"):
            each.chmod(0o755)
    yield folder
    folder.chmod(0o755)


def test_a_file_that_may_not_be_read(folder: Path) -> None:
    (folder / "0.yaml").chmod(0)
    done = run("due", "--catalog", folder, harmless=[])
    assert (done.returncode, done.stdout) == (2, "")
    assert "0.yaml: E109" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_may_not_be_read(folder: Path) -> None:
    folder.chmod(0)
    done = run("due", "--catalog", folder, harmless=[])
    assert done.returncode == 2
    assert "the folder cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_may_not_be_written(folder: Path, tmp_path: Path) -> None:
    folder.chmod(0o555)
    tmp_path.chmod(0o555)
    before = (folder / "0.yaml").read_bytes()
    record = [
        "record",
        "2a",
        "completed",
        "--on",
        "2026-06-20",
        "--source",
        "shown",
        "--catalog",
        str(folder),
    ]
    answer = ["due", "--catalog", str(folder), "--out", str(tmp_path / "answer.txt")]
    for command, harmless in ((record, ["--dry-run"]), (answer, ["--out", os.devnull])):
        done = run(*command, harmless=harmless)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert "Traceback" not in done.stderr
    assert (folder / "0.yaml").read_bytes() == before
    tmp_path.chmod(0o755)
