"""The command line: each command reads, asks, renders, prints and exits. The only place with a clock.

Starting up is most of the work of a command, so two things are set before anything else is imported: the collector of
cyclic garbage does not walk the modules again and again while they load, and pydantic does not search every installed
package for plugins (typer's own models do without them, too).
"""

import gc
import os

gc.set_threshold(1_000_000, 50, 50)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from eo_tracker.cli.commands import app  # noqa: E402

__all__ = ["app"]
