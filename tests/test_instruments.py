"""Instruments that act on each other: what stands under an order, how strongly, and what one
screen says about it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from build import directive, order, stub
from conftest import Run, Write


def chain(write: Write) -> Path:
    return write(
        order(directive()),
        order(
            directive(
                binds=["agencies"],
                reaches=["cloud-providers by certification", "contractors by contract"],
            ),
            id="eo-2",
            dated="2026-06-10",
            authority="44 U.S.C. 3553",
            not_bound=["national security systems"],
            effects=[
                {
                    "does": "implements",
                    "on": "eo-1/2a",
                    "link": "inferred",
                    "why": "same subject",
                    "source": "paper",
                },
                {"does": "revokes", "on": "bod-1", "cite": "4"},
            ],
        ),
        order(
            directive(),
            id="eo-3",
            dated="2026-06-16",
            effects=[{"does": "implements", "on": "eo-2"}],
        ),
        order(
            directive(),
            id="eo-4",
            dated="2026-06-16",
            effects=[{"does": "parallels", "on": "eo-1", "why": "same subject, other authority"}],
        ),
        stub("bod-1"),
    )


def test_what_stands_under_an_order_with_the_weakest_link(run: Run, write: Write) -> None:
    folder = chain(write)
    answer = run(
        "list", "--under", "eo-1", "--catalog", folder, "--as-of", "2026-06-20", "--format", "json"
    ).json
    assert [(each["instrument"], each["link"]) for each in answer["obligations"]] == [
        ("eo-1", None),
        ("eo-2", "inferred"),
        ("eo-3", "inferred"),
    ]
    screen = run("due", "--under", "eo-1", "--catalog", folder, "--as-of", "2026-06-20").out
    assert screen.count("link to the order inferred") == 2
    assert "EO 4" not in screen
    below = run(
        "list", "--under", "eo-2", "--catalog", folder, "--as-of", "2026-06-20", "--format", "json"
    ).json["obligations"]
    assert [(each["instrument"], each["link"]) for each in below] == [
        ("eo-2", None),
        ("eo-3", "explicit"),
    ]


def test_an_instrument_is_under_the_order_only_once_that_is_known(run: Run, write: Write) -> None:
    folder = chain(write)  # the paper from which the link was concluded is of June 20
    answer = run(
        "list", "--under", "eo-1", "--catalog", folder, "--as-of", "2026-06-19", "--format", "json"
    ).json
    assert {each["instrument"] for each in answer["obligations"]} == {"eo-1"}


def test_is_it_from_the_order_and_whom_does_it_bind(run: Run, write: Write) -> None:
    out = run("show", "eo-2", "--catalog", chain(write), "--as-of", "2026-06-20").out
    for line in (
        "Authority         44 U.S.C. 3553",
        "Effects on others implements EO 1 § 2(a) (inferred: same subject; Paper, secondary, seen in full, 2026-06-20)",
        "                  revokes bod-1, § 4 (explicit; Page, primary, seen in full, 2026-06-02)",
        "Affected by       2026-06-16 EO 3 implements EO 2 (explicit)",
        "Binds             agencies",
        "Also affects      Cloud service providers by certification and Federal contractors by contract",
        "Not bound         national security systems",
    ):
        assert line in out.splitlines(), line
    out = run("show", "eo-4", "--catalog", chain(write), "--as-of", "2026-06-20").out
    assert (
        "Effects on others parallels EO 1 (same subject, other authority; Page, primary, seen in full, 2026-06-02)"
        in out
    )


def test_a_stub_says_what_became_of_it(run: Run, write: Write) -> None:
    assert (
        "2026-06-10 EO 2 § 4 revokes bod-1 (explicit)"
        in run("show", "bod-1", "--catalog", chain(write), "--as-of", "2026-06-20").out
    )
    assert (
        "revokes"
        not in run("show", "bod-1", "--catalog", chain(write), "--as-of", "2026-06-09").out
    )


def test_whom_a_directive_reaches(run: Run, write: Write) -> None:
    folder = chain(write)
    for reach, expected in (
        ("providers", {"eo-2"}),
        ("contractors", {"eo-2"}),
        ("offices", {"eo-1", "eo-2", "eo-3", "eo-4"}),
        ("developers", set()),
    ):
        answer = run(
            "list",
            "--reach",
            reach,
            "--catalog",
            folder,
            "--as-of",
            "2026-06-20",
            "--format",
            "json",
        ).json
        assert {each["instrument"] for each in answer["obligations"]} == expected
    assert run("list", "--reach", "everyone", "--catalog", folder).status == 2


def test_the_story_of_a_directive_in_order(run: Run, write: Write) -> None:
    told = run(
        "show", "eo-1/2a", "--catalog", chain(write), "--as-of", "2026-08-01", "--format", "json"
    ).json["obligations"][0]["history"]
    assert told == [
        "2026-06-02 date of EO 1",
        "2026-06-10 EO 2 implements it (inferred: same subject; Paper, secondary, seen in full, 2026-06-20)",
        "2026-07-02 the day on which it is due",
    ]


def test_what_was_published_later_is_left_out(run: Run) -> None:
    first = run("show", "eo-14409", "--as-of", "2026-06-02").out
    assert re.findall(r"^Source +(.*)", first, re.MULTILINE) == [
        "White House page, primary, seen in full, 2026-06-02"
    ]
    assert "Published" not in first
    assert "91 FR 34565" not in first
    assert "Not from publication" not in run("explain", "eo-14409/2a", "--as-of", "2026-06-04").out
    assert (
        "Not from publication (Friday, June 5)"
        in run("explain", "eo-14409/2a", "--as-of", "2026-06-05").out
    )


def test_a_date_that_rests_on_a_later_source_is_not_known_yet(run: Run, write: Write) -> None:
    other = {"deadline": {"by": "2026-06-25"}, "why": "The agency says so", "source": "shown"}
    counted = directive("b", cite="2(b)", deadline={"within": "30 days", "of": "publication"})
    folder = write(order(directive("a", alternatives=[other]), counted, published="2026-06-08"))

    def due(day: str) -> list[str | None]:
        answer = json.loads(
            run("list", "--catalog", folder, "--as-of", day, "--format", "json").out
        )
        return [each["due"] for each in answer["obligations"]]

    assert due("2026-06-07") == ["2026-07-02", None]
    assert due("2026-06-19") == ["2026-07-02", "2026-07-08"]
    assert due("2026-06-20") == ["2026-06-25", "2026-07-08"]
    assert (
        "30 days run from the day of publication"
        in run("explain", "eo-1/b", "--catalog", folder, "--as-of", "2026-06-07").out
    )
    since = run(
        "list", "--catalog", folder, "--as-of", "2026-06-21", "--changed-since", "2026-06-20"
    ).out
    assert ("2026-06-25" in since, "2026-07-08" in since) == (True, False), since


def test_nothing_is_done_before_its_day(run: Run, write: Write) -> None:
    folder = write(
        order(
            directive("a"),
            events=[{"of": "a", "what": "completed", "on": "2026-06-30", "source": "shown"}],
        )
    )
    assert "  upcoming  " in run("list", "--catalog", folder, "--as-of", "2026-06-29").out
    assert "  done  " in run("list", "--catalog", folder, "--as-of", "2026-06-30").out
