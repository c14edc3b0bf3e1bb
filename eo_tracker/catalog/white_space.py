"""White space of a file that means nothing: where it is, and the repair."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from eo_tracker.catalog.yaml import Document, Untidy

_STRAY = (" \n", "\t\n", " \r", "\t\r", "\n\n\n", "\n\r\n\r\n")


def _inside_scalars(document: Document) -> set[int]:
    """Lines (from 0) in which white space can be part of a value of several lines."""
    inside: set[int] = set()
    waiting: list[Any] = [document.root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            inside.update(range(node.start_mark.line, node.end_mark.line))
        elif isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif node is not None:
            waiting += node.value
    return inside


def stray_space(document: Document) -> Iterator[Untidy]:
    """Each place of white space that means nothing."""
    text = document.text
    if _is_tidy(text):
        return
    lines = text.splitlines()
    inside = _inside_scalars(document)
    for index, line in enumerate(lines):
        if index in inside:
            continue
        bare = line.rstrip()
        if line != bare:
            message = "white space at the end of the line; --fix removes it"
            yield Untidy(
                index + 1,
                len(bare) + 1,
                message,
            )
        elif not line and (index + 1 == len(lines) or not lines[index + 1].strip()):
            yield Untidy(index + 1, 1, "more than one blank line; --fix removes the others")
    if not text.endswith(("\n", "\r")):
        message = "the last line has no line end; --fix adds it"
        yield Untidy(
            len(lines),
            len(lines[-1]) + 1,
            message,
        )


def _is_tidy(text: str) -> bool:
    if not text.endswith(("\n", "\r")) or text.endswith(("\n\n", "\r\n\r\n")):
        return False
    return not any(mark in text for mark in _STRAY)


def without_stray_space(text: str) -> str:
    """The text without it; what is inside values of several lines stays."""
    newline = "\r\n" if "\r\n" in text else "\n"
    inside = _inside_scalars(Document("", text))
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    for index, line in enumerate(lines):
        if index in inside:
            kept.append(line)
            continue
        bare = line.rstrip()
        end = line[len(line.rstrip("\r\n")) :] or newline
        if bare or (kept and kept[-1].strip()):
            kept.append(bare + end)
    while kept and not kept[-1].strip() and len(lines) - 1 not in inside:
        kept.pop()
    return "".join(kept)
