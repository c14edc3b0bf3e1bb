"""A text from the sites that publish orders: over HTTPS, with a time limit and a size limit. The only thing here that goes out."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from http.client import HTTPException
from urllib.parse import urlsplit

from eo_tracker.extract.source import MAX_BYTES, Unreadable

HOSTS = ("federalregister.gov", "govinfo.gov", "whitehouse.gov", "bidenwhitehouse.archives.gov", "trumpwhitehouse.archives.gov")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECONDS = 30


class _Wary(urllib.request.HTTPRedirectHandler):
    """Follows only to where a text could have been asked for."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        try:
            checked(newurl)
        except Unreadable:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_address(text: str) -> bool:
    """Whether an argument is an address, not a file."""
    return text.startswith(("http://", "https://"))


def checked(url: str) -> str:
    """The address, if texts are fetched from there. Raises Unreadable."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Unreadable(f"it is no address ({error})") from None
    host = parts.hostname or ""
    if host in _LOOPBACK:
        return url
    if parts.scheme != "https":
        raise Unreadable("it is not fetched over https, so anyone on the way could change it")
    if not any(host == each or host.endswith(f".{each}") for each in HOSTS):
        raise Unreadable(f"texts are fetched from {', '.join(HOSTS[:3])} only; save the page, and give the file")
    return url


def fetch(url: str, *, seconds: float = SECONDS) -> bytes:
    """The bytes at an address. Raises Unreadable."""
    request = urllib.request.Request(
        checked(url), headers={"User-Agent": "eo-tracker", "Accept": "text/html, text/xml, text/plain, application/json"}
    )
    opener = urllib.request.build_opener(_Wary, urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    try:
        with opener.open(request, timeout=seconds) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        error.close()
        raise Unreadable(f"the server answered {error.code} {error.reason}") from None
    except TimeoutError:
        raise Unreadable(f"no answer within {seconds:g} seconds") from None
    except urllib.error.URLError as error:
        why = f"no answer within {seconds:g} seconds" if isinstance(error.reason, TimeoutError) else str(error.reason)
        raise Unreadable(f"it cannot be reached: {why}") from None
    except (OSError, HTTPException) as error:
        raise Unreadable(f"the connection broke ({type(error).__name__})") from None
    if len(data) > MAX_BYTES:
        raise Unreadable(f"it is larger than {MAX_BYTES // 2**20} MiB, which no order is")
    return data
