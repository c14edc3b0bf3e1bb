"""A CalDAV collection kept in step: what it has of ours, what is to be done, and doing it, one conditional request for each item.

Nothing is remembered on this machine. What we wrote bears a digest of itself (X-EO-TRACKER-DIGEST), so that an item that somebody
edited since is told apart from one that is merely old.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import quote, urlsplit

from icalendar import Calendar, Component

from eo_tracker.calendar.items import DOMAIN, Item
from eo_tracker.calendar.memory import Old, called_off
from eo_tracker.calendar.text import as_bytes, component, is_whole, stamp_of, tidied, whole
from eo_tracker.errors import TrackerError
from eo_tracker.patience import within

Deed = Literal["create", "update", "cancel", "delete", "same", "edited"]
SECONDS = 30  # without a byte
SECONDS_IN_ALL = 120  # for one answer
MAX_BYTES = 64 * 1024 * 1024
_DIGEST = "X-EO-TRACKER-DIGEST"
# Servers and programs put these in or change them by themselves.
_NOISE = ("DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE", "UID", "PRODID", "CLASS", "PRIORITY")
_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}


class Refused(TrackerError):
    """A server that cannot be reached, does not let us in, or is no calendar."""


class Login(NamedTuple):
    """Where the collection is, and who asks."""

    url: str
    user: str
    password: str


@dataclass(frozen=True)
class Action:
    """What is to be done with one item; `href` and `etag` are those of the server's copy."""

    deed: Deed
    uid: str
    summary: str
    data: bytes = b""
    href: str | None = None
    etag: str | None = None


class There(NamedTuple):
    """The server's copy of an item."""

    old: Old
    href: str
    etag: str | None

    @property
    def is_edited(self) -> bool:
        """Whether somebody changed it after we wrote it."""
        return str(self.old.component.get(_DIGEST, "")) != digest(self.old.component)

    @property
    def is_damaged(self) -> bool:
        """Whether somebody took from it what is needed to change it or call it off."""
        return not is_whole(self.old.component)


class Collection:
    """A calendar on a server. Raises Refused for whatever the server or the way to it refuses."""

    def __init__(self, login: Login, *, name: str | None = None) -> None:
        from caldav.davclient import DAVClient

        with _asking(login.url):
            make: Any = DAVClient
            self._client = make(
                login.url, username=login.user, password=login.password, timeout=SECONDS, enable_rfc6764=False, ssl_verify_cert=True
            )
            self._client.session.request = _bounded(self._client.session.request)
            try:
                self._calendar = self._named(name) if name is not None else self._client.calendar(url=login.url)
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
            raise Refused(f"--calendar: there is no calendar called {name!r}; there are {known}")
        return calendars[name]

    def ours(self, *, tasks: bool) -> dict[str, There]:
        """What the collection has of ours, by UID."""
        found: dict[str, There] = {}
        with _asking(self.url):
            for each in self._calendar.todos(include_completed=True) if tasks else self._calendar.events():
                data = each.data.encode() if isinstance(each.data, str) else each.data
                if f"@{DOMAIN}".encode() in data:
                    found |= {uid: There(old, str(each.url), each.etag) for uid, old in _ours_in(data)}
        return found

    def do(self, action: Action) -> bool:
        """Carry the action out; False if the item was changed on the server meanwhile."""
        unchanged = {"If-Match": action.etag} if action.etag else {}
        match action.deed:
            case "same" | "edited":
                return True
            case "delete":
                return self._request("DELETE", action.href or "", unchanged)
            case "create":
                address = f"{self.url.rstrip('/')}/{quote(action.uid.partition('@')[0])}.ics"
                return self._request("PUT", address, {**_TYPE, "If-None-Match": "*"}, action.data)
            case _:
                return self._request("PUT", action.href or "", {**_TYPE, **unchanged}, action.data)

    def _request(self, method: str, url: str, headers: Mapping[str, str], data: bytes = b"") -> bool:
        with _asking(url):
            status = int(self._client.request(url, method, data.decode(), headers).status)
        if status == 412:
            return False
        if status == 409:
            raise Refused(f"{_host(url)} answered 409: another calendar of yours has this item already; delete it there, or publish there")
        if status >= 400 and not (status == 404 and method == "DELETE"):
            raise Refused(_said(status, _host(url)))
        return True


