"""What the shell completes: IDs, orders, offices, statuses and topics of the catalog in use.

Silent when the catalog cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import typer

from eo_tracker.names import CatalogNames, NamedEntry
from eo_tracker.vocabulary import Status


class Word(NamedTuple):
    """A word that can be typed, and what it means."""

    text: str
    meaning: str = ""


Completer = Callable[[typer.Context, str], list[Word]]
Words = Callable[[CatalogNames], Iterable[Word]]


def _completer(words: Words) -> Completer:
    def complete(context: typer.Context, incomplete: str) -> list[Word]:
        try:
            names = _names(context)
            known = list(words(names))
        except Exception:  # noqa: BLE001 - a shell in the middle of a line has no place for a message
            return []
        typed = incomplete.lower()
        return [word for word in known if word.text.startswith(typed)]

    return complete


def _names(context: typer.Context) -> CatalogNames:
    from eo_tracker.cli.opening import day_of
    from eo_tracker.cli.options import CommonOptions

    paths = context.params.get("catalog") or None
    return day_of(CommonOptions(catalog=paths)).names


def _entries(entries: Mapping[str, NamedEntry]) -> Iterator[Word]:
    for key, entry in entries.items():
        yield Word(key, entry.title)


def _directives_and_triggers(names: CatalogNames) -> Iterator[Word]:
    yield from _entries(names.directives)
    yield from _entries(names.triggers)


def _directives_and_instruments(names: CatalogNames) -> Iterator[Word]:
    yield from _entries(names.directives)
    for key, instrument in names.instruments.items():
        yield Word(key, instrument.title)


def _orders(names: CatalogNames) -> Iterator[Word]:
    for key, instrument in names.instruments.items():
        if not instrument.is_record:
            yield Word(key, instrument.title)


def _agencies(names: CatalogNames) -> Iterator[Word]:
    for key, party in names.parties.items():
        yield Word(key, party.name)


def _statuses(_: CatalogNames) -> Iterator[Word]:
    for status in Status:
        yield Word(status.value)


def _topics(names: CatalogNames) -> Iterator[Word]:
    return map(Word, names.topics)


def _orders_and_offices(names: CatalogNames) -> Iterator[Word]:
    yield from _orders(names)
    yield from _agencies(names)


orders_and_offices = _completer(_orders_and_offices)
ids = _completer(_directives_and_triggers)
ids_to_show = _completer(_directives_and_instruments)
orders = _completer(_orders)
agencies = _completer(_agencies)
statuses = _completer(_statuses)
topics = _completer(_topics)
