"""The rule of an entry and the words it quotes: what `check` finds, and what it accepts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from build import directive, order
from conftest import CATALOG, Run, Write
from test_patterns import FACTOR, SMALL, UNITS, spent

from eo_tracker.check.phrases import counts, days, plain_words, rhythms
from eo_tracker.check.phrases.counts import STARTS, WAYS
from eo_tracker.check.phrases.days import DAY_PHRASES, EDGES, GOVERNORS
from eo_tracker.check.phrases.rhythms import RHYTHM_PHRASES
from eo_tracker.check.phrases.words import CHOICES, Phrase

Rule = dict[str, Any] | None

QUOTED = "E607,E616,E617,E618,E619,E620,E621"
TRIGGERS = [
    {"id": "plan", "what": "The plan is submitted"},
    {"id": "year-end", "what": "A fiscal year ends", "repeats": "true"},
    {"id": "amended", "what": "The date of the order that is amended"},
    {"id": "printed", "what": "The order is published in the Federal Register"},
]


def within(span: str, of: str = "date", **more: Any) -> Rule:
    return {"within": span, "of": of, **more}


def back(span: str, before: str = "plan") -> Rule:
    return {"within": span, "before": before}


def by(day: str, **more: Any) -> Rule:
    return {"by": day, **more}


def found(
    run: Run, write: Write, quote: str, rule: Rule, *more: dict[str, Any], **keys: Any
) -> set[str]:
    text = order(
        directive(deadline=rule, quote=quote),
        *more,
        published="2026-06-05",
        effective="2026-07-01",
        triggers=TRIGGERS,
        **keys,
    )
    answer = run("check", write(text), "--select", QUOTED, "--format", "json")
    return {each["code"] for each in answer.json["findings"]}


STARTS_AND_WAYS = [
    # from the date of the instrument
    ("Within 30 days of the date of this order", within("30 days"), None),
    ("Within 30 days of the date of this order", within("30 days", "publication"), "E616"),
    ("Within 30 days of the date of this order", within("30 days", "effective"), "E616"),
    ("Within 30 days of the date of this order", within("30 days", "plan"), "E616"),
    (
        "Within thirty (30) days after the date of this Presidential Memorandum",
        within("30 days", "publication"),
        "E616",
    ),
    (
        "not later than 30 days after the issuance of this directive",
        within("30 days", "publication"),
        "E616",
    ),
    (
        "not later than 30 days after the date on which this order is signed",
        within("30 days", "plan"),
        "E616",
    ),
    ("within 30 days from the date hereof", within("30 days", "effective"), "E616"),
    ("within 30 days of this order", within("30 days", "plan"), "E616"),
    ("within 30 days of this order", within("30 days", "effective"), None),
    ("within 30 days of issuance", within("30 days", "plan"), None),
    ("within 30 days of issue", within("30 days"), None),
    ("within 30 days of issue", within("30 days", "publication"), "E616"),
    ("Within 30 days of the date of the memorandum", within("30 days"), None),
    ("Within 30 days of the date of the memorandum", within("30 days", "plan"), None),
    ("Within 30 days of the date of the memorandum", within("30 days", "publication"), "E616"),
    # from publication
    ("within 30 days of publication", within("30 days", "publication"), None),
    ("within 30 days of publication", within("30 days"), "E616"),
    ("within 30 days of publication", within("30 days", "plan"), None),
    ("30 days after publication of this order in the Federal Register", within("30 days"), "E616"),
    (
        "30 days after publication of this order in the Federal Register",
        within("30 days", "plan"),
        "E616",
    ),
    (
        "30 days after publication of this order in the Federal Register",
        within("30 days", "printed"),
        None,
    ),
    ("30 days after publication in the Federal Register", within("30 days"), "E616"),
    ("30 days after the date of publication of this notice", within("30 days"), "E616"),
    (
        "30 days after the date of publication of this notice",
        within("30 days", "publication"),
        None,
    ),
    (
        "30 days after the date on which this order is published in the Federal Register",
        within("30 days"),
        "E616",
    ),
    ("30 days after this order’s publication in the Federal Register", within("30 days"), "E616"),
    ("30 days after its publication in the Federal Register", within("30 days"), "E616"),
    (
        "within 30 days of Federal Register publication of this order",
        within("30 days", "publication"),
        None,
    ),
    ("within 30 days of Federal Register publication of this order", within("30 days"), "E616"),
    ("within 30 days of the order’s publication", within("30 days", "publication"), None),
    ("within 30 days after the notice is published", within("30 days", "publication"), None),
    ("on the 30th day after publication in the Federal Register", within("30 days"), "E616"),
    (
        "within one month after this proclamation is published in the Federal Register",
        within("1 month"),
        "E616",
    ),
    (
        "30 days after the date of the publication of the updated Strategy",
        within("30 days", "plan"),
        None,
    ),
    (
        "30 days after the date of the publication of the updated Strategy",
        within("30 days", "publication"),
        "E616",
    ),
    # from the effective date
    (
        "within 30 days after the effective date of this proclamation",
        within("30 days", "effective"),
        None,
    ),
    ("within 30 days after the effective date of this proclamation", within("30 days"), "E616"),
    ("within 30 days after this order takes effect", within("30 days", "publication"), "E616"),
    ("within 30 days after the effective date", within("30 days"), "E616"),
    ("within 30 days of the effective date hereof", within("30 days", "effective"), None),
    (
        "within 30 days of the effective date of the regulations",
        within("30 days", "effective"),
        "E616",
    ),
    ("within 30 days of the effective date of the regulations", within("30 days", "plan"), None),
    # from a step
    ("within 30 days of receiving the plan", within("30 days", "plan"), None),
    ("within 30 days of receiving the plan", within("30 days"), "E616"),
    (
        "within 30 days after submission of the report required by subsection (a) of this section",
        within("30 days", "plan"),
        None,
    ),
    (
        "within 30 days after completion of the plan described in subsection (a) of this section",
        within("30 days"),
        "E616",
    ),
    ("within 30 days of permit issuance", within("30 days"), "E616"),
    ("within 30 days of the President’s signature", within("30 days"), None),
    ("within 30 days of release", within("30 days"), None),
    (
        "within 30 days of the date of this order, and every 30 days thereafter",
        within("30 days", "publication", every="30 days"),
        "E616",
    ),
    (
        "Within 30 days of the date of this order",
        within("30 days", "amended"),
        None,
    ),  # words that amend another order
    ("within 30 days of Executive Order 1", within("30 days"), None),  # as others cite this one
    # a day as the start
    ("within 30 days of June 2, 2026", within("30 days"), None),
    ("within 30 days of June 5, 2026", within("30 days"), "E616"),
    ("within 30 days of June 5, 2026", by("2026-07-05"), None),
    ("within 30 days of June 5, 2026", by("2026-07-15"), "E607"),
    ("30 days after the end of fiscal year 2026", by("2026-10-30"), None),
    ("30 days after the end of fiscal year 2026", by("2026-09-30"), "E607"),
    # nothing said, or said of something before
    ("within 30 days", within("30 days", "publication"), None),
    ("within 30 days thereafter", within("30 days", "plan"), None),
    ("within 30 days of that date", within("30 days", "plan"), None),
    ("not later than 30 days, and annually thereafter", within("30 days", every="1 year"), None),
    # which way
    ("at least 30 days before submitting the plan", back("30 days"), None),
    ("at least 30 days before submitting the plan", within("30 days", "plan"), "E616"),
    ("no later than 30 days prior to the release", within("30 days", "plan"), "E616"),
    ("within 30 days after submitting the plan", back("30 days"), "E616"),
    ("30 days in advance of the release", back("30 days"), None),
    # several
    (
        "30 days after the date of this order or 10 days after its publication, whichever is later",
        {"latest": [within("30 days"), within("10 days", "publication")]},
        None,
    ),
    (
        "30 days after the date of this order or 10 days after its publication, whichever is later",
        {"latest": [within("30 days"), within("10 days")]},
        "E616",
    ),
    (
        "30 days after the date of this order or 30 days after its publication, whichever is later",
        {"latest": [within("30 days"), within("30 days")]},
        "E616",
    ),
    (
        "30 days after the date of this order or 10 days after its publication, whichever is later",
        {"earliest": [within("30 days"), within("10 days", "publication")]},
        "E620",
    ),
    (
        "within 30 days of the date of this order or by July 15, 2026, whichever is earlier",
        {"earliest": [within("30 days"), by("2026-07-15")]},
        None,
    ),
    (
        "within 30 days of the date of this order or by July 15, 2026, whichever is earlier",
        {"earliest": [within("30 days"), by("2026-07-16")]},
        "E607",
    ),
    (
        "within 14 days of listing or detection",
        {"earliest": [within("14 days", "plan"), within("14 days", "year-end")]},
        None,
    ),
]

PERIODS = [
    ("by the end of fiscal year 2027", by("FY2027"), None),
    ("by the end of fiscal year 2027", by("2027-09-30"), None),
    ("by the end of fiscal year 2027", by("2027-09"), None),
    ("by the end of fiscal year 2027", by("2027"), "E607"),
    ("by the end of fiscal year 2027", by("2027-12-31"), "E607"),
    ("by the end of FY 2027", by("2027-12-31"), "E607"),
    ("by the end of FY27", by("2027-09-30"), None),
    ("not later than the end of the 2027 fiscal year", by("2027-12-31"), "E607"),
    ("no later than the close of Fiscal Year 2027", by("2026-09-30"), "E607"),
    ("by fiscal year 2030", by("FY2030"), None),
    ("by fiscal year 2030", by("2030"), "E607"),
    ("by the end of this fiscal year", by("2026-09-30"), None),
    ("by the end of this fiscal year", by("2026-12-31"), "E607"),
    ("by the end of June 2027", by("2027-06"), None),
    ("by the end of June 2027", by("2027-03-31"), "E607"),
    ("end of June 2027", by("2027-06-29"), "E607"),
    ("by December 2026", by("2026-12"), None),
    ("by December 2026", by("2026-12-31"), None),
    ("by December 2026", by("2026-11-30"), "E607"),
    ("by December 2026", by("2027-12"), "E607"),
    ("by the end of the second quarter of fiscal year 2027", by("2027-03-31"), None),
    ("by the end of the second quarter of fiscal year 2027", by("2027-Q1"), None),
    ("by the end of the second quarter of fiscal year 2027", by("2027-Q2"), "E607"),
    ("by the end of the second quarter of fiscal year 2027", by("2027-06-30"), "E607"),
    ("by the end of the first quarter of FY2027", by("2026-12-31"), None),
    ("by the second fiscal quarter of 2027", by("2027-Q1"), None),
    ("by the end of the second quarter of 2027", by("2027-Q2"), None),
    ("by the end of the second quarter of calendar year 2027", by("2027-03-31"), "E607"),
    ("by Q2 FY27", by("2027-Q2"), "E607"),
    ("by the last quarter of 2027", by("2027-Q4"), None),
    ("in the first half of 2027", by("2027-06-30"), None),
    ("in the first half of 2027", by("2027"), "E607"),
    ("in the first half of fiscal year 2027", by("2027-03"), None),
    ("in the first half of fiscal year 2027", by("2027-06-30"), "E607"),
    ("in the second half of fiscal year 2027", by("FY2027"), None),
    ("during calendar year 2026", by("2026"), None),
    ("during calendar year 2026", by("FY2026"), "E607"),
    ("by the end of 2027", by("2027"), None),
    ("by the end of 2027", by("FY2027"), "E607"),
    ("no later than 2027", by("2027"), None),
    # days
    ("no later than December 31, 2027", by("2027-12-31"), None),
    ("no later than December 31, 2027", by("2027-12-13"), "E607"),
    ("no later than 31 December 2027", by("2027-12-13"), "E607"),
    ("by the 30th day of September, 2027", by("2027-09-30"), None),
    ("by Sept. 30, 2027", by("2027-09-30"), None),
    ("by Sept. 30, 2027", by("2027-09-03"), "E607"),
    ("by 9/30/2027", by("2027-09-30"), None),
    ("by December 31", by("2026-12-31"), None),
    ("by December 31", by("2027-12-31"), "E607"),
    (
        "as Executive Order 14028 of May 12, 2021 requires, by the end of fiscal year 2027",
        by("FY2027"),
        None,
    ),
    (
        "as Executive Order 14028 of May 12, 2021 requires, by the end of fiscal year 2027",
        by("2027"),
        "E607",
    ),
    ("by June 30 of fiscal year 2027", by("2027-06-30"), None),
    ("by November 30 of fiscal year 2027", by("2026-11-30"), None),
    ("by November 30 of fiscal year 2027", by("2027-11-30"), "E607"),
    ("by June 30 of 2027", by("2027-06-30"), None),
    ("by year-end 2027", by("2027-12-31"), None),
    ("by fiscal year-end 2027", by("2027-12-31"), "E607"),
    ("by the end of 4QFY27", by("2027-09-30"), None),
    ("by 2Q 2027", by("2027-03-31"), "E607"),
    ("by mid-fiscal year 2027", by("2027-03-31"), None),
    ("in the third month of fiscal year 2027", by("2026-12-31"), None),
    ("by close of business on September 30, 2027", by("2027-09-30"), None),
    ("by the end of the calendar year 2027", by("FY2027"), "E607"),
    ("quarterly during fiscal year 2027", by("2026-12-31", every="3 months"), None),
    ("quarterly during fiscal year 2027", by("2027-12-31", every="3 months"), "E607"),
    ("every quarter of fiscal year 2027", by("2026-12-31", every="3 months"), None),
    ("in fiscal years 2027 and 2028", by("FY2028"), None),
    ("between March and June 2027", by("2027-03-31"), None),
    ("within the first 90 days of fiscal year 2027", by("2026-12-29"), None),
    # before and at the beginning: never misreported
    ("before January 1, 2027", by("2026-12-31"), None),
    ("before January 1, 2027", by("2027-01-01"), None),
    ("before January 1, 2027", by("2027-12-31"), "E607"),
    ("before the beginning of fiscal year 2027", by("2026-09-30"), None),
    ("before the beginning of fiscal year 2027", by("2026-10-01"), None),
    ("by the start of fiscal year 2027", by("2026-10-01"), None),
    ("before fiscal year 2027", by("2026-09-30"), None),
    ("before the end of fiscal year 2027", by("2027-09-30"), None),
    ("before the end of fiscal year 2027", by("2027-12-31"), "E607"),
    # what cannot be known says nothing
    ("by mid-June 2027", by("2027-06-15"), None),
    ("by late 2027", by("2027"), None),
    ("by the spring of 2027", by("2027-05-31"), None),
    ("by the last business day of December 2027", by("2027-12-31"), None),
    ("in the week of June 7, 2027", by("2027-06-11"), None),
    ("with the Fiscal Year 2028 budget", by("2027-02-01"), None),
    (
        "as the National Defense Authorization Act for Fiscal Year 2027 requires, by December 31, 2028",
        by("2028-12-31"),
        None,
    ),
    ("by the end of the second quarter", by("2027-Q1"), None),
    ("with all deliberate speed", by("2027"), "E607"),
]

RECURRING = [
    ("by December 31, 2026, and annually thereafter", by("2026-12-31", every="1 year"), None),
    ("by December 31, 2026, and annually thereafter", by("2026-12-31", every="12 months"), None),
    ("by December 31, 2026, and annually thereafter", by("2026-12-31", every="2 years"), "E617"),
    ("by December 31, 2026, and annually thereafter", by("2026-12-31"), "E617"),
    (
        "by December 31, 2026, and every 2 years thereafter",
        by("2026-12-31", every="1 year"),
        "E617",
    ),
    ("by December 31, 2026, and biennially thereafter", by("2026-12-31", every="2 years"), None),
    ("by December 31, 2026, and biennially thereafter", by("2026-12-31", every="6 months"), "E617"),
    ("by December 31, 2026, and bi-annually thereafter", by("2026-12-31", every="6 months"), None),
    ("by December 31, 2026, and bi-annually thereafter", by("2026-12-31", every="2 years"), None),
    ("by December 31, 2026, and bi-annually thereafter", by("2026-12-31", every="1 year"), "E617"),
    ("by December 31, 2026, and semiannually thereafter", by("2026-12-31", every="1 year"), "E617"),
    ("by December 31, 2026, and twice a year thereafter", by("2026-12-31", every="6 months"), None),
    ("by December 31, 2026, and quarterly thereafter", by("2026-12-31", every="3 months"), None),
    ("by December 31, 2026, and quarterly thereafter", by("2026-12-31", every="90 days"), "E617"),
    (
        "by December 31, 2026, and on a monthly basis thereafter",
        by("2026-12-31", every="1 month"),
        None,
    ),
    (
        "by December 31, 2026, and on a monthly basis thereafter",
        by("2026-12-31", every="30 days"),
        "E617",
    ),
    ("by December 31, 2026, and every 90 days thereafter", by("2026-12-31", every="90 days"), None),
    (
        "by December 31, 2026, and every 90 days thereafter",
        by("2026-12-31", every="9 days"),
        "E617",
    ),
    ("by December 31, 2026, and weekly thereafter", by("2026-12-31", every="7 days"), None),
    (
        "by December 31, 2026, and every other week thereafter",
        by("2026-12-31", every="14 days"),
        None,
    ),
    ("each year by March 31", by("2027-03-31", every="1 year"), None),
    ("by March 31 of each year", by("2027-03-31"), "E617"),
    ("by March 31 of each year", by("2027-03-13", every="1 year"), "E607"),
    ("annually", {"every": "1 year"}, None),
    ("annually", {"every": "3 months"}, "E617"),
    (
        "Within 180 days of the date of this order and annually thereafter",
        within("180 days"),
        "E617",
    ),
    (
        "Within 180 days of the date of this order and annually thereafter",
        within("180 days", every="1 year"),
        None,
    ),
    ("by March 31, 2027, and each March 31 thereafter", by("2027-03-31", every="1 year"), None),
    ("by March 31, 2027, and each March 31 thereafter", by("2027-03-31"), "E617"),
    ("by June 30 and December 31 of each year", by("2026-06-30", every="6 months"), None),
    ("by June 30 and December 31 of each year", by("2026-06-30", every="1 year"), None),
    ("by June 30 and December 31 of each year", by("2026-06-30", every="3 months"), "E617"),
    ("at the end of each fiscal year", by("2026-09-30", every="1 year"), None),
    ("at the end of each fiscal year", by("2026-12-31", every="1 year"), "E607"),
    ("at the end of each quarter", by("2026-09-30", every="3 months"), None),
    ("at the end of each month", by("2026-06-30", every="1 month"), None),
    ("every Monday", {"every": "1 week"}, None),
    ("every Monday", {"every": "1 day"}, "E617"),
    # words that only look like it
    ("within 30 days of the annual report", within("30 days", "plan"), None),
    ("within 30 days after the end of each fiscal year", within("30 days", "year-end"), None),
    ("within 30 days of the date of this order, a quarterly report", within("30 days"), None),
    ("Within 30 days of the date of this order", within("30 days", every="1 year"), None),
    ("from time to time, at least annually", by("2026-12-31"), "E607"),
    ("every 2 to 3 years", {"every": "2 years"}, None),
    # the first date
    (
        "Within 180 days of the date of this order and annually thereafter",
        {"every": "1 year"},
        "E619",
    ),
    ("by December 31, 2026, and annually thereafter", {"every": "1 year"}, "E619"),
    ("every 60 days after the date of this order", {"every": "60 days"}, "E619"),
    ("annually, beginning on January 1, 2027", {"every": "1 year"}, "E619"),
    ("within 30 days of the plan and annually thereafter", {"every": "1 year"}, None),
    ("annually, beginning on January 1, 2027", by("2027-01-01", every="1 year"), None),
    ("annually, beginning on January 1, 2027", by("2028-01-01", every="1 year"), "E607"),
    (
        "starting January 1, 2027, and quarterly thereafter",
        by("2026-01-01", every="3 months"),
        "E607",
    ),
    ("annually, beginning in fiscal year 2028", by("FY2028", every="1 year"), None),
    ("annually, beginning in fiscal year 2028", by("2027-12-31", every="1 year"), None),
    ("annually, beginning in fiscal year 2028", by("2028-12-31", every="1 year"), "E607"),
    ("by June 30 of each year, beginning in 2028", by("2028-06-30", every="1 year"), None),
    ("by June 30 of each year, beginning in 2028", by("2029-06-30", every="1 year"), "E607"),
    # the end
    (
        "by December 31, 2026, and annually through 2028",
        by("2026-12-31", every="1 year", until="2028"),
        None,
    ),
    (
        "by December 31, 2026, and annually through 2028",
        by("2026-12-31", every="1 year", until="2028-12-31"),
        None,
    ),
    (
        "by December 31, 2026, and annually through 2028",
        by("2026-12-31", every="1 year", until="2027"),
        "E618",
    ),
    ("by December 31, 2026, and annually through 2028", by("2026-12-31", every="1 year"), "E618"),
    (
        "by December 31, 2026, and annually through fiscal year 2028",
        by("2026-12-31", every="1 year", until="2028"),
        "E618",
    ),
    (
        "by December 31, 2026, and annually until September 30, 2030",
        by("2026-12-31", every="1 year", until="2030-09-30"),
        None,
    ),
    (
        "by December 31, 2026, and annually until September 30, 2030",
        by("2026-12-31", every="1 year", until="2030-12-31"),
        "E618",
    ),
    (
        "by December 31, 2026, and annually thereafter until the end of 2030",
        by("2026-12-31", every="1 year"),
        "E618",
    ),
    (
        "by December 31, 2026, and annually for 5 years",
        by("2026-12-31", every="1 year", until="2031-12-31"),
        None,
    ),
    (
        "by December 31, 2026, and annually for 5 years",
        by("2026-12-31", every="1 year", until="2030-12-31"),
        None,
    ),
    (
        "by December 31, 2026, and annually for 5 years",
        by("2026-12-31", every="1 year", until="2035-12-31"),
        "E618",
    ),
    ("by December 31, 2026, and annually for 5 years", by("2026-12-31", every="1 year"), "E618"),
    (
        "by December 31, 2026, and annually thereafter, a plan through 2040",
        by("2026-12-31", every="1 year"),
        None,
    ),
    (
        "by December 31, 2026, and annually thereafter until the plan is submitted",
        by("2026-12-31", every="1 year", until="plan"),
        None,
    ),
    (
        "by December 31, 2026, and annually through 2028",
        by("2026-12-31", every="1 year", until="plan"),
        None,
    ),
    # words of a limit without any rule
    ("Within 30 days of the date of this order", None, "E621"),
    ("by December 31, 2026", None, "E621"),
    ("annually", None, "E621"),
    ("promptly", None, None),
    ("within 30 days of receiving the plan", None, None),
]


@pytest.mark.parametrize(("quote", "rule", "code"), [*STARTS_AND_WAYS, *PERIODS, *RECURRING])
def test_the_rule_is_what_the_quoted_words_say(
    run: Run, write: Write, quote: str, rule: Rule, code: str | None
) -> None:
    assert found(run, write, quote, rule) == ({code} if code else set())


def test_a_recurrence_may_stand_in_another_entry(run: Run, write: Write) -> None:
    quote = "Within 180 days of the date of this order and annually thereafter"
    yearly = directive("2a-yearly", deadline=within("180 days", every="1 year"), quote=quote)
    assert found(run, write, quote, within("180 days"), yearly) == set()


def test_the_findings_say_both(run: Run, write: Write) -> None:
    text = order(
        directive(
            "2a",
            quote="Within 30 days of the date of this order",
            deadline=within("30 days", "publication"),
        ),
        directive("2b", cite="2(b)", quote="by the end of fiscal year 2027", deadline=by("2027")),
        directive(
            "2c",
            cite="2(c)",
            quote="at least 30 days before the release",
            deadline=within("30 days", "plan"),
        ),
        triggers=TRIGGERS,
    )
    out = run("check", write(text), "--select", QUOTED).out
    assert (
        'E616 the words count from "the date of this order", the rule counts from publication'
        in out
    )
    assert "E607 the words say September 30, 2027, the rule says December 31, 2027" in out
    assert 'E616 the words count back from "the release", the rule counts forward' in out


def test_the_shipped_catalog_says_what_it_quotes(run: Run) -> None:
    assert run("check", CATALOG, "--select", QUOTED, "--fail-on", "info").status == 0


def rows() -> Iterator[tuple[str, Phrase]]:
    yield from (("start", each) for each in STARTS)
    yield from (("way", each) for each in WAYS)
    yield from (("edge", each) for each in EDGES)
    yield from (("governor", each) for each in GOVERNORS)
    yield from (("choice", each) for each in CHOICES)
    yield from (("day", each.words) for each in DAY_PHRASES)
    yield from (("rhythm", each.words) for each in RHYTHM_PHRASES)


@pytest.mark.parametrize(
    ("table", "row"), [*rows()], ids=lambda value: value if isinstance(value, str) else value.fits
)
def test_a_row_of_words_fits_its_sentence_and_not_the_other(table: str, row: Phrase) -> None:
    look = row.pattern.match if table in ("start", "way") else row.pattern.search
    assert look(row.fits)
    assert not look(row.fails)


@pytest.mark.parametrize(
    ("table", "row"), [*rows()], ids=lambda value: value if isinstance(value, str) else value.fits
)
def test_a_row_of_words_takes_time_with_the_text_and_not_with_its_square(
    table: str, row: Phrase
) -> None:
    for unit in UNITS:
        large = spent(row.pattern, unit * (FACTOR * SMALL // len(unit)))
        if large > 0.2:
            small = min(spent(row.pattern, unit * (SMALL // len(unit))) for _ in range(3))
            assert large / small < 2 * FACTOR, (row, unit)


@pytest.mark.parametrize(
    "unit",
    [
        "within 30 days of ",
        "by june 30, 2027 ",
        "every 2 years ",
        "the end of ",
        "of this order ",
        "30 days after ",
    ],
)
def test_a_hostile_quote_is_read_to_its_limit_only(unit: str) -> None:
    words = plain_words(unit * 100_000)
    assert len(words) <= 2_000
    counts(words, date(2026, 6, 2))
    days(words, date(2026, 6, 2))
    rhythms(words)


def test_how_long_a_recurrence_lasts_is_no_duration_of_its_own(run: Run, write: Write) -> None:
    rule = by("2026-12-31", every="1 year", until="2031-12-31")
    folder = write(
        order(directive(deadline=rule, quote="by December 31, 2026, and annually for 5 years"))
    )
    assert "E608" not in run("check", folder).out
