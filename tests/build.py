"""Small catalogs for tests, written as dictionaries."""

from __future__ import annotations

from typing import Any

import yaml

SOURCES = {
    "text": {
        "title": "Page",
        "url": "https://example.gov/1",
        "class": "primary",
        "seen": "full",
        "published": "2026-06-02",
    },
    "shown": {
        "title": "Release",
        "url": "https://example.gov/2",
        "class": "primary",
        "seen": "full",
        "published": "2026-06-20",
    },
    "unseen": {
        "title": "Record",
        "class": "primary",
        "seen": "not-opened",
        "via": "a report",
        "published": "2026-06-20",
    },
    "paper": {
        "title": "Paper",
        "url": "https://example.com/3",
        "class": "secondary",
        "seen": "full",
        "published": "2026-06-20",
    },
    "later": {
        "title": "Later paper",
        "url": "https://example.com/4",
        "class": "secondary",
        "seen": "full",
        "published": "2026-08-01",
    },
}


# libyaml writes the same text as Python's own emitter in a tenth of the time.
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _NoAliases(_Dumper):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:
        return True


def dump(entry: Any) -> str:
    return yaml.dump(entry, Dumper=_NoAliases, sort_keys=False)


def directive(id: str = "2a", **keys: Any) -> dict[str, Any]:  # noqa: A002 - the catalog's own word
    """A directive due 30 days after the order unless `deadline` says otherwise (None: no
    deadline).
    """
    entry = {
        "id": id,
        "cite": "2(a)",
        "title": f"Do {id}",
        "summary": "Do it.",
        "binds": ["omb"],
        "deadline": {"within": "30 days", "of": "date"},
    }
    entry |= keys
    return {name: value for name, value in entry.items() if value is not None}


def order(
    *directives: dict[str, Any],
    id: str = "eo-1",  # noqa: A002
    dated: str = "2026-06-02",
    searched: str | None = "2026-10-10",
    where: str | None = None,
    **keys: Any,
) -> str:
    """An instrument of kind executive order.

    `searched` is the day of its one search, in `where`.
    """
    search = {"on": searched} | ({"where": where} if where else {})
    entry = {
        "format": 1,
        "id": id,
        "kind": "executive-order",
        "number": id.rpartition("-")[2],
        "title": f"Order {id}",
        "dated": dated,
        "searches": [search] if searched else [],
        "sources": SOURCES,
        "directives": list(directives),
    }
    return dump(entry | keys)


def stub(id: str, dated: str = "2020-01-01", **keys: Any) -> str:  # noqa: A002
    """An instrument of which only ID, kind, title and date are recorded."""
    return dump({"id": id, "kind": "cisa-directive", "title": id, "dated": dated} | keys)
