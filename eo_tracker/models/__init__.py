"""The catalog as people write it: frozen shapes of one YAML file each, and the `Catalog` that holds them together.

Nothing here computes a date or knows what day it is.
"""

from eo_tracker.models.catalog import MOST_LEVELS, Catalog, Registry
from eo_tracker.models.deadline import OWN_DATES, Deadline
from eo_tracker.models.entries import (
    ROLES,
    Alternative,
    Directive,
    Dispute,
    Effect,
    Event,
    Limit,
    Source,
    Term,
    Trigger,
)
from eo_tracker.models.instrument import Instrument, cite_order
from eo_tracker.models.parties import Party, Role
from eo_tracker.models.values import (
    ADDRESS,
    END,
    EVERYONE,
    FIRST_YEAR,
    FULFIL,
    LAST_YEAR,
    LONGEST_NAME,
    PAUSE,
    Entry,
    EventKind,
    Link,
    Reach,
    Seen,
    SourceClass,
    Standing,
)

__all__ = [
    "ADDRESS",
    "END",
    "EVERYONE",
    "FIRST_YEAR",
    "FULFIL",
    "LAST_YEAR",
    "LONGEST_NAME",
    "MOST_LEVELS",
    "OWN_DATES",
    "PAUSE",
    "ROLES",
    "Alternative",
    "Catalog",
    "Deadline",
    "Directive",
    "Dispute",
    "Effect",
    "Entry",
    "Event",
    "EventKind",
    "Instrument",
    "Limit",
    "Link",
    "Party",
    "Reach",
    "Registry",
    "Role",
    "Seen",
    "Source",
    "SourceClass",
    "Standing",
    "Term",
    "Trigger",
    "cite_order",
]
