"""Publishes many deadlines into a server on loopback, killed at random moments and run again, and
counts what is there.

usage: python benchmarks/kill_publish.py [--deadlines 1000] [--kills 10] [--seed 0]
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from build import directive, order
from conftest import AGENCIES
from server import USERS, radicale
from test_publish import DENTIST

ENVIRONMENT = {
    **os.environ,
    "EO_TRACKER_CALDAV_USER": "anna",
    "EO_TRACKER_CALDAV_PASSWORD": USERS["anna"],
}


def write(folder: Path, deadlines: int, days: int) -> None:
    """Deadlines in ten orders, each `days` or more after its order."""
    (folder / "agencies.yaml").write_text(AGENCIES, encoding="utf-8")
    for number in range(10):
        directives = [
            directive(
                f"d{each}",
                cite=f"2({each})",
                deadline={"within": f"{days + each % 60} days", "of": "date"},
            )
            for each in range(deadlines // 10)
        ]
        (folder / f"eo-{number}.yaml").write_text(
            order(*directives, id=f"eo-{number}"), encoding="utf-8"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deadlines", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "catalog")
        folder.mkdir()
        write(folder, given.deadlines, 30)
        with radicale(Path(name)) as server:
            server.as_user("bob").add_event(DENTIST)
            command = [
                sys.executable,
                "-m",
                "eo_tracker",
                "publish",
                "--url",
                server.calendar,
                "--catalog",
                str(folder),
                "--as-of",
                "2026-06-09",
            ]
            for kill in range(given.kills):
                if kill == given.kills // 2:
                    write(
                        folder, given.deadlines, 31
                    )  # every date moves while the work is half done
                process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
                time.sleep(chance.uniform(0.5, 3.0))
                process.kill()
                process.wait()
                print(f"killed; {len(server.entries()) - 1:,} items there")
            start = time.perf_counter()
            last = subprocess.run(
                command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
            )
            seconds = time.perf_counter() - start
            again = subprocess.run(
                command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
            )
            events = [each.icalendar_component for each in server.as_user().events()]
        uids = Counter(str(each["uid"]) for each in events)
        ours = [each for each in events if str(each["uid"]).endswith("@eo-tracker")]
        right = sum(str(each.decoded("dtstart")) >= "2026-07-03" for each in ours)
        theirs = [str(each["summary"]) for each in events if str(each["uid"]) == "1@dentist"]
        print(last.stderr.strip(), f"({seconds:.1f} s)")
        print(again.stderr.strip())
        doubles = sum(uids.values()) - len(uids)
        print(
            f"{len(ours):,} of {given.deadlines:,} items, {right:,} on their new day, {doubles} doubles, others': {theirs}"
        )


if __name__ == "__main__":
    main()
