"""What stands in a calendar: one item for each dated obligation, made from data alone and without a format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from eo_tracker import wording
from eo_tracker.business_days import is_business_day, previous_business_day
from eo_tracker.dates import Span, add, long
from eo_tracker.models import Catalog, Status
from eo_tracker.resolve import Obligation
from eo_tracker.text import clean, one_line
from eo_tracker.wording.details import obligation_details
from eo_tracker.wording.proof import date_proof

DOMAIN = "eo-tracker"
MAX_SUMMARY = 79
MAX_WHERE, MAX_PLACE, MIN_NAME = 40, 45, 8
MIN_WHO = 12  # of a title that has no room for more
REMINDERS = (Span(14, "day"), Span(7, "day"), Span(1, "day"))
CANCELLED = "CANCELLED: "
_ENDED = (Status.ENTERED_IN_ERROR, Status.DRAFT, Status.REVOKED, Status.SUPERSEDED)
_SHOWN_FIRST = {Status.STAYED: "Stayed: "}
_PROOF = (
    "Originally",
    "Counted",
    "Tolled",
    "Date",
    "Saturday",
    "Sunday",
    "Holiday",
    "Amended",
    "Waiting",
)
# These lines of a description say when it was written; a change of them alone is none.
ORIGIN = "As of "


@dataclass(frozen=True)
class Item:
    """One entry of a calendar: an all-day event, or a task, on `day`.

    `rings` are the days at whose 9:00 it reminds, the one that matters most first; none when it is `behind`, which is what does not
    lie ahead of the day that was asked about. `stamp` is when what it says last changed,
    `sequence` how often. `origin` tells of which day and catalog that was.
    """

    uid: str
    day: date
    summary: str
    lines: tuple[str, ...]
    category: str
    stamp: datetime
    origin: str
    link: str | None = None
    rings: tuple[date, ...] = ()
    cancelled: bool = False
    tentative: bool = False
    met: bool = False
    behind: bool = False
    sequence: int = 0

    @property
    def description(self) -> str:
        """What it says, with its origin, and the link on the last line, where programs that show no URL still have it."""
        return "\n".join(
            [*self.lines, self.origin, wording.DISCLAIMER, *([self.link] if self.link else [])]
        )


@dataclass(frozen=True)
class ItemOptions:
    """How obligations become items."""

    remind: Sequence[Span] = REMINDERS
    projected: bool = False
    ticklers: bool = False
    tasks: bool = False


def uid(obligation: Obligation) -> str:
    """The item's identity for ever, made from the ID and, for a recurring directive, the occurrence; never from its date."""
    local = obligation.id.replace("/", ".")
    return (
        f"{local}.{obligation.occurrence}@{DOMAIN}"
        if obligation.occurrence
        else f"{local}@{DOMAIN}"
    )


def items(
    obligations: Iterable[Obligation], catalog: Catalog, wanted: ItemOptions, *, ended: bool = False
) -> Iterator[Item]:
    """The items of the obligations that have a date and are in force; with `ended`, of the others too, cancelled."""
    for each in obligations:
        day = each.when if each.due or wanted.projected else None
        over = each.status in _ENDED
        if day and (ended or not over):
            whole = _item(each, day, catalog, wanted)
            yield cancel(whole, wording.status_text(each, catalog.parties)) if over else whole
            if wanted.ticklers and not over:
                yield from _ticklers(whole, day, wanted)


def cancel(item: Item, reason: str) -> Item:
    """The item as called off: it stays, because programs never remove what they imported, and says so where all show it."""
    if item.cancelled:
        return item
    summary = _cut(CANCELLED + item.summary, MAX_SUMMARY)
    return replace(
        item,
        summary=summary,
        lines=(f"Cancelled: {wording.as_sentence(reason)}", *item.lines),
        rings=(),
        cancelled=True,
    )


def _item(obligation: Obligation, day: date, catalog: Catalog, wanted: ItemOptions) -> Item:
    name, behind = uid(obligation), day <= obligation.as_of
    return Item(
        uid=f"task.{name}" if wanted.tasks else name,
        day=day,
        summary=summary(obligation, catalog),
        lines=tuple(_lines(obligation, catalog)),
        category=one_line(obligation.instrument.name).replace(",", ""),
        stamp=datetime.combine(obligation.changed, time(), tzinfo=UTC),
        origin=f"{ORIGIN}{long(obligation.as_of)}; catalog {catalog.name}, version {catalog.version} ({catalog.hash}).",
        link=_link(obligation),
        rings=() if wanted.ticklers or behind else _rings(day, wanted.remind),
        tentative=day != obligation.due,
        met=obligation.status is Status.DONE,
        behind=behind,
    )


