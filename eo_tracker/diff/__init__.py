"""Two resolutions in, one list of changes out: what changed, how much it matters, and whether law, record or time did it."""

from eo_tracker.diff.between import between
from eo_tracker.diff.changes import Cause, Change, Diff, Later
from eo_tracker.diff.compare import diff
from eo_tracker.diff.kinds import KINDS, Kind, Level

__all__ = ["KINDS", "Cause", "Change", "Diff", "Kind", "Later", "Level", "between", "diff"]
