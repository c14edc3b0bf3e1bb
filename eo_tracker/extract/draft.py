"""A draft catalog entry from what was found: it loads, and marks with REVIEW what a reader must decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from eo_tracker.dates import Period
from eo_tracker.extract.actors import MODAL, is_hortatory
from eo_tracker.extract.findings import Extraction, Found
from eo_tracker.extract.parties import Named, Names
from eo_tracker.extract.timing import Limit
from eo_tracker.models import LONGEST_NAME, Party

REVIEW = "REVIEW"
_Asking = Literal["consultation", "coordination", "voluntary"]
_PREFIXES = {
    "executive-order": "eo",
    "presidential-memorandum": "memo",
    "proclamation": "proclamation",
    "nspm": "nspm",
    "notice": "notice",
}
CONSULTED = re.compile(
    r"\b(?P<how>[Ii]n (?:\w+ )?(?:consultation|coordination|collaboration|cooperation|partnership) with|(?:[Aa]fter )?[Cc]onsult(?:s|ing)?(?: with)?|work(?:s|ing)? (?:\w+ )?with"
    r"|coordinat(?:e|es|ing) with|with (?:the )?(?:coordination|support|input) (?:from|of)) "
    r"(?P<whom>.+?)(?=, (?:shall|and (?:consistent|subject|in|as)|consistent|subject|and in|acting|develop|provide|issue|establish|to)\b|"
    r" (?:shall|must|to (?!the\b)[a-z]+|and (?:to )?(?:in (?:coordination|consultation)|identify|develop|coordinate))\b|[;.]|$)"
)
_LONGEST_TITLE = 70
_TITLE_WORDS = 6
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)
_LONGEST_ID = LONGEST_NAME - 20  # room for `start-` before it and a number behind it


def draft(
    found: Extraction, parties: Mapping[str, Party], *, sha256: str | None = None
) -> dict[str, Any]:
    """The entry as plain data, in the order of its keys."""
    source = found.source
    head = [
        *source.doubts,
        *(() if source.dated else ("the text gives no date that could be found",)),
    ]
    names = {True: Names(parties), False: Names(parties, found.own_words)}
    triggers: dict[str, dict[str, str]] = {}
    taken: dict[str, int] = {}
    directives = [*_directives(found, names, triggers, taken)]
    text = {
        "title": "The text that was given to extract",
        "url": source.url,
        "class": "primary",
        "seen": "full",
        "published": str(source.dated) if source.dated else None,
        "sha256": sha256,
    }
    entry: dict[str, Any] = {
        "format": "1",
        "id": name_of(found),
        "kind": source.kind,
        "number": source.number,
        "title": source.title or f"{REVIEW}: title",
        "dated": str(source.dated) if source.dated else "1900-01-01",
        "document": source.document,
        "coverage": f"{REVIEW}: drafted by a program; 'complete' when a reader has held every entry against the text",
        "searches": [{"on": str(source.dated)}] if source.dated else None,
        "note": f"{REVIEW}: {'; '.join(head)}" if head else None,
        "sources": {"text": _filled(text)},
        "triggers": list(triggers.values()),
        "directives": directives,
        "limitations": [*_limits(found, taken)],
    }
    return _filled(entry)


def name_of(found: Extraction) -> str:
    """The ID for the instrument: `eo-14412`, `memo-2026-08-12-protecting-federal-networks`.

    One without a number has words of its title, since several are signed on one day. The ID becomes
    the name of a file, so nothing from a text may lead elsewhere.
    """
    source = found.source
    parts = [_PREFIXES.get(source.kind or "", "text")]
    if source.number:
        parts.append(source.number)
    else:
        parts += [str(source.dated or "undated"), *_title_words(source.title or "")]
    words = re.findall(r"[a-z0-9]+", "-".join(parts).lower())
    return "-".join(words)[:_LONGEST_ID].strip("-")


def _title_words(title: str) -> list[str]:
    """The first words of a title that say what it is about."""
    words = re.findall(r"[a-z0-9]+", title.lower().replace("'", "").replace("\u2019", ""))
    return [word for word in words if word not in _SMALL_WORDS][:_TITLE_WORDS]


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, ())}


def _directives(
    found: Extraction,
    names: Mapping[bool, Names],
    triggers: dict[str, dict[str, str]],
    seen: dict[str, int],
) -> Iterator[dict[str, Any]]:
    governed_by = {each.governed_by for each in found.found}
    governing = {each.cite: each for each in found.found if each.limit and each.cite in governed_by}
    for each in found.found:
        if each.cite in governing and governing[each.cite] is each:
            continue  # its items follow, each with this limit
        lead = governing.get(each.governed_by or "")
        yield _directive(each, lead, names[each.quoted], triggers, seen)


def _directive(
    each: Found,
    lead: Found | None,
    names: Names,
    triggers: dict[str, dict[str, str]],
    seen: dict[str, int],
) -> dict[str, Any]:
    limit = each.limit or (lead.limit if lead else None)
    actor = each.actor or (lead.actor if lead else None)
    named = names.find(actor) if actor else Named(())
    doubts = [*each.doubts]
    if actor and not named.is_certain:
        part = "; bound are only those of them that the registry has" if named.roles else ""
        doubts.append(f'the addressee in the text is "{actor}"{part}')
    if not actor:
        doubts.append("nobody is named as addressee")
    deadline, more = _deadline(limit, each, triggers, seen) if limit else (None, [])
    doubts += more
    binds = [f"{party} via {through}" if through else party for party, through in named.roles]
    name = _free(_id(each.cite), seen)
    asked = _asked(f"{lead.sentence} {each.sentence}" if lead else each.sentence, names)
    invited = [
        one.partition(" via ")[2] or one for one in asked["voluntary"]
    ]  # without a role, so by one name
    return _filled(
        {
            "id": name,
            "cite": each.cite or "text",
            "title": title_of(each),
            "summary": _summary(_led(lead, each)) or title_of(each),
            "binds": binds,
            "consults": [one for one in asked["consultation"] if one not in binds],
            "coordinates": [one for one in asked["coordination"] if one not in binds],
            "invites": [one for one in dict.fromkeys(invited) if one not in binds],
            "force": "hortatory" if each.verb and is_hortatory(each.verb) else None,
            "deadline": deadline,
            "quote": limit.phrase if limit else None,
            "at": lead.cite if lead and lead.cite != each.cite and not each.limit else None,
            "note": f"{REVIEW}: {'; '.join(dict.fromkeys(doubts))}" if doubts else None,
        }
    )


def _limits(found: Extraction, seen: dict[str, int]) -> Iterator[dict[str, Any]]:
    for each in found.limitations:
        name = _free(_id(each.cite), seen)
        yield {
            "id": name,
            "cite": each.cite or "text",
            "scope": each.scope,
            "summary": _summary(each.sentence),
        }


def _led(lead: Found | None, each: Found) -> str:
    """An item's sentence with what its lead-in says before it: `release directives to: expedite …`."""
    act = (
        re.split(r"\b(?:shall|must|will)\b,?", lead.sentence)[-1].strip(" :—,")
        if lead and not each.limit
        else ""
    )
    return f"{act}: {each.sentence}" if act and not MODAL.search(each.sentence) else each.sentence


