"""`check` on the command line: which files and rules are meant, what is found, and `--fix`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from eo_tracker.catalog.files import REGISTRY, Texts, display_path, encode, read_texts
from eo_tracker.catalog.layout import tidied
from eo_tracker.catalog.load import Loaded, load_texts
from eo_tracker.catalog.locate import Located, locate_catalog
from eo_tracker.catalog.write import rewrite, writable
from eo_tracker.check import FAMILIES, RULES, check
from eo_tracker.cli import verifying
from eo_tracker.cli.opening import writable_catalog
from eo_tracker.cli.options import CommonOptions
from eo_tracker.cli.output import remark
from eo_tracker.cli.parsing import exact_day
from eo_tracker.cli.report import Report
from eo_tracker.errors import Misuse, Place, Problem
from eo_tracker.models import Catalog
from eo_tracker.render import rules
from eo_tracker.text import did_you_mean
from eo_tracker.wording import count

_SEE_LIST = "eo-tracker check --list shows them"


def codes(select: str | None, ignore: str | None) -> frozenset[str]:
    """The codes of the rules that are asked for. Raises Misuse for what begins no code."""
    selected = frozenset(RULES)
    if select is not None:
        selected = _matching(select, "--select")
    if ignore is not None:
        selected -= _matching(ignore, "--ignore")
    return selected


def _matching(text: str, option: str) -> frozenset[str]:
    beginnings = [part.strip().upper() for part in text.split(",") if part.strip()]
    if not beginnings:
        raise Misuse(f"{option}: {text!r} names no rule; {_SEE_LIST}")
    for beginning in beginnings:
        if not any(code.startswith(beginning) for code in RULES):
            hint = did_you_mean(beginning, RULES)
            raise Misuse(f"{option}: no rule begins with {beginning!r}{hint}; {_SEE_LIST}")
    return frozenset(code for code in RULES if code.startswith(tuple(beginnings)))


def lint(
    paths: Sequence[Path] | None,
    only: frozenset[str],
    *,
    rev: str | None = None,
    as_of: str | None = None,
    text: Path | None = None,
) -> Report:
    """Check the catalog in `paths`, or the one in use.

    It is also compared with a git revision, a day and the official texts, if they are given.
    """
    named = _existing(paths)
    where = _whole_catalog(named)
    texts = read_texts(where.paths)
    loaded = _read(texts, where)
    day = None if as_of is None else exact_day(as_of, "--strict-as-of")
    base = None if rev is None else _base(where, rev)
    problems = check(
        loaded,
        only,
        paths=where.paths,
        base=base,
        as_of=day,
        text=_compared(loaded, text),
    )
    shown = problems
    if where != named:
        own = {display_path(path) for path in named.paths}
        shown = [problem for problem in problems if problem.place.file in own]
    return Report(
        shown,
        loaded.catalog,
        texts.by_file,
        [*map(Path, texts.by_file), *_text_files(text)],
        day,
        hidden=len(problems) - len(shown),
    )


def _compared(loaded: Loaded, text: Path | None) -> Iterable[Problem]:
    """Where the catalog and the official texts differ."""
    if text is None or loaded.problems:
        return ()
    return verifying.differences(loaded, text)


def _text_files(text: Path | None) -> Sequence[Path]:
    return verifying.files(text) if text is not None else ()


def _existing(paths: Sequence[Path] | None) -> Located:
    """The catalog that is named, or the one in use.

    Raises Misuse for a path that does not exist.
    """
    named = locate_catalog(paths or ())
    for path in named.paths:
        if not path.exists():
            raise Misuse(f"there is no such file or folder: {path.as_posix()}")
    return named


def _whole_catalog(named: Located) -> Located:
    """Where single files are named, the catalog that they are part of."""
    if not all(path.is_file() and path.with_name(REGISTRY).is_file() for path in named.paths):
        return named
    return locate_catalog(list(dict.fromkeys(path.parent for path in named.paths)))


def _read(texts: Texts, where: Located) -> Loaded:
    """The catalog.

    What is wrong with it as a whole is reported on a file that exists, or its folder.
    """
    loaded = load_texts(
        texts.by_file,
        name=where.name,
        unread=texts.problems,
    )
    whole = Place(next(iter(texts.by_file), display_path(where.paths[0])))
    problems = [
        problem._replace(place=whole) if problem.code == "E111" else problem
        for problem in loaded.problems
    ]
    return Loaded(
        loaded.catalog,
        tuple(problems),
        loaded.documents,
        loaded.texts,
    )


def _base(where: Located, revision: str) -> Catalog:
    from eo_tracker.catalog.git import read_revision

    texts = read_revision(where.paths, revision).texts
    base = load_texts(
        texts.by_file,
        name=where.name,
        unread=texts.problems,
    )
    if base.problems:
        # Whoever corrects a catalog that is broken there must still be able to check it here.
        faults = count(len(base.problems), "fault")
        remark(
            f"--rev: the catalog at {revision!r} has {faults} ({base.problems[0]}); "
            "IDs are compared with the rest of it."
        )
    return base.catalog


def fix(paths: Sequence[Path] | None) -> str:
    """Put the files in canonical layout, and say so. Files that cannot be read are left alone."""
    own = writable_catalog(CommonOptions(catalog=list(paths or ()))).own
    changed = [name for name in read_texts(own).by_file if _fix_file(name, own)]
    done = f"{count(len(changed), 'file')} put in order"
    if changed:
        done = f"{done}: {', '.join(changed)}"
    return f"{done}."


def _fix_file(name: str, own: Sequence[Path]) -> bool:
    """Put one file in canonical layout; whether that changed it."""
    path = writable(name)
    before = path.read_bytes()
    folders = [folder for folder in own if folder.is_dir() and folder in path.parents]
    rewrite(
        path,
        _tidied,
        inside=folders[0] if folders else path.parent,
    )
    return path.read_bytes() != before


def _tidied(data: bytes) -> bytes:
    return encode(tidied(data.decode("utf-8-sig")), data)


def rules_text(code: str | None) -> str:
    """The page of one rule or family, by code or name, or the list of all rules."""
    if code is None:
        return rules.rules_list()
    by_name = {rule.name: rule.code for rule in RULES.values()}
    code = by_name.get(code.lower(), code.upper())
    for family in FAMILIES:
        if family.prefix == code:
            return rules.family_page(family)
    if code not in RULES:
        hint = did_you_mean(code, RULES)
        raise Misuse(f"--explain: there is no rule {code!r}{hint}; {_SEE_LIST}")
    return rules.rule_page(RULES[code])
