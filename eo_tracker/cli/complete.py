"""What the shell completes: IDs, orders, offices, statuses and topics of the catalog in use.

Silent when the catalog cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import typer

from eo_tracker.models import Catalog, Status


class Word(NamedTuple):
    """A word that can be typed, and what it means."""

    text: str
    meaning: str = ""


Completer = Callable[[typer.Context, str], list[Word]]


def _completer(words: Callable[[Catalog], Iterable[Word]]) -> Completer:
    def complete(context: typer.Context, incomplete: str) -> list[Word]:
        try:
            typed = incomplete.lower()
            return [word for word in words(_catalog(context)) if word.text.startswith(typed)]
        except Exception:  # noqa: BLE001 - a shell in the middle of a line has no place for a message
            return []

    return complete


def _catalog(context: typer.Context) -> Catalog:
    from eo_tracker.catalog.open import open_catalog

    return open_catalog(*context.params.get("catalog") or ())


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
    return (Word(status.value) for status in Status)


def _topics(catalog: Catalog) -> Iterator[Word]:
    directives = [directive for _, directive in catalog.directives.values()]
    topics = {topic for directive in directives for topic in directive.topics}
    return map(Word, sorted(topics))


ids = _completer(_directives_and_triggers)
ids_to_show = _completer(_directives_and_instruments)
orders = _completer(_orders)
agencies = _completer(_agencies)
statuses = _completer(_statuses)
topics = _completer(_topics)
