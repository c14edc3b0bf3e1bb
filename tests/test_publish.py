"""Publishing into a real CalDAV server: no double, no loss, no stale date, and nobody else's entry
touched.
"""

from __future__ import annotations

import contextlib
import gzip
import http.server
import os
import re
import subprocess
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from build import directive, order, stub
from conftest import Result, Run, Write
from loopback import serving
from server import USERS, Server, proxy, radicale

from eo_tracker.calendar import caldav

DENTIST = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bob//EN\r\nBEGIN:VEVENT\r\nUID:1@dentist\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;VALUE=DATE:20260702\r\nDTEND;VALUE=DATE:20260703\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
LOGIN = {"EO_TRACKER_CALDAV_USER": "anna", "EO_TRACKER_CALDAV_PASSWORD": USERS["anna"]}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running


@pytest.fixture
def clean(server: Server) -> Server:
    """The server with nothing in its calendar but another user's entry."""
    for each in [*server.as_user().events(), *server.as_user().todos(include_completed=True)]:
        each.delete()
    server.as_user("bob").add_event(DENTIST)
    return server


@pytest.fixture
def publish(run: Run, clean: Server, write: Write) -> Callable[..., Result]:
    def publish(
        *texts: str, args: tuple[str, ...] = (), as_of: str = "2026-06-09", **environment: str
    ) -> Result:
        folder = write(*texts)
        return run(
            "publish",
            "--url",
            clean.calendar,
            "--catalog",
            folder,
            "--as-of",
            as_of,
            *args,
            **{**LOGIN, **environment},
        )

    return publish


A, B, C = (
    directive(),
    directive("2b", cite="2(b)", title="Report"),
    directive("2c", cite="2(c)", title="Plan"),
)


def ours(server: Server) -> dict[str, Any]:
    found = server.entries()
    assert str(found.pop("1@dentist")["summary"]) == "Dentist"
    return {uid.partition("@")[0]: each for uid, each in found.items()}


def test_created_updated_cancelled_and_left_alone(
    publish: Callable[..., Result], clean: Server
) -> None:
    first = publish(order(A, B, C))
    assert (first.status, first.out, first.err) == (0, "", f"{clean.calendar}: 3 created.\n")
    assert publish(order(A, B, C), as_of="2026-06-10").err == f"{clean.calendar}: 3 unchanged.\n"
    moved = directive(deadline={"within": "40 days", "of": "date"})
    revoking = stub(
        "ed-1", "2026-06-05", effects=[{"does": "revokes", "on": "eo-1/2c", "cite": "1"}]
    )
    second = publish(order(moved, B, C, directive("2d", cite="2(d)")), revoking)
    assert second.err == f"{clean.calendar}: 1 created, 1 updated, 1 cancelled, 1 unchanged.\n"
    found = ours(clean)
    assert set(found) == {"eo-1.2a", "eo-1.2b", "eo-1.2c", "eo-1.2d"}
    assert found["eo-1.2a"].decoded("dtstart") == date(2026, 7, 12)
    assert (found["eo-1.2a"]["sequence"], found["eo-1.2c"]["status"]) == (1, "CANCELLED")
    assert (
        publish(order(moved, B, C, directive("2d", cite="2(d)")), revoking).err
        == f"{clean.calendar}: 4 unchanged.\n"
    )
    deleted = publish(
        order(moved, B, C, directive("2d", cite="2(d)")), revoking, args=("--delete",)
    )
    assert deleted.err == f"{clean.calendar}: 1 deleted, 3 unchanged.\n"
    assert set(ours(clean)) == {"eo-1.2a", "eo-1.2b", "eo-1.2d"}


def test_a_dry_run_does_nothing(publish: Callable[..., Result], clean: Server) -> None:
    result = publish(order(A, B), args=("--dry-run",))
    assert result.out.splitlines() == [
        "create   EO 1 § 2(a): Do 2a (OMB)",
        "create   EO 1 § 2(b): Report (OMB)",
    ]
    assert result.err == f"{clean.calendar}: 2 would be created.\n"
    assert ours(clean) == {}


