"""The one table of all rules and their families, and the run over a catalog."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from eo_tracker.catalog.load import Loaded
from eo_tracker.check import comparisons, effects
from eo_tracker.check.comparisons import COMPARISON_RULES
from eo_tracker.check.effects import EFFECT_RULES
from eo_tracker.check.form import FORM_RULES
from eo_tracker.check.identity import IDENTITY_RULES
from eo_tracker.check.loading import LOADING_RULES
from eo_tracker.check.provenance import PROVENANCE_RULES
from eo_tracker.check.quote_limits import QUOTE_LIMIT_RULES
from eo_tracker.check.quote_recurrence import QUOTE_RECURRENCE_RULES
from eo_tracker.check.roles import ROLE_RULES
from eo_tracker.check.rule import Family, File, Rule
from eo_tracker.check.suppression import Suppression, suppressions
from eo_tracker.check.timing import TIMING_RULES
from eo_tracker.errors import Problem
from eo_tracker.models import Catalog
from eo_tracker.resolve import KnownEffect, Obligation, resolve

_ALL_RULES = (
    *LOADING_RULES,
    *IDENTITY_RULES,
    *ROLE_RULES,
    *PROVENANCE_RULES,
    *TIMING_RULES,
    *EFFECT_RULES,
    *QUOTE_LIMIT_RULES,
    *QUOTE_RECURRENCE_RULES,
    *COMPARISON_RULES,
    *FORM_RULES,
)
RULES: Mapping[str, Rule] = {
    rule.code: rule for rule in sorted(_ALL_RULES, key=lambda rule: rule.code)
}

FAMILIES: Sequence[Family] = (
    Family("E1", "Reading", "A file cannot be read, or an entry is not valid."),
    Family("E2", "Identity", "An ID, number, kind or address is wrong. --rev adds E203 and E204."),
    Family("E3", "References", "A reference to another entry does not resolve or makes no sense."),
    Family("E4", "Parties", "A party, or its role in a directive, is wrong."),
    Family("E5", "Sources", "A source is missing, or does not support what it is cited for."),
    Family("E6", "Dates", "A rule, date or effect contradicts the quoted words or another date."),
    Family("E7", "Official text", "An entry differs from the official text. Needs --text."),
    Family("E8", "As of a day", "The record is out of date. Needs --strict-as-of."),
    Family("E9", "Form", "The text or the layout of an entry needs attention."),
)


def check(
    loaded: Loaded,
    only: Collection[str] = frozenset(RULES),
    *,
    paths: Iterable[Path] = (),
    base: Catalog | None = None,
    as_of: date | None = None,
    text: Iterable[Problem] = (),
) -> list[Problem]:
    """Every problem of the catalog, faults of reading included, by file and line.

    `only` has the codes that are asked for. `paths` is where the catalog was read from, to find
    files there that are not read; `base` is an older state of the catalog, whose IDs must still
    exist; `as_of` turns on the rules that depend on the day; `text` is what the comparison with
    official texts found. What a file suppresses with a reason is left out; a suppression without a
    reason, or one that suppresses nothing, is a problem itself.
    """
    problems = {*_problems(loaded), *text, *comparisons.unread_files(paths)}
    if base:
        problems.update(comparisons.lost_ids(loaded, base))
    if as_of and not loaded.problems:
        problems.update(comparisons.outdated_records(loaded, as_of))
    comments = [
        comment for document in loaded.documents.values() for comment in suppressions(document)
    ]
    faulty = _faulty_suppressions(comments, problems, is_whole=not loaded.problems)
    remaining = {problem for problem in problems if not _is_suppressed(problem, comments)}
    remaining.update(faulty)
    selected = (problem for problem in remaining if problem.code in only)
    return sorted(selected, key=lambda problem: problem.sort_key)


def _is_suppressed(problem: Problem, comments: Iterable[Suppression]) -> bool:
    if RULES[problem.code].find is None:
        return False
    return any(comment.reason and comment.covers(problem) for comment in comments)


def _faulty_suppressions(
    comments: Iterable[Suppression], problems: Collection[Problem], *, is_whole: bool
) -> Iterator[Problem]:
    """Suppressions without a reason, and those of nothing (if all of the catalog was read)."""
    for comment in comments:
        rule = RULES.get(comment.code)
        if rule is None:
            yield Problem(comment.place, "E906", f"there is no rule {comment.code}")
        elif rule.find is None:
            yield Problem(comment.place, "E906", f"{comment.code} cannot be suppressed")
        elif comment.reason is None:
            message = f"say why {comment.code} is suppressed: '# allow {comment.code}: reason'"
            yield Problem(comment.place, "E905", message)
        elif is_whole and not any(comment.covers(problem) for problem in problems):
            message = f"{comment.code} finds nothing here; remove the comment"
            yield Problem(comment.place, "E906", message)


def _problems(loaded: Loaded) -> Iterator[Problem]:
    """What the loader found, and what the rules find in each file."""
    yield from loaded.problems
    catalog = loaded.catalog

    @cache
    def obligations() -> Mapping[str, Obligation]:
        if loaded.problems:
            return {}
        resolved = resolve(catalog, date.max).obligations
        return {obligation.id: obligation for obligation in resolved}

    @cache
    def first_dates() -> Mapping[str, date]:
        return {} if loaded.problems else effects.first_dates(catalog)

    @cache
    def ends() -> Mapping[str, Sequence[KnownEffect]]:
        return effects.ends_of_instruments(catalog)

    urls = _text_addresses(catalog)
    for key, instrument in catalog.instruments.items():
        document = loaded.documents[key]
        file = File(instrument, document, catalog, urls, obligations, first_dates, ends)
        for rule in RULES.values():
            yield from file.problems(rule)


def _text_addresses(catalog: Catalog) -> Mapping[str, str]:
    """The instrument that has its text at each address; of several the first."""
    addresses: dict[str, str] = {}
    for key, instrument in catalog.instruments.items():
        if text := instrument.sources.get("text"):
            addresses.setdefault(text.url or "", key)
    return addresses
