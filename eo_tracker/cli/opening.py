"""From options to the catalog and the day that they mean, by what was kept of it."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from eo_tracker import caches
from eo_tracker.catalog.files import read_files
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
    place = caches.folder_in_use()
    is_assuming = what_if is not None and bool(what_if.assume)
    is_kept = not (place is None or options.no_cache or options.rev is not None or is_assuming)
    where = located(options)
    files = read_files(where.paths) if is_kept else None

    def resolve() -> Resolved:
        from eo_tracker.cli.resolving import resolved

        return resolved(options, what_if, files=files, as_of=as_of)

    if files is None or files.problems:
        return DayAnswers(resolve, remarks=remarks)
    parts = (
        caches.program_mark(_DECIDING),
        str(as_of),
        str(options.include_nonpublic),
        files.mark,
    )
    key = sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
    return DayAnswers(
        resolve, Kept(place, key), name=where.name, shown=where.shown, remarks=remarks
    )
