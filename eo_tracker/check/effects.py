"""Rules about what instruments do to each other, and about what ends before it begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.dates import Period
from eo_tracker.models import END, PAUSE, Catalog, Deadline, Effect, Instrument, Status
from eo_tracker.resolve import KnownEffect, effects_of, resolve

# What only tells of another instrument, and so may be told by one that is not in force any more.
_TELLS = ("implements", "satisfies", "interprets", "parallels")


def first_dates(catalog: Catalog) -> Mapping[str, date]:
    """The first date, known or projected, of each recurring directive by full ID, with every recurrence taken as endless."""
    instruments = {key: _endless(each) for key, each in catalog.instruments.items()}
    found: dict[str, date] = {}
    for each in resolve(replace(catalog, instruments=instruments), date.max).obligations:
        first = each.recurrence.first if each.recurrence else each.when
        rule = each.directive.deadline
        if rule and rule.every and first:
            found.setdefault(each.id, first)
    return found


def _endless(instrument: Instrument) -> Instrument:
    directives = [
        each.model_copy(update={"deadline": each.deadline.model_copy(update={"until": None})})
        if each.deadline and each.deadline.until
        else each
        for each in instrument.directives
    ]
    return instrument.model_copy(update={"directives": tuple(directives)})


def ends_of_instruments(catalog: Catalog) -> Mapping[str, Sequence[KnownEffect]]:
    """What revokes, supersedes, stays or waives each whole instrument, by its ID; drafts end nothing."""
    found: dict[str, list[KnownEffect]] = defaultdict(list)
    for owner in catalog.instruments.values():
        for each in effects_of(owner) if owner.effects and not owner.is_draft else ():
            if each.effect.does in END and "/" not in each.effect.on:
                found[each.effect.on].append(each)
    return found


def _ends_before_it_begins(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    for index, effect in enumerate(instrument.effects):
        begins = instrument.begins(effect)
        if effect.until and effect.until < begins:
            yield Finding(
                ("effects", index, "until"),
                f"it ends on {effect.until}, before {begins}, when it begins",
            )
        elif (
            effect.set
            and effect.set.deadline
            and (problem := _no_date(effect.set.deadline, _fixed(effect.set.deadline)))
        ):
            yield Finding(("effects", index, "set", "deadline", "until"), problem)
    for index, directive in enumerate(instrument.directives):
        rule = directive.deadline
        if rule and (
            problem := _no_date(rule, _first_date(rule, instrument.key(directive.id), file))
        ):
            yield Finding(("directives", index, "deadline", "until"), problem)


def _no_date(rule: Deadline, first: date | None) -> str:
    """Why no date of a recurrence arises; empty where one does, or that is not known."""
    if (
        first is None
        or rule.until is None
        or rule.ends_with
        or (last := Period.parse(rule.until).last) >= first
    ):
        return ""
    return f"it ends on {last}, before its first date {first}"


def _fixed(rule: Deadline) -> date | None:
    return rule.by.last if rule.by else None


def _first_date(rule: Deadline, key: str, file: File) -> date | None:
    """The first date of a rule as it stands in the file; an amended one is another rule."""
    if rule.until is None or rule.by:
        return _fixed(rule)
    amended = any(
        each.set and "deadline" in each.set.model_fields_set
        for each in file.catalog.amendments.get(key, ())
    )
    return None if amended else file.first_dates().get(key)


def _on_a_later_one(file: File) -> Iterator[Finding]:
    for index, target in file.catalog.later_targets(file.instrument):
        yield Finding(
            ("effects", index),
            f"{target.name} is of {target.dated}, later than this one of {file.instrument.dated}",
        )


# Circles, and instruments that could not act


def _ends_itself(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.does in END and effect.on == file.instrument.id:
            yield Finding(
                ("effects", index, "on"),
                f"{effect.on} {effect.does} itself; the date on which it lapses is a term",
            )


def _end_each_other(file: File) -> Iterator[Finding]:
    own = file.instrument.id
    for index, effect in enumerate(file.instrument.effects):
        if file.instrument.is_draft or effect.does not in END or effect.on == own:
            continue
        if effect.on in file.catalog.instruments and own in _ended_by(effect.on, file):
            yield Finding(
                ("effects", index, "on"),
                f"{own} {effect.does} {effect.on}, which ends {own} itself or through others",
            )


def _ended_by(acting: str, file: File) -> set[str]:
    """Every instrument that one ends, or that those end in turn."""
    ended: set[str] = set()
    waiting = [acting]
    while waiting:
        current = file.catalog.instruments.get(waiting.pop())
        for effect in current.effects if current and not current.is_draft else ():
            if effect.does in END and "/" not in effect.on and effect.on not in ended:
                ended.add(effect.on)
                waiting.append(effect.on)
    return ended


def _could_not_act(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    for index, effect in enumerate(instrument.effects):
        if effect.does in _TELLS or instrument.is_draft or effect.on == instrument.id:
            continue
        begins = instrument.begins(effect)
        if problem := _not_yet_in_force(instrument, effect, begins, file.catalog) or _ended_already(
            instrument, effect, begins, file
        ):
            yield Finding(("effects", index), problem)


def _not_yet_in_force(
    instrument: Instrument, effect: Effect, begins: date, catalog: Catalog
) -> str:
    moved = [
        each.set.effective
        for each in catalog.amendments.get(instrument.id, ())
        if each.set and each.set.effective
    ]
    starts = moved[-1] if moved and effect.effective else instrument.effective or instrument.dated
    return (
        f"it would begin on {begins}, and {instrument.name} is in force only from {starts}"
        if begins < starts
        else ""
    )


def _ended_already(instrument: Instrument, effect: Effect, begins: date, file: File) -> str:
    for end in file.ends().get(instrument.id, ()):
        circle = end.by.id == instrument.id or (effect.on == end.by.id and effect.does in END)
        if not circle and _holds_on(end, begins) and not _is_ended(end.by.id, end.since, file):
            return f"it would begin on {begins}, and {end.by.name} {end.effect.does} {instrument.name} since {end.since}"
    return ""


def _holds_on(end: KnownEffect, day: date) -> bool:
    """Whether an end was in force on a day, and for good or on that day still; a stay for named parties leaves the rest in force."""
    effect = end.effect
    return (
        end.since <= day
        and (effect.until is None or day <= effect.until)
        and not effect.named_parties
    )


def _is_ended(key: str, day: date, file: File) -> bool:
    """Whether anything ends an instrument on a day; whether that in turn could act is asked of its own file."""
    return any(_holds_on(end, day) for end in file.ends().get(key, ()))


# Whom a stay is for, and what the law leaves open


def _scope(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.does in PAUSE and effect.parties is None:
            what = "stay" if effect.does == "stays" else "waiver"
            message = f"say for whom the {what} holds: 'for: everyone', or the parties; until then the date stays on the docket"
            yield Finding(("effects", index), message)


def _two_readings(file: File) -> Iterator[Finding]:
    obligations = file.obligations()
    for index, directive in enumerate(file.instrument.directives):
        obligation = obligations.get(file.instrument.key(directive.id))
        if obligation and obligation.open:
            dates = [
                str(each.due or each.projected or "no date") for each in obligation.alternatives
            ]
            question = f"{obligation.when} or {dates[0]} holds"
            if obligation.status in (Status.REVOKED, Status.SUPERSEDED):
                question = "this is in force again, now that what ended it was itself ended"
            yield Finding(
                ("directives", index),
                f"the law leaves open whether {question}; have it reviewed, and record what settles it",
            )


_PAGE = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"
_OLD = _PAGE.replace("06-02", "05-01")
_HEAD = "id: eo-1\nkind: executive-order\nnumber: 1\ntitle: An order\ndated: 2026-05-01\ncoverage: complete\nsearches: [{on: 2026-12-31}]\n"

EFFECT_RULES = (
    Rule(
        "E613",
        "ends-before-it-begins",
        "error",
        "A stay, a waiver or a recurrence ends before it begins.",
        "It would hold on no day, so one of the two is wrong.",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, for: everyone, cite: '1', until: 2026-05-01}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, for: everyone, cite: '1', until: 2026-12-01}}\n",
        _ends_before_it_begins,
    ),
    Rule(
        "E614",
        "on-a-later-one",
        "error",
        "An instrument ends or amends one of a later date.",
        "Nobody ends or amends what is not issued yet; a date or an ID is wrong.",
        f"# whole file\n{_HEAD}{_OLD}effects:\n  - {{does: revokes, on: eo-7, cite: '1'}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: revokes, on: eo-7, cite: '1'}}\n",
        _on_a_later_one,
    ),
    Rule(
        "E622",
        "ends-itself",
        "error",
        "An instrument revokes, supersedes, stays or waives itself.",
        "What ends itself could not act any more, so nobody could say whether it did; an ID is wrong, or the date is a term.",
        f"{_PAGE}effects:\n  - {{does: revokes, on: eo-1, cite: '1'}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: revokes, on: eo-7, cite: '1'}}\n",
        _ends_itself,
    ),
    Rule(
        "E623",
        "end-each-other",
        "error",
        "Two instruments end each other, directly or through others.",
        "Each would take away the force of the other's act, so nobody could say which of them stands.",
        "[eo-1 revokes eo-2, and eo-2 revokes eo-1]",
        "[eo-2 revokes eo-1]",
        _end_each_other,
    ),
    Rule(
        "E624",
        "could-not-act",
        "error",
        "An effect begins on a day on which its instrument was not in force.",
        "An instrument acts from its effective date until something ends it; a date or an ID is wrong.",
        f"effective: 2026-07-01\n{_PAGE}effects:\n  - {{does: revokes, on: eo-7, cite: '1', effective: 2026-06-15}}  # <-\n",
        f"effective: 2026-07-01\n{_PAGE}effects:\n  - {{does: revokes, on: eo-7, cite: '1', effective: 2026-07-15}}\n",
        _could_not_act,
    ),
    Rule(
        "E630",
        "scope-not-recorded",
        "warning",
        "A stay or waiver does not say for whom it holds.",
        "A stay limited to the parties of a case leaves everyone else's date.",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, cite: '1'}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: stays, on: eo-7/2a, for: everyone, cite: '1'}}\n",
        _scope,
    ),
    Rule(
        "E631",
        "two-readings",
        "warning",
        "The law leaves open which of two dates holds.",
        "Revoking an amendment, or a revocation, revives nothing by itself; a stay may reach an amendment or not.",
        "[the amendment of 2a was revoked, and nothing reinstates the earlier date in words]",
        "[an effect that 'reinstates' 2a]",
        _two_readings,
    ),
)
