"""The operands of `diff` into two sides: catalogs, files, instruments, days or git revisions, and what to call the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from eo_tracker.answers import Context
from eo_tracker.catalog.files import REGISTRY, read_texts
from eo_tracker.catalog.files import shown as shown_path
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.yaml import Document
from eo_tracker.cli import ask
from eo_tracker.cli.options import Compared, Filters
from eo_tracker.dates import long, parse_day
from eo_tracker.diff import Change, Diff, diff_instruments, diff_resolutions
from eo_tracker.errors import CatalogError, Place, Problem
from eo_tracker.models import Catalog, Instrument
from eo_tracker.query import Filter, UnknownName, instrument, matches, under
from eo_tracker.resolve import resolve

_DAY = re.compile(
    rf"{'|'.join(ask.NAMED_DAYS)}|[+-]\d+[dwmy]|\d{{4}}-\d{{2}}-\d{{2}}", re.IGNORECASE
)
_FORMS = (
    "diff OLD NEW (catalog folders, files, instruments or days), diff GUIDANCE.yaml, diff ID, diff DAY (to today), "
    "diff --rev REV or --rev REV..REV"
)
_T = TypeVar("_T")


class Read(NamedTuple):
    """A catalog as it was read for one side; `recorded` is the day on which it was made, if that is known."""

    catalog: Catalog
    shown: str
    texts: Mapping[str, str]
    commit: str | None = None
    recorded: date | None = None


class Sides(NamedTuple):
    """Both sides, resolved, with the difference and the texts of the new one."""

    question: str
    old: Context
    new: Context
    diff: Diff
    texts: Mapping[str, str]
    remarks: tuple[str, ...] = ()


def compare(operands: Sequence[str], asked: Compared) -> Sides:
    """What the operands and options mean. Raises Misuse, or the faults of a broken side."""
    if asked.rev is not None:
        if operands:
            raise ask.Misuse(
                "--rev compares the catalog in use, so it takes no OLD or NEW; name another catalog with --catalog"
            )
        return _revisions(asked.rev, asked)
    if not operands:
        return _revisions("HEAD", asked)
    kinds = [_kind(each) for each in operands]
    match kinds:
        case ["day"] | ["day", "day"]:
            return _days(operands, asked)
        case ["id"]:
            return _adopting_known(operands[0], asked)
        case ["file"]:
            return _adopting(Path(operands[0]), asked)
        case ["folder"]:
            return _catalogs(_folder(operands[0], asked, "old"), _in_use(asked, "new"), asked)
        case ["id", "id"]:
            return _instruments(operands[0], operands[1], asked)
        case ["file" | "folder", "file" | "folder"]:
            return _paths(operands, kinds, asked)
        case ["id", "file"] | ["file", "id"]:
            return _instrument_and_file(operands, kinds, asked)
    raise ask.Misuse(
        f"{' and '.join(map(repr, operands))} cannot be compared; it goes like this: {_FORMS}"
    )


def _kind(operand: str) -> str:
    """`day`, `file`, `folder` or `id`; what exists on disk is meant before an instrument of that name."""
    path = Path(operand)
    if _DAY.fullmatch(operand):
        return "day"
    if path.is_dir():
        return "folder"
    return (
        "file"
        if path.exists() or path.suffix in (".yaml", ".yml") or operand.startswith((".", "/", "~"))
        else "id"
    )


# reading


def _in_use(asked: Compared, side: str) -> Read:
    where = ask.located(asked)
    return _read(where.paths, where.name, where.shown, asked, side)


def _folder(operand: str, asked: Compared, side: str) -> Read:
    path = Path(operand)
    return _read((path,), path.resolve().name, shown_path(path), asked, side)


def _read(paths: Sequence[Path], name: str, shown: str, asked: Compared, side: str) -> Read:
    problems: list[Problem] = []
    return _texts(read_texts(paths, problems), problems, name, shown, asked, side)


def _texts(
    texts: Mapping[str, str],
    problems: list[Problem],
    name: str,
    shown: str,
    asked: Compared,
    side: str,
) -> Read:
    """The catalog of these texts; its faults say which side they are on."""
    catalog = _on_side(
        side, shown, lambda: ask.cached(texts, problems, name, use=not (problems or asked.no_cache))
    )
    reviewed = None if catalog.version == "unsearched" else parse_day(catalog.version)
    return Read(catalog, shown, texts, recorded=reviewed)


def _on_side(side: str, shown: str, work: Callable[[], _T]) -> _T:
    try:
        return work()
    except CatalogError as error:
        raise CatalogError(error.problems, where=f"the {side} side, {shown}") from None


def _with_file(base: Read, file: Path, asked: Compared, side: str) -> tuple[Read, str]:
    """The catalog with this file in it, in the place of the one with its instrument; and the instrument's ID."""
    problems: list[Problem] = []
    texts, name = read_texts([file], problems), shown_path(file)
    if problems:
        raise CatalogError(problems, where=f"the {side} side, {name}")
    owner = _owner(name, texts[name])
    kept = {
        each: text for each, text in base.texts.items() if not _replaced(each, text, owner, file)
    }
    read = _texts(
        kept | texts,
        problems,
        f"{base.catalog.name} + {file.stem}",
        f"{base.shown} with {name}",
        asked,
        side,
    )
    if file.name != REGISTRY and owner not in read.catalog.instruments:
        raise ask.Misuse(f"{name} holds no instrument")
    return read, owner


