"""Time to resolve 10,000 chained directives, against the time to read them without a cache, in one process.

usage: python benchmarks/resolving.py [--directives 10000] [--runs 5]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import yaml
from generate import write

from eo_tracker.catalog.load import load
from eo_tracker.resolve import resolve


def cpu(work: Callable[[], object], runs: int) -> float:
    """Median CPU seconds of `work`."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, directives=given.directives)
        texts = [each.read_text(encoding="utf-8") for each in folder.glob("*.yaml")]
        plain = cpu(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts], given.runs)
        reading = cpu(lambda: load([folder], name="x").usable(), given.runs)
        catalog = load([folder], name="x").usable()
        resolving = cpu(lambda: resolve(catalog, date(2026, 11, 23)), given.runs)
    print(f"plain yaml.load   {plain:6.2f} s")
    print(f"reading           {reading:6.2f} s   {reading / plain:.2f} x plain yaml.load")
    print(f"resolving         {resolving:6.2f} s   {resolving / reading:.2f} x reading")


if __name__ == "__main__":
    main()