def test_what_somebody_edited_is_reported_not_overwritten(
    publish: Callable[..., Result], clean: Server
) -> None:
    publish(order(A, B))
    (event,) = (each for each in clean.as_user("bob").events() if "eo-1.2a@" in each.data)
    event.data = event.data.replace(
        "SUMMARY:EO 1 § 2(a): Do 2a", "SUMMARY:EO 1 § 2(a): Do 2a (ask Carla)"
    )
    event.save()
    assert publish(order(A, B), as_of="2026-06-10").status == 1
    moved = order(directive(deadline={"within": "40 days", "of": "date"}), B)
    result = publish(moved)
    assert result.status == 1
    assert result.err.endswith("1 unchanged, 1 edited by somebody and left (--force overwrites).\n")
    assert "ask Carla" in str(ours(clean)["eo-1.2a"]["summary"])
    assert publish(moved, args=("--force",)).status == 0
    assert ours(clean)["eo-1.2a"].decoded("dtstart") == date(2026, 7, 12)
    assert "ask Carla" not in str(ours(clean)["eo-1.2a"]["summary"])


def edit(server: Server, uid: str, *changes: tuple[str, str], tasks: bool = False) -> None:
    """Change the text of an entry as somebody's calendar program would."""
    calendar = server.as_user("bob")
    (event,) = (
        each
        for each in (calendar.todos() if tasks else calendar.events())
        if f"{uid}@" in each.data
    )
    text = event.data.replace("\r\n", "\n").replace("\n ", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    event.data = text
    event.save()


MOVED = order(directive(deadline={"within": "40 days", "of": "date"}))
ALARM = (
    "BEGIN:VALARM\nACTION:{action}\nDESCRIPTION:{text}\nTRIGGER:{trigger}\nEND:VALARM\nEND:VEVENT"
)
ADDED = {
    "property": ("STATUS:", "X-FIRM-MATTER:1234-56\nSTATUS:", "X-FIRM-MATTER"),
    "private": ("STATUS:", "CLASS:PRIVATE\nSTATUS:", "CLASS"),
    "priority": ("STATUS:", "PRIORITY:1\nSTATUS:", "PRIORITY"),
    "place": ("STATUS:", "LOCATION:Room 4\nSTATUS:", "LOCATION"),
    "comments": ("STATUS:", "COMMENT:ask Carla\nCOMMENT;LANGUAGE=de:und Bob\nSTATUS:", "COMMENT"),
    "contact": ("STATUS:", "CONTACT:a\\, b\\; c\nSTATUS:", "CONTACT"),
}


@pytest.mark.parametrize(("old", "new", "name"), ADDED.values(), ids=ADDED)
def test_what_others_added_is_carried_over(
    publish: Callable[..., Result], clean: Server, old: str, new: str, name: str
) -> None:
    publish(order(A))
    edit(clean, "eo-1.2a", (old, new))
    before = ours(clean)["eo-1.2a"][name]
    assert publish(order(A), as_of="2026-06-10").err.endswith(": 1 unchanged.\n")
    for catalog, deed in (
        (MOVED, "1 updated"),
        (order(A), "1 updated"),
        (order(directive(**{"entered-in-error": "No directive."})), "1 cancelled"),
    ):
        result = publish(catalog)
        assert (result.status, result.err) == (0, f"{clean.calendar}: {deed}.\n")
        assert ours(clean)["eo-1.2a"][name] == before
        assert ours(clean)["eo-1.2a"].to_ical().count(b"X-EO-TRACKER-DIGEST") == 1
    assert publish(order(directive(**{"entered-in-error": "No directive."}))).err.endswith(
        ": 1 unchanged.\n"
    )


def test_an_alarm_of_somebodys_own_is_carried_over(
    publish: Callable[..., Result], clean: Server
) -> None:
    publish(order(A), args=("--remind", "7d,1d"))
    edit(
        clean,
        "eo-1.2a",
        ("END:VEVENT", ALARM.format(action="DISPLAY", text="Mine", trigger="-P3D")),
        ("END:VEVENT", ALARM.format(action="AUDIO", text="Mine", trigger="-PT15H")),
        ("BEGIN:VALARM", "BEGIN:VALARM\nACKNOWLEDGED:20260101T000000Z"),
    )
    result = publish(order(directive(title="Other")), args=("--remind", "7d,1d"))
    assert (result.status, result.err) == (0, f"{clean.calendar}: 1 updated.\n")
    event = ours(clean)["eo-1.2a"]
    alarms = {
        (str(each["action"]), str(each["description"])): each for each in event.walk("VALARM")
    }
    assert len(event.walk("VALARM")) == 4
    assert {("DISPLAY", "Mine"), ("AUDIO", "Mine")} < set(alarms)
    assert sum("acknowledged" in each for each in event.walk("VALARM")) == 1
    publish(MOVED, args=("--remind", "7d,1d"))  # on another day it has to be heard again
    assert sum("acknowledged" in each for each in ours(clean)["eo-1.2a"].walk("VALARM")) == 0


def test_a_component_and_a_time_zone_of_somebodys_own_are_carried_over(
    publish: Callable[..., Result], clean: Server
) -> None:
    publish(order(A))
    zone = "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nEND:STANDARD\n"
    edit(
        clean,
        "eo-1.2a",
        ("BEGIN:VEVENT", f"{zone}END:VTIMEZONE\nBEGIN:VEVENT"),
        ("STATUS:", "X-CALL;TZID=X:20260701T090000\nSTATUS:"),
    )
    assert publish(MOVED).status == 0
    (event,) = (each for each in clean.as_user().events() if "eo-1.2a@" in each.data)
    assert "BEGIN:VTIMEZONE" in event.data
    assert "X-CALL;TZID=X:20260701T090000" in event.data


EDITS = {
    "title": ("SUMMARY:", "SUMMARY:Mine "),
    "text": ("DESCRIPTION:", "DESCRIPTION:Mine "),
    "day": ("DTSTART;VALUE=DATE:20260702", "DTSTART;VALUE=DATE:20260701"),
    "busy": ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
    "opaque": ("TRANSP:TRANSPARENT", "TRANSP:OPAQUE"),
    "status": ("STATUS:CONFIRMED", "STATUS:TENTATIVE"),
    "category": ("CATEGORIES:EO 1", "CATEGORIES:EO 1,Mine"),
    "link": ("URL:https://example.gov/1", "URL:https://example.gov/mine"),
    "repeated": ("STATUS:", "RRULE:FREQ=YEARLY\nSTATUS:"),
    "alarm": ("TRIGGER:-P6DT15H", "TRIGGER:-P5DT15H"),
    "html": ("STATUS:", "X-ALT-DESC;FMTTYPE=text/html:<b>July 2</b>\nSTATUS:"),
    "rich": ("DESCRIPTION:", 'DESCRIPTION;ALTREP="data:text/html,July%202":'),
    "end": ("TRIGGER:-P6DT15H", "TRIGGER;RELATED=END:-P6DT15H"),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_a_change_of_what_we_wrote_is_an_edit(
    publish: Callable[..., Result], clean: Server, change: tuple[str, str]
) -> None:
    publish(order(A), args=("--remind", "7d"))
    edit(clean, "eo-1.2a", change, ("STATUS:", "X-FIRM-MATTER:1234-56\nSTATUS:"))
    edited = ours(clean)["eo-1.2a"].to_ical()
    result = publish(MOVED, args=("--remind", "7d"))
    assert (result.status, "1 edited by somebody and left" in result.err) == (1, True)
    assert ours(clean)["eo-1.2a"].to_ical() == edited
    assert publish(MOVED, args=("--remind", "7d", "--force")).status == 0
    forced = ours(clean)["eo-1.2a"]
    assert (forced.decoded("dtstart"), forced["x-firm-matter"]) == (date(2026, 7, 12), "1234-56")
    assert publish(MOVED, args=("--remind", "7d")).err.endswith(": 1 unchanged.\n")


def test_a_task_keeps_what_others_added(publish: Callable[..., Result], clean: Server) -> None:
    publish(order(A), args=("--todo",))
    edit(clean, "task.eo-1.2a", ("STATUS:", "PERCENT-COMPLETE:40\nSTATUS:"), tasks=True)
    assert publish(MOVED, args=("--todo",)).status == 0
    (task,) = clean.as_user().todos()
    assert task.icalendar_component["percent-complete"] == 40


@pytest.mark.parametrize(
    "name",
    ["eo-9.9z", "eo-1.2b", "eo-1.2a.7-days-before", "eo-1.2a.2026-99-99", "eo-1.2a.٢٠٢٦-٠١-٠١"],
)
def test_an_entry_that_cannot_be_called_off_is_left(
    publish: Callable[..., Result], clean: Server, name: str
) -> None:
    spoiled = (
        DENTIST.replace("1@dentist", f"{name}@eo-tracker")
        .replace("20260702", "99991230")
        .replace("20260703", "99991231")
    )
    clean.as_user().add_event(spoiled)
    result = publish(order(A, directive("2b", cite="2(b)", deadline=None)))
    assert (result.status, result.err) == (
        1,
        f"{clean.calendar}: 1 created, 1 edited by somebody and left (--force overwrites).\n",
    )
    assert str(ours(clean)[name]["summary"]) == "Dentist"


def test_an_address_that_is_none(run: Run) -> None:
    for url in ("http://[::1", "https://", "ftp://a.example", "https://a.example:x/"):
        result = run("publish", "--url", url, **LOGIN)
        assert (result.status, "is not an address" in result.err) == (2, True)


def test_tasks_go_into_a_list_of_tasks(publish: Callable[..., Result], clean: Server) -> None:
    assert publish(order(A), args=("--todo",)).status == 0
    (task,) = clean.as_user().todos()
    assert str(task.icalendar_component["uid"]) == "task.eo-1.2a@eo-tracker"
    assert publish(order(A), args=("--todo",)).err == f"{clean.calendar}: 1 unchanged.\n"


def test_the_calendar_by_its_name(run: Run, clean: Server, write: Write) -> None:
    folder = write(order(A))
    args = ("publish", "--url", clean.url, "--catalog", folder, "--as-of", "2026-06-09")
    assert run(*args, "--calendar", "Deadlines", **LOGIN).status == 0
    assert set(ours(clean)) == {"eo-1.2a"}
    wrong = run(*args, "--calendar", "Dates", **LOGIN)
    assert (wrong.status, wrong.err) == (
        2,
        "eo-tracker: --calendar: there is no calendar named 'Dates'; there are Deadlines\n",
    )


def test_credentials_come_from_the_environment_or_netrc_never_from_an_option(
    run: Run, clean: Server, write: Write, tmp_path: Path
) -> None:
    args = (
        "publish",
        "--url",
        clean.calendar,
        "--catalog",
        write(order(A)),
        "--as-of",
        "2026-06-09",
    )
    nobody = {
        "NETRC": str(tmp_path / "none"),
        "EO_TRACKER_CALDAV_USER": "",
        "EO_TRACKER_CALDAV_PASSWORD": "",
    }
    none = run(*args, **nobody)
    assert (none.status, "no user is known for 127.0.0.1" in none.err) == (2, True)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login anna password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    assert run(*args, **{**nobody, "NETRC": str(netrc)}).status == 0
    inside = run("publish", "--url", clean.calendar.replace("//", "//anna:secret@"), **LOGIN)
    assert (inside.status, "secret" in inside.err) == (2, False)
    plain = run("publish", "--url", "http://cloud.example/x", **LOGIN)
    assert (plain.status, "use https://" in plain.err) == (2, True)


def test_what_a_server_refuses_is_said_in_one_line(
    publish: Callable[..., Result], run: Run, clean: Server, write: Write
) -> None:
    def said(url: str, **login: str) -> str:
        result = run(
            "publish",
            "--url",
            url,
            "--catalog",
            write(order(A)),
            "--as-of",
            "2026-06-09",
            **{**LOGIN, **login},
        )
        assert (result.status, result.err.count("\n")) == (2, 1), result.err
        return result.err

    assert "answered 401: user or password are wrong" in said(
        clean.calendar, EO_TRACKER_CALDAV_PASSWORD="wrong"
    )
    assert "answered 404: there is no calendar at this address" in said(clean.url + "anna/nothing/")
    assert "the name does not resolve" in said("https://nobody.invalid/")
    assert "the connection was refused" in said("http://127.0.0.1:1/")
    assert publish(order(A)).status == 0


class _Odd(http.server.BaseHTTPRequestHandler):
    status = 500
    more: ClassVar[dict[str, str]] = {}
    body: ClassVar[bytes] = b""
    pause = 0.0

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        for name, value in self.more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        step = 1 if self.pause else len(self.body) or 1
        with contextlib.suppress(OSError):  # whoever asked has gone
            for start in range(0, len(self.body), step):
                self.wfile.write(self.body[start : start + step])
                time.sleep(self.pause)

    do_PUT = do_REPORT = do_PROPFIND = do_GET = do_OPTIONS = _answer

    def log_message(self, *args: object) -> None:
        pass


def answer_of(run: Run, folder: Path, odd: type[_Odd]) -> Result:
    with serving(odd) as port:
        result = run(
            "publish", "--url", f"http://127.0.0.1:{port}/x/", "--catalog", folder, **LOGIN
        )
    assert (result.status, result.err.count("\n")) == (2, 1), result.err
    assert f"127.0.0.1:{port}" in result.err
    return result


@pytest.mark.parametrize("status", [403, 500, 503, 200])
def test_a_server_with_a_fault(run: Run, write: Write, status: int) -> None:
    answer_of(run, write(order(A)), type("Odd", (_Odd,), {"status": status}))


@pytest.mark.parametrize(
    ("status", "headers", "body", "message"),
    [
        (401, {"WWW-Authenticate": "Bearer"}, b"", "does not answer as a CalDAV server does"),
        (
            207,
            {"Content-Type": "text/xml"},
            b"\x1b[2J<a>\x1b]0;x\x07" * 100,
            "does not answer as a CalDAV server does",
        ),
        (
            207,
            {"Content-Type": "text/xml", "Content-Encoding": "gzip"},
            gzip.compress(b" " * 70_000_000),
            "answers with more than 64 MiB",
        ),
    ],
    ids=["bearer", "escapes", "bomb"],
)
def test_a_server_that_means_harm(
    write: Write,
    status: int,
    headers: dict[str, str],
    body: bytes,
    message: str,
    capfd: pytest.CaptureFixture[str],
    run: Run,
) -> None:
    result = answer_of(
        run,
        write(order(A)),
        type("Odd", (_Odd,), {"status": status, "more": headers, "body": body}),
    )
    assert message in result.err
    heard = capfd.readouterr()
    assert (heard.out, heard.err) == ("", "")


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caldav, "TOTAL_SECONDS", 0.5)
    odd = type("Odd", (_Odd,), {"status": 207, "body": b"x" * 40, "pause": 0.05})
    assert "no whole answer within 0.5 seconds" in answer_of(run, write(order(A)), odd).err


@pytest.mark.parametrize("tags", ["weak", "none", "gzip"])
def test_a_server_whose_tags_never_match(
    publish: Callable[..., Result], clean: Server, tags: str
) -> None:
    with proxy(clean, tags=tags) as url:
        at = ("--url", url)
        assert publish(order(A, B, C), args=at).status == 0
        moved = order(
            directive(deadline={"within": "40 days", "of": "date"}),
            B,
            directive("2c", cite="2(c)", **{"entered-in-error": "No directive."}),
        )
        assert publish(moved, args=at).err == f"{url}: 1 updated, 1 cancelled, 1 unchanged.\n"
        deleted = publish(moved, args=(*at, "--delete"))
        assert (deleted.status, deleted.err) == (0, f"{url}: 1 deleted, 2 unchanged.\n")
        edit(clean, "eo-1.2a", ("SUMMARY:", "SUMMARY:Mine "))
        assert (
            publish(order(A, B), args=at).err
            == f"{url}: 1 unchanged, 1 edited by somebody and left (--force overwrites).\n"
        )


@pytest.mark.parametrize("tags", ["kept", "weak", "none", "gzip"])
def test_what_somebody_writes_between_reading_and_writing_is_left(
    publish: Callable[..., Result], clean: Server, tags: str
) -> None:
    publish(order(A, B))
    written: list[str] = []

    def first(method: str, path: str) -> None:
        if not written and "eo-1.2a" in path:
            written.append(method)
            edit(clean, "eo-1.2a", ("STATUS:", "LOCATION:Room 4\nSTATUS:"))

    with proxy(clean, tags=tags, before=staticmethod(first)) as url:
        # Where a tag cannot be used as a condition, the item is read again just before it is
        # written, so the change must come before that.
        if tags in ("weak", "none"):
            changed = threading.Event()
            state = caldav.Collection._state_now

            def late(self: Any, href: str) -> str | None:
                if not changed.is_set():
                    changed.set()
                    first("PUT", href)
                return state(self, href)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(caldav.Collection, "_state_now", late)
                result = publish(MOVED_BOTH, args=("--url", url))
        else:
            result = publish(MOVED_BOTH, args=("--url", url))
        assert (result.status, result.err) == (
            1,
            f"{url}: 1 updated, 1 changed on the server meanwhile; run the command again.\n",
        )
        assert ours(clean)["eo-1.2a"].decoded("dtstart") == date(2026, 7, 2)
        again = publish(MOVED_BOTH, args=("--url", url))
        assert (again.status, again.err) == (0, f"{url}: 1 updated, 1 unchanged.\n")
    assert (ours(clean)["eo-1.2a"]["location"], ours(clean)["eo-1.2a"].decoded("dtstart")) == (
        "Room 4",
        date(2026, 7, 12),
    )


LATER = {"within": "40 days", "of": "date"}
MOVED_BOTH = order(
    directive(deadline=LATER), directive("2b", cite="2(b)", title="Report", deadline=LATER)
)


def test_four_publishers_at_once(clean: Server, write: Write) -> None:
    many = [directive(f"d{number}", cite=f"2({number})") for number in range(12)]
    later = [{**each, "deadline": LATER} for each in many]
    program = [
        sys.executable,
        "-m",
        "eo_tracker",
        "publish",
        "--url",
        clean.calendar,
        "--as-of",
        "2026-06-09",
        "--catalog",
    ]
    environment = {**os.environ, **LOGIN, "EO_TRACKER_CACHE": "off"}
    for catalog, deed in ((order(*many), "created"), (order(*later), "updated")):
        folder = str(write(catalog))
        started = [
            subprocess.Popen(
                [*program, folder], stderr=subprocess.PIPE, env=environment, encoding="utf-8"
            )
            for _ in range(4)
        ]
        told = [(each.communicate(timeout=120)[1], each.returncode) for each in started]
        for text, status in told:
            assert "edited by somebody" not in text, text
            assert status == (1 if "meanwhile; run the command again" in text else 0), text
        assert (
            sum(int(found[1]) for text, _ in told for found in re.finditer(rf"(\d+) {deed}", text))
            == 12
        )
        done = subprocess.run(
            [*program, folder], capture_output=True, env=environment, encoding="utf-8", check=False
        )
        assert (done.returncode, done.stderr) == (0, f"{clean.calendar}: 12 unchanged.\n")


DOCTYPES = {
    "entity": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><multistatus xmlns="DAV:">&a;</multistatus>',
    "bare": b'<!DOCTYPE multistatus><multistatus xmlns="DAV:"></multistatus>',
    "outside": b'<!-- x --><!DOCTYPE x SYSTEM "http://127.0.0.1:1/x"><multistatus xmlns="DAV:"/>',
    "utf-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><multistatus xmlns="DAV:"/>'.encode(
        "utf-16"
    ),
    "page": b"<!DOCTYPE html><html><body>Log in</body></html>",
}


