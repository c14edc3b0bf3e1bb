"""A CalDAV collection on a server: what it has of ours, and one conditional request for each item.

The only door for caldav, the library of the same name.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple, NoReturn, Self
from urllib.parse import quote, urlsplit

from eo_tracker import timeouts
from eo_tracker.calendar.items import DOMAIN
from eo_tracker.calendar.plan import Action, ServerItem, resource_state, server_items
from eo_tracker.errors import TrackerError

SILENCE_SECONDS = 30  # without a byte
TOTAL_SECONDS = 120  # for one answer
MAX_RESPONSE_BYTES = 64 * 1024 * 1024
_CALENDAR_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}
_PIECE = 64 * 1024
_STATUSES = {
    401: "user or password are wrong (iCloud, Fastmail and Nextcloud want an app password)",
    403: "this user may not do that",
    404: "there is no calendar at this address",
    507: "the server's storage is full",
}
_OTHER_STATUS = "the server has a fault of its own; try again later"


class CalDavError(TrackerError):
    """A server that cannot be reached, does not let us in, or is not a calendar."""


class ItemRejected(CalDavError):
    """An item that a server does not take as it is; others may be."""


class Login(NamedTuple):
    """Where the collection is, and who asks."""

    url: str
    user: str
    password: str


class Collection:
    """A calendar on a server. Raises CalDavError for whatever goes wrong on the way to it."""

    def __init__(self, login: Login, *, name: str | None = None) -> None:
        with _translated_errors(login.url):
            self._client = _client(login)
            try:
                self._calendar = self._find(login.url, name)
            except BaseException:
                self._client.close()
                raise
            self.url = str(self._calendar.url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def _find(self, url: str, name: str | None) -> Any:
        """The calendar at the address, or the one of this name on the server."""
        if name is None:
            return self._client.calendar(url=url)
        found = self._client.principal().calendars()
        calendars = {calendar.get_display_name(): calendar for calendar in found}
        if name in calendars:
            return calendars[name]
        names = ", ".join(sorted(filter(None, calendars))) or "none at all"
        raise CalDavError(f"--calendar: there is no calendar named {name!r}; there are {names}")

    def ours(self, *, tasks: bool) -> dict[str, ServerItem]:
        """What the collection has of ours, by UID."""
        items: dict[str, ServerItem] = {}
        with _translated_errors(self.url):
            for resource in self._resources(tasks=tasks):
                data = _bytes(resource.data)
                if f"@{DOMAIN}".encode() not in data:
                    continue
                for item in server_items(data, str(resource.url), resource.etag):
                    items[item.uid] = item
        return items

    def _resources(self, *, tasks: bool) -> Any:
        if tasks:
            return self._calendar.todos(include_completed=True)
        return self._calendar.events()

    def do(self, action: Action) -> bool:
        """Carry the action out; False if the item was changed on the server meanwhile."""
        match action.deed:
            case "same" | "edited" | "changed" | "refused":
                return True
            case "create":
                return self._create(action)
            case "delete":
                return self._change("DELETE", action, {})
            case _:
                return self._change("PUT", action, _CALENDAR_TYPE)

    def _create(self, action: Action) -> bool:
        name = quote(action.uid.partition("@")[0])
        address = f"{self.url.rstrip('/')}/{name}.ics"
        headers = {**_CALENDAR_TYPE, "If-None-Match": "*"}
        return self._request("PUT", address, headers, action.data)

    def _change(self, method: str, action: Action, headers: Mapping[str, str]) -> bool:
        """Change an item if it still is what was read.

        A weak ETag never matches (RFC 9110, 13.1.1), and some proxies alter strong ones on the way;
        then the item is read once more.
        """
        assert action.target is not None
        href, etag = action.target.href, action.target.etag
        if etag and not etag.startswith("W/"):
            condition = {**headers, "If-Match": etag}
            if self._request(method, href, condition, action.data):
                return True
        if self._state_now(href) != action.target.state:
            return False
        return self._request(method, href, headers, action.data)

    def _state_now(self, href: str) -> str | None:
        """What the resource says now; None when it is gone."""
        import caldav
        from caldav.lib.error import NotFoundError

        make: Any = caldav.Event
        with _translated_errors(href):
            resource = make(client=self._client, url=href, parent=self._calendar)
            try:
                return resource_state(_bytes(resource.load().data))
            except NotFoundError:
                return None

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        data: bytes = b"",
    ) -> bool:
        """Whether the server did it; False where the condition in the headers does not hold."""
        with _translated_errors(url):
            response = self._client.request(url, method, data.decode(), headers)
            status = int(response.status)
        if status == 412:
            return False
        if status == 404 and method == "DELETE":
            return True
        if status >= 400:
            _refuse(status, method, _host(url))
        return True


def _refuse(status: int, method: str, host: str) -> NoReturn:
    if status == 409:
        raise CalDavError(
            f"{host} answered 409: another calendar of yours has this item already; "
            "delete it there, or publish there"
        )
    if method == "PUT" and status in (400, 415, 422):
        raise ItemRejected(f"{host} answered {status}: it does not take this item")
    raise CalDavError(_http_message(status, host))


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data


# the library's client, with limits


def _client(login: Login) -> Any:
    from caldav.davclient import DAVClient

    make: Any = DAVClient
    client = make(
        login.url,
        username=login.user,
        password=login.password,
        timeout=SILENCE_SECONDS,
        enable_rfc6764=False,
        ssl_verify_cert=True,
    )
    client.session.request = _with_limits(client.session.request)
    return client


def _with_limits(request: Callable[..., Any]) -> Callable[..., Any]:
    """The library's way to ask, with an end.

    It would take answers of any size, and packed ones a thousand times as large.
    """

    def whole(*args: Any, **options: Any) -> Any:
        hooks = {"response": [_read_response]}
        return request(*args, **options, stream=True, hooks=hooks)

    def in_time(*args: Any, **options: Any) -> Any:
        return timeouts.run(TOTAL_SECONDS, lambda: whole(*args, **options))

    return in_time


def _read_response(response: Any, **_: object) -> None:
    """Read the body of a response, so much and no more, and without entities."""
    host = _host(response.url)
    body = bytearray()
    for piece in response.iter_content(_PIECE):
        body += piece
        if len(body) > MAX_RESPONSE_BYTES:
            response.close()
            raise CalDavError(
                f"{host} answers with more than {MAX_RESPONSE_BYTES // 2**20} MiB; "
                "publish into a calendar of its own"
            )
    if _has_document_type(bytes(body)):
        if response.status_code < 400:
            raise CalDavError(
                f"{host} answers with a document type, as no CalDAV server does; it was refused"
            )
        body.clear()  # a page for people; the status says it all
    response._content = bytes(body)  # noqa: SLF001 - so that `content` is what was read


class _FirstElement(Exception):
    """The first element of XML was reached; reading ends there."""


class _Prolog:
    """Hears what is before the first element."""

    has_document_type = False

    def doctype(self, *_: object) -> None:
        self.has_document_type = True

    def start(self, *_: object) -> None:
        raise _FirstElement

    def close(self) -> None:
        pass


def _has_document_type(body: bytes) -> bool:
    """Whether XML declares a document type, and with it entities perhaps.

    The parser that reads the answer later decides.
    """
    from lxml import etree

    prolog = _Prolog()
    with suppress(_FirstElement, etree.LxmlError, ValueError):
        parser = etree.XMLParser(target=prolog, resolve_entities=False, no_network=True)
        parser.feed(body)
        parser.close()
    return prolog.has_document_type


# what went wrong, in a sentence


@contextmanager
def _translated_errors(url: str) -> Iterator[None]:
    """Say what goes wrong while a server is asked in one sentence, with what to do about it."""
    from caldav.lib.error import AuthorizationError, NotFoundError

    host = _host(url)
    try:
        yield
    except AuthorizationError as error:
        status = 403 if error.status == 403 else 401
        raise CalDavError(_http_message(status, host)) from None
    except NotFoundError:
        raise CalDavError(_http_message(404, host)) from None
    except OSError as error:
        raise CalDavError(f"{host} cannot be reached: {_network_message(error)}") from None
    except TrackerError:
        raise
    except Exception as error:  # noqa: BLE001 - the library trips in many ways over what is not WebDAV
        name = type(error).__name__
        raise CalDavError(f"{host} does not answer as a CalDAV server does ({name})") from None


def _http_message(status: int, host: str) -> str:
    return f"{host} answered {status}: {_STATUSES.get(status, _OTHER_STATUS)}"


def _network_message(error: OSError) -> str:
    """Why a server cannot be reached: the error of the standard library below the libraries'."""
    if isinstance(error, TimeoutError):
        return f"no whole answer within {TOTAL_SECONDS} seconds"
    for cause in _causes(error):
        match cause:
            case socket.gaierror():
                return "the name does not resolve"
            case ssl.SSLCertVerificationError():
                return "its certificate is not trusted"
            case ConnectionRefusedError():
                return "the connection was refused"
            case TimeoutError():
                return f"no answer within {SILENCE_SECONDS} seconds"
    return "the connection broke"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors that an error was raised for, one for the other."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url
