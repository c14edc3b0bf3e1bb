"""What is no directive: limitations, durations, triggers and disputes, an instrument's own fields, and the registry; two states in, changes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from eo_tracker.diff.causes import Causes, OneCause, field_text
from eo_tracker.diff.changes import Cause, Change, Value, kind
from eo_tracker.diff.entries import differing
from eo_tracker.diff.sides import Side
from eo_tracker.models import Dispute, Duration, Instrument, Limitation, Source, Trigger

Provision = Limitation | Duration | Trigger | Dispute

_FAMILIES = ("limitations", "durations", "triggers", "disputes")
_SCOPES = ("paragraph", "section", "order")
_WORDS = ("summary", "what", "question", "accounts", "assessment", "on")
_RECORD = ("source", "also", "note", "repeats")
_PARTS = {"format", "id", "directives", "effects", "events", *_FAMILIES}
_BELONGING = ("members", "parent", "reach")


def provisions(side: Side, name: str) -> Mapping[tuple[str, str], Provision]:
    """Everything in an instrument that is not a directive, by family and local ID; without what was revoked, stayed or waived."""
    instrument = side.known.instruments.get(name)
    if instrument is None:
        return {}
    entries = {
        (family, each.id): each for family in _FAMILIES for each in getattr(instrument, family)
    }
    return {
        at: each
        for at, each in entries.items()
        if not side.known.provision_ends(instrument.key(each.id))
    }


def one_sided_provision(entry: Provision, owner: str, cause: Cause, side: Side) -> Change:
    """A limitation, duration, trigger or dispute that stands on one side only."""
    value: Value
    match entry:
        case Limitation():
            codes, value = ("limitation-removed", "limitation-added"), entry.scope
        case Duration():
            codes, value = ("duration-removed", "duration-added"), entry.extent
        case Dispute():
            codes, value = ("dispute-settled", "dispute-opened"), entry.question
        case Trigger():
            codes, value = ("wording", "wording"), entry.what
    come = side.name == "new"
    return provision_change(
        codes[come],
        entry,
        owner,
        cause,
        side,
        old=None if come else value,
        new=value if come else None,
    )


def provision_changes(
    was: Provision,
    now: Provision,
    former: Instrument,
    causes: Causes | OneCause,
    side: Side,
    owner: str,
) -> Iterator[Change]:
    """What differs between two states of one provision, which is `owner`'s on the new side and was `former`'s.

    Between two instruments, sources and notes say nothing.
    """
    key = f"{owner}/{now.id}"
    for code, field, old, new in _values(
        was, now, (*_WORDS, *(_RECORD if isinstance(causes, Causes) else ()))
    ):
        change = provision_change(
            code, now, owner, causes.of_field(key, field.partition(",")[0]), side, old=old, new=new
        )
        yield replace(
            change,
            fields=tuple(field.split(",")),
            sources=(_source(was, former), change.sources[1]),
        )


def _values(
    was: Provision, now: Provision, words: Sequence[str]
) -> Iterator[tuple[str, str, str | None, str | None]]:
    """Kind, fields, old and new value of each difference."""
    if isinstance(was, Limitation) and isinstance(now, Limitation) and was.scope != now.scope:
        wider = _SCOPES.index(now.scope) > _SCOPES.index(was.scope)
        yield "limitation-wider" if wider else "limitation-narrower", "scope", was.scope, now.scope
    if isinstance(was, Duration) and isinstance(now, Duration) and was.extent != now.extent:
        yield (
            "duration-changed",
            ",".join(differing(was, now, ("length", "by", "before"))),
            was.extent,
            now.extent,
        )
    cites = [getattr(each, "cite", None) for each in (was, now)]
    if cites[0] != cites[1]:
        yield "renumbered", "cite", cites[0], cites[1]
    if fields := differing(was, now, words):
        old, new = (
            field_text(getattr(each, fields[0])) if len(fields) == 1 else None
            for each in (was, now)
        )
        yield "wording", ",".join(fields), old, new


def provision_change(
    code: str,
    entry: Provision,
    owner: str,
    cause: Cause,
    side: Side,
    *,
    old: Value = None,
    new: Value = None,
) -> Change:
    """A change of one provision of the instrument `owner`, as it stands on `side`."""
    instrument = side.catalog.instruments[owner]
    source = _source(entry, instrument)
    about = (
        side.entry(instrument.key(entry.on)) if isinstance(entry, Dispute) and entry.on else entry
    )
    title = (
        entry.question
        if isinstance(entry, Dispute)
        else entry.what
        if isinstance(entry, Trigger)
        else entry.summary
    )
    return Change(
        kind(code),
        instrument.key(entry.id),
        cause,
        title,
        getattr(about, "cite", None),
        old=old,
        new=new,
        sources=(source, None) if side.name == "old" else (None, source),
        dispute=entry if isinstance(entry, Dispute) else None,
        path=side.path(instrument.key(entry.id)),
        binds=not instrument.is_draft,
    )


def _source(entry: Provision, instrument: Instrument) -> Source | None:
    return instrument.sources.get(getattr(entry, "source", ""))


# instruments and parties


def instrument_fields(old: Side, new: Side) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Instruments known on both sides, with those of their own fields that differ."""
    names = [name for name in Instrument.model_fields if name not in _PARTS]
    for key, now in new.known.instruments.items():
        was = old.known.instruments.get(key)
        if was is not None and was is not now and (fields := differing(was, now, names)):
            yield key, fields


def party_changes(old: Side, new: Side) -> Iterator[Change]:
    """What differs in the registry: who belongs to whom, and names."""
    was, now = old.catalog.parties, new.catalog.parties
    for name in {**now, **was}:
        if name in was and name in now:
            belonging, fields = (
                differing(was[name], now[name], part)
                for part in (_BELONGING, type(now[name]).model_fields)
            )
            words = tuple(field for field in fields if field not in belonging)
        else:
            belonging, words = (), ("name",)
        for code, fields in (("reach-changed", belonging), ("wording", words)):
            if fields:
                values = [
                    field_text(getattr(each.get(name), fields[0], None)) for each in (was, now)
                ]
                title = (now if name in now else was)[name].name
                cause = Cause(
                    "record",
                    fields[0],
                    None,
                    name,
                    old=values[0],
                    new=values[1],
                    path=("parties", name, fields[0]),
                )
                yield Change(
                    kind(code),
                    name,
                    cause,
                    title,
                    fields=fields,
                    old=values[0],
                    new=values[1],
                    affected=(name,),
                    path=cause.path,
                )
