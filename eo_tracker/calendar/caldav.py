"""A CalDAV collection kept in step: what it has of ours, what is to be done, and doing it, one conditional request for each item.

Nothing is remembered on this machine. What we wrote bears a digest of itself (X-EO-TRACKER-DIGEST), so that an item that somebody
edited since is told apart from one that is merely old.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import quote, urlsplit

from icalendar import Component, Event, vText

from eo_tracker.calendar.items import DOMAIN, Item
from eo_tracker.calendar.merge import ExistingItem, cancel_existing
from eo_tracker.calendar.parsing import Parsed, UnreadableCalendar, is_ours, own_uids, parse_entries
from eo_tracker.calendar.rfc5545 import (
    as_bytes,
    calendar_bytes,
    carry_over,
    component,
    has_repeats,
    is_whole,
    own_alarms,
    own_properties,
    stamp_of,
    without_repeats,
)
from eo_tracker.errors import TrackerError
from eo_tracker.patience import within

Deed = Literal["create", "update", "cancel", "delete", "same", "edited", "changed", "refused"]
SILENCE_SECONDS = 30  # without a byte
TOTAL_SECONDS = 120  # for one answer
MAX_RESPONSE_BYTES = 64 * 1024 * 1024
_DIGEST = "X-EO-TRACKER-DIGEST"
_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}


class CalDavError(TrackerError):
    """A server that cannot be reached, does not let us in, or is no calendar."""


class ItemRejected(CalDavError):
    """An item that a server does not take as it is; others may be."""


class Login(NamedTuple):
    """Where the collection is, and who asks."""

    url: str
    user: str
    password: str


@dataclass(frozen=True)
class Action:
    """What is to be done with one item; `there` is the server's copy. (changed: somebody wrote it between reading and writing.)"""

    deed: Deed
    uid: str
    summary: str
    data: bytes = b""
    there: ServerItem | None = None


