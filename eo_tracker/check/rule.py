"""What a lint rule is, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import EntryPath, Place, Problem
from eo_tracker.models import Catalog, Instrument
from eo_tracker.resolve import KnownEffect, Obligation

Level = Literal["error", "warning", "info"]
LEVELS: Sequence[Level] = ("error", "warning", "info")


class Finding(NamedTuple):
    """A place in a file by its path of keys and indexes, and what is wrong there; `key` means the key, not its value.

    A fault of layout has a line and column instead.
    """

    path: EntryPath
    message: str
    key: bool = False
    at: tuple[int, int] | None = None


@dataclass(frozen=True)
class File:
    """One instrument with its parsed file, and the catalog that it stands in.

    `obligations` gives every directive of the catalog by full ID with all that is recorded taken as known, and `first_dates` the first
    date of every recurring one as if it had no end; of a catalog with faults of reading they give none. `ends` gives what ends each
    whole instrument, by its ID.
    """

    instrument: Instrument
    document: Document
    catalog: Catalog
    urls: Mapping[str, str]
    obligations: Callable[[], Mapping[str, Obligation]]
    first_dates: Callable[[], Mapping[str, date]]
    ends: Callable[[], Mapping[str, Sequence[KnownEffect]]]

    @cached_property
    def texts(self) -> Sequence[tuple[EntryPath, str]]:
        """Every text of the file that speaks in our own words or quotes, with its path."""
        instrument = self.instrument
        found: list[tuple[EntryPath, str]] = [
            ((name,), text)
            for name in ("title", "note", "coverage")
            if (text := getattr(instrument, name))
        ]
        for family in ("directives", "limitations", "durations", "events", "effects", "searches"):
            entries = getattr(instrument, family)
            names = [
                name
                for name in ("title", "summary", "note", "quote", "why", "where", "found")
                if entries and name in type(entries[0]).model_fields
            ]
            found += [
                ((family, index, name), text)
                for index, entry in enumerate(entries)
                for name in names
                if (text := getattr(entry, name))
            ]
        return found

    def problems(self, rule: Rule) -> Iterator[Problem]:
        """What the rule finds here, each at its place."""
        for found in rule.find(self) if rule.find else ():
            place = (
                Place(self.document.file, *found.at)
                if found.at
                else self.document.place(found.path, key=found.key)
            )
            yield Problem(place, rule.code, found.message)


class Rule(NamedTuple):
    """A permanent code and name, how bad it is, one sentence, the reason, a bad and a good sample, and the search.

    `bad` has the mark `# <-` on the line that the finding names. Both samples are what follows the head of an instrument's file,
    or whole files where they begin with `id:`. Rules without `find` are faults of reading. What `fixes` can be mended by `--fix`.
    """

    code: str
    name: str
    level: Level
    sentence: str
    why: str
    bad: str
    good: str
    find: Callable[[File], Iterator[Finding]] | None = None
    fixes: bool = False
