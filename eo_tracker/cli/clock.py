"""What day it is."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """The date in Washington, where federal deadlines are counted."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo("America/New_York")).date()
