"""The one pure fold: what is known on the day, effects in order of date, dates in order of
dependence, then status.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from eo_tracker.errors import TrackerError
from eo_tracker.models import Catalog, Directive, Instrument, cite_order
from eo_tracker.resolve.clocks import Clocks, in_order_of_dependence, references
from eo_tracker.resolve.dating import first_date
from eo_tracker.resolve.docket import DirectiveOfDay
from eo_tracker.resolve.knowledge import Assumption, knowledge
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import Dated, Obligation
from eo_tracker.resolve.readings import compared

# Thirteen years of a daily directive; a large catalog may have ten dates for each of its
# directives.
MAX_DATES = 5_000
MAX_DATES_EACH = 10


class TooManyDates(TrackerError):
    """A horizon before which recurring directives have more dates than anybody reads."""


@dataclass(frozen=True)
class Resolution:
    """All obligations as of a day, in order of instrument and directive, and what they rest on."""

    catalog: Catalog
    as_of: date
    obligations: tuple[Obligation, ...]
    known: Knowledge
    assume: tuple[Assumption, ...] = ()
    nonpublic: bool = False

    @cached_property
    def soonest(self) -> Sequence[Obligation]:
        """The obligations in the order in which they are due, those without a date last."""
        return sorted(self.obligations, key=_soonest)

    @cached_property
    def unknown(self) -> Mapping[str, Instrument]:
        """Instruments of the catalog that did not exist yet on the day."""
        known = self.known.instruments
        return {
            key: instrument
            for key, instrument in self.catalog.instruments.items()
            if key not in known and not instrument.is_record
        }


def resolve(
    catalog: Catalog,
    as_of: date,
    assume: Iterable[Assumption] = (),
    *,
    without: Collection[str] = (),
    horizon: date | None = None,
    nonpublic: bool = False,
) -> Resolution:
    """Resolve `catalog` as of a day.

    Total: whatever can be wrong with a catalog was found when it was read.

    First what is known on the day, with amendments; then dates, each after those that it counts
    from; then every obligation with its status. The order of files and entries plays no part.
    Instruments in `without` are taken as not known, and so is what rests on a nonpublic source,
    unless `nonpublic` is given. Where the law leaves open whether an effect still acts, all is done
    in both readings, and an obligation that differs carries both dates. Of a recurring directive
    the next occurrence is given, or all that come up to the `horizon`; raises TooManyDates if those
    are more than anybody reads.
    """
    assumed = tuple(assume)
    known = knowledge(catalog, as_of, assumed, without, nonpublic=nonpublic)
    obligations = _obligations(known, horizon)
    if known.is_open:
        other = knowledge(catalog, as_of, assumed, without, nonpublic=nonpublic, reading="lost")
        obligations = compared(obligations, _obligations(other, horizon), known)
    in_order = tuple(sorted(obligations, key=_order))
    return Resolution(catalog, as_of, in_order, known, assumed, nonpublic)


def _order(obligation: Obligation) -> tuple[object, ...]:
    instrument, directive = obligation.instrument, obligation.directive
    return (
        instrument.dated,
        instrument.id,
        cite_order(directive.cite),
        directive.id,
        obligation.occurrence or date.min,
    )


def _soonest(obligation: Obligation) -> tuple[date, bool, str, str]:
    return (
        obligation.when or date.max,
        obligation.due is None,
        str(obligation.instrument.dated),
        obligation.instrument.id,
    )


def _obligations(known: Knowledge, horizon: date | None) -> list[Obligation]:
    """The obligations of the day in one reading of the law."""
    directives = _directives(known.instruments.values())
    counts_from = {key: references(*owned) for key, owned in directives.items()}
    clocks = Clocks(known.catalog, known)
    obligations: list[Obligation] = []
    most = max(MAX_DATES, MAX_DATES_EACH * len(directives))
    for key in in_order_of_dependence(counts_from):
        instrument, directive = directives[key]
        dated = Dated()
        if directive.deadline:
            dated = first_date(directive.deadline, instrument, clocks.read)
        clocks.set(key, instrument, directive, counts_from[key], dated)
        of_day = DirectiveOfDay(known, key, instrument, directive, dated, clocks, horizon)
        obligations += islice(of_day.obligations(), most + 1)
        if len(obligations) > most:
            raise TooManyDates(
                f"recurring directives have more than {most:,} dates up to {horizon}; "
                "choose an earlier day"
            )
    return obligations


def _directives(
    instruments: Iterable[Instrument],
) -> dict[str, tuple[Instrument, Directive]]:
    """Every directive with its instrument, by full ID."""
    return {
        instrument.key(directive.id): (instrument, directive)
        for instrument in instruments
        for directive in instrument.directives
    }
