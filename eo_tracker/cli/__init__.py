"""The command line: each command reads, asks, renders, prints and exits. The only place with a clock."""

from eo_tracker.cli.app import app

__all__ = ["app"]
