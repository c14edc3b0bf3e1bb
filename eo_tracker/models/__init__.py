"""The catalog as people write it: frozen shapes of one YAML file each, and the `Catalog` that holds
them together.

Nothing here computes a date or knows what day it is.
"""

from eo_tracker.models.catalog import FILES, MOST_LEVELS, Catalog, Manifest, Registry
from eo_tracker.models.deadline import OWN_DATES, Deadline
from eo_tracker.models.entries import (
    ROLES,
    Alternative,
    Amendment,
    Directive,
    Dispute,
    Duration,
    Effect,
    Event,
    Limitation,
    Search,
    Source,
    Trigger,
)
from eo_tracker.models.instrument import Instrument, cite_order
from eo_tracker.models.parties import Party, Role
from eo_tracker.models.values import (
    ADDRESS,
    END,
    EVERYONE,
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_NAME,
    PAUSE,
    EffectKind,
    Entry,
    EventKind,
    Link,
    Seen,
    SourceClass,
)
from eo_tracker.vocabulary import FULFIL, Reach, Status, owner_id

__all__ = [
    "ADDRESS",
    "END",
    "EVERYONE",
    "FILES",
    "FIRST_YEAR",
    "FULFIL",
    "LAST_YEAR",
    "LONGEST_NAME",
    "MOST_LEVELS",
    "OWN_DATES",
    "PAUSE",
    "ROLES",
    "Alternative",
    "Amendment",
    "Catalog",
    "Deadline",
    "Directive",
    "Dispute",
    "Duration",
    "Effect",
    "EffectKind",
    "Entry",
    "Event",
    "EventKind",
    "Instrument",
    "Limitation",
    "Link",
    "Manifest",
    "Party",
    "Reach",
    "Registry",
    "Role",
    "Search",
    "Seen",
    "Source",
    "SourceClass",
    "Status",
    "Trigger",
    "cite_order",
    "owner_id",
]
