"""Time to compare 10,000 directives with 10,000 that differ in 500 places, against the time to resolve both, in one process.

usage: python benchmarks/comparing.py [--directives 10000] [--differences 500] [--runs 5]
"""

import argparse
import tempfile
from datetime import date
from pathlib import Path

from generate import write
from resolving import cpu

from eo_tracker.catalog.load import load
from eo_tracker.diff import diff
from eo_tracker.resolve import resolve

DAY = date(2026, 11, 23)


def spoil(folder: Path, differences: int) -> None:
    """Change a date, an addressee, a title or a topic in that many directives, spread over all files."""
    edits = [
        ("within: 3 days", "within: 4 days"),
        ("binds: [dhs via cisa]", "binds: [omb]"),
        ("title: Do", "title: Redo"),
        ("[topic", "[t"),
    ]
    files = sorted(folder.glob("eo-*.yaml"))
    for number in range(differences):
        path = files[number % len(files)]
        old, new = edits[number % len(edits)]
        head, mark, tail = path.read_text(encoding="utf-8").rpartition(old)
        path.write_text(head + (new if mark else "") + tail, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--differences", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        old, new = Path(name, "old"), Path(name, "new")
        for folder in (old, new):
            write(folder, directives=given.directives)
        spoil(new, given.differences)
        catalogs = [load([folder], name="x").usable() for folder in (old, new)]
        resolving = cpu(lambda: [resolve(each, DAY) for each in catalogs], given.runs)
        sides = [resolve(each, DAY) for each in catalogs]
        comparing = cpu(lambda: diff(*sides), given.runs)
        changes = len(diff(*sides).changes)
    print(f"resolving both    {resolving:6.2f} s")
    print(f"comparing         {comparing:6.2f} s   {comparing / resolving:.2f} x resolving both; {changes:,} changes")


if __name__ == "__main__":
    main()
