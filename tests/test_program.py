"""The program as installed: from any folder, into a closed pipe, its help, its layers."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import CATALOG, ROOT, Run, clean_environment
from forms import page
from orders import SOURCE

from eo_tracker.cli import app
from eo_tracker.cli.commands import SUMMARIES

PROGRAM = [sys.executable, "-m", "eo_tracker"]


def test_any_folder_has_the_shipped_catalog(tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "due", "--as-of", "2026-06-09"],
        cwd=tmp_path,
        env=clean_environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("Catalog: the bundled catalog, version ")


def test_the_environment_names_a_catalog(tmp_path: Path, run: Run) -> None:
    result = run("list", "--format", "json", cwd=tmp_path, EO_TRACKER_CATALOG=str(CATALOG))
    assert result.json["catalog"]["name"] == "obligations"
    assert str(tmp_path) not in result.out


def test_a_reader_who_leaves_ends_it_quietly() -> None:
    script = f"{sys.executable} -m eo_tracker list --format json | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_whatever_the_console_says(encoding: str) -> None:
    done = subprocess.run(
        [*PROGRAM, "explain", "14409/2f"],
        cwd=ROOT,
        env=clean_environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert "§ 2(f)" in done.stdout.decode("utf-8")


def commands() -> list[list[str]]:
    """Every command of the program, by the words that call it."""
    root: Any = typer.main.get_command(app)
    found: list[list[str]] = [[]]
    for name in root.list_commands(None):
        inner = getattr(root.get_command(None, name), "commands", None)
        found += [[name, each] for each in inner] if inner else [[name]]
    return found


def test_the_help_page_says_of_each_command_what_its_own_page_says(run: Run) -> None:
    page = " ".join(run("--help", columns=60).out.split())
    for name, summary in SUMMARIES.items():
        assert f"{name} {summary}" in page
        assert summary in " ".join(run(name, "--help", columns=200).out.split())


# What these examples need: a text to read, a server to write to.
NEEDS_A_TEXT = ("extract", "verify")
NEEDS_A_SERVER = ("publish",)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_says_what_it_does_and_its_example_works(
    run: Run, command: list[str], tmp_path: Path
) -> None:
    text = run(*command, "--help", columns=100)
    assert text.status == 0
    example = text.out.rpartition("eo-tracker ")[2]
    words = shlex.split(example)
    assert words[: len(command)] == command or command == []
    if command and command[0] in NEEDS_A_SERVER:
        refused = run(*words)
        assert (refused.status, "no user is known for cloud.example" in refused.err) == (2, True)
        return
    if command and command[0] in NEEDS_A_TEXT:
        order = tmp_path / "order.html"
        order.write_text(page(SOURCE), encoding="utf-8")
        words = [str(order) if word == "order.html" else word for word in words]
        words = [str(tmp_path) if word == "obligations" else word for word in words]
    words = [str(tmp_path / word) if word.endswith((".ics", ".json")) else word for word in words]
    finds = command in (["diff"], ["verify"])  # the text is another order's
    assert run(*words).status == (1 if finds else 0)


def test_bare_shows_help(run: Run) -> None:
    bare = run()
    assert (bare.status, bare.err) == (0, "")
    assert "Usage: eo-tracker" in bare.out
    assert "explain" in bare.out
    assert "ics" in run("export").out


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("eo-tracker 0.")


def test_the_shell_completes_ids_and_offices() -> None:
    def completed(line: str) -> str:
        environment = clean_environment(
            _EO_TRACKER_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line
        )
        return subprocess.run(
            PROGRAM, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
        ).stdout

    assert "eo-14409/2c-i" in completed("eo-tracker show eo-14409/2c")
    assert "cisa" in completed("eo-tracker list --agency ci")
    assert "past-due" in completed("eo-tracker list --status past")


# Modules by rank, as in the README's data-flow page: a module imports only from lower ranks, or its
# own package.
RANKS = {
    "business_days": -1,
    "caches": 0,
    "dates": 0,
    "errors": 0,
    "kept": 1,
    "text": 0,
    "timeouts": 0,
    "vocabulary": 0,
    "models": 1,
    "catalog": 2,
    "resolve": 2,
    "names": 3,
    "lookup": 4,
    "query": 4,
    "diff": 5,
    "wording": 6,
    "answers": 7,
    "calendar": 7,
    "check": 7,
    "extract": 7,
    "context": 8,
    "rows": 9,
    "resolved": 10,
    "day": 11,
    "api": 10,
    "render": 11,
    "cli": 12,
}


def imports() -> list[tuple[str, str, Path]]:
    found = []
    for path in sorted((ROOT / "eo_tracker").rglob("*.py")):
        owner = path.relative_to(ROOT / "eo_tracker").parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("eo_tracker"):
                names = (
                    [f"{node.module}.{each.name}" for each in node.names]
                    if node.module == "eo_tracker"
                    else [node.module or ""]
                )
                found += [(owner, name.split(".")[1], path) for name in names]
    return found


def test_modules_import_only_from_lower_ranks() -> None:
    for owner, target, path in imports():
        if owner not in ("__init__", "__main__") and target not in (owner, "__version__"):
            assert RANKS[target] < RANKS[owner], f"{path}: {owner} must not import {target}"


def test_each_library_has_one_door() -> None:
    doors = {"yaml": {"catalog"}, "icalendar": {"calendar"}, "typer": {"cli"}, "rich": {"render"}}
    for path in sorted((ROOT / "eo_tracker").rglob("*.py")):
        owner = path.relative_to(ROOT / "eo_tracker").parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                assert owner in doors.get(name.split(".")[0], {owner}), f"{path} imports {name}"


def called(tree: ast.AST) -> set[str]:
    """What a module calls: `print`, `date.today`."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {ast.unparse(function) for function in calls}


