"""The speed table: what each kind of work costs, against a floor measured in the same run, and how
much memory it takes.

usage: benchmarks/run [--runs 15] [--directives 10000] [--corpus DIR] [--no-growth]

Costs are seconds of CPU (user and system), medians of interleaved runs in processes of their own.
CORPUS holds official texts as Markdown in folders by month. khal and todoman are shown where they
are installed; they read the same deadlines from .ics files.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 23)
PROGRAM = [sys.executable, "-m", "eo_tracker"]
DUE = [*PROGRAM, "due", "--within", "30d"]


class Cost(NamedTuple):
    """CPU in seconds and peak memory in MiB."""

    cpu: float
    peak: float


def run(command: list[str], **environment: str) -> Cost:
    """The cost of one process.

    Where it prints a number, that is its CPU: the work without the imports.
    """
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=HERE.parent,
            env={**os.environ, **environment},
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        out.seek(0)
        said = out.read(40).decode("utf-8", "replace").strip()
    own = float(said) if said.replace(".", "", 1).isdigit() else used.ru_utime + used.ru_stime
    return Cost(own, used.ru_maxrss / 1024)


def interleaved(
    commands: Mapping[str, list[str]],
    runs: int,
    before: Callable[[str], None] = lambda _: None,
    **environment: str,
) -> dict[str, Cost]:
    """The median cost of each command, after one run that is not counted."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            before(name)
            costs[name].append(run(command, **environment))
    return {
        name: Cost(
            statistics.median(each.cpu for each in all_[1:]), max(each.peak for each in all_)
        )
        for name, all_ in costs.items()
    }


# what is measured in a process of its own


