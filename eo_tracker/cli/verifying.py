"""`verify` and `check --text` on the command line: which texts are there, which instrument each belongs to, and what differs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.catalog.files import at_most, read_texts
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import remark
from eo_tracker.cli.report import Report
from eo_tracker.errors import CatalogError, Misuse, Problem
from eo_tracker.models import Instrument
from eo_tracker.query import instrument

if TYPE_CHECKING:
    from eo_tracker.extract import Source

SUFFIXES = (".md", ".html", ".htm", ".xml", ".txt", ".json", ".pdf", ".source")
MOST_FILES = 10_000


class Text(NamedTuple):
    """An official text as it lies on the disk."""

    path: Path
    sha256: str
    source: Source


def verify(which: Iterable[str], path: Path, asked: CommonOptions) -> Report:
    """Hold the instruments named, or all whose text is there, against it. Raises CatalogError and Misuse."""
    problems: list[Problem] = []
    where = located(asked)
    texts = read_texts(where.paths, problems)
    loaded = load_texts(texts, name=where.name, problems=problems)
    if loaded.problems:
        raise CatalogError(loaded.problems)
    chosen = [instrument(loaded.catalog, each) for each in which]
    found = sorted(set(held(loaded, path, chosen)), key=lambda each: each.sort_key)
    return Report(found, loaded.catalog, texts, [*map(Path, texts), *files(path)])


def held(loaded: Loaded, path: Path, chosen: Sequence[Instrument] = ()) -> Iterator[Problem]:
    """What differs between the catalog and the texts in `path`; what was held against what goes to standard error."""
    from eo_tracker.extract import extract
    from eo_tracker.extract.verify import is_of
    from eo_tracker.extract.verify import verify as differences

    wanted = chosen or [*loaded.catalog.instruments.values()]
    # A single text for a single instrument was meant for it, whatever its head says.
    meant = len(chosen) == 1 and not path.is_dir()
    own: defaultdict[str, list[Text]] = defaultdict(list)
    for text in _texts(path):
        for each in wanted:
            if meant or is_of(each, text.source):
                own[each.id].append(text)
    for each in wanted:
        for text in own.get(each.id, ()):
            recorded = each.sources["text"].sha256 if "text" in each.sources else None
            copy = (
                ", another copy than the recorded one"
                if recorded and recorded != text.sha256
                else ""
            )
            remark(f"{each.id}: held against {text.path.as_posix()} ({text.source.form}{copy}).")
            yield from differences(
                each, loaded.documents[each.id], extract(text.source), loaded.catalog
            )
    if missing := [each.id for each in chosen if each.id not in own]:
        raise Misuse(f"--text: there is no text of {', '.join(missing)} in {path.as_posix()}")
    if not own:
        raise Misuse(
            f"--text: there is no text of any instrument of the catalog in {path.as_posix()}"
        )


def _texts(path: Path) -> Iterator[Text]:
    """The readable texts of a file or folder. Raises Unreadable for a single file that is none."""
    from eo_tracker.extract import Unreadable, read
    from eo_tracker.extract.source import MAX_BYTES

    unread, every = 0, files(path)
    for file in every:
        try:
            data = at_most(file, MAX_BYTES + 1)
            yield Text(file, hashlib.sha256(data).hexdigest(), read(data))
        except (Unreadable, OSError) as error:
            if not path.is_dir():
                raise Unreadable(
                    f"{file.as_posix()}: {getattr(error, 'strerror', None) or error}"
                ) from None
            unread += 1
    if unread:
        remark(f"{unread} of {len(every)} files could not be read as texts.")


def files(path: Path) -> list[Path]:
    """The file, or what may be a text in the folder, however deep. Raises Misuse for half a disk, which nobody can mean."""
    if not path.exists():
        raise Misuse(f"--text: there is no such file or folder: {path.as_posix()}")
    if not path.is_dir():
        return [path]
    looked = list(islice(path.rglob("*"), MOST_FILES + 1))
    if len(looked) > MOST_FILES:
        raise Misuse(
            f"--text: {path.as_posix()} holds more than {MOST_FILES:,} files; name the folder of the texts"
        )
    return sorted(each for each in looked if each.suffix in SUFFIXES and each.is_file())
