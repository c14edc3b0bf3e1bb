"""`record` on the command line: options into an event, and the file rewritten under a lock."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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
)
from eo_tracker.catalog.undo import undone
from eo_tracker.catalog.write import rewrite, writable
from eo_tracker.check import check
from eo_tracker.cli.clock import today
from eo_tracker.cli.resolving import one_key
from eo_tracker.dates import Period
from eo_tracker.errors import CatalogError, Misuse, Problem
from eo_tracker.models import owner_id
from eo_tracker.resolve import resolve

# An event before its instrument, and one on a date that its directive does not have.
_IMPOSSIBLE = ("E603", "E604", "E615")
_NO_RECORD = "is not a record, but has its name; rename it, so that a record can be made"
_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20})://")

Edit = Callable[[str, NewEvent, Loaded, str], str]


def new_source(text: str, description: Fields) -> Fields | str:
    """A source as it was typed, with what is known of it.

    It is a URL, the name of a source that the file has, or words for what is not public.
    """
    if not text.strip():
        raise Misuse("--source: it is empty; give a URL, or the name of a source in the file")
    known = {name: value for name, value in description.items() if value}
    if address := _ADDRESS.match(text):
        return _source_with_address(text, address, known)
    if known.get("class") != "nonpublic":
        return {"name": text, **known} if known else text
    if "title" in known:
        raise Misuse("--title: the words of --source are the title already")
    # What was told to us is known from today on, unless an earlier day is given.
    return {"title": text, "seen": "full", "published": str(today()), **known}


def _source_with_address(
    text: str,
    address: re.Match[str],
    known: dict[str, str],
) -> Fields:
    missing = [f"--{name}" for name in ("class", "seen", "published") if name not in known]
    if missing:
        raise Misuse(f"a new source needs {', '.join(missing)}")
    url = f"{address['scheme'].lower()}{text[address.end('scheme') :]}"
    title = known.pop("title", url.split("/")[2])
    return {"title": title, "url": url, **known}


def record(
    where: Located, which: str, event: Fields, source: Fields | str, *, dry_run: bool
) -> str:
    """Add an event to the file of its directive, or to the user's own record.

    Returns what was done, in words, or with `dry_run` the change as a diff.
    """
    now = today()
    _refuse_future_days(event, source, now)
    remarks = []
    if _is_future(event["on"], now):
        remarks.append(f"{event['on']} is in the future; the event has no effect until then")
    if not isinstance(source, str) and source.get("class") == "nonpublic":
        remarks.append(
            "Its source is not public, so the event counts only in answers with "
            "--include-nonpublic."
        )
    change = _Change(
        where,
        which,
        NewEvent("", event, source),
        recorded,
        "Recorded in",
        now,
    )
    return change.carried_out(remarks, dry_run=dry_run)


def undo(
    where: Located,
    which: str,
    event: Fields,
    *,
    dry_run: bool,
) -> str:
    """Remove the last event that was recorded of a directive.

    Returns what was done, in words, or with `dry_run` the change as a diff.
    """
    change = _Change(
        where,
        which,
        NewEvent("", event, ""),
        undone,
        "Removed from",
        today(),
    )
    return change.carried_out([], dry_run=dry_run)


def _refuse_future_days(
    event: Fields,
    source: Fields | str,
    now: date,
) -> None:
    """Only the day of a trigger can be known ahead.

    Nothing else has happened or is published yet.
    """
    published = None if isinstance(source, str) else source.get("published")
    on = None if event["what"] == "occurred" else event["on"]
    for option, text in (("--on", on), ("--published", published)):
        if _is_future(text, now):
            raise Misuse(
                f"{option}: {text} is after today, {now}; "
                "only 'occurred' may be recorded ahead of its day"
            )


def _is_future(text: str | None, now: date) -> bool:
    """Whether a day or period begins after today; what is not a date is reported elsewhere."""
    try:
        return text is not None and Period.parse(text).first > now
    except ValueError:
        return False


@dataclass
class _Change:
    """An edit of the one file that is meant; `verb` says what it does."""

    where: Located
    which: str
    event: NewEvent
    edit: Edit
    verb: str
    now: date
    path: Path = field(init=False)
    findings: Sequence[str] = ()
    is_unchanged: bool = False

    def __post_init__(self) -> None:
        self.loaded = load(self.where.paths, name=self.where.name)
        self.key = one_key(self.which, self.loaded.usable())
        self.event = self.event._replace(key=self.key)
        self.path = _target(
            self.where,
            self.loaded,
            self.key,
        )
        self.file = self.path.as_posix()

    def _edited(self, loaded: Loaded) -> str:
        """The new text of the file in this catalog."""
        loaded = _with_record(
            loaded,
            self.file,
            self.key,
            self.now,
        )
        before = loaded.texts[self.file]
        after = self.edit(
            before,
            self.event,
            loaded,
            self.file,
        )
        self.is_unchanged = before == after
        self.findings = _findings(loaded, self.file, after)
        return after

    def carried_out(self, remarks: Sequence[str], *, dry_run: bool) -> str:
        """Make the change and say what was done; with `dry_run` only show it."""
        if dry_run:
            return self._diff()
        return self._made(remarks)

    def _diff(self) -> str:
        """The change as a diff, with what `check` would find."""
        change = difference(
            self.file, self.loaded.texts.get(self.file, ""), self._edited(self.loaded)
        )
        return change + "".join(f"# {finding}\n" for finding in self.findings)

    def _made(self, remarks: Sequence[str]) -> str:
        """Make the change under the file's lock, and say what was done."""
        folders = [each for each in self.where.own if each.is_dir()]
        inside = [folder for folder in folders if self.path.is_relative_to(folder)]
        rewrite(
            self.path,
            self._replaced,
            inside=inside[0] if inside else self.path.parent,
        )
        done = "Already recorded in" if self.is_unchanged else self.verb
        what = " ".join(filter(None, [self.key, self.event.event["what"]]))
        head = f"{done} {self.file}: {what}."
        lines = [head, *self._statuses(), *self.findings, *remarks]
        return "\n".join(lines) + "\n"

    def _replaced(self, before: bytes) -> bytes:
        # Read again under the lock: another writer may have been here since.
        current = load(self.where.paths, name=self.where.name)
        current.usable()
        if before and self.file not in current.texts:
            raise Misuse(f"{self.file} {_NO_RECORD}")
        return encode(self._edited(current), before)

    def _statuses(self) -> list[str]:
        """The status of the directive as the file now has it."""
        catalog = load(self.where.paths, name=self.where.name).usable()
        return [
            f"{obligation.id}: {wording.status_text(obligation)}"
            for obligation in resolve(catalog, self.now).obligations
            if obligation.id == self.key
        ]


