"""The entries of an instrument's file: directives, limitations, events, effects, sources."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from eo_tracker.models.deadline import Deadline
from eo_tracker.models.parties import Names, ReachedText, Role, Roles
from eo_tracker.models.schema import has, lacks
from eo_tracker.models.values import (
    ADDRESS,
    EVERYONE,
    PAUSE,
    SHORT_NAME,
    Day,
    EffectKind,
    Entry,
    EventKind,
    Flag,
    Force,
    Link,
    Name,
    PeriodText,
    Reference,
    Seen,
    SourceClass,
    StayKind,
    Text,
)
from eo_tracker.vocabulary import FULFIL

OFFICIAL_HOSTS = (".gov", ".mil", ".fed.us")


class Source(Entry):
    """Where a fact comes from, how close to the thing itself it is, and how much of it was read."""

    title: Text | None = Field(
        None, description="What it is, in a few words: 'White House page'. Its host if left out."
    )
    url: Annotated[str, StringConstraints(pattern=ADDRESS)] | None = None
    citation: Text | None = Field(None, description="Where it is officially printed: 91 FR 34565.")
    grade: SourceClass = Field(
        alias="class",
        description=(
            "primary: the product itself or an official record; secondary: somebody about it; "
            "nonpublic: what not everybody can open, such as an e-mail, a call or a sealed filing."
        ),
    )
    seen: Seen
    via: Text | None = Field(
        None, description="Who relayed it, when the source itself was not opened."
    )
    published: PeriodText | None = None
    retrieved: Day | None = None
    sha256: Text | None = None
    note: Text | None = None

    @property
    def label(self) -> str:
        """What to call it: its title, else its host."""
        return self.title or self.host or "a source without a name"

    @property
    def host(self) -> str:
        """The host of its address in small letters; empty without one."""
        return self.url.split("/")[2].partition(":")[0].lower() if self.url else ""

    @property
    def is_official(self) -> bool:
        """Whether anyone can open it where officials publish: at an address of the Government, or
        by an official citation.
        """
        return self.host.endswith(OFFICIAL_HOSTS) or self.citation is not None

    @property
    def is_verifiable_primary(self) -> bool:
        """Whether this source lets anyone see the product or its official record, and was opened
        by us.
        """
        return self.grade == "primary" and self.seen in ("full", "extract") and self.is_official


class Reading(Entry):
    """A text that can be read two ways: which reading the entry takes, the other one, and why."""

    taken: Text
    alternative: Text
    why: Text

    def __str__(self) -> str:
        return f"taken: {self.taken}; other: {self.alternative}; why: {self.why}"


class Alternative(Entry):
    """Another date that the record supports, with the rule that gives it.

    The earliest supported date is docketed.
    """

    model_config = ConfigDict(
        json_schema_extra={"allOf": [{"properties": {"deadline": lacks(["every"])}}]}
    )

    deadline: Deadline
    why: Text
    source: Name | None = None
    cite: Text | None = None

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if self.deadline.every:
            raise ValueError("an alternative is one date; it cannot recur")
        return self

    def __str__(self) -> str:
        return f"{self.deadline} ({self.why})"


class Grace(Entry):
    """Time after the deadline in which nothing is enforced yet; never the deadline."""

    until: PeriodText
    cite: Text | None = None
    source: Name | None = None
    note: Text | None = None


class Named(Entry):
    """What can be referred to by an ID of its own."""

    id: Name


class Operative(Entry):
    """The operative part of a directive: what the law says."""

    cite: Text
    title: Text
    summary: Text
    binds: Roles = ()
    consults: Roles = ()
    coordinates: Roles = ()
    invites: Names = Field((), description="Who may take part; not bound.")
    serves: Names = Field((), description="Whom the directive serves.")
    reaches: tuple[ReachedText, ...] = Field(
        (), description="Who is reached without being bound, and how."
    )
    force: Force = "mandatory"
    deadline: Deadline | None = None
    grace: Grace | None = None
    continues: Flag = Field(False, description="The directive goes on after its date.")
    public: Flag = Field(True, description="false: what it produces is not public by nature.")


ROLES = ("binds", "consults", "coordinates")


class Directive(Operative, Named):  # in this order `id` is the first field
    """One directive that can be met or missed on its own: one addressee group, one act, one time
    limit, one pinpoint.
    """

    law: ClassVar[tuple[str, ...]] = (*Operative.model_fields, "covers")

    quote: Text | None = Field(None, description="The words of the time limit.")
    at: Text | None = Field(
        None, description="The pinpoint of the quoted words, when they stand in a lead-in."
    )
    covers: tuple[Text, ...] = ()
    reading: Reading | None = None
    alternatives: tuple[Alternative, ...] = ()
    source: Name = "text"
    also: Names = Field((), description="Further sources that say the same.")
    counterpart: Reference | None = Field(
        None, description="The same directive in an earlier draft or replaced instrument."
    )
    entered_in_error: Text | None = Field(
        None,
        alias="entered-in-error",
        description="Why this entry was a mistake; its ID is never reused.",
    )
    restated: Day | None = Field(
        None,
        description="The day on which the summary was reworded; nothing of substance changed.",
    )
    sic: Text | None = None
    note: Text | None = None
    topics: Names = ()

    @property
    def roles(self) -> Iterator[tuple[str, Role]]:
        """Every party with its role, those bound first."""
        return ((kind, role) for kind in ROLES for role in getattr(self, kind))

    @property
    def bound(self) -> frozenset[str]:
        """The parties that must act, and the offices they act through."""
        names: set[str | None] = set()
        for role in self.binds:
            names |= {role.party, role.through}
        return frozenset(name for name in names if name)


class Limitation(Entry):
    """What an instrument says that it does not do."""

    law: ClassVar[tuple[str, ...]] = ("cite", "scope", "summary")

    id: Name
    cite: Text
    scope: Literal["paragraph", "section", "order"]
    summary: Text
    source: Name = "text"
    also: Names = Field((), description="Further sources that say the same.")
    note: Text | None = None


class Duration(Entry):
    """A length of time, or a date, that is not a deadline."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [has("length"), has("by")]})

    law: ClassVar[tuple[str, ...]] = ("cite", "length", "before", "by", "summary")

    id: Name
    cite: Text
    length: Text | None = None
    before: Text | None = None
    by: PeriodText | None = None
    summary: Text
    source: Name = "text"
    also: Names = Field((), description="Further sources that say the same.")
    note: Text | None = None

    @model_validator(mode="after")
    def _length_or_date(self) -> Self:
        if (self.length is None) == (self.by is None):
            raise ValueError("a duration has either a 'length' or a date in 'by'")
        return self

    @property
    def extent(self) -> str:
        """`up to 30 days before planned release`, `by 2030-12-31`."""
        before = f" before {self.before}" if self.before else ""
        return f"{self.length}{before}" if self.length else f"by {self.by}"


