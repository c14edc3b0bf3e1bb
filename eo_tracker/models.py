"""The catalog as people write it: frozen shapes of one YAML file each, and the `Catalog` that holds them together.

Every scalar arrives as text, exactly as it stands in the file; these models give it its type. Nothing here computes a
date or knows what day it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from eo_tracker.dates import Period, Span, parse_day

FIRST_YEAR, LAST_YEAR = 1776, 2999

# A name is lower-case letters and digits in groups joined by hyphens: `eo-14409`, `2c-i`, `chief-of-staff`.
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_REFERENCE = rf"{_NAME}(?:/{_NAME})?"

Text = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[str, StringConstraints(pattern=rf"^{_NAME}$", max_length=80)]
Reference = Annotated[str, StringConstraints(pattern=rf"^{_REFERENCE}$", max_length=161)]


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    return _within(parse_day(_scalar(value)))


def _span(value: object) -> Span:
    return value if isinstance(value, Span) else Span.parse(_scalar(value))


def _period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    period = Period.parse(_scalar(value))
    _within(period.last)
    return period


def _scalar(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("plain text is expected here" if value else "there is no value here")


def _within(day: date) -> date:
    """No order is older, and no date of one lies further off; outside there is only room for typing errors."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise ValueError(f"{day} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _flag(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise ValueError("write true or false")
    return value in ("true", True)


def _text_schema(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


_DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_SPAN_PATTERN = r"^\d{1,5} (business day|day|week|month|year|hour)s?$"
_PERIOD_PATTERN = r"^(\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}-Q[1-4]|\d{4}|FY\d{4})$"

Day = Annotated[date, PlainValidator(_day), PlainSerializer(str), WithJsonSchema({"type": "string", "pattern": _DAY_PATTERN})]
SpanText = Annotated[Span, PlainValidator(_span), PlainSerializer(str), WithJsonSchema({"type": "string", "pattern": _SPAN_PATTERN})]
PeriodText = Annotated[
    Period, PlainValidator(_period), PlainSerializer(str), WithJsonSchema({"type": ["string", "integer"], "pattern": _PERIOD_PATTERN})
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
NumberText = Annotated[str, StringConstraints(min_length=1), WithJsonSchema({"type": ["string", "integer"]})]

Kind = Literal[
    "executive-order", "presidential-memorandum", "nspm", "proclamation", "cisa-directive", "omb-memorandum", "rule",
    "program-rule", "notice", "announcement", "court-order", "draft",
]  # fmt: skip
SourceClass = Literal["primary", "secondary"]
Seen = Literal["full", "extract", "relayed", "not-opened"]
Force = Literal["mandatory", "hortatory"]
EventKind = Literal["announced", "claimed", "partly", "completed", "missed", "occurred"]
EffectKind = Literal["implements", "satisfies", "amends", "stays", "waives", "supersedes", "revokes", "interprets", "parallels"]
Link = Literal["explicit", "inferred"]

# What an effect means for its target: a claim that the duty was met, or the end of its force.
FULFIL = ("implements", "satisfies")
END = ("revokes", "supersedes", "stays", "waives")
PartyKind = Literal["office", "official", "group", "class"]
Reach = Literal["offices", "contractors", "providers", "developers", "others"]


class Standing(StrEnum):
    """Where an obligation stands on a day; never stored (see `resolve.standing`)."""

    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    DONE = "done"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    STAYED = "stayed"
    MISSED = "missed"
    UNVERIFIABLE = "unverifiable"
    REPORTED = "reported"
    CONTINUING = "continuing"
    WAITING = "waiting"
    UPCOMING = "upcoming"
    DUE_TODAY = "due-today"
    PAST_DUE = "past-due"


class Entry(BaseModel):
    """Base of all shapes: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Source(Entry):
    """Where a fact comes from, how close to the thing itself it is, and how much of it was read."""

    title: Text = Field(description="What it is, in a few words: 'White House page'.")
    url: Annotated[str, StringConstraints(pattern=r"^[a-z]+://[!-~]+$")] | None = None
    grade: SourceClass = Field(
        alias="class", description="primary: the product itself or an official record; secondary: somebody about it."
    )
    seen: Seen
    via: Text | None = Field(None, description="Who relayed it, when the source itself was not opened.")
    published: PeriodText | None = None
    retrieved: Day | None = None
    sha256: Text | None = None
    note: Text | None = None

    @property
    def shows_the_thing(self) -> bool:
        """Whether this source lets anyone see the product or its official record, and was opened."""
        return self.grade == "primary" and self.seen in ("full", "extract")


class Role(Entry):
    """A party in a role, and the office it acts through: written `dhs via cisa`."""

    party: Name
    through: Name | None = None

    @classmethod
    def parse(cls, value: object) -> object:
        """Read `dhs` or `dhs via cisa`; leaves anything but text to the model."""
        if not isinstance(value, str):
            return value
        party, _, through = value.partition(" via ")
        return {"party": party, "through": through} if through else {"party": party}

    def __str__(self) -> str:
        return f"{self.party} via {self.through}" if self.through else self.party


class Reached(Entry):
    """A class that a duty reaches without binding it: written `cloud-providers by certification`."""

    party: Name
    by: Text

    @classmethod
    def parse(cls, value: object) -> object:
        """Read `cloud-providers by certification`; leaves anything but text to the model."""
        if not isinstance(value, str):
            return value
        party, joint, by = value.partition(" by ")
        if not joint:
            raise ValueError(f"{value!r} does not say how; write '{value} by contract'")
        return {"party": party, "by": by}


RoleText = Annotated[Role, BeforeValidator(Role.parse), WithJsonSchema({"type": "string", "pattern": rf"^{_NAME}( via {_NAME})?$"})]
ReachedText = Annotated[Reached, BeforeValidator(Reached.parse), WithJsonSchema({"type": "string", "pattern": rf"^{_NAME} by .+$"})]
Roles = tuple[RoleText, ...]
Names = tuple[Name, ...]

OWN_DATES = ("date", "publication", "effective")


class Deadline(Entry):
    """The rule for a date, as the text states it; exactly one of the forms of the table in the README."""

    within: SpanText | None = None
    of: Reference | None = Field(None, description="date, publication, effective, or the ID of a directive or trigger.")
    before: Reference | None = None
    by: PeriodText | None = None
    every: SpanText | None = None
    until: Text | None = Field(None, description="The last day, or the ID of a directive or trigger that ends the recurrence.")
    earliest: tuple["Deadline", ...] = ()
    latest: tuple["Deadline", ...] = ()

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = [bool(self.within), bool(self.by), bool(self.earliest), bool(self.latest)]
        if sum(forms) > 1:
            raise ValueError("a deadline has one of: within, by, earliest, latest")
        if not any(forms) and not self.every:
            raise ValueError("a deadline needs one of: within, by, every, earliest, latest")
        if bool(self.within) != (bool(self.of) != bool(self.before)):
            raise ValueError("'within' goes with exactly one of 'of' and 'before', and they go with nothing else")
        if any(part.every for part in (*self.earliest, *self.latest)):
            raise ValueError("'every' belongs to the whole deadline, not to a part of 'earliest' or 'latest'")
        if self.until and self.until[:4].isdigit():
            Period.parse(self.until)
        if self.until and not self.every:
            raise ValueError("'until' ends a recurrence; it needs 'every'")
        if self.every and not (self.every.amount and self.every.countable):
            raise ValueError("'every' needs a length of at least one day")
        return self

    @cached_property
    def references(self) -> tuple[str, ...]:
        """The directives and triggers that this rule counts from, compounds included, as written."""
        own = [name for name in (self.of, self.before) if name and name not in OWN_DATES]
        return (*own, *(name for part in (*self.earliest, *self.latest) for name in part.references))

    def qualified(self, instrument: "Instrument") -> "Deadline":
        """The rule with references as full IDs, for a rule that `instrument` writes into another one."""
        new: dict[str, object] = {
            name: instrument.key(value) for name in ("of", "before") if (value := getattr(self, name)) and value not in OWN_DATES
        }
        new |= {"until": instrument.key(self.ends_with)} if self.ends_with else {}
        new |= {name: tuple(part.qualified(instrument) for part in getattr(self, name)) for name in ("earliest", "latest")}
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


class Reading(Entry):
    """A text that can be read two ways: which reading the entry takes, the other one, and why."""

    taken: Text
    alternative: Text
    why: Text


class Alternative(Entry):
    """Another date that the record supports, with the rule that gives it. The earliest supported date is docketed."""

    deadline: Deadline
    why: Text
    source: Name | None = None
    cite: Text | None = None

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if self.deadline.every:
            raise ValueError("an alternative is one date; it cannot recur")
        return self


class Grace(Entry):
    """Time after the deadline in which nothing is enforced yet; never the deadline."""

    until: PeriodText
    cite: Text | None = None
    source: Name | None = None
    note: Text | None = None


class Duty(Entry):
    """The parts of a directive that another instrument can amend."""

    cite: Text
    title: Text
    summary: Text
    binds: Roles = ()
    consults: Roles = ()
    coordinates: Roles = ()
    invites: Names = Field((), description="Who may take part; not bound.")
    serves: Names = Field((), description="Whom the duty serves.")
    reaches: tuple[ReachedText, ...] = Field((), description="Who is reached without being bound, and how.")
    force: Force = "mandatory"
    deadline: Deadline | None = None
    grace: Grace | None = None
    continues: Flag = Field(False, description="The duty goes on after its date.")
    public: Flag = Field(True, description="false: what it produces is not public by nature.")


ROLES = ("binds", "consults", "coordinates")


class Directive(Duty):
    """One duty that can be met or missed on its own: one addressee group, one act, one time limit, one pinpoint."""

    id: Name
    at: Text | None = Field(None, description="The pinpoint of the quoted words, when they stand in a lead-in.")
    quote: Text | None = Field(None, description="The words of the time limit.")
    covers: tuple[Text, ...] = ()
    reading: Reading | None = None
    alternatives: tuple[Alternative, ...] = ()
    topics: Names = ()
    source: Name = "text"
    also: Names = Field((), description="Further sources that say the same.")
    counterpart: Reference | None = Field(None, description="The same duty in an earlier draft or replaced instrument.")
    withdrawn: Text | None = Field(None, description="Why this entry was a mistake; its ID is never reused.")
    sic: Text | None = None
    note: Text | None = None

    @property
    def roles(self) -> Iterator[tuple[str, Role]]:
        """Every party with its role, those bound first."""
        return ((kind, role) for kind in ROLES for role in getattr(self, kind))


class Limit(Entry):
    """What an instrument says that it does not do."""

    id: Name
    cite: Text
    scope: Literal["paragraph", "section", "order"]
    summary: Text
    source: Name = "text"
    note: Text | None = None


class Term(Entry):
    """A length of time, or a date, that is no deadline."""

    id: Name
    cite: Text
    length: Text | None = None
    before: Text | None = None
    by: PeriodText | None = None
    summary: Text
    source: Name = "text"
    note: Text | None = None

    @model_validator(mode="after")
    def _length_or_date(self) -> Self:
        if (self.length is None) == (self.by is None):
            raise ValueError("a term has either a 'length' or a date in 'by'")
        return self


class Excluded(Entry):
    """A sentence with "shall" that is deliberately no directive."""

    cite: Text
    why: Text


class Trigger(Entry):
    """A happening that starts a clock and that the tool cannot date by itself."""

    id: Name
    what: Text
    cite: Text | None = None
    repeats: Flag = False


class Event(Entry):
    """Something that happened, with a source. The day it became known is the day its source was published."""

    on: PeriodText | None = Field(None, description="The day it happened, as precisely as the source says; left out when unknown.")
    of: Reference
    what: EventKind
    source: Name
    note: Text | None = None
    occurrence: Day | None = Field(None, description="Which date of a recurring directive.")


class Amendment(Entry):
    """New values for parts of the target; what is not named stays."""

    cite: Text | None = None
    title: Text | None = None
    summary: Text | None = None
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
    published: Day | None = None
    effective: Day | None = None

    @model_validator(mode="after")
    def _takes_nothing_needed_away(self) -> Self:
        for name in sorted(self.model_fields_set - {"deadline", "grace", "effective", "published"}):
            if getattr(self, name) is None:
                raise ValueError(f"{name!r} has no value")
        return self


class Effect(Entry):
    """What the instrument does to another one or to one of its directives, limits or terms."""

    does: EffectKind
    on: Reference
    set: Amendment | None = None
    link: Link = Field("explicit", description="explicit: the instrument names the other; inferred: we conclude it.")
    source: Name = "text"
    cite: Text | None = None
    why: Text | None = None
    effective: Day | None = Field(None, description="When it takes effect; the instrument's own date if left out.")
    until: Day | None = Field(None, description="The last day of a stay or waiver.")
    note: Text | None = None

    @model_validator(mode="after")
    def _amends_sets(self) -> Self:
        if (self.does == "amends") != (self.set is not None):
            raise ValueError("'set' goes with 'amends', and 'amends' needs it")
        if self.set is not None and not self.set.model_fields_set:
            raise ValueError("'set' changes nothing")
        return self


class Counting(Entry):
    """An instrument's own rule for counting days. Presidential orders have none."""

    roll: Literal["forward", "back"] = Field(description="Which business day a date on a weekend or holiday moves to.")
    cite: Text


class Account(Entry):
    """One of several conflicting accounts of a fact, with its source."""

    says: Text
    source: Name


class Dispute(Entry):
    """A question on which sources conflict: every account is kept."""

    id: Name
    on: Reference | None = Field(None, description="The limit, term or directive that it is about.")
    question: Text
    accounts: Annotated[tuple[Account, ...], Field(min_length=2)]
    assessment: Text | None = None


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PART = re.compile(r"(\d+)(?:\.(\d+))?|([a-z]+)|([A-Z]+)")


def cite_order(cite: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts pinpoints as a text has them: 2(b) before 2(c)(i), 2(c)(ix) before 2(c)(x), § 9 before § 10.

    Orders number sections with digits, then paragraphs (a), (i), (A), (1); so small letters below a paragraph are roman.
    """
    return tuple(_part_order(found, depth) for depth, found in enumerate(_PART.finditer(cite)))


def _part_order(found: re.Match[str], depth: int) -> tuple[int, int, str]:
    number, decimal, small, capital = found.groups()
    if number:
        return int(number), int(decimal or 0), ""
    if small and depth >= 2 and set(small) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in small]
        return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values)), 0, ""
    word = small or capital
    return 0, len(word), word


_SHORT_KINDS: Mapping[str, str] = {
    "executive-order": "EO {}", "nspm": "NSPM-{}", "proclamation": "Proclamation {}", "cisa-directive": "BOD {}",
    "omb-memorandum": "OMB M-{}",
}  # fmt: skip


class Instrument(Entry):
    """One document: an order, a memorandum, a directive, a rule, a release. One file of the catalog."""

    format: Literal["1"] = Field("1", json_schema_extra={"type": ["string", "integer"], "enum": ["1", 1]})
    id: Name
    kind: Kind
    number: NumberText | None = None
    title: Text
    short: Text | None = Field(None, description="Its usual short name, when kind and number do not give it.")
    dated: Day = Field(description="Signed, or issued.")
    published: Day | None = None
    effective: Day | None = None
    citation: Text | None = None
    document: Text | None = Field(None, description="The Federal Register document number.")
    authority: Text | None = Field(None, description="What it stands on, whatever it implements.")
    coverage: Text | None = Field(None, description="'complete', or in words what is left out.")
    reviewed: Day | None = Field(None, description="How far the public record was searched for what became of it.")
    searched: Text | None = None
    counting: Counting | None = None
    note: Text | None = None
    not_bound: tuple[Text, ...] = Field((), description="Who is expressly, or by the authority used, not bound.")
    sources: dict[Name, Source] = {}
    directives: tuple[Directive, ...] = ()
    limits: tuple[Limit, ...] = ()
    terms: tuple[Term, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    effects: tuple[Effect, ...] = ()
    events: tuple[Event, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    @property
    def name(self) -> str:
        """Its usual short name: `EO 14409`, `NSPM-12`, `BOD 26-04`."""
        if self.short:
            return self.short
        if self.number and self.kind in _SHORT_KINDS:
            return _SHORT_KINDS[self.kind].format(self.number)
        return self.title

    @property
    def is_draft(self) -> bool:
        """Whether it never took effect."""
        return self.kind == "draft"

    def key(self, local: str) -> str:
        """The full ID of something in this instrument, or of what a reference in it points to."""
        return local if "/" in local else f"{self.id}/{local}"


class Party(Entry):
    """An office, an official, a group of offices or a private class, from the closed registry `agencies.yaml`."""

    name: Text
    short: Text | None = Field(None, description="What attorneys call it: 'Treasury', 'CISA'.")
    abbreviation: Text | None = None
    kind: PartyKind
    reach: Reach = "offices"
    parent: Name | None = None
    head: Text | None = Field(None, description="The title of its head; never a person's name.")
    statutory: Text | None = Field(None, description="The name in statute, where it differs.")
    aliases: tuple[Text, ...] = ()
    formerly: tuple[Text, ...] = ()
    members: Names = Field((), description="Of a group: the offices that belong to it.")
    note: Text | None = None

    @property
    def label(self) -> str:
        """What attorneys call it."""
        return self.short or self.abbreviation or self.name


class Registry(Entry):
    """The file `agencies.yaml`: the parties of a catalog, by name."""

    format: Literal["1"] = Field("1", json_schema_extra={"type": ["string", "integer"], "enum": ["1", 1]})
    parties: dict[Name, Party]


@dataclass(frozen=True)
class Catalog:
    """All instruments and parties of one run, whole and consistent; its parts never change.

    `name` says where it was read from without a path of this machine, `version` is the newest `reviewed` day and
    `hash` stands for the text of all its files, line ends aside.
    """

    name: str
    hash: str
    parties: Mapping[str, Party]
    instruments: Mapping[str, Instrument] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """The newest `reviewed` day."""
        return max((str(each.reviewed) for each in self.instruments.values() if each.reviewed), default="unreviewed")

    @cached_property
    def directives(self) -> Mapping[str, tuple[Instrument, Directive]]:
        """Every directive with its instrument, by full ID."""
        return {each.key(duty.id): (each, duty) for each in self.instruments.values() for duty in each.directives}

    @cached_property
    def triggers(self) -> Mapping[str, tuple[Instrument, Trigger]]:
        """Every trigger with its instrument, by full ID."""
        return {each.key(trigger.id): (each, trigger) for each in self.instruments.values() for trigger in each.triggers}

    def find(self, key: str) -> Instrument | Directive | Limit | Term | None:
        """The instrument, directive, limit or term with this full ID."""
        owner, _, local = key.partition("/")
        instrument = self.instruments.get(owner)
        if instrument is None or not local:
            return instrument
        entries: tuple[Directive | Limit | Term, ...] = (*instrument.directives, *instrument.limits, *instrument.terms)
        return next((each for each in entries if each.id == local), None)

    def ancestors(self, party: str) -> list[str]:
        """What the party is part of, nearest first."""
        above: list[str] = []
        current = self.parties[party].parent
        while current and current in self.parties and current not in above:
            above.append(current)
            current = self.parties[current].parent
        return above
