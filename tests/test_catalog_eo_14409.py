"""The order in the catalog, held against what the order says."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Run

DIRECTIVES = [
    "2a",
    "2b",
    "2c-i",
    "2c-ii",
    "2c-iii",
    "2d",
    "2e",
    "2f",
    "3a",
    "3a-determination",
    "3b",
    "4",
    "5d",
]


@pytest.fixture
def rows(run: Run) -> dict[str, dict[str, Any]]:
    answer = run("list", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json").json
    return {row["id"].removeprefix("eo-14409/"): row for row in answer["obligations"]}


def test_thirteen_directives(rows: dict[str, dict[str, Any]]) -> None:
    assert sorted(rows) == sorted(DIRECTIVES)


def test_dates(rows: dict[str, dict[str, Any]]) -> None:
    due = {name: row["due"] for name, row in rows.items()}
    thirty = {"2a", "2b", "2c-i", "2c-ii", "2c-iii", "2d", "2e"}
    sixty = {"2f", "3a", "3a-determination", "3b"}
    assert {name for name, day in due.items() if day == "2026-07-02"} == thirty
    assert {name for name, day in due.items() if day == "2026-08-01"} == sixty
    assert {name for name, row in rows.items() if row["status"] == "continuing"} == {"4", "5d"}


@pytest.mark.parametrize(
    ("name", "binds", "consults", "coordinates"),
    [
        ("2a", [("cnss", None)], [], []),
        ("2b", [("dow", None)], [], []),
        ("2c-i", [("dhs", "cisa")], [("omb", None), ("apnsa", None), ("ncd", None)], []),
        ("2c-iii", [("dhs", "cisa")], [("omb", None), ("apnsa", None), ("ncd", None)], []),
        ("2d", [("treasury", None)], [("ncd", None), ("dow", "nsa"), ("dhs", "cisa")], []),
        ("2e", [("omb", None)], [], [("ncd", None), ("cisa", None)]),
        ("2f", [("opm", None)], [], []),
        (
            "3b",
            [("treasury", None), ("dow", "nsa"), ("dhs", "cisa")],
            [("chief-of-staff", "ncd"), ("apst", None), ("commerce", "nist")],
            [("other-agencies", None)],
        ),
        (
            "3a-determination",
            [("nsa", None)],
            [("ncd", None), ("apst", None), ("cisa", None), ("dow-representatives", None)],
            [],
        ),
        ("4", [("attorney-general", None)], [], []),
        ("5d", [("dow", None)], [], []),
    ],
)
def test_roles(
    rows: dict[str, dict[str, Any]],
    name: str,
    binds: list[Any],
    consults: list[Any],
    coordinates: list[Any],
) -> None:
    wanted = (
        [("binds", *each) for each in binds]
        + [("consults", *each) for each in consults]
        + [("coordinates", *each) for each in coordinates]
    )
    assert [
        (each["role"], each["party"], each["through"]) for each in rows[name]["addressees"]
    ] == wanted


def test_both_readings_are_kept(run: Run) -> None:
    for name in ("2c-i", "2c-ii", "2c-iii", "2d", "3a-determination"):
        detail = run("show", f"eo-14409/{name}", "--as-of", "2026-06-09", "--format", "json").json[
            "obligations"
        ][0]
        assert set(detail["reading"]) == {"taken", "alternative", "why"}


def test_benchmarking_continues_and_is_not_public(
    rows: dict[str, dict[str, Any]], run: Run
) -> None:
    assert rows["3a"]["continues"]
    assert run("show", "eo-14409/3a", "--format", "json").json["obligations"][0]["public"] is False


def test_limits_and_the_term(run: Run) -> None:
    order = run("show", "eo-14409", "--format", "json").json["instrument"]
    assert [(each["cite"], each["scope"]) for each in order["limitations"]] == [
        ("3(c)", "section"),
        ("5(a)(i)", "order"),
        ("5(a)(ii)", "order"),
        ("5(b)", "order"),
        ("5(c)", "order"),
    ]
    (term,) = order["durations"]
    assert (term["cite"], term["length"], term["before"]) == (
        "3(b)(ii)",
        "up to 30 days",
        "planned release to other trusted partners",
    )


def test_offices_that_the_order_does_not_name_are_no_addressees(run: Run) -> None:
    agencies = run("agencies", "--order", "eo-14409", "--format", "json").json["agencies"]
    assert not {"caisi", "ostp", "nsc", "oncd", "fbi", "odni"} & {each["id"] for each in agencies}
    war = next(each for each in agencies if each["id"] == "dow")
    assert (war["name"], war["statutory"]) == ("Department of War", "Department of Defense")
