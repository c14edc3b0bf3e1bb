"""Calendars on the command line: which obligations go into which file, what becomes of files that are there, and reading back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from eo_tracker.answers import Context
from eo_tracker.calendar import (
    Item,
    Made,
    NotOurs,
    Verdict,
    Wanted,
    calendar,
    items,
    kept_items,
    read_back,
)
from eo_tracker.calendar.feeds import HEAD, Feed, index
from eo_tracker.calendar.memory import Old, called_off, questions_in, read
from eo_tracker.calendar.reading import Kind, NoCalendar
from eo_tracker.catalog.files import read_at_most
from eo_tracker.catalog.write import is_special, rewrite, write
from eo_tracker.cli.filtering import filter_of
from eo_tracker.cli.opening import context_of
from eo_tracker.cli.options import CommonOptions, FilterOptions
from eo_tracker.cli.output import make_folder, remark, write_file, write_stdout
from eo_tracker.cli.parsing import address, span
from eo_tracker.cli.questions import HORIZON, REMIND, Question, all_parsed, named, with_one_more
from eo_tracker.dates import long
from eo_tracker.errors import Misuse
from eo_tracker.query import bound, select
from eo_tracker.render.data import of_context
from eo_tracker.resolve import Obligation
from eo_tracker.text import one_line
from eo_tracker.wording import count

Split = Literal["instrument", "agency"]

AGAIN = (
    "Importing this file again: Outlook shows both dates of what moved, Thunderbird keeps the old one. Subscribe to the file, use",
    "eo-tracker publish, or import it into a calendar of its own and delete that calendar before the next import.",
)


class Group(NamedTuple):
    """What goes into one file; `agency`: whose file it is, if it holds one agency's directives only; `question` is what it answers."""

    file: str
    title: str
    obligations: Sequence[Obligation]
    agency: str | None = None
    question: Question | None = None


@dataclass(frozen=True)
class Export:
    """The obligations that are meant, and how they become items."""

    context: Context
    found: Sequence[Obligation]
    wanted: Wanted
    name: str
    question: Question = field(default_factory=Question)
    passed: Sequence[
        Obligation
    ] = ()  # what matches but for lying behind, and so is only kept where it is already

    def items(self, obligations: Sequence[Obligation]) -> list[Item]:
        """What is to be in a calendar."""
        return list(items(obligations, self.context.resolution.catalog, self.wanted))

    def kept_of(self, before: Mapping[str, Old]) -> Mapping[str, Item | None]:
        """What the catalog still gives of what was written before, whatever is asked for now."""
        catalog, every = self.context.resolution.catalog, self.context.resolution.obligations
        return kept_items(
            items(every, catalog, replace(self.wanted, projected=True), ended=True),
            every,
            catalog,
            before,
        )

    def tell_left_out(self, written: Iterable[str]) -> None:
        """Say how many of the dates that passed are not in what was written."""
        catalog, wanted = self.context.resolution.catalog, replace(self.wanted, ticklers=False)
        if left := {each.uid for each in items(self.passed, catalog, wanted)} - {*written}:
            remark(
                f"Left out, because the day is past: {count(len(left), 'date')} (--from DATE writes what is due from that day on)."
            )

    def made(self, group: Group, before: bytes) -> Made:
        """The calendar that follows on `before`. Raises NotOurs."""
        old = read(before)
        kept = {**self.kept_of(old), **self._others(group, old)} if old else {}
        return calendar(
            self.items(group.obligations),
            name=group.title,
            old=old,
            kept=kept,
            tasks=self.wanted.tasks,
            questions=self._questions(group, before),
        )

    def _questions(self, group: Group, before: bytes) -> list[str]:
        """What the file keeps of what was asked for. A file that was begun without keeps none: nobody knows what else it is for."""
        known = questions_in(before) if before else []
        if group.question is None or (before and not known):
            return known
        return with_one_more(known, group.question)

    def _others(self, group: Group, before: Mapping[str, Old]) -> Mapping[str, Item]:
        """What was written before into an agency's file, and is now for others to do."""
        if group.agency is None:
            return {}
        catalog, every = self.context.resolution.catalog, self.context.resolution.obligations
        theirs = [each for each in every if group.agency not in bound(each.directive)]
        gone = {
            each.uid
            for each in items(theirs, catalog, replace(self.wanted, projected=True), ended=True)
        }
        return {
            uid: called_off(before[uid], f"{group.title} is not among those who must act any more")
            for uid in before.keys() & gone
        }