@pytest.mark.parametrize("body", DOCTYPES.values(), ids=DOCTYPES)
@pytest.mark.parametrize("kind", ["text/xml", "application/octet-stream"])
def test_a_document_type_is_refused(run: Run, write: Write, body: bytes, kind: str) -> None:
    odd = type("Odd", (_Odd,), {"status": 207, "more": {"Content-Type": kind}, "body": body})
    assert "answers with a document type" in answer_of(run, write(order(A)), odd).err


def test_a_page_for_people_does_not_hide_a_status(run: Run, write: Write) -> None:
    odd = type(
        "Odd",
        (_Odd,),
        {"status": 404, "more": {"Content-Type": "text/html"}, "body": DOCTYPES["page"]},
    )
    assert (
        "answered 404: there is no calendar at this address"
        in answer_of(run, write(order(A)), odd).err
    )


def test_words_of_an_entry_are_no_document_type(
    publish: Callable[..., Result], clean: Server
) -> None:
    publish(order(A))
    edit(clean, "eo-1.2a", ("STATUS:", "COMMENT:<!DOCTYPE html>\nSTATUS:"))
    assert publish(order(A)).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="accounts without a home")
def test_nobody_without_a_home(
    run: Run, clean: Server, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home(path: str) -> str:
        return path

    monkeypatch.setattr(os.path, "expanduser", no_home)
    monkeypatch.delenv("NETRC", raising=False)
    asked = (
        "publish",
        "--url",
        clean.calendar,
        "--catalog",
        write(order(A)),
        "--as-of",
        "2026-06-09",
    )
    nobody = run(*asked, EO_TRACKER_CALDAV_USER="", EO_TRACKER_CALDAV_PASSWORD="")
    assert (nobody.status, "no user is known for 127.0.0.1" in nobody.err) == (2, True)
    assert run(*asked, **LOGIN).status == 0


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("KeyringLocked", "the keyring cannot be asked for cloud.example (KeyringLocked)"),
        ("NoKeyringError", "no user is known for"),
    ],
)
def test_a_keyring_with_a_fault(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, message: str
) -> None:
    def get_credential(service: str, user: str | None) -> None:
        raise type(fault, (Exception,), {})("what only the system understands")

    keyring = types.ModuleType("keyring")
    monkeypatch.setattr(keyring, "get_credential", get_credential, raising=False)
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    nobody = {
        "NETRC": str(tmp_path / "none"),
        "EO_TRACKER_CALDAV_USER": "",
        "EO_TRACKER_CALDAV_PASSWORD": "",
    }
    result = run("publish", "--url", "https://cloud.example/x/", **nobody)
    assert (result.status, result.err.count("\n"), message in result.err) == (2, 1, True), (
        result.err
    )


