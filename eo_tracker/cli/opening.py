"""From options to the catalog and the day that they mean, by what was kept of it."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING

from eo_tracker import caches
from eo_tracker.catalog.files import Files, read_files
from eo_tracker.catalog.locate import Located, locate_catalog
from eo_tracker.cli.clock import today
from eo_tracker.cli.options import AnswerOptions, CommonOptions, WhatIfOptions
from eo_tracker.cli.parsing import exact_day, whose_day
from eo_tracker.day import DayAnswers
from eo_tracker.errors import Misuse
from eo_tracker.kept import Kept

if TYPE_CHECKING:
    from eo_tracker.resolved import Resolved

# The packages that decide what a row says.
_DECIDING = (".", "models", "catalog", "resolve", "wording")


def located(options: AnswerOptions) -> Located:
    """Which catalog the options mean."""
    return locate_catalog(options.catalog or ())


def writable_catalog(options: AnswerOptions) -> Located:
    """A catalog that may be changed: at least one of its paths is the user's own."""
    where = located(options)
    if not where.own:
        raise Misuse(
            "the bundled catalog must not be changed; name your own, beside it or alone: "
            "--catalog shipped --catalog my-catalog, or work in a clone"
        )
    return where


def as_of_day(options: AnswerOptions) -> date:
    """The day of --as-of, else today."""
    if options.as_of is None:
        return today()
    return exact_day(options.as_of, "--as-of")


def day_of(
    options: CommonOptions,
    what_if: WhatIfOptions | None = None,
) -> DayAnswers:
    """The day that the options mean, with its obligations.

    Raises CatalogError and Misuse, here or when it is asked.
    """
    as_of = as_of_day(options)
    remarks = whose_day(as_of) if options.as_of is None else ()
    place = caches.folder(os.environ.get(caches.VARIABLE))
    is_assuming = what_if is not None and bool(what_if.assume)
    if place is None or options.no_cache or options.rev is not None or is_assuming:

        def resolve_anew() -> Resolved:
            from eo_tracker.cli.resolving import resolved

            return resolved(options, what_if, as_of=as_of)

        return DayAnswers(resolve_anew, remarks=remarks)
    where = located(options)
    files = read_files(where.paths)
    if files.problems:
        place = None

    def resolve() -> Resolved:
        from eo_tracker.cli.resolving import resolved

        return resolved(options, files=files, as_of=as_of)

    key = _key(files, as_of, nonpublic=options.include_nonpublic)
    return DayAnswers(
        resolve, Kept(place, key), name=where.name, shown=where.shown, remarks=remarks
    )


def _key(
    files: Files,
    as_of: date,
    *,
    nonpublic: bool,
) -> str:
    """What stands for all that the obligations of a day depend on.

    That is the program, the day, and every byte of the catalog, wherever its files are; what their
    own names say of them is part of it.
    """
    parts = [caches.program_mark(_DECIDING), str(as_of), str(nonpublic)]
    for name, data in files.by_file.items():
        parts.append(f"{PurePath(name).name} {sha256(data).hexdigest()}")
    return sha256("\0".join(parts[:3] + sorted(parts[3:])).encode()).hexdigest()
