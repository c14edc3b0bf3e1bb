"""The commands, one module each: its options, then read, ask, render, print, exit.

A module adds its command to the program when it is imported. A run imports the module of the one
command that was asked for; building all of them takes as long as most runs.
"""

import importlib

from eo_tracker.cli.application import app, export

__all__ = ["MODULES", "app", "load"]

# In the order of the help page.
MODULES = {
    "due": "due",
    "list": "list_",
    "show": "show",
    "explain": "explain",
    "agencies": "agencies",
    "diff": "diff",
    "check": "check",
    "schema": "schema",
    "record": "record",
    "publish": "publish",
    "extract": "extract",
    "verify": "verify",
    "export": "export_ics",
}


def load(command: str | None = None) -> None:
    """Add the command of this name to the program; all of them where there is none of this name."""
    names = [command] if command in MODULES else [*MODULES]
    for name in names:
        importlib.import_module(f"{__name__}.{MODULES[name]}")
    is_grouped = any(group.typer_instance is export for group in app.registered_groups)
    if "export" in names and not is_grouped:
        app.add_typer(export, name="export")
