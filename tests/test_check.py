"""The linter on the command line: its output, its exit status, and files that are damaged."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path

import pytest
from build import directive, order
from conftest import CATALOG, ROOT, Run, Write
from fuzzing import damaged

from eo_tracker.check import FAMILIES, RULES

WRONG = "deadline: {within: 61 days, of: date}"


@pytest.fixture
def wrong(catalog: Path) -> Path:
    """The shipped catalog with one digit wrong."""
    path = catalog / "eo-14409.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("deadline: {within: 60 days, of: date}", WRONG, 1), encoding="utf-8"
    )
    return catalog


def line_of(path: Path, words: str) -> int:
    return next(
        number
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words in line
    )


def test_a_wrong_digit_is_shown_with_its_line_and_a_caret(run: Run, wrong: Path) -> None:
    result = run("check", wrong)
    line = line_of(wrong / "eo-14409.yaml", WRONG)
    assert (result.status, result.err) == (1, "")
    assert result.lines == [
        f"{wrong / 'eo-14409.yaml'}:{line}:15: E607 the words say 60 days, the rule says 61 days",
        f"        {WRONG}",
        "                  ^",
        "",
        "1 problem: 1 error.",
    ]


def test_silence_when_all_is_well(run: Run) -> None:
    result = run("check", CATALOG)
    assert (result.status, result.out, result.err) == (0, "", "")
    assert run("check", CATALOG, "--fail-on", "info").status == 0


def test_all_faults_of_a_catalog_come_in_one_run(run: Run, write: Write) -> None:
    folder = write(
        order(directive(binds=["nobody"]), directive("2a", quote="within 90 days")),
        "a: b: c\n",
        "id: eo-3\n",
    )
    codes = {each["code"] for each in run("check", folder, "--format", "json").json["findings"]}
    assert {"E401", "E202", "E607", "E101", "E113"} <= codes


def test_what_is_right_of_a_file_is_checked_beside_what_is_wrong(run: Run, write: Write) -> None:
    wrong, late = directive("2a", titel="x"), directive("2c", cite="2(c)", quote="within 90 days")
    chained = directive("2b", cite="2(b)", deadline={"within": "3 days", "of": "2a"})
    folder = write(order(wrong, chained, late, colour="red"))
    found = run("check", folder, "--select", "E1,E3,E6", "--format", "json").json["findings"]
    assert sorted(each["code"] for each in found) == ["E112", "E112", "E607"]
    # The chain through the directive that was not read is not a fault, and places are those of the
    # file.
    (digit,) = (each for each in found if each["code"] == "E607")
    path = folder / "0.yaml"
    assert line_of(path, "within 90 days") > digit["line"] > line_of(path, "id: 2c")


def test_a_broken_file_does_not_make_others_wrong(run: Run, catalog: Path) -> None:
    for name in ("eo-14409.yaml", "agencies.yaml"):
        kept = (catalog / name).read_text(encoding="utf-8")
        (catalog / name).write_text(kept + "\n{", encoding="utf-8")
        result = run("check", catalog)
        assert {line.split(": ")[1][:4] for line in result.lines if f"{name}:" in line} == {"E101"}
        assert result.lines[-1] == "1 problem: 1 error.", result.out
        (catalog / name).write_text(kept, encoding="utf-8")


def test_what_is_not_read_is_told(run: Run, catalog: Path) -> None:
    (catalog / "new").mkdir()
    (catalog / "notes.txt").write_text("x", encoding="utf-8")
    (catalog / "eo-14409.md").write_text("the text of the order", encoding="utf-8")
    (catalog / "README.md").write_text("x", encoding="utf-8")
    result = run("check", catalog)
    assert (result.status, result.lines[-1]) == (0, "2 problems: 2 warnings.")
    assert f"{catalog.as_posix()}/new: E117 this folder is not read" in result.out
    assert f"{catalog.as_posix()}/notes.txt: E117 this file is not read" in result.out


def test_an_event_names_a_date_that_its_directive_has(run: Run, write: Write) -> None:
    yearly = directive(deadline={"within": "30 days", "of": "date", "every": "1 year"})
    events = [
        {"of": "2a", "what": "announced", "occurrence": day, "source": "shown"}
        for day in ("2026-07-02", "2030-07-02", "2027-07-03")
    ]
    found = run(
        "check", write(order(yearly, events=events)), "--select", "E604", "--format", "json"
    ).json["findings"]
    assert [each["message"] for each in found] == [
        "eo-1/2a is due every 1 year from 2026-07-02, but not on 2027-07-03"
    ]


@pytest.mark.parametrize(
    ("within", "quote", "fits"),
    [
        ("75 days", "within seventy-five days", True),
        ("75 days", "within seventy-six days", False),
        ("180 days", "no later than one hundred and eighty (180) calendar days", True),
        ("10 business days", "within ten working days", True),
        ("10 business days", "within ten days", False),
        ("10 days", "within ten business days", False),
        ("1 year", "within a year", True),
        ("1 month", "within the next month", True),
        ("5 days", "within twenty-five days", False),
        ("25 days", "in section 7(a), within twenty five days", True),
    ],
)
def test_a_number_in_the_quoted_words_may_be_spelled(
    run: Run, write: Write, within: str, quote: str, fits: bool
) -> None:
    folder = write(order(directive(deadline={"within": within, "of": "date"}, quote=quote)))
    assert run("check", folder, "--select", "E607").status == (0 if fits else 1)


def test_an_amendment_is_held_against_what_was_amended_before(run: Run, write: Write) -> None:
    def sets(id: str, dated: str, days: int) -> str:  # noqa: A002
        change = {"deadline": {"within": f"{days} days", "of": "date"}}
        return order(
            id=id,
            dated=dated,
            effects=[{"does": "amends", "on": "eo-1/2a", "set": change, "cite": "1"}],
        )

    longer, shorter = sets("eo-2", "2026-06-10", 60), sets("eo-3", "2026-06-20", 30)
    assert run("check", write(order(directive()), longer, shorter), "--select", "E609").status == 0
    again = run(
        "check",
        write(order(directive()), longer, sets("eo-3", "2026-06-20", 60)),
        "--select",
        "E609",
        "--fail-on",
        "warning",
    )
    assert (again.status, again.out.count("E609")) == (1, 1)
    assert "2.yaml" in again.out


def test_a_party_is_named_as_the_registry_does(run: Run, catalog: Path) -> None:
    path = catalog / "eo-14409.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("binds: [dhs via cisa]", "binds: [homeland-security]", 1), encoding="utf-8"
    )
    assert (
        "E401 unknown party 'homeland-security'; the registry calls it 'dhs'"
        in run("check", catalog).out
    )
    path.write_text(text.replace("binds: [dhs via cisa]", "binds: [DHS]", 1), encoding="utf-8")
    assert (
        "'DHS' is not a name; use lower-case letters, digits and hyphens: 'dhs'"
        in run("check", catalog).out
    )


def test_a_single_file_is_checked_in_its_catalog(run: Run, wrong: Path) -> None:
    (wrong / "eo-14412.yaml").write_text("{", encoding="utf-8")
    result = run("check", wrong / "eo-14409.yaml")
    assert [line.split(": ")[1][:4] for line in result.lines if ".yaml:" in line] == ["E607"]
    alone = wrong.parent / "alone.yaml"
    alone.write_text((wrong / "eo-14409.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert {
        each["code"]
        for each in run("check", alone, "--select", "E1,E4", "--format", "json").json["findings"]
    } == {"E111"}


def test_select_ignore_and_fail_on(run: Run, write: Write) -> None:
    folder = write(order(directive(binds=[], quote="within 90 days")))
    every = run("check", folder, "--format", "json").json
    assert every["counts"]["error"] == 1
    assert {
        each["code"]
        for each in run("check", folder, "--select", "E6", "--format", "json").json["findings"]
    } == {"E607"}
    assert run("check", folder, "--ignore", "E607").status == 0
    assert run("check", folder, "--ignore", "E607", "--fail-on", "warning").status == 1
    assert run("check", folder, "--select", "X1").status == 2
    assert "no rule begins with 'X1'" in run("check", folder, "--select", "X1").err


def test_a_silence_with_a_reason_is_kept(run: Run, write: Write) -> None:
    text = order(directive(quote="within 90 days"), coverage="complete")
    quiet = text.replace(
        "  deadline:", "  # allow E607: the text was corrected by a notice\n  deadline:"
    )
    silent = run("check", write(quiet), "--select", "E6,E905,E906", "--fail-on", "info")
    assert (silent.status, silent.out) == (0, "")
    unreasoned = run(
        "check",
        write(quiet.replace(": the text was corrected by a notice", "")),
        "--select",
        "E6,E9",
        "--format",
        "json",
    )
    assert {"E607", "E905"} <= {each["code"] for each in unreasoned.json["findings"]}
    before_entry = text.replace(
        "- id: 2a", "# allow E607: the text was corrected by a notice\n- id: 2a"
    )
    assert run("check", write(before_entry), "--select", "E6").status == 0
    elsewhere = f"# allow E101: no\n{text}"
    assert "E906 E101 cannot be suppressed" in run("check", write(elsewhere)).out


def test_github_annotations(run: Run, wrong: Path) -> None:
    line = line_of(wrong / "eo-14409.yaml", WRONG)
    result = run("check", wrong, "--format", "github")
    file = str(wrong / "eo-14409.yaml").replace(":", "%3A").replace(",", "%2C")
    assert result.lines == [
        f"::error file={file},line={line},col=15,title=E607 not-in-quote"
        "::the words say 60 days, the rule says 61 days"
    ]


def test_sarif_has_what_code_scanning_reads(run: Run, wrong: Path) -> None:
    log = run("check", wrong, "--format", "sarif").json
    (result,) = log["runs"][0]["results"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "E607", "error")
    assert log["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "E607"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": line_of(wrong / "eo-14409.yaml", WRONG), "startColumn": 15}


def test_list_and_explain(run: Run) -> None:
    assert any(
        line.startswith("E607  error    not-in-quote") for line in run("check", "--list").lines
    )
    assert run("check", "--explain", "e607").out.startswith("## E607 not-in-quote\n")
    assert run("check", "--explain", "E999").status == 2


def test_families_are_listed_and_explained(run: Run) -> None:
    lines = run("check", "--list").lines
    assert [line for line in lines if re.match(r"E\d ", line)] == [
        f"{family.prefix} {family.title}: {family.sentence}" for family in FAMILIES
    ]
    assert sorted(line[:4] for line in lines if re.match(r"E\d{3}  ", line)) == [*RULES]
    page = run("check", "--explain", "e7").lines
    assert page[0] == "## E7 Official text"
    assert any(line.startswith("- E703 quote-not-found: ") for line in page)


@pytest.mark.parametrize(
    ("quote", "rule", "message"),
    [
        (
            "within 60 days",
            {"within": "30 days", "of": "date"},
            "the words say 60 days, the rule says 30 days",
        ),
        (
            "within 60 days, and again within 90 days",
            {"within": "30 days", "of": "date"},
            "the words say 60 days and 90 days, the rule says 30 days",
        ),
        (
            "without delay",
            {"within": "30 days", "of": "date"},
            "the words do not say 30 days",
        ),
        (
            "Within 30 days of June 5, 2026",
            {"within": "30 days", "of": "date"},
            "the words count from June 5, 2026, the rule counts from the date of the instrument",
        ),
        (
            "annually",
            {"by": "2026-12-31", "every": "2 years"},
            'the words say "annually", the rule says every 2 years',
        ),
        (
            "by December 31, 2026, and annually through 2028",
            {"by": "2026-12-31", "every": "1 year", "until": "2030-12-31"},
            "the words end on December 31, 2028, the rule ends on December 31, 2030",
        ),
        (
            "by December 31, 2026, and annually thereafter",
            {"every": "1 year"},
            'the words give the first date ("december 31, 2026"), the rule does not',
        ),
    ],
)
def test_a_message_says_what_the_words_say_and_what_the_rule_says(
    run: Run, write: Write, quote: str, rule: dict[str, str], message: str
) -> None:
    folder = write(order(directive(quote=quote, deadline=rule)))
    answer = run("check", folder, "--select", "E6", "--format", "json").json
    assert message in [finding["message"] for finding in answer["findings"]]


def test_an_id_never_goes_and_is_never_reused(run: Run, catalog: Path) -> None:
    def git(*args: str) -> None:
        subprocess.run(
            ["git", "-C", catalog.parent, "-c", "user.name=A", "-c", "user.email=a@b.c", *args],
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "x")
    path = catalog / "eo-14409.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("  - id: 2c-iii"), text.index("  - id: 2d\n")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    gone = run("check", catalog, "--rev", "HEAD")
    assert (
        "E203 eo-14409/2c-iii is gone; keep it, with 'entered-in-error' and the reason" in gone.out
    )
    assert run("check", catalog).status == 0
    reused = (
        text[start:end]
        .replace("2(c)(iii)", "2(g)")
        .replace("dhs via cisa", "omb")
        .replace("title: Issue", "title: Another")
    )
    path.write_text(text[:start] + reused + text[end:], encoding="utf-8")
    assert (
        "E204 eo-14409/2c-iii was § 2(c)(iii) for others"
        in run("check", catalog, "--rev", "HEAD").out
    )
    path.write_text(
        text.replace("  - id: 2d\n", "    entered-in-error: It repeats another.\n\n  - id: 2d\n"),
        encoding="utf-8",
    )
    assert run("check", catalog, "--rev", "HEAD").status == 0


def test_the_clock_is_asked_only_when_told(run: Run, write: Write) -> None:
    event = {"of": "2a", "what": "announced", "on": "2027-01-05", "source": "later"}
    folder = write(
        order(directive(), directive("2b", cite="2(b)"), events=[event], searched="2026-06-30")
    )
    assert "E80" not in run("check", folder).out
    out = run("check", folder, "--strict-as-of", "2026-12-01").out
    assert "E801 eo-1/2b was due on 2026-07-02; its record was not searched since" in out
    assert "E802 2027-01-05 is after 2026-12-01" in out


@pytest.mark.parametrize(
    ("searched", "as_of", "found"),
    [
        ("2026-07-01", "2026-07-02", False),  # it is due today
        ("2026-07-01", "2026-07-03", True),
        ("2026-07-02", "2026-07-03", False),
        ("2026-07-02", "2027-07-03", False),
        (None, "2026-07-03", True),
    ],
)
def test_a_date_that_passed_unsearched_is_an_error_the_next_day(
    run: Run, write: Write, searched: str | None, as_of: str, found: bool
) -> None:
    text = order(directive(), searched=searched)
    result = run("check", write(text), "--strict-as-of", as_of, "--select", "E8")
    assert (result.status, "E801" in result.out) == ((1, True) if found else (0, False))


@pytest.mark.parametrize("seed", range(50))
def test_damage_gives_findings_and_never_a_traceback(run: Run, catalog: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(10):
        path = chance.choice(sorted(catalog.iterdir()))
        kept = path.read_bytes()
        path.write_bytes(damaged(kept, chance))
        result = run("check", catalog, "--format", "json")
        assert (result.status in (0, 1), result.err) == (True, ""), seed
        assert all(
            each["line"] is None or each["line"] > 0 for each in json.loads(result.out)["findings"]
        )
        path.write_bytes(kept)


def test_the_repository_checks_itself() -> None:
    assert "eo-tracker check obligations" in (
        ROOT / ".github" / "workflows" / "test.yml"
    ).read_text(encoding="utf-8")


def test_beyond_a_number_the_findings_are_counted_by_rule(run: Run, write: Write) -> None:
    entries = [directive(f"d{number}", binds=[]) for number in range(150)]
    folder = write(order(*entries))
    every = run("check", folder).out
    assert run("check", folder, "--max", "all").out == every
    shown = run("check", folder, "--max", "100").out
    total = every.splitlines()[-1]
    assert shown.splitlines()[-1] == total
    assert every.count("0.yaml:") > 100
    assert shown.count("0.yaml:") == 100
    assert "Not shown (--max all shows them), by rule:" in shown
    none = run("check", folder, "--max", "0")
    assert (none.out.count("0.yaml:"), none.out.splitlines()[-1]) == (0, total)
    assert run("check", folder, "--max", "few").status == 2
