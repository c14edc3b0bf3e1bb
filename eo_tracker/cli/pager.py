"""A long answer on a terminal, through the pager that the user has set, as git shows one."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping

_PAGER = "less"
# As git sets it: leave at once what fits, keep colors, leave the answer on the screen.
_LESS = "FRX"


def is_longer(text: str, rows: int) -> bool:
    """Whether a text has more lines than a terminal with so many rows shows."""
    return text.count("\n") >= rows


def page(text: str, environment: Mapping[str, str]) -> bool:
    """Show the text in $PAGER; whether there is one. `cat` or nothing means that there is none."""
    words = _words(environment.get("PAGER", _PAGER))
    if not words or words == ["cat"]:
        return False
    try:
        pager = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            env={"LESS": _LESS, **environment},
        )
    except OSError:
        return False
    _give(pager, text)
    return True


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _give(pager: subprocess.Popen[bytes], text: str) -> None:
    """Write the text and wait; who leaves the pager early has seen enough."""
    import signal

    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the pager decides what Ctrl-C does
    try:
        pager.communicate(text.encode())
    except BrokenPipeError:
        pager.wait()
    finally:
        signal.signal(signal.SIGINT, heard)


def terminal_rows() -> int:
    """How many rows the terminal has."""
    return os.get_terminal_size().lines
