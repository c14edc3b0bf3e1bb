"""What an order tells whom to do by when: directives with their pinpoints, limits, addressees and confidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from eo_tracker.extract.actors import (
    LONGEST,
    MODAL,
    MOST_VERBS,
    begins_with_name,
    bound_in_content,
    directed,
    governing,
    is_agent,
    last_sentence,
    passive,
    sentences,
    subject,
)
from eo_tracker.extract.outline import Node, outline
from eo_tracker.extract.source import DAY, Source, day_in
from eo_tracker.extract.spans import Places, Span
from eo_tracker.extract.timing import Limit, lengths, limits

_LASTS = re.compile(
    r"^\W*(?:\w+ly )?(?:then |also )?(?:be )?(?:terminat|expir|sunset|ceas|dissol|conclude(?= (?:within|by|on|no|not|at|upon|after|its)\b|[,.;])|continue in (?:effect|force)|remain in (?:effect|force)|take effect|become effective|effective"
    r"|laps|extend (?:until|through|beyond))",
    re.IGNORECASE,
)
_ENTERED = re.compile(r"\b(?:entered for consumption|withdrawn from warehouse)\b")
_SINCE = re.compile(
    r"\b(?:physically present|during|in the (?:last|past|previous|prior)|within the (?:last|past|previous|prior|preceding))\b[^,;]*$",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:goal|target|aim\w*|objective|ambition|net-zero|percent|on track|achiev\w+|policy of)\b",
    re.IGNORECASE,
)
_QUIET = re.compile(
    r"^(?:Definitions?|General Provisions?|Severability|Publication|Effective Date|Background|Purpose(?! and)|Findings?|Revocation)",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"^(?:Except as [^,]+, )?(?:nothing in this|this (?:order|memorandum|proclamation|directive|section|subsection) (?:is not intended to|does not|shall not be construed|may not be construed|shall be implemented)"
    r"|the provisions of this \w+ shall be implemented)\b|\bshall be construed (?:to|as) (?:not|neither)\b|^nothing\b.*\bshall be (?:construed|interpreted|deemed)\b",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"[“\"](?P<term>[^”\"]{2,80})[”\"](?: or “[^”]+”)?(?:,[^,]{0,60},)? (?:means?|refers? to|includes?|has the (?:same )?meaning|have the (?:same )?meaning|shall mean)\b"
)
_PLANNED = re.compile(
    r"(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\baction )(?<!\bdraft )(?<!\bits )\b(?:plans?|intends?|expects?|proposes?) to (?!the\b|each\b|all\b)[a-z]+ [^,;]*$"
)


# A date this far into a sentence can belong to what is to be brought about.
_FAR_IN = 40
_YEAR = re.compile(
    r"^(?:by|before|prior to|on or before|(?:by )?(?:no|not) later than) (?:the year )?[0-9]{4}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A directive: pinpoint, the sentence it stands in, who must act, and its time limit, if it has one of its own.

    `governed_by` is the pinpoint of the limit that a lead-in sets for it. `doubts` are the reasons why a reader should look at it.
    `start` is where the sentence begins in its paragraph, the `node` with that index. `span` and `limit_span` are where it and its limit stand in the text as
    it was given, in characters from first to behind the last; None where the words cannot be found again.
    """

    cite: str
    sentence: str
    actor: str | None
    limit: Limit | None = None
    governed_by: str | None = None
    verb: str | None = None
    quoted: bool = False
    doubts: tuple[str, ...] = ()
    start: int = 0
    node: int = 0
    span: Span | None = None
    limit_span: Span | None = None

    @property
    def confidence(self) -> str:
        """ "high", or "low" if anything in it was doubtful."""
        return "low" if self.doubts else "high"


@dataclass(frozen=True)
class Rejected:
    """A time expression that is no deadline, and why."""

    cite: str
    phrase: str
    why: str


@dataclass(frozen=True)
class Limitation:
    """Words that say what an instrument does not do. `scope`: "section" or "order", what they speak of."""

    cite: str
    sentence: str
    scope: str


