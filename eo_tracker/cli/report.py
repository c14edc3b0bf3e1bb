"""What `check` and `verify` found, and its text in each format."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from eo_tracker.catalog.files import shown as shown_path
from eo_tracker.check import LEVELS, RULES, Level
from eo_tracker.errors import Place, Problem
from eo_tracker.models import Catalog
from eo_tracker.render import findings


class Report(NamedTuple):
    """What was found in which catalog, its texts by file, and the files that were read for it; `hidden` counts findings elsewhere."""

    problems: Sequence[Problem]
    catalog: Catalog
    texts: Mapping[str, str]
    files: Sequence[Path]
    as_of: date | None = None
    hidden: int = 0

    def fails(self, level: Level) -> bool:
        """Whether something is as bad as `level`, or worse."""
        return any(
            LEVELS.index(RULES[each.code].level) <= LEVELS.index(level) for each in self.problems
        )


def rendered(report: Report, form: str) -> str:
    """The findings in one of the formats."""
    match form:
        case "json":
            return findings.as_json(
                report.problems, report.catalog, as_of=report.as_of, hidden=report.hidden
            )
        case "github":
            return findings.as_annotations([_at_a_path(each) for each in report.problems])
        case "sarif":
            from importlib.metadata import version

            return findings.as_sarif(
                [_at_a_path(each) for each in report.problems], version("eo-tracker")
            )
        case _:
            return findings.as_text(report.problems, report.texts)


def _at_a_path(problem: Problem) -> Problem:
    """The problem at a path that is there, for programs that open it: the nearest folder, where it names a file that is not."""
    path = Path(problem.place.file)
    if os.path.lexists(path):
        return problem
    folder = next(each for each in (*path.parents, Path()) if each.exists())
    return problem._replace(place=Place(shown_path(folder)))
