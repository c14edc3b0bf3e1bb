"""Catalogs that were read and found in order, kept by the hash of their texts, so that the next command need not read YAML.

A cache can be missing, cut, foreign or not writable at any time; then it is as if it were not there. It can never be stale:
its name is made of every byte of the catalog and of the program's own shapes, and so is the name of each file's part in it.
When some files have changed, the parts of the others are taken from the newest cache, and the whole is linked anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from eo_tracker import models
from eo_tracker.models import Catalog, Instrument, Party

VARIABLE = "EO_TRACKER_CACHE"
_MOST_FILES = 20
_MOST_BYTES = 256 * 1024 * 1024


_MARK = 64  # hex digits before each instrument's line


class _Head(BaseModel):
    """What stands in a cache before the instruments."""

    name: str
    hash: str
    parties: dict[str, Party]


def folder(environment: str | None) -> Path | None:
    """Where caches are kept: $EO_TRACKER_CACHE (`off` for nowhere), else the system's place for them."""
    if environment is not None:
        return Path(environment) if environment not in ("", "off") else None
    system = _system_folder()
    return system / "eo-tracker" if system else None


def _system_folder() -> Path | None:
    """Where this system keeps caches; None for a user without a home.

    (platformdirs says the same, but its import costs more than the cache saves.)
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    if not home.is_absolute():
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (
        named if named.is_absolute() else home / ".cache"
    )  # the standard: a relative one does not count


class Cache:
    """The cache of one catalog, given as its texts by file name, in a folder of caches."""

    def __init__(self, place: Path, texts: Mapping[str, str]) -> None:
        program = _program()
        self._place = place
        self._marks = {
            file: hashlib.sha256(f"{program}\0{text}".encode()).hexdigest()
            for file, text in texts.items()
        }
        whole = "".join(f"{file}\0{mark}\0" for file, mark in sorted(self._marks.items()))
        self._name = hashlib.sha256(whole.encode()).hexdigest()
        self._lines: dict[str, bytes] = {}  # by mark, the parts that were found in an older cache

    def whole(self, shown: str) -> Catalog | None:
        """The catalog, called `shown`; None when there is none or it is not whole."""
        lines = _lines(self._place / f"{self._name}.json")
        try:
            head = _Head.model_validate_json(lines[0])
            instruments = [Instrument.model_validate_json(line[_MARK:]) for line in lines[1:]]
        except (IndexError, ValidationError):
            return None
        if head.name != self._name:
            return None
        return Catalog(
            name=shown,
            hash=head.hash,
            parties=head.parties,
            instruments={each.id: each for each in instruments},
        )

    def parts(self) -> dict[str, Instrument]:
        """The instruments of the files that were not changed since the newest cache of this program, by file."""
        newest = max(_ours(self._place), key=_changed, default=None)
        lines = (
            {line[:_MARK].decode("ascii", "replace"): line for line in _lines(newest)[1:]}
            if newest
            else {}
        )
        self._lines = {mark: lines[mark] for mark in self._marks.values() if mark in lines}
        try:
            return {
                file: Instrument.model_validate_json(self._lines[mark][_MARK:])
                for file, mark in self._marks.items()
                if mark in self._lines
            }
        except ValidationError:
            return {}

    def keep(self, catalog: Catalog, files: Mapping[str, str]) -> None:
        """Keep a catalog that has no problems, `files` being each instrument's; fails silently, since nothing depends on it."""
        head = _Head(name=self._name, hash=catalog.hash, parties=dict(catalog.parties))
        lines = [head.model_dump_json(exclude_unset=True, by_alias=True).encode()]
        for key, each in catalog.instruments.items():
            mark = self._marks[files[key]]
            dumped = each.model_dump_json(exclude_unset=True, by_alias=True)
            lines.append(self._lines.get(mark) or f"{mark}{dumped}".encode())
        data = b"\n".join(lines)
        from eo_tracker.catalog.replace import replace

        with contextlib.suppress(OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            replace(
                self._place / f"{self._name}.json",
                hashlib.sha256(data).hexdigest().encode() + b"\n" + data,
            )
            _forget_the_oldest(self._place)


def _program() -> str:
    """What stands for the program: the files of the shapes and of reading, which a new version or an edit changes."""
    package = Path(models.__file__).parent.parent
    try:
        files = [
            package / "dates.py",
            *(package / "models").glob("*.py"),
            *(package / "catalog").glob("*.py"),
        ]
        states = sorted(
            (each.as_posix(), (state := each.stat()).st_size, state.st_mtime_ns) for each in files
        )
    except (
        OSError
    ):  # a program without files of its own, in an archive: nothing is ever found again
        return os.urandom(8).hex()
    return f"{states} {sys.version_info[:2]}"


def _lines(file: Path) -> list[bytes]:
    """The lines of a cache after the one with their hash; none when it is not whole."""
    try:
        if not file.is_file() or file.stat().st_size > _MOST_BYTES:
            return []
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return []
    return (
        data.split(b"\n")
        if digest.decode("ascii", "replace") == hashlib.sha256(data).hexdigest()
        else []
    )


def _ours(place: Path) -> list[Path]:
    """The caches in a folder, which may be anybody's and hold other files, too."""
    try:
        return [
            each
            for each in place.glob("*.json")
            if re.fullmatch(r"[0-9a-f]{64}", each.stem) and each.is_file()
        ]
    except OSError:
        return []


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def _forget_the_oldest(place: Path) -> None:
    """Keep the newest caches, so many and so large."""
    room = _MOST_BYTES
    for index, each in enumerate(sorted(_ours(place), key=_changed, reverse=True)):
        room -= each.stat().st_size
        if index and (index >= _MOST_FILES or room < 0):
            each.unlink()
