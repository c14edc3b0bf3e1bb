"""The sweep of effects against a plain evaluator that goes day by day, on random catalogs of
courts, orders and notices.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from build import directive, order
from conftest import AGENCIES

from eo_tracker.catalog.load import load_texts
from eo_tracker.resolve import resolve

FIRST = date(2026, 6, 2)
TARGET = "eo-1/2a"
DAYS = (20, 45, 70, 100)


@dataclass
class Act:
    """One effect and what became of it so far."""

    by: str
    number: int
    does: str
    on: str
    since: date
    until: date | None = None
    due: date | None = None
    acts: bool = False
    took_hold: bool = False
    is_open: bool = False

    def as_entry(self) -> dict[str, Any]:
        entry: dict[str, Any] = {
            "does": self.does,
            "on": self.on,
            "cite": "1",
            "effective": str(self.since),
        }
        if self.does == "stays":
            entry["for"] = "everyone"
        if self.until:
            entry["until"] = str(self.until)
        if self.due:
            entry["set"] = {"deadline": {"by": str(self.due)}}
        return entry


@dataclass
class World:
    """The instruments with their dates, and all acts; `eo-1` has the one directive."""

    dated: dict[str, date] = field(default_factory=lambda: {"eo-1": FIRST})
    acts: list[Act] = field(default_factory=list)

    @classmethod
    def random(cls, seed: int) -> World:
        chance, world = random.Random(seed), cls()
        for number in range(2, chance.randint(3, 6) + 1):
            name, dated = f"eo-{number}", FIRST + timedelta(days=chance.randint(1, 60))
            for which in range(chance.randint(1, 2)):
                world.acts.append(_random_act(chance, name, which, dated, [*world.dated]))
            world.dated[name] = dated
        return world

    def files(self) -> dict[str, str]:
        files = {"agencies.yaml": AGENCIES}
        for name, dated in self.dated.items():
            effects = [each.as_entry() for each in self.acts if each.by == name]
            files[f"{name}.yaml"] = order(
                *([directive()] if name == "eo-1" else []),
                id=name,
                dated=str(dated),
                effects=effects,
            )
        return files

    def state(self, as_of: date) -> tuple[str | None, date] | None:
        """How the directive has ended or is suspended, if it is, and its date.

        None where the law leaves it open.
        """
        day = FIRST
        while day <= as_of:
            for name in reversed(
                self.dated
            ):  # instruments act on those before them only, so what acts on one comes after it
                self._pass(name, day)
            day += timedelta(days=1)
        acting = [each for each in self.acts if each.acts and each.on in ("eo-1", TARGET)]
        moving = sorted(
            (each for each in acting if each.due),
            key=lambda each: (each.since, each.by, each.number),
        )
        if any(each.is_open for each in moving):
            return None
        due = moving[-1].due if moving else FIRST + timedelta(days=30)
        assert due is not None
        reinstated = _reinstated(acting)
        if any(each.does in ("revokes", "vacates") and each.since > reinstated for each in acting):
            return "revoked", due
        return ("stayed" if any(each.does == "stays" for each in acting) else None), due

    def _pass(self, name: str, day: date) -> None:
        on_it = [each for each in self.acts if each.acts and each.on == name]
        gone = any(each.does in ("vacates", "stays") for each in on_it)
        ended = any(each.does == "revokes" and each.since > _reinstated(on_it) for each in on_it)
        for act in (each for each in self.acts if each.by == name):
            within = act.since <= day and (act.until is None or day <= act.until)
            outlives = act.took_hold and act.does != "stays"
            act.acts = within and not gone and (not ended or outlives)
            act.is_open = act.acts and ended and act.does == "amends"
            act.took_hold |= act.acts


def _reinstated(acting: list[Act]) -> date:
    return max((each.since for each in acting if each.does == "reinstates"), default=date.min)


def _random_act(
    chance: random.Random, by: str, number: int, dated: date, earlier: list[str]
) -> Act:
    does = chance.choice(["stays", "stays", "vacates", "revokes", "amends", "amends", "reinstates"])
    on = chance.choice([*earlier, TARGET])
    act = Act(
        by,
        number,
        does,
        TARGET if does == "amends" else on,
        dated + timedelta(days=chance.choice([0, 0, chance.randint(1, 20)])),
    )
    if does == "stays" and chance.random() < 0.4:
        act.until = act.since + timedelta(days=chance.randint(0, 30))
    if does == "amends":
        act.due = FIRST + timedelta(days=chance.randint(20, 400))
    return act


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_the_sweep_is_that_of_a_plain_evaluator(first: int) -> None:
    compared = 0
    for seed in range(first, first + 50):
        loaded = load_texts(World.random(seed).files(), name="x")
        if loaded.problems:
            continue  # two acts of one day on one target are refused
        for days in DAYS:
            as_of = FIRST + timedelta(days=days)
            expected = World.random(seed).state(as_of)
            (found,) = resolve(loaded.catalog, as_of).obligations
            assert expected is None or not found.open or found.status.value == "revoked", seed
            if expected is not None:
                status = found.status.value if found.status.value in ("revoked", "stayed") else None
                assert (status, found.due) == expected, (seed, days)
                compared += 1
    assert compared > 100


def test_a_long_chain_of_revocations_costs_as_much_as_it_is_long() -> None:
    def cost(number: int) -> float:
        files = {"agencies.yaml": AGENCIES}
        for index in range(number):
            effects = [{"does": "revokes", "on": f"eo-{index - 1}", "cite": "1"}] if index else []
            dated = date(2000, 1, 1) + timedelta(days=2 * index)
            files[f"eo-{index}.yaml"] = order(
                directive(), id=f"eo-{index}", dated=str(dated), effects=effects
            )
        catalog = load_texts(files, name="x").catalog
        start = time.process_time()
        resolve(catalog, date(2026, 11, 1))
        return time.process_time() - start

    assert (
        cost(2_000) / cost(500) < 8
    )  # four times as long; sixteen times as much if it grew with the square
