"""Faults as values: a `Problem` has a place, a permanent code and one sentence.

Faults of the run are one exception family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

EntryPath = tuple[str | int, ...]  # the keys and indexes that lead to a value in a file
MOST_PROBLEMS = 10_000  # of one file: nobody reads more, and a hostile one has a million


class Place(NamedTuple):
    """Where in a file: `line` and `column` count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One fault in data, as found: never raised, always collected."""

    place: Place
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {self.message}"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, then from top to bottom."""
        return (self.place.file, self.place.line, self.place.column, self.code, self.message)


class TrackerError(Exception):
    """A run that cannot go on because of its input: one message, exit status 2."""

    status = 2


class Misuse(TrackerError):
    """An option, argument or question that cannot be understood."""


class CatalogError(TrackerError):
    """A catalog that cannot be used.

    Carries every problem found in it, and which catalog it is where there are two.
    """

    def __init__(self, problems: Iterable[Problem], *, where: str = "the catalog") -> None:
        self.where = where
        self.problems = tuple(sorted(problems, key=lambda problem: problem.sort_key))
        super().__init__("\n".join(map(str, self.problems)))


def capped(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems; of very many of one file the first, and one that says that there are more."""
    for number, problem in enumerate(problems):
        if number == MOST_PROBLEMS:
            more = "this file has more problems that are not listed; correct this one first"
            yield problem._replace(message=f"{problem.message}; {more}")
            return
        yield problem
