"""From options to an answer's ingredients: the day, the catalog, the filter; and from an answer to the screen or a file."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from eo_tracker.answers import Answer, Context
from eo_tracker.catalog import cache
from eo_tracker.catalog.files import read_texts
from eo_tracker.catalog.locate import Located, is_installed, locate
from eo_tracker.cli.options import Asked, Assumed, Filters
from eo_tracker.dates import Period, Span, add
from eo_tracker.errors import Problem, TrackerError, did_you_mean
from eo_tracker.models import Catalog, Reach, Status
from eo_tracker.query import Filter, circle, find, instrument, party
from eo_tracker.render import Screen, render
from eo_tracker.resolve import Assumption, TooManyDates, resolve
from eo_tracker.text import clean

if TYPE_CHECKING:
    from urllib.parse import SplitResult

CATALOG_VARIABLE = "EO_TRACKER_CATALOG"
_LETTERS = re.compile(r"^fy(?=\d)|(?<=\d-)q(?=\d)", re.IGNORECASE)
NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}


class Misuse(TrackerError):
    """An option or argument that cannot be understood."""


def either(*options: tuple[str, object]) -> None:
    """Refuse options that contradict each other: at most one of these, by name and value, may be given."""
    given = [name for name, value in options if value is not None]
    if len(given) > 1:
        raise Misuse(f"{' and '.join(given)}: only one of them can be meant")


def today() -> date:
    """The date in Washington, where the clocks of federal deadlines hang."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("America/New_York")).date()


def located(asked: Asked) -> Located:
    """Which catalog is meant."""
    return locate(asked.catalog or (), os.environ.get(CATALOG_VARIABLE))


def writable(asked: Asked) -> Located:
    """A catalog that can be written to: at least one path of it is the user's own."""
    where = located(asked)
    if not where.own:
        raise Misuse(
            "the catalog that ships with eo-tracker is not to be written; name your own, beside it or alone: "
            "--catalog shipped --catalog my-catalog, or work in a clone"
        )
    return where


def context(
    asked: Asked, assumed: Assumed | None = None, *, horizon: Span | None = None
) -> Context:
    """Read the catalog and resolve it as of the day asked for; recurring directives up to the horizon."""
    where = located(asked)
    catalog, shown, commit = _read(where, asked)
    as_of = (
        day(asked.as_of, "--as-of", relative_to=None, exact=True)
        if asked.as_of is not None
        else today()
    )
    until = _ahead(as_of, horizon) if horizon else None
    try:
        what_if = assumptions(assumed, catalog, as_of)
        return Context(
            resolve(catalog, as_of, what_if, horizon=until, nonpublic=asked.include_nonpublic),
            shown,
            commit,
        )
    except TooManyDates as error:
        raise Misuse(f"--horizon: {error}") from None


def _ahead(start: date, horizon: Span) -> date:
    try:
        return add(start, horizon)
    except OverflowError:
        return date.max


def _read(where: Located, asked: Asked) -> tuple[Catalog, str, str | None]:
    """The catalog, how to name it to the user, and the commit that it comes from."""
    problems: list[Problem] = []
    if asked.rev is None:
        texts, shown, commit = read_texts(where.paths, problems), where.shown, None
    else:
        from eo_tracker.catalog.git import read_revision

        found = read_revision(where.paths, asked.rev, problems)
        texts, commit = found.texts, found.commit
        shown = f"{where.shown} at {asked.rev} (commit {found.short})"
    return cached(texts, problems, where.name, use=not (problems or asked.no_cache)), shown, commit


def cached(texts: Mapping[str, str], problems: list[Problem], name: str, *, use: bool) -> Catalog:
    """The catalog of these texts, from the cache if it was read before. Raises CatalogError."""
    place = cache.folder(os.environ.get(cache.VARIABLE)) if use else None
    kept = cache.Cache(place, texts) if place else None
    if kept and (catalog := kept.whole(name)):
        return catalog
    from eo_tracker.catalog.load import load_texts

    loaded = load_texts(texts, name=name, problems=problems, known=kept.parts() if kept else {})
    catalog = loaded.usable()
    if kept:
        kept.keep(catalog, {key: each.file for key, each in loaded.documents.items()})
    return catalog


