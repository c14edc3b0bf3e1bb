"""Folders and files in; a `Catalog` and every `Problem` found on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from eo_tracker.catalog.link import link
from eo_tracker.catalog.yaml import MAX_BYTES, Document
from eo_tracker.errors import CatalogError, Place, Problem, did_you_mean
from eo_tracker.models import Catalog, Entry, Instrument, Party, Registry

REGISTRY = "agencies.yaml"
_M = TypeVar("_M", bound=BaseModel)


@dataclass
class Loaded:
    """What reading gave: the catalog as far as it could be read, everything wrong with it, and its texts by file.

    `documents` has the parsed file of each instrument.
    """

    catalog: Catalog
    problems: list[Problem]
    documents: Mapping[str, Document] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def usable(self) -> Catalog:
        """The catalog, or CatalogError with all problems."""
        if self.problems:
            raise CatalogError(self.problems)
        return self.catalog


def load(paths: Sequence[Path], *, name: str) -> Loaded:
    """Read the folders and files in `paths` as one catalog; never raises for what stands in them."""
    problems: list[Problem] = []
    texts = _texts(paths, problems)
    return load_texts(texts, name=name, problems=problems)


def load_texts(texts: Mapping[str, str], *, name: str, problems: list[Problem] | None = None) -> Loaded:
    """Read a catalog from file names and their text; git revisions come this way too."""
    problems = [] if problems is None else problems
    parties: dict[str, Party] = {}
    owners: dict[str, Document] = {}
    instruments: dict[str, Instrument] = {}
    for file, text in texts.items():
        document = Document(file, text)
        problems.extend(document.problems)
        if document.problems:
            continue
        if Path(file).name == REGISTRY:
            _add_parties(document, parties, problems)
        elif instrument := _validate(document, Instrument, problems):
            _add_instrument(document, instrument, instruments, owners, problems)
    _refuse_empty(name, texts, instruments, problems)
    ordered = dict(sorted(instruments.items(), key=lambda item: (item[1].dated, item[0])))
    catalog = Catalog(name=name, hash=_hash(texts), parties=parties, instruments=ordered)
    problems.extend(link(catalog, owners))
    return Loaded(catalog, problems, owners, texts)


def _texts(paths: Sequence[Path], problems: list[Problem]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in paths:
        for file in _files(path, problems):
            shown = file.as_posix()
            if shown not in texts and (text := _read(file, problems)) is not None:
                texts[shown] = text
    return texts


def _files(path: Path, problems: list[Problem]) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.iterdir() if each.suffix in (".yaml", ".yml") and not each.name.startswith("."))
    if path.is_file():
        return [path]
    problems.append(Problem(Place(path.as_posix()), "E109", "there is no such file or folder"))
    return []


def _read(file: Path, problems: list[Problem]) -> str | None:
    place = Place(file.as_posix())
    try:
        if not file.is_file():
            problems.append(Problem(place, "E109", "this is no regular file"))
        elif file.stat().st_size > MAX_BYTES:
            problems.append(Problem(place, "E108", f"the file is larger than {MAX_BYTES // 2**20} MiB"))
        else:
            return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(place, "E110", f"the file is not UTF-8 text (byte {error.start + 1})"))
    except OSError as error:
        problems.append(Problem(place, "E109", f"the file cannot be read: {error.strerror}"))
    return None


def _hash(texts: Mapping[str, str]) -> str:
    """Twelve hex digits for the text of all files; the same whatever the line ends and the folder's place."""
    digest = hashlib.sha256()
    for name, text in sorted((Path(file).name, text) for file, text in texts.items()):
        digest.update(f"{name}\0{text.replace(chr(13) + chr(10), chr(10))}\0".encode())
    return digest.hexdigest()[:12]


def _refuse_empty(name: str, texts: Iterable[str], instruments: Mapping[str, Instrument], problems: list[Problem]) -> None:
    if problems:
        return
    if not any(Path(file).name == REGISTRY for file in texts):
        problems.append(Problem(Place(name), "E111", f"no {REGISTRY} here, so this is no catalog; add the one it builds on with --catalog"))
    elif not instruments:
        problems.append(Problem(Place(name), "E111", f"the catalog is empty: {REGISTRY}, but no instrument"))


def _add_parties(document: Document, parties: dict[str, Party], problems: list[Problem]) -> None:
    if registry := _validate(document, Registry, problems):
        for key, party in registry.parties.items():
            if key in parties and parties[key] != party:
                place = document.place(["parties", key], key=True)
                problems.append(Problem(place, "E202", f"party {key!r} is defined twice, and differently"))
            parties[key] = party


def _add_instrument(
    document: Document, instrument: Instrument, instruments: dict[str, Instrument], owners: dict[str, Document], problems: list[Problem]
) -> None:
    if instrument.id in instruments:
        other = owners[instrument.id].file
        problems.append(Problem(document.place(["id"]), "E202", f"instrument {instrument.id!r} is already in {other}"))
        return
    instruments[instrument.id] = instrument
    owners[instrument.id] = document


def _validate(document: Document, model: type[_M], problems: list[Problem]) -> _M | None:
    try:
        return model.model_validate(document.take())
    except ValidationError as error:
        problems.extend(_problem(document, model, each) for each in error.errors(include_url=False))
        return None


def _problem(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    """One pydantic fault as a Problem with its place, in words that an editor of YAML understands."""
    path = [step for step in detail["loc"] if step != "[key]"]
    key = str(path[-1]) if path else ""
    match detail["type"]:
        case "extra_forbidden":
            known = _keys(model, path[:-1])
            return Problem(document.place(path, key=True), "E112", f"unknown key {key!r}{did_you_mean(key, known)}")
        case "missing":
            return Problem(document.place(path[:-1]), "E113", f"{key!r} is missing")
        case _:
            return Problem(document.place(path), "E114", _sentence(key, detail))


def _sentence(key: str, detail: ErrorDetails) -> str:
    given, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"{key}: {given!r} is not one of {context['expected']}{did_you_mean(str(given), _choices(str(context['expected'])))}"
        case "string_pattern_mismatch":
            return f"{key}: {given!r} is no name here; use lower-case letters, digits and hyphens"
        case "string_type" | "int_type" if given is None:
            return f"{key} has no value"
        case "model_type" | "dict_type" | "tuple_type" | "string_type":
            wanted = {"model_type": "a mapping", "dict_type": "a mapping", "tuple_type": "a list", "string_type": "plain text"}
            return f"{key}: {wanted[detail['type']]} is expected here, not {_kind(given)}"
        case _:
            return f"{key}: {detail['msg']}"


def _choices(expected: str) -> list[str]:
    return [each.strip(" '") for each in expected.replace(" or ", ",").split(",")]


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"the text {value!r}"
    return "a list" if isinstance(value, list) else "a mapping"


def _keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the shape at `path` knows."""
    current: Any = model
    for step in path:
        if isinstance(step, str) and isinstance(current, type) and issubclass(current, BaseModel) and step in current.model_fields:
            current = _shape(current.model_fields[step].annotation)
    fields = current.model_fields if isinstance(current, type) and issubclass(current, Entry) else {}
    return [field.alias or name for name, field in fields.items()]


def _shape(annotation: Any) -> Any:
    """The model inside an annotation such as `tuple[Directive, ...]`, `dict[str, Source]` or `Reading | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_shape(each) for each in getattr(annotation, "__args__", ()))
    return next((each for each in inner if each is not None), None)
