"""Which obligations go into which calendar file, and what becomes of a file that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from eo_tracker.calendar.audit import Verdict, read_back
from eo_tracker.calendar.feeds import PAGE_HEAD, Feed, feed_page
from eo_tracker.calendar.items import Item, ItemOptions, items
from eo_tracker.calendar.merge import (
    ExistingItem,
    MergedCalendar,
    NotOurs,
    cancel_existing,
    merge_calendar,
    questions_in,
    read_items,
    remaining_items,
)
from eo_tracker.calendar.parsing import UnreadableCalendar
from eo_tracker.calendar.question import Question, with_question
from eo_tracker.catalog.files import read_at_most
from eo_tracker.catalog.write import is_special, rewrite, write
from eo_tracker.models import Catalog, Instrument
from eo_tracker.resolve import Obligation, Resolution
from eo_tracker.wording import DISCLAIMER

MAX_CALENDAR_BYTES = 64 * 1024 * 1024
Split = Literal["instrument", "agency"]


class CalendarFile(NamedTuple):
    """What goes into one file.

    `agency` is whose file it is, if it has one agency's obligations only; `question` is what it
    answers.
    """

    name: str
    title: str
    obligations: Sequence[Obligation]
    agency: str | None = None
    question: Question | None = None


class WrittenFile(NamedTuple):
    """A file that was written, and what became of its entries."""

    path: Path
    title: str
    calendar: MergedCalendar


@dataclass(frozen=True)
class Export:
    """The obligations that are selected, and how they become entries of a calendar.

    `past` are those that match but are due before the day of the question; they are kept where they
    are already.
    """

    resolution: Resolution
    obligations: Sequence[Obligation]
    item_options: ItemOptions
    name: str
    question: Question = field(default_factory=Question)
    past: Sequence[Obligation] = ()

    @property
    def catalog(self) -> Catalog:
        """The catalog that was resolved."""
        return self.resolution.catalog

    def items(self, obligations: Sequence[Obligation]) -> list[Item]:
        """The entries of these obligations."""
        return list(items(obligations, self.catalog, self.item_options))

    def _items_of_any_status(self, obligations: Sequence[Obligation]) -> Iterator[Item]:
        """The entries of these obligations; of those that ended, too, as cancelled."""
        options = replace(self.item_options, projected=True)
        return items(obligations, self.catalog, options, ended=True)

    def remaining_items(self, before: Mapping[str, ExistingItem]) -> Mapping[str, Item | None]:
        """What the catalog still gives of what was written before, whatever is selected now."""
        obligations = self.resolution.obligations
        current = self._items_of_any_status(obligations)
        return remaining_items(current, obligations, self.catalog, before)

    def left_out(self, written: Iterable[str]) -> int:
        """How many of the dates that passed are not among the UIDs that were written."""
        options = replace(self.item_options, ticklers=False)
        uids = {item.uid for item in items(self.past, self.catalog, options)}
        return len(uids.difference(written))

    def calendar(self, file: CalendarFile, before: bytes) -> MergedCalendar:
        """The calendar that follows on `before`. Raises NotOurs."""
        old = read_items(before)
        remaining: dict[str, Item | None] = {}
        if old:
            remaining.update(self.remaining_items(old))
            remaining.update(self._no_longer_bound(file, old))
        return merge_calendar(
            self.items(file.obligations),
            name=file.title,
            old=old,
            remaining=remaining,
            tasks=self.item_options.tasks,
            questions=_questions(file, before),
        )

    def _no_longer_bound(
        self,
        file: CalendarFile,
        before: Mapping[str, ExistingItem],
    ) -> Mapping[str, Item | None]:
        """What was written before into an agency's file, and now binds others."""
        if file.agency is None:
            return {}
        others = [
            obligation
            for obligation in self.resolution.obligations
            if file.agency not in obligation.directive.bound
        ]
        uids = {item.uid for item in self._items_of_any_status(others)}
        reason = f"{file.title} is no longer among those who must act"
        return {uid: cancel_existing(before[uid], reason) for uid in before.keys() & uids}

    def files(self, split: Split) -> Iterator[CalendarFile]:
        """One file for each instrument, or for each party."""
        if split == "agency":
            for key in sorted(self.catalog.parties):
                yield self._file_of_party(key)
            return
        for instrument in self.catalog.instruments.values():
            if not instrument.is_record:  # a record has no directives of its own
                yield self._file_of_instrument(instrument)

    def _file_of_instrument(self, instrument: Instrument) -> CalendarFile:
        key = instrument.id
        return CalendarFile(
            f"{key}.ics",
            instrument.name,
            [each for each in self.obligations if each.instrument.id == key],
            question=self.question.narrowed(order=[key]),
        )

    def _file_of_party(self, key: str) -> CalendarFile:
        question = None
        if not self.question.filters.get("lead"):
            question = self.question.narrowed(lead=[key])
        return CalendarFile(
            f"{key}.ics",
            self.catalog.parties[key].label,
            [each for each in self.obligations if key in each.directive.bound],
            key,
            question,
        )

    def former_files(self, folder: Path) -> Iterator[CalendarFile]:
        """Our files in the folder of what the catalog no longer has.

        Their entries are cancelled.
        """
        known = {*self.catalog.instruments, *self.catalog.parties}
        for path in sorted(folder.glob("*.ics")):
            if path.stem in known or not path.is_file():
                continue
            with suppress(NotOurs):
                read_items(read_at_most(path, MAX_CALENDAR_BYTES))
                yield CalendarFile(path.name, path.stem, [])

    def write_all(
        self,
        folder: Path,
        split: Split,
        *,
        url: str | None,
    ) -> Iterator[WrittenFile]:
        """Write a file for each instrument or party into the folder, and a page that lists them.

        Raises NotOurs for a file or page that another program wrote.
        """
        feeds: list[Feed] = []
        for file in [*self.files(split), *self.former_files(folder)]:
            path = folder / file.name
            if not path.exists() and not self.items(file.obligations):
                continue
            calendar = write_calendar(self, path, file)
            feeds.append(Feed(file.name, file.title, calendar.live))
            yield WrittenFile(path, file.title, calendar)
        edition = f"Catalog {self.catalog.name}, version {self.catalog.version}"
        _write_page(feed_page(feeds, url=url, foot=f"{edition}. {DISCLAIMER}"), folder)


