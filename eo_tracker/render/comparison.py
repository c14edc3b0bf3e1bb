"""A diff for people, memos, programs and pull requests.

It is grouped by what the reader must do, then by what caused it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from eo_tracker import wording
from eo_tracker.answers import Comparison, Head, JsonObject
from eo_tracker.dates import long
from eo_tracker.diff import KINDS, Change, ChangeLevel
from eo_tracker.models import Source
from eo_tracker.render.annotations import annotation
from eo_tracker.render.layout import BLANK, Block, Columns, Screen, rendered_text, safe_words
from eo_tracker.text import markdown
from eo_tracker.wording.changes import (
    LEVEL_HEADINGS,
    DisplayNames,
    cause_heading,
    cause_text,
    change_notes,
    change_text,
)

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
_GRAVEST_FIRST = sorted(ChangeLevel, reverse=True)


class LevelGroup(NamedTuple):
    """The changes of one level, by cause in words."""

    level: ChangeLevel
    causes: Mapping[str, Sequence[Change]]

    @property
    def heading(self) -> str:
        """What the reader must do, and how many changes there are."""
        number = sum(len(changes) for changes in self.causes.values())
        return f"{LEVEL_HEADINGS[self.level]} ({number})"


def level_groups(
    changes: Iterable[Change],
    names: DisplayNames,
) -> list[LevelGroup]:
    """By level, the gravest first, then by cause."""
    groups: dict[ChangeLevel, dict[str, list[Change]]] = {}
    for change in sorted(changes, key=_level, reverse=True):
        causes = groups.setdefault(change.level, {})
        heading = cause_heading(change, names)
        causes.setdefault(heading, []).append(change)
    return [LevelGroup(level, causes) for level, causes in groups.items()]


def _level(change: Change) -> ChangeLevel:
    return change.level


# screen


def comparison_screen(answer: Comparison, screen: Screen) -> str:
    """The changes as lines of text."""
    parts: list[Block] = [safe_words(answer.question, "bold"), BLANK]
    if answer.summary:
        parts += _counts(answer)
    else:
        parts += _groups(answer)
    parts += [safe_words(remark) for remark in _remarks(answer)]
    parts.append(BLANK)
    parts += [safe_words(line, "dim") for line in _foot(answer)]
    return rendered_text(parts, screen)


def _groups(answer: Comparison) -> Iterator[Block]:
    names = DisplayNames(answer.diff)
    for group in level_groups(answer.visible_changes, names):
        yield safe_words(group.heading, _STYLES[group.level])
        for cause, changes in group.causes.items():
            yield safe_words(cause)
            yield Columns(_rows(changes, names))
        yield BLANK


def _rows(changes: Sequence[Change], names: DisplayNames) -> list[tuple[str, str, str]]:
    rows = []
    for change in changes:
        row = (
            names.authority(change.id, change.cite),
            names.affected(change),
            change_text(change, names),
        )
        rows.append(row)
        rows += [("", "", note) for note in change_notes(change, names)]
    return rows


def _counts(answer: Comparison) -> Iterator[Block]:
    """How many changes there are of each kind, the gravest first."""
    counts = Counter((-change.level, change.kind.code) for change in answer.visible_changes)
    rows = []
    for (level, code), number in sorted(counts.items()):
        row = (f"{number:,}", str(ChangeLevel(-level)), KINDS[code].sentence)
        rows.append(row)
    if rows:
        yield Columns(rows)
        yield BLANK


def _remarks(answer: Comparison) -> Iterator[str]:
    """How many there are, what is left out, what one side does not report, what comes later."""
    for remark in answer.remarks:
        yield f"Note: {remark}"
    yield _total(answer)
    if hidden := _below_level(answer):
        yield f"Not shown: {wording.count(hidden, 'change')} below {answer.least}."
    if filtered := _outside_filter(answer):
        yield f"Not shown: {wording.count(filtered, 'change')} outside the filter."
    if answer.diff.not_reported:
        entries = wording.count(len(answer.diff.not_reported), "entry|entries")
        yield f"{entries} cannot be compared: the other side is only partly recorded."
    for effect in answer.diff.later:
        since = f"from {long(effect.day)} (--as-of {effect.day} shows what it changes)"
        yield f"Not in force yet: {effect.what}, {since}."


def _below_level(answer: Comparison) -> int:
    return len(answer.changes) - len(answer.visible_changes)


def _outside_filter(answer: Comparison) -> int:
    return len(answer.diff.changes) - len(answer.changes)


def _total(answer: Comparison) -> str:
    counts = Counter(change.level for change in answer.changes)
    if not counts:
        return "No changes."
    parts = [f"{counts[level]:,} {level}" for level in _GRAVEST_FIRST if counts[level]]
    return f"{wording.count(len(answer.changes), 'change')}: {', '.join(parts)}."


def _foot(answer: Comparison) -> Iterator[str]:
    yield _edition("Old", answer.old)
    yield _edition("New", answer.new)
    yield max(answer.old, answer.new, key=lambda head: head.as_of).record
    if answer.new.nonpublic:
        yield "Includes nonpublic sources."
    yield wording.DISCLAIMER


def _edition(label: str, head: Head) -> str:
    return f"{label}: as of {long(head.day)}, catalog {head.edition}."


# Markdown and annotations


def comparison_markdown(answer: Comparison) -> str:
    """The changes as a section of a memo or a comment on a pull request."""
    lines = [f"## {markdown(answer.question)}", ""]
    if not answer.summary:
        lines += _sections(answer)
    for line in (*_remarks(answer), *_foot(answer)):
        lines.append(f"{markdown(line)}  ")
    return "\n".join(lines).rstrip() + "\n"


def _sections(answer: Comparison) -> Iterator[str]:
    names = DisplayNames(answer.diff)
    for group in level_groups(answer.visible_changes, names):
        yield from (f"### {group.heading}", "")
        for cause, changes in group.causes.items():
            yield from (f"**{markdown(cause)}**", "")
            for change in changes:
                yield from _bullet(change, names)
            yield ""


def _bullet(change: Change, names: DisplayNames) -> Iterator[str]:
    what = f"**{markdown(names.authority(change.id, change.cite))}**"
    if who := names.affected(change):
        what += f" ({markdown(who)})"
    yield f"- {what}: {markdown(change_text(change, names))}"
    for note in change_notes(change, names):
        yield f"  - {markdown(note)}"


def comparison_annotations(answer: Comparison) -> str:
    """GitHub workflow commands, one for each cause at each level, at the line that caused it."""
    names = DisplayNames(answer.diff)
    lines = []
    for group in level_groups(answer.visible_changes, names):
        title = f"{group.level}: {LEVEL_HEADINGS[group.level]}"
        for cause, changes in group.causes.items():
            place = answer.places.get(changes[0].fingerprint)
            message = [cause, *(_one_change(change, names) for change in changes)]
            lines.append(annotation(_COMMANDS[group.level], place, title, message))
    return "".join(lines)


def _one_change(change: Change, names: DisplayNames) -> str:
    return f"{names.authority(change.id, change.cite)}: {change_text(change, names)}"


# JSON


def comparison_data(answer: Comparison) -> JsonObject:
    """The changes and their causes; every key is always there."""
    names = DisplayNames(answer.diff)
    changes = answer.visible_changes
    levels = Counter(change.level for change in changes)
    kinds = Counter(change.kind.code for change in changes)
    rows = [] if answer.summary else [_change(change, names) for change in changes]
    return {
        "question": answer.question,
        "old": _side(answer.old),
        "new": _side(answer.new),
        "changes": rows,
        "causes": _causes(changes, names),
        "counts": {str(level): levels[level] for level in _GRAVEST_FIRST},
        "by_kind": dict(sorted(kinds.items())),
        "not_reported": list(answer.diff.not_reported),
        "later": [
            {"on": str(effect.day), "instrument": effect.instrument, "what": effect.what}
            for effect in answer.diff.later
        ],
        "remarks": list(answer.remarks),
        "hidden": {
            "below_level": _below_level(answer),
            "filtered": _outside_filter(answer),
        },
    }


def _causes(changes: Iterable[Change], names: DisplayNames) -> list[JsonObject]:
    """Each cause with the fingerprints of its changes."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        groups.setdefault(change.cause.key, []).append(change)
    rows = []
    for group in groups.values():
        row = _cause(group[0], names)
        row["changes"] = [change.fingerprint for change in group]
        rows.append(row)
    return rows


