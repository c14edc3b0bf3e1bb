"""The speed table: what each kind of work costs, against a floor measured in the same run, and how
much memory it takes.

usage: benchmarks/run [--runs 15] [--directives 10000] [--corpus DIR] [--growth 1000000]

Costs are seconds of CPU (user and system), medians of interleaved runs in processes of their own.
CORPUS holds official texts as Markdown in folders by month. Other programs are
shown where they are installed; they read the same deadlines.
"""

import argparse
import json
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
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


def run(command: list[str], *, terminal: bool = False, **environment: str) -> Cost:
    """The cost of one process, with its output in a file or on a terminal of its own.

    Where it prints a number, that is its CPU: the work without the imports.
    """
    if terminal:
        return _run_on_a_terminal(command, environment)
    with tempfile.TemporaryFile() as out:
        process = _started(command, out.fileno(), environment)
        cost = _ended(process, command)
        out.seek(0)
        said = out.read(40).decode("utf-8", "replace").strip()
    if said.replace(".", "", 1).isdigit():
        return cost._replace(cpu=float(said))
    return cost


def _run_on_a_terminal(command: list[str], environment: Mapping[str, str]) -> Cost:
    """The cost of a process that shows all of its answer on a terminal, in color."""
    master, slave = pty.openpty()
    process = _started(command, slave, {"TERM": "xterm-256color", "PAGER": "cat", **environment})
    os.close(slave)
    try:
        while os.read(master, 65536):
            pass
    except OSError:  # the terminal was closed
        pass
    os.close(master)
    return _ended(process, command)


def _started(
    command: list[str], out: int, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    own = {**os.environ, **environment}
    own.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command, stdout=out, stderr=subprocess.DEVNULL, cwd=HERE.parent, env=own
    )


def _ended(process: subprocess.Popen[bytes], command: list[str]) -> Cost:
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _nothing(_: str) -> None:
    """What is done before a command that is measured as it is."""


