"""Which catalog a command means: the one named, the environment's, the folder's own, or the one
that ships.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY, display_path

CATALOG_VARIABLE = "EO_TRACKER_CATALOG"
FOLDER = "obligations"
# The word for the catalog that came with the program, to build one's own on it.
SHIPPED = Path("shipped")
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Located:
    """The paths of a catalog, its name for output (no path of this machine), and whether it came
    with the program.

    `public` are those of the paths that were named as `shipped`, or are meant where nothing is
    named.
    """

    paths: tuple[Path, ...]
    name: str
    shown: str
    shipped: bool = False
    public: tuple[Path, ...] = ()

    @property
    def own(self) -> tuple[Path, ...]:
        """The paths that may be written to: all but those of the catalog that came with the
        program.
        """
        return tuple(
            each for each in self.paths if each not in self.public and not is_installed(each)
        )


def locate_catalog(named: Sequence[Path] = ()) -> Located:
    """Which catalog is meant: the one named, else that of $EO_TRACKER_CATALOG, of the folder, or
    bundled.
    """
    return locate(named, os.environ.get(CATALOG_VARIABLE))


def locate(named: Sequence[Path], environment: str | None) -> Located:
    """Find the catalog: `--catalog`, then $EO_TRACKER_CATALOG, then ./obligations, then the
    shipped one.
    """
    if named:
        return _located(tuple(named))
    if parts := tuple(Path(part) for part in (environment or "").split(os.pathsep) if part):
        return _located(parts)
    if Path(FOLDER, REGISTRY).is_file():
        return _located((Path(FOLDER),))
    return Located(
        (shipped(),),
        name=FOLDER,
        shown="the bundled catalog",
        shipped=True,
        public=(shipped(),),
    )


def shipped() -> Path:
    """The catalog inside the installed package; beside the package in a source tree."""
    inside = _PACKAGE / FOLDER
    return inside if inside.is_dir() else _PACKAGE.parent / FOLDER


def is_installed(path: Path) -> bool:
    """Whether a file or folder is part of the catalog inside the installed package.

    Of a source tree nothing is.
    """
    return (_PACKAGE / FOLDER).is_dir() and path.resolve().is_relative_to(shipped().resolve())


def _located(named: tuple[Path, ...]) -> Located:
    public = tuple(shipped() for path in named if path == SHIPPED and not path.exists())
    paths = tuple(shipped() if path == SHIPPED and not path.exists() else path for path in named)
    name = " + ".join(
        path.stem
        if path.suffix == ".yaml"
        else (display_path(Path(path.name)) if path.name else path.resolve().name)
        for path in paths
    )
    return Located(paths, name=name, shown=" + ".join(map(display_path, named)), public=public)