def _summary(sentence: str) -> str:
    """The words of the text; a reader shortens them."""
    words = sentence.strip()
    return words if len(words) < 500 else f"{words[:497].rstrip()} …"


def _deadline(
    limit: Limit, each: Found, triggers: dict[str, dict[str, str]], seen: dict[str, int]
) -> tuple[dict[str, str] | None, list[str]]:
    """The rule that a limit states, and what is doubtful in it."""
    rule: dict[str, str] = {}
    doubts: list[str] = []
    if limit.anchor == "date" and limit.due:
        rule["by"] = _period(
            limit
        )  # whose year is one that a catalog can hold, as that of every day which was read
    elif limit.span and limit.anchor == "instrument" and not each.quoted:
        rule |= {"within": str(limit.span), "of": "date"}
    elif limit.span:
        key = _free(f"start-{_id(each.cite)}", seen)
        triggers[key] = {
            "id": key,
            "what": f"{REVIEW}: {_starts(limit)}",
            "cite": each.cite or "text",
        }
        rule |= {"within": str(limit.span), "before" if limit.backwards else "of": key}
        doubts.append("what starts the time is a trigger of this entry")
    if limit.every:
        rule["every"] = limit.every
    return (rule or None), doubts


def _period(limit: Limit) -> str:
    """`FY2027` or `2032` where the text names a year, else the day."""
    named = re.search(r"(?P<fiscal>fiscal year )?(?P<year>[0-9]{4})$", limit.phrase)
    text = f"{'FY' if named['fiscal'] else ''}{named['year']}" if named else ""
    return text if text and Period.parse(text).last == limit.due else str(limit.due)


