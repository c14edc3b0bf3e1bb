"""What a lint rule is, what it looks at, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple

from eo_tracker.catalog.yaml import Document
from eo_tracker.check.samples import Sample
from eo_tracker.errors import EntryPath, Place, Problem
from eo_tracker.models import Catalog, Instrument
from eo_tracker.resolve import KnownEffect, Obligation

Level = Literal["error", "warning", "info"]
LEVELS: Sequence[Level] = ("error", "warning", "info")

_HEAD_TEXTS = ("title", "note", "coverage")
_ENTRY_TEXTS = ("title", "summary", "note", "quote", "why", "where", "found")
_FAMILIES_WITH_TEXTS = (
    "directives",
    "limitations",
    "durations",
    "events",
    "effects",
    "searches",
)


class Finding(NamedTuple):
    """What is wrong at a path of an entry; `key` means the key there, not its value.

    A fault of layout has a line and column (`at`) instead of a path.
    """

    path: EntryPath
    message: str
    key: bool = False
    at: tuple[int, int] | None = None


class FileText(NamedTuple):
    """A text of the file in the catalog's own words, or a quotation, with its path."""

    path: EntryPath
    text: str


@dataclass(frozen=True)
class File:
    """One instrument with its parsed file, and the catalog that it is part of.

    `urls` gives the instrument that has its text at an address. `obligations` gives every directive
    of the catalog by full ID, with everything that is recorded taken as known, and `first_dates`
    the first date of every recurring one as if it had no end; for a catalog that was not read
    completely both are empty. `ends` gives what ends each instrument as a whole, by its ID.
    """

    instrument: Instrument
    document: Document
    catalog: Catalog
    urls: Mapping[str, str]
    obligations: Callable[[], Mapping[str, Obligation]]
    first_dates: Callable[[], Mapping[str, date]]
    ends: Callable[[], Mapping[str, Sequence[KnownEffect]]]

    @cached_property
    def texts(self) -> Sequence[FileText]:
        """The titles, summaries, notes and quotations of the file's head and entries.

        Those of triggers, disputes, alternatives and amendments are not among them.
        """
        texts = [*_texts_of(self.instrument, _HEAD_TEXTS, ())]
        for family in _FAMILIES_WITH_TEXTS:
            entries = getattr(self.instrument, family)
            if not entries:
                continue
            fields = type(entries[0]).model_fields
            names = [name for name in _ENTRY_TEXTS if name in fields]
            for index, entry in enumerate(entries):
                texts += _texts_of(entry, names, (family, index))
        return texts

    def problems(self, rule: Rule) -> Iterator[Problem]:
        """What the rule finds here, each at its place."""
        if rule.find is None:
            return
        for finding in rule.find(self):
            yield Problem(self._place(finding), rule.code, finding.message)

    def _place(self, finding: Finding) -> Place:
        if finding.at is None:
            return self.document.place(finding.path, key=finding.key)
        return Place(self.document.file, *finding.at)


def _texts_of(entry: Any, names: Sequence[str], path: EntryPath) -> Iterator[FileText]:
    for name in names:
        if text := getattr(entry, name):
            yield FileText((*path, name), text)


class Rule(NamedTuple):
    """One rule: a permanent code, a name, how bad it is, one sentence, the reason, and two samples.

    `find` yields what is wrong in a file. Rules without it are found by the loader, or by a
    comparison that is asked for, and cannot be suppressed. What `fixes` is corrected by `--fix`.
    """

    code: str
    name: str
    level: Level
    sentence: str
    why: str
    bad: Sample
    good: Sample
    find: Callable[[File], Iterator[Finding]] | None = None
    fixes: bool = False


class Family(NamedTuple):
    """Rules whose codes begin alike, and what they have in common."""

    prefix: str
    title: str
    sentence: str

    def has(self, code: str) -> bool:
        """Whether a rule is of this family."""
        return code.startswith(self.prefix)