@dataclass(frozen=True)
class Definition:
    """A term that a text defines, and where."""

    cite: str
    term: str


@dataclass
class Extraction:
    """What was found in a text, in its order."""

    source: Source
    nodes: list[Node]
    found: list[Found] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    limitations: list[Limitation] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)

    @property
    def own_words(self) -> list[str]:
        """The text without what it puts into others: what it calls somebody holds for these words only."""
        return [each.text for each in self.nodes if not each.quoted]


def extract(source: Source) -> Extraction:
    """Everything that a text tells somebody to do."""
    result = Extraction(source, outline(source.paragraphs))
    amended = _Amended(source.paragraphs)
    governed: dict[int, str] = {}
    places = Places(source.text)
    for index, node in enumerate(result.nodes):
        place = places.find(node.text)
        node.span = place.span(0, len(node.text)) if place else None
        if node.above is not None and id(node.above) in governed:
            governed[id(node)] = governed[id(node.above)]
        result.limitations += _limitations(node)
        if not node.quoted:
            result.definitions += [
                Definition(node.cite, each["term"].rstrip(","))
                for each in _DEFINED.finditer(node.text)
            ]
        for found in _directives(node, source.dated, amended, result.rejected):
            if found.limit and node.text.rstrip().endswith((":", "—")) and _is_last(found, node):
                governed[id(node)] = found.cite
            is_governed = found.limit is None and id(node) in governed
            result.found.append(
                replace(
                    found,
                    node=index,
                    governed_by=governed[id(node)] if is_governed else None,
                    span=place.span(found.start, found.start + len(found.sentence))
                    if place
                    else None,
                    limit_span=place.span(
                        found.start + found.limit.start, found.start + found.limit.end
                    )
                    if place and found.limit
                    else None,
                )
            )
    return result


def _is_last(found: Found, node: Node) -> bool:
    return node.text.rstrip().endswith(found.sentence.rstrip()[-40:])


def _limitations(node: Node) -> Iterator[Limitation]:
    """Sentences that limit the text itself; of a list that one of them leads, each item."""
    if node.quoted:
        return
    for _, sentence in sentences(node.text):
        if _NOTHING.search(sentence) and not (
            node.below and sentence.rstrip().endswith((":", "—"))
        ):
            yield Limitation(node.cite, sentence.strip(), _scope(sentence))
    if (
        node.above
        and node.above.text.rstrip().endswith((":", "—"))
        and _NOTHING.search(lead := last_sentence(node.above.text))
    ):
        yield Limitation(node.cite, f"{lead.strip()} {node.text.strip()}", _scope(lead))


def _scope(sentence: str) -> str:
    return (
        "section"
        if re.search(r"\bth(?:is|e) (?:sub)?section\b", sentence, re.IGNORECASE)
        else "order"
    )


