"""The table of statuses: a test for each row, and for each border between two rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from build import directive, order
from conftest import Run, Write


def status(run: Run, folder: Path, as_of: str, which: str = "eo-1/2a") -> str:
    answer = run("show", which, "--catalog", folder, "--as-of", as_of, "--format", "json")
    assert answer.status == 0, answer.err
    (row,) = answer.json["obligations"]
    return str(row["status"])


def event(what: str, source: str = "shown", **keys: Any) -> dict[str, Any]:
    return {"of": "2a", "what": what, "source": source, **keys}


def by_other(does: str, **keys: Any) -> str:
    return order(id="eo-2", dated="2026-06-20", effects=[{"does": does, "on": "eo-1/2a", **keys}])


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-06-02", "upcoming"),
        ("2026-07-01", "upcoming"),
        ("2026-07-02", "due-today"),
        ("2026-07-03", "past-due"),
    ],
)
def test_by_the_day(run: Run, write: Write, as_of: str, expected: str) -> None:
    assert status(run, write(order(directive())), as_of) == expected


@pytest.mark.parametrize(
    ("what", "source", "expected"),
    [
        ("completed", "shown", "done"),
        ("completed", "unseen", "reported"),
        ("completed", "paper", "reported"),
        ("announced", "shown", "reported"),
        ("claimed", "paper", "reported"),
        ("partly", "shown", "upcoming"),
        ("missed", "shown", "missed"),
        ("missed", "paper", "upcoming"),
        ("occurred", "shown", "upcoming"),
    ],
)
def test_what_an_event_shows(run: Run, write: Write, what: str, source: str, expected: str) -> None:
    folder = write(order(directive(), events=[event(what, source, on="2026-06-15")]))
    assert status(run, folder, "2026-06-25") == expected
    assert status(run, folder, "2026-06-19") == "upcoming"  # the source was published on the 20th


@pytest.mark.parametrize(
    ("does", "link", "source", "expected"),
    [
        ("satisfies", "explicit", "shown", "done"),
        ("satisfies", "explicit", "unseen", "reported"),
        ("satisfies", "inferred", "shown", "reported"),
        ("satisfies", "explicit", "paper", "reported"),
        ("implements", "explicit", "shown", "done"),
        ("implements", "inferred", "shown", "reported"),
        ("interprets", "explicit", "shown", "upcoming"),
        ("parallels", "explicit", "shown", "upcoming"),
        ("revokes", "explicit", "shown", "revoked"),
        ("supersedes", "explicit", "shown", "superseded"),
        ("stays", "explicit", "shown", "stayed"),
        ("waives", "explicit", "shown", "stayed"),
    ],
)
def test_what_an_effect_makes_of_it(
    run: Run, write: Write, does: str, link: str, source: str, expected: str
) -> None:
    folder = write(order(directive()), by_other(does, link=link, source=source))
    assert status(run, folder, "2026-06-25") == expected
    assert status(run, folder, "2026-06-19") == "upcoming"


def test_an_effect_on_the_whole_instrument(run: Run, write: Write) -> None:
    other = order(id="eo-2", dated="2026-06-20", effects=[{"does": "revokes", "on": "eo-1"}])
    folder = write(order(directive(), directive("2b", deadline=None)), other)
    assert status(run, folder, "2026-06-20") == "revoked"
    assert status(run, folder, "2026-06-20", "eo-1/2b") == "revoked"
    assert (
        "Affected by       2026-06-20 EO 2 revokes EO 1 (explicit)"
        in run("show", "eo-1", "--catalog", folder, "--as-of", "2026-06-20").out
    )
    assert (
        "Revoked by EO 2."
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-20").out
    )


def test_an_effect_that_comes_into_force_later(run: Run, write: Write) -> None:
    folder = write(order(directive()), by_other("revokes", effective="2026-06-28"))
    assert [status(run, folder, day) for day in ("2026-06-27", "2026-06-28")] == [
        "upcoming",
        "revoked",
    ]


def test_a_stay_that_ends(run: Run, write: Write) -> None:
    folder = write(order(directive()), by_other("stays", until="2026-06-25"))
    assert [status(run, folder, day) for day in ("2026-06-20", "2026-06-25", "2026-06-26")] == [
        "stayed",
        "stayed",
        "upcoming",
    ]


BORDERS = {
    # What stands first in the table wins over what stands below it.
    "entered in error over draft": (
        directive(**{"entered-in-error": "never in the text"}),
        {"kind": "draft"},
        [],
        [],
        "entered-in-error",
    ),
    "draft over done": (directive(), {"kind": "draft"}, [event("completed")], [], "draft"),
    "done over revoked": (directive(), {}, [event("completed")], ["revokes"], "done"),
    "done over missed": (directive(), {}, [event("missed"), event("completed")], [], "done"),
    "revoked over superseded": (directive(), {}, [], ["supersedes", "revokes"], "revoked"),
    "superseded over stayed": (directive(), {}, [], ["stays", "supersedes"], "superseded"),
    "stayed over missed": (directive(), {}, [event("missed")], ["stays"], "stayed"),
    "revoked over reported": (directive(), {}, [event("announced")], ["revokes"], "revoked"),
    "missed over unverifiable": (directive(public="false"), {}, [event("missed")], [], "missed"),
    "missed over an earlier claim": (
        directive(),
        {},
        [event("missed"), event("claimed", "paper")],
        [],
        "missed",
    ),
    "a later claim over missed": (
        directive(),
        {},
        [event("missed"), event("claimed", "later")],
        [],
        "reported",
    ),
    "unverifiable over reported": (
        directive(public="false"),
        {},
        [event("claimed")],
        [],
        "unverifiable",
    ),
    "unverifiable over past due": (directive(public="false"), {}, [], [], "unverifiable"),
    "reported over continuing": (directive(deadline=None), {}, [event("claimed")], [], "reported"),
    "reported over past due": (directive(), {}, [event("announced")], [], "reported"),
    "continuing": (directive(deadline=None), {}, [], [], "continuing"),
    "reported over waiting": (
        directive(deadline={"within": "3 days", "of": "alarm"}),
        {},
        [event("claimed")],
        [],
        "reported",
    ),
    "waiting": (directive(deadline={"within": "3 days", "of": "alarm"}), {}, [], [], "waiting"),
}


@pytest.mark.parametrize("border", BORDERS)
def test_the_first_row_that_holds(run: Run, write: Write, border: str) -> None:
    directive, keys, events, effects, expected = BORDERS[border]
    others = [
        order(
            id=f"eo-{number}", dated=f"2026-06-2{number}", effects=[{"does": does, "on": "eo-1/2a"}]
        )
        for number, does in enumerate(effects, 2)
    ]
    folder = write(
        order(directive, events=events, triggers=[{"id": "alarm", "what": "An alarm"}], **keys),
        *others,
    )
    assert status(run, folder, "2026-08-20") == expected


def test_not_public_is_checkable_until_its_date_passes(run: Run, write: Write) -> None:
    folder = write(order(directive(public="false")))
    assert [status(run, folder, day) for day in ("2026-07-01", "2026-07-02", "2026-07-03")] == [
        "upcoming",
        "due-today",
        "unverifiable",
    ]


@pytest.mark.parametrize(
    ("searched", "as_of", "words"),
    [
        (
            "2026-10-10",
            "2026-08-01",
            "past due; no public record of completion found (record searched through 2026-08-01)",
        ),
        (
            "2026-10-10",
            "2026-11-23",
            "past due; no public record of completion found (record searched through 2026-10-10)",
        ),
        (
            "2026-07-02",
            "2026-11-23",
            "past due; no public record of completion found (record searched through 2026-07-02)",
        ),
        ("2026-07-01", "2026-11-23", "past due; record not searched since 2026-07-01"),
    ],
)
def test_how_far_the_record_was_searched(
    run: Run, write: Write, searched: str, as_of: str, words: str
) -> None:
    folder = write(order(directive(), searched=searched))
    out = run("due", "--past", "all", "--catalog", folder, "--as-of", as_of, "--format", "md").out
    assert words in out


def test_reported_in_part_is_said_beside_the_status(run: Run, write: Write) -> None:
    folder = write(order(directive(), events=[event("partly", on="2026-06-15")]))
    row = run(
        "show", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-25", "--format", "json"
    ).json["obligations"][0]
    assert (row["status"], row["partly"]) == ("upcoming", True)
    assert (
        "reported in part"
        in run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-25").out
    )


def test_announced_on_is_not_completed_on(run: Run, write: Write) -> None:
    folder = write(order(directive(), events=[event("announced", on="2026-07-14")]))
    out = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-08-20").out
    assert "late" not in out.replace("later", "")
    assert "2026-07-14 announced (Release, primary, seen in full, 2026-06-20)" in out


def test_a_draft_is_never_meant_unless_named(run: Run, write: Write) -> None:
    folder = write(
        order(directive()), order(directive(), id="eo-1-draft", kind="draft", dated="2026-05-01")
    )
    rows = run("list", "--catalog", folder, "--as-of", "2026-06-09", "--format", "json").json[
        "obligations"
    ]
    assert [each["id"] for each in rows] == ["eo-1/2a"]
    named = run(
        "list",
        "--order",
        "eo-1-draft",
        "--catalog",
        folder,
        "--as-of",
        "2026-06-09",
        "--format",
        "json",
    ).json["obligations"]
    assert [each["status"] for each in named] == ["draft"]
    shown = run(
        "show", "2a", "--catalog", folder, "--as-of", "2026-06-09", "--format", "json"
    ).json["obligations"]
    assert [each["id"] for each in shown] == ["eo-1/2a"]


def test_a_stay_that_has_ended_holds_nothing_back(run: Run, write: Write) -> None:
    chained = order(
        directive(), directive("2b", cite="2(b)", deadline={"within": "10 days", "of": "2a"})
    )
    folder = write(chained, by_other("stays", until="2026-06-25", cite="1"))

    def row(which: str, as_of: str) -> dict[str, Any]:
        return dict(
            run("show", which, "--catalog", folder, "--as-of", as_of, "--format", "json").json[
                "obligations"
            ][0]
        )

    assert (
        row("eo-1/2a", "2026-06-25")["status"],
        row("eo-1/2b", "2026-06-25")["projected"],
    ) == ("stayed", None)
    assert (
        row("eo-1/2a", "2026-06-26")["status"],
        row("eo-1/2b", "2026-06-26")["projected"],
    ) == ("upcoming", "2026-07-12")
    assert row("eo-1/2a", "2026-06-30")["changed"] == "2026-06-26"


def test_only_the_stay_that_holds_is_named(run: Run, write: Write) -> None:
    ended = order(
        id="eo-2",
        dated="2026-06-10",
        effects=[{"does": "stays", "on": "eo-1/2a", "until": "2026-06-15", "cite": "1"}],
    )
    holds = order(
        id="eo-3", dated="2026-06-20", effects=[{"does": "stays", "on": "eo-1/2a", "cite": "2"}]
    )
    shown = run(
        "show",
        "eo-1/2a",
        "--catalog",
        write(order(directive()), ended, holds),
        "--as-of",
        "2026-06-25",
    ).out
    assert "stayed by EO 3 § 2" in shown.lower().replace("eo", "EO")
    assert "by EO 2" not in shown


def test_a_stay_for_some_names_them_by_their_labels(run: Run, write: Write) -> None:
    bound = directive(binds=["omb", "dhs"])
    stay = {"does": "stays", "on": "eo-1", "for": ["omb"], "kind": "injunction", "cite": "2"}
    folder = write(
        order(bound),
        order(id="court-1", kind="court-order", number=None, dated="2026-06-10", effects=[stay]),
    )
    for command in ("show", "explain"):
        out = run(command, "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-20").out
        assert "stayed for OMB only, by Order court-1 § 2" in out
