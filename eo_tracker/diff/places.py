"""Where in the files of the new side each change is, for annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY
from eo_tracker.catalog.yaml import Document
from eo_tracker.diff.changes import Change
from eo_tracker.errors import Place


def places(texts: Mapping[str, str], changes: Iterable[Change]) -> Mapping[str, Place]:
    """By fingerprint, the place of the cause of each change, or else of the entry itself."""
    documents: dict[str, Document] = {}
    for file, text in texts.items():
        document = Document(file, text)
        is_registry = Path(file).name == REGISTRY
        owner = "" if is_registry else str(document.take().get("id", ""))
        documents[owner] = document
    found = {change.fingerprint: _place(change, documents) for change in changes}
    return {fingerprint: place for fingerprint, place in found.items() if place}


def _place(change: Change, documents: Mapping[str, Document]) -> Place | None:
    cause = change.cause
    document = documents.get(cause.instrument or "")
    if cause.side == "new" and cause.path and document:
        is_own = cause.what == "issued" and cause.instrument == change.instrument
        path = change.path if is_own else cause.path
        is_key = path[-1:] != ("id",) and isinstance(path[-1], str)
        return document.place(path, key=is_key)
    owner = documents.get(change.instrument)
    if owner is None:
        return None
    is_gone = change.was and not change.now
    return owner.place(("id",) if is_gone else change.path)
