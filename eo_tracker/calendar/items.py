"""What is in a calendar: one item for each dated obligation, from data alone, in no format yet."""

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
from eo_tracker.wording.words import as_sentence

DOMAIN = "eo-tracker"
MAX_SUMMARY = 79
MAX_WHERE, MAX_PLACE, MIN_NAME = 40, 45, 8
MIN_TITLE = MIN_WHO = 12  # where a summary has no room for more
REMINDERS = (Span(14, "day"), Span(7, "day"), Span(1, "day"))
CANCELLED = "CANCELLED: "
_ENDED = (Status.ENTERED_IN_ERROR, Status.DRAFT, Status.REVOKED, Status.SUPERSEDED)
_PREFIXES = {Status.STAYED: "Stayed: "}
_NOT_IN_DETAILS = ("Due", "Link", "Holidays")
_IN_PROOF = (
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

    `rings` are the days at whose 9:00 it reminds, the one that matters most first; none when it is
    `behind`, that is not after the as-of day. `stamp` is when what it says last changed, `sequence`
    how often. `origin` says of which day and catalog that was.
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
        """What it says, with its origin, and the link on the last line.

        Programs that show no URL still have the link there.
        """
        lines = [*self.lines, self.origin, wording.DISCLAIMER]
        if self.link:
            lines.append(self.link)
        return "\n".join(lines)


@dataclass(frozen=True)
class ItemOptions:
    """How obligations become items."""

    remind: Sequence[Span] = REMINDERS
    projected: bool = False
    ticklers: bool = False
    tasks: bool = False


def uid(obligation: Obligation) -> str:
    """The item's identity for ever: the ID and, where a directive recurs, the occurrence.

    It is never made from the date.
    """
    local = obligation.id.replace("/", ".")
    if obligation.occurrence:
        return f"{local}.{obligation.occurrence}@{DOMAIN}"
    return f"{local}@{DOMAIN}"


def items(
    obligations: Iterable[Obligation],
    catalog: Catalog,
    options: ItemOptions,
    *,
    ended: bool = False,
) -> Iterator[Item]:
    """The items of the obligations that have a date and are in force.

    With `ended`, those of the others too, cancelled.
    """
    for obligation in obligations:
        day = _day(obligation, options)
        if day is None:
            continue
        if obligation.status not in _ENDED:
            yield from _current(obligation, day, catalog, options)
        elif ended:
            item = _item(obligation, day, catalog, options)
            yield cancel(item, wording.status_text(obligation, catalog.parties))


def cancel(item: Item, reason: str) -> Item:
    """The item as cancelled, with the reason where all programs show it.

    It stays, because programs never remove what they imported.
    """
    if item.cancelled:
        return item
    summary = _shortened(CANCELLED + item.summary, MAX_SUMMARY)
    lines = (f"Cancelled: {as_sentence(reason)}", *item.lines)
    return replace(item, summary=summary, lines=lines, rings=(), cancelled=True)


def _day(obligation: Obligation, options: ItemOptions) -> date | None:
    if obligation.due or options.projected:
        return obligation.when
    return None


def _current(
    obligation: Obligation,
    day: date,
    catalog: Catalog,
    options: ItemOptions,
) -> Iterator[Item]:
    """The item, with its reminders as items where these are asked for."""
    item = _item(obligation, day, catalog, options)
    yield item
    if options.ticklers:
        yield from _ticklers(item, day, options)


def _item(
    obligation: Obligation,
    day: date,
    catalog: Catalog,
    options: ItemOptions,
) -> Item:
    as_of, name = obligation.as_of, uid(obligation)
    is_behind = day <= as_of
    edition = f"{catalog.name}, version {catalog.version} ({catalog.hash})"
    rings: tuple[date, ...] = ()
    if not options.ticklers and not is_behind:
        rings = _rings(day, options.remind)
    return Item(
        uid=f"task.{name}" if options.tasks else name,
        day=day,
        summary=summary(obligation, catalog),
        lines=tuple(_lines(obligation, catalog)),
        category=one_line(obligation.instrument.name).replace(",", ""),
        stamp=datetime.combine(obligation.changed, time(), tzinfo=UTC),
        origin=f"{ORIGIN}{long(as_of)}; catalog {edition}.",
        link=_link(obligation),
        rings=rings,
        tentative=day != obligation.due,
        met=obligation.status is Status.DONE,
        behind=is_behind,
    )


def _ticklers(item: Item, day: date, options: ItemOptions) -> Iterator[Item]:
    """The reminders as entries of their own, for programs that drop alarms."""
    local, _, domain = item.uid.partition("@")
    for ring in _rings(day, options.remind):
        days = (day - ring).days
        when = "tomorrow" if days == 1 else f"in {days} days"
        yield replace(
            item,
            uid=f"{local}.{days}-days-before@{domain}",
            day=ring,
            summary=_shortened(f"{when}: {item.summary}", MAX_SUMMARY),
            rings=(),
        )


def _rings(day: date, remind: Sequence[Span]) -> tuple[date, ...]:
    """The days on which to remind.

    A date that is not a business day has one more reminder on the business day before it.
    """
    days = [add(day, before, -1) for before in remind]
    if remind and not is_business_day(day):
        days.append(previous_business_day(day))
    return tuple(dict.fromkeys(days))


def _link(obligation: Obligation) -> str | None:
    source = obligation.instrument.sources.get(obligation.directive.source)
    if source is None:
        return None
    return source.url


# title


def summary(obligation: Obligation, catalog: Catalog) -> str:
    """Pinpoint, what and who, in under 80 characters.

    The pinpoint stays whole; the offices give way to the directive.
    """
    first = _PREFIXES.get(obligation.status, "")
    if obligation.when != obligation.due:
        first = "Projected: "
    where = f"{first}{_where(obligation)}: "
    room = MAX_SUMMARY - len(where)
    title = one_line(obligation.directive.title)
    room_for_who = room - len(title) - len(" ()")
    who = _who(obligation, catalog, max(MIN_WHO, room_for_who))
    who = f" ({who})" if who else ""
    if room < len(who) + MIN_TITLE:
        who = ""
    return f"{where}{_shortened(title, room - len(who))}{who}"


def _where(obligation: Obligation) -> str:
    """`EO 14409 § 3(a) [3a]`: a long name is cut, but not the pinpoint.

    What tells entries at one pinpoint apart is not cut either.
    """
    instrument, directive = obligation.instrument, obligation.directive
    pinpoint = wording.pinpoint(directive.cite)
    place = one_line(wording.with_local_id(instrument, directive, pinpoint))
    if len(place) > MAX_PLACE:
        place = _shortened(f"[{directive.id}]", MAX_PLACE)
    room = max(MIN_NAME, MAX_WHERE - len(place))
    return f"{_shortened(one_line(instrument.name), room)} {place}"


def _who(obligation: Obligation, catalog: Catalog, room: int) -> str:
    """The offices that must act, as many as there is room for: `Treasury and 2 more`.

    Where none is named, that is said whole or not at all.
    """
    directive, parties = obligation.directive, catalog.parties
    whole = one_line(wording.addressees(directive, parties))
    if len(whole) <= room:
        return whole
    labels = [one_line(parties[role.party].label) for role in directive.binds]
    if not labels:
        return ""
    first, others = labels[0], len(labels) - 1
    candidates = [first]
    if others:
        candidates = [f"{first} and {others} more", f"{first}…"]
    for candidate in candidates:
        if len(candidate) <= room:
            return candidate
    return _shortened(first, room)


def _shortened(text: str, room: int) -> str:
    """The words that there is room for; a word that is longer than that is cut."""
    if len(text) <= room:
        return text
    words = text[: room - 1]
    is_inside_word = not text[room - 1].isspace()
    if is_inside_word and " " in words:
        words = words[: words.rindex(" ")]
    return f"{words.rstrip(' ,;:.(-—')}…"


# description


def _lines(obligation: Obligation, catalog: Catalog) -> Iterator[str]:
    """The directive, roles, status with its source, and the proof of the date.

    Nothing changes with the day alone.
    """
    for label, text in _details(obligation, catalog):
        line = f"{label}: {text}" if label else text
        yield clean(one_line(line))


def _details(obligation: Obligation, catalog: Catalog) -> Iterator[wording.Line]:
    is_due = obligation.due is not None and obligation.due <= obligation.as_of
    for line in obligation_details(obligation, catalog):
        label, text = line
        if label in _NOT_IN_DETAILS:
            continue
        if is_due and text.endswith("the day on which it is due"):
            continue
        yield line
    for line in date_proof(obligation, catalog):
        if line[0] in _IN_PROOF:
            yield line
    if obligation.instrument.authority:
        yield ("Authority", obligation.instrument.authority)
