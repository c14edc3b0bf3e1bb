"""`record`: an event into the catalog file, or into one's own record."""

from pathlib import Path
from typing import Annotated

import typer

from eo_tracker.cli import complete
from eo_tracker.cli.application import app
from eo_tracker.cli.opening import writable_catalog
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import write_stdout
from eo_tracker.cli.parsing import refuse_together
from eo_tracker.cli.program import Command
from eo_tracker.errors import Misuse
from eo_tracker.models import EventKind, Seen, SourceClass

_EXAMPLE = (
    "Example: eo-tracker record 14409/2d announced --on 2026-07-14 "
    "--source https://www.whitehouse.gov/releases/ --class primary "
    "--seen full --published 2026-07-14 --dry-run"
)


@app.command(cls=Command, epilog=_EXAMPLE)
def record(
    which: Annotated[
        str,
        typer.Argument(metavar="ID", help="The directive or trigger.", autocompletion=complete.ids),
    ],
    event: Annotated[
        EventKind | None, typer.Argument(help="What happened; with --undo it may be left out.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="URL|NAME",
            help="Where it is reported: a URL, the name of a source in the file, or with "
            "--class nonpublic words.",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day it happened, as precisely as the source says."),
    ] = None,
    grade: Annotated[
        SourceClass | None,
        typer.Option(
            "--class",
            help="primary: the product or an official record; nonpublic: an e-mail, a call.",
        ),
    ] = None,
    seen: Annotated[Seen | None, typer.Option(help="How much of the source was read.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day the source was published.")
    ] = None,
    title: Annotated[
        str | None,
        typer.Option(help="What the source is, in a few words. Without it, the source's host."),
    ] = None,
    via: Annotated[
        str | None, typer.Option(help="Who relayed it, when the source was not opened.")
    ] = None,
    note: Annotated[str | None, typer.Option(help="What happened, in a few words.")] = None,
    occurrence: Annotated[
        str | None, typer.Option(metavar="DATE", help="Which date of a recurring directive.")
    ] = None,
    catalog: Annotated[
        list[Path] | None, typer.Option(help="Catalog folder or file.", show_default=False)
    ] = None,
    undo: Annotated[
        bool, typer.Option("--undo", help="Remove the last event that was recorded for it.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the change and write nothing.")
    ] = False,
) -> None:
    """Add an event to the catalog file, or to your own record; nothing else is changed."""
    from eo_tracker.cli import recording

    where = writable_catalog(CommonOptions(catalog=catalog))
    fields = {"on": on, "what": event, "note": note, "occurrence": occurrence}
    description = {
        "title": title,
        "class": grade,
        "seen": seen,
        "via": via,
        "published": published,
    }
    if undo:
        useless = {"source": source, **description, "note": note}
        refuse_together(
            ("--undo", undo), *((f"--{name}", value) for name, value in useless.items())
        )
        write_stdout(recording.undo(where, which, fields, dry_run=dry_run))
        return
    if event is None or source is None:
        missing = "what happened, such as completed" if event is None else "--source"
        raise Misuse(
            f"add {missing}: an event needs what happened, and with --source where it is "
            "reported; --undo removes the last event"
        )
    new_source = recording.new_source(source, description)
    write_stdout(recording.record(where, which, fields, new_source, dry_run=dry_run))
