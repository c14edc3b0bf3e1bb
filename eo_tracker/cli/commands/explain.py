"""`explain`: how a date was reached."""

from eo_tracker.cli.application import app
from eo_tracker.cli.commands.show import WhichDirective, details
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.lookup import find
from eo_tracker.models import Instrument


@app.command(cls=Command, epilog="Example: eo-tracker explain eo-14409/2f")
@with_options(WhatIfOptions, CommonOptions)
def explain(what_if: WhatIfOptions, options: CommonOptions, which: WhichDirective) -> None:
    """Explain how a date was reached, step by step."""
    context = context_of(options, what_if)
    match find(context.resolution.catalog, which):
        case Instrument() as instrument:
            keys = [instrument.key(directive.id) for directive in instrument.directives]
        case keys:
            pass
    print_answer(details(context, keys, proof=True), options)
