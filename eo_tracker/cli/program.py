"""How commands run: every error becomes an exit status in one place, and options cost little."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer._coercion import build_runtime_param
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


class _PlainConverter:
    """Takes text, paths and choices as they are typed.

    Typer 0.29 converts every option with pydantic, whose import takes longer than most answers. It
    still converts all other kinds, and says what is wrong with a choice or with text that is none.
    """

    @staticmethod
    def coerce(value: Any, *, param: Any, ctx: Any) -> Any:
        described = param.type_descriptor
        if value is None:
            takes_many = param.multiple or param.nargs == -1
            return () if takes_many else None
        if _is_text(value):
            if described.annotation is str:
                return value
            if described.annotation == list[str]:
                return list(value)
            if described.annotation is Path:
                return Path(value)
            if described.annotation == list[Path]:
                return [Path(each) for each in value]
            if described.is_choice and value in described.choices:
                return value
        return build_runtime_param(described).coerce(value, param=param, ctx=ctx)


def _is_text(value: Any) -> bool:
    """Whether a value, or each of several, is text that UTF-8 can write."""
    try:
        "".join(value).encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return True


class _PlainOptions:
    """A command or group whose parameters are converted by this program.

    The attribute is private: a test fails when a version of typer no longer has it.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, the one for help included."""
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            param._runtime_param = _PlainConverter()  # noqa: SLF001
        return params


class TrackerGroup(_PlainOptions, TyperGroup):
    """The group of all commands, and the one place where errors become exit statuses.

    A command is loaded when it is asked for; its summary is known before.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - typer's signature
        """All commands, whether they are loaded or not."""
        from eo_tracker.cli.commands import SUMMARIES

        return list(SUMMARIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, loaded if it was not yet."""
        from eo_tracker.cli.application import app
        from eo_tracker.cli.commands import SUMMARIES, load

        if cmd_name in SUMMARIES and cmd_name not in self.commands:
            load(cmd_name)
            loaded: Any = typer.main.get_command(app)
            self.commands.update(loaded.commands)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Each command with its summary, which is never cut."""
        from eo_tracker.cli.commands import SUMMARIES

        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

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


class Command(_PlainOptions, TyperCommand):
    """A command of the program."""
