"""eo-tracker: the compliance deadlines that executive orders set, each with its proof.

The names below are the library (see `eo_tracker.api`). They are imported when they are first used,
so that the command line, which needs few of them, starts at once.
"""

TYPE_CHECKING = False  # as in typing, whose import takes longer than --version

if TYPE_CHECKING:
    from typing import Any

    from eo_tracker.api import (
        Catalog,
        CatalogError,
        Change,
        Diff,
        Extraction,
        Misuse,
        Obligation,
        Problem,
        Resolution,
        Status,
        TrackerError,
        UnknownName,
        check_catalog,
        diff_resolutions,
        explain_obligation,
        extract_text,
        open_catalog,
        resolve_catalog,
        select_obligations,
        verify_catalog,
    )

__version__ = "0.1.0"
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


def __getattr__(name: str) -> "Any":
    """A name of the library, imported when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from eo_tracker import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return __all__
