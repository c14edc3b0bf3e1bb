"""`explain`: how a date was reached."""

from eo_tracker.cli.application import app
from eo_tracker.cli.commands.show import WhichDirective
from eo_tracker.cli.opening import day_of
from eo_tracker.cli.options import CommonOptions, WhatIfOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.lookup import find


@app.command(cls=Command, epilog="Example: eo-tracker explain eo-14409/2f")
@with_options(WhatIfOptions, CommonOptions)
def explain(what_if: WhatIfOptions, options: CommonOptions, which: WhichDirective) -> None:
    """Explain how a date was reached, step by step."""
    day = day_of(options, what_if)
    found = find(day.names, which)
    keys = found if isinstance(found, list) else [found.id]
    print_answer(day.details(keys, is_proof=True), options)
