"""What `check` finds of impossible acts: cycles, acts out of force, ends before the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from build import SOURCES, directive
from build import order as built
from conftest import Run, Write


def order(*directives: dict[str, Any], dated: str = "2026-06-02", **keys: Any) -> str:
    """An order whose text was published on its date."""
    text = {**SOURCES["text"], "published": dated}
    return built(*directives, dated=dated, sources={**SOURCES, "text": text}, **keys)


def codes(run: Run, folder: Path, *select: str) -> list[tuple[str, str]]:
    """The codes found, each with the file it was found in."""
    answer = run("check", folder, "--select", ",".join(select), "--format", "json")
    return sorted((each["code"], Path(each["file"]).stem) for each in answer.json["findings"])


ALL = {"for": "everyone"}


def does(what: str, on: str, **keys: Any) -> dict[str, Any]:
    return {"does": what, "on": on, "cite": "1", **keys}


@pytest.mark.parametrize("what", ["revokes", "supersedes", "stays", "waives"])
def test_an_instrument_that_ends_itself(run: Run, write: Write, what: str) -> None:
    scope = ALL if what in ("stays", "waives") else {}
    assert codes(run, write(order(directive(), effects=[does(what, "eo-1", **scope)])), "E6") == [
        ("E622", "0")
    ]


@pytest.mark.parametrize("second", ["2026-06-02", "2026-07-01"])
def test_two_that_end_each_other(run: Run, write: Write, second: str) -> None:
    one = order(directive(), effects=[does("revokes", "eo-2", effective="2026-07-01")])
    two = order(
        directive(),
        id="eo-2",
        dated=second,
        effects=[does("stays", "eo-1", **ALL, effective="2026-07-02")],
    )
    assert codes(run, write(one, two), "E623") == [("E623", "0"), ("E623", "1")]


def test_three_in_a_circle(run: Run, write: Write) -> None:
    days = {number: f"2026-07-0{number}" for number in (1, 2, 3)}
    texts = [
        order(
            directive(),
            id=f"eo-{number}",
            effects=[does("revokes", f"eo-{number % 3 + 1}", effective=day)],
        )
        for number, day in days.items()
    ]
    assert codes(run, write(*texts), "E623") == [("E623", "0"), ("E623", "1"), ("E623", "2")]


def test_a_chain_is_no_circle(run: Run, write: Write) -> None:
    one = order(
        directive(),
        effects=[does("revokes", "eo-2"), does("stays", "eo-3/2a", **ALL, until="2026-12-31")],
    )
    two = order(directive(), id="eo-2", dated="2026-05-01", effects=[does("revokes", "eo-3")])
    three = order(directive(), id="eo-3", dated="2026-04-01")
    assert codes(run, write(one, two, three), "E622", "E623", "E624") == []


def test_a_draft_ends_nothing(run: Run, write: Write) -> None:
    draft = order(
        directive(), id="draft-1", kind="draft", number=None, effects=[does("revokes", "eo-2")]
    ).replace("number: null\n", "")
    assert (
        codes(
            run,
            write(draft, order(directive(), id="eo-2", effects=[does("revokes", "draft-1")])),
            "E623",
        )
        == []
    )


@pytest.mark.parametrize(
    ("effect", "keys", "found"),
    [
        (does("revokes", "eo-9", effective="2026-06-20"), {"effective": "2026-07-01"}, True),
        (does("revokes", "eo-9", effective="2026-07-01"), {"effective": "2026-07-01"}, False),
        (does("revokes", "eo-9"), {"effective": "2026-07-01"}, False),
        (does("revokes", "eo-9", effective="2026-06-01"), {}, True),
        (does("amends", "eo-9/2a", set={"force": "hortatory"}, effective="2026-06-01"), {}, True),
        (does("implements", "eo-9/2a", effective="2026-06-01"), {}, False),
    ],
)
def test_an_act_before_its_instrument_is_in_force(
    run: Run, write: Write, effect: dict[str, Any], keys: dict[str, Any], found: bool
) -> None:
    folder = write(
        order(directive(), effects=[effect], **keys),
        order(directive(), id="eo-9", dated="2026-01-05"),
    )
    assert codes(run, folder, "E6") == ([("E624", "0")] if found else [])


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (does("revokes", "eo-1"), True),
        (does("stays", "eo-1", **ALL, until="2026-12-31"), True),
        (does("stays", "eo-1", **ALL, until="2026-08-31"), False),  # over before the act begins
        (does("revokes", "eo-1", effective="2027-01-01"), False),
        (does("revokes", "eo-1/2a"), False),
        (does("interprets", "eo-1"), False),
    ],
)
def test_an_act_after_its_instrument_was_ended(
    run: Run, write: Write, end: dict[str, Any], found: bool
) -> None:
    acting = order(directive(), effects=[does("revokes", "eo-9", effective="2026-09-15")])
    ending = order(directive(), id="eo-2", dated="2026-07-15", effects=[end])
    assert codes(
        run,
        write(acting, ending, order(directive(), id="eo-9", dated="2026-01-05")),
        "E622",
        "E623",
        "E624",
    ) == ([("E624", "0")] if found else [])


def test_an_end_that_was_itself_ended_ends_nothing(run: Run, write: Write) -> None:
    acting = order(directive(), effects=[does("revokes", "eo-9", effective="2026-09-15")])
    stay = order(
        directive(),
        id="eo-2",
        dated="2026-07-15",
        effects=[does("stays", "eo-1", **ALL, effective="2026-08-15")],
    )
    lifted = order(directive(), id="eo-3", dated="2026-08-01", effects=[does("revokes", "eo-2")])
    others = (lifted, order(directive(), id="eo-9", dated="2026-01-05"))
    # The stay begins on a day on which its own instrument is ended, which is found where it stands.
    assert codes(run, write(acting, stay, *others), "E6") == [("E624", "1")]


def test_an_act_before_its_instrument_was_moved_into_force(run: Run, write: Write) -> None:
    acting = order(directive(), effects=[does("revokes", "eo-9", effective="2026-07-15")])
    moving = order(
        directive(),
        id="eo-2",
        dated="2026-06-10",
        effects=[does("amends", "eo-1", set={"effective": "2026-08-01"})],
    )
    assert codes(
        run, write(acting, moving, order(directive(), id="eo-9", dated="2026-01-05")), "E6"
    ) == [("E624", "0")]


STEPS = [directive("step", cite="2(b)"), directive("done", cite="2(c)")]
DONE = [{"of": "done", "what": "completed", "on": "2026-06-20", "source": "shown"}]
TRIGGERS = [{"id": "alarm", "what": "An alarm is raised"}]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"by": "2026-12-31"}, True),
        ({"by": "2026"}, True),
        ({"by": "2026-06-30"}, False),
        ({"within": "90 days", "of": "date"}, True),
        ({"within": "30 days", "of": "date"}, False),
        ({"within": "60 days", "of": "publication"}, True),
        ({"within": "60 days", "of": "effective"}, True),
        ({"within": "60 days", "of": "step"}, True),  # projected
        ({"within": "60 days", "of": "done"}, True),
        ({"within": "3 days", "of": "done"}, False),
        ({"within": "60 days", "of": "alarm"}, False),  # nobody knows
        ({"earliest": [{"by": "2026-12-31"}, {"within": "90 days", "of": "date"}]}, True),
        ({"earliest": [{"by": "2026-12-31"}, {"within": "9 days", "of": "date"}]}, False),
        ({"latest": [{"by": "2026-06-30"}, {"within": "90 days", "of": "date"}]}, True),
    ],
)
@pytest.mark.parametrize("until", ["2026-07-15", "2026-07"])
def test_a_recurrence_that_ends_before_its_first_date(
    run: Run, write: Write, rule: dict[str, Any], until: str, found: bool
) -> None:
    recurring = directive(deadline={**rule, "every": "1 year", "until": until})
    text = order(
        recurring,
        *STEPS,
        events=DONE,
        triggers=TRIGGERS,
        published="2026-06-05",
        effective="2026-07-01",
    )
    assert codes(run, write(text), "E6") == ([("E613", "0")] if found else [])


def test_an_amendment_that_ends_before_its_first_date(run: Run, write: Write) -> None:
    rule = {"by": "2027-12-31", "every": "1 year", "until": "2027-06-30"}
    amending = order(
        directive(),
        id="eo-2",
        dated="2026-07-01",
        effects=[does("amends", "eo-1/2a", set={"deadline": rule})],
    )
    assert codes(run, write(order(directive()), amending), "E6") == [("E613", "1")]


def test_the_place_is_that_of_the_end(run: Run, write: Write) -> None:
    text = order(
        directive(
            deadline={"within": "90 days", "of": "date", "every": "1 year", "until": "2026-07-15"}
        )
    )
    out = run("check", write(text), "--select", "E613").lines
    assert out[0].endswith("E613 it ends on 2026-07-15, before its first date 2026-08-31")
    assert "until: '2026-07-15'" in out[1]
