"""The order of keys in a file: what is out of order, and the repair.

The order is that of the models' fields. Keys move with their values and their comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from eo_tracker.catalog.faults import shape
from eo_tracker.catalog.yaml import Document, Untidy
from eo_tracker.models import Instrument

_LINES = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
KeyOrder = Mapping[str, int]


class _Slot(NamedTuple):
    """The characters of a pair of a mapping, with the comments that belong to it."""

    start: int
    end: int


class _Edit(NamedTuple):
    """New text for the characters from `start` to `end`."""

    start: int
    end: int
    text: str


class _Mapping(NamedTuple):
    """A mapping of the file and the order in which its model names the keys."""

    node: yaml.MappingNode
    order: KeyOrder
    depth: int

    def misplaced(self) -> yaml.Node | None:
        """The first key after one that should follow it."""
        highest = -1
        for key, _ in self.node.value:
            place = self.order.get(key.value, highest)
            if place < highest:
                node: yaml.Node = key
                return node
            highest = place
        return None

    def sorted(self) -> list[int]:
        """The places of its pairs in the order of the model; unknown keys are last."""
        last = len(self.order)
        places = [self.order.get(key.value, last) for key, _ in self.node.value]
        return sorted(
            range(len(places)),
            key=places.__getitem__,
        )


@cache
def _order(model: type[BaseModel]) -> KeyOrder:
    return {_key(name, field): at for at, (name, field) in enumerate(model.model_fields.items())}


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


@cache
def _known_orders() -> Sequence[KeyOrder]:
    """The key orders of all shapes of a file."""
    shapes: dict[type[BaseModel], None] = {}
    waiting: list[type[BaseModel]] = [Instrument]
    while waiting:
        model = waiting.pop()
        if model not in shapes:
            shapes[model] = None
            inner = [shape(field.annotation) for field in model.model_fields.values()]
            waiting += [part for part in inner if part]
    return [_order(model) for model in shapes]


def _looks_ordered(keys: tuple[str, ...]) -> bool:
    """Whether the keys are in the order of some shape that has them all.

    Where no shape has them all they are names, in any order.
    """
    is_known = False
    for order in _known_orders():
        if all(key in order for key in keys):
            is_known = True
            if list(keys) == sorted(keys, key=order.__getitem__):
                return True
    return not is_known


def _mappings(
    node: Any,
    model: type[BaseModel],
    depth: int = 0,
) -> Iterator[_Mapping]:
    """Every mapping under `node` that has a shape, outer ones first."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _mappings(item, model, depth)
    elif isinstance(node, yaml.MappingNode):
        yield _Mapping(node, _order(model), depth)
        fields = {_key(name, field): field for name, field in model.model_fields.items()}
        for key, value in node.value:
            if field := fields.get(key.value):
                yield from _inner(value, field, depth + 1)


def _inner(
    node: Any,
    field: FieldInfo,
    depth: int,
) -> Iterator[_Mapping]:
    """The mappings of one field's value."""
    model = shape(field.annotation)
    if model is None:
        return
    if not str(field.annotation).startswith("dict"):
        yield from _mappings(node, model, depth)
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from _mappings(value, model, depth)


def misplaced_keys(document: Document) -> Iterator[Untidy]:
    """Keys after one that should follow them."""
    if all(map(_looks_ordered, document.shapes)):
        return
    for mapping in _mappings(document.root, Instrument):
        if (key := mapping.misplaced()) is not None:
            mark = key.start_mark
            message = f"{key.value!r} comes earlier in an entry; --fix puts the keys in order"
            yield Untidy(
                mark.line + 1,
                mark.column + 1,
                message,
            )


