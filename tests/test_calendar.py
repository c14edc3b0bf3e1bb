"""Calendar files: what three parsers read in them, what changes in them and what never does."""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import khal.icalendar
import pytest
import vobject
from build import directive, order, stub
from conftest import Run, Write
from cost import moment

ORDER = ("--order", "eo-14409", "--as-of", "2026-06-09")


def export(run: Run, *args: str | Path) -> str:
    result = run("export", "ics", *args)
    assert result.status == 0, result.err
    return result.out


def events(data: str | bytes, name: str = "VEVENT") -> dict[str, Any]:
    return {str(each["uid"]): each for each in icalendar.Calendar.from_ical(data).walk(name)}


def assert_letter_of_rfc_5545(data: bytes) -> None:
    """CRLF, lines of at most 75 octets that cut neither characters nor escapes, and the properties
    that must be there.
    """
    assert data.startswith(b"BEGIN:VCALENDAR\r\n")
    assert data.endswith(b"END:VCALENDAR\r\n")
    lines = data.removesuffix(b"\r\n").split(b"\r\n")
    for line, after in zip(lines, [*lines[1:], b""], strict=True):
        assert len(line) <= 75
        assert not {10, 13, *range(9), 11, 12, *range(14, 32), 127} & set(line)
        line.decode("utf-8")
        if after.startswith(b" "):
            assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0
    text = data.replace(b"\r\n ", b"").decode()
    assert "METHOD" not in text
    uids = [line for line in text.split("\r\n") if line.startswith("UID:")]
    assert (
        len(uids)
        == len(set(uids))
        == text.count("\nBEGIN:VEVENT") + text.count("\nBEGIN:VTODO")
        == text.count("\nDTSTAMP:")
    )
    assert text.count("BEGIN:VALARM") == text.count("ACTION:DISPLAY") == text.count("TRIGGER")


def read_alike(data: bytes) -> None:
    """icalendar, vobject and khal find the same UIDs, dates and texts."""
    mine = {
        uid: (
            each.decoded("dtstart"),
            str(each["summary"]),
            str(each["description"]),
            len(each.walk("VALARM")),
        )
        for uid, each in events(data).items()
    }
    other = {
        each.uid.value: (
            each.dtstart.value,
            each.summary.value,
            each.description.value,
            len(getattr(each, "valarm_list", [])),
        )
        for each in vobject.readOne(data.decode()).vevent_list
    }
    assert other == mine
    for group in khal.icalendar.split_ics(data.decode()):
        (item,) = icalendar.Calendar.from_ical(group).walk("VEVENT")
        sane = khal.icalendar.sanitize(item, datetime.UTC, "", "x")
        assert (sane.decoded("dtstart"), str(sane["summary"]), str(sane["description"])) == mine[
            str(sane["uid"])
        ][:3]


def test_one_all_day_event_for_each_date_read_alike(run: Run, tmp_path: Path) -> None:
    text = export(run, *ORDER)
    rows = [
        row for row in run("list", *ORDER, "--format", "json").json["obligations"] if row["due"]
    ]
    wanted = {
        f"{row['id'].replace('/', '.')}@eo-tracker": date.fromisoformat(row["due"]) for row in rows
    }
    assert {uid: each.decoded("dtstart") for uid, each in events(text).items()} == wanted
    assert all(
        each.decoded("dtend") - each.decoded("dtstart") == timedelta(days=1)
        for each in events(text).values()
    )
    target = tmp_path / "all.ics"
    export(run, "--as-of", "2026-06-09", "--out", target)
    read_alike(target.read_bytes())
    assert_letter_of_rfc_5545(target.read_bytes())


def test_an_event_says_who_what_where_and_why(run: Run) -> None:
    found = events(export(run, *ORDER))
    event = found["eo-14409.2f@eo-tracker"]
    assert event["summary"] == "EO 14409 § 2(f): Expand US Tech Force cybersecurity hiring (OPM)"
    assert all(len(each["summary"]) < 80 for each in found.values())
    text = str(event["description"])
    for part in (
        "Responsible: OPM (mandatory)",
        "60 calendar days",
        "Nearest business days: Friday, July 31",
        "Not legal advice",
    ):
        assert part in text
    assert text.splitlines()[-1].startswith("https://www.whitehouse.gov/")
    assert (event["transp"], event["status"]) == ("TRANSPARENT", "CONFIRMED")
    assert event["x-microsoft-cdo-busystatus"] == "FREE"
    assert found["eo-14409.3b@eo-tracker"]["summary"] == (
        "EO 14409 § 3(b): Design a voluntary framework with AI developers (Treasury…)"
    )


def test_reminders_ring_at_nine_and_never_after_the_start(run: Run) -> None:
    found = events(export(run, *ORDER, "--remind", "1d,30d"))
    thursday, saturday = (
        found[f"eo-14409.{each}@eo-tracker"].walk("VALARM") for each in ("2d", "2f")
    )
    assert [each.decoded("trigger") for each in thursday] == [
        timedelta(hours=9, days=-1),
        timedelta(hours=9, days=-30),
    ]
    # August 1, 2026 is a Saturday, so the Friday before is the last business day.
    assert [each.decoded("trigger") for each in saturday] == [
        timedelta(hours=9, days=-1),
        timedelta(hours=9, days=-30),
    ]
    week = events(export(run, *ORDER, "--remind", "7d"))["eo-14409.2f@eo-tracker"].walk("VALARM")
    assert [(each.decoded("trigger") - timedelta(hours=9)).days for each in week] == [-7, -1]
    assert all(
        each["action"] == "DISPLAY" and each["description"] for each in (*thursday, *saturday)
    )
    assert "VALARM" not in export(run, *ORDER, "--remind", "")


