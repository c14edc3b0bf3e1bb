"""The filter options into a `Filter`, with every name looked up in the catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from eo_tracker.cli.options import FilterOptions
from eo_tracker.cli.parsing import first_day, last_day
from eo_tracker.day import DayAnswers
from eo_tracker.errors import Misuse
from eo_tracker.lookup import (
    UnknownName,
    exact_party,
    find_instruments,
    instrument,
    party,
    related_parties,
)
from eo_tracker.names import CatalogNames
from eo_tracker.query import Filter
from eo_tracker.text import did_you_mean
from eo_tracker.vocabulary import REACHES, Status

_OTHER_WORDS = {"overdue": "past-due", "passed": "past-due"}


def filter_of(
    options: FilterOptions,
    names: CatalogNames,
    as_of: date,
) -> Filter:
    """The filter that the options mean. Raises Misuse, or UnknownName."""
    start, end = filter_window(options, as_of)
    lead = [party(names, name) for name in options.lead or ()]
    topics = [_topic(text, names) for text in options.topic or ()]
    return Filter(
        orders=_instruments(options.order, names),
        under=_instruments(options.under, names),
        reach=frozenset(map(_reach, options.reach or ())),
        agencies=related_to(options.agency, names),
        lead=frozenset(lead),
        status=frozenset(map(_status, options.status or ())),
        topics=frozenset(topics),
        start=str(start) if start else None,
        end=str(end) if end else None,
    )


def with_words(
    options: FilterOptions,
    words: list[str] | None,
    names: CatalogNames,
) -> FilterOptions:
    """The options, with each word that was typed alone as an office or an order.

    Raises UnknownName for a word that is neither.
    """
    orders, agencies = list(options.order or ()), list(options.agency or ())
    for word in words or ():
        if exact_party(names, word):
            agencies.append(word)
        elif find_instruments(names, word):
            orders.append(word)
        else:
            hint = did_you_mean(word.lower(), [*names.parties, *names.instruments])
            raise UnknownName(f"{word!r} is not an order or office of the catalog{hint}")
    return replace(options, order=orders or None, agency=agencies or None)


def chosen_of(options: FilterOptions, words: list[str] | None, day: DayAnswers) -> Filter:
    """The filter that options and words mean; the catalog's names are read only for some.

    Raises Misuse, or UnknownName.
    """
    if not words and options == FilterOptions():
        return Filter()
    return filter_of(with_words(options, words, day.names), day.names, day.head.day)


def related_to(
    words: list[str] | None,
    names: CatalogNames,
) -> frozenset[str]:
    """The parties of these names, with their components and the groups that they belong to."""
    related: set[str] = set()
    for word in words or ():
        related |= related_parties(names, party(names, word))
    return frozenset(related)


def filter_window(
    options: FilterOptions,
    as_of: date,
) -> tuple[date | None, date | None]:
    """The days of --from and --to. Raises Misuse."""
    start = end = None
    if options.from_ is not None:
        start = first_day(options.from_, "--from", relative_to=as_of)
    if options.to is not None:
        end = last_day(options.to, "--to", relative_to=as_of)
    if start and end and start > end:
        raise Misuse(f"--from: {start} is after --to {end}")
    return start, end


def _instruments(
    words: list[str] | None,
    names: CatalogNames,
) -> frozenset[str]:
    return frozenset(instrument(names, word).id for word in words or ())


def _status(text: str) -> Status:
    word = text.lower()
    word = _OTHER_WORDS.get(word, word)
    known = [status.value for status in Status]
    if word in known:
        return Status(word)
    hint = did_you_mean(text, known)
    raise Misuse(f"--status: {text!r} is not one of {', '.join(known)}{hint}")


def _reach(text: str) -> str:
    for word in (text.lower(), f"{text.lower()}s"):
        if word in REACHES:
            return word
    raise Misuse(f"--reach: {text!r} is not one of {', '.join(REACHES)}")


def _topic(
    text: str,
    names: CatalogNames,
) -> str:
    if text.lower() in names.topics:
        return text.lower()
    topics = ", ".join(names.topics) or "no topics"
    raise Misuse(f"--topic: {text!r} is not used in the catalog; it has {topics}")