class ServerItem(NamedTuple):
    """The server's copy of an item: `state` is what its whole resource says, `more` what else is in it.

    `is_odd`: it says something twice, or in a way that cannot be read, so that a new version could not keep all of it.
    """

    old: ExistingItem
    href: str
    etag: str | None
    state: str = ""
    more: tuple[Component, ...] = ()
    is_odd: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed what we wrote. (What others only added is not ours to judge.)"""
        return self.is_odd or str(self.old.component.get(_DIGEST, "")) != digest(self.old.component)

    @property
    def is_damaged(self) -> bool:
        """Whether somebody took from it what is needed to change it or call it off."""
        return not is_whole(self.old.component)


class Collection:
    """A calendar on a server. Raises CalDavError for whatever the server or the way to it refuses."""

    def __init__(self, login: Login, *, name: str | None = None) -> None:
        from caldav.davclient import DAVClient

        with _asking(login.url):
            make: Any = DAVClient
            self._client = make(
                login.url,
                username=login.user,
                password=login.password,
                timeout=SILENCE_SECONDS,
                enable_rfc6764=False,
                ssl_verify_cert=True,
            )
            self._client.session.request = _bounded(self._client.session.request)
            try:
                self._calendar = (
                    self._named(name) if name is not None else self._client.calendar(url=login.url)
                )
            except BaseException:
                self._client.close()
                raise
            self.url = str(self._calendar.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _named(self, name: str) -> Any:
        calendars = {each.get_display_name(): each for each in self._client.principal().calendars()}
        if name not in calendars:
            known = ", ".join(sorted(filter(None, calendars))) or "none at all"
            raise CalDavError(
                f"--calendar: there is no calendar called {name!r}; there are {known}"
            )
        return calendars[name]

    def ours(self, *, tasks: bool) -> dict[str, ServerItem]:
        """What the collection has of ours, by UID."""
        found: dict[str, ServerItem] = {}
        with _asking(self.url):
            for each in (
                self._calendar.todos(include_completed=True) if tasks else self._calendar.events()
            ):
                data = _bytes(each.data)
                if f"@{DOMAIN}".encode() in data:
                    found |= {
                        str(there.old.component["uid"]): there
                        for there in _ours_in(data, str(each.url), each.etag)
                    }
        return found

    def do(self, action: Action) -> bool:
        """Carry the action out; False if the item was changed on the server meanwhile."""
        match action.deed:
            case "same" | "edited" | "changed" | "refused":
                return True
            case "create":
                address = f"{self.url.rstrip('/')}/{quote(action.uid.partition('@')[0])}.ics"
                return self._request("PUT", address, {**_TYPE, "If-None-Match": "*"}, action.data)
            case "delete":
                return self._change("DELETE", action, {})
            case _:
                return self._change("PUT", action, _TYPE)

    def _change(self, method: str, action: Action, headers: Mapping[str, str]) -> bool:
        """Change an item if it still is what was read.

        A weak ETag never matches (RFC 9110, 13.1.1), and some proxies alter strong ones on the way; then the item is read once more.
        """
        assert action.there is not None
        href, etag = action.there.href, action.there.etag
        if (
            etag
            and not etag.startswith("W/")
            and self._request(method, href, {**headers, "If-Match": etag}, action.data)
        ):
            return True
        return self._state_now(href) == action.there.state and self._request(
            method, href, headers, action.data
        )

    def _state_now(self, href: str) -> str | None:
        """What the resource says now; None when it is gone."""
        import caldav
        from caldav.lib.error import NotFoundError

        with _asking(href):
            make: Any = caldav.Event
            try:
                return _state(
                    _bytes(make(client=self._client, url=href, parent=self._calendar).load().data)
                )
            except NotFoundError:
                return None

    def _request(
        self, method: str, url: str, headers: Mapping[str, str], data: bytes = b""
    ) -> bool:
        with _asking(url):
            status = int(self._client.request(url, method, data.decode(), headers).status)
        if status == 412:
            return False
        if status == 409:
            raise CalDavError(
                f"{_host(url)} answered 409: another calendar of yours has this item already; delete it there, or publish there"
            )
        if method == "PUT" and status in (400, 415, 422):
            raise ItemRejected(f"{_host(url)} answered {status}: it does not take this item")
        if status >= 400 and not (status == 404 and method == "DELETE"):
            raise CalDavError(_said(status, _host(url)))
        return True


def _bounded(request: Callable[..., Any]) -> Callable[..., Any]:
    """The library's way to ask, with an end: it would take answers of any size, and packed ones a thousand times as large."""

    def whole(*args: Any, **options: Any) -> Any:
        return request(*args, **options, stream=True, hooks={"response": [_read]})

    return lambda *args, **options: within(TOTAL_SECONDS, lambda: whole(*args, **options))


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


def _read(answer: Any, **_: object) -> None:
    body = bytearray()
    for piece in answer.iter_content(64 * 1024):
        body += piece
        if len(body) > MAX_RESPONSE_BYTES:
            answer.close()
            raise CalDavError(
                f"{_host(answer.url)} answers with more than {MAX_RESPONSE_BYTES // 2**20} MiB; publish into a calendar of its own"
            )
    if _has_document_type(bytes(body)):
        if answer.status_code < 400:
            raise CalDavError(
                f"{_host(answer.url)} answers with a document type, as no CalDAV server does; it was refused"
            )
        body.clear()  # a page for people; the status says it all
    answer._content = bytes(body)  # noqa: SLF001 - so that `content` is what was read


class _Begun(Exception):
    """The first element of XML was reached."""


class _Head:
    """Hears what stands before the first element."""

    has_document_type = False

    def doctype(self, *_: object) -> None:
        self.has_document_type = True

    def start(self, *_: object) -> None:
        raise _Begun

    def close(self) -> None:
        pass


