"""The catalog as git had it: the texts of its files at a revision or day, without touching the
working tree.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from eo_tracker.catalog.files import MAX_CATALOG_FILE_BYTES, TOO_LARGE, Texts, decode
from eo_tracker.dates import parse_day
from eo_tracker.errors import Place, Problem, TrackerError

_DAY = re.compile(r"@\{(\d{4}-\d{2}-\d{2})\}|(\d{4}-\d{2}-\d{2})")
_COMMIT = re.compile(r"[0-9a-f]{40,64}")  # not `^` and a commit, which means all but it
_FIRST_YEAR = 1980
# `@{yesterday}`, `main@{2026-07-15}`: git answers these with what this one clone had then, the day
# of the cloning at the earliest.
_OF_THE_CLONE = re.compile(r"@\{(?!(?:-?\d+|u|upstream|p|push)\})", re.IGNORECASE)
# In a hook git says where the repository is, as seen from another folder than the catalog's.
_PLACES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
# A partial clone would fetch what it lacks; older versions of git know only the second of these.
_OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
# Files of a catalog can look like a repository of their own, with settings and a history of the
# sender's choice.
_NOT_FROM_FILES = ("safe.bareRepository", "explicit")
MAX_REVISION_BYTES = 256 * 1024 * 1024  # of all files of a revision


class NoRevision(TrackerError):
    """A revision that git does not have, or a catalog that is in no repository.

    Says how to get it.
    """


class Revision(NamedTuple):
    """A catalog's files at a revision, its repositories' commits, and the last one's day."""

    commits: tuple[str, ...]
    day: date
    texts: Texts

    @property
    def commit(self) -> str:
        """The commit, or those of several repositories: `<40 digits> and <40 digits>`."""
        return " and ".join(self.commits)

    @property
    def short(self) -> str:
        """The same as a reader needs it: ten digits of each."""
        return " and ".join(commit[:10] for commit in self.commits)


def read_revision(paths: Sequence[Path], revision: str) -> Revision:
    """The catalog in `paths` as it was at `revision`. Raises NoRevision.

    A revision is anything git understands, or a day (`2026-07-15`, `@{2026-07-15}`), which means
    the last commit of that day in Washington. Files that cannot be read are Problems.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    commits: dict[str, date] = {}
    for path in paths:
        folder = path if path.is_dir() else path.parent
        commit = _commit(folder, revision)
        for name, text in _texts_of(path, folder, commit, revision):
            if isinstance(text, Problem):
                problems.append(text)
            else:
                texts[name] = text
        commits[commit] = _day(folder, commit)
    found = Revision(tuple(commits), max(commits.values()), Texts(texts, tuple(problems)))
    if not (texts or problems):
        raise NoRevision(f"--rev: the catalog has no files at {revision!r} ({found.short})")
    return found


def _texts_of(
    path: Path, folder: Path, commit: str, revision: str
) -> Iterator[tuple[str, str | Problem]]:
    """The name of each catalog file of a commit, with its text or what is wrong with it."""
    try:
        files = _files(folder, commit, path)
        readable = [file for file in files if file.problem is None]
        if sum(file.size for file in readable) > MAX_REVISION_BYTES:
            size = f"{MAX_REVISION_BYTES // 2**20} MiB"
            raise NoRevision(
                f"--rev: the catalog's files at {revision!r} are larger than {size} together"
            )
        contents = dict(zip(readable, _contents(folder, readable), strict=True))
    except (subprocess.CalledProcessError, ValueError):
        reason = f"objects are missing or damaged{_how_to_get_it(folder)}"
        raise NoRevision(
            f"--rev: git cannot read the catalog at {revision!r} ({commit[:10]}): {reason}"
        ) from None
    for file in files:
        yield file.shown, file.problem or decode(contents[file], Place(file.shown))


def merge_base(paths: Sequence[Path], old: str, new: str) -> str:
    """The commit from which two revisions parted. Raises NoRevision."""
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    commits = _commit(folder, old), _commit(folder, new)
    try:
        return _git(folder, "merge-base", *commits).decode().strip()
    except subprocess.CalledProcessError:
        raise NoRevision(
            f"--rev: {old!r} and {new!r} have no commit in common here{_how_to_get_it(folder)}"
        ) from None


def _day(folder: Path, commit: str) -> date:
    from zoneinfo import ZoneInfo

    # A user's settings may have git check signatures, with a program of the repository's choice.
    seconds = _git(folder, "show", "-s", "--no-show-signature", "--format=%ct", commit)
    try:
        return datetime.fromtimestamp(int(seconds), ZoneInfo("America/New_York")).date()
    except (ValueError, OverflowError, OSError):
        raise NoRevision(f"--rev: commit {commit[:10]} has no valid date") from None


class _File(NamedTuple):
    """A file of a commit: its name as shown to the user, what git says that it is, its object and
    its size.
    """

    shown: str
    mode: str
    id: str
    size: int

    @property
    def problem(self) -> Problem | None:
        """Why it cannot be a file of a catalog."""
        if self.mode not in ("100644", "100755", "100664"):
            return Problem(Place(self.shown), "E109", "this is not a regular file")
        if self.size > MAX_CATALOG_FILE_BYTES:
            return Problem(Place(self.shown), "E108", TOO_LARGE)
        return None


def _files(folder: Path, commit: str, path: Path) -> list[_File]:
    """The catalog's files, by name."""
    listed = _git(
        folder, "ls-tree", "-z", "--long", commit, "./" if path.is_dir() else f"./{path.name}"
    ).decode("utf-8", "replace")
    found = []
    for line in filter(None, listed.split("\0")):
        about, _, name = line.partition("\t")
        mode, _, key, size = about.split()
        if not path.is_dir() or (name.endswith((".yaml", ".yml")) and not name.startswith(".")):
            found.append(
                _File(
                    (folder / name).as_posix() if path.is_dir() else path.as_posix(),
                    mode,
                    key,
                    int(size.replace("-", "0")),
                )
            )
    return sorted(found)