def test_ticklers_are_entries_of_their_own(run: Run) -> None:
    found = events(export(run, *ORDER, "--ticklers", "--remind", "7d,1d"))
    assert "VALARM" not in export(run, *ORDER, "--ticklers")
    tickler = found["eo-14409.2d.7-days-before@eo-tracker"]
    assert tickler.decoded("dtstart") == date(2026, 6, 25)
    assert (
        tickler["summary"]
        == "in 7 days: EO 14409 § 2(d): Form an AI cybersecurity clearinghouse (Treasury)"
    )
    assert found["eo-14409.2d.1-days-before@eo-tracker"]["summary"].startswith("tomorrow: ")


def test_recurring_duties_have_an_event_for_each_date_up_to_the_horizon(
    run: Run, write: Write
) -> None:
    yearly = directive(deadline={"by": "2026-12-31", "every": "1 year", "until": "2030-06-01"})
    folder = write(order(yearly))

    def days(*args: str) -> list[date]:
        text = export(run, "--catalog", folder, "--as-of", "2026-06-09", *args)
        return [each.decoded("dtstart") for each in events(text).values()]

    assert days() == [date(2026, 12, 31), date(2027, 12, 31)]
    assert days("--horizon", "10y") == [date(year, 12, 31) for year in range(2026, 2030)]
    assert "RRULE" not in export(run, "--catalog", folder)
    daily = write(order(directive(deadline={"by": "2026-12-31", "every": "1 day"})))
    result = run(
        "export", "ics", "--catalog", daily, "--horizon", "99999y", "--out", daily.parent / "x.ics"
    )
    assert (result.status, result.err.count("\n"), (daily.parent / "x.ics").exists()) == (
        2,
        1,
        False,
    )
    assert "--horizon: recurring directives have more than 5,000 dates" in result.err


def test_projected_dates_only_when_asked_for(run: Run, write: Write) -> None:
    folder = write(
        order(directive(), directive("2b", cite="2(b)", deadline={"within": "60 days", "of": "2a"}))
    )
    args = ("--catalog", folder, "--as-of", "2026-06-09")
    assert list(events(export(run, *args))) == ["eo-1.2a@eo-tracker"]
    found = events(export(run, *args, "--projected"))["eo-1.2b@eo-tracker"]
    assert (found["summary"], found["status"]) == (
        "Projected: EO 1 § 2(b): Do 2b (OMB)",
        "TENTATIVE",
    )
    assert found.decoded("dtstart") == date(2026, 8, 31)


def test_tasks_for_a_file_of_their_own(run: Run) -> None:
    text = export(run, *ORDER, "--todo")
    assert "VEVENT" not in text
    task = events(text, "VTODO")["task.eo-14409.2d@eo-tracker"]
    assert (task.decoded("due"), task["status"]) == (date(2026, 7, 2), "NEEDS-ACTION")


@pytest.fixture
def feed(run: Run, write: Write, tmp_path: Path) -> Any:
    """A calendar file written again from other catalogs: `feed(text, …, as_of=…)` gives its bytes
    and what was said.
    """
    target = tmp_path / "deadlines.ics"

    def again(
        *texts: str, as_of: str = "2026-06-09", args: tuple[str, ...] = ()
    ) -> tuple[bytes, str]:
        folder = write(*texts)
        result = run("export", "ics", "--catalog", folder, "--as-of", as_of, "--out", target, *args)
        assert result.status == 0, result.err
        assert_letter_of_rfc_5545(target.read_bytes())
        return target.read_bytes(), result.err

    return again


B = directive("2b", cite="2(b)", title="Report")


def test_the_day_and_the_catalogs_version_alone_change_nothing(feed: Any) -> None:
    first, said = feed(order(directive(), B))
    assert said.endswith("deadlines.ics: 2 new.\n")
    assert "As of Tuesday, June 9, 2026; catalog obligations, version 2026-10-10" in str(
        events(first)["eo-1.2a@eo-tracker"]["description"]
    )
    again, said = feed(order(directive(), B), as_of="2026-06-10")
    assert (again, said.count("2 unchanged")) == (first, 1)
    again, _ = feed(order(directive(), B), stub("ed-1"), as_of="2026-06-11")
    assert again == first


def test_what_moves_keeps_its_uid_and_counts_up(feed: Any) -> None:
    first, _ = feed(order(directive(), B))
    moved, said = feed(
        order(directive(deadline={"within": "40 days", "of": "date"}), B), as_of="2026-06-10"
    )
    before, after = (events(each)["eo-1.2a@eo-tracker"] for each in (first, moved))
    assert (before.get("sequence"), after["sequence"]) == (None, 1)
    assert after.decoded("dtstamp") > before.decoded("dtstamp")
    assert after.decoded("dtstart") == date(2026, 7, 12)
    assert "As of Wednesday, June 10" in str(after["description"])
    assert "1 changed, 1 unchanged" in said
    assert "Outlook shows both dates of an entry that moved" in said
    assert (
        events(first)["eo-1.2b@eo-tracker"].to_ical()
        == events(moved)["eo-1.2b@eo-tracker"].to_ical()
    )
    back, _ = feed(order(directive(), B), as_of="2026-06-11")
    assert events(back)["eo-1.2a@eo-tracker"]["sequence"] == 2
    assert feed(order(directive(), B), as_of="2026-06-11")[0] == back


