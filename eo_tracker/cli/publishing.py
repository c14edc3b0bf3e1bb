"""`publish` on the command line: who asks, what would be done, and doing it."""

from __future__ import annotations

import logging
import os
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from eo_tracker.calendar.caldav import Collection, ItemRejected, Login
from eo_tracker.calendar.export import Export
from eo_tracker.calendar.plan import Action, Deed, PublishOptions, plan_actions
from eo_tracker.cli.exporting import remark_left_out
from eo_tracker.cli.output import progress, remark, write_stdout
from eo_tracker.cli.parsing import address
from eo_tracker.errors import Misuse, TrackerError
from eo_tracker.text import one_line

USER, PASSWORD = "EO_TRACKER_CALDAV_USER", "EO_TRACKER_CALDAV_PASSWORD"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_DEEDS = {
    "create": "created",
    "update": "updated",
    "cancel": "cancelled",
    "delete": "deleted",
    "same": "unchanged",
    "refused": "refused by the server and left",
    "edited": "edited by somebody and left (--force overwrites)",
    "changed": "changed on the server meanwhile; run the command again",
}

_LEFT = ("same", "edited", "changed", "refused")


def login(url: str, environment: Mapping[str, str]) -> Login:
    """Who asks at this address: from the environment, a netrc file or the system's keyring.

    Raises Misuse.
    """
    parts = address(url, "--url")
    if parts.username or parts.password:
        raise Misuse(
            "--url: leave user and password out of the address; "
            f"put them into ${USER} and ${PASSWORD}, or a netrc file"
        )
    host = parts.hostname or ""
    if parts.scheme == "http" and host not in _LOOPBACK:
        raise Misuse("--url: the password would be sent for everybody to read; use https://")
    found = (
        _from_environment(environment)
        or _from_netrc(host, environment)
        or _from_keyring(host, environment)
    )
    if found is None:
        raise Misuse(
            f"no user is known for {host}: set ${USER} and ${PASSWORD}, "
            "or add it to ~/.netrc or the keyring"
        )
    return Login(url, *found)


def _from_environment(environment: Mapping[str, str]) -> tuple[str, str] | None:
    user, password = environment.get(USER), environment.get(PASSWORD)
    if user and password:
        return user, password
    return None


def _from_netrc(host: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    import netrc

    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises where there is no home
    file = environment.get("NETRC")
    if not file and Path(home).is_absolute():
        file = str(Path(home, ".netrc"))
    if not file:
        return None
    try:
        entry = netrc.netrc(file).authenticators(host)
    except FileNotFoundError:
        return None
    except Exception as error:  # noqa: BLE001 - the library reads what anybody may have written
        reason = getattr(error, "msg", None) or getattr(error, "strerror", None)
        raise Misuse(f"{file}: {reason or 'it cannot be read'}") from None
    if entry and entry[2]:
        return entry[0], entry[2]
    return None


def _from_keyring(host: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    try:
        import keyring
    except ImportError:
        return None
    try:
        found = keyring.get_credential(f"eo-tracker:{host}", environment.get(USER))
    except Exception as error:  # noqa: BLE001 - each system's keyring has faults of its own
        if type(error).__name__ == "NoKeyringError":
            return None
        raise Misuse(
            f"the keyring cannot be asked for {host} ({type(error).__name__}); "
            f"set ${USER} and ${PASSWORD}"
        ) from None
    return found and (found.username, found.password)


@contextmanager
def _quiet() -> Iterator[None]:
    """Nothing from the library's log: it would write a server's bytes, and tracebacks, to the
    terminal.
    """
    logging.disable()
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(logging.NOTSET)


@_quiet()
def publish(
    export: Export, login: Login, *, name: str | None, dry_run: bool, delete: bool, force: bool
) -> bool:
    """Bring the calendar up to date and say what was done.

    False if an entry was left as it is, because somebody changed it or the server refused it.
    """
    try:
        collection = Collection(login, name=name)
    except ModuleNotFoundError:
        raise TrackerError(
            "publish needs the caldav library: pip install 'eo-tracker[caldav]'"
        ) from None
    with collection:
        actions = _plan(export, collection, delete=delete, force=force)
        is_done = _show(actions, collection.url) if dry_run else _carry_out(collection, actions)
    remark_left_out(export, [action.uid for action in actions])
    return is_done


def _plan(export: Export, collection: Collection, *, delete: bool, force: bool) -> Sequence[Action]:
    tasks = export.item_options.tasks
    existing = collection.ours(tasks=tasks)
    old = {uid: entry.existing for uid, entry in existing.items() if not entry.is_damaged}
    wanted, kept = export.items(export.obligations), export.remaining_items(old)
    options = PublishOptions(tasks=tasks, delete=delete, force=force)
    return [*plan_actions(wanted, existing, kept, options)]


def _show(actions: Sequence[Action], url: str) -> bool:
    """Print what would be done; whether nothing would be left as it is."""
    for action in actions:
        if action.deed != "same":
            write_stdout(f"{action.deed:7}  {one_line(action.summary)}\n")
    _remark_counts(Counter(action.deed for action in actions), url, would="would be ")
    return all(action.deed != "edited" for action in actions)


def _carry_out(collection: Collection, actions: Sequence[Action]) -> bool:
    done: Counter[str] = Counter()
    try:
        for action in progress(actions, "Publishing", len(actions)):
            done[_done(collection, action)] += 1
    except TrackerError as error:
        _remark_counts(done, collection.url)
        raise TrackerError(
            f"{error}. Stopped after {done.total()} of {len(actions)}; run the command again "
            "to continue"
        ) from None
    _remark_counts(done, collection.url)
    return not (done["edited"] or done["changed"] or done["refused"])


def _done(collection: Collection, action: Action) -> Deed:
    """Carry an action out, and return what became of it.

    A server may refuse what others put into one entry; the rest goes on.
    """
    try:
        return action.deed if collection.do(action) else "changed"
    except ItemRejected:
        if action.target is None:
            raise
        return "refused"


def _remark_counts(done: Counter[str], url: str, would: str = "") -> None:
    counts = []
    for deed, word in _DEEDS.items():
        if done[deed]:
            done_or_not = word if deed in _LEFT else would + word
            counts.append(f"{done[deed]} {done_or_not}")
    remark(f"{url}: {', '.join(counts) or 'nothing to do'}.")
