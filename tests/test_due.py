"""The morning's screen: the fixed points of EO 14409, and what is hidden, counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from build import directive, order
from conftest import Run

Write = Callable[..., Path]
FIRST = ["2a", "2b", "2c-i", "2c-ii", "2c-iii", "2d", "2e"]
SECOND = ["2f", "3a", "3a-determination", "3b"]


def ids(rows: list[dict[str, str]]) -> list[str]:
    return [row["id"].removeprefix("eo-14409/") for row in rows]


def test_a_week_after_the_order(run: Run) -> None:
    answer = run(
        "due", "--within", "30d", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json"
    ).json
    rows = answer["obligations"]
    assert ids(rows) == FIRST
    assert {(row["due"], row["weekday"], row["days_left"], row["status"]) for row in rows} == {
        ("2026-07-02", "Thursday", 23, "upcoming")
    }
    assert answer["hidden"] == {
        "earlier": 0,
        "later": 4,
        "undated": 2,
        "settled": 0,
        "occurrences": 0,
        "by_status": {},
    }


def test_the_screen_a_week_after_the_order(run: Run) -> None:
    screen = run("due", "--within", "30d", "--order", "eo-14409", "--as-of", "2026-06-09")
    assert screen.status == 0
    assert screen.err == ""
    assert screen.lines[0] == "Thursday, July 2, 2026, 23 days left"
    assert (
        screen.lines[1]
        == "  EO 14409 § 2(a)       CNSS              Prioritize the cyber defense of national security systems"
    )
    assert "4 more are due after Thursday, July 9, 2026." in screen.lines
    assert "2 have no date." in screen.lines
    assert screen.lines[-1].startswith("Catalog: obligations, version ")
    assert "As of Tuesday, June 9, 2026." in screen.out


def test_due_today(run: Run) -> None:
    answer = run(
        "due", "--within", "0d", "--order", "eo-14409", "--as-of", "2026-07-02", "--format", "json"
    ).json
    assert set(ids(answer["obligations"])) >= set(FIRST) - {"2c-i"}
    assert {row["status"] for row in answer["obligations"]} == {"due-today"}


def test_four_days_after(run: Run) -> None:
    answer = run("due", "--order", "eo-14409", "--as-of", "2026-07-06", "--format", "json").json
    passed = [row for row in answer["obligations"] if row["days_left"] < 0]
    coming = [row for row in answer["obligations"] if row["days_left"] >= 0]
    assert set(ids(passed)) >= set(FIRST) - {"2c-i"}
    assert {(row["days_left"], row["status"]) for row in passed} == {(-4, "past-due")}
    assert ids(coming) == SECOND
    assert {(row["due"], row["weekday"], row["business_day"]) for row in coming} == {
        ("2026-08-01", "Saturday", False)
    }


def test_the_screen_four_days_after(run: Run) -> None:
    screen = run("due", "--order", "eo-14409", "--as-of", "2026-07-06").out
    assert (
        "Thursday, July 2, 2026, 4 days ago: past due; no public record of completion found"
        in screen.splitlines()
    )
    assert screen.count("Record searched through this date.") == 1
    assert (
        "Saturday, not a business day. Nearest business days: Friday, July 31 and Monday, August 3."
        in screen
    )


def test_only_a_search_that_differs_is_beside_a_date(run: Run, write: Write) -> None:
    folder = write(
        order(directive(), searched="2026-10-10", where="White House documents"),
        order(directive(), id="eo-2", searched="2026-10-10", where="agency pages"),
        order(directive(), id="eo-3", searched="2026-08-01"),
    )
    screen = run("due", "--past", "all", "--catalog", folder, "--as-of", "2026-11-20").out
    headings = [line for line in screen.splitlines() if line.startswith("Thursday, July 2")]
    extents = [line.partition("found")[2] for line in headings]
    assert extents[0] == ""
    assert "2026-10-10; agency pages" in extents[1]
    assert "2026-08-01" in extents[2]
    assert screen.count("White House documents") == 1
    assert "EO 3: searched only through 2026-08-01." in screen


def test_what_passed_long_ago_is_one_line(run: Run) -> None:
    short = run("due", "--order", "eo-14409", "--as-of", "2026-08-20").lines
    assert sum("past due with no completion found; --past all" in line for line in short) == 1
    assert not any("§ 2(a)" in line for line in short)
    opened = run("due", "--order", "eo-14409", "--as-of", "2026-08-20", "--past", "all").out
    assert "§ 2(a)" in opened
    assert "--past all" not in opened


def test_before_the_order(run: Run) -> None:
    screen = run("due", "--order", "eo-14409", "--as-of", "2026-06-01")
    assert screen.status == 0
    assert "Nothing is due from Monday, June 1, 2026 to Wednesday, July 1, 2026." in screen.out
    assert "EO 14409 had not been issued yet; it is dated Tuesday, June 2, 2026." in screen.out
    assert (
        run("due", "--order", "eo-14409", "--as-of", "2026-06-01", "--within", "0d").lines[0]
        == "Nothing is due on Monday, June 1, 2026."
    )


def test_days_have_names(run: Run) -> None:
    today, around = (
        run("due", "--as-of", "today", "--format", "json").json["as_of"],
        {"yesterday": "-1d", "Tomorrow": "+1d"},
    )
    for name, way in around.items():
        named = run("due", "--as-of", name, "--format", "json").json["as_of"]
        assert named == run("due", "--as-of", way, "--format", "json").json["as_of"] != today
    assert "today" not in run("diff", "yesterday", "--summary").err


@pytest.mark.parametrize("columns", [40, 60, 80, 160])
def test_every_width_shows_every_row_within_it(run: Run, columns: int) -> None:
    screen = run("due", "--order", "eo-14409", "--as-of", "2026-06-09", columns=columns)
    assert all(len(line) <= columns for line in screen.lines)
    for pinpoint in (
        "§ 2(a)",
        "§ 2(b)",
        "§ 2(c)(i)",
        "§ 2(c)(ii)",
        "§ 2(c)(iii)",
        "§ 2(d)",
        "§ 2(e)",
    ):
        assert f"EO 14409 {pinpoint}" in screen.out


def test_a_pipe_gets_no_colour_and_no_box(run: Run) -> None:
    for command in (
        ["due", "--as-of", "2026-06-09"],
        ["list"],
        ["show", "eo-14409"],
        ["explain", "eo-14409/2f"],
        ["agencies"],
    ):
        out = run(*command).out
        assert "\x1b" not in out
        assert not any(char in out for char in "─│┃━┏┓╭╮")


def test_the_forms_of_an_answer(run: Run) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(
                run("due", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "csv").out
            )
        )
    )
    assert [row["id"] for row in rows] == [f"eo-14409/{each}" for each in FIRST]
    assert rows[2]["bound"] == "DHS through CISA"
    assert rows[2]["consulted"] == "OMB; APNSA; NCD"
    page = run("due", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "md").out
    assert "| Thursday, July 2, 2026, 23 days left | EO 14409 § 2(d) | Treasury |" in page


def test_the_same_question_gives_the_same_bytes(run: Run) -> None:
    for form in ("table", "json", "csv", "md"):
        first, second = (
            run("due", "--as-of", "2026-06-09", "--format", form).out for _ in range(2)
        )
        assert first == second


def test_out_writes_what_the_screen_would_show(run: Run, tmp_path: Path) -> None:
    shown = run("list", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json").out
    target = tmp_path / "list.json"
    assert (
        run(
            "list",
            "--order",
            "eo-14409",
            "--as-of",
            "2026-06-09",
            "--format",
            "json",
            "--out",
            target,
        ).out
        == ""
    )
    assert target.read_text(encoding="utf-8") == shown


def test_the_forms_for_clients_keep_the_doubts_of_the_screen(run: Run) -> None:
    """Another reading, a grace period, what is waited for, who is reached, and which of two
    entries at one pinpoint is meant.
    """
    asked = ("due", "--past", "all", "--within", "90d", "--as-of", "2026-11-23")
    screen, page = run(*asked).out, run(*asked, "--format", "md").out
    for words in (
        "another reading or source gives Sunday, August 9, 2026",
        "grace until Sunday, March 7, 2027",
        "waits for § 6(b)(iii) [6b-iii]",
        "[4d-war]",
    ):
        assert words in screen
        assert words.replace("[", "\\[").replace("]", "\\]") in page
    rows = {
        each["id"]: each for each in csv.DictReader(io.StringIO(run(*asked, "--format", "csv").out))
    }
    assert rows["bod-26-04/phase-2"]["alternatives"] == "2026-08-09"
    assert rows["nspm-12/6b-iii-harmonize"]["waits_for"] == "nspm-12/6b-iii"
    assert any("by " in each["reaches"] for each in rows.values())


def test_a_projection_is_not_counted_as_passed(run: Run) -> None:
    asked = ("--as-of", "2026-11-23", "--format", "json")
    hidden = run("due", "--within", "30d", *asked).json["hidden"]
    passed = run("list", "--status", "past-due", *asked).json["obligations"]
    assert hidden["earlier"] == len(passed)


def test_an_answer_never_takes_the_place_of_a_catalog_file(run: Run, catalog: Path) -> None:
    file = catalog / "eo-14409.yaml"
    before = file.read_bytes()
    link = catalog.parent / "answer.txt"
    link.symlink_to(file)
    commands = (
        ("due", "--catalog", catalog),
        ("list", "--catalog", catalog),
        ("diff", "2026-06-10"),
        ("check", catalog),
        ("schema",),
    )
    for command in commands:
        for out in (file, link, catalog / "new.yml"):
            result = run(*command, "--out", out)
            assert result.status == 2, command
            assert f"--out: {out.as_posix()} is named like a catalog file" in result.err
    assert file.read_bytes() == before
    assert not (catalog / "new.yml").exists()


def test_a_window_of_ones_own(run: Run) -> None:
    ahead = run("due", "--as-of", "2026-06-09", "--from", "2026-07-15", "--format", "json").json
    assert ahead["window"] == {"since": "2026-07-15", "until": "2026-08-14"}
    assert {each["due"] for each in ahead["obligations"]} >= {"2026-08-01"}
    back = run("due", "--as-of", "2026-11-23", "--to", "2026-07-03")
    assert "Thursday, July 2, 2026, 144 days ago" in back.out
    assert "Nothing" not in back.out
    assert (
        "Nothing was due from Thursday, June 11, 2026 to Thursday, June 18, 2026."
        in run("due", "--as-of", "2026-11-23", "--to", "2026-06-18").out
    )
    assert (
        "# Due from Wednesday, July 15, 2026 to Friday, August 14, 2026"
        in run("due", "--as-of", "2026-06-09", "--from", "2026-07-15", "--format", "md").out
    )
    assert (
        "Nothing is due from Monday, January 1, 2029 to Wednesday, January 31, 2029."
        in run("due", "--as-of", "2026-06-09", "--from", "2029-01-01").out
    )


def test_a_spreadsheet_in_a_file_is_read_as_utf_8(run: Run, tmp_path: Path) -> None:
    for command in (["list"], ["due"], ["show", "eo-14409"], ["agencies"]):
        asked = (*command, "--as-of", "2026-06-09", "--format", "csv")
        file = tmp_path / "x.csv"
        assert run(*asked, "--out", file).status == 0
        shown = run(*asked).out
        assert not shown.startswith("\ufeff")
        assert file.read_bytes() == b"\xef\xbb\xbf" + shown.encode()
    assert run("list", "--format", "json", "--out", tmp_path / "x.json").status == 0
    assert (tmp_path / "x.json").read_bytes().startswith(b"{")


def test_a_row_has_its_proof(run: Run) -> None:
    for command in (["list", "--order", "eo-14409"], ["show", "eo-14409/2f"]):
        text = run(*command, "--as-of", "2026-06-09", "--format", "csv").out
        row = next(
            each for each in csv.DictReader(io.StringIO(text)) if each["id"] == "eo-14409/2f"
        )
        assert (row["cite"], row["quoted_words"], row["as_of"]) == (
            "2(f)",
            "Within 60 days of the date of this order",
            "2026-06-09",
        )
        assert row["how_counted"] == (
            "Counted: from Tuesday, June 2, 2026, the date on the order (day 0), 60 calendar days. Not from publication (Friday, June 5), "
            "which would give Tuesday, August 4. Saturday: The order has no weekend or holiday rule; "
            "the date is not extended. Nearest business days: Friday, July 31 and Monday, August 3."
        )
        assert row["source"] == "White House page, primary, seen in full, 2026-06-02"
        assert row["link"].startswith("https://www.whitehouse.gov/")


# words, days and offices as hands type them


def found(run: Run, *args: str) -> list[str]:
    rows = run(*args, "--as-of", "2026-07-01", "--format", "json").json["obligations"]
    return [row["id"] for row in rows]


@pytest.mark.parametrize(
    ("words", "options"),
    [
        (["cisa"], ["--agency", "cisa"]),
        (["14409"], ["--order", "eo-14409"]),
        (["14409", "cisa"], ["--order", "eo-14409", "--agency", "cisa"]),
        (["EO 14409", "nspm-12"], ["--order", "eo-14409", "--order", "nspm-12"]),
        (["Department of Commerce"], ["--agency", "commerce"]),
    ],
)
def test_words_are_orders_or_offices(run: Run, words: list[str], options: list[str]) -> None:
    for command in ("list", "due"):
        assert found(run, command, *words) == found(run, command, *options)
    assert found(run, "list", *words)


def test_a_word_that_is_neither(run: Run) -> None:
    wrong = run("list", "cissa")
    assert (wrong.status, wrong.out) == (2, "")
    assert "'cissa' is not an order or office of the catalog; did you mean 'cisa', " in wrong.err


@pytest.mark.parametrize("typed", ["12/7/2026", "Dec 7, 2026", "December 7, 2026", "dec. 7, 2026"])
def test_a_day_as_american_attorneys_write_it(run: Run, typed: str) -> None:
    assert run("list", "--as-of", typed, "--format", "json").json["as_of"] == "2026-12-07"


def test_a_day_that_does_not_exist_is_refused(run: Run) -> None:
    assert run("list", "--as-of", "2/30/2026").status == 2


def test_an_option_that_looks_back_needs_no_sign(run: Run) -> None:
    day = ("--as-of", "2026-07-20", "--format", "json")
    plain, signed = (run("list", "--changed-since", each, *day).json for each in ("2w", "-2w"))
    assert plain == signed


def test_a_cite_with_a_comma_and_a_section(run: Run) -> None:
    assert "ID          eo-14409/2d" in run("show", "EO 14409, Sec. 2(d)").out


def test_who_asks_for_a_status_asks_for_all_that_have_it(run: Run) -> None:
    day = ("--as-of", "2026-11-01", "--format", "json")
    shown = run("due", "--status", "past-due", *day).json
    assert len(shown["obligations"]) > 10
    assert shown["hidden"]["earlier"] == 0
    assert run("due", "--status", "past-due", "--past", "7d", *day).json["hidden"]["earlier"] > 0


def test_reach_in_the_singular_says_why_and_until_when(run: Run) -> None:
    shown = run("list", "--reach", "provider", "--as-of", "2026-07-01").out
    assert "(reaches cloud providers by certification)" in shown
    assert "(grace until Sunday, March 7, 2027)" in shown
    assert "grace until" not in run("list", "--as-of", "2026-07-01").out


def test_one_screen_for_an_agency(run: Run) -> None:
    day = ("--as-of", "2026-07-20")
    shown = run("show", "cisa", *day)
    assert (shown.status, shown.out.partition("\n")[0]) == (
        0,
        "CISA: Cybersecurity and Infrastructure Security Agency",
    )
    answer = run("show", "cisa", *day, "--format", "json").json
    parts = [answer[key] for key in ("must_act", "must_act_in_a_group", "other_roles")]
    assert [row["id"] for row in answer["obligations"]] == [key for part in parts for key in part]
    listed = run("list", "--agency", "cisa", *day, "--format", "json").json["obligations"]
    assert {row["id"] for row in listed} == {row["id"] for row in answer["obligations"]}
    assert all(
        "cisa" in row["binds"] + row["through"]
        for row in answer["obligations"]
        if row["id"] in answer["must_act"]
    )
    assert run("show", "cisa", *day, "--format", "md").out.count("## ") == 3
    assert run("show", "cisa", *day, "--format", "csv").out.count("\n") == len(listed) + 1