class _Amended:
    """The dates of instruments that a text amends, for limits "of the date of this order" in words put into them."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        whole = " ".join(paragraphs)
        self._days: dict[str, str] = {}
        for found in re.finditer(
            rf"(Executive Order|Proclamation|Memorandum) ([0-9]{{4,5}})? ?of ({DAY})", whole
        ):
            self._days.setdefault(f"{found[1]} {found[2]}", found[3])
        self._named = [
            *re.finditer(
                r"(Executive Order|Proclamation) ([0-9]{4,5})[^.]{0,200}?\b(?:is|are)\b[^.]{0,40}?\bamended\b",
                whole,
            )
        ]

    def date_of(self, node: Node) -> date | None:
        """The date of the instrument into which the words of a quoted node go."""
        leads = " ".join(reversed(node.leads))
        names = re.findall(r"(Executive Order|Proclamation) ([0-9]{4,5})", leads) or [
            (each[1], each[2]) for each in self._named[:1]
        ]
        for kind, number in reversed(names):
            if day := self._days.get(f"{kind} {number}"):
                return day_in(day)
        return None


def _directives(
    node: Node, dated: date | None, amended: _Amended, rejected: list[Rejected]
) -> Iterator[Found]:
    previous: str | None = None
    start_from = amended.date_of(node) if node.quoted else dated
    before: list[Limit] = []
    for start, sentence in sentences(node.text):
        kept: list[Found] = []
        candidates = limits(sentence, start_from, before)
        before = [*before, *candidates][-MOST_VERBS:]
        rejected += [
            Rejected(node.cite, each, "no words of a time limit go with it")
            for each in lengths(sentence, candidates)
        ]
        for plain in candidates:
            is_theirs = node.quoted and plain.anchor == "instrument" and plain.sort == "relative"
            limit = replace(plain, sort="event") if is_theirs else plain
            who, verb, doubts = _who(sentence, limit, node, previous)
            reason = _no_deadline(sentence, limit, node, who, verb, dated)
            if reason:
                rejected.append(Rejected(node.cite, limit.phrase, reason))
                continue
            doubted = (*doubts, *((limit.doubt,) if limit.doubt else ()))
            kept.append(
                Found(
                    node.cite,
                    sentence,
                    who,
                    limit,
                    verb=verb,
                    quoted=node.quoted,
                    doubts=doubted,
                    start=start,
                )
            )
        kept = _with_rates(kept)
        own = _plain(sentence, node)
        if own and is_agent(own[0]):
            previous = own[0]
        if kept:
            yield from kept
        elif (
            own
            and not _QUIET.match(node.section.heading or "")
            and not _limits_itself(sentence, node)
        ):
            who = (
                own[0]
                if is_agent(own[0])
                else passive(sentence) or _shared(sentence, node) or previous
            )
            yield Found(node.cite, sentence, who, verb=own[1], quoted=node.quoted, start=start)


def _limits_itself(sentence: str, node: Node) -> bool:
    return bool(_NOTHING.search(sentence)) or any(
        _NOTHING.search(last_sentence(lead))
        for lead in node.leads[:1]
        if lead.rstrip().endswith((":", "—"))
    )


_JOINED = re.compile(r",? (?:starting|beginning|commencing)(?: on| in| with)? ")


def _with_rates(found: list[Found]) -> list[Found]:
    """A rhythm recurs from the day with which its sentence has it begin; a report "annual" by its name, from a date given for it."""
    dated = [each for each in found if each.limit and each.limit.sort != "recurring"]
    for rate in found:
        if (
            rate.limit is None
            or rate.limit.sort != "recurring"
            or rate.limit.due
            or "thereafter" in rate.limit.phrase
        ):
            continue
        for first in dated:
            if first.limit and _begins(first.limit, rate.limit, rate.sentence):
                start = (
                    rate.limit.start
                    if _JOINED.fullmatch(rate.sentence[rate.limit.end : first.limit.start])
                    else first.limit.start
                )
                phrase = rate.sentence[start : first.limit.end]
                limit = replace(
                    first.limit,
                    sort="recurring",
                    every=rate.limit.every,
                    start=start,
                    phrase=phrase,
                )
                return [
                    replace(first, limit=limit) if one is first else one
                    for one in found
                    if one is not rate
                ]
    return found


def _begins(first: Limit, rate: Limit, sentence: str) -> bool:
    """Whether a limit is the first date of a rhythm in its sentence."""
    if re.match(r"(?:starting|beginning|commencing)\b", first.phrase, re.IGNORECASE):
        return first.sort in ("absolute", "relative")
    if _JOINED.fullmatch(sentence[rate.end : first.start]):
        return True
    named = re.match(
        r"(?:annual|quarterly|monthly|biennial|semi-?annual) \w", rate.phrase, re.IGNORECASE
    )
    return bool(named) and first.sort == "absolute"


def _plain(sentence: str, node: Node) -> tuple[str | None, str] | None:
    """(subject, modal) of a sentence's first main clause; of an item of a list, what its lead-in has."""
    for modal in islice(MODAL.finditer(sentence), MOST_VERBS):
        if modal["verb"] in ("will", "should") and not is_agent(subject(sentence[: modal.start()])):
            continue
        return _without_limit(sentence[: modal.start()]), modal["verb"]
    for lead in node.leads:
        if lead.rstrip().endswith((":", "—", "to", "shall")):
            return _lead(lead)
    return None


