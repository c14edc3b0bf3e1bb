"""What the quoted words of a time limit say. A quote goes in; counts, days, rhythms and ends come out, each only where it is plain."""

from eo_tracker.check.said.counts import Count, counts
from eo_tracker.check.said.days import Day, days, without
from eo_tracker.check.said.rhythms import Lasting, Rhythm, joined, lasting, rhythms
from eo_tracker.check.said.words import choice, plain, shown

__all__ = [
    "Count",
    "Day",
    "Lasting",
    "Rhythm",
    "choice",
    "counts",
    "days",
    "joined",
    "lasting",
    "plain",
    "rhythms",
    "shown",
    "without",
]
