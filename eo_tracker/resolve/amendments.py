"""Amendments put into the text that they amend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from eo_tracker.models import Directive, Duration, Entry, Instrument
from eo_tracker.resolve.known import Knowledge
from eo_tracker.resolve.obligation import KnownEffect

_E = TypeVar("_E", bound=Entry)


def amended(instrument: Instrument, known: Knowledge) -> Instrument:
    """The instrument with every amendment that acts on it and on its parts, the earliest first."""
    directives = [_directive(entry, instrument, known) for entry in instrument.directives]
    limitations = [
        _set(entry, known.effects.get(instrument.key(entry.id), ()))
        for entry in instrument.limitations
    ]
    durations = [
        _set(entry, known.effects.get(instrument.key(entry.id), ()))
        for entry in instrument.durations
    ]
    parts = {
        "directives": tuple(directives),
        "limitations": tuple(limitations),
        "durations": tuple(durations),
    }
    return _set(instrument.model_copy(update=parts), known.effects.get(instrument.id, ()))


def _directive(directive: Directive, instrument: Instrument, known: Knowledge) -> Directive:
    key = instrument.key(directive.id)
    if key not in known.effects:
        return directive
    return _set(directive, known.effects_on(key, instrument, directive))


def _set(entry: _E, effects: Iterable[KnownEffect]) -> _E:
    """The entry with the new values of those effects that act and amend."""
    for known in effects:
        amendment = known.set
        if amendment is None or not known.acts:
            continue
        new = {name: getattr(amendment, name) for name in amendment.model_fields_set}
        if rule := new.get("deadline"):
            new["deadline"] = rule.qualified(known.by.key)
        if isinstance(entry, Duration):
            new = {**_other_extent(new), **new}
        entry = entry.model_copy(update=new)
    return entry


def _other_extent(new: Mapping[str, object]) -> dict[str, object]:
    """A duration has a length or a date; a new one replaces the other."""
    if "by" in new:
        return {"length": None, "before": None}
    return {"by": None} if "length" in new else {}
