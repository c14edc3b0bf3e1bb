"""`due`: what is past due, due today, and coming."""

from typing import Annotated

import typer

from eo_tracker.answers import Due
from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import filter_of
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, FilterOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.parsing import refuse_together, span
from eo_tracker.cli.program import Command
from eo_tracker.dates import Span
from eo_tracker.query import due_window, select, window

AHEAD, BEHIND = "30d", "7d"


@app.command(cls=Command, epilog="Example: eo-tracker due --within 30d --order eo-14409")
@with_options(FilterOptions, WhatIfOptions, CommonOptions)
def due(
    filters: FilterOptions,
    what_if: WhatIfOptions,
    options: CommonOptions,
    *,
    within: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD", help="How far ahead: 30d, 6w, 3m, 1y. Without the option, 30d."
        ),
    ] = None,
    past: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help="How far back for past-due dates, or all. Without the option, 7d.",
        ),
    ] = None,
) -> None:
    """Show what is past due, due today, and coming."""
    refuse_together(("--within", within), ("--to", filters.to))
    refuse_together(("--past", past), ("--from", filters.from_))
    ahead = span(AHEAD if within is None else within, "--within")
    behind = _behind(BEHIND if past is None else past)
    context = context_of(options, what_if)
    chosen = filter_of(filters, context.resolution.catalog, context.as_of)
    since, until = window(
        context.as_of, within=ahead, past=behind, start=chosen.start, end=chosen.end
    )
    obligations = select(context.resolution, chosen)
    answer = Due(context, due_window(obligations, context.as_of, since, until), chosen)
    print_answer(answer, options)


def _behind(text: str) -> Span | None:
    """How far back; None for all."""
    if text.strip().lower() == "all":
        return None
    return span(text, "--past")