def _owner(file: str, text: str) -> str:
    return str(Document(file, text).take().get("id", ""))


def _replaced(file: str, text: str, owner: str, new: Path) -> bool:
    if new.name == REGISTRY or Path(file).name == REGISTRY:
        return Path(file).name == new.name
    return bool(owner) and owner in text and _owner(file, text) == owner


# forms


def _context(read: Read, as_of: date, asked: Compared, without: Sequence[str] = ()) -> Context:
    resolution = resolve(read.catalog, as_of, without=without, nonpublic=asked.include_nonpublic)
    return Context(resolution, read.shown, read.commit)


def _as_of(asked: Compared) -> date:
    return (
        ask.day(asked.as_of, "--as-of", relative_to=None, exact=True)
        if asked.as_of is not None
        else ask.today()
    )


def _sides(
    question: str,
    old: Context,
    new: Context,
    texts: Mapping[str, str],
    recorded: date | None = None,
) -> Sides:
    return Sides(
        question,
        old,
        new,
        diff_resolutions(old.resolution, new.resolution, recorded=recorded),
        texts,
    )


def _catalogs(old: Read, new: Read, asked: Compared) -> Sides:
    as_of = _as_of(asked)
    question = f"From {old.shown} to {new.shown}"
    return _sides(
        question, _context(old, as_of, asked), _context(new, as_of, asked), new.texts, old.recorded
    )


def _days(operands: Sequence[str], asked: Compared) -> Sides:
    if asked.as_of is not None and len(operands) == 2:
        raise ask.Misuse("--as-of: two days are named already")
    start = ask.day(operands[0], "OLD", relative_to=None, exact=True)
    end = (
        ask.day(
            operands[1], "NEW", relative_to=start if operands[1][:1] in "+-" else None, exact=True
        )
        if operands[1:]
        else _as_of(asked)
    )
    read = _in_use(asked, "new")
    question = f"What became known or passed from {long(start)} to {long(end)}"
    if end < start:
        question = f"Going back from {long(start)} to {long(end)}: what was not known or had not passed yet"
    return _sides(question, _context(read, start, asked), _context(read, end, asked), read.texts)


def _adopting(file: Path, asked: Compared) -> Sides:
    """What a guidance file changes, on its own date or later."""
    base = _in_use(asked, "old")
    new, owner = _with_file(base, file, asked, "new")
    if new.catalog.instruments.get(owner) == base.catalog.instruments.get(owner) and owner:
        return _without(owner, base, asked)
    guidance = new.catalog.instruments.get(owner)
    as_of = max(
        [
            _as_of(asked),
            *((guidance.dated, guidance.effective or guidance.dated) if guidance else ()),
        ]
    )
    question = f"What adopting {guidance.name if guidance else file.name} changes"
    sides = _sides(question, _context(base, as_of, asked), _context(new, as_of, asked), new.texts)
    return (
        sides._replace(remarks=(*_older(guidance, new.catalog), *_moved_on(as_of, asked, guidance)))
        if guidance
        else sides
    )


