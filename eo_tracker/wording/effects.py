"""The words for what one instrument does to another: who, what, for whom, and since when."""

from __future__ import annotations

from collections.abc import Iterable

from eo_tracker.dates import long
from eo_tracker.models import PAUSE, Catalog, Effect, Instrument
from eo_tracker.resolve import KnownEffect
from eo_tracker.wording.sources import source_line
from eo_tracker.wording.words import Parties, authority, join_and, labels, named_target, optional

PARTICIPLES = {
    "revokes": "revoked",
    "vacates": "vacated",
    "supersedes": "superseded",
    "stays": "stayed",
    "waives": "waived",
}
_WITH_OBJECT = {
    "implements": "implements it",
    "satisfies": "satisfies it",
    "amends": "amends it",
    "stays": "stays it",
    "waives": "waives it",
    "supersedes": "supersedes it",
    "revokes": "revokes it",
    "vacates": "vacates it",
    "reinstates": "reinstates it",
    "interprets": "interprets it",
    "parallels": "runs in parallel",
}


def effect_authority(known: KnownEffect) -> str:
    """The authority of an effect: `EO 14500 § 3`."""
    if known.effect.cite is None:
        return known.by.name
    return authority(known.by, known.effect.cite)


def stay_scope(effect: Effect, parties: Parties) -> str:
    """`for everyone`, `for OMB and DHS`; that the scope of a stay is not recorded."""
    if effect.parties is None:
        return "scope not recorded"
    return f"for {labels(effect.parties, parties)}"


def partial_stay(known: KnownEffect, parties: Parties) -> str:
    """`stayed for OMB only, by Doe v. Agency § 2`."""
    participle = PARTICIPLES[known.does]
    scope = stay_scope(known.effect, parties)
    return f"{participle} {scope} only, by {effect_authority(known)}"


def effect_line(known: KnownEffect, parties: Parties) -> str:
    """`BOD 26-04 implements it (inferred: …; CISA page, primary, not opened)`."""
    effect = known.effect
    what = f"{effect_authority(known)} {_WITH_OBJECT[effect.does]}"
    if effect.occurrence:
        what += f" for {long(effect.occurrence)}"
    if effect.parties:
        what += f" {stay_scope(effect, parties)}"
    what += optional(" until {}", effect.until)
    link = effect.link + optional(": {}", effect.why)
    if known.source:
        link += f"; {source_line(known.source)}"
    return f"{what} ({link}){acting_text(known)}"


def chained_effect_line(known: KnownEffect, catalog: Catalog) -> str:
    """What acts on an acting instrument: `Doe v. Agency § 2 stays Notice 1 (explicit)`."""
    effect = known.effect
    target = named_target(effect.on, catalog)
    what = f"{effect_authority(known)} {effect.does} {target}"
    if effect.parties:
        what += f" {stay_scope(effect, catalog.parties)}"
    elif effect.does in PAUSE:
        what += ", scope not recorded"
    what += optional(" until {}", effect.until)
    return f"{what} ({effect.link}){acting_text(known)}"


def acting_text(known: KnownEffect) -> str:
    """Whether an effect acts on the day, where its own date does not say it.

    `; not in effect since 2026-08-01`
    """
    if not known.acted:
        return "; without effect, because its instrument was not in force"
    if known.ended:
        return f"; not in effect since {known.ended}"
    last = known.acted[-1].start
    if len(known.acted) > 1:
        return f"; in effect again since {last}"
    if last == known.since:
        return ""
    return f"; in effect since {last}"


def authority_ended(
    instrument: Instrument,
    ends: Iterable[KnownEffect],
    catalog: Catalog,
) -> str:
    """That an order which an instrument implements was ended; empty where none was.

    What rests on a statute stays in force.
    """
    parts = []
    for known in ends:
        order = named_target(known.on, catalog)
        participle = PARTICIPLES[known.does]
        parts.append(f"{order}, {participle} by {effect_authority(known)}")
    if not parts:
        return ""
    words = f"Authority revoked: it implements {join_and(parts)}"
    if instrument.authority:
        words += f"; it rests on {instrument.authority} and remains in force"
    return f"{words}."
