"""`check`: the linter."""

from pathlib import Path
from typing import Annotated

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.options import FindingsFormat, FindingsLevel, OutFile
from eo_tracker.cli.output import remark, write_output
from eo_tracker.cli.parsing import at_most, refuse_together
from eo_tracker.cli.program import Command
from eo_tracker.cli.terminal import is_terminal

MOST_ON_A_SCREEN = 100


@app.command(cls=Command, epilog="Example: eo-tracker check obligations")
def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="Catalog folders or files. Without one, the catalog in use.",
        ),
    ] = None,
    select: Annotated[
        str | None,
        typer.Option(
            metavar="CODES", help="Only these rules: E607,E2 (a code, or how codes begin)."
        ),
    ] = None,
    ignore: Annotated[
        str | None, typer.Option(metavar="CODES", help="All but these rules.")
    ] = None,
    fail_on: FindingsLevel = "error",
    rev: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Also compare the IDs with this git revision."),
    ] = None,
    strict_as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Also apply the rules that depend on the day."),
    ] = None,
    text: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Also check against the official text: a file or a folder."
        ),
    ] = None,
    format: FindingsFormat = "table",  # noqa: A002
    out: OutFile = None,
    most: Annotated[
        str | None,
        typer.Option(
            "--max",
            metavar="NUMBER",
            help="How many findings a table shows before it counts the rest by rule; or all. "
            "Without the option, 100 on a terminal, and all elsewhere.",
        ),
    ] = None,
    fix: Annotated[
        bool,
        typer.Option(
            "--fix", help="First put files in canonical layout; meaning and comments are kept."
        ),
    ] = False,
    list_rules: Annotated[bool, typer.Option("--list", help="List all rules.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Explain what a rule finds, why, and how to correct it."),
    ] = None,
) -> None:
    """Check a catalog. Prints nothing when there are no findings."""
    from eo_tracker.cli import linting
    from eo_tracker.cli.report import rendered

    if list_rules or explain is not None:
        refuse_together(
            ("--list", list_rules or None),
            ("--explain", explain),
            ("--fix", fix or None),
            ("--format", None if format == "table" else format),
            ("PATH", paths or None),
        )
        write_output(linting.rules_text(explain), out)
        return
    if fix:
        remark(linting.fix(paths))
    codes = linting.codes(select, ignore)
    report = linting.lint(paths, codes, rev=rev, as_of=strict_as_of, text=text)
    write_output(rendered(report, format, _most(most)), out, inputs=report.files)
    if report.fails(fail_on):
        raise typer.Exit(1)


def _most(text: str | None) -> int | None:
    """How many findings are shown; None for all."""
    if text is not None:
        return at_most(text, "--max")
    return MOST_ON_A_SCREEN if is_terminal() else None
