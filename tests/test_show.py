"""`explain`, `show`, `list`, `agencies`: what they say, and how IDs may be typed."""

from __future__ import annotations

import pytest
from build import directive, order
from conftest import Run, Write

EXPLAINED = """\
Saturday, August 1, 2026   § 2(f), "Within 60 days of the date of this order"
Directive  Expand US Tech Force cybersecurity hiring (eo-14409/2f)
Counted    from Tuesday, June 2, 2026, the date on the order (day 0), 60 calendar days.
           Not from publication (Friday, June 5), which would give Tuesday, August 4.
Saturday   The order has no weekend or holiday rule; the date is not extended. Nearest business days: Friday, July 31 and \
Monday, August 3.
Text       White House page as posted 2026-06-02; not checked against the Federal Register (91 FR 34565).
Record     Past due; no public record of completion found (record searched through 2026-10-10; White House documents to \
2026-08-21, other material to about 2026-10-10).
"""


def test_the_proof_of_a_date(run: Run) -> None:
    assert run("explain", "eo-14409/2f", "--as-of", "2026-11-23").out.startswith(EXPLAINED)


def test_a_proof_names_the_lead_in(run: Run) -> None:
    head = run("explain", "eo-14409/2c-i", "--as-of", "2026-06-09").lines[0]
    assert (
        head
        == 'Thursday, July 2, 2026   § 2(c)(i), under § 2(c), "Within 30 days of the date of this order"'
    )


def test_a_directive_without_a_date_says_so(run: Run) -> None:
    out = run("explain", "eo-14409/4", "--as-of", "2026-06-09").out
    assert "The text sets no time limit." in out
    assert "Continuing obligation, no due date." in out
    assert "No due date is set." in run("explain", "eo-14409/5d", "--as-of", "2026-06-09").out


@pytest.mark.parametrize(
    "typed",
    [
        "eo-14409/2d",
        "14409/2d",
        "14409 2(d)",
        "EO 14409 § 2(d)",
        "eo-14409 2(d)",
        "14409 sec. 2(d)",
        "2d",
        "2(d)",
        "§ 2(d)",
        "EO-14409/2D",
        "EO14409 2(d)",
        "eo14409/2d",
    ],
)
def test_ways_to_type_an_id(run: Run, typed: str) -> None:
    answer = run("show", typed, "--as-of", "2026-06-09", "--format", "json")
    assert [each["id"] for each in answer.json["obligations"]] == ["eo-14409/2d"]


def test_two_directives_at_one_cite_are_both_shown(run: Run) -> None:
    answer = run("explain", "14409 3(a)", "--as-of", "2026-06-09", "--format", "json").json
    assert [each["id"] for each in answer["obligations"]] == [
        "eo-14409/3a",
        "eo-14409/3a-determination",
    ]


def test_exact_beats_prefix(run: Run) -> None:
    answer = run("explain", "14409/3a", "--as-of", "2026-06-09", "--format", "json").json
    assert [each["id"] for each in answer["obligations"]] == ["eo-14409/3a"]


def test_an_ambiguous_id_names_what_it_can_mean(run: Run) -> None:
    result = run("show", "14409/2c")
    assert result.status == 2
    assert "eo-14409/2c-i, eo-14409/2c-ii or eo-14409/2c-iii" in result.err


def test_an_unknown_id_names_the_nearest(run: Run) -> None:
    result = run("explain", "eo-14409/2g")
    assert result.status == 2
    assert result.out == ""
    assert "no directive 'eo-14409/2g' in the catalog; did you mean" in result.err


def test_an_id_that_the_day_does_not_know_yet_is_no_error(run: Run) -> None:
    for command in ("show", "explain"):
        result = run(command, "eo-14409/2d", "--as-of", "2026-06-01")
        assert result.status == 0
        assert (
            "eo-14409/2d is not known as of Monday, June 1, 2026; EO 14409 is dated Tuesday, June 2, 2026."
            in result.out
        )


