"""The words for what an assumption changed: each date and status that is another one."""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.dates import long
from eo_tracker.resolve import Obligation, Resolution
from eo_tracker.wording.status import status_label
from eo_tracker.wording.words import authority, count, with_local_id

_MAX_SHOWN = 5
_Key = tuple[str, object]


def changed_by_assumption(
    plain: Resolution,
    assumed: Resolution,
) -> list[str]:
    """Sentences on what differs between the answers without and with the assumptions."""
    changes = list(_changes(plain, assumed))
    if not changes:
        return ["The assumption changes no other date or status."]
    sentences = [f"Changed by the assumption: {each}" for each in changes[:_MAX_SHOWN]]
    if len(changes) > _MAX_SHOWN:
        more = count(len(changes) - _MAX_SHOWN, "more date or status|more dates and statuses")
        sentences.append(f"Changed by the assumption: {more} (eo-tracker list shows them).")
    return sentences


def _changes(
    plain: Resolution,
    assumed: Resolution,
) -> Iterator[str]:
    before = {_key(each): each for each in plain.obligations}
    supposed = {key for key, _ in assumed.assume}
    for now in assumed.obligations:
        was = before.get(_key(now))
        if now.id in supposed or (was and _state(was) == _state(now)):
            continue
        where = authority(now.instrument, now.directive.cite)
        place = with_local_id(now.instrument, now.directive, where)
        yield f"{place}, {_state(was) if was else 'no date'}, is now {_state(now)}."


def _key(obligation: Obligation) -> _Key:
    return obligation.id, obligation.occurrence


def _state(obligation: Obligation) -> str:
    """The date and the status in few words."""
    label = status_label(obligation).removesuffix(", hypothetical")
    if obligation.when is None:
        return label
    return f"{long(obligation.when)} ({label})"
