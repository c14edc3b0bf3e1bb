"""What a change means: its kind, level and cause, between catalogs, files, instruments, days and
revisions.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import SOURCES, directive, order, stub
from conftest import CATALOG, Result, Run, Write

from eo_tracker.diff import KINDS

GUIDANCE = """\
format: 1
id: memo-guidance
kind: presidential-memorandum
short: Guidance
title: Guidance on the order
dated: 2026-09-01
coverage: complete
sources:
  text: {title: Page, url: https://example.gov/g, class: primary, seen: full, published: 2026-09-01}
effects:
  - {does: amends, on: eo-14409/2f, set: {deadline: {by: 2026-10-01}}, cite: '2'}
  - {does: satisfies, on: eo-14409/2e, cite: '3'}
  - {does: supersedes, on: eo-14409/2b, cite: 4(a)}
directives:
  - {id: 4b, cite: 4(b), title: Defend the systems, summary: Do it., binds: [dow], deadline: {by: 2026-12-01}}
  - {id: '5', cite: '5', title: Report, summary: Report., binds: [omb], deadline: {by: 2026-12-31, every: 1 year}}
"""


def told(result: Result) -> list[tuple[str, str, str]]:
    return [(each["code"], each["id"], each["cause"]["kind"]) for each in result.json["changes"]]


def one(result: Result, code: str) -> dict[str, Any]:
    found = [each for each in result.json["changes"] if each["code"] == code]
    assert len(found) == 1, [each["code"] for each in result.json["changes"]]
    return dict(found[0])


@pytest.fixture
def compare(write: Write, run: Run) -> Callable[..., Result]:
    """Compare two small catalogs of one order on one day, as JSON."""

    def compare(old: str | list[str], new: str | list[str], *args: str) -> Result:
        folders = [
            write(*([each] if isinstance(each, str) else each), folder=name)
            for each, name in ((old, "old"), (new, "new"))
        ]
        return run("diff", *folders, "--as-of", "2026-06-20", "--format", "json", *args)

    return compare


Compare = Callable[..., Result]


# the fixed points


def test_draft_and_signed_order(run: Run) -> None:
    result = run("diff", "eo-14409-draft", "eo-14409", "--format", "json")
    assert result.status == 1
    assert told(result) == [
        ("duration-changed", "eo-14409/pre-release", "law"),
        ("disputed", "eo-14409-draft/licensing-disclaimer", "law"),
    ]
    term = one(result, "duration-changed")
    assert (term["old"][:13], term["new"][:13]) == ("up to 90 days", "up to 30 days")
    assert {side: source["class"] for side, source in term["sources"].items()} == {
        "old": "secondary",
        "new": "primary",
    }
    assert len(one(result, "disputed")["accounts"]) == 3
    assert "eo-14409/2d" in result.json["not_reported"]
    assert not result.json["by_kind"].get("directive-added")


def test_guidance_amends_meets_and_supersedes(run: Run, tmp_path: Path) -> None:
    guidance = tmp_path / "guidance.yaml"
    guidance.write_text(GUIDANCE, encoding="utf-8")
    result = run("diff", guidance, "--as-of", "2026-07-20", "--format", "json")
    assert result.json["as_of"] == "2026-09-01"  # no earlier than the guidance itself
    found = {
        (each["code"], each["id"], each["days"], each["cause"]["instrument"], each["cause"]["cite"])
        for each in result.json["changes"]
    }
    assert found == {
        ("deadline-later", "eo-14409/2f", 61, "memo-guidance", "2"),
        ("status-fulfilled", "eo-14409/2e", None, "memo-guidance", "3"),
        ("directive-superseded", "eo-14409/2b", None, "memo-guidance", "4(a)"),
        ("directive-added", "memo-guidance/4b", None, "memo-guidance", "4(b)"),
        ("directive-added", "memo-guidance/5", None, "memo-guidance", "5"),
    }
    assert {each["cause"]["kind"] for each in result.json["changes"]} == {"law"}
    assert not any(each["cause"]["late"] for each in result.json["changes"])


def test_guidance_in_the_catalog_is_asked_for_by_id_or_file(run: Run, catalog: Path) -> None:
    (catalog / "memo-guidance.yaml").write_text(GUIDANCE, encoding="utf-8")
    base = ["--catalog", catalog, "--format", "json", "--as-of", "2026-09-01"]
    by_id = run("diff", "memo-guidance", *base)
    assert len(by_id.json["changes"]) == 5
    assert (
        run("diff", catalog / "memo-guidance.yaml", *base).json["changes"] == by_id.json["changes"]
    )


@pytest.fixture
def repository(catalog: Path) -> Path:
    """The shipped catalog, committed."""
    git(catalog.parent, "init", "-q", "-b", "main")
    commit(catalog.parent)
    return catalog


def git(folder: Path, *args: str) -> None:
    subprocess.run(
        ["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@b.c", *args],
        check=True,
        capture_output=True,
    )


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_corrected_date_is_one_cause(run: Run, repository: Path) -> None:
    edit(repository / "eo-14409.yaml", "dated: 2026-06-02", "dated: 2026-06-03")
    result = run(
        "diff",
        "--rev",
        "HEAD",
        "--catalog",
        repository,
        "--as-of",
        "2026-06-20",
        "--format",
        "json",
    )
    assert [
        (each["kind"], each["what"], each["old"], each["new"]) for each in result.json["causes"]
    ] == [("record", "dated", "2026-06-02", "2026-06-03")]
    assert {each["code"] for each in result.json["changes"]} == {"deadline-later"}
    assert {each["days"] for each in result.json["changes"]} == {1}
    assert len(result.json["changes"]) == 11
    screen = run("diff", "--rev", "HEAD", "--catalog", repository, "--as-of", "2026-06-20").out
    assert (
        screen.count("EO 14409, dated: Wednesday, June 3, 2026 instead of Tuesday, June 2, 2026")
        == 1
    )


def shuffled(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict):
        return {
            key: shuffled(part, chance)
            for key, part in chance.sample(list(value.items()), len(value))
        }
    if isinstance(value, list):
        return [shuffled(part, chance) for part in chance.sample(value, len(value))]
    return value


@pytest.mark.parametrize("seed", range(3))
def test_order_and_layout_change_nothing(
    run: Run, catalog: Path, tmp_path: Path, seed: int
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for path in catalog.iterdir():
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = "# another comment\n" + yaml.dump(
            shuffled(data, random.Random(seed)), sort_keys=False, width=40 + 30 * seed
        )
        (other / (path.name if path.name == "agencies.yaml" else f"x-{path.name}")).write_text(
            text, encoding="utf-8"
        )
    result = run("diff", catalog, other, "--as-of", "2026-11-23")
    assert (result.status, result.lines[2]) == (0, "No changes.")


def test_two_days_give_only_law_and_time(run: Run) -> None:
    result = run("diff", "2026-06-20", "2026-11-23", "--format", "json")
    assert {each["cause"]["kind"] for each in result.json["changes"]} == {"law", "time"}
    assert ("status-fulfilled", "eo-14409/2d", "law") in told(result)
    assert ("status-passed", "eo-14409/2e", "time") in told(result)
    assert ("directive-added", "memo-2026-08-12/3a", "law") in told(result)
    assert not [each for each in result.json["changes"] if each["cause"]["late"]]


# kinds: an entry before and after, and what it is called


TWO = {"within": "60 days", "of": "date"}
BY = {"by": "2026-07-02"}
KIND_CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("deadline-later", {}, {"deadline": TWO}, "notable"),
    ("deadline-earlier", {"deadline": TWO}, {}, "breaking"),
    ("deadline-given", {"deadline": None}, {}, "breaking"),
    ("deadline-removed", {}, {"deadline": None}, "notable"),
    ("deadline-rule", {}, {"deadline": BY}, "minor"),
    (
        "alternative-added",
        {},
        {"alternatives": [{"deadline": {"by": "2026-08-01"}, "why": "W"}]},
        "notable",
    ),
    (
        "alternative-settled",
        {"alternatives": [{"deadline": {"by": "2026-08-01"}, "why": "W"}]},
        {},
        "notable",
    ),
    (
        "alternative-moved",
        {"alternatives": [{"deadline": {"by": "2026-08-01"}, "why": "W"}]},
        {"alternatives": [{"deadline": {"by": "2026-08-08"}, "why": "W"}]},
        "notable",
    ),
    ("addressee-added", {}, {"binds": ["omb", "dhs"]}, "breaking"),
    ("addressee-removed", {"binds": ["omb", "dhs"]}, {}, "notable"),
    ("role-changed", {"binds": ["dhs"]}, {"binds": ["dhs via cisa"]}, "notable"),
    ("role-changed", {}, {"consults": ["dhs"]}, "notable"),
    ("reach-changed", {}, {"reaches": ["contractors by contract"]}, "notable"),
    ("force-stronger", {"force": "hortatory"}, {}, "breaking"),
    ("force-weaker", {}, {"force": "hortatory"}, "notable"),
    ("force-stronger", {}, {"continues": True}, "breaking"),
    ("grace-changed", {}, {"grace": {"until": "2026-08-01"}}, "notable"),
    ("directive-entered-in-error", {}, {"entered-in-error": "Not in the text."}, "notable"),
    ("directive-restored", {"entered-in-error": "Not in the text."}, {}, "breaking"),
    ("renumbered", {}, {"cite": "2(b)"}, "minor"),
    ("wording", {}, {"title": "Another"}, "minor"),
    ("wording", {}, {"note": "Another"}, "minor"),
]


@pytest.mark.parametrize(("code", "before", "after", "level"), KIND_CASES)
def test_kinds_of_change_of_a_directive(
    compare: Compare, code: str, before: dict[str, Any], after: dict[str, Any], level: str
) -> None:
    result = compare(order(directive(**before)), order(directive(**after)))
    assert [
        (each["code"], each["level"], each["id"], each["cause"]["kind"])
        for each in result.json["changes"]
    ] == [(code, level, "eo-1/2a", "record")]


LIMIT = {"id": "3c", "cite": "3(c)", "scope": "section", "summary": "No licensing."}
TERM = {"id": "window", "cite": "3(b)", "length": "90 days", "summary": "S"}
OTHER_CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("limitation-added", {}, {"limitations": [LIMIT]}, "notable"),
    ("limitation-removed", {"limitations": [LIMIT]}, {}, "breaking"),
    (
        "limitation-wider",
        {"limitations": [LIMIT]},
        {"limitations": [LIMIT | {"scope": "order"}]},
        "notable",
    ),
    (
        "limitation-narrower",
        {"limitations": [LIMIT]},
        {"limitations": [LIMIT | {"scope": "paragraph"}]},
        "breaking",
    ),
    ("duration-added", {}, {"durations": [TERM]}, "minor"),
    ("duration-removed", {"durations": [TERM]}, {}, "minor"),
    (
        "duration-changed",
        {"durations": [TERM]},
        {"durations": [TERM | {"length": "30 days"}]},
        "notable",
    ),
    ("renumbered", {"durations": [TERM]}, {"durations": [TERM | {"cite": "4"}]}, "minor"),
    ("wording", {"limitations": [LIMIT]}, {"limitations": [LIMIT | {"summary": "None."}]}, "minor"),
    ("wording", {}, {"title": "Another title"}, "minor"),
    ("wording", {}, {"coverage": "complete"}, "minor"),
    ("reach-changed", {}, {"not_bound": ["the private sector"]}, "notable"),
    (
        "status-fulfilled",
        {},
        {"events": [{"of": "2a", "what": "announced", "source": "paper"}]},
        "notable",
    ),
    (
        "status-unfulfilled",
        {"events": [{"of": "2a", "what": "announced", "source": "paper"}]},
        {},
        "breaking",
    ),
    ("story", {}, {"events": [{"of": "2a", "what": "partly", "source": "paper"}]}, "minor"),
    (
        "dispute-opened",
        {},
        {
            "disputes": [
                {
                    "id": "q",
                    "question": "Q?",
                    "accounts": [{"says": "A", "source": "text"}, {"says": "B", "source": "paper"}],
                }
            ]
        },
        "notable",
    ),
]


@pytest.mark.parametrize(("code", "before", "after", "level"), OTHER_CASES)
def test_kinds_of_change_beside_the_directive(
    compare: Compare, code: str, before: dict[str, Any], after: dict[str, Any], level: str
) -> None:
    result = compare(order(directive(), **before), order(directive(), **after))
    assert [(each["code"], each["level"]) for each in result.json["changes"]] == [(code, level)]


EFFECT_CASES = [
    ("directive-revoked", {"does": "revokes", "on": "eo-1/2a"}),
    ("directive-revoked", {"does": "revokes", "on": "eo-1"}),
    ("directive-superseded", {"does": "supersedes", "on": "eo-1/2a"}),
    ("directive-stayed", {"does": "stays", "on": "eo-1/2a"}),
    ("status-fulfilled", {"does": "implements", "on": "eo-1/2a"}),
    (
        "deadline-later",
        {"does": "amends", "on": "eo-1/2a", "set": {"deadline": {"by": "2026-07-20"}}},
    ),
    ("deadline-later", {"does": "amends", "on": "eo-1", "set": {"published": "2026-06-09"}}),
    ("addressee-added", {"does": "amends", "on": "eo-1/2a", "set": {"binds": ["omb", "dhs"]}}),
    ("limitation-narrower", {"does": "amends", "on": "eo-1/3c", "set": {"scope": "paragraph"}}),
    ("bears-on", {"does": "interprets", "on": "eo-1/2a"}),
    ("bears-on", {"does": "parallels", "on": "eo-1"}),
    ("instrument-ended", {"does": "revokes", "on": "bod-0"}),
]


@pytest.mark.parametrize(("code", "effect"), EFFECT_CASES)
def test_an_effect_on_one_side_is_the_law(
    compare: Compare, code: str, effect: dict[str, Any]
) -> None:
    rule = {"within": "30 days", "of": "publication"}
    base = [
        order(directive(deadline=rule), limitations=[LIMIT], published="2026-06-05"),
        stub("bod-0"),
    ]
    act = stub("memo-2", "2026-06-10", effects=[effect | {"cite": "7"}], sources=SOURCES)
    change = one(compare(base, [*base, act]), code)
    assert (change["cause"]["kind"], change["cause"]["instrument"], change["cause"]["cite"]) == (
        "law",
        "memo-2",
        "7",
    )
    assert len(compare(base, [*base, act]).json["changes"]) == 1


def test_from_one_end_to_another_the_status_is_only_changed(compare: Compare) -> None:
    def act(does: str) -> list[str]:
        effect = {"does": does, "on": "eo-1/2a", "cite": "7"}
        return [order(directive()), stub("memo-2", "2026-06-10", effects=[effect], sources=SOURCES)]

    change = one(compare(act("revokes"), act("supersedes")), "status-changed")
    assert (change["old"], change["new"]) == ("revoked", "superseded")


def test_the_same_effect_written_otherwise_is_our_record(compare: Compare) -> None:
    def act(day: str) -> str:
        effect = {"does": "amends", "on": "eo-1/2a", "set": {"deadline": {"by": day}}, "cite": "7"}
        return stub("memo-2", "2026-06-10", effects=[effect], sources=SOURCES)

    change = one(
        compare([order(directive()), act("2026-08-01")], [order(directive()), act("2026-07-20")]),
        "deadline-earlier",
    )
    assert (change["days"], change["cause"]["kind"], change["cause"]["target"]) == (
        -12,
        "record",
        "eo-1/2a",
    )


def test_an_added_instrument_without_consequence_is_told_once(compare: Compare) -> None:
    result = compare(order(directive()), [order(directive()), stub("bod-2", "2026-06-10")])
    assert told(result) == [("instrument-added", "bod-2", "law")]


def test_an_instrument_that_is_older_than_the_old_side_was_recorded_late(compare: Compare) -> None:
    old = order(directive())  # reviewed to 2026-10-10
    change = one(
        compare(old, [old, order(directive(), id="eo-2", dated="2026-06-10")]), "directive-added"
    )
    assert (change["cause"]["kind"], change["cause"]["late"], change["cause"]["on"]) == (
        "law",
        True,
        "2026-06-10",
    )


def test_a_chain_of_dates_follows_from_its_first_cause(compare: Compare) -> None:
    chain = [
        directive("2b", cite="2(b)", deadline={"within": "10 days", "of": "2a"}),
        directive("2c", cite="2(c)", deadline={"within": "10 days", "of": "2b"}),
    ]
    result = compare(order(directive(), *chain), order(directive(deadline=TWO), *chain))
    assert {each["id"]: each["code"] for each in result.json["changes"]} == {
        "eo-1/2a": "deadline-later",
        "eo-1/2b": "deadline-projected",
        "eo-1/2c": "deadline-projected",
    }
    assert [
        (each["kind"], each["target"], len(each["changes"])) for each in result.json["causes"]
    ] == [("record", "eo-1/2a", 3)]


def test_a_completed_step_gives_the_next_one_its_date(compare: Compare) -> None:
    directives = (
        directive(),
        directive("2b", cite="2(b)", deadline={"within": "10 days", "of": "2a"}),
    )
    event = {"of": "2a", "what": "completed", "on": "2026-06-15", "source": "shown"}
    result = compare(order(*directives), order(*directives, events=[event]))
    assert {each["code"]: each["cause"]["what"] for each in result.json["changes"]} == {
        "status-fulfilled": "completed",
        "deadline-given": "completed",
    }
    assert len(result.json["causes"]) == 1


def test_a_recurring_directive_moves_on_with_time(write: Write, run: Run) -> None:
    yearly = directive(deadline={"by": "2026-07-01", "every": "1 month"})
    event = {
        "of": "2a",
        "what": "claimed",
        "on": "2026-07-01",
        "occurrence": "2026-07-01",
        "source": "later",
    }
    folder = write(order(yearly, events=[event]))
    result = run("diff", "2026-06-20", "2026-07-10", "--catalog", folder, "--format", "json")
    assert {
        (each["code"], each["occurrence"], each["cause"]["kind"]) for each in result.json["changes"]
    } == {
        ("status-passed", "2026-07-01", "time"),
        ("deadline-next", None, "time"),
    }
    met = run("diff", "2026-07-10", "2026-08-01", "--catalog", folder, "--format", "json")
    assert ("status-fulfilled", "eo-1/2a", "law") in told(met)


def test_a_draft_and_what_is_settled_never_break(compare: Compare) -> None:
    draft = order(directive(deadline=TWO), kind="draft")
    assert (
        one(compare(draft, order(directive(), kind="draft")), "deadline-earlier")["level"]
        == "notable"
    )
    event = {"of": "2a", "what": "completed", "on": "2026-06-15", "source": "shown"}
    assert (
        one(
            compare(
                order(directive(deadline=TWO), events=[event]), order(directive(), events=[event])
            ),
            "deadline-earlier",
        )["level"]
        == "notable"
    )


def test_members_of_a_group_are_compared(write: Write, run: Run) -> None:
    from conftest import AGENCIES

    old = write(order(directive()), folder="old")
    new = write(
        order(directive()),
        folder="new",
        agencies=AGENCIES.replace("members: [dhs, omb]", "members: [omb]"),
    )
    result = run("diff", old, new, "--format", "json")
    assert [
        (each["code"], each["id"], each["old"], each["new"]) for each in result.json["changes"]
    ] == [("reach-changed", "agencies", "dhs, omb", "omb")]


# between instruments


def test_two_instruments_match_by_local_name_or_counterpart(write: Write, run: Run) -> None:
    old = order(
        directive(),
        directive("2b", cite="2(b)", title="B"),
        directive("2x", cite="2(x)", title="X"),
        coverage="complete",
    )
    new = order(
        directive(binds=["dhs"]),
        directive("9", cite="9", title="B", counterpart="eo-1/2b"),
        directive("8", cite="8", title="New"),
        id="eo-2",
        dated="2026-06-12",
        coverage="complete",
    )
    folder = write(old, new)
    result = run("diff", "eo-1", "eo-2", "--catalog", folder, "--format", "json")
    assert sorted(
        (each["code"], each["id"], each["counterpart"]) for each in result.json["changes"]
    ) == [
        ("addressee-added", "eo-2/2a", "eo-1/2a"),
        ("addressee-removed", "eo-2/2a", "eo-1/2a"),
        ("directive-added", "eo-2/8", None),
        ("directive-removed", "eo-1/2x", None),
        ("renumbered", "eo-2/9", "eo-1/2b"),
    ]
    assert {each["cause"]["instrument"] for each in result.json["changes"]} == {"eo-2"}


def test_an_unknown_counterpart_is_a_fault(write: Write, run: Run) -> None:
    result = run("check", write(order(directive(counterpart="eo-9/2b"))))
    assert result.status == 1
    assert "E301 unknown directive 'eo-9/2b'" in result.out


# operands


def test_a_lone_file_borrows_the_rest(run: Run, catalog: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    shutil.copy(catalog / "eo-14409.yaml", mine)
    edit(mine, "deadline: {within: 60 days, of: date}", "deadline: {within: 45 days, of: date}")
    for operands in (
        [mine],
        ["eo-14409", mine],
        [catalog / "eo-14409.yaml", mine],
        [catalog, mine],
    ):
        result = run(
            "diff", *operands, "--catalog", catalog, "--as-of", "2026-06-20", "--format", "json"
        )
        assert told(result) == [("deadline-earlier", "eo-14409/2f", "record")], operands
        assert one(result, "deadline-earlier")["days"] == -15


def test_two_files_of_two_instruments_are_two_instruments(run: Run) -> None:
    files = [CATALOG / "eo-14409-draft.yaml", CATALOG / "eo-14409.yaml"]
    assert run("diff", *files, "--format", "json").json["by_kind"] == {
        "disputed": 1,
        "duration-changed": 1,
    }


def test_a_registry_can_be_compared_alone(run: Run, catalog: Path, tmp_path: Path) -> None:
    edit(catalog / "agencies.yaml", "members: [dhs, dow, energy, treasury, gsa]", "members: [dhs]")
    result = run("diff", catalog / "agencies.yaml", "--format", "json")
    assert [(each["code"], each["id"]) for each in result.json["changes"]] == [
        ("reach-changed", "sector-risk-agencies")
    ]


def test_one_day_means_until_today(run: Run) -> None:
    assert (
        run("diff", "2026-07-01", "--as-of", "2026-08-01", "--format", "json").json["new"]["as_of"]
        == "2026-08-01"
    )
    assert (
        run("diff", "2026-07-01", "+31d", "--format", "json").json["new"]["as_of"] == "2026-08-01"
    )


@pytest.mark.parametrize(
    ("operands", "said"),
    [
        (["nowhere"], "no order or instrument 'nowhere' in the catalog"),
        (["nowhere.yaml"], "nowhere.yaml: E109 there is no such file or folder"),
        (["2026-07-01", "eo-14409"], "cannot be compared"),
        (["a", "b", "c"], "cannot be compared"),
        (["2026-13-01", "2026-07-01"], "2026-13-01"),
        (["eo-14409", "--rev", "HEAD"], "--rev compares the catalog in use"),
        (["--rev", "no-such-revision"], "git has no revision 'no-such-revision' here"),
        (["--rev", "HEAD..--output=x"], "git has no revision '--output=x' here"),
        (
            ["2026-07-01", "2026-08-01", "--as-of", "2026-09-01"],
            "--as-of cannot be combined with two days",
        ),
        (["eo-14409-draft", "eo-14412", "--as-of", "2026-06-01"], "not known yet on 2026-06-01"),
        (["2026-07-01", "2026-08-01", "--format", "csv"], "csv"),
    ],
)
def test_misuse_is_told(run: Run, operands: list[str], said: str) -> None:
    result = run("diff", *operands)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


def test_a_missing_file_is_one_fault(run: Run, tmp_path: Path) -> None:
    result = run("diff", tmp_path / "agencies.yaml")
    assert (result.status, len(result.err.splitlines())) == (2, 2)
    assert "E109 there is no such file or folder" in result.err


@pytest.mark.parametrize("broken", [0, 1])
def test_a_broken_side_says_which_and_where(write: Write, run: Run, broken: int) -> None:
    texts = [order(directive()), order(directive())]
    texts[broken] = order(directive(binds=["nobody"]))
    old, new = write(texts[0], folder="old"), write(texts[1], folder="new")
    result = run("diff", old, new)
    assert (result.status, result.out) == (2, "")
    name = ("old", "new")[broken]
    assert re.search(rf"/{name}/0\.yaml:\d+:\d+: E401 unknown party 'nobody'", result.err)
    assert f"1 problem in the {name} side, " in result.err


# git


def test_revisions(run: Run, repository: Path) -> None:
    edit(
        repository / "eo-14409.yaml",
        "deadline: {within: 60 days, of: date}",
        "deadline: {within: 45 days, of: date}",
    )
    base = ["--catalog", repository, "--as-of", "2026-06-20", "--format", "json"]
    assert [each[0] for each in told(run("diff", *base))] == ["deadline-earlier"]
    commit(repository.parent)
    assert run("diff", *base).status == 0
    git(repository.parent, "checkout", "-q", "-b", "other", "HEAD~1")
    edit(repository / "eo-14409.yaml", "cite: 2(f)", "cite: 2(g)")
    commit(repository.parent)
    expected = {
        "main~1": ["renumbered"],
        "main~1..main": ["deadline-earlier"],
        "main...other": ["renumbered"],
    }
    for revisions, kinds in (expected | {"main..": ["deadline-later", "renumbered"]}).items():
        assert [each[0] for each in told(run("diff", "--rev", revisions, *base))] == kinds, (
            revisions
        )
    assert one(run("diff", "--rev", "main~1..other", *base), "renumbered")["cause"]["late"] is False


def test_what_was_public_before_the_commit_was_recorded_late(run: Run, repository: Path) -> None:
    text = (repository / "eo-14409.yaml").read_text(encoding="utf-8")
    event = "  - {on: 2026-07-20, of: 2f, what: claimed, source: gold-eagle}\n"
    (repository / "eo-14409.yaml").write_text(
        text.replace("events:\n", f"events:\n{event}"), encoding="utf-8"
    )
    result = run("diff", "--catalog", repository, "--as-of", "2026-11-23", "--format", "json")
    assert (
        one(result, "status-fulfilled")["cause"]["kind"],
        one(result, "status-fulfilled")["cause"]["late"],
    ) == ("law", True)


def test_a_shallow_clone_says_how_to_get_history(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    edit(repository / "eo-14409.yaml", "cite: 2(f)", "cite: 2(g)")
    commit(repository.parent)
    git(tmp_path, "clone", "-q", "--depth", "1", repository.parent.as_uri(), "shallow")
    result = run("diff", "--rev", "HEAD~1", "--catalog", tmp_path / "shallow" / "obligations")
    assert result.status == 2
    assert "git fetch --unshallow" in result.err


def test_a_catalog_outside_git_says_so(run: Run, write: Write) -> None:
    result = run("diff", "--catalog", write(order(directive())))
    assert result.status == 2
    assert "is not in a git repository" in result.err


# how it is shown


def test_levels_filters_and_status(run: Run) -> None:
    base = ["diff", "2026-07-01", "2026-08-01"]
    assert run(*base).status == 1
    assert run(*base, "--fail-on", "breaking").status == 0
    assert run(*base, "--fail-on", "notable").status == 1
    assert run(*base, "--fail-on", "never").status == 0
    breaking = run(*base, "--level", "breaking")
    assert "Not shown: 12 changes below breaking." in breaking.out
    filtered = run(*base, "--order", "eo-14412", "--format", "json")
    assert {each["instrument"] for each in filtered.json["changes"]} == {"eo-14412"}
    assert filtered.json["hidden"] == {"below_level": 0, "filtered": 11}
    agency = run(*base, "--lead", "omb", "--format", "json").json["changes"]
    assert [each["id"] for each in agency] == ["eo-14409/2e"]
    assert run(*base, "--status", "reported", "--format", "json").json["by_kind"] == {
        "status-fulfilled": 1
    }
    assert run(*base, "--order", "eo-14413").status == 0


def test_a_removed_order_can_still_be_filtered(write: Write, run: Run) -> None:
    old, new = (
        write(order(directive()), order(directive(), id="eo-2"), folder="old"),
        write(order(directive()), folder="new"),
    )
    (new / "1.yaml").unlink(missing_ok=True)
    result = run("diff", old, new, "--order", "eo-2", "--format", "json")
    assert [each["id"] for each in result.json["changes"]] == ["eo-2/2a"]


def test_summary_counts(run: Run) -> None:
    result = run("diff", "2026-07-01", "2026-08-01", "--summary")
    assert (
        "  7  notable  The due date passed, and nothing shows that the directive was met."
        in result.lines
    )
    assert "12 changes: 12 notable." in result.lines
    assert (
        run("diff", "2026-07-01", "2026-08-01", "--summary", "--format", "json").json["changes"]
        == []
    )


def test_json_has_every_key_always(run: Run) -> None:
    changes = run("diff", "2026-06-01", "2026-11-23", "--format", "json").json["changes"]
    assert len({tuple(each) for each in changes}) == 1
    assert len({each["fingerprint"] for each in changes}) == len(changes)
    again = run("diff", "2026-06-01", "2026-11-24", "--format", "json").json["changes"]
    assert {each["fingerprint"] for each in again} == {each["fingerprint"] for each in changes}


def test_markdown_groups_by_what_the_reader_must_do(run: Run, tmp_path: Path) -> None:
    guidance = tmp_path / "guidance.yaml"
    guidance.write_text(
        GUIDANCE.replace("title: Report,", "title: 'Report [x](http://evil) <b>',"),
        encoding="utf-8",
    )
    text = run("diff", guidance, "--format", "md").out
    assert text.startswith(
        "## What adopting Guidance changes\n\n### Action required: someone must act differently or sooner (2)\n\n**Law: Guidance, dated "
    )
    assert (
        "- **EO 14409 § 2(f)** (OPM): Due Thursday, October 1, 2026, 61 days later than Saturday, August 1, 2026"
        in text
    )
    assert "\\[x\\](http<!-- -->://evil) \\<b\\>" in text


def test_annotations_stand_at_the_line_of_the_cause(run: Run, repository: Path) -> None:
    edit(
        repository / "eo-14409.yaml",
        "deadline: {within: 60 days, of: date}",
        "deadline: {within: 45 days, of: date}",
    )
    result = run("diff", "--catalog", repository, "--as-of", "2026-06-20", "--format", "github")
    line = next(
        number
        for number, text in enumerate(
            (repository / "eo-14409.yaml").read_text(encoding="utf-8").splitlines(), 1
        )
        if "45 days" in text
    )
    file = str(repository / "eo-14409.yaml").replace(":", "%3A").replace(",", "%2C")
    assert result.lines[0].startswith(
        f"::error file={file},line={line},col=5,title=breaking%3A Action required"
    )
    assert "15 days earlier than" in result.lines[0]
    assert len(result.lines) == 1


def test_an_annotation_cannot_be_broken_out_of(run: Run, write: Write) -> None:
    old = write(order(directive()), folder="old")
    new = write(order(directive(title="100%\n::error::x", deadline=TWO)), folder="new")
    out = run("diff", old, new, "--as-of", "2026-06-20", "--format", "github").out
    assert all(line.startswith(("::warning ", "::notice ")) for line in out.splitlines())
    assert "100%25 ::error::x" in out


def test_what_comes_into_force_later_is_said(run: Run, tmp_path: Path) -> None:
    guidance = tmp_path / "guidance.yaml"
    later = GUIDANCE.replace("cite: '2'}", "cite: '2', effective: 2099-01-01}")
    guidance.write_text(later, encoding="utf-8")
    result = run("diff", guidance)
    assert (
        "Not in force yet: Guidance amends eo-14409/2f, from Thursday, January 1, 2099"
        in result.out
    )
    assert "61 days" not in result.out


def test_narrow_and_wide_screens_say_the_same(run: Run) -> None:
    wide = run("diff", "2026-07-01", "2026-08-01", columns=160).out
    narrow = run("diff", "2026-07-01", "2026-08-01", columns=60).out
    assert max(map(len, narrow.splitlines())) <= 60
    assert "Form an AI cybersecurity clearinghouse" in wide
    assert "Form an AI cybersecurity clearinghouse" in " ".join(narrow.split())


def test_days_the_wrong_way_round_are_said(run: Run) -> None:
    assert (
        run("diff", "2026-09-01", "2026-06-10", "--summary")
        .lines[0]
        .startswith("Going back from Tuesday, September 1, 2026 to")
    )
    assert (
        run("diff", "2026-06-10", "2026-09-01", "--summary")
        .lines[0]
        .startswith("What became known or came due from")
    )


def test_what_is_claimed_is_no_law_and_what_cannot_be_checked_is_not_called_met(run: Run) -> None:
    text = " ".join(run("diff", "2026-06-10", "2026-09-10").out.split())
    assert (
        "Event: EO 14409 § 3(b) claimed (White House statement of August 3, as CNN reports it, secondary"
        in text
    )
    assert (
        "Claimed, but not publicly verifiable (due Saturday, August 1, 2026; was upcoming, now not verifiable)"
        in text
    )
    assert (
        "Past due; not publicly verifiable (due Thursday, September 3, 2026; was upcoming, now not verifiable)"
        in text
    )
    assert (
        "Law: EO 14412 parallels EO 14409 EO 14409 Status unchanged: the whole instrument" in text
    )


def test_a_change_says_through_whom_they_act_and_how_far_a_limit_goes(run: Run) -> None:
    text = " ".join(run("diff", "2026-06-10", "2026-09-10").out.split())
    assert (
        "EO 14409 § 3(b) Treasury; War through NSA; DHS through CISA Reported (due Saturday, August 1, 2026"
        in text
    )
    assert "NSPM-12 § 9 Limitation added, for the whole memorandum: Existing authorities" in text
    assert "NSPM-12 § 5(b)(iii) Limitation added, for this paragraph: " in text


def test_every_kind_of_change_has_a_case() -> None:
    """It, or what it is called backwards, is named in a table here or in a test of this suite."""
    told = " ".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    for code, kind in KINDS.items():
        assert f'"{code}"' in told or f'"{kind.mirror}"' in told, code
