"""The rule for a date, as a text states it."""

from typing import TYPE_CHECKING, Self

from pydantic import ConfigDict, Field, model_validator

from eo_tracker.dates import Period
from eo_tracker.models.schema import has, lacks
from eo_tracker.models.values import (
    Entries,
    Entry,
    PeriodText,
    Reference,
    SpanText,
    StepText,
    UntilText,
)

if TYPE_CHECKING:
    from eo_tracker.models.instrument import Instrument

OWN_DATES = ("date", "publication", "effective")


_FORMS = ("within", "by", "earliest", "latest")


class Deadline(Entry):
    """The rule for a date, as the text states it; exactly one of the forms of the table in the README."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [*map(has, _FORMS), {"allOf": [has("every"), lacks(_FORMS)]}],
            "allOf": [
                {
                    "if": has("within"),
                    "then": {"oneOf": [has("of"), has("before")]},
                    "else": lacks(("of", "before")),
                },
                {"if": has("until"), "then": has("every")},
                {
                    "properties": {
                        name: {"items": lacks(["every"])} for name in ("earliest", "latest")
                    }
                },
            ],
        }
    )

    within: SpanText | None = None
    of: Reference | None = Field(
        None, description="date, publication, effective, or the ID of a directive or trigger."
    )
    before: Reference | None = None
    by: PeriodText | None = None
    every: StepText | None = None
    until: UntilText | None = Field(
        None,
        description="The last day, or the ID of a directive or trigger that ends the recurrence.",
    )
    earliest: Entries["Deadline"] = ()
    latest: Entries["Deadline"] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        parts = (*self.earliest, *self.latest)
        forms = (
            (self.within is not None)
            + (self.by is not None)
            + bool(self.earliest)
            + bool(self.latest)
        )
        if forms > 1:
            raise ValueError("a deadline has one of: within, by, earliest, latest")
        if not forms and not self.every:
            raise ValueError("a deadline needs one of: within, by, every, earliest, latest")
        if (self.within is not None) != (self.of is not None) + (self.before is not None):
            raise ValueError(
                "'within' goes with exactly one of 'of' and 'before', and they go with nothing else"
            )
        if parts and any(part.every for part in parts):
            raise ValueError(
                "'every' belongs to the whole deadline, not to a part of 'earliest' or 'latest'"
            )
        if self.until and self.until[:4].isdigit():
            Period.parse(self.until)
        if self.until and not self.every:
            raise ValueError("'until' ends a recurrence; it needs 'every'")
        return self

    def __str__(self) -> str:
        several = (("the earliest of", self.earliest), ("the latest of", self.latest))
        parts = [
            f"within {self.within}" if self.within else "",
            f"of {self.of}" if self.of else "",
            f"before {self.before}" if self.before else "",
            f"by {self.by}" if self.by else "",
            *(f"{name}: {'; '.join(map(str, rules))}" for name, rules in several if rules),
            f"every {self.every}" if self.every else "",
            f"until {self.until}" if self.until else "",
        ]
        return " ".join(filter(None, parts))

    @property
    def references(self) -> tuple[str, ...]:
        """The directives and triggers that this rule counts from or ends with, compounds included, as written."""
        own = [
            name
            for name in (self.of, self.before, self.ends_with)
            if name and name not in OWN_DATES
        ]
        if not (self.earliest or self.latest):
            return tuple(own)
        return (
            *own,
            *(name for part in (*self.earliest, *self.latest) for name in part.references),
        )

    def rests_on(self, name: str) -> bool:
        """Whether this rule counts from `name`, one of the instrument's own dates or a reference as written; compounds included."""
        parts = self.earliest or self.latest
        return name in (self.of, self.before) or (
            bool(parts) and any(part.rests_on(name) for part in parts)
        )

    def qualified(self, instrument: "Instrument") -> "Deadline":
        """The rule with references as full IDs, for a rule that `instrument` writes into another one."""
        new: dict[str, object] = {
            name: instrument.key(value)
            for name in ("of", "before")
            if (value := getattr(self, name)) and value not in OWN_DATES
        }
        new |= {"until": instrument.key(self.ends_with)} if self.ends_with else {}
        new |= {
            name: tuple(part.qualified(instrument) for part in getattr(self, name))
            for name in ("earliest", "latest")
        }
        return self.model_copy(update=new)

    @property
    def ends_with(self) -> str | None:
        """The directive or trigger that ends the recurrence, when `until` is not a date."""
        if self.until is None:
            return None
        try:
            Period.parse(self.until)
        except ValueError:
            return self.until
        return None
