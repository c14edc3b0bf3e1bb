"""The catalog's closed words, without the models: what a status, a reach and a full ID are."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, get_args

FULFIL = ("implements", "satisfies")  # the effects by which an instrument carries out another
Reach = Literal["offices", "contractors", "providers", "developers", "others"]
REACHES: tuple[str, ...] = get_args(Reach)


def owner_id(key: str) -> str:
    """The ID of the instrument that a full ID belongs to, or is: `eo-14409` of `eo-14409/2d`."""
    return key.partition("/")[0]


class Status(StrEnum):
    """Where an obligation stands on a day; never stored (see `resolve.status`)."""

    ENTERED_IN_ERROR = "entered-in-error"
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
