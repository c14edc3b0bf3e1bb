"""`diff` on the command line: operands and options into a question, and the changes that match."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import date
from pathlib import Path

from eo_tracker.cli.filtering import filter_of
from eo_tracker.cli.opening import as_of_day, located
from eo_tracker.cli.options import DiffOptions, FilterOptions
from eo_tracker.cli.parsing import exact_day, is_day
from eo_tracker.diff import Change
from eo_tracker.diff.question import Operand, Setting, Sides, compare, compare_revisions
from eo_tracker.errors import Misuse
from eo_tracker.lookup import UnknownName
from eo_tracker.names import names_of
from eo_tracker.query import Filter, index_of, index_of_obligations, matches, under
from eo_tracker.resolve import Obligation, Resolution


def sides_of(operands: Sequence[str], options: DiffOptions) -> Sides:
    """What the operands and options mean. Raises Misuse, or the problems of a broken side."""
    if options.rev is not None and operands:
        raise Misuse(
            "--rev compares the catalog in use, so OLD and NEW cannot be given; "
            "name another catalog with --catalog"
        )
    setting = Setting(
        located(options),
        as_of_day(options),
        is_named=bool(options.catalog),
        nonpublic=options.include_nonpublic,
        use_cache=not options.no_cache,
    )
    if not operands:
        return compare_revisions(options.rev if options.rev is not None else "HEAD", setting)
    return compare(_operands(operands, options), setting)


def _operands(texts: Sequence[str], options: DiffOptions) -> list[Operand]:
    operands = [_operand(text) for text in texts]
    match operands:
        case [date() as start, date()]:
            if options.as_of is not None:
                raise Misuse("--as-of cannot be combined with two days")
            if texts[1].startswith(("+", "-")):
                return [start, exact_day(texts[1], "NEW", relative_to=start)]
    return operands


def _operand(text: str) -> Operand:
    """A day, a path or a name; what exists on disk is meant before an instrument of that name."""
    if is_day(text):
        return exact_day(text, "OLD or NEW")
    path = Path(text)
    looks_like_path = path.suffix in (".yaml", ".yml") or text.startswith((".", "/", "~"))
    return path if looks_like_path or path.exists() else text


def selected(sides: Sides, filters: FilterOptions) -> tuple[Change, ...]:
    """The changes that the filter selects on either side."""
    old, new = sides.old.resolution, sides.new.resolution
    try:
        wanted = filter_of(filters, names_of(new.catalog), new.as_of)
    except UnknownName:  # only the old side may have it
        wanted = filter_of(filters, names_of(old.catalog), old.as_of)
    changes = sides.diff.changes
    if wanted.under:
        old_orders = under(index_of(old), wanted.under)
        new_orders = under(index_of(new), wanted.under)
        changes = _of(changes, {*old_orders, *new_orders})
    if wanted.orders:
        changes = _of(changes, wanted.orders)
    if wanted._replace(orders=frozenset(), under=frozenset()) == Filter():
        return changes
    now = _matching([change.now for change in changes], wanted, new)
    was = _matching([change.was for change in changes], wanted, old)
    matching = zip(changes, now, was, strict=True)
    return tuple(change for change, is_now, was_then in matching if is_now or was_then)


def _of(changes: Iterable[Change], instruments: Container[str]) -> tuple[Change, ...]:
    return tuple(change for change in changes if change.instrument in instruments)


def _matching(
    obligations: Sequence[Obligation | None],
    wanted: Filter,
    side: Resolution,
) -> list[bool]:
    """Which of the obligations of one side the filter selects."""
    existing = [each for each in obligations if each]
    found = iter(matches(index_of_obligations(existing, side.catalog), wanted))
    return [each is not None and next(found) for each in obligations]
