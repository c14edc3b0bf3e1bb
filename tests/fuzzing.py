"""Random damage to everything that the program reads, from a seed: what to write into a folder, and what to ask then.

A case passes when the program ends each question with 0, 1 or 2 and without a traceback, within a moment of CPU and MEBIBYTES.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from conftest import CATALOG, ROOT
from cost import moments
from forms import FORMS, pdf
from orders import SOURCE
from typer.testing import CliRunner

from eo_tracker.cli import app

MEBIBYTES = 400
NASTY = [
    "",
    " ",
    "-",
    "--",
    "-1",
    "0",
    "1e9",
    "\x00",
    "\x1b[31m",
    "\u202e",
    "é",
    "😀",
    "\ud800",
    "9" * 5_000,
    "a" * 300 + "/" * 300,
    "../../etc/passwd",
    "/dev/null",
    "/dev/zero",
    "C:\\x",
    "{}",
    "[]",
    "%s%n",
    "$(id)",
    "`id`",
    "'; drop table x; --",
    "<script>",
    "=1+1",
    "@{1}",
    "HEAD^{/x}",
    "HEAD:..",
    "--upload-pack=x",
    "-c core.pager=x",
    "2026-02-29",
    "0000-00-00",
    "2026-W01",
    "FY9999",
    "FY0001",
    "99999d",
    "1000000000d",
    "+1d",
    "-1w",
    "today",
    "9999-12-31",
    "0001-01-01",
    "14409/2d",
    "eo-14409",
    "2d",
    "14409 2(d)",
    "§",
    "(((((",
    "[a-z]+",
    "\\",
    "\n",
    "past-due",
    "cisa",
    "all",
    "off",
    "*",
]
OPTIONS = [
    "--order",
    "--agency",
    "--lead",
    "--status",
    "--topic",
    "--under",
    "--reach",
    "--from",
    "--to",
    "--as-of",
    "--rev",
    "--assume",
    "--format",
]
COMMANDS: dict[str, list[str]] = {
    "due": ["--within", "--past"],
    "list": ["--changed-since"],
    "show": [],
    "explain": [],
    "agencies": [],
    "diff": ["--level", "--fail-on"],
    "check": ["--select", "--ignore", "--rev", "--strict-as-of", "--explain", "--text"],
    "export ics": ["--remind", "--horizon", "--split", "--url"],
    "schema": [],
    "verify": ["--text"],
    "extract": ["--catalog"],
    "record": ["--on", "--source", "--class", "--published", "--note", "--occurrence"],
}
WORDS = re.compile(rb"\w+")


class Case(NamedTuple):
    """The questions of one case, asked one after the other."""

    name: str
    questions: list[list[str]]


class Outcome(NamedTuple):
    """How one question ended, and after how many seconds of CPU.

    `fault` is what is wrong with that, if anything.
    """

    question: list[str]
    status: int
    seconds: float
    fault: str | None


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes of a file cut, doubled, shuffled, flipped, with another word or type in them."""
    at, to = sorted(chance.sample(range(len(data)), 2)) if len(data) > 2 else (0, 0)
    lines = data.splitlines(keepends=True) or [b""]
    where = chance.randrange(len(lines))
    match chance.randrange(9):
        case 0:
            return data[:at]
        case 1:
            return data[:to] + data[at:]
        case 2:
            lines[where : where + 8] = chance.sample(
                lines[where : where + 8], len(lines[where : where + 8])
            )
            return b"".join(lines)
        case 3:
            return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
        case 4:
            lines[where] = lines[where].split(b":")[0] + chance.choice(
                [b": []\n", b": {}\n", b": 7\n", b": ~\n", b": 9999-99-99\n"]
            )
            return b"".join(lines)
        case 5:
            return data[:at] + data[at : at + 40] * chance.choice([2, 50, 3_000]) + data[at:]
        case 6:
            return data[:at] + chance.choice(NASTY).encode("utf-8", "surrogatepass") + data[at:]
        case 7:
            words = [*WORDS.finditer(data)]
            if not words:
                return data
            one, other = chance.choice(words), chance.choice(words)
            return data[: one.start()] + other[0] + data[one.end() :]
        case _:
            return data[:at] + data[to:]


