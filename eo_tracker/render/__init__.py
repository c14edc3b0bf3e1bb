"""Answers to text: for people (`table`), programs (`json`, `csv`) and memos (`md`).

Nothing here decides, prints or exits.
"""

from __future__ import annotations

from typing import Literal

from eo_tracker.answers import Answer, Comparison
from eo_tracker.render.layout import Screen

AnswerFormat = Literal["table", "json", "csv", "md"]
DiffFormat = Literal["table", "json", "md", "github"]


def render(answer: Answer, form: AnswerFormat | DiffFormat, screen: Screen) -> str:
    """The answer in one of the formats, ending in a line end."""
    if form == "table":
        from eo_tracker.render.screen import answer_screen

        return answer_screen(answer, screen)
    if form == "md":
        from eo_tracker.render.markdown import answer_markdown

        return answer_markdown(answer)
    if form == "github" and isinstance(answer, Comparison):
        from eo_tracker.render.comparison import comparison_annotations

        return comparison_annotations(answer)
    from eo_tracker.render import data

    return data.answer_json(answer) if form == "json" else data.answer_csv(answer)


__all__ = ["AnswerFormat", "DiffFormat", "Screen", "render"]
