"""A catalog and a day in, the obligations of that day out: what is known, what was amended, when it is due, where it stands."""

from eo_tracker.resolve.fold import Resolution, resolve
from eo_tracker.resolve.known import Assumption
from eo_tracker.resolve.obligation import Dated, KnownEffect, KnownEvent, Obligation, OtherDate, Step

__all__ = ["Assumption", "Dated", "KnownEffect", "KnownEvent", "Obligation", "OtherDate", "Resolution", "Step", "resolve"]
