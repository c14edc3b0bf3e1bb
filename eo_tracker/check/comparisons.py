"""Rules that need more than the catalog: its folders, an older state of it, or a day. They run only when one is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY, display_path
from eo_tracker.catalog.load import Loaded
from eo_tracker.check.rule import Rule
from eo_tracker.errors import Place, Problem
from eo_tracker.models import Catalog, Directive, Status
from eo_tracker.resolve import events_of, resolve

COMPARISON_RULES = (
    Rule(
        "E203",
        "id-gone",
        "error",
        "An ID of the base revision is gone.",
        "Memos, calendars and other catalogs refer to it; an entry that was a mistake is marked 'entered-in-error', with the reason.",
        "[the directive 2c of the base revision is deleted]",
        "[2c: entered-in-error: it repeats 2b]",
    ),
    Rule(
        "E204",
        "id-reused",
        "error",
        "An ID of the base revision names another directive now.",
        "Whoever noted the ID reads something else under it.",
        "[2c had another pinpoint and binds others than in the base revision]",
        "[2c as it was, and a new ID for the new directive]",
    ),
    Rule(
        "E701",
        "other-head",
        "error",
        "Number, date or title are not those of the official text.",
        "Every date counts from the day of the instrument.",
        "[dated: 2026-06-03, the text is of June 2]",
        "[dated: 2026-06-02]",
    ),
    Rule(
        "E702",
        "no-pinpoint",
        "error",
        "The official text has no such pinpoint.",
        "An attorney who cites it cites nothing.",
        "[cite: 2(z)]",
        "[cite: 2(c)]",
    ),
    Rule(
        "E703",
        "not-there",
        "error",
        "The quoted words do not stand under the pinpoint.",
        "A quotation is the proof of a date.",
        "[quote: Within 45 days, where the text has 30]",
        "[the words as they stand]",
    ),
    Rule(
        "E704",
        "other-rule",
        "error",
        "The rule is not what the text says there.",
        "Number, unit, direction and starting point of a time limit are the date.",
        "[within: 30 days, of: date, where the text counts from a report]",
        "[within: 30 days, of: report]",
    ),
    Rule(
        "E705",
        "other-party",
        "error",
        "The text names others there, or names them in another role.",
        "Who must act is the second half of every deadline.",
        "[binds: [omb], where the text addresses Treasury]",
        "[binds: [treasury]]",
    ),
    Rule(
        "E706",
        "missing-directive",
        "error",
        "The text sets a time limit that no entry has.",
        "An instrument whose coverage is complete lists every one, or says in `excluded` why not.",
        "[the entry for 4(b) is deleted]",
        "[all entries are there]",
    ),
    Rule(
        "E707",
        "twice",
        "error",
        "A directive is there twice.",
        "It would be due twice, and met once.",
        "[2c and 2c-again with the same pinpoint, addressees and rule]",
        "[one entry]",
    ),
    Rule(
        "E801",
        "not-searched-since",
        "error",
        "A date passed, and its record was not searched since.",
        "'No public record' then only says that nobody looked.",
        "[due 2026-07-02, searched to 2026-06-30, checked as of 2026-07-03]",
        "[searches: [{on: 2026-07-02}]]",
    ),
    Rule(
        "E802",
        "future-event",
        "error",
        "An event lies in the future.",
        "Nothing has happened that is yet to come; the year or month is wrong.",
        "[an event of 2027-01-05, checked as of 2026-12-01]",
        "[an event of 2026-11-05]",
    ),
)


def against_folders(paths: Iterable[Path]) -> Iterator[Problem]:
    """What lies in the catalog's folders and is not read. A text beside the entry that was made of it is expected there."""
    for folder in paths:
        inside = sorted(folder.iterdir()) if folder.is_dir() else ()
        entries = {each.stem for each in inside if each.suffix == ".yaml"}
        for each in inside:
            known = (
                each.suffix in (".yaml", ".yml")
                or each.name.startswith((".", "README"))
                or (each.is_file() and each.stem in entries)
            )
            if not known:
                what = "folder" if each.is_dir() else "file"
                yield Problem(
                    Place(display_path(each)),
                    "E117",
                    f"this {what} is not read; a catalog's files end in .yaml and lie side by side",
                )


def against_base(loaded: Loaded, base: Catalog) -> Iterator[Problem]:
    """IDs of `base` that are gone, or name something else. The place is the file that should have them."""
    # Where the whole file of an instrument is gone, a finding can only stand on one that is there.
    registry = Place(
        next((file for file in loaded.texts if Path(file).name == REGISTRY), loaded.catalog.name)
    )
    for key, (owner, before) in base.directives.items():
        now = loaded.catalog.directives.get(key)
        document = loaded.documents.get(owner.id)
        if now is None:
            place = document.place(("id",)) if document else registry
            yield Problem(
                place, "E203", f"{key} is gone; keep it, with 'entered-in-error' and the reason"
            )
        elif document and _is_another(before, now[1]):
            at = next(index for index, each in enumerate(now[0].directives) if each.id == before.id)
            yield Problem(
                document.place(("directives", at, "id")),
                "E204",
                f"{key} was § {before.cite} for others; give the new directive an ID of its own",
            )


def _is_another(before: Directive, now: Directive) -> bool:
    """Whether pinpoint, title and addressees are all others: a correction changes one or two of them."""
    bound = {role.party for role in before.binds} & {role.party for role in now.binds}
    return before.cite != now.cite and before.title != now.title and not bound


def against_clock(loaded: Loaded, as_of: date) -> Iterator[Problem]:
    """What the day brings to light: dates that passed unreviewed, events that lie ahead."""
    for obligation in resolve(loaded.catalog, as_of).obligations:
        reviewed = obligation.instrument.searched_to
        unsearched = obligation.due and (reviewed is None or reviewed < obligation.due)
        if unsearched and obligation.status is Status.PAST_DUE:
            document = loaded.documents[obligation.instrument.id]
            place = document.place(("searches",) if reviewed else ("id",))
            yield Problem(
                place,
                "E801",
                f"{obligation.id} was due on {obligation.due}; its record was not searched since",
            )
    for key, instrument in loaded.catalog.instruments.items():
        for index, known in enumerate(events_of(instrument)):
            if known.event.on and known.event.on.first > as_of:
                yield Problem(
                    loaded.documents[key].place(("events", index, "on")),
                    "E802",
                    f"{known.event.on} lies after {as_of}",
                )
