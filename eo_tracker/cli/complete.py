"""What the shell completes: IDs, orders, offices, statuses and topics of the catalog in use. Silent when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import typer

from eo_tracker.models import Catalog, Status


def _catalog(context: typer.Context) -> Catalog:
    from eo_tracker.catalog.open import open_catalog

    return open_catalog(*context.params.get("catalog") or ())


def _completer(
    words: Callable[[Catalog], Iterable[tuple[str, str]]],
) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        try:
            return [
                (word, about)
                for word, about in words(_catalog(context))
                if word.startswith(incomplete.lower())
            ]
        except Exception:  # noqa: BLE001 - a shell in the middle of a line is no place for a message
            return []

    return complete


ids = _completer(
    lambda catalog: [
        *((key, directive.title) for key, (_, directive) in catalog.directives.items()),
        *((key, each.what) for key, (_, each) in catalog.triggers.items()),
    ]
)
shown = _completer(
    lambda catalog: [
        *((key, directive.title) for key, (_, directive) in catalog.directives.items()),
        *((key, each.title) for key, each in catalog.instruments.items()),
    ]
)
orders = _completer(
    lambda catalog: (
        (key, each.title) for key, each in catalog.instruments.items() if not each.is_record
    )
)
agencies = _completer(lambda catalog: ((key, each.name) for key, each in catalog.parties.items()))
statuses = _completer(lambda _: ((each.value, "") for each in Status))
topics = _completer(
    lambda catalog: sorted(
        {(topic, "") for _, directive in catalog.directives.values() for topic in directive.topics}
    )
)
