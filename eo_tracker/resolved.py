"""A catalog resolved as of a day, as plain values: what answers are made of at first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eo_tracker.answers import Head, InstrumentDetails, JsonObject, Row, Sheet
from eo_tracker.context import Context
from eo_tracker.names import CatalogNames, names_of
from eo_tracker.query import Index, index_of
from eo_tracker.rows import instrument_details_of, party_row, row_of, sheet_of


class Resolved:
    """The rows and sheets of one resolution."""

    def __init__(self, context: Context, remarks: Sequence[str] = ()) -> None:
        self._context = context
        self._remarks = remarks

    @property
    def head(self) -> Head:
        """What every answer says of itself."""
        return self._context.head._replace(remarks=self._remarks)

    @property
    def names(self) -> CatalogNames:
        """What the catalog's entries are called."""
        return names_of(self._context.catalog)

    @property
    def index(self) -> Index:
        """The facts that filters ask."""
        return index_of(self._context.resolution)

    def row(self, number: int) -> Row:
        """The row of the obligation with this number in the index."""
        return row_of(self._context.resolution.soonest[number], self._context)

    def sheets(self, key: str) -> list[Sheet]:
        """The sheets of a directive's obligations, or of all of an instrument, in their order."""
        return [
            sheet_of(obligation, self._context)
            for obligation in self._context.resolution.obligations
            if key in (obligation.id, obligation.instrument.id)
        ]

    def instrument(self, key: str) -> InstrumentDetails:
        """Everything about the instrument with this ID."""
        return instrument_details_of(self._context.catalog.instruments[key], self._context)

    def parties(self) -> Iterator[JsonObject]:
        """The parties of the registry as JSON has them."""
        for key, party in self._context.catalog.parties.items():
            yield party_row(key, party)
