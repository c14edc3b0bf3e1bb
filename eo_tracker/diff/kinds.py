"""The closed table of what a change can be: a permanent code, how much it matters, one sentence, and what it is seen backwards."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple


class Level(IntEnum):
    """How much a change matters; a directive that binds nobody on the new side is never more than notable."""

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
    # directives as a whole
    Kind(
        "directive-added",
        _BREAKING,
        "A directive is there that was not there before.",
        "directive-removed",
    ),
    Kind(
        "directive-removed", _NOTABLE, "A directive is no longer in the catalog.", "directive-added"
    ),
    Kind(
        "directive-entered-in-error",
        _NOTABLE,
        "Our entry of the directive was a mistake.",
        "directive-restored",
    ),
    Kind(
        "directive-revoked",
        _NOTABLE,
        "The directive, or its whole instrument, was revoked.",
        "directive-restored",
    ),
    Kind(
        "directive-superseded",
        _NOTABLE,
        "Another instrument took the directive's place.",
        "directive-restored",
    ),
    Kind("directive-stayed", _NOTABLE, "The directive is stayed or waived.", "directive-restored"),
    Kind("directive-restored", _BREAKING, "The directive is in force again.", "directive-revoked"),
    # where they stand
    Kind(
        "status-fulfilled",
        _NOTABLE,
        "The directive is reported or shown as met.",
        "status-unfulfilled",
    ),
    Kind(
        "status-unfulfilled",
        _BREAKING,
        "The directive no longer counts as met.",
        "status-fulfilled",
    ),
    Kind(
        "status-passed",
        _NOTABLE,
        "The date passed, and nothing shows that the directive was met.",
        "status-ahead",
    ),
    Kind("status-ahead", _NOTABLE, "The date that had passed lies ahead.", "status-passed"),
    Kind("status-changed", _NOTABLE, "The directive stands differently.", "status-changed"),
    # dates
    Kind("deadline-earlier", _BREAKING, "The directive falls due earlier.", "deadline-later"),
    Kind("deadline-later", _NOTABLE, "The directive falls due later.", "deadline-earlier"),
    Kind(
        "deadline-given",
        _BREAKING,
        "The directive has a due date that it had not.",
        "deadline-removed",
    ),
    Kind("deadline-removed", _NOTABLE, "The directive has no due date any more.", "deadline-given"),
    Kind(
        "deadline-projected",
        _MINOR,
        "The projected date moved; there is no due date yet.",
        "deadline-projected",
    ),
    Kind(
        "deadline-next",
        _MINOR,
        "A recurring directive has come to other dates of its series.",
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
        "Someone has another part in the directive, or acts through another office.",
        "role-changed",
    ),
    Kind(
        "reach-changed",
        _NOTABLE,
        "The directive reaches others, or others belong to a group that it names.",
        "reach-changed",
    ),
    # how strictly
    Kind(
        "force-stronger",
        _BREAKING,
        "The directive binds more strictly, or goes on after its date.",
        "force-weaker",
    ),
    Kind(
        "force-weaker",
        _NOTABLE,
        "The directive binds less strictly, or ends with its date.",
        "force-stronger",
    ),
    # limitations, durations, disputes
    Kind(
        "limitation-added",
        _NOTABLE,
        "The instrument says of one thing more that it does not do it.",
        "limitation-removed",
    ),
    Kind(
        "limitation-removed",
        _BREAKING,
        "A limitation of the instrument is gone.",
        "limitation-added",
    ),
    Kind(
        "limitation-wider", _NOTABLE, "A limitation covers more than before.", "limitation-narrower"
    ),
    Kind(
        "limitation-narrower",
        _BREAKING,
        "A limitation covers less than before.",
        "limitation-wider",
    ),
    Kind(
        "duration-added",
        _MINOR,
        "A length of time or a date that is no deadline was added.",
        "duration-removed",
    ),
    Kind(
        "duration-removed",
        _MINOR,
        "A length of time or a date that is no deadline is gone.",
        "duration-added",
    ),
    Kind(
        "duration-changed",
        _NOTABLE,
        "A length of time or a date that is no deadline changed.",
        "duration-changed",
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
        "An instrument without directives in this catalog was revoked, superseded or stayed.",
        "instrument-restored",
    ),
    Kind(
        "instrument-restored",
        _NOTABLE,
        "An instrument without directives in this catalog is in force again.",
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
