"""The calendar file, read back by icalendar and by vobject."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import icalendar
import vobject
from conftest import Run


def export(run: Run, *args: str) -> str:
    result = run("export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09", *args)
    assert result.status == 0
    return result.out


def test_one_all_day_event_for_each_date_read_alike_by_two_parsers(run: Run) -> None:
    text = export(run)
    rows = [
        row for row in run("list", "--order", "eo-14409", "--as-of", "2026-06-09", "--format", "json").json["obligations"] if row["due"]
    ]
    wanted = {f"{row['id'].replace('/', '.')}@eo-tracker": date.fromisoformat(row["due"]) for row in rows}
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert {str(each["uid"]): each.decoded("dtstart") for each in events} == wanted
    assert all(each.decoded("dtend") - each.decoded("dtstart") == timedelta(days=1) for each in events)
    other = vobject.readOne(text).vevent_list
    assert {each.uid.value: each.dtstart.value for each in other} == wanted
    assert {each.uid.value: each.summary.value for each in other} == {str(each["uid"]): str(each["summary"]) for each in events}


def test_an_event_says_who_what_where_and_why(run: Run) -> None:
    events = icalendar.Calendar.from_ical(export(run)).walk("VEVENT")
    event = next(each for each in events if each["uid"] == "eo-14409.2f@eo-tracker")
    assert event["summary"] == "OPM: Expand US Tech Force cybersecurity hiring (EO 14409 § 2(f))"
    assert all(len(each["summary"]) < 80 for each in events)
    text = str(event["description"])
    for part in ("Must act: OPM (mandatory)", "60 calendar days", "Business days around it: Friday, July 31", "Not legal advice"):
        assert part in text
    assert text.splitlines()[-1].startswith("https://www.whitehouse.gov/")
    assert event["transp"] == "TRANSPARENT"
    assert event["x-microsoft-cdo-busystatus"] == "FREE"


def test_reminders_ring_at_nine_and_never_after_the_start(run: Run) -> None:
    (event, *_) = icalendar.Calendar.from_ical(export(run, "--remind", "30d,1d")).walk("VEVENT")
    alarms = event.walk("VALARM")
    assert [each.decoded("trigger") for each in alarms] == [timedelta(hours=9, days=-30), timedelta(hours=9, days=-1)]
    assert all(each["action"] == "DISPLAY" and each["description"] for each in alarms)
    assert "VALARM" not in export(run, "--remind", "")


def test_the_day_alone_changes_nothing(run: Run) -> None:
    assert export(run) == export(run)
    yesterday = run("export", "ics", "--order", "eo-14409", "--as-of", "2026-06-08").out
    assert yesterday == export(run)


def test_the_letter_of_rfc_5545(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "deadlines.ics"
    assert run("export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09", "--out", target).out == ""
    data = target.read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert b"METHOD" not in data
    for line in lines:
        line.decode("utf-8")