def _target(
    where: Located,
    loaded: Loaded,
    key: str,
) -> Path:
    """The file to write: the directive's where it is the user's own, else the user's record."""
    # A path that is read only is as public as the bundled catalog.
    own = [path for path in where.own if os.access(path, os.W_OK)] or where.own
    if _is_in(loaded.documents[owner_id(key)].file, own):
        return owner_file(loaded, key)
    records = [file for file in _record_files(loaded) if _is_in(file, own)]
    folders = [path for path in own if path.is_dir()]
    match records, folders:
        case [record], _:
            return writable(record)
        case [], [folder]:
            return _new_record_file(folder, loaded)
    named = " and ".join(records) or f"{len(folders)} folders"
    raise Misuse(
        f"{key} is in a catalog that must not be changed; "
        f"name one catalog folder of your own for it, not {named}"
    )


def _record_files(loaded: Loaded) -> list[str]:
    instruments = loaded.catalog.instruments.values()
    records = [instrument.id for instrument in instruments if instrument.is_record]
    return [loaded.documents[name].file for name in records]


def _new_record_file(folder: Path, loaded: Loaded) -> Path:
    """The file for a record that does not exist yet."""
    path = folder / f"{RECORD}.yaml"
    # Not what is on the disk by now: another writer may just have made one.
    taken = loaded.documents.get(RECORD)
    if taken:
        raise Misuse(f"{taken.file} {_NO_RECORD}")
    if path.as_posix() in loaded.texts:
        raise Misuse(f"{path.as_posix()} {_NO_RECORD}")
    writable(display_path(path.parent))
    return path


def _is_in(file: str, paths: Iterable[Path]) -> bool:
    """Whether a file, by its name as shown, is one of the paths or lies in one."""
    path = Path(file)
    return any(path.is_relative_to(display_path(owner)) for owner in paths)


def _with_record(
    loaded: Loaded,
    file: str,
    key: str,
    now: date,
) -> Loaded:
    """The catalog with the file in it; a record that does not exist yet is taken as empty."""
    if file not in loaded.texts:
        texts = {**loaded.texts, file: new_record(now)}
        return load_texts(texts, name=loaded.catalog.name)
    owners = [owner for owner, document in loaded.documents.items() if document.file == file]
    owner = loaded.catalog.instruments[owners[0]]
    if owner.id != owner_id(key) and not owner.is_record:
        raise Misuse(f"{file} {_NO_RECORD}")
    return loaded


def _findings(
    before: Loaded,
    file: str,
    text: str,
) -> list[str]:
    """What `check` finds with the new text of a file and did not find before.

    Raises CatalogError for what cannot be. The rest is said, not refused: that the record was
    searched to an earlier day, say, is corrected by a search, not by this program.
    """
    known = {_without_place(problem) for problem in check(before)}
    after = load_texts({**before.texts, file: text}, name=before.catalog.name)
    new = [problem for problem in check(after) if _without_place(problem) not in known]
    if impossible := [problem for problem in new if problem.code in _IMPOSSIBLE]:
        raise CatalogError(impossible)
    return [f"check: {problem}" for problem in new]


def _without_place(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.message
