"""Laws of the resolver, on random catalogs of all forms: total, blind to order and to the future, and every proof recounts."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import Any

import holidays
from build import SOURCES, dump
from conftest import AGENCIES
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.answers import Context, Details, Listing
from eo_tracker.catalog.load import load_texts
from eo_tracker.models import Catalog, Standing
from eo_tracker.render import Screen, render
from eo_tracker.resolve import Obligation, Step, resolve

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(str)
SPANS = st.builds("{} {}".format, st.integers(0, 400), st.sampled_from(["days", "business days", "weeks", "months", "years", "hours"]))
EVERY = st.sampled_from(["7 days", "1 month", "1 year", "3 months"])
PERIODS = st.one_of(DAYS, st.sampled_from(["2027", "FY2027", "2026-Q4", "2026-09", "2028-02-29"]))
OFFICIAL = holidays.country_holidays("US")


def rules(known: list[str], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Deadlines that may count from what is in `known`."""
    own = st.sampled_from(["date", "publication", "effective", *known])
    recurring = {"every": EVERY} if depth == 0 else {}
    forms = [
        st.fixed_dictionaries({"within": SPANS, "of": own}, optional=recurring),
        st.fixed_dictionaries({"by": PERIODS}, optional=recurring),
    ]
    if recurring:
        forms.append(st.fixed_dictionaries({"by": DAYS, "every": EVERY, "until": PERIODS}))
        forms.append(st.fixed_dictionaries({"every": EVERY}))
    if known:
        forms.append(st.fixed_dictionaries({"within": SPANS, "before": st.sampled_from(known)}))
    if depth < 2:
        parts = st.lists(rules(known, depth + 1), min_size=1, max_size=3)
        forms += [st.fixed_dictionaries({"earliest": parts}), st.fixed_dictionaries({"latest": parts})]
    return st.one_of(forms)


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """The files of a catalog of up to three instruments that lean on each other without a circle."""
    known: list[str] = []
    files = {"agencies.yaml": AGENCIES}
    for number in range(draw(st.integers(1, 3))):
        name = f"eo-{number}"
        triggers = [{"id": f"t{each}", "what": "A thing happens", "repeats": draw(st.sampled_from(["true", "false"]))} for each in range(2)]
        known += [f"{name}/t0", f"{name}/t1"]
        duties = []
        for which in range(draw(st.integers(1, 4))):
            entry: dict[str, Any] = {"id": f"d{which}", "cite": f"2({'abcd'[which]})", "title": "T", "summary": "S", "binds": ["omb"]}
            if draw(st.booleans()) or which == 0:
                entry["deadline"] = draw(rules(known))
            if draw(st.integers(0, 4)) == 0:
                entry["alternatives"] = [{"deadline": draw(rules(known, 1)), "why": "W"}]
            entry |= draw(st.fixed_dictionaries({}, optional={"public": st.just("false"), "continues": st.just("true")}))
            duties.append(entry)
            known.append(f"{name}/d{which}")
        events = [
            draw(
                st.fixed_dictionaries(
                    {
                        "of": st.sampled_from(known),
                        "what": st.sampled_from(["announced", "claimed", "partly", "completed", "missed", "occurred"]),
                        "source": st.sampled_from(list(SOURCES)),
                        "occurrence": DAYS,
                    },
                    optional={"on": st.one_of(DAYS, st.sampled_from(["2026-07", "2027"]))},
                )
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        others = [each for each in [*known, *(f"eo-{each}" for each in range(number))] if "/t" not in each]
        verbs = ["implements", "satisfies", "stays", "waives", "supersedes", "revokes", "interprets", "parallels"]
        # Effects come from instruments of different days, so no two of one day meet on one field.
        effects: dict[tuple[str, bool], dict[str, Any]] = {}
        for _ in range(draw(st.integers(0, 3)) if number else 0):
            effect = {
                "does": draw(st.sampled_from(verbs)),
                "on": draw(st.sampled_from(others)),
                "link": draw(st.sampled_from(["explicit", "inferred"])),
            }
            effects[effect["on"], effect["does"] in ("stays", "waives", "supersedes", "revokes")] = effect
        files[f"{name}.yaml"] = dump(
            {
                "id": name, "kind": "executive-order", "number": number, "title": "T",
                "dated": str(date(2026, 6, 2) + timedelta(days=number)),
                "published": "2026-06-08", "reviewed": "2026-10-10", "sources": SOURCES, "triggers": triggers, "directives": duties,
                "events": events, "effects": list(effects.values()),
            }
        )  # fmt: skip
    return files


def read(files: dict[str, str]) -> Catalog:
    loaded = load_texts(files, name="random")
    assert not loaded.problems, loaded.problems
    return loaded.catalog


@settings(max_examples=80, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2030, 1, 1)))
def test_every_catalog_resolves_and_renders(files: dict[str, str], as_of: date) -> None:
    resolution = resolve(read(files), as_of)
    for each in resolution.obligations:
        open_by_day = each.standing in (Standing.UPCOMING, Standing.DUE_TODAY, Standing.PAST_DUE)
        assert not open_by_day or each.due is not None
        assert not (each.due and each.projected)
        assert each.standing is not Standing.WAITING or each.due is None
        assert each.instrument.dated <= as_of
        assert each.changed <= as_of
    context = Context(resolution, "random")
    for form in ("table", "json", "md"):
        text = render(Details(context, resolution.obligations, proof=True), form, Screen(60))
        assert form != "json" or json.loads(text)
    assert render(Listing(context, resolution.obligations), "csv", Screen()).count("\n") == len(resolution.obligations) + 1


