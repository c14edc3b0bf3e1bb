"""Questions to a resolution: which obligations a filter selects, what a morning shows, what an ID or an office's name means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import NamedTuple, cast

from eo_tracker.dates import Span, add
from eo_tracker.errors import TrackerError, did_you_mean, join_or
from eo_tracker.models import FULFIL, Catalog, Directive, Instrument, Link, Status, Trigger
from eo_tracker.resolve import Obligation, Resolution

MOST_CHARACTERS = 200
OPEN = frozenset(
    {Status.UPCOMING, Status.DUE_TODAY, Status.PAST_DUE, Status.WAITING, Status.MISSED}
)


class UnknownName(TrackerError):
    """An ID, order or office that the catalog does not have, or that could mean several."""


class Filter(NamedTuple):
    """What the user asked for; empty parts select everything. Names are the catalog's own, already looked up."""

    orders: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    reach: frozenset[str] = frozenset()
    status: frozenset[Status] = frozenset()
    topics: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None


def select(resolution: Resolution, chosen: Filter) -> list[Obligation]:
    """The obligations that `chosen` selects, soonest first, those without a date last. A draft is never meant unless named."""
    obligations: Iterable[Obligation] = resolution.obligations
    if chosen.under:
        links = under(resolution, chosen.under)
        obligations = [
            each._replace(link=links[each.instrument.id])
            for each in obligations
            if each.instrument.id in links
        ]
    named = chosen.orders | chosen.under
    meant = (
        each for each in obligations if not each.instrument.is_draft or each.instrument.id in named
    )
    return sorted(
        (each for each in meant if matches(each, chosen, resolution.catalog)), key=_soonest
    )


def under(resolution: Resolution, orders: Iterable[str]) -> dict[str, Link | None]:
    """The orders and what implements them, however far down, with the weakest link of the chain; None for the orders themselves.

    Where several chains lead to an instrument, the strongest counts.
    """
    found: dict[str, Link | None] = dict.fromkeys(orders)
    effects = [
        each
        for group in resolution.known.effects.values()
        for each in group
        if each.acted and each.effect.does in FULFIL
    ]
    for weakest, allowed in (("explicit", {"explicit"}), ("inferred", {"explicit", "inferred"})):
        # What is reached by explicit links alone is settled before an inferred one may carry on from it.
        while more := {
            each.by.id
            for each in effects
            if each.by.id not in found
            and each.effect.link in allowed
            and each.effect.on.partition("/")[0] in found
        }:
            found |= dict.fromkeys(more, cast(Link, weakest))
    return found


def _soonest(obligation: Obligation) -> tuple[date, bool, str, str]:
    return (
        obligation.when or date.max,
        obligation.due is None,
        str(obligation.instrument.dated),
        obligation.instrument.id,
    )


def matches(obligation: Obligation, chosen: Filter, catalog: Catalog) -> bool:
    """Whether the filter selects the obligation; what `under` means is asked of the whole resolution."""
    instrument, directive = obligation.instrument, obligation.directive
    if chosen.orders and instrument.id not in chosen.orders:
        return False
    if chosen.status and obligation.status not in chosen.status:
        return False
    if chosen.topics and not chosen.topics.intersection(directive.topics):
        return False
    if chosen.lead and not chosen.lead.intersection(bound(directive)):
        return False
    if chosen.agencies and not chosen.agencies.intersection(named(directive)):
        return False
    if chosen.reach and not chosen.reach.intersection(
        catalog.parties[each].reach for each in _reached(directive)
    ):
        return False
    if chosen.start and (obligation.when is None or obligation.when < chosen.start):
        return False
    return not (chosen.end and (obligation.when is None or obligation.when > chosen.end))


def bound(directive: Directive) -> set[str]:
    """The parties that must act, and the offices they act through."""
    return {name for role in directive.binds for name in (role.party, role.through) if name}


def named(directive: Directive) -> set[str]:
    """Every party that has a role in the directive: bound, consulted, coordinating, invited or reached. To benefit is no role."""
    roles = {name for _, role in directive.roles for name in (role.party, role.through) if name}
    return roles | {*directive.invites} | {each.party for each in directive.reaches}


def _reached(directive: Directive) -> set[str]:
    return (
        {role.party for role in directive.binds}
        | {*directive.invites}
        | {each.party for each in directive.reaches}
    )


