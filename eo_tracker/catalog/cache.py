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
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ValidationError

from eo_tracker.caches import MAX_BYTES, delete_oldest, kept_files, program_mark
from eo_tracker.models import Catalog, Instrument, Party

_SUFFIX = ".json"
_MARK = 64  # hex digits before each instrument's line


class _Head(BaseModel):
    """The first line of a cache."""

    name: str
    hash: str
    parties: dict[str, Party]


class Cache:
    """The cache of one catalog, given as its texts by file name, in a folder of caches."""

    def __init__(
        self,
        place: Path,
        texts: Mapping[str, str],
    ) -> None:
        program = program_mark((".", "models", "catalog"))
        self._place = place
        self._marks = {file: _digest(f"{program}\0{text}") for file, text in texts.items()}
        # Wherever the files are: their own names say what each is.
        marks = sorted((Path(file).name, mark) for file, mark in self._marks.items())
        self._name = _digest("".join(f"{name}\0{mark}\0" for name, mark in marks))
        self._lines: dict[str, bytes] = {}  # by mark, the parts that were found in an older cache

    @property
    def _file(self) -> Path:
        return self._place / f"{self._name}{_SUFFIX}"

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
        lines: list[bytes] = []
        for newest in kept_files(self._place, _SUFFIX)[:1]:
            lines = _lines(newest)[1:]
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

    def keep(
        self,
        catalog: Catalog,
        files: Mapping[str, str],
    ) -> None:
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
            if len(data) >= MAX_BYTES:  # it would not be read again
                return
            self._place.mkdir(parents=True, exist_ok=True)
            replace(self._file, digest + b"\n" + data)
            delete_oldest(self._place, _SUFFIX)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _line(
    mark: str,
    instrument: Instrument,
) -> bytes:
    return f"{mark}{instrument.model_dump_json(exclude_unset=True, by_alias=True)}".encode()


def _lines(file: Path) -> list[bytes]:
    """The lines of a cache after the one with their hash; none where it is not whole."""
    try:
        if not file.is_file() or file.stat().st_size > MAX_BYTES:
            return []
        digest, _, data = file.read_bytes().partition(b"\n")
    except OSError:
        return []
    if digest.decode("ascii", "replace") != hashlib.sha256(data).hexdigest():
        return []
    return data.split(b"\n")
