"""Reading YAML: text in, plain data with every scalar as text out.

The place of any value on demand.

PyYAML by itself keeps the last of two equal keys, turns dates and numbers into objects, reads `no`
as false and follows aliases that multiply. So the C parser only composes its node tree, and the
short builder here reads that: duplicate keys, anchors, aliases and tags are faults, and every
scalar stays the text of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from eo_tracker.errors import EntryPath, Place, Problem
from eo_tracker.text import STEERING

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # a PyYAML built without libyaml reads the same, six times slower
    from yaml import BaseLoader as _Parser  # type: ignore[assignment]


class _Loader(_Parser):
    """The C parser, without the search for what a scalar could mean: here all are text."""

    def resolve(self, kind: type[yaml.Node], value: object, implicit: object) -> str:  # noqa: ARG002
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


_LOADER: Any = _Loader

MAX_DEPTH = 40
MAX_VALUES = 400_000
MAX_ENTRIES = 10_000  # of a mapping, or of a list within an entry
_TOO_DEEP = f"nested more than {MAX_DEPTH} levels deep"
_BRACKETS = re.compile(r"[\[\]{}]")
_LINE_ENDS = re.compile("\r\n?")
# Block nesting needs at least one column a level, so only such a line can go deeper than is
# allowed.
_FAR_IN = re.compile(rf"^[ \t\-?:]{{{MAX_DEPTH}}}", re.MULTILINE)


class Untidy(NamedTuple):
    """A line and column, both from 1, and what is out of order in the layout there."""

    line: int
    column: int
    message: str


class _Pair(NamedTuple):
    """What one step of a path names: a value, and its key in a mapping."""

    key: yaml.Node | None
    value: yaml.Node


class LineRange(NamedTuple):
    """First and last line of an entry, from 1."""

    first: int
    last: int


class Document:
    """One parsed file: `problems` is what is wrong with its YAML, `take()` its mapping.

    `shapes` has the rows of keys of its mappings. The tree of nodes is many times as large as the
    text, so it is released with the mapping and made again when a place is asked for, which only
    faults do. A file that `is_known` to be right is not parsed before that.
    """

    def __init__(
        self,
        file: str,
        text: str,
        *,
        is_known: bool = False,
    ) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.shapes: set[tuple[str, ...]] = set()
        self._root: yaml.Node | None = None
        self._data: dict[str, Any] = {}
        self._has_escapes = "\\" in text
        self._index: dict[int, dict[str, _Pair]] = {}
        self._skipped: set[tuple[str, int]] = set()
        if not is_known and self._is_safe():
            self._compose()

    @property
    def root(self) -> yaml.Node | None:
        """The tree of nodes with their marks."""
        if self._root is None and not self.problems:
            self._root = yaml.compose(self.text, Loader=_LOADER)
        return self._root

    def take(self) -> dict[str, Any]:
        """The file's mapping, handed over; the tree of nodes is released."""
        data, self._data, self._root = self._data, {}, None
        self._index = {}
        return data

    def skip(self, family: str, index: int) -> None:
        """Leave an entry of a top-level list out: paths count as if it did not exist."""
        self._skipped.add((family, index))

    # what would hurt the parser

    def _is_safe(self) -> bool:
        """Refuse what would hurt the parser; only suspicious text is read event by event."""
        if control := STEERING.search(_LINE_ENDS.sub("\n", self.text)):
            # Some of these are line breaks to YAML and to nothing else, so all places after them
            # would be wrong.
            message = f"character U+{ord(control[0]):04X} is not allowed"
            self.problems.append(
                Problem(
                    self._place_of(control.start()),
                    "E116",
                    message,
                )
            )
        elif sum(map(self.text.count, (",", "\n", ": "))) > MAX_VALUES:
            self._fault(
                None,
                "E108",
                f"the file has more than {MAX_VALUES:,} values; split it",
            )
        elif any(mark in self.text for mark in "&*!") or _may_be_deep(self.text):
            try:
                self._look_at_events()
            except Exception as error:  # noqa: BLE001 - whatever the parser runs into is a fault of the file
                self._refused(error)
        return not self.problems

    def _look_at_events(self) -> None:
        depth = 0
        events: Iterator[Any] = yaml.parse(self.text, Loader=_LOADER)
        for event in events:
            self._refuse_references(event)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                self._fault(event.start_mark, "E105", _TOO_DEEP)
                return

    def _refuse_references(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            code, what = "E103", f"alias '*{event.anchor}' is not allowed; write the value out"
        elif getattr(event, "anchor", None):
            code, what = "E103", f"anchor '&{event.anchor}' is not allowed; write the value out"
        elif getattr(event, "tag", None):
            code = "E104"
            what = f"tag '{event.tag}' is not allowed; a value is plain text, a list or a mapping"
        else:
            return
        self._fault(event.start_mark, code, what)

    def _refused(self, error: Exception) -> None:
        """A text that the parser gives up on.

        Some releases of libyaml refuse deep nesting by themselves, before our limit is reached.
        """
        mark = getattr(error, "problem_mark", None)
        before = self.text if mark is None else self.text[: mark.index]
        if (at := _too_deep(before)) is None:
            self._syntax(error)
        else:
            self.problems.append(Problem(self._place_of(at), "E105", _TOO_DEEP))

    # nodes to plain data

    def _compose(self) -> None:
        try:
            self._root = yaml.compose(self.text, Loader=_LOADER)
        except Exception as error:  # noqa: BLE001 - whatever the parser runs into is a fault of the file
            self._syntax(error)
            return
        if self._root is None:
            self._fault(None, "E106", "the file is empty")
        elif isinstance(self._root, yaml.MappingNode):
            self._data = self._mapping(self._root)
        else:
            message = "the file must be a mapping of keys to values"
            self._fault(
                self._root.start_mark,
                "E107",
                message,
            )

    def _build(self, node: Any, *, is_top: bool = False) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            if not is_top and self._is_too_long(node):
                return []
            return [self._build(item) for item in node.value]
        if self._has_escapes and (control := STEERING.search(node.value)):
            message = f"character U+{ord(control[0]):04X} is not allowed, even escaped"
            self._fault(node.start_mark, "E116", message)
        is_nothing = not node.style and node.value in ("", "~", "null")
        return None if is_nothing else node.value

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self._is_too_long(node):
            return data
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key.start_mark, "E107", "a key must be plain text")
            elif key.value in data:
                message = f"key {key.value!r} is duplicated in one mapping"
                self._fault(key.start_mark, "E102", message)
            else:
                data[key.value] = self._build(value, is_top=node is self._root)
        self.shapes.add(tuple(data))
        return data

    def _is_too_long(self, node: yaml.CollectionNode) -> bool:
        if len(node.value) <= MAX_ENTRIES:
            return False
        message = f"more than {MAX_ENTRIES:,} entries in one place; no order has so many"
        self._fault(node.start_mark, "E108", message)
        return True

    # places

    def place(self, path: EntryPath, *, key: bool = False) -> Place:
        """The place of the value at `path` (or its key, with `key`).

        Where it does not exist, the nearest thing above it that does.
        """
        node, mark = self.root, self.root.start_mark if self.root else None
        for step in self._as_written(path):
            pair = self._child(node, step)
            if pair is None:
                break
            named = pair.key if key and pair.key is not None else pair.value
            node, mark = pair.value, named.start_mark
        return self._at(mark)

    def _as_written(self, path: EntryPath) -> EntryPath:
        """A path with the index of its entry as the file has it."""
        if not self._skipped or len(path) < 2 or not isinstance(path[1], int):
            return path
        index = path[1]
        for family, left_out in sorted(self._skipped):
            if family == path[0] and left_out <= index:
                index += 1
        return (path[0], index, *path[2:])

    def _child(self, node: yaml.Node | None, step: str | int) -> _Pair | None:
        """What one step of a path names under `node`."""
        if isinstance(node, yaml.MappingNode):
            if id(node) not in self._index:
                # Of two equal keys, the first.
                pairs = [_Pair(*pair) for pair in reversed(node.value)]
                self._index[id(node)] = {str(pair.key.value): pair for pair in pairs if pair.key}
            return self._index[id(node)].get(str(step))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            return _Pair(None, node.value[step]) if step < len(node.value) else None
        return None

    def entries(self) -> list[LineRange]:
        """The lines of each entry of the file's lists and mappings of mappings.

        Blank lines after an entry are part of it.
        """
        if not isinstance(self.root, yaml.MappingNode):
            return []
        return [lines for _, value in self.root.value for lines in _entries(value)]

    def _place_of(self, index: int) -> Place:
        before = _LINE_ENDS.sub("\n", self.text)[:index]
        return Place(
            self.file,
            before.count("\n") + 1,
            index - before.rfind("\n"),
        )

    def _at(self, mark: Any) -> Place:
        if mark is None:
            return Place(self.file)
        return Place(
            self.file,
            mark.line + 1,
            mark.column + 1,
        )

    # faults

    def _fault(
        self,
        mark: Any,
        code: str,
        message: str,
    ) -> None:
        self.problems.append(
            Problem(
                self._at(mark),
                code,
                message,
            )
        )

    def _syntax(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        words = [getattr(error, name, None) for name in ("problem", "reason")]
        what = next(filter(None, [*words, str(error)]), type(error).__name__)
        is_at_tab = "cannot start any token" in what and self._character(mark) == "\t"
        if "tab" in what or is_at_tab:
            what = "a tab where YAML needs spaces"
        self._fault(mark, "E101", f"this is not valid YAML: {what}")

    def _character(self, mark: Any) -> str:
        lines = self.text.splitlines()
        if mark is None or mark.line >= len(lines):
            return ""
        line: str = lines[mark.line]
        return line[mark.column : mark.column + 1]


def _entries(value: Any) -> Iterator[LineRange]:
    """The lines of each item of a list, or of each pair of a mapping."""
    if isinstance(value, yaml.ScalarNode) or not value.value:
        return
    parts = value.value
    if isinstance(value, yaml.MappingNode):
        parts = [key for key, _ in value.value]
    starts = [part.start_mark.line + 1 for part in parts]
    end = value.end_mark
    ends = [start - 1 for start in starts[1:]]
    ends.append(end.line if end.column == 0 else end.line + 1)
    yield from map(LineRange, starts, ends)


def _may_be_deep(text: str) -> bool:
    """Whether the text could nest deeper than is allowed: by brackets, or by indentation and
    dashes.
    """
    return _too_deep(text) is not None or _FAR_IN.search(text) is not None


def _too_deep(text: str) -> int | None:
    """Where the brackets of a text, those in its words included, go deeper than is allowed."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            return bracket.start()
    return None