class Hidden(NamedTuple):
    """How many obligations an answer does not show, by reason; those that are settled by status."""

    earlier: int = 0
    later: int = 0
    undated: int = 0
    settled: Mapping[Status, int] = MappingProxyType({})
    occurrences: int = 0


class Morning(NamedTuple):
    """The day's answer: what passed, what is due from today on, and what was left out. `until` is the window's last day."""

    passed: tuple[Obligation, ...]
    coming: tuple[Obligation, ...]
    hidden: Hidden
    since: date | None
    until: date

    @property
    def obligations(self) -> tuple[Obligation, ...]:
        """What is shown, in the order of the screen."""
        return (*self.passed, *self.coming)


def window(
    as_of: date,
    *,
    within: Span,
    past: Span | None,
    start: date | None = None,
    end: date | None = None,
) -> tuple[date | None, date]:
    """The first and last day of a morning's window; no first day when `past` is None, for all that passed.

    A `start` or `end` of one's own takes the place of one side; the other is counted from it where it lies beyond the day.
    """
    since = start or (_moved(min(as_of, end or as_of), past, -1) if past else None)
    return since, end or _moved(max(as_of, start or as_of), within, 1)


def _moved(day: date, span: Span, times: int) -> date:
    try:
        return add(day, span, times)
    except OverflowError:
        return date.max if times > 0 else date.min


def morning(
    obligations: Sequence[Obligation], as_of: date, since: date | None, until: date
) -> Morning:
    """Split the obligations by the window from `since` to `until`.

    What is open is shown, and what passed in the window and cannot be checked; the rest is counted.
    """
    passed, coming = [], []
    earlier = later = undated = 0
    settled: Counter[Status] = Counter()
    for each in obligations:
        day = each.when
        unchecked = (
            each.status is Status.UNVERIFIABLE
            and day is not None
            and (since is None or since <= day)
            and day < as_of
        )
        if (
            each.status not in OPEN
            and not each.is_of_open_scope
            and each.status is not Status.CONTINUING
            and not unchecked
        ):
            settled[each.status] += 1
        elif day is None or (each.due is None and since is not None and day < since):
            undated += 1  # so has what only is foreseen to have passed: nobody can be late with it
        elif day > until:
            later += 1
        elif day >= as_of:
            coming.append(each)
        elif since is None or day >= since:
            passed.append(each)
        else:
            earlier += 1
    others = sum({each.id: each.others for each in obligations}.values())
    return Morning(
        tuple(passed), tuple(coming), Hidden(earlier, later, undated, settled, others), since, until
    )


def _plain(text: str) -> str:
    """A name or cite as hands type it: no section signs, no case, single spaces."""
    text = re.sub(r"§+|\bsec(?:tion|\.)?(?=\s|\d)", " ", text.lower().replace("e.o.", "eo"))
    return re.sub(r"\s+", " ", text).strip()


def _closed_up(name: str) -> str:
    return name.replace(" ", "").replace("-", "")


def _cite(text: str) -> str:
    return re.sub(r"\s+", "", _plain(text))


def find_instruments(catalog: Catalog, text: str) -> list[Instrument]:
    """The instruments that `text` can mean: its ID, number or name, else the beginning of one. Drafts and records only when named."""
    plain = _plain(text)
    if not plain or len(plain) > MOST_CHARACTERS:
        return []
    if plain in catalog.instruments:
        return [catalog.instruments[plain]]
    final = [each for each in catalog.instruments.values() if not (each.is_draft or each.is_record)]
    named = [each for each in final if _closed_up(plain) in map(_closed_up, _names(each))]
    return named or [
        each for each in final if (each.id.startswith(plain) or each.id.endswith(f"-{plain}"))
    ]


def _names(instrument: Instrument) -> tuple[str, ...]:
    """What an instrument is called: `14409`, `eo 14409`, `executive order 14409`."""
    number = (instrument.number or "").lower()
    kind = instrument.kind.replace("-", " ")
    return (number, f"{kind} {number}", instrument.name.lower(), instrument.id.replace("-", " "))


