"""The locks have, in exact versions, everything that the project names, and what users install is
what is tested.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import ROOT
from packaging.requirements import Requirement

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[a-z])", text)[1:])
    return dict(re.findall(r"^([a-z0-9.-]+)==([^ ;]+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("file", "extras"),
    [("requirements.txt", []), ("requirements-test.txt", ["test", "caldav", "pdf"])],
)
def test_the_lock_has_what_the_project_names(file: str, extras: list[str]) -> None:
    named = [
        *PROJECT["dependencies"],
        *(each for extra in extras for each in PROJECT["optional-dependencies"][extra]),
    ]
    versions = locked(file)
    for requirement in map(Requirement, named):
        if requirement.name != PROJECT["name"]:
            assert requirement.specifier.contains(versions[requirement.name]), requirement
    assert {"hatchling", "editables"} <= versions.keys()


def test_what_users_install_is_what_is_tested() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-test.txt").items()