def day(
    text: str, option: str, *, relative_to: date | None, first: bool = False, exact: bool = False
) -> date:
    """A day as hands type it: `2026-12-07`, `yesterday`, `+30d`, `-1w`, or a period, which means its last (or `first`) day.

    With `exact` a period is refused: nobody is to guess which of its days is meant.
    """
    start = relative_to or today()
    plain = text.strip()
    try:
        if plain.lower() in NAMED_DAYS:
            return add(start, Span(1, "day"), NAMED_DAYS[plain.lower()])
        if plain[:1] in ("+", "-"):
            return add(start, Span.parse_short(plain[1:]), 1 if plain[0] == "+" else -1)
        period = Period.parse(_LETTERS.sub(lambda found: found[0].upper(), plain))
        if exact and not period.exact:
            raise Misuse(f"{option}: {text!r} is more than one day; write {period.last}")
        return period.first if first else period.last
    except ValueError as error:
        raise Misuse(f"{option}: {error}; today, +30d and -1w work too") from None
    except OverflowError:
        raise Misuse(f"{option}: {text!r} lies outside the calendar (years 1 to 9999)") from None


def address(text: str, option: str) -> SplitResult:
    """The parts of an HTTP address; Misuse when it is none."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        good = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise Misuse(f"{option}: {text!r} is no address; it begins with https://")
    return parts


def span(text: str, option: str) -> Span:
    """A period such as `30d`; Misuse when it is none."""
    try:
        found = Span.parse_short(text)
    except ValueError as error:
        raise Misuse(f"{option}: {error}") from None
    if not found.countable:
        raise Misuse(f"{option}: {text!r} is in hours, and deadlines are counted in days")
    return found


def assumptions(assumed: Assumed | None, catalog: Catalog, as_of: date) -> list[Assumption]:
    """`ID=DATE` or `TRIGGER=DATE`, each looked up in the catalog."""
    found: list[Assumption] = []
    for text in (assumed.assume if assumed else None) or ():
        name, equals, when = text.rpartition("=")
        if not equals:
            raise Misuse(f"--assume: {text!r} is not ID=DATE, as in nspm-12/6b-iii=2026-09-01")
        key, on = (
            one(name, catalog, "--assume: "),
            day(when, "--assume", relative_to=as_of, exact=True),
        )
        if any(key == other for other, _ in found):
            raise Misuse(f"--assume: {key} is assumed twice; ask two questions")
        found.append((key, on))
    return found


def one(name: str, catalog: Catalog, option: str = "") -> str:
    """The full ID of the one directive or trigger that `name` means."""
    what = find(catalog, name, triggers=True)
    if not isinstance(what, list) or len(what) != 1:
        raise Misuse(f"{option}{name!r} is not one directive or trigger")
    return what[0]


def chosen(filters: Filters, catalog: Catalog, as_of: date) -> Filter:
    """The filter options, with every name looked up in the catalog."""
    start = (
        day(filters.from_, "--from", relative_to=as_of, first=True)
        if filters.from_ is not None
        else None
    )
    end = day(filters.to, "--to", relative_to=as_of) if filters.to is not None else None
    if start and end and start > end:
        raise Misuse(f"--from: {start} lies after --to {end}")
    return Filter(
        orders=frozenset(instrument(catalog, each).id for each in filters.order or ()),
        under=frozenset(instrument(catalog, each).id for each in filters.under or ()),
        reach=frozenset(_reach(each) for each in filters.reach or ()),
        agencies=frozenset(
            name for each in filters.agency or () for name in circle(catalog, party(catalog, each))
        ),
        lead=frozenset(party(catalog, each) for each in filters.lead or ()),
        status=frozenset(_status(each) for each in filters.status or ()),
        topics=frozenset(_topic(each, catalog) for each in filters.topic or ()),
        start=start,
        end=end,
    )


def _status(text: str) -> Status:
    try:
        return Status({"overdue": "past-due", "passed": "past-due"}.get(text.lower(), text.lower()))
    except ValueError:
        known = [each.value for each in Status]
        raise Misuse(
            f"--status: {text!r} is none of {', '.join(known)}{did_you_mean(text, known)}"
        ) from None


def _reach(text: str) -> str:
    known = get_args(Reach)
    if text.lower() in known:
        return text.lower()
    raise Misuse(f"--reach: {text!r} is none of {', '.join(known)}")


def _topic(text: str, catalog: Catalog) -> str:
    known = sorted(
        {topic for _, directive in catalog.directives.values() for topic in directive.topics}
    )
    if text.lower() in known:
        return text.lower()
    raise Misuse(
        f"--topic: {text!r} is not used in the catalog; it has {', '.join(known) or 'no topics'}"
    )


def tell(answer: Answer, asked: Asked, given: Iterable[Path] = ()) -> None:
    """Render the answer and put it where it was asked for; never over the catalog or what else was `given` to read."""
    text = render(answer, asked.format, Screen() if asked.out else _screen())
    if asked.format == "csv" and asked.out and not _is_stream(asked.out):
        text = f"\ufeff{text}"  # without this mark Excel reads a file as if it were not UTF-8
    put(text, asked.out, given=[*located(asked).paths, *given])


def _is_stream(out: Path) -> bool:
    from eo_tracker.catalog.write import is_special

    return is_special(out)


def put(text: str, out: Path | None, *, given: Iterable[Path] = ()) -> None:
    """Write to the file, whole or not at all, or to standard output; never over a file, or into a folder, `given` to read."""
    if out is None:
        print_out(text)
        return
    if os.path.realpath(out).endswith((".yaml", ".yml")):
        raise Misuse(
            f"--out: {out.as_posix()} is named as a catalog's files are; an answer is no YAML, so give it another name"
        )
    refuse_what_was_read(out, given)
    put_bytes(text.encode(), out)


def refuse_what_was_read(out: Path, given: Iterable[Path]) -> None:
    """Raise Misuse when --out names a file that is there and was `given` to read. (A catalog's own files are known by their names.)"""
    if any(each.is_file() and out.exists() and out.samefile(each) for each in given):
        raise Misuse(
            f"--out: {out.as_posix()} is what was read for this answer; give it another name"
        )


def put_bytes(data: bytes, out: Path, *, inside: Path | None = None) -> None:
    """Write to the file, whole or not at all; to a device or a pipe as it comes. With `inside`, no link may lead out of that folder."""
    from eo_tracker.catalog.write import CannotWrite, write

    if is_installed(out):
        raise Misuse(
            f"--out: {out.as_posix()} belongs to the catalog that ships with eo-tracker, which is not to be written"
        )
    try:
        write(out, data, inside=inside)
    except CannotWrite as error:
        raise Misuse(f"--out: {error}") from None


def make_folder(folder: Path) -> None:
    """Make the folder that --out names, if it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"--out: {folder.as_posix()!r} cannot be made: {error.strerror}") from None


def note(*lines: str) -> None:
    """Tell what is no part of the answer, on standard error; what steers a terminal is no part of a file's name."""
    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))


def print_out(text: str) -> None:
    """Write to standard output; a reader who has gone is no fault, a full disk or a closed output is."""
    if sys.stdout is None:
        raise Misuse("there is no standard output to write to")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written must not be tried again on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Misuse(f"the answer cannot be written: {error.strerror}") from None


def _screen() -> Screen:
    """The terminal's width and colour. A pipe has no colour and, unless COLUMNS says otherwise, no width."""
    columns = os.environ.get("COLUMNS", "")
    # Some shells without a terminal say 0, which means that nobody knows.
    width = (
        min(max(int(columns), 20), 1000)
        if columns.isdecimal() and len(columns) < 10 and int(columns)
        else None
    )
    if sys.stdout is None or not sys.stdout.isatty():
        return Screen(width)
    import shutil

    return Screen(
        width or shutil.get_terminal_size().columns,
        colour=not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )
