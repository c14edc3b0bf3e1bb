"""`extract` on the command line: a file or an address in, a draft or JSON out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from eo_tracker.catalog.entry import written
from eo_tracker.catalog.files import REGISTRY, at_most, read_texts
from eo_tracker.catalog.load import load_texts
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import make_folder, refuse_overwriting, remark, write_file
from eo_tracker.errors import CatalogError, Misuse, Problem
from eo_tracker.extract import Extraction, Unreadable, extract, read
from eo_tracker.extract.draft import doubtful, draft, name_of
from eo_tracker.extract.fetch import fetch, is_address, quoted
from eo_tracker.extract.source import MAX_BYTES, address_in
from eo_tracker.models import Party
from eo_tracker.render.extraction import as_object, marked
from eo_tracker.text import clean
from eo_tracker.wording import count


class InputText(NamedTuple):
    """A text as it was given, with its address or file, and what was found in it."""

    data: bytes
    found: Extraction
    url: str | None
    path: Path | None

    @property
    def files(self) -> list[Path]:
        """The file that was read, if it was one."""
        return [self.path] if self.path else []


def read_input(source: str) -> InputText:
    """Read a file, standard input or an address. Raises Unreadable with its name."""
    try:
        data = fetch(source) if is_address(source) else at_most(Path(source), MAX_BYTES + 1)
        text = read(data)
    except OSError as error:
        raise Unreadable(f"{source}: it cannot be read: {error.strerror}") from None
    except Unreadable as error:
        raise Unreadable(f"{source}: {error}") from None
    if is_address(source):
        text.url = text.url or address_in(quoted(source))
    found = extract(text)
    if text.dated is None and not found.found:
        raise Unreadable(
            f"{source}: it does not look like an order: it has no date, and nobody is told to do anything"
        )
    return (
        InputText(data, found, source, None)
        if is_address(source)
        else InputText(data, found, None, Path(source))
    )


def as_json(found: InputText) -> str:
    """One object."""
    return json.dumps(as_object(found.found), ensure_ascii=False, indent=2) + "\n"


def as_explained(found: InputText) -> str:
    """The text with what was found in it."""
    return marked(found.found)


def as_draft(found: InputText, asked: CommonOptions, out: Path | None, *, force: bool) -> str:
    """The draft, or what was written where; what a reader must decide goes to standard error."""
    entry = draft(found.found, _parties(asked), sha256=hashlib.sha256(found.data).hexdigest())
    text = written(entry)
    said = (
        [f"{count(len(entry.get('directives', [])), 'directive')} found."]
        if entry.get("directives")
        else ["No directives found."]
    )
    if lines := doubtful(entry):
        said += [f"To review ({len(lines)}):", *(f"  {line}" for line in lines)]
    remark(*said)
    if out is None:
        return text
    target = out / f"{name_of(found.found)}.yaml" if out.is_dir() or not out.suffix else out
    beside = target.with_suffix(".source")
    if target.suffix == beside.suffix:
        raise Misuse(
            f"--out: {target.as_posix()} is named as the text beside a draft is; a draft ends in .yaml"
        )
    refuse_overwriting(target, found.files)
    files = {target: text.encode(), **({beside: found.data} if found.url else {})}
    if (there := next((each for each in files if each.exists()), None)) and not force:
        raise Misuse(f"--out: {there.as_posix()} is there already; --force replaces it")
    make_folder(target.parent)
    for path, data in files.items():
        write_file(data, path, inside=target.parent)
    return f"{clean(target.as_posix())}\n"


def _parties(asked: CommonOptions) -> Mapping[str, Party]:
    """The parties of the catalog in use, whatever else is wrong with it. Raises CatalogError."""
    problems: list[Problem] = []
    where = located(asked)
    texts = read_texts(where.paths, problems)
    registries = {name: text for name, text in texts.items() if Path(name).name == REGISTRY}
    if registries:
        problems = []
    loaded = load_texts(registries, name=where.name, problems=problems)
    if wrong := [
        each for each in loaded.problems if each.place.file in registries or not registries
    ]:
        raise CatalogError(wrong)
    return loaded.catalog.parties
