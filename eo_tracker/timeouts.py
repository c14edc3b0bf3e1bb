"""A limit of time on a whole piece of work.

A server that sends a byte a minute keeps every limit of its connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

_T = TypeVar("_T")


def run(seconds: float, work: Callable[[], _T]) -> _T:
    """What `work` returns or raises, if it does so in time; else TimeoutError.

    What is late is left to end with the process.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def work_in_thread() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            failed.append(error)

    worker = threading.Thread(target=work_in_thread, daemon=True)
    worker.start()
    worker.join(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise TimeoutError(f"timed out: not whole within {seconds:g} seconds")
    return done[0]
