"""The linter on the command line: which files and rules are meant, what is shown."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from eo_tracker.catalog.files import REGISTRY, encoded, read_texts
from eo_tracker.catalog.files import shown as shown_path
from eo_tracker.catalog.layout import tidied
from eo_tracker.catalog.load import load_texts
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.write import rewrite, writable
from eo_tracker.check import LEVELS, RULES, Level, check
from eo_tracker.cli import ask, verifying
from eo_tracker.cli.options import Asked
from eo_tracker.errors import Place, Problem, did_you_mean
from eo_tracker.models import Catalog
from eo_tracker.render import findings
from eo_tracker.wording import count


class Linted(NamedTuple):
    """What was found in which catalog, its texts by file, and the files that were read for it; `hidden` counts findings elsewhere."""

    problems: Sequence[Problem]
    catalog: Catalog
    texts: Mapping[str, str]
    files: Sequence[Path]
    as_of: date | None = None
    hidden: int = 0

    def fails(self, level: Level) -> bool:
        """Whether something is as bad as `level`, or worse."""
        return any(
            LEVELS.index(RULES[each.code].level) <= LEVELS.index(level) for each in self.problems
        )


def codes(select: str | None, ignore: str | None) -> frozenset[str]:
    """The rules that are asked for. Raises Misuse for what begins no code."""
    wanted = _matching(select, "--select") if select is not None else frozenset(RULES)
    return wanted - (_matching(ignore, "--ignore") if ignore is not None else frozenset())


def _matching(text: str, option: str) -> frozenset[str]:
    found: set[str] = set()
    asked = [part.strip().upper() for part in text.split(",") if part.strip()]
    if not asked:
        raise ask.Misuse(f"{option}: {text!r} names no rule; eo-tracker check --list shows them")
    for each in asked:
        matching = {code for code in RULES if code.startswith(each)}
        if not matching:
            raise ask.Misuse(
                f"{option}: no rule begins with {each!r}{did_you_mean(each, RULES)}; eo-tracker check --list shows them"
            )
        found |= matching
    return frozenset(found)


def lint(
    paths: Sequence[Path] | None,
    only: frozenset[str],
    *,
    rev: str | None = None,
    as_of: str | None = None,
    text: Path | None = None,
) -> Linted:
    """Check the catalog in `paths`, or the one in use; against a git revision, by a day and against texts, if they are given."""
    where = ask.located(Asked(catalog=list(paths) if paths else None))
    if missing := [each for each in where.paths if not each.exists()]:
        raise ask.Misuse(f"there is no such file or folder: {missing[0].as_posix()}")
    only_files = {shown_path(each) for each in where.paths}
    if all(each.is_file() and each.with_name(REGISTRY).is_file() for each in where.paths):
        # Single files are looked at as parts of the catalog that they lie in.
        where = ask.located(Asked(catalog=list(dict.fromkeys(each.parent for each in where.paths))))
    else:
        only_files = set()
    problems: list[Problem] = []
    texts = read_texts(where.paths, problems)
    loaded = load_texts(texts, name=where.name, problems=problems)
    day = (
        ask.day(as_of, "--strict-as-of", relative_to=None, exact=True)
        if as_of is not None
        else None
    )
    base = _base(where, rev) if rev is not None else None
    held = verifying.held(loaded, text) if text is not None and not loaded.problems else ()
    # What is wrong with the catalog as a whole is said of a file that is there, or else of its folder.
    whole = Place(next(iter(texts), shown_path(where.paths[0])))
    loaded.problems[:] = [
        each._replace(place=whole) if each.code == "E111" else each for each in loaded.problems
    ]
    found = check(loaded, only, paths=where.paths, base=base, as_of=day, text=held)
    shown = [each for each in found if not only_files or each.place.file in only_files]
    files = [*map(Path, texts), *(verifying.files(text) if text is not None else ())]
    return Linted(shown, loaded.catalog, texts, files, day, len(found) - len(shown))


def fix(paths: Sequence[Path] | None) -> str:
    """Put the files in canonical layout; what was done, in a sentence. Files that cannot be read are left alone."""
    own = ask.writable(Asked(catalog=list(paths) if paths else None)).own
    mended: list[str] = []
    for name in read_texts(own, []):
        path = writable(name)
        before = path.read_bytes()
        rewrite(
            path,
            _tidied,
            inside=next(
                (each for each in own if each.is_dir() and each in path.parents), path.parent
            ),
        )
        mended += [name] if path.read_bytes() != before else []
    return f"{count(len(mended), 'file')} put in order{': ' if mended else ''}{', '.join(mended)}."


def _tidied(data: bytes) -> bytes:
    return encoded(tidied(data.decode("utf-8-sig")), data)


def _base(where: Located, revision: str) -> Catalog:
    from eo_tracker.catalog.git import read_revision

    problems: list[Problem] = []
    base = load_texts(
        read_revision(where.paths, revision, problems).texts, name=where.name, problems=problems
    )
    if base.problems:
        # Whoever mends a catalog that is broken there must still be able to check it here.
        faults = count(len(base.problems), "fault")
        ask.note(
            f"--rev: the catalog at {revision!r} has {faults} of reading ({base.problems[0]}); IDs are held against the rest of it."
        )
    return base.catalog


def shown(found: Linted, form: str) -> str:
    """The findings in one of the formats."""
    match form:
        case "json":
            return findings.as_json(
                found.problems, found.catalog, as_of=found.as_of, hidden=found.hidden
            )
        case "github":
            return findings.as_annotations([_at_a_path(each) for each in found.problems])
        case "sarif":
            from importlib.metadata import version

            return findings.as_sarif(
                [_at_a_path(each) for each in found.problems], version("eo-tracker")
            )
        case _:
            return findings.as_text(found.problems, found.texts)


def _at_a_path(problem: Problem) -> Problem:
    """The problem at a path that is there, for programs that open it: the nearest folder, where it names a file that is not."""
    path = Path(problem.place.file)
    if os.path.lexists(path):
        return problem
    folder = next(each for each in (*path.parents, Path()) if each.exists())
    return problem._replace(place=Place(shown_path(folder)))


def told(code: str | None) -> str:
    """One rule, or the list of all."""
    if code is None:
        return findings.listing()
    if code.upper() not in RULES:
        raise ask.Misuse(
            f"--explain: there is no rule {code!r}{did_you_mean(code.upper(), RULES)}; eo-tracker check --list shows them"
        )
    return findings.page(RULES[code.upper()])
