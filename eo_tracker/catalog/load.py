"""Folders and files in; a `Catalog` and every `Problem` found on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from eo_tracker.catalog.faults import details, faults
from eo_tracker.catalog.files import MANIFEST, REGISTRY, Texts, read_texts
from eo_tracker.catalog.link import link
from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import MOST_PROBLEMS, CatalogError, Place, Problem, capped
from eo_tracker.models import Catalog, Instrument, Manifest, Party, Registry

_M = TypeVar("_M", bound=BaseModel)
# Without these there is no instrument to look at.
_NEEDED = ("id", "kind", "title", "dated")
HASH_DIGITS = 12


@dataclass(frozen=True)
class Loaded:
    """A catalog as far as it could be read, everything wrong with it, and its texts by file.

    `documents` has the parsed file of each instrument, by the instrument's ID.
    """

    catalog: Catalog
    problems: tuple[Problem, ...]
    documents: Mapping[str, Document] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def usable(self) -> Catalog:
        """The catalog, or CatalogError with all problems."""
        if self.problems:
            raise CatalogError(self.problems)
        return self.catalog


def load(paths: Sequence[Path], *, name: str) -> Loaded:
    """Read the folders and files in `paths` as one catalog. Never raises for what is in them."""
    texts = read_texts(paths)
    return load_texts(
        texts.by_file,
        name=name,
        unread=texts.problems,
    )


def load_texts(
    texts: Mapping[str, str],
    *,
    name: str,
    unread: Sequence[Problem] = (),
    known: Mapping[str, Instrument] = MappingProxyType({}),
) -> Loaded:
    """Read a catalog from file names and their texts; git revisions come this way too.

    `unread` is what is wrong with files that have no text here. `known` are the instruments of
    files whose very text was read and found right before; only their references are checked.
    """
    reading = _Reading([*unread], has_registry=any(map(_is_registry, texts)))
    for file, text in texts.items():
        reading.add(
            file,
            text,
            known.get(file),
        )
    if not reading.problems:
        reading.problems += _missing_files(name, reading)
    ordered = sorted(reading.instruments.values(), key=lambda each: (each.dated, each.id))
    catalog = Catalog(
        name=name,
        hash=_hash(texts),
        parties=reading.parties,
        instruments={instrument.id: instrument for instrument in ordered},
    )
    links = link(
        catalog,
        reading.documents,
        reading.registries,
        reading.unread,
    )
    return Loaded(
        catalog,
        (*reading.problems, *links),
        reading.documents,
        texts,
    )


def _is_registry(file: str) -> bool:
    return Path(file).name == REGISTRY


def _hash(texts: Mapping[str, str]) -> str:
    """Hex digits for the text of all files.

    The same whatever the line ends and the folder's place.
    """
    digest = hashlib.sha256()
    for name, text in sorted((Path(file).name, text) for file, text in texts.items()):
        lines = text.replace("\r\n", "\n")
        digest.update(f"{name}\0{lines}\0".encode())
    return digest.hexdigest()[:HASH_DIGITS]


class _Reading:
    """The parts of a catalog as its files are read one by one; `problems` is what is wrong so far.

    `unread` has the IDs of what was left out, so that references to it are not reported as well.
    """

    def __init__(self, problems: list[Problem], *, has_registry: bool) -> None:
        self.problems = problems
        self.has_registry = has_registry
        self.parties: dict[str, Party] = {}
        self.registries: dict[str, Document] = {}
        self.instruments: dict[str, Instrument] = {}
        self.documents: dict[str, Document] = {}
        self.unread: set[str] = set() if has_registry else {Path(REGISTRY).stem}

    def add(
        self,
        file: str,
        text: str,
        known: Instrument | None,
    ) -> None:
        """Read one more file."""
        document = Document(file, text, is_known=known is not None)
        self.problems += capped(document.problems)
        if known is not None:
            self._add_instrument(document, known)
        elif document.problems:
            self.unread.add(Path(file).stem)
        elif _is_registry(file):
            self._add_registry(document)
        elif Path(file).name == MANIFEST:
            self._validated(document, Manifest)
        elif instrument := self._instrument(document):
            self._add_instrument(document, instrument)

    def _add_registry(self, document: Document) -> None:
        registry = self._validated(document, Registry)
        for key, party in registry.parties.items() if registry else ():
            if key in self.parties and self.parties[key] != party:
                place = document.place(("parties", key), key=True)
                message = f"party {key!r} is defined twice, and differently"
                self.problems.append(Problem(place, "E202", message))
            self.parties[key] = party
            self.registries[key] = document
        if not self.registries:
            self.unread.add(Path(document.file).stem)

    def _add_instrument(self, document: Document, instrument: Instrument) -> None:
        if instrument.id in self.instruments:
            other = self.documents[instrument.id].file
            message = f"instrument {instrument.id!r} is already in {other}"
            self.problems.append(
                Problem(
                    document.place(("id",)),
                    "E202",
                    message,
                )
            )
            return
        self.instruments[instrument.id] = instrument
        self.documents[instrument.id] = document

    def _validated(self, document: Document, model: type[_M]) -> _M | None:
        data = document.take()
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += capped(
                faults(
                    document,
                    model,
                    details(model, data, error),
                )
            )
            return None

    def _instrument(self, document: Document) -> Instrument | None:
        """The instrument, or what is right of it; what is left out of it goes to `unread`."""
        data = document.take()
        try:
            return Instrument.model_validate(data)
        except ValidationError as error:
            wrong = details(Instrument, data, error)
        self.problems += capped(faults(document, Instrument, wrong))
        owner = str(data.get("id", Path(document.file).stem))
        if len(wrong) > MOST_PROBLEMS or any(map(_spoils_the_file, wrong)):
            self.unread.add(owner)
            return None
        for family, index in sorted(_wrong_entries(wrong), reverse=True):
            entry = data[family].pop(index)
            document.skip(family, index)
            if isinstance(entry, dict) and "id" in entry:
                self.unread.add(f"{owner}/{entry['id']}")
        for detail in wrong:
            if len(detail["loc"]) == 1:
                data.pop(str(detail["loc"][0]), None)
        try:
            return Instrument.model_validate(data)
        except ValidationError:
            self.unread.add(owner)
            return None


def _spoils_the_file(detail: ErrorDetails) -> bool:
    """Whether nothing of the file can be used: a needed key is wrong, or a part that is not a
    list.
    """
    first, *rest = detail["loc"]
    if rest:
        return not isinstance(rest[0], int)
    return first in _NEEDED


def _wrong_entries(wrong: Sequence[ErrorDetails]) -> set[tuple[str, Any]]:
    """The lists, and the indexes in them, of the entries that are wrong."""
    paths = [detail["loc"] for detail in wrong]
    return {(str(path[0]), path[1]) for path in paths if len(path) > 1}


def _missing_files(name: str, reading: _Reading) -> Iterator[Problem]:
    """What a catalog needs and this one, in which nothing else is wrong, does not have."""
    if not reading.has_registry:
        message = (
            f"there is no {REGISTRY} here, so this is not a catalog; "
            "name the catalog it builds on as well: shipped, or a path"
        )
        yield Problem(Place(name), "E111", message)
    elif not reading.instruments:
        message = f"the catalog is empty: it has {REGISTRY} but no instrument"
        yield Problem(Place(name), "E111", message)


__all__ = ["Loaded", "Texts", "load", "load_texts"]
