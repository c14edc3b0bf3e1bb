"""Suppressions: `# allow E405: the text says so` suppresses one rule for one entry."""

from __future__ import annotations

import re
from typing import NamedTuple

from eo_tracker.catalog.yaml import Document, LineRange
from eo_tracker.errors import Place, Problem

_SUPPRESSION = re.compile(
    r"(?:^|\s)#\s*allow\s+(?P<code>E\d{3})\b"
    r"(?:\s*:\s*(?P<reason>\S.*))?"
)


class Suppression(NamedTuple):
    """A rule that is suppressed on the lines of one entry, or of the whole file."""

    place: Place
    code: str
    reason: str | None
    lines: LineRange

    def covers(self, problem: Problem) -> bool:
        """Whether it suppresses the problem."""
        if problem.code != self.code or problem.place.file != self.place.file:
            return False
        return self.lines.first <= problem.place.line <= self.lines.last


def suppressions(document: Document) -> list[Suppression]:
    """All suppressions of a file."""
    if "allow" not in document.text:
        return []
    entries = document.entries()
    lines = document.text.splitlines()
    comments = []
    for number, line in enumerate(lines, 1):
        if match := _SUPPRESSION.search(line):
            place = Place(document.file, number, match.start("code") + 1)
            covered = _covered(_line_meant(number, lines), entries)
            covered = covered or LineRange(1, len(lines))
            comments.append(Suppression(place, match["code"], match["reason"], covered))
    return comments


def _line_meant(number: int, lines: list[str]) -> int:
    """The line that a comment is about: its own, or the next one that is not a comment alone."""
    while number < len(lines) and lines[number - 1].lstrip().startswith("#"):
        number += 1
    return number


def _covered(line: int, entries: list[LineRange]) -> LineRange | None:
    """The first entry that has the line."""
    for entry in entries:
        if entry.first <= line <= entry.last:
            return entry
    return None
