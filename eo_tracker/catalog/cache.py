"""Catalogs that were read and found in order, by the hash of their texts: the next command reads no
YAML.

A cache can be missing, cut, foreign or not writable at any time; then it is as if it did not exist.
It can never be stale: its name is made of every byte of the catalog and of the program's own
shapes, and so is the name of each file's part in it. When some files have changed, the parts of the
others are taken from the newest cache, and the whole is linked again.
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
MAX_CACHES = 20
MAX_CACHE_BYTES = 256 * 1024 * 1024
_MARK = 64  # hex digits before each instrument's line
_NAME = re.compile(r"[0-9a-f]{64}")


class _Head(BaseModel):
    """The first line of a cache."""

    name: str
    hash: str
    parties: dict[str, Party]


def folder(environment: str | None) -> Path | None:
    """Where caches are kept: $EO_TRACKER_CACHE (`off` for nowhere), else the system's place."""
    if environment in ("", "off"):
        return None
    if environment is not None:
        return Path(environment)
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
    # By the standard a relative path does not count.
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else home / ".cache"


class Cache:
    """The cache of one catalog, given as its texts by file name, in a folder of caches."""

    def __init__(self, place: Path, texts: Mapping[str, str]) -> None:
        program = _program()
        self._place = place
        self._marks = {file: _digest(f"{program}\0{text}") for file, text in texts.items()}
        marks = sorted(self._marks.items())
        self._name = _digest("".join(f"{file}\0{mark}\0" for file, mark in marks))
        self._lines: dict[str, bytes] = {}  # by mark, the parts that were found in an older cache

    @property
    def _file(self) -> Path:
        return self._place / f"{self._name}.json"

    def whole(self, shown: str) -> Catalog | None:
        """The catalog, called `shown`; None where there is none, or where it is not whole."""
        lines = _lines(self._file)
        try:
            head = _Head.model_validate_json(lines[0])
            instruments = [Instrument.model_validate_json(line[_MARK:]) for line in lines[1:]]
        except (IndexError, ValidationError):
            return None
        if head.name != self._name:
            return None
        by_id = {instrument.id: instrument for instrument in instruments}
        return Catalog(
            name=shown,
            hash=head.hash,
            parties=head.parties,
            instruments=by_id,
        )

    def parts(self) -> dict[str, Instrument]:
        """The instruments of the files that did not change since the program's newest cache, by
        file.
        """
        newest = max(
            _caches(self._place),
            key=_changed,
            default=None,
        )
        lines = _lines(newest)[1:] if newest else []
        by_mark = {line[:_MARK].decode("ascii", "replace"): line for line in lines}
        known = set(self._marks.values())
        self._lines = {mark: line for mark, line in by_mark.items() if mark in known}
        try:
            return {
                file: Instrument.model_validate_json(self._lines[mark][_MARK:])
                for file, mark in self._marks.items()
                if mark in self._lines
            }
        except ValidationError:
            return {}

    def keep(self, catalog: Catalog, files: Mapping[str, str]) -> None:
        """Keep a catalog that has no problems, `files` being each instrument's.

        Fails silently, since nothing depends on it.
        """
        from eo_tracker.catalog.replace import replace

        head = _Head(
            name=self._name,
            hash=catalog.hash,
            parties=dict(catalog.parties),
        )
        lines = [head.model_dump_json(exclude_unset=True, by_alias=True).encode()]
        for key, instrument in catalog.instruments.items():
            mark = self._marks[files[key]]
            lines.append(self._lines.get(mark) or _line(mark, instrument))
        data = b"\n".join(lines)
        digest = hashlib.sha256(data).hexdigest().encode()
        with contextlib.suppress(OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            replace(self._file, digest + b"\n" + data)
            _delete_oldest(self._place)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _line(mark: str, instrument: Instrument) -> bytes:
    return f"{mark}{instrument.model_dump_json(exclude_unset=True, by_alias=True)}".encode()


def _program() -> str:
    """What stands for the program: the files of the shapes and of reading."""
    package = Path(models.__file__).parent.parent
    try:
        files = [package / "dates.py"]
        files += [*(package / "models").glob("*.py"), *(package / "catalog").glob("*.py")]
        states = sorted(map(_state, files))
    except OSError:
        # A program without files of its own, in an archive: nothing is ever found again.
        return os.urandom(8).hex()
    return f"{states} {sys.version_info[:2]}"


def _state(file: Path) -> tuple[str, int, int]:
    state = file.stat()
    return file.as_posix(), state.st_size, state.st_mtime_ns


def _lines(file: Path) -> list[bytes]:
    """The lines of a cache after the one with their hash; none where it is not whole."""
    try:
        if not file.is_file() or file.stat().st_size > MAX_CACHE_BYTES:
            return []
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return []
    if digest.decode("ascii", "replace") != hashlib.sha256(data).hexdigest():
        return []
    return data.split(b"\n")


def _caches(place: Path) -> list[Path]:
    """The caches in a folder, which may be anybody's and have other files, too."""
    try:
        files = [file for file in place.glob("*.json") if _NAME.fullmatch(file.stem)]
        return [file for file in files if file.is_file()]
    except OSError:
        return []


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def _delete_oldest(place: Path) -> None:
    """Keep the newest caches, so many and so large."""
    room = MAX_CACHE_BYTES
    for index, file in enumerate(sorted(_caches(place), key=_changed, reverse=True)):
        room -= file.stat().st_size
        if index and (index >= MAX_CACHES or room < 0):
            file.unlink()
