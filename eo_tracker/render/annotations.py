"""GitHub workflow commands, which put a message beside a line of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from eo_tracker.errors import Place
from eo_tracker.text import one_line


def annotation(command: str, place: Place | None, title: str, lines: Iterable[str]) -> str:
    """A GitHub workflow command at a place of a file, of one or several lines; nothing in it can begin another one."""
    where = (
        f"file={_property(place.file)},line={max(place.line, 1)},col={max(place.column, 1)},"
        if place
        else ""
    )
    message = "%0A".join(one_line(each).replace("%", "%25") for each in lines)
    return f"::{command} {where}title={_property(title)}::{message}\n"


def _property(text: str) -> str:
    return one_line(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
