"""What a person types for a directive, an instrument or an office, into the catalog's own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from eo_tracker.errors import TrackerError
from eo_tracker.names import CatalogNames, NamedEntry, NamedInstrument
from eo_tracker.text import did_you_mean, join_or
from eo_tracker.vocabulary import owner_id

MAX_TYPED = 200  # characters of an ID or name
_MAX_SHOWN = 6
_SECTION_SIGNS = re.compile(r"§+|\bsec(?:tion|\.)?(?=\s|\d)")
_SPACES = re.compile(r"\s+")
_Entries = Mapping[str, NamedEntry]


class UnknownName(TrackerError):
    """An ID, order or office that the catalog does not have, or that could mean several."""


def _plain(text: str) -> str:
    """A name or cite as it is typed: no section signs, no case, single spaces."""
    small = text.lower().replace("e.o.", "eo").replace(",", " ")
    without_signs = _SECTION_SIGNS.sub(" ", small)
    return _SPACES.sub(" ", without_signs).strip()


def _closed_up(name: str) -> str:
    return name.replace(" ", "").replace("-", "")


def _cite(text: str) -> str:
    return _SPACES.sub("", _plain(text))


# instruments


def instrument(
    names: CatalogNames,
    text: str,
) -> NamedInstrument:
    """The one instrument that `text` means. Raises UnknownName."""
    if match := _one_instrument(names, text):
        return match
    hint = did_you_mean(text, names.instruments)
    raise UnknownName(f"no order or instrument {text!r} in the catalog{hint}")


def _one_instrument(
    names: CatalogNames,
    text: str,
) -> NamedInstrument | None:
    """The instrument that is meant, if one is. Raises UnknownName where several can be."""
    matches = find_instruments(names, text)
    if len(matches) > 1:
        raise _ambiguous(text, [match.id for match in matches])
    return matches[0] if matches else None


def find_instruments(
    names: CatalogNames,
    text: str,
) -> list[NamedInstrument]:
    """The instruments that `text` can mean: by ID, number or name, else by the beginning of one.

    Drafts and records are meant only where their ID is typed.
    """
    plain = _plain(text)
    if not plain or len(plain) > MAX_TYPED:
        return []
    if plain in names.instruments:
        return [names.instruments[plain]]
    final = _final_instruments(names)
    named = [each for each in final if _is_named(each, plain)]
    if named:
        return named
    return [each for each in final if _begins_or_ends(each.id, plain)]


def _final_instruments(names: CatalogNames) -> list[NamedInstrument]:
    instruments = names.instruments.values()
    return [each for each in instruments if each.is_final]


def _is_named(
    owner: NamedInstrument,
    plain: str,
) -> bool:
    return _closed_up(plain) in map(_closed_up, owner.names)


def _begins_or_ends(
    key: str,
    plain: str,
) -> bool:
    return key.startswith(plain) or key.endswith(f"-{plain}")


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
    names: CatalogNames,
    text: str,
    *,
    triggers: bool = False,
) -> NamedInstrument | list[str]:
    """What an ID means: an instrument, or the full IDs of one directive or of all at one cite.

    `eo-14409/2d`, `14409/2d`, `14409 2(d)`, `EO 14409 § 2(d)`, `2d` and `eo-14409` all work while
    they are unique; exact beats prefix. With `triggers`, a trigger can be meant too. Raises
    UnknownName with the nearest IDs.
    """
    entries = _entries(names, triggers=triggers)
    if text in entries:
        return [text]
    if len(text) > MAX_TYPED:
        raise UnknownName(f"an ID has no more than {MAX_TYPED} characters")
    if match := _one_instrument(names, text):
        return match
    for keys in _candidates(names, entries, text):
        if len(keys) == 1 or _are_at_one_cite(keys, entries):
            return keys
        if keys:
            raise _ambiguous(text, keys)
    raise _unknown_directive(text, [*entries, *names.instruments])


def _entries(names: CatalogNames, *, triggers: bool) -> _Entries:
    if triggers:
        return {**names.directives, **names.triggers}
    return names.directives


def _are_at_one_cite(
    keys: Sequence[str],
    entries: _Entries,
) -> bool:
    owners = set(map(owner_id, keys))
    cites = {entries[key].cite for key in keys}
    return len(owners) == len(cites) == 1


def _candidates(
    names: CatalogNames,
    entries: _Entries,
    text: str,
) -> Iterator[list[str]]:
    """What `text` can mean: by ID, by cite, then by the beginning of an ID."""
    owners, rest = _split(names, text)
    keys = {owner.id for owner in owners}
    own = {key: entry for key, entry in entries.items() if owner_id(key) in keys}
    for means in (_has_id, _has_cite, _id_begins_with):
        yield [key for key, entry in own.items() if means(entry, rest)]


def _has_id(
    entry: NamedEntry,
    typed: str,
) -> bool:
    return entry.id == typed


def _has_cite(
    entry: NamedEntry,
    typed: str,
) -> bool:
    return entry.cite is not None and _cite(entry.cite) == _cite(typed)


def _id_begins_with(
    entry: NamedEntry,
    typed: str,
) -> bool:
    return bool(typed) and entry.id.startswith(typed)


def _split(
    names: CatalogNames,
    text: str,
) -> tuple[list[NamedInstrument], str]:
    """The instruments that the first part of `text` names, and the rest.

    All of them where it names none.
    """
    plain = _plain(text)
    owner, slash, local = plain.partition("/")
    if slash:
        owners = find_instruments(names, owner)
        return (owners, local) if owners else ([], "")
    words = plain.split(" ")
    for at in reversed(range(1, len(words))):
        name = " ".join(words[:at])
        if owners := find_instruments(names, name):
            return owners, " ".join(words[at:])
    return _final_instruments(names), plain


def _unknown_directive(
    text: str,
    known: Iterable[str],
) -> UnknownName:
    typed = text.lower()
    if not typed.startswith("eo-"):
        known = [key.removeprefix("eo-") for key in known]
    hint = did_you_mean(typed, known)
    return UnknownName(f"no directive {text!r} in the catalog{hint}")


# parties


def party(names: CatalogNames, text: str) -> str:
    """The registry's name for an office, official, group or class. Raises UnknownName."""
    if key := exact_party(names, text):
        return key
    plain = text.strip().lower()
    known = [each.name.lower() for each in names.parties.values()]
    hint = did_you_mean(plain, [*names.parties, *known])
    hint = hint or "; eo-tracker agencies lists them"
    raise UnknownName(f"no office, official or group {text!r} in the catalog{hint}")


def exact_party(names: CatalogNames, text: str) -> str | None:
    """The ID of the party that the text names; None where it names none."""
    plain = text.strip().lower()
    if plain in names.parties:
        return plain
    for key, each in names.parties.items():
        if plain in each.names:
            return key
    # An official may be a party of its own; else the office that the official heads is meant.
    for key, each in names.parties.items():
        if each.head and plain == each.head:
            return key
    return None


def related_parties(names: CatalogNames, name: str) -> frozenset[str]:
    """A party with its parts, and the groups that it or what it is part of belongs to."""
    above = {name, *names.parties[name].above}
    related = {name}
    for key, each in names.parties.items():
        is_part = name in each.above
        is_group = not above.isdisjoint(each.members)
        if is_part or is_group:
            related.add(key)
    return frozenset(related)
