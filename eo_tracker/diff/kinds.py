"""The closed table of what a change can be: a permanent code, how much it matters, one sentence, and what it is seen backwards."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How much a change matters; a duty that binds nobody on the new side is never more than notable."""

    MINOR = 1
    NOTABLE = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


class Kind(NamedTuple):
    """One row of the table. `mirror` is the code of the same change read from new to old."""

    code: str
    level: Level
    sentence: str
    mirror: str


_MINOR, _NOTABLE, _BREAKING = Level.MINOR, Level.NOTABLE, Level.BREAKING

_ROWS = (
    # duties as a whole
    Kind(
        "directive-added",
        _BREAKING,
        "A duty is there that was not there before.",
        "directive-removed",
    ),
    Kind("directive-removed", _NOTABLE, "A duty is no longer in the catalog.", "directive-added"),
    Kind(
        "directive-withdrawn",
        _NOTABLE,
        "Our entry of the duty was a mistake.",
        "directive-restored",
    ),
    Kind(
        "directive-revoked",
        _NOTABLE,
        "The duty, or its whole instrument, was revoked.",
        "directive-restored",
    ),
    Kind(
        "directive-superseded",
        _NOTABLE,
        "Another instrument took the duty's place.",
        "directive-restored",
    ),
    Kind("directive-stayed", _NOTABLE, "The duty is stayed or waived.", "directive-restored"),
    Kind("directive-restored", _BREAKING, "The duty is in force again.", "directive-revoked"),
    # where they stand
    Kind(
        "standing-fulfilled",
        _NOTABLE,
        "The duty is reported or shown as met.",
        "standing-unfulfilled",
    ),
    Kind(
        "standing-unfulfilled", _BREAKING, "The duty no longer counts as met.", "standing-fulfilled"
    ),
    Kind(
        "standing-passed",
        _NOTABLE,
        "The date passed, and nothing shows that the duty was met.",
        "standing-ahead",
    ),
    Kind("standing-ahead", _NOTABLE, "The date that had passed lies ahead.", "standing-passed"),
    Kind("standing-changed", _NOTABLE, "The duty stands differently.", "standing-changed"),
    # dates
    Kind("deadline-earlier", _BREAKING, "The duty falls due earlier.", "deadline-later"),
    Kind("deadline-later", _NOTABLE, "The duty falls due later.", "deadline-earlier"),
    Kind(
        "deadline-given", _BREAKING, "The duty has a due date that it had not.", "deadline-removed"
    ),
    Kind("deadline-removed", _NOTABLE, "The duty has no due date any more.", "deadline-given"),
    Kind(
        "deadline-projected",
        _MINOR,
        "The projected date moved; there is no due date yet.",
        "deadline-projected",
    ),
    Kind(
        "deadline-next",
        _MINOR,
        "A recurring duty has come to other dates of its series.",
        "deadline-next",
    ),
    Kind(
        "deadline-rule", _MINOR, "The date is the same, but another rule gives it.", "deadline-rule"
    ),
    Kind(
        "alternative-added",
        _NOTABLE,
        "Another reading or source now gives another date.",
        "alternative-settled",
    ),
    Kind(
        "alternative-settled",
        _NOTABLE,
        "Another reading or source of the date is no longer open.",
        "alternative-added",
    ),
    Kind(
        "alternative-moved",
        _NOTABLE,
        "Another reading or source gives another date than before.",
        "alternative-moved",
    ),
    Kind("grace-changed", _NOTABLE, "The time of grace after the date changed.", "grace-changed"),
    # who
    Kind("addressee-added", _BREAKING, "Someone must act who had not to.", "addressee-removed"),
    Kind("addressee-removed", _NOTABLE, "Someone no longer has to act.", "addressee-added"),
    Kind(
        "role-changed",
        _NOTABLE,
        "Someone has another part in the duty, or acts through another office.",
        "role-changed",
    ),
    Kind(
        "reach-changed",
        _NOTABLE,
        "The duty reaches others, or others belong to a group that it names.",
        "reach-changed",
    ),
    # how strictly
    Kind(
        "force-stronger",
        _BREAKING,
        "The duty binds more strictly, or goes on after its date.",
        "force-weaker",
    ),
    Kind(
        "force-weaker",
        _NOTABLE,
        "The duty binds less strictly, or ends with its date.",
        "force-stronger",
    ),
    # limits, terms, disputes
    Kind(
        "limit-added",
        _NOTABLE,
        "The instrument says of one thing more that it does not do it.",
        "limit-removed",
    ),
    Kind("limit-removed", _BREAKING, "A limit of the instrument is gone.", "limit-added"),
    Kind("limit-wider", _NOTABLE, "A limit covers more than before.", "limit-narrower"),
    Kind("limit-narrower", _BREAKING, "A limit covers less than before.", "limit-wider"),
    Kind(
        "term-added",
        _MINOR,
        "A length of time or a date that is no deadline was added.",
        "term-removed",
    ),
    Kind(
        "term-removed",
        _MINOR,
        "A length of time or a date that is no deadline is gone.",
        "term-added",
    ),
    Kind(
        "term-changed",
        _NOTABLE,
        "A length of time or a date that is no deadline changed.",
        "term-changed",
    ),
    Kind(
        "disputed",
        _NOTABLE,
        "Sources conflict on whether this differs; every account is given.",
        "disputed",
    ),
    Kind("dispute-opened", _NOTABLE, "Sources conflict on a question.", "dispute-settled"),
    Kind(
        "dispute-settled",
        _NOTABLE,
        "A conflict of sources is no longer recorded.",
        "dispute-opened",
    ),
    # the rest
    Kind(
        "instrument-added",
        _MINOR,
        "An instrument is there that changes nothing else.",
        "instrument-removed",
    ),
    Kind(
        "instrument-removed",
        _MINOR,
        "An instrument that changed nothing else is gone.",
        "instrument-added",
    ),
    Kind(
        "instrument-ended",
        _NOTABLE,
        "An instrument without duties in this catalog was revoked, superseded or stayed.",
        "instrument-restored",
    ),
    Kind(
        "instrument-restored",
        _NOTABLE,
        "An instrument without duties in this catalog is in force again.",
        "instrument-ended",
    ),
    Kind(
        "bears-on",
        _MINOR,
        "What another instrument does to it changed, but not where it stands.",
        "bears-on",
    ),
    Kind("story", _MINOR, "Other events are known of it, but it stands as before.", "story"),
    Kind("renumbered", _MINOR, "The same entry stands at another pinpoint.", "renumbered"),
    Kind("wording", _MINOR, "Only words, sources or notes of our record changed.", "wording"),
)

KINDS: Mapping[str, Kind] = {each.code: each for each in _ROWS}
