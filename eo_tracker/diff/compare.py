"""Two resolutions in, every change between them out: two catalogs on one day, or one catalog on two days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from eo_tracker.diff.causes import Causes
from eo_tracker.diff.changes import Cause, Change, Diff, Later, is_binding, kind
from eo_tracker.diff.directives import DirectiveDiff
from eo_tracker.diff.entries import differing, normalized
from eo_tracker.diff.provisions import (
    instrument_fields,
    one_sided_provision,
    party_changes,
    provision_changes,
    provisions,
)
from eo_tracker.diff.sides import Happening, Parted, Side
from eo_tracker.models import Instrument, cite_order
from eo_tracker.resolve import ENDS, KnownEffect, KnownEvent, Obligation, Resolution, effects_of


def diff_resolutions(old: Resolution, new: Resolution, *, recorded: date | None = None) -> Diff:
    """Every change from `old` to `new`.

    `recorded` is the day on which the old side was made; what was public before it and stands on the new side only was
    recorded late.
    """
    causes = Causes(Side("old", old), Side("new", new), recorded)
    changes = [*_directives(causes), *_provisions(causes), *party_changes(causes.old, causes.new)]
    changes += _left_over(causes, {_place(each.cause) for each in changes})
    # An event that our record has twice is told once.
    once = {each.fingerprint: each for each in changes}.values()
    return Diff(old, new, tuple(sorted(once, key=change_order)), later=tuple(_later(causes)))


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


def one_sided_directive(code: str, rows: Sequence[Obligation], cause: Cause, side: Side) -> Change:
    """A directive that stands on one side only, with its dates."""
    row, come = rows[0], side.name == "new"
    days = [day for each in rows if (day := each.due or each.projected)]
    dates = days[0] if len(days) == 1 else tuple(map(str, days)) or None
    source = row.instrument.sources.get(row.directive.source)
    return Change(
        kind(code),
        row.id,
        cause,
        row.directive.title,
        row.directive.cite,
        old=None if come else dates,
        new=dates if come else None,
        affected=tuple(dict.fromkeys(role.party for role in row.directive.binds)),
        was=None if come else row,
        now=row if come else None,
        sources=(None, source) if come else (source, None),
        path=side.path(row.id),
        binds=come and any(map(is_binding, rows)),
    )


def _directives(causes: Causes) -> Iterator[Change]:
    old, new = causes.old, causes.new
    for key in {**new.rows, **old.rows}:
        if key not in old.rows:
            yield one_sided_directive(
                "directive-added", new.rows[key], causes.of_existence(key, new), new
            )
        elif key not in new.rows:
            yield one_sided_directive(
                "directive-removed", old.rows[key], causes.of_existence(key, old), old
            )
        else:
            pair = DirectiveDiff(old.rows[key], new.rows[key], causes, new.path(key))
            yield from pair.changes()
            yield from _hidden(pair, causes)


def _hidden(pair: DirectiveDiff, causes: Causes) -> Iterator[Change]:
    """Fields that are written differently, but that an amendment puts the same on both sides."""
    was, now = causes.old.entry(pair.key), causes.new.entry(pair.key)
    if was is None or now is None or was == now:
        return
    fields = type(now).model_fields
    seen = differing(pair.was[0].directive, pair.now[0].directive, fields)
    if hidden := tuple(
        name for name in differing(was, now, fields) if name not in (*seen, "entered_in_error")
    ):
        yield pair.change("wording", causes.of_field(pair.key, hidden[0]), fields=hidden)


def _provisions(causes: Causes) -> Iterator[Change]:
    old, new = causes.old.known.instruments, causes.new.known.instruments
    for owner in {**new, **old}:
        was, now = provisions(causes.old, owner), provisions(causes.new, owner)
        for at in {**now, **was}:
            if at[0] == "triggers" and owner not in (old.keys() & new.keys()):
                continue  # what starts the clocks of a new instrument comes with its directives
            if at in was and at in now:
                yield from provision_changes(
                    was[at], now[at], old[owner], causes, causes.new, owner
                )
            else:
                side = causes.new if at in now else causes.old
                entry = now[at] if at in now else was[at]
                yield one_sided_provision(
                    entry, owner, causes.of_existence(f"{owner}/{at[1]}", side), side
                )


# what no change of a directive has told yet


def _place(cause: Cause) -> tuple[object, ...]:
    """Where a cause stands: an event, effect or field of one file."""
    return (cause.instrument, cause.side, cause.path[:2])


def _left_over(causes: Causes, told: set[tuple[object, ...]]) -> Iterator[Change]:
    """Instruments, events, effects and fields of instruments that differ, but are the cause of no other change."""
    happenings = [each for each in _happenings(causes) if _place(each.cause) not in told]
    yield from happenings
    yield from (each for each in _fields(causes) if _place(each.cause) not in told)
    known = {instrument for instrument, *_ in told} | {each.cause.instrument for each in happenings}
    yield from (each for each in _instruments(causes) if each.id not in known)


def _happenings(causes: Causes) -> Iterator[Change]:
    groups: list[Parted[KnownEvent] | Parted[KnownEffect]] = [
        *causes.events.values(),
        *causes.effects.values(),
    ]
    for parted in groups:
        for name, each in parted.one_sided:
            side = causes.new if name == "new" else causes.old
            yield _happening(_code(each, side), each, causes.of_happening(each, side), side)
        for was, now in parted.rewritten:
            apart = " ".join(sorted(normalized(each[1]) for each in (was, now)))
            yield replace(
                _happening("wording", now, causes.of_rewriting(was, now), causes.new), apart=apart
            )


def _code(known: Happening, side: Side) -> str:
    if isinstance(known, KnownEvent):
        return "story"
    if known.effect.does in ENDS and known.effect.on in side.catalog.instruments:
        return "instrument-ended" if side.name == "new" else "instrument-restored"
    return "bears-on"


def _happening(code: str, known: Happening, cause: Cause, side: Side) -> Change:
    """An event or effect that differs while its target stands as before."""
    key = known.key if isinstance(known, KnownEvent) else known.effect.on
    rows = side.rows.get(key, ())
    entry = side.entry(key)
    value = (
        str(known.event.on or known.known) if isinstance(known, KnownEvent) else known.effect.does
    )
    old, new = (
        (cause.old, cause.new)
        if code == "wording"
        else (None, value)
        if side.name == "new"
        else (value, None)
    )
    title = rows[0].directive.title if rows else ""
    affected = dict.fromkeys(role.party for row in rows for role in row.directive.binds)
    row = rows[0] if rows else None
    return Change(
        kind(code),
        key,
        cause,
        title,
        getattr(entry, "cite", None),
        fields=(cause.what, str(cause.instrument)),
        old=old,
        new=new,
        affected=tuple(affected),
        was=row,
        now=row,
        path=cause.path,
        apart=normalized(known[1]),
    )


def _instruments(causes: Causes) -> Iterator[Change]:
    old, new = causes.old.known.instruments, causes.new.known.instruments
    for key in {**new, **old}:
        if (key in old) != (key in new):
            side = causes.new if key in new else causes.old
            title, cause = side.catalog.instruments[key].title, causes.of_instrument(key, side)
            dated = side.catalog.instruments[key].dated
            code, values = (
                ("instrument-added", (None, dated))
                if key in new
                else ("instrument-removed", (dated, None))
            )
            yield Change(kind(code), key, cause, title, old=values[0], new=values[1], path=("id",))


def _fields(causes: Causes) -> Iterator[Change]:
    """Fields of instruments themselves."""
    new = causes.new.known.instruments
    for key, fields in instrument_fields(causes.old, causes.new):
        for name in fields:
            cause = causes.of_instrument_field(key, name)
            if cause.kind == "time":
                continue  # a source or citation that was not published yet on the earlier day
            code = "reach-changed" if name == "not_bound" else "wording"
            yield Change(
                kind(code),
                key,
                cause,
                new[key].title,
                fields=(name,),
                old=cause.old,
                new=cause.new,
                path=(name,),
            )


def _later(causes: Causes) -> Iterator[Later]:
    """Instruments and effects of the new side only that are not known, or not in force, on its day yet."""
    old, new = causes.old, causes.new
    if old.as_of != new.as_of:
        return
    for key, instrument in new.catalog.instruments.items():
        if instrument.is_record:
            continue  # no law, and nothing of it takes effect later
        before = old.catalog.instruments.get(key) if key in old.known.instruments else None
        if before is None and key not in old.catalog.instruments and instrument.dated > new.as_of:
            yield Later(instrument.dated, key, instrument.name)
        for effect in effects_of(instrument):
            day = max(effect.since, effect.known)
            if (
                day > new.as_of
                and instrument.dated <= new.as_of
                and not _is_written(effect, before)
            ):
                yield Later(day, key, f"{instrument.name} {effect.effect.does} {effect.effect.on}")


def _is_written(known: KnownEffect, instrument: Instrument | None) -> bool:
    return instrument is not None and any(
        normalized(each) == normalized(known.effect) for each in instrument.effects
    )
