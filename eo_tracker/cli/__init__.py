"""The command line: each command reads, asks, renders, prints and exits.

The only place with a clock.

Starting up is most of the work of a command, so two things are set before anything else is
imported: the collector of cyclic garbage does not walk the modules again and again while they load,
and pydantic does not search every installed package for plugins (typer's own models do without
them, too). For the same reason `app` is made when somebody asks for it: a run needs one command
only.
"""

import gc
import os

gc.set_threshold(1_000_000, 50, 50)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

TYPE_CHECKING = False  # as in typing, whose import is not needed here

if TYPE_CHECKING:
    from typing import Any

    from eo_tracker.cli.application import app

__all__ = ["app"]


def __getattr__(name: str) -> "Any":
    """The program; its commands are loaded when they are asked for."""
    if name != "app":
        raise AttributeError(name)
    from eo_tracker.cli.application import app

    return app
