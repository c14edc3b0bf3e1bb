"""Rules about who an instrument is: numbers, kinds, names and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.check.rule import File, Finding, Rule

_REGISTER_NUMBER = re.compile(r"\d{4}-\d{4,5}")
_KINDS = {
    "eo": ("executive-order", "draft"),
    "nspm": ("nspm", "draft"),
    "memo": ("presidential-memorandum", "draft"),
    "bod": ("cisa-directive",),
    "ed": ("cisa-emergency-directive",),
    "omb": ("omb-memorandum",),
    "proclamation": ("proclamation", "draft"),
}
_NUMBERED = ("eo", "nspm", "bod", "ed")
_TITLES = {
    "executive order": "executive-order",
    "proclamation": "proclamation",
    "national security presidential memorandum": "nspm",
}


def _register_number(file: File) -> Iterator[Finding]:
    number = file.instrument.number
    if number and file.instrument.kind == "executive-order" and _REGISTER_NUMBER.fullmatch(number):
        yield Finding(
            ("number",),
            f"{number} is the form of a Federal Register document number; the order's own number goes here",
        )


def _kind(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    prefix, _, rest = instrument.id.partition("-")
    if prefix in _KINDS and instrument.kind not in _KINDS[prefix]:
        yield Finding(("kind",), f"an ID that begins with {prefix}- names no {instrument.kind}")
    number = instrument.number or ""
    if (
        prefix in _NUMBERED
        and number
        and instrument.kind != "draft"
        and number != rest
        and not _REGISTER_NUMBER.fullmatch(number)
    ):
        yield Finding(
            ("number",), f"the ID {instrument.id} says {rest}, the number {instrument.number}"
        )
    for words, kind in _TITLES.items():
        if instrument.title.lower().startswith(words) and instrument.kind not in (kind, "draft"):
            yield Finding(
                ("title",), f"the title speaks of an {words}, the kind is {instrument.kind}"
            )


def _same_url(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        other = file.urls.get(source.url, file.instrument.id) if source.url else file.instrument.id
        if name == "text" and other != file.instrument.id:
            yield Finding(("sources", name, "url"), f"{other} has its text at the same address")


def _same_number(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    for other in file.catalog.instruments.values():
        if (
            other.id < instrument.id
            and instrument.number
            and (other.kind, other.number) == (instrument.kind, instrument.number)
        ):
            yield Finding(("number",), f"{other.id} has the same kind and number")


IDENTITY_RULES = (
    Rule(
        "E205",
        "register-number",
        "error",
        "A Federal Register document number stands in the place of the order's number.",
        "Citations, shortened IDs and searches go by the order's number; the document number belongs in `document`.",
        "id: eo-1\nkind: executive-order\nnumber: 2025-03138  # <-\ntitle: T\ndated: 2025-02-19\n",
        "id: eo-14219\nkind: executive-order\nnumber: 14219\ntitle: T\ndated: 2025-02-19\ndocument: 2025-03138\n",
        _register_number,
    ),
    Rule(
        "E206",
        "kind",
        "error",
        "The kind contradicts the ID, the number or the title.",
        "Rules of counting and the words on every screen follow from the kind.",
        "id: bod-26-09\nkind: executive-order  # <-\ntitle: T\ndated: 2026-06-02\n",
        "id: bod-26-09\nkind: cisa-directive\nnumber: 26-09\ntitle: T\ndated: 2026-06-02\n",
        _kind,
    ),
    Rule(
        "E207",
        "same-address",
        "error",
        "Two instruments have their text at one address.",
        "One of them was copied from the other, and its facts were read in the wrong document.",
        "sources:\n  text: {url: 'https://www.whitehouse.gov/other', class: primary, seen: full}  # <-\n",
        "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full}\n",
        _same_url,
    ),
    Rule(
        "E208",
        "same-number",
        "error",
        "Two instruments of one kind have the same number.",
        "The White House page of EO 14412 bore the number of EO 14409 for a day; such a slip lays directives on the wrong order.",
        "id: order-9\nkind: executive-order\nnumber: 7  # <-\ntitle: T\ndated: 2026-06-02\n",
        "id: eo-9\nkind: executive-order\nnumber: 9\ntitle: T\ndated: 2026-06-02\n",
        _same_number,
    ),
)