def test_what_is_withdrawn_revoked_or_gone_is_cancelled_for_good(feed: Any) -> None:
    feed(order(directive(), B, directive("2c", cite="2(c)")))
    revoking = stub(
        "ed-1", "2026-06-05", effects=[{"does": "revokes", "on": "eo-1/2a", "cite": "1"}]
    )
    gone, said = feed(
        order(
            directive(),
            directive("2c", cite="2(c)", **{"entered-in-error": "It was no directive."}),
        ),
        revoking,
    )
    assert "3 cancelled" in said
    for uid in ("2a", "2b", "2c"):
        event = events(gone)[f"eo-1.{uid}@eo-tracker"]
        assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
        assert event["summary"].startswith("CANCELLED: EO 1 § 2(")
        assert event.walk("VALARM") == []
        assert str(event["description"]).startswith("Cancelled: ")
    assert "no longer in the catalog" in str(events(gone)["eo-1.2b@eo-tracker"]["description"])
    again = feed(
        order(
            directive(),
            directive("2c", cite="2(c)", **{"entered-in-error": "It was no directive."}),
        ),
        revoking,
        as_of="2026-06-20",
    )
    assert again[0] == gone
    alive = events(feed(order(directive(), B))[0])["eo-1.2b@eo-tracker"]
    assert (alive["status"], alive["sequence"], alive["summary"]) == (
        "CONFIRMED",
        2,
        "EO 1 § 2(b): Report (OMB)",
    )


def test_what_passed_or_was_met_or_is_not_asked_for_now_stays(feed: Any) -> None:
    yearly = directive("2b", cite="2(b)", deadline={"by": "2026-06-30", "every": "1 year"})
    first, _ = feed(order(directive(), yearly))
    event = {"of": "2a", "what": "completed", "on": "2026-06-20", "source": "shown"}
    later, _ = feed(
        order(directive(), yearly, events=[event]), as_of="2030-01-01", args=("--lead", "dhs")
    )
    assert set(events(first)) == set(events(later))
    assert {str(each["status"]) for each in events(later).values()} == {"CONFIRMED"}
    assert "Done" in str(events(later)["eo-1.2a@eo-tracker"]["description"])


def test_a_directive_that_loses_its_date_is_called_off(feed: Any) -> None:
    feed(order(directive()))
    event = events(feed(order(directive(deadline=None)))[0])["eo-1.2a@eo-tracker"]
    assert (event["status"], "no longer has a date" in str(event["description"])) == (
        "CANCELLED",
        True,
    )


