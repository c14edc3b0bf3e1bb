"""Every form of deadline: what it gives before, when and after what it counts from is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from build import directive, order
from conftest import Run, Write

DAY = "2026-06-20"


def rows(run: Run, folder: Path, as_of: str = DAY, *more: str) -> dict[str, dict[str, Any]]:
    answer = run("list", "--catalog", folder, "--as-of", as_of, "--format", "json", *more)
    assert answer.status == 0, answer.err
    return {each["id"].partition("/")[2]: each for each in answer.json["obligations"]}


def happened(of: str, on: str | None, what: str = "completed", **keys: Any) -> dict[str, Any]:
    return {"of": of, "what": what, "source": "text", **({"on": on} if on else {}), **keys}


TRIGGERS = [
    {"id": "alarm", "what": "An alarm is raised"},
    {"id": "listing", "what": "A flaw is listed", "repeats": "true"},
]


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ({"within": "30 days", "of": "date"}, "2026-07-02"),
        ({"within": "30 days", "of": "publication"}, "2026-07-05"),
        ({"within": "30 days", "of": "effective"}, "2026-07-31"),
        ({"within": "6 weeks", "of": "date"}, "2026-07-14"),
        ({"within": "1 month", "of": "date"}, "2026-07-02"),
        ({"within": "1 year", "of": "date"}, "2027-06-02"),
        ({"within": "10 business days", "of": "date"}, "2026-06-16"),
        ({"within": "14 business days", "of": "date"}, "2026-06-23"),  # Juneteenth lies between
        ({"by": "2030-12-31"}, "2030-12-31"),
        ({"by": "2027"}, "2027-12-31"),
        ({"by": "FY2027"}, "2027-09-30"),
        ({"by": "2026-Q4"}, "2026-12-31"),
        ({"by": "2026-09"}, "2026-09-30"),
        ({"earliest": [{"within": "30 days", "of": "date"}, {"by": "2026-06-30"}]}, "2026-06-30"),
        ({"latest": [{"within": "30 days", "of": "date"}, {"by": "2026-06-30"}]}, "2026-07-02"),
        ({"within": "30 days", "of": "alarm"}, None),
        ({"within": "72 hours", "of": "date"}, None),
        ({"every": "1 year"}, None),
    ],
)
def test_forms(run: Run, write: Write, rule: dict[str, Any], due: str | None) -> None:
    folder = write(
        order(
            directive(deadline=rule),
            published="2026-06-05",
            effective="2026-07-01",
            triggers=TRIGGERS,
        )
    )
    assert rows(run, folder)["2a"]["due"] == due


@pytest.mark.parametrize("missing", ["publication", "effective"])
def test_a_date_of_its_own_that_is_not_known(run: Run, write: Write, missing: str) -> None:
    row = rows(run, write(order(directive(deadline={"within": "30 days", "of": missing}))))["2a"]
    assert (row["due"], row["status"], row["waits_for"]) == (None, "waiting", [missing])


def test_a_chain_projects_from_last_day_to_last_day_until_a_step_is_known(
    run: Run, write: Write
) -> None:
    steps = [
        directive("a"),
        directive("b", deadline={"within": "60 days", "of": "a"}),
        directive("c", deadline={"within": "1 month", "of": "b"}),
    ]
    folder = write(order(*steps))
    found = rows(run, folder)
    assert [
        (
            found[each]["due"],
            found[each]["projected"],
            found[each]["status"],
            found[each]["days_left"],
        )
        for each in "abc"
    ] == [
        ("2026-07-02", None, "upcoming", 12),
        (None, "2026-08-31", "waiting", None),
        (None, "2026-09-30", "waiting", None),
    ]
    # A projection is never past due.
    assert rows(run, folder, "2027-06-01")["c"]["status"] == "waiting"
    folder = write(order(*steps, events=[happened("a", "2026-06-10")]))
    found = rows(run, folder)
    assert [(found[each]["due"], found[each]["projected"]) for each in "bc"] == [
        ("2026-08-09", None),
        (None, "2026-09-09"),
    ]


def test_a_projection_is_said_in_those_words_on_every_screen(run: Run, write: Write) -> None:
    folder = write(order(directive("a"), directive("b", deadline={"within": "60 days", "of": "a"})))
    words = "if every earlier step was taken by its last day"
    for command in (
        ["due", "--within", "1y"],
        ["show", "eo-1/b"],
        ["explain", "eo-1/b"],
        ["due", "--within", "1y", "--format", "md"],
    ):
        assert words in run(*command, "--catalog", folder, "--as-of", DAY).out, command
    assert "(2026-08-31)" in run("list", "--catalog", folder, "--as-of", DAY).out
    assert "waiting, projected" in run("list", "--catalog", folder, "--as-of", DAY).out


@pytest.mark.parametrize(
    "event",
    [
        happened("a", None),
        happened("a", "2026-06"),
        happened("a", "2026-06-10", "announced"),
        happened("a", None, "claimed"),
    ],
)
def test_a_step_completed_on_an_unknown_day_gives_no_date_at_all(
    run: Run, write: Write, event: dict[str, Any]
) -> None:
    folder = write(
        order(
            directive("a"),
            directive("b", deadline={"within": "60 days", "of": "a"}),
            events=[event],
        )
    )
    row = rows(run, folder, "2026-07-20")["b"]
    assert (row["due"], row["projected"], row["status"]) == (None, None, "waiting")
    assert (
        "but not on which day"
        in run("explain", "eo-1/b", "--catalog", folder, "--as-of", "2026-07-20").out
    )


def test_a_step_that_is_no_longer_in_force_projects_nothing(run: Run, write: Write) -> None:
    revoking = order(id="eo-2", dated="2026-06-10", effects=[{"does": "revokes", "on": "eo-1/a"}])
    row = rows(
        run,
        write(
            order(directive("a"), directive("b", deadline={"within": "60 days", "of": "a"})),
            revoking,
        ),
    )["b"]
    assert (row["due"], row["projected"]) == (None, None)


def test_a_trigger_that_happens_once(run: Run, write: Write) -> None:
    folder = write(
        order(
            directive(deadline={"within": "3 days", "of": "alarm"}),
            triggers=TRIGGERS,
            events=[happened("alarm", "2026-06-18", "occurred")],
        )
    )
    assert rows(run, folder)["2a"]["due"] == "2026-06-21"


def test_a_trigger_that_starts_the_clock_anew_each_time(run: Run, write: Write) -> None:
    rule = {
        "earliest": [{"within": "3 days", "of": "listing"}, {"within": "14 days", "of": "listing"}]
    }
    folder = write(order(directive(deadline=rule), triggers=TRIGGERS))
    row = rows(run, folder)["2a"]
    assert (row["due"], row["status"]) == (None, "continuing")
    assumed = rows(run, folder, DAY, "--assume", "eo-1/listing=2026-06-19")["2a"]
    assert (assumed["due"], assumed["hypothetical"]) == ("2026-06-22", True)


def test_before_something(run: Run, write: Write) -> None:
    folder = write(
        order(directive("a"), directive("b", deadline={"within": "10 days", "before": "a"}))
    )
    assert rows(run, folder)["b"]["projected"] == "2026-06-22"
    announced = happened("alarm", "2026-06-30", "occurred", source="text")
    folder = write(
        order(
            directive("b", deadline={"within": "10 days", "before": "alarm"}),
            triggers=TRIGGERS,
            events=[announced],
        )
    )
    assert rows(run, folder)["b"]["due"] == "2026-06-20"


def test_the_earliest_with_a_part_unknown_is_the_known_one_and_the_latest_waits(
    run: Run, write: Write
) -> None:
    parts = [{"by": "2026-08-01"}, {"within": "3 days", "of": "alarm"}]
    folder = write(
        order(
            directive("a", deadline={"earliest": parts}),
            directive("b", deadline={"latest": parts}),
            triggers=TRIGGERS,
        )
    )
    found = rows(run, folder)
    assert (found["a"]["due"], found["b"]["due"], found["b"]["status"]) == (
        "2026-08-01",
        None,
        "waiting",
    )


def test_the_earliest_supported_date_is_due_and_the_other_stays_visible(
    run: Run, write: Write
) -> None:
    other = {"deadline": {"by": "2026-06-30"}, "why": "a report gives June 30", "source": "paper"}
    folder = write(order(directive(alternatives=[other])))
    row = rows(run, folder)["2a"]
    assert (row["due"], [each["due"] for each in row["alternatives"]]) == (
        "2026-06-30",
        ["2026-07-02"],
    )
    proof = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", DAY).out
    assert (
        "Docketed   Tuesday, June 30, 2026, the earliest date that the record supports: a report gives June 30 (Paper)"
        in proof
    )
    assert "Other date Thursday, July 2, 2026, by the count above." in proof
    later = {"deadline": {"by": "2026-07-09"}, "why": "a report gives July 9"}
    row = rows(run, write(order(directive(alternatives=[later]))))["2a"]
    assert (row["due"], [each["due"] for each in row["alternatives"]]) == (
        "2026-07-02",
        ["2026-07-09"],
    )


def test_an_extension_keeps_the_original_date(run: Run, write: Write) -> None:
    effect = {
        "does": "amends",
        "on": "eo-1/2a",
        "cite": "1",
        "set": {"deadline": {"by": "2026-10-01"}, "force": "hortatory"},
    }
    folder = write(order(directive()), order(id="eo-2", dated="2026-06-10", effects=[effect]))
    row = rows(run, folder)["2a"]
    assert (row["due"], row["original_due"], row["force"]) == (
        "2026-10-01",
        "2026-07-02",
        "hortatory",
    )
    assert (
        "Amended    by EO 2 § 1, Wednesday, June 10, 2026; before that Thursday, July 2, 2026."
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", DAY).out
    )
    assert rows(run, folder, "2026-06-09")["2a"]["due"] == "2026-07-02"


def test_amendments_are_folded_in_order_of_date(run: Run, write: Write) -> None:
    def moving(to: str) -> list[dict[str, Any]]:
        return [{"does": "amends", "on": "eo-1/2a", "set": {"deadline": {"by": to}}}]

    later = order(id="eo-2", dated="2026-06-12", effects=moving("2026-09-09"))
    sooner = order(id="eo-3", dated="2026-06-10", effects=moving("2026-08-08"))
    folder = write(later, sooner, order(directive()))
    assert [
        rows(run, folder, day)["2a"]["due"]
        for day in ("2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12")
    ] == [
        "2026-07-02",
        "2026-08-08",
        "2026-08-08",
        "2026-09-09",
    ]


def test_an_amendment_counts_from_the_amended_instrument_and_its_own_triggers(
    run: Run, write: Write
) -> None:
    effects = [
        {
            "does": "amends",
            "on": "eo-1/a",
            "set": {"deadline": {"within": "90 days", "of": "date"}},
        },
        {
            "does": "amends",
            "on": "eo-1/b",
            "set": {"deadline": {"within": "9 days", "of": "alarm"}},
        },
    ]
    amending = order(
        id="eo-2",
        dated="2026-06-10",
        effects=effects,
        triggers=TRIGGERS,
        events=[happened("alarm", "2026-06-19", "occurred")],
    )
    found = rows(run, write(order(directive("a"), directive("b")), amending))
    assert (found["a"]["due"], found["b"]["due"]) == ("2026-08-31", "2026-06-28")


def test_two_effects_of_one_day_on_one_field_are_a_problem(run: Run, write: Write) -> None:
    effects = [{"does": "amends", "on": "eo-1/2a", "set": {"deadline": {"by": "2026-10-01"}}}]
    folder = write(
        order(directive()),
        *(order(id=f"eo-{each}", dated="2026-06-10", effects=effects) for each in (2, 3)),
    )
    result = run("due", "--catalog", folder)
    assert result.status == 2
    assert (
        "E303 eo-2 and eo-3 both change 'deadline' of eo-1/2a on 2026-06-10; say which one holds"
        in result.err
    )


def test_amended_limits_and_instruments(run: Run, write: Write) -> None:
    limit = {"id": "3c", "cite": "3(c)", "scope": "section", "summary": "Nothing is licensed."}
    effects = [
        {"does": "amends", "on": "eo-1/3c", "set": {"scope": "order"}},
        {"does": "amends", "on": "eo-1", "set": {"effective": "2026-07-01"}},
    ]
    directives = directive(deadline={"within": "30 days", "of": "effective"})
    folder = write(
        order(directives, limitations=[limit]),
        order(id="eo-2", dated="2026-06-10", effects=effects),
    )
    assert (
        run("show", "eo-1", "--catalog", folder, "--as-of", DAY, "--format", "json").json[
            "instrument"
        ]["limitations"][0]["scope"]
        == "order"
    )
    assert rows(run, folder)["2a"]["due"] == "2026-07-31"
    wrong = [{"does": "amends", "on": "eo-1/3c", "set": {"deadline": {"by": "2027"}}}]
    folder = write(
        order(directives, limitations=[limit]), order(id="eo-2", dated="2026-06-10", effects=wrong)
    )
    assert "E306 eo-1/3c is a limitation and has no 'deadline' to amend" in run("check", folder).out


def test_grace_is_never_the_deadline(run: Run, write: Write) -> None:
    folder = write(order(directive(grace={"until": "2026-10-01"})))
    row = rows(run, folder)["2a"]
    assert (row["due"], row["grace_until"]) == ("2026-07-02", "2026-10-01")
    assert rows(run, folder, "2026-07-03")["2a"]["status"] == "past-due"


def test_an_instruments_own_counting_rule_moves_its_dates(run: Run, write: Write) -> None:
    rule = {"within": "60 days", "of": "date"}
    folder = write(order(directive(deadline=rule), counting={"roll": "forward", "cite": "§ 7"}))
    assert rows(run, folder)["2a"]["due"] == "2026-08-03"
    assert (
        "Moved      From Saturday, August 1, 2026 to Monday, August 3, 2026: § 7."
        in run("explain", "eo-1/2a", "--catalog", folder).out
    )
    assert (
        rows(run, write(order(directive(deadline=rule), counting={"roll": "back", "cite": "§ 7"})))[
            "2a"
        ]["due"]
        == "2026-07-31"
    )


def test_a_month_that_is_too_short_says_so(run: Run, write: Write) -> None:
    folder = write(
        order(directive(deadline={"within": "1 month", "of": "date"}), dated="2026-08-31")
    )
    assert (
        "so its last day counts"
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-09-01").out
    )
    assert rows(run, folder, "2026-09-01")["2a"]["due"] == "2026-09-30"


def test_dates_beyond_the_calendar(run: Run, write: Write) -> None:
    row = rows(run, write(order(directive(deadline={"within": "9999 years", "of": "date"}))))["2a"]
    assert (row["due"], row["status"]) == (None, "waiting")


# Recurrence


def occurrences(run: Run, folder: Path, as_of: str) -> list[tuple[str, str, int]]:
    answer = run("list", "--catalog", folder, "--as-of", as_of, "--format", "json").json[
        "obligations"
    ]
    return [(each["occurrence"], each["status"], each["other_occurrences"]) for each in answer]


YEARLY = {"within": "30 days", "of": "date", "every": "1 year"}


def test_a_recurring_directive_shows_the_next_and_the_latest_unmet_and_counts_the_rest(
    run: Run, write: Write
) -> None:
    folder = write(order(directive(deadline=YEARLY)))
    assert occurrences(run, folder, "2026-06-20") == [("2026-07-02", "upcoming", 0)]
    assert occurrences(run, folder, "2026-07-02") == [("2026-07-02", "due-today", 0)]
    assert occurrences(run, folder, "2026-07-03") == [
        ("2026-07-02", "past-due", 0),
        ("2027-07-02", "upcoming", 0),
    ]
    assert occurrences(run, folder, "2029-08-01") == [
        ("2029-07-02", "past-due", 3),
        ("2030-07-02", "upcoming", 3),
    ]
    met = [
        happened("2a", "2029-07-01", occurrence="2029-07-02"),
        happened("2a", "2027-07-01", "announced", occurrence="2027-07-02"),
    ]
    folder = write(order(directive(deadline=YEARLY), events=met))
    assert occurrences(run, folder, "2029-08-01") == [
        ("2028-07-02", "past-due", 3),
        ("2030-07-02", "upcoming", 3),
    ]


def test_an_event_of_a_recurring_directive_names_its_occurrence(run: Run, write: Write) -> None:
    folder = write(order(directive(deadline=YEARLY), events=[happened("2a", "2026-07-01")]))
    assert (
        "E305 2a recurs; say which date the event is about with 'occurrence'"
        in run("check", folder).out
    )


def test_one_report_of_another_instrument_meets_one_date(run: Run, write: Write) -> None:
    def after(**keys: Any) -> list[tuple[str, str, int]]:
        effect = {"on": "eo-1/2a", "cite": "1", **keys}
        return occurrences(
            run,
            write(
                order(directive(deadline=YEARLY)),
                order(id="eo-2", dated="2027-06-20", effects=[effect]),
            ),
            "2028-08-01",
        )

    assert after(does="satisfies", occurrence="2028-07-02") == [
        ("2027-07-02", "past-due", 2),
        ("2029-07-02", "upcoming", 2),
    ]
    assert after(does="satisfies", occurrence="2029-07-02") == [
        ("2028-07-02", "past-due", 2),
        ("2029-07-02", "done", 2),
    ]
    assert after(does="implements") == [
        ("2028-07-02", "past-due", 2),
        ("2029-07-02", "upcoming", 2),
    ]


def test_a_report_on_a_recurrence_without_a_first_date_settles_nothing(
    run: Run, write: Write
) -> None:
    folder = write(
        order(
            directive(deadline={"every": "1 year"}),
            events=[happened("2a", "2026-06-10", occurrence="2026-06-10")],
        )
    )
    assert rows(run, folder)["2a"]["status"] == "continuing"


@pytest.mark.parametrize(
    ("effect", "message"),
    [
        (
            {"does": "satisfies"},
            "E305 eo-1/2a recurs; say which date is satisfied with 'occurrence'",
        ),
        (
            {"does": "satisfies", "occurrence": "2026-07-03"},
            "E604 eo-1/2a is due every 1 year from 2026-07-02, but not on 2026-07-03",
        ),
        (
            {"does": "implements", "on": "eo-1/3a", "occurrence": "2026-07-02"},
            "E604 eo-1/3a does not recur",
        ),
        (
            {"does": "implements", "on": "eo-1", "occurrence": "2026-07-02"},
            "E604 eo-1 does not recur",
        ),
        (
            {"does": "stays", "occurrence": "2026-07-02"},
            "'occurrence' goes with 'implements' and 'satisfies'",
        ),
    ],
    ids=str,
)
def test_an_effect_names_a_date_that_its_directive_has(
    run: Run, write: Write, effect: dict[str, Any], message: str
) -> None:
    first = order(directive(deadline=YEARLY), directive("3a", cite="3(a)"))
    folder = write(
        first,
        order(id="eo-2", dated="2026-06-20", effects=[{"on": "eo-1/2a", "cite": "1", **effect}]),
    )
    assert message in run("check", folder).out


@pytest.mark.parametrize(
    ("until", "last"),
    [("2028-12-31", "2028-07-02"), ("2028", "2028-07-02"), ("alarm", "2028-07-02")],
)
def test_a_recurrence_ends_on_a_date_or_with_an_event(
    run: Run, write: Write, until: str, last: str
) -> None:
    rule = YEARLY | {"until": until}
    folder = write(
        order(
            directive(deadline=rule),
            triggers=TRIGGERS,
            events=[happened("alarm", "2028-08-01", "occurred")],
        )
    )
    assert occurrences(run, folder, "2031-01-01") == [(last, "past-due", 2)]


@pytest.mark.parametrize("first", ["2a", "3z"])
def test_a_recurrence_ends_with_a_directive_wherever_that_stands(
    run: Run, write: Write, first: str
) -> None:
    ends = directive(first, cite="2(b)", deadline={"within": "700 days", "of": "date"})
    again = directive("3a", cite="2(c)", deadline=YEARLY | {"until": first})
    told = [happened(first, "2028-01-10")]
    for files in ([again, ends], [ends, again]):
        folder = write(order(*files, events=told))
        assert [row for row in occurrences(run, folder, "2031-01-01") if row[0]] == [
            ("2027-07-02", "past-due", 1)
        ]
        assert "3a" in rows(run, folder, "2031-01-01", "--changed-since", "2028-01-10")
        assert "3a" not in rows(run, folder, "2031-01-01", "--changed-since", "2028-01-11")


def test_a_recurrence_that_ends_with_what_counts_from_it_is_a_circle(
    run: Run, write: Write
) -> None:
    rule = YEARLY | {"until": "3a"}
    folder = write(
        order(
            directive(deadline=rule),
            directive("3a", cite="3(a)", deadline={"within": "30 days", "of": "2a"}),
        )
    )
    assert "E302" in run("check", folder).out


def test_amendments_that_close_a_circle_only_in_the_order_of_the_files_close_none(
    run: Run, write: Write
) -> None:
    def turns(id: str, dated: str, effective: str, on: str, of: str) -> str:  # noqa: A002
        set_ = {"deadline": {"within": "1 day", "of": of}}
        return order(
            id=id,
            dated=dated,
            effective=effective,
            effects=[{"does": "amends", "on": on, "set": set_, "cite": "1"}],
        )

    first = order(
        directive("a"), directive("b", cite="2(b)", deadline={"within": "1 day", "of": "a"})
    )
    frees = turns("eo-2", "2026-06-20", "2026-07-01", "eo-1/b", "date")
    binds = turns("eo-3", "2026-06-10", "2026-08-01", "eo-1/a", "eo-1/b")
    assert "E302" not in run("check", write(first, frees, binds)).out
    late = turns("eo-2", "2026-06-20", "2026-09-01", "eo-1/b", "date")
    assert "E302" in run("check", write(first, late, binds)).out


def test_a_recurrence_from_the_last_day_of_a_month_keeps_to_month_ends(
    run: Run, write: Write
) -> None:
    folder = write(
        order(directive(deadline={"by": "2026-01-31", "every": "1 month"}), dated="2026-01-01")
    )
    assert [
        occurrences(run, folder, day)[-1][0] for day in ("2026-02-01", "2026-03-01", "2026-04-01")
    ] == [
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_recurrence_without_a_first_date_is_a_continuing_directive(
    run: Run, write: Write
) -> None:
    folder = write(order(directive(deadline={"every": "3 months"})))
    row = rows(run, folder)["2a"]
    assert (row["due"], row["status"], row["every"]) == (None, "continuing", "3 months")
    assert (
        "Recurs every 3 months; no first date is known."
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", DAY).out
    )


# What if, and what changed


def test_what_if_is_marked_everywhere(run: Run, write: Write) -> None:
    folder = write(order(directive("a"), directive("b", deadline={"within": "60 days", "of": "a"})))
    assume = ["--assume", "a=2026-06-25", "--catalog", folder, "--as-of", DAY]
    for command in (["due", "--within", "1y"], ["list"], ["show", "eo-1/b"], ["explain", "eo-1/b"]):
        screen = run(*command, *assume).out
        assert "hypothetical" in screen.lower().replace("hypothetical: assumes", ""), command
        assert "HYPOTHETICAL: assumes eo-1/a on Thursday, June 25, 2026." in screen
        answer = run(*command, *assume, "--format", "json").json
        assert answer["assumed"] == [{"id": "eo-1/a", "on": "2026-06-25"}]
        row = next(each for each in answer["obligations"] if each["id"] == "eo-1/b")
        assert (row["due"], row["hypothetical"]) == ("2026-08-24", True)
    assert "yes" in run("list", *assume, "--format", "csv").lines[2]


def test_an_assumption_takes_the_place_of_what_is_recorded(run: Run, write: Write) -> None:
    steps = [directive("a"), directive("b", deadline={"within": "60 days", "of": "a"})]
    folder = write(order(*steps, events=[happened("a", "2026-06-10")]))
    assert rows(run, folder, DAY, "--assume", "eo-1/a=2026-06-05")["b"]["due"] == "2026-08-04"


def test_what_became_known_since_a_day(run: Run, write: Write) -> None:
    steps = [
        directive("a"),
        directive("b", deadline={"within": "60 days", "of": "a"}),
        directive("c"),
    ]
    folder = write(order(*steps, events=[happened("a", "2026-06-10", source="shown")]))
    assert set(rows(run, folder, "2026-06-25", "--changed-since", "2026-06-20")) == {"a", "b"}
    assert set(rows(run, folder, "2026-06-25", "--changed-since", "2026-06-21")) == set()
    assert set(rows(run, folder, "2026-06-25", "--changed-since", "2026-06-02")) == {"a", "b", "c"}


def test_an_effect_on_the_whole_instrument_changes_its_duties_only_when_it_ends_them(
    run: Run, write: Write
) -> None:
    for does, changed in (("interprets", set()), ("parallels", set()), ("revokes", {"2a"})):
        folder = write(
            order(directive()),
            order(id="eo-2", dated="2026-06-10", effects=[{"does": does, "on": "eo-1"}]),
        )
        assert set(rows(run, folder, DAY, "--changed-since", "2026-06-05")) == changed


AFTER = "Friday, December 26, 2025 (offices closed by Executive Order 14371) is counted as a business day."
COUNTED = "Wednesday, December 24, 2025 (offices closed by Executive Order 14371) is counted as a business day."
BY_LAW = "Business days are counted by today's holiday law."


@pytest.mark.parametrize(
    "command",
    [["explain", "eo-1/2a"], ["show", "eo-1/2a"], ["due", "--within", "1y"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("dated", "rule", "as_of", "notes"),
    [
        ("2025-12-22", {"within": "5 business days", "of": "date"}, "2025-12-22", [COUNTED, AFTER]),
        ("2025-12-22", {"within": "3 days", "of": "date"}, "2025-12-22", [COUNTED, AFTER]),
        ("2025-12-01", {"within": "23 days", "of": "date"}, "2025-12-20", [COUNTED]),
        (
            "2025-12-01",
            {"within": "23 days", "of": "date"},
            "2025-12-17",
            [],
        ),  # the order was not signed yet
        (
            "2025-12-20",
            {"within": "20 business days", "of": "date"},
            "2025-12-22",
            [COUNTED, AFTER, BY_LAW],
        ),
        ("2026-06-02", {"within": "30 business days", "of": "date"}, "2026-06-02", []),
        (
            "2026-06-02",
            {"by": "2027-01-18"},
            "2026-06-02",
            [],
        ),  # the date itself rests on no holiday
    ],
)
def test_what_is_counted_as_a_business_day_is_said(
    run: Run,
    write: Write,
    command: list[str],
    dated: str,
    rule: dict[str, Any],
    as_of: str,
    notes: list[str],
) -> None:
    out = run(
        *command, "--catalog", write(order(directive(deadline=rule), dated=dated)), "--as-of", as_of
    ).out
    assert [note for note in (COUNTED, AFTER, BY_LAW) if note in out] == notes


def test_programs_are_told_too(run: Run, write: Write) -> None:
    folder = write(
        order(directive(deadline={"within": "2 business days", "of": "date"}), dated="2025-12-22")
    )
    assert rows(run, folder, "2025-12-22")["2a"]["counting"] == [COUNTED]


def test_a_roll_rests_on_holiday_law(run: Run, write: Write) -> None:
    rolling = order(
        directive(deadline={"by": "2027-07-04"}), counting={"roll": "forward", "cite": "9"}
    )
    assert (
        BY_LAW
        in run("explain", "eo-1/2a", "--catalog", write(rolling), "--as-of", "2026-07-01").out
    )
    assert (
        BY_LAW
        not in run("explain", "eo-1/2a", "--catalog", write(rolling), "--as-of", "2027-07-01").out
    )


def test_a_long_count_names_no_hundred_days(run: Run, write: Write) -> None:
    out = run(
        "explain",
        "eo-1/2a",
        "--catalog",
        write(order(directive(deadline={"within": "9999 business days", "of": "date"}))),
    ).out
    assert " days from Thursday, January 20, 2033 to " in out