def _work(name: str, folder: Path) -> Callable[[], object]:
    """One kind of work on a catalog, with everything imported."""
    import yaml

    import eo_tracker.cli  # noqa: F401 - sets how often the collector of garbage runs, for all that is measured here
    from eo_tracker.calendar import ItemOptions, items, merge_calendar
    from eo_tracker.catalog.git import read_revision
    from eo_tracker.catalog.load import load, load_texts
    from eo_tracker.check import check
    from eo_tracker.diff import diff_resolutions
    from eo_tracker.resolve import resolve

    sys.path.insert(0, str(HERE))
    from exporting import build_bare, rows_of

    def read() -> object:
        return load([folder], name="x").usable()

    def compare() -> object:
        old = resolve(
            load_texts(read_revision([folder], "HEAD").texts.by_file, name="x").usable(), DAY
        )
        return diff_resolutions(old, resolve(load([folder], name="x").usable(), DAY))

    if name in ("ics", "bare"):
        catalog = load([folder], name="x").usable()
        obligations = resolve(catalog, DAY).obligations
        if name == "ics":
            return lambda: merge_calendar(items(obligations, catalog, ItemOptions()), name="x").data
        rows = rows_of(merge_calendar(items(obligations, catalog, ItemOptions()), name="x").data)
        sys.stderr.write(f"{len(rows):,} events\n")
        return lambda: build_bare(rows)
    works: dict[str, Callable[[], object]] = {
        "yaml": lambda: [
            yaml.load(each.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            for each in folder.glob("*.yaml")
        ],
        "read": read,
        "resolve": lambda: resolve(load([folder], name="x").usable(), DAY),
        "check": lambda: check(load([folder], name="x"), paths=[folder]),
        "diff": compare,
    }
    return works[name]


def _extract(corpus: Path) -> Callable[[], object]:
    from eo_tracker.extract import extract, read

    return lambda: [extract(read(file.read_bytes())) for file in sorted(corpus.glob("*/*.md"))]


def worked(name: str, folder: Path) -> list[str]:
    """The command for one kind of work."""
    return [sys.executable, str(HERE / "speed.py"), "--work", name, "--on", str(folder)]


# the table


class Table:
    """Rows as they are measured."""

    def __init__(self) -> None:
        print(
            "| work | CPU | against | CPU | ratio | at most | peak |\n|---|---|---|---|---|---|---|"
        )

    def row(self, work: str, cost: Cost, against: str, floor: Cost, most: str) -> None:
        ratio = cost.cpu / floor.cpu
        print(
            f"| {work} | {_seconds(cost.cpu)} | {against} | {_seconds(floor.cpu)} | {ratio:.2f} × | {most} | {cost.peak:.0f} MiB |",
            flush=True,
        )


def _seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def _shipped(table: Table, runs: int, folder: Path) -> None:
    cache = str(folder / "cache")
    calendar = folder / "calendar"
    calendar.mkdir()
    subprocess.run(
        [*PROGRAM, "export", "ics", "--from", "2026-01-01", "--out", str(folder / "all.ics")],
        check=True,
        stderr=subprocess.DEVNULL,
        cwd=HERE.parent,
    )
    subprocess.run(
        [
            *PROGRAM,
            "export",
            "ics",
            "--todo",
            "--from",
            "2026-01-01",
            "--out",
            str(folder / "todo.ics"),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
        cwd=HERE.parent,
    )
    commands = {
        "floor": [sys.executable, str(HERE / "floor.py"), "due", "--within", "30d"],
        "due": DUE,
    }
    commands |= _others(folder)
    costs = interleaved(
        commands, runs, EO_TRACKER_CACHE=cache, XDG_CONFIG_HOME=str(folder / "config")
    )
    table.row(
        "`due`, shipped catalog, second call", costs["due"], "`floor.py`", costs["floor"], "1.25 ×"
    )
    for name in ("khal list", "todo list"):
        if name in costs:
            table.row(
                f"`{name}`, the same deadlines",
                costs[name],
                "`floor.py`",
                costs["floor"],
                "for information",
            )


def _others(folder: Path) -> dict[str, list[str]]:
    """Other programs over the same deadlines as .ics files, one for each item, where they are
    installed.
    """
    import icalendar

    for name in ("all", "todo"):
        (folder / name).mkdir()
        whole = icalendar.Calendar.from_ical((folder / f"{name}.ics").read_bytes())
        for index, item in enumerate(whole.walk("VTODO" if name == "todo" else "VEVENT")):
            alone = icalendar.Calendar()
            alone.add("prodid", "x")
            alone.add("version", "2.0")
            alone.add_component(item)
            (folder / name / f"{index}.ics").write_bytes(alone.to_ical())
    config = folder / "config"
    (config / "todoman").mkdir(parents=True)
    (config / "khal").mkdir()
    cache = folder / "programs"
    cache.mkdir()
    (config / "todoman" / "config.py").write_text(
        f'path = "{folder}/todo"\ncache_path = "{cache}/todo.sqlite3"\n', encoding="utf-8"
    )
    (config / "khal" / "config").write_text(
        f"[calendars]\n[[x]]\npath = {folder}/all\n[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        f"datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n[sqlite]\npath = {cache}/khal.db\n",
        encoding="utf-8",
    )
    found: dict[str, list[str]] = {}
    for name, words in {"khal list": ["list", "today", "30d"], "todo list": ["list"]}.items():
        program = shutil.which(
            name.split()[0], path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        )
        if program:
            found[name] = [program, *words]
    return found


def _large(table: Table, runs: int, folder: Path, directives: int) -> None:
    sys.path.insert(0, str(HERE))
    from generate import write

    catalog = folder / "large"
    write(catalog, directives=directives)
    over = f"{directives:,} directives in 100 files"
    changes = iter(range(10_000))

    def change(name: str) -> None:
        if name == "changed":
            file = catalog / "eo-20050.yaml"
            head, _, _ = file.read_text(encoding="utf-8").partition("\n# change")
            file.write_text(f"{head}\n# change {next(changes)}\n", encoding="utf-8")

    large = [*DUE, "--catalog", str(catalog)]
    cache = {"EO_TRACKER_CACHE": str(folder / "cache")}
    costs = interleaved({"changed": large, "second": large, "shipped": DUE}, runs, change, **cache)
    table.row(
        f"`due`, {over}, second call", costs["second"], "`due`, shipped", costs["shipped"], "3 ×"
    )
    table.row(
        "the same, first call after one file changed",
        costs["changed"],
        "second call",
        costs["second"],
        "1.5 ×",
    )
    subprocess.run(
        "git init -q && git add . && git -c user.name=x -c user.email=x@x commit -qm x",
        shell=True,
        check=True,
        cwd=catalog,
    )
    spoil = catalog / "eo-20007.yaml"
    spoil.write_text(
        spoil.read_text(encoding="utf-8").replace("within: 3 days", "within: 4 days"),
        encoding="utf-8",
    )
    names = ("yaml", "read", "resolve", "diff", "check")
    costs = interleaved({name: worked(name, catalog) for name in names}, max(runs // 3, 1))
    table.row(
        f"reading and validating {directives:,}, no cache",
        costs["read"],
        "plain `yaml.load`, C loader",
        costs["yaml"],
        "1.2 ×",
    )
    table.row(
        f"`diff --rev` over {directives:,}",
        costs["diff"],
        "reading and resolving them",
        costs["resolve"],
        "3 ×",
    )
    table.row(
        f"`check` over {directives:,}",
        costs["check"],
        "reading and resolving them",
        costs["resolve"],
        "2 ×",
    )
    dated = folder / "dated"
    write(dated, directives=directives, chain=1)
    costs = interleaved({name: worked(name, dated) for name in ("ics", "bare")}, max(runs // 5, 1))
    table.row(
        f"`export ics` of {directives:,} deadlines",
        costs["ics"],
        "icalendar, the same events bare",
        costs["bare"],
        "1.3 ×",
    )


def _growth(folder: Path) -> None:
    sys.path.insert(0, str(HERE))
    from generate import write

    print(
        "\n| directives | files | `due`, first call | second call | peak | reading, no cache | for each directive |"
        "\n|---|---|---|---|---|---|---|"
    )
    for directives in (1_000, 10_000, 100_000):
        catalog = folder / f"growth-{directives}"
        write(catalog, directives=directives, files=directives // 100)
        command = [*DUE, "--catalog", str(catalog)]
        first = run(command, EO_TRACKER_CACHE=str(folder / "grown"))
        second = run(command, EO_TRACKER_CACHE=str(folder / "grown"))
        read = run(worked("read", catalog))
        each = f"{read.cpu / directives * 1e6:.0f} µs"
        print(
            f"| {directives:,} | {directives // 100:,} | {_seconds(first.cpu)} | {_seconds(second.cpu)} "
            f"| {max(first.peak, second.peak):.0f} MiB "
            f"| {_seconds(read.cpu)} | {each} |",
            flush=True,
        )
        shutil.rmtree(catalog)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--on", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work = _extract(given.on) if given.work == "extract" else _work(given.work, given.on)
        start = time.process_time()
        work()
        print(f"{time.process_time() - start:.4f}")
        return
    # A checkout that writes no bytecode would compile the program anew in every run, and the
    # floor's libraries not.
    subprocess.run(
        [sys.executable, "-m", "compileall", "-q", "eo_tracker"], check=True, cwd=HERE.parent
    )
    with tempfile.TemporaryDirectory() as name:
        table = Table()
        _shipped(table, given.runs, Path(name))
        _large(table, given.runs, Path(name), given.directives)
        if given.corpus:
            cost = run(worked("extract", given.corpus.resolve()))
            files = len([*given.corpus.glob("*/*.md")])
            print(
                f"| `extract` of {files} documents, one process | {_seconds(cost.cpu)} | | | | 20 s | {cost.peak:.0f} MiB |",
                flush=True,
            )
        if not given.no_growth:
            _growth(Path(name))


if __name__ == "__main__":
    main()
