"""What was found by trying to break the program, and must not come back."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from build import directive, order
from conftest import CATALOG, ROOT, Run, Write
from cost import moment, moments
from forms import pasted
from orders import SOURCE

PROGRAM = [sys.executable, "-m", "eo_tracker"]
posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        ("note:\n  " + "? " * 100_000 + "x", "E105"),
        ("note:\n  " + "-  " * 5_000 + "x", "E105"),
        ("note: " + "[" * 100_000, "E105"),
        ("note: " + "{a: " * 10_000, "E105"),
        ("note: [" + "a, " * 500_000 + "]", "E108"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "E103"),
        ("note: !!python/object/apply:os.system [ls]", "E104"),
        ("note: a\x07b", "E116"),
        ("note: a\x00b", "E116"),
        ("".join(f"k{number}: x\n" for number in range(1_000_000)), "E108"),
        ("".join(" " * depth + "a:\n" for depth in range(10_000)), "E108"),
        ("".join(" " * depth + "a:\n" for depth in range(2_000)), "E105"),
        ("note:\n\t- a", "E101"),
        ("note: a\u2028b", "E116"),
        ("note: a\u202eb", "E116"),
        ('note: "\\e[31m"', "E116"),
        ('note: "a\\u202Eb"', "E116"),
    ],
    ids=[
        "keys",
        "dashes",
        "brackets",
        "braces",
        "values",
        "aliases",
        "tags",
        "bell",
        "nul",
        "million",
        "deep",
        "deeper",
        "tab",
        "separator",
        "bidi",
        "escape",
        "escaped-bidi",
    ],
)
def test_yaml_that_would_hurt(run: Run, write: Write, tail: str, code: str) -> None:
    folder = write(order(directive()) + tail + "\n")
    with moment():
        result = run("check", folder)
    assert result.status == 1
    assert f" {code} " in result.out
    assert "\x1b" not in result.out
    assert all(
        part.isdigit()
        for part in result.lines[0].split(".yaml:")[1].split(" ")[0].strip(":").split(":")
        if code != "E108"
    )


def test_places_after_windows_line_ends(run: Run, write: Write) -> None:
    text = order(directive(binds=["nobody"])).replace("\n", "\r\n")
    folder = write("")
    (folder / "0.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    line = 1 + text[: text.index("nobody")].count("\r\n")
    assert f"0.yaml:{line}:" in run("check", folder).out


def test_other_encodings_are_named(run: Run, write: Write) -> None:
    folder = write(order(directive()))
    (folder / "0.yaml").write_bytes(order(directive()).encode("utf-16"))
    assert (
        "0.yaml:1:1: E110 the file is not UTF-8 text; it looks like UTF-16"
        in run("check", folder).out
    )
    (folder / "0.yaml").write_bytes(order(directive()).encode() + b"note: caf\xe9\n")
    assert "E110 the file is not UTF-8 text" in run("check", folder).out


@posix
def test_things_that_are_no_files(run: Run, write: Write) -> None:
    folder = write(order(directive()))
    os.mkfifo(folder / "a.yaml")
    (folder / "b.yaml").symlink_to(folder / "b.yaml")
    (folder / "c.yml").write_text("x")
    out = run("check", folder).out
    assert "a.yaml: E109 this is not a regular file" in out
    assert "b.yaml: E109" in out
    assert "c.yml: E115 the name of a catalog file ends in .yaml; rename the file" in out


def test_ten_thousand_wrong_references_are_all_told_quickly(run: Run, write: Write) -> None:
    with moment(2):
        result = run(
            "check",
            write(
                order(
                    *(
                        directive(f"d{each}", deadline={"within": "3 days", "of": f"x{each}"})
                        for each in range(2_000)
                    )
                )
            ),
        )
    assert result.lines[-1].startswith("2,006 problems: 2,000 errors, ")


def peak(*args: str | Path) -> tuple[int, float, int, str]:
    """Exit status, moments of CPU, MiB and standard output of the program in a process of its own."""
    measured = "import resource as r, subprocess as s, sys; p = s.run(sys.argv[1:]); u = r.getrusage(r.RUSAGE_CHILDREN); "
    measured += "print(p.returncode, u.ru_utime + u.ru_stime, u.ru_maxrss // 1024, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", measured, *PROGRAM, *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    status, seconds, size = done.stderr.splitlines()[-1].split()
    return int(status), moments(float(seconds)), int(size), done.stdout


HEAD = "id: eo-1\nkind: executive-order\nnumber: 1\ntitle: T\ndated: 2026-06-02\nsources: {text: {class: primary, seen: full}}\n"
DIRECTIVE = "cite: 2(a), title: T, summary: S, binds: [omb]"
MANY = ", ".join(f"x{each}" for each in range(90))
HOSTILE: dict[str, Callable[[], str]] = {
    "no-directives": lambda: (
        "directives:\n" + "".join(f"- a{each}: b\n" for each in range(130_000))
    ),
    "empty-directives": lambda: "directives:\n" + "- {}\n" * 390_000,
    "unknown-keys": lambda: "".join(f"k{each}: b\n" for each in range(195_000)),
    "long-lists": lambda: f"directives:\n- {{{DIRECTIVE}, covers: [{'{}, ' * 390_000}]}}\n",
    "deep-alternatives": lambda: (
        f"directives:\n- {{{DIRECTIVE}, deadline: {{earliest: [{'{}, ' * 9_000}]}}}}\n" * 20
    ),
    "doubled-keys": lambda: "directives:\n" + "- {a: 1, a: 2}\n" * 95_000,
    "unknown-parties": lambda: (
        "directives:\n" + f"- {{id: d, {DIRECTIVE.replace('omb', MANY)}}}\n" * 3_900
    ),
    "unknown-clocks": lambda: (
        "directives:\n"
        + "".join(
            f"- {{id: d{each}, {DIRECTIVE}, deadline: {{within: 3 days, of: z}}}}\n"
            for each in range(25_000)
        )
    ),
}


@posix
@pytest.mark.parametrize("form", HOSTILE)
def test_a_file_at_the_limits_takes_its_share_of_time_and_memory(write: Write, form: str) -> None:
    folder = write(order(directive()))
    (folder / "eo-1.yaml").write_text(HEAD + HOSTILE[form](), encoding="utf-8")
    status, spent, size, out = peak("check", folder)
    assert (status, spent < 2, size < 430) == (1, True, True), (spent, size)
    assert len(re.findall(r"eo-1\.yaml:\d+:\d+: E", out)) <= 10_001


@posix
@pytest.mark.parametrize("pinpoint", ["", "(a) "])
@pytest.mark.parametrize("form", [["--explain"], ["--format", "yaml"]])
def test_a_text_of_nothing_but_duties_takes_its_share_of_time(
    tmp_path: Path, pinpoint: str, form: list[str]
) -> None:
    sentence = f"{pinpoint}Within 30 days of the date of this order, the Secretary of War shall act and report.{chr(10) if pinpoint else ' '}"
    (tmp_path / "order.txt").write_text(
        f"Executive Order\nJune 2, 2026\nSec. 1. Directives. {sentence * 9_000}", encoding="utf-8"
    )
    status, spent, size, out = peak("extract", tmp_path / "order.txt", *form)
    assert (status, spent < 2.4, size < 400) == (0, True, True), (spent, size)
    assert out.count("2026-07-02" if "--explain" in form else "within: 30 days") == 9_000


@posix
def test_amendments_of_a_long_chain_take_their_share_of_time(write: Write) -> None:
    number = 3_000
    chain = [
        directive(
            f"d{each}", deadline={"within": "1 day", "of": f"d{each - 1}" if each else "date"}
        )
        for each in range(number)
    ]
    rules = [
        {"deadline": {"within": "2 days", "of": f"eo-1/d{each - 1}"}} for each in range(1, number)
    ]
    effects = [
        {"does": "amends", "on": f"eo-1/d{each}", "set": rule} for each, rule in enumerate(rules, 1)
    ]
    # What was written the other way round at first makes a circle of all that ever held, though of
    # no single day.
    turned = [directive("a", deadline={"within": "1 day", "of": "b"}), directive("b")]
    effects += [
        {"does": "amends", "on": "eo-1/a", "set": {"deadline": {"within": "1 day", "of": "date"}}}
    ]
    later = [
        {"does": "amends", "on": "eo-1/b", "set": {"deadline": {"within": "1 day", "of": "eo-1/a"}}}
    ]
    second = order(id="eo-2", dated="2026-06-03", effects=effects)
    folder = write(
        order(*chain, *turned), second, order(id="eo-3", dated="2026-06-04", effects=later)
    )
    status, spent, _, out = peak("check", folder)
    assert (status, spent < 3) == (1, True), (out[-500:], spent)
    assert "the amendments are too entangled" in out


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"by": {"text": "foo", "first": "2026-01-01", "last": "2020-01-01"}},
            "plain text is expected here",
        ),
        ({"within": {"amount": -5, "unit": "day"}, "of": "date"}, "plain text is expected here"),
        ({"by": "9999-12-31"}, "lies outside the years 1776 to 2999"),
        ({"by": "0001-01-01"}, "lies outside the years 1776 to 2999"),
        (
            {"by": "2026-01-01", "every": "1 year", "until": "2027-13-01"},
            "'2027-13-01' is not a real date",
        ),
        (
            {"earliest": [{"by": "2026-01-01", "every": "1 year"}]},
            "'every' belongs to the whole deadline",
        ),
        ({"by": "2026-01-01", "every": "0 days"}, "'every' needs a length of at least one day"),
        (
            {"every": "1 year", "until": "date"},
            "'date' is a date of the instrument; name a directive or trigger here",
        ),
    ],
)
def test_rules_that_cannot_be_meant(
    run: Run, write: Write, wrong: dict[str, Any], message: str
) -> None:
    result = run("check", write(order(directive(deadline=wrong))))
    assert result.status == 1
    assert message in result.out


def test_a_registry_that_points_nowhere(run: Run, write: Write) -> None:
    ring = "  a: {name: A, kind: office, parent: b}\n  b: {name: B, kind: office, parent: a}\n"
    agencies = f"parties:\n  omb: {{name: O, kind: office, parent: nope}}\n{ring}"
    out = run("check", write(order(directive()), agencies=agencies)).out
    assert "agencies.yaml:2:40: E401 unknown party 'nope'" in out
    assert "E402 party 'a' is part of itself" in out


def test_a_draft_does_nothing(run: Run, write: Write) -> None:
    effects = [
        {"does": "revokes", "on": "eo-1"},
        {"does": "amends", "on": "eo-1/2a", "set": {"deadline": {"by": "2027"}}},
    ]
    folder = write(
        order(directive()),
        order(id="eo-2-draft", kind="draft", dated="2026-06-05", effects=effects),
    )
    rows = run("list", "--catalog", folder, "--as-of", "2026-06-09", "--format", "json").json[
        "obligations"
    ]
    assert [(each["due"], each["status"]) for each in rows] == [("2026-07-02", "upcoming")]


def test_a_source_without_a_title_goes_by_its_host(run: Run, write: Write) -> None:
    for url, shown in (
        ("https://www.example.gov/a", "www.example.gov"),
        ("https://[x", ""),
        ("x://", ""),
    ):
        text = {"url": url, "class": "primary", "seen": "full", "published": "2026-06-02"}
        result = run(
            "explain",
            "eo-1/2a",
            "--catalog",
            write(order(directive(), sources={"text": text})),
            "--as-of",
            "2026-06-09",
        )
        if shown:
            assert f"Text       {shown} as posted 2026-06-02." in result.out
        else:
            assert f"E114 url: '{url}' is not a URL" in result.err


def test_an_amendment_cannot_take_away_what_is_needed(run: Run, write: Write) -> None:
    effects = [{"does": "amends", "on": "eo-1/2a", "set": {"title": None}}]
    assert (
        "'title' has no value"
        in run("check", write(order(directive()), order(id="eo-2", effects=effects))).out
    )


@pytest.mark.parametrize("every", ["1 day", "1 business day", "7 days", "1 month"])
def test_a_recurrence_of_a_hundred_years_is_quick(run: Run, write: Write, every: str) -> None:
    with moment():
        rows = run(
            "list",
            "--catalog",
            write(
                order(directive(deadline={"by": "1926-01-05", "every": every}), dated="1926-01-01")
            ),
            "--format",
            "json",
        )
    assert len(rows.json["obligations"]) == 2
    assert rows.json["hidden"]["occurrences"] > 1_000


@pytest.mark.parametrize(
    "asked", [["list"], ["explain", "eo-1/d7"], ["export", "ics", "--horizon", "999y"]]
)
def test_a_thousand_long_rules_of_business_days_are_quick(
    run: Run, write: Write, asked: list[str]
) -> None:
    folder = write(
        order(
            *[
                directive(f"d{number}", deadline={"within": "99999 business days", "of": "date"})
                for number in range(1_000)
            ]
        )
    )
    with moment():
        result = run(*asked, "--catalog", folder, "--as-of", "2026-06-09")
    assert result.status == 0
    assert any(words in result.out for words in ("2426-08-05", "August 5, 2426", "24260805"))


def test_many_recurrences_of_business_days_are_quick(run: Run, write: Write) -> None:
    rules = [{"by": "1776-07-04", "every": f"{number} business days"} for number in range(1, 300)]
    folder = write(
        order(
            *[directive(f"d{number}", deadline=rule) for number, rule in enumerate(rules)],
            dated="1776-07-04",
        )
    )
    with moment():
        for day in ("2026-06-09", "9999-12-31"):
            assert run("list", "--catalog", folder, "--as-of", day).status == 0
        assert (
            run(
                "export",
                "ics",
                "--catalog",
                folder,
                "--remind",
                "99999 business days",
                "--horizon",
                "1d",
            ).status
            == 0
        )


def test_an_address_that_is_none_in_the_catalog(run: Run, write: Write) -> None:
    sources = {
        "text": {
            "title": "Page",
            "url": "https://[::1",
            "class": "primary",
            "seen": "full",
            "published": "2026-06-02",
        }
    }
    for command in (["check"], ["list", "--catalog"]):
        result = run(*command, write(order(directive(), sources=sources)))
        assert "E114 url: 'https://[::1' is not a URL" in result.out + result.err


@posix
def test_a_folder_whose_name_is_no_text(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"catalog\xff")
    try:
        shutil.copytree(CATALOG, folder)
    except OSError:
        pytest.skip("this file system has names in UTF-8 only")
    assert run("list", "--catalog", folder).status == 0
    assert run("check", folder).status == 0
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    for command in (
        ["check", "--fix", folder],
        ["record", "14409/2d", "announced", "--source", "text", "--catalog", folder],
    ):
        result = run(*command)
        assert (result.status, result.err.count("\n"), "is not UTF-8 text" in result.err) == (
            2,
            1,
            True,
        )
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


@posix
@pytest.mark.parametrize("command", [["export", "ics"], ["due"], ["schema"], ["extract", "TEXT"]])
def test_a_loop_of_links_is_not_written_through(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    text = tmp_path / "order.txt"
    text.write_text(pasted(SOURCE), encoding="utf-8")
    result = run(
        *[str(text) if each == "TEXT" else each for each in command], "--out", tmp_path / "a"
    )
    assert (result.status, result.err.splitlines()[-1].startswith("eo-tracker: ")) == (2, True)


@posix
@pytest.mark.parametrize(
    "asked", [["extract", "-"], ["export", "ics", "--check", "-"], ["verify", "--text", "-"]]
)
def test_a_closed_input(asked: list[str]) -> None:
    command = " ".join([*PROGRAM, *asked])
    result = subprocess.run(
        f"{command} <&-", shell=True, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_a_counting_rule_moves_each_date_of_a_recurrence_by_itself(run: Run, write: Write) -> None:
    rule = {"by": "2026-03-01", "every": "30 days"}  # a Sunday
    folder = write(
        order(
            directive(deadline=rule),
            dated="2026-01-02",
            counting={"roll": "forward", "cite": "§ 7"},
        )
    )
    for as_of, due, occurrence in (
        ("2026-02-27", "2026-03-02", "2026-03-01"),
        ("2026-10-20", "2026-10-27", "2026-10-27"),
    ):
        row = run("list", "--catalog", folder, "--as-of", as_of, "--format", "json").json[
            "obligations"
        ][-1]
        assert (row["due"], row["occurrence"]) == (due, occurrence)


@pytest.mark.parametrize(
    "text", ["a " * 60_000, "", " ", "/", "§", "\x1b[31m", "14409/" + "x" * 10_000]
)
def test_ids_that_are_none(run: Run, text: str) -> None:
    with moment():
        result = run("show", text)
    assert result.status == 2
    assert len(result.err) < 500
    assert "\x1b" not in result.err


@pytest.mark.parametrize("columns", ["0", "1", "100000000", "9" * 5000, "x", "-5"])
def test_odd_widths(run: Run, columns: str) -> None:
    assert run("due", "--as-of", "2026-06-09", COLUMNS=columns).status == 0


def test_a_width_of_nothing_means_that_nobody_knows_it(run: Run) -> None:
    assert (
        run("due", "--as-of", "2026-06-09", COLUMNS="0").out
        == run("due", "--as-of", "2026-06-09").out
    )


def test_nothing_from_the_catalog_becomes_markup(run: Run, write: Write) -> None:
    title = "=1+1 [red]x[/red] :smile: | <b> `c` &lt; [/x] * _ $"
    folder = write(order(directive(title=title, note="1. x")))
    asked = ["--catalog", folder, "--as-of", "2026-06-09"]
    assert title in run("list", *asked).out
    assert "'=1+1 [red]" in run("list", *asked, "--format", "csv").out
    page = run("list", *asked, "--format", "md").out
    assert r"=1+1 \[red\]x\[/red\] :smile: \| \<b\> \`c\` \&lt; \[/x\] \* \_ $" in page
    wide = (
        "list",
        "--catalog",
        write(order(directive(title="＝1+1"))),
        "--as-of",
        "2026-06-09",
        "--format",
        "csv",
    )
    assert "'＝1+1" in run(*wide).out


@posix
@pytest.mark.parametrize(
    "redirect", [">&-", ">/dev/full", "--out /dev/full", "--out /proc/nope", "--help >/dev/full"]
)
def test_output_that_cannot_be_written(redirect: str) -> None:
    command = " ".join([*PROGRAM, "due", "--as-of", "2026-06-09", redirect])
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@posix
@pytest.mark.parametrize("redirect", ["2>&-", "2>/dev/full", "2> >(true)"])
@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("due", 0),
        ("due --nonsense", 2),
        ("list --catalog {0}/none", 2),
        ("check {0}", 1),
        ("check --fix obligations/agencies.yaml", 0),
        ("export ics --order eo-14409 --as-of 2026-06-09 --out {0}/x.ics", 0),
        ("extract {0}/none.html", 2),
        ("record 14409/2d done", 2),
    ],
)
def test_notes_that_nobody_hears(tmp_path: Path, redirect: str, command: str, status: int) -> None:
    line = " ".join([*PROGRAM, command.format(tmp_path), redirect])
    assert (
        subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=False).returncode
        == status
    )
    assert "x.ics" not in command or (tmp_path / "x.ics").read_bytes().endswith(
        b"END:VCALENDAR\r\n"
    )


@posix
def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = (
        f"cd {gone} && rmdir {gone} && {sys.executable} -P -m eo_tracker due --as-of 2026-06-09"
    )
    done = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stderr) == (0, "")


@posix
def test_ctrl_c_ends_it_quietly() -> None:
    for delay in (0.05, 0.1, 0.15, 0.2):
        running = subprocess.Popen(
            [*PROGRAM, "due"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        time.sleep(delay)
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate()
        # The interpreter itself is not ours while it starts; whatever comes after must be quiet.
        if "__main__.py" in errors or not errors:
            assert "Traceback" not in errors
            # The system ends it while it loads; a shell says 130 for that, too.
            assert running.returncode in (0, 130, -signal.SIGINT)


def test_a_hundred_megabytes_are_refused_unread(run: Run, write: Write) -> None:
    folder = write(order(directive()))
    with (folder / "0.yaml").open("ab") as file:
        file.truncate(100 * 2**20)
    assert "0.yaml: E108 the file is larger than 16 MiB" in run("check", folder).out


@pytest.mark.parametrize("method", ["read_bytes", "stat"])
def test_a_file_that_vanishes_while_it_is_read(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    folder = write(order(directive()), order(id="eo-2"))
    plain = getattr(Path, method)

    def vanished(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == "1.yaml" and sys._getframe(1).f_code.co_name == "_read":
            raise FileNotFoundError(2, "No such file or directory")
        return plain(path, *args, **more)

    monkeypatch.setattr(Path, method, vanished)
    result = run("list", "--catalog", folder)
    assert (result.status, result.err.count("\n")) == (2, 2)
    assert "1.yaml: E109 the file cannot be read: No such file or directory" in result.err


@posix
def test_arguments_that_are_no_text() -> None:
    for arguments in (
        [b"show", b"\xff\xfe"],
        [b"due", b"--order", b"\x1b[31m\xff"],
        [b"due", b"--within", b"\xe2\x82"],
        [b"\xff"],
    ):
        done = subprocess.run(
            [*map(os.fsencode, PROGRAM), *arguments], cwd=ROOT, capture_output=True, check=False
        )
        said = done.stderr.decode("utf-8")  # whatever came in, what goes out is text
        assert (done.returncode, "Traceback" in said, "\x1b" in said) == (2, False, False)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (["due", "--as-of", "0001-01-01"], 0),
        (["due", "--as-of", "9999-12-31", "--within", "99999d", "--past", "all"], 0),
        (["due", "--as-of", "2028-02-29", "--within", "1y"], 0),
        (["due", "--as-of", "2026-02-29"], 2),
        (["due", "--as-of", "+99999y"], 2),
        (["due", "--within", "1000000000d"], 2),
        (["due", "--within", "-3d"], 2),
        (["due", "--past", "99999y"], 0),
        (["list", "--from", "-99999y"], 2),
        (["list", "--to", "9999"], 0),
        (["list", "--to", "FY9999", "--from", "9998-Q4"], 0),
        (["list", "--changed-since", "0001-01-01"], 0),
        (["export", "ics", "--horizon", "99999y", "--as-of", "2026-06-09"], 0),
        (["export", "ics", "--remind", "99999d", "--as-of", "2026-06-09"], 0),
        (["diff", "0001-01-01", "9999-12-31"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_days_at_the_edge_of_the_calendar(run: Run, asked: list[str], status: int) -> None:
    result = run(*asked)
    assert (result.status, "Traceback" in result.err) == (status, False)
    assert status != 2 or result.err.count("\n") == 1


@pytest.mark.parametrize("now", ["1970-01-01", "9999-12-31"])
def test_a_clock_that_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    monkeypatch.setattr("eo_tracker.cli.opening.today", lambda: date.fromisoformat(now))
    for command in (
        ["due"],
        ["list"],
        ["agencies"],
        ["show", "eo-14409"],
        ["check"],
        ["export", "ics"],
    ):
        assert run(*command).status == 0
    assert f"As of {date.fromisoformat(now):%A}" in run("due").out


@posix
@pytest.mark.parametrize(
    "command",
    [
        ["export", "ics", "--as-of", "2026-06-09"],
        ["list", "--format", "json"],
        ["extract", "order.txt", "--force"],
    ],
    ids=["export", "list", "extract"],
)
def test_a_disk_that_is_full_leaves_the_old_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    text, folder = tmp_path / "order.txt", tmp_path / "out"
    text.write_text(pasted(SOURCE), encoding="utf-8")
    folder.mkdir()
    command = [str(text) if each == "order.txt" else each for each in command]
    out = folder / ("out.yaml" if command[0] == "extract" else "out.txt")
    assert run(*command, "--out", out).status == 0
    out.chmod(0o640)
    before = out.read_bytes()
    again = [*command[:2], "--as-of", "2026-07-09"] if command[0] == "export" else command
    out.write_bytes(before + b"\n")
    with monkeypatch.context() as full:
        full.setattr(
            os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
        )
        result = run(*again, "--out", out)
    assert (result.status, "No space left" in result.err) == (2, True)
    assert (out.read_bytes(), [each.name for each in folder.iterdir()]) == (
        before + b"\n",
        [out.name],
    )
    assert run(*again, "--out", out).status == 0
    assert out.stat().st_mode & 0o777 == 0o640


@posix
def test_a_draft_does_not_follow_a_link_out_of_the_catalog(run: Run, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.yaml", tmp_path / "catalog"
    outside.write_text("old")
    folder.mkdir()
    (folder / "eo-2026-06-02-lifting-nations-ports.yaml").symlink_to(outside)
    text = tmp_path / "order.txt"
    text.write_text(pasted(SOURCE), encoding="utf-8")
    result = run("extract", text, "--out", folder, "--force")
    assert (result.status, outside.read_text()) == (2, "old")
    assert "leads out of the catalog" in result.err


@posix
def test_a_loop_of_folders(run: Run, write: Write) -> None:
    folder = write(order(directive()))
    (folder / "loop").symlink_to(folder)
    (folder / "y.yaml").symlink_to(folder)
    assert "y.yaml: E109 this is not a regular file" in run("check", folder).out


@posix
@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["due", "--catalog"],
        ["extract"],
        ["verify", "--text"],
        ["due", "--out"],
        ["diff", "shipped"],
    ],
)
def test_a_path_that_is_too_long(run: Run, command: list[str]) -> None:
    result = run(*command, "9" * 5_000)
    assert (
        result.status in (1, 2),
        "Traceback" in result.err,
        "internal error" in result.err,
    ) == (True, False, False)
    assert result.out + result.err


@posix
def test_the_name_of_a_file_of_ones_own_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    name = tmp_path / "a\x1b[31mb"
    exported = run(
        "export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09", "--out", f"{name}.ics"
    )
    assert "11 new" in exported.err
    text = Path(f"{name}.txt")
    text.write_text(
        "Sec. 1. Directive. (a) Within 30 days of the date of this order, the Secretary of War shall act.",
        encoding="utf-8",
    )
    drafted = run("extract", str(text), "--out", f"{name}.yaml")
    assert drafted.status == 0
    assert (
        "\x1b"
        not in exported.err
        + drafted.out
        + drafted.err
        + run("verify", "eo-14409", "--text", str(text)).err
    )


def test_what_is_read_is_never_overwritten_by_the_answer(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "e.ics"
    run("export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09", "--out", file)
    before = file.read_bytes()
    (tmp_path / "link").symlink_to(file)
    for out in (file, tmp_path / "link"):
        refused = run("export", "ics", "--order", "eo-14409", "--check", file, "--out", out)
        assert (refused.status, "was read for this answer" in refused.err) == (2, True)
    text = tmp_path / "order.txt"
    text.write_text(
        "Sec. 1. Directive. (a) Within 30 days of the date of this order, the Secretary of War shall act.",
        encoding="utf-8",
    )
    for more in (["--explain"], ["--format", "json"]):
        assert run("extract", text, *more, "--out", text).status == 2
    assert run("verify", "eo-14409", "--text", text, "--out", text).status == 2
    assert run("verify", "eo-14409", "--text", tmp_path, "--out", text).status == 2
    assert run("check", "--text", text, "--out", text).status == 2
    guidance = tmp_path / "guidance.txt"
    guidance.write_text(order(directive(), id="eo-9"), encoding="utf-8")
    for args in (["diff", guidance], ["list", "--catalog", guidance, "--catalog", "shipped"]):
        assert "was read for this answer" in run(*args, "--out", guidance).err
    assert (file.read_bytes(), text.read_text(encoding="utf-8")[:4]) == (before, "Sec.")
