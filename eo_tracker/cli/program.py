"""How commands run: faults become exit statuses in one place, and options that were not given cost nothing."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from eo_tracker.errors import CatalogError, TrackerError
from eo_tracker.text import clean, message

# What a path that somebody gave can be refused for, wherever that comes to light.
_OF_NAMES = (
    errno.ENAMETOOLONG,
    errno.EACCES,
    errno.EPERM,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.EILSEQ,
)


class TrackerGroup(TyperGroup):
    """The group of all commands, and the one place where faults become exit statuses."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse `args`, leaving the options that they do not name alone."""
        _leave_alone(self.params, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run a command: 2 for faults of the input, 70 for faults of ours, silence for a reader who has gone."""
        try:
            return super().invoke(ctx)
        except CatalogError as error:
            typer.echo("\n".join(map(message, str(error).split("\n"))), err=True)
            number = len(error.problems)
            typer.echo(
                f"{number:,} problem{'' if number == 1 else 's'} in {clean(error.where)}; nothing was answered or written.",
                err=True,
            )
            raise typer.Exit(error.status) from None
        except TrackerError as error:
            typer.echo(f"eo-tracker: {message(str(error))}", err=True)
            raise typer.Exit(error.status) from None
        except BrokenPipeError:
            # Python flushes standard output once more on its way out; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OverflowError:
            typer.echo(
                "eo-tracker: a date that was asked for lies outside the calendar (years 1 to 9999)",
                err=True,
            )
            raise typer.Exit(2) from None
        except Exception as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EBADF, errno.EIO):
                raise  # help had nowhere to go
            if (
                isinstance(error, OSError)
                and error.errno in _OF_NAMES
                and not os.environ.get("EO_TRACKER_DEBUG")
            ):
                typer.echo(
                    f"eo-tracker: {clean(str(error.filename))[:200]!r}: {error.strerror}", err=True
                )
                raise typer.Exit(2) from None
            if type(error).__module__.startswith("typer"):
                if said := getattr(
                    error, "message", ""
                ):  # "Value error" is what pydantic calls it, for itself
                    error.message = message(said.removeprefix("Value error, "))  # type: ignore[attr-defined]
                raise
            if os.environ.get("EO_TRACKER_DEBUG"):
                raise
            typer.echo(
                f"eo-tracker: a fault of the program, not of your input: {type(error).__name__}: {error}",
                err=True,
            )
            typer.echo("Please report it; EO_TRACKER_DEBUG=1 shows where it happened.", err=True)
            raise typer.Exit(70) from None


class _Untouched:
    """Stands in for typer's conversion of an option that was not given: its default is already what the command wants."""

    @staticmethod
    def coerce(value: Any, *, param: Any, ctx: Any) -> Any:  # noqa: ARG004 - typer's signature
        return () if value is None and (param.multiple or param.nargs == -1) else value


def _leave_alone(params: Iterable[Any], args: list[str]) -> None:
    """Convert only what was typed.

    Typer 0.29 builds a pydantic adapter for each option of a command, given or not; with twenty options that is a tenth
    of the time of a run. A typer without this attribute just converts as it always does.
    """
    typed = " ".join(args)
    for param in params:
        if param.param_type_name == "option" and not any(name in typed for name in param.opts):
            param._runtime_param = _Untouched()  # noqa: SLF001


class Command(TyperCommand):
    """A command that converts only what was typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse `args`, leaving the options that they do not name alone."""
        _leave_alone(self.params, args)
        return super().parse_args(ctx, args)