@pytest.mark.parametrize("content", [b"not a calendar", b"BEGIN:VCALENDAR\r\n", b"", "theirs"])
def test_a_file_that_is_not_ours_is_left_alone(
    run: Run, tmp_path: Path, content: bytes | str
) -> None:
    theirs = icalendar.Calendar.new()
    theirs.add_component(icalendar.Event.new(summary="Dentist", start=date(2026, 6, 3)))
    target = tmp_path / "mine.ics"
    data = content if isinstance(content, bytes) else theirs.to_ical()
    target.write_bytes(data)
    result = run("export", "ics", *ORDER, "--out", target)
    if data:
        assert (result.status, target.read_bytes()) == (2, data)
        assert "nothing was written" in result.err
    else:
        assert result.status == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "CALSCALE:",
            "COLOR:red\r\nCALSCALE:",
            "somebody added COLOR to the file, which would be lost",
        ),
        ("TRANSP:", "X-NOTE:ask Carla\r\nTRANSP:", "somebody added X-NOTE"),
        ("TRANSP:", "COMMENT:ask Carla\r\nTRANSP:", "somebody added COMMENT"),
        ("ACTION:", "REPEAT:2\r\nACTION:", "somebody added REPEAT"),
        (
            "BEGIN:VEVENT",
            "BEGIN:VJOURNAL\r\nUID:x\r\nEND:VJOURNAL\r\nBEGIN:VEVENT",
            "entries that eo-tracker did not write",
        ),
        ("END:VCALENDAR", "{event}END:VCALENDAR", "a duplicate entry"),
        ("DTSTAMP:2026", "DTSTAMP:9999", "is damaged"),
        ("DTSTART;VALUE=DATE:2026", "DTSTART;VALUE=DATE:9999", "is damaged"),
        ("UID:eo-14409.2a@eo-tracker", "UID:1@dentist", "entries that eo-tracker did not write"),
    ],
)
def test_what_somebody_added_to_the_file_is_not_lost(
    run: Run, tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = tmp_path / "x.ics"
    asked = ["export", "ics", *ORDER, "--out", file]
    assert run(*asked).status == 0
    before = file.read_bytes().decode()
    event = before[
        before.index("BEGIN:VEVENT") : before.index("END:VEVENT") + len("END:VEVENT\r\n")
    ]
    after = before.replace(old, new.format(event=event), 1).encode()
    assert after != before.encode()
    file.write_bytes(after)
    result = run(*asked)
    assert (result.status, told in result.err, file.read_bytes() == after) == (2, True, True)
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["2026-99-99", "٢٠٢٦-٠١-٠١", "2026-01-01"])
def test_an_occurrence_that_the_catalog_never_had_is_called_off(
    run: Run, write: Write, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "x.ics"
    asked = [
        "export",
        "ics",
        "--catalog",
        write(order(directive(deadline={"by": "2026-07-01", "every": "1 year"}))),
        *ORDER[2:],
        "--out",
        file,
    ]
    assert run(*asked).status == 0
    renamed = file.read_bytes().replace(b"2a.2026-07-01@", f"2a.{name}@".encode(), 1)
    file.write_bytes(
        re.sub(rb"X-EO-TRACKER-SUM:.*\r\n", b"", renamed)
    )  # as a version without sums wrote it
    assert run(*asked).status == 0
    assert events(file.read_bytes())[f"eo-1.2a.{name}@eo-tracker"]["status"] == "CANCELLED"


def test_thirty_thousand_entries_of_others_are_refused_quickly(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    entry = (
        "BEGIN:VEVENT\r\nUID:{}@dentist\r\nSUMMARY:x\r\nDTSTAMP:20260101T000000Z\r\nEND:VEVENT\r\n"
    )
    file.write_text(
        "BEGIN:VCALENDAR\r\n" + "".join(map(entry.format, range(30_000))) + "END:VCALENDAR\r\n",
        newline="",
    )
    with moment():
        assert run("export", "ics", *ORDER, "--out", file).status == 2


def test_nothing_to_export_is_said(run: Run, tmp_path: Path) -> None:
    result = run("export", "ics", "--order", "nsd-42", "--out", tmp_path / "x.ics")
    assert (result.status, result.out, list(tmp_path.iterdir())) == (0, "", [])
    assert result.err == "No obligation that matches has a date, so no calendar is written.\n"


def test_a_folder_of_feeds_with_a_page(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    result = run(
        "export",
        "ics",
        "--split",
        "agency",
        "--out",
        folder,
        "--url",
        "https://law.example/feeds",
        "--as-of",
        "2026-06-09",
    )
    assert result.status == 0
    page = (folder / "index.html").read_text(encoding="utf-8")
    files = sorted(path.name for path in folder.glob("*.ics"))
    assert "treasury.ics" in files
    assert all(
        f'href="webcal://law.example/feeds/{name}"' in page and f'href="{name}"' in page
        for name in files
    )
    calendar = icalendar.Calendar.from_ical((folder / "treasury.ics").read_bytes())
    assert calendar["x-wr-calname"] == "Treasury"
    lead = tmp_path / "cisa.ics"
    run("export", "ics", "--lead", "cisa", "--out", lead, "--as-of", "2026-06-09")
    assert events((folder / "cisa.ics").read_bytes()).keys() == events(lead.read_bytes()).keys()
    by_order = tmp_path / "orders"
    run("export", "ics", "--split", "instrument", "--out", by_order, "--from", "2026-06-02")
    assert (by_order / "eo-14409.ics").exists()
    assert run("export", "ics", "--split", "agency").status == 2
    wrong = tmp_path / "wrong"
    assert (
        run("export", "ics", "--split", "agency", "--out", wrong, "--url", "http://[::1").status
        == 2
    )
    assert not wrong.exists()


HARD = [
    "Comma, semicolon; colon: \"quotes\" and 'more'",
    "back\\slash \\n \\, \\;",
    "§ 2(c)(i) — ½ naïve",
    "🦅🇺🇸👩‍⚖️ emoji",
    "שלום עולם العربية",
    "x" * 500,
    "\\" * 150,
    "BEGIN:VEVENT",
    "é" * 200,
    "a,b;c" * 60,
    "100% <b>bold</b> &amp;",
    "END:VEVENT " * 7 + "x" * 7,
    *(
        "x" * number + " END:VEVENT" * 60 for number in range(1, 12)
    ),  # folded, a line may end with these words
]


def test_hard_titles_are_read_alike(feed: Any) -> None:
    directives = [
        directive(f"d{number}", cite=f"2({number})", title=text, summary=text)
        for number, text in enumerate(HARD)
    ]
    data, _ = feed(order(*directives))
    read_alike(data)
    for number, text in enumerate(HARD):
        assert f"Summary: {text}" in str(events(data)[f"eo-1.d{number}@eo-tracker"]["description"])
    assert feed(order(*directives))[0] == data


def test_a_calendar_read_back_tells_the_truth(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "server.ics"
    export(run, *ORDER, "--out", target)
    data = target.read_bytes().decode()

    def checked(text: str) -> tuple[int, str]:
        target.write_bytes(text.encode())
        result = run("export", "ics", *ORDER, "--check", target)
        return result.status, result.out

    assert checked(data) == (0, "11 right.\n")
    status, out = checked(data.replace("20260801", "20260803"))
    assert (status, out.splitlines()[-1]) == (1, "7 right, 4 moved.")
    assert (
        "  In the calendar on Monday, August 3, 2026; in the catalog on Saturday, August 1, 2026."
        in out
    )
    start = data.index("BEGIN:VEVENT")
    less = data[:start] + data[data.index("END:VEVENT") + len("END:VEVENT\r\n") :]
    assert checked(less)[1].splitlines()[-1] == "10 right, 1 missing."
    assert "check a calendar with the same filters that it was written with." in checked(less)[1]
    assert (
        checked(data.replace("UID:eo-14409.2a@", "UID:eo-14409.9z@"))[1].splitlines()[-1]
        == "10 right, 1 missing, 1 unknown."
    )
    assert (
        checked(data.replace("STATUS:CONFIRMED", "STATUS:CANCELLED", 1))[1].splitlines()[-1]
        == "10 right, 1 wrongly cancelled."
    )
    assert checked(data.replace("UID:eo-14409.2a@eo-tracker", "UID:1@dentist"))[1].endswith(
        "1 entry of others not checked.\n"
    )
    answer = json.loads(run("export", "ics", *ORDER, "--check", target, "--format", "json").out)
    assert {each["kind"] for each in answer["entries"]} == {"right", "missing"}
    target.write_bytes(b"junk")
    assert run("export", "ics", "--check", target).status == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("DTSTAMP:", "X-STAMP:", "is damaged"),
        ("DTSTART;VALUE=DATE:", "X-START;VALUE=DATE:", "is damaged"),
        ("SUMMARY:", "X-SUMMARY:", "is damaged"),
    ],
)
def test_a_damaged_entry_is_named_and_nothing_written(
    run: Run, tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = tmp_path / "x.ics"
    asked = ["export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09"]
    assert run(*asked, "--out", file).status == 0
    spoiled = file.read_bytes().replace(old.encode(), new.encode(), 1)
    assert spoiled != file.read_bytes()
    file.write_bytes(spoiled)
    result = run(*asked, "--out", file)
    assert (result.status, told in result.err, file.read_bytes() == spoiled) == (2, True, True)
    assert run(*asked, "--check", file).status in (0, 1)


def test_of_a_doubled_property_the_first_counts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    asked = ["export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09"]
    assert run(*asked, "--out", file).status == 0
    file.write_bytes(
        re.sub(
            rb"(DTSTART;VALUE=DATE:)(\d+)\r\n",
            rb"\g<0>\g<1>20300101\r\n",
            file.read_bytes(),
            count=1,
        )
    )
    assert run(*asked, "--check", file).status == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes by name")
def test_a_pipe_is_no_file_to_remember_by(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    program = [
        sys.executable,
        "-m",
        "eo_tracker",
        "export",
        "ics",
        "--order",
        "eo-14409",
        "--out",
        str(tmp_path / "pipe"),
    ]
    with subprocess.Popen(program, stderr=subprocess.PIPE) as writer:
        got = (tmp_path / "pipe").read_bytes()
        assert writer.wait(20) == 0
    assert got.startswith(b"BEGIN:VCALENDAR\r\n")
    shown = subprocess.run([*program[:-1], "/dev/stdout"], capture_output=True, check=True)
    assert shown.stdout == got


def test_an_agencys_file_follows_its_directives(run: Run, catalog: Path, tmp_path: Path) -> None:
    file, folder = catalog / "eo-14409.yaml", tmp_path / "feeds"
    asked = (
        "export",
        "ics",
        "--catalog",
        catalog,
        "--split",
        "agency",
        "--out",
        folder,
        "--as-of",
        "2026-06-09",
    )
    assert run(*asked).status == 0
    opm = (folder / "opm.ics").read_bytes()
    text = file.read_text(encoding="utf-8")
    assert text.count("binds: [opm]") == 1
    file.write_text(text.replace("binds: [opm]", "binds: [gsa]"), encoding="utf-8")
    (folder / "foreign.ics").write_bytes(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    )
    assert run(*asked).status == 0
    told = events((folder / "opm.ics").read_bytes())
    assert str(told["eo-14409.2f@eo-tracker"]["status"]) == "CANCELLED"
    assert "OPM is no longer among those who must act" in str(
        told["eo-14409.2f@eo-tracker"]["description"]
    )
    assert "eo-14409.2f@eo-tracker" in events((folder / "gsa.ics").read_bytes())
    assert (folder / "opm.ics").read_bytes() != opm
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert run(*asked).status == 0
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before


def test_a_removed_instruments_file_is_called_off(run: Run, catalog: Path, tmp_path: Path) -> None:
    asked = (
        "export",
        "ics",
        "--catalog",
        catalog,
        "--split",
        "instrument",
        "--out",
        tmp_path / "feeds",
        "--as-of",
        "2026-10-01",
    )
    assert run(*asked).status == 0
    (catalog / "eo-14434.yaml").unlink()
    assert run(*asked).status == 0
    gone = events((tmp_path / "feeds" / "eo-14434.ics").read_bytes())
    assert {str(each["status"]) for each in gone.values()} == {"CANCELLED"}


def test_somebody_elses_page_is_kept(run: Run, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("MY OWN PAGE", encoding="utf-8")
    result = run("export", "ics", "--split", "agency", "--out", tmp_path, "--as-of", "2026-06-09")
    assert (result.status, "index.html was not written by eo-tracker" in result.err) == (
        2,
        True,
    )
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "MY OWN PAGE"


def test_a_uid_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "e.ics"
    run("export", "ics", "--order", "eo-14412", "--out", file)
    file.write_bytes(file.read_bytes().replace(b"UID:eo-14412.", b"UID:\x1b[32meo-14412.", 1))
    shown = run("export", "ics", "--order", "eo-14412", "--check", file).out
    assert "is not in the catalog" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"check the official text.", b"check the official text.\\nMine: call Anna"),
        (
            b"BEGIN:VALARM",
            b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Mine\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\nBEGIN:VALARM",
        ),
        (b"SUMMARY:", b"SUMMARY:Mine\r\nSUMMARY:"),
        (b"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSTATUS:TENTATIVE"),
        (b"END:VEVENT", b"BEGIN:VEVENT\r\nUID:mine\r\nEND:VEVENT\r\nEND:VEVENT"),
        (b"DTSTAMP:", b"SEQUENCE:2147483647\r\nDTSTAMP:"),
        (b"DTSTAMP:", b"SEQUENCE:" + b"9" * 4_000 + b"\r\nDTSTAMP:"),
        (b"T000000Z", b"T000000"),
    ],
    ids=["text", "alarm", "summary", "status", "nested", "sequence", "digits", "local"],
)
def test_what_somebody_put_into_an_item_is_not_lost(
    run: Run, write: Write, tmp_path: Path, old: bytes, new: bytes
) -> None:
    file = tmp_path / "mine.ics"
    export = (
        "export",
        "ics",
        "--catalog",
        write(order(directive())),
        "--as-of",
        "2026-06-09",
        "--out",
        file,
    )
    assert run(*export).status == 0
    whole = file.read_bytes().replace(b"\r\n ", b"")
    assert whole.count(old) >= 1
    file.write_bytes(edited := whole.replace(old, new, 1))
    write(order(directive(title="Do it soon")))
    result = run(*export)
    assert (result.status, result.err.count("\n"), "nothing was written" in result.err) == (
        2,
        1,
        True,
    ), result.err
    assert file.read_bytes() == edited


@pytest.mark.parametrize("more", [[], ["--todo"], ["--projected"], ["--ticklers"]], ids=str)
def test_what_was_written_reads_back_as_right(run: Run, tmp_path: Path, more: list[str]) -> None:
    file = tmp_path / "all.ics"
    asked = ("export", "ics", *more, "--as-of", "2026-06-20")
    assert run(*asked, "--out", file).status == 0
    back = run(*asked, "--check", file, "--format", "json")
    assert (back.status, {each["kind"] for each in back.json["entries"]}) == (0, {"right"})
    assert {"schema_version", "as_of", "catalog", "reviewed", "entries", "hidden"} <= set(back.json)


# What others' programs write and one parser or another trips over.
BROKEN = {
    "blank zone": "BEGIN:VTIMEZONE\r\nTZID:\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0500\r\n"
    "END:STANDARD\r\nEND:VTIMEZONE\r\n",
    "zone without offsets": "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:x\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
    "category": "BEGIN:VEVENT\r\nUID:1@firm\r\nCATEGORIES;VALUE=DATE:EO\r\nEND:VEVENT\r\n",
    "boolean": "BEGIN:VTODO\r\nUID:1@firm\r\nCATEGORIES;VALUE=BOOLEAN:a\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VTODO\r\n",
    "day": 'BEGIN:VEVENT\r\nUID:1@firm\r\nDTSTART;TZID="":20260717T080000\r\nRRULE:FREQ=NEVER\r\nEND:VEVENT\r\n',
}


@pytest.mark.parametrize("theirs", BROKEN.values(), ids=BROKEN)
def test_what_of_others_is_broken_is_read_past(run: Run, tmp_path: Path, theirs: str) -> None:
    file = tmp_path / "firm.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    for anchor in ("BEGIN:VEVENT", "END:VCALENDAR"):
        whole = file.read_bytes().decode()
        file.write_bytes(whole.replace(anchor, theirs + anchor, 1).encode())
        result = run("export", "ics", *ORDER, "--check", file)
        assert (result.status, result.out.startswith("11 right.")) == (0, True), (
            result.out + result.err
        )
        spoiled = file.read_bytes()
        refused = run("export", "ics", *ORDER, "--out", file)
        assert (refused.status, refused.err.count("\n"), "firm.ics" in refused.err) == (2, 1, True)
        assert file.read_bytes() == spoiled
        file.write_bytes(whole.encode())


VALUES = (
    ";VALUE=DATE:EO",
    ";VALUE=BOOLEAN:a",
    ";VALUE=INTEGER:a",
    ";VALUE=UTC-OFFSET:a",
    ";VALUE=DATE:20260101",
)


@pytest.mark.parametrize("value", VALUES)
def test_what_of_ours_cannot_be_read_is_named(run: Run, tmp_path: Path, value: str) -> None:
    file = tmp_path / "firm.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    spoiled = file.read_bytes().replace(b"CATEGORIES:EO 14409", f"CATEGORIES{value}".encode(), 1)
    file.write_bytes(spoiled)
    checked = run("export", "ics", *ORDER, "--check", file)
    assert (checked.status, checked.err.count("\n")) == (2, 1)
    assert "firm.ics: the entry 'eo-14409.2a@eo-tracker' in it cannot be read" in checked.err
    written = run("export", "ics", *ORDER, "--out", file)
    assert (written.status, written.err.count("\n"), "firm.ics" in written.err) == (2, 1, True)
    assert file.read_bytes() == spoiled


def test_a_calendar_that_is_cut_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "firm.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    whole = file.read_bytes()
    for end in (
        whole.rindex(b"END:VCALENDAR"),
        whole.rindex(b"END:VEVENT"),
        whole.rindex(b"BEGIN:VALARM"),
    ):
        file.write_bytes(BROKEN["blank zone"].encode() + whole[:end])
        assert run("export", "ics", *ORDER, "--check", file).status == 2


def test_only_what_lies_ahead_carries_alarms(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    asked = ("export", "ics", "--order", "eo-14409", "--as-of", "2026-07-20", "--out", file)
    told = run(*asked, "--from", "2026-06-02")
    assert (told.status, told.err) == (0, f"{file}: 11 new.\n")
    rings = {
        each.decoded("dtstart"): len(each.walk("VALARM"))
        for each in events(file.read_bytes()).values()
    }
    assert rings == {date(2026, 7, 2): 0, date(2026, 8, 1): 3}
    on_the_day = export(run, *ORDER[:2], "--as-of", "2026-08-01")
    assert {len(each.walk("VALARM")) for each in events(on_the_day).values()} == {0}


def test_a_new_file_begins_today_and_an_old_one_keeps_what_it_has(run: Run, tmp_path: Path) -> None:
    def written(file: Path, as_of: str, *more: str) -> tuple[str, int, set[date]]:
        said = run("export", "ics", "--order", "eo-14409", "--as-of", as_of, "--out", file, *more)
        assert said.status == 0
        found = events(file.read_bytes()).values() if file.exists() else ()
        return said.err, len(found), {each.decoded("dtstart") for each in found}

    july, august = date(2026, 7, 2), date(2026, 8, 1)
    new = tmp_path / "new.ics"
    err, number, days = written(new, "2026-07-20")
    assert (number, days) == (4, {august})
    assert (
        err.splitlines()[1]
        == "Left out, because the date has passed: 7 dates (--from DATE writes what is due from that day on)."
    )
    assert written(new, "2026-07-20", "--from", "2026-06-02")[1:] == (11, {july, august})
    old = tmp_path / "old.ics"
    written(old, "2026-06-09")
    assert written(old, "2026-07-20")[1:] == (11, {july, august})
    none = tmp_path / "none.ics"
    err, number, _ = written(none, "2026-09-01")
    assert (number, err.splitlines()[0], "11 dates" in err) == (
        0,
        "No obligation that matches is due later.",
        True,
    )
    assert written(none, "2026-07-20", "--to", "2026-07-10")[1:] == (7, {july})
    assert written(tmp_path / "past.ics", "2026-07-20", "--status", "past-due")[2] == {july}
    assert written(tmp_path / "today.ics", "2026-08-01")[1:] == (4, {august})


def test_the_day_alone_takes_no_alarm_away(feed: Any) -> None:
    first, _ = feed(order(directive(), B), as_of="2026-06-25")
    assert len(events(first)["eo-1.2a@eo-tracker"].walk("VALARM")) == 3
    # "Passed, no record" is another status, so the item changes, once, and its alarms go with that.
    event = {"of": "2a", "what": "completed", "on": "2026-06-20", "source": "shown"}
    met, _ = feed(order(directive(), events=[event]), as_of="2026-06-30")
    assert len(events(met)["eo-1.2a@eo-tracker"].walk("VALARM")) == 3
    later, said = feed(order(directive(), events=[event]), as_of="2026-07-30")
    assert (later, said.count("unchanged")) == (met, 1)


TITLES = {
    "A short one": "EO 1 § 2(a): A short one (OMB)",
    "Prioritize the cyber defense of the national security systems of every agency": (
        "EO 1 § 2(a): Prioritize the cyber defense of the national security… (OMB)"
    ),
    "Write, with all of the others who take part in it, a long, long report, and file it": (
        "EO 1 § 2(a): Write, with all of the others who take part in it, a long… (OMB)"
    ),
}


@pytest.mark.parametrize("title", TITLES)
def test_titles_are_cut_at_words(run: Run, write: Write, title: str) -> None:
    (event,) = events(
        export(run, "--catalog", write(order(directive(title=title))), "--as-of", "2026-06-09")
    ).values()
    assert event["summary"] == TITLES[title]
    (gone,) = events(
        export(
            run,
            "--catalog",
            write(order(directive(title=title))),
            "--as-of",
            "2026-06-09",
            "--ticklers",
            "--remind",
            "7d",
        )
    )["eo-1.2a.7-days-before@eo-tracker"].walk("VEVENT")
    assert len(gone["summary"]) < 80
    words = set(re.findall(r"\w+", title)) | {"in", "7", "days", "EO", "1", "2", "a", "OMB"}
    assert set(re.findall(r"\w+", str(gone["summary"]))) <= words


def test_two_duties_of_one_pinpoint_are_told_apart(run: Run, write: Write) -> None:
    found = events(export(run, *ORDER))
    assert found["eo-14409.3a-determination@eo-tracker"]["summary"].startswith(
        "EO 14409 § 3(a) [3a-determination]: Determine the"
    )
    assert found["eo-14409.3a@eo-tracker"]["summary"].startswith(
        "EO 14409 § 3(a) [3a]: Develop a classified process"
    )
    twins = [
        directive(
            f"{part}-of-a-directive-with-a-name", cite="12(a)(iii)(B)", title="The same " * 20
        )
        for part in ("first", "other")
    ]
    named = order(
        *twins,
        kind="notice",
        number=None,
        short="Memorandum on a subject with a very long name of its own",
    )
    titles = [
        str(each["summary"])
        for each in events(export(run, "--catalog", write(named), "--as-of", "2026-06-09")).values()
    ]
    assert len(set(titles)) == 2
    assert all(len(each) < 80 for each in titles)


def test_a_calendar_is_checked_against_what_it_was_written_for(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    for asked in (
        ("--order", "14409"),
        ("--lead", "DHS", "--projected", "--horizon", "9y"),
        ("--order", "eo-14409", "--ticklers", "--remind", "5d"),
        ("--agency", "cisa", "--to", "2026-12-31"),
        (),
        ("--todo", "--topic", "cyber-defense"),
        ("--from", "2026-06-02", "--under", "eo-14409"),
    ):
        file.unlink(missing_ok=True)
        written = ("export", "ics", *asked, "--as-of", "2026-06-20", "--out", file)
        assert run(*written).status == 0
        first = file.read_bytes()
        assert run(*written).status == 0
        assert file.read_bytes() == first
        for day in ("2026-06-20", "2026-06-21"):
            back = run("export", "ics", "--as-of", day, "--check", file)
            assert (back.status, " right." in back.out, "missing" in back.out) == (
                0,
                True,
                False,
            ), (asked, back.out)


def test_filters_given_now_win_over_those_in_the_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    day = ("--as-of", "2026-06-09")
    assert (
        run("export", "ics", "--order", "eo-14409", "--lead", "omb", *day, "--out", file).status
        == 0
    )
    kept = run("export", "ics", *day, "--check", file)
    assert (kept.status, kept.out) == (0, "1 right.\n")
    assert (
        kept.err
        == "Compared with the question that it was written for: --order eo-14409 --lead omb.\n"
    )
    more = run("export", "ics", "--order", "eo-14409", *day, "--check", file)
    assert (more.status, more.out.splitlines()[-1], more.err) == (1, "1 right, 10 missing.", "")
    # What else was written into it later is asked for too; the same in other days takes the place
    # of the old question.
    for asked in (
        ["--order", "nspm-11"],
        ["--order", "nspm-11", "--to", "2026-12-31"],
        ["--order", "eo-14409", "--lead", "omb"],
    ):
        assert run("export", "ics", *asked, *day, "--out", file).status == 0
    told = run("export", "ics", *day, "--check", file)
    assert told.status == 0
    assert told.err.splitlines() == [
        "Compared with the question that it was written for: --order eo-14409 --lead omb.",
        "Compared with the question that it was written for: --order nspm-11 --to 2026-12-31.",
    ]
    # Without what is missing of either.
    text = file.read_bytes()
    start, end = text.index(b"BEGIN:VEVENT"), text.rindex(b"END:VEVENT") + len(b"END:VEVENT\r\n")
    file.write_bytes(
        text[:start] + text[start:end].split(b"END:VEVENT\r\n")[0] + b"END:VEVENT\r\n" + text[end:]
    )
    assert "missing" in run("export", "ics", *day, "--check", file).out


def test_a_file_that_does_not_say_what_it_is_for_is_checked_against_everything(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "x.ics"
    asked = ("export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09")
    assert run(*asked, "--out", file).status == 0
    whole = file.read_bytes()
    old = re.sub(rb"X-EO-TRACKER-QUESTION:[^\r]*\r\n", b"", whole)
    assert old != whole
    file.write_bytes(old)
    assert run(*asked, "--out", file).status == 0
    assert file.read_bytes() == old
    assert run(*asked, "--check", file).status == 0
    assert "missing" in run("export", "ics", "--as-of", "2026-06-09", "--check", file).out
    later = run("export", "ics", "--order", "eo-14409", "--as-of", "2026-07-20", "--check", file)
    assert (later.status, later.out) == (0, "11 right.\n")
    for wrong in (
        b"x",
        b"[]",
        b'{"order": 3}',
        b'{"nothing": true}',
        b"[" * 30_000,
        b'{"horizon": 3}',
    ):
        file.write_bytes(
            old.replace(b"CALSCALE:", b"X-EO-TRACKER-QUESTION:" + wrong + b"\r\nCALSCALE:", 1)
        )
        result = run("export", "ics", "--as-of", "2026-06-09", "--check", file)
        assert (result.status, result.err.count("\n"), "cannot be read" in result.err) == (
            2,
            1,
            True,
        ), result.err
        assert run(*asked, "--check", file).status == 0


def test_each_file_of_a_folder_says_what_it_is_for(run: Run, tmp_path: Path) -> None:
    for split in ("instrument", "agency"):
        folder = tmp_path / split
        assert (
            run("export", "ics", "--split", split, "--out", folder, "--as-of", "2026-06-09").status
            == 0
        )
        for file in folder.glob("*.ics"):
            back = run("export", "ics", "--as-of", "2026-06-09", "--check", file)
            assert back.status == 0, (file.name, back.out)


# what somebody changed, and what an export must not call off


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"DESCRIPTION:", b"DESCRIPTION:PRIVILEGED: call Bob\\n"),
        (b"TRIGGER:-P13DT15H", b"TRIGGER:-P20DT15H"),
        (b"SUMMARY:", b"SUMMARY:x "),
    ],
)
def test_what_somebody_changed_in_a_file_is_left_alone(
    run: Run, tmp_path: Path, before: bytes, after: bytes
) -> None:
    file = tmp_path / "x.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    changed = file.read_bytes().replace(before, after, 1)
    assert changed != file.read_bytes()
    file.write_bytes(changed)
    result = run("export", "ics", *ORDER, "--out", file)
    assert (result.status, result.err.count("\n")) == (2, 1), result.err
    assert "which would be lost" in result.err
    assert file.read_bytes() == changed


@pytest.mark.parametrize("first", [[], ["--todo"]])
def test_tasks_and_events_go_into_files_of_their_own(
    run: Run, tmp_path: Path, first: list[str]
) -> None:
    file = tmp_path / "x.ics"
    assert run("export", "ics", *ORDER, *first, "--out", file).status == 0
    before = file.read_bytes()
    result = run("export", "ics", *ORDER, *([] if first else ["--todo"]), "--out", file)
    assert result.status == 2
    assert "need a file of their own" in result.err
    assert file.read_bytes() == before


def test_an_earlier_day_calls_nothing_off_that_is_not_known_on_it(
    run: Run, write: Write, tmp_path: Path
) -> None:
    folder, file = (
        write(order(directive()), order(directive(), id="eo-2", dated="2026-06-20")),
        tmp_path / "x.ics",
    )
    asked = ["export", "ics", "--catalog", folder, "--out", file]
    assert run(*asked, "--as-of", "2026-06-21").status == 0
    before = file.read_bytes()
    assert run(*asked, "--as-of", "2026-06-10").status == 0
    assert b"CANCELLED" not in file.read_bytes()
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (b"DTEND;VALUE=DATE:20260703", b"DTEND;VALUE=DATE:20270703", "altered"),
        (
            b"DTSTART;VALUE=DATE:20260702",
            b"DTSTART;VALUE=DATE:20260702\r\nRRULE:FREQ=DAILY",
            "altered",
        ),
        (b"DTSTART;VALUE=DATE:20260702", b"DTSTART:20260702T030000Z", "altered"),
        (b"BEGIN:VEVENT", b"", "duplicate"),
    ],
)
def test_a_calendar_is_right_only_with_whole_days_once(
    run: Run, tmp_path: Path, before: bytes, after: bytes, kind: str
) -> None:
    file = tmp_path / "x.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    data = file.read_bytes()
    file.write_bytes(data.replace(before, after, 1) if after else data + data)
    result = run("export", "ics", *ORDER, "--check", file)
    assert result.status == 1
    assert f" {kind}" in result.out.splitlines()[-1]
    assert kind.upper() in result.out


def test_what_passed_is_not_missing_in_a_calendar_without_its_question(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "x.ics"
    assert run("export", "ics", "--as-of", "2026-07-20", "--out", file).status == 0
    file.write_bytes(re.sub(rb"X-EO-TRACKER-QUESTION:.*\r\n( .*\r\n)*", b"", file.read_bytes()))
    result = run("export", "ics", "--as-of", "2026-07-20", "--check", file)
    assert (result.status, "missing" in result.out) == (0, False), result.out


def test_line_ends_that_a_tool_changed_are_put_right(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.ics"
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    written = file.read_bytes()
    file.write_bytes(written.replace(b"\r\n", b"\n"))
    assert run("export", "ics", *ORDER, "--out", file).status == 0
    assert file.read_bytes() == written