def asked_for(
    filters: FilterOptions,
    asked: CommonOptions,
    wanted: Wanted,
    *,
    remind: str,
    horizon: str,
    ahead: bool = True,
) -> Export:
    """What the options mean. `ahead`: what lies before the day itself is only meant when it is asked for in so many words."""
    if asked.format not in ("table", "json"):
        raise Misuse("--format: this command writes iCalendar")
    spans = [span(each, "--remind") for each in remind.split(",") if each.strip()]
    context = context_of(asked, horizon=span(horizon, "--horizon"))
    catalog, as_of = context.resolution.catalog, context.as_of
    chosen = filter_of(filters, catalog, as_of)
    every = select(context.resolution, chosen)
    is_past_meant = (
        filters.from_ is not None
        or filters.status
        or (chosen.end is not None and chosen.end < as_of)
    )
    found = (
        every
        if is_past_meant or not ahead
        else [each for each in every if each.when is None or each.when >= as_of]
    )
    passed = (
        [each for each in every if each.when is not None and each.when < as_of]
        if found is not every
        else []
    )
    name = " + ".join(filters.order or filters.agency or filters.lead or ()) or "Deadlines"
    question = Question(
        named(filters, catalog), wanted.projected, wanted.ticklers, horizon.strip(), remind.strip()
    )
    return Export(context, found, replace(wanted, remind=tuple(spans)), name, question, passed)


def export(meant: Export, out: Path | None, *, split: Split | None, url: str | None) -> None:
    """Write the calendar to the screen or a file, or several into a folder, and say what became of what was there."""
    if split is None:
        if url is not None:
            raise Misuse("--url: it goes with --split, for the page that lists the calendars")
        _one(meant, out)
    elif out is None:
        raise Misuse("--split: name the folder for the files with --out")
    else:
        _several(meant, out, split, url)


def _one(meant: Export, out: Path | None) -> None:
    existed = out is not None and out.exists()
    made = Made(b"")
    group = Group(out.name if out else "", meant.name, meant.found, question=meant.question)
    if not meant.items(meant.found) and not existed:
        remark(
            "Nothing that has a date matches, so there is no calendar."
            if not meant.passed
            else "Nothing that matches lies ahead."
        )
    elif out is None:
        made = meant.made(group, b"")
        write_stdout(made.data.decode())
    else:
        made = _write(meant, out, group)
        remark(_became(out.as_posix(), made))
        if existed and (made.changed or made.cancelled):
            remark(*AGAIN)
    meant.tell_left_out(made.uids)


def _several(meant: Export, folder: Path, split: Split, url: str | None) -> None:
    if url is not None:
        address(url, "--url")
    make_folder(folder)
    feeds, changed = [], False
    written: list[str] = []
    for group in [*_groups(meant, split), *_left(meant, folder)]:
        path = folder / group.file
        if not meant.items(group.obligations) and not path.exists():
            continue
        made = _write(meant, path, group)
        changed |= bool(made.changed or made.cancelled)
        written += made.uids
        feeds.append(Feed(group.file, group.title, made.live))
        remark(_became(path.as_posix(), made))
    resolution = meant.context.resolution
    catalog = resolution.catalog
    said = f"Catalog {catalog.name}, version {catalog.version}. Not legal advice; check the official text."
    page = index(feeds, url=url, said=said)
    _put_page(page, folder / "index.html", folder)
    if changed:
        remark(*AGAIN)
    meant.tell_left_out(written)


def _put_page(page: str, path: Path, folder: Path) -> None:
    """Write the page that lists the calendars, unless somebody else's is in its place."""
    if path.exists() and not (path.is_file() and read_at_most(path, len(HEAD)) == HEAD.encode()):
        raise NotOurs(
            f"--out: {path.as_posix()} is not a page that eo-tracker wrote; move it, or choose another folder. The calendars are written"
        )
    write(path, page.encode(), inside=folder)


def _groups(meant: Export, split: Split) -> Iterator[Group]:
    if split == "instrument":
        for key, instrument in meant.context.resolution.catalog.instruments.items():
            if instrument.is_record:
                continue  # it has no directives of its own, so nobody subscribes to it
            own = [each for each in meant.found if each.instrument.id == key]
            yield Group(f"{key}.ics", instrument.name, own, question=meant.question.of(order=[key]))
        return
    for key, party in sorted(meant.context.resolution.catalog.parties.items()):
        own = [each for each in meant.found if key in bound(each.directive)]
        question = None if meant.question.filters.lead else meant.question.of(lead=[key])
        yield Group(f"{key}.ics", party.label, own, key, question)


def _left(meant: Export, folder: Path) -> Iterator[Group]:
    """Files that were written for what the catalog has no more; what is in them is called off."""
    catalog = meant.context.resolution.catalog
    for path in sorted(folder.glob("*.ics")):
        if (
            path.stem not in catalog.instruments
            and path.stem not in catalog.parties
            and path.is_file()
        ):
            with suppress(NotOurs):
                read(read_at_most(path, MAX_BYTES))
                yield Group(path.name, path.stem, [])


def _write(meant: Export, path: Path, group: Group) -> Made:
    """Write a file, with what stands in it as its memory; a device or a pipe has none."""
    if is_special(path):
        made = meant.made(group, b"")
        write_file(made.data, path)
        return made
    results: list[Made] = []

    def edit(before: bytes) -> bytes:
        results.append(meant.made(group, before))
        return results[-1].data

    try:
        rewrite(path, edit)
    except NotOurs as error:
        raise NotOurs(f"--out: {path.as_posix()}: {error}") from None
    return results[-1]


