"""Opening a catalog: find it, read its files, take it from the cache or load and link it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eo_tracker import caches
from eo_tracker.catalog.cache import Cache
from eo_tracker.catalog.files import Files, Texts, read_files, texts_of
from eo_tracker.catalog.locate import Located, locate_catalog
from eo_tracker.dates import parse_day
from eo_tracker.models import Catalog
from eo_tracker.models.catalog import UNSEARCHED


@dataclass(frozen=True)
class Opened:
    """A catalog as it was opened: `shown` is how its user knows it, `commit` where git had it.

    `recorded` is the day on which it was made, if that is known.
    """

    catalog: Catalog
    shown: str
    texts: Texts
    commit: str | None = None
    recorded: date | None = None


def open_catalog(*paths: str | Path, rev: str | None = None, use_cache: bool = True) -> Catalog:
    """The catalog in these folders and files; without any, the one that a command would use.

    `rev` is a git revision or a day (`@{2026-07-15}`). Raises CatalogError with every problem
    found, and TrackerError where git does not have the revision.
    """
    where = locate_catalog([Path(path) for path in paths])
    return open_located(where, rev=rev, use_cache=use_cache).catalog


def open_located(
    where: Located,
    *,
    rev: str | None = None,
    files: Files | None = None,
    use_cache: bool = True,
) -> Opened:
    """The catalog at a place, as it is or as git had it at `rev`.

    `files` are those of the place, where they were read already. Raises CatalogError and
    NoRevision.
    """
    if rev is None:
        texts = texts_of(files or read_files(where.paths))
        return open_texts(
            texts,
            name=where.name,
            shown=where.shown,
            use_cache=use_cache,
        )
    from eo_tracker.catalog.git import read_revision

    revision = read_revision(where.paths, rev)
    catalog = _cached(
        revision.texts,
        where.name,
        use_cache=use_cache,
    )
    shown = f"{where.shown} at {rev} (commit {revision.short})"
    return Opened(
        catalog,
        shown,
        revision.texts,
        revision.commit,
        revision.day,
    )


def open_texts(
    texts: Texts,
    *,
    name: str,
    shown: str,
    use_cache: bool = True,
) -> Opened:
    """The catalog of these texts. Raises CatalogError."""
    catalog = _cached(texts, name, use_cache=use_cache)
    recorded = None if catalog.version == UNSEARCHED else parse_day(catalog.version)
    return Opened(catalog, shown, texts, recorded=recorded)


def _cached(
    texts: Texts,
    name: str,
    *,
    use_cache: bool,
) -> Catalog:
    """The catalog of these texts, from the cache if it was read before."""
    place = None
    if use_cache and not texts.problems:
        place = caches.folder_in_use()
    kept = Cache(place, texts.by_file) if place else None
    if kept and (catalog := kept.whole(name)):
        return catalog
    from eo_tracker.catalog.load import load_texts

    known = kept.parts() if kept else {}
    loaded = load_texts(
        texts.by_file,
        name=name,
        unread=texts.problems,
        known=known,
    )
    catalog = loaded.usable()
    if kept:
        kept.keep(catalog, {key: document.file for key, document in loaded.documents.items()})
    return catalog
