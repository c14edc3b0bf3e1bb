"""What a comparison asks: two days, catalogs, instruments, files or git revisions into two sides.

Nine forms of a question come down to five pairs of sides: the catalog on two days, two catalogs,
two instruments, with and without an instrument, and with and without a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from eo_tracker.catalog.files import REGISTRY, Texts, display_path, read_texts
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.open import Opened, open_located, open_texts
from eo_tracker.catalog.yaml import Document
from eo_tracker.dates import long
from eo_tracker.diff.between import diff_instruments
from eo_tracker.diff.changes import Diff
from eo_tracker.diff.compare import diff_resolutions
from eo_tracker.errors import CatalogError, Misuse
from eo_tracker.lookup import instrument
from eo_tracker.models import Catalog, Instrument
from eo_tracker.names import names_of
from eo_tracker.resolve import Resolution, resolve

Operand = date | Path | str
"""A day, a folder or file, or the name of an instrument."""

_FORMS = (
    "diff OLD NEW (catalog folders, files, instruments or days), diff GUIDANCE.yaml, diff ID, "
    "diff DAY (to today), diff --rev REV or --rev REV..REV"
)
_RANGE = re.compile(r"(?P<old>.*?)(?:(?P<dots>\.{2,3})(?P<new>.*))?", re.DOTALL)
_T = TypeVar("_T")


@dataclass(frozen=True)
class Setting:
    """What holds for both sides: the catalog in use, the day, and how to read and resolve.

    `is_named` says that the catalog was named, not found; files then borrow the rest from it.
    """

    where: Located
    as_of: date
    is_named: bool = False
    nonpublic: bool = False
    use_cache: bool = True


class ResolvedSide(NamedTuple):
    """One side of a comparison, resolved, with the name by which its user knows it."""

    resolution: Resolution
    shown: str
    commit: str | None = None


class Sides(NamedTuple):
    """Both sides with their difference, and the texts of the new one.

    `remarks` are sentences on the question itself.
    """

    question: str
    old: ResolvedSide
    new: ResolvedSide
    diff: Diff
    texts: Mapping[str, str]
    remarks: tuple[str, ...] = ()


class _Owned(NamedTuple):
    """A catalog with one file put into it, and the ID of the file's instrument, if it has one."""

    opened: Opened
    owner: str


def compare(operands: Sequence[Operand], setting: Setting) -> Sides:
    """The two sides that one or two operands mean.

    Raises Misuse, UnknownName, or CatalogError with the problems of a broken side.
    """
    match operands:
        case [date() as start]:
            return _days(start, setting.as_of, setting)
        case [date() as start, date() as end]:
            return _days(start, end, setting)
        case [str() as name]:
            return _adopting_known(name, setting)
        case [Path() as path] if path.is_dir():
            return _catalogs(
                _folder(path, "old", setting),
                _in_use("new", setting),
                setting,
            )
        case [Path() as path]:
            return _adopting(path, setting)
        case [str() as old, str() as new]:
            return _instruments(old, new, setting)
        case [Path() as old, Path() as new]:
            return _paths(old, new, setting)
        case [str() as name, Path() as path] if not path.is_dir():
            base = _in_use("old", setting)
            return _owned(
                _known(base, name),
                _with_file(base, path, "new", setting),
                setting,
            )
        case [Path() as path, str() as name] if not path.is_dir():
            base = _in_use("old", setting)
            return _owned(
                _with_file(base, path, "old", setting),
                _known(base, name),
                setting,
            )
    names = " and ".join(repr(str(operand)) for operand in operands)
    raise Misuse(f"{names} cannot be compared; the forms are: {_FORMS}")


def compare_revisions(revision: str, setting: Setting) -> Sides:
    """`REV` and the working tree, `OLD..NEW`, or `OLD...NEW` from where they parted.

    Empty is HEAD.
    """
    parts = _RANGE.fullmatch(revision)
    assert parts is not None
    first, second = parts["old"] or "HEAD", parts["new"] or "HEAD"
    if parts["dots"] == "...":
        from eo_tracker.catalog.git import merge_base

        first = merge_base(setting.where.paths, first, second)
    old = _at_revision(first, "old", setting)
    if not parts["dots"]:
        new = _in_use("new", setting)
        return _catalogs(
            old,
            new,
            setting,
            question=f"From {old.shown} to the working tree",
        )
    return _catalogs(
        old,
        _at_revision(second, "new", setting),
        setting,
    )


# reading


def _in_use(side: str, setting: Setting) -> Opened:
    where = setting.where
    texts = read_texts(where.paths)
    return _open(
        texts,
        where.name,
        where.shown,
        side,
        setting,
    )