def _has_document_type(body: bytes) -> bool:
    """Whether XML declares a document type, and with it entities perhaps; told by the parser that reads the answer later."""
    from lxml import etree

    head = _Head()
    with suppress(_Begun, etree.LxmlError, ValueError):
        parser = etree.XMLParser(target=head, resolve_entities=False, no_network=True)
        parser.feed(body)
        parser.close()
    return head.has_document_type


@contextmanager
def _asking(url: str) -> Iterator[None]:
    """Say what goes wrong while a server is asked in one sentence, with what to do about it."""
    from caldav.lib.error import AuthorizationError, NotFoundError

    host = _host(url)
    try:
        yield
    except AuthorizationError as error:
        raise CalDavError(_said(403 if "orbidden" in str(error.reason) else 401, host)) from None
    except NotFoundError:
        raise CalDavError(_said(404, host)) from None
    except OSError as error:
        raise CalDavError(f"{host} cannot be reached: {_why(error)}") from None
    except TrackerError:
        raise
    except Exception as error:  # noqa: BLE001 - the library trips over answers that are not WebDAV in many ways
        raise CalDavError(
            f"{host} does not answer as a CalDAV server does ({type(error).__name__})"
        ) from None


def _said(status: int, host: str) -> str:
    reasons = {
        401: "user or password are wrong (iCloud, Fastmail and Nextcloud want an app password)",
        403: "this user may not do that",
        404: "there is no calendar at this address",
        507: "the server's storage is full",
    }
    return f"{host} answered {status}: {reasons.get(status, 'the server has a fault of its own; try again later')}"


def _why(error: OSError) -> str:
    text = str(error).lower()
    slow = f"no answer within {SILENCE_SECONDS} seconds"
    signs = {
        "not whole": f"no whole answer within {TOTAL_SECONDS} seconds",
        "resolve": "the name does not resolve",
        "timed out": slow,
        "timeout": slow,
        "certificate": "its certificate is not trusted",
        "refused": "the connection was refused",
    }
    for sign, meaning in signs.items():
        if sign in text:
            return meaning
    return "the connection broke"


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url


def _ours_in(data: bytes, href: str, etag: str | None) -> Iterator[ServerItem]:
    try:
        found = parse_entries(data)
    except UnreadableCalendar:
        found = Parsed((), broken=tuple(own_uids(data)), rescued=True)
    own = [each for each in found.entries if is_ours(each)]
    others = tuple(each for each in found.entries if not is_ours(each))
    is_odd = found.rescued or len(own) > 1 or bool(others)
    for each in own:
        odd = is_odd or has_repeats(each) or not _can_be_told(each)
        yield ServerItem(
            ExistingItem(b"", without_repeats(each)), href, etag, _state(data), found.more, odd
        )
    for uid in found.broken:
        yield ServerItem(ExistingItem(b"", _only(uid)), href, etag, _state(data), is_odd=True)


def _only(uid: str) -> Component:
    """What is known of an item that cannot be read."""
    entry = Event()
    entry.add("uid", uid)
    return entry


def _can_be_told(entry: Component) -> bool:
    try:
        digest(entry)
        as_bytes(entry)
    except Exception:  # noqa: BLE001 - values that were read, but cannot be written
        return False
    return True


def _state(data: bytes) -> str:
    """What a resource says, whatever the order of its lines; some servers stamp it anew each time that they are asked."""
    lines = re.sub(rb"\r?\n[ \t]", b"", data).splitlines()
    kept = sorted(
        line
        for line in lines
        if line.strip() and not line.upper().startswith((b"DTSTAMP", b"LAST-MODIFIED"))
    )
    return hashlib.sha256(b"\n".join(kept)).hexdigest()


