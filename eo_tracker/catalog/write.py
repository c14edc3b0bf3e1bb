"""Safe writing: one writer at a time, the old file or the new one, never a part, and nobody else's edit lost."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from eo_tracker.errors import TrackerError

LOCK_SECONDS = 10


class CannotWrite(TrackerError):
    """A file that must not or cannot be written; the old one is whole."""


def writable(shown: str) -> Path:
    """The path of a file that is there, from its name as shown to the user. Raises CannotWrite when that leads nowhere."""
    path = Path(shown)
    if not path.exists():
        raise CannotWrite(f"{shown} cannot be written: a folder on the way there has a name that is no UTF-8 text, or it is gone")
    return path


def rewrite(path: Path, edit: Callable[[bytes], bytes], *, inside: Path | None = None) -> None:
    """Replace the file's bytes by what `edit` makes of them, atomically and under a lock.

    `edit` raises to leave the file as it is. With `inside`, a link that leads out of that folder is refused. Raises
    CannotWrite.
    """
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise CannotWrite(f"{path.as_posix()} is a loop of links; nothing was written")
    if inside is not None and not target.is_relative_to(inside.resolve()):
        raise CannotWrite(f"{path.as_posix()} leads out of the catalog, to {target.as_posix()}; nothing was written")
    try:
        with _locked(target):
            before = target.read_bytes() if target.exists() else b""
            after = edit(before)
            if after != before:
                _replace(target, after)
    except OSError as error:
        raise CannotWrite(f"{path.as_posix()} cannot be written: {error.strerror or error}; it is as it was") from None


@contextlib.contextmanager
def _locked(target: Path) -> Iterator[None]:
    # The lock lives with the machine's temporary files: the catalog's folder is for git, and the system frees the
    # lock of a process that dies. There, a file of another user (or of root, once) could never be opened: one for each user.
    name = hashlib.sha256(os.fsencode(target)).hexdigest()[:16]
    user = os.getuid() if hasattr(os, "getuid") else 0
    lock = FileLock(Path(tempfile.gettempdir()) / f"eo-tracker-{user}-{name}.lock", timeout=LOCK_SECONDS)
    try:
        with lock:
            yield
    except Timeout:
        raise CannotWrite(f"{target.name} is being written by another process for more than {LOCK_SECONDS} seconds; try again") from None


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