def _became(path: str, made: Made) -> str:
    sorts = [
        ("new", made.new),
        ("changed", made.changed),
        ("cancelled", made.cancelled),
        ("as before", made.same),
    ]
    return f"{path}: {', '.join(f'{len(uids)} {sort}' for sort, uids in sorts if uids) or 'nothing in it'}."


# reading back

MAX_BYTES = 64 * 1024 * 1024
_WORDS: Mapping[Kind, str] = {
    "moved": "MOVED",
    "altered": "ALTERED",
    "doubled": "DOUBLED",
    "missing": "MISSING",
    "called-off": "WRONGLY CANCELLED",
    "ended": "NO LONGER IN FORCE",
    "unknown": "UNKNOWN",
}


def calendar_in(file: Path) -> bytes:
    """The bytes of a calendar that is to be checked. Raises Misuse."""
    try:
        data = read_at_most(file, MAX_BYTES + 1)
    except OSError as error:
        raise Misuse(f"--check: {file.as_posix()!r} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise Misuse(f"--check: {file.as_posix()!r} is larger than {MAX_BYTES // 2**20} MiB")
    return data


def asked_of(
    data: bytes,
    filters: FilterOptions,
    asked: CommonOptions,
    wanted: Wanted,
    *,
    remind: str,
    horizon: str,
) -> list[Export]:
    """What a calendar is to be held against: the filters given now, else those for which it was written."""
    questions = questions_in(data)
    if any(vars(filters).values()) or not questions:
        return [asked_for(filters, asked, wanted, remind=remind, horizon=horizon)]
    found = all_parsed(questions)
    remark(*(f"Held against what it was written for: {each.options}." for each in found))
    return [
        asked_for(
            each.filters,
            asked,
            replace(
                wanted,
                projected=wanted.projected or each.projected,
                ticklers=wanted.ticklers or each.ticklers,
            ),
            remind=each.remind if remind == REMIND else remind,
            horizon=each.horizon if horizon == HORIZON else horizon,
        )
        for each in found
    ]


def check(meant: Sequence[Export], data: bytes, file: Path, form: str) -> tuple[str, bool]:
    """What a calendar says, held against the catalog, as text or JSON; and whether all of it is right."""
    every = {uid: item for each in meant for uid, item in each.kept_of({}).items()}
    expected = {item.uid: item for each in meant for item in each.items(each.found)}
    try:
        verdicts, others = read_back(data, expected.values(), every)
    except NoCalendar as error:
        raise NoCalendar(f"--check: {file.as_posix()}: {error}") from None
    wrong = [each for each in verdicts if each.kind != "right"]
    shown = (
        _json(meant[0].context, verdicts, others)
        if form == "json"
        else _table(verdicts, wrong, others)
    )
    return shown, not wrong


def _table(verdicts: Sequence[Verdict], wrong: Sequence[Verdict], others: int) -> str:
    lines = []
    for each in sorted(wrong, key=lambda one: (one.kind, one.day or one.there, one.uid)):
        lines.append(f"{_WORDS[each.kind]}: {one_line(each.summary)}")
        if each.kind == "moved" and each.day and each.there:
            lines.append(
                f"  In the calendar on {long(each.there)}; the catalog says {long(each.day)}."
            )
        elif each.kind == "altered":
            lines.append(
                f"  On {long(each.day) if each.day else 'its day'}, but with a time, another length or a recurrence."
            )
        elif each.kind == "unknown":
            lines.append(f"  {one_line(each.uid)} is nothing that the catalog has.")
        elif each.day:
            lines.append(f"  Due on {long(each.day)}.")
    tally = Counter(each.kind for each in verdicts)
    kinds: tuple[Kind, ...] = ("right", *_WORDS)
    counts = ", ".join(f"{tally[kind]} {kind.replace('-', ' ')}" for kind in kinds if tally[kind])
    if tally["missing"]:
        lines += [
            "",
            "Missing is what an export with these options would add; a calendar made with filters is checked with the same.",
        ]
    foreign = (
        f" {count(others, 'entry of others|entries of others')} not looked at." if others else ""
    )
    return (
        "\n".join([*lines, *([""] if lines else []), f"{counts or 'Nothing to check'}.{foreign}"])
        + "\n"
    )


def _json(context: Context, verdicts: Sequence[Verdict], others: int) -> str:
    rows = [
        {
            "kind": each.kind,
            "uid": each.uid,
            "summary": each.summary,
            "date": str(each.day) if each.day else None,
            "in_calendar": str(each.there) if each.there else None,
        }
        for each in verdicts
    ]
    answer = {
        **of_context(context),
        "entries": rows,
        "others": others,
        "hidden": {"others": others},
    }
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