def test_only_the_command_line_knows_what_day_it_is() -> None:
    forbidden = {"date.today", "datetime.now", "time.time", "print", "sys.exit"}
    for path in sorted((ROOT / "eo_tracker").rglob("*.py")):
        if "cli" not in path.relative_to(ROOT / "eo_tracker").parts:
            found = called(ast.parse(path.read_text(encoding="utf-8"))) & forbidden
            assert not found, f"{path} calls {found}"


# What `due` may import of the program when the same words were answered before: nothing that reads
# options or lays out a screen.
AGAIN = {
    "caches",
    "catalog",
    "catalog.files",
    "catalog.locate",
    "cli",
    "cli.again",
    "cli.clock",
    "cli.terminal",
    "errors",
    "kept",
}
# And when other words were asked of the same day: neither models nor resolver.
DUE = AGAIN | {
    "answers",
    "business_days",
    "caches",
    "catalog",
    "catalog.files",
    "catalog.locate",
    "cli",
    "cli.application",
    "cli.commands",
    "cli.commands.due",
    "cli.complete",
    "cli.filtering",
    "cli.opening",
    "cli.options",
    "cli.output",
    "cli.parsing",
    "cli.program",
    "dates",
    "day",
    "errors",
    "kept",
    "lookup",
    "names",
    "query",
    "render",
    "render.layout",
    "render.screen",
    "text",
    "vocabulary",
    "wording",
    "wording.words",
}
NEVER = [
    "pydantic",
    "rich",
    "yaml",
    "icalendar",
    "caldav",
    "requests",
    "urllib3",
    "http.client",
    "filelock",
    "pypdf",
    "git",
    "pygments",
    "hypothesis",
]
ASK = """
import os, runpy, sys
os._exit = sys.exit
sys.argv = ["eo-tracker", *sys.argv[1:]]
try:
    runpy.run_module("eo_tracker", run_name="__main__")
except SystemExit:
    pass
sys.stderr.write("\\n".join(sys.modules))
"""


def imported(environment: dict[str, str], *words: str) -> set[str]:
    """What a run imports."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(done.stderr.splitlines())


def test_due_imports_only_what_it_needs(tmp_path: Path) -> None:
    environment = {**os.environ, "EO_TRACKER_CACHE": str(tmp_path / "cache")}
    first = ["due", "--within", "30d"]
    imported(environment, *first)  # the first call fills the cache, and reads YAML for that
    for words, expected in ((["due", "--within", "29d"], DUE), (first, AGAIN)):
        modules = imported(environment, *words)
        ours = {each for each in modules if each.startswith("eo_tracker.")}
        assert {each.removeprefix("eo_tracker.") for each in ours} == expected
        assert [each for each in NEVER if each in modules] == []
    assert "typer" not in modules
