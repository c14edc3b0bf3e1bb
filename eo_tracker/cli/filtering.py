"""The filter options into a `Filter`, with every name looked up in the catalog."""

from __future__ import annotations

from datetime import date
from typing import get_args

from eo_tracker.cli.options import FilterOptions
from eo_tracker.cli.parsing import first_day, last_day
from eo_tracker.errors import Misuse
from eo_tracker.lookup import all_topics, instrument, party, related_parties
from eo_tracker.models import Catalog, Reach, Status
from eo_tracker.query import Filter
from eo_tracker.text import did_you_mean

_OTHER_WORDS = {"overdue": "past-due", "passed": "past-due"}


def filter_of(
    options: FilterOptions,
    catalog: Catalog,
    as_of: date,
) -> Filter:
    """The filter that the options mean. Raises Misuse, or UnknownName."""
    start, end = _window(options, as_of)
    lead = [party(catalog, name) for name in options.lead or ()]
    reach = [_reach(text) for text in options.reach or ()]
    statuses = [_status(text) for text in options.status or ()]
    topics = [_topic(text, catalog) for text in options.topic or ()]
    return Filter(
        orders=_instruments(options.order, catalog),
        under=_instruments(options.under, catalog),
        reach=frozenset(reach),
        agencies=related_to(options.agency, catalog),
        lead=frozenset(lead),
        status=frozenset(statuses),
        topics=frozenset(topics),
        start=start,
        end=end,
    )


def related_to(names: list[str] | None, catalog: Catalog) -> frozenset[str]:
    """The parties of these names, with their components and the groups that they belong to."""
    related: set[str] = set()
    for name in names or ():
        key = party(catalog, name)
        related |= related_parties(catalog, key)
    return frozenset(related)


def _window(options: FilterOptions, as_of: date) -> tuple[date | None, date | None]:
    start = end = None
    if options.from_ is not None:
        start = first_day(options.from_, "--from", relative_to=as_of)
    if options.to is not None:
        end = last_day(options.to, "--to", relative_to=as_of)
    if start and end and start > end:
        raise Misuse(f"--from: {start} is after --to {end}")
    return start, end


def _instruments(names: list[str] | None, catalog: Catalog) -> frozenset[str]:
    return frozenset(instrument(catalog, name).id for name in names or ())


def _status(text: str) -> Status:
    word = text.lower()
    word = _OTHER_WORDS.get(word, word)
    known = [status.value for status in Status]
    if word in known:
        return Status(word)
    hint = did_you_mean(text, known)
    raise Misuse(f"--status: {text!r} is not one of {', '.join(known)}{hint}")


def _reach(text: str) -> str:
    known = get_args(Reach)
    if text.lower() in known:
        return text.lower()
    raise Misuse(f"--reach: {text!r} is not one of {', '.join(known)}")


def _topic(text: str, catalog: Catalog) -> str:
    known = sorted(all_topics(catalog))
    if text.lower() in known:
        return text.lower()
    topics = ", ".join(known) or "no topics"
    raise Misuse(f"--topic: {text!r} is not used in the catalog; it has {topics}")
