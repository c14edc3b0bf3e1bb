"""What a calendar says, compared with the catalog: as text or JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from eo_tracker.answers import Head, JsonObject
from eo_tracker.calendar.audit import Verdict, VerdictKind
from eo_tracker.calendar.export import Audit
from eo_tracker.dates import long
from eo_tracker.render.data import head_data, json_text
from eo_tracker.text import one_line
from eo_tracker.wording import count

_HEADINGS: Mapping[VerdictKind, str] = {
    "moved": "MOVED",
    "altered": "ALTERED",
    "doubled": "DUPLICATE",
    "missing": "MISSING",
    "cancelled": "WRONGLY CANCELLED",
    "ended": "NO LONGER IN FORCE",
    "unknown": "UNKNOWN",
}
_COUNTED: Mapping[VerdictKind, str] = {
    "right": "right",
    **{kind: heading.lower() for kind, heading in _HEADINGS.items()},
}
_ABOUT_MISSING = (
    "Missing entries are what an export with these options would add; "
    "check a calendar with the same filters that it was written with."
)


def audit_text(audit: Audit) -> str:
    """What is wrong, by kind and day, then the counts."""
    tally = Counter(verdict.kind for verdict in audit.verdicts)
    lines: list[str] = []
    for verdict in sorted(audit.wrong, key=_order):
        lines += _lines(verdict)
    if tally["missing"]:
        lines += ["", _ABOUT_MISSING]
    if lines:
        lines.append("")
    return "\n".join([*lines, _counts(tally, audit.others)]) + "\n"


def _order(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.kind, str(verdict.day or verdict.calendar_day), verdict.uid


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"{_HEADINGS[verdict.kind]}: {one_line(verdict.summary)}"
    day = long(verdict.day) if verdict.day else None
    match verdict.kind:
        case "moved" if verdict.day and verdict.calendar_day:
            yield f"  In the calendar on {long(verdict.calendar_day)}; in the catalog on {day}."
        case "altered":
            yield f"  On {day or 'its day'}, but with a time, another length, or a recurrence."
        case "unknown":
            yield f"  {one_line(verdict.uid)} is not in the catalog."
        case _ if day:
            yield f"  Due on {day}."


def _counts(tally: Mapping[VerdictKind, int], others: int) -> str:
    counts = [f"{tally[kind]} {words}" for kind, words in _COUNTED.items() if tally[kind]]
    text = f"{', '.join(counts) or 'Nothing to check'}."
    if others:
        text += f" {count(others, 'entry of others|entries of others')} not checked."
    return text


def audit_json(audit: Audit, head: Head) -> str:
    """The verdicts as one object."""
    answer = head_data(head)
    answer["entries"] = [_row(verdict) for verdict in audit.verdicts]
    answer["others"] = audit.others
    answer["hidden"] = {"others": audit.others}
    return json_text(answer)


def _row(verdict: Verdict) -> JsonObject:
    return {
        "kind": verdict.kind,
        "uid": verdict.uid,
        "summary": verdict.summary,
        "date": str(verdict.day) if verdict.day else None,
        "in_calendar": str(verdict.calendar_day) if verdict.calendar_day else None,
    }