def interleaved(
    commands: Mapping[str, list[str]],
    runs: int,
    before: Callable[[str], None] = _nothing,
    **environment: str,
) -> dict[str, Cost]:
    """The median cost of each command, after one run that is not counted.

    What is called `… on a terminal` is run on one.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            before(name)
            is_shown = name.endswith("on a terminal")
            costs[name].append(run(command, terminal=is_shown, **environment))
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
    """What a command costs beside a Python that does nothing."""
    complete = ["_EO_TRACKER_COMPLETE=complete_bash", "COMP_CWORD=2"]
    complete += ["COMP_WORDS=eo-tracker show eo-14409/2"]
    commands = {
        "floor": [sys.executable, "-c", "pass"],
        "`due --within 30d`, in a pipe": DUE,
        "`due --within 30d`, on a terminal": DUE,
        "`list`": [*PROGRAM, "list"],
        "`show 14409/2d`": [*PROGRAM, "show", "14409/2d"],
        "`explain 14409/2d`": [*PROGRAM, "explain", "14409/2d"],
        "`--version`": [*PROGRAM, "--version"],
        "`--help`": [*PROGRAM, "--help"],
        "completion of an ID": ["env", *complete, *PROGRAM],
    }
    most = {
        "`due --within 30d`, in a pipe": "6 ×",
        "`due --within 30d`, on a terminal": "9 ×",
        "`show 14409/2d`": "9 ×",
        "`explain 14409/2d`": "9 ×",
        "`--version`": "2 ×",
        "`--help`": "8 ×",
        "completion of an ID": "6 ×",
    }
    others = _others(folder, PROGRAM)
    costs = interleaved(
        commands | others,
        runs,
        EO_TRACKER_CACHE=str(folder / "cache"),
        XDG_CONFIG_HOME=str(folder / "config"),
    )
    for name in [*commands, *others][1:]:
        limit = most.get(name, "for information")
        table.row(
            f"{name}, shipped catalog", costs[name], "`python -c pass`", costs["floor"], limit
        )


def _others(folder: Path, export: list[str], catalog: Path | None = None) -> dict[str, list[str]]:
    """Other programs over the deadlines of a catalog, in their own form, where they are installed.

    khal and todoman read one .ics file for each item, hledger a journal of transactions, taskwarrior
    tasks, remind and calcurse a file of theirs.
    """
    import icalendar

    folder.mkdir(parents=True, exist_ok=True)
    named = ["--catalog", str(catalog)] if catalog else []
    for name, more in (("all", []), ("todo", ["--todo"])):
        out = ["--from", "2026-01-01", "--out", str(folder / f"{name}.ics")]
        subprocess.run(
            [*export, "export", "ics", *more, *named, *out],
            check=True,
            stderr=subprocess.DEVNULL,
            cwd=HERE.parent,
        )
        (folder / name).mkdir()
        whole = icalendar.Calendar.from_ical((folder / f"{name}.ics").read_bytes())
        for index, item in enumerate(whole.walk("VTODO" if name == "todo" else "VEVENT")):
            alone = icalendar.Calendar()
            alone.add("prodid", "x")
            alone.add("version", "2.0")
            alone.add_component(item)
            (folder / name / f"{index}.ics").write_bytes(alone.to_ical())
    events = icalendar.Calendar.from_ical((folder / "all.ics").read_bytes()).walk("VEVENT")
    dated = sorted((str(each.decoded("dtstart")), str(each["summary"])) for each in events)
    _configure(folder, dated)
    last = DAY + timedelta(days=30)
    commands = {
        "khal": ["list", "today", "30d"],
        "todo": ["list"],
        "hledger": ["-f", f"{folder}/hledger.journal", "print", f"date:{DAY}..{last}"],
        "task": [f"rc:{folder}/taskrc", "due.before:2026-12-23", "list"],
        "remind": ["-n", f"{folder}/rem", str(DAY)],
        "calcurse": ["-D", f"{folder}/calcurse", "-d", "30"],
    }
    places = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found: dict[str, list[str]] = {}
    for name, words in commands.items():
        program = shutil.which(name, path=places)
        if program is None:
            continue
        own = {**os.environ, "XDG_CONFIG_HOME": str(folder / "config")}
        tried = subprocess.run([program, *words], check=False, capture_output=True, env=own)
        if tried.returncode == 0:
            found[f"{name}, the same deadlines"] = [program, *words]
    return found


def _configure(folder: Path, dated: list[tuple[str, str]]) -> None:
    """The files of the other programs."""
    config, cache = folder / "config", folder / "programs"
    for each in (config / "todoman", config / "khal", cache, folder / "calcurse", folder / "task"):
        each.mkdir(parents=True)
    (config / "todoman" / "config.py").write_text(
        f'path = "{folder}/todo"\ncache_path = "{cache}/todo.sqlite3"\n', encoding="utf-8"
    )
    forms = ("date", "longdate", "datetime", "longdatetime")
    formats = [f"{form}format = %Y-%m-%d{' %H:%M' * ('time' in form)}" for form in forms]
    (config / "khal" / "config").write_text(
        "\n".join(
            [
                f"[calendars]\n[[x]]\npath = {folder}/all",
                "[locale]\ntimeformat = %H:%M",
                *formats,
                f"[sqlite]\npath = {cache}/khal.db\n",
            ]
        ),
        encoding="utf-8",
    )
    journal, reminders, appointments, tasks = "", "", "", []
    for day, title in dated:
        plain = "".join(each for each in title if each.isalnum() or each == " ")
        year, month, number = day.split("-")
        journal += f"{day} {plain}\n    due  1\n    done\n\n"
        reminders += f"REM {year}-{month}-{number} MSG {plain}\n"
        appointments += f"{month}/{number}/{year} [1] {plain}\n"
        tasks.append({"description": plain, "due": f"{year}{month}{number}T120000Z"})
    (folder / "hledger.journal").write_text(journal, encoding="utf-8")
    (folder / "rem").write_text(reminders, encoding="utf-8")
    (folder / "calcurse" / "apts").write_text(appointments, encoding="utf-8")
    (folder / "taskrc").write_text(
        f"data.location={folder}/task\nconfirmation=no\nverbose=nothing\n", encoding="utf-8"
    )
    if program := shutil.which("task"):
        subprocess.run(
            [program, f"rc:{folder}/taskrc", "import", "-"],
            input="\n".join(map(json.dumps, tasks)),
            text=True,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


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
    listed = [*PROGRAM, "list", "--catalog", str(catalog)]
    cache = {
        "EO_TRACKER_CACHE": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "others" / "config"),
    }
    others = _others(folder / "others", PROGRAM, catalog)
    compared = {name: others[name] for name in others if name.startswith(("khal", "hledger"))}
    floor = [sys.executable, "-c", "pass"]
    second = {"second": large, "list": listed, **compared, "floor": floor}
    costs = interleaved(second, runs, _nothing, **cache)
    table.row(f"`due`, {over}, second call", costs["second"], "", costs["floor"], "below the next")
    for name in compared:
        table.row(name, costs[name], "", costs["floor"], "for information")
    table.row(f"`list`, {over}, in a pipe", costs["list"], "", costs["floor"], "0.4 s")
    costs = interleaved({"changed": large, "floor": floor}, max(runs // 3, 1), change, **cache)
    table.row("`due`, first call after one file changed", costs["changed"], "", costs["floor"], "")
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


def _growth(folder: Path, most: int) -> None:
    sys.path.insert(0, str(HERE))
    from generate import write

    print(
        "\n| directives | files | `due`, first call | second call | peak | reading, no cache | for each directive |"
        "\n|---|---|---|---|---|---|---|"
    )
    sizes = [(1_000, 10), (10_000, 100), (10_000, 10_000), (100_000, 10_000), (1_000_000, 10_000)]
    for directives, files in sizes:
        if directives > most:
            continue
        catalog = folder / "growth"
        write(catalog, directives=directives, files=files)
        command = [*DUE, "--catalog", str(catalog)]
        first = run(command, EO_TRACKER_CACHE=str(folder / "grown"))
        second = run(command, EO_TRACKER_CACHE=str(folder / "grown"))
        read = run(worked("read", catalog))
        each = f"{read.cpu / directives * 1e6:.0f} µs"
        print(
            f"| {directives:,} | {files:,} | {_seconds(first.cpu)} | {_seconds(second.cpu)} "
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
    parser.add_argument("--growth", type=int, default=100_000, help="the largest catalog")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    parser.add_argument("--on", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work = _extract(given.on) if given.work == "extract" else _work(given.work, given.on)
        start = time.process_time()
        work()
        print(f"{time.process_time() - start:.4f}")
        return
    # A checkout that writes no bytecode would compile the program anew in every run.
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
        _growth(Path(name), given.growth)


if __name__ == "__main__":
    main()
