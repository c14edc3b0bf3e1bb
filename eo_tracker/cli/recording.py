"""Recording an event: from options to the catalog file, under a lock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from eo_tracker import wording
from eo_tracker.catalog.files import display_path, encode
from eo_tracker.catalog.load import Loaded, load, load_texts
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.record import (
    RECORD,
    Fields,
    NewEvent,
    difference,
    new_record,
    owner_file,
    recorded,
    undone,
)
from eo_tracker.catalog.write import rewrite, writable
from eo_tracker.check import check
from eo_tracker.cli.opening import one_key
from eo_tracker.cli.parsing import today
from eo_tracker.dates import Period
from eo_tracker.errors import CatalogError, Misuse
from eo_tracker.resolve import resolve

# An event before its instrument, and one on a date that its directive does not have.
_CANNOT_BE = ("E603", "E604", "E615")


_NO_RECORD = "is not a record, but has its name; rename it, so that one can be made"
_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20})://")


def new_source(text: str, fields: Fields) -> Fields | str:
    """A source given by its URL with what is known of it, by words of what is not public, or the name of one that the file has."""
    if not text.strip():
        raise Misuse("--source: it is empty; give a URL, or the name of a source in the file")
    given = {key: value for key, value in fields.items() if value}
    address = _ADDRESS.match(text)
    if not address and given.get("class") != "nonpublic":
        return {"name": text, **given} if given else text
    if not address and "title" in given:
        raise Misuse("--title: the words of --source name it already")
    if not address:
        # What was told to us is known from today on, unless somebody says since when.
        return {"title": text, "seen": "full", "published": str(today()), **given}
    missing = [f"--{name}" for name in ("class", "seen", "published") if name not in given]
    if missing:
        raise Misuse(f"a new source needs {', '.join(missing)}")
    url = f"{address['scheme'].lower()}{text[address.end('scheme') :]}"
    return {"title": given.pop("title", url.split("/")[2]), "url": url, **given}


def record(
    where: Located, which: str, event: Fields, source: Fields | str, *, dry_run: bool
) -> str:
    """Add an event to the file of its directive, or to the user's own record; what was done, in words, or the change as a diff."""
    now = today()
    _refuse_what_lies_ahead(event, source, now)
    remarks = (
        [f"{event['on']} lies ahead; until then the event counts for nothing"]
        if _lies_ahead(event["on"], now)
        else []
    )
    if not isinstance(source, str) and source.get("class") == "nonpublic":
        remarks.append(
            "Its source is not public, so the event counts only in answers with --include-nonpublic."
        )
    return _rewritten(
        where,
        which,
        NewEvent("", event, source),
        recorded,
        said="Recorded",
        dry_run=dry_run,
        remarks=remarks,
    )


def undo(where: Located, which: str, event: Fields, *, dry_run: bool) -> str:
    """Take back the last event that was recorded of a directive; what was done, in words, or the change as a diff."""
    return _rewritten(
        where,
        which,
        NewEvent("", event, ""),
        undone,
        said="Taken back",
        dry_run=dry_run,
        remarks=[],
    )


def _refuse_what_lies_ahead(event: Fields, source: Fields | str, today: date) -> None:
    """Nobody can know what has not happened, or have read what is not published; only the day of a trigger can be known ahead."""
    published = None if isinstance(source, str) else source.get("published")
    on = None if event["what"] == "occurred" else event["on"]
    for option, text in (("--on", on), ("--published", published)):
        if _lies_ahead(text, today):
            raise Misuse(
                f"{option}: {text} lies ahead of today, {today}; only 'occurred' may be recorded ahead of its day"
            )


def _lies_ahead(text: str | None, today: date) -> bool:
    """Whether a day or period begins after today; not what is none, which is told with the other faults of the event."""
    try:
        return text is not None and Period.parse(text).first > today
    except ValueError:
        return False


Edit = Callable[[str, NewEvent, Loaded, str], str]


