"""The words for how we know: a source, a search of the public record, an event."""

from __future__ import annotations

from datetime import date

from eo_tracker.models import Instrument, Source
from eo_tracker.resolve import KnownEvent, Obligation
from eo_tracker.wording.words import optional

_SEEN = {
    "full": "seen in full",
    "extract": "seen in extract",
    "relayed": "as relayed",
    "not-opened": "not opened",
}


def seen_text(extent: str) -> str:
    """How much of a source was seen, in words."""
    return _SEEN[extent]


def source_line(source: Source) -> str:
    """`White House release, primary, seen in full, 2026-07-14`."""
    parts = [source.label, source.grade, seen_text(source.seen)]
    if source.via:
        parts.append(f"via {source.via}")
    if source.published:
        parts.append(str(source.published))
    return ", ".join(parts)


def event_line(known: KnownEvent) -> str:
    """`2026-07-14 announced: … (White House release, primary, seen in full)`."""
    event = known.event
    line = f"{event.on or 'day not stated'} {event.what}"
    if known.hypothetical:
        return f"{line}: assumed for this question"
    line += optional(": {}", event.note)
    if known.source:
        line += f" ({source_line(known.source)})"
    return line


def search_extent(instrument: Instrument, as_of: date) -> str:
    """How far the public record was searched, no further than the as-of day."""
    search = instrument.last_search
    if search is None:
        return "record not searched"
    if as_of < search.on:
        return f"record searched through {as_of}"
    where = optional("; {}", search.where)
    return f"record searched through {search.on}{where}"


def is_read_in_full(obligation: Obligation) -> bool:
    """Whether the text that a directive was written from was read in full."""
    source = _text_of(obligation)
    return source is not None and source.seen == "full"


def text_source(obligation: Obligation) -> str:
    """Which copy of the text the entry was written from, and whether it was checked."""
    source = _text_of(obligation)
    if source is None:
        return "No source is recorded."
    copy = f"{source.label}{_copy(source)}"
    check = _register_check(obligation.instrument, source)
    note = optional(" {}", source.note)
    return f"{copy}{check}.{note}"


def _text_of(obligation: Obligation) -> Source | None:
    return obligation.instrument.sources.get(obligation.directive.source)


def _copy(source: Source) -> str:
    """` as posted 2026-06-02`; ` (as relayed, via a law firm)`."""
    if source.seen == "full":
        return optional(" as posted {}", source.published)
    extent = source.seen.replace("-", " ")
    via = optional(", via {}", source.via)
    return f" ({extent}{via})"


def _register_check(instrument: Instrument, source: Source) -> str:
    """`; not checked against the Federal Register (91 FR 34565)`."""
    register = instrument.sources.get("register")
    if register is None or register is source:
        return ""
    citation = optional(" ({})", instrument.citation)
    if register.seen == "full":
        return f"; checked against the Federal Register{citation}"
    return f"; not checked against the Federal Register{citation}"
