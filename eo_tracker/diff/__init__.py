"""Two resolutions in, one list of changes out.

A change says what differs, how much it matters, and whether law, record or time did it.
"""

from eo_tracker.diff.between import diff_instruments
from eo_tracker.diff.changes import Cause, Change, Diff, Later
from eo_tracker.diff.compare import diff_resolutions
from eo_tracker.diff.kinds import KINDS, ChangeKind, ChangeLevel

__all__ = [
    "KINDS",
    "Cause",
    "Change",
    "ChangeKind",
    "ChangeLevel",
    "Diff",
    "Later",
    "diff_instruments",
    "diff_resolutions",
]
