"""The canonical layout of a file: what is out of order in it, and the repair, which keeps meaning and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ValidationError

from eo_tracker.catalog.faults import shape
from eo_tracker.catalog.yaml import Document
from eo_tracker.models import Instrument

# Line and column, both from 1, and what is wrong there.
Finding = tuple[int, int, str]
_LINES = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")


class _Mapping(NamedTuple):
    """A mapping of the file and the order in which its model names the keys."""

    node: yaml.MappingNode
    order: Mapping[str, int]
    depth: int

    def misplaced(self) -> yaml.Node | None:
        """The first key that stands after one which should follow it."""
        highest = -1
        for key, _ in self.node.value:
            place = self.order.get(key.value, highest)
            if place < highest:
                found: yaml.Node = key
                return found
            highest = place
        return None


def tidied(text: str) -> str:
    """The text in canonical layout; as it was, if it cannot be read or would then say anything else."""
    before = _meaning(text)
    if before is None:
        return text
    best = text
    for step in (_without_stray_space, _in_order):
        after = step(best)
        if _meaning(after) == before and _comments(after) == _comments(text):
            best = after
    return best


def _meaning(text: str) -> Instrument | None:
    document = Document("", text)
    if document.problems:
        return None
    try:
        return Instrument.model_validate(document.take())
    except ValidationError:
        return None


def _comments(text: str) -> list[str]:
    return sorted(line.partition("#")[2].strip() for line in text.splitlines() if "#" in line)


# --- key order


@cache
def _order(model: type[BaseModel]) -> Mapping[str, int]:
    return {field.alias or name: at for at, (name, field) in enumerate(model.model_fields.items())}


@cache
def _known_orders() -> Sequence[Mapping[str, int]]:
    """The key orders of all shapes of a file."""
    found: dict[type[BaseModel], None] = {}
    open_ = [Instrument]
    while open_:
        model = open_.pop()
        if model not in found:
            found[model] = None
            open_ += [
                inner for field in model.model_fields.values() if (inner := shape(field.annotation))
            ]
    return [_order(model) for model in found]


def _looks_ordered(keys: tuple[str, ...]) -> bool:
    """Whether the keys are in the order of some shape that has them all; without one they are names, in any order."""
    having = [order for order in _known_orders() if all(key in order for key in keys)]
    return not having or any(list(keys) == sorted(keys, key=order.__getitem__) for order in having)


def _mappings(node: Any, model: type[BaseModel], depth: int = 0) -> Iterator[_Mapping]:
    """Every mapping under `node` that has a shape, outer ones first."""
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _mappings(each, model, depth)
    elif isinstance(node, yaml.MappingNode):
        yield _Mapping(node, _order(model), depth)
        for key, value in node.value:
            field = next(
                (
                    each
                    for name, each in model.model_fields.items()
                    if key.value == (each.alias or name)
                ),
                None,
            )
            inner = shape(field.annotation) if field else None
            if inner is not None and field is not None and str(field.annotation).startswith("dict"):
                for _, each in value.value if isinstance(value, yaml.MappingNode) else ():
                    yield from _mappings(each, inner, depth + 1)
            elif inner is not None:
                yield from _mappings(value, inner, depth + 1)


def misplaced(document: Document) -> Iterator[Finding]:
    """Keys that stand after one which should follow them."""
    if all(map(_looks_ordered, document.shapes)):
        return
    for mapping in _mappings(document.root, Instrument):
        if (key := mapping.misplaced()) is not None:
            yield (
                key.start_mark.line + 1,
                key.start_mark.column + 1,
                f"{key.value!r} comes earlier in an entry; --fix puts the keys in order",
            )


def _in_order(text: str) -> str:
    """Keys in the order of their models. Mappings of one depth do not overlap, so each depth is one pass."""
    depth = 0
    while True:
        root = Document("", text).root
        levels = [
            each for each in _mappings(root, Instrument) if each.depth >= depth and each.misplaced()
        ]
        if not levels:
            return text
        depth = min(each.depth for each in levels)
        source = _Source(text)
        edits = sorted(
            edit for each in levels if each.depth == depth for edit in source.reordered(each)
        )
        for start, end, new in reversed(edits):
            text = text[:start] + new + text[end:]
        depth += 1


class _Source:
    """A text with its lines, to find what belongs to a pair of a mapping: its comments above, its value, a comment beside it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [found.start() for found in _LINES.finditer(text)]
        self.lines = [found[0] for found in _LINES.finditer(text)]

    def reordered(self, mapping: _Mapping) -> list[tuple[int, int, str]]:
        """The replacements (start, end, new text) that put the pairs in order; none where a comment would lose its place."""
        pairs = mapping.node.value
        slots = (
            [self._flow_slot(pair) for pair in pairs]
            if mapping.node.flow_style
            else [*self._block_slots(pairs)]
        )
        wanted = sorted(
            range(len(pairs)),
            key=lambda at: mapping.order.get(pairs[at][0].value, len(mapping.order)),
        )
        between = "".join(self.text[end:start] for (_, end), (start, _) in pairwise(slots))
        first = self.text[slots[wanted[0]][0] :].startswith("#") and not self._begins_line(
            slots[0][0]
        )
        if (mapping.node.flow_style and "#" in between) or first:
            return []
        return [
            (start, end, self.text[slots[of][0] : slots[of][1]])
            for (start, end), of in zip(slots, wanted, strict=True)
            if slots[of] != (start, end)
        ]

    def _begins_line(self, at: int) -> bool:
        line_start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        return not self.text[line_start:at].strip()

    def _offset(self, mark: Any) -> int:
        line, column = int(mark.line), int(mark.column)
        return self.starts[line] + column

    def _flow_slot(self, pair: tuple[Any, Any]) -> tuple[int, int]:
        return self._offset(pair[0].start_mark), self._offset(pair[1].end_mark)

    def _block_slots(self, pairs: Sequence[tuple[Any, Any]]) -> Iterator[tuple[int, int]]:
        for at, (key, value) in enumerate(pairs):
            column, first = key.start_mark.column, key.start_mark.line
            start = self._offset(key.start_mark)
            while at and first and self.lines[first - 1].lstrip().startswith("#"):
                first -= 1
                start = (
                    self.starts[first] + len(self.lines[first]) - len(self.lines[first].lstrip())
                )
            last = (
                value.end_mark.line
                if value.end_mark.column or value.end_mark.line == value.start_mark.line
                else value.end_mark.line - 1
            )
            if not isinstance(value, yaml.ScalarNode) or value.style in ("|", ">"):
                last = min(last, len(self.lines) - 1)
                if at + 1 < len(pairs):
                    last = min(last, pairs[at + 1][0].start_mark.line - 1)
                while last > key.start_mark.line and self._is_apart(last, column):
                    last -= 1
            yield start, self.starts[last] + len(self.lines[last].rstrip("\r\n"))

    def _is_apart(self, line: int, column: int) -> bool:
        """Whether a line is blank, a comment that leads on to the next pair, or no longer under this mapping."""
        text = self.lines[line]
        bare = text.lstrip()
        indent = len(text) - len(bare)
        return not bare or (bare.startswith("#") and indent <= column) or (indent < column)


