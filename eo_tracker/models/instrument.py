"""One document of the catalog, and how its pinpoints are ordered."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import ClassVar

from pydantic import Field

from eo_tracker.models.entries import (
    Counting,
    Directive,
    Dispute,
    Duration,
    Effect,
    Event,
    Excluded,
    Limitation,
    Search,
    Source,
    Trigger,
)
from eo_tracker.models.values import Day, Entries, Entry, Format, Kind, Name, Text

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LONGEST_PART = 15  # of a pinpoint, in signs; a hostile one could have thousands
_PART = re.compile(r"([0-9]+)(?:\.([0-9]+))?|([a-z]+)|([A-Z]+)")


@lru_cache(maxsize=10_000)
def cite_order(cite: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts pinpoints as a text has them: 2(b) before 2(c)(i), 2(c)(ix) before 2(c)(x),
    § 9 before § 10.

    Orders number sections with digits, then paragraphs (a), (i), (A), (1); so small letters below a
    paragraph are roman.
    """
    return tuple(_part_order(found, depth) for depth, found in enumerate(_PART.finditer(cite)))


def _part_order(found: re.Match[str], depth: int) -> tuple[int, int, str]:
    number, decimal, small, capital = found.groups()
    if number:
        return int(number[:_LONGEST_PART]), int((decimal or "0")[:_LONGEST_PART]), ""
    if small and depth >= 2 and len(small) <= _LONGEST_PART and set(small) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in small]
        return (
            sum(-value if value < max(values[at:]) else value for at, value in enumerate(values)),
            0,
            "",
        )
    word = small or capital
    return 0, len(word), word


_SHORT_KINDS: Mapping[str, str] = {
    "executive-order": "EO {}",
    "nspm": "NSPM-{}",
    "proclamation": "Proclamation {}",
    "cisa-directive": "BOD {}",
    "cisa-emergency-directive": "ED {}",
    "omb-memorandum": "OMB M-{}",
}


class Instrument(Entry):
    """One document: an order, a memorandum, a directive, a rule, a release.

    One file of the catalog.
    """

    law: ClassVar[tuple[str, ...]] = ("published", "effective")

    format: Format = "1"
    id: Name
    kind: Kind = Field(
        description="record: one's own account of what happened, which binds nobody."
    )
    number: Text | None = None
    title: Text
    short: Text | None = Field(
        None, description="Its usual short name, when kind and number do not give it."
    )
    dated: Day = Field(description="Signed, or issued.")
    published: Day | None = None
    effective: Day | None = None
    citation: Text | None = None
    document: Text | None = Field(None, description="The Federal Register document number.")
    authority: Text | None = Field(None, description="What it stands on, whatever it implements.")
    coverage: Text | None = Field(None, description="'complete', or in words what is left out.")
    searches: Entries[Search] = ()
    counting: Counting | None = None
    note: Text | None = None
    not_bound: tuple[Text, ...] = Field(
        (), description="Who is expressly, or by the authority used, not bound."
    )
    sources: dict[Name, Source] = Field(
        {},
        description=(
            "Where the entries' facts come from, by a name of one's own; 'text' is the text itself."
        ),
    )
    effects: Entries[Effect] = ()
    triggers: Entries[Trigger] = ()
    directives: Entries[Directive] = ()
    limitations: Entries[Limitation] = ()
    durations: Entries[Duration] = ()
    excluded: Entries[Excluded] = ()
    events: Entries[Event] = ()
    disputes: Entries[Dispute] = ()

    @property
    def name(self) -> str:
        """Its usual short name: `EO 14409`, `NSPM-12`, `BOD 26-04`."""
        if self.short:
            return self.short
        if self.number and self.kind in _SHORT_KINDS:
            return _SHORT_KINDS[self.kind].format(self.number)
        return self.title

    @property
    def last_search(self) -> Search | None:
        """The search that went furthest; of several to the same day the last one."""
        return max(reversed(self.searches), key=lambda search: search.on, default=None)

    @property
    def searched_to(self) -> date | None:
        """How far the public record was searched for what became of it."""
        return self.last_search.on if self.last_search else None

    @property
    def is_draft(self) -> bool:
        """Whether it never took effect."""
        return self.kind == "draft"

    @property
    def is_record(self) -> bool:
        """Whether it is nobody's law but a firm's own account of what happened: it binds nobody,
        and only its events count.
        """
        return self.kind == "record"

    def effective_from(self, effect: Effect) -> date:
        """The day on which one of its effects takes hold."""
        return effect.effective or self.effective or self.dated

    def key(self, local: str) -> str:
        """The full ID of something in this instrument, or of what a reference in it points to."""
        return local if "/" in local else f"{self.id}/{local}"
