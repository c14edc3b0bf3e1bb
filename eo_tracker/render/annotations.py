"""GitHub workflow commands, which put a message beside a line of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from eo_tracker.errors import Place
from eo_tracker.text import one_line


def annotation(
    command: str,
    place: Place | None,
    title: str,
    lines: Iterable[str],
) -> str:
    """A GitHub workflow command at a place of a file, of one or several lines.

    Nothing in it can begin another command.
    """
    where = _where(place) if place else ""
    message = "%0A".join(_message_line(line) for line in lines)
    return f"::{command} {where}title={_parameter(title)}::{message}\n"


def _where(place: Place) -> str:
    file = _parameter(place.file)
    line = max(place.line, 1)
    column = max(place.column, 1)
    return f"file={file},line={line},col={column},"


def _message_line(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _parameter(text: str) -> str:
    text = _message_line(text)
    text = text.replace(":", "%3A")
    return text.replace(",", "%2C")
