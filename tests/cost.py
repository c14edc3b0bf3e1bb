"""What work costs, against a fixed piece of work that is measured in the same process: no clock of
its own decides a test.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

# One million additions; some 40 ms on a machine of 2024, more wherever everything else takes more
# as well.
_ADDITIONS = 1_000_000
# What is refused or read "in a moment" may cost as much as this many of them: about five seconds
# there.
MOMENT = 125


@cache
def unit() -> float:
    """Seconds of CPU for the fixed piece of work, the best of three."""
    return min(_additions() for _ in range(3))


def _additions() -> float:
    start = time.process_time()
    total = 0
    for number in range(_ADDITIONS):
        total += number
    return time.process_time() - start


def moments(seconds: float) -> float:
    """So many seconds of CPU, in moments."""
    return seconds / (unit() * MOMENT)


@contextmanager
def moment(times: float = 1) -> Iterator[None]:
    """Fail when what is done inside costs more CPU than `times` a moment."""
    start = time.process_time()
    yield
    spent = moments(time.process_time() - start)
    assert spent < times, f"{spent:.1f} moments"
