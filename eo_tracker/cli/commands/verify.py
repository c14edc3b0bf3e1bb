"""`verify`: the catalog against the official text."""

from pathlib import Path
from typing import Annotated

import typer

from eo_tracker.cli import complete
from eo_tracker.cli.application import app
from eo_tracker.cli.options import (
    CatalogPaths,
    CommonOptions,
    FindingsFormat,
    FindingsLevel,
    OutFile,
)
from eo_tracker.cli.output import write_output
from eo_tracker.cli.program import Command
from eo_tracker.errors import Misuse


@app.command(cls=Command, epilog="Example: eo-tracker verify eo-14409 --text order.html")
def verify(
    which: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID",
            help="Instruments. Without one, all whose text is there.",
            autocompletion=complete.orders,
        ),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The official text: a file, or a folder of texts."),
    ] = None,
    catalog: CatalogPaths = None,
    fail_on: FindingsLevel = "error",
    format: FindingsFormat = "table",  # noqa: A002
    out: OutFile = None,
) -> None:
    """Check the catalog against official texts: pinpoints, words, rules, addressees, omissions."""
    from eo_tracker.cli import verifying
    from eo_tracker.cli.report import rendered

    if text is None:
        raise Misuse("--text: name the official text, or a folder of texts")
    report = verifying.verify(which or (), text, CommonOptions(catalog=catalog))
    write_output(rendered(report, format), out, inputs=report.files)
    if report.fails(fail_on):
        raise typer.Exit(1)
