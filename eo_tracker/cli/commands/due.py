"""`due`: what is past due, due today, and coming."""

from typing import Annotated

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import chosen_of, filter_window
from eo_tracker.cli.opening import day_of
from eo_tracker.cli.options import (
    CommonOptions,
    FilterOptions,
    OrdersAndOffices,
    WhatIfOptions,
    with_options,
)
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.parsing import refuse_together, span
from eo_tracker.cli.program import Command
from eo_tracker.dates import Span
from eo_tracker.query import window

AHEAD, BEHIND = "30d", "7d"


@app.command(cls=Command, epilog="Example: eo-tracker due --within 30d --order eo-14409")
@with_options(FilterOptions, WhatIfOptions, CommonOptions)
def due(
    filters: FilterOptions,
    what_if: WhatIfOptions,
    options: CommonOptions,
    words: OrdersAndOffices = None,
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
            help=(
                "How far back for past-due dates, or all. Without the option, 7d; "
                "with --status, all."
            ),
        ),
    ] = None,
) -> None:
    """Show what is past due, due today, and coming."""
    refuse_together(("--within", within), ("--to", filters.to))
    refuse_together(("--past", past), ("--from", filters.from_))
    ahead = span(AHEAD if within is None else within, "--within")
    # Who asks for a status asks for all that have it, however long ago.
    usual = "all" if filters.status else BEHIND
    behind = _behind(usual if past is None else past)
    day = day_of(options, what_if)
    as_of = day.head.day
    chosen = chosen_of(filters, words, day)
    start, end = filter_window(filters, as_of)
    since, until = window(as_of, within=ahead, past=behind, start=start, end=end)
    print_answer(day.due(chosen, str(since) if since else None, str(until)), options)


def _behind(text: str) -> Span | None:
    """How far back; None for all."""
    if text.strip().lower() == "all":
        return None
    return span(text, "--past")
