"""Folders and files in, their texts out; what cannot be read is a Problem."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath

from eo_tracker.errors import Place, Problem

REGISTRY = "agencies.yaml"
MANIFEST = "catalog.yaml"
MAX_CATALOG_FILE_BYTES = 16 * 1024 * 1024
TOO_LARGE = f"the file is larger than {MAX_CATALOG_FILE_BYTES // 2**20} MiB"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Files:
    """The bytes of a catalog's files by their names as shown to the user, and what could not be
    read.
    """

    by_file: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    @property
    def mark(self) -> str:
        """What stands for every byte, wherever the files are.

        Their own names, which say what each is, are part of it.
        """
        marks = [
            f"{PurePath(name).name} {sha256(data).hexdigest()}"
            for name, data in self.by_file.items()
        ]
        return "\0".join(sorted(marks))


@dataclass(frozen=True)
class Texts:
    """The texts of a catalog's files by their names as shown to the user, and what could not be
    read.
    """

    by_file: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_files(paths: Sequence[Path]) -> Files:
    """Every catalog file in `paths`; a folder's files are those that end in .yaml."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in paths:
        for file in _files(path):
            if isinstance(file, Problem):
                problems.append(file)
                continue
            name = display_path(file)
            data = files[name] if name in files else _read(file)
            if isinstance(data, Problem):
                problems.append(data)
            else:
                files[name] = data
    return Files(files, tuple(problems))


def texts_of(files: Files) -> Texts:
    """The texts of files; what is not text is a problem."""
    texts: dict[str, str] = {}
    problems = list(files.problems)
    for name, data in files.by_file.items():
        text = decode(data, Place(name))
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[name] = text
    return Texts(texts, tuple(problems))


def read_texts(paths: Sequence[Path]) -> Texts:
    """The text of every catalog file in `paths`."""
    return texts_of(read_files(paths))


def read_at_most(path: Path, size: int) -> bytes:
    """The bytes of a file, or of standard input for `-`, but no more than `size`.

    Raises OSError.
    """
    if str(path) == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(size)
    with path.open("rb") as file:
        return file.read(size)


def display_path(path: Path) -> str:
    """A path as text with forward slashes; bytes that are not UTF-8 are replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _files(path: Path) -> Iterator[Path | Problem]:
    """The file, or the catalog files of the folder by name."""
    try:
        if not path.is_dir():
            yield path
            return
        inside = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        yield Problem(Place(display_path(path)), "E109", message)
        return
    for file in inside:
        if file.suffix == ".yaml":
            yield file
        elif file.suffix == ".yml":
            message = "the name of a catalog file ends in .yaml; rename the file"
            yield Problem(Place(display_path(file)), "E115", message)


def _read(file: Path) -> bytes | Problem:
    place = Place(display_path(file))
    try:
        if not file.exists():
            return Problem(place, "E109", "there is no such file or folder")
        if not file.is_file():
            return Problem(place, "E109", "this is not a regular file")
        if file.stat().st_size > MAX_CATALOG_FILE_BYTES:
            return Problem(place, "E108", TOO_LARGE)
        return file.read_bytes()
    except OSError as error:
        return Problem(place, "E109", f"the file cannot be read: {error.strerror}")


def encode(text: str, before: bytes) -> bytes:
    """The bytes of a text for the file that held `before`; its byte order mark, if any, is kept."""
    mark = codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode()


def decode(data: bytes, place: Place) -> str | Problem:
    """The text of a file's bytes, or what is wrong with them."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - before.rfind(b"\n")
        at = Place(place.file, before.count(b"\n") + 1, column)
        hint = "; it looks like UTF-16" if data[:2] in _UTF_16_MARKS else ""
        return Problem(at, "E110", f"the file is not UTF-8 text{hint}")
