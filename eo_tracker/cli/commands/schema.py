"""`schema`: the JSON Schema of a catalog file."""

from typing import Annotated, Literal

import typer

from eo_tracker.cli.application import app
from eo_tracker.cli.options import OutFile
from eo_tracker.cli.output import write_output
from eo_tracker.cli.program import Command
from eo_tracker.models import FILES


@app.command(cls=Command, epilog="Example: eo-tracker schema --out catalog.schema.json")
def schema(
    what: Annotated[
        Literal["instrument", "agencies", "catalog"],
        typer.Argument(help="The file of an instrument, agencies.yaml, or catalog.yaml."),
    ] = "instrument",
    out: OutFile = None,
) -> None:
    """Print the JSON Schema of a catalog file, for editors."""
    import json

    from eo_tracker.models.schema import json_schema

    write_output(json.dumps(json_schema(FILES[what]), indent=2) + "\n", out)
