"""Answers as plain values: what a command found out, recorded before anything is rendered.

They are made of text, numbers and lists, so that they can be kept and read again without the
models. Days are ISO dates (`2026-12-07`), which sort as days do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from eo_tracker.query import Hidden

if TYPE_CHECKING:  # only a comparison needs it
    from eo_tracker.diff import Change, ChangeLevel, Diff
    from eo_tracker.errors import Place

JsonObject = dict[str, Any]
LabelledText = tuple[str, str]


class Unissued(NamedTuple):
    """An instrument of the catalog that is dated after the as-of day."""

    id: str
    name: str
    dated: str


class Head(NamedTuple):
    """What every answer says of itself: its day, its catalog, and how far the record was searched.

    `shown` is how the user knows the catalog, `revision` a git commit, `assumed` what a question
    supposes (full ID and day). `remarks` are sentences for people: whose day it is, and what an
    assumption changed.
    """

    as_of: str
    catalog: str
    shown: str
    version: str
    hash: str
    revision: str | None
    reviewed: str | None
    record: str
    assumed: Sequence[tuple[str, str]] = ()
    nonpublic: bool = False
    unissued: Sequence[Unissued] = ()
    remarks: Sequence[str] = ()

    @classmethod
    def of_plain(cls, plain: Sequence[Any]) -> Head:
        """The head that a list stands for."""
        head = cls(*plain)
        return head._replace(unissued=[Unissued(*each) for each in head.unissued])

    @property
    def day(self) -> date:
        """The day whose public knowledge is used."""
        return date.fromisoformat(self.as_of)

    @property
    def edition(self) -> str:
        """The catalog's name, version and hash."""
        return f"{self.shown}, version {self.version} ({self.hash})"


class Row(NamedTuple):
    """One obligation as of the day, in data and in words.

    `json` is the object of `list --format json` as text, `more` the other columns of a spreadsheet:
    most answers need neither. `heading` is the date as a heading, `listed` as a cell; `place` the
    authority with the ID where it needs one; `notes` are told beside the title, the link to a
    parent order at `link_at`. `status` and `label` are the status as a sentence and as a cell,
    `state` is its name; `brief_status` leaves out the search of the record where the foot of the
    answer has it. `day_notes` are on the day itself; `reach_notes` say who is affected without
    being bound, and until when nothing is enforced.
    """

    id: str
    title: str
    state: str
    heading: str
    listed: str
    place: str
    pinpoint: str
    responsible: str
    notes: Sequence[str]
    link_at: int
    status: str
    brief_status: str
    label: str
    day_notes: Sequence[str]
    reach_notes: Sequence[str]
    json: str
    more: str
    link: str | None = None

    @property
    def data(self) -> JsonObject:
        """The object of `list --format json`."""
        data: JsonObject = json.loads(self.json)
        return data | {"link": self.link}

    @property
    def cells(self) -> JsonObject:
        """The same, with the other columns of a spreadsheet."""
        more: JsonObject = json.loads(self.more)
        return self.data | more

    @property
    def full_title(self) -> str:
        """The title, and what a reader must know beside the date."""
        notes = "".join(f" ({note})" for note in self.notes)
        return f"{self.title}{notes}"

    def linked(self, link: str | None) -> Row:
        """The row as part of what stands under an order, with the weakest link to it."""
        if link is None:
            return self
        notes = list(self.notes)
        notes.insert(self.link_at, f"link to the order {link}")
        return self._replace(link=link, notes=notes)


