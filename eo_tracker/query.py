"""Questions to a resolution: which obligations a filter selects, and what is due in a window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from eo_tracker.dates import Span, add
from eo_tracker.models import FULFIL, Catalog, Directive, Link, Reach, Status, owner_id
from eo_tracker.resolve import KnownEffect, Obligation, Resolution

OPEN = frozenset(
    {Status.UPCOMING, Status.DUE_TODAY, Status.PAST_DUE, Status.WAITING, Status.MISSED}
)


class Filter(NamedTuple):
    """What the user asked for; empty parts select everything.

    Names are the catalog's own, already looked up.
    """

    orders: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()
    status: frozenset[Status] = frozenset()
    topics: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None


def select(resolution: Resolution, chosen: Filter) -> list[Obligation]:
    """The obligations that `chosen` selects, soonest first, those without a date last.

    A draft is selected only where it is named.
    """
    obligations: Iterable[Obligation] = resolution.obligations
    if chosen.under:
        obligations = _under(resolution, chosen.under)
    named = chosen.orders | chosen.under
    catalog = resolution.catalog
    selected = [each for each in obligations if matches(each, chosen, catalog)]
    final = [
        each for each in selected if not each.instrument.is_draft or each.instrument.id in named
    ]
    return sorted(final, key=_soonest)


def _under(resolution: Resolution, orders: Iterable[str]) -> list[Obligation]:
    """The obligations of the orders and of what implements them, each with its weakest link."""
    links = under(resolution, orders)
    return [
        obligation._replace(link=links[obligation.instrument.id])
        for obligation in resolution.obligations
        if obligation.instrument.id in links
    ]


def under(resolution: Resolution, orders: Iterable[str]) -> dict[str, Link | None]:
    """The orders and what implements them, at any remove, with the weakest link of the chain.

    The link is None for the orders themselves. Where several chains lead to an instrument, the
    strongest counts.
    """
    found: dict[str, Link | None] = dict.fromkeys(orders)
    effects = [known for group in resolution.known.effects.values() for known in group]
    implementing = [known for known in effects if known.acted and known.does in FULFIL]
    explicit = [known for known in implementing if known.effect.link == "explicit"]
    # What is reached by explicit links alone is settled before an inferred one may carry on from
    # it.
    _follow(explicit, found, "explicit")
    _follow(implementing, found, "inferred")
    return found


def _follow(
    effects: Sequence[KnownEffect],
    found: dict[str, Link | None],
    weakest: Link,
) -> None:
    """Add what implements something found, until nothing is left to add."""
    while True:
        new = {known.by.id for known in effects if owner_id(known.on) in found}.difference(found)
        if not new:
            return
        found |= dict.fromkeys(new, weakest)


def _soonest(obligation: Obligation) -> tuple[date, bool, str, str]:
    return (
        obligation.when or date.max,
        obligation.due is None,
        str(obligation.instrument.dated),
        obligation.instrument.id,
    )


def matches(
    obligation: Obligation,
    chosen: Filter,
    catalog: Catalog,
) -> bool:
    """Whether the filter selects the obligation; `under` is a question for the whole resolution."""
    directive = obligation.directive
    for wanted, values in (
        (chosen.orders, (obligation.instrument.id,)),
        (chosen.status, (obligation.status,)),
        (chosen.topics, directive.topics),
        (chosen.lead, bound(directive) if chosen.lead else ()),
        (chosen.agencies, named(directive) if chosen.agencies else ()),
        (chosen.reach, _reached(directive, catalog) if chosen.reach else ()),
    ):
        if wanted and wanted.isdisjoint(values):
            return False
    return _is_within(obligation.when, chosen)


def _is_within(day: date | None, chosen: Filter) -> bool:
    if chosen.start and (day is None or day < chosen.start):
        return False
    return not (chosen.end and (day is None or day > chosen.end))


def bound(directive: Directive) -> set[str]:
    """The parties that must act, and the offices they act through."""
    names = [name for role in directive.binds for name in (role.party, role.through)]
    return {name for name in names if name}


def named(directive: Directive) -> set[str]:
    """Every party that has a role in the directive: bound, consulted, coordinating, invited,
    affected.

    To benefit is not a role.
    """
    names = [name for _, role in directive.roles for name in (role.party, role.through)]
    names += [*directive.invites, *(reached.party for reached in directive.reaches)]
    return {name for name in names if name}


def _reached(directive: Directive, catalog: Catalog) -> set[Reach | None]:
    """The kinds of those who are affected."""
    names = [role.party for role in directive.binds]
    names += [*directive.invites, *(reached.party for reached in directive.reaches)]
    return {catalog.parties[name].reach for name in names}


_Place = Literal["settled", "undated", "later", "coming", "earlier", "passed"]


class Hidden(NamedTuple):
    """How many obligations an answer does not show, by reason; those that are settled by status."""

    earlier: int = 0
    later: int = 0
    undated: int = 0
    settled: Mapping[Status, int] = MappingProxyType({})
    occurrences: int = 0


class DueWindow(NamedTuple):
    """The day's answer: what passed, what is due from today on, and what was left out.

    `until` is the window's last day.
    """

    passed: tuple[Obligation, ...]
    coming: tuple[Obligation, ...]
    hidden: Hidden
    since: date | None
    until: date

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What is shown, in the order of the screen."""
        return (*self.passed, *self.coming)


