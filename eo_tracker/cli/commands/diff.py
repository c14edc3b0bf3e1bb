"""`diff`: what a change of the catalog, an instrument, or the day means."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from eo_tracker.answers import Comparison
from eo_tracker.cli.application import app
from eo_tracker.cli.options import DiffOptions, FilterOptions, with_options
from eo_tracker.cli.output import print_answer
from eo_tracker.cli.program import Command
from eo_tracker.context import Context


@app.command(cls=Command, epilog="Example: eo-tracker diff 2026-07-01 2026-08-01")
@with_options(FilterOptions, DiffOptions)
def diff(
    filters: FilterOptions,
    options: DiffOptions,
    sides: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OLD NEW | GUIDANCE",
            help="Catalog folders, files, instruments or days; or one guidance file, instrument, "
            "or day.",
        ),
    ] = None,
    *,
    level: Annotated[
        Literal["breaking", "notable", "minor"], typer.Option(help="The lowest level shown.")
    ] = "minor",
    fail_on: Annotated[
        Literal["breaking", "notable", "minor", "never"],
        typer.Option("--fail-on", help="The lowest level that gives exit status 1."),
    ] = "minor",
    summary: Annotated[bool, typer.Option("--summary", help="Only count.")] = False,
) -> None:
    """Show what a change means: in the law, in our record of it, or only with time."""
    from eo_tracker.cli import comparing
    from eo_tracker.diff import ChangeLevel
    from eo_tracker.diff.places import places

    compared = comparing.sides_of(sides or [], options)
    changes = comparing.selected(compared, filters)
    is_annotated = options.format == "github"
    answer = Comparison(
        compared.question,
        Context(*compared.old).head,
        Context(*compared.new).head,
        compared.diff,
        changes,
        ChangeLevel[level.upper()],
        summary,
        places(compared.texts, changes) if is_annotated else {},
        compared.remarks,
    )
    print_answer(answer, options, inputs=map(Path, sides or ()))
    if fail_on != "never" and any(
        change.level >= ChangeLevel[fail_on.upper()] for change in changes
    ):
        raise typer.Exit(1)
