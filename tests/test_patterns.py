"""Every regular expression of the program on text made to hurt it: four times the text takes about
four times as long.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from itertools import islice

import pytest

import eo_tracker

UNITS = [
    "a",
    "0",
    "1 ",
    "(",
    "( ",
    "(a)",
    "[",
    "“",
    '"',
    "&",
    "<",
    "<a",
    "one hundred ",
    "the ",
    "The ",
    "Secretary of ",
    "in consultation with the ",
    "shall ",
    "and ",
    "; ",
    "; (i) ",
    ". A",
    "A.",
    ": ",
    "—",
    " ",
    "\n",
    "\t",
    "\n\n",
    " \n",
    "by ",
    "within 30 days of ",
    "January 1, 2026 ",
    "every ",
    "annually ",
    "annual ",
    "nothing in this ",
    "“x” ",
    "term “",
    "requiring the ",
    "direct the ",
    "to x ",
    "the heads of agencies ",
    "Sec. 1. ",
    "-",
    "’s ",
    "[[Page ",
    "a/",
    "2026-",
]
SMALL, FACTOR = 4_000, 4


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.walk_packages(eo_tracker.__path__, "eo_tracker."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value


def spent(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for look in (pattern.search, pattern.match, pattern.fullmatch):
        look(text)
    for _ in islice(pattern.finditer(text), 100_000):
        pass
    return time.process_time() - start


PATTERNS = {id(pattern): (name, pattern) for name, pattern in patterns()}.values()


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_time_grows_with_the_text_and_not_with_its_square(
    name: str, pattern: re.Pattern[str]
) -> None:
    for unit in UNITS:
        large = spent(pattern, unit * (FACTOR * SMALL // len(unit)))
        if large > 0.2:  # what takes less at this size cannot be told from the clock's own steps
            small = min(spent(pattern, unit * (SMALL // len(unit))) for _ in range(3))
            assert large / small < 2 * FACTOR, (name, unit)


def test_there_are_patterns_to_measure() -> None:
    assert len(PATTERNS) > 50
