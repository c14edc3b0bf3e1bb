"""Adding an entry to a catalog file, and taking it out: lines at YAML's own marks, so that every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from eo_tracker.catalog.yaml import Document

Entry = Mapping[str, str]


class Plain(yaml.SafeDumper):
    """Writes scalars as our reader reads them: all are text, so a date needs no quotes; what reads as nothing does."""


Plain.yaml_implicit_resolvers = {}
Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


def add_to_list(text: str, key: str, entry: Entry) -> str:
    """`text` with `entry` as the last item of the list at top-level `key`, which is made when it is missing."""
    node, indent = _node(text, key), "  "
    if node is not None and node.value and not node.flow_style:
        indent = " " * node.start_mark.column
    if node is not None and node.flow_style:
        return _into_flow(text, node, _flow(entry))
    lines = _block(entry).splitlines()
    item = [f"{indent}- {lines[0]}", *(f"{indent}  {line}" for line in lines[1:])]
    return _into_block(text, key, node, item)


def add_to_mapping(text: str, key: str, name: str, entry: Entry) -> str:
    """`text` with `name: entry` as the last pair of the mapping at top-level `key`, which is made when it is missing."""
    node, indent = _node(text, key), "  "
    if node is not None and node.flow_style:
        return _into_flow(text, node, f"{name}: {_flow(entry)}")
    if node is not None and node.value:
        indent = " " * node.start_mark.column
    return _into_block(
        text,
        key,
        node,
        [f"{indent}{name}:", *(f"{indent}  {line}" for line in _block(entry).splitlines())],
    )


def without_item(text: str, key: str, index: int) -> str:
    """`text` without one item of the list at top-level `key`."""
    node = _node(text, key)
    return _without(text, node, [(item, item) for item in node.value], index)


def without_pair(text: str, key: str, name: str) -> str:
    """`text` without the pair called `name` of the mapping at top-level `key`."""
    node = _node(text, key)
    return _without(
        text,
        node,
        node.value,
        next(at for at, (each, _) in enumerate(node.value) if each.value == name),
    )


def without_empty(text: str, key: str) -> str:
    """`text` without the line of a top-level `key` under which nothing stands, and without the blank line before it."""
    lines = text.splitlines(keepends=True)
    at = next((at for at, line in enumerate(lines) if line.strip() == f"{key}:"), None)
    if at is None:
        return text
    first = at - 1 if at and not lines[at - 1].strip() else at
    return "".join([*lines[:first], *lines[at + 1 :]])


def _without(text: str, node: Any, pairs: list[Any], index: int) -> str:
    """The text without the pair of (first, last) nodes at `index`."""
    first, last = pairs[index]
    if not node.flow_style:
        lines = text.splitlines(keepends=True)
        following = pairs[index + 1][0].start_mark.line if index + 1 < len(pairs) else None
        end = following if following is not None else _last_line(lines, node)
        while (
            following is not None
            and end > first.start_mark.line + 1
            and _is_between(lines[end - 1])
        ):
            end -= 1
        return "".join([*lines[: first.start_mark.line], *lines[end:]])
    if index:  # with the comma before it
        return text[: pairs[index - 1][1].end_mark.index] + text[last.end_mark.index :]
    end = pairs[1][0].start_mark.index if len(pairs) > 1 else last.end_mark.index
    return text[: first.start_mark.index] + text[end:]


def _is_between(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _node(text: str, key: str) -> Any:
    root = Document("", text).root
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    return next(
        (
            value
            for name, value in pairs
            if name.value == key and isinstance(value, yaml.CollectionNode)
        ),
        None,
    )


def _block(entry: Entry) -> str:
    return _dump(entry, flow=False)


def _flow(entry: Entry) -> str:
    return _dump(entry, flow=True).strip()


def _dump(entry: Entry, *, flow: bool) -> str:
    text: str = yaml.dump(
        dict(entry),
        Dumper=Plain,
        default_flow_style=flow,
        sort_keys=False,
        allow_unicode=True,
        width=10**6,
    )
    return text


def _into_flow(text: str, node: Any, addition: str) -> str:
    """Before the closing bracket."""
    end = node.end_mark.index - 1
    before = text[:end].rstrip()
    comma = "" if before.endswith(("[", "{", ",")) else ","
    space = " " if comma or before.endswith(",") else ""
    return f"{before}{comma}{space}{addition}{text[end:]}"


def _into_block(text: str, key: str, node: Any, lines: list[str]) -> str:
    """After the last line of the block, before the blank lines and comments that lead on to what follows."""
    first = re.search(r"\r\n?|\n", text)
    newline = first[0] if first else "\n"
    existing = text.splitlines(keepends=True)
    if node is None:
        at, lines = len(existing), [f"{key}:", *lines]
        lines = ["", *lines] if existing and existing[-1].strip() else lines
    else:
        at = _last_line(existing, node)
    if at and not existing[at - 1].endswith(("\n", "\r")):
        existing[at - 1] += newline
    return "".join((*existing[:at], *(f"{line}{newline}" for line in lines), *existing[at:]))


def _last_line(lines: list[str], node: Any) -> int:
    """How many lines there are up to the end of the block: its end mark stands where the next thing begins."""
    at: int = min(node.end_mark.line + (1 if node.end_mark.column else 0), len(lines))
    while at > node.start_mark.line + 1 and (
        not lines[at - 1].strip() or lines[at - 1].lstrip().startswith("#")
    ):
        at -= 1
    return at
