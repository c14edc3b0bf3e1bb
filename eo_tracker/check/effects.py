"""Rules about what instruments do to each other, and about what ends before it starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.dates import Period
from eo_tracker.models import END, PAUSE, Catalog, Deadline, Directive, Effect, Instrument, Status
from eo_tracker.resolve import KnownEffect, Obligation, effects_of, resolve

# These only say something about another instrument; one that is no longer in force may do that.
_DECLARATORY = ("implements", "satisfies", "interprets", "parallels")


def first_dates(catalog: Catalog) -> Mapping[str, date]:
    """The first date, known or projected, of each recurring directive by full ID.

    Every recurrence is taken to have no end.
    """
    instruments = {key: _without_ends(each) for key, each in catalog.instruments.items()}
    dates: dict[str, date] = {}
    for obligation in resolve(replace(catalog, instruments=instruments), date.max).obligations:
        rule = obligation.directive.deadline
        first = obligation.when
        if obligation.recurrence:
            first = obligation.recurrence.first
        if rule and rule.every and first:
            dates.setdefault(obligation.id, first)
    return dates


def _without_ends(instrument: Instrument) -> Instrument:
    directives = tuple(map(_without_end, instrument.directives))
    return instrument.model_copy(update={"directives": directives})


def _without_end(directive: Directive) -> Directive:
    rule = directive.deadline
    if rule is None or rule.until is None:
        return directive
    return directive.model_copy(update={"deadline": rule.model_copy(update={"until": None})})


def ends_of_instruments(catalog: Catalog) -> Mapping[str, Sequence[KnownEffect]]:
    """What revokes, supersedes, stays or waives each instrument as a whole; drafts end nothing."""
    ends: dict[str, list[KnownEffect]] = defaultdict(list)
    for owner in catalog.instruments.values():
        if not owner.effects or owner.is_draft:
            continue
        for known in effects_of(owner):
            if _ends_an_instrument(known.effect):
                ends[known.on].append(known)
    return ends


def _ends_an_instrument(effect: Effect) -> bool:
    return effect.does in END and "/" not in effect.on


# What ends before it starts


def _ends_before_start(file: File) -> Iterator[Finding]:
    yield from _early_ends_of_effects(file)
    for index, directive in enumerate(file.instrument.directives):
        rule = directive.deadline
        if rule is None or rule.until is None:
            continue
        first = _first_date(rule, file.instrument.key(directive.id), file)
        if problem := _no_date(rule, first):
            yield Finding(("directives", index, "deadline", "until"), problem)


def _early_ends_of_effects(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        start = file.instrument.effective_from(effect)
        if effect.until and effect.until < start:
            message = f"it ends on {effect.until}, before it starts on {start}"
            yield Finding(("effects", index, "until"), message)
            continue
        rule = effect.set.deadline if effect.set else None
        if rule and (problem := _no_date(rule, _fixed_date(rule))):
            yield Finding(("effects", index, "set", "deadline", "until"), problem)


def _no_date(rule: Deadline, first: date | None) -> str:
    """Why a recurrence has no date; empty where it has one, or that is not known."""
    if first is None or rule.until is None or rule.ends_with:
        return ""
    last = Period.parse(rule.until).last
    return f"it ends on {last}, before its first date {first}" if last < first else ""


def _fixed_date(rule: Deadline) -> date | None:
    return rule.by.last if rule.by else None


def _first_date(rule: Deadline, key: str, file: File) -> date | None:
    """The first date of a rule as the file has it; None where the rule is amended."""
    if rule.by:
        return rule.by.last
    for amendment in file.catalog.amendments.get(key, ()):
        if amendment.set and "deadline" in amendment.set.model_fields_set:
            return None
    return file.first_dates().get(key)


# Cycles, and instruments that could not act


def _amends_later_instrument(file: File) -> Iterator[Finding]:
    own = file.instrument
    for index, target in file.catalog.later_targets(own):
        message = f"{target.name} is dated {target.dated}, after this instrument ({own.dated})"
        yield Finding(("effects", index), message)


def _ends_itself(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.does in END and effect.on == file.instrument.id:
            message = f"{effect.on} {effect.does} itself; record the date it expires as a duration"
            yield Finding(("effects", index, "on"), message)


def _end_each_other(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    own = instrument.id
    if instrument.is_draft:
        return
    for index, effect in enumerate(instrument.effects):
        if effect.does not in END or effect.on == own:
            continue
        if effect.on in file.catalog.instruments and own in _ended_by(effect.on, file.catalog):
            message = f"{own} {effect.does} {effect.on}, which ends {own} directly or indirectly"
            yield Finding(("effects", index, "on"), message)


def _ended_by(acting: str, catalog: Catalog) -> set[str]:
    """Every instrument that this one ends, or that those end in turn."""
    ended: set[str] = set()
    waiting = [acting]
    while waiting:
        current = catalog.instruments.get(waiting.pop())
        if current is None or current.is_draft:
            continue
        targets = {effect.on for effect in current.effects if _ends_an_instrument(effect)}
        waiting += targets - ended
        ended |= targets
    return ended


def _not_in_force(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if instrument.is_draft:
        return
    for index, effect in enumerate(instrument.effects):
        if effect.does in _DECLARATORY or effect.on == instrument.id:
            continue
        problem = _not_yet_in_force(instrument, effect, file.catalog)
        problem = problem or _already_ended(instrument, effect, file)
        if problem:
            yield Finding(("effects", index), problem)


def _not_yet_in_force(instrument: Instrument, effect: Effect, catalog: Catalog) -> str:
    start = instrument.effective_from(effect)
    in_force_from = instrument.effective or instrument.dated
    if effect.effective:
        for amendment in catalog.amendments.get(instrument.id, ()):
            if amendment.set and amendment.set.effective:
                in_force_from = amendment.set.effective
    if start >= in_force_from:
        return ""
    return f"it would start on {start}, but {instrument.name} is in force only from {in_force_from}"


def _already_ended(instrument: Instrument, effect: Effect, file: File) -> str:
    start = instrument.effective_from(effect)
    for end in file.ends().get(instrument.id, ()):
        if _is_mutual(end, effect, instrument) or not _holds_on(end, start):
            continue
        if not _is_ended(end.by.id, end.since, file):
            what = f"{end.by.name} {end.does} {instrument.name} since {end.since}"
            return f"it would start on {start}, but {what}"
    return ""


def _is_mutual(end: KnownEffect, effect: Effect, instrument: Instrument) -> bool:
    """Whether the instrument ends itself, or what ends it: that is E622 or E623."""
    return end.by.id == instrument.id or (effect.on == end.by.id and effect.does in END)


def _holds_on(end: KnownEffect, day: date) -> bool:
    """Whether an end has effect on a day; a stay for named parties leaves the rest in force."""
    effect = end.effect
    if effect.named_parties or day < end.since:
        return False
    return effect.until is None or day <= effect.until


def _is_ended(key: str, day: date, file: File) -> bool:
    """Whether anything ends an instrument on a day; the file of that one is checked by itself."""
    return any(_holds_on(end, day) for end in file.ends().get(key, ()))


# Whom a stay covers, and what the law leaves open


def _scope_missing(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.does not in PAUSE or effect.parties is not None:
            continue
        what = "stay" if effect.does == "stays" else "waiver"
        message = (
            f"say whom the {what} covers: 'for: everyone', or the parties; "
            "until then the date stays on the docket"
        )
        yield Finding(("effects", index), message)


def _two_readings(file: File) -> Iterator[Finding]:
    obligations = file.obligations()
    for index, directive in enumerate(file.instrument.directives):
        obligation = obligations.get(file.instrument.key(directive.id))
        if obligation and obligation.open:
            message = (
                f"the law leaves open whether {_question(obligation)}; "
                "have an attorney review it, and record what settles it"
            )
            yield Finding(("directives", index), message)


def _question(obligation: Obligation) -> str:
    if obligation.status in (Status.REVOKED, Status.SUPERSEDED):
        return "this is in force again, now that what ended it has itself ended"
    other = obligation.alternatives[0]
    return f"{obligation.when} or {other.due or other.projected or 'no date'} applies"


EFFECT_RULES = (
    Rule(
        "E613",
        "ends-before-start",
        "error",
        "A stay, a waiver or a recurrence ends before it starts.",
        why="It would apply on no day, so one of the two dates is wrong.",
        bad=Sample.piece("""
            effects:
              - does: stays
                on: eo-7/2a
                for: everyone
                cite: '1'
                until: 2026-05-01  # <-
        """),
        good=Sample.piece("""
            effects:
              - does: stays
                on: eo-7/2a
                for: everyone
                cite: '1'
                until: 2026-12-01
        """),
        find=_ends_before_start,
    ),
    Rule(
        "E614",
        "amends-later-instrument",
        "error",
        "An instrument ends or amends an instrument of a later date.",
        why="An instrument that is not yet issued cannot be amended; a date or an ID is wrong.",
        bad=Sample.file("""
            id: eo-1
            kind: executive-order
            number: 1
            title: An order
            dated: 2026-05-01
            coverage: complete
            searches: [{on: 2026-12-31}]
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
                published: 2026-05-01
            effects:
              - does: revokes  # <-
                on: eo-7
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: revokes
                on: eo-7
                cite: '1'
        """),
        find=_amends_later_instrument,
    ),
    Rule(
        "E622",
        "ends-itself",
        "error",
        "An instrument revokes, supersedes, stays or waives itself.",
        why="An ID is wrong, or the instrument expires, which is recorded as a duration.",
        bad=Sample.piece("""
            effects:
              - does: revokes
                on: eo-1  # <-
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: revokes
                on: eo-7
                cite: '1'
        """),
        find=_ends_itself,
    ),
    Rule(
        "E623",
        "end-each-other",
        "error",
        "Two instruments end each other, directly or through others.",
        why="Each would deprive the other of force, so it is undefined which of them remains.",
        bad=Sample.words("eo-1 revokes eo-2, and eo-2 revokes eo-1."),
        good=Sample.words("eo-2 revokes eo-1."),
        find=_end_each_other,
    ),
    Rule(
        "E624",
        "not-in-force",
        "error",
        "An effect starts on a day on which its instrument is not in force.",
        why=(
            "An instrument acts from its effective date until something ends it; "
            "a date or an ID is wrong."
        ),
        bad=Sample.piece("""
            effective: 2026-07-01
            effects:
              - does: revokes  # <-
                on: eo-7
                cite: '1'
                effective: 2026-06-15
        """),
        good=Sample.piece("""
            effective: 2026-07-01
            effects:
              - does: revokes
                on: eo-7
                cite: '1'
                effective: 2026-07-15
        """),
        find=_not_in_force,
    ),
    Rule(
        "E630",
        "scope-missing",
        "warning",
        "A stay or waiver does not say whom it covers.",
        why="A stay limited to the parties to a case leaves the date in place for everyone else.",
        bad=Sample.piece("""
            effects:
              - does: stays  # <-
                on: eo-7/2a
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: stays
                on: eo-7/2a
                for: everyone
                cite: '1'
        """),
        find=_scope_missing,
    ),
    Rule(
        "E631",
        "two-readings",
        "warning",
        "The law leaves open which of two dates applies.",
        why=(
            "Revoking an amendment, or a revocation, revives nothing by itself; "
            "a stay may or may not cover an amendment."
        ),
        bad=Sample.words(
            "The amendment of 2a was revoked, and nothing expressly reinstates the earlier date."
        ),
        good=Sample.words("An effect 'reinstates' 2a."),
        find=_two_readings,
    ),
)
