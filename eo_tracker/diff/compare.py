"""Two resolutions in, every change out: two catalogs on one day, or one catalog on two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date

from eo_tracker.diff.causes import Causes
from eo_tracker.diff.changes import Cause, Change, Diff, Later, Value, is_binding
from eo_tracker.diff.directives import DirectiveDiff
from eo_tracker.diff.entries import differing, normalized
from eo_tracker.diff.kinds import KINDS
from eo_tracker.diff.provisions import (
    ProvisionDiff,
    instrument_fields,
    one_sided_provision,
    party_changes,
    provisions,
)
from eo_tracker.diff.sides import Happening, Parted, Side, entry_of, target_of
from eo_tracker.models import Instrument, cite_order
from eo_tracker.resolve import ENDS, KnownEffect, KnownEvent, Obligation, Resolution, effects_of

_CauseKey = tuple[object, ...]


def diff_resolutions(old: Resolution, new: Resolution, *, recorded: date | None = None) -> Diff:
    """Every change from `old` to `new`.

    `recorded` is the day on which the old side was made; what was public before it and is on the
    new side only was recorded late.
    """
    causes = Causes(Side("old", old), Side("new", new), recorded)
    changes = [*_directives(causes), *_provisions(causes), *party_changes(causes.old, causes.new)]
    changes += _left_over(causes, {_cause_key(change.cause) for change in changes})
    # An event that our record has twice is reported once.
    unique = {change.fingerprint: change for change in changes}.values()
    return Diff(
        old,
        new,
        tuple(sorted(unique, key=change_order)),
        later=tuple(_later(causes)),
    )


def change_order(change: Change) -> tuple[object, ...]:
    """The gravest first; then by cause, the oldest law first; then as the texts have them."""
    cause = change.cause
    causes = (("law", "record", "time").index(cause.kind), cause.day or date.min, cause.key)
    entry = (
        change.instrument,
        cite_order(change.cite or ""),
        change.id,
        change.occurrence or date.min,
        change.kind.code,
        change.fields,
    )
    return (-change.level, *causes, *entry)


# directives


def one_sided_directive(
    code: str,
    rows: Sequence[Obligation],
    cause: Cause,
    side: Side,
) -> Change:
    """A directive that is on one side only, with its dates."""
    row = rows[0]
    old, new = side.pair(_dates_of(rows))
    was, now = side.pair(row)
    return Change(
        KINDS[code],
        row.id,
        cause,
        row.directive.title,
        row.directive.cite,
        old=old,
        new=new,
        affected=_bound(rows[:1]),
        was=was,
        now=now,
        sources=side.pair(row.instrument.sources.get(row.directive.source)),
        path=side.path(row.id),
        binds=side.name == "new" and any(map(is_binding, rows)),
    )


def _dates_of(rows: Sequence[Obligation]) -> Value:
    """The date of a directive; several of a recurring one as text."""
    days = list(filter(None, (row.due or row.projected for row in rows)))
    if len(days) == 1:
        return days[0]
    return tuple(map(str, days)) or None


def _bound(rows: Sequence[Obligation]) -> tuple[str, ...]:
    """The parties that must act."""
    return tuple(dict.fromkeys(role.party for row in rows for role in row.directive.binds))


def _directives(causes: Causes) -> Iterator[Change]:
    old, new = causes.old, causes.new
    for key in {**new.rows, **old.rows}:
        if key not in old.rows:
            cause = causes.of_existence(key, new)
            yield one_sided_directive(
                "directive-added",
                new.rows[key],
                cause,
                new,
            )
        elif key not in new.rows:
            cause = causes.of_existence(key, old)
            yield one_sided_directive(
                "directive-removed",
                old.rows[key],
                cause,
                old,
            )
        else:
            pair = DirectiveDiff(
                old.rows[key],
                new.rows[key],
                causes,
                new.path(key),
            )
            yield from pair.changes()
            yield from _hidden(pair, causes)


def _hidden(pair: DirectiveDiff, causes: Causes) -> Iterator[Change]:
    """Fields written differently that an amendment makes the same on both sides."""
    was, now = causes.old.entry(pair.key), causes.new.entry(pair.key)
    if was is None or now is None or was == now:
        return
    names = type(now).model_fields
    reported = differing(pair.was[0].directive, pair.now[0].directive, names)
    unreported = names.keys() - {*reported, "entered_in_error"}
    fields = differing(was, now, [name for name in names if name in unreported])
    if fields:
        yield pair.change("wording", causes.of_field(pair.key, fields[0]), fields=fields)


# provisions


def _provisions(causes: Causes) -> Iterator[Change]:
    old, new = causes.old.known.instruments, causes.new.known.instruments
    for owner in {**new, **old}:
        yield from _provisions_of(owner, causes, is_on_both=owner in old and owner in new)


def _provisions_of(owner: str, causes: Causes, *, is_on_both: bool) -> Iterator[Change]:
    was, now = provisions(causes.old, owner), provisions(causes.new, owner)
    for key in {**now, **was}:
        if key.family == "triggers" and not is_on_both:
            continue  # what starts the clocks of a new instrument comes with its directives
        if key in was and key in now:
            former = causes.old.known.instruments[owner]
            pair = ProvisionDiff(was[key], now[key], former, owner)
            yield from pair.changes(causes, causes.new)
            continue
        if key in now:
            side, entry = causes.new, now[key]
        else:
            side, entry = causes.old, was[key]
        cause = causes.of_existence(f"{owner}/{key.local}", side)
        yield one_sided_provision(entry, owner, cause, side)


# what no change of a directive has reported yet


def _cause_key(cause: Cause) -> _CauseKey:
    """Where a cause is written: an event, effect or field of one file."""
    return (cause.instrument, cause.side, cause.path[:2])


def _left_over(causes: Causes, reported: Set[_CauseKey]) -> Iterator[Change]:
    """Instruments, events, effects and own fields that differ but caused no other change."""
    instruments = {instrument for instrument, *_ in reported}
    for change in _happenings(causes):
        if _cause_key(change.cause) not in reported:
            instruments.add(change.cause.instrument)
            yield change
    for change in _fields(causes):
        if _cause_key(change.cause) not in reported:
            yield change
    for change in _instruments(causes):
        if change.id not in instruments:
            yield change


def _happenings(causes: Causes) -> Iterator[Change]:
    groups: list[Parted[KnownEvent] | Parted[KnownEffect]] = [
        *causes.events.values(),
        *causes.effects.values(),
    ]
    for parted in groups:
        for name, known in parted.one_sided:
            side = causes.side(name)
            yield _one_sided_happening(known, causes.of_happening(known, side), side)
        for was, now in parted.rewritten:
            yield _rewritten(
                was,
                now,
                causes.of_rewriting(was, now),
                causes.new,
            )


def _one_sided_happening(known: Happening, cause: Cause, side: Side) -> Change:
    """An event or effect on one side only, while the status of its target is the same."""
    if isinstance(known, KnownEvent):
        code, value = "story", str(known.event.on or known.known)
    else:
        code, value = _code_of_effect(known, side), str(known.does)
    return _happening(
        code,
        known,
        cause,
        side,
        side.pair(value),
    )


def _rewritten(
    was: Happening,
    now: Happening,
    cause: Cause,
    side: Side,
) -> Change:
    """An event or effect that is written differently on both sides."""
    change = _happening(
        "wording",
        now,
        cause,
        side,
        (cause.old, cause.new),
    )
    texts = sorted([normalized(entry_of(was)), normalized(entry_of(now))])
    return replace(change, apart=" ".join(texts))


def _code_of_effect(known: KnownEffect, side: Side) -> str:
    if known.does not in ENDS or known.on not in side.catalog.instruments:
        return "bears-on"
    if side.name == "new":
        return "instrument-ended"
    return "instrument-restored"


def _happening(
    code: str,
    known: Happening,
    cause: Cause,
    side: Side,
    values: tuple[Value, Value],
) -> Change:
    key = target_of(known)
    rows = side.rows.get(key, ())
    row = next(iter(rows), None)
    old, new = values
    return Change(
        KINDS[code],
        key,
        cause,
        row.directive.title if row else "",
        getattr(side.entry(key), "cite", None),
        fields=(cause.what, str(cause.instrument)),
        old=old,
        new=new,
        affected=_bound(rows),
        was=row,
        now=row,
        path=cause.path,
        apart=normalized(entry_of(known)),
    )


def _instruments(causes: Causes) -> Iterator[Change]:
    """Instruments that are known on one side only."""
    old, new = causes.old.known.instruments, causes.new.known.instruments
    for key in {**new, **old}:
        if key not in old:
            yield _one_sided_instrument(
                "instrument-added",
                key,
                causes,
                causes.new,
            )
        elif key not in new:
            yield _one_sided_instrument(
                "instrument-removed",
                key,
                causes,
                causes.old,
            )


def _one_sided_instrument(
    code: str,
    key: str,
    causes: Causes,
    side: Side,
) -> Change:
    instrument = side.catalog.instruments[key]
    cause = causes.of_instrument(key, side)
    old, new = side.pair(instrument.dated)
    return Change(
        KINDS[code],
        key,
        cause,
        instrument.title,
        old=old,
        new=new,
        path=("id",),
    )


def _fields(causes: Causes) -> Iterator[Change]:
    """Fields of instruments themselves."""
    for key, names in instrument_fields(causes.old, causes.new):
        for name in names:
            cause = causes.of_instrument_field(key, name)
            # On two days it is a source or citation that was not published yet on the earlier one.
            if cause.kind != "time":
                yield _field_change(name, causes.new.known.instruments[key], cause)


def _field_change(name: str, instrument: Instrument, cause: Cause) -> Change:
    code = "wording"
    if name == "not_bound":
        code = "reach-changed"
    return Change(
        KINDS[code],
        instrument.id,
        cause,
        instrument.title,
        fields=(name,),
        old=cause.old,
        new=cause.new,
        path=(name,),
    )


# what comes later


def _later(causes: Causes) -> Iterator[Later]:
    """Instruments and effects of the new side only, not known or not in force yet on its day."""
    old, new = causes.old, causes.new
    if old.as_of != new.as_of:
        return
    for key, instrument in new.catalog.instruments.items():
        if instrument.is_record:
            continue  # not a law, and nothing of it takes effect later
        if key not in old.catalog.instruments and instrument.dated > new.as_of:
            yield Later(instrument.dated, key, instrument.name)
        if instrument.dated <= new.as_of:
            yield from _later_effects(instrument, old, new.as_of)


def _later_effects(instrument: Instrument, old: Side, as_of: date) -> Iterator[Later]:
    """Effects of an instrument that begin after the day and that the old side does not have."""
    is_known = instrument.id in old.known.instruments
    before = old.instrument(instrument.id) if is_known else None
    for known in effects_of(instrument):
        day = max(known.since, known.known)
        if day > as_of and not _is_written(known, before):
            what = f"{instrument.name} {known.does} {known.on}"
            yield Later(day, instrument.id, what)


def _is_written(known: KnownEffect, instrument: Instrument | None) -> bool:
    """Whether an instrument's file has the effect."""
    if instrument is None:
        return False
    text = normalized(known.effect)
    return any(normalized(effect) == text for effect in instrument.effects)
