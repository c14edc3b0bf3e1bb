"""The library: what a Python program, a notebook or another interface calls.

`import eo_tracker` has it.

Every function takes the values of the one before it: open a catalog, resolve it as of a day, select
obligations, explain one. Nothing here prints, asks the clock or reaches the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from eo_tracker.catalog.load import Loaded, load
from eo_tracker.catalog.locate import locate_catalog
from eo_tracker.catalog.open import open_catalog
from eo_tracker.check import check
from eo_tracker.diff import Change, Diff, diff_resolutions
from eo_tracker.errors import CatalogError, Misuse, Problem, TrackerError
from eo_tracker.extract import Extraction, extract, read
from eo_tracker.lookup import UnknownName, instrument, party, related_parties
from eo_tracker.models import Catalog, Status
from eo_tracker.names import names_of
from eo_tracker.query import Filter, selected_obligations
from eo_tracker.resolve import Obligation, Resolution, resolve
from eo_tracker.wording.proof import date_proof

__all__ = [
    "Catalog",
    "CatalogError",
    "Change",
    "Diff",
    "Extraction",
    "Misuse",
    "Obligation",
    "Problem",
    "Resolution",
    "Status",
    "TrackerError",
    "UnknownName",
    "check_catalog",
    "diff_resolutions",
    "explain_obligation",
    "extract_text",
    "open_catalog",
    "resolve_catalog",
    "select_obligations",
    "verify_catalog",
]


def resolve_catalog(
    catalog: Catalog,
    as_of: date,
    *,
    assume: Mapping[str, date] | None = None,
    horizon: date | None = None,
    include_nonpublic: bool = False,
) -> Resolution:
    """The obligations of a catalog as of a day, with what was publicly known on it.

    `assume` has full IDs of directives or triggers, and the day on which each is taken to have been
    completed or to have occurred. With `horizon`, every occurrence of a recurring directive up to
    that day is given, else the next. Raises TrackerError where those are too many.
    """
    assumed = (assume or {}).items()
    return resolve(catalog, as_of, assumed, horizon=horizon, nonpublic=include_nonpublic)


def select_obligations(
    resolution: Resolution,
    *,
    order: Iterable[str] = (),
    under: Iterable[str] = (),
    agency: Iterable[str] = (),
    lead: Iterable[str] = (),
    reach: Iterable[str] = (),
    status: Iterable[Status | str] = (),
    topic: Iterable[str] = (),
    start: date | None = None,
    end: date | None = None,
) -> list[Obligation]:
    """The obligations that match, soonest first; those without a date are last.

    The names are those that the command line takes: `14409`, `EO 14409`, `cisa`. Several of one
    kind mean any of them; several kinds mean all. Raises UnknownName for an instrument or party
    that the catalog does not have, and ValueError for a status that does not exist.
    """
    names = names_of(resolution.catalog)
    related: set[str] = set()
    for name in agency:
        related |= related_parties(names, party(names, name))
    chosen = Filter(
        orders=frozenset(instrument(names, name).id for name in order),
        under=frozenset(instrument(names, name).id for name in under),
        agencies=frozenset(related),
        lead=frozenset(party(names, name) for name in lead),
        reach=frozenset(reach),
        status=frozenset(Status(value) for value in status),
        topics=frozenset(topic),
        start=str(start) if start else None,
        end=str(end) if end else None,
    )
    return selected_obligations(resolution, chosen)


def explain_obligation(obligation: Obligation, resolution: Resolution) -> list[tuple[str, str]]:
    """How the date was reached, as `explain` shows it: a label and a sentence for each step.

    The first is the headline, and has no label.
    """
    return [(label, text) for label, text in date_proof(obligation, resolution.catalog)]


def check_catalog(*paths: str | Path, as_of: date | None = None) -> list[Problem]:
    """Every finding of `check` in the catalog of these folders and files, by file and line.

    With `as_of`, the rules that depend on the day are applied too.
    """
    loaded, where = _load(paths)
    return check(loaded, paths=where, as_of=as_of)


def extract_text(data: bytes) -> Extraction:
    """The directives of an official text, in any form that `extract` reads.

    Raises TrackerError for bytes that are not such a text.
    """
    return extract(read(data))


def verify_catalog(name: str, data: bytes, *paths: str | Path) -> list[Problem]:
    """How the entry of an instrument differs from its official text.

    Raises CatalogError for a catalog with problems, and UnknownName.
    """
    from eo_tracker.extract.verify import verify

    loaded, _ = _load(paths)
    catalog = loaded.usable()
    owner = catalog.instruments[instrument(names_of(catalog), name).id]
    return list(verify(owner, loaded.documents[owner.id], extract_text(data), catalog))


def _load(paths: Sequence[str | Path]) -> tuple[Loaded, tuple[Path, ...]]:
    where = locate_catalog([Path(path) for path in paths])
    return load(where.paths, name=where.name), where.paths