class Due(NamedTuple):
    """The day's answer: what passed, what is due from the day on, and what was left out.

    `since` and `until` are the first and last day of the window; `orders` the instruments that were
    asked for by name.
    """

    head: Head
    passed: Sequence[Row]
    coming: Sequence[Row]
    hidden: Hidden
    since: str | None
    until: str
    orders: frozenset[str] = frozenset()
    is_empty: bool = False

    @property
    def days(self) -> tuple[date | None, date]:
        """The first and last day of the window."""
        since = date.fromisoformat(self.since) if self.since else None
        return since, date.fromisoformat(self.until)

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown, in the order of the screen."""
        return (*self.passed, *self.coming)


class Listing(NamedTuple):
    """All obligations that the filter selects, soonest first.

    `occurrences` are those of recurring directives that are not shown. `is_about_reach` says that
    who is affected was asked for.
    """

    head: Head
    rows: Sequence[Row]
    occurrences: int = 0
    is_about_reach: bool = False


class Sheet(NamedTuple):
    """Everything about one obligation; `proof` is how its date was reached.

    `links` are the texts that are addresses of sources, which a page may make clickable.
    """

    data: JsonObject
    more: JsonObject
    title: str
    lines: Sequence[LabelledText]
    proof: Sequence[LabelledText]
    links: Sequence[str]


class Details(NamedTuple):
    """Everything about some obligations, or (`is_proof`) how their dates were reached.

    `unknown` are IDs that are not known on the as-of day, each with its instrument.
    """

    head: Head
    sheets: Sequence[Sheet]
    is_proof: bool
    unknown: Sequence[Unissued] = ()


class InstrumentDetails(NamedTuple):
    """Everything about an instrument, with its obligations of the day."""

    head: Head
    data: JsonObject
    title: str
    lines: Sequence[LabelledText]
    rows: Sequence[Row]
    limitations: Sequence[LabelledText]
    durations: Sequence[LabelledText]
    unissued: Unissued | None
    links: Sequence[str]

    @property
    def plain(self) -> list[Any]:
        """All but the head, as JSON has it."""
        return list(self[1:])

    @classmethod
    def of_plain(cls, head: Head, plain: Sequence[Any]) -> InstrumentDetails:
        """The details that a list stands for."""
        data, title, lines, rows, limitations, durations, unissued, links = plain
        return cls(
            head,
            data,
            title,
            lines,
            [Row(*row) for row in rows],
            limitations,
            durations,
            Unissued(*unissued) if unissued else None,
            links,
        )


class AgencyDetails(NamedTuple):
    """What one party must do, by when, and what became of it.

    `own` are the obligations that bind it by name, or its parts; `shared` bind a group that it
    belongs to; in `other` it has another role.
    """

    head: Head
    data: JsonObject
    title: str
    lines: Sequence[LabelledText]
    own: Sequence[Row]
    shared: Sequence[Row]
    other: Sequence[Row]

    @property
    def groups(self) -> Sequence[tuple[str, Sequence[Row]]]:
        """The obligations under the headings that people see."""
        return (
            ("Must act", self.own),
            ("Must act as one of a group", self.shared),
            ("Has another role", self.other),
        )

    @property
    def rows(self) -> Sequence[Row]:
        """All obligations, in the order of the screen."""
        return (*self.own, *self.shared, *self.other)


class Agencies(NamedTuple):
    """Parties of the registry as JSON has them, with counts of the obligations of each.

    `labels` has what attorneys call a party, for every ID of the registry.
    """

    head: Head
    parties: Sequence[JsonObject]
    labels: Mapping[str, str]


class Comparison(NamedTuple):
    """What changed from `old` to `new`, in answer to `question`.

    `changes` are those that a filter selects, `least` is the lowest level shown. `places` says for
    each fingerprint where the change is in which file, if that was asked for. `remarks` are
    sentences on the question itself: that guidance amends what is later than it.
    """

    question: str
    old: Head
    new: Head
    diff: Diff
    changes: tuple[Change, ...]
    least: ChangeLevel
    summary: bool = False
    places: Mapping[str, Place] = MappingProxyType({})
    remarks: tuple[str, ...] = ()

    @property
    def head(self) -> Head:
        """That of the new side."""
        return self.new

    @property
    def visible_changes(self) -> tuple[Change, ...]:
        """The changes at or above the lowest level shown."""
        return tuple(change for change in self.changes if change.level >= self.least)


Answer = Due | Listing | Details | InstrumentDetails | AgencyDetails | Agencies | Comparison
