"""Plain data to the text of a catalog file, laid out as the shipped ones are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from eo_tracker.catalog.splice import PlainDumper


class _Flow(list[Any]):
    pass


class _FlowMap(dict[str, Any]):
    pass


class _Layout(PlainDumper):
    """Short lists and rules on one line, everything else in blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the library's own
        super().increase_indent(flow, False)


_Layout.add_representer(
    _Flow,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)
_Layout.add_representer(
    _FlowMap,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)


def written(entry: Mapping[str, Any]) -> str:
    """The YAML of an instrument's file."""
    parts = []
    for key, value in entry.items():
        text = yaml.dump(
            {key: _laid_out(value)},
            Dumper=_Layout,
            sort_keys=False,
            allow_unicode=True,
            width=120,
            default_flow_style=False,
        )
        parts.append(f"\n{text}" if isinstance(value, (list, dict)) else text)
    return "".join(parts)


def _laid_out(value: Any) -> Any:
    if isinstance(value, list):
        if all(isinstance(each, str) for each in value):
            return _Flow(value)
        return [_laid_out(each) for each in value]
    if isinstance(value, dict):
        inner = {key: _laid_out(each) for key, each in value.items()}
        return _FlowMap(inner) if _is_rule(value) else inner
    return value


def _is_rule(value: dict[str, Any]) -> bool:
    """Whether it is the rule of a deadline, all in plain words."""
    is_plain = all(isinstance(part, str) for part in value.values())
    return is_plain and not value.keys().isdisjoint(("within", "by", "every"))
