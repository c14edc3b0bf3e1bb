"""Answers for programs: JSON with every key always there, and CSV with one obligation a row."""

from __future__ import annotations

from collections.abc import Iterable

from eo_tracker.answers import (
    Agencies,
    AgencyDetails,
    Answer,
    Comparison,
    Details,
    Due,
    Head,
    InstrumentDetails,
    JsonObject,
    Listing,
)
from eo_tracker.text import cell

SCHEMA_VERSION = 2


def answer_json(answer: Answer) -> str:
    """The answer as one JSON object."""
    return json_text(head_data(answer.head) | _body(answer))


def json_text(value: JsonObject) -> str:
    """A JSON object as the programs print it."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def json_head(
    name: str,
    version: str,
    digest: str,
    as_of: str | None,
    revision: str | None = None,
) -> JsonObject:
    """With what every answer begins: which form, which day, which catalog."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": as_of,
        "catalog": {
            "name": name,
            "version": version,
            "hash": digest,
            "revision": revision,
        },
    }


def head_data(head: Head) -> JsonObject:
    """The head of an answer that rests on a resolved catalog."""
    return {
        **json_head(head.catalog, head.version, head.hash, head.as_of, head.revision),
        "reviewed": head.reviewed,
        "record": head.record,
        "assumed": [{"id": key, "on": day} for key, day in head.assumed],
        "include_nonpublic": head.nonpublic,
        "not_yet_known": sorted(each.id for each in head.unissued),
    }


def _body(answer: Answer) -> JsonObject:
    match answer:
        case Due():
            return _due(answer)
        case Listing():
            hidden = {"occurrences": answer.occurrences}
            return {"obligations": [row.data for row in answer.rows], "hidden": hidden}
        case Details():
            unknown = [each.id for each in answer.unknown]
            data = [sheet.data for sheet in answer.sheets]
            return {"obligations": data, "hidden": {"unknown": unknown}}
        case InstrumentDetails():
            rows = [row.data for row in answer.rows]
            return {"instrument": answer.data, "obligations": rows, "hidden": {}}
        case AgencyDetails():
            return _agency(answer)
        case Comparison():
            from eo_tracker.render.comparison import comparison_data

            return comparison_data(answer)
        case Agencies():
            return {"agencies": list(answer.parties), "hidden": {}}


def _agency(answer: AgencyDetails) -> JsonObject:
    return {
        "agency": answer.data,
        "obligations": [row.data for row in answer.rows],
        "must_act": [row.id for row in answer.own],
        "must_act_in_a_group": [row.id for row in answer.shared],
        "other_roles": [row.id for row in answer.other],
        "hidden": {},
    }


def _due(answer: Due) -> JsonObject:
    hidden = answer.hidden
    return {
        "window": {"since": answer.since, "until": answer.until},
        "obligations": [row.data for row in answer.rows],
        "hidden": {
            "earlier": hidden.earlier,
            "later": hidden.later,
            "undated": hidden.undated,
            "settled": sum(hidden.settled.values()),
            "occurrences": hidden.occurrences,
            "by_status": dict(sorted(hidden.settled.items())),
        },
    }


# CSV

_COLUMNS = (
    "id",
    "authority",
    "title",
    "due",
    "weekday",
    "business_day",
    "days_left",
    "projected",
    "original_due",
    "grace_until",
    "status",
    "status_text",
    "bound",
    "consulted",
    "coordinating",
    "force",
    "every",
    "hypothetical",
    "summary",
    "topics",
    "reviewed",
    "alternatives",
    "waits_for",
    "reaches",
    "cite",
    "quoted_words",
    "how_counted",
    "source",
    "link",
    "as_of",
)

_AGENCY_COLUMNS = ("id", "name", "short", "kind", "parent", "head", "bound", "named")


def answer_csv(answer: Answer) -> str:
    """One obligation (or party) a row, in words that a spreadsheet shows.

    Lists are joined with semicolons.
    """
    match answer:
        case Agencies():
            return _csv(_AGENCY_COLUMNS, answer.parties)
        case Comparison():
            return _csv((), ())
        case Details():
            return _csv(_COLUMNS, ({**sheet.data, **sheet.more} for sheet in answer.sheets))
        case _:
            return _csv(_COLUMNS, (row.cells for row in answer.rows))


def _csv(columns: tuple[str, ...], rows: Iterable[JsonObject]) -> str:
    import csv
    import io

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_csv_value(row[name]) for name in columns])
    return out.getvalue()


def _csv_value(value: object) -> str | int:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case _:
            return cell(str(value))
