"""The words for one thing at a time: a number, a pinpoint, an office, a document, a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from eo_tracker.dates import long
from eo_tracker.vocabulary import Status, owner_id

if TYPE_CHECKING:  # a screen of rows needs words, but no models
    from eo_tracker.models import Catalog, Directive, Instrument, Party, Role

Parties = Mapping[str, "Party"]
Line = tuple[str, str]

DISCLAIMER = "Not legal advice; check the official text."

_SETTLED: Mapping[str, str] = {
    Status.DONE: "done",
    Status.REPORTED: "reported",
    Status.UNVERIFIABLE: "not verifiable",
    Status.DRAFT: "in a draft",
}
_NOUNS = {
    "executive-order": "order",
    "presidential-memorandum": "memorandum",
    "nspm": "memorandum",
    "omb-memorandum": "memorandum",
    "proclamation": "proclamation",
    "cisa-directive": "directive",
    "cisa-emergency-directive": "directive",
    "rule": "rule",
    "program-rule": "rules",
    "notice": "notice",
    "announcement": "announcement",
    "court-order": "court order",
    "draft": "draft",
    "record": "record",
}


def count(number: int, noun: str) -> str:
    """`1 day`, `23 days`; an irregular plural after a bar: `2 entries` from `entry|entries`."""
    singular, _, plural = noun.partition("|")
    if number == 1:
        return f"1 {singular}"
    return f"{number:,} {plural or f'{singular}s'}"


def join_and(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *head, last = [*words] or [""]
    return " and ".join(filter(None, (", ".join(head), last)))


def optional(template: str, value: object) -> str:
    """The template with the value in it; empty without a value."""
    return template.format(value) if value else ""


def as_sentence(words: str) -> str:
    """Words with a capital letter and one full stop."""
    end = "" if words.endswith((".", "?", "!")) else "."
    return f"{words[:1].upper()}{words[1:]}{end}"


def settled_counts(counts: Mapping[str, int]) -> str:
    """`3 reported, 2 not verifiable`, from the numbers by status."""
    parts = []
    for status, number in sorted(counts.items()):
        parts.append(f"{number:,} {_SETTLED.get(status, status)}")
    return ", ".join(parts)


def date_range(
    since: date | None,
    as_of: date,
    until: date,
) -> str:
    """The days that an answer covers: `from … to …`, `on …`, `up to …`.

    They begin on the as-of day, unless all of them are before it.
    """
    first = since
    if until >= as_of:
        first = max(since or as_of, as_of)
    if first is None:
        return f"up to {long(until)}"
    if first == until:
        return f"on {long(until)}"
    return f"from {long(first)} to {long(until)}"


# documents


def instrument_noun(instrument: Instrument) -> str:
    """`order`, `memorandum`, `directive`: what the instrument calls itself."""
    return _NOUNS[instrument.kind]


def instrument_title(instrument: Instrument) -> str:
    """`EO 14409: Promoting …`; the title alone where it is the name too."""
    if instrument.name == instrument.title:
        return instrument.title
    return f"{instrument.name}: {instrument.title}"


def instrument_note(instrument: Instrument, as_of: date) -> str | None:
    """The instrument's note, which speaks as of its last search.

    On an earlier day it would tell what was not known yet.
    """
    if instrument.searched_to and as_of < instrument.searched_to:
        return None
    return instrument.note


def pinpoint(cite: str) -> str:
    """`§ 2(c)(i)`; a cite in words (`Phase III`) stays as it is."""
    return f"§ {cite}" if cite[:1].isdigit() else cite


def authority(instrument: Instrument, cite: str) -> str:
    """`EO 14409 § 2(c)(i)`."""
    return f"{instrument.name} {pinpoint(cite)}"


def with_local_id(
    instrument: Instrument,
    directive: Directive,
    where: str,
) -> str:
    """`where`, with the ID of a directive that shares its pinpoint: `NSPM-12 § 6(b) [6b-iii]`."""
    cites = [other.cite for other in instrument.directives]
    if cites.count(directive.cite) > 1:
        return f"{where} [{directive.id}]"
    return where


def named_target(key: str, catalog: Catalog) -> str:
    """An instrument, or something in one, by name and pinpoint."""
    owner = catalog.instruments.get(owner_id(key))
    if owner is None:
        return key
    if owner.id == key:
        return owner.name
    cite = getattr(catalog.find(key), "cite", None)
    return authority(owner, cite) if cite else key


# people


def labels(names: Iterable[str], parties: Parties) -> str:
    """`AI industry and critical infrastructure operators`; unknown names stay as they are."""
    return join_and(parties[name].label if name in parties else name for name in names)


def office(role: Role, parties: Parties) -> str:
    """`DHS through CISA`."""
    label = parties[role.party].label
    if role.through is None:
        return label
    return f"{label} through {parties[role.through].label}"


def offices(roles: Iterable[Role], parties: Parties) -> str:
    """`NCD; War through NSA`."""
    return "; ".join(office(role, parties) for role in roles)


def addressees(directive: Directive, parties: Parties) -> str:
    """Those bound, by their usual short names; of a draft under review, what is known so far."""
    bound = offices(directive.binds, parties)
    is_under_review = directive.note is not None and directive.note.startswith("REVIEW")
    if not is_under_review:
        return bound or "no addressee named"
    if not bound:
        return "to be reviewed"
    return f"{bound} (to be reviewed)"
