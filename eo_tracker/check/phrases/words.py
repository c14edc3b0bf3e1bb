"""The quote as it is read: lower case, single spaces, no hyphens.

Phrases are rows of tables, each with two sentences that test it.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from eo_tracker.dates import NUMBER, Span, number_in

# No time limit is longer; the rest of a hostile quote is not read.
MAX_QUOTE_LENGTH = 2_000
MAX_SHOWN = 80
_SPACE = re.compile("[\\s\u00a0\u2010-\u2015-]+")
_AGAIN_IN_WORDS = re.compile(r"(\d{1,4}) \([a-z ]{1,40}\)")
_SINGLE_QUOTES = "\u2018\u2019\u02bc`"
_REMOVED_MARKS = '\u201c\u201d"*_'
_PLAIN_MARKS = str.maketrans(dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_REMOVED_MARKS, ""))
_QUARTER_FIRST = re.compile(r"\b([1-4])q ?(?=fy|\d)")
# In place of what was already read.
READ = "\0"

UNIT = r"(?P<unit>(?:business |working )?day|week|month|year|hour)s?"
AMOUNT = rf"(?P<number>{NUMBER})"
# The end of a phrase: nothing follows that would make it another one.
PHRASE_END = (
    r"(?=$|[,;:.)]"
    r"| (?:and|or|but|shall|must|will|unless|whichever|the|each|every|thereafter|then|to)\b)"
)


class Phrase(NamedTuple):
    """Words with one meaning: a sentence that has them, and a similar one that does not."""

    means: str
    pattern: re.Pattern[str]
    fits: str
    fails: str


def phrase(means: str, pattern: str, fits: str, fails: str) -> Phrase:
    """A row of a table; its sentences are in plain words."""
    return Phrase(means, re.compile(pattern), fits, fails)


def plain_words(quote: str) -> str:
    """The quote as it is read."""
    words = _SPACE.sub(" ", quote[:MAX_QUOTE_LENGTH].lower().translate(_PLAIN_MARKS)).strip()
    return _QUARTER_FIRST.sub(r"q\1 ", _AGAIN_IN_WORDS.sub(r"\1", words))


def shortened(words: str) -> str:
    """Words for a message, cut where they are too long for it."""
    words = words.replace(READ, "").strip(" ,;")
    return words if len(words) <= MAX_SHOWN else f"{words[: MAX_SHOWN - 1]}…"


def masked(words: str, start: int, end: int) -> str:
    """The words with a stretch of them taken out, places unchanged."""
    return words[:start] + READ * (end - start) + words[end:]


def span_in(number: str, unit: str) -> Span | None:
    """`ninety` and `working day` as a Span; None where the number is not a number."""
    amount = 1 if number in ("a", "an", "the next") else number_in(number)
    if not amount:
        return None
    return Span(amount, "business day" if unit == "working day" else unit)  # type: ignore[arg-type]


CHOICES = (
    phrase(
        "earliest",
        r"\bwhichever (?:is|comes|occurs|happens)(?: the)? "
        r"(?:earlier|earliest|first|sooner|soonest)\b"
        r"|\bthe (?:earlier|earliest|sooner|first) of\b",
        "within 30 days of the date of this order or by june 30, 2026, whichever is earlier",
        "at the earliest date that is practicable",
    ),
    phrase(
        "latest",
        r"\bwhichever (?:is|comes|occurs|happens)(?: the)? (?:later|latest|last)\b"
        r"|\bthe (?:later|latest|last) of\b",
        "30 days after the date of this order or 10 days after its publication, whichever is later",
        "no later than june 30, 2026",
    ),
)


def choice(words: str) -> Literal["earliest", "latest"] | None:
    """Which of several dates the words take; None where they say neither or both."""
    choices = [each.means for each in CHOICES if each.pattern.search(words)]
    if len(choices) != 1:
        return None
    return "earliest" if choices[0] == "earliest" else "latest"
