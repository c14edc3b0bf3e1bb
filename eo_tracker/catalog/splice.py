"""An entry added to a catalog file, or removed, at YAML's own marks; every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from eo_tracker.catalog.yaml import Document

_LINE_END = re.compile(r"\r\n?|\n")


class PlainDumper(yaml.SafeDumper):
    """Writes scalars as our reader reads them: all are text, so a date needs no quotes."""


PlainDumper.yaml_implicit_resolvers = {}
PlainDumper.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""]
)


class _Part(NamedTuple):
    """An item of a list, or a pair of a mapping: its first and its last node."""

    first: Any
    last: Any


def add_to_list(
    text: str,
    key: str,
    entry: Mapping[str, str],
) -> str:
    """`text` with `entry` as the last item of the list at top-level `key`, made where missing."""
    node = _node(text, key)
    if node is not None and node.flow_style:
        return _into_flow(text, node, _flow(entry))
    indent = "  "
    if node is not None and node.value:
        indent = " " * node.start_mark.column
    first, *others = _block(entry).splitlines()
    item = [f"{indent}- {first}", *(f"{indent}  {line}" for line in others)]
    return _into_block(text, key, node, item)


def add_to_mapping(
    text: str,
    key: str,
    name: str,
    entry: Mapping[str, str],
) -> str:
    """`text` with `name: entry` as the last pair of the mapping at top-level `key`, made where
    missing.
    """
    node = _node(text, key)
    if node is not None and node.flow_style:
        return _into_flow(
            text,
            node,
            f"{name}: {_flow(entry)}",
        )
    indent = "  "
    if node is not None and node.value:
        indent = " " * node.start_mark.column
    pair = [f"{indent}{name}:", *(f"{indent}  {line}" for line in _block(entry).splitlines())]
    return _into_block(text, key, node, pair)


def without_item(
    text: str,
    key: str,
    index: int,
) -> str:
    """`text` without one item of the list at top-level `key`."""
    node = _node(text, key)
    return _without(
        text,
        node,
        [_Part(item, item) for item in node.value],
        index,
    )


def without_pair(
    text: str,
    key: str,
    name: str,
) -> str:
    """`text` without the pair called `name` of the mapping at top-level `key`."""
    node = _node(text, key)
    names = [part.value for part, _ in node.value]
    return _without(
        text,
        node,
        [_Part(*pair) for pair in node.value],
        names.index(name),
    )


def without_empty(text: str, key: str) -> str:
    """`text` without the line of a top-level `key` that has nothing under it.

    The blank line before it goes too.
    """
    lines = text.splitlines(keepends=True)
    for index, line in enumerate(lines):
        if line.strip() == f"{key}:":
            is_after_blank = index > 0 and not lines[index - 1].strip()
            first = index - 1 if is_after_blank else index
            return "".join([*lines[:first], *lines[index + 1 :]])
    return text


def _without(
    text: str,
    node: Any,
    parts: list[_Part],
    index: int,
) -> str:
    """The text without the part at `index`."""
    if not node.flow_style:
        return _without_lines(text, node, parts, index)
    first, last = parts[index]
    if index > 0:  # with the comma before it
        return text[: parts[index - 1].last.end_mark.index] + text[last.end_mark.index :]
    end = parts[1].first.start_mark.index if len(parts) > 1 else last.end_mark.index
    return text[: first.start_mark.index] + text[end:]


def _without_lines(
    text: str,
    node: Any,
    parts: list[_Part],
    index: int,
) -> str:
    """A part of a block with its lines; blank lines and comments before the next part stay."""
    lines = text.splitlines(keepends=True)
    start = parts[index].first.start_mark.line
    if index + 1 == len(parts):
        end = _last_line(lines, node)
    else:
        end = parts[index + 1].first.start_mark.line
        while end > start + 1 and _is_between(lines[end - 1]):
            end -= 1
    return "".join([*lines[:start], *lines[end:]])


def _is_between(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _node(text: str, key: str) -> Any:
    """The list or mapping at top-level `key`."""
    root = Document("", text).root
    if isinstance(root, yaml.MappingNode):
        for name, value in root.value:
            if name.value == key and isinstance(value, yaml.CollectionNode):
                return value
    return None


def _block(entry: Mapping[str, str]) -> str:
    return _dump(entry, flow=False)


def _flow(entry: Mapping[str, str]) -> str:
    return _dump(entry, flow=True).strip()


def _dump(entry: Mapping[str, str], *, flow: bool) -> str:
    text: str = yaml.dump(
        dict(entry),
        Dumper=PlainDumper,
        default_flow_style=flow,
        sort_keys=False,
        allow_unicode=True,
        width=10**6,
    )
    return text


def _into_flow(
    text: str,
    node: Any,
    addition: str,
) -> str:
    """Before the closing bracket."""
    end = node.end_mark.index - 1
    before = text[:end].rstrip()
    separator = ", "
    if before.endswith(","):
        separator = " "
    elif before.endswith(("[", "{")):
        separator = ""
    return f"{before}{separator}{addition}{text[end:]}"


def _into_block(
    text: str,
    key: str,
    node: Any,
    addition: list[str],
) -> str:
    """After the last line of the block, before the blank lines and comments of what follows."""
    line_end = _LINE_END.search(text)
    newline = line_end[0] if line_end else "\n"
    lines = text.splitlines(keepends=True)
    if node is None:
        at = len(lines)
        addition = [f"{key}:", *addition]
        if lines and lines[-1].strip():
            addition = ["", *addition]
    else:
        at = _last_line(lines, node)
    if at and not lines[at - 1].endswith(("\n", "\r")):
        lines[at - 1] += newline
    added = [f"{line}{newline}" for line in addition]
    return "".join([*lines[:at], *added, *lines[at:]])


def _last_line(lines: list[str], node: Any) -> int:
    """How many lines there are up to the end of the block.

    Its end mark is where the next thing begins.
    """
    mark = node.end_mark
    at: int = min(mark.line + 1 if mark.column else mark.line, len(lines))
    while at > node.start_mark.line + 1 and _is_between(lines[at - 1]):
        at -= 1
    return at