def _without_limit(words: str) -> str | None:
    found = limits(words, None)
    first = next((each for each in found if each.start < 12), None)
    return subject(words[first.end :] if first else words)


def _lead(lead: str) -> tuple[str | None, str] | None:
    """(subject, modal) of the last sentence of a lead-in, or of the one that it speaks of: `This effort shall include:`."""
    for _, sentence in reversed(sentences(lead[-LONGEST:])):
        for modal in reversed([*MODAL.finditer(sentence)][-MOST_VERBS:]):
            words = sentence[: modal.start()]
            for part in (words, words.rpartition("—")[2]):
                who = _without_limit(part)
                if is_agent(who):
                    return who, modal["verb"]
        if not re.match(r"(?:This|These|Such|The) ", sentence):
            break
    return None


def _shared(sentence: str, node: Node) -> str | None:
    """The subject that a lead-in without a verb gives to its items: `The head of each agency:`, `(A) shall …`."""
    if (
        not MODAL.match(sentence)
        or not node.above
        or not node.above.text.rstrip().endswith((":", "—"))
    ):
        return None
    who = _without_limit(last_sentence(node.above.text).rstrip(" :—"))
    return who if is_agent(who) else None


def _inside(sentence: str, limit: Limit) -> str | None:
    """Who is bound by a limit in what somebody is told to bring about: `direct the Office to report within …`."""
    words = sentence[: limit.start]
    if told := re.match(
        r"(?:and |or )?direct (?P<who>the [^,;]+?)(?:, in (?:consultation|coordination) with .+?,)? to \w+ ",
        words,
    ):
        return told["who"]
    return bound_in_content(words) if limit.sort == "absolute" and limit.start > _FAR_IN else None


def _goes_on(sentence: str, limit: Limit, node: Node) -> bool:
    """Whether an item goes on with its lead-in's verb, so that what follows the limit says nothing of who must act."""
    begins = node.above is not None and sentence[:1].islower() and not begins_with_name(sentence)
    return begins and limit.start > 0 and not MODAL.search(sentence[: limit.start])