def instrument(catalog: Catalog, text: str) -> Instrument:
    """The one instrument that `text` means. Raises UnknownName."""
    found = find_instruments(catalog, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName(f"{text!r} can mean {join_or(each.id for each in found)}")
    raise UnknownName(
        f"no order or instrument {text!r} in the catalog{did_you_mean(text, catalog.instruments)}"
    )


def find(catalog: Catalog, text: str, *, triggers: bool = False) -> Instrument | list[str]:
    """What an ID on the command line means: an instrument, or the full IDs of one directive (or trigger) or of all at one cite.

    `eo-14409/2d`, `14409/2d`, `14409 2(d)`, `EO 14409 § 2(d)`, `2d` and `eo-14409` all work while they are unique;
    exact beats prefix. Raises UnknownName with the nearest IDs.
    """
    entries: dict[str, tuple[Instrument, Directive | Trigger]] = {
        **catalog.directives,
        **(catalog.triggers if triggers else {}),
    }
    if text in entries:
        return [text]
    if len(text) > MOST_CHARACTERS:
        raise UnknownName(f"an ID has no more than {MOST_CHARACTERS} characters")
    if whole := find_instruments(catalog, text):
        if len(whole) == 1:
            return whole[0]
        raise UnknownName(f"{text!r} can mean {join_or(each.id for each in whole)}")
    owners, rest = _split(catalog, text)
    meant = {each.id for each in owners}
    for candidates in _candidates(
        {key: each for key, (owner, each) in entries.items() if owner.id in meant}, rest
    ):
        cites = {entries[key][1].cite for key in candidates}
        if len(candidates) == 1 or (
            candidates
            and len(cites) == 1
            and len({key.partition("/")[0] for key in candidates}) == 1
        ):
            return candidates
        if candidates:
            shown = candidates[:6]
            raise UnknownName(
                f"{text!r} can mean {join_or(shown)}{' …' if len(candidates) > len(shown) else ''}"
            )
    known = [*entries, *catalog.instruments]
    spelled = (
        known if text.lower().startswith("eo-") else [each.removeprefix("eo-") for each in known]
    )
    raise UnknownName(f"no directive {text!r} in the catalog{did_you_mean(text.lower(), spelled)}")


def _split(catalog: Catalog, text: str) -> tuple[list[Instrument], str]:
    """The instruments that the first part of `text` names, and the rest; all of them when it names none."""
    plain = _plain(text)
    slash = plain.partition("/")
    words = plain.split(" ")
    splits = (
        [(slash[0], slash[2])]
        if slash[1]
        else [(" ".join(words[:at]), " ".join(words[at:])) for at in range(len(words) - 1, 0, -1)]
    )
    for head, rest in splits:
        if owners := find_instruments(catalog, head):
            return owners, rest
    return (
        (
            [
                each
                for each in catalog.instruments.values()
                if not (each.is_draft or each.is_record)
            ],
            plain,
        )
        if not slash[1]
        else ([], "")
    )


def _candidates(entries: Mapping[str, Directive | Trigger], rest: str) -> Iterable[list[str]]:
    """Those of the entries that `rest` names: by ID, by cite, then by the beginning of an ID."""
    yield [key for key, each in entries.items() if each.id == rest]
    yield [key for key, each in entries.items() if each.cite and _cite(each.cite) == _cite(rest)]
    yield [key for key, each in entries.items() if rest and each.id.startswith(rest)]


def party(catalog: Catalog, text: str) -> str:
    """The registry's name for an office, official, group or class. Raises UnknownName."""
    plain = text.strip().lower()
    if plain in catalog.parties:
        return plain
    for key, each in catalog.parties.items():
        names = (
            each.name,
            each.short,
            each.abbreviation,
            each.statutory,
            *each.aliases,
            *each.formerly,
        )
        if plain in [name.lower() for name in names if name]:
            return key
    # An official may be a party of its own; only else is the office meant that it heads.
    for key, each in catalog.parties.items():
        if each.head and plain == each.head.lower():
            return key
    known = [*catalog.parties, *(each.name.lower() for each in catalog.parties.values())]
    hint = did_you_mean(plain, known) or "; eo-tracker agencies lists them"
    raise UnknownName(f"no office, official or group {text!r} in the catalog{hint}")


def circle(catalog: Catalog, name: str) -> frozenset[str]:
    """A party with its parts, and the groups that it or what it is part of belongs to."""
    parts = {key for key in catalog.parties if name in catalog.ancestors(key)} | {name}
    above = {name, *catalog.ancestors(name)}
    groups = {key for key, each in catalog.parties.items() if above.intersection(each.members)}
    return frozenset(parts | groups)