def _questions(file: CalendarFile, before: bytes) -> list[str]:
    """What the file keeps of the questions that it answers.

    A file that was begun without one keeps none: nobody knows what else it is for.
    """
    known = questions_in(before) if before else []
    if file.question is None or (before and not known):
        return known
    return with_question(known, file.question)


def write_calendar(export: Export, path: Path, file: CalendarFile) -> MergedCalendar:
    """Write a file; what it says already decides what is new, changed or cancelled.

    Raises NotOurs.
    """
    if is_special(path):  # a device or a pipe has nothing to read
        calendar = export.calendar(file, b"")
        write(path, calendar.data)
        return calendar
    results: list[MergedCalendar] = []

    def edit(before: bytes) -> bytes:
        results.append(export.calendar(file, before))
        return results[-1].data

    try:
        rewrite(path, edit)
    except NotOurs as error:
        raise NotOurs(f"--out: {path.as_posix()}: {error}") from None
    return results[-1]


def _write_page(page: str, folder: Path) -> None:
    """Write the page that lists the calendars, unless another program's file has its name."""
    path = folder / "index.html"
    if path.exists() and not _is_own_page(path):
        raise NotOurs(
            f"--out: {path.as_posix()} was not written by eo-tracker; move it, "
            "or choose another folder. The calendars are written"
        )
    write(path, page.encode(), inside=folder)


def _is_own_page(path: Path) -> bool:
    head = PAGE_HEAD.encode()
    return path.is_file() and read_at_most(path, len(head)) == head


# checking a calendar


class Audit(NamedTuple):
    """What a calendar says, compared with the catalog; `others` counts other programs' entries."""

    verdicts: Sequence[Verdict]
    others: int

    @property
    def wrong(self) -> list[Verdict]:
        """The verdicts on what is not right."""
        return [verdict for verdict in self.verdicts if verdict.kind != "right"]


def audit(exports: Sequence[Export], data: bytes, file: Path) -> Audit:
    """Compare the bytes of a calendar with everything that should be in it.

    Raises UnreadableCalendar.
    """
    current: dict[str, Item | None] = {}
    expected: dict[str, Item] = {}
    for export in exports:
        current.update(export.remaining_items({}))
        expected.update((item.uid, item) for item in export.items(export.obligations))
    try:
        verdicts, others = read_back(data, expected.values(), current)
    except UnreadableCalendar as error:
        raise UnreadableCalendar(f"--check: {file.as_posix()}: {error}") from None
    return Audit(verdicts, others)
