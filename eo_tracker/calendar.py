"""Obligations to an iCalendar file: one all-day event for each date. The only door for icalendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vDuration, vText

from eo_tracker import wording
from eo_tracker.dates import Span, add
from eo_tracker.models import Catalog, Standing
from eo_tracker.resolve import Obligation
from eo_tracker.text import clean, one_line
from eo_tracker.wording.details import details
from eo_tracker.wording.proof import explain

PRODUCT = "-//eo-tracker//eo-tracker//EN"
DOMAIN = "eo-tracker"
MOST_SUMMARY = 79
REMINDERS = (Span(14, "day"), Span(7, "day"), Span(1, "day"))
_NOT_TO_DO = (Standing.WITHDRAWN, Standing.DRAFT, Standing.REVOKED, Standing.SUPERSEDED)
_RINGS_AT = timedelta(hours=9)


def calendar(obligations: Iterable[Obligation], catalog: Catalog, *, name: str, remind: Sequence[Span] = REMINDERS) -> bytes:
    """The dated ones of `obligations` as a calendar (RFC 5545, UTF-8). The same input gives the same bytes."""
    events = [_event(each, catalog, remind) for each in obligations if each.due and each.standing not in _NOT_TO_DO]
    result = Calendar()
    result.add("prodid", PRODUCT)
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    if len(events) != 1:  # Outlook takes a named file for a calendar of its own, which one item is not
        result.add("name", name)
        result.add("x-wr-calname", name)
    for event in sorted(events, key=lambda each: str(each["uid"])):
        result.add_component(event)
    data: bytes = result.to_ical()
    return data


def uid(obligation: Obligation) -> str:
    """The event's identity for ever, made from the ID and, for a recurring duty, the occurrence; never from its date."""
    local = obligation.id.replace("/", ".")
    return f"{local}.{obligation.occurrence}@{DOMAIN}" if obligation.occurrence else f"{local}@{DOMAIN}"


def _event(obligation: Obligation, catalog: Catalog, remind: Sequence[Span]) -> Event:
    assert obligation.due is not None
    stamp = datetime.combine(obligation.changed, time(), tzinfo=UTC)
    event = Event()
    event.add("uid", uid(obligation))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", obligation.due)
    event.add("dtend", obligation.due + timedelta(days=1))
    event.add("summary", summary(obligation, catalog))
    event.add("description", description(obligation, catalog))
    event.add("categories", [one_line(obligation.instrument.name).replace(",", "")])
    if link := _link(obligation):
        event.add("url", link)
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    for before in remind:
        event.add_component(_alarm(obligation.due, before, str(event["summary"])))
    return event


def summary(obligation: Obligation, catalog: Catalog) -> str:
    """Who, what and pinpoint, in under 80 characters; the what is what gets shortened."""
    who = one_line(wording.who(obligation.directive, catalog.parties))
    where = one_line(wording.authority(obligation.instrument, obligation.directive.cite))
    room = max(MOST_SUMMARY - len(where) - 3, 20)
    what = one_line(f"{who}: {obligation.directive.title}")
    if len(what) > room:
        what = what[: room - 1].rstrip() + "…"
    return f"{what} ({where})"[:MOST_SUMMARY]


def description(obligation: Obligation, catalog: Catalog) -> str:
    """The directive, roles, proof, standing, source and disclaimer; the link stands on the last line."""
    # Nothing here may change with the day alone, or an unchanged deadline would look changed to every calendar.
    lines = [f"{label}: {text}" if label else text for label, text in details(obligation, catalog) if label not in ("Due", "Link")]
    lines += [
        f"{label}: {text}" for label, text in explain(obligation, catalog) if label in ("Counted", "Date", "Saturday", "Sunday", "Holiday")
    ]
    lines.append(wording.DISCLAIMER)
    lines += [link] if (link := _link(obligation)) else []
    return "\n".join(clean(one_line(line)) for line in lines)


def _link(obligation: Obligation) -> str | None:
    source = obligation.instrument.sources.get(obligation.directive.source)
    return source.url if source else None


def _alarm(due: date, before: Span, text: str) -> Alarm:
    """Rings at 9:00 on the day `before` the date; counted from local midnight, so never positive (Exchange drops the sign)."""
    days = (due - add(due, before, -1)).days
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm["description"] = vText(text)
    alarm["trigger"] = vDuration(_RINGS_AT - timedelta(days=days))
    return alarm
