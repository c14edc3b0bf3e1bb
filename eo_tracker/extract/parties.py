"""Names in the words of a text, and the parties of the registry that they mean."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

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
# `the Secretary of Homeland Security (Secretary)`: what a text calls somebody from there on.
_CALLED = re.compile(
    r" \((?:the )?[“\"]?(?P<name>(?![IVX]+\b)[A-Z][\w.&’'-]+(?: [\w.&’'-]+){0,4})[”\"]?\)"
)
# `Officer of the Office of …`: the name is only the end of another one.
_WITHIN = re.compile(r"[A-Z][\w’'-]+ (?:of|for|to|at|in|within) (?:the )?$")
_FAR, _MOST = (
    200,
    100,
)  # characters before a bracket, and brackets in a paragraph, that are looked at


class Names:
    """Every name of every party, longest first; and what `texts` call them in brackets behind their names."""

    def __init__(self, parties: Mapping[str, Party], texts: Iterable[str] = ()) -> None:
        names: dict[str, str] = {}
        # An official may be a party of its own; only else is the office meant that it heads.
        for heads in (False, True):
            for key, party in parties.items():
                for name in all_names(party):
                    if (name == _head(party)) == heads:
                        names.setdefault(name, key)
        self._keys = names
        self._pattern = _pattern(names)
        if called := {
            name: key for name, key in self._called(texts).items() if key and name not in names
        }:
            self._keys = {**names, **called}
            self._pattern = _pattern(self._keys, called)

    def _called(self, texts: Iterable[str]) -> Mapping[str, str | None]:
        """The names that the texts give, each with whom it means; None where they give it to more than one."""
        called: dict[str, str | None] = {}
        for text in texts:
            for found in islice(_CALLED.finditer(text), _MOST):
                words = " ".join(text[max(0, found.start() - _FAR) : found.start()].split())
                last = self._last(words)
                if (
                    last
                    and _is_short_for(found["name"], words[last.start() :])
                    and not _WITHIN.search(words[: last.start()])
                ):
                    name, key = plain(found["name"]), self._keys[last[0]]
                    called[name] = key if called.get(name, key) == key else None
        return called

    def _last(self, words: str) -> re.Match[str] | None:
        """The name with which the words end."""
        text = plain(words)
        return next((each for each in self._found(text) if each.end() == len(text)), None)

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        """The names in `plain` words that are not the end or the start of another office's."""
        for found in self._pattern.finditer(text) if self._pattern else ():
            # `the Assistant Secretary of Defense`, `the President of the Export-Import Bank`
            if not _UNDER.search(
                text[max(0, found.start() - 12) : found.start()]
            ) and not _OF_OTHERS.match(text, found.end()):
                yield found

    def find(self, words: str) -> Named:
        """The parties in the words of an addressee, in their order."""
        text = plain(words)
        roles: list[tuple[str, str | None]] = []
        rest, end = "", 0
        for found in self._found(text):
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


def _is_short_for(name: str, whole: str) -> bool:
    """Whether `Secretary`, `OMB Director` or `DNI` is made of the whole name, and not of its end or of more than it."""
    if " " in name or not re.search(r"[A-Z].*[A-Z]", name):
        return name.lower().split()[-1] in whole.lower().split()
    wholes = (whole, re.split(r" (?:of|for) ", whole)[0])
    return name.removesuffix("s").upper() in {
        _initials(each, small=small) for each in wholes for small in (True, False)
    }


def _initials(words: str, *, small: bool) -> str:
    """`DNI`; of a word in capitals all letters, of one in small letters only if `small`."""
    kept = (each for each in words.split() if small or not each.islower())
    return "".join(each if each.isupper() else each[0] for each in kept).upper()


def _pattern(names: Iterable[str], called: Container[str] = ()) -> re.Pattern[str] | None:
    """Any of the names, the longest first; one that a text gives stands alone or behind `the`, for it may be as plain as `secretary`."""
    ordered = sorted(names, key=len, reverse=True)
    alone = r"(?:^|(?<=\bthe ))"
    return (
        re.compile(
            "|".join(rf"{alone if name in called else ''}\b{re.escape(name)}\b" for name in ordered)
        )
        if ordered
        else None
    )


def plain(words: str) -> str:
    """Small letters, straight quotes and single blanks, to compare by."""
    return (
        re.sub(
            r"\s+",
            " ",
            words.replace("’", "'").replace("“", '"').replace("”", '"').replace("‑", "-"),
        )
        .strip()
        .lower()
    )


def _head(party: Party) -> str | None:
    return plain(party.head).removeprefix("the ") if party.head else None


def all_names(party: Party) -> Iterator[str]:
    """Every name of a party, as `plain` words."""
    for name in (
        party.head,
        party.name,
        party.statutory,
        party.short,
        party.abbreviation,
        *party.aliases,
        *party.formerly,
    ):
        if name:
            yield plain(name).removeprefix("the ")
    if party.abbreviation and party.kind == "office":
        yield plain(f"Director of {party.abbreviation}")
        yield plain(f"{party.abbreviation} Director")