@settings(max_examples=60, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2030, 1, 1)), st.randoms(use_true_random=False))
def test_the_order_of_files_and_entries_plays_no_part(files: dict[str, str], as_of: date, chance: random.Random) -> None:
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
            (each.id, each.due, each.projected, each.standing, each.occurrence, each.steps, each.changed)
            for each in resolve(catalog, as_of).obligations
        ]

    assert view(read(shuffled)) == view(read(files))


@settings(max_examples=60, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2027, 1, 1)))
def test_nothing_published_later_is_known(files: dict[str, str], as_of: date) -> None:
    import yaml

    earlier = {}
    for name, text in files.items():
        data = yaml.load(text, Loader=yaml.BaseLoader)
        published = {key: each["published"] for key, each in SOURCES.items()}
        data["events"] = [each for each in data.get("events", ()) if published[each["source"]] <= str(as_of)]
        if data.get("dated", "") > str(as_of):
            data["effects"] = []
        earlier[name] = text if name == "agencies.yaml" else dump(data)
    full, known = resolve(read(files), as_of), resolve(read(earlier), as_of)
    assert [(each.id, each.due, each.standing) for each in full.obligations] == [
        (each.id, each.due, each.standing) for each in known.obligations
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
            return counted(step.start, step.span.amount * (-1 if step.kind == "count-back" else step.times), step.span.unit)
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
            while day.weekday() > 4 or day in OFFICIAL:
                day += timedelta(days=1 if amount > 0 else -1)
        return day
    return (
        start
        + {"day": relativedelta(days=1), "week": relativedelta(weeks=1), "month": relativedelta(months=1), "year": relativedelta(years=1)}[
            unit
        ]
        * amount
    )


@settings(max_examples=80, deadline=None)
@given(texts(), st.dates(date(2026, 6, 1), date(2029, 1, 1)))
def test_every_proof_can_be_counted_again(files: dict[str, str], as_of: date) -> None:
    for each in resolve(read(files), as_of).obligations:
        # The package knows the holidays of this century only.
        if each.taken_because is None and each.when is not None and each.when.year < 2100:
            assert recount(each) == each.when, each.steps
