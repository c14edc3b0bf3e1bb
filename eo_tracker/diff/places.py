"""Where in the files of the new side each change is, for annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY
from eo_tracker.catalog.yaml import Document
from eo_tracker.diff.changes import Change
from eo_tracker.errors import Place


def places(
    texts: Mapping[str, str],
    changes: Iterable[Change],
) -> Mapping[str, Place]:
    """By fingerprint, the place of the cause of each change, or else of the entry itself."""
    documents = _documents(texts)
    found: dict[str, Place] = {}
    for change in changes:
        place = _place(change, documents)
        if place:
            found[change.fingerprint] = place
    return found


def _documents(texts: Mapping[str, str]) -> Mapping[str, Document]:
    """The parsed file of each instrument by its ID, and of the registry by an empty one."""
    documents: dict[str, Document] = {}
    for file, text in texts.items():
        document = Document(file, text)
        owner = ""
        if Path(file).name != REGISTRY:
            owner = str(document.take().get("id", ""))
        documents[owner] = document
    return documents


def _place(change: Change, documents: Mapping[str, Document]) -> Place | None:
    cause = change.cause
    document = documents.get(cause.instrument or "")
    if cause.side == "new" and cause.path and document:
        return _place_of_cause(change, document)
    owner = documents.get(change.instrument)
    if owner is None:
        return None
    if change.was and not change.now:
        return owner.place(("id",))
    return owner.place(change.path)


def _place_of_cause(change: Change, document: Document) -> Place:
    cause = change.cause
    path = cause.path
    if cause.what == "issued" and cause.instrument == change.instrument:
        path = change.path
    is_key = path[-1:] != ("id",) and isinstance(path[-1], str)
    return document.place(path, key=is_key)
