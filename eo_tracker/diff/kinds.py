"""The closed table of what a change can be.

A row has a permanent code, how much the change matters, one sentence, and what the same change is
called when old and new are exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple


class ChangeLevel(IntEnum):
    """How much a change matters; what binds nobody on the new side is never more than notable."""

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
        "A directive was added.",
        "directive-removed",
    ),
    ChangeKind("directive-removed", _NOTABLE, "A directive was removed.", "directive-added"),
    ChangeKind(
        "directive-entered-in-error",
        _NOTABLE,
        "The directive was entered in the catalog in error.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-revoked",
        _NOTABLE,
        "The directive, or the instrument that contains it, was revoked.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-superseded",
        _NOTABLE,
        "Another instrument superseded the directive.",
        "directive-restored",
    ),
    ChangeKind(
        "directive-stayed", _NOTABLE, "The directive was stayed or waived.", "directive-restored"
    ),
    ChangeKind(
        "directive-restored", _BREAKING, "The directive is in force again.", "directive-revoked"
    ),
    # status
    ChangeKind(
        "status-fulfilled",
        _NOTABLE,
        "The directive is reported or shown to have been met.",
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
        "The due date passed, and nothing shows that the directive was met.",
        "status-ahead",
    ),
    ChangeKind(
        "status-ahead",
        _NOTABLE,
        "A due date that had passed is in the future again.",
        "status-passed",
    ),
    ChangeKind(
        "status-changed", _NOTABLE, "The status of the directive changed.", "status-changed"
    ),
    # dates
    ChangeKind("deadline-earlier", _BREAKING, "The directive is due earlier.", "deadline-later"),
    ChangeKind("deadline-later", _NOTABLE, "The directive is due later.", "deadline-earlier"),
    ChangeKind(
        "deadline-given",
        _BREAKING,
        "The directive now has a due date; it had none before.",
        "deadline-removed",
    ),
    ChangeKind(
        "deadline-removed", _NOTABLE, "The directive no longer has a due date.", "deadline-given"
    ),
    ChangeKind(
        "deadline-projected",
        _MINOR,
        "The projected date changed; there is no due date yet.",
        "deadline-projected",
    ),
    ChangeKind(
        "deadline-next",
        _MINOR,
        "A recurring directive moved on to other dates of its series.",
        "deadline-next",
    ),
    ChangeKind(
        "deadline-rule",
        _MINOR,
        "The date is the same, but a different rule sets it.",
        "deadline-rule",
    ),
    ChangeKind(
        "alternative-added",
        _NOTABLE,
        "Another reading or source now supports a different date.",
        "alternative-settled",
    ),
    ChangeKind(
        "alternative-settled",
        _NOTABLE,
        "A different date under another reading or source is no longer open.",
        "alternative-added",
    ),
    ChangeKind(
        "alternative-moved",
        _NOTABLE,
        "The date that another reading or source supports changed.",
        "alternative-moved",
    ),
    ChangeKind(
        "grace-changed", _NOTABLE, "The grace period after the due date changed.", "grace-changed"
    ),
    # who
    ChangeKind(
        "addressee-added",
        _BREAKING,
        "A party that was not bound before must now act.",
        "addressee-removed",
    ),
    ChangeKind("addressee-removed", _NOTABLE, "A party no longer has to act.", "addressee-added"),
    ChangeKind(
        "role-changed",
        _NOTABLE,
        "The role of a party changed, or it acts through a different office.",
        "role-changed",
    ),
    ChangeKind(
        "reach-changed",
        _NOTABLE,
        "The directive affects other parties, or the members of a group that it names changed.",
        "reach-changed",
    ),
    # how strictly
    ChangeKind(
        "force-stronger",
        _BREAKING,
        "The directive is stricter, or now continues after its due date.",
        "force-weaker",
    ),
    ChangeKind(
        "force-weaker",
        _NOTABLE,
        "The directive is less strict, or now ends with its due date.",
        "force-stronger",
    ),
    # limitations, durations, disputes
    ChangeKind(
        "limitation-added",
        _NOTABLE,
        "A limitation was added: one more thing that the instrument says it does not do.",
        "limitation-removed",
    ),
    ChangeKind(
        "limitation-removed",
        _BREAKING,
        "A limitation was removed.",
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
        "A length of time or a date that is not a deadline was added.",
        "duration-removed",
    ),
    ChangeKind(
        "duration-removed",
        _MINOR,
        "A length of time or a date that is not a deadline was removed.",
        "duration-added",
    ),
    ChangeKind(
        "duration-changed",
        _NOTABLE,
        "A length of time or a date that is not a deadline changed.",
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
        "A conflict between sources is no longer recorded.",
        "dispute-opened",
    ),
    # the rest
    ChangeKind(
        "instrument-added",
        _MINOR,
        "An instrument was added that has no effect on others.",
        "instrument-removed",
    ),
    ChangeKind(
        "instrument-removed",
        _MINOR,
        "An instrument that changed nothing else was removed.",
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
        "What another instrument does to it changed, but its status did not.",
        "bears-on",
    ),
    ChangeKind("story", _MINOR, "Different events are known, but the status is the same.", "story"),
    ChangeKind("renumbered", _MINOR, "The same entry is at a different pinpoint.", "renumbered"),
    ChangeKind(
        "wording", _MINOR, "Only the words, sources or notes of our record changed.", "wording"
    ),
)

KINDS: Mapping[str, ChangeKind] = {each.code: each for each in _ROWS}
