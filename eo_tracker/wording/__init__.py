"""Obligations in an attorney's words.

`words` has what is said of plain values, `status`, `timing` and `sources` what is said of an
obligation, `proof` how a date was reached, `details` everything about one entry, `changes` what a
diff found. The words of plain values need no models, so each name is loaded when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eo_tracker.wording.sources import source_line
    from eo_tracker.wording.status import status_label, status_text
    from eo_tracker.wording.timing import (
        closed_day,
        closed_day_note,
        counting_notes,
        date_heading,
    )
    from eo_tracker.wording.words import (
        DISCLAIMER,
        Line,
        Parties,
        addressees,
        as_sentence,
        authority,
        count,
        date_range,
        instrument_note,
        instrument_title,
        join_and,
        offices,
        pinpoint,
        settled_counts,
        with_local_id,
    )

_MODULES = {
    "source_line": "sources",
    "status_label": "status",
    "status_text": "status",
    "closed_day": "timing",
    "closed_day_note": "timing",
    "counting_notes": "timing",
    "date_heading": "timing",
}

__all__ = [
    "DISCLAIMER",
    "Line",
    "Parties",
    "addressees",
    "as_sentence",
    "authority",
    "closed_day",
    "closed_day_note",
    "count",
    "counting_notes",
    "date_heading",
    "date_range",
    "instrument_note",
    "instrument_title",
    "join_and",
    "offices",
    "pinpoint",
    "settled_counts",
    "source_line",
    "status_label",
    "status_text",
    "with_local_id",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that has it."""
    if name not in __all__:
        raise AttributeError(name)
    module = import_module(f"{__name__}.{_MODULES.get(name, 'words')}")
    globals()[name] = getattr(module, name)
    return globals()[name]
