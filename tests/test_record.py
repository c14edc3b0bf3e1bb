"""`record`: an event spliced into the file, every other byte as it was, whatever happens to the writer."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from build import duty, order
from conftest import CATALOG, Run

from eo_tracker.catalog import locate

Write = Callable[..., Path]
NEW_SOURCE = ["--source", "https://www.whitehouse.gov/releases/x/", "--class", "primary", "--seen", "full", "--published", "2026-07-14"]


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
        "record", "14409/2d", "announced", "--on", "2026-07-14", *NEW_SOURCE, "--note", 'It was "announced": so', "--catalog", catalog
    )
    assert result.status == 0, result.err
    assert "eo-14409/2d: reported, but the product itself was not seen in a primary source" in result.out
    added = "".join(without_lines(before, file.read_text(encoding="utf-8")))
    assert "  whitehouse-2026-07-14:\n    title: www.whitehouse.gov\n    url: https://www.whitehouse.gov/releases/x/\n" in added
    assert yaml.safe_load(added[added.index("  - on:") :])[0]["note"] == 'It was "announced": so'
    shown = run("show", "14409/2d", "--catalog", catalog, "--as-of", "2026-07-14", "--format", "json").json["obligations"][0]
    assert (shown["standing"], shown["events"][-1]["on"]) == ("reported", "2026-07-14")
    assert run("check", catalog).status == 0


def test_a_source_that_is_there_is_used_again(run: Run, catalog: Path) -> None:
    for name in ("2d", "2e"):
        assert run("record", f"14409/{name}", "claimed", *NEW_SOURCE, "--catalog", catalog).status == 0
    assert (catalog / "eo-14409.yaml").read_text(encoding="utf-8").count("https://www.whitehouse.gov/releases/x/") == 1
    assert run("record", "14409/2f", "claimed", "--source", "whitehouse-2026-07-14", "--catalog", catalog).status == 0


def test_dry_run_shows_the_change_and_writes_nothing(run: Run, catalog: Path) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    result = run("record", "14409/2d", "announced", *NEW_SOURCE, "--catalog", catalog, "--dry-run")
    assert result.status == 0
    assert "+    what: announced\n" in result.out
    assert (catalog / "eo-14409.yaml").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(order(duty()), id="no events"),
        pytest.param(order(duty(), events=[{"of": "2a", "what": "claimed", "source": "paper"}]), id="a list"),
        pytest.param(order(duty()) + "events: []\n", id="an empty flow list"),
        pytest.param(order(duty()) + "events: [{of: 2a, what: claimed, source: paper}]\n", id="a flow list"),
        pytest.param(
            order(duty()) + "events:\n    - {of: 2a, what: claimed, source: paper}   # as told\n\n# the end",
            id="indented, no last line end",
        ),
        pytest.param(
            order(duty()) + "events:\n- of: 2a\n  what: claimed\n  source: paper\n  note: >-\n    folded\n    text\n\n\nlimits: []\n",
            id="folded",
        ),
        pytest.param(
            "# first\r\n" + order(duty()).replace("\n", "\r\n") + "events:\r\n- {of: 2a, what: claimed, source: paper}\r\n", id="CRLF"
        ),
    ],
)
@pytest.mark.parametrize("note", ["plain", "a: b # c", "[sic]", "2026-06-02", "null", "'quoted'", "§ 2 “so” \\n", "- item", "yes"])
def test_every_layout_keeps_its_bytes(run: Run, write: Write, text: str, note: str) -> None:
    folder = write(text)
    file = folder / "0.yaml"
    file.write_bytes(text.encode())
    result = run("record", "eo-1/2a", "partly", "--on", "2026-06", "--source", "shown", "--note", note, "--catalog", folder)
    after = file.read_bytes().decode()
    assert result.status == 0, result.err
    events = run("show", "eo-1/2a", "--catalog", folder, "--as-of", "2026-07-10", "--format", "json").json["obligations"][0]["events"]
    assert [each["note"] for each in events if each["what"] == "partly"] == [note]
    if "events: [" not in text:
        added = without_lines(text, after)
        assert all(line.endswith("\r\n") == ("\r\n" in text) for line in added)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["14409/2d", "announced", "--source", "https://x.gov/y"], "a new source needs --class, --seen, --published"),
        (["14409/2d", "announced", "--source", "nowhere"], "eo-14409 has no source 'nowhere'"),
        (["14409/2d", "announced", "--source", "text", "--class", "primary"], "is the name of a source in the file"),
        (["14409/2d", "announced", "--on", "2026-02-30", "--source", "text"], "--on: '2026-02-30' does not exist in the calendar"),
        (["14409/2d", "finished", "--source", "text"], "'finished' is not one of"),
        (["14409/9z", "announced", "--source", "text"], "no directive '14409/9z'"),
        (["14409", "announced", "--source", "text"], "'14409' is not one directive or trigger"),
        (["14409/2d", "announced", *NEW_SOURCE, "--source", "https://[::1"], "eo-tracker: --source: 'https://[::1' is no URL"),
        (["14409/2d", "announced", *NEW_SOURCE, "--source", "https://"], "--source: 'https://' is no URL"),
        (["14409/2d", "announced", *NEW_SOURCE, "--published", "2026-13"], "--published: '2026-13' does not exist in the calendar"),
        (["14409/2d", "announced", *NEW_SOURCE, "--note", "a\x1b[31mb"], "eo-tracker: --note: character U+001B is not allowed"),
        (["14409/2d", "announced", *NEW_SOURCE, "--title", "a\u202eb"], "eo-tracker: --title: character U+202E is not allowed"),
        (["14409/2d", "announced", "--source", "text", "--class", "primary"], "so --class says nothing new"),
    ],
)
def test_what_is_refused(run: Run, catalog: Path, args: list[str], message: str) -> None:
    before = (catalog / "eo-14409.yaml").read_bytes()
    result = run("record", *args, "--catalog", catalog)
    assert result.status == 2
    assert message in result.err
    assert (catalog / "eo-14409.yaml").read_bytes() == before


def test_what_check_would_refuse_is_refused(run: Run, write: Write) -> None:
    folder = write(order(duty(deadline={"by": "2026-07-01", "every": "1 year"})))
    result = run("record", "eo-1/2a", "completed", "--source", "shown", "--catalog", folder)
    assert result.status == 2
    assert "E305" in result.err
    assert run("record", "eo-1/2a", "completed", "--source", "shown", "--occurrence", "2026-07-01", "--catalog", folder).status == 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(order(duty()) + "...\n", id="the document is ended"),
        pytest.param("".join(f"  {line}\n" for line in order(duty()).splitlines()), id="all is indented"),
        pytest.param(order(duty()) + "events: [\n  {of: 2a, what: claimed, source: paper}, # x\n]\n", id="a remark in a flow list"),
        pytest.param(json.dumps(yaml.safe_load(order(duty()).replace(": 2026", ": x2026"))).replace('"x2026', '"2026'), id="JSON"),
    ],
)
def test_a_layout_that_cannot_be_edited_is_left(run: Run, write: Write, text: str) -> None:
    folder = write(text)
    assert run("list", "--catalog", folder).status == 0
    before = (folder / "0.yaml").read_bytes()
    result = run("record", "eo-1/2a", "claimed", *NEW_SOURCE, "--catalog", folder)
    assert (result.status, (folder / "0.yaml").read_bytes() == before) == (2, True)
    assert result.err == "eo-tracker: the file is laid out in a way that cannot be edited safely; add the event by hand\n"


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
    assert (early.status, "E603 2026-05-19 lies before EO 14409 of 2026-06-02" in early.err) == (2, True)
    assert (catalog / "eo-14409.yaml").read_bytes() == before
    other = run("record", "14409/2f", "occurred", *NEW_SOURCE, "--catalog", catalog)
    assert (other.status, "E615 2f is a duty" in other.err) == (2, True)
    late = [*asked, "--on", "2026-11-20", "--published", "2026-11-20"]
    told = "E510 an event became known on 2026-11-20, after this review"
    shown = run(*late, "--dry-run")
    assert (shown.status, shown.out.splitlines()[-1].startswith("# check: "), shown.out.strip().endswith(told)) == (0, True, True)
    assert run(*late).out.splitlines()[-1].endswith(told)
    assert run("check", catalog).status == 1


def test_the_same_event_is_recorded_once(run: Run, catalog: Path) -> None:
    asked = ["record", "14409/2f", "announced", "--on", "2026-07-14", *NEW_SOURCE, "--catalog", catalog]
    assert run(*asked).out.startswith("Recorded in ")
    before = (catalog / "eo-14409.yaml").read_bytes()
    again = run(*asked)
    assert (again.status, again.out.startswith("Recorded already in "), (catalog / "eo-14409.yaml").read_bytes() == before) == (
        0,
        True,
        True,
    )
    assert run(*asked, "--note", "another").out.startswith("Recorded in ")


def test_a_day_that_lies_ahead_is_said(run: Run, catalog: Path) -> None:
    result = run("record", "14409/2f", "announced", "--on", "2998-01-01", *NEW_SOURCE, "--catalog", catalog)
    assert "2998-01-01 lies ahead; until then the event counts for nothing" in result.out


def test_a_broken_catalog_is_not_written_to(run: Run, catalog: Path) -> None:
    (catalog / "other.yaml").write_text("id: [", encoding="utf-8")
    assert run("record", "14409/2d", "announced", "--source", "text", "--catalog", catalog).status == 2


def test_the_shipped_catalog_is_never_written(run: Run, tmp_path: Path) -> None:
    result = run("record", "14409/2d", "announced", "--source", "text", cwd=tmp_path)
    assert result.status == 2
    assert "the catalog that ships with eo-tracker is not to be written" in result.err


def test_the_catalog_inside_the_installed_package_is_never_written(
    run: Run, catalog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locate, "_PACKAGE", catalog.parent)
    before = {each: each.read_bytes() for each in catalog.iterdir()}
    text = tmp_path / "order.txt"
    text.write_text("Sec. 1. Duty. (a) Within 30 days of the date of this order, the Secretary of War shall act.", encoding="utf-8")
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
        assert "ships with eo-tracker" in result.err
    assert {each: each.read_bytes() for each in catalog.iterdir()} == before


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_stay_what_they_are(run: Run, catalog: Path, end: str) -> None:
    file = catalog / "eo-14409.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", end.encode()))
    assert run("record", "14409/2d", "claimed", "--source", "text", "--note", "told", "--catalog", catalog).status == 0
    after = file.read_bytes()
    assert b"note: told" + end.encode() in after
    assert after.replace(end.encode(), b"").count(b"\r") + after.replace(end.encode(), b"").count(b"\n") == 0


def test_what_has_passed_is_not_said_to_lie_ahead(run: Run, catalog: Path) -> None:
    for on, ahead in (("2026-Q2", False), ("FY2026", False), ("FY2990", True)):
        result = run("record", "14409/2d", "announced", "--on", on, *NEW_SOURCE, "--catalog", catalog, "--note", on)
        assert (result.status, "lies ahead" in result.out) == (0, ahead), result.err


def test_a_trigger_may_be_shortened_as_a_directive_may(run: Run, catalog: Path) -> None:
    told = ["occurred", "--on", "2026-10-01", "--source", "text", "--catalog", catalog, "--dry-run"]
    for name in ("eo-14412/migration-complete", "14412/migration-complete", "EO 14412 migration", "migration-complete"):
        assert "+  - on: 2026-10-01\n+    of: migration-complete\n" in run("record", name, *told).out, name
    assert "did you mean '14412/migration-complete'" in run("record", "14412/mgration-complete", *told).err
    assumed = run("show", "14412/6c", "--assume", "14412/migration=2026-10-01", "--catalog", catalog)
    assert "no order or instrument" not in assumed.err


def test_a_link_out_of_the_catalog_is_refused_and_permissions_stay(run: Run, catalog: Path, tmp_path: Path) -> None:
    file = catalog / "eo-14409.yaml"
    file.chmod(0o640)
    assert run("record", "14409/2d", "claimed", "--source", "text", "--catalog", catalog).status == 0
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
    return [sys.executable, "-m", "eo_tracker", "record", which, "claimed", "--source", "text", "--note", note, "--catalog", str(catalog)]


def test_two_writers_at_once_keep_both_events(catalog: Path) -> None:
    names = ["2a", "2b", "2d", "2e"]
    writers = [
        subprocess.Popen(command(catalog, f"14409/{name}", f"note {name}"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in names
    ]
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    text = (catalog / "eo-14409.yaml").read_text(encoding="utf-8")
    assert all(f"note: note {name}\n" in text for name in names)


# The whole of 200 kills is run by `benchmarks/kill_record.py`; these few guard it in every test run.
@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(catalog: Path, run: Run) -> None:
    file = catalog / "eo-14409.yaml"
    chance = random.Random(14409)
    whole = (CATALOG / "eo-14409.yaml").read_bytes()
    for _ in range(8):
        file.write_bytes(whole)
        writer = subprocess.Popen(command(catalog, "14409/2d", "told"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 0.6))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        after = file.read_bytes()
        assert after == whole or (b"note: told\n" in after and run("check", catalog).status == 0)
    assert run("record", "14409/2e", "claimed", "--source", "text", "--catalog", catalog).status == 0
