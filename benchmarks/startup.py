"""CPU of `eo-tracker due` against the floor, in interleaved runs of one session.

usage: python benchmarks/startup.py [--runs 15]
"""

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMANDS = {
    "floor": [sys.executable, str(HERE / "floor.py"), "due", "--within", "30d"],
    "due": [sys.executable, "-m", "eo_tracker", "due", "--within", "30d"],
}


def cpu(command: list[str]) -> float:
    """User and system seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, command in COMMANDS.items():
            seconds[name].append(cpu(command))
    median = {name: statistics.median(each[1:]) for name, each in seconds.items()}
    for name, value in median.items():
        print(f"{name:6s} {value * 1000:6.0f} ms   {value / median['floor']:.2f} x floor")


if __name__ == "__main__":
    main()
