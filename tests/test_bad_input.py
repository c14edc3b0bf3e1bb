"""Bad input: one clear message each, with its place, all at once, exit status 2, and never a
traceback.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

ORDER = """\
format: 1
id: eo-1
kind: executive-order
number: 1
title: A test
dated: 2026-06-02
sources:
  text: {title: Page, url: https://example.gov/1, class: primary, seen: full, published: 2026-06-02}
directives:
  - id: 2a
    cite: 2(a)
    title: Do it
    summary: Do the thing.
    binds: [omb]
    deadline: {within: 30 days, of: date}
"""


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["due", "--within", "soon"], "--within: 'soon' is not a period; write 30d, 6w, 3m or 1y"),
        (["due", "--within", "-30d"], "--within: '-30d' is not a period"),
        (["due", "--as-of", "2026-02-30"], "--as-of: '2026-02-30' is not a real date"),
        (["due", "--as-of", "someday"], "--as-of: 'someday' is not a date"),
        (
            ["list", "--agency", "cissa"],
            "no office, official or group 'cissa' in the catalog; did you mean 'cisa'",
        ),
        (["list", "--order", "14408"], "no order or instrument '14408' in the catalog"),
        (["list", "--status", "late"], "--status: 'late' is not one of"),
        (["list", "--topic", "taxes"], "--topic: 'taxes' is not used in the catalog; it has"),
        (["list", "--from", "1.1.2026"], "--from: '1.1.2026' is not a date"),
        (["due", "--assume", "2d"], "--assume: '2d' is not ID=DATE"),
        (["list", "--catalog", "nowhere"], "nowhere: E109 there is no such file or folder"),
        (["list", "--out", "/nowhere/x.txt"], "--out: /nowhere/x.txt cannot be written"),
        (["export", "ics", "--remind", "often"], "--remind: 'often' is not a period"),
        (
            ["due", "--within", "30d", "--to", "2026-12-01"],
            "--within and --to cannot be combined; use one of them",
        ),
        (
            ["due", "--past", "all", "--from", "2026-12-01"],
            "--past and --from cannot be combined; use one of them",
        ),
        (
            ["list", "--assume", "14409/2d=2026-07-10", "--assume", "eo-14409/2d=2026-07-11"],
            "--assume: eo-14409/2d is assumed twice",
        ),
        (
            ["check", "--list", "--fix", "obligations"],
            "--list and --fix and PATH cannot be combined; use one of them",
        ),
        (
            ["check", "--explain", "E607", "--format", "json"],
            "--explain and --format cannot be combined",
        ),
        (["check", "--select", ""], "--select: '' names no rule"),
        (["check", "--ignore", " ,"], "--ignore: ' ,' names no rule"),
        (
            ["extract", "x.html", "--explain", "--format", "json"],
            "--explain and --format cannot be combined",
        ),
        (
            ["export", "ics", "--check", "x.ics", "--split", "agency"],
            "--check and --split cannot be combined",
        ),
        (
            ["due", "--format", "xml"],
            "Invalid value for '--format': 'xml' is not one of 'table', 'json', 'csv', 'md'.",
        ),
    ],
)
def test_misuse(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert result.status == 2
    assert result.out == ""
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            ("summary: Do", "sumary: Do"),
            "0.yaml:13:5: E112 unknown key 'sumary'; did you mean 'summary'?",
        ),
        (("summary: Do the thing.", ""), "0.yaml:10:5: E113 'summary' is missing"),
        (
            ("title: Do it", "title: [Do, it]"),
            "0.yaml:12:12: E114 title: plain text is expected here, not a list",
        ),
        (("title: Do it", "title:"), "0.yaml:12:11: E114 title has no value"),
        (
            ("binds: [omb]", "binds: omb"),
            "0.yaml:14:12: E114 binds: a list is expected here, not the text 'omb'",
        ),
        (
            ("binds: [omb]", "binds: [ombb]"),
            "0.yaml:14:13: E401 unknown party 'ombb'; did you mean 'omb'?",
        ),
        (
            ("2026-06-02\nsources", "2026-02-30\nsources"),
            "0.yaml:6:8: E114 '2026-02-30' is not a real date",
        ),
        (
            ("2026-06-02\nsources", "June 2\nsources"),
            "0.yaml:6:8: E114 'June 2' is not a date; write it as YYYY-MM-DD",
        ),
        (("30 days", "thirty days"), "0.yaml:15:24: E114 'thirty days' is not a length of time"),
        (("of: date", "of: 2b"), "0.yaml:15:37: E301 unknown directive or trigger '2b'"),
        ((", of: date", ""), "'within' goes with exactly one of 'of' and 'before'"),
        (
            ("kind: executive-order", "kind: executive order"),
            "0.yaml:3:7: E114 kind: 'executive order' is not one of",
        ),
        (
            ("title: A test", "title: A test\ntitle: B"),
            "0.yaml:6:1: E102 key 'title' is duplicated in one mapping",
        ),
        (
            ("title: A test", "title: A test\n\tx: 1"),
            "0.yaml:6:1: E101 this is not valid YAML: a tab where YAML needs spaces",
        ),
        (("title: A test", "title: &a A test"), "0.yaml:5:8: E103 anchor '&a' is not allowed"),
        (("number: 1", "number: !!int 1"), "0.yaml:4:9: E104 tag"),
        (("  - id: 2a\n", "  - id: 2 a\n"), "0.yaml:10:9: E114 id: '2 a' is not a name"),
        (
            ("class: primary", "class: official"),
            "E114 class: 'official' is not one of 'primary', 'secondary' or 'nonpublic'",
        ),
    ],
)
def test_a_spoiled_file(
    run: Run, write: Callable[..., Path], spoil: tuple[str, str], message: str
) -> None:
    assert spoil[0] in ORDER
    folder = write(ORDER.replace(spoil[0], spoil[1], 1))
    result = run("due", "--catalog", folder)
    assert result.status == 2
    assert result.out == ""
    assert message in result.err
    checked = run("check", folder)
    assert checked.status == 1
    assert message in checked.out


def test_all_faults_come_at_once_in_order_of_place(run: Run, write: Callable[..., Path]) -> None:
    broken = (
        ORDER.replace("summary:", "sumary:")
        .replace("[omb]", "[ombb]")
        .replace("kind: executive-order", "kind: edict")
    )
    other = (
        ORDER.replace("id: eo-1", "id: eo-2")
        .replace("binds: [omb]", "binds: [dsh]")
        .replace("of: date", "of: 9z")
    )
    result = run("list", "--catalog", write(broken, other))
    assert [line.split(" ")[1] for line in result.err.splitlines()[:-1]] == [
        "E114",
        "E113",
        "E112",
        "E401",
        "E301",
    ]
    assert (
        result.err.splitlines()[-1] == "5 problems in the catalog; nothing was answered or written."
    )


def test_an_id_that_stands_twice(run: Run, write: Callable[..., Path]) -> None:
    twice = ORDER + ORDER[ORDER.index("  - id: 2a") :]
    assert "0.yaml:16:9: E202 ID '2a' is duplicated in eo-1" in run("check", write(twice)).out


def test_an_instrument_that_stands_twice(run: Run, write: Callable[..., Path]) -> None:
    result = run("check", write(ORDER, ORDER))
    assert "1.yaml:2:5: E202 instrument 'eo-1' is already in" in result.out


def test_deadlines_in_a_circle_name_their_members(run: Run, write: Callable[..., Path]) -> None:
    second = ORDER[ORDER.index("  - id: 2a") :].replace("2a", "2b").replace("of: date", "of: 2a")
    circle = ORDER.replace("of: date", "of: 2b") + second
    out = run("check", write(circle)).out
    assert (
        "E302 deadlines wait for each other in a cycle: eo-1/2a → eo-1/2b → eo-1/2a" in out
        or "eo-1/2b → eo-1/2a → eo-1/2b" in out
    )


def test_an_empty_catalog(run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    result = run("due", "--catalog", write())
    assert result.status == 2
    assert "E111 the catalog is empty" in result.err
    (tmp_path / "empty").mkdir()
    result = run("due", "--catalog", tmp_path / "empty")
    assert result.status == 2
    assert "E111 there is no agencies.yaml here" in result.err


def test_files_that_are_no_text(run: Run, write: Callable[..., Path]) -> None:
    folder = write(ORDER)
    (folder / "b.yaml").write_bytes(b"id: \xff\xfe")
    (folder / "c.yaml").write_bytes(b"")
    (folder / "d.yaml").write_bytes(b"- a list\n")
    (folder / "e.yaml").mkdir()
    (folder / "f.yaml").write_text("id: a\x00b")
    out = run("check", folder).out
    for code, name in (("E110", "b"), ("E106", "c"), ("E107", "d"), ("E109", "e"), ("E116", "f")):
        assert any(f"/{name}.yaml" in line and code in line for line in out.splitlines()), (
            code,
            out,
        )


def test_check_is_silent_when_all_is_well(run: Run) -> None:
    result = run("check", "obligations")
    assert (result.status, result.out, result.err) == (0, "", "")


def test_your_own_catalog_beside_the_public_one(run: Run, write: Callable[..., Path]) -> None:
    own = write(ORDER)
    (own / "agencies.yaml").unlink()
    assert run("list", "--catalog", own).status == 2
    both = run(
        "list",
        "--catalog",
        "obligations",
        "--catalog",
        own,
        "--as-of",
        "2026-06-09",
        "--format",
        "json",
    )
    assert both.status == 0
    assert {"eo-1", "eo-14409"} <= {each["instrument"] for each in both.json["obligations"]}
