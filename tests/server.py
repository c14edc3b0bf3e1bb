"""A real CalDAV server (Radicale) on loopback, with two users, for as long as a test needs it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import caldav

USERS = {"anna": "secret", "bob": "other"}


class Server:
    """Its address, and the calendar that both users' entries are in."""

    def __init__(self, url: str, clients: ExitStack) -> None:
        self.url, self._clients = url, clients
        self.calendar = str(self.client("anna").principal().make_calendar(name="Deadlines", cal_id="deadlines").url)

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
        return {str(each.icalendar_component["uid"]): each.icalendar_component for each in self.as_user().events()}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def radicale(folder: Path) -> Iterator[Server]:
    """Start it, wait until it answers, and stop it whatever happens."""
    users, rights, port = folder / "users", folder / "rights", free_port()
    users.write_text("".join(f"{name}:{password}\n" for name, password in USERS.items()), encoding="utf-8")
    # Both users write in one calendar, as the people of an office do.
    rights.write_text(
        "[root]\nuser: .+\ncollection:\npermissions: R\n[all]\nuser: .+\ncollection: .+\npermissions: RrWw\n", encoding="utf-8"
    )
    options = {
        "--server-hosts": f"127.0.0.1:{port}", "--auth-type": "htpasswd", "--auth-htpasswd-filename": users,
        "--auth-htpasswd-encryption": "plain", "--auth-delay": "0", "--rights-type": "from_file", "--rights-file": rights,
        "--storage-filesystem-folder": folder / "store", "--logging-level": "error",
    }  # fmt: skip
    command = [sys.executable, "-m", "radicale", *(str(part) for pair in options.items() for part in pair)]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
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