def in_order(text: str) -> str:
    """The text with its keys in order.

    Mappings of one depth don't overlap, so each depth is one pass.
    """
    depth = 0
    while True:
        root = Document("", text).root
        mappings = [mapping for mapping in _mappings(root, Instrument) if mapping.misplaced()]
        depths = [mapping.depth for mapping in mappings if mapping.depth >= depth]
        if not depths:
            return text
        depth = min(depths)
        lines = _Lines(text)
        edits: list[_Edit] = []
        for mapping in mappings:
            if mapping.depth == depth:
                edits += lines.reordered(mapping)
        for edit in sorted(edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        depth += 1


class _Lines:
    """A text by lines, to find what belongs to a pair: the comments above, the value, one beside
    it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        matches = list(_LINES.finditer(text))
        self.starts = [match.start() for match in matches]
        self.lines = [match[0] for match in matches]

    def reordered(self, mapping: _Mapping) -> list[_Edit]:
        """The edits that put the pairs in order; none where a comment would lose its place."""
        pairs = mapping.node.value
        if mapping.node.flow_style:
            slots = [self._flow_slot(pair) for pair in pairs]
        else:
            slots = [*self._block_slots(pairs)]
        wanted = [slots[at] for at in mapping.sorted()]
        if self._would_lose_a_comment(mapping, slots, wanted):
            return []
        return [
            _Edit(
                *slot,
                self.text[new.start : new.end],
            )
            for slot, new in zip(slots, wanted, strict=True)
            if new != slot
        ]

    def _would_lose_a_comment(
        self, mapping: _Mapping, slots: Sequence[_Slot], wanted: Sequence[_Slot]
    ) -> bool:
        if mapping.node.flow_style:
            gaps = [self.text[one.end : next_.start] for one, next_ in pairwise(slots)]
            if any("#" in gap for gap in gaps):
                return True
        starts_with_comment = self.text[wanted[0].start :].startswith("#")
        return starts_with_comment and not self._begins_line(slots[0].start)

    def _begins_line(self, at: int) -> bool:
        line_start = (
            max(
                self.text.rfind("\n", 0, at),
                self.text.rfind("\r", 0, at),
            )
            + 1
        )
        return not self.text[line_start:at].strip()

    def _offset(self, mark: Any) -> int:
        line, column = int(mark.line), int(mark.column)
        return self.starts[line] + column

    def _flow_slot(self, pair: tuple[Any, Any]) -> _Slot:
        key, value = pair
        return _Slot(
            self._offset(key.start_mark),
            self._offset(value.end_mark),
        )

    def _block_slots(self, pairs: Sequence[tuple[Any, Any]]) -> Iterator[_Slot]:
        for at, (key, value) in enumerate(pairs):
            following = pairs[at + 1][0] if at + 1 < len(pairs) else None
            last = self._last_line(key, value, following)
            end = self.starts[last] + len(self.lines[last].rstrip("\r\n"))
            start = self._with_comments(key) if at else self._offset(key.start_mark)
            yield _Slot(start, end)

    def _with_comments(self, key: Any) -> int:
        """Where the comments above a key begin, or the key itself."""
        start, line = self._offset(key.start_mark), key.start_mark.line
        while line and self.lines[line - 1].lstrip().startswith("#"):
            line -= 1
            text = self.lines[line]
            start = self.starts[line] + len(text) - len(text.lstrip())
        return start

    def _last_line(
        self,
        key: Any,
        value: Any,
        following: Any,
    ) -> int:
        """The last line of a value; what leads on to the next pair is not part of it."""
        last: int = value.end_mark.line
        if value.end_mark.column == 0 and last != value.start_mark.line:
            last -= 1
        if isinstance(value, yaml.ScalarNode) and value.style not in ("|", ">"):
            return last
        last = min(
            last,
            len(self.lines) - 1,
        )
        if following is not None:
            last = min(last, following.start_mark.line - 1)
        while last > key.start_mark.line and self._is_apart(last, key.start_mark.column):
            last -= 1
        return last

    def _is_apart(self, line: int, column: int) -> bool:
        """Whether a line is blank, a comment on the next pair, or no longer under this mapping."""
        text = self.lines[line]
        bare = text.lstrip()
        indent = len(text) - len(bare)
        if bare.startswith("#"):
            return indent <= column
        return not bare or indent < column
