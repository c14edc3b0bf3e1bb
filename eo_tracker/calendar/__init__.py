"""Deadlines for calendar programs: as files that keep their memory, and into CalDAV collections.

The only door for icalendar.
"""

from eo_tracker.calendar.audit import Verdict, read_back
from eo_tracker.calendar.items import REMINDERS, Item, ItemOptions, items, uid
from eo_tracker.calendar.merge import MergedCalendar, NotOurs, merge_calendar, remaining_items

__all__ = [
    "REMINDERS",
    "Item",
    "ItemOptions",
    "MergedCalendar",
    "NotOurs",
    "Verdict",
    "items",
    "merge_calendar",
    "read_back",
    "remaining_items",
    "uid",
]
