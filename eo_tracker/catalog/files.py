"""Folders and files in, their texts out; what cannot be read is a Problem."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from eo_tracker.errors import Place, Problem

REGISTRY = "agencies.yaml"
MANIFEST = "catalog.yaml"
MAX_BYTES = 16 * 1024 * 1024
TOO_LARGE = f"the file is larger than {MAX_BYTES // 2**20} MiB"


def read_texts(paths: Sequence[Path], problems: list[Problem]) -> dict[str, str]:
    """The text of every catalog file in `paths`, by its name as shown to the user."""
    texts: dict[str, str] = {}
    for path in paths:
        try:
            files = _files(path, problems)
        except OSError as error:
            problems.append(
                Problem(Place(shown(path)), "E109", f"this cannot be read: {error.strerror}")
            )
            continue
        for file in files:
            name = shown(file)
            if name not in texts and (text := _read(file, problems)) is not None:
                texts[name] = text
    return texts


def at_most(path: Path, size: int) -> bytes:
    """The bytes of a file, or of standard input for `-`, but no more than `size`. Raises OSError."""
    if str(path) == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(size)
    with path.open("rb") as file:
        return file.read(size)


def shown(path: Path) -> str:
    """A path as text with forward slashes; bytes that are no UTF-8 are replaced."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")


def _files(path: Path, problems: list[Problem]) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(each for each in path.iterdir() if not each.name.startswith("."))
    misnamed = (each for each in inside if each.suffix == ".yml")
    problems.extend(
        Problem(Place(shown(each)), "E115", "a catalog file ends in .yaml; rename it")
        for each in misnamed
    )
    return [each for each in inside if each.suffix == ".yaml"]


def _read(file: Path, problems: list[Problem]) -> str | None:
    """The file's text, or None with a Problem."""
    place = Place(shown(file))
    try:
        if not file.exists():
            problems.append(Problem(place, "E109", "there is no such file or folder"))
        elif not file.is_file():
            problems.append(Problem(place, "E109", "this is no regular file"))
        elif file.stat().st_size > MAX_BYTES:
            problems.append(Problem(place, "E108", TOO_LARGE))
        else:
            return decoded(file.read_bytes(), place, problems)
    except OSError as error:
        problems.append(Problem(place, "E109", f"the file cannot be read: {error.strerror}"))
    return None


def encoded(text: str, before: bytes) -> bytes:
    """The bytes of a text for the file that held `before`, whose mark at the beginning, if it has one, stays."""
    return (codecs.BOM_UTF8 if before.startswith(codecs.BOM_UTF8) else b"") + text.encode()


def decoded(data: bytes, place: Place, problems: list[Problem]) -> str | None:
    """The text of a file's bytes, or None with a Problem."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        at = Place(place.file, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        encoding = "; it looks like UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
        problems.append(Problem(at, "E110", f"the file is not UTF-8 text{encoding}"))
        return None
