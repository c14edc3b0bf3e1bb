"""What a person types for a directive, an instrument or an office, into the catalog's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from eo_tracker.errors import TrackerError
from eo_tracker.models import Catalog, Directive, Instrument, Party, Trigger, owner_id
from eo_tracker.text import did_you_mean, join_or

MAX_TYPED = 200  # characters of an ID or name
_MAX_SHOWN = 6
_SECTION_SIGNS = re.compile(r"§+|\bsec(?:tion|\.)?(?=\s|\d)")
_SPACES = re.compile(r"\s+")
_Entries = Mapping[str, Directive | Trigger]


class UnknownName(TrackerError):
    """An ID, order or office that the catalog does not have, or that could mean several."""


def _plain(text: str) -> str:
    """A name or cite as it is typed: no section signs, no case, single spaces."""
    small = text.lower().replace("e.o.", "eo")
    without_signs = _SECTION_SIGNS.sub(" ", small)
    return _SPACES.sub(" ", without_signs).strip()


def _closed_up(name: str) -> str:
    return name.replace(" ", "").replace("-", "")


def _cite(text: str) -> str:
    return _SPACES.sub("", _plain(text))


# instruments


def instrument(
    catalog: Catalog,
    text: str,
) -> Instrument:
    """The one instrument that `text` means. Raises UnknownName."""
    if match := _one_instrument(catalog, text):
        return match
    hint = did_you_mean(text, catalog.instruments)
    raise UnknownName(f"no order or instrument {text!r} in the catalog{hint}")


def _one_instrument(
    catalog: Catalog,
    text: str,
) -> Instrument | None:
    """The instrument that is meant, if one is. Raises UnknownName where several can be."""
    matches = find_instruments(catalog, text)
    if len(matches) > 1:
        raise _ambiguous(text, [match.id for match in matches])
    return matches[0] if matches else None


def find_instruments(
    catalog: Catalog,
    text: str,
) -> list[Instrument]:
    """The instruments that `text` can mean: by ID, number or name, else by the beginning of one.

    Drafts and records are meant only where their ID is typed.
    """
    plain = _plain(text)
    if not plain or len(plain) > MAX_TYPED:
        return []
    if plain in catalog.instruments:
        return [catalog.instruments[plain]]
    final = _final_instruments(catalog)
    named = [each for each in final if _is_named(each, plain)]
    if named:
        return named
    return [each for each in final if _begins_or_ends(each.id, plain)]


def _final_instruments(catalog: Catalog) -> list[Instrument]:
    instruments = catalog.instruments.values()
    return [each for each in instruments if not (each.is_draft or each.is_record)]


def _is_named(
    owner: Instrument,
    plain: str,
) -> bool:
    return _closed_up(plain) in map(_closed_up, _names_of(owner))


def _begins_or_ends(
    key: str,
    plain: str,
) -> bool:
    return key.startswith(plain) or key.endswith(f"-{plain}")


def _names_of(owner: Instrument) -> tuple[str, ...]:
    """What an instrument is called: `14409`, `eo 14409`, `executive order 14409`."""
    number = (owner.number or "").lower()
    kind = owner.kind.replace("-", " ")
    name = owner.name.lower()
    words = owner.id.replace("-", " ")
    return (number, f"{kind} {number}", name, words)


def _ambiguous(
    text: str,
    keys: Sequence[str],
) -> UnknownName:
    shown = join_or(keys[:_MAX_SHOWN])
    if len(keys) > _MAX_SHOWN:
        shown = f"{shown} …"
    return UnknownName(f"{text!r} can mean {shown}")


# directives


def find(
    catalog: Catalog,
    text: str,
    *,
    triggers: bool = False,
) -> Instrument | list[str]:
    """What an ID means: an instrument, or the full IDs of one directive or of all at one cite.

    `eo-14409/2d`, `14409/2d`, `14409 2(d)`, `EO 14409 § 2(d)`, `2d` and `eo-14409` all work while
    they are unique; exact beats prefix. With `triggers`, a trigger can be meant too. Raises
    UnknownName with the nearest IDs.
    """
    entries = _entries(catalog, triggers=triggers)
    if text in entries:
        return [text]
    if len(text) > MAX_TYPED:
        raise UnknownName(f"an ID has no more than {MAX_TYPED} characters")
    if match := _one_instrument(catalog, text):
        return match
    for keys in _candidates(catalog, entries, text):
        if len(keys) == 1 or _are_at_one_cite(keys, entries):
            return keys
        if keys:
            raise _ambiguous(text, keys)
    raise _unknown_directive(text, [*entries, *catalog.instruments])


def _entries(
    catalog: Catalog,
    *,
    triggers: bool,
) -> _Entries:
    entries: dict[str, Directive | Trigger] = {}
    for key, (_, directive) in catalog.directives.items():
        entries[key] = directive
    if triggers:
        for key, (_, trigger) in catalog.triggers.items():
            entries[key] = trigger
    return entries


def _are_at_one_cite(
    keys: Sequence[str],
    entries: _Entries,
) -> bool:
    owners = set(map(owner_id, keys))
    cites = {entries[key].cite for key in keys}
    return len(owners) == len(cites) == 1


def _candidates(
    catalog: Catalog,
    entries: _Entries,
    text: str,
) -> Iterator[list[str]]:
    """What `text` can mean: by ID, by cite, then by the beginning of an ID."""
    owners, rest = _split(catalog, text)
    keys = {owner.id for owner in owners}
    own = {key: entry for key, entry in entries.items() if owner_id(key) in keys}
    for means in (_has_id, _has_cite, _id_begins_with):
        yield [key for key, entry in own.items() if means(entry, rest)]


def _has_id(
    entry: Directive | Trigger,
    typed: str,
) -> bool:
    return entry.id == typed


def _has_cite(
    entry: Directive | Trigger,
    typed: str,
) -> bool:
    return entry.cite is not None and _cite(entry.cite) == _cite(typed)


def _id_begins_with(
    entry: Directive | Trigger,
    typed: str,
) -> bool:
    return bool(typed) and entry.id.startswith(typed)


def _split(
    catalog: Catalog,
    text: str,
) -> tuple[list[Instrument], str]:
    """The instruments that the first part of `text` names, and the rest.

    All of them where it names none.
    """
    plain = _plain(text)
    owner, slash, local = plain.partition("/")
    if slash:
        owners = find_instruments(catalog, owner)
        return (owners, local) if owners else ([], "")
    words = plain.split(" ")
    for at in reversed(range(1, len(words))):
        name = " ".join(words[:at])
        if owners := find_instruments(catalog, name):
            return owners, " ".join(words[at:])
    return _final_instruments(catalog), plain


def _unknown_directive(
    text: str,
    known: Iterable[str],
) -> UnknownName:
    typed = text.lower()
    if not typed.startswith("eo-"):
        known = [key.removeprefix("eo-") for key in known]
    hint = did_you_mean(typed, known)
    return UnknownName(f"no directive {text!r} in the catalog{hint}")


# parties and topics


def all_topics(catalog: Catalog) -> set[str]:
    """Every topic that a directive has."""
    topics: set[str] = set()
    for _, directive in catalog.directives.values():
        topics.update(directive.topics)
    return topics


def party(
    catalog: Catalog,
    text: str,
) -> str:
    """The registry's name for an office, official, group or class. Raises UnknownName."""
    plain = text.strip().lower()
    if plain in catalog.parties:
        return plain
    for key, each in catalog.parties.items():
        if plain in _names_of_party(each):
            return key
    # An official may be a party of its own; else the office that the official heads is meant.
    for key, each in catalog.parties.items():
        if each.head and plain == each.head.lower():
            return key
    names = [each.name.lower() for each in catalog.parties.values()]
    hint = did_you_mean(plain, [*catalog.parties, *names])
    hint = hint or "; eo-tracker agencies lists them"
    raise UnknownName(f"no office, official or group {text!r} in the catalog{hint}")


def _names_of_party(office: Party) -> list[str]:
    names = [office.name, office.short, office.abbreviation, office.statutory]
    names += office.aliases
    names += office.formerly
    return [name.lower() for name in names if name]


def related_parties(
    catalog: Catalog,
    name: str,
) -> frozenset[str]:
    """A party with its parts, and the groups that it or what it is part of belongs to."""
    above = {name, *catalog.ancestors(name)}
    related = {name}
    for key, each in catalog.parties.items():
        is_part = name in catalog.ancestors(key)
        is_group = not above.isdisjoint(each.members)
        if is_part or is_group:
            related.add(key)
    return frozenset(related)