def _contents(folder: Path, files: Sequence[_File]) -> Iterator[bytes]:
    """The files' bytes, all from one call of git."""
    answer = _git(
        folder, "cat-file", "--batch", given="".join(f"{each.id}\n" for each in files).encode()
    )
    start = 0
    for each in files:
        head, start = answer[start : (end := answer.index(b"\n", start))], end + 1
        if head.split() != [each.id.encode(), b"blob", str(each.size).encode()]:
            raise ValueError(head)
        yield answer[start : start + each.size]
        start += each.size + 1


def _commit(folder: Path, revision: str) -> str:
    try:
        _git(folder, "rev-parse", "--show-toplevel")
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").partition("\n")[0].removeprefix("fatal: ")
        raise NoRevision(
            f"--rev: the catalog in {folder.as_posix()} is not in a git repository"
            + (f" ({said})" if said else "")
        ) from None
    day = _DAY.fullmatch(revision)
    if not day and _OF_THE_CLONE.search(revision):
        raise NoRevision(
            f"--rev: {revision!r} says when this clone had it, not when the catalog did; "
            "write a day: @{2026-07-15}"
        )
    try:
        if day:
            name = _last_of(folder, day[1] or day[2])
        else:
            # Without the option's end a revision such as --output=x would be an option of git.
            name = (
                _git(
                    folder,
                    "rev-parse",
                    "--verify",
                    "--quiet",
                    "--end-of-options",
                    f"{revision}^{{commit}}",
                )
                .decode()
                .strip()
            )
    except (subprocess.CalledProcessError, ValueError):
        name = ""
    if not _COMMIT.fullmatch(name):
        raise NoRevision(f"--rev: git has no revision {revision!r} here{_how_to_get_it(folder)}")
    return name


def _last_of(folder: Path, day: str) -> str:
    from zoneinfo import ZoneInfo

    end = datetime.combine(parse_day(day), time(23, 59, 59), tzinfo=ZoneInfo("America/New_York"))
    if (
        end.year < _FIRST_YEAR
    ):  # git takes small numbers for no times at all, and would give its newest commit
        return ""
    return (
        _git(folder, "rev-list", "-1", f"--before={int(end.timestamp())}", "HEAD").decode().strip()
    )


def _how_to_get_it(folder: Path) -> str:
    if _git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true":
        return "; this clone is shallow, so fetch its history first: git fetch --unshallow"
    if b".promisor" in _git(folder, "config", "--list", "--name-only"):
        return "; this clone is partial, so fetch its files first: git fetch --refetch --no-filter"
    return ""


def _git(folder: Path, *args: str, given: bytes = b"") -> bytes:
    environment = {
        name: value for name, value in os.environ.items() if name not in _PLACES
    } | _OFFLINE
    given_already = environment.get("GIT_CONFIG_COUNT", "")
    number = int(given_already) if given_already.isdecimal() and len(given_already) < 5 else 0
    name, value = _NOT_FROM_FILES
    environment |= {
        "GIT_CONFIG_COUNT": str(number + 1),
        f"GIT_CONFIG_KEY_{number}": name,
        f"GIT_CONFIG_VALUE_{number}": value,
    }
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *args],
            capture_output=True,
            check=True,
            input=given,
            env=environment,
        ).stdout
    except FileNotFoundError:
        raise NoRevision("--rev: git is not installed, or the catalog's folder is gone") from None
