"""Time to check 10,000 directives, against the time to read and resolve them; slowest of 500 damaged catalogs.

usage: python benchmarks/checking.py [--directives 10000] [--runs 5] [--damaged 500]
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from generate import write
from resolving import cpu

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from fuzzing import damaged

from eo_tracker.catalog.load import load
from eo_tracker.catalog.locate import shipped
from eo_tracker.check import check
from eo_tracker.resolve import resolve


def slowest(catalogs: int) -> float:
    """Seconds of the slowest check of the shipped catalog with one file damaged."""
    worst = 0.0
    for seed in range(catalogs):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(shutil.copytree(shipped(), Path(name, "obligations")))
            path = chance.choice(sorted(folder.iterdir()))
            path.write_bytes(damaged(path.read_bytes(), chance))
            start = time.perf_counter()
            check(load([folder], name="x"), paths=[folder])
            worst = max(worst, time.perf_counter() - start)
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--damaged", type=int, default=500)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, directives=given.directives)
        floor = cpu(lambda: resolve(load([folder], name="x").usable(), date(2026, 11, 23)), given.runs)
        whole = cpu(lambda: check(load([folder], name="x"), paths=[folder]), given.runs)
        findings = len(check(load([folder], name="x"), paths=[folder]))
    print(f"reading and resolving {floor:6.2f} s")
    print(f"reading and checking  {whole:6.2f} s   {whole / floor:.2f} x reading and resolving; {findings:,} findings")
    print(f"damaged catalogs      {slowest(given.damaged):6.2f} s for the slowest of {given.damaged}")


if __name__ == "__main__":
    main()
