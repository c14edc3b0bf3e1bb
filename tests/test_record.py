"""`record`: an event spliced into the file, every other byte as it was, whatever happens to the
writer.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import directive, order
from conftest import CATALOG, Run, Write

from eo_tracker.catalog import locate

NEW_SOURCE = [
    "--source",
    "https://www.whitehouse.gov/releases/x/",
    "--class",
    "primary",
    "--seen",
    "full",
    "--published",
    "2026-07-14",
]


def without_lines(before: str, after: str) -> list[str]:
    """The lines of `after` that are not in `before`; fails when anything else differs."""
    added, rest = [], iter(before.splitlines(keepends=True))  # the last line may have no end
    wanted = next(rest, None)
    for line in after.splitlines(keepends=True):
        if line == wanted:
            wanted = next(rest, None)
        else:
            added.append(line)
    assert wanted is None, f"lost: {wanted!r}"
    return added


def test_an_event_and_its_source_are_added_and_nothing_else(run: Run, catalog: Path) -> None:
    file = catalog / "eo-14409.yaml"
    before = file.read_text(encoding="utf-8")
    result = run(
        "record",
        "14409/2d",
        "announced",
        "--on",
        "2026-07-14",
        *NEW_SOURCE,
        "--note",
        'It was "announced": so',
        "--catalog",
        catalog,
    )
    assert result.status == 0, result.err
    assert (
        "eo-14409/2d: completion reported; the document itself was not seen in a primary source"
        in result.out
    )
    added = "".join(without_lines(before, file.read_text(encoding="utf-8")))
    assert (
        "  whitehouse-2026-07-14:\n    title: www.whitehouse.gov\n    url: https://www.whitehouse.gov/releases/x/\n"
        in added
    )
    assert yaml.safe_load(added[added.index("  - on:") :])[0]["note"] == 'It was "announced": so'
    shown = run(
        "show", "14409/2d", "--catalog", catalog, "--as-of", "2026-07-14", "--format", "json"
    ).json["obligations"][0]
    assert (shown["status"], shown["events"][-1]["on"]) == ("reported", "2026-07-14")
    assert run("check", catalog).status == 0


def test_a_source_that_is_there_is_used_again(run: Run, catalog: Path) -> None:
    for name in ("2d", "2e"):
        assert (
            run("record", f"14409/{name}", "claimed", *NEW_SOURCE, "--catalog", catalog).status == 0
        )
    assert (catalog / "eo-14409.yaml").read_text(encoding="utf-8").count(
        "https://www.whitehouse.gov/releases/x/"
    ) == 1
    assert (
        run(
            "record",
            "14409/2f",
            "claimed",
            "--source",
            "whitehouse-2026-07-14",
            "--catalog",
            catalog,
        ).status
        == 0
    )


def test_dry_run_shows_the_change_and_writes_nothing(run: Run, catalog: Path) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    result = run("record", "14409/2d", "announced", *NEW_SOURCE, "--catalog", catalog, "--dry-run")
    assert result.status == 0
    assert "+    what: announced\n" in result.out
    assert (catalog / "eo-14409.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(order(directive()), id="no events"),
        pytest.param(
            order(directive(), events=[{"of": "2a", "what": "claimed", "source": "paper"}]),
            id="a list",
        ),
        pytest.param(order(directive()) + "events: []\n", id="an empty flow list"),
        pytest.param(
            order(directive()) + "events: [{of: 2a, what: claimed, source: paper}]\n",
            id="a flow list",
        ),
        pytest.param(
            order(directive())
            + "events:\n    - {of: 2a, what: claimed, source: paper}   # as told\n\n# the end",
            id="indented, no last line end",
        ),
        pytest.param(
            order(directive())
            + "events:\n- of: 2a\n  what: claimed\n  source: paper\n  note: >-\n    folded\n    text\n\n\nlimitations: []\n",
            id="folded",
        ),
        pytest.param(
            "# first\r\n"
            + order(directive()).replace("\n", "\r\n")
            + "events:\r\n- {of: 2a, what: claimed, source: paper}\r\n",
            id="CRLF",
        ),
    ],
)
@pytest.mark.parametrize(
    "note",
    [
        "plain",
        "a: b # c",
        "[sic]",
        "2026-06-02",
        "null",
        "'quoted'",
        "§ 2 “so” \\n",
        "- item",
        "yes",
    ],
)
def test_every_layout_keeps_its_bytes(run: Run, write: Write, text: str, note: str) -> None:
    folder = write(text)
    file = folder / "0.yaml"
    file.write_bytes(text.encode())
    result = run(
        "record",
        "eo-1/2a",
        "partly",
        "--on",
        "2026-06",
        "--source",
        "shown",
        "--note",
        note,
        "--catalog",
        folder,
    )
    after = file.read_bytes().decode()
    assert result.status == 0, result.err
    events = run(
        "show", "eo-1/2a", "--catalog", folder, "--as-of", "2026-07-10", "--format", "json"
    ).json["obligations"][0]["events"]
    assert [each["note"] for each in events if each["what"] == "partly"] == [note]
    if "events: [" not in text:
        added = without_lines(text, after)
        assert all(line.endswith("\r\n") == ("\r\n" in text) for line in added)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["14409/2d", "announced", "--source", "https://x.gov/y"],
            "a new source needs --class, --seen, --published",
        ),
        (
            ["14409/2d", "announced", "--source", "nowhere"],
            "eo-14409 has no source 'nowhere'; give its URL, or one of the names text,",
        ),
        (
            ["14409/2d", "announced", "--source", "A call", "--class", "primary", "--seen", "full"],
            "or one of the names text,",
        ),
        (
            ["14409/2d", "announced", "--source", "A call"],
            "are a source only with --class nonpublic",
        ),
        (
            ["14409/2d", "announced", "--source", "text", "--class", "nonpublic"],
            "so --class is not used",
        ),
        (
            ["14409/2d", "announced", "--source", "A call", "--class", "nonpublic", "--title", "T"],
            "--title: the words of --source are the title already",
        ),
        (["14409/2d"], "an event needs what happened, and with --source where it is reported"),
        (
            ["14409/2d", "announced"],
            "an event needs what happened, and with --source where it is reported",
        ),
        (
            ["14409/2d", "--undo", "--source", "text"],
            "--undo and --source cannot be combined; use one of them",
        ),
        (
            ["14409/2d", "announced", "--source", "text", "--class", "primary"],
            "is the name of a source in the file",
        ),
        (
            ["14409/2d", "announced", "--on", "2026-02-30", "--source", "text"],
            "--on: '2026-02-30' is not a real date",
        ),
        (["14409/2d", "finished", "--source", "text"], "'finished' is not one of"),
        (["14409/9z", "announced", "--source", "text"], "no directive '14409/9z'"),
        (["14409", "announced", "--source", "text"], "'14409' is not one directive or trigger"),
        (
            ["14409/2d", "announced", *NEW_SOURCE, "--source", "https://[::1"],
            "eo-tracker: --source: 'https://[::1' is not a URL",
        ),
        (
            ["14409/2d", "announced", *NEW_SOURCE, "--source", "https://"],
            "--source: 'https://' is not a URL",
        ),
        (
            ["14409/2d", "announced", *NEW_SOURCE, "--published", "2026-13"],
            "--published: '2026-13' is not a real date",
        ),
        (
            ["14409/2d", "announced", *NEW_SOURCE, "--note", "a\x1b[31mb"],
            "eo-tracker: --note: character U+001B is not allowed",
        ),
        (
            ["14409/2d", "announced", *NEW_SOURCE, "--title", "a\u202eb"],
            "eo-tracker: --title: character U+202E is not allowed",
        ),
        (
            ["14409/2d", "announced", "--source", "text", "--class", "primary"],
            "so --class is not used",
        ),
    ],
)
def test_what_is_refused(run: Run, catalog: Path, args: list[str], message: str) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    result = run("record", *args, "--catalog", catalog)
    assert result.status == 2
    assert message in result.err
    assert (catalog / "eo-14409.yaml").read_bytes() == before


def test_what_check_would_refuse_is_refused(run: Run, write: Write) -> None:
    folder = write(order(directive(deadline={"by": "2026-07-01", "every": "1 year"})))
    result = run("record", "eo-1/2a", "completed", "--source", "shown", "--catalog", folder)
    assert result.status == 2
    assert "E305" in result.err
    assert (
        run(
            "record",
            "eo-1/2a",
            "completed",
            "--source",
            "shown",
            "--occurrence",
            "2026-07-01",
            "--catalog",
            folder,
        ).status
        == 0
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(order(directive()) + "...\n", id="the document is ended"),
        pytest.param(
            "".join(f"  {line}\n" for line in order(directive()).splitlines()), id="all is indented"
        ),
        pytest.param(
            order(directive()) + "events: [\n  {of: 2a, what: claimed, source: paper}, # x\n]\n",
            id="a remark in a flow list",
        ),
        pytest.param(
            json.dumps(yaml.safe_load(order(directive()).replace(": 2026", ": x2026"))).replace(
                '"x2026', '"2026'
            ),
            id="JSON",
        ),
    ],
)
def test_a_layout_that_cannot_be_edited_is_left(run: Run, write: Write, text: str) -> None:
    folder = write(text)
    assert run("list", "--catalog", folder).status == 0
    before = (folder / "0.yaml").read_bytes()
    result = run("record", "eo-1/2a", "claimed", *NEW_SOURCE, "--catalog", folder)
    assert (result.status, (folder / "0.yaml").read_bytes() == before) == (2, True)
    assert (
        result.err
        == "eo-tracker: the file's layout cannot be edited safely; add the event by hand\n"
    )


def test_a_mark_at_the_beginning_stays(run: Run, catalog: Path) -> None:
    file = catalog / "eo-14409.yaml"
    before = b"\xef\xbb\xbf" + file.read_bytes()
    file.write_bytes(before)
    assert run("record", "14409/2d", "announced", *NEW_SOURCE, "--catalog", catalog).status == 0
    without_lines(before.decode(), file.read_bytes().decode())
    assert run("check", "--fix", catalog).status == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf# ")


def test_what_check_would_find_is_refused_or_said(run: Run, catalog: Path) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    asked = ["record", "14409/2f", "announced", *NEW_SOURCE, "--catalog", catalog]
    early = run(*asked, "--on", "2026-05-19")
    assert (
        early.status,
        "E603 2026-05-19 is before EO 14409, which is dated 2026-06-02" in early.err,
    ) == (
        2,
        True,
    )
    assert (catalog / "eo-14409.yaml").read_bytes() == before
    other = run("record", "14409/2f", "occurred", *NEW_SOURCE, "--catalog", catalog)
    assert (other.status, "E615 2f is a directive" in other.err) == (2, True)
    late = [*asked, "--on", "2026-11-20", "--published", "2026-11-20"]
    told = "E510 an event became known on 2026-11-20, after the last search"
    shown = run(*late, "--dry-run")
    assert (
        shown.status,
        shown.out.splitlines()[-1].startswith("# check: "),
        shown.out.strip().endswith(told),
    ) == (0, True, True)
    assert run(*late).out.splitlines()[-1].endswith(told)
    assert run("check", catalog).status == 1


def test_the_same_event_is_recorded_once(run: Run, catalog: Path) -> None:
    asked = [
        "record",
        "14409/2f",
        "announced",
        "--on",
        "2026-07-14",
        *NEW_SOURCE,
        "--catalog",
        catalog,
    ]
    assert run(*asked).out.startswith("Recorded in ")
    before = (catalog / "eo-14409.yaml").read_bytes()
    again = run(*asked)
    assert (
        again.status,
        again.out.startswith("Already recorded in "),
        (catalog / "eo-14409.yaml").read_bytes() == before,
    ) == (
        0,
        True,
        True,
    )
    assert run(*asked, "--note", "another").out.startswith("Recorded in ")


def test_only_what_starts_a_clock_may_lie_ahead(run: Run, catalog: Path) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    for what in ("announced", "claimed", "partly", "completed", "missed"):
        result = run(
            "record", "14409/2f", what, "--on", "2998-01-01", *NEW_SOURCE, "--catalog", catalog
        )
        assert (
            result.status,
            result.err.startswith("eo-tracker: --on: 2998-01-01 is after today"),
        ) == (2, True)
    unread = run(
        "record",
        "14409/2f",
        "announced",
        *NEW_SOURCE,
        "--published",
        "2998-01-01",
        "--catalog",
        catalog,
    )
    assert (
        unread.status,
        unread.err.startswith("eo-tracker: --published: 2998-01-01 is after today"),
    ) == (2, True)
    assert (catalog / "eo-14409.yaml").read_bytes() == before
    known = run(
        "record",
        "14412/migration",
        "occurred",
        "--on",
        "2998-01-01",
        *NEW_SOURCE,
        "--catalog",
        catalog,
    )
    assert "2998-01-01 is in the future; the event has no effect until then" in known.out, known.err


def test_a_broken_catalog_is_not_written_to(run: Run, catalog: Path) -> None:
    (catalog / "other.yaml").write_text("id: [", encoding="utf-8")
    assert (
        run("record", "14409/2d", "announced", "--source", "text", "--catalog", catalog).status == 2
    )


def test_the_shipped_catalog_is_never_written(run: Run, tmp_path: Path) -> None:
    result = run("record", "14409/2d", "announced", "--source", "text", cwd=tmp_path)
    assert result.status == 2
    assert "the bundled catalog must not be changed" in result.err


def test_the_catalog_inside_the_installed_package_is_never_written(
    run: Run, catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "_PACKAGE", catalog.parent)
    before = {each: each.read_bytes() for each in catalog.iterdir()}
    text = tmp_path / "order.txt"
    text.write_text(
        "Sec. 1. Directive. (a) Within 30 days of the date of this order, the Secretary of War shall act.",
        encoding="utf-8",
    )
    (tmp_path / "elsewhere").mkdir()
    for args in (
        ["record", "14409/2d", "announced", "--source", "text", "--catalog", catalog],
        ["check", "--fix"],
        ["check", "--fix", catalog],
        ["check", "--fix", catalog / "eo-14409.yaml"],
        ["extract", text, "--out", catalog],
        ["due", "--out", catalog / "due.txt"],
    ):
        result = run(*args, cwd=tmp_path / "elsewhere")
        assert result.status == 2, args
        assert "the bundled catalog" in result.err
    assert {each: each.read_bytes() for each in catalog.iterdir()} == before


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_stay_what_they_are(run: Run, catalog: Path, end: str) -> None:
    file = catalog / "eo-14409.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    assert (
        run(
            "record",
            "14409/2d",
            "claimed",
            "--source",
            "text",
            "--note",
            "told",
            "--catalog",
            catalog,
        ).status
        == 0
    )
    after = file.read_bytes()
    assert b"note: told" + end.encode() in after
    assert (
        after.replace(end.encode(), b"").count(b"\r")
        + after.replace(end.encode(), b"").count(b"\n")
        == 0
    )


def test_what_has_passed_is_not_said_to_lie_ahead(run: Run, catalog: Path) -> None:
    for on, ahead in (("2026-Q2", False), ("FY2026", False), ("FY2990", True)):
        result = run(
            "record",
            "14409/2d",
            "announced",
            "--on",
            on,
            *NEW_SOURCE,
            "--catalog",
            catalog,
            "--note",
            on,
        )
        assert (result.status, "is after today" in result.out + result.err) == (
            2 if ahead else 0,
            ahead,
        ), result.err


def test_a_trigger_may_be_shortened_as_a_directive_may(run: Run, catalog: Path) -> None:
    told = ["occurred", "--on", "2026-10-01", "--source", "text", "--catalog", catalog, "--dry-run"]
    for name in (
        "eo-14412/migration-complete",
        "14412/migration-complete",
        "EO 14412 migration",
        "migration-complete",
    ):
        assert (
            "+  - on: 2026-10-01\n+    of: migration-complete\n" in run("record", name, *told).out
        ), name
    assert (
        "did you mean '14412/migration-complete'"
        in run("record", "14412/mgration-complete", *told).err
    )
    assumed = run(
        "show", "14412/6c", "--assume", "14412/migration=2026-10-01", "--catalog", catalog
    )
    assert "no order or instrument" not in assumed.err


def test_a_link_out_of_the_catalog_is_refused_and_permissions_stay(
    run: Run, catalog: Path, tmp_path: Path
) -> None:
    file = catalog / "eo-14409.yaml"
    file.chmod(0o640)
    assert (
        run("record", "14409/2d", "claimed", "--source", "text", "--catalog", catalog).status == 0
    )
    assert file.stat().st_mode & 0o777 == 0o640
    outside = tmp_path / "outside.yaml"
    file.rename(outside)
    file.symlink_to(outside)
    before = outside.read_bytes()
    result = run("record", "14409/2e", "claimed", "--source", "text", "--catalog", catalog)
    assert result.status == 2
    assert "leads out of the catalog" in result.err
    assert outside.read_bytes() == before


def command(catalog: Path, which: str, note: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "eo_tracker",
        "record",
        which,
        "claimed",
        "--source",
        "text",
        "--note",
        note,
        "--catalog",
        str(catalog),
    ]


def test_two_writers_at_once_keep_both_events(catalog: Path) -> None:
    names = ["2a", "2b", "2d", "2e"]
    writers = [
        subprocess.Popen(
            command(catalog, f"14409/{name}", f"note {name}"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name in names
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    text = (catalog / "eo-14409.yaml").read_text(encoding="utf-8")
    assert all(f"note: note {name}\n" in text for name in names)


# The whole of 200 kills is run by `benchmarks/kill_record.py`; these few guard it in every test
# run.
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(catalog: Path, run: Run) -> None:
    file = catalog / "eo-14409.yaml"
    chance = random.Random(14409)
    whole = (CATALOG / "eo-14409.yaml").read_bytes()
    for _ in range(8):
        file.write_bytes(whole)
        writer = subprocess.Popen(
            command(catalog, "14409/2d", "told"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.1, 0.6))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        after = file.read_bytes()
        assert after == whole or (b"note: told\n" in after and run("check", catalog).status == 0)
    assert (
        run("record", "14409/2e", "claimed", "--source", "text", "--catalog", catalog).status == 0
    )


# a firm's own record beside the public catalog


HEAD = "format: 1\nid: record\nkind: record\ntitle: Our record\ndated: {}\n"
BOTH = ["--catalog", "shipped", "--catalog"]


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    folder = tmp_path / "firm"
    folder.mkdir()
    return folder


def test_what_stands_in_the_public_catalog_is_recorded_in_ones_own(run: Run, firm: Path) -> None:
    public = {each.name: each.read_bytes() for each in CATALOG.iterdir()}
    asked = ["record", "14409/2f", "announced", "--on", "2026-07-14", *NEW_SOURCE, *BOTH, firm]
    shown = run(*asked, "--dry-run")
    assert (
        shown.status,
        [*firm.iterdir()],
        "+  - on: 2026-07-14\n+    of: eo-14409/2f\n" in shown.out,
    ) == (0, [], True), shown.err
    result = run(*asked)
    assert (result.status, result.out.splitlines()[0]) == (
        0,
        f"Recorded in {firm / 'record.yaml'}: eo-14409/2f announced.",
    ), result.err
    text = (firm / "record.yaml").read_text(encoding="utf-8")
    assert text.startswith(HEAD.format(today()))
    assert run("check", "shipped", firm).out == ""
    assert run(*asked).out.startswith("Already recorded in ")
    assert run("record", "14409/2e", "claimed", *NEW_SOURCE, *BOTH, firm).status == 0
    assert (firm / "record.yaml").read_text(encoding="utf-8").count(
        "https://www.whitehouse.gov/releases/x/"
    ) == 1
    assert {each.name: each.read_bytes() for each in CATALOG.iterdir()} == public


def today() -> str:
    from eo_tracker.cli import clock

    return str(clock.today())


def test_a_record_changes_no_answer_but_by_its_events(run: Run, firm: Path) -> None:
    alone, both = ["--catalog", "shipped"], [*BOTH, firm]
    empty = HEAD.format("2026-06-03") + "note: Ours.\nsearches: [{on: 2026-06-04}]\n"
    (firm / "record.yaml").write_text(empty, encoding="utf-8")
    asked = [
        ["due", "--as-of", "2026-07-06"],
        ["list", "--as-of", "2026-11-10"],
        ["list", "--changed-since", "2026-06-01"],
        ["show", "eo-14409", "--as-of", "2026-11-10"],
        ["show", "2d", "--as-of", "2026-11-10"],
        ["explain", "2f", "--as-of", "2026-11-10"],
        ["agencies"],
        ["diff", "2026-06-01", "2026-11-10"],
        ["diff", "bod-26-04"],
        ["export", "ics", "--as-of", "2026-06-09"],
    ]
    for each in asked:
        more = ["--format", "json"] if each[0] not in ("export", "diff") else []
        one, other = (run(*each, *which, *more) for which in (alone, both))
        assert (without_catalog(one.out), one.status) == (
            without_catalog(other.out),
            other.status,
        ), (each, other.err)
    for which in (alone, both):
        run(
            "export",
            "ics",
            "--split",
            "instrument",
            "--as-of",
            "2026-06-09",
            *which,
            "--out",
            firm.parent / f"feeds{len(which)}",
        )
    assert {each.name for each in (firm.parent / "feeds2").iterdir()} == {
        each.name for each in (firm.parent / "feeds4").iterdir()
    }
    assert run("show", "record", *both).status == 0
    refused = run("diff", "record", "eo-14409", *both)
    assert (refused.status, refused.err.count("\n")) == (2, 1)


def without_catalog(text: str) -> str:
    """An answer without the name and the hash of what it was read from."""
    return re.sub(
        r"X-EO-TRACKER-SUM:\w+|[0-9a-f]{12}|(?:shipped|obligations)(?: \+ (?:\S*/)?firm)?",
        "",
        text.replace("\n ", ""),
    )


def test_an_event_of_a_record_counts_from_the_day_of_its_source(run: Run, firm: Path) -> None:
    source = [
        "--source",
        "https://www.opm.gov/a",
        "--class",
        "primary",
        "--seen",
        "full",
        "--published",
        "2026-07-20",
    ]
    assert (
        run("record", "14409/2f", "completed", "--on", "2026-07-14", *source, *BOTH, firm).status
        == 0
    )
    for as_of, status in (("2026-07-19", "upcoming"), ("2026-07-20", "done")):
        rows = run("show", "14409/2f", *BOTH, firm, "--as-of", as_of, "--format", "json").json[
            "obligations"
        ]
        assert [each["status"] for each in rows] == [status]
    changes = run("diff", "2026-07-19", "2026-07-20", *BOTH, firm)
    assert "Event: EO 14409 § 2(f) completed" in changes.out
    assert "instrument" not in changes.out.lower()


def test_a_record_binds_nobody(run: Run, write: Write) -> None:
    for family, entry in (
        ("directives", directive()),
        ("effects", {"does": "revokes", "on": "eo-2"}),
        ("triggers", {"id": "t", "what": "w"}),
    ):
        keys: dict[str, Any] = {"kind": "record", "number": None, "directives": [], family: [entry]}
        text = order(id="record", **keys).replace("number: null\n", "")
        folder = write(text, order(directive(), id="eo-2"))
        for asked in (["check", folder], ["due", "--catalog", folder]):
            result = run(*asked)
            assert re.search(
                rf"0\.yaml:[0-9]+:1: E307 a record binds nobody, so it has no '{family}'",
                result.out + result.err,
            ), result


def test_the_one_catalog_that_holds_the_entry_is_written(run: Run, firm: Path) -> None:
    own = firm / "eo-9.yaml"
    own.write_text(order(directive(binds=["omb"]), id="eo-9"), encoding="utf-8")
    (firm / "record.yaml").write_text(HEAD.format("2026-06-03"), encoding="utf-8")
    assert run("record", "eo-9/2a", "announced", "--source", "shown", *BOTH, firm).status == 0
    assert "what: announced" in own.read_text(encoding="utf-8")
    assert (firm / "record.yaml").read_text(encoding="utf-8") == HEAD.format("2026-06-03")
    # a file of one's own is a catalog, too
    assert run("record", "eo-9/2a", "claimed", "--source", "shown", *BOTH, own).status == 0
    assert run("record", "14409/2f", "claimed", *NEW_SOURCE, *BOTH, own).status == 2
    assert (
        run("record", "14409/2f", "claimed", *NEW_SOURCE, *BOTH, firm / "record.yaml").status == 0
    )
    assert "of: eo-14409/2f" in (firm / "record.yaml").read_text(encoding="utf-8")


def test_where_it_is_not_clear_what_to_write_nothing_is_written(
    run: Run, firm: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    asked = ["record", "14409/2f", "claimed", *NEW_SOURCE]
    alone = run(*asked, "--catalog", "shipped")
    assert (
        alone.status,
        "the bundled catalog must not be changed" in alone.err,
    ) == (2, True)
    two = run(*asked, *BOTH, firm, "--catalog", other)
    assert (two.status, "name one catalog folder of your own for it, not 2 folders" in two.err) == (
        2,
        True,
    )
    (other / "record.yaml").write_text(HEAD.format("2026-06-03"), encoding="utf-8")
    assert run(*asked, *BOTH, firm, "--catalog", other).status == 0
    (firm / "record.yaml").write_text(
        HEAD.format("2026-06-03").replace("id: record", "id: ours"), encoding="utf-8"
    )
    assert run(*asked, *BOTH, firm, "--catalog", other).status == 2
    (firm / "record.yaml").write_text(order(directive(binds=["omb"]), id="eo-9"), encoding="utf-8")
    taken = run(*asked, *BOTH, firm)
    assert (taken.status, "is not a record, but has its name" in taken.err) == (2, True)


def test_two_writers_make_one_record(firm: Path) -> None:
    names = ["2a", "2b", "2d", "2e"]
    more = ["--class", "primary", "--seen", "full", "--published", "2026-07-14", *BOTH, str(firm)]
    writers = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "eo_tracker",
                "record",
                f"14409/{name}",
                "claimed",
                "--source",
                f"https://x.gov/{name}",
                *more,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=CATALOG.parent,
        )
        for name in names
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=120)
        assert writer.returncode == 0, errors
    text = (firm / "record.yaml").read_text(encoding="utf-8")
    assert all(
        f"of: eo-14409/{name}\n" in text and f"url: https://x.gov/{name}\n" in text
        for name in names
    )


# what is not public


def test_words_are_a_source_of_what_is_not_public(run: Run, firm: Path) -> None:
    words = "E-mail of agency counsel, 2026-11-20: 'it is done' — § 2"
    told = ["--source", words, "--class", "nonpublic", "--published", "2026-11-20"]
    result = run("record", "14409/2f", "completed", "--on", "2026-11-20", *told, *BOTH, firm)
    assert result.status == 0, result.err
    source = yaml.safe_load((firm / "record.yaml").read_text(encoding="utf-8"))["sources"][
        "e-mail-of-agency-counsel-2026-11-20-it-i-2026-11-20"
    ]
    assert (source["title"], source["class"], source["seen"], "url" in source) == (
        words,
        "nonpublic",
        "full",
        False,
    )
    assert "done" not in {
        each["status"]
        for each in run("show", "14409/2f", *BOTH, firm, "--format", "json").json["obligations"]
    }
    assert "counts only in answers with --include-nonpublic" in result.out
    assert (
        "E-mail of agency counsel"
        in run("show", "14409/2f", "--include-nonpublic", *BOTH, firm).out
    )
    assert "E-mail of agency counsel" not in run("show", "14409/2f", *BOTH, firm).out
    assert run("check", "shipped", firm).out == ""
    again = run(
        "record", "14409/2e", "claimed", "--source", "A call", "--class", "nonpublic", *BOTH, firm
    )
    assert (
        again.status,
        f"published: {today()}\n" in (firm / "record.yaml").read_text(encoding="utf-8"),
    ) == (0, True)


def test_an_address_may_be_in_capitals(run: Run, firm: Path) -> None:
    asked = [
        "--source",
        "HTTPS://www.whitehouse.gov/X",
        "--class",
        "primary",
        "--seen",
        "full",
        "--published",
        "2026-07-14",
    ]
    assert run("record", "14409/2f", "claimed", *asked, *BOTH, firm).status == 0
    assert "url: https://www.whitehouse.gov/X\n" in (firm / "record.yaml").read_text(
        encoding="utf-8"
    )


# a date is met once


def test_a_second_completion_of_one_date_is_refused(run: Run, firm: Path, write: Write) -> None:
    done = ["completed", "--on", "2026-07-14", *NEW_SOURCE]
    assert run("record", "14409/2f", *done, *BOTH, firm).status == 0
    assert run("record", "14409/2f", *done, *BOTH, firm).out.startswith("Already recorded in ")
    for more in (
        ["--on", "2026-07-15"],
        ["--note", "again"],
        ["--source", "https://www.whitehouse.gov/releases/y/"],
    ):
        result = run("record", "14409/2f", *done, *more, *BOTH, firm)
        told = "eo-14409/2f is already recorded as completed on 2026-07-14, in record by source 'whitehouse-2026-07-14'"
        assert (result.status, told in result.err) == (2, True), result
    folder = write(
        order(directive(deadline={"by": "2025-07-01", "every": "1 year"}), dated="2025-01-01")
    )
    for when, status in (("2025-07-01", 0), ("2026-07-01", 0)):
        asked = [
            "record",
            "eo-1/2a",
            "completed",
            "--on",
            when,
            "--source",
            "shown",
            "--occurrence",
            when,
            "--catalog",
            folder,
        ]
        assert run(*asked).status == status
        assert run(*asked, "--note", "again").status == 2


# taking back


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(order(directive()), id="no events"),
        pytest.param(order(directive()) + "events: []\n", id="an empty flow list"),
        pytest.param(
            order(directive()) + "events: [{of: 2a, what: claimed, source: paper}]\n",
            id="a flow list",
        ),
        pytest.param(
            order(directive(), events=[{"of": "2a", "what": "claimed", "source": "paper"}]),
            id="a list",
        ),
        pytest.param(
            order(directive())
            + "events:\n    - {of: 2a, what: claimed, source: paper}   # as told\n\n# more\nlimitations: []\n",
            id="in the midst",
        ),
    ],
)
@pytest.mark.parametrize(
    "source", [NEW_SOURCE, ["--source", "https://x.gov/", *NEW_SOURCE[2:]]], ids=["new", "another"]
)
def test_what_was_recorded_is_taken_back_byte_for_byte(
    run: Run, write: Write, text: str, end: str, source: list[str]
) -> None:
    folder = write("")
    file = folder / "0.yaml"
    file.write_bytes(text.replace("\n", end).encode())
    before = file.read_bytes()
    asked = ["record", "eo-1/2a", "partly", "--on", "2026-06-20", "--catalog", folder]
    assert run(*asked, *source, "--note", "a: b # c").status == 0
    recorded = file.read_bytes()
    assert recorded != before
    shown = run("record", "eo-1/2a", "--undo", "--dry-run", "--catalog", folder)
    assert (shown.status, "-" in shown.out, file.read_bytes() == recorded) == (0, True, True), (
        shown.err
    )
    result = run("record", "eo-1/2a", "partly", "--undo", "--on", "2026-06-20", "--catalog", folder)
    assert (result.status, result.out.splitlines()[0]) == (
        0,
        f"Removed from {file}: eo-1/2a partly.",
    ), result.err
    assert file.read_bytes() == before


def test_what_is_taken_back_is_the_last_of_its_directive(run: Run, catalog: Path) -> None:
    file = catalog / "eo-14409.yaml"
    first = file.read_bytes()
    asked = ["--catalog", catalog]
    assert run("record", "14409/2f", "announced", *NEW_SOURCE, *asked).status == 0
    second = file.read_bytes()
    assert run("record", "14409/2f", "claimed", *NEW_SOURCE, *asked).status == 0
    third = file.read_bytes()
    assert run("record", "14409/2d", "claimed", *NEW_SOURCE, *asked).status == 0
    assert run("record", "14409/2f", "missed", "--undo", *asked).status == 2
    assert (
        run("record", "14409/2f", "announced", "--undo", "--on", "2026-07-01", *asked).status == 2
    )
    # from the midst: the other events and the source that they use stay
    assert run("record", "14409/2f", "--undo", *asked).status == 0
    assert file.read_bytes().count(b"of: 2d") == third.count(b"of: 2d") + 1
    assert run("record", "14409/2d", "--undo", *asked).status == 0
    assert file.read_bytes() == second
    assert run("record", "14409/2f", "--undo", *asked).status == 0
    assert file.read_bytes() == first
    again = run("record", "14409/2f", "--undo", *asked)
    assert (again.status, "there is nothing to undo: " in again.err, again.err.count("\n")) == (
        2,
        True,
        1,
    )


def test_what_a_hand_laid_out_is_not_taken_back(run: Run, write: Write) -> None:
    text = (
        order(directive())
        + "events:\n  - of: 2a\n    # seen by AB\n    what: claimed\n    source: paper\n"
    )
    folder = write(text)
    result = run("record", "eo-1/2a", "--undo", "--catalog", folder)
    assert (result.status, "is not laid out as record writes it; remove it from" in result.err) == (
        2,
        True,
    )
    assert (folder / "0.yaml").read_text(encoding="utf-8") == text


def test_what_was_recorded_in_ones_own_record_is_taken_back(run: Run, firm: Path) -> None:
    nothing = run("record", "14409/2f", "--undo", *BOTH, firm)
    assert (nothing.status, "there is nothing to undo" in nothing.err, [*firm.iterdir()]) == (
        2,
        True,
        [],
    )
    assert run("record", "14409/2f", "announced", *NEW_SOURCE, *BOTH, firm).status == 0
    assert run("record", "14409/2f", "--undo", *BOTH, firm).status == 0
    assert (firm / "record.yaml").read_text(encoding="utf-8") == HEAD.format(today())


def test_a_catalog_that_is_read_only_is_left(
    run: Run, catalog: Path, firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode: not (mode == os.W_OK and Path(path) == catalog) and plain(path, mode),
    )
    before = (catalog / "eo-14409.yaml").read_bytes()
    assert (
        run(
            "record", "14409/2f", "announced", *NEW_SOURCE, "--catalog", catalog, "--catalog", firm
        ).status
        == 0
    )
    assert (
        (catalog / "eo-14409.yaml").read_bytes() == before,
        (firm / "record.yaml").exists(),
    ) == (True, True)


def test_an_empty_source_is_none(run: Run, firm: Path) -> None:
    result = run(
        "record", "14409/2f", "claimed", "--source", "", "--class", "nonpublic", *BOTH, firm
    )
    assert (result.status, result.err) == (
        2,
        "eo-tracker: --source: it is empty; give a URL, or the name of a source in the file\n",
    )
    assert not (firm / "record.yaml").exists()


def test_fix_writes_beside_the_shipped_catalog(run: Run, firm: Path) -> None:
    assert (
        run(
            "record",
            "14409/2f",
            "claimed",
            "--source",
            "A call",
            "--class",
            "nonpublic",
            *BOTH,
            firm,
        ).status
        == 0
    )
    file = firm / "record.yaml"
    neat = file.read_bytes()
    file.write_bytes(neat + b"\n\n\n")
    assert run("check", "--fix", "shipped", firm).status == 0
    assert file.read_bytes() == neat
