"""`publish`: the dated obligations in a CalDAV calendar."""

from typing import Annotated

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.options import CommonOptions, FilterOptions, Horizon, with_options
from eo_tracker.cli.program import Command
from eo_tracker.errors import Misuse

_EXAMPLE = (
    "Example: eo-tracker publish "
    "--url https://cloud.example/remote.php/dav/calendars/anna/deadlines/ --dry-run"
)


@app.command(cls=Command, epilog=_EXAMPLE)
@with_options(FilterOptions, CommonOptions)
def publish(
    filters: FilterOptions,
    options: CommonOptions,
    *,
    url: Annotated[
        str, typer.Option(metavar="URL", help="The CalDAV calendar, or with --calendar the server.")
    ],
    calendar: Annotated[
        str | None, typer.Option(metavar="NAME", help="The calendar of this name on the server.")
    ] = None,
    remind: Annotated[
        str, typer.Option(metavar="PERIODS", help="When to remind; an empty text for never.")
    ] = "14d,7d,1d",
    horizon: Horizon = "2y",
    projected: Annotated[
        bool, typer.Option("--projected", help="Also dates that other steps are expected to give.")
    ] = False,
    ticklers: Annotated[
        bool, typer.Option("--ticklers", help="Reminders as separate entries.")
    ] = False,
    todo: Annotated[
        bool, typer.Option("--todo", help="Tasks instead of events, into a list of tasks.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be done and do nothing.")
    ] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Delete cancelled entries instead of marking them.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite entries that somebody edited.")
    ] = False,
) -> None:
    """Keep a CalDAV calendar current; only entries that this program wrote are changed."""
    import os

    from eo_tracker.calendar import ItemOptions
    from eo_tracker.cli import exporting, publishing

    login = publishing.login(url, os.environ)
    wanted = ItemOptions(projected=projected, ticklers=ticklers, tasks=todo)
    calendar_options = exporting.CalendarOptions(wanted, remind, horizon)
    export, _ = exporting.export_of(filters, options, calendar_options)
    if options.format != "table" or options.out:
        raise Misuse("--format and --out: this command writes to a calendar")
    is_done = publishing.publish(
        export, login, name=calendar, dry_run=dry_run, delete=delete, force=force
    )
    if not is_done:
        raise typer.Exit(1)
