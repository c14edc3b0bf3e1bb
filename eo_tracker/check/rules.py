"""The one table of all rules, and the run over a catalog."""

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
from eo_tracker.check.quotes import QUOTE_RULES
from eo_tracker.check.roles import ROLE_RULES
from eo_tracker.check.rule import File, Rule
from eo_tracker.check.suppression import Suppression, suppressions
from eo_tracker.check.timing import TIMING_RULES
from eo_tracker.errors import Problem
from eo_tracker.models import Catalog
from eo_tracker.resolve import KnownEffect, Obligation, resolve

RULES: Mapping[str, Rule] = {
    each.code: each
    for each in sorted(
        (
            *LOADING_RULES,
            *IDENTITY_RULES,
            *ROLE_RULES,
            *PROVENANCE_RULES,
            *TIMING_RULES,
            *EFFECT_RULES,
            *QUOTE_RULES,
            *COMPARISON_RULES,
            *FORM_RULES,
        )
    )
}


def check(
    loaded: Loaded,
    only: Collection[str] = frozenset(RULES),
    *,
    paths: Iterable[Path] = (),
    base: Catalog | None = None,
    as_of: date | None = None,
    text: Iterable[Problem] = (),
) -> list[Problem]:
    """Every problem of the catalog, faults of reading included, by file and line; `only` has the codes that are asked for.

    `paths` is where it was read from, to see what lies there unread; `base` is an older state of the catalog, whose IDs must still be there; `as_of` turns on the rules that go by the day;
    `text` is what holding the catalog against official texts found.
    What a file silences with a reason is left out; a silence without one, or that silences nothing, is a problem itself.
    """
    kept = [each for document in loaded.documents.values() for each in suppressions(document)]
    found = set(_found(loaded))
    found |= set(comparisons.against_folders(paths)) | set(text)
    found |= set(comparisons.against_base(loaded, base)) if base else set()
    found |= (
        set(comparisons.against_clock(loaded, as_of)) if as_of and not loaded.problems else set()
    )
    quiet = {
        each
        for each in found
        if RULES[each.code].find and any(one.reason and one.covers(each) for one in kept)
    }
    found = (found - quiet) | set(_idle(kept, found, whole=not loaded.problems))
    return sorted((each for each in found if each.code in only), key=lambda each: each.sort_key)


def _idle(
    kept: Iterable[Suppression], found: Collection[Problem], *, whole: bool
) -> Iterator[Problem]:
    for each in kept:
        rule = RULES.get(each.code)
        if rule is None or rule.find is None:
            yield Problem(each.place, "E906", f"{each.code} is no rule that can be silenced")
        elif each.reason is None:
            yield Problem(
                each.place,
                "E905",
                f"say why {each.code} may be silent here: '# allow {each.code}: reason'",
            )
        elif whole and not any(each.covers(one) for one in found):
            yield Problem(
                each.place,
                "E906",
                f"{each.code} finds nothing here, so there is nothing to silence",
            )


def _found(loaded: Loaded) -> Iterator[Problem]:
    yield from loaded.problems
    instruments = loaded.catalog.instruments

    @cache
    def obligations() -> Mapping[str, Obligation]:
        return (
            {}
            if loaded.problems
            else {each.id: each for each in resolve(loaded.catalog, date.max).obligations}
        )

    @cache
    def first_dates() -> Mapping[str, date]:
        return {} if loaded.problems else effects.first_dates(loaded.catalog)

    @cache
    def ends() -> Mapping[str, Sequence[KnownEffect]]:
        return effects.ends_of_instruments(loaded.catalog)

    urls = {
        each.sources["text"].url or "": key
        for key, each in reversed([*instruments.items()])
        if "text" in each.sources
    }
    for key, instrument in instruments.items():
        file = File(
            instrument, loaded.documents[key], loaded.catalog, urls, obligations, first_dates, ends
        )
        for rule in RULES.values():
            yield from file.problems(rule)
