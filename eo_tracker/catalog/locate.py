"""Which catalog a command means: the one named, the environment's, the folder's own, or the one that ships."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.catalog.load import REGISTRY

FOLDER = "obligations"
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Located:
    """The paths of a catalog, its name for output (no path of this machine), and whether it came with the program."""

    paths: tuple[Path, ...]
    name: str
    shown: str
    shipped: bool = False


def locate(named: Sequence[Path], environment: str | None, here: Path) -> Located:
    """Find the catalog: `--catalog`, then $EO_TRACKER_CATALOG, then ./obligations, then the shipped one."""
    if named:
        return _located(tuple(named))
    if environment:
        return _located(tuple(Path(part) for part in environment.split(os.pathsep) if part))
    if (here / FOLDER / REGISTRY).is_file():
        return _located((Path(FOLDER),))
    return Located((shipped(),), name=FOLDER, shown="the one shipped with eo-tracker", shipped=True)


def shipped() -> Path:
    """The catalog inside the installed package; beside the package in a source tree."""
    inside = _PACKAGE / FOLDER
    return inside if inside.is_dir() else _PACKAGE.parent / FOLDER


def is_installed() -> bool:
    """Whether this is an installed package, not a source tree."""
    return (_PACKAGE / FOLDER).is_dir()


def _located(paths: tuple[Path, ...]) -> Located:
    name = " + ".join(path.stem if path.suffix in (".yaml", ".yml") else (path.name or path.resolve().name) for path in paths)
    return Located(paths, name=name, shown=" + ".join(path.as_posix() for path in paths))