def _folder(
    path: Path,
    side: str,
    setting: Setting,
) -> Opened:
    return _open(
        read_texts((path,)),
        path.resolve().name,
        display_path(path),
        side,
        setting,
    )


def _open(
    texts: Texts,
    name: str,
    shown: str,
    side: str,
    setting: Setting,
) -> Opened:
    return _on_side(
        side,
        shown,
        lambda: open_texts(
            texts,
            name=name,
            shown=shown,
            use_cache=setting.use_cache,
        ),
    )


def _at_revision(
    revision: str,
    side: str,
    setting: Setting,
) -> Opened:
    where = setting.where
    return _on_side(
        side,
        f"{where.shown} at {revision}",
        lambda: open_located(where, rev=revision, use_cache=setting.use_cache),
    )


def _on_side(
    side: str,
    shown: str,
    read: Callable[[], _T],
) -> _T:
    """What `read` gives; the problems of a broken catalog say which side they are on."""
    try:
        return read()
    except CatalogError as error:
        raise CatalogError(error.problems, where=f"the {side} side, {shown}") from None


def _with_file(
    base: Opened,
    file: Path,
    side: str,
    setting: Setting,
) -> _Owned:
    """The catalog with this file in it, in the place of the file with the same instrument."""
    name, texts = display_path(file), read_texts([file])
    if texts.problems:
        raise CatalogError(texts.problems, where=f"the {side} side, {name}")
    owner = _owner(name, texts.by_file[name])
    others = {
        other: text
        for other, text in base.texts.by_file.items()
        if not _is_replaced(other, text, owner, file)
    }
    opened = _open(
        Texts({**others, **texts.by_file}),
        f"{base.catalog.name} + {file.stem}",
        f"{base.shown} with {name}",
        side,
        setting,
    )
    if file.name != REGISTRY and owner not in opened.catalog.instruments:
        raise Misuse(f"{name} has no instrument")
    return _Owned(opened, owner)


def _owner(file: str, text: str) -> str:
    """The ID of the instrument in a file; empty without one."""
    return str(Document(file, text).take().get("id", ""))


def _is_replaced(
    file: str,
    text: str,
    owner: str,
    new: Path,
) -> bool:
    """Whether the new file, of the instrument `owner`, takes the place of this one."""
    if REGISTRY in (new.name, Path(file).name):
        return Path(file).name == new.name
    return bool(owner) and owner in text and _owner(file, text) == owner


def _known(base: Opened, name: str) -> _Owned:
    return _Owned(base, instrument(names_of(base.catalog), name).id)


# sides


def _side(
    opened: Opened, as_of: date, setting: Setting, *, without: Sequence[str] = ()
) -> ResolvedSide:
    resolution = resolve(
        opened.catalog,
        as_of,
        without=without,
        nonpublic=setting.nonpublic,
    )
    shown = f"{opened.shown} without {', '.join(without)}" if without else opened.shown
    return ResolvedSide(resolution, shown, opened.commit)


def _sides(
    question: str,
    old: ResolvedSide,
    new: ResolvedSide,
    texts: Texts,
    *,
    recorded: date | None = None,
    remarks: tuple[str, ...] = (),
) -> Sides:
    difference = diff_resolutions(
        old.resolution,
        new.resolution,
        recorded=recorded,
    )
    return Sides(
        question,
        old,
        new,
        difference,
        texts.by_file,
        remarks,
    )


def _catalogs(
    old: Opened,
    new: Opened,
    setting: Setting,
    *,
    question: str = "",
) -> Sides:
    return _sides(
        question or f"From {old.shown} to {new.shown}",
        _side(old, setting.as_of, setting),
        _side(new, setting.as_of, setting),
        new.texts,
        recorded=old.recorded,
    )


def _days(
    start: date,
    end: date,
    setting: Setting,
) -> Sides:
    opened = _in_use("new", setting)
    question = f"What became known or came due from {long(start)} to {long(end)}"
    if end < start:
        question = (
            f"Going back from {long(start)} to {long(end)}: "
            "what was not known or had not come due yet"
        )
    old, new = _side(opened, start, setting), _side(opened, end, setting)
    return _sides(question, old, new, opened.texts)


