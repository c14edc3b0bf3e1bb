"""The closed table of what a change can be: a permanent code, how much it matters, one sentence, and what it is seen backwards."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple


class ChangeLevel(IntEnum):
    """How much a change matters; a directive that binds nobody on the new side is never more than notable."""

    MINOR = 1
    NOTABLE = 2
    BREAKING = 3

    def __str__(self) -> str:
        return self.name.lower()


class ChangeKind(NamedTuple):
    """One row of the table. `mirror` is the code of the same change read from new to old."""

    code: str
    level: ChangeLevel
    sentence: str
    mirror: str


_MINOR, _NOTABLE, _BREAKING = ChangeLevel.MINOR, ChangeLevel.NOTABLE, ChangeLevel.BREAKING

_ROWS = (
    # directives as a whole
    ChangeKind(
        "directive-added",
        _BREAKING,
        "A directive is there that was not there before.",
        "directive-removed",
    ),
    ChangeKind(
        "directive-removed", _NOTABLE, "A directive is no longer in the catalog.", "directive-added"
    ),
    ChangeKind(
        "directive-entered-in-error",
        _NOTABLE,
        "Our entry of the directive was a mistake.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-revoked",
        _NOTABLE,
        "The directive, or its whole instrument, was revoked.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-superseded",
        _NOTABLE,
        "Another instrument took the directive's place.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-stayed", _NOTABLE, "The directive is stayed or waived.", "directive-restored"
    ),
    ChangeKind(
        "directive-restored", _BREAKING, "The directive is in force again.", "directive-revoked"
    ),
    # where they stand
    ChangeKind(
        "status-fulfilled",
        _NOTABLE,
        "The directive is reported or shown as met.",
        "status-unfulfilled",
    ),
    ChangeKind(
        "status-unfulfilled",
        _BREAKING,
        "The directive no longer counts as met.",
        "status-fulfilled",
    ),
    ChangeKind(
        "status-passed",
        _NOTABLE,
        "The date passed, and nothing shows that the directive was met.",
        "status-ahead",
    ),
    ChangeKind("status-ahead", _NOTABLE, "The date that had passed lies ahead.", "status-passed"),
    ChangeKind("status-changed", _NOTABLE, "The directive stands differently.", "status-changed"),
    # dates
    ChangeKind("deadline-earlier", _BREAKING, "The directive falls due earlier.", "deadline-later"),
    ChangeKind("deadline-later", _NOTABLE, "The directive falls due later.", "deadline-earlier"),
    ChangeKind(
        "deadline-given",
        _BREAKING,
        "The directive has a due date that it had not.",
        "deadline-removed",
    ),
    ChangeKind(
        "deadline-removed", _NOTABLE, "The directive has no due date any more.", "deadline-given"
    ),
    ChangeKind(
        "deadline-projected",
        _MINOR,
        "The projected date moved; there is no due date yet.",
        "deadline-projected",
    ),
    ChangeKind(
        "deadline-next",
        _MINOR,
        "A recurring directive has come to other dates of its series.",
        "deadline-next",
    ),
    ChangeKind(
        "deadline-rule", _MINOR, "The date is the same, but another rule gives it.", "deadline-rule"
    ),
    ChangeKind(
        "alternative-added",
        _NOTABLE,
        "Another reading or source now gives another date.",
        "alternative-settled",
    ),
    ChangeKind(
        "alternative-settled",
        _NOTABLE,
        "Another reading or source of the date is no longer open.",
        "alternative-added",
    ),
    ChangeKind(
        "alternative-moved",
        _NOTABLE,
        "Another reading or source gives another date than before.",
        "alternative-moved",
    ),
    ChangeKind(
        "grace-changed", _NOTABLE, "The time of grace after the date changed.", "grace-changed"
    ),
    # who
    ChangeKind(
        "addressee-added", _BREAKING, "Someone must act who had not to.", "addressee-removed"
    ),
    ChangeKind("addressee-removed", _NOTABLE, "Someone no longer has to act.", "addressee-added"),
    ChangeKind(
        "role-changed",
        _NOTABLE,
        "Someone has another part in the directive, or acts through another office.",
        "role-changed",
    ),
    ChangeKind(
        "reach-changed",
        _NOTABLE,
        "The directive reaches others, or others belong to a group that it names.",
        "reach-changed",
    ),
    # how strictly
    ChangeKind(
        "force-stronger",
        _BREAKING,
        "The directive binds more strictly, or goes on after its date.",
        "force-weaker",
    ),
    ChangeKind(
        "force-weaker",
        _NOTABLE,
        "The directive binds less strictly, or ends with its date.",
        "force-stronger",
    ),
    # limitations, durations, disputes
    ChangeKind(
        "limitation-added",
        _NOTABLE,
        "The instrument says of one thing more that it does not do it.",
        "limitation-removed",
    ),
    ChangeKind(
        "limitation-removed",
        _BREAKING,
        "A limitation of the instrument is gone.",
        "limitation-added",
    ),
    ChangeKind(
        "limitation-wider", _NOTABLE, "A limitation covers more than before.", "limitation-narrower"
    ),
    ChangeKind(
        "limitation-narrower",
        _BREAKING,
        "A limitation covers less than before.",
        "limitation-wider",
    ),
    ChangeKind(
        "duration-added",
        _MINOR,
        "A length of time or a date that is no deadline was added.",
        "duration-removed",
    ),
    ChangeKind(
        "duration-removed",
        _MINOR,
        "A length of time or a date that is no deadline is gone.",
        "duration-added",
    ),
    ChangeKind(
        "duration-changed",
        _NOTABLE,
        "A length of time or a date that is no deadline changed.",
        "duration-changed",
    ),
    ChangeKind(
        "disputed",
        _NOTABLE,
        "Sources conflict on whether this differs; every account is given.",
        "disputed",
    ),
    ChangeKind("dispute-opened", _NOTABLE, "Sources conflict on a question.", "dispute-settled"),
    ChangeKind(
        "dispute-settled",
        _NOTABLE,
        "A conflict of sources is no longer recorded.",
        "dispute-opened",
    ),
    # the rest
    ChangeKind(
        "instrument-added",
        _MINOR,
        "An instrument is there that changes nothing else.",
        "instrument-removed",
    ),
    ChangeKind(
        "instrument-removed",
        _MINOR,
        "An instrument that changed nothing else is gone.",
        "instrument-added",
    ),
    ChangeKind(
        "instrument-ended",
        _NOTABLE,
        "An instrument without directives in this catalog was revoked, superseded or stayed.",
        "instrument-restored",
    ),
    ChangeKind(
        "instrument-restored",
        _NOTABLE,
        "An instrument without directives in this catalog is in force again.",
        "instrument-ended",
    ),
    ChangeKind(
        "bears-on",
        _MINOR,
        "What another instrument does to it changed, but not where it stands.",
        "bears-on",
    ),
    ChangeKind("story", _MINOR, "Other events are known of it, but it stands as before.", "story"),
    ChangeKind("renumbered", _MINOR, "The same entry stands at another pinpoint.", "renumbered"),
    ChangeKind("wording", _MINOR, "Only words, sources or notes of our record changed.", "wording"),
)

KINDS: Mapping[str, ChangeKind] = {each.code: each for each in _ROWS}