def _moved_on(as_of: date, asked: Compared, guidance: Instrument) -> tuple[str, ...]:
    """That the answer is of a later day than the one asked for, since what is not known or in force yet changes nothing."""
    if as_of == _as_of(asked):
        return ()
    return (f"answered as of {long(as_of)}, the day from which {guidance.name} has effect.",)


def _older(guidance: Instrument, catalog: Catalog) -> tuple[str, ...]:
    """That the guidance ends or amends what was issued after it, so that a date or an ID is wrong."""
    later = {target.id: target for _, target in catalog.later_targets(guidance)}
    return tuple(
        f"{each.name} is of {each.dated}, later than {guidance.name} of {guidance.dated}."
        for each in later.values()
    )


def _adopting_known(name: str, asked: Compared) -> Sides:
    """What an instrument of the catalog changes: with it, and as if it were not."""
    read = _in_use(asked, "new")
    return _without(instrument(read.catalog, name).id, read, asked)


def _without(owner: str, read: Read, asked: Compared) -> Sides:
    meant = read.catalog.instruments[owner]
    as_of = max(_as_of(asked), meant.dated, meant.effective or meant.dated)
    old = _context(read, as_of, asked, [owner])
    old = replace(old, shown=f"{read.shown} without {owner}")
    sides = _sides(f"What {meant.name} changes", old, _context(read, as_of, asked), read.texts)
    return sides._replace(remarks=(*_older(meant, read.catalog), *_moved_on(as_of, asked, meant)))


def _instruments(old: str, new: str, asked: Compared) -> Sides:
    read = _in_use(asked, "new")
    return _between(
        read, instrument(read.catalog, old).id, read, instrument(read.catalog, new).id, asked
    )


def _paths(operands: Sequence[str], kinds: Sequence[str], asked: Compared) -> Sides:
    """Two folders, or files that borrow the rest: from the folder beside them, else from the catalog in use."""
    folders = [
        _folder(each, asked, side) if kind == "folder" else None
        for each, kind, side in zip(operands, kinds, ("old", "new"), strict=True)
    ]
    base = (
        (asked.catalog and _in_use(asked, "new"))
        or folders[0]
        or folders[1]
        or _in_use(asked, "new")
    )
    files = [
        (None if folder else _with_file(base, Path(each), asked, side))
        for each, folder, side in zip(operands, folders, ("old", "new"), strict=True)
    ]
    old, new = (file[0] if file else folder for file, folder in zip(files, folders, strict=True))
    assert old is not None
    assert new is not None
    owners = [file[1] for file in files if file and file[1]]
    if len(owners) == 2 and owners[0] != owners[1]:
        return _between(old, owners[0], new, owners[1], asked)
    return _catalogs(old, new, asked)


def _instrument_and_file(operands: Sequence[str], kinds: Sequence[str], asked: Compared) -> Sides:
    base = _in_use(asked, "old")
    sides = [
        _with_file(base, Path(each), asked, side)
        if kind == "file"
        else (base, instrument(base.catalog, each).id)
        for each, kind, side in zip(operands, kinds, ("old", "new"), strict=True)
    ]
    (old, former), (new, latter) = sides
    return (
        _catalogs(old, new, asked)
        if former == latter
        else _between(old, former, new, latter, asked)
    )


