"""What the quoted words of a time limit say.

A quote goes in; counts, days, intervals and lengths come out, each only where the words are plain.
"""

from eo_tracker.check.phrases.counts import Count, counts
from eo_tracker.check.phrases.days import NamedDay, days, without
from eo_tracker.check.phrases.rhythms import Lasting, Rhythm, joined, lasting, rhythms
from eo_tracker.check.phrases.words import choice, plain_words, shortened

__all__ = [
    "Count",
    "Lasting",
    "NamedDay",
    "Rhythm",
    "choice",
    "counts",
    "days",
    "joined",
    "lasting",
    "plain_words",
    "rhythms",
    "shortened",
    "without",
]
