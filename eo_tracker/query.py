"""Questions to the obligations of a day: which a filter selects, and what is due in a window.

They are asked of plain facts, of which there is one record for each obligation, so that a catalog
that was resolved before can be asked without its models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from eo_tracker.vocabulary import FULFIL, Status, owner_id

if TYPE_CHECKING:  # of a resolution only its values are read
    from eo_tracker.dates import Span
    from eo_tracker.models import Catalog, Directive, Link
    from eo_tracker.resolve import Obligation, Resolution


class Filter(NamedTuple):
    """What the user asked for; empty parts select everything.

    Names are the catalog's own, already looked up; `start` and `end` are ISO dates.
    """

    orders: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    start: str | None = None
    end: str | None = None


class DirectiveRoles(NamedTuple):
    """Who has a part in a directive, and what it is about.

    `bound` must act, or are the offices acted through; `named` have any role; `reach` are the kinds
    of those who are affected.
    """

    bound: frozenset[str]
    named: frozenset[str]
    reach: frozenset[str]
    topics: frozenset[str]


class Facts(NamedTuple):
    """What a question asks of one obligation.

    `day` is the due date, else the projected one; `roles` is an index into those of the `Index`.
    """

    id: str
    instrument: str
    status: str
    day: str | None
    is_due: bool
    is_open: bool
    changed: str
    others: int
    is_unsearched: bool
    roles: int


class Index(NamedTuple):
    """The facts of all obligations of a day, soonest first, those without a date last.

    `drafts` are instruments that never took effect. `links` are the effects by which one instrument
    implements another: the one that acts, its target, and how certain that is.
    """

    facts: Sequence[Facts]
    roles: Sequence[DirectiveRoles]
    drafts: frozenset[str]
    links: Sequence[tuple[str, str, str]]

    @property
    def plain(self) -> list[Any]:
        """The index as lists of text and numbers, which JSON has."""
        roles = [list(map(sorted, each)) for each in self.roles]
        return [self.facts, roles, sorted(self.drafts), self.links]

    @classmethod
    def of_plain(cls, plain: Sequence[Any]) -> Index:
        """The index that these lists stand for."""
        facts, roles, drafts, links = plain
        return cls(
            [Facts(*each) for each in facts],
            [DirectiveRoles(*map(frozenset, each)) for each in roles],
            frozenset(drafts),
            [(by, target, link) for by, target, link in links],
        )


# making


def index_of(resolution: Resolution) -> Index:
    """The index of a resolution."""
    effects = [known for group in resolution.known.effects.values() for known in group]
    implementing = [known for known in effects if known.acted and known.does in FULFIL]
    links = [(known.by.id, owner_id(known.on), known.effect.link) for known in implementing]
    return index_of_obligations(resolution.soonest, resolution.catalog)._replace(links=links)


def index_of_obligations(
    obligations: Iterable[Obligation],
    catalog: Catalog,
) -> Index:
    """The facts of these obligations, in their order."""
    numbers: dict[DirectiveRoles, int] = {}
    facts = []
    drafts: set[str] = set()
    for obligation in obligations:
        roles = _roles(obligation.directive, catalog)
        number = numbers.setdefault(roles, len(numbers))
        facts.append(_facts(obligation, number))
        if obligation.instrument.is_draft:
            drafts.add(obligation.instrument.id)
    return Index(facts, list(numbers), frozenset(drafts), [])


def _facts(
    obligation: Obligation,
    roles: int,
) -> Facts:
    day = obligation.when
    return Facts(
        obligation.id,
        obligation.instrument.id,
        obligation.status.value,
        str(day) if day else None,
        obligation.due is not None,
        obligation.is_binding,
        str(obligation.changed),
        obligation.others,
        obligation.is_unsearched,
        roles,
    )


def _roles(
    directive: Directive,
    catalog: Catalog,
) -> DirectiveRoles:
    """The roles of a directive; to benefit is not one."""
    named = [name for _, role in directive.roles for name in (role.party, role.through) if name]
    affected = [*directive.invites, *(reached.party for reached in directive.reaches)]
    reached = [*(role.party for role in directive.binds), *affected]
    kinds = [catalog.parties[name].reach for name in reached]
    return DirectiveRoles(
        directive.bound,
        frozenset([*named, *affected]),
        frozenset(kinds),
        frozenset(directive.topics),
    )


# selecting


def select(
    index: Index,
    chosen: Filter,
) -> list[int]:
    """The numbers of the obligations that `chosen` selects, in order.

    A draft is selected only where it is named.
    """
    below = under(index, chosen.under) if chosen.under else None
    left_out = index.drafts - chosen.orders - chosen.under
    selected = []
    for number, is_match in enumerate(matches(index, chosen)):
        facts = index.facts[number]
        if not is_match or facts.instrument in left_out:
            continue
        if below is None or facts.instrument in below:
            selected.append(number)
    return selected


def matches(
    index: Index,
    chosen: Filter,
) -> list[bool]:
    """Whether each obligation matches; `under` is a question for `select`, as drafts are."""
    has_roles = [_selects_roles(chosen, roles) for roles in index.roles]
    return [has_roles[facts.roles] and _selects(chosen, facts) for facts in index.facts]


def _selects_roles(
    chosen: Filter,
    roles: DirectiveRoles,
) -> bool:
    pairs = (
        (chosen.lead, roles.bound),
        (chosen.agencies, roles.named),
        (chosen.reach, roles.reach),
        (chosen.topics, roles.topics),
    )
    return not any(wanted and wanted.isdisjoint(values) for wanted, values in pairs)


def _selects(
    chosen: Filter,
    facts: Facts,
) -> bool:
    if chosen.orders and facts.instrument not in chosen.orders:
        return False
    if chosen.status and facts.status not in chosen.status:
        return False
    day = facts.day
    if chosen.start and (day is None or day < chosen.start):
        return False
    return not (chosen.end and (day is None or day > chosen.end))


def selected_obligations(
    resolution: Resolution,
    chosen: Filter,
) -> list[Obligation]:
    """The obligations that `chosen` selects, soonest first, with their links to a parent order."""
    index = index_of(resolution)
    selected = [resolution.soonest[number] for number in select(index, chosen)]
    if not chosen.under:
        return selected
    links = under(index, chosen.under)
    return [each._replace(link=links.get(each.instrument.id)) for each in selected]


def under(
    index: Index,
    orders: Iterable[str],
) -> dict[str, Link | None]:
    """The orders and what implements them, at any remove, with the weakest link of the chain.

    The link is None for the orders themselves. Where several chains lead to an instrument, the
    strongest counts.
    """
    found: dict[str, Link | None] = dict.fromkeys(orders)
    explicit = [(by, target) for by, target, link in index.links if link == "explicit"]
    # What is reached by explicit links alone is settled before an inferred one may carry on.
    _follow(explicit, found, "explicit")
    _follow([(by, target) for by, target, _ in index.links], found, "inferred")
    return found


def _follow(
    links: Sequence[tuple[str, str]],
    found: dict[str, Link | None],
    weakest: Link,
) -> None:
    """Add what implements something found, until nothing is left to add."""
    while True:
        new = {by for by, target in links if target in found}.difference(found)
        if not new:
            return
        found |= dict.fromkeys(new, weakest)


# windows


_Place = Literal["settled", "undated", "later", "coming", "earlier", "passed"]


class Hidden(NamedTuple):
    """How many obligations an answer does not show, by reason; those that are settled by status.

    `unsearched` are those of the `earlier` ones since whose date nobody searched the record.
    """

    earlier: int = 0
    unsearched: int = 0
    later: int = 0
    undated: int = 0
    settled: Mapping[str, int] = MappingProxyType({})
    occurrences: int = 0


class DueWindow(NamedTuple):
    """The numbers of what passed and of what is due from the day on, and what was left out."""

    passed: Sequence[int]
    coming: Sequence[int]
    hidden: Hidden


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
        since = _moved(min(as_of, end or as_of), past, -1)
    return since, end or _moved(max(as_of, start or as_of), within, 1)


def _moved(
    day: date,
    span: Span,
    times: int,
) -> date:
    from eo_tracker.dates import add

    try:
        return add(day, span, times)
    except OverflowError:
        return date.max if times > 0 else date.min


def due_window(
    index: Index,
    numbers: Iterable[int],
    as_of: str,
    since: str | None,
    until: str,
) -> DueWindow:
    """Split the selected obligations by the window from `since` to `until`.

    What is open is shown, and what passed in the window and cannot be checked; the rest is counted.
    """
    window = _Window(as_of, since, until)
    passed: list[int] = []
    coming: list[int] = []
    counts: Counter[str] = Counter()
    settled: Counter[str] = Counter()
    others: dict[str, int] = {}
    for number in numbers:
        facts = index.facts[number]
        others[facts.id] = facts.others
        match window.place_of(facts):
            case "settled":
                settled[facts.status] += 1
            case "passed":
                passed.append(number)
            case "coming":
                coming.append(number)
            case reason:
                counts[reason] += 1
                if reason == "earlier" and facts.is_unsearched:
                    counts["unsearched"] += 1
    hidden = Hidden(**counts, settled=settled, occurrences=sum(others.values()))
    return DueWindow(passed, coming, hidden)


def other_occurrences(
    index: Index,
    numbers: Iterable[int],
) -> int:
    """How many dates of recurring directives are not shown; each directive counts once."""
    others = {facts.id: facts.others for facts in map(index.facts.__getitem__, numbers)}
    return sum(others.values())


class _Window(NamedTuple):
    """The days of an answer."""

    as_of: str
    since: str | None
    until: str

    def place_of(self, facts: Facts) -> _Place:
        """Where an obligation goes: shown as passed or coming, or counted."""
        day = facts.day
        if not facts.is_open and not self._is_unchecked(facts):
            return "settled"
        # What is only foreseen to have passed has no date: nobody can be late with it.
        if day is None or (not facts.is_due and self._is_before(day)):
            return "undated"
        if day > self.until:
            return "later"
        if day >= self.as_of:
            return "coming"
        return "earlier" if self._is_before(day) else "passed"

    def _is_before(self, day: str) -> bool:
        return self.since is not None and day < self.since

    def _is_unchecked(self, facts: Facts) -> bool:
        """Whether it passed in the window and cannot be checked."""
        if facts.status != Status.UNVERIFIABLE or facts.day is None:
            return False
        return facts.day < self.as_of and not self._is_before(facts.day)