def _catalog(chance: random.Random, folder: Path) -> Case:
    copy = Path(shutil.copytree(CATALOG, folder / "catalog"))
    path = chance.choice(sorted(copy.iterdir()))
    for _ in range(chance.choice([1, 1, 3])):
        path.write_bytes(damaged(path.read_bytes(), chance))
    which = ["--catalog", str(copy)]
    asked = chance.choice(
        [
            ["due"],
            ["list", "--format", "csv"],
            ["show", "eo-14409", "--format", "md"],
            ["explain", "nspm-12"],
            ["agencies"],
        ]
    )
    return Case(
        "catalog",
        [
            ["check", str(copy)],
            ["check", "--fix", str(copy)],
            [*asked, *which],
            ["diff", "shipped", str(copy)],
        ],
    )


def _text(chance: random.Random, folder: Path) -> Case:
    name = chance.choice([*FORMS, "pdf"])
    data = pdf(SOURCE) if name == "pdf" else FORMS[name](SOURCE).encode()
    for _ in range(chance.choice([1, 1, 3, 10])):
        data = damaged(data, chance)
    path = folder / "text"
    path.write_bytes(data)
    asked = chance.choice(
        [
            ["extract", str(path)],
            ["extract", str(path), "--explain"],
            ["verify", "--text", str(path)],
        ]
    )
    return Case(f"text, {name}", [["extract", str(path), "--format", "json"], asked])


def _calendar(chance: random.Random, folder: Path) -> Case:
    path = folder / "x.ics"
    ask(["export", "ics", "--order", "eo-14409", "--as-of", "2026-06-09", "--out", str(path)])
    path.write_bytes(damaged(path.read_bytes(), chance))
    asked = [
        "export",
        "ics",
        "--order",
        "eo-14409",
        "--as-of",
        chance.choice(["2026-06-09", "2026-07-09"]),
    ]
    return Case("calendar", [[*asked, "--check", str(path)], [*asked, "--out", str(path)]])


def _options(chance: random.Random, folder: Path) -> Case:
    name = chance.choice([*COMMANDS])
    question = name.split()
    for option in chance.sample([*OPTIONS, *COMMANDS[name]], chance.randrange(1, 4)):
        question += (
            [option, chance.choice(NASTY)]
            if chance.random() < 0.9
            else [f"{option}={chance.choice(NASTY)}"]
        )
    question += [chance.choice(NASTY) for _ in range(chance.randrange(3))]
    if name == "record":
        question += ["--dry-run"]
    if name == "extract":
        question = [
            "extract",
            *chance.sample(
                [str(folder), "tests/orders.py", "https://example.com/x", *NASTY[:9]], 1
            ),
            *question[1:],
        ]
    return Case(
        "options",
        [[each.replace("\x00", "\\0") for each in question if each not in ("/dev/zero", "-")]],
    )


def _cache(chance: random.Random, folder: Path) -> Case:
    place = folder / "cache"
    ask(["list", "--as-of", "2026-06-09"], EO_TRACKER_CACHE=str(place))
    for path in place.glob("*.json"):
        path.write_bytes(damaged(path.read_bytes(), chance))
    return Case("cache", [["list", "--as-of", "2026-06-09", "--format", "json"]])


READERS: dict[str, Callable[[random.Random, Path], Case]] = {
    "catalog": _catalog,
    "text": _text,
    "calendar": _calendar,
    "options": _options,
    "cache": _cache,
}


def ask(question: list[str], **environment: str) -> Outcome:
    """One question, in this process."""
    # Only the repository's own files are at stake, and `--fix`, `--out` and `record` write where a
    # case tells them to.
    start = time.process_time()
    result = CliRunner().invoke(
        app, question, env=environment, prog_name="eo-tracker", catch_exceptions=True
    )
    seconds = time.process_time() - start
    fault = f"{seconds:.1f} s" if moments(seconds) > 1 else None
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        fault = f"{type(result.exception).__name__}: {result.exception}"
    elif result.exit_code not in (0, 1, 2):
        fault = f"status {result.exit_code}: {result.stderr.strip()[:200]}"
    elif "Traceback" in result.stderr or "\x1b" in result.stdout + result.stderr:
        fault = f"on the screen: {result.stderr.strip()[:200]!r}"
    return Outcome(question, result.exit_code, seconds, fault)


def play(reader: str, seed: int, folder: Path) -> list[Outcome]:
    """Everything that one case asks.

    The folder must be empty, and the working directory the repository.
    """
    assert Path.cwd() == ROOT
    case = READERS[reader](random.Random(f"{reader} {seed}"), folder)
    environment = {"EO_TRACKER_CACHE": str(folder / "cache") if reader == "cache" else "off"}
    return [ask(each, **environment) for each in case.questions]
