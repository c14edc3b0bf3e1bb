"""Who is who, and who has which part in a directive."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from eo_tracker.models.values import SHORT_NAME, Entry, Name, PartyKind, Text
from eo_tracker.vocabulary import Reach


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
    """A class that a directive reaches without binding it: written `cloud-providers by
    certification`.
    """

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

    def __str__(self) -> str:
        return f"{self.party} by {self.by}"


RoleText = Annotated[
    Role,
    BeforeValidator(Role.parse),
    WithJsonSchema(
        {
            "type": ["string", "integer", "boolean"],
            "pattern": rf"^{SHORT_NAME}( via {SHORT_NAME})?$",
            "minimum": 0,
        }
    ),
]
ReachedText = Annotated[
    Reached,
    BeforeValidator(Reached.parse),
    WithJsonSchema({"type": "string", "pattern": rf"^{SHORT_NAME} by .+$"}),
]
Roles = tuple[RoleText, ...]
Names = tuple[Name, ...]


class Party(Entry):
    """An office, an official, a group of offices or a private class, from the closed registry
    `agencies.yaml`.
    """

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
