"""Random catalogs of all forms, for laws that hold of every catalog."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from build import SOURCES, dump
from conftest import AGENCIES
from hypothesis import strategies as st

from eo_tracker.catalog.load import load_texts
from eo_tracker.models import Catalog

DAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31)).map(str)
SPANS = st.builds(
    "{} {}".format,
    st.integers(0, 400),
    st.sampled_from(["days", "business days", "weeks", "months", "years", "hours"]),
)
EVERY = st.sampled_from(["7 days", "1 month", "1 year", "3 months"])
ACCOUNTS = [
    {"says": says, "source": source}
    for says, source in (("A", "text"), ("B", "paper"), ("C", "later"))
]
DISPUTE = {"id": "conflict", "question": "Q", "accounts": ACCOUNTS}
ENDS = ("stays", "waives", "supersedes", "revokes", "vacates")
SCOPES: st.SearchStrategy[Any] = st.sampled_from(["everyone", ["omb"], ["dhs"], ["agencies"]])
PERIODS = st.one_of(DAYS, st.sampled_from(["2027", "FY2027", "2026-Q4", "2026-09", "2028-02-29"]))


def rules(known: list[str], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Deadlines that may count from what is in `known`."""
    own = st.sampled_from(["date", "publication", "effective", *known])
    recurring = {"every": EVERY} if depth == 0 else {}
    forms: list[st.SearchStrategy[dict[str, Any]]] = [
        st.fixed_dictionaries({"within": SPANS, "of": own}, optional=recurring),
        st.fixed_dictionaries({"by": PERIODS}, optional=recurring),
    ]
    if recurring:
        forms.append(st.fixed_dictionaries({"by": DAYS, "every": EVERY, "until": PERIODS}))
        forms.append(st.fixed_dictionaries({"every": EVERY}))
    if recurring and known:
        forms.append(
            st.fixed_dictionaries({"by": DAYS, "every": EVERY, "until": st.sampled_from(known)})
        )
    if known:
        forms.append(st.fixed_dictionaries({"within": SPANS, "before": st.sampled_from(known)}))
    if depth < 2:
        parts = st.lists(rules(known, depth + 1), min_size=1, max_size=3)
        forms += [
            st.fixed_dictionaries({"earliest": parts}),
            st.fixed_dictionaries({"latest": parts}),
        ]
    return st.one_of(forms)


@st.composite
def texts(draw: st.DrawFn) -> dict[str, str]:
    """The files of a catalog of up to four instruments that lean on each other without a circle."""
    known: list[str] = []
    files = {"agencies.yaml": AGENCIES}
    for number in range(draw(st.integers(1, 4))):
        name = f"eo-{number}"
        triggers = [
            {
                "id": f"t{each}",
                "what": "A thing happens",
                "repeats": draw(st.sampled_from(["true", "false"])),
            }
            for each in range(2)
        ]
        known += [f"{name}/t0", f"{name}/t1"]
        directives = []
        for which in range(draw(st.integers(1, 4))):
            entry: dict[str, Any] = {
                "id": f"d{which}",
                "cite": f"2({'abcd'[which]})",
                "title": draw(st.sampled_from(["T", "U"])),
                "summary": "S",
                "binds": ["omb"],
            }
            if draw(st.booleans()) or which == 0:
                entry["deadline"] = draw(rules(known))
            if draw(st.integers(0, 4)) == 0:
                entry["alternatives"] = [
                    {"deadline": draw(rules(known, 1)), "why": "W"}
                    | draw(st.fixed_dictionaries({}, optional={"source": st.just("later")}))
                ]
            entry |= draw(
                st.fixed_dictionaries(
                    {}, optional={"public": st.just("false"), "continues": st.just("true")}
                )
            )
            directives.append(entry)
            known.append(f"{name}/d{which}")
        events = [
            draw(
                st.fixed_dictionaries(
                    {
                        "of": st.sampled_from(known),
                        "what": st.sampled_from(
                            ["announced", "claimed", "partly", "completed", "missed", "occurred"]
                        ),
                        "source": st.sampled_from(list(SOURCES)),
                        "occurrence": DAYS,
                    },
                    optional={"on": st.one_of(DAYS, st.sampled_from(["2026-07", "2027"]))},
                )
            )
            for _ in range(draw(st.integers(0, 4)))
        ]
        others = [
            each for each in [*known, *(f"eo-{each}" for each in range(number))] if "/t" not in each
        ]
        verbs = [
            *ENDS,
            "reinstates",
            "amends",
            "implements",
            "satisfies",
            "interprets",
            "parallels",
        ]
        # Effects come from instruments of different days, so no two of one day meet on one field.
        effects: dict[tuple[str, str], dict[str, Any]] = {}
        for _ in range(draw(st.integers(0, 3)) if number else 0):
            effect: dict[str, Any] = {
                "does": draw(st.sampled_from(verbs)),
                "on": draw(st.sampled_from(others)),
                "link": draw(st.sampled_from(["explicit", "inferred"])),
            }
            if effect["does"] in ("implements", "satisfies"):
                effect["occurrence"] = draw(DAYS)
            if effect["does"] in ("stays", "waives"):
                limitations: dict[str, st.SearchStrategy[Any]] = {"until": DAYS, "for": SCOPES}
                effect |= draw(st.fixed_dictionaries({}, optional=limitations))
            if effect["does"] == "amends":
                effect |= {
                    "on": draw(st.sampled_from([each for each in others if "/" in each])),
                    "set": {"deadline": {"by": draw(DAYS)}},
                }
            effects[
                effect["on"], "force" if effect["does"] in (*ENDS, "reinstates") else effect["does"]
            ] = effect
        files[f"{name}.yaml"] = dump(
            {
                "id": name,
                "kind": "executive-order",
                "number": number,
                "title": "T",
                "dated": str(date(2026, 6, 2) + timedelta(days=number)),
                "published": "2026-06-08",
                "searches": [{"on": "2026-10-10"}],
                "sources": SOURCES,
                "triggers": triggers,
                "directives": directives,
                "events": events,
                "effects": list(effects.values()),
                "disputes": draw(st.sampled_from([[], [DISPUTE]])),
            }
        )
    return files


def read(files: dict[str, str]) -> Catalog:
    loaded = load_texts(files, name="random")
    assert not loaded.problems, loaded.problems
    return loaded.catalog
