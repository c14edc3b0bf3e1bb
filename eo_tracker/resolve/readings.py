"""Two readings of the law compared: where an obligation differs between them it carries both dates, the earlier one as due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from eo_tracker.models import Status
from eo_tracker.resolve.force import Reading
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import KnownEffect, Obligation, OtherDate

_OVER = (Status.REVOKED, Status.SUPERSEDED, Status.STAYED)


class _Side(NamedTuple):
    """The obligations of one directive in one reading."""

    reading: Reading
    rows: Sequence[Obligation]

    @property
    def lead(self) -> Obligation:
        """The obligation that matters most: the next date, else the last one."""
        ahead = [each for each in self.rows if each.when and each.when >= each.as_of]
        return min(ahead, key=_day) if ahead else self.rows[-1]

    @property
    def rank(self) -> tuple[bool, date]:
        """What binds comes first, then what is due earlier."""
        return (self.lead.status in _OVER, _day(self.lead))


def _day(obligation: Obligation) -> date:
    return obligation.when or date.max


def compared(
    kept: Iterable[Obligation], lost: Iterable[Obligation], known: Knowledge
) -> list[Obligation]:
    """The obligations of the reading `kept`; those that the reading `lost` dates otherwise, with both dates."""
    others = _by_directive(lost)
    found: list[Obligation] = []
    for key, rows in _by_directive(kept).items():
        if _states(rows) == _states(others[key]):
            found += rows
        else:
            found += _with_both(_Side("kept", rows), _Side("lost", others[key]), known)
    return found


def _by_directive(obligations: Iterable[Obligation]) -> Mapping[str, list[Obligation]]:
    groups: dict[str, list[Obligation]] = defaultdict(list)
    for each in obligations:
        groups[each.id].append(each)
    return groups


def _states(rows: Iterable[Obligation]) -> list[tuple[object, ...]]:
    return [(each.due, each.projected, each.status, each.occurrence) for each in rows]


def _with_both(kept: _Side, lost: _Side, known: Knowledge) -> list[Obligation]:
    taken, left = (lost, kept) if lost.rank < kept.rank else (kept, lost)
    lead, other = taken.lead, left.lead
    questions = [each for each in (*lead.chain, *other.chain) if each.effect.does != "amends"]
    differing = _differing(kept.lead, lost.lead)
    why = {side.reading: _why(side.reading, differing, questions, known) for side in (kept, lost)}
    day = None if other.status in _OVER else other.due
    alternative = OtherDate(
        day,
        why[left.reading],
        projected=None if day or other.status in _OVER else other.projected,
    )
    merged = lead._replace(
        alternatives=(alternative, *lead.alternatives),
        taken_because=lead.taken_because
        or OtherDate(lead.due, why[taken.reading], projected=lead.projected),
        open=True,
    )
    return [merged if each is lead else each for each in taken.rows]


def _differing(kept: Obligation, lost: Obligation) -> list[KnownEffect]:
    """The effects that act in one of the readings only, on the directive or further back."""
    acting = {_name(each): each.acts for each in (*lost.effects, *lost.chain)}
    return [
        each
        for each in (*kept.effects, *kept.chain)
        if each.acts and not acting.get(_name(each), False)
    ]


def _name(known: KnownEffect) -> tuple[str, int]:
    return known.by.id, known.by.effects.index(known.effect)


def _why(
    reading: Reading,
    differing: Sequence[KnownEffect],
    questions: Sequence[KnownEffect],
    known: Knowledge,
) -> str:
    """What must hold for a reading to be right, in a clause."""
    names = list(dict.fromkeys(each.by.name for each in differing))
    subject = " and ".join(names) or "an instrument that was itself ended"
    by = (
        " and ".join(dict.fromkeys(_said(each, known, names) for each in questions if each.acts))
        or "it has ended"
    )
    if reading == "kept":
        return f"if {subject} still governs, although {by}"
    return f"if {subject} no longer governs, since {by}"


_VERBS = {
    "revokes": "revoked",
    "supersedes": "superseded",
    "stays": "stayed",
    "waives": "waived",
    "vacates": "vacated",
}


def _said(known: KnownEffect, knowledge: Knowledge, subject: Sequence[str]) -> str:
    """`Court order X stayed it for OMB`."""
    target = knowledge.catalog.instruments.get(known.effect.on)
    name = target.name if target else known.effect.on
    shown = "it" if subject == [name] else name
    verb = _VERBS.get(known.effect.does, "acted on")
    named = [
        knowledge.catalog.parties[name].label
        for name in known.effect.named_parties
        if name in knowledge.catalog.parties
    ]
    scope = f" for {', '.join(named)}" if named else ""
    if known.effect.does in ("stays", "waives") and known.effect.parties is None:
        scope = " (its scope is not recorded)"
    return f"{known.by.name} {verb} {shown}{scope}"
