"""A diff for people, memos, programs and pull requests: grouped by what the reader must do, then by what caused it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rich.console import RenderableType

from eo_tracker import wording
from eo_tracker.answers import Comparison, Context
from eo_tracker.dates import long
from eo_tracker.diff import KINDS, Cause, Change, ChangeLevel
from eo_tracker.models import Source
from eo_tracker.render.annotations import annotation
from eo_tracker.render.pieces import Screen, blank, columns, printed, safe
from eo_tracker.text import markdown
from eo_tracker.wording.changes import (
    LEVEL_HEADINGS,
    DisplayNames,
    cause_heading,
    cause_text,
    change_notes,
    change_text,
)

DiffRow = dict[str, Any]
_STYLES = {
    ChangeLevel.BREAKING: "bold red",
    ChangeLevel.NOTABLE: "bold yellow",
    ChangeLevel.MINOR: "bold",
}
_COMMANDS = {
    ChangeLevel.BREAKING: "error",
    ChangeLevel.NOTABLE: "warning",
    ChangeLevel.MINOR: "notice",
}


def grouped(
    changes: Iterable[Change], names: DisplayNames
) -> Mapping[ChangeLevel, Mapping[str, Sequence[Change]]]:
    """By level, the gravest first, then by cause in words."""
    groups: dict[ChangeLevel, dict[str, list[Change]]] = {}
    for each in sorted(changes, key=lambda change: -change.level):
        groups.setdefault(each.level, {}).setdefault(cause_heading(each, names), []).append(each)
    return groups


# screen


def comparison_screen(answer: Comparison, screen: Screen) -> str:
    """The changes as lines of text."""
    names = DisplayNames(answer.diff)
    parts: list[RenderableType] = [safe(answer.question, "bold"), blank()]
    parts += _counts(answer, screen) if answer.summary else _groups(answer, names, screen)
    return printed(
        [
            *parts,
            *(safe(each) for each in _beside(answer)),
            blank(),
            *(safe(each, "dim") for each in _foot(answer)),
        ],
        screen,
    )


def _groups(answer: Comparison, names: DisplayNames, screen: Screen) -> Iterator[RenderableType]:
    for level, causes in grouped(answer.shown, names).items():
        yield safe(f"{LEVEL_HEADINGS[level]} ({sum(map(len, causes.values()))})", _STYLES[level])
        for cause, changes in causes.items():
            yield safe(cause)
            yield from columns([cells for each in changes for cells in _cells(each, names)], screen)
        yield blank()


def _cells(change: Change, names: DisplayNames) -> Iterator[tuple[str, str, str]]:
    yield (
        names.authority(change.id, change.cite),
        names.affected(change),
        change_text(change, names),
    )
    yield from (("", "", each) for each in change_notes(change, names))


def _counts(answer: Comparison, screen: Screen) -> Iterator[RenderableType]:
    """How many changes there are of each kind, the gravest first."""
    counts = Counter((-each.level, each.kind.code) for each in answer.shown)
    if counts:
        rows = [
            (f"{number:,}", str(ChangeLevel(-level)), KINDS[code].sentence)
            for (level, code), number in sorted(counts.items())
        ]
        yield from columns(rows, screen)
        yield blank()


def _beside(answer: Comparison) -> Iterator[str]:
    """How many there are, what is left out, what one side does not report, what comes later."""
    yield from (f"Note: {each}" for each in answer.remarks)
    yield _total(answer)
    if hidden := len(answer.changes) - len(answer.shown):
        yield f"{wording.count(hidden, 'change')} below {answer.least} not shown."
    if left := len(answer.diff.changes) - len(answer.changes):
        yield f"{wording.count(left, 'change')} outside the filter."
    if answer.diff.not_reported:
        silent = wording.count(len(answer.diff.not_reported), "entry|entries")
        yield f"{silent} of one side not reported of the other, which is recorded only in part; not called added or gone."
    for each in answer.diff.later:
        yield f"Not in force yet: {each.what}, from {long(each.day)} (--as-of {each.day} shows what it changes)."


def _total(answer: Comparison) -> str:
    counts = Counter(each.level for each in answer.changes)
    if not counts:
        return "No change."
    parts = [
        f"{counts[level]:,} {level}" for level in sorted(ChangeLevel, reverse=True) if counts[level]
    ]
    return f"{wording.count(len(answer.changes), 'change')}: {', '.join(parts)}."


def _foot(answer: Comparison) -> Iterator[str]:
    for label, context in (("Old", answer.old), ("New", answer.new)):
        catalog = context.resolution.catalog
        yield f"{label}: as of {long(context.as_of)}, catalog {context.shown}, version {catalog.version} ({catalog.hash})."
    yield max(answer.old, answer.new, key=lambda context: context.as_of).record
    if answer.new.resolution.nonpublic:
        yield "Includes nonpublic sources."
    yield wording.DISCLAIMER


# Markdown and annotations


def comparison_markdown(answer: Comparison) -> str:
    """The changes as a section of a memo or a comment on a pull request."""
    names = DisplayNames(answer.diff)
    lines = [f"## {markdown(answer.question)}", ""]
    for level, causes in {} if answer.summary else grouped(answer.shown, names).items():
        lines += [f"### {LEVEL_HEADINGS[level]} ({sum(map(len, causes.values()))})", ""]
        for cause, changes in causes.items():
            lines += [f"**{markdown(cause)}**", "", *(_bullet(each, names) for each in changes), ""]
    return (
        "\n".join(
            [*lines, *(f"{markdown(each)}  " for each in (*_beside(answer), *_foot(answer)))]
        ).rstrip()
        + "\n"
    )


def _bullet(change: Change, names: DisplayNames) -> str:
    who = names.affected(change)
    what = f"**{markdown(names.authority(change.id, change.cite))}**{f' ({markdown(who)})' if who else ''}"
    return "\n".join(
        [
            f"- {what}: {markdown(change_text(change, names))}",
            *(f"  - {markdown(each)}" for each in change_notes(change, names)),
        ]
    )


def comparison_annotations(answer: Comparison) -> str:
    """GitHub workflow commands, one for each cause at each level, at the line that caused it."""
    names = DisplayNames(answer.diff)
    lines = []
    for level, causes in grouped(answer.shown, names).items():
        for cause, changes in causes.items():
            place = answer.places.get(changes[0].fingerprint)
            told = [
                cause,
                *(
                    f"{names.authority(each.id, each.cite)}: {change_text(each, names)}"
                    for each in changes
                ),
            ]
            lines.append(
                annotation(_COMMANDS[level], place, f"{level}: {LEVEL_HEADINGS[level]}", told)
            )
    return "".join(lines)


# JSON


def comparison_data(answer: Comparison) -> DiffRow:
    """The changes and their causes; every key is always there."""
    names = DisplayNames(answer.diff)
    causes: dict[tuple[str, ...], list[Change]] = {}
    for each in answer.shown:
        causes.setdefault(each.cause.key, []).append(each)
    levels = Counter(each.level for each in answer.shown)
    return {
        "question": answer.question,
        "old": _side(answer.old),
        "new": _side(answer.new),
        "changes": [] if answer.summary else [_change(each, names) for each in answer.shown],
        "causes": [
            _cause(group[0], names) | {"changes": [each.fingerprint for each in group]}
            for group in causes.values()
        ],
        "counts": {str(level): levels[level] for level in sorted(ChangeLevel, reverse=True)},
        "by_kind": dict(sorted(Counter(each.kind.code for each in answer.shown).items())),
        "not_reported": list(answer.diff.not_reported),
        "later": [
            {"on": str(each.day), "instrument": each.instrument, "what": each.what}
            for each in answer.diff.later
        ],
        "remarks": list(answer.remarks),
        "hidden": {
            "below_level": len(answer.changes) - len(answer.shown),
            "filtered": len(answer.diff.changes) - len(answer.changes),
        },
    }


def _side(context: Context) -> DiffRow:
    catalog = context.resolution.catalog
    named = {
        "name": catalog.name,
        "version": catalog.version,
        "hash": catalog.hash,
        "revision": context.revision,
    }
    return {"as_of": str(context.as_of), "catalog": named}


def _change(change: Change, names: DisplayNames) -> DiffRow:
    return {
        "code": change.kind.code,
        "level": str(change.level),
        "sentence": change.kind.sentence,
        "text": change_text(change, names),
        "id": change.id,
        "counterpart": change.counterpart,
        "instrument": change.instrument,
        "cite": change.cite,
        "authority": names.authority(change.id, change.cite),
        "title": change.title,
        "occurrence": _plain(change.occurrence),
        "fields": list(change.fields),
        "old": _plain(change.old),
        "new": _plain(change.new),
        "days": change.days,
        "affected": list(change.affected),
        "sources": {
            side: _source(each) for side, each in zip(("old", "new"), change.sources, strict=True)
        },
        "accounts": _accounts(change, names),
        "cause": _cause(change, names),
        "fingerprint": change.fingerprint,
    }


def _cause(change: Change, names: DisplayNames) -> DiffRow:
    cause: Cause = change.cause
    return {
        "id": cause.id,
        "kind": cause.kind,
        "what": cause.what,
        "text": cause_text(cause, names),
        "instrument": cause.instrument,
        "cite": change.cause_cite,
        "target": cause.target,
        "on": _plain(cause.day),
        "late": cause.late,
        "old": _plain(cause.old),
        "new": _plain(cause.new),
        "source": _source(cause.source),
    }


def _accounts(change: Change, names: DisplayNames) -> list[DiffRow]:
    if change.dispute is None:
        return []
    sources = names.instruments[change.instrument].sources
    return [
        {"says": each.says, "source": _source(sources[each.source])}
        for each in change.dispute.accounts
    ]


def _source(source: Source | None) -> DiffRow | None:
    if source is None:
        return None
    published = str(source.published) if source.published else None
    return {
        "title": source.label,
        "url": source.url,
        "class": source.grade,
        "seen": source.seen,
        "published": published,
    }


def _plain(value: object) -> object:
    if isinstance(value, date):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