# --- white space


def _inside_scalars(document: Document) -> set[int]:
    """Lines (from 0) in which white space can be part of a value that goes over several lines."""
    inside: set[int] = set()
    open_: list[Any] = [document.root]
    while open_:
        node = open_.pop()
        if isinstance(node, yaml.ScalarNode):
            inside |= (
                set(range(node.start_mark.line, node.end_mark.line))
                if node.start_mark.line < node.end_mark.line
                else set()
            )
        elif isinstance(node, yaml.MappingNode):
            open_ += [each for pair in node.value for each in pair]
        elif node is not None:
            open_ += node.value
    return inside


_STRAY = (" \n", "\t\n", " \r", "\t\r", "\n\n\n", "\n\r\n\r\n")


def stray_space(document: Document) -> Iterator[Finding]:
    """White space that means nothing."""
    text = document.text
    if (
        text.endswith(("\n", "\r"))
        and not text.endswith(("\n\n", "\r\n\r\n"))
        and not any(mark in text for mark in _STRAY)
    ):
        return
    lines = text.splitlines()
    inside = _inside_scalars(document)
    for number, line in enumerate(lines):
        if number in inside:
            continue
        if line != line.rstrip():
            yield (
                number + 1,
                len(line.rstrip()) + 1,
                "white space at the end of the line; --fix takes it away",
            )
        elif not line and (number + 1 == len(lines) or not lines[number + 1].strip()):
            yield number + 1, 1, "more blank lines than one; --fix takes them away"
    if not text.endswith(("\n", "\r")):
        yield len(lines), len(lines[-1]) + 1, "the last line has no end; --fix gives it one"


def _without_stray_space(text: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    inside = _inside_scalars(Document("", text))
    kept: list[str] = []
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if number in inside:
            kept.append(line)
            continue
        bare = line.rstrip()
        end = line[len(line.rstrip("\r\n")) :] or newline
        if bare or (kept and kept[-1].strip()):
            kept.append(bare + end)
    while kept and not kept[-1].strip() and len(lines) - 1 not in inside:
        kept.pop()
    return "".join(kept)
