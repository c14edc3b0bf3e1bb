"""Rules about what identifies an instrument: its number, kind, title and address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.models import Instrument

_REGISTER_NUMBER = re.compile(r"\d{4}-\d{4,5}")
_KINDS_BY_PREFIX = {
    "eo": ("executive-order", "draft"),
    "nspm": ("nspm", "draft"),
    "memo": ("presidential-memorandum", "draft"),
    "bod": ("cisa-directive",),
    "ed": ("cisa-emergency-directive",),
    "omb": ("omb-memorandum",),
    "proclamation": ("proclamation", "draft"),
}
_NUMBERED_PREFIXES = ("eo", "nspm", "bod", "ed")
_KINDS_BY_TITLE = {
    "executive order": "executive-order",
    "proclamation": "proclamation",
    "national security presidential memorandum": "nspm",
}


def _register_number(file: File) -> Iterator[Finding]:
    number = file.instrument.number
    if file.instrument.kind != "executive-order" or not number:
        return
    if _REGISTER_NUMBER.fullmatch(number):
        message = (
            f"{number} looks like a Federal Register document number; "
            "give the order's own number here"
        )
        yield Finding(("number",), message)


def _kind_mismatch(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    prefix, _, rest = instrument.id.partition("-")
    kinds = _KINDS_BY_PREFIX.get(prefix)
    if kinds and instrument.kind not in kinds:
        message = f"an ID that begins with {prefix}- does not fit the kind {instrument.kind}"
        yield Finding(("kind",), message)
    if prefix in _NUMBERED_PREFIXES and _is_other_number(instrument, rest):
        message = f"the ID {instrument.id} says {rest}, the number says {instrument.number}"
        yield Finding(("number",), message)
    title = instrument.title.lower()
    for words, kind in _KINDS_BY_TITLE.items():
        if title.startswith(words) and instrument.kind not in (kind, "draft"):
            message = f"the title says '{words}', the kind is {instrument.kind}"
            yield Finding(("title",), message)


def _is_other_number(instrument: Instrument, number_in_id: str) -> bool:
    """Whether the number is another one than that of the ID; a Register number is E205."""
    number = instrument.number
    if not number or number == number_in_id or instrument.kind == "draft":
        return False
    return _REGISTER_NUMBER.fullmatch(number) is None


def _shared_address(file: File) -> Iterator[Finding]:
    own = file.instrument.id
    text = file.instrument.sources.get("text")
    if text is None or not text.url:
        return
    other = file.urls.get(text.url, own)
    if other != own:
        yield Finding(("sources", "text", "url"), f"the text of {other} has the same address")


def _duplicate_number(file: File) -> Iterator[Finding]:
    own = file.instrument
    if not own.number:
        return
    for other in file.catalog.instruments.values():
        if other.id < own.id and (other.kind, other.number) == (own.kind, own.number):
            yield Finding(("number",), f"{other.id} has the same kind and number")


IDENTITY_RULES = (
    Rule(
        "E205",
        "register-number",
        "error",
        "A Federal Register document number is given in place of the order's number.",
        why=(
            "Citations, shortened IDs and searches use the order's number; "
            "the document number belongs under `document`."
        ),
        bad=Sample.file("""
            id: eo-1
            kind: executive-order
            number: 2025-03138  # <-
            title: An order
            dated: 2025-02-19
        """),
        good=Sample.file("""
            id: eo-14219
            kind: executive-order
            number: 14219
            title: An order
            dated: 2025-02-19
            document: 2025-03138
        """),
        find=_register_number,
    ),
    Rule(
        "E206",
        "kind-mismatch",
        "error",
        "The kind contradicts the ID, the number or the title.",
        why="How days are counted, and what every screen calls the instrument, depend on its kind.",
        bad=Sample.file("""
            id: bod-26-09
            kind: executive-order  # <-
            title: A directive
            dated: 2026-06-02
        """),
        good=Sample.file("""
            id: bod-26-09
            kind: cisa-directive
            number: 26-09
            title: A directive
            dated: 2026-06-02
        """),
        find=_kind_mismatch,
    ),
    Rule(
        "E207",
        "shared-address",
        "error",
        "The texts of two instruments have the same address.",
        why="One entry was copied from the other, so its facts may come from the wrong document.",
        bad=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/other  # <-
                class: primary
                seen: full
        """),
        good=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
        """),
        find=_shared_address,
    ),
    Rule(
        "E208",
        "duplicate-number",
        "error",
        "Two instruments of one kind have the same number.",
        why=(
            "The White House page of EO 14412 showed the number of EO 14409 on June 22, 2026; "
            "such an error assigns directives to the wrong order."
        ),
        bad=Sample.file("""
            id: order-9
            kind: executive-order
            number: 7  # <-
            title: An order
            dated: 2026-06-02
        """),
        good=Sample.file("""
            id: eo-9
            kind: executive-order
            number: 9
            title: An order
            dated: 2026-06-02
        """),
        find=_duplicate_number,
    ),
)