def _who(
    sentence: str, limit: Limit, node: Node, previous: str | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Who is meant by a limit, the verb that says so, and what makes it doubtful."""
    if inner := _inside(sentence, limit):
        return inner, "shall", ("the limit binds others than those told to act",)
    who, verb = (
        (None, None)
        if _goes_on(sentence, limit, node)
        else governing(sentence, limit.start, limit.end)
    )
    if who := who or (passive(sentence) or _shared(sentence, node) if verb else None):
        return who, verb, ()
    if (
        verb is None
        and node.text.rstrip().endswith((":", "—"))
        and (items := [each for each in node.below if MODAL.search(each.text)])
    ):
        named = {each[0] for one in items if (each := _plain(one.text, one))}
        return (
            (named.pop() if len(named) == 1 else None),
            "shall",
            ("each item names its own addressee",),
        )
    if told := directed(sentence, limit.start):
        return told, "direct", ()
    for lead in node.leads:
        content = (
            bound_in_content(last_sentence(lead)) if lead.rstrip().endswith((":", "—")) else None
        )
        if content and limit.sort == "absolute" and not verb:
            return content, "shall", ("the limit binds others than those told to act",)
        found = _lead(lead)
        if found and not verb:
            return found[0], found[1], ()
        if found:
            return found[0], verb, ("the addressee is taken from the lead-in",)
        if (
            verb is None
            and lead.rstrip().endswith((":", "—"))
            and re.search(r"\b(?:shall|must|should)\b", last_sentence(lead))
        ):
            respect = re.match(r"(?:With respect to|As to) (?P<who>[^,]+),", last_sentence(lead))
            return (
                (respect["who"], "shall", ())
                if respect and is_agent(respect["who"])
                else (None, "shall", ("nobody is named",))
            )
    if verb is None and limit.anchor == "instrument" and re.search(r"\bwill be \w+", sentence):
        return None, "will", ("nobody is named",)
    if previous:
        return previous, verb, ("the addressee is taken from an earlier sentence",)
    return None, verb, ("nobody is named",) if verb else ()


def _no_deadline(
    sentence: str, limit: Limit, node: Node, who: str | None, verb: str | None, dated: date | None
) -> str | None:
    """Why a time expression is no deadline; None if it is one."""
    before, after = sentence[: limit.start], sentence[limit.end :]
    if verb is None and who is None:
        return "nobody is told to do anything"
    if verb and verb.endswith(("encouraged to", "invited to")):
        return "it encourages and does not direct"
    if (
        who is None
        and limit.anchor != "instrument"
        and re.match(r"(?:Purpose|Background|Policy|Findings)\b", node.section.heading or "")
    ):
        return "it stands in what the text is for"
    if (
        re.match(r"Definitions?\b", node.section.heading or "", re.IGNORECASE)
        and limit.anchor != "instrument"
    ):
        return "it stands in definitions"
    if limit.sort == "absolute" and limit.due and dated and limit.due < dated:
        return "it lies before the text itself"
    if limit.backwards and limit.phrase.lower().startswith("within"):
        return "it looks back"
    if _SINCE.search(before):
        return "it looks back"
    clause = before[max(before.rfind(";"), before.rfind(". ")) + 1 :]
    modals = [*MODAL.finditer(clause)]
    if _LASTS.match(
        clause[modals[-1].end() :] if modals else after.lstrip(" ,")
    ) or _ENTERED.search(clause):
        return "it says how long something lasts"
    if limit.sort in ("event", "relative") and _PLANNED.search(before):
        return "it is what somebody plans"
    if (
        limit.sort == "absolute"
        and not (who and verb == "shall" and _is_direct(clause, modals))
        and _is_goal(limit, clause, before, after)
    ):
        return "it is a goal"
    if (
        limit.sort == "recurring"
        and limit.due is None
        and (
            re.search(r"\b(?:so|such) that [^,;]*$", before)
            or (before.endswith("by ") and re.match(r" \w+ing\b", after))
        )
    ):
        return "it says how something is measured"
    return _no_limit(sentence, limit, who, verb)


def _is_goal(limit: Limit, clause: str, before: str, after: str) -> bool:
    near = re.search(r"shall[^;]{0,60}$", before[-80:])
    return bool(
        _YEAR.search(limit.phrase) or (not near and _GOAL.search(clause[-120:] + after[:60]))
    )


def _is_direct(clause: str, modals: Sequence[re.Match[str]]) -> bool:
    """Whether what stands between a "shall" and a limit is the act itself and not what it is to lead to."""
    return bool(modals) and not re.search(
        r"\b(?:to [a-z]+|that|which|whose|for|goals?|targets?|objectives?|plans?|strateg(?:y|ies))\b",
        clause[modals[-1].end() :],
    )


def _no_limit(sentence: str, limit: Limit, who: str | None, verb: str | None) -> str | None:
    """Why the words are a length of time, an aside or a habit; None if they limit something."""
    before = sentence[: limit.start]
    if re.search(r"\b(?:that|which) (?:would|could|might) [\w ]*$", before):
        return "it describes a thing"
    if limit.due is None and re.search(
        r"\bconsider(?:ing)? (?:whether to |\w+ing ).*\bto requir", before
    ):
        return "it is only to be considered"
    if (
        limit.anchor is None
        and limit.span
        and re.match(r"(?:no|not) more than", limit.phrase, re.IGNORECASE)
    ):
        return "it is a length of time"
    if before.count("(") > before.count(")"):
        return "it is an aside"
    if who is None and verb != "shall" and limit.sort == "recurring" and limit.due is None:
        return "nobody is told to do anything"
    if (
        limit.sort == "event"
        and limit.anchor is None
        and re.search(r"\b(?:up to|exceed|least|more than)\s*$", before)
    ):
        return "it is a length of time"
    return None
