"""`verify` and `check --text` on the command line: which texts are there, which instrument each belongs to, and what differs."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.catalog.files import at_most, read_texts
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.cli import ask
from eo_tracker.cli.options import Asked
from eo_tracker.errors import CatalogError, Problem
from eo_tracker.models import Instrument
from eo_tracker.query import instrument

if TYPE_CHECKING:
    from eo_tracker.cli.linting import Linted
    from eo_tracker.extract import Source

SUFFIXES = (".md", ".html", ".htm", ".xml", ".txt", ".json", ".pdf", ".source")


class Text(NamedTuple):
    """An official text as it lies on the disk."""

    path: Path
    data: bytes
    source: Source


def verify(which: Iterable[str], path: Path, asked: Asked) -> Linted:
    """Hold the instruments named, or all whose text is there, against it. Raises CatalogError and Misuse."""
    from eo_tracker.cli.linting import Linted

    problems: list[Problem] = []
    where = ask.located(asked)
    texts = read_texts(where.paths, problems)
    loaded = load_texts(texts, name=where.name, problems=problems)
    if loaded.problems:
        raise CatalogError(loaded.problems)
    chosen = [instrument(loaded.catalog, each) for each in which]
    found = sorted(set(held(loaded, path, chosen)), key=lambda each: each.sort_key)
    return Linted(found, texts)


def held(loaded: Loaded, path: Path, chosen: Sequence[Instrument] = ()) -> Iterator[Problem]:
    """What differs between the catalog and the texts in `path`; what was held against what goes to standard error."""
    from eo_tracker.extract import extract
    from eo_tracker.extract.verify import is_of
    from eo_tracker.extract.verify import verify as differences

    texts = [*_texts(path)]
    wanted = chosen or [*loaded.catalog.instruments.values()]
    done: set[str] = set()
    for each in wanted:
        # A single text for a single instrument was meant for it, whatever its head says.
        own = texts if len(chosen) == 1 and len(texts) == 1 else [text for text in texts if is_of(each, text.source)]
        for text in own:
            done.add(each.id)
            recorded = each.sources["text"].sha256 if "text" in each.sources else None
            copy = ", another copy than the recorded one" if recorded and recorded != hashlib.sha256(text.data).hexdigest() else ""
            sys.stderr.write(f"{each.id}: held against {text.path.as_posix()} ({text.source.form}{copy}).\n")
            yield from differences(each, loaded.documents[each.id], extract(text.source), loaded.catalog)
    if missing := [each.id for each in chosen if each.id not in done]:
        raise ask.Misuse(f"--text: there is no text of {', '.join(missing)} in {path.as_posix()}")
    if not done:
        raise ask.Misuse(f"--text: there is no text of any instrument of the catalog in {path.as_posix()}")


def _texts(path: Path) -> Iterator[Text]:
    """The readable texts of a file or folder. Raises Unreadable for a single file that is none."""
    from eo_tracker.extract import Unreadable, read
    from eo_tracker.extract.source import MAX_BYTES

    if not path.exists():
        raise ask.Misuse(f"--text: there is no such file or folder: {path.as_posix()}")
    files = sorted(each for each in path.rglob("*") if each.suffix in SUFFIXES and each.is_file()) if path.is_dir() else [path]
    unread = 0
    for file in files:
        try:
            data = at_most(file, MAX_BYTES + 1)
            yield Text(file, data, read(data))
        except (Unreadable, OSError) as error:
            if not path.is_dir():
                raise Unreadable(f"{file.as_posix()}: {getattr(error, 'strerror', None) or error}") from None
            unread += 1
    if unread:
        sys.stderr.write(f"{unread} of {len(files)} files could not be read as texts.\n")
