"""The obligations of a catalog on one day: what `due`, `list`, `show` and the others ask.

What was asked before is read from the store; the rest is made from the resolved catalog, and kept.
Both ways go through the same plain values, so that they cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from eo_tracker.answers import (
    Agencies,
    AgencyDetails,
    Details,
    Due,
    Head,
    InstrumentDetails,
    JsonObject,
    LabelledText,
    Listing,
    Row,
    Sheet,
    Unissued,
)
from eo_tracker.kept import Kept
from eo_tracker.lookup import related_parties
from eo_tracker.names import CatalogNames
from eo_tracker.query import Filter, Index, due_window, other_occurrences, select, under
from eo_tracker.vocabulary import owner_id

if TYPE_CHECKING:  # a day that was asked before needs neither models nor resolver
    from eo_tracker.resolved import Resolved


class DayAnswers:
    """A catalog, resolved as of a day, as answers.

    `resolve` is called when something was not kept. `name` and `shown` are how the catalog is
    called, and `remarks` what is to be said of the question; they are not part of what is kept.
    """

    def __init__(
        self,
        resolve: Callable[[], Resolved],
        kept: Kept | None = None,
        *,
        name: str = "",
        shown: str = "",
        remarks: Sequence[str] = (),
    ) -> None:
        self._resolve = resolve
        self._kept = kept or Kept(None, "")
        self._is_kept = kept is not None
        self._name = name
        self._shown = shown
        self._remarks = tuple(remarks)

    @cached_property
    def _resolved(self) -> Resolved:
        return self._resolve()

    def _value(
        self,
        name: str,
        make: Callable[[], Any],
    ) -> Any:
        """The value kept under a name; else what `make` gives, which is then kept."""
        value = self._kept.value(name)
        if value is None:
            value = make()
            self._kept.keep({name: value})
        return value

    @cached_property
    def head(self) -> Head:
        """What every answer says of itself."""
        head = Head.of_plain(self._value("head", lambda: self._resolved.head))
        head = head._replace(remarks=[*head.remarks, *self._remarks])
        if not self._is_kept:
            return head
        return head._replace(catalog=self._name, shown=self._shown)

    @cached_property
    def names(self) -> CatalogNames:
        """What the catalog's entries are called."""
        return CatalogNames.of_plain(self._value("names", lambda: self._resolved.names))

    @cached_property
    def index(self) -> Index:
        """The facts that filters ask, one record for each obligation."""
        return Index.of_plain(self._value("index", lambda: self._resolved.index.plain))

    def rows(self, numbers: Sequence[int]) -> list[Row]:
        """The rows of the obligations with these numbers in the index."""
        kept = self._kept.numbered(numbers)
        made: dict[int, Any] = {}
        for number in numbers:
            if number not in kept:
                made[number] = self._resolved.row(number)
        self._kept.keep_numbered(made)
        known = kept | made
        return [Row(*known[number]) for number in numbers]

    # answers

    def due(
        self,
        chosen: Filter,
        since: str | None,
        until: str,
    ) -> Due:
        """What is due in a window, of what the filter selects."""
        numbers = select(self.index, chosen)
        window = due_window(self.index, numbers, self.head.as_of, since, until)
        shown = self._linked([*window.passed, *window.coming], chosen)
        passed = len(window.passed)
        return Due(
            self.head,
            shown[:passed],
            shown[passed:],
            window.hidden,
            since,
            until,
            chosen.orders,
            is_empty=not self.index.facts,
        )

    def listing(
        self,
        chosen: Filter,
        changed_since: str | None = None,
    ) -> Listing:
        """All that the filter selects; with `changed_since`, what changed on that day or later."""
        numbers = select(self.index, chosen)
        if changed_since:
            facts = self.index.facts
            numbers = [number for number in numbers if facts[number].changed >= changed_since]
        others = other_occurrences(self.index, numbers)
        rows = self._linked(numbers, chosen)
        return Listing(self.head, rows, others, is_about_reach=bool(chosen.reach))

    def _linked(
        self,
        numbers: Sequence[int],
        chosen: Filter,
    ) -> list[Row]:
        """The rows; of those under an order, with the weakest link to it."""
        rows = self.rows(numbers)
        if not chosen.under:
            return rows
        links = under(self.index, chosen.under)
        return [row.linked(links[owner_id(row.id)]) for row in rows]

    def agencies(
        self, chosen: Filter, only: Container[str] | None, *, is_filtered: bool
    ) -> Agencies:
        """The parties of the registry, with the number of obligations in which each has a role.

        `only` are those to show; with `is_filtered`, those without a role in what the filter
        selects are left out.
        """
        bound, named = self._counts(chosen)
        rows = []
        for row in self._parties():
            key = row["id"]
            if (is_filtered and not named[key]) or (only is not None and key not in only):
                continue
            rows.append({**row, "bound": bound[key], "named": named[key]})
        labels = {key: party.label for key, party in self.names.parties.items()}
        return Agencies(self.head, rows, labels)

    def agency(self, key: str) -> AgencyDetails:
        """What a party must do, alone and as one of a group, and where else it has a role."""
        related = related_parties(self.names, key)
        parts = frozenset(name for name in related if self._is_part(name, key))
        own = select(self.index, Filter(lead=parts))
        shared = _without(select(self.index, Filter(lead=related)), own)
        other = _without(select(self.index, Filter(agencies=related)), [*own, *shared])
        party = self.names.parties[key]
        return AgencyDetails(
            self.head,
            next(each for each in self._parties() if each["id"] == key),
            party.name if party.name == party.label else f"{party.label}: {party.name}",
            list(self._agency_lines(key, related - parts)),
            self.rows(own),
            self.rows(shared),
            self.rows(other),
        )

    def _is_part(self, name: str, of: str) -> bool:
        return name == of or of in self.names.parties[name].above

    def _agency_lines(self, key: str, groups: Iterable[str]) -> Iterator[LabelledText]:
        """Where a party belongs."""
        parties = self.names.parties
        above = [parties[name].label for name in parties[key].above]
        labels = sorted(parties[name].label for name in groups)
        yield "ID", key
        if above:
            yield "Part of", ", ".join(above)
        if labels:
            yield "Belongs to", ", ".join(labels)

    def _counts(self, chosen: Filter) -> tuple[Counter[str], Counter[str]]:
        """How many directives bind and name each party; occurrences of one count once."""
        index = self.index
        facts = map(index.facts.__getitem__, select(index, chosen))
        directives = {each.id: index.roles[each.roles] for each in facts}
        bound: Counter[str] = Counter()
        named: Counter[str] = Counter()
        for roles in directives.values():
            bound.update(roles.bound)
            named.update(roles.named)
        return bound, named

    def _parties(self) -> list[JsonObject]:
        parties: list[JsonObject] = self._value("parties", lambda: list(self._resolved.parties()))
        return parties

    def details(
        self,
        keys: Sequence[str],
        *,
        is_proof: bool,
    ) -> Details:
        """Everything about the directives with these IDs, or how their dates were reached.

        The ID of an instrument means all of its directives.
        """
        sheets = []
        for key in sorted(set(keys)):
            sheets += self._sheets(key)
        return Details(self.head, sheets, is_proof, list(self._unissued(keys)))

    def _sheets(self, key: str) -> list[Sheet]:
        plain = self._value(f"sheets {key}", lambda: self._resolved.sheets(key))
        return [Sheet(*each) for each in plain]

    def _unissued(self, keys: Iterable[str]) -> Iterator[Unissued]:
        unissued = {each.id: each for each in self.head.unissued}
        for key in self._directives(keys):
            if owner := unissued.get(owner_id(key)):
                yield owner._replace(id=key)

    def _directives(self, keys: Iterable[str]) -> Iterator[str]:
        """The directives that are named, and those of the instruments."""
        for key in keys:
            if key in self.names.instruments:
                yield from (each for each in self.names.directives if owner_id(each) == key)
            else:
                yield key

    def instrument(self, key: str) -> InstrumentDetails:
        """Everything about the instrument with this ID."""
        plain = self._value(f"instrument {key}", lambda: self._resolved.instrument(key).plain)
        return InstrumentDetails.of_plain(self.head, plain)


def _without(
    numbers: Sequence[int],
    others: Sequence[int],
) -> list[int]:
    taken = set(others)
    return [number for number in numbers if number not in taken]
