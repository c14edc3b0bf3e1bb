"""`extract` on the command line: a file or an address in, a draft or JSON out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from eo_tracker.catalog.entry import written
from eo_tracker.catalog.files import REGISTRY, read_at_most, read_texts
from eo_tracker.catalog.load import load_texts
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import make_folder, refuse_overwriting, remark, write_file
from eo_tracker.errors import CatalogError, Misuse
from eo_tracker.extract import Extraction, Unreadable, extract, read
from eo_tracker.extract.draft import doubtful, draft, name_of
from eo_tracker.extract.fetch import fetch, is_address, quoted
from eo_tracker.extract.source import MAX_BYTES, address_in
from eo_tracker.models import Party
from eo_tracker.render.extraction import extraction_data, marked_text
from eo_tracker.text import clean
from eo_tracker.wording import count


class InputText(NamedTuple):
    """A text as it was given, with its address or file, and what was found in it."""

    data: bytes
    extraction: Extraction
    url: str | None
    path: Path | None

    @property
    def files(self) -> list[Path]:
        """The file that was read, if it was one."""
        return [self.path] if self.path else []


def read_input(source: str) -> InputText:
    """Read a file, standard input or an address. Raises Unreadable with its name."""
    is_url = is_address(source)
    try:
        data = fetch(source) if is_url else read_at_most(Path(source), MAX_BYTES + 1)
        text = read(data)
    except OSError as error:
        raise Unreadable(f"{source}: cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise Unreadable(f"{source}: {error}") from None
    if is_url:
        text.url = text.url or address_in(quoted(source))
    extraction = extract(text)
    if text.dated is None and not extraction.found:
        raise Unreadable(
            f"{source}: this does not look like an order: it has no date and tells nobody to act"
        )
    if is_url:
        return InputText(data, extraction, source, None)
    return InputText(data, extraction, None, Path(source))


def as_json(text: InputText) -> str:
    """What was found, as one object."""
    return json.dumps(extraction_data(text.extraction), ensure_ascii=False, indent=2) + "\n"


def as_explained(text: InputText) -> str:
    """The text with what was found marked in it."""
    return marked_text(text.extraction)


def as_draft(text: InputText, options: CommonOptions, out: Path | None, *, force: bool) -> str:
    """The draft, or the name of the file that it was written to.

    Standard error says what a reader must decide.
    """
    entry = _entry(text, parties_of(options))
    remark(*_remarks(entry))
    if out is None:
        return written(entry)
    target = _target(text, out)
    _write(text, written(entry), target, force=force)
    return f"{clean(target.as_posix())}\n"


def draft_of(text: InputText, parties: Mapping[str, Party]) -> tuple[str, str]:
    """The ID and the text of a draft."""
    return name_of(text.extraction), written(_entry(text, parties))


def _entry(text: InputText, parties: Mapping[str, Party]) -> dict[str, Any]:
    sha256 = hashlib.sha256(text.data).hexdigest()
    return draft(text.extraction, parties, sha256=sha256)


def _remarks(entry: Mapping[str, Any]) -> list[str]:
    number = len(entry.get("directives", ()))
    lines = [f"{count(number, 'directive')} found." if number else "No directives found."]
    if doubts := doubtful(entry):
        lines += [f"To review ({len(doubts)}):", *(f"  {doubt}" for doubt in doubts)]
    return lines


def _target(text: InputText, out: Path) -> Path:
    """The file of the draft: `out` itself, or in the folder a file named after the instrument."""
    if out.is_dir() or not out.suffix:
        return out / f"{name_of(text.extraction)}.yaml"
    if out.suffix == ".source":
        raise Misuse(
            f"--out: {out.as_posix()} is named like the text beside a draft; "
            "a draft's name ends in .yaml"
        )
    return out


def _write(text: InputText, entry: str, target: Path, *, force: bool) -> None:
    """Write the draft, and beside it a text that was fetched."""
    files = {target: entry.encode()}
    if text.url:
        files[target.with_suffix(".source")] = text.data
    refuse_overwriting(target, text.files)
    for path in files:
        if path.exists() and not force:
            raise Misuse(f"--out: {path.as_posix()} exists already; --force replaces it")
    make_folder(target.parent)
    for path, data in files.items():
        write_file(data, path, inside=target.parent)


def parties_of(options: CommonOptions) -> Mapping[str, Party]:
    """The parties of the catalog in use, whatever else is wrong with it. Raises CatalogError."""
    where = located(options)
    texts = read_texts(where.paths)
    registries = {name: text for name, text in texts.by_file.items() if Path(name).name == REGISTRY}
    unread = () if registries else texts.problems
    loaded = load_texts(registries, name=where.name, unread=unread)
    wrong = [
        problem for problem in loaded.problems if not registries or problem.place.file in registries
    ]
    if wrong:
        raise CatalogError(wrong)
    return loaded.catalog.parties
