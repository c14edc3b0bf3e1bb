"""A catalog and a day in, the obligations of that day out: what is known, what was amended, when
it is due, where it stands.
"""

from eo_tracker.resolve.clocks import references
from eo_tracker.resolve.fold import Resolution, TooManyDates, resolve
from eo_tracker.resolve.force import chain, changes_force
from eo_tracker.resolve.knowledge import Assumption
from eo_tracker.resolve.known import Knowledge, effects_of, events_of
from eo_tracker.resolve.obligation import (
    Dated,
    KnownEffect,
    KnownEvent,
    Obligation,
    OtherDate,
    Step,
)
from eo_tracker.resolve.status import CLAIMS, ENDS

__all__ = [
    "CLAIMS",
    "ENDS",
    "Assumption",
    "Dated",
    "Knowledge",
    "KnownEffect",
    "KnownEvent",
    "Obligation",
    "OtherDate",
    "Resolution",
    "Step",
    "TooManyDates",
    "chain",
    "changes_force",
    "effects_of",
    "events_of",
    "references",
    "resolve",
]
