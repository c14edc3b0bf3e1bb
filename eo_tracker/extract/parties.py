"""Names in the words of a text, and the parties of the registry that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eo_tracker.models import Party

_PLAIN = frozenset(
    [
        "the",
        "of",
        "and",
        "or",
        "a",
        "an",
        "each",
        "all",
        "any",
        "through",
        "acting",
        "jointly",
        "by",
        "with",
        "as",
        "well",
        "other",
        "relevant",
        "to",
        "head",
        "heads",
        "on",
        "behalf",
        "his",
        "her",
        "their",
        "its",
        "capacity",
        "in",
        "for",
        "under",
        "direction",
        "both",
    ]
)


@dataclass(frozen=True)
class Named:
    """Parties found in some words, each with the office it acts through; `unknown` are the words that no party explains."""

    roles: tuple[tuple[str, str | None], ...]
    unknown: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether every word is explained."""
        return bool(self.roles) and not self.unknown


_UNDER = re.compile(r"\b(?:assistant|deputy|under|associate|vice|principal) $")
_OF_OTHERS = re.compile(r" (?:of|for) (?!all\b|each\b)")


class Names:
    """Every name of every party, longest first."""

    def __init__(self, parties: Mapping[str, Party]) -> None:
        names: dict[str, str] = {}
        # An official may be a party of its own; only else is the office meant that it heads.
        for heads in (False, True):
            for key, party in parties.items():
                for name in all_names(party):
                    if (name == _head(party)) == heads:
                        names.setdefault(name, key)
        self._keys = names
        ordered = sorted(names, key=len, reverse=True)
        self._pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in ordered)) if ordered else None

    def find(self, words: str) -> Named:
        """The parties in the words of an addressee, in their order."""
        text = plain(words)
        roles: list[tuple[str, str | None]] = []
        rest, end = "", 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            if _UNDER.search(text[max(0, found.start() - 12) : found.start()]) or _OF_OTHERS.match(text, found.end()):
                continue  # another office: `the Assistant Secretary of Defense`, `the President of the Export-Import Bank`
            between = text[end : found.start()]
            rest += between + " "
            key = self._keys[found[0]]
            if re.search(r"\bthrough\b[^,;]*$", between) and roles and roles[-1][1] is None:
                roles[-1] = (roles[-1][0], key)
            elif not roles or key not in roles[-1]:
                roles.append((key, None))
            end = found.end()
        rest += text[end:]
        rest = re.sub(r"\([^)]*\)", " ", rest)
        unknown = " ".join(word for word in re.findall(r"[\w’'-]+", rest) if word not in _PLAIN)
        return Named(tuple(dict.fromkeys(roles)), unknown)


def plain(words: str) -> str:
    """Small letters, straight quotes and single blanks, to compare by."""
    return re.sub(r"\s+", " ", words.replace("’", "'").replace("“", '"').replace("”", '"').replace("‑", "-")).strip().lower()


def _head(party: Party) -> str | None:
    return plain(party.head).removeprefix("the ") if party.head else None


def all_names(party: Party) -> Iterator[str]:
    """Every name of a party, as `plain` words."""
    for name in (party.head, party.name, party.statutory, party.short, party.abbreviation, *party.aliases, *party.formerly):
        if name:
            yield plain(name).removeprefix("the ")
    if party.abbreviation and party.kind == "office":
        yield plain(f"Director of {party.abbreviation}")
        yield plain(f"{party.abbreviation} Director")
