"""An effect acts only while its own instrument is in force: stays of amendments, vacated stays,
revoked revocations, scopes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from build import directive, order
from conftest import Run, Write

Row = dict[str, Any]

# 210 days from June 2, 2026 are December 29.
LONG = directive(deadline={"within": "210 days", "of": "date"})
MOVED = {
    "does": "amends",
    "on": "eo-1/2a",
    "set": {"deadline": {"by": "2028-01-01"}},
    "cite": "1",
    "quote": "no later than January 1, 2028",
}


def notice(**keys: Any) -> str:
    return order(
        id="notice-1", kind="notice", number=None, dated="2026-07-01", effects=[MOVED], **keys
    )


def act(id: str, dated: str, does: str, on: str, **keys: Any) -> str:  # noqa: A002
    return order(
        id=id,
        kind="court-order",
        number=None,
        dated=dated,
        effects=[{"does": does, "on": on, "cite": "2", **keys}],
    )


def row(run: Run, folder: Path, as_of: str, which: str = "eo-1/2a") -> Row:
    answer = run("show", which, "--catalog", folder, "--as-of", as_of, "--format", "json")
    assert answer.status == 0, answer.err
    (found,) = answer.json["obligations"]
    return dict(found)


def other_days(found: Row) -> list[str | None]:
    return [each["due"] for each in found["alternatives"]]


STAY = act("court-1", "2026-08-01", "stays", "notice-1", **{"for": "everyone"})


@pytest.mark.parametrize(
    ("what", "expected", "others"),
    [
        (STAY, "2026-12-29", []),
        (act("court-1", "2026-08-01", "vacates", "notice-1"), "2026-12-29", []),
        (
            act("court-1", "2026-08-01", "waives", "notice-1", **{"for": "everyone"}),
            "2026-12-29",
            [],
        ),
        (
            act("court-1", "2026-08-01", "amends", "notice-1", set={"effective": "2026-10-01"}),
            "2026-12-29",
            [],
        ),
        # Revoking an amendment brings the earlier date back only if somebody says so: both dates
        # are readings.
        (act("eo-2", "2026-08-01", "revokes", "notice-1"), "2026-12-29", ["2028-01-01"]),
        (act("eo-2", "2026-08-01", "supersedes", "notice-1"), "2026-12-29", ["2028-01-01"]),
        # A stay whose scope is not recorded may reach the amendment here, or not.
        (act("court-1", "2026-08-01", "stays", "notice-1"), "2026-12-29", ["2028-01-01"]),
        (act("court-1", "2026-08-01", "stays", "notice-1", **{"for": ["omb"]}), "2026-12-29", []),
        (act("court-1", "2026-08-01", "stays", "notice-1", **{"for": ["dhs"]}), "2028-01-01", []),
        (
            act(
                "court-1",
                "2026-08-01",
                "stays",
                "notice-1",
                until="2026-08-31",
                **{"for": "everyone"},
            ),
            "2028-01-01",
            [],
        ),
    ],
    ids=[
        "stay",
        "vacatur",
        "waiver",
        "effective",
        "revoked",
        "superseded",
        "scope",
        "for-the-bound",
        "for-others",
        "until",
    ],
)
def test_an_extension_acts_only_while_its_notice_is_in_force(
    run: Run, write: Write, what: str, expected: str, others: list[str]
) -> None:
    folder = write(order(LONG), notice(), what)
    assert row(run, folder, "2026-07-31")["due"] == "2028-01-01"
    found = row(run, folder, "2026-09-15")
    assert found["due"] == expected
    assert other_days(found) == others
    assert found["open"] is bool(others)
    assert expected in run("list", "--catalog", folder, "--as-of", "2026-09-15").out
    for command in ("show", "explain"):
        out = run(command, "eo-1/2a", "--catalog", folder, "--as-of", "2026-09-15").out
        assert {"2026-12-29": "December 29, 2026", "2028-01-01": "January 1, 2028"}[
            expected
        ] in out.splitlines()[0 if command == "explain" else 2]
        assert "Order notice-1 § 1 amends it" in out
        assert re.search(r"Order (court-1|eo-2) § 2 \w+ Order notice-1", out)


def test_a_stayed_extension_in_the_calendar(run: Run, write: Write, tmp_path: Path) -> None:
    out = tmp_path / "x.ics"
    assert (
        run(
            "export",
            "ics",
            "--catalog",
            write(order(LONG), notice(), STAY),
            "--as-of",
            "2026-09-15",
            "--out",
            out,
        ).status
        == 0
    )
    text = out.read_text()
    assert "DTSTART;VALUE=DATE:20261229" in text
    assert "20280101" not in text


def test_an_extension_for_some_of_those_bound_gives_both_dates(run: Run, write: Write) -> None:
    both = directive(binds=["omb", "dhs"], deadline={"within": "210 days", "of": "date"})
    folder = write(
        order(both), notice(), act("court-1", "2026-08-01", "stays", "notice-1", **{"for": ["omb"]})
    )
    found = row(run, folder, "2026-09-15")
    assert (found["due"], other_days(found)) == ("2026-12-29", ["2028-01-01"])
    explained = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-09-15").out
    assert "if Order notice-1 no longer governs, since Order court-1 stayed it for OMB" in explained


def test_a_stay_of_the_stay(run: Run, write: Write) -> None:
    lifts = act("court-2", "2026-09-01", "stays", "court-1", **{"for": "everyone"})
    folder = write(order(LONG), notice(), STAY, lifts)
    assert [row(run, folder, day)["due"] for day in ("2026-07-15", "2026-08-15", "2026-09-01")] == [
        "2028-01-01",
        "2026-12-29",
        "2028-01-01",
    ]


@pytest.mark.parametrize("does", ["vacates", "revokes"])
def test_a_stay_that_is_lifted_or_vacated_restores(run: Run, write: Write, does: str) -> None:
    stayed = act("court-1", "2026-06-12", "stays", "eo-1", **{"for": "everyone"})
    folder = write(order(directive()), stayed, act("court-2", "2026-06-22", does, "court-1"))
    assert row(run, folder, "2026-06-20")["status"] == "stayed"
    found = row(run, folder, "2026-06-23")
    # The original date is docketed; the stay of ten days may have moved it on by as many.
    assert (found["status"], found["due"], other_days(found)) == (
        "upcoming",
        "2026-07-02",
        ["2026-07-12"],
    )
    out = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-23").out
    assert "July 12, 2026" in out
    assert f"court-2 § 2 {does} " in out.replace("Order ", "")


def test_a_stay_that_ends_on_its_day_shows_both_dates(run: Run, write: Write) -> None:
    folder = write(
        order(directive()),
        act("court-1", "2026-06-12", "stays", "eo-1/2a", until="2026-06-21", **{"for": "everyone"}),
    )
    found = row(run, folder, "2026-06-22")
    assert (found["due"], other_days(found)) == ("2026-07-02", ["2026-07-12"])


def test_an_order_that_tolls_the_time_moves_the_date(run: Run, write: Write) -> None:
    stay = act(
        "court-1",
        "2026-06-12",
        "stays",
        "eo-1/2a",
        until="2026-06-21",
        kind="tolling",
        **{"for": "everyone"},
    )
    found = row(run, write(order(directive()), stay), "2026-06-22")
    assert (found["due"], found["original_due"], found["alternatives"]) == (
        "2026-07-12",
        "2026-07-02",
        [],
    )
    assert "tolled" in [each["kind"] for each in found["steps"]]


def test_a_date_that_passed_under_a_stay_was_not_missed(run: Run, write: Write) -> None:
    stay = act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": "everyone"})
    folder = write(order(directive()), stay, act("court-2", "2026-08-01", "vacates", "court-1"))
    found = row(run, folder, "2026-08-03")
    assert (found["due"], found["restored"]) == ("2026-07-02", "2026-08-01")
    assert "restored on Saturday, August 1, 2026, already past" in found["status_text"]
    assert "restored, already past" in run("list", "--catalog", folder, "--as-of", "2026-08-03").out


def test_a_date_that_came_back_with_a_stay_and_was_past(run: Run, write: Write) -> None:
    short = directive()  # July 2
    moved = {**MOVED, "set": {"deadline": {"by": "2027-01-01"}}}
    extension = order(
        id="notice-1", kind="notice", number=None, dated="2026-06-20", effects=[moved]
    )
    found = row(run, write(order(short), extension, STAY), "2026-08-03")
    assert (found["due"], found["restored"]) == ("2026-07-02", "2026-08-01")
    assert "already past" in found["status_text"]
    before = directive(
        deadline={"by": "2026-06-10"}
    )  # passed long before anybody moved or stayed anything
    later = act("court-1", "2026-07-01", "stays", "eo-1", until="2026-07-10", **{"for": "everyone"})
    found = row(run, write(order(before, dated="2026-06-01"), later, folder="before"), "2026-08-03")
    assert (found["status"], found["restored"], found["alternatives"]) == ("past-due", None, [])


def test_revoking_a_revocation_revives_nothing_by_itself(run: Run, write: Write) -> None:
    revoked = act("eo-2", "2026-06-10", "revokes", "eo-1")
    again = act("eo-3", "2026-06-20", "revokes", "eo-2")
    folder = write(order(directive()), revoked, again)
    found = row(run, folder, "2026-06-25")
    assert (found["status"], found["open"], other_days(found)) == (
        "revoked",
        True,
        ["2026-07-02"],
    )
    assert "nothing reinstates it in words" in found["alternatives"][0]["why"]
    checked = run("check", folder, "--select", "E631").out
    assert "E631 the law leaves open whether this is in force again" in checked
    confirmed = write(
        order(directive()),
        revoked,
        again,
        act("eo-4", "2026-06-21", "revokes", "eo-1"),
        folder="confirmed",
    )
    assert (
        row(run, confirmed, "2026-06-25")["status"],
        row(run, confirmed, "2026-06-25")["open"],
    ) == ("revoked", False)
    settled = write(
        order(directive()),
        revoked,
        again,
        act("eo-4", "2026-06-21", "reinstates", "eo-1"),
        folder="settled",
    )
    assert (
        row(run, settled, "2026-06-25")["status"],
        row(run, settled, "2026-06-25")["open"],
    ) == ("upcoming", False)
    out = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-25").out
    assert "EO 3 § 2 revokes EO 2" in out or "eo-3 § 2 revokes" in out.replace("Order ", "")


@pytest.mark.parametrize("on", ["eo-1", "eo-1/2a"])
def test_reinstates_does(run: Run, write: Write, on: str) -> None:
    folder = write(
        order(directive()),
        act("eo-2", "2026-06-10", "revokes", "eo-1"),
        act("eo-3", "2026-06-20", "reinstates", on),
    )
    assert [row(run, folder, day)["status"] for day in ("2026-06-19", "2026-06-20")] == [
        "revoked",
        "upcoming",
    ]
    late = write(
        order(directive()),
        act("eo-2", "2026-06-10", "revokes", "eo-1"),
        act("eo-3", "2026-07-20", "reinstates", on),
    )
    assert row(run, late, "2026-07-21")["restored"] == "2026-07-20"


def test_reinstating_an_amendment_settles_it(run: Run, write: Write) -> None:
    again = act("eo-3", "2026-09-01", "reinstates", "notice-1")
    folder = write(order(LONG), notice(), act("eo-2", "2026-08-01", "revokes", "notice-1"), again)
    found = row(run, folder, "2026-09-15")
    assert (found["due"], found["open"], found["alternatives"]) == ("2028-01-01", False, [])


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (act("court-1", "2026-06-20", "stays", "eo-2", **{"for": "everyone"}), "upcoming"),
        (act("court-1", "2026-06-20", "vacates", "eo-2"), "upcoming"),
        # Nobody knows whether the stay reaches the revocation of this directive: it stays on the
        # docket.
        (act("court-1", "2026-06-20", "stays", "eo-2"), "upcoming"),
        (act("court-1", "2026-06-20", "stays", "eo-2", **{"for": ["dhs"]}), "revoked"),
        (act("court-1", "2026-06-20", "stays", "eo-2", **{"for": ["omb"]}), "upcoming"),
    ],
)
def test_a_revocation_that_is_stayed_or_vacated_ends_nothing(
    run: Run, write: Write, what: str, expected: str
) -> None:
    folder = write(order(directive()), act("eo-2", "2026-06-10", "revokes", "eo-1"), what)
    assert [row(run, folder, day)["status"] for day in ("2026-06-19", "2026-06-25")] == [
        "revoked",
        expected,
    ]


def test_a_stay_for_named_parties_leaves_everyone_elses_date_and_says_so(
    run: Run, write: Write
) -> None:
    two = directive(binds=["omb", "dhs"])
    folder = write(order(two), act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": ["omb"]}))
    found = row(run, folder, "2026-06-20")
    assert (found["status"], found["due"], found["stayed_for"]) == (
        "upcoming",
        "2026-07-02",
        ["omb"],
    )
    assert "stayed for omb only, by" in found["status_text"]
    screen = run("due", "--within", "30d", "--catalog", folder, "--as-of", "2026-06-20").out
    assert "Thursday, July 2, 2026" in screen
    assert "Do 2a (stayed for OMB only, by Order court-1 § 2)" in screen
    all_of_them = write(
        order(two),
        act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": ["agencies"]}),
        folder="all",
    )
    assert row(run, all_of_them, "2026-06-20")["status"] == "stayed"
    part = write(
        order(directive(binds=["cisa"])),
        act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": ["dhs"]}),
        folder="part",
    )
    assert row(run, part, "2026-06-20")["status"] == "stayed"


def test_a_stay_without_a_recorded_scope_stays_on_the_docket(
    run: Run, write: Write, tmp_path: Path
) -> None:
    folder = write(
        order(directive()), act("court-1", "2026-06-12", "stays", "eo-1/2a", kind="injunction")
    )
    found = row(run, folder, "2026-06-20")
    assert (found["status"], found["due"], found["stayed_for"]) == ("stayed", "2026-07-02", [])
    assert "scope not recorded" in found["status_text"]
    assert "(injunction)" in found["status_text"]
    screen = run("due", "--within", "30d", "--catalog", folder, "--as-of", "2026-06-20").out
    assert "Thursday, July 2, 2026, 12 days left: stayed by" in screen
    out = tmp_path / "x.ics"
    assert (
        run("export", "ics", "--catalog", folder, "--as-of", "2026-06-20", "--out", out).status == 0
    )
    assert "BEGIN:VALARM" in out.read_text()
    everyone = write(
        order(directive()),
        act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": "everyone"}),
        folder="everyone",
    )
    assert (
        "1 stayed"
        in run("due", "--within", "30d", "--catalog", everyone, "--as-of", "2026-06-20").out
    )


def test_what_an_instrument_did_is_not_done_when_it_is_stayed(run: Run, write: Write) -> None:
    did = order(
        id="eo-2",
        dated="2026-06-20",
        effects=[{"does": "satisfies", "on": "eo-1/2a", "cite": "1", "source": "shown"}],
    )
    folder = write(
        order(directive()),
        did,
        act("court-1", "2026-06-25", "stays", "eo-2", **{"for": "everyone"}),
    )
    assert [row(run, folder, day)["status"] for day in ("2026-06-21", "2026-06-26")] == [
        "done",
        "reported",
    ]


def test_an_instrument_that_was_ended_before_its_effect_began_does_nothing(
    run: Run, write: Write
) -> None:
    late = order(
        id="eo-2",
        dated="2026-06-05",
        effects=[{"does": "revokes", "on": "eo-1", "cite": "1", "effective": "2026-06-20"}],
    )
    folder = write(order(directive()), late, act("eo-3", "2026-06-10", "revokes", "eo-2"))
    assert row(run, folder, "2026-06-25")["status"] == "upcoming"
    assert (
        "without effect"
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-25").out
    )


def test_two_instruments_that_end_each_other_on_one_day_are_refused(run: Run, write: Write) -> None:
    one, two = (
        act("eo-2", "2026-06-10", "revokes", "eo-3"),
        act("eo-3", "2026-06-10", "revokes", "eo-2"),
    )
    result = run("due", "--catalog", write(order(directive()), one, two))
    assert result.status == 2
    assert "E304 instruments act on each other in a cycle on 2026-06-10: eo-" in result.err
    apart = write(order(directive()), one, two.replace("2026-06-10", "2026-06-11"), folder="apart")
    assert run("due", "--catalog", apart).status == 0


def test_the_parties_of_a_stay_are_those_of_the_registry(run: Run, write: Write) -> None:
    folder = write(
        order(directive()), act("court-1", "2026-06-12", "stays", "eo-1/2a", **{"for": ["nobody"]})
    )
    assert "1.yaml:" in run("due", "--catalog", folder).err
    assert "E401 unknown party 'nobody'" in run("due", "--catalog", folder).err


def test_an_implementing_directive_outlives_its_order(run: Run, write: Write) -> None:
    bod = order(
        directive(),
        id="bod-1",
        kind="cisa-directive",
        dated="2026-06-05",
        authority="44 U.S.C. 3553",
        effects=[{"does": "implements", "on": "eo-1", "cite": "1"}],
    )
    folder = write(order(directive()), bod, act("eo-3", "2026-06-10", "revokes", "eo-1"))
    assert row(run, folder, "2026-06-25", "bod-1/2a")["status"] == "upcoming"
    shown = run("show", "bod-1/2a", "--catalog", folder, "--as-of", "2026-06-25").out
    assert (
        "Authority revoked: it implements EO 1, revoked by Order eo-3 § 2; it rests on 44 U.S.C. 3553 and remains in force."
        in shown
    )
    assert (
        "authority revoked"
        in run("show", "bod-1", "--catalog", folder, "--as-of", "2026-06-25").out.lower()
    )
    assert (
        "authority revoked"
        not in run("show", "bod-1", "--catalog", folder, "--as-of", "2026-06-09").out.lower()
    )


# what diff says of it


def changes(run: Run, folder: Path, *operands: str) -> list[Row]:
    return list(run("diff", *operands, "--catalog", folder, "--format", "json").json["changes"])


@pytest.mark.parametrize("does", ["vacates", "revokes"])
def test_a_lifted_stay_restores_by_law(run: Run, write: Write, does: str) -> None:
    stayed = act("court-1", "2026-06-12", "stays", "eo-1", **{"for": "everyone"})
    folder = write(order(directive()), stayed, act("court-2", "2026-06-22", does, "court-1"))
    (change,) = [
        each
        for each in changes(run, folder, "2026-06-20", "2026-06-23")
        if each["code"] == "directive-restored"
    ]
    cause = change["cause"]
    assert (change["level"], cause["kind"], cause["instrument"], cause["what"]) == (
        "breaking",
        "law",
        "court-2",
        does,
    )


def test_a_stayed_extension_is_a_change_of_the_law(run: Run, write: Write) -> None:
    folder = write(order(LONG), notice(), STAY)
    (change,) = changes(run, folder, "2026-07-15", "2026-09-15")
    assert (change["code"], change["level"], change["old"], change["new"]) == (
        "deadline-earlier",
        "breaking",
        "2028-01-01",
        "2026-12-29",
    )
    assert (change["cause"]["kind"], change["cause"]["instrument"]) == ("law", "court-1")


@pytest.mark.parametrize("does", ["revokes", "waives", "stays"])
def test_a_limit_or_term_that_is_ended_is_gone(run: Run, write: Write, does: str) -> None:
    limit = {"id": "3c", "cite": "3(c)", "scope": "section", "summary": "No licence is needed."}
    term = {"id": "t", "cite": "4", "length": "up to 90 days", "summary": "Access."}
    scope = {} if does == "revokes" else {"for": "everyone"}
    acts = [{"does": does, "on": f"eo-1/{name}", "cite": "2", **scope} for name in ("3c", "t")]
    folder = write(
        order(directive(), limitations=[limit], durations=[term]),
        order(id="eo-2", dated="2026-06-20", effects=acts),
    )
    found = {
        each["code"]: (each["level"], each["cause"]["kind"])
        for each in changes(run, folder, "2026-06-19", "2026-06-20")
    }
    assert found == {
        "limitation-removed": ("breaking", "law"),
        "duration-removed": ("minor", "law"),
    }
    shown = run("show", "eo-1", "--catalog", folder, "--as-of", "2026-06-25").out
    words = {"revokes": "REVOKED", "waives": "WAIVED", "stays": "STAYED"}[does]
    assert f"{words} by EO 2 § 2, 2026-06-20. No licence is needed." in shown
    assert f"{words} by EO 2 § 2, 2026-06-20. up to 90 days. Access." in shown
    assert (
        "by EO 2"
        not in run("show", "eo-1", "--catalog", folder, "--as-of", "2026-06-19").out.partition(
            "Limits"
        )[2]
    )


def test_an_amendment_can_set_whatever_says_what_the_law_says(run: Run, write: Write) -> None:
    limit = {"id": "3c", "cite": "3(c)", "scope": "section", "summary": "No licence is needed."}
    term = {
        "id": "t",
        "cite": "4",
        "length": "up to 90 days",
        "before": "release",
        "summary": "Access.",
    }
    sets: dict[str, Row] = {
        "eo-1/t": {"length": "up to 30 days"},
        "eo-1/3c": {"scope": "order", "summary": "Nothing is needed."},
        "eo-1/2a": {"covers": ["one", "two"], "summary": "Do more.", "consults": ["dhs"]},
    }
    acts = [{"does": "amends", "on": on, "cite": "2", "set": values} for on, values in sets.items()]
    folder = write(
        order(directive(), limitations=[limit], durations=[term]),
        order(id="eo-2", dated="2026-06-20", effects=acts),
    )
    codes = {
        each["code"]: (each["level"], each["cause"]["kind"])
        for each in changes(run, folder, "2026-06-19", "2026-06-20")
    }
    assert codes["duration-changed"] == ("notable", "law")
    assert codes["limitation-wider"] == ("notable", "law")
    assert codes["role-changed"] == ("notable", "law")
    assert (
        "up to 30 days before release"
        in run("show", "eo-1", "--catalog", folder, "--as-of", "2026-06-25").out
    )
    dated = write(
        order(directive(), durations=[term]),
        order(id="eo-2", effects=[{**acts[0], "set": {"by": "2027"}}]),
        folder="dated",
    )
    assert (
        "by 2027. Access." in run("show", "eo-1", "--catalog", dated, "--as-of", "2026-06-25").out
    )
    wrong = write(
        order(directive()),
        order(id="eo-2", effects=[{**acts[2], "set": {"topics": ["x"]}}]),
        folder="wrong",
    )
    assert "E112 unknown key 'topics'" in run("due", "--catalog", wrong).err


def test_the_proof_after_an_amendment_shows_the_amending_words(run: Run, write: Write) -> None:
    quoted = directive(quote="Within 210 days of the date of this order", deadline=LONG["deadline"])
    out = run(
        "explain", "eo-1/2a", "--catalog", write(order(quoted), notice()), "--as-of", "2026-09-15"
    ).out.splitlines()
    assert (
        out[0] == 'Saturday, January 1, 2028   Order notice-1 § 1, "no later than January 1, 2028"'
    )
    assert (
        out[1]
        == 'Originally § 2(a), "Within 210 days of the date of this order": Tuesday, December 29, 2026'
    )
    assert "Date       Fixed by Order notice-1 § 1." in out


def test_another_interval_is_a_change_on_every_day(run: Run, write: Write) -> None:
    yearly = directive(deadline={"within": "30 days", "of": "date", "every": "1 year"})
    faster = {
        "does": "amends",
        "on": "eo-1/2a",
        "cite": "1",
        "set": {"deadline": {"within": "30 days", "of": "date", "every": "6 months"}},
    }
    folder = write(order(yearly), order(id="eo-2", dated="2026-06-10", effects=[faster]))
    for days in (("2026-06-09", "2026-06-11"), ("2026-06-09", "2026-07-01")):
        found = {each["code"]: each for each in changes(run, folder, *days)}
        assert found["deadline-earlier"]["level"] == "breaking"
        assert (found["deadline-earlier"]["old"], found["deadline-earlier"]["new"]) == (
            "2027-07-02",
            "2027-01-02",
        )


def test_a_draft_and_a_final_are_compared_by_their_rules(run: Run, write: Write) -> None:
    final = order(
        directive(deadline={"within": "90 days", "of": "date"}),
        directive("2b", cite="2(b)"),
        coverage="complete",
    )
    draft = order(
        directive(deadline={"within": "90 days", "of": "date"}),
        directive("2b", cite="2(b)", deadline={"within": "45 days", "of": "date"}),
        id="eo-1-draft",
        kind="draft",
        number=None,
        dated="2026-05-01",
        coverage="complete",
    )
    folder = write(final, draft)
    (change,) = changes(run, folder, "eo-1-draft", "eo-1", "--as-of", "2026-06-05")
    assert (change["code"], change["id"], change["level"]) == (
        "deadline-earlier",
        "eo-1/2b",
        "breaking",
    )
    assert (change["old"], change["new"]) == ("within 45 days of date", "within 30 days of date")
    screen = run("diff", "eo-1-draft", "eo-1", "--catalog", folder, "--as-of", "2026-06-05").out
    assert "Shorter time limit: within 45 days of date → within 30 days of date" in screen


# dates that are not final


def test_the_earliest_date_is_not_final_while_another_is_projected(run: Run, write: Write) -> None:
    rule = {"earliest": [{"by": "2030-12-31"}, {"within": "210 days", "of": "2a"}]}
    folder = write(order(directive(), directive("2b", cite="2(b)", deadline=rule)))
    found = row(run, folder, "2026-06-05", "eo-1/2b")
    assert (found["due"], found["projected"]) == ("2030-12-31", "2027-01-28")
    explained = run("explain", "eo-1/2b", "--catalog", folder, "--as-of", "2026-06-05").out
    assert "No later than Tuesday, December 31, 2030" in explained
    assert "Thursday, January 28, 2027" in explained
    assert "The earliest of these dates is" not in explained
    listed = run("list", "--catalog", folder, "--as-of", "2026-06-05").out
    assert "(2027-01-28) by 2030-12-31" in listed
    due = run("due", "--within", "1y", "--catalog", folder, "--as-of", "2026-06-05").out
    assert "Projected: Thursday, January 28, 2027" in due
    assert "no later than Tuesday, December 31, 2030" in due
    assert row(run, folder, "2028-01-01", "eo-1/2b")["status"] == "upcoming"


def test_a_recurrence_that_ends_before_it_begins_has_no_date(run: Run, write: Write) -> None:
    rule = {"within": "30 days", "of": "date", "every": "1 year", "until": "2026-06-15"}
    folder = write(order(directive(deadline=rule)))
    found = row(run, folder, "2026-06-05")
    assert (found["due"], found["projected"]) == (None, None)
    explained = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-05").out
    assert "It recurs only until Monday, June 15, 2026, which is before its first date" in explained


# what check asks for


def test_check_asks_for_the_scope_of_a_stay_and_for_a_review_of_two_readings(
    run: Run, write: Write
) -> None:
    folder = write(
        order(LONG),
        notice(),
        act("court-1", "2026-08-01", "stays", "notice-1"),
        act("eo-2", "2026-09-01", "revokes", "notice-1"),
    )
    out = run("check", folder, "--select", "E630,E631").out
    assert "2.yaml:" in out
    assert "E630 say whom the stay covers" in out
    assert "0.yaml:" in out
    assert "E631 the law leaves open whether 2026-12-29 or 2028-01-01 applies" in out


# what shows that something was done, and what is not public


@pytest.mark.parametrize(
    ("source", "status", "code"),
    [
        (
            {"title": "Plan", "url": "https://example.gov/a", "class": "primary", "seen": "full"},
            "done",
            None,
        ),
        (
            {"title": "Plan", "citation": "91 FR 40000", "class": "primary", "seen": "full"},
            "done",
            None,
        ),
        ({"title": "Plan", "class": "primary", "seen": "full"}, "reported", "E513"),
        (
            {
                "title": "Plan",
                "url": "https://news.example.com/a",
                "class": "primary",
                "seen": "full",
                "via": "a paper",
            },
            "reported",
            "E513",
        ),
        (
            {
                "title": "Plan",
                "url": "https://example.gov/a",
                "class": "primary",
                "seen": "relayed",
                "via": "x",
            },
            "reported",
            "E505",
        ),
        (
            {
                "title": "Press release",
                "url": "https://example.gov/a",
                "class": "primary",
                "seen": "full",
            },
            "done",
            "E514",
        ),
        (
            {
                "title": "Plan",
                "url": "https://example.gov/press-releases/a",
                "class": "primary",
                "seen": "full",
            },
            "done",
            "E514",
        ),
    ],
)
def test_done_needs_a_product_that_anyone_can_open(
    run: Run, write: Write, source: Row, status: str, code: str | None
) -> None:
    from build import SOURCES

    event = {"on": "2026-06-20", "of": "2a", "what": "completed", "source": "new"}
    folder = write(
        order(
            directive(),
            events=[event],
            sources={**SOURCES, "new": {**source, "published": "2026-06-20"}},
        )
    )
    assert row(run, folder, "2026-06-25")["status"] == status
    found = re.findall(r"E5(?:05|13|14)", run("check", folder, "--select", "E505,E513,E514").out)
    assert found == ([code] if code else [])


def test_what_is_not_public_counts_only_if_it_is_asked_for(run: Run, write: Write) -> None:
    from build import SOURCES

    mail = {
        "title": "E-mail of counsel",
        "class": "nonpublic",
        "seen": "full",
        "published": "2026-06-20",
    }
    event = {"on": "2026-06-20", "of": "2a", "what": "completed", "source": "mail"}
    folder = write(order(directive(), events=[event], sources={**SOURCES, "mail": mail}))
    for command in (["list"], ["show", "2a"], ["due", "--within", "1y"], ["show", "eo-1"]):
        public = run(*command, "--catalog", folder, "--as-of", "2026-06-25").out
        assert "E-mail" not in public
        assert "reported" not in public
        assert (
            "Includes nonpublic sources."
            in run(
                *command, "--catalog", folder, "--as-of", "2026-06-25", "--include-nonpublic"
            ).out
        )
    shown = run(
        "list",
        "--catalog",
        folder,
        "--as-of",
        "2026-06-25",
        "--include-nonpublic",
        "--format",
        "json",
    ).json
    assert (shown["include_nonpublic"], shown["obligations"][0]["status"]) == (True, "reported")
    assert (
        run("diff", "2026-06-19", "2026-06-25", "--catalog", folder).out.count("No changes.") == 1
    )
    assert (
        "Reported"
        in run("diff", "2026-06-19", "2026-06-25", "--catalog", folder, "--include-nonpublic").out
    )


# how far the record was searched


def test_no_change_says_how_far_the_record_was_searched(run: Run, write: Write) -> None:
    folder = write(order(directive(), searched="2026-10-10", where="White House documents"))
    out = run("diff", "2026-11-10", "2026-11-20", "--catalog", folder).out
    assert "No changes." in out
    assert (
        "Record searched through 2026-10-10 (White House documents); not searched after that day."
        in out
    )
    assert (
        "Record searched through 2026-10-10 (White House documents)."
        in run("due", "--catalog", folder, "--as-of", "2026-10-10").out
    )
    assert (
        "not searched after that day"
        in run("diff", "2026-11-20", "2026-11-10", "--catalog", folder).out
    )
    assert (
        "not searched after that day"
        in run("diff", "2026-11-10", "2026-11-20", "--catalog", folder, "--format", "md").out
    )


def test_one_file_that_was_searched_less_is_named(run: Run, write: Write) -> None:
    folder = write(
        order(directive(), searched="2026-10-10"),
        order(directive(), id="eo-2", searched="2026-07-01"),
        order(directive(), id="eo-3", searched=None),
    )
    out = run("due", "--catalog", folder, "--as-of", "2026-11-20").out
    assert (
        "Record searched through 2026-10-10; not searched after that day. EO 3: not searched. EO 2: searched only through 2026-07-01."
        in out
    )


def test_guidance_that_is_older_than_what_it_amends_says_so(
    run: Run, write: Write, tmp_path: Path
) -> None:
    folder = write(order(LONG, dated="2026-06-02"))
    guidance = tmp_path / "eo-0.yaml"
    guidance.write_text(
        order(
            id="eo-0", dated="2026-05-01", effects=[{"does": "revokes", "on": "eo-1", "cite": "1"}]
        )
    )
    out = run("diff", guidance, "--catalog", folder, "--as-of", "2026-07-01").out
    assert "Note: EO 1 is of 2026-06-02, later than EO 0 of 2026-05-01." in out


def test_the_rule_of_an_amendment_is_compared_with_its_own_words(run: Run, write: Write) -> None:
    wrong = {**MOVED, "set": {"deadline": {"by": "2028-01-10"}}}
    folder = write(
        order(LONG),
        order(id="notice-1", kind="notice", number=None, dated="2026-07-01", effects=[wrong]),
    )
    out = run("check", folder, "--select", "E607").out
    assert "1.yaml:" in out
    assert "E607" in out
    right = write(order(LONG), notice(), folder="right")
    assert "E607" not in run("check", right, "--select", "E607").out


# how often, from when and until when


def test_the_start_and_the_end_of_a_recurrence_are_told(run: Run, write: Write) -> None:
    fixed = directive(
        deadline={"within": "30 days", "of": "date", "every": "1 year", "until": "2030-09-30"}
    )
    ended = directive(
        "2b", cite="2(b)", deadline={"by": "2026-12-31", "every": "6 months", "until": "2c"}
    )
    step = directive("2c", cite="2(c)", deadline=None)
    folder = write(order(fixed, ended, step))
    words = "annually from Thursday, July 2, 2026 until Monday, September 30, 2030"
    for command in (["due", "--within", "1y"], ["show", "2a"], ["explain", "2a"]):
        assert words in run(*command, "--catalog", folder, "--as-of", "2026-06-09").out, command
    later = run("explain", "2a", "--catalog", folder, "--as-of", "2027-08-01").out
    assert f"Recurs {words}." in later
    assert (
        "every 6 months from Thursday, December 31, 2026 until § 2(c)"
        in run("show", "2b", "--catalog", folder, "--as-of", "2026-06-09").out
    )


def test_an_extension_says_how_far_a_date_moves_not_which_one_it_is(run: Run, write: Write) -> None:
    words = {
        **MOVED,
        "quote": "the date is extended by 30 days",
        "set": {"deadline": {"within": "240 days", "of": "date"}},
    }
    folder = write(
        order(LONG),
        order(id="notice-1", kind="notice", number=None, dated="2026-07-01", effects=[words]),
    )
    assert "E607" not in run("check", folder, "--select", "E607").out


def test_a_day_before_the_guidance_has_effect_is_told(
    run: Run, write: Write, tmp_path: Path
) -> None:
    guidance = tmp_path / "notice-1.yaml"
    guidance.write_text(notice())
    out = run("diff", guidance, "--catalog", write(order(LONG)), "--as-of", "2026-06-10").out
    assert (
        "Note: answered as of Wednesday, July 1, 2026, the day from which Order notice-1 has effect."
        in out
    )


def test_what_nobody_searched_is_not_called_without_a_record(run: Run, write: Write) -> None:
    folder = write(order(directive(), searched="2026-07-01"))
    assert (
        "past due; record not searched since"
        in run("list", "--catalog", folder, "--as-of", "2026-07-03").out
    )
    assert (
        "Past due; record not searched since"
        in run("diff", "2026-07-01", "2026-07-03", "--catalog", folder).out
    )


def test_a_recurrence_without_dates_says_that_its_end_has_passed(run: Run, write: Write) -> None:
    folder = write(order(directive(deadline={"every": "2 weeks", "until": "2026-12-07"})))
    assert row(run, folder, "2026-12-07")["status_text"].startswith("continuing obligation")
    assert (
        row(run, folder, "2026-12-08")["status_text"]
        == "recurred until Monday, December 7, 2026, which has passed"
    )
