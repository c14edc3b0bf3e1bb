"""`show`: everything about one directive or instrument."""

from collections.abc import Sequence
from typing import Annotated

import typer

from eo_tracker.answers import Context, Details, InstrumentDetails
from eo_tracker.cli import complete
from eo_tracker.cli.application import app
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.lookup import find
from eo_tracker.models import Instrument, owner_id

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
    """Show everything about one directive, or about a whole instrument."""
    context = context_of(options, what_if)
    resolution = context.resolution
    match find(resolution.catalog, which):
        case Instrument() as instrument:
            known = resolution.known.instruments.get(instrument.id, instrument)
            obligations = tuple(
                obligation
                for obligation in resolution.obligations
                if obligation.instrument.id == instrument.id
            )
            print_answer(InstrumentDetails(context, known, obligations), options)
        case keys:
            print_answer(details(context, keys, proof=False), options)


def details(context: Context, keys: Sequence[str], *, proof: bool) -> Details:
    """Everything about the directives with these IDs, or the proofs of their dates."""
    resolution = context.resolution
    obligations = tuple(
        obligation for obligation in resolution.obligations if obligation.id in keys
    )
    unknown = tuple(key for key in keys if owner_id(key) in resolution.unknown)
    return Details(context, obligations, proof, unknown)