def window(
    as_of: date,
    *,
    within: Span,
    past: Span | None,
    start: date | None = None,
    end: date | None = None,
) -> tuple[date | None, date]:
    """The first and last day of the window of `due`; no first day when `past` is None, for all.

    A `start` or `end` that is given takes the place of one side; the other is counted from it where
    it is beyond the day.
    """
    since = start
    if since is None and past is not None:
        since = _moved(
            min(as_of, end or as_of),
            past,
            -1,
        )
    until = end or _moved(
        max(as_of, start or as_of),
        within,
        1,
    )
    return since, until


def _moved(
    day: date,
    span: Span,
    times: int,
) -> date:
    try:
        return add(day, span, times)
    except OverflowError:
        return date.max if times > 0 else date.min


def due_window(
    obligations: Sequence[Obligation], as_of: date, since: date | None, until: date
) -> DueWindow:
    """Split the obligations by the window from `since` to `until`.

    What is open is shown, and what passed in the window and cannot be checked; the rest is counted.
    """
    window = _Window(as_of, since, until)
    passed, coming = [], []
    counts: Counter[str] = Counter()
    settled: Counter[Status] = Counter()
    for obligation in obligations:
        match window.place_of(obligation):
            case "settled":
                settled[obligation.status] += 1
            case "passed":
                passed.append(obligation)
            case "coming":
                coming.append(obligation)
            case reason:
                counts[reason] += 1
    others = {obligation.id: obligation.others for obligation in obligations}
    hidden = Hidden(
        **counts,
        settled=settled,
        occurrences=sum(others.values()),
    )
    return DueWindow(
        tuple(passed),
        tuple(coming),
        hidden,
        since,
        until,
    )


class _Window(NamedTuple):
    """The days of an answer."""

    as_of: date
    since: date | None
    until: date

    def place_of(self, obligation: Obligation) -> _Place:
        """Where an obligation goes: shown as passed or coming, or counted."""
        day = obligation.when
        if not _is_open(obligation) and not self._is_unchecked(obligation):
            return "settled"
        # What is only foreseen to have passed has no date: nobody can be late with it.
        if day is None or (obligation.due is None and self._is_before(day)):
            return "undated"
        if day > self.until:
            return "later"
        if day >= self.as_of:
            return "coming"
        return "earlier" if self._is_before(day) else "passed"

    def _is_before(self, day: date) -> bool:
        return self.since is not None and day < self.since

    def _is_unchecked(self, obligation: Obligation) -> bool:
        """Whether it passed in the window and cannot be checked."""
        if obligation.status is not Status.UNVERIFIABLE or obligation.when is None:
            return False
        return obligation.when < self.as_of and not self._is_before(obligation.when)


def _is_open(obligation: Obligation) -> bool:
    if obligation.is_of_open_scope:
        return True
    return obligation.status in OPEN or obligation.status is Status.CONTINUING