def digest(entry: Component, *, alarms: bool = True) -> str:
    """What an item says of what we wrote, in a word, with its alarms of ours; what others added does not count."""
    told = hashlib.sha256()
    inside = own_alarms(entry) if alarms else []
    for part in (entry, *sorted(inside, key=lambda each: str(each.get("trigger", "")))):
        for name in sorted(own_properties(part) & set(part)):
            value: Any = part[name]
            values = value if isinstance(value, list) else [value]
            text = "\n".join(
                each.to_ical().decode() if hasattr(each, "to_ical") else str(each)
                for each in values
            )
            text += "".join(_otherwise_meant(each, task=entry.name == "VTODO") for each in values)
            told.update(f"{part.name}\0{name}\0{text}\0".encode())
    return told.hexdigest()[:32]


def _otherwise_meant(value: Any, *, task: bool) -> str:
    """The parameter that makes a value mean something else than what was written, another time or text, if somebody set one."""
    parameters = getattr(value, "params", {})
    for name in ("TZID", "ALTREP"):
        if name in parameters:
            return f";{name}={parameters[name]}"
    related = str(parameters.get("RELATED", "END" if task else "START")).upper()
    return "" if related == ("END" if task else "START") else f";RELATED={related}"


def plan(
    wanted: Iterable[Item],
    there: Mapping[str, ServerItem],
    kept: Mapping[str, Item | None],
    *,
    tasks: bool = False,
    delete: bool = False,
    force: bool = False,
) -> Iterator[Action]:
    """What is to be done so that the collection says what the catalog says, by UID.

    Items of ours that are not wanted now stay as long as they are in `kept`, what the catalog still gives; else they are called off,
    or deleted. What somebody edited is left, unless `force` is given.
    """
    items: dict[str, Item | None] = {each.uid: each for each in wanted}
    damaged = {uid: each for uid, each in there.items() if each.is_damaged and uid not in items}
    for uid in there.keys() - items.keys() - damaged.keys():
        items[uid] = (
            kept[uid]
            if uid in kept
            else cancel_existing(there[uid].old, "it is no longer in the catalog")
        )
    for uid in sorted(damaged.keys() - kept.keys()):
        yield Action("edited", uid, str(damaged[uid].old.component.get("summary", uid)))
    for uid, item in sorted(items.items()):
        if item is not None:
            yield _action(item, there.get(uid), task=tasks, delete=delete, force=force)


def _action(
    item: Item, there: ServerItem | None, *, task: bool, delete: bool, force: bool
) -> Action:
    if there is None:
        return Action("create", item.uid, item.summary, _data(item, task=task))
    old = there.old
    alarms = (
        not item.behind
    )  # what passes is not changed by that: its alarms stay until something else of it changes
    now, before = component(old.again(item), task=task), old.component
    same = digest(now, alarms=alarms) == digest(before, alarms=alarms) or (
        item.cancelled and old.is_cancelled
    )
    if same and not there.is_odd and not (delete and item.cancelled):
        return Action("same", item.uid, item.summary)
    if there.is_edited and not force:
        return Action("edited", item.uid, item.summary)
    if item.cancelled and delete:
        return Action("delete", item.uid, item.summary, there=there)
    newer = replace(
        item,
        sequence=old.sequence + 1,
        stamp=max(item.stamp, stamp_of(old.component) + timedelta(seconds=1)),
    )
    return Action(
        "cancel" if item.cancelled else "update",
        item.uid,
        item.summary,
        _data(newer, there, task=task),
        there,
    )


def _data(item: Item, there: ServerItem | None = None, *, task: bool) -> bytes:
    made = component(item, task=task)
    if there:
        carry_over(there.old.component, made)
    made[_DIGEST] = vText(digest(made))
    data = as_bytes(made)
    return calendar_bytes(
        [
            *(as_bytes(each) for each in (there.more if there else ()) if _is_needed(each, data)),
            data,
        ],
        None,
    )


def _is_needed(beside: Component, item: bytes) -> bool:
    """Whether what stands beside an item is to stay there: a time zone only if something in the item refers to it."""
    name = str(beside.get("tzid", ""))
    return beside.name != "VTIMEZONE" or (
        bool(name) and name.encode() in item.replace(b"\r\n ", b"")
    )
