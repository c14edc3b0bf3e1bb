"""Deadlines for calendar programs: as files that keep their memory, and into CalDAV collections. The only door for icalendar."""

from eo_tracker.calendar.audit import Verdict, read_back
from eo_tracker.calendar.items import REMINDERS, Item, Wanted, items, uid
from eo_tracker.calendar.merge import Made, NotOurs, calendar, kept_items

__all__ = [
    "REMINDERS",
    "Item",
    "Made",
    "NotOurs",
    "Verdict",
    "Wanted",
    "calendar",
    "items",
    "kept_items",
    "read_back",
    "uid",
]
