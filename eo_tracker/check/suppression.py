"""Silences: `# allow E405: the text says so` in a file keeps one rule quiet for one entry, with a reason."""

from __future__ import annotations

import re
from typing import NamedTuple

from eo_tracker.catalog.yaml import Document, LineRange
from eo_tracker.errors import Place, Problem

_SUPPRESSION = re.compile(r"(?:^|\s)#\s*allow\s+(E\d{3})\b(?:\s*:\s*(\S.*))?")


class Suppression(NamedTuple):
    """A rule that is kept quiet between two lines, which are those of one entry (or the whole file)."""

    place: Place
    code: str
    reason: str | None
    first: int
    last: int

    def covers(self, problem: Problem) -> bool:
        """Whether it silences the problem."""
        return (
            problem.code == self.code
            and problem.place.file == self.place.file
            and self.first <= problem.place.line <= self.last
        )


def suppressions(document: Document) -> list[Suppression]:
    """All silences of a file."""
    if "allow" not in document.text:
        return []
    entries = document.entries()
    lines = document.text.splitlines()
    found = [
        _suppression(document.file, line, number, lines, entries)
        for number, line in enumerate(lines, 1)
    ]
    return [silence for silence in found if silence]


def _suppression(
    file: str, line: str, number: int, lines: list[str], entries: list[LineRange]
) -> Suppression | None:
    found = _SUPPRESSION.search(line)
    if found is None:
        return None
    meant = number
    # A comment on a line of its own speaks of what follows it.
    while meant < len(lines) and lines[meant - 1].lstrip().startswith("#"):
        meant += 1
    around = [entry for entry in entries if entry.first <= meant <= entry.last]
    first, last = around[0] if around else (1, len(lines))
    return Suppression(Place(file, number, found.start(1) + 1), found[1], found[2], first, last)
