"""The shipped catalog: the fixed points of the real story, its sources, and every date recounted
from its words.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import CATALOG, Run
from dateutil import parser
from dateutil.relativedelta import relativedelta

from eo_tracker.catalog.load import load
from eo_tracker.extract.parties import Names
from eo_tracker.lookup import party
from eo_tracker.models import Deadline, Directive, Effect, Event, Instrument
from eo_tracker.names import names_of
from eo_tracker.resolve import resolve

NOW = "2026-11-23"
CATALOG_READ = load([CATALOG], name="obligations").usable()
DIRECTIVES = [
    pytest.param(instrument, directive, id=key)
    for key, (instrument, directive) in CATALOG_READ.directives.items()
]


def due(run: Run, *args: str, as_of: str = NOW) -> list[dict[str, Any]]:
    answer = run("due", *args, "--as-of", as_of, "--format", "json")
    assert answer.status == 0, answer.err
    rows: list[dict[str, Any]] = answer.json["obligations"]
    return rows


def test_what_is_due_within_thirty_days(run: Run) -> None:
    rows = due(run, "--within", "30d")
    dated = [(row["due"], row["id"]) for row in rows if row["due"]]
    assert dated[:3] == [
        ("2026-11-28", "eo-14434/3b"),
        ("2026-12-07", "bod-26-04/phase-3"),
        ("2026-12-07", "fedramp-vdr-ver/vdr-ver"),
    ]
    assert [(row["id"], row["projected"]) for row in rows if not row["due"]] == [
        ("nspm-12/6b-iii-harmonize", "2026-12-09"),
        ("nspm-12/6c-iii", "2026-12-09"),
    ]
    cites: dict[str, set[str]] = {}
    for row in rows[5:]:
        assert row["due"] == "2026-12-19"
        cites.setdefault(row["instrument"], set()).add(row["cite"])
    assert cites["eo-14412"] == {"4(c)", "5(c)", "6(b)", "6(c)"}
    assert {re.sub(r"(?<=[468]\([cde]\)).*", "", cite) for cite in cites["eo-14413"]} == {
        "3(a)",
        "4(d)",
        "4(e)",
        "6(d)",
        "8(c)",
        "10(b)(ii)",
    }
    assert set(cites) == {"eo-14412", "eo-14413"}
    assert next(row for row in rows if row["id"] == "eo-14434/3b")["weekday"] == "Saturday"


def test_what_comes_under_the_order(run: Run) -> None:
    rows = due(run, "--within", "30d", "--under", "eo-14409")
    assert {(row["id"], row["link"]) for row in rows} == {
        ("bod-26-04/phase-3", "inferred"),
        ("fedramp-vdr-ver/vdr-ver", "inferred"),
    }


def test_a_federal_holiday_is_flagged(run: Run) -> None:
    screen = run("due", "--within", "90d", "--as-of", NOW).out
    assert (
        "Monday, January 18, 2027, 56 days left\n  Birthday of Martin Luther King, Jr., a federal holiday, not a business day."
        in screen
    )


@pytest.mark.parametrize(
    ("instrument", "unknown", "known"),
    [("bod-26-04", "2026-06-09", "2026-06-10"), ("fedramp-vdr-ver", "2026-06-23", "2026-06-24")],
)
def test_an_instrument_is_known_from_its_day(
    run: Run, instrument: str, unknown: str, known: str
) -> None:
    for day, expected in ((unknown, False), (known, True)):
        rows = run("list", "--order", instrument, "--as-of", day, "--format", "json").json[
            "obligations"
        ]
        assert bool(rows) is expected


def test_gold_eagle_is_known_from_its_announcement(run: Run) -> None:
    found = {
        day: run("show", "14409/2d", "--as-of", day, "--format", "json").json["obligations"][0]
        for day in ("2026-07-13", "2026-07-14")
    }
    assert [(each["status"], len(each["events"])) for each in found.values()] == [
        ("past-due", 0),
        ("reported", 1),
    ]


def test_where_the_directives_of_the_order_stand(run: Run) -> None:
    rows = run("list", "--order", "eo-14409", "--as-of", NOW, "--format", "json").json[
        "obligations"
    ]
    assert {row["id"].partition("/")[2]: row["status"] for row in rows} == {
        "2a": "past-due",
        "2b": "past-due",
        "2c-i": "reported",
        "2c-ii": "past-due",
        "2c-iii": "past-due",
        "2d": "reported",
        "2e": "past-due",
        "2f": "past-due",
        "3a": "unverifiable",
        "3a-determination": "unverifiable",
        "3b": "reported",
        "4": "continuing",
        "5d": "continuing",
    }
    grace = due(run, "--under", "fedramp-vdr-ver", as_of=NOW)
    assert [(row["due"], row["grace_until"]) for row in grace] == [("2026-12-07", "2027-03-07")]


def test_two_dates_for_phase_two(run: Run) -> None:
    row = run("show", "bod-26-04/phase-2", "--as-of", NOW, "--format", "json").json["obligations"][
        0
    ]
    assert (row["due"], [each["due"] for each in row["alternatives"]]) == (
        "2026-08-07",
        ["2026-08-09"],
    )


def test_the_yearly_report_until_migration_is_complete(run: Run) -> None:
    for day, expected in ((NOW, ["2026-12-19"]), ("2027-01-04", ["2026-12-19", "2027-12-19"])):
        rows = run("show", "eo-14412/5c", "--as-of", day, "--format", "json").json["obligations"]
        assert [row["occurrence"] for row in rows] == expected
        assert rows[0]["reading"]["alternative"]


def test_the_guidance_of_the_post_quantum_order_is_reported(run: Run) -> None:
    row = run("show", "eo-14412/4b", "--as-of", NOW, "--format", "json").json["obligations"][0]
    assert row["status"] == "reported"
    assert [each["by"] for each in row["effects"] if each["does"] == "satisfies"] == ["omb-m-26-15"]


def test_dates_that_bind_nobody_by_themselves_are_terms(run: Run) -> None:
    def terms(order: str) -> set[str]:
        return {
            each["by"]
            for each in run("show", order, "--format", "json").json["instrument"]["durations"]
            if each["by"]
        }

    assert terms("eo-14412") == {"2030-12-31", "2031-12-31"}
    assert terms("eo-14413") == {"2028-09-30"}
    dates = {
        row["due"] for row in run("list", "--as-of", NOW, "--format", "json").json["obligations"]
    }
    assert not dates & {"2030-12-31", "2031-12-31", "2028-09-30"}


@pytest.mark.parametrize(
    "name", ["eo-14409", "eo-14412", "eo-14413", "nspm-11", "nspm-12", "memo-2026-08-12"]
)
def test_orders_that_are_there_whole(name: str) -> None:
    instrument = CATALOG_READ.instruments[name]
    assert instrument.coverage == "complete"
    assert instrument.sources["text"].seen == "full"
    if name != "eo-14409":
        assert [effect.does for effect in instrument.effects if effect.on == "eo-14409"] == [
            "parallels"
        ]


@pytest.mark.parametrize("name", ["omb-m-26-14", "super-intelligence-force"])
def test_what_is_known_but_not_tracked_says_why(name: str) -> None:
    instrument = CATALOG_READ.instruments[name]
    assert not instrument.directives
    assert (instrument.coverage or "").startswith("not tracked: ")


def test_the_numbering_hazard_stands_where_a_searcher_meets_it(run: Run) -> None:
    assert "14409" in run("show", "eo-14412", "--as-of", NOW).out
    assert "EO 14412" in run("show", "eo-14409", "--as-of", NOW).out


def test_the_draft_keeps_both_accounts(run: Run) -> None:
    draft = run("show", "eo-14409-draft", "--as-of", NOW, "--format", "json").json["instrument"]
    assert [each["length"] for each in draft["durations"]] == ["up to 90 days"]
    assert len({each["says"] for each in draft["disputes"][0]["accounts"]}) == 2


NAMES = names_of(CATALOG_READ)


def test_every_party_goes_by_the_names_that_are_printed() -> None:
    """`Attorney General` is an official of the registry, and the head of another party as well."""
    for key, each in CATALOG_READ.parties.items():
        assert (party(NAMES, each.name), party(NAMES, each.label)) == (key, key)
        assert Names(CATALOG_READ.parties).find(each.name).roles[:1] == ((key, None),)
    assert party(NAMES, "Secretary of the Treasury") == "treasury"


def test_every_directive_effect_and_event_has_a_dated_source() -> None:
    for instrument in CATALOG_READ.instruments.values():
        entries: list[Directive | Effect | Event] = [
            *instrument.directives,
            *instrument.effects,
            *instrument.events,
        ]
        for entry in entries:
            source = instrument.sources[entry.source]
            assert source.published, (instrument.id, entry)


WORDS = re.compile(
    r"(\d+) (calendar day|business day|day|month|year)s?|(?:by|than) ([A-Z][a-z]+ \d+, \d{4})"
)


def rules(rule: Deadline | None) -> list[Deadline]:
    return (
        []
        if rule is None
        else [rule, *(each for part in (*rule.earliest, *rule.latest) for each in rules(part))]
    )


@pytest.mark.parametrize(("instrument", "directive"), DIRECTIVES)
def test_every_date_is_recounted_from_its_words(
    instrument: Instrument, directive: Directive
) -> None:
    rule = directive.deadline
    if rule is None or not (rule.within or rule.by) or instrument.id == "fedramp-vdr-ver":
        return
    assert directive.quote, "a dated directive quotes the words of its time limit"
    found = WORDS.search(directive.quote)
    assert found, directive.quote
    if found[3]:
        assert rule.by is not None
        assert rule.by.last == parser.parse(found[3]).date()
        return
    assert rule.within is not None
    assert (str(rule.within.amount), rule.within.unit) == (found[1], found[2])
    if rule.of != "date":
        assert not re.search(r"the date of (?:this|the) (?:order|memorandum)", directive.quote)
        return
    expected = instrument.dated + relativedelta(**{f"{found[2]}s": int(found[1])})  # type: ignore[arg-type]
    rows = [
        each
        for each in resolve(CATALOG_READ, date(2026, 10, 9)).obligations
        if each.id == instrument.key(directive.id)
    ]
    assert expected in {step.day for row in rows for step in row.steps if step.kind == "count"}
    assert not instrument.counting


def test_the_catalog_is_clean(run: Run) -> None:
    assert run("check", CATALOG).out == ""
    assert sorted(path.name for path in Path(CATALOG).iterdir()) == sorted(
        [*(f"{key}.yaml" for key in CATALOG_READ.instruments), "agencies.yaml"]
    )
