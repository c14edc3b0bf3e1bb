"""Wrong shapes in catalog files: whatever stands where something else is expected, the file and
its line are named, and nothing breaks.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import directive, dump, order
from conftest import AGENCIES, CATALOG, Run, Write
from cost import moment

from eo_tracker.catalog.load import load_texts
from eo_tracker.check import check

Steps = tuple[str | int, ...]
SOURCE = {
    "title": "P",
    "url": "https://example.gov/1",
    "class": "primary",
    "seen": "full",
    "via": "v",
    "published": "2026-06-02",
    "retrieved": "2026-06-03",
    "sha256": "a",
    "note": "n",
}
PARTIES = {
    "binds": ["dhs via cisa"],
    "consults": ["omb"],
    "coordinates": ["omb"],
    "invites": ["omb"],
    "serves": ["omb"],
}
DIRECTIVES = [
    {
        "id": "2a",
        "cite": "2(a)",
        "title": "T",
        "summary": "S",
        **PARTIES,
        "reaches": ["contractors by contract"],
        "force": "mandatory",
        "deadline": {"earliest": [{"within": "30 days", "of": "date"}, {"by": "2027"}]},
        "continues": "true",
        "public": "true",
        "grace": {"until": "2027", "cite": "1", "source": "text", "note": "n"},
        "quote": "q",
        "at": "2",
        "covers": ["c"],
        "reading": {"taken": "a", "alternative": "b", "why": "c"},
        "source": "text",
        "also": ["text"],
        "counterpart": "eo-2/2a",
        "alternatives": [
            {"deadline": {"within": "3 days", "of": "t"}, "why": "w", "source": "text", "cite": "1"}
        ],
        "entered-in-error": "w",
        "sic": "s",
        "note": "n",
        "topics": ["a"],
    },
    {
        "id": "2b",
        "cite": "2(b)",
        "title": "T",
        "summary": "S",
        "deadline": {"by": "2026-09-01", "every": "1 year", "until": "2029"},
    },
    {
        "id": "2c",
        "cite": "2(c)",
        "title": "T",
        "summary": "S",
        "deadline": {"latest": [{"within": "3 days", "before": "t"}]},
    },
]
AMENDED = {
    "title": "N",
    "binds": ["omb"],
    "deadline": {"within": "3 days", "of": "date"},
    "grace": {"until": "2027"},
    "continues": "true",
}
WHOLE: dict[str, Any] = {
    "format": "1",
    "id": "eo-1",
    "kind": "executive-order",
    "number": "1",
    "title": "T",
    "short": "S",
    "dated": "2026-06-02",
    "published": "2026-06-05",
    "effective": "2026-06-03",
    "citation": "91 FR 1",
    "document": "2026-1",
    "authority": "A",
    "coverage": "complete",
    "searches": [{"on": "2026-10-10", "where": "x", "found": "x"}],
    "counting": {"roll": "forward", "cite": "1"},
    "note": "n",
    "not_bound": ["a"],
    "sources": {"text": SOURCE},
    "directives": DIRECTIVES,
    "effects": [
        {
            "does": "amends",
            "on": "eo-2/2a",
            "set": AMENDED,
            "link": "explicit",
            "source": "text",
            "cite": "1",
            "why": "w",
            "note": "n",
        },
        {"does": "stays", "on": "eo-2", "effective": "2026-06-04", "until": "2026-07-01"},
        {"does": "satisfies", "on": "eo-2/2a", "occurrence": "2026-07-02"},
    ],
    "triggers": [{"id": "t", "what": "w", "cite": "1", "repeats": "true"}],
    "limitations": [
        {
            "id": "l",
            "cite": "3",
            "scope": "order",
            "summary": "S",
            "source": "text",
            "also": ["text"],
            "note": "n",
        }
    ],
    "durations": [
        {
            "id": "m",
            "cite": "3",
            "length": "3 days",
            "before": "x",
            "summary": "S",
            "source": "text",
            "also": ["text"],
        }
    ],
    "excluded": [{"cite": "4", "quote": "q", "why": "w"}],
    "events": [
        {
            "on": "2026-07-01",
            "of": "2a",
            "what": "announced",
            "source": "text",
            "note": "n",
            "occurrence": "2026-09-01",
        }
    ],
    "disputes": [
        {
            "id": "d",
            "on": "l",
            "question": "q",
            "accounts": [{"says": "a", "source": "text"}] * 2,
            "assessment": "a",
        }
    ],
}
REGISTRY: dict[str, Any] = yaml.load(AGENCIES, yaml.BaseLoader)
REGISTRY["parties"]["cisa"] |= {
    "head": "H",
    "statutory": "s",
    "aliases": ["x"],
    "formerly": ["y"],
    "note": "n",
    "reach": "offices",
}
VALUES: list[Any] = [
    "9" * 5_000,
    None,
    [],
    {},
    [None],
    [[]],
    [[None]],
    "",
    {"GAO": "yes"},
    [{"GAO": "yes"}],
    "\u0663",
    [["a", "a"]],
    {"": ""},
]


def places(node: Any, at: Steps = ()) -> Iterator[Steps]:
    """The path of every key and item of a file."""
    if at:
        yield at
    pairs: list[tuple[str | int, Any]] = (
        [*node.items()]
        if isinstance(node, dict)
        else [*enumerate(node)]
        if isinstance(node, list)
        else []
    )
    for step, value in pairs:
        yield from places(value, (*at, step))


def spoiled(entry: dict[str, Any], path: Steps, value: Any) -> str:
    """The file with another value at a path."""
    entry = copy.deepcopy(entry)
    node: Any = entry
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    return dump(entry)


def commands(folder: Path, text: Path) -> list[list[str]]:
    which = ["--catalog", str(folder)]
    return [
        ["check", str(folder)],
        ["due", *which],
        ["list", *which],
        ["verify", "--text", str(text), *which],
        ["diff", str(CATALOG), str(folder)],
        ["record", "eo-2/2a", "announced", "--source", "text", *which, "--dry-run"],
        ["extract", str(text), *which],
    ]


@pytest.mark.parametrize("file", ["1.yaml", "agencies.yaml"])
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_no_shape_is_assumed_before_it_was_validated(file: str, value: Any) -> None:
    entry = REGISTRY if file == "agencies.yaml" else WHOLE
    for path in places(entry):
        texts = {
            "agencies.yaml": AGENCIES,
            "0.yaml": order(directive(), id="eo-2", dated="2026-06-01"),
            "1.yaml": dump(WHOLE),
        }
        loaded = load_texts({**texts, file: spoiled(entry, path, value)}, name="x")
        assert all(each.place.file in texts for each in check(loaded)), path


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("not_bound",), [None], ": E114 not_bound has no value"),
        (
            ("not_bound",),
            [{"GAO": "yes"}],
            ": E114 not_bound: plain text is expected here, not a mapping",
        ),
        (("not_bound",), [[]], ": E114 not_bound: plain text is expected here, not a list"),
        (("directives", 0, "covers"), [None], ": E114 covers has no value"),
        (
            ("directives", 0, "binds"),
            [["omb"]],
            ": E114 binds: a mapping is expected here, not a list",
        ),
        (("sources",), ["text"], ": E114 sources: a mapping is expected here, not a list"),
    ],
)
def test_every_command_names_the_file_and_the_line(
    run: Run, write: Write, tmp_path: Path, path: Steps, value: Any, line: str
) -> None:
    folder = write(order(directive(), id="eo-2", dated="2026-06-01"), spoiled(WHOLE, path, value))
    text = tmp_path / "order.txt"
    text.write_text(
        "Sec. 2. Directive. (a) Within 30 days of the date of this order, the Secretary of War shall act.",
        encoding="utf-8",
    )
    for command in commands(folder, text):
        result = run(*command)
        if command[0] == "extract":  # it needs the registry only
            assert result.status == 0
            continue
        assert result.status == (1 if command[0] == "check" else 2), (command, result)
        assert re.search(rf"/1\.yaml:[0-9]+:[0-9]+{re.escape(line)}", result.out + result.err), (
            command,
            result,
        )


@pytest.mark.parametrize("value", [None, [], "", ["x"], {"x": None}], ids=repr)
def test_every_command_names_the_registry(
    run: Run, write: Write, tmp_path: Path, value: Any
) -> None:
    folder = write(order(directive(), id="eo-2"), agencies=dump({"parties": value}))
    text = tmp_path / "order.txt"
    text.write_text(
        "Sec. 2. Directive. (a) Within 30 days of the date of this order, the Secretary of War shall act.",
        encoding="utf-8",
    )
    for command in commands(folder, text):
        result = run(*command)
        assert result.status == (1 if command[0] == "check" else 2), (command, result)
        assert re.search(r"/agencies\.yaml:[12]:[0-9]+: E1", result.out + result.err), (
            command,
            result,
        )


@pytest.mark.parametrize(
    "cite", ["9" * 5_000, "2(a)(" + "iv" * 50_000 + ")", "2." + "0" * 5_000, "(٣)", "§" * 5_000]
)
def test_a_pinpoint_that_is_none(run: Run, write: Write, cite: str) -> None:
    folder = write(order(directive(cite=cite)))
    with moment():
        for command in (
            ["check", folder],
            ["due", "--catalog", folder],
            ["show", "eo-1", "--catalog", folder],
        ):
            assert run(
                *command, *([] if command[0] == "check" else ["--as-of", "2026-06-09"])
            ).status in (0, 1)
