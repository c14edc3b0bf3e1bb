"""Kill `eo-tracker record` at random moments and see whether the file is the old one or the new
one.

usage: python benchmarks/kill_record.py [--times 200]
"""

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=200)
    times = parser.parse_args().times
    chance = random.Random(14409)
    with tempfile.TemporaryDirectory() as name:
        catalog = Path(shutil.copytree(ROOT / "obligations", Path(name) / "obligations"))
        file = catalog / "eo-14409.yaml"
        whole = file.read_bytes()
        args = [
            "eo-14409/2d",
            "claimed",
            "--source",
            "text",
            "--note",
            "told",
            "--catalog",
            str(catalog),
        ]
        command = [sys.executable, "-m", "eo_tracker", "record", *args]
        start = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        longest, new = time.monotonic() - start, file.read_bytes()
        counts = {"old": 0, "new": 0, "broken": 0}
        for _ in range(times):
            file.write_bytes(whole)
            writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.3, 1.1) * longest)
            writer.send_signal(signal.SIGKILL)
            writer.wait()
            after = file.read_bytes()
            counts["old" if after == whole else "new" if after == new else "broken"] += 1
    print(
        f"{times} kills: {counts['old']} left the old file, {counts['new']} the new one, {counts['broken']} a broken one"
    )
    sys.exit(counts["broken"] > 0)


if __name__ == "__main__":
    main()