def _side(head: Head) -> JsonObject:
    return {
        "as_of": head.as_of,
        "catalog": {
            "name": head.catalog,
            "version": head.version,
            "hash": head.hash,
            "revision": head.revision,
        },
    }


def _change(change: Change, names: DisplayNames) -> JsonObject:
    old_source, new_source = change.sources
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
        "sources": {"old": _source(old_source), "new": _source(new_source)},
        "accounts": _accounts(change, names),
        "cause": _cause(change, names),
        "fingerprint": change.fingerprint,
    }


def _cause(change: Change, names: DisplayNames) -> JsonObject:
    cause = change.cause
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


def _accounts(change: Change, names: DisplayNames) -> list[JsonObject]:
    if change.dispute is None:
        return []
    sources = names.instruments[change.instrument].sources
    return [
        {"says": account.says, "source": _source(sources[account.source])}
        for account in change.dispute.accounts
    ]


def _source(source: Source | None) -> JsonObject | None:
    """A source without the name that it has in one instrument: a change may be of two."""
    if source is None:
        return None
    return {
        "title": source.label,
        "url": source.url,
        "class": source.grade,
        "seen": source.seen,
        "published": str(source.published) if source.published else None,
    }


def _plain(value: object) -> object:
    """A value as JSON has it."""
    if isinstance(value, date):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    return value
