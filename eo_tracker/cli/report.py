"""What `check` and `verify` found, and its text in each format."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from eo_tracker import __version__
from eo_tracker.catalog.files import display_path
from eo_tracker.check import LEVELS, RULES, Level
from eo_tracker.errors import Place, Problem
from eo_tracker.models import Catalog
from eo_tracker.render import findings


class Report(NamedTuple):
    """The problems of a catalog, its texts by file, and the files that were read.

    `hidden` counts the problems of files that were not asked for.
    """

    problems: Sequence[Problem]
    catalog: Catalog
    texts: Mapping[str, str]
    files: Sequence[Path]
    as_of: date | None = None
    hidden: int = 0

    def fails(self, level: Level) -> bool:
        """Whether a problem is as severe as `level`, or more."""
        limit = LEVELS.index(level)
        return any(LEVELS.index(RULES[problem.code].level) <= limit for problem in self.problems)


def rendered(report: Report, form: str, most: int | None = None) -> str:
    """The report in one of the formats; as a table with at most so many problems."""
    match form:
        case "json":
            return findings.findings_json(
                report.problems, report.catalog, as_of=report.as_of, hidden=report.hidden
            )
        case "github":
            return findings.findings_annotations(_at_real_paths(report.problems))
        case "sarif":
            return findings.findings_sarif(_at_real_paths(report.problems), __version__)
        case _:
            return findings.findings_text(report.problems, report.texts, most=most)


def _at_real_paths(problems: Sequence[Problem]) -> list[Problem]:
    """The problems at paths that programs can open.

    A problem of a file that does not exist is reported on the nearest folder.
    """
    return [_at_a_real_path(problem) for problem in problems]


def _at_a_real_path(problem: Problem) -> Problem:
    path = Path(problem.place.file)
    if os.path.lexists(path):
        return problem
    folder = next(parent for parent in (*path.parents, Path()) if parent.exists())
    return problem._replace(place=Place(display_path(folder)))
