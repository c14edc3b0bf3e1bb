"""`list`: all obligations that match."""

from typing import Annotated

import typer

from eo_tracker.answers import Listing
from eo_tracker.cli.application import app
from eo_tracker.cli.filtering import filter_of
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, FilterOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.parsing import first_day
from eo_tracker.cli.program import Command
from eo_tracker.query import select


@app.command("list", cls=Command, epilog="Example: eo-tracker list --agency cisa")
@with_options(FilterOptions, WhatIfOptions, CommonOptions)
def list_(
    filters: FilterOptions,
    what_if: WhatIfOptions,
    options: CommonOptions,
    *,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Only what changed or became known on or after this date."
        ),
    ] = None,
) -> None:
    """List all obligations that match, with their dates and statuses."""
    context = context_of(options, what_if)
    chosen = filter_of(filters, context.resolution.catalog, context.as_of)
    obligations = select(context.resolution, chosen)
    if changed_since is not None:
        since = first_day(changed_since, "--changed-since", relative_to=context.as_of)
        obligations = [obligation for obligation in obligations if obligation.changed >= since]
    print_answer(Listing(context, tuple(obligations), chosen), options)
