"""The JSON Schema and the models say the same of every file, and the shipped files name the schema
for editors.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from build import directive, dump, order
from catalogs import texts
from conftest import CATALOG, ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from eo_tracker.catalog.load import load_texts
from eo_tracker.models import FILES, Amendment, Instrument, Registry
from eo_tracker.models.entries import Operative
from eo_tracker.models.schema import json_schema

SHAPES = {"E112", "E113", "E114", "E118"}
INSTRUMENT, REGISTRY = (
    Draft202012Validator(json_schema(model), format_checker=FormatChecker())
    for model in (Instrument, Registry)
)


class _Editor(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML 1.2 as editors do: numbers, truth values and nothing are types; dates are text."""


_Editor.yaml_implicit_resolvers = {}
_Editor.add_implicit_resolver(
    "tag:yaml.org,2002:bool", __import__("re").compile("^(?:true|false)$"), list("tf")
)
_Editor.add_implicit_resolver(
    "tag:yaml.org,2002:int", __import__("re").compile("^-?[0-9]+$"), list("-0123456789")
)
_Editor.add_implicit_resolver(
    "tag:yaml.org,2002:null", __import__("re").compile("^(?:~|null|)$"), ["~", "n", ""]
)


def seen_by_editor(text: str) -> Any:
    return yaml.load(text, Loader=_Editor)


def fits_schema(text: str, validator: Draft202012Validator = INSTRUMENT) -> bool:
    return bool(validator.is_valid(seen_by_editor(text)))


def fits_models(text: str) -> bool:
    return not SHAPES & {each.code for each in load_texts({"x.yaml": text}, name="x").problems}


@pytest.mark.parametrize("path", sorted(CATALOG.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_files_fit_and_name_their_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    kind = "agencies" if path.name == "agencies.yaml" else "instrument"
    assert [
        each.message
        for each in (REGISTRY if kind == "agencies" else INSTRUMENT).iter_errors(
            seen_by_editor(text)
        )
    ] == []
    assert text.startswith(f"# yaml-language-server: $schema=../docs/{kind}.schema.json\n")


@pytest.mark.parametrize("kind", [*FILES])
def test_the_schema_in_the_docs_is_the_one_of_the_models(run: Run, kind: str) -> None:
    path = ROOT / "docs" / f"{kind}.schema.json"
    shown = run("schema", kind).out
    if os.environ.get("UPDATE_README"):
        path.write_text(shown, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == shown
    Draft202012Validator.check_schema(json.loads(shown))


def test_what_an_editor_takes_for_a_truth_value_may_be_a_name() -> None:
    data = yaml.load(
        (CATALOG / "eo-14412.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    data["directives"][0]["deadline"] = {"every": "7 days", "until": True}
    assert_agreement(dump(data))
    assert fits_schema(dump(data))


@pytest.mark.parametrize(
    "keys",
    [
        {"binds": ["a" * 81]},
        {"binds": ["omb via " + "a" * 81]},
        {"reaches": ["a" * 81 + " by law"]},
        {"id": "a" * 81},
    ],
    ids=str,
)
def test_a_name_has_an_end(keys: dict[str, Any]) -> None:
    wrong = order(directive(**keys))
    assert not fits_schema(wrong)
    assert not fits_models(wrong)
    longest = order(directive(binds=["a" * 80 + " via " + "b" * 80]))
    assert fits_schema(longest)
    assert fits_models(longest)


def test_every_key_is_described() -> None:
    for model in FILES.values():
        schema = json_schema(model)
        for name, shape in {"top": schema, **schema["$defs"]}.items():
            assert name == "top" or shape.get("description"), name
            plain = [
                key
                for key, each in shape.get("properties", {}).items()
                if not each.get("description")
            ]
            assert not plain, f"{name}: {plain}"


ODD: list[Any] = [
    5,
    0,
    -1,
    "x",
    "X",
    "",
    [],
    {},
    None,
    True,
    "true",
    "2026-02-30",
    "2026-13",
    "0 days",
    "30 days",
    "5 hours",
    "2027",
    2027,
    "FY2027",
    "3000",
    "2026-06-02",
    ["omb"],
    [None],
    {"a": "b"},
    "dhs via cisa",
    "dhs by law",
    "date",
    "eo-1/2a",
    "a/b/c",
    "1" * 90,
    "https://a.gov",
    "2026 people",
    {"within": "3 days", "of": "date"},
    {"by": "2027"},
    {"every": "1 year"},
    {"within": "3 days"},
    {"by": "2027", "within": "1 day", "of": "date"},
    {"by": "2027", "of": "date", "before": "2a"},
    {"by": "2027", "until": "2028"},
    {"every": "1 year", "until": "20x8"},
    {"every": "1 year", "until": True},
    {"earliest": [{"every": "1 day"}]},
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a document."""
    pairs = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))
        if isinstance(value, list)
        else []
    )
    return [(value, key) for key, _ in pairs] + [
        each for _, inner in pairs for each in places(inner)
    ]


def mutated(data: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    container, key = chance.choice(places(data))
    match chance.randrange(4):
        case 0:
            del container[key]
        case 1 if isinstance(container, dict):
            container[
                chance.choice(
                    [
                        "unknown",
                        "deadline",
                        "by",
                        "within",
                        "of",
                        "every",
                        "until",
                        "set",
                        "note",
                        "length",
                        "1",
                    ]
                )
            ] = chance.choice(ODD)
        case _:
            container[key] = chance.choice(ODD)
    return data


def assert_agreement(text: str) -> None:
    """What one says of the file's shape the other says."""
    assert fits_schema(text) == fits_models(text), [
        *(
            f"schema: {each.json_path} {each.message}"
            for each in INSTRUMENT.iter_errors(seen_by_editor(text))
        ),
        *(
            f"models: {each}"
            for each in load_texts({"x.yaml": text}, name="x").problems
            if each.code in SHAPES
        ),
    ]


@pytest.mark.parametrize("path", sorted(CATALOG.glob("[!a]*.yaml")), ids=lambda path: path.stem)
@pytest.mark.slow
def test_they_agree_on_changed_files(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    chance = random.Random(path.stem)
    verdicts = set()
    for _ in range(30):
        wrong = dump(mutated(yaml.load(text, Loader=yaml.BaseLoader), chance))
        assert_agreement(wrong)
        verdicts.add(fits_schema(wrong))
    assert verdicts == {True, False}


@settings(max_examples=60, deadline=None)
@given(texts(), st.randoms(use_true_random=False))
@pytest.mark.slow
def test_they_agree_on_any_file(files: dict[str, str], chance: random.Random) -> None:
    for name, text in files.items():
        if name != "agencies.yaml":
            assert_agreement(text)
            assert fits_schema(text)
            assert_agreement(dump(mutated(yaml.load(text, Loader=yaml.BaseLoader), chance)))


def test_an_amendment_can_set_all_that_a_directive_says() -> None:
    """The fields of `set` are those of the operative part, and what an amendment leaves out stays."""
    own = Amendment.model_fields
    for name, field in Operative.model_fields.items():
        assert not own[name].is_required(), name
        shown = str(field.annotation).removeprefix("<class '").removesuffix("'>")
        assert shown.split(".")[-1] in str(own[name].annotation), name
    others = {"scope", "length", "before", "by", "published", "effective"}
    assert own.keys() == Operative.model_fields.keys() | {"covers"} | others
