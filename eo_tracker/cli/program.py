"""How commands run: every error becomes an exit status in one place, and unused options cost
nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from eo_tracker.errors import CatalogError, TrackerError
from eo_tracker.text import clean, message

MISUSE, INTERNAL_ERROR = 2, 70
# What a path that somebody gave can be refused for, wherever that comes to light.
_OF_PATHS = (
    errno.ENAMETOOLONG,
    errno.EACCES,
    errno.EPERM,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.EILSEQ,
)
# The output is full, closed or broken, so there is nowhere to report it.
_OF_OUTPUT = (errno.ENOSPC, errno.EBADF, errno.EIO)


class TrackerGroup(TyperGroup):
    """The group of all commands, and the one place where errors become exit statuses."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse `args`; options that they do not name are not converted."""
        _skip_unused_options(self.params, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run a command: 2 for errors of input, 70 for errors of the program.

        A reader who left ends the run quietly.
        """
        try:
            return super().invoke(ctx)
        except CatalogError as error:
            _print_problems(error)
            raise typer.Exit(error.status) from None
        except TrackerError as error:
            _end(message(str(error)), error.status)
        except BrokenPipeError:
            # Python flushes standard output once more at exit; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OverflowError:
            _end("a date that was asked for is outside the years 1 to 9999", MISUSE)
        except Exception as error:
            _end_for(error)
            raise


def _print_problems(error: CatalogError) -> None:
    for line in str(error).split("\n"):
        typer.echo(message(line), err=True)
    number = len(error.problems)
    noun = "problem" if number == 1 else "problems"
    typer.echo(
        f"{number:,} {noun} in {clean(error.where)}; nothing was answered or written.", err=True
    )


def _end(text: str, status: int) -> NoReturn:
    typer.echo(f"eo-tracker: {text}", err=True)
    raise typer.Exit(status) from None


def _end_for(error: Exception) -> None:
    """End the run for an error that no command expects; return where it is to be raised again."""
    is_debugging = bool(os.environ.get("EO_TRACKER_DEBUG"))
    if isinstance(error, OSError):
        if error.errno in _OF_OUTPUT:
            return
        if error.errno in _OF_PATHS and not is_debugging:
            name = clean(str(error.filename))[:200]
            _end(f"{name!r}: {error.strerror}", MISUSE)
    if type(error).__module__.startswith("typer"):
        _clean_message(error)
        return
    if is_debugging:
        return
    typer.echo(f"eo-tracker: internal error: {type(error).__name__}: {error}", err=True)
    typer.echo("Please report it; EO_TRACKER_DEBUG=1 shows where it happened.", err=True)
    raise typer.Exit(INTERNAL_ERROR) from None


def _clean_message(error: Any) -> None:
    """Make the message of an error of typer safe to print; "Value error" is pydantic's own word."""
    if text := getattr(error, "message", ""):
        error.message = message(text.removeprefix("Value error, "))


class _IdentityConverter:
    """Replaces typer's conversion of an option that was not given: its default is a value."""

    @staticmethod
    def coerce(value: Any, *, param: Any, ctx: Any) -> Any:  # noqa: ARG004 - typer's signature
        takes_many = param.multiple or param.nargs == -1
        return () if value is None and takes_many else value


def _skip_unused_options(params: Iterable[Any], args: list[str]) -> None:
    """Convert only what was typed.

    Typer 0.29 builds a pydantic adapter for each option of a command, given or not; with twenty
    options that is a tenth of the time of a run. The attribute is private: a test fails when a
    version of typer no longer has it.
    """
    typed = " ".join(args)
    for param in params:
        if param.param_type_name == "option":
            is_typed = any(name in typed for name in param.opts)
            param._runtime_param = None if is_typed else _IdentityConverter()  # noqa: SLF001


class Command(TyperCommand):
    """A command that converts only what was typed."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse `args`; options that they do not name are not converted."""
        _skip_unused_options(self.params, args)
        return super().parse_args(ctx, args)
