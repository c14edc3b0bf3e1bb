"""The linter on the command line: which files and rules are meant, what is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY, encoded, read_texts
from eo_tracker.catalog.files import shown as shown_path
from eo_tracker.catalog.layout import tidied
from eo_tracker.catalog.load import load_texts
from eo_tracker.catalog.locate import Located
from eo_tracker.catalog.write import rewrite, writable
from eo_tracker.check import RULES, check
from eo_tracker.cli import verifying
from eo_tracker.cli.opening import located, writable_catalog
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import remark
from eo_tracker.cli.parsing import exact_day
from eo_tracker.cli.report import Report
from eo_tracker.errors import Misuse, Place, Problem, did_you_mean
from eo_tracker.models import Catalog
from eo_tracker.render import findings
from eo_tracker.wording import count


def codes(select: str | None, ignore: str | None) -> frozenset[str]:
    """The rules that are asked for. Raises Misuse for what begins no code."""
    wanted = _matching(select, "--select") if select is not None else frozenset(RULES)
    return wanted - (_matching(ignore, "--ignore") if ignore is not None else frozenset())


def _matching(text: str, option: str) -> frozenset[str]:
    found: set[str] = set()
    asked = [part.strip().upper() for part in text.split(",") if part.strip()]
    if not asked:
        raise Misuse(f"{option}: {text!r} names no rule; eo-tracker check --list shows them")
    for each in asked:
        matching = {code for code in RULES if code.startswith(each)}
        if not matching:
            raise Misuse(
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
) -> Report:
    """Check the catalog in `paths`, or the one in use; against a git revision, by a day and against texts, if they are given."""
    where = located(CommonOptions(catalog=list(paths) if paths else None))
    if missing := [each for each in where.paths if not each.exists()]:
        raise Misuse(f"there is no such file or folder: {missing[0].as_posix()}")
    only_files = {shown_path(each) for each in where.paths}
    if all(each.is_file() and each.with_name(REGISTRY).is_file() for each in where.paths):
        # Single files are looked at as parts of the catalog that they lie in.
        where = located(
            CommonOptions(catalog=list(dict.fromkeys(each.parent for each in where.paths)))
        )
    else:
        only_files = set()
    problems: list[Problem] = []
    texts = read_texts(where.paths, problems)
    loaded = load_texts(texts, name=where.name, problems=problems)
    day = exact_day(as_of, "--strict-as-of") if as_of is not None else None
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
    return Report(shown, loaded.catalog, texts, files, day, len(found) - len(shown))


def fix(paths: Sequence[Path] | None) -> str:
    """Put the files in canonical layout; what was done, in a sentence. Files that cannot be read are left alone."""
    own = writable_catalog(CommonOptions(catalog=list(paths) if paths else None)).own
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
        remark(
            f"--rev: the catalog at {revision!r} has {faults} of reading ({base.problems[0]}); IDs are held against the rest of it."
        )
    return base.catalog


def rules_text(code: str | None) -> str:
    """One rule, or the list of all."""
    if code is None:
        return findings.listing()
    if code.upper() not in RULES:
        raise Misuse(
            f"--explain: there is no rule {code!r}{did_you_mean(code.upper(), RULES)}; eo-tracker check --list shows them"
        )
    return findings.page(RULES[code.upper()])
