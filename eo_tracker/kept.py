"""Plain values kept under a key that stands for all that they depend on: a file of SQLite.

Nothing here fails: a store that cannot be read has nothing, and one that cannot be written keeps
nothing. Each value has a hash of its own, so that damage is never taken for an answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from eo_tracker.caches import delete_oldest

if TYPE_CHECKING:
    from sqlite3 import Connection

_SUFFIX = ".rows"
_SECONDS = 1  # to wait for another process
_SCHEMA = """
CREATE TABLE IF NOT EXISTS named (name TEXT PRIMARY KEY, value TEXT, hash BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS numbered (name INTEGER PRIMARY KEY, value TEXT, hash BLOB);
"""
_T = TypeVar("_T")


class Kept:
    """The values kept under one key in a folder of caches; without a folder, none."""

    def __init__(
        self,
        place: Path | None,
        key: str,
    ) -> None:
        self._place = place
        self._key = key

    def value(self, name: str) -> Any:
        """The value of this name; None where there is none."""

        def work(connection: Connection) -> Any:
            question = "SELECT value, hash FROM named WHERE name = ?"
            for value, digest in connection.execute(question, [name]):
                if digest == self._hash(name, value):
                    return json.loads(value)
            return None

        return self._do(work, None)

    def numbered(self, numbers: Sequence[int]) -> dict[int, Any]:
        """The values of these numbers, as far as they are kept."""
        wanted = set(numbers)

        def work(connection: Connection) -> dict[int, Any]:
            found = {}
            question = "SELECT name, value, hash FROM numbered WHERE name BETWEEN ? AND ?"
            for number, value, digest in connection.execute(question, [min(wanted), max(wanted)]):
                if number in wanted and digest == self._hash(number, value):
                    found[number] = json.loads(value)
            return found

        return self._do(work, {}) if wanted else {}

    def keep(self, values: Mapping[str, Any]) -> None:
        """Keep values by name."""
        self._write("named", values)

    def keep_numbered(self, values: Mapping[int, Any]) -> None:
        """Keep values by number."""
        self._write("numbered", values)

    def _write(
        self,
        table: str,
        values: Mapping[Any, Any],
    ) -> None:
        if self._place is None or not values:
            return
        rows = []
        for name, value in values.items():
            text = json.dumps(value, ensure_ascii=False)
            rows.append((name, text, self._hash(name, text)))

        def work(connection: Connection) -> bool:
            connection.executescript(_SCHEMA)
            connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", rows)
            connection.commit()
            return True

        if self._do(work, default=False, create=True):
            delete_oldest(self._place, _SUFFIX)

    def _hash(
        self,
        name: str | int,
        value: str,
    ) -> bytes:
        return sha256(f"{self._key} {name} {value}".encode()).digest()[:16]

    def _do(
        self,
        work: Callable[[Connection], _T],
        default: _T,
        *,
        create: bool = False,
    ) -> _T:
        """What the work gives; the default where the file cannot be used."""
        if self._place is None:
            return default
        import sqlite3

        file = self._place / f"{self._key}{_SUFFIX}"
        try:
            if create:
                self._place.mkdir(parents=True, exist_ok=True)
            elif not file.is_file():
                return default
            with closing(sqlite3.connect(file, timeout=_SECONDS)) as connection:
                return work(connection)
        except (sqlite3.Error, OSError, ValueError):
            return default
