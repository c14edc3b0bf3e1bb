"""Laws of the resolver, on random catalogs of all forms: total, blind to order and to the future,
and every proof recounts.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import yaml
from build import SOURCES, dump
from catalogs import read, texts
from dateutil.relativedelta import relativedelta
from federal_holidays import federal_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.answers import Details, InstrumentDetails
from eo_tracker.context import Context
from eo_tracker.dates import Period
from eo_tracker.day import DayAnswers
from eo_tracker.models import FULFIL, Catalog, Status
from eo_tracker.query import Filter
from eo_tracker.render import Screen, render
from eo_tracker.resolve import Obligation, Step, references, resolve
from eo_tracker.resolved import Resolved


@settings(max_examples=80, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2030, 1, 1)))
def test_every_catalog_resolves_and_renders(files: dict[str, str], as_of: date) -> None:
    resolution = resolve(read(files), as_of)
    for each in resolution.obligations:
        open_by_day = each.status in (Status.UPCOMING, Status.DUE_TODAY, Status.PAST_DUE)
        assert not open_by_day or each.due is not None
        assert not (each.due and each.projected) or each.projected < each.due
        assert each.status is not Status.WAITING or each.due is None
        assert each.instrument.dated <= as_of
        assert each.changed <= as_of
    day = DayAnswers(lambda: Resolved(Context(resolution, "random")))
    keys = [each.id for each in resolution.obligations]
    for form in ("table", "json", "md"):
        text = render(day.details(keys, is_proof=True), form, Screen(60))
        assert form != "json" or json.loads(text)
    final = [each for each in resolution.obligations if not each.instrument.is_draft]
    lines = render(day.listing(Filter()), "csv", Screen()).count("\n")
    assert lines == len(final) + 1


@settings(max_examples=60, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2030, 1, 1)), st.randoms(use_true_random=False))
def test_the_order_of_files_and_entries_plays_no_part(
    files: dict[str, str], as_of: date, chance: random.Random
) -> None:
    import yaml

    shuffled = {}
    for name in chance.sample(list(files), len(files)):
        data = yaml.load(files[name], Loader=yaml.BaseLoader)
        for family in ("directives", "triggers", "events", "effects"):
            if family in data:
                chance.shuffle(data[family])
        shuffled[name] = dump({key: data[key] for key in chance.sample(list(data), len(data))})

    def view(catalog: Catalog) -> list[Any]:
        return [
            (
                each.id,
                each.due,
                each.projected,
                each.status,
                each.occurrence,
                each.steps,
                each.changed,
            )
            for each in resolve(catalog, as_of).obligations
        ]

    assert view(read(shuffled)) == view(read(files))


@settings(max_examples=60, deadline=None)
@given(texts(), st.dates(date(2026, 6, 2), date(2027, 1, 1)))
def test_nothing_published_later_is_known(files: dict[str, str], as_of: date) -> None:
    import yaml

    def known(source: str) -> bool:
        return SOURCES[source]["published"] <= str(as_of)

    def happened(event: dict[str, Any]) -> bool:
        return (
            event["what"] == "occurred"
            or "on" not in event
            or Period.parse(event["on"]).first <= as_of
        )

    earlier = {"agencies.yaml": files["agencies.yaml"]}
    for name in files.keys() - earlier.keys():
        data = yaml.load(files[name], Loader=yaml.BaseLoader)
        if data["dated"] > str(as_of):
            data["effects"] = []  # its file may still tell of what happened earlier
        data["sources"] = {key: each for key, each in SOURCES.items() if known(key)}
        data["events"] = [
            each for each in data["events"] if known(each["source"]) and happened(each)
        ]
        for each in data["directives"]:
            each["alternatives"] = [
                other
                for other in each.get("alternatives", ())
                if known(other.get("source", "text"))
            ]
        for each in data["disputes"]:
            each["accounts"] = [one for one in each["accounts"] if known(one["source"])]
        data["disputes"] = [each for each in data["disputes"] if len(each["accounts"]) > 1]
        if data["published"] > str(as_of):
            del data["published"]
        earlier[name] = dump(data)
    assert told(read(files), as_of) == told(read(earlier), as_of)


def told(catalog: Catalog, as_of: date) -> list[Any]:
    """All that can be asked of a catalog as of a day, but what tells which catalog it is."""
    resolution = resolve(catalog, as_of)
    day = DayAnswers(lambda: Resolved(Context(resolution, "random")))
    keys = [each.id for each in resolution.obligations]
    answers: list[Details | InstrumentDetails] = [
        day.details(keys, is_proof=True),
        *map(day.instrument, resolution.known.instruments),
    ]
    return [
        {**json.loads(render(answer, "json", Screen())), "catalog": None, "not_yet_known": None}
        for answer in answers
    ]


def recount(obligation: Obligation) -> date | None:
    """The date that the steps of a proof give, counted again with other tools."""
    days: list[date] = []
    for step in obligation.steps:
        day = recounted(step, days)
        if day is not None and step.kind != "start":
            assert step.day == day, step
            days = [*days, day]
    return days[-1] if days else None


def recounted(step: Step, earlier: list[date]) -> date | None:
    match step.kind:
        case "count" | "count-back" | "repeat":
            assert step.start is not None
            assert step.span is not None
            if step.span.unit == "business day" and step.start.year < 2022:
                return (
                    step.day
                )  # the other tool has the holidays of that time, not those of today's law
            return counted(
                step.start,
                step.span.amount * (-1 if step.kind == "count-back" else step.times),
                step.span.unit,
            )
        case "earliest":
            return min(day for day in earlier if day >= step.day) if step.day else None
        case "latest":
            return max(day for day in earlier if day <= step.day) if step.day else None
        case "fixed" | "roll":
            return step.day
        case _:
            return None


def counted(start: date, amount: int, unit: str) -> date:
    if unit == "business day":
        day = start
        for _ in range(abs(amount)):
            day += timedelta(days=1 if amount > 0 else -1)
            while day.weekday() > 4 or day in federal_holidays():
                day += timedelta(days=1 if amount > 0 else -1)
        return day
    return (
        start
        + {
            "day": relativedelta(days=1),
            "week": relativedelta(weeks=1),
            "month": relativedelta(months=1),
            "year": relativedelta(years=1),
        }[unit]
        * amount
    )


@settings(max_examples=80, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2029, 1, 1)))
def test_every_proof_can_be_counted_again(files: dict[str, str], as_of: date) -> None:
    for each in resolve(read(files), as_of).obligations:
        # The table ends with this century.
        if each.taken_because is None and each.when is not None and each.when.year < 2100:
            assert recount(each) == (each.due or each.projected), each.steps


@settings(max_examples=60, deadline=None)
@given(texts(), st.dates(date(2026, 7, 1), date(2029, 1, 1)), st.randoms(use_true_random=False))
def test_a_vacated_instrument_acts_as_if_it_never_had(
    files: dict[str, str], as_of: date, chance: random.Random
) -> None:
    """A vacatur undoes what an instrument did to others.

    That it claimed to have met something stays a claim.
    """
    name = chance.choice(sorted(each for each in files if each != "agencies.yaml"))
    entry = yaml.safe_load(files[name])
    acts = [each for each in entry["effects"] if each["does"] not in FULFIL]
    court = {"id": "court", "kind": "court-order", "title": "T", "dated": "2026-06-20"}
    vacatur = {"does": "vacates", "on": entry["id"], "cite": "1"}
    vacated = files | {
        name: dump(entry | {"effects": acts}),
        "court.yaml": dump(court | {"effects": [vacatur]}),
    }
    idle = files | {name: dump(entry | {"effects": []}), "court.yaml": dump(court)}

    def states(given: dict[str, str]) -> list[tuple[object, ...]]:
        found = resolve(read(given), as_of).obligations
        counts_from = {each.id: references(each.instrument, each.directive) for each in found}
        touched = {key for key in counts_from if key.startswith(f"{entry['id']}/")}
        while more := {
            key
            for key, names in counts_from.items()
            if key not in touched and touched.intersection(names)
        }:
            touched |= more  # the vacated instrument's own dates may be asked for, and whatever counts from them
        return [
            (each.id, each.occurrence, each.due, each.status)
            for each in found
            if each.id not in touched
        ]

    assert states(vacated) == states(idle)
