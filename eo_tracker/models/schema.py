"""The JSON Schema of the catalog's files, for editors.

What it accepts the models accept, as far as one file can tell.
"""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


# What a key means in every shape that has it (`note`, `source` and `cite` are in most of them); a
# field with a meaning of its own says so itself.
_MEANINGS = {
    "abbreviation": "Its usual abbreviation: CISA.",
    "accounts": "What each source says.",
    "aliases": "Other names under which texts and readers know it.",
    "alternative": "The other reading.",
    "alternatives": "Other dates that the record supports.",
    "assessment": "What we make of it.",
    "before": "The event that it counts back from.",
    "binds": (
        "Who must act: names of the registry, `dhs via cisa` for one that acts through an office."
    ),
    "by": (
        "A fixed date: 2026-12-07, 2026-12, 2026-Q4, 2026 or FY2027; a longer period means its "
        "last day."
    ),
    "citation": "Where the Federal Register prints it: 91 FR 34565.",
    "cite": "The pinpoint in the text: 2(c)(i).",
    "consults": "Whom those bound must consult.",
    "continues": "Whether the directive goes on after its date.",
    "coordinates": "With whom those bound must coordinate.",
    "counting": "The instrument's own rule for counting days, where it has one.",
    "covers": "The parts of the directive, where it has several.",
    "dated": "Signed, or issued.",
    "deadline": "The rule for the date, never a computed date.",
    "directives": "Its directives: one for each addressee group, act and time limit.",
    "disputes": "Questions on which sources conflict.",
    "does": "What it does to the other one.",
    "durations": "Lengths of time and dates that are not deadlines.",
    "earliest": "Several rules, the earliest of which counts.",
    "effective": "The day from which it holds.",
    "effects": "What the instrument does to others.",
    "events": "What happened to directives, here or elsewhere, each with a source.",
    "every": "How often it recurs: 7 days, 1 month, 1 year.",
    "excluded": "Sentences with 'shall' that are deliberately not directives.",
    "force": "mandatory (shall) or hortatory (should).",
    "format": "The version of this format.",
    "formerly": "Names it had before.",
    "grace": "Time after the deadline in which nothing is enforced yet.",
    "id": "Its permanent name: lower-case letters, digits and hyphens. Never reused.",
    "invites": "Who may take part; not bound.",
    "kind": "What it is.",
    "latest": "Several rules, the latest of which counts.",
    "length": "How long it lasts, in the text's words.",
    "limitations": "What it says that it does not do.",
    "name": "Its full name.",
    "note": "Anything a reader should know.",
    "number": "Its own number, as it is cited.",
    "of": "The directive or trigger that it is about.",
    "on": "The instrument or directive that it is about.",
    "parent": "What it is part of.",
    "parties": "Offices, officials, groups and classes, by name.",
    "public": "Whether what it produces is public by nature.",
    "published": "The day it was published.",
    "question": "What they disagree about.",
    "reach": "Whom a directive reaches that binds it.",
    "reaches": "Who is reached without being bound, and how: `cloud-providers by certification`.",
    "reading": "How a text that can be read two ways is taken.",
    "repeats": "Whether each occurrence restarts the time.",
    "retrieved": "The day it was fetched.",
    "says": "What the source says.",
    "scope": "How far it reaches.",
    "searches": "Searches of the public record for what became of it.",
    "seen": "How much of it was read.",
    "serves": "Whom the directive serves.",
    "set": "New values; what is not named stays.",
    "sha256": "The hash of the fetched text.",
    "sic": "An oddity of the text that is not our mistake.",
    "source": "The name of the source in this file.",
    "summary": "What it says, in our words.",
    "taken": "The reading that the entry takes.",
    "title": "A short title.",
    "topics": "What it is about, for filters.",
    "triggers": "Events that start a clock.",
    "until": "The last day.",
    "url": "Where it is.",
    "what": "What happens.",
    "why": "Why, in a few words.",
    "within": "A length of time: 30 days, 10 business days, 6 months, 1 year.",
}


class _Generator(GenerateJsonSchema):
    """Closes mappings whose keys have a pattern, and drops titles that only repeat the key."""

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return made | ({"additionalProperties": False} if "patternProperties" in made else {})

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a file that holds one `model`."""
    made = {"$schema": DIALECT, **model.model_json_schema(schema_generator=_Generator)}
    for shape in (made, *made["$defs"].values()):
        for name, each in shape.get("properties", {}).items():
            each["description"] = each.get("description") or _MEANINGS[name]
    return made


def has(name: str) -> dict[str, Any]:
    """That a key is there with a value; nothing and an empty list are none."""
    return {"required": [name], "properties": {name: {"not": {"enum": [None, []]}}}}


def lacks(names: Iterable[str]) -> dict[str, Any]:
    """That none of the keys is there with a value."""
    return {"not": {"anyOf": [has(name) for name in names]}}
