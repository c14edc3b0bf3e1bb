"""The only door for YAML: text in, plain data with every scalar as text out; the place of any value on demand.

PyYAML by itself keeps the last of two equal keys, turns dates and numbers into objects, reads `no` as false and follows
aliases that multiply. So the C parser only composes its node tree, and the short builder here reads that: duplicate
keys, anchors, aliases and tags are faults, and every scalar stays the text that stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from eo_tracker.errors import Place, Problem
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
# Block nesting needs at least one column a level, so only such a line can go deeper than is allowed.
_FAR_IN = re.compile(rf"^[ \t\-?:]{{{MAX_DEPTH}}}", re.MULTILINE)

Path = Sequence[str | int]


class Document:
    """One parsed file: `problems` is what is wrong with its YAML, `take()` its mapping, `shapes` the rows of keys of its mappings.

    The tree of nodes is many times as large as the text, so it is let go with the mapping and made again when a place is
    asked for, which only faults do. One that `is_known` to be right is not parsed before that.
    """

    def __init__(self, file: str, text: str, *, is_known: bool = False) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self._root: yaml.Node | None = None
        self._data: dict[str, Any] = {}
        self._escapes = "\\" in text
        self._index: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        self._skipped: set[tuple[str, int]] = set()
        self.shapes: set[tuple[str, ...]] = set()
        if not is_known and self._readable():
            self._compose()

    @property
    def root(self) -> yaml.Node | None:
        """The tree of nodes with their marks."""
        if self._root is None and not self.problems:
            self._root = yaml.compose(self.text, Loader=_LOADER)
        return self._root

    def take(self) -> dict[str, Any]:
        """The file's mapping, handed over; the tree of nodes is let go."""
        data, self._data, self._root = self._data, {}, None
        self._index = {}
        return data

    def skip(self, family: str, index: int) -> None:
        """Leave an entry of a top-level list out: paths count from now on as if it were not there."""
        self._skipped.add((family, index))

    def _as_written(self, path: Path) -> Path:
        """A path with the index of its entry as the file has it."""
        if not self._skipped or len(path) < 2 or not isinstance(path[1], int):
            return path
        index = path[1]
        for family, left_out in sorted(self._skipped):
            index += family == path[0] and left_out <= index
        return (path[0], index, *path[2:])

    def _readable(self) -> bool:
        """Refuse what would hurt the parser, cheaply; only suspicious text is looked at event by event."""
        if found := STEERING.search(_LINE_ENDS.sub("\n", self.text)):
            # Some of these are line breaks to YAML and to nothing else, so all places after them would be wrong.
            self.problems.append(
                Problem(
                    self._place_of(found.start()),
                    "E116",
                    f"character U+{ord(found[0]):04X} is not allowed",
                )
            )
        elif sum(map(self.text.count, (",", "\n", ": "))) > MAX_VALUES:
            self._fault(None, "E108", f"the file has more than {MAX_VALUES:,} values; split it")
        elif "&" in self.text or "*" in self.text or "!" in self.text or _deep(self.text):
            try:
                self._look_for_references()
            except Exception as error:  # noqa: BLE001 - whatever the parser runs into is a fault of the file
                self._refused(error)
        return not self.problems

    def _look_for_references(self) -> None:
        depth = 0
        events: Iterator[Any] = yaml.parse(self.text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.AliasEvent):
                self._fault(
                    event.start_mark,
                    "E103",
                    f"alias '*{event.anchor}' is not allowed; write the value out",
                )
            elif getattr(event, "anchor", None):
                self._fault(
                    event.start_mark,
                    "E103",
                    f"anchor '&{event.anchor}' is not allowed; write the value out",
                )
            elif getattr(event, "tag", None):
                self._fault(
                    event.start_mark,
                    "E104",
                    f"tag '{event.tag}' is not allowed; a value is plain text, a list or a mapping",
                )
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                self._fault(event.start_mark, "E105", _TOO_DEEP)
                return

    def _refused(self, error: Exception) -> None:
        """A text that the parser gives up on: some releases of libyaml refuse deep nesting by themselves, before our limit is seen."""
        mark = getattr(error, "problem_mark", None)
        before = self.text if mark is None else self.text[: mark.index]
        if (at := _too_deep(before)) is None:
            self._syntax(error)
        else:
            self.problems.append(Problem(self._place_of(at), "E105", _TOO_DEEP))

    def _compose(self) -> None:
        try:
            self._root = yaml.compose(self.text, Loader=_LOADER)
        except Exception as error:  # noqa: BLE001 - whatever the parser runs into is a fault of the file
            self._syntax(error)
            return
        if self._root is None:
            self._fault(None, "E106", "the file is empty")
        elif not isinstance(self._root, yaml.MappingNode):
            self._fault(
                self._root.start_mark, "E107", "the file must be a mapping of keys to values"
            )
        else:
            self._data = self._mapping(self._root)

    def _build(self, node: Any, *, top: bool = False) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if isinstance(node, yaml.SequenceNode):
            return (
                []
                if not top and self._is_too_long(node)
                else [self._build(each) for each in node.value]
            )
        if self._escapes and (found := STEERING.search(node.value)):
            self._fault(
                node.start_mark,
                "E116",
                f"character U+{ord(found[0]):04X} is not allowed, escaped neither",
            )
        return None if not node.style and node.value in ("", "~", "null") else node.value

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        if self._is_too_long(node):
            return data
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._fault(key.start_mark, "E107", "a key must be plain text")
            elif key.value in data:
                self._fault(
                    key.start_mark, "E102", f"key {key.value!r} stands twice in one mapping"
                )
            else:
                data[key.value] = self._build(value, top=node is self._root)
        self.shapes.add(tuple(data))
        return data

    def _is_too_long(self, node: yaml.CollectionNode) -> bool:
        if too_long := len(node.value) > MAX_ENTRIES:
            self._fault(
                node.start_mark,
                "E108",
                f"more than {MAX_ENTRIES:,} entries in one place; no order has so many",
            )
        return too_long

    def _place_of(self, index: int) -> Place:
        before = _LINE_ENDS.sub("\n", self.text)[:index]
        return Place(self.file, before.count("\n") + 1, index - before.rfind("\n"))

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where the value at `path` stands (or its key, with `key`), or the nearest thing above it that exists."""
        node, mark = self.root, self.root.start_mark if self.root else None
        for step in self._as_written(path):
            found = self._child(node, step)
            if found is None:
                break
            mark = found[0].start_mark if key and found[0] is not None else found[1].start_mark
            node = found[1]
        return self._at(mark)

    def entries(self) -> list[tuple[int, int]]:
        """First and last line of each entry of the file's lists and of its mappings of mappings, blank lines after it included."""
        found: list[tuple[int, int]] = []
        for _, value in self.root.value if isinstance(self.root, yaml.MappingNode) else ():
            if isinstance(value, yaml.ScalarNode):
                continue
            parts = (
                value.value
                if isinstance(value, yaml.SequenceNode)
                else [key for key, _ in value.value]
            )
            starts = [part.start_mark.line + 1 for part in parts]
            last = value.end_mark.line if value.end_mark.column == 0 else value.end_mark.line + 1
            found += (
                zip(starts, [*(start - 1 for start in starts[1:]), last], strict=bool(starts))
                if starts
                else []
            )
        return found

    def _child(
        self, node: yaml.Node | None, step: str | int
    ) -> tuple[yaml.Node | None, yaml.Node] | None:
        """The (key, value) nodes under `node` that one step of a path names."""
        if isinstance(node, yaml.MappingNode):
            if id(node) not in self._index:
                self._index[id(node)] = {
                    str(key.value): (key, value) for key, value in reversed(node.value)
                }
            return self._index[id(node)].get(str(step))
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            return None, node.value[step]
        return None

    def _syntax(self, error: Exception) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        what = (
            getattr(error, "problem", None)
            or getattr(error, "reason", None)
            or str(error)
            or type(error).__name__
        )
        if "tab" in what or ("cannot start any token" in what and self._char(mark) == "\t"):
            what = "a tab where YAML wants spaces"
        self._fault(mark, "E101", f"this is not YAML: {what}")

    def _char(self, mark: Any) -> str:
        lines = self.text.splitlines()
        return (
            lines[mark.line][mark.column : mark.column + 1]
            if mark is not None and mark.line < len(lines)
            else ""
        )

    def _at(self, mark: Any) -> Place:
        return (
            Place(self.file, mark.line + 1, mark.column + 1)
            if mark is not None
            else Place(self.file)
        )

    def _fault(self, mark: Any, code: str, message: str) -> None:
        self.problems.append(Problem(self._at(mark), code, message))


def _deep(text: str) -> bool:
    """Whether the text could nest deeper than is allowed: by brackets, or by indentation and dashes."""
    return _too_deep(text) is not None or _FAR_IN.search(text) is not None


def _too_deep(text: str) -> int | None:
    """Where the brackets of a text, those in its words included, go deeper than is allowed."""
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            return bracket.start()
    return None