def test_an_instrument_on_one_screen(run: Run) -> None:
    out = run("show", "14409", "--as-of", "2026-06-09").out
    assert out.startswith(
        "EO 14409: Promoting Advanced Artificial Intelligence Innovation and Security\n"
    )
    assert "91 FR 34565; FR Doc. 2026-11415" in out
    assert "(Scope: this section.)" in out
    assert "up to 30 days before planned release to other trusted partners" in out


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (["--agency", "opm"], {"2f"}),
        (["--agency", "Director of OMB"], {"2c-i", "2c-ii", "2c-iii", "2e"}),
        (["--lead", "omb"], {"2e"}),
        (["--agency", "ai-developers"], {"3b"}),
        (["--agency", "nsa"], {"2d", "3a", "3a-determination", "3b"}),
        (["--topic", "grants"], {"2e"}),
        (["--status", "continuing"], {"4", "5d"}),
        (["--from", "2026-07-03", "--to", "2026-Q3"], {"2f", "3a", "3a-determination", "3b"}),
        (["--to", "+30d"], {"2a", "2b", "2c-i", "2c-ii", "2c-iii", "2d", "2e"}),
    ],
)
def test_filters(run: Run, filters: list[str], expected: set[str]) -> None:
    answer = run(
        "list", *filters, "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json"
    ).json
    assert {each["id"].removeprefix("eo-14409/") for each in answer["obligations"]} == expected


def test_a_department_is_asked_for_with_its_parts(run: Run) -> None:
    whole = run("list", "--order", "eo-14409", "--agency", "dhs", "--format", "json").json[
        "obligations"
    ]
    part = run("list", "--order", "eo-14409", "--agency", "cisa", "--format", "json").json[
        "obligations"
    ]
    assert {each["id"] for each in part} <= {each["id"] for each in whole}
    assert "eo-14409/3a-determination" in {
        each["id"] for each in whole
    }  # names CISA, not the Department


def test_every_row_of_json_has_every_key(run: Run) -> None:
    for form in (["list"], ["due", "--past", "all"], ["show", "eo-14409"]):
        rows = run(*form, "--as-of", "2026-08-20", "--format", "json").json["obligations"]
        assert rows
        assert len({tuple(row) for row in rows}) == 1


PROMISED = [
    "id",
    "instrument",
    "cite",
    "title",
    "summary",
    "binds",
    "through",
    "consults",
    "coordinates",
    "addressees",
    "force",
    "due",
    "projected",
    "original_due",
    "grace_until",
    "alternatives",
    "days_left",
    "weekday",
    "business_day",
    "every",
    "occurrence",
    "status",
    "continues",
    "hypothetical",
    "events",
    "topics",
    "reviewed",
]


def test_the_promised_keys_of_a_row(run: Run) -> None:
    answer = run("due", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json").json
    assert {"schema_version", "as_of", "catalog", "reviewed", "obligations", "hidden"} <= set(
        answer
    )
    assert set(answer["catalog"]) == {"name", "version", "hash", "revision"}
    row = next(each for each in answer["obligations"] if each["id"] == "eo-14409/2c-i")
    assert set(PROMISED) <= set(row)
    assert (row["binds"], row["through"], row["consults"]) == (
        ["dhs"],
        ["cisa"],
        ["omb", "apnsa", "ncd"],
    )
    assert row["addressees"][0] == {"role": "binds", "party": "dhs", "through": "cisa"}


@pytest.mark.parametrize("columns", [20, 60, 110])
def test_a_link_is_never_broken(run: Run, columns: int) -> None:
    """It could neither be clicked nor copied."""
    links = [each for each in run("show", "14409/2d", columns=columns).lines if "https://" in each]
    address = "https://www.whitehouse.gov/presidential-actions/2026/06/promoting-advanced-artificial-intelligence-innovation-and-security/"
    assert links == [f"Link        {address}"]


def test_only_a_text_that_was_read_in_full_sets_no_time_limit(run: Run, write: Write) -> None:
    folder = write(order(directive(deadline=None, source="unseen")))
    out = run("explain", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-21").out
    assert "Date       No time limit is recorded." in out
    assert "Text       Record (not opened, via a report)." in out


def test_a_name_that_is_the_title_is_said_once(run: Run, write: Write) -> None:
    folder = write(order(directive(), kind="notice", number=None, title="Rules of the house"))
    out = run("show", "eo-1", "--catalog", folder, "--as-of", "2026-06-20").lines
    assert out[0] == "Rules of the house"


def test_a_trigger_goes_on_in_the_middle_of_a_sentence(run: Run, write: Write) -> None:
    recurring = directive(deadline={"by": "2026-12-31", "every": "1 year", "until": "done"})
    folder = write(order(recurring, triggers=[{"id": "done", "what": "The migration is done"}]))
    out = run("show", "eo-1/2a", "--catalog", folder, "--as-of", "2026-06-20").out
    assert "annually from Thursday, December 31, 2026 until the migration is done" in out