def _bounded(request: Callable[..., Any]) -> Callable[..., Any]:
    """The library's way to ask, with an end: it would take answers of any size, and packed ones a thousand times as large."""

    def whole(*args: Any, **options: Any) -> Any:
        return request(*args, **options, stream=True, hooks={"response": [_read]})

    return lambda *args, **options: within(SECONDS_IN_ALL, lambda: whole(*args, **options))


def _read(answer: Any, **_: object) -> None:
    body = bytearray()
    for piece in answer.iter_content(64 * 1024):
        body += piece
        if len(body) > MAX_BYTES:
            answer.close()
            raise Refused(f"{_host(answer.url)} answers with more than {MAX_BYTES // 2**20} MiB; publish into a calendar of its own")
    answer._content = bytes(body)  # noqa: SLF001 - so that `content` is what was read


@contextmanager
def _asking(url: str) -> Iterator[None]:
    """Say what goes wrong while a server is asked in one sentence, with what to do about it."""
    from caldav.lib.error import AuthorizationError, DAVError, NotFoundError

    host = _host(url)
    try:
        yield
    except AuthorizationError as error:
        raise Refused(_said(403 if "orbidden" in str(error.reason) else 401, host)) from None
    except NotFoundError:
        raise Refused(_said(404, host)) from None
    except OSError as error:
        raise Refused(f"{host} cannot be reached: {_why(error)}") from None
    except (DAVError, AttributeError, LookupError, TypeError, ValueError, SyntaxError, RuntimeError) as error:
        # The library trips over answers that are no WebDAV in many ways.
        raise Refused(f"{host} does not answer as a CalDAV server does ({type(error).__name__})") from None


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
    slow = f"no answer within {SECONDS} seconds"
    signs = {
        "not whole": f"no whole answer within {SECONDS_IN_ALL} seconds", "resolve": "the name does not resolve",
        "timed out": slow, "timeout": slow, "certificate": "its certificate is not trusted",
        "refused": "the connection was refused",
    }  # fmt: skip
    for sign, meaning in signs.items():
        if sign in text:
            return meaning
    return "the connection broke"


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url


def _ours_in(data: bytes) -> Iterator[tuple[str, Old]]:
    for each in Calendar.from_ical(data).walk():
        if each.name in ("VEVENT", "VTODO") and str(each.get("uid", "")).endswith(f"@{DOMAIN}"):
            yield str(each["uid"]), Old(b"", tidied(each))


def digest(entry: Component) -> str:
    """What an item says, in a word: every property but those that servers touch by themselves, and its alarms."""
    said = hashlib.sha256()
    for part in (entry, *sorted(entry.subcomponents, key=lambda each: str(each.get("trigger", "")))):
        for name, value in sorted((name, value) for name, value in part.items() if name not in _NOISE and not name.startswith("X-")):
            values = value if isinstance(value, list) else [value]
            text = "\n".join(each.to_ical().decode() if hasattr(each, "to_ical") else str(each) for each in values)
            said.update(f"{part.name}\0{name}\0{text}\0".encode())
    return said.hexdigest()[:32]


def plan(
    wanted: Iterable[Item],
    there: Mapping[str, There],
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
        items[uid] = kept[uid] if uid in kept else called_off(there[uid].old, "it is no longer in the catalog")
    for uid in sorted(damaged.keys() - kept.keys()):
        yield Action("edited", uid, str(damaged[uid].old.component.get("summary", uid)))
    for uid, item in sorted(items.items()):
        if item is not None:
            yield _action(item, there.get(uid), task=tasks, delete=delete, force=force)


def _action(item: Item, there: There | None, *, task: bool, delete: bool, force: bool) -> Action:
    if there is None:
        return Action("create", item.uid, item.summary, _data(item, task=task))
    old = there.old
    same = digest(component(old.again(item), task=task)) == digest(old.component) or (item.cancelled and old.is_cancelled)
    if same and not (delete and item.cancelled):
        return Action("same", item.uid, item.summary)
    if there.is_edited and not force:
        return Action("edited", item.uid, item.summary, href=there.href, etag=there.etag)
    if item.cancelled and delete:
        return Action("delete", item.uid, item.summary, href=there.href, etag=there.etag)
    newer = replace(item, sequence=old.sequence + 1, stamp=max(item.stamp, stamp_of(old.component) + timedelta(seconds=1)))
    return Action("cancel" if item.cancelled else "update", item.uid, item.summary, _data(newer, task=task), there.href, there.etag)


def _data(item: Item, *, task: bool) -> bytes:
    made = component(item, task=task)
    made.add(_DIGEST, digest(made))
    return whole([as_bytes(made)], None)
