"""Findings for programs that open files: each names a path that is there, from the current folder
or absolute.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pytest
from build import directive, order
from conftest import Run, Write


def paths(run: Run, cwd: Path, *asked: str | Path) -> list[str]:
    """The path of every finding, in SARIF and as an annotation; all are there."""
    log = run("check", *asked, "--format", "sarif", cwd=cwd).json
    found = []
    for result in log["runs"][0]["results"]:
        parts = urlsplit(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        assert parts.scheme == ("file" if parts.path.startswith("/") else "")
        path = url2pathname(parts.path)
        assert (cwd / path).exists(), path
        found.append(path)
    lines = run("check", *asked, "--format", "github", cwd=cwd).lines
    named = [unquote(line.partition("file=")[2].partition(",line=")[0]) for line in lines]
    assert named == found
    assert found
    return list(dict.fromkeys(found))


def test_the_current_folder(run: Run, write: Write) -> None:
    folder = write(order(directive(binds=["nobody"])))
    assert paths(run, folder, ".") == ["0.yaml"]
    assert paths(run, folder.parent, "obligations") == ["obligations/0.yaml"]
    assert paths(run, folder, "../obligations") == ["../obligations/0.yaml"]
    assert paths(run, folder, folder) == [str(folder / "0.yaml")]


@pytest.mark.parametrize("kept", ["0.yaml", "agencies.yaml", None], ids=str)
def test_what_is_no_catalog(run: Run, write: Write, kept: str | None) -> None:
    folder = write(order(directive()))
    for each in folder.iterdir():
        if each.name != kept:
            each.unlink()
    assert paths(run, folder, ".") == [kept or "."]
    assert paths(run, folder, folder) == [str(folder / kept) if kept else str(folder)]


def test_a_file_whose_name_is_no_plain_address(run: Run, write: Write) -> None:
    folder = write(order(directive(binds=["nobody"])))
    (folder / "0.yaml").rename(folder / "a:b #1%.yaml")
    assert paths(run, folder, ".") == ["a:b #1%.yaml"]
    assert paths(run, folder.parent, folder) == [str(folder / "a:b #1%.yaml")]


def test_an_instrument_whose_file_is_gone(run: Run, write: Write) -> None:
    folder = write(order(directive()), order(directive(), id="eo-2"))
    git = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    (folder / "1.yaml").unlink()
    assert paths(run, folder, ".", "--rev", "HEAD", "--select", "E203") == ["agencies.yaml"]


@pytest.mark.skipif(shutil.which("touch") is None, reason="names that are no text")
def test_a_file_whose_name_is_no_text(run: Run, write: Write) -> None:
    folder = write(order(directive(binds=["nobody"])))
    (folder / "0.yaml").rename(Path(str(folder) + "/\udcff.yaml"))
    assert paths(run, folder, ".") == ["."]
