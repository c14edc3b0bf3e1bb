"""The folder of caches: where it is, which files in it are ours, and what they depend on.

A cache can be missing, cut, foreign or not writable at any time; then it is as if it did not exist.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path

VARIABLE = "EO_TRACKER_CACHE"
MAX_CACHES = 20  # of each kind
MAX_BYTES = 2 * 1024**3
_NAME = re.compile(r"[0-9a-f]{64}")
_PACKAGE = Path(__file__).parent


def folder(environment: str | None) -> Path | None:
    """Where caches are kept: $EO_TRACKER_CACHE (`off` for nowhere), else the system's place."""
    if environment in ("", "off"):
        return None
    if environment is not None:
        return Path(environment)
    system = _system_folder()
    return system / "eo-tracker" if system else None


def folder_in_use() -> Path | None:
    """Where this run keeps caches; None for nowhere."""
    return folder(os.environ.get(VARIABLE))


def _system_folder() -> Path | None:
    """Where this system keeps caches; None for a user without a home.

    (platformdirs says the same, but its import costs more than the cache saves.)
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises an error for a user without one
    if not home.is_absolute():
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home))
    if sys.platform == "darwin":
        return home / "Library" / "Caches"
    # By the standard a relative path does not count.
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return named if named.is_absolute() else home / ".cache"


def program_mark(parts: Iterable[str]) -> str:
    """What stands for the program: its Python, and the state of the files of these packages.

    `.` is the package itself. An edit of one of the files changes the mark.
    """
    states = []
    try:
        for part in parts:
            with os.scandir(_PACKAGE / part) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        state = entry.stat()
                        states.append((part, entry.name, state.st_size, state.st_mtime_ns))
    except OSError:
        # A program without files of its own, in an archive: nothing is ever found again.
        return os.urandom(8).hex()
    return f"{sorted(states)} {_PACKAGE} {sys.version_info[:2]}"


def kept_files(place: Path, suffix: str) -> list[Path]:
    """The caches in a folder, which may be anybody's and have other files, the newest first."""
    try:
        files = [file for file in place.glob(f"*{suffix}") if _NAME.fullmatch(file.stem)]
        return sorted(filter(Path.is_file, files), key=_changed, reverse=True)
    except OSError:
        return []


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0


def delete_oldest(place: Path, suffix: str) -> None:
    """Keep the newest caches, so many and so large."""
    room = MAX_BYTES
    for index, file in enumerate(kept_files(place, suffix)):
        room -= file.stat().st_size
        if index and (index >= MAX_CACHES or room < 0):
            file.unlink()
