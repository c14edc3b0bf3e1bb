"""Time to make a calendar of 10,000 deadlines, against icalendar building the same events bare.

And what other engines read in it.

usage: python benchmarks/exporting.py [--deadlines 10000] [--runs 3] [--engines]

--engines installs ical.js with npm into a temporary folder and compares UIDs, dates, titles and
descriptions with icalendar's.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
from generate import write

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from build import directive, order
from conftest import AGENCIES
from test_calendar import HARD

from eo_tracker.calendar import ItemOptions, items, merge_calendar
from eo_tracker.catalog.load import load, load_texts
from eo_tracker.models import Catalog
from eo_tracker.resolve import Obligation, resolve

DAY = date(2026, 11, 23)
READER = """
const ICAL = require('ical.js'), fs = require('fs');
const root = new ICAL.Component(ICAL.parse(fs.readFileSync(process.argv[2], 'utf8')));
const rows = root.getAllSubcomponents('vevent').map(one => { const e = new ICAL.Event(one);
  return [e.uid, e.startDate.toString(), e.summary, e.description, one.getAllSubcomponents('valarm').length]; });
console.log(JSON.stringify(rows));
"""


def cpu(work: Callable[[], object], runs: int) -> float:
    """Median CPU seconds of `work`."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def ours(obligations: tuple[Obligation, ...], catalog: Catalog) -> bytes:
    return merge_calendar(items(obligations, catalog, ItemOptions()), name="x").data


def build_bare(rows: list[tuple[object, ...]]) -> bytes:
    made = icalendar.Calendar()
    made.add("prodid", "x")
    made.add("version", "2.0")
    for uid, stamp, start, end, summary, description, alarms in rows:
        event = icalendar.Event()
        texts = {"uid": uid, "summary": summary, "description": description}
        for name, value in {**texts, "dtstamp": stamp, "dtstart": start, "dtend": end}.items():
            event.add(name, value)
        for trigger in alarms:  # type: ignore[attr-defined]
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", trigger)
            event.add_component(alarm)
        made.add_component(event)
    data: bytes = made.to_ical()
    return data


def rows_of(data: bytes) -> list[tuple[object, ...]]:
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return [
        (
            str(each["uid"]),
            each.decoded("dtstamp"),
            each.decoded("dtstart"),
            each.decoded("dtend"),
            str(each["summary"]),
            str(each["description"]),
            [one.decoded("trigger") for one in each.walk("VALARM")],
        )
        for each in found
    ]


def compare_engines(files: dict[str, bytes]) -> None:
    if not shutil.which("npm"):
        print("ical.js: npm is not here")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            ["npm", "install", "--silent", "ical.js"], cwd=folder, check=True, capture_output=True
        )
        (folder / "read.cjs").write_text(READER, encoding="utf-8")
        for label, data in files.items():
            (folder / "x.ics").write_bytes(data)
            done = subprocess.run(
                ["node", "read.cjs", "x.ics"],
                cwd=folder,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if done.returncode:
                print(f"ical.js fails on {label}: {done.stderr[-300:]}")
                continue
            theirs = {uid: rest for uid, *rest in json.loads(done.stdout)}
            mine = {row[0]: [str(row[2]), row[4], row[5], len(row[6])] for row in rows_of(data)}  # type: ignore[arg-type]
            print(f"ical.js reads {label} alike: {theirs == mine} ({len(mine):,} events)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deadlines", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--engines", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), directives=given.deadlines)
        catalog = load([Path(name)], name="x").usable()
    obligations = resolve(catalog, DAY).obligations
    data = ours(obligations, catalog)
    rows = rows_of(data)
    floor = cpu(lambda: build_bare(rows), given.runs)
    whole = cpu(lambda: ours(obligations, catalog), given.runs)
    print(f"icalendar, bare   {floor:6.2f} s   {len(rows):,} events")
    print(
        f"export ics        {whole:6.2f} s   {whole / floor:.2f} x icalendar; {len(data) / 2**20:.1f} MiB"
    )
    if given.engines:
        directives = [
            directive(f"d{number}", cite=f"2({number})", title=text, summary=text)
            for number, text in enumerate(HARD)
        ]
        hard = load_texts(
            {"agencies.yaml": AGENCIES, "eo-1.yaml": order(*directives)}, name="x"
        ).usable()
        shipped = load([Path(__file__).parent.parent / "obligations"], name="obligations").usable()
        compare_engines(
            {
                "hard texts": ours(resolve(hard, DAY).obligations, hard),
                "the shipped catalog": ours(resolve(shipped, DAY).obligations, shipped),
                "generated deadlines": data,
            }
        )


if __name__ == "__main__":
    main()
