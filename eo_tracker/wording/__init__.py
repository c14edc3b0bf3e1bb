"""Obligations in an attorney's words.

`proof` tells how a date was reached, `details` everything about one entry, `changes` what a diff
found.
"""

from eo_tracker.wording.sources import source_line
from eo_tracker.wording.status import directive_title, settled_counts, status_label, status_text
from eo_tracker.wording.timing import (
    closed_day,
    closed_day_note,
    counting_notes,
    date_heading,
    date_range,
)
from eo_tracker.wording.words import (
    DISCLAIMER,
    Line,
    Parties,
    addressees,
    as_sentence,
    authority,
    count,
    instrument_note,
    instrument_title,
    join_and,
    offices,
    pinpoint,
    with_local_id,
)

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
    "directive_title",
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
