"""The quotes of a file, each read once for the counts, days and intervals that its words give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eo_tracker.check.phrases import (
    Count,
    Lasting,
    NamedDay,
    Rhythm,
    counts,
    days,
    lasting,
    plain_words,
    rhythms,
    without,
)
from eo_tracker.check.rule import File
from eo_tracker.dates import long
from eo_tracker.models import Deadline, Directive

OWN_DAY_FIELDS = {"date": "dated", "publication": "published", "effective": "effective"}


class Quote(NamedTuple):
    """What a quote says."""

    words: str
    counts: Sequence[Count]
    days: Sequence[NamedDay]
    rhythms: Sequence[Rhythm]
    lasting: Sequence[Lasting]

    @property
    def is_uncertain(self) -> bool:
        """Whether it names days that cannot be known from the words alone."""
        return any(day.role == "unread" for day in self.days)

    def days_of(self, *roles: str) -> list[NamedDay]:
        """The days that the words name in these roles."""
        return [day for day in self.days if day.role in roles]


class QuotedDirective(NamedTuple):
    """A directive that quotes words, with its position in the file."""

    position: int
    directive: Directive
    quote: Quote


# As many as one file can have: its rules ask for the same quotes one after the other.
@lru_cache(maxsize=16_384)
def read_quote(text: str, dated: date, number: str | None) -> Quote:
    """What the quote of an instrument of that date and number says."""
    words = plain_words(text)
    all_counts = counts(words, dated, number)
    # A day or interval that only says where a count starts is not a limit of its own.
    rest = words
    for count in all_counts:
        if count.way:
            start = count.end - len(count.words)
            rest = rest[:start] + " " * len(count.words) + rest[count.end :]
    all_days = days(rest, dated)
    single_days = [day for day in all_days if not day.yearly]
    return Quote(
        words,
        counts=all_counts,
        days=all_days,
        rhythms=rhythms(without(rest, single_days)),
        lasting=lasting(rest),
    )


def quoted_directives(file: File) -> Iterator[QuotedDirective]:
    """The directives that quote words, with what the words say."""
    instrument = file.instrument
    for index, directive in enumerate(instrument.directives):
        if directive.quote and not directive.entered_in_error:
            quote = read_quote(directive.quote, instrument.dated, instrument.number)
            yield QuotedDirective(index, directive, quote)


def parts_of(rule: Deadline) -> Sequence[Deadline]:
    """The rules that a compound rule chooses from, or the rule itself."""
    return (*rule.earliest, *rule.latest) or (rule,)


def day_in_words(day: date) -> str:
    """`December 31, 2027`."""
    return long(day).partition(", ")[2]
