"""The program `eo-tracker` and its group `export`.

The modules of `commands` add themselves on import.
"""

import sys
from typing import Annotated

import typer

from eo_tracker import __version__
from eo_tracker.cli.program import TrackerGroup

app = typer.Typer(
    name="eo-tracker",
    cls=TrackerGroup,
    help="Tracks the compliance deadlines that executive orders set.",
    epilog="Start with: eo-tracker due --within 30d",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(f"eo-tracker {__version__}")
        raise typer.Exit


def _print_help(context: typer.Context) -> None:
    """A call without a command prints the help page."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.callback()
def _main(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not use UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    _print_help(context)


export = typer.Typer(
    help="Export to other programs.",
    callback=_print_help,
    invoke_without_command=True,
    rich_markup_mode=None,
)
