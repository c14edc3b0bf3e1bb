"""What the README shows is what the program prints. To write it anew: UPDATE_README=1 python -m pytest tests/test_readme.py"""

from __future__ import annotations

import os
import re
import shlex

from conftest import ROOT, Run

README = ROOT / "README.md"
CONSOLE = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)


def test_every_screen_in_the_readme_is_real(run: Run) -> None:
    text = README.read_text(encoding="utf-8")
    assert len(CONSOLE.findall(text)) >= 5

    def real(found: re.Match[str]) -> str:
        program, *args = shlex.split(found["command"])
        assert program == "eo-tracker"
        result = run(*args, columns=100)
        assert result.status == 0
        return f"```console\n$ {found['command']}\n{result.out}```"

    anew = CONSOLE.sub(real, text)
    if os.environ.get("UPDATE_README"):
        README.write_text(anew, encoding="utf-8")
    assert anew == text


def test_every_other_example_works(run: Run, tmp_path: object) -> None:
    for block in re.findall(r"```sh\n(eo-tracker [^`]*)```", README.read_text(encoding="utf-8")):
        for line in block.strip().splitlines():
            words = [f"{tmp_path}/{word}" if word.endswith(".ics") else word for word in shlex.split(line)[1:]]
            assert run(*words).status == 0


def test_ci_runs_the_command_that_the_readme_gives() -> None:
    (command,) = [line for line in README.read_text(encoding="utf-8").splitlines() if line.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
