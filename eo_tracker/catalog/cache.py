"""Catalogs that were read and found in order, kept by the hash of their texts, so that the next command need not read YAML.

A cache can be missing, cut, foreign or not writable at any time; then it is as if it were not there. It can never be stale:
its name is made of every byte of the catalog and of the program's own shapes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from eo_tracker import models
from eo_tracker.models import Catalog, Instrument, Party

VARIABLE = "EO_TRACKER_CACHE"
_MOST_FILES = 20


class _Kept(BaseModel):
    """What a cache file holds, after the line with its own hash."""

    hash: str
    parties: dict[str, Party]
    instruments: list[Instrument]


def folder(environment: str | None) -> Path | None:
    """Where caches are kept: $EO_TRACKER_CACHE (`off` for nowhere), else the system's place for them."""
    if environment is not None:
        return Path(environment) if environment not in ("", "off") else None
    return _system_folder() / "eo-tracker"


def _system_folder() -> Path:
    """Where this system keeps caches. (platformdirs says the same, but its import costs more than the cache saves.)"""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")


def key(texts: Mapping[str, str]) -> str:
    """The name of the cache for these files: changes with any byte of theirs, their names, and the program's shapes."""
    digest = hashlib.sha256(_program().encode())
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()


def _program() -> str:
    """What stands for the program: the file of the shapes, which a new version or an edit changes."""
    state = Path(models.__file__).stat()
    return f"{state.st_size} {state.st_mtime_ns}"


def read(place: Path, name: str, shown: str) -> Catalog | None:
    """The catalog kept under `name`, called `shown`; None when there is none or it is not whole."""
    try:
        digest, _, data = (place / f"{name}.json").read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest.decode("ascii", "replace") != hashlib.sha256(name.encode() + data).hexdigest():
        return None
    try:
        kept = _Kept.model_validate_json(data)
    except ValidationError:
        return None
    return Catalog(name=shown, hash=kept.hash, parties=kept.parties, instruments={each.id: each for each in kept.instruments})


def write(place: Path, name: str, catalog: Catalog) -> None:
    """Keep a catalog that has no problems; fails silently, since nothing depends on it."""
    kept = _Kept(hash=catalog.hash, parties=dict(catalog.parties), instruments=list(catalog.instruments.values()))
    data = kept.model_dump_json(exclude_unset=True, by_alias=True).encode()
    temporary = place / f".{name}.{os.getpid()}.tmp"
    with contextlib.suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(name.encode() + data).hexdigest().encode() + b"\n" + data)
        temporary.replace(place / f"{name}.json")
        _forget_the_oldest(place)
        return
    with contextlib.suppress(OSError):
        temporary.unlink()


def _forget_the_oldest(place: Path) -> None:
    files = sorted(place.glob("*.json"), key=lambda each: each.stat().st_mtime)
    for each in files[:-_MOST_FILES]:
        each.unlink()
