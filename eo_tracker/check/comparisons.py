"""Rules that compare a catalog with its folders, an older state, official texts, or the day.

They apply only when that is given. What compares an entry with the official text is in
`eo_tracker.extract`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY, display_path
from eo_tracker.catalog.load import Loaded
from eo_tracker.check.rule import Rule
from eo_tracker.check.samples import Sample
from eo_tracker.errors import Place, Problem
from eo_tracker.models import Catalog, Directive, Status
from eo_tracker.resolve import Obligation, events_of, resolve


def unread_files(paths: Iterable[Path]) -> Iterator[Problem]:
    """The files and folders in the catalog's folders that are not read.

    The text of an entry may be kept beside it, under the same name.
    """
    for folder in paths:
        items = sorted(folder.iterdir()) if folder.is_dir() else []
        entries = {item.stem for item in items if item.suffix == ".yaml"}
        for item in items:
            if _is_expected(item, entries):
                continue
            what = "folder" if item.is_dir() else "file"
            message = f"this {what} is not read; catalog files end in .yaml and are in one folder"
            yield Problem(Place(display_path(item)), "E117", message)


def _is_expected(item: Path, entries: Collection[str]) -> bool:
    if item.suffix in (".yaml", ".yml") or item.name.startswith((".", "README")):
        return True
    return item.stem in entries and item.is_file()


def lost_ids(loaded: Loaded, base: Catalog) -> Iterator[Problem]:
    """The IDs of `base` that are gone or name another directive, at the file that had them."""
    for key, (owner, before) in base.directives.items():
        document = loaded.documents.get(owner.id)
        now = loaded.catalog.directives.get(key)
        if now is None:
            place = document.place(("id",)) if document else _any_file(loaded)
            message = f"{key} is gone; keep it, with 'entered-in-error' and the reason"
            yield Problem(place, "E203", message)
            continue
        instrument, directive = now
        if document and _is_another(before, directive):
            index = instrument.directives.index(directive)
            message = f"{key} was § {before.cite} for others; give the new directive its own ID"
            yield Problem(document.place(("directives", index, "id")), "E204", message)


def _any_file(loaded: Loaded) -> Place:
    """A file that exists, for a finding whose own file is gone: the registry if possible."""
    for file in loaded.texts:
        if Path(file).name == REGISTRY:
            return Place(file)
    return Place(loaded.catalog.name)


def _is_another(before: Directive, now: Directive) -> bool:
    """Whether pinpoint, title and addressees all differ; a correction changes one or two."""
    bound_before = {role.party for role in before.binds}
    bound_now = {role.party for role in now.binds}
    is_moved = before.cite != now.cite and before.title != now.title
    return is_moved and bound_before.isdisjoint(bound_now)


def outdated_records(loaded: Loaded, as_of: date) -> Iterator[Problem]:
    """Dates that passed without a later search of the record, and events in the future."""
    for obligation in resolve(loaded.catalog, as_of).obligations:
        if obligation.status is Status.PAST_DUE and not _is_searched(obligation):
            instrument = obligation.instrument
            document = loaded.documents[instrument.id]
            place = document.place(("searches",) if instrument.searched_to else ("id",))
            due = f"{obligation.id} was due on {obligation.due}"
            message = f"{due}; its record was not searched since"
            yield Problem(place, "E801", message)
    for key, instrument in loaded.catalog.instruments.items():
        for index, known in enumerate(events_of(instrument)):
            day = known.event.on
            if day and day.first > as_of:
                place = loaded.documents[key].place(("events", index, "on"))
                yield Problem(place, "E802", f"{day} is after {as_of}")


def _is_searched(obligation: Obligation) -> bool:
    """Whether the record was searched on the due date or later."""
    searched_to = obligation.instrument.searched_to
    if obligation.due is None:
        return True
    return searched_to is not None and searched_to >= obligation.due


COMPARISON_RULES = (
    # E2: --rev
    Rule(
        "E203",
        "removed-id",
        "error",
        "An ID of the base revision is gone.",
        why=(
            "Memos, calendars and other catalogs refer to it; "
            "an entry that was a mistake is marked 'entered-in-error', with the reason."
        ),
        bad=Sample.words("The directive 2c of the base revision is deleted."),
        good=Sample.words("The directive 2c has `entered-in-error: It repeats 2b.`"),
    ),
    Rule(
        "E204",
        "reused-id",
        "error",
        "An ID of the base revision now names another directive.",
        why="Anyone who noted the ID would find a different directive under it.",
        bad=Sample.words("2c has another pinpoint, title and addressee than in the base revision."),
        good=Sample.words("2c is unchanged, and the new directive has a new ID."),
    ),
    # E7: --text
    Rule(
        "E701",
        "head-mismatch",
        "error",
        "The number, date or title is not that of the official text.",
        why="Every deadline counts from the date of the instrument.",
        bad=Sample.words("`dated: 2026-06-03`, where the text is dated June 2, 2026."),
        good=Sample.words("`dated: 2026-06-02`"),
    ),
    Rule(
        "E702",
        "pinpoint-not-found",
        "error",
        "The official text has no such pinpoint.",
        why="An attorney who cites it would cite nothing.",
        bad=Sample.words("`cite: 2(z)`, where section 2 ends with (d)."),
        good=Sample.words("`cite: 2(c)`"),
    ),
    Rule(
        "E703",
        "quote-not-found",
        "error",
        "The quoted words do not appear under the pinpoint.",
        why="The quotation is the proof of the date.",
        bad=Sample.words("`quote: Within 45 days`, where the text says 30 days."),
        good=Sample.words("`quote: Within 30 days`"),
    ),
    Rule(
        "E704",
        "rule-mismatch",
        "error",
        "The rule differs from what the text says under the pinpoint.",
        why="The date depends on the number, unit, direction and start of a time limit.",
        bad=Sample.words("`{within: 30 days, of: date}`, where the text counts from a report."),
        good=Sample.words("`{within: 30 days, of: report}`"),
    ),
    Rule(
        "E705",
        "party-mismatch",
        "error",
        "The text names other parties there, or names them in another role.",
        why="A deadline is of no use without the party that must act.",
        bad=Sample.words("`binds: [omb]`, where the text addresses the Treasury."),
        good=Sample.words("`binds: [treasury]`"),
    ),
    Rule(
        "E706",
        "missing-directive",
        "error",
        "The text sets a time limit that no entry has.",
        why=(
            "An instrument whose coverage is complete lists every time limit, "
            "or says under `excluded` why not."
        ),
        bad=Sample.words("The entry for section 4(b) is deleted."),
        good=Sample.words("Every time limit has an entry."),
    ),
    Rule(
        "E707",
        "duplicate-entry",
        "error",
        "A directive is entered twice.",
        why="It would be due twice, and one of the two would never be completed.",
        bad=Sample.words("2c and 2c-again have the same pinpoint, addressees and rule."),
        good=Sample.words("There is only 2c."),
    ),
    # E8: --strict-as-of
    Rule(
        "E801",
        "not-searched-since",
        "error",
        "A date has passed, and its record was not searched since.",
        why="'No public record' would only mean that no one looked.",
        bad=Sample.words("Due 2026-07-02, searched to 2026-06-30, checked as of 2026-07-03."),
        good=Sample.words("Due 2026-07-02, searched to 2026-07-02, checked as of 2026-07-03."),
    ),
    Rule(
        "E802",
        "future-event",
        "error",
        "An event is in the future.",
        why="An event is something that happened; the year or month is wrong.",
        bad=Sample.words("An event on 2027-01-05, checked as of 2026-12-01."),
        good=Sample.words("An event on 2026-11-05, checked as of 2026-12-01."),
    ),
)
