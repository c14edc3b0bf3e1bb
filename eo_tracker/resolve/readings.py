"""Two readings of the law compared: where they differ, both dates, the earlier as due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from eo_tracker.models import PAUSE, Effect, Status
from eo_tracker.resolve.force import LawReading
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import KnownEffect, Obligation, OtherDate

_OVER = (Status.REVOKED, Status.SUPERSEDED, Status.STAYED)
_VERBS = {
    "revokes": "revoked",
    "supersedes": "superseded",
    "stays": "stayed",
    "waives": "waived",
    "vacates": "vacated",
}


class _Side(NamedTuple):
    """The obligations of one directive in one reading."""

    reading: LawReading
    rows: Sequence[Obligation]

    @property
    def lead(self) -> Obligation:
        """The obligation that matters most: the next date, else the last one."""
        ahead = [row for row in self.rows if row.when and row.when >= row.as_of]
        return min(ahead, key=_day, default=self.rows[-1])

    @property
    def rank(self) -> tuple[bool, date]:
        """What binds comes first, then what is due earlier."""
        return (self.lead.status in _OVER, _day(self.lead))


def _day(obligation: Obligation) -> date:
    return obligation.when or date.max


def compared(
    kept: Iterable[Obligation], lost: Iterable[Obligation], known: Knowledge
) -> list[Obligation]:
    """The obligations of the reading `kept`.

    Those that differ in the reading `lost` have both dates.
    """
    others = _by_directive(lost)
    found: list[Obligation] = []
    for key, rows in _by_directive(kept).items():
        if _states(rows) == _states(others[key]):
            found += rows
        else:
            found += _with_both(
                _Side("kept", rows),
                _Side("lost", others[key]),
                known,
            )
    return found


def _by_directive(obligations: Iterable[Obligation]) -> Mapping[str, list[Obligation]]:
    groups: dict[str, list[Obligation]] = defaultdict(list)
    for obligation in obligations:
        groups[obligation.id].append(obligation)
    return groups


def _states(rows: Iterable[Obligation]) -> list[tuple[object, ...]]:
    return [(row.due, row.projected, row.status, row.occurrence) for row in rows]


def _with_both(
    kept: _Side,
    lost: _Side,
    known: Knowledge,
) -> list[Obligation]:
    taken, left = (lost, kept) if lost.rank < kept.rank else (kept, lost)
    lead, other = taken.lead, left.lead
    questions = [each for each in (*lead.chain, *other.chain) if each.does != "amends"]
    reasons = _Reasons(
        _differing(kept.lead, lost.lead),
        questions,
        known,
    )
    docketed = OtherDate(
        lead.due,
        reasons.of(taken.reading),
        projected=lead.projected,
    )
    merged = lead._replace(
        alternatives=(_alternative(other, reasons.of(left.reading)), *lead.alternatives),
        taken_because=lead.taken_because or docketed,
        open=True,
    )
    return [merged if row is lead else row for row in taken.rows]


def _alternative(other: Obligation, why: str) -> OtherDate:
    """The date of the reading that is not taken.

    None where the obligation is not in force in it.
    """
    if other.status in _OVER:
        return OtherDate(None, why)
    if other.due:
        return OtherDate(other.due, why)
    return OtherDate(None, why, projected=other.projected)


class _Reasons:
    """What must hold for each reading to be right."""

    def __init__(
        self,
        differing: Sequence[KnownEffect],
        questions: Sequence[KnownEffect],
        known: Knowledge,
    ) -> None:
        self._known = known
        self._questions = questions
        self._instruments = list(dict.fromkeys(effect.by.name for effect in differing))

    def of(self, reading: LawReading) -> str:
        """A clause: `if BOD 26-04 still governs, although ...`."""
        subject = " and ".join(self._instruments) or "an instrument that was itself ended"
        acts = [self._said(effect) for effect in self._questions if effect.acts]
        different = dict.fromkeys(acts)
        by = " and ".join(different) or "it has ended"
        if reading == "kept":
            return f"if {subject} still governs, although {by}"
        return f"if {subject} no longer governs, since {by}"

    def _said(self, effect: KnownEffect) -> str:
        """`Court order X stayed it for OMB`."""
        target = self._known.catalog.instruments.get(effect.on)
        name = target.name if target else effect.on
        if self._instruments == [name]:
            name = "it"
        verb = _VERBS.get(effect.does, "acted on")
        return f"{effect.by.name} {verb} {name}{self._scope(effect.effect)}"

    def _scope(self, effect: Effect) -> str:
        if effect.does in PAUSE and effect.parties is None:
            return " (its scope is not recorded)"
        parties = self._known.catalog.parties
        labels = [parties[name].label for name in effect.named_parties if name in parties]
        if not labels:
            return ""
        return f" for {', '.join(labels)}"


def _differing(kept: Obligation, lost: Obligation) -> list[KnownEffect]:
    """The effects that act in one of the readings only, on the directive or further back."""
    acting = {_name(effect): effect.acts for effect in (*lost.effects, *lost.chain)}
    here = [effect for effect in (*kept.effects, *kept.chain) if effect.acts]
    return [effect for effect in here if not acting.get(_name(effect), False)]


def _name(known: KnownEffect) -> tuple[str, int]:
    return known.by.id, known.by.effects.index(known.effect)
