"""The same words again: the answer as it was printed, if nothing that it depends on has changed.

Most of a morning's call is the import of what reads options and lays out a screen. Words that were
answered before need neither: the key of an answer is made of the words, the program, the day, the
terminal, and every byte of the catalog in use.
"""

from __future__ import annotations

import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

from eo_tracker import caches
from eo_tracker.catalog.files import read_files
from eo_tracker.catalog.locate import locate_catalog
from eo_tracker.cli.clock import today
from eo_tracker.cli.terminal import show_paged, width_and_color
from eo_tracker.kept import Kept

COMMANDS = ("due", "list", "show", "explain", "agencies")
# What makes an answer depend on something else, or writes it elsewhere.
_OTHERWISE = ("--rev", "--out", "--assume", "--no-cache", "--no-pager", "--help", "-h")
_PACKAGES = (".", "models", "catalog", "resolve", "wording", "render", "cli", "cli/commands")


class _Asked:
    """The words of this run, and the key that stands for what their answer depends on."""

    words: list[str]
    key: str | None = None


def answer_again(words: list[str]) -> bool:
    """Print the answer that was kept for these words; whether there was one."""
    _Asked.words, _Asked.key = words, _key(words)
    if _Asked.key is None or sys.stdout is None:
        return False
    text = _kept(_Asked.key).value(_name(words))
    if not isinstance(text, str):
        return False
    if not show_paged(text):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
    return True


def keep_answer(text: str) -> None:
    """Keep what is printed for the words of this run, unless something changed meanwhile."""
    if _Asked.key is not None and _Asked.key == _key(_Asked.words):
        _kept(_Asked.key).keep({_name(_Asked.words): text})


def _name(words: list[str]) -> str:
    """The words, and what they are shown on."""
    return f"{words!r} {width_and_color()!r}"


def _kept(key: str) -> Kept:
    return Kept(caches.folder_in_use(), key)


def _catalogs(words: list[str]) -> list[Path]:
    """The catalogs that the words name."""
    named = []
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--catalog":
            named.append(Path(following))
        elif word.startswith("--catalog="):
            named.append(Path(word.removeprefix("--catalog=")))
    return named


def _key(words: list[str]) -> str | None:
    """What stands for all that the answer depends on beside the words and the terminal.

    None where they depend on something else as well.
    """
    if not words or words[0] not in COMMANDS:
        return None
    if any(word.startswith(_OTHERWISE) for word in words):
        return None
    if caches.folder_in_use() is None:
        return None
    where = locate_catalog(_catalogs(words))
    files = read_files(where.paths)
    if files.problems:
        return None
    parts = [
        caches.program_mark(_PACKAGES),
        f"{today()} {date.today()}",
        f"{where.name} {where.shown}",
        files.mark,
    ]
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
