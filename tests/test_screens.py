"""Screens at every width: nothing vanishes, whatever the terminal, the script or the pager."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import unicodedata

import pytest
from build import directive, order
from conftest import ROOT, Run, Write, clean_environment

from eo_tracker.render.layout import Columns, LabelledLines, Screen, rendered_text, safe_words

LONG = "the movement of very long containers " * 4
ROWS = [
    (
        "Thu 2026-07-02",
        "presidential-memorandum-without-a-number",
        "DHS through CISA",
        "late",
        LONG,
    ),
    ("-", "eo-1/2b", "", "upcoming", "Unbreakable" * 12),
]
HEAD = ("Due", "ID", "Responsible", "Status", "What")


def words_of(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 110, 120, 160, 1000])
@pytest.mark.parametrize("head", [(), HEAD])
def test_nothing_vanishes_at_any_width(width: int, head: tuple[str, ...]) -> None:
    shown = rendered_text([Columns(ROWS, head)], Screen(width))
    assert max(map(len, shown.splitlines())) <= width
    for row in ROWS:
        for cell in row:
            pieces = cell.split()
            assert all(words_of(piece)[:12] in words_of(shown) for piece in pieces), cell
    flat = words_of(shown)
    assert flat.count("Unbreakable") >= 11


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_label_stays_beside_its_text_and_a_link_is_whole(width: int) -> None:
    link = "https://example.gov/" + "a" * 60
    shown = rendered_text([LabelledLines([("Summary", LONG), ("", link)])], Screen(width))
    assert shown.startswith("Summary    the movement")
    assert link in shown
    assert shown.count("movement") == 4


def test_wide_letters_take_two_columns() -> None:
    name = "国家安全保障会議" * 6
    shown = rendered_text([safe_words(f"Report to {name}.")], Screen(40))
    for line in shown.splitlines():
        columns = sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in line)
        assert columns <= 40
    assert words_of(name) in words_of(shown)


def test_a_list_is_whole_at_40_columns(run: Run, write: Write) -> None:
    folder = write(order(directive(title="Count the containers of all harbors twice")))
    shown = " ".join(run("list", "--catalog", folder, columns=40).out.split())
    assert "Count the containers of all harbors twice" in shown
    assert "eo-1/2a" in shown


@pytest.mark.skipif(os.name == "nt", reason="POSIX terminals")
@pytest.mark.parametrize(
    ("pager", "options", "is_paged"),
    [
        ("sed s/^/PAGED/", [], True),
        ("sed s/^/PAGED/", ["--no-pager"], False),
        ("cat", [], False),
        ("", [], False),
        ("no-such-pager", [], False),
        ("'", [], False),
    ],
)
def test_a_long_answer_on_a_terminal_is_paged(
    pager: str, options: list[str], is_paged: bool
) -> None:
    master, slave = pty.openpty()
    environment = clean_environment(PAGER=pager, TERM="xterm", NO_COLOR="1")
    command = [sys.executable, "-m", "eo_tracker", "list", "--as-of", "2026-07-01", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=slave, stderr=subprocess.PIPE, close_fds=True
    ) as running:
        os.close(slave)
        seen = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the terminal was closed
                break
            if not piece:
                break
            seen += piece
        assert running.stderr is not None
        assert running.stderr.read() == b""
    os.close(master)
    assert running.returncode == 0
    assert (b"PAGED" in seen) == is_paged
    assert b"eo-14409/2d" in seen
