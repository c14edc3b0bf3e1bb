"""`list`: all obligations that match."""

from typing import Annotated

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import chosen_of
from eo_tracker.cli.opening import day_of
from eo_tracker.cli.options import (
    CommonOptions,
    FilterOptions,
    OrdersAndOffices,
    WhatIfOptions,
    with_options,
)
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.parsing import first_day
from eo_tracker.cli.program import Command


@app.command("list", cls=Command, epilog="Example: eo-tracker list 14409 cisa")
@with_options(FilterOptions, WhatIfOptions, CommonOptions)
def list_(
    filters: FilterOptions,
    what_if: WhatIfOptions,
    options: CommonOptions,
    words: OrdersAndOffices = None,
    *,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Only what changed or became known on or after this date."
        ),
    ] = None,
) -> None:
    """List all obligations that match, with their dates and statuses."""
    day = day_of(options, what_if)
    chosen = chosen_of(filters, words, day)
    since = None
    if changed_since is not None:
        since = str(
            first_day(changed_since, "--changed-since", relative_to=day.head.day, looks_back=True)
        )
    print_answer(day.listing(chosen, since), options)
