"""Random cases for every reader, more than the tests run: how many, how many failed, the slowest,
and the memory it took.

usage: benchmarks/fuzz [--cases 5000] [--first 1000] [--reader NAME]

A case passes when the program ends each question with 0, 1 or 2, without a traceback, in less than
5 seconds of CPU and 400 MiB. What fails is printed with its reader and seed: `python
benchmarks/fuzz.py --reader text --first SEED --cases 1` plays it again.
"""

import argparse
import gc
import os
import resource
import signal
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from fuzzing import MEBIBYTES, READERS, play

SECONDS = 5


class TooSlow(BaseException):
    """A case that does not end."""


def _stop(*_: object) -> None:
    raise TooSlow


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=5_000, help="for each reader")
    parser.add_argument("--first", type=int, default=1_000)
    parser.add_argument("--reader", choices=[*READERS])
    given = parser.parse_args()
    os.chdir(HERE.parent)
    signal.signal(signal.SIGALRM, _stop)
    crashes = 0
    for reader in [given.reader] if given.reader else READERS:
        slowest, questions, failed = (0.0, 0), 0, 0
        for seed in range(given.first, given.first + given.cases):
            with tempfile.TemporaryDirectory() as folder:
                signal.alarm(6 * SECONDS)
                try:
                    outcomes = play(reader, seed, Path(folder))
                    faults = [f"{each.question}: {each.fault}" for each in outcomes if each.fault]
                    questions += len(outcomes)
                    slowest = max(slowest, *((each.seconds, seed) for each in outcomes))
                except TooSlow:
                    faults = [f"more than {6 * SECONDS} s"]
                signal.alarm(0)
            gc.collect()  # the program, which ends after each question, leaves that to the system
            failed += bool(faults)
            for each in faults:
                print(f"{reader} {seed}: {each}", flush=True)
        crashes += failed
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{reader:10} {given.cases:,} cases, {questions:,} questions, {failed} failed; slowest {slowest[0]:.2f} s (seed {slowest[1]}); "
            f"peak so far {peak:.0f} MiB of {MEBIBYTES}",
            flush=True,
        )
        crashes += peak > MEBIBYTES
    sys.exit(1 if crashes else 0)


if __name__ == "__main__":
    main()