def _starts(limit: Limit) -> str:
    """The words for what starts a time."""
    if limit.anchor == "instrument":
        return f"the date of the amended instrument{f', which makes it due on {limit.due}' if limit.due else ''}"
    return limit.anchor or "the happening that starts this time"


def _asked(sentence: str, names: Names) -> dict[_Asking, list[str]]:
    """The parties that are asked, once each, by the sort of asking."""
    found: dict[_Asking, list[str]] = {each: [] for each in get_args(_Asking)}
    for each in CONSULTED.finditer(sentence):
        found[_how_of(each["how"])] += [
            f"{party} via {through}" if through else party
            for party, through in names.find(each["whom"]).roles
        ]
    return {how: list(dict.fromkeys(parties)) for how, parties in found.items()}


def _how_of(words: str) -> _Asking:
    """The sort of asking that some words name."""
    if "voluntary" in words.lower():
        return "voluntary"
    return "consultation" if "consult" in words.lower() else "coordination"


def title_of(each: Found) -> str:
    """The act in a few words: what follows the "shall"."""
    sentence = each.sentence.rstrip(" .;:")
    limit = each.limit
    words = re.split(r"\b(?:shall|must|will|should|directed to)\b,?\s*", sentence, maxsplit=1)
    # An item of a list goes on with its lead-in's verb, and a passive needs its subject: only an addressee of its own is left out.
    own = bool(each.actor) and str(each.actor).partition(",")[0] in words[0]
    act = words[1] if own and len(words) > 1 else sentence
    if limit:
        act = act.replace(limit.phrase, "")
    act = re.sub(r"^(?:also|further|each|jointly)\s+|^[,\s]+", "", re.sub(r"\s+", " ", act)).strip(
        " ,"
    )
    act = re.sub(
        r"^in (?:\w+ )?(?:consultation|coordination|collaboration) with [^,]+(?:, [^,]+)*?, (?=[a-z]+ (?:a|an|the|all|any|guidance|to)\b)",
        "",
        act,
    )
    if len(act) > _LONGEST_TITLE:
        act = f"{act[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"
    return (act[:1].upper() + act[1:]) or "Act"


def _id(cite: str) -> str:
    """`4b-iii` for 4(b)(iii), as the shipped entries have it."""
    parts = re.findall(r"[A-Za-z0-9.]+", cite)
    head = "".join(parts[:2]) if len(parts) > 1 else "".join(parts)
    words = re.findall(r"[a-z0-9]+", "-".join([head, *parts[2:]]).lower())
    return "-".join(words)[:_LONGEST_ID].strip("-") or "text"


def _free(name: str, taken: dict[str, int]) -> str:
    """A name that is not taken yet: itself, or with the next number behind it. `taken` has the last number given to each."""
    number = taken.get(name, 0) + 1
    while (candidate := name if number == 1 else f"{name}-{number}") in taken:
        number += 1
    taken[name] = number
    taken.setdefault(candidate, 1)
    return candidate


def doubtful(entry: Mapping[str, Any]) -> list[str]:
    """One line for each thing in a draft that a reader must decide."""
    return [
        f"{each['id']}: {each['note'].removeprefix(f'{REVIEW}: ')}"
        for each in (entry, *entry.get("directives", ()))
        if str(each.get("note", "")).startswith(REVIEW)
    ]
