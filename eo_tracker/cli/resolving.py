"""From options to a catalog, resolved as of the day that was asked for."""

from __future__ import annotations

from datetime import date

from eo_tracker.catalog.files import Files
from eo_tracker.catalog.open import open_located
from eo_tracker.cli.opening import as_of_day, located
from eo_tracker.cli.options import AnswerOptions, WhatIfOptions
from eo_tracker.cli.parsing import exact_day
from eo_tracker.context import Context
from eo_tracker.dates import Span, add
from eo_tracker.errors import Misuse
from eo_tracker.lookup import find
from eo_tracker.models import Catalog
from eo_tracker.names import names_of
from eo_tracker.resolve import Assumption, TooManyDates, resolve
from eo_tracker.resolved import Resolved
from eo_tracker.wording.hypothetical import changed_by_assumption


def context_of(
    options: AnswerOptions,
    what_if: WhatIfOptions | None = None,
    *,
    horizon: Span | None = None,
    files: Files | None = None,
    as_of: date | None = None,
) -> Context:
    """Read the catalog and resolve it; recurring directives up to the horizon.

    `files` and `as_of` are those that the options mean, where they are known already. Raises
    CatalogError and Misuse.
    """
    opened = open_located(
        located(options), rev=options.rev, files=files, use_cache=not options.no_cache
    )
    catalog = opened.catalog
    as_of = as_of or as_of_day(options)
    until = _ahead(as_of, horizon) if horizon else None
    assumed = assumptions(what_if, catalog, as_of) if what_if else []
    try:
        resolution = resolve(
            catalog, as_of, assumed, horizon=until, nonpublic=options.include_nonpublic
        )
    except TooManyDates as error:
        raise Misuse(f"--horizon: {error}") from None
    return Context(resolution, opened.shown, opened.commit)


def resolved(
    options: AnswerOptions,
    what_if: WhatIfOptions | None = None,
    *,
    files: Files | None = None,
    as_of: date | None = None,
) -> Resolved:
    """The same as plain values; of a hypothetical answer, with what the assumptions changed."""
    context = context_of(options, what_if, files=files, as_of=as_of)
    if not context.resolution.assume:
        return Resolved(context)
    plain = resolve(context.catalog, context.as_of, nonpublic=options.include_nonpublic)
    return Resolved(context, changed_by_assumption(plain, context.resolution))


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
    keys = find(names_of(catalog), name, triggers=True)
    if not isinstance(keys, list) or len(keys) != 1:
        raise Misuse(f"{option}{name!r} is not one directive or trigger")
    return keys[0]
