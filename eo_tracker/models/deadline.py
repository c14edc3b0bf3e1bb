"""The rule for a date, as a text states it."""

from collections.abc import Callable
from typing import Self

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

OWN_DATES = ("date", "publication", "effective")


_FORMS = ("within", "by", "earliest", "latest")


class Deadline(Entry):
    """The rule for a date, as the text states it.

    Exactly one of the forms of the table in docs/catalog.md.
    """

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
        forms = [self.within, self.by, self.earliest or None, self.latest or None]
        given = sum(form is not None for form in forms)
        if given > 1:
            raise ValueError("a deadline has one of: within, by, earliest, latest")
        if not given and not self.every:
            raise ValueError("a deadline needs one of: within, by, every, earliest, latest")
        starts = [self.of, self.before]
        if (self.within is not None) != sum(start is not None for start in starts):
            raise ValueError(
                "'within' goes with exactly one of 'of' and 'before', and they go with nothing else"
            )
        return self

    @model_validator(mode="after")
    def _one_recurrence(self) -> Self:
        if any(part.every for part in (*self.earliest, *self.latest)):
            raise ValueError(
                "'every' belongs to the whole deadline, not to a part of 'earliest' or 'latest'"
            )
        if self.until and self.until[:4].isdigit():
            Period.parse(self.until)
        if self.until and not self.every:
            raise ValueError("'until' ends a recurrence; it needs 'every'")
        return self

    def __str__(self) -> str:
        values = {
            "within": self.within,
            "of": self.of,
            "before": self.before,
            "by": self.by,
            "the earliest of:": "; ".join(map(str, self.earliest)),
            "the latest of:": "; ".join(map(str, self.latest)),
            "every": self.every,
            "until": self.until,
        }
        return " ".join(f"{word} {value}" for word, value in values.items() if value)

    @property
    def references(self) -> tuple[str, ...]:
        """The directives and triggers that this rule counts from or ends with, compounds included,
        as written.
        """
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
        """Whether this rule counts from `name`, one of the instrument's own dates or a reference
        as written; compounds included.
        """
        parts = self.earliest or self.latest
        return name in (self.of, self.before) or (
            bool(parts) and any(part.rests_on(name) for part in parts)
        )

    def qualified(self, full: Callable[[str], str]) -> "Deadline":
        """The rule with references as `full` IDs, for use in another instrument."""
        new: dict[str, object] = {
            "earliest": tuple(part.qualified(full) for part in self.earliest),
            "latest": tuple(part.qualified(full) for part in self.latest),
        }
        if self.of and self.of not in OWN_DATES:
            new["of"] = full(self.of)
        if self.before and self.before not in OWN_DATES:
            new["before"] = full(self.before)
        if self.ends_with:
            new["until"] = full(self.ends_with)
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
