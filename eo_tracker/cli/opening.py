"""From options to a catalog, resolved as of the day that was asked for."""

from __future__ import annotations

from datetime import date

from eo_tracker.answers import Context
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.open import locate_catalog, open_located
from eo_tracker.cli.options import AnswerOptions, WhatIfOptions
from eo_tracker.cli.parsing import exact_day, today
from eo_tracker.dates import Span, add
from eo_tracker.errors import Misuse
from eo_tracker.lookup import find
from eo_tracker.models import Catalog
from eo_tracker.resolve import Assumption, TooManyDates, resolve


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


def context_of(
    options: AnswerOptions, what_if: WhatIfOptions | None = None, *, horizon: Span | None = None
) -> Context:
    """Read the catalog and resolve it; recurring directives up to the horizon.

    Raises CatalogError and Misuse.
    """
    opened = open_located(located(options), rev=options.rev, use_cache=not options.no_cache)
    catalog = opened.catalog
    as_of = as_of_day(options)
    until = _ahead(as_of, horizon) if horizon else None
    assumed = assumptions(what_if, catalog, as_of) if what_if else []
    try:
        resolution = resolve(
            catalog, as_of, assumed, horizon=until, nonpublic=options.include_nonpublic
        )
    except TooManyDates as error:
        raise Misuse(f"--horizon: {error}") from None
    return Context(resolution, opened.shown, opened.commit)


def _ahead(start: date, horizon: Span) -> date:
    try:
        return add(start, horizon)
    except OverflowError:
        return date.max


def assumptions(what_if: WhatIfOptions, catalog: Catalog, as_of: date) -> list[Assumption]:
    """`ID=DATE` or `TRIGGER=DATE`, each looked up in the catalog."""
    assumed: dict[str, date] = {}
    for text in what_if.assume or ():
        name, equals, when = text.rpartition("=")
        if not equals:
            raise Misuse(f"--assume: {text!r} is not ID=DATE, as in nspm-12/6b-iii=2026-09-01")
        key = one_key(name, catalog, "--assume: ")
        if key in assumed:
            raise Misuse(f"--assume: {key} is assumed twice; run the command once for each date")
        assumed[key] = exact_day(when, "--assume", relative_to=as_of)
    return list(assumed.items())


def one_key(name: str, catalog: Catalog, option: str = "") -> str:
    """The full ID of the one directive or trigger that `name` means."""
    keys = find(catalog, name, triggers=True)
    if not isinstance(keys, list) or len(keys) != 1:
        raise Misuse(f"{option}{name!r} is not one directive or trigger")
    return keys[0]
