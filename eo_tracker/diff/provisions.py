"""Two states in, changes out, of all that is not a directive.

That is limitations, durations, triggers and disputes, an instrument's own fields, and the registry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from eo_tracker.diff.causes import CauseFinder, field_text
from eo_tracker.diff.changes import Cause, Change, Value
from eo_tracker.diff.entries import differing
from eo_tracker.diff.kinds import KINDS
from eo_tracker.diff.sides import Provision, Side
from eo_tracker.models import (
    Dispute,
    Duration,
    Instrument,
    Limitation,
    Party,
    Source,
    Trigger,
)

_PROVISION_FAMILIES = ("limitations", "durations", "triggers", "disputes")
_SCOPES = ("paragraph", "section", "order")
_TEXT_FIELDS = ("summary", "what", "question", "accounts", "assessment", "on")
_OUR_FIELDS = ("source", "also", "note", "repeats")
_PARTS = {"format", "id", "directives", "effects", "events", *_PROVISION_FAMILIES}
_BELONGING = ("members", "parent", "reach")


class ProvisionKey(NamedTuple):
    """Which provision of an instrument: its family and local ID."""

    family: str
    local: str


def provisions(side: Side, name: str) -> Mapping[ProvisionKey, Provision]:
    """Everything in an instrument that is not a directive and was not revoked, stayed or waived."""
    instrument = side.known.instruments.get(name)
    if instrument is None:
        return {}
    entries: dict[ProvisionKey, Provision] = {}
    for family in _PROVISION_FAMILIES:
        for entry in getattr(instrument, family):
            if not side.known.provision_ends(instrument.key(entry.id)):
                entries[ProvisionKey(family, entry.id)] = entry
    return entries


class _OneSidedCodes(NamedTuple):
    """What it is called when a provision is on one side only."""

    removed: str
    added: str


def one_sided_provision(entry: Provision, owner: str, cause: Cause, side: Side) -> Change:
    """A limitation, duration, trigger or dispute that is on one side only."""
    value: Value
    match entry:
        case Limitation():
            codes = _OneSidedCodes("limitation-removed", "limitation-added")
            value = entry.scope
        case Duration():
            codes = _OneSidedCodes("duration-removed", "duration-added")
            value = entry.extent
        case Dispute():
            codes = _OneSidedCodes("dispute-settled", "dispute-opened")
            value = entry.question
        case Trigger():
            codes = _OneSidedCodes("wording", "wording")
            value = entry.what
    code = codes.added if side.name == "new" else codes.removed
    old, new = side.pair(value)
    return provision_change(
        code,
        entry,
        owner,
        cause,
        side,
        old=old,
        new=new,
    )


@dataclass(frozen=True)
class ProvisionDiff:
    """One provision in two states: `owner`'s on the new side, `former`'s on the old one.

    `is_one_instrument` also compares sources and notes, which say nothing between two instruments.
    """

    was: Provision
    now: Provision
    former: Instrument
    owner: str
    is_one_instrument: bool = True

    def changes(self, causes: CauseFinder, side: Side) -> Iterator[Change]:
        """What differs between the two states; `side` is the new one."""
        for difference in self._differences():
            cause = causes.of_field(f"{self.owner}/{self.now.id}", difference.fields[0])
            change = provision_change(
                difference.code,
                self.now,
                self.owner,
                cause,
                side,
                old=difference.old,
                new=difference.new,
            )
            sources = (_provision_source(self.was, self.former), change.sources[1])
            yield replace(change, fields=difference.fields, sources=sources)

    def _differences(self) -> Iterator[_Difference]:
        was, now = self.was, self.now
        if isinstance(was, Limitation) and isinstance(now, Limitation):
            yield from _scope_difference(was, now)
        if isinstance(was, Duration) and isinstance(now, Duration):
            yield from _extent_difference(was, now)
        old_cite, new_cite = _cite(was), _cite(now)
        if old_cite != new_cite:
            yield _Difference("renumbered", ("cite",), old_cite, new_cite)
        names = (*_TEXT_FIELDS, *_OUR_FIELDS) if self.is_one_instrument else _TEXT_FIELDS
        yield from _text_difference(was, now, differing(was, now, names))


class _Difference(NamedTuple):
    """One difference between two states of a provision."""

    code: str
    fields: tuple[str, ...]
    old: str | None
    new: str | None


def _scope_difference(was: Limitation, now: Limitation) -> Iterator[_Difference]:
    if was.scope == now.scope:
        return
    is_wider = _SCOPES.index(now.scope) > _SCOPES.index(was.scope)
    code = "limitation-wider" if is_wider else "limitation-narrower"
    yield _Difference(code, ("scope",), was.scope, now.scope)


def _extent_difference(was: Duration, now: Duration) -> Iterator[_Difference]:
    if was.extent != now.extent:
        fields = differing(was, now, ("length", "by", "before"))
        yield _Difference("duration-changed", fields, was.extent, now.extent)


def _text_difference(
    was: Provision, now: Provision, fields: tuple[str, ...]
) -> Iterator[_Difference]:
    """The values are given where only one field differs."""
    if len(fields) == 1:
        old, new = getattr(was, fields[0]), getattr(now, fields[0])
        yield _Difference("wording", fields, field_text(old), field_text(new))
    elif fields:
        yield _Difference("wording", fields, None, None)


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
    """A change of one provision of the instrument `owner`, as it is on `side`."""
    instrument = side.catalog.instruments[owner]
    return Change(
        KINDS[code],
        instrument.key(entry.id),
        cause,
        _title(entry),
        _cite_of_subject(entry, instrument, side),
        old=old,
        new=new,
        sources=side.pair(_provision_source(entry, instrument)),
        dispute=entry if isinstance(entry, Dispute) else None,
        path=side.path(instrument.key(entry.id)),
        binds=not instrument.is_draft,
    )


def _title(entry: Provision) -> str:
    match entry:
        case Dispute():
            return entry.question
        case Trigger():
            return entry.what
        case _:
            return entry.summary


def _cite(entry: object) -> str | None:
    cite: str | None = getattr(entry, "cite", None)
    return cite


def _cite_of_subject(entry: Provision, instrument: Instrument, side: Side) -> str | None:
    """The pinpoint of a provision; of a dispute, that of what it is about."""
    if isinstance(entry, Dispute) and entry.on:
        return _cite(side.entry(instrument.key(entry.on)))
    return _cite(entry)


def _provision_source(entry: Provision, instrument: Instrument) -> Source | None:
    return instrument.sources.get(getattr(entry, "source", ""))


# instruments and parties


class InstrumentFields(NamedTuple):
    """Those of an instrument's own fields that differ."""

    instrument: str
    fields: tuple[str, ...]


