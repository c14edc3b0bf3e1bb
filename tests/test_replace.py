"""A process that is killed while it writes leaves the old file and nothing beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from build import directive, order
from conftest import Run, Write

from eo_tracker.catalog import replace as replacing

linux = pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="files without a name")

# Ends itself as kill -9 does, at a step of the write.
KILLED = """
import os, signal, sys
from eo_tracker.catalog import replace
step, nameless = sys.argv[1], sys.argv[2] == "nameless"
def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if not nameless:
    replace._nameless = lambda _: None
if step == "sync":
    os.fsync = die
else:
    replace._like = die
from eo_tracker.cli import app
app(sys.argv[3:])
"""


def killed(step: str, kind: str, *command: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, step, kind, *map(str, command)],
        capture_output=True,
        check=False,
    )
    assert done.returncode == -9, done.stderr


@linux
@pytest.mark.parametrize("step", ["sync", "named"])
@pytest.mark.parametrize("kind", ["nameless", "named"])
def test_no_file_is_left_by_a_killed_writer(
    run: Run, write: Write, tmp_path: Path, step: str, kind: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    file = folder / "x.ics"
    asked = (
        "export",
        "ics",
        "--catalog",
        write(order(directive())),
        "--as-of",
        "2026-06-09",
        "--out",
        file,
    )
    assert run(*asked).status == 0
    before = file.read_bytes()
    write(order(directive(title="Do it soon")))
    killed(step, kind, *asked)
    assert file.read_bytes() == before
    if (step, kind) == ("sync", "nameless"):
        assert [each.name for each in folder.iterdir()] == ["x.ics"]
    assert run(*asked).status == 0
    assert [each.name for each in folder.iterdir()] == ["x.ics"]
    assert b"Do it soon" in file.read_bytes()


@linux
def test_a_real_kill_in_the_middle_of_a_large_write(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from eo_tracker.catalog.write import write\n"
        "while True: write(Path(sys.argv[1]), b'new' * 3_000_000)"
    )
    file = tmp_path / "x"
    file.write_bytes(b"old")
    for _ in range(5):
        with subprocess.Popen([sys.executable, "-c", script, str(file)]) as writer:
            time.sleep(0.4)
            writer.kill()
        assert file.read_bytes() in (b"old", b"new" * 3_000_000)
    from eo_tracker.catalog.write import write as put

    put(file, b"done")
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".tmp"] == []


def test_the_leftover_of_a_killed_cache_is_deleted_when_it_is_old(
    run: Run, write: Write, tmp_path: Path
) -> None:
    place = tmp_path / "cache"
    place.mkdir()
    old, new, foreign = (
        place / ".eo-tracker-1.tmp",
        place / ".eo-tracker-2.tmp",
        place / ".mine.tmp",
    )
    for each in (old, new, foreign):
        each.write_bytes(b"x")
        os.utime(each, (0, 0))
    os.utime(new)
    assert (
        run("list", "--catalog", write(order(directive())), EO_TRACKER_CACHE=str(place)).status == 0
    )
    assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)


def test_a_system_without_nameless_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "_nameless", lambda _: None)
    replacing.replace(tmp_path / "x", b"1")
    replacing.replace(tmp_path / "x", b"2")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x", b"2")]
