"""Folders and files in; a `Catalog` and every `Problem` found on the way out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from eo_tracker.catalog.faults import details, faults
from eo_tracker.catalog.files import MANIFEST, REGISTRY, read_texts
from eo_tracker.catalog.link import link
from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import MOST_PROBLEMS, CatalogError, Place, Problem, first_of
from eo_tracker.models import Catalog, Instrument, Manifest, Party, Registry

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
    texts = read_texts(paths, problems)
    return load_texts(texts, name=name, problems=problems)


def load_texts(
    texts: Mapping[str, str],
    *,
    name: str,
    problems: list[Problem] | None = None,
    known: Mapping[str, Instrument] = MappingProxyType({}),
) -> Loaded:
    """Read a catalog from file names and their text; git revisions come this way too.

    `known` are the instruments of files whose very text was read and found right before; only their references are looked at.
    """
    problems = [] if problems is None else problems
    parties: dict[str, Party] = {}
    registries: dict[str, Document] = {}
    owners: dict[str, Document] = {}
    instruments: dict[str, Instrument] = {}
    unread = set() if any(Path(file).name == REGISTRY for file in texts) else {Path(REGISTRY).stem}
    for file, text in texts.items():
        document = Document(file, text, is_known=file in known)
        problems.extend(first_of(document.problems))
        if file in known:
            _add_instrument(document, known[file], instruments, owners, problems)
        elif document.problems:
            unread.add(Path(file).stem)
        elif Path(file).name == REGISTRY:
            _add_parties(document, parties, registries, problems)
            unread |= set() if registries else {Path(file).stem}
        elif Path(file).name == MANIFEST:
            _validate(document, Manifest, problems)
        elif instrument := _instrument(document, problems, unread):
            _add_instrument(document, instrument, instruments, owners, problems)
    _refuse_empty(name, texts, instruments, problems)
    ordered = dict(sorted(instruments.items(), key=lambda item: (item[1].dated, item[0])))
    catalog = Catalog(name=name, hash=_hash(texts), parties=parties, instruments=ordered)
    problems.extend(link(catalog, owners, registries, unread))
    return Loaded(catalog, problems, owners, texts)


def _hash(texts: Mapping[str, str]) -> str:
    """Twelve hex digits for the text of all files; the same whatever the line ends and the folder's place."""
    digest = hashlib.sha256()
    for name, text in sorted((Path(file).name, text) for file, text in texts.items()):
        digest.update(f"{name}\0{text.replace(chr(13) + chr(10), chr(10))}\0".encode())
    return digest.hexdigest()[:12]


def _refuse_empty(
    name: str, texts: Iterable[str], instruments: Mapping[str, Instrument], problems: list[Problem]
) -> None:
    if problems:
        return
    if not any(Path(file).name == REGISTRY for file in texts):
        problems.append(
            Problem(
                Place(name),
                "E111",
                f"no {REGISTRY} here, so this is no catalog; name the one it builds on as well: shipped, or a path",
            )
        )
    elif not instruments:
        problems.append(
            Problem(Place(name), "E111", f"the catalog is empty: {REGISTRY}, but no instrument")
        )


def _add_parties(
    document: Document,
    parties: dict[str, Party],
    registries: dict[str, Document],
    problems: list[Problem],
) -> None:
    if registry := _validate(document, Registry, problems):
        for key, party in registry.parties.items():
            if key in parties and parties[key] != party:
                place = document.place(["parties", key], key=True)
                problems.append(
                    Problem(place, "E202", f"party {key!r} is defined twice, and differently")
                )
            parties[key] = party
            registries[key] = document


def _add_instrument(
    document: Document,
    instrument: Instrument,
    instruments: dict[str, Instrument],
    owners: dict[str, Document],
    problems: list[Problem],
) -> None:
    if instrument.id in instruments:
        other = owners[instrument.id].file
        problems.append(
            Problem(
                document.place(["id"]),
                "E202",
                f"instrument {instrument.id!r} is already in {other}",
            )
        )
        return
    instruments[instrument.id] = instrument
    owners[instrument.id] = document


def _instrument(document: Document, problems: list[Problem], unread: set[str]) -> Instrument | None:
    """The instrument, or what is right of it; IDs of what is left out go to `unread`, so that references to them are no faults."""
    data = document.take()
    try:
        return Instrument.model_validate(data)
    except ValidationError as error:
        found = details(Instrument, data, error)
    problems.extend(first_of(faults(document, Instrument, found)))
    owner = str(data.get("id", Path(document.file).stem))
    if len(found) > MOST_PROBLEMS:
        unread.add(owner)
        return None
    paths = [detail["loc"] for detail in found]
    wrong = {
        (str(path[0]), path[1]) for path in paths if len(path) > 1 and isinstance(path[1], int)
    }
    if any(
        (str(path[0]), path[1:2]) in _NEEDED or (len(path) > 1 and not isinstance(path[1], int))
        for path in paths
    ):
        unread.add(owner)
        return None
    for family, index in sorted(wrong, reverse=True):
        entry = data[family].pop(index)
        document.skip(family, index)
        unread |= {f"{owner}/{entry['id']}"} if isinstance(entry, dict) and "id" in entry else set()
    for path in paths:
        if len(path) == 1:
            data.pop(str(path[0]), None)
    try:
        return Instrument.model_validate(data)
    except ValidationError:
        unread.add(owner)
        return None


# Without these there is no instrument to look at.
_NEEDED = {(name, ()) for name in ("id", "kind", "title", "dated")}


def _validate(document: Document, model: type[_M], problems: list[Problem]) -> _M | None:
    data = document.take()
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(first_of(faults(document, model, details(model, data, error))))
        return None
