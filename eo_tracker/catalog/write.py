"""Safe writing: one writer at a time, the old file or the new one, never a part, and nobody else's
edit lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from eo_tracker.catalog.replace import delete_leftovers, replace
from eo_tracker.errors import TrackerError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

LOCK_SECONDS = 10
MAX_BYTES = 64 * 1024 * 1024
_TAKEN = f"{{}} is being written by another process for more than {LOCK_SECONDS} seconds; try again"


class CannotWrite(TrackerError):
    """A file that must not or cannot be written; the old one is whole."""


def writable(shown: str) -> Path:
    """The path of a file that is there, from its name as shown to the user.

    Raises CannotWrite when that leads nowhere.
    """
    path = Path(shown)
    if not path.exists():
        raise CannotWrite(
            f"{shown} cannot be written: the name of a folder above it is not UTF-8 text, "
            "or the folder does not exist"
        )
    return path


def rewrite(path: Path, edit: Callable[[bytes], bytes], *, inside: Path | None = None) -> None:
    """Replace the file's bytes by what `edit` makes of them, atomically and under a lock.

    `edit` raises to leave the file as it is. With `inside`, a link that leads out of that folder is
    refused. Raises CannotWrite.
    """
    with _target(path, inside) as target:
        if target.exists() and target.stat().st_size > MAX_BYTES:
            raise CannotWrite(
                f"{path.as_posix()} is larger than {MAX_BYTES // 2**20} MiB; nothing was written"
            )
        before = target.read_bytes() if target.exists() else b""
        after = edit(before)
        if after != before:
            replace(target, after)


def write(path: Path, data: bytes, *, inside: Path | None = None) -> None:
    """Put the bytes in the file's place, whatever it held, atomically.

    To a device or a pipe as they come. Raises CannotWrite.
    """
    with _target(path, inside) as target:
        if is_special(path):
            path.write_bytes(data)
        else:
            replace(target, data)


def is_special(path: Path) -> bool:
    """Whether it is a device or a pipe, which has no content to keep or to read first."""
    return path.exists() and not path.is_file() and not path.is_dir()


@contextlib.contextmanager
def _target(path: Path, inside: Path | None) -> Iterator[Path]:
    """The file that a path leads to, locked."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise CannotWrite(f"{path.as_posix()} is a loop of links; nothing was written")
    if inside is not None and not target.is_relative_to(inside.resolve()):
        raise CannotWrite(
            f"{path.as_posix()} leads out of the catalog, to {target.as_posix()}; "
            "nothing was written"
        )
    try:
        with contextlib.nullcontext() if is_special(path) else _locked(target):
            yield target
    except OSError as error:
        raise CannotWrite(
            f"{path.as_posix()} cannot be written: {error.strerror or error}; nothing was written"
        ) from None


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    """One writer in a folder at a time, whoever it is: the folder itself is locked, so nothing is
    left in it for git.
    """
    with contextlib.ExitStack() as stack:
        folder = os.open(target.parent, os.O_RDONLY) if fcntl else None
        if folder is not None:
            stack.callback(os.close, folder)
        if folder is not None and _lock(folder, target):
            delete_leftovers(target.parent)
        else:
            stack.enter_context(_file_lock(target))
        yield


def _lock(folder: int, target: Path) -> bool:
    """Wait for the folder's lock, which ends with the process.

    False where a folder cannot be locked (some network disks).
    """
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise CannotWrite(_TAKEN.format(target.name)) from None
            time.sleep(0.02)
        except OSError:
            return False
        else:
            return True


@contextlib.contextmanager
def _file_lock(target: Path) -> Iterator[None]:
    # Another user's file in the machine's folder for temporary ones could never be opened: one for
    # each user.
    name = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
    user = os.getuid() if hasattr(os, "getuid") else 0
    try:
        with FileLock(
            Path(tempfile.gettempdir()) / f"eo-tracker-{user}-{name}.lock", timeout=LOCK_SECONDS
        ):
            yield
    except Timeout:
        raise CannotWrite(_TAKEN.format(target.name)) from None
