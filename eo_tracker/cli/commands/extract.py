"""`extract`: an official text to a draft of its catalog file."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import write_output, write_stdout
from eo_tracker.cli.parsing import refuse_together
from eo_tracker.cli.program import Command
from eo_tracker.errors import Misuse


@app.command(cls=Command, epilog="Example: eo-tracker extract order.html --out obligations")
def extract(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|FOLDER",
            help="An official text, its address, or a folder of texts; - reads standard input.",
        ),
    ],
    format: Annotated[  # noqa: A002
        Literal["yaml", "json"],
        typer.Option(help="yaml drafts a catalog file; json lists what was found."),
    ] = "yaml",
    out: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The catalog's folder, or a file, for the draft."),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the text with what was found marked in it.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing draft.")] = False,
    catalog: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="The catalog whose agencies to use.", show_default=False),
    ] = None,
) -> None:
    """Draft a catalog file from an order's text: who must do what by when."""
    from eo_tracker.cli import extracting

    refuse_together(
        ("--explain", explain or None), ("--format", None if format == "yaml" else format)
    )
    folder = Path(source)
    if folder.is_dir():
        _extract_folder(folder, CommonOptions(catalog=catalog), out, force=force)
        return
    text = extracting.read_input(source)
    if explain:
        write_output(extracting.as_explained(text), out, inputs=text.files)
    elif format == "json":
        write_output(extracting.as_json(text), out, inputs=text.files)
    else:
        options = CommonOptions(catalog=catalog)
        write_stdout(extracting.as_draft(text, options, out, force=force))


def _extract_folder(folder: Path, options: CommonOptions, out: Path | None, *, force: bool) -> None:
    """Draft every text of a folder; exit status 1 where one has no draft."""
    from eo_tracker.cli.batch import draft_all

    if out is None:
        raise Misuse("--out: name the catalog's folder for the drafts")
    if not draft_all(folder, options, out, force=force):
        raise typer.Exit(1)
