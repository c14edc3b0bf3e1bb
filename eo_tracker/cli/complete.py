"""What the shell completes: IDs, orders, offices, statuses and topics of the catalog in use.

Silent when the catalog cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import typer

from eo_tracker.lookup import all_topics
from eo_tracker.models import Catalog, Status


class Word(NamedTuple):
    """A word that can be typed, and what it means."""

    text: str
    meaning: str = ""


Completer = Callable[[typer.Context, str], list[Word]]
Words = Callable[[Catalog], Iterable[Word]]


def _completer(words: Words) -> Completer:
    def complete(context: typer.Context, incomplete: str) -> list[Word]:
        try:
            catalog = _catalog(context)
            known = list(words(catalog))
        except Exception:  # noqa: BLE001 - a shell in the middle of a line has no place for a message
            return []
        typed = incomplete.lower()
        return [word for word in known if word.text.startswith(typed)]

    return complete


def _catalog(context: typer.Context) -> Catalog:
    from eo_tracker.catalog.open import open_catalog

    paths = context.params.get("catalog") or ()
    return open_catalog(*paths)


def _directives(catalog: Catalog) -> Iterator[Word]:
    for key, (_, directive) in catalog.directives.items():
        yield Word(key, directive.title)


def _directives_and_triggers(catalog: Catalog) -> Iterator[Word]:
    yield from _directives(catalog)
    for key, (_, trigger) in catalog.triggers.items():
        yield Word(key, trigger.what)


def _directives_and_instruments(catalog: Catalog) -> Iterator[Word]:
    yield from _directives(catalog)
    for key, instrument in catalog.instruments.items():
        yield Word(key, instrument.title)


def _orders(catalog: Catalog) -> Iterator[Word]:
    for key, instrument in catalog.instruments.items():
        if not instrument.is_record:
            yield Word(key, instrument.title)


def _agencies(catalog: Catalog) -> Iterator[Word]:
    for key, party in catalog.parties.items():
        yield Word(key, party.name)


def _statuses(_: Catalog) -> Iterator[Word]:
    for status in Status:
        yield Word(status.value)


def _topics(catalog: Catalog) -> Iterator[Word]:
    return map(Word, sorted(all_topics(catalog)))


ids = _completer(_directives_and_triggers)
ids_to_show = _completer(_directives_and_instruments)
orders = _completer(_orders)
agencies = _completer(_agencies)
statuses = _completer(_statuses)
topics = _completer(_topics)