class Excluded(Entry):
    """A sentence with "shall" that is deliberately not a directive."""

    cite: Text
    quote: Text | None = Field(
        None, description="The time limit that is left out with it, in the text's words."
    )
    why: Text

    def __str__(self) -> str:
        return f"{self.cite}: {self.why}"


class Trigger(Entry):
    """An event that starts a clock and that the tool cannot date by itself."""

    id: Name
    what: Text
    cite: Text | None = None
    repeats: Flag = False


class Event(Entry):
    """Something that happened, with a source.

    The day it became known is the day its source was published.
    """

    on: PeriodText | None = Field(
        None,
        description="The day it happened, as precisely as the source says; left out when unknown.",
    )
    of: Reference
    what: EventKind
    source: Name
    note: Text | None = None
    occurrence: Day | None = Field(None, description="Which date of a recurring directive.")


class Amendment(Entry):
    """New values for what the target says (its `law`); what is not named stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "minProperties": 1,
            "allOf": [
                {
                    "properties": {
                        name: {"not": {"type": "null"}}
                        for name in ("cite", "title", "summary", "scope", "length", "by")
                    }
                }
            ],
        }
    )

    cite: Text | None = None
    title: Text | None = None
    summary: Text | None = None
    covers: tuple[Text, ...] = ()
    binds: Roles = ()
    consults: Roles = ()
    coordinates: Roles = ()
    invites: Names = ()
    serves: Names = ()
    reaches: tuple[ReachedText, ...] = ()
    force: Force = "mandatory"
    deadline: Deadline | None = None
    grace: Grace | None = None
    continues: Flag = False
    public: Flag = True
    scope: Literal["paragraph", "section", "order"] | None = None
    length: Text | None = None
    before: Text | None = None
    by: PeriodText | None = None
    published: Day | None = None
    effective: Day | None = None

    @model_validator(mode="after")
    def _takes_nothing_needed_away(self) -> Self:
        for name in sorted(
            self.model_fields_set - {"deadline", "grace", "before", "effective", "published"}
        ):
            if getattr(self, name) is None:
                raise ValueError(f"{name!r} has no value")
        return self


def _scope(value: object) -> object:
    return (EVERYONE,) if value == EVERYONE else value


Scope = Annotated[
    Names,
    BeforeValidator(_scope),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": EVERYONE},
                {"type": "array", "items": {"type": "string", "pattern": rf"^{SHORT_NAME}$"}},
            ]
        }
    ),
]


class Effect(Entry):
    """What the instrument does to another one or to one of its directives, limitations or
    durations.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"properties": {"does": {"const": "amends"}}},
                    "then": has("set"),
                    "else": lacks(["set"]),
                },
                {"if": has("occurrence"), "then": {"properties": {"does": {"enum": [*FULFIL]}}}},
                {"if": has("for"), "then": {"properties": {"does": {"enum": [*PAUSE]}}}},
                {"if": has("kind"), "then": {"properties": {"does": {"const": "stays"}}}},
            ]
        }
    )

    does: EffectKind
    on: Reference
    set: Amendment | None = None
    parties: Scope | None = Field(
        None,
        alias="for",
        description=(
            "For whom a stay or waiver holds: names of the registry, or 'everyone'; "
            "not recorded if left out."
        ),
    )
    kind: StayKind | None = Field(
        None, description="What a stay is: stay, injunction, vacatur or tolling."
    )
    link: Link = Field(
        "explicit",
        description="explicit: the instrument names the other; inferred: we conclude it.",
    )
    source: Name = "text"
    cite: Text | None = None
    quote: Text | None = Field(None, description="The words that do it.")
    at: Text | None = Field(
        None,
        description="The pinpoint of the quoted words, when it is another one than the effect's.",
    )
    why: Text | None = None
    effective: Day | None = Field(
        None, description="When it takes effect; the instrument's own date if left out."
    )
    until: Day | None = Field(None, description="The last day of a stay or waiver.")
    occurrence: Day | None = Field(
        None, description="Which date of a recurring directive it implements or satisfies."
    )
    note: Text | None = None

    @model_validator(mode="after")
    def _amends_sets(self) -> Self:
        if (self.does == "amends") != (self.set is not None):
            raise ValueError("'set' goes with 'amends', and 'amends' needs it")
        if self.set is not None and not self.set.model_fields_set:
            raise ValueError("'set' changes nothing")
        if self.occurrence and self.does not in FULFIL:
            raise ValueError("'occurrence' goes with 'implements' and 'satisfies'")
        if self.parties and self.does not in PAUSE:
            raise ValueError("'for' goes with 'stays' and 'waives'")
        if self.kind and self.does != "stays":
            raise ValueError("'kind' goes with 'stays'")
        return self

    @property
    def is_for_everyone(self) -> bool:
        """Whether a stay or waiver is recorded as holding for all."""
        return self.parties == (EVERYONE,)

    @property
    def named_parties(self) -> tuple[str, ...]:
        """The parties for whom alone a stay or waiver holds.

        None for everyone, and where its scope is not recorded.
        """
        return () if self.parties is None or self.is_for_everyone else self.parties


class Counting(Entry):
    """An instrument's own rule for counting days. Presidential orders have none."""

    roll: Literal["forward", "back"] = Field(
        description="Which business day a date on a weekend or holiday moves to."
    )
    cite: Text


class Search(Entry):
    """One search of the public record for what became of an instrument."""

    on: Day = Field(description="The day to which the record was searched.")
    where: Text | None = Field(
        None, description="Which records were searched, and how far, where they differ."
    )
    found: Text | None = Field(None, description="What the search found, in a few words.")


class Account(Entry):
    """One of several conflicting accounts of a fact, with its source."""

    says: Text
    source: Name

    def __str__(self) -> str:
        return f"{self.says} ({self.source})"


class Dispute(Entry):
    """A question on which sources conflict: every account is kept."""

    id: Name
    on: Reference | None = Field(
        None, description="The limitation, duration or directive that it is about."
    )
    question: Text
    accounts: Annotated[tuple[Account, ...], Field(min_length=2)]
    assessment: Text | None = None