def _ticklers(item: Item, day: date, wanted: ItemOptions) -> Iterator[Item]:
    """The reminders as entries of their own, for programs that drop alarms."""
    local, _, domain = item.uid.partition("@")
    for ring in _rings(day, wanted.remind):
        days = (day - ring).days
        when = "tomorrow" if days == 1 else f"in {days} days"
        uid_ = f"{local}.{days}-days-before@{domain}"
        yield replace(
            item,
            uid=uid_,
            day=ring,
            summary=_cut(f"{when}: {item.summary}", MAX_SUMMARY),
            rings=(),
        )


def _rings(day: date, remind: Sequence[Span]) -> tuple[date, ...]:
    """The days on which to remind. A date that is no business day has one more reminder on the business day before it."""
    days = [add(day, before, -1) for before in remind]
    if remind and not is_business_day(day):
        days.append(previous_business_day(day))
    return tuple(dict.fromkeys(days))


def summary(obligation: Obligation, catalog: Catalog) -> str:
    """Pinpoint, what and who, in under 80 characters: the pinpoint stays whole, the offices give way to the directive."""
    first = (
        "Projected: "
        if obligation.when != obligation.due
        else _SHOWN_FIRST.get(obligation.status, "")
    )
    where = _where(obligation)
    room = MAX_SUMMARY - len(first) - len(where) - len(": ")
    title = one_line(obligation.directive.title)
    who = f" ({_who(obligation, catalog, max(MIN_WHO, room - len(title) - len(' ()')))})"
    if room < len(who) + MIN_WHO:
        who = ""
    return f"{first}{where}: {_cut(title, room - len(who))}{who}"


def _where(obligation: Obligation) -> str:
    """`EO 14409 § 3(a) [3a]`: a long name is cut; the pinpoint, and what tells entries at one pinpoint apart, are not."""
    instrument, directive = obligation.instrument, obligation.directive
    place = one_line(wording.with_local_id(instrument, directive, wording.pinpoint(directive.cite)))
    if len(place) > MAX_PLACE:
        place = _cut(f"[{directive.id}]", MAX_PLACE)
    return f"{_cut(one_line(instrument.name), max(MIN_NAME, MAX_WHERE - len(place)))} {place}"


def _who(obligation: Obligation, catalog: Catalog, room: int) -> str:
    """The offices that must act, as many as there is room for: `Treasury and 2 more`."""
    whole = one_line(wording.addressees(obligation.directive, catalog.parties))
    if len(whole) <= room:
        return whole
    first, *others = (
        one_line(catalog.parties[role.party].label) for role in obligation.directive.binds
    )
    shorter = (f"{first} and {len(others)} more", f"{first}…") if others else (first,)
    return next((each for each in shorter if len(each) <= room), _cut(first, room))


def _cut(text: str, room: int) -> str:
    """The words that there is room for; a word that is longer than that is cut."""
    if len(text) <= room:
        return text
    kept = text[: room - 1]
    if not text[room - 1].isspace() and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return f"{kept.rstrip(' ,;:.(-—')}…"


def _lines(obligation: Obligation, catalog: Catalog) -> Iterator[str]:
    """The directive, roles, status with its source, and the proof of the date; nothing that changes with the day alone."""
    told = [
        (label, text)
        for label, text in obligation_details(obligation, catalog)
        if label not in ("Due", "Link", "Holidays")
    ]
    if obligation.due and obligation.due <= obligation.as_of:
        told = [
            (label, text) for label, text in told if not text.endswith("the day on which it is due")
        ]
    told += [(label, text) for label, text in date_proof(obligation, catalog) if label in _PROOF]
    told += [("Authority", text)] if (text := obligation.instrument.authority) else []
    yield from (clean(one_line(f"{label}: {text}" if label else text)) for label, text in told)


def _link(obligation: Obligation) -> str | None:
    source = obligation.instrument.sources.get(obligation.directive.source)
    return source.url if source else None
