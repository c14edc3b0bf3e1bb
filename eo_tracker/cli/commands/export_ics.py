"""`export ics`: the dated obligations as an iCalendar file."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.application import export as group
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import CommonOptions, FilterOptions, Horizon, with_options
from eo_tracker.cli.output import write_output
from eo_tracker.cli.parsing import refuse_together
from eo_tracker.cli.program import Command
from eo_tracker.errors import Misuse


@group.command(
    cls=Command, epilog="Example: eo-tracker export ics --order eo-14409 --out eo-14409.ics"
)
@with_options(FilterOptions, CommonOptions)
def ics(
    filters: FilterOptions,
    options: CommonOptions,
    *,
    remind: Annotated[
        str,
        typer.Option(
            metavar="PERIODS",
            help="When to remind, the most important first; an empty text for never.",
        ),
    ] = "14d,7d,1d",
    horizon: Horizon = "2y",
    projected: Annotated[
        bool, typer.Option("--projected", help="Also dates that other steps are expected to give.")
    ] = False,
    ticklers: Annotated[
        bool,
        typer.Option(
            "--ticklers", help="Reminders as separate entries, for programs that drop alarms."
        ),
    ] = False,
    todo: Annotated[
        bool, typer.Option("--todo", help="Tasks instead of events, for a file of their own.")
    ] = False,
    split: Annotated[
        Literal["instrument", "agency"] | None,
        typer.Option(help="One file for each, into the folder --out."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="With --split: where the folder will be, for subscription links."
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Compare a calendar file with the catalog; - reads standard input.",
        ),
    ] = None,
) -> None:
    """Export the dated obligations as an iCalendar file; an existing file is updated."""
    from eo_tracker.calendar import ItemOptions
    from eo_tracker.cli import exporting

    wanted = ItemOptions(projected=projected, ticklers=ticklers, tasks=todo)
    calendar = exporting.CalendarOptions(wanted, remind, horizon)
    if check is None:
        if options.format != "table":
            raise Misuse("--format: this command writes iCalendar")
        export, _ = exporting.export_of(filters, options, calendar)
        exporting.write_calendars(export, options.out, split=split, url=url)
        return
    refuse_together(("--check", check), ("--split", split))
    refuse_together(("--check", check), ("--url", url))
    text, is_right = exporting.check_calendar(check, filters, options, calendar)
    write_output(text, options.out, inputs=[check, *located(options).paths])
    if not is_right:
        raise typer.Exit(1)


app.add_typer(group, name="export")
