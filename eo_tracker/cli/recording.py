"""Recording an event: from options to the catalog file, under a lock."""

from __future__ import annotations

from eo_tracker import wording
from eo_tracker.catalog.files import encoded
from eo_tracker.catalog.load import Loaded, load, load_texts
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.record import Fields, NewEvent, difference, owner_file, recorded
from eo_tracker.catalog.write import rewrite
from eo_tracker.check import check
from eo_tracker.cli import ask
from eo_tracker.dates import Period
from eo_tracker.errors import CatalogError
from eo_tracker.resolve import resolve

# An event before its instrument, and one on a date that its duty does not have.
_CANNOT_BE = ("E603", "E604", "E615")


def new_source(text: str, fields: Fields) -> Fields | str:
    """A source given by its URL with what is known of it, or the name of one that the file has."""
    given = {key: value for key, value in fields.items() if value}
    if "://" not in text:
        if given:
            raise ask.Misuse(
                f"--source: {text!r} is the name of a source in the file, so --{next(iter(given))} says nothing new; or give its URL"
            )
        return text
    missing = [f"--{name}" for name in ("class", "seen", "published") if name not in given]
    if missing:
        raise ask.Misuse(f"a new source needs {', '.join(missing)}")
    return {"title": given.pop("title", text.split("/")[2]), "url": text, **given}


def record(where: Located, which: str, event: Fields, source: Fields | str, *, dry_run: bool) -> str:
    """Add an event to the file of its directive; what was done, in words, or the change as a diff."""
    catalog = load(where.paths, name=where.name)
    key = ask.one(which, catalog.usable())
    new, path = NewEvent(key, event, source), owner_file(catalog, key)
    said, remarks = "Recorded", list[str]()

    def edited(current: Loaded) -> str:
        nonlocal said
        text = recorded(current.texts[path.as_posix()], new, current, path.as_posix())
        if text == current.texts[path.as_posix()]:
            said = "Recorded already"
        remarks[:] = _remarks(current, path.as_posix(), text)
        return text

    if dry_run:
        shown = difference(path.as_posix(), catalog.texts[path.as_posix()], edited(catalog))
        return shown + "".join(f"# {each}\n" for each in remarks)
    folder = next((each for each in where.paths if each.is_dir() and path.is_relative_to(each)), path.parent)

    def edit(before: bytes) -> bytes:
        # Read again under the lock: another writer may have been here since.
        current = load(where.paths, name=where.name)
        current.usable()
        return encoded(edited(current), before)

    rewrite(path, edit, inside=folder)
    today = ask.today()
    resolution = resolve(load(where.paths, name=where.name).usable(), today)
    ahead = event["on"] and Period.parse(event["on"]).first > today
    remarks += [f"{event['on']} lies ahead; until then the event counts for nothing"] if ahead else []
    lines = [f"{each.id}: {wording.standing(each)}" for each in resolution.obligations if each.id == key]
    return "\n".join([f"{said} in {path.as_posix()}: {key} {event['what']}.", *lines, *remarks]) + "\n"


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
