"""The values of the catalog's fields: every scalar arrives as the text that stands in the file,
and gets its type here.
"""

from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FailFast,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)

from eo_tracker.dates import Period, Span, parse_day

FIRST_YEAR, LAST_YEAR = 1776, 2999

# A name is lower-case letters and digits in groups joined by hyphens: `eo-14409`, `2c-i`,
# `chief-of-staff`.
NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_NAME = 80
# For editors; the models' kind of pattern cannot look ahead.
SHORT_NAME = rf"(?=[^ ]{{1,{LONGEST_NAME}}}( |$)){NAME}"
ADDRESS = r"^[a-z]+://[A-Za-z0-9._-]+(:[0-9]{1,5})?([/?#][!-~]*)?$"
_REFERENCE = rf"{NAME}(?:/{NAME})?"
_LONGEST_REFERENCE = 2 * LONGEST_NAME + 1

# Of many entries the first that is wrong ends the validation; `catalog.faults` looks at the others,
# one by one.
_T = TypeVar("_T")
Entries = Annotated[tuple[_T, ...], FailFast()]

# To an editor `number: 14409` is a number and `note: true` a truth value; here both are text, so
# the schema allows them.
Text = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1}),
]
Name = Annotated[
    str,
    StringConstraints(pattern=rf"^{NAME}$", max_length=LONGEST_NAME),
    WithJsonSchema(
        {"type": ["string", "integer", "boolean"], "pattern": rf"^{SHORT_NAME}$", "minimum": 0}
    ),
]
Reference = Annotated[
    str,
    StringConstraints(pattern=rf"^{_REFERENCE}$", max_length=_LONGEST_REFERENCE),
    WithJsonSchema(
        {
            "type": ["string", "integer", "boolean"],
            "pattern": rf"^{_REFERENCE}$",
            "maxLength": _LONGEST_REFERENCE,
            "minimum": 0,
        }
    ),
]


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    return _within(parse_day(_scalar(value)))


def _span(value: object) -> Span:
    return value if isinstance(value, Span) else Span.parse(_scalar(value))


def _step(value: object) -> Span:
    span = _span(value)
    if not (span.amount and span.countable):
        raise ValueError("'every' needs a length of at least one day")
    return span


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
    """No order is older, and no date of one lies further off.

    Outside there is only room for typing errors.
    """
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise ValueError(f"{day} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _flag(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise ValueError("write true or false")
    return value in ("true", True)


_YEAR = r"(177[6-9]|17[89]\d|1[89]\d\d|2\d\d\d)"
_DAY_SCHEMA = {"type": "string", "format": "date", "pattern": rf"^{_YEAR}-\d\d-\d\d$"}
_PERIOD_SCHEMA = {
    "anyOf": [
        _DAY_SCHEMA,
        {
            "type": "string",
            "pattern": rf"^({_YEAR}|FY{_YEAR}|{_YEAR}-Q[1-4]|{_YEAR}-(0[1-9]|1[0-2]))$",
        },
        {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    ]
}
_SPAN_SCHEMA = {"type": "string", "pattern": r"^\d{1,5} (business day|day|week|month|year|hour)s?$"}
_STEP_SCHEMA = {
    "type": "string",
    "pattern": r"^(?!0+ )\d{1,5} (business day|day|week|month|year)s?$",
}

Day = Annotated[date, PlainValidator(_day), PlainSerializer(str), WithJsonSchema(_DAY_SCHEMA)]
SpanText = Annotated[
    Span, PlainValidator(_span), PlainSerializer(str), WithJsonSchema(_SPAN_SCHEMA)
]
StepText = Annotated[
    Span, PlainValidator(_step), PlainSerializer(str), WithJsonSchema(_STEP_SCHEMA)
]
PeriodText = Annotated[
    Period, PlainValidator(_period), PlainSerializer(str), WithJsonSchema(_PERIOD_SCHEMA)
]
UntilText = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema(
        {
            "if": {"type": "integer"},
            "then": {
                "anyOf": [
                    {"maximum": 999},
                    {"minimum": FIRST_YEAR, "maximum": LAST_YEAR},
                ]
            },
            "else": {
                "type": ["string", "boolean"],
                "if": {"type": "string", "pattern": r"^\d{4}"},
                "then": _PERIOD_SCHEMA,
                "minLength": 1,
            },
        }
    ),
]
Flag = Annotated[
    bool, BeforeValidator(_flag), WithJsonSchema({"enum": [True, False, "true", "false"]})
]
Format = Annotated[Literal["1"], WithJsonSchema({"enum": ["1", 1]})]
Kind = Literal[
    "executive-order",
    "presidential-memorandum",
    "nspm",
    "proclamation",
    "cisa-directive",
    "cisa-emergency-directive",
    "omb-memorandum",
    "rule",
    "program-rule",
    "notice",
    "announcement",
    "court-order",
    "draft",
    "record",
]
SourceClass = Literal["primary", "secondary", "nonpublic"]
Seen = Literal["full", "extract", "relayed", "not-opened"]
Force = Literal["mandatory", "hortatory"]
EventKind = Literal["announced", "claimed", "partly", "completed", "missed", "occurred"]
EffectKind = Literal[
    "implements",
    "satisfies",
    "amends",
    "stays",
    "waives",
    "supersedes",
    "revokes",
    "vacates",
    "reinstates",
    "interprets",
    "parallels",
]
StayKind = Literal["stay", "injunction", "vacatur", "tolling"]
Link = Literal["explicit", "inferred"]

# What an effect means for its target: a claim that the directive was met; that it has no force
# while the effect lasts; that its force ends.
PAUSE = ("stays", "waives")
END = ("revokes", "supersedes", "vacates", *PAUSE)
EVERYONE = "everyone"
PartyKind = Literal["office", "official", "group", "class"]


class Entry(BaseModel):
    """Base of all shapes: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)
