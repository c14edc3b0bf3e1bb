"""A real CalDAV server (Radicale) on loopback, with two users, for as long as a test needs it."""

from __future__ import annotations

import http.client
import http.server
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import caldav
from loopback import serving

USERS = {"anna": "secret", "bob": "other"}


class Server:
    """Its address, and the calendar that both users' entries are in."""

    def __init__(self, url: str, clients: ExitStack) -> None:
        self.url, self._clients = url, clients
        self.calendar = str(
            self.client("anna").principal().make_calendar(name="Deadlines", cal_id="deadlines").url
        )

    def client(self, name: str) -> Any:
        """A user's client, closed with the server."""
        make: Any = caldav.DAVClient
        made = make(self.url, username=name, password=USERS[name], timeout=10, enable_rfc6764=False)
        return self._clients.enter_context(made)

    def as_user(self, name: str = "anna") -> Any:
        """The calendar as a user's client sees it."""
        return self.client(name).calendar(url=self.calendar)

    def entries(self) -> dict[str, Any]:
        """Every event by UID."""
        return {
            str(each.icalendar_component["uid"]): each.icalendar_component
            for each in self.as_user().events()
        }


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def radicale(folder: Path) -> Iterator[Server]:
    """Start it, wait until it answers, and stop it whatever happens."""
    users, rights, port = folder / "users", folder / "rights", free_port()
    users.write_text(
        "".join(f"{name}:{password}\n" for name, password in USERS.items()), encoding="utf-8"
    )
    # Both users write in one calendar, as the people of an office do.
    rights.write_text(
        "[root]\nuser: .+\ncollection:\npermissions: R\n[all]\nuser: .+\ncollection: .+\npermissions: RrWw\n",
        encoding="utf-8",
    )
    options = {
        "--server-hosts": f"127.0.0.1:{port}",
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": users,
        "--auth-htpasswd-encryption": "plain",
        "--auth-delay": "0",
        "--rights-type": "from_file",
        "--rights-file": rights,
        "--storage-filesystem-folder": folder / "store",
        "--logging-level": "error",
    }
    command = [
        sys.executable,
        "-m",
        "radicale",
        *(str(part) for pair in options.items() for part in pair),
    ]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            _wait_for(port)
            with ExitStack() as clients:
                yield Server(f"http://127.0.0.1:{port}/", clients)
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the server does not start")


class Proxy(http.server.BaseHTTPRequestHandler):
    """Passes everything on to a server at `port`; `tags` says what becomes of its ETags: kept, weak, none, or gzip as Apache does.

    A weak tag never matches in If-Match (RFC 9110, 13.1.1). `before` is called before each request that writes; `altered`
    gives each answer as it is passed on.
    """

    port = 0
    tags = "kept"
    altered: Callable[[bytes], bytes] = staticmethod(lambda data: data)
    refuse: Callable[[str, str], int | None] = staticmethod(lambda method, path: None)
    before: Callable[[str, str], None] = staticmethod(lambda method, path: None)

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command in ("PUT", "DELETE"):
            self.before(self.command, self.path)
            if status := self.refuse(self.command, self.path):
                self._answer(status, {}, b"")
                return
        condition = self.headers.get("If-Match", "")
        if condition and self.tags != "kept":
            self._answer(412, {}, b"")
            return
        headers = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in ("host", "accept-encoding")
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        kept = {
            name: value
            for name, value in answer.getheaders()
            if name.lower() in ("content-type", "www-authenticate", "etag", "dav")
        }
        if self.tags == "weak":
            data = re.sub(rb'(getetag>)(&quot;|")', rb"\1W/\2", data)
        elif self.tags == "gzip":
            data = re.sub(rb'(&quot;|")(</\w*:?getetag>)', rb"-gzip\1\2", data)
        elif self.tags == "none":
            data = re.sub(rb"<\w*:?getetag>[^<]*</\w*:?getetag>", b"", data)
        data = self.altered(data)
        if self.tags != "kept":
            kept.pop("ETag", None)
        self._answer(answer.status, kept, data)

    def _answer(self, status: int, headers: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_DELETE = do_OPTIONS = do_PROPFIND = do_REPORT = _pass_on

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def proxy(server: Server, **behaviour: Any) -> Iterator[str]:
    """The address of the server's calendar through a proxy."""
    handler = type("Behaving", (Proxy,), {"port": urlsplit(server.url).port, **behaviour})
    with serving(handler) as port:
        yield server.calendar.replace(f":{urlsplit(server.url).port}/", f":{port}/")
