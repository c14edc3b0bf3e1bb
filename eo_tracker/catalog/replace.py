"""A file's new bytes put in its place in one step: the old file or the new one, and nothing beside
it, whenever the process ends.

Where the system has files without a name (Linux), the bytes are written into one, so that a killed
process leaves nothing. Elsewhere, and for the moment in which an old file is replaced, there is a
temporary name; what a killed process left under one is deleted later.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from pathlib import Path

_PREFIX, _SUFFIX = ".eo-tracker-", ".tmp"
_LONGEST_WRITE = 3600  # seconds; a temporary file that is older has no living writer


def replace(target: Path, data: bytes) -> None:
    """Put the bytes in the place of `target`, with its permissions if it is there.

    Raises OSError; then the old file is whole.
    """
    temporary = target.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
    handle = _nameless(target.parent)
    is_nameless = handle is not None
    if handle is None:
        handle = os.open(
            temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if is_nameless:
                _name(file.fileno(), temporary)
        _like(target, temporary)
        temporary.replace(target)
        # By the disk's clock, which may be another machine's.
        delete_leftovers(target.parent, before=target.stat().st_mtime - _LONGEST_WRITE)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def delete_leftovers(folder: Path, *, before: float | None = None) -> None:
    """Delete temporary files of processes that were killed: those last written `before` a time, or
    all when nobody else writes now.
    """
    for each in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if before is None or each.stat().st_mtime < before:
                each.unlink()


def _nameless(folder: Path) -> int | None:
    """An open file in the folder that has no name yet.

    None where the system or the disk has no such files.
    """
    if not hasattr(os, "O_TMPFILE") or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:
        return None


def _name(handle: int, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # With a folder, Python uses linkat, which follows the link in /proc to the file itself.
        os.link(f"/proc/self/fd/{handle}", path.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _like(target: Path, temporary: Path) -> None:
    """Give the new file the permissions and the owner of the old one, or those of any new file."""
    if not target.exists():
        temporary.chmod(0o666 & ~_umask())
        return
    shutil.copymode(target, temporary)
    with contextlib.suppress(
        OSError, AttributeError
    ):  # only root may give a file away, and not on Windows
        os.chown(temporary, target.stat().st_uid, target.stat().st_gid)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