@pytest.mark.parametrize(
    "text",
    [b"machine", b"\xff\xfe", b"machine x login", b'machine "x', b"default \x00", b"macdef x"],
)
def test_a_netrc_that_cannot_be_read(run: Run, tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "netrc"
    file.write_bytes(text)
    nobody = {"NETRC": str(file), "EO_TRACKER_CALDAV_USER": "", "EO_TRACKER_CALDAV_PASSWORD": ""}
    result = run("publish", "--url", "https://cloud.example/x/", **nobody)
    assert (result.status, result.err.count("\n")) == (2, 1), result.err


def test_what_passed_stays_and_is_not_published_anew(
    publish: Callable[..., Result], clean: Server
) -> None:
    late = directive("2b", cite="2(b)", deadline={"within": "60 days", "of": "date"})
    assert publish(order(A)).err.endswith(": 1 created.\n")
    told = publish(order(A, late, C), as_of="2026-07-20")
    left_out = "Left out, because the date has passed: 1 date (--from DATE writes what is due from that day on).\n"
    assert told.err == f"{clean.calendar}: 1 created, 1 updated.\n{left_out}"
    found = ours(clean)
    assert {name: len(each.walk("VALARM")) for name, each in found.items()} == {
        "eo-1.2a": 0,
        "eo-1.2b": 3,
    }
    assert (
        publish(order(A, late, C), as_of="2026-07-20").err
        == f"{clean.calendar}: 2 unchanged.\n{left_out}"
    )
    assert (
        publish(order(A, late, C), as_of="2026-07-20", args=("--from", "2026-06-02")).err
        == f"{clean.calendar}: 1 created, 2 unchanged.\n"
    )


SPOILED = {
    "category": ("CATEGORIES:EO 1", "CATEGORIES;VALUE=DATE:EO"),
    "day": ("DTSTART;VALUE=DATE:", 'DTSTART;TZID="":'),
    "twice": ("SUMMARY:", "SUMMARY:Mine\nSUMMARY:"),
    "zone": (
        "BEGIN:VEVENT",
        "BEGIN:VTIMEZONE\nTZID:Firm/Broken\nBEGIN:STANDARD\nDTSTART:x\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT",
    ),
    "cut": ("END:VEVENT", ""),
}


@pytest.mark.parametrize("damage", SPOILED.values(), ids=SPOILED)
def test_an_entry_that_cannot_be_read_is_left_and_the_others_are_published(
    publish: Callable[..., Result], clean: Server, damage: tuple[str, str]
) -> None:
    publish(order(A, B))
    old, new = (each.encode() for each in damage)

    def spoiled(found: re.Match[bytes]) -> bytes:
        return found[0].replace(old, new, 1) if b"UID:eo-1.2a@" in found[0] else found[0]

    def altered(data: bytes) -> bytes:
        return re.sub(rb"BEGIN:VEVENT.*?END:VEVENT", spoiled, data, flags=re.DOTALL)

    with proxy(clean, altered=staticmethod(altered)) as url:
        result = publish(MOVED_BOTH, args=("--url", url))
    assert result.err == f"{url}: 1 updated, 1 edited by somebody and left (--force overwrites).\n"
    assert result.status == 1


def test_an_item_that_the_server_refuses_does_not_keep_the_others_back(
    publish: Callable[..., Result], clean: Server
) -> None:
    publish(order(A, B))
    refused = staticmethod(lambda method, path: 400 if "eo-1.2a" in path else None)
    with proxy(clean, refuse=refused) as url:
        result = publish(MOVED_BOTH, args=("--url", url))
        assert (result.status, result.err) == (
            1,
            f"{url}: 1 updated, 1 refused by the server and left.\n",
        )
    assert publish(MOVED_BOTH).status == 0