def instrument_fields(old: Side, new: Side) -> Iterator[InstrumentFields]:
    """Instruments known on both sides, with those of their own fields that differ."""
    names = [name for name in Instrument.model_fields if name not in _PARTS]
    for key, now in new.known.instruments.items():
        was = old.known.instruments.get(key)
        if was is None or was is now:
            continue
        fields = differing(was, now, names)
        if fields:
            yield InstrumentFields(key, fields)


def party_changes(old: Side, new: Side) -> Iterator[Change]:
    """What differs in the registry: who belongs to whom, and names."""
    was, now = old.catalog.parties, new.catalog.parties
    for name in {**now, **was}:
        yield from _changes_of_party(name, was.get(name), now.get(name))


def _changes_of_party(name: str, was: Party | None, now: Party | None) -> Iterator[Change]:
    if was is None or now is None:
        yield _party_change(
            "wording",
            name,
            was,
            now,
            ("name",),
        )
        return
    belonging = differing(was, now, _BELONGING)
    if belonging:
        yield _party_change(
            "reach-changed",
            name,
            was,
            now,
            belonging,
        )
    fields = differing(was, now, type(now).model_fields)
    words = tuple(field for field in fields if field not in belonging)
    if words:
        yield _party_change(
            "wording",
            name,
            was,
            now,
            words,
        )


def _party_change(
    code: str,
    name: str,
    was: Party | None,
    now: Party | None,
    fields: tuple[str, ...],
) -> Change:
    field = fields[0]
    party = now or was
    old, new = field_text(getattr(was, field, None)), field_text(getattr(now, field, None))
    path = ("parties", name, field)
    return Change(
        KINDS[code],
        name,
        Cause(
            "record",
            field,
            None,
            name,
            old=old,
            new=new,
            path=path,
        ),
        party.name if party else name,
        fields=fields,
        old=old,
        new=new,
        affected=(name,),
        path=path,
    )