def _adopting(file: Path, setting: Setting) -> Sides:
    """What a guidance file changes, on its own date or later."""
    base = _in_use("old", setting)
    opened, owner = _with_file(base, file, "new", setting)
    guidance = opened.catalog.instruments.get(owner)
    if guidance is None:
        old, new = _side(base, setting.as_of, setting), _side(opened, setting.as_of, setting)
        return _sides(
            f"What adopting {file.name} changes",
            old,
            new,
            opened.texts,
        )
    if guidance == base.catalog.instruments.get(owner):
        return _without(guidance, base, setting)
    as_of = _in_effect(guidance, setting)
    return _sides(
        f"What adopting {guidance.name} changes",
        _side(base, as_of, setting),
        _side(opened, as_of, setting),
        opened.texts,
        remarks=_remarks(guidance, opened.catalog, as_of, setting),
    )


def _adopting_known(name: str, setting: Setting) -> Sides:
    """What an instrument of the catalog changes."""
    opened = _in_use("new", setting)
    return _without(
        opened.catalog.instruments[instrument(names_of(opened.catalog), name).id],
        opened,
        setting,
    )


def _without(
    guidance: Instrument,
    opened: Opened,
    setting: Setting,
) -> Sides:
    """The catalog as if it did not have the instrument, and with it."""
    as_of = _in_effect(guidance, setting)
    return _sides(
        f"What {guidance.name} changes",
        _side(
            opened,
            as_of,
            setting,
            without=[guidance.id],
        ),
        _side(opened, as_of, setting),
        opened.texts,
        remarks=_remarks(guidance, opened.catalog, as_of, setting),
    )


def _in_effect(guidance: Instrument, setting: Setting) -> date:
    """The day of the question.

    That of the guidance where it is later, since before it changes nothing.
    """
    return max(
        setting.as_of,
        guidance.dated,
        guidance.effective or guidance.dated,
    )


def _remarks(
    guidance: Instrument, catalog: Catalog, as_of: date, setting: Setting
) -> tuple[str, ...]:
    """That guidance acts on what was issued after it, so that a date or an ID is wrong.

    And the day.
    """
    later = {target.id: target for _, target in catalog.later_targets(guidance)}
    remarks = [
        f"{target.name} is of {target.dated}, later than {guidance.name} of {guidance.dated}."
        for target in later.values()
    ]
    if as_of != setting.as_of:
        day = long(as_of)
        remarks.append(f"answered as of {day}, the day from which {guidance.name} has effect.")
    return tuple(remarks)


def _instruments(
    old: str,
    new: str,
    setting: Setting,
) -> Sides:
    base = _in_use("new", setting)
    return _between(
        _known(base, old),
        _known(base, new),
        setting,
    )


def _paths(
    old: Path,
    new: Path,
    setting: Setting,
) -> Sides:
    """Two folders, or files that borrow the rest from the folder beside them or the one in use."""
    old_folder = _folder(old, "old", setting) if old.is_dir() else None
    new_folder = _folder(new, "new", setting) if new.is_dir() else None
    if old_folder and new_folder:
        return _catalogs(old_folder, new_folder, setting)
    named = _in_use("new", setting) if setting.is_named else None
    base = named or old_folder or new_folder or _in_use("new", setting)
    former = _Owned(old_folder, "") if old_folder else _with_file(base, old, "old", setting)
    latter = _Owned(new_folder, "") if new_folder else _with_file(base, new, "new", setting)
    return _owned(former, latter, setting)


def _owned(
    old: _Owned,
    new: _Owned,
    setting: Setting,
) -> Sides:
    """Two instruments, or where it is the same one, or not one on each side, two catalogs."""
    if old.owner and new.owner and old.owner != new.owner:
        return _between(old, new, setting)
    return _catalogs(old.opened, new.opened, setting)


def _between(
    old: _Owned,
    new: _Owned,
    setting: Setting,
) -> Sides:
    before = _side(old.opened, setting.as_of, setting)
    after = _side(new.opened, setting.as_of, setting)
    former = _comparable(before.resolution, old.owner)
    latter = _comparable(after.resolution, new.owner)
    difference = diff_instruments(
        before.resolution,
        old.owner,
        after.resolution,
        new.owner,
    )
    question = f"From {former} to {latter}"
    return Sides(
        question,
        before,
        after,
        difference,
        new.opened.texts.by_file,
    )


def _comparable(resolution: Resolution, owner: str) -> str:
    """The name of an instrument. Raises Misuse for one that cannot be compared with another."""
    compared = resolution.catalog.instruments[owner]
    if compared.is_record:
        raise Misuse(
            f"{owner!r} is a record of what happened, which cannot be compared with an order "
            f"(diff {owner} says what it changes)"
        )
    if owner in resolution.unknown:
        raise Misuse(
            f"{compared.name} is dated {compared.dated}; it is not known yet on {resolution.as_of} "
            f"(--as-of {compared.dated} or later)"
        )
    return compared.name
