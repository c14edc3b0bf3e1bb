"""Calendars on the command line: options into an export, and what became of the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from eo_tracker.calendar import ItemOptions, MergedCalendar
from eo_tracker.calendar.export import (
    MAX_CALENDAR_BYTES,
    CalendarFile,
    Export,
    Split,
    audit,
    write_calendar,
)
from eo_tracker.calendar.merge import questions_in
from eo_tracker.calendar.question import (
    DEFAULT_HORIZON,
    DEFAULT_REMIND,
    Question,
    canonical_filters,
    parse_questions,
)
from eo_tracker.catalog.files import read_at_most
from eo_tracker.cli.filtering import filter_of
from eo_tracker.cli.options import CommonOptions, FilterOptions
from eo_tracker.cli.output import make_folder, remark, write_stdout
from eo_tracker.cli.parsing import address, span
from eo_tracker.cli.resolving import context_of
from eo_tracker.context import Context
from eo_tracker.dates import Span
from eo_tracker.errors import Misuse
from eo_tracker.names import names_of
from eo_tracker.query import Filter, selected_obligations
from eo_tracker.render.calendar_audit import audit_json, audit_text
from eo_tracker.wording import count

_IMPORT_AGAIN = (
    "If you import this file again, Outlook shows both dates of an entry that moved, and "
    "Thunderbird keeps the old one.",
    "Subscribe to the file, use eo-tracker publish, or import it into a calendar of its own and "
    "delete that calendar before the next import.",
)


@dataclass(frozen=True)
class CalendarOptions:
    """How obligations become entries of a calendar, and how far ahead; as typed."""

    wanted: ItemOptions
    remind: str
    horizon: str


def export_of(
    filters: FilterOptions, options: CommonOptions, calendar: CalendarOptions
) -> tuple[Export, Context]:
    """What the options mean. What was due before the day itself must be asked for."""
    if options.format not in ("table", "json"):
        raise Misuse("--format: this command writes iCalendar")
    context = context_of(options, horizon=span(calendar.horizon, "--horizon"))
    catalog, as_of = context.resolution.catalog, context.as_of
    chosen = filter_of(filters, names_of(catalog), as_of)
    matching = selected_obligations(context.resolution, chosen)
    current, past = list(matching), []
    if not _asks_for_past(filters, chosen, as_of):
        past = [each for each in matching if each.when is not None and each.when < as_of]
        current = [each for each in matching if each.when is None or each.when >= as_of]
    question = Question(
        canonical_filters(_set_filters(filters), catalog),
        calendar.wanted.projected,
        calendar.wanted.ticklers,
        calendar.horizon.strip(),
        calendar.remind.strip(),
    )
    export = Export(
        context.resolution,
        current,
        replace(calendar.wanted, remind=_reminders(calendar.remind)),
        _name(filters),
        question,
        past,
    )
    return export, context


def _reminders(text: str) -> tuple[Span, ...]:
    return tuple(span(part, "--remind") for part in text.split(",") if part.strip())


def _name(filters: FilterOptions) -> str:
    """What a calendar is called, after the order or office that was asked for."""
    names = filters.order or filters.agency or filters.lead or ["Deadlines"]
    return " + ".join(names)


def _asks_for_past(filters: FilterOptions, chosen: Filter, as_of: date) -> bool:
    """Whether the filters name days before the day of the question, or a status."""
    if filters.from_ is not None or filters.status:
        return True
    return chosen.end is not None and chosen.end < str(as_of)


def _set_filters(filters: FilterOptions) -> Mapping[str, Any]:
    """The filters that are given, by name."""
    values = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {name: value for name, value in values.items() if value}


def write_calendars(
    export: Export, out: Path | None, *, split: Split | None, url: str | None
) -> None:
    """Write one calendar to the screen or a file, or several into a folder; say what changed."""
    if split is None:
        if url is not None:
            raise Misuse("--url: use it with --split, for the page that lists the calendars")
        written = _write_one(export, out).uids
    elif out is None:
        raise Misuse("--split: name the folder for the files with --out")
    else:
        written = _write_several(export, out, split, url)
    remark_left_out(export, written)


def remark_left_out(export: Export, written: Sequence[str]) -> None:
    """Say how many dates were left out because they passed."""
    if number := export.left_out(written):
        remark(
            f"Left out, because the date has passed: {count(number, 'date')} "
            "(--from DATE writes what is due from that day on)."
        )


def _write_one(export: Export, out: Path | None) -> MergedCalendar:
    name = out.name if out else ""
    file = CalendarFile(name, export.name, export.obligations, question=export.question)
    existed = out is not None and out.exists()
    if not existed and not export.items(export.obligations):
        nothing = "No obligation that matches has a date, so no calendar is written."
        if export.past:
            nothing = "No obligation that matches is due later."
        remark(nothing)
        return MergedCalendar(b"")
    if out is None:
        made = export.calendar(file, b"")
        write_stdout(made.data.decode())
        return made
    made = write_calendar(export, out, file)
    remark(_summary(out, made))
    if existed and (made.changed or made.cancelled):
        remark(*_IMPORT_AGAIN)
    return made


def _write_several(export: Export, folder: Path, split: Split, url: str | None) -> tuple[str, ...]:
    if url is not None:
        address(url, "--url")
    make_folder(folder)
    written: list[str] = []
    has_changes = False
    for file in export.write_all(folder, split, url=url):
        remark(_summary(file.path, file.calendar))
        has_changes = has_changes or bool(file.calendar.changed or file.calendar.cancelled)
        written += file.calendar.uids
    if has_changes:
        remark(*_IMPORT_AGAIN)
    return tuple(written)


def _summary(path: Path, made: MergedCalendar) -> str:
    counts = {
        "new": made.new,
        "changed": made.changed,
        "cancelled": made.cancelled,
        "unchanged": made.same,
    }
    parts = [f"{len(uids)} {word}" for word, uids in counts.items() if uids]
    return f"{path.as_posix()}: {', '.join(parts) or 'no entries'}."


# comparing a calendar with the catalog


def check_calendar(
    file: Path, filters: FilterOptions, options: CommonOptions, calendar: CalendarOptions
) -> tuple[str, bool]:
    """What a calendar says, compared with the catalog, as text or JSON; and whether it is right."""
    data = _read_calendar(file)
    exports = _exports_for(data, filters, options, calendar)
    result = audit([export for export, _ in exports], data, file)
    if options.format == "json":
        _, context = exports[0]
        return audit_json(result, context.head), not result.wrong
    return audit_text(result), not result.wrong


def _read_calendar(file: Path) -> bytes:
    try:
        data = read_at_most(file, MAX_CALENDAR_BYTES + 1)
    except OSError as error:
        raise Misuse(f"--check: {file.as_posix()!r} cannot be read: {error.strerror}") from None
    if len(data) > MAX_CALENDAR_BYTES:
        size = f"{MAX_CALENDAR_BYTES // 2**20} MiB"
        raise Misuse(f"--check: {file.as_posix()!r} is larger than {size}")
    return data


def _exports_for(
    data: bytes, filters: FilterOptions, options: CommonOptions, calendar: CalendarOptions
) -> list[tuple[Export, Context]]:
    """What a calendar is compared with: the filters given now, else those it was written with."""
    texts = questions_in(data)
    if _set_filters(filters) or not texts:
        return [export_of(filters, options, calendar)]
    questions = parse_questions(texts)
    for question in questions:
        remark(f"Compared with the question that it was written for: {question.options}.")
    return [
        export_of(FilterOptions(**question.filters), options, _asked_then(question, calendar))
        for question in questions
    ]


def _asked_then(question: Question, calendar: CalendarOptions) -> CalendarOptions:
    """The options given now, completed by those with which the calendar was written."""
    wanted = replace(
        calendar.wanted,
        projected=calendar.wanted.projected or question.projected,
        ticklers=calendar.wanted.ticklers or question.ticklers,
    )
    remind, horizon = calendar.remind, calendar.horizon
    return CalendarOptions(
        wanted,
        question.remind if remind == DEFAULT_REMIND else remind,
        question.horizon if horizon == DEFAULT_HORIZON else horizon,
    )
