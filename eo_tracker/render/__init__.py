"""Answers to text: for people (`table`), programs (`json`, `csv`) and memos (`md`). Nothing here decides, prints or exits."""

from __future__ import annotations

from typing import Literal

from eo_tracker.answers import Answer
from eo_tracker.render.screen import Screen, as_screen

Format = Literal["table", "json", "csv", "md"]


def render(answer: Answer, form: Format, screen: Screen) -> str:
    """The answer in one of the formats, ending in a line end."""
    if form == "table":
        return as_screen(answer, screen)
    if form == "md":
        from eo_tracker.render.markdown import as_markdown

        return as_markdown(answer)
    from eo_tracker.render import data

    return data.as_json(answer) if form == "json" else data.as_csv(answer)


__all__ = ["Format", "Screen", "render"]