def _between(old: Read, former: str, new: Read, latter: str, asked: Compared) -> Sides:
    as_of = _as_of(asked)
    for catalog, name in ((old.catalog, former), (new.catalog, latter)):
        if catalog.instruments[name].is_record:
            raise ask.Misuse(
                f"{name!r} is a record of what happened, which cannot be compared with an order (diff {name} says what it changes)"
            )
    contexts = _context(old, as_of, asked), _context(new, as_of, asked)
    for context, name in zip(contexts, (former, latter), strict=True):
        if name in context.resolution.unknown:
            meant = context.resolution.unknown[name]
            raise ask.Misuse(
                f"{meant.name} is dated {meant.dated}; it is not known yet on {as_of} (--as-of {meant.dated} or later)"
            )
    names = [
        context.resolution.catalog.instruments[name].name
        for context, name in zip(contexts, (former, latter), strict=True)
    ]
    question = f"From {names[0]} to {names[1]}"
    return Sides(
        question,
        *contexts,
        diff_instruments(contexts[0].resolution, former, contexts[1].resolution, latter),
        new.texts,
    )


def _revisions(revision: str, asked: Compared) -> Sides:
    """`REV` against the working tree, `OLD..NEW`, or `OLD...NEW` from where they parted; an empty one is HEAD."""
    where, as_of = ask.located(asked), _as_of(asked)
    first, dots, second = re.fullmatch(r"(.*?)(?:(\.{2,3})(.*))?", revision, re.DOTALL).groups()  # type: ignore[union-attr]
    if dots == "...":
        from eo_tracker.catalog.git import merge_base

        first = merge_base(where.paths, first or "HEAD", second or "HEAD")
    old = _revision(where, first or "HEAD", asked, "old")
    new = _revision(where, second or "HEAD", asked, "new") if dots else _in_use(asked, "new")
    question = f"From {old.shown} to {new.shown if dots else 'the working tree'}"
    return _sides(
        question, _context(old, as_of, asked), _context(new, as_of, asked), new.texts, old.recorded
    )


def _revision(where: Located, revision: str, asked: Compared, side: str) -> Read:
    from eo_tracker.catalog.git import read_revision

    problems: list[Problem] = []
    found = read_revision(where.paths, revision, problems)
    shown = f"{where.shown} at {revision} (commit {found.short})"
    read = _texts(found.texts, problems, where.name, shown, asked, side)
    return read._replace(commit=found.commit, recorded=found.day)


# which changes, and where they stand


def chosen(sides: Sides, filters: Filters) -> tuple[Change, ...]:
    """The changes that the filter selects on either side."""
    old, new = sides.old.resolution, sides.new.resolution
    try:
        wanted = ask.chosen(filters, new.catalog, new.as_of)
    except UnknownName:  # only the old side may have it
        wanted = ask.chosen(filters, old.catalog, old.as_of)
    if wanted == Filter():
        return sides.diff.changes
    below = set(under(old, wanted.under)) | set(under(new, wanted.under)) if wanted.under else None
    plain = wanted._replace(orders=frozenset(), under=frozenset()) == Filter()
    return tuple(
        each
        for each in sides.diff.changes
        if (below is None or each.instrument in below)
        and (not wanted.orders or each.instrument in wanted.orders)
        and (
            plain
            or any(
                row and matches(row, wanted, new.catalog if row is each.now else old.catalog)
                for row in (each.was, each.now)
            )
        )
    )


def places(sides: Sides, changes: Sequence[Change]) -> Mapping[str, Place]:
    """By fingerprint, where on the new side the cause of each change stands, else the entry itself."""
    documents: dict[str, Document] = {}
    for file, text in sides.texts.items():
        document = Document(file, text)
        documents["" if Path(file).name == REGISTRY else str(document.take().get("id", ""))] = (
            document
        )
    return {each.fingerprint: place for each in changes if (place := _place(each, documents))}


def _place(change: Change, documents: Mapping[str, Document]) -> Place | None:
    cause = change.cause
    if cause.side == "new" and cause.path and (document := documents.get(cause.instrument or "")):
        path = (
            change.path
            if cause.what == "issued" and cause.instrument == change.instrument
            else cause.path
        )
        return document.place(path, key=path[-1:] != ("id",) and isinstance(path[-1], str))
    owner = documents.get(change.instrument)
    return owner.place(change.path if change.now or not change.was else ("id",)) if owner else None
