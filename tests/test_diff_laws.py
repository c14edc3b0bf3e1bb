"""Laws of the diff, on random catalogs: nothing from nothing, the same backwards, and every date
in exactly one change.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from build import SOURCES, dump
from catalogs import read, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.answers import Comparison
from eo_tracker.context import Context
from eo_tracker.diff import KINDS, Change, ChangeLevel, Diff, diff_resolutions
from eo_tracker.render import Screen, render
from eo_tracker.resolve import Resolution, resolve

DAY = st.dates(date(2026, 6, 1), date(2029, 1, 1))


@dataclass(frozen=True)
class Pair:
    """Two catalogs that share names on one day, or one catalog on two days; shown by its files."""

    files: tuple[dict[str, str], dict[str, str]]
    days: tuple[date, date]

    @cached_property
    def sides(self) -> tuple[Resolution, Resolution]:
        old = read(self.files[0])
        new = old if self.files[0] == self.files[1] else read(self.files[1])
        return resolve(old, self.days[0]), resolve(new, self.days[1])

    def __repr__(self) -> str:
        shown = "".join(
            f"{side} {text}"
            for side, files in zip("-+", self.files, strict=True)
            for name, text in files.items()
            if name[0] == "e"
        )
        return f"{self.days} {shown.replace(dump({'sources': SOURCES}), '')}"


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    files, day = draw(texts()), draw(DAY)
    return (
        Pair((files, files), (day, draw(DAY)))
        if draw(st.booleans())
        else Pair((files, draw(texts())), (day, day))
    )


def values(value: object) -> list[str]:
    return (
        [str(each) for each in value]
        if isinstance(value, tuple)
        else [str(value)]
        if value is not None
        else []
    )


@settings(max_examples=60)
@given(pairs())
def test_nothing_from_nothing(pair: Pair) -> None:
    for each in pair.sides:
        assert diff_resolutions(each, each).changes == ()


def signature(change: Change, *, backwards: bool) -> tuple[Any, ...]:
    old, new = (change.new, change.old) if backwards else (change.old, change.new)
    return (change.id, change.fields, values(old), values(new))


def is_mirror(one: Change, other: Change) -> bool:
    return one.kind.mirror == other.kind.code or other.kind.mirror == one.kind.code


@settings(max_examples=120)
@given(pairs())
def test_the_same_backwards(pair: Pair) -> None:
    there, back = (
        diff_resolutions(*pair.sides).changes,
        diff_resolutions(*reversed(pair.sides)).changes,
    )
    left = list(back)
    for each in there:
        found = [
            other
            for other in left
            if signature(other, backwards=True) == signature(each, backwards=False)
            and is_mirror(each, other)
        ]
        assert found, (
            each.kind.code,
            signature(each, backwards=False),
            [(o.kind.code, signature(o, backwards=True)) for o in left],
        )
        left.remove(found[0])
    assert not left


DATED = {code for code in KINDS if code.startswith("deadline-")} | {
    "directive-added",
    "directive-removed",
}


def dates(resolution: Resolution) -> Counter[tuple[str, str]]:
    return Counter({(each.id, str(each.due)) for each in resolution.obligations if each.due})


@settings(max_examples=120)
@given(pairs())
def test_every_date_that_differs_is_in_exactly_one_change(pair: Pair) -> None:
    found = diff_resolutions(*pair.sides)
    old, new = map(dates, pair.sides)
    told = Counter(
        (each.id, day)
        for each in found.changes
        if each.kind.code in DATED
        for day in {*values(each.old), *values(each.new)}
    )
    for where in (old - new) + (new - old):
        assert told[where] == 1, where


@settings(max_examples=80)
@given(pairs())
def test_one_catalog_changes_only_by_law_and_time(pair: Pair) -> None:
    old, new = pair.sides
    kinds = {each.cause.kind for each in diff_resolutions(old, new).changes}
    if old.catalog is new.catalog:
        assert kinds <= {"law", "time"}
    else:
        assert "time" not in kinds


def answer(found: Diff) -> Comparison:
    return Comparison(
        "Q",
        Context(found.old, "old").head,
        Context(found.new, "new").head,
        found,
        found.changes,
        ChangeLevel.MINOR,
    )


@settings(max_examples=60)
@given(pairs())
def test_every_diff_can_be_told(pair: Pair) -> None:
    found = diff_resolutions(*pair.sides)
    assert len({each.fingerprint for each in found.changes}) == len(found.changes)
    for form in ("table", "json", "md", "github"):
        assert render(answer(found), form, Screen(60)) or not found.changes
