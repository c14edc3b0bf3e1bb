"""Many texts at once: each file of a folder to a draft in a catalog, on all cores."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from eo_tracker.cli.extracting import draft_of, parties_of, read_input
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import make_folder, progress, remark, write_file
from eo_tracker.errors import Misuse, TrackerError
from eo_tracker.models import Party
from eo_tracker.text import clean
from eo_tracker.wording import count

SUFFIXES = (".htm", ".html", ".json", ".md", ".pdf", ".txt", ".xml")


class Drafted(NamedTuple):
    """What became of one text: its draft under an ID, or why there is none."""

    path: Path
    id: str = ""
    entry: str = ""
    fault: str = ""


def texts_in(folder: Path) -> list[Path]:
    """The texts in a folder and its folders, by name. Raises Misuse where there are none."""
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES)
    texts = [file for file in files if file.is_file()]
    if not texts:
        raise Misuse(f"{folder.as_posix()} has no texts; a text ends in {', '.join(SUFFIXES)}")
    return texts


def draft_all(
    folder: Path,
    options: CommonOptions,
    out: Path,
    *,
    force: bool,
) -> bool:
    """Write a draft of each text into a catalog's folder, and say what could not be read.

    Returns whether every text has its draft.
    """
    texts = texts_in(folder)
    make_folder(out)
    written: dict[str, Path] = {}
    faults: list[str] = []
    for drafted in progress(_drafted(texts, parties_of(options)), "Reading", len(texts)):
        fault = drafted.fault or _write(drafted, out, written, force=force)
        if fault:
            faults.append(f"{drafted.path.as_posix()}: {fault}")
    remark(f"{count(len(texts), 'text')}: {count(len(written), 'draft')} in {out.as_posix()}.")
    if faults:
        remark(f"Without a draft ({len(faults)}):", *(f"  {clean(fault)}" for fault in faults))
    return not faults


def _write(
    drafted: Drafted,
    out: Path,
    written: dict[str, Path],
    *,
    force: bool,
) -> str:
    """Write a draft; why that was not done, if it was not."""
    name = _free(drafted.id, written)
    target = out / f"{name}.yaml"
    if target.exists() and not force:
        return f"{target.as_posix()} exists already; --force replaces it"
    entry = drafted.entry.replace(f"id: {drafted.id}\n", f"id: {name}\n", 1)
    write_file(entry.encode(), target, inside=out)
    written[name] = drafted.path
    return ""


def _free(
    name: str,
    written: Mapping[str, Path],
) -> str:
    """The ID, with a number where another text of the folder has it already."""
    number, free = 1, name
    while free in written:
        number += 1
        free = f"{name}-{number}"
    return free


def _drafted(
    texts: Sequence[Path],
    parties: Mapping[str, Party],
) -> Iterator[Drafted]:
    """What became of each text, in order."""
    workers = min(os.cpu_count() or 1, len(texts))
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(parties,)) as pool:
        yield from pool.map(_draft, texts, chunksize=4)


_PARTIES: dict[str, Party] = {}


def _start(parties: Mapping[str, Party]) -> None:
    _PARTIES.update(parties)


def _draft(path: Path) -> Drafted:
    """The work of one process on one text."""
    try:
        text = read_input(str(path))
        name, entry = draft_of(text, _PARTIES)
    except TrackerError as error:
        return Drafted(path, fault=str(error).removeprefix(f"{path}: "))
    return Drafted(path, name, entry)