def _rewritten(
    where: Located,
    which: str,
    wanted: NewEvent,
    edit: Edit,
    *,
    said: str,
    dry_run: bool,
    remarks: list[str],
) -> str:
    """Edit the one file that is meant, under its lock, and tell what was done; with `dry_run` show the change only."""
    now = today()
    catalog = load(where.paths, name=where.name)
    key = one_key(which, catalog.usable())
    wanted, path = wanted._replace(key=key), _target(where, catalog, key)
    file, found = path.as_posix(), list[str]()
    unchanged = False

    def edited(current: Loaded) -> str:
        nonlocal unchanged
        current = _with_record(current, file, key, now)
        text = edit(current.texts[file], wanted, current, file)
        unchanged = text == current.texts[file]
        found[:] = _remarks(current, file, text)
        return text

    if dry_run:
        change = difference(file, catalog.texts.get(file, ""), edited(catalog))
        return change + "".join(f"# {each}\n" for each in found)
    folder = next(
        (each for each in where.own if each.is_dir() and path.is_relative_to(each)), path.parent
    )

    def replaced(before: bytes) -> bytes:
        # Read again under the lock: another writer may have been here since.
        current = load(where.paths, name=where.name)
        current.usable()
        if before and file not in current.texts:
            raise Misuse(f"{file} {_NO_RECORD}")
        return encode(edited(current), before)

    rewrite(path, replaced, inside=folder)
    resolution = resolve(load(where.paths, name=where.name).usable(), now)
    lines = [
        f"{each.id}: {wording.status_text(each)}"
        for each in resolution.obligations
        if each.id == key
    ]
    what = f" {wanted.event['what']}" if wanted.event["what"] else ""
    return (
        "\n".join(
            [
                f"{said}{' already' if unchanged else ''} in {file}: {key}{what}.",
                *lines,
                *found,
                *remarks,
            ]
        )
        + "\n"
    )


def _target(where: Located, catalog: Loaded, key: str) -> Path:
    """The file to write: that of the directive where it is the user's own, else the user's own record."""
    own = [
        each for each in where.own if os.access(each, os.W_OK)
    ] or where.own  # one that is read only is as public as the shipped one
    if _lies_in(catalog.documents[key.partition("/")[0]].file, own):
        return owner_file(catalog, key)
    files = {each: document.file for each, document in catalog.documents.items()}
    records = [
        files[each.id]
        for each in catalog.catalog.instruments.values()
        if each.is_record and _lies_in(files[each.id], own)
    ]
    folders = [each for each in own if each.is_dir()]
    if len(records) > 1 or (not records and len(folders) != 1):
        named = " and ".join(records) or f"{len(folders)} folders"
        raise Misuse(
            f"{key} stands in a catalog that is not to be written; name one catalog folder of your own for it, not {named}"
        )
    if records:
        return writable(records[0])
    path = folders[0] / f"{RECORD}.yaml"
    if (
        RECORD in files or path.as_posix() in catalog.texts
    ):  # not what is on the disk by now: another writer may just have made one
        raise Misuse(f"{files.get(RECORD, path.as_posix())} {_NO_RECORD}")
    writable(display_path(path.parent))
    return path


def _lies_in(file: str, paths: Iterable[Path]) -> bool:
    """Whether a file, by its name as shown, is one of the paths or lies in one."""
    path = Path(file)
    return any(
        path == each or path.is_relative_to(each) for each in map(Path, map(display_path, paths))
    )


def _with_record(catalog: Loaded, file: str, key: str, today: date) -> Loaded:
    """The catalog with the file in it: a record that is not there yet is as if it were there, and empty."""
    if file in catalog.texts:
        owner = next(
            catalog.catalog.instruments[each]
            for each, document in catalog.documents.items()
            if document.file == file
        )
        if owner.id != key.partition("/")[0] and not owner.is_record:
            raise Misuse(f"{file} {_NO_RECORD}")
        return catalog
    return load_texts({**catalog.texts, file: new_record(today)}, name=catalog.catalog.name)


def _remarks(before: Loaded, file: str, text: str) -> list[str]:
    """What `check` finds in the catalog with the new text of a file and did not find before. Raises CatalogError for what cannot be.

    The rest is said, not refused: that the record was searched to an earlier day, say, is mended by a search, not by this program.
    """
    known = {(each.code, each.message) for each in check(before)}
    after = load_texts({**before.texts, file: text}, name=before.catalog.name)
    new = [each for each in check(after) if (each.code, each.message) not in known]
    if wrong := [each for each in new if each.code in _CANNOT_BE]:
        raise CatalogError(wrong)
    return [f"check: {each}" for each in new]
