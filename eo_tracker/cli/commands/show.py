"""`show`: everything about one directive, instrument or agency."""

from typing import Annotated

import typer

from eo_tracker.cli import complete
from eo_tracker.cli.application import app
from eo_tracker.cli.opening import day_of
from eo_tracker.cli.options import CommonOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.lookup import exact_party, find

WhichDirective = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="A directive or instrument: eo-14409/2d, 14409/2d, '14409 2(d)'.",
        autocompletion=complete.ids_to_show,
    ),
]


@app.command(cls=Command, epilog="Example: eo-tracker show eo-14409/2d")
@with_options(WhatIfOptions, CommonOptions)
def show(what_if: WhatIfOptions, options: CommonOptions, which: WhichDirective) -> None:
    """Show everything about one directive, instrument or agency."""
    day = day_of(options, what_if)
    if office := exact_party(day.names, which):
        print_answer(day.agency(office), options)
        return
    found = find(day.names, which)
    if isinstance(found, list):
        print_answer(day.details(found, is_proof=False), options)
    else:
        print_answer(day.instrument(found.id), options)
