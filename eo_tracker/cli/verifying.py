"""Official texts on the command line: which there are, whose they are, what differs."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.catalog.files import read_at_most, read_texts
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import remark
from eo_tracker.cli.report import Report
from eo_tracker.errors import CatalogError, Misuse, Problem
from eo_tracker.lookup import instrument
from eo_tracker.models import Instrument
from eo_tracker.names import names_of

if TYPE_CHECKING:
    from eo_tracker.extract import Source

TEXT_SUFFIXES = (".md", ".html", ".htm", ".xml", ".txt", ".json", ".pdf", ".source")
MAX_TEXT_FILES = 10_000


class OfficialFile(NamedTuple):
    """An official text as a file."""

    path: Path
    sha256: str
    source: Source


def verify(names: Iterable[str], path: Path, options: CommonOptions) -> Report:
    """Compare the instruments named, or all whose text is in `path`, with it.

    Raises CatalogError and Misuse.
    """
    where = located(options)
    texts = read_texts(where.paths)
    loaded = load_texts(texts.by_file, name=where.name, unread=texts.problems)
    if loaded.problems:
        raise CatalogError(loaded.problems)
    known, own = names_of(loaded.catalog), loaded.catalog.instruments
    selected = [own[instrument(known, name).id] for name in names]
    problems = set(differences(loaded, path, selected))
    inputs = [*map(Path, texts.by_file), *files(path)]
    ordered = sorted(problems, key=lambda problem: problem.sort_key)
    return Report(ordered, loaded.catalog, texts.by_file, inputs)


def differences(
    loaded: Loaded, path: Path, selected: Sequence[Instrument] = ()
) -> Iterator[Problem]:
    """How the catalog differs from the texts in `path`.

    Standard error says which text each instrument was compared with.
    """
    from eo_tracker.extract import extract
    from eo_tracker.extract.verify import verify as compare_with

    texts = _by_instrument(loaded, path, selected)
    for owner in selected or loaded.catalog.instruments.values():
        for text in texts.get(owner.id, ()):
            copy = _another_copy(owner, text)
            remark(f"{owner.id}: compared with {text.path.as_posix()} ({text.source.form}{copy}).")
            document = loaded.documents[owner.id]
            yield from compare_with(owner, document, extract(text.source), loaded.catalog)
    missing = [owner.id for owner in selected if owner.id not in texts]
    if missing:
        raise Misuse(f"--text: there is no text of {', '.join(missing)} in {path.as_posix()}")
    if not texts:
        raise Misuse(
            f"--text: there is no text of any instrument of the catalog in {path.as_posix()}"
        )


def _by_instrument(
    loaded: Loaded, path: Path, selected: Sequence[Instrument]
) -> Mapping[str, Sequence[OfficialFile]]:
    """The texts of each instrument, by its ID."""
    from eo_tracker.extract.verify import is_of

    # A single text that is named for a single instrument is its text, whatever its head says.
    is_named = len(selected) == 1 and not path.is_dir()
    candidates = selected or [*loaded.catalog.instruments.values()]
    texts: defaultdict[str, list[OfficialFile]] = defaultdict(list)
    for text in _texts(path):
        for candidate in candidates:
            if is_named or is_of(candidate, text.source):
                texts[candidate.id].append(text)
    return texts


def _another_copy(owner: Instrument, text: OfficialFile) -> str:
    recorded = owner.sources["text"].sha256 if "text" in owner.sources else None
    if recorded is None or recorded == text.sha256:
        return ""
    return ", another copy than the recorded one"


def _texts(path: Path) -> Iterator[OfficialFile]:
    """The readable texts of a file or folder.

    Raises Unreadable for a single file that is not one.
    """
    from eo_tracker.extract import Unreadable

    unread, every = 0, files(path)
    for file in every:
        try:
            yield _text(file)
        except (Unreadable, OSError) as error:
            if not path.is_dir():
                reason = getattr(error, "strerror", None) or error
                raise Unreadable(f"{file.as_posix()}: {reason}") from None
            unread += 1
    if unread:
        remark(f"{unread} of {len(every)} files could not be read as texts.")


def _text(file: Path) -> OfficialFile:
    from eo_tracker.extract import read
    from eo_tracker.extract.source import MAX_BYTES

    data = read_at_most(file, MAX_BYTES + 1)
    return OfficialFile(file, hashlib.sha256(data).hexdigest(), read(data))


def files(path: Path) -> list[Path]:
    """The file, or what may be a text anywhere in the folder.

    Raises Misuse for a folder with so many files that it cannot be meant.
    """
    if not path.exists():
        raise Misuse(f"--text: there is no such file or folder: {path.as_posix()}")
    if not path.is_dir():
        return [path]
    inside = list(islice(path.rglob("*"), MAX_TEXT_FILES + 1))
    if len(inside) > MAX_TEXT_FILES:
        raise Misuse(
            f"--text: {path.as_posix()} has more than {MAX_TEXT_FILES:,} files; "
            "name the folder of the texts"
        )
    return sorted(file for file in inside if file.suffix in TEXT_SUFFIXES and file.is_file())
