"""A text from the sites that publish orders: over HTTPS, with a time limit and a size limit. The only thing here that goes out."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from http.client import responses
from urllib.parse import quote, urlsplit

from eo_tracker import timeouts
from eo_tracker.extract.source import MAX_BYTES, Unreadable

HOSTS = (
    "federalregister.gov",
    "govinfo.gov",
    "whitehouse.gov",
    "bidenwhitehouse.archives.gov",
    "trumpwhitehouse.archives.gov",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PLAIN = "!#$%&'()*+,/:;=?@[]~"  # what has a meaning in an address, or is quoted already
_AWAY = (301, 302, 303, 307, 308)
SECONDS = 30


class _Wary(urllib.request.HTTPRedirectHandler):
    """Follows only to where a text could have been asked for."""

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:
            fp.close()
            raise Unreadable("the server sends on to what is no address") from None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        try:
            checked(newurl, by=req.full_url)
        except Unreadable:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(text: str) -> bool:
    """Whether an argument is an address, not a file; `HTTPS://` is one, too."""
    return text.lower().startswith(("http://", "https://"))


def quoted(url: str) -> str:
    """The address as it goes over the wire: its scheme in small letters, `é` and blanks as `%C3%A9` and `%20`. Raises Unreadable."""
    scheme, _, rest = url.partition("://")
    try:
        return f"{scheme.lower()}://{quote(rest, safe=_PLAIN)}"
    except ValueError:  # half a character
        raise Unreadable("it is not an address (it holds what is not text)") from None


def checked(url: str, *, by: str | None = None) -> str:
    """The address, if texts are fetched from there; this machine's own only if the user, not a server, sends there. Raises Unreadable."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Unreadable(f"it is no address ({error})") from None
    if port == 0 or "@" in parts.netloc:
        raise Unreadable("it is not a plain address: no user and no port 0 belong in it")
    if host in _LOOPBACK and is_address(url) and (by is None or urlsplit(by).hostname in _LOOPBACK):
        return url
    if parts.scheme != "https":
        raise Unreadable("it is not fetched over https, so anyone on the way could change it")
    if not any(host == each or host.endswith(f".{each}") for each in HOSTS):
        raise Unreadable(
            f"texts are fetched from {', '.join(HOSTS[:3])} only; save the page, and give the file"
        )
    return url


def fetch(url: str, *, seconds: float = SECONDS) -> bytes:
    """The bytes at an address, whole within so many seconds. Raises Unreadable."""
    try:
        return timeouts.run(seconds, lambda: _fetched(url, seconds))
    except TimeoutError:
        raise Unreadable(f"no whole answer within {seconds:g} seconds") from None


def _fetched(url: str, seconds: float) -> bytes:
    request = urllib.request.Request(
        checked(quoted(url)),
        headers={
            "User-Agent": "eo-tracker",
            "Accept": "text/html, text/xml, text/plain, application/json",
        },
    )
    opener = urllib.request.build_opener(
        _Wary, urllib.request.HTTPSHandler(context=ssl.create_default_context())
    )
    try:
        with opener.open(request, timeout=seconds) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
            missing = getattr(answer, "length", None)  # what the server announced and did not send
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _AWAY:
            raise Unreadable("the server sends on, and on again, to no text") from None
        raise Unreadable(
            f"the server answered {error.code} {responses.get(error.code, '')}".rstrip()
        ) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise error.reason from None
        raise Unreadable(f"it cannot be reached: {error.reason}") from None
    except TimeoutError:
        raise
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - a network library meets a bad answer with whatever its own code runs into
        raise Unreadable(f"the connection broke ({type(error).__name__})") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"it is larger than {MAX_BYTES // 2**20} MiB, which no order is")
    if missing:
        raise Unreadable(f"the connection broke before the end: {missing:,} bytes are missing")
    return data
