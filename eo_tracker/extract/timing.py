"""Time limits in the words of orders: where they stand, what they count, and what only looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Literal

from eo_tracker.dates import MONTHS, NUMBER, Span, add, number_in
from eo_tracker.extract.source import DAY, day_in

_UNIT = (
    r"(?:calendar |business |working |full |consecutive )?(?:days?|weeks?|months?|years?|hours?)"
)
_AMOUNT = rf"(?P<num>{NUMBER})[ -](?P<unit>{_UNIT})"
_LEAD = r"(?:by (?:no|not) later than|(?:no|not) later than|(?:no|not) more than|within(?: a period of| the (?:next|first))?|(?:in|during) the (?:first|next)|by)"
_KINDS = r"(?:order|memorandum|proclamation|directive|determination|notice|action|document|Executive Order|Presidential Memorandum|executive order|presidential memorandum|national security (?:presidential )?memorandum|National Security (?:Presidential )?Memorandum)"
_OWN = rf"(?:(?:the )?(?:date|issuance|signing|effective date|publication|date of (?:issuance|signing|publication))(?: of)? )?(?:this|the(?= memorandum\b)|the present) {_KINDS}"
_FREQUENT = (
    r"(?:at least |not less (?:often|frequently) than |no less (?:often|frequently) than |not less than |no less than )?"
    r"(?P<rate>annually|yearly|biennially|biannually|bi-?annually|semi-?annually|quarterly|monthly|bi-?monthly|weekly|bi-?weekly"
    r"|on (?:at least |no less than )?an? (?:regular )?(?:annual|yearly|biennial|biannual|semi-?annual|quarterly|monthly|weekly|bi-?weekly) basis"
    r"|(?:once )?(?:each|every) (?:(?:other|fiscal|calendar|subsequent|succeeding) )*(?:year|quarter|month|week)"
    r"|(?:once )?every (?:" + NUMBER + r") (?:days|weeks|months|years)"
    r"|(?:once|twice|two times|three times|four times) (?:a|per|each|every) (?:fiscal |calendar )?(?:year|quarter|month|week))"
)
_THEREAFTER = rf",? ?(?:and(?: then)?|then)?,? ?(?:(?:thereafter)?,? ?(?:on a recurring basis,? )?{_FREQUENT}(?: (?:thereafter|after that|after that date|afterwards?))?(?:,? by (?:{MONTHS}) [0-9]{{1,2}}(?: of (?:each|every) year)?(?!,? [0-9]))?)"
_RELATIVE = re.compile(
    rf"\b(?P<lead>{_LEAD}) {_AMOUNT}\b(?:(?P<link>’| of| from| after| following| since| before| prior to| preceding) (?P<rest>.*))?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:^|(?<=[.;:] )|\b(?:beginning|starting|commencing) )(?P<lead>){_AMOUNT}(?P<link> after| from| following) (?P<rest>.*)",
    re.IGNORECASE,
)
_PERIOD = rf"(?:{DAY}|(?:the )?(?:beginning|start|end|close) of (?:the )?(?:calendar |fiscal )?(?:year )?(?:{MONTHS} )?[0-9]{{4}}|(?:the )?(?:first|last|final) day of (?:fiscal year |calendar year )?[0-9]{{4}}|(?:{MONTHS}),? [0-9]{{4}}|(?:the year )?(?:19|20|21)[0-9]{{2}}(?![0-9-])|(?:fiscal|calendar) year [0-9]{{4}}|(?:{MONTHS}) [0-9]{{1,2}}(?:,? of (?:each|every) (?:fiscal |calendar )?year|,? (?:each|every) year|,? annually)?)"
_FIXED = re.compile(
    rf"\b(?P<lead>by (?:no|not) later than|(?:no|not) later than|on or before|before|by|prior to|starting (?:in|on|by)|starting|beginning (?:in|on|by|with)|beginning|commencing (?:in|on)|in time for) "
    rf"(?P<period>{_PERIOD})",
    re.IGNORECASE,
)
_END = re.compile(
    rf"\b(?:at|by|before) the end of (?:the|this|that|such) {_AMOUNT} period", re.IGNORECASE
)
_RATE = re.compile(rf"\b{_FREQUENT}(?: thereafter)?", re.IGNORECASE)
_REPORT = re.compile(
    r"(?<!\bthe )(?<!\bits )(?<!\btheir )(?<!\bhis )(?<!\bof )(?<!\bin )(?<!\bwith )(?<!\bfrom )(?<!\bthis )(?<!\bthat )(?<!’s )(?<!\bexisting )(?<!\bfor )"
    r"\b(?P<rate>annual|yearly|biennial|biannual|semi-?annual|quarterly|monthly|weekly|bi-?weekly)(?! basis)"
    r"(?: (?:and|or) (?:annual|quarterly|monthly))?(?P<noun>(?: [\w’/-]+){0,4}? (?:reports?|updates?|reviews?|assessments?|scorecards?|summar(?:y|ies)|briefings?"
    r"|certifications?|inventor(?:y|ies)|audits?))(?P<after> thereafter)?\b",
    re.IGNORECASE,
)
_RATES = {
    "annual": "1 year",
    "year": "1 year",
    "biennial": "2 years",
    "biannual": "6 months",
    "bi-annual": "6 months",
    "semiannual": "6 months",
    "semi-annual": "6 months",
    "quarter": "3 months",
    "bi-monthly": "2 months",
    "bimonthly": "2 months",
    "month": "1 month",
    "biweekly": "2 weeks",
    "bi-weekly": "2 weeks",
    "week": "7 days",
}

# Time expressions that no words of a limit go with; the dates of other documents ("of May 12, 2021") are left to them.
_LENGTH = re.compile(
    rf"\b(?:{NUMBER})[ -]{_UNIT}\b|\b(?:until|through|on|since|after|from) {DAY}|\b(?:by|until|through) [0-9]{{4}}\b",
    re.IGNORECASE,
)

# No sentence of an order sets more; each costs a look at the whole sentence, and hostile ones could have any number.
MOST = 40
_LONGEST_EVENT = 160  # characters

Sort = Literal["relative", "absolute", "event", "recurring"]


@dataclass(frozen=True)
class Limit:
    """A time limit found in a sentence: its words with their span there, what it counts from, and how often it recurs.

    `anchor` is "instrument", "date" or the words of an event; `due` the first date where the text gives it.
    """

    sort: Sort
    start: int
    end: int
    phrase: str
    anchor: str | None = None
    span: Span | None = None
    backwards: bool = False
    due: date | None = None
    every: str | None = None
    doubt: str | None = None


def limits(sentence: str, dated: date | None, before: Sequence[Limit] = ()) -> list[Limit]:
    """Every time limit of one sentence, from left to right, without regard to whether anybody is told to do something.

    `before` are those of the sentences before it, of which it may speak: `at the end of the 180-day period`.
    """
    found: list[Limit] = []
    led, bare, fixed = _Next(_RELATIVE, sentence), _Next(_BARE, sentence), _Next(_FIXED, sentence)
    at = 0
    while at < len(sentence) and len(found) < MOST:
        options = [
            one for one in (_relative(led, bare, at, dated), _fixed(fixed, at, dated)) if one
        ]
        if not options:
            break
        first = min(options, key=lambda each: each.start)
        first = _recurring_then(first, sentence)
        found.append(first)
        at = first.end
    found += _ends(sentence, found, before)
    taken = [(each.start, each.end) for each in found]
    for match in [
        *islice(_REPORT.finditer(sentence), MOST),
        *islice(_RATE.finditer(sentence), MOST),
    ]:
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append(_rate(sentence, match, dated))
            taken.append((match.start(), match.end()))
    return sorted(found, key=lambda each: each.start)


def _ends(sentence: str, found: Sequence[Limit], before: Sequence[Limit]) -> Iterator[Limit]:
    """`at the end of the 180-day period`, which is that of another limit of the text, if one has its length."""
    for match in islice(_END.finditer(sentence), MOST):
        span = span_of(match["num"], match["unit"])
        same = next(
            (
                each
                for each in (*found, *reversed(before))
                if each.span == span and each.anchor == "instrument"
            ),
            None,
        )
        if span and not any(
            limit.start < match.end() and match.start() < limit.end for limit in found
        ):
            sort: Sort = "relative" if same else "event"
            yield Limit(
                sort,
                match.start(),
                match.end(),
                match[0],
                "instrument" if same else None,
                span,
                due=same.due if same else None,
            )


def _rate(sentence: str, match: re.Match[str], dated: date | None) -> Limit:
    """A rhythm; one that is counted from the text's own date, `every 60 days after the date of this order`, has a first day."""
    every = every_of(match["rate"])
    own = re.compile(rf" (?:after|from|following|of) {_OWN}", re.IGNORECASE).match(
        sentence, match.end()
    )
    if not own or not every or not re.search(r"[0-9]", match["rate"]):
        return Limit("recurring", match.start(), match.end(), match[0], every=every)
    amount, unit = every.split()
    due = _added(dated, Span(int(amount), unit.rstrip("s")))  # type: ignore[arg-type]
    return Limit(
        "recurring",
        match.start(),
        own.end(),
        sentence[match.start() : own.end()],
        "instrument",
        due=due,
        every=every,
    )


def lengths(sentence: str, found: Sequence[Limit]) -> Iterator[str]:
    """The time expressions of a sentence that none of the limits found in it holds."""
    for each in islice(_LENGTH.finditer(sentence), MOST):
        if not any(limit.start < each.end() and each.start() < limit.end for limit in found):
            yield each[0]


class _Next:
    """The next match in a sentence. What stands further on, or nowhere, is not looked for again: a look may go through all of it."""

    __slots__ = ("_match", "_pattern", "_sentence")

    def __init__(self, pattern: re.Pattern[str], sentence: str) -> None:
        self._pattern, self._sentence = pattern, sentence
        self._match = pattern.search(sentence)

    def at(self, start: int) -> re.Match[str] | None:
        """The first match that starts at `start` or later, which never goes back."""
        if self._match and self._match.start() < start:
            self._match = self._pattern.search(self._sentence, start)
        return self._match


def _relative(led: _Next, bare: _Next, at: int, dated: date | None) -> Limit | None:
    matches = [one for one in (led.at(at), bare.at(at)) if one]
    if not matches:
        return None
    match = min(matches, key=lambda each: each.start("num"))
    sentence = match.string
    span = span_of(match["num"], match["unit"])
    if span is None:
        return _relative(led, bare, match.end("unit"), dated)
    rest, link = match["rest"] or "", (match["link"] or "").strip()
    backwards = link in ("before", "prior to", "preceding")
    end = match.end("unit")
    if not link:
        return Limit("event", match.start(), end, sentence[match.start() : end], None, span)
    own = re.match(_OWN, rest, re.IGNORECASE)
    if own:
        end = match.start("rest") + own.end()
        due = None
        if dated and span.countable and not backwards:
            due = _added(dated, span)
        return Limit(
            "relative",
            match.start(),
            end,
            sentence[match.start() : end],
            "instrument",
            span,
            backwards,
            due,
        )
    day = re.match(rf"(?:the )?({DAY})", rest)
    words = day[0] if day else _event(rest)
    end = match.start("rest") + len(words)
    due = _added(day_in(day[1]), span) if day and span.countable else None
    return Limit(
        "event",
        match.start(),
        end,
        sentence[match.start() : end].rstrip(),
        words,
        span,
        backwards,
        due,
    )


def _added(start: date | None, span: Span) -> date | None:
    try:
        return add(start, span) if start else None
    except OverflowError:
        return None


def _event(rest: str) -> str:
    """The words that name the happening: up to the comma, or to where the main clause goes on."""
    rest = rest[: 2 * _LONGEST_EVENT]
    stop = re.search(
        r"[,;:.](?:\s|$)|\s(?:and|the \w+ )?(?:shall|must|should|will)\b|\s—|(?<! of)(?<! by)(?<! to)(?<! in)(?<! for)(?<! with)(?<! from)(?<! and)(?<! or)(?<! on) an? (?=[A-Z])|\sand (?:annually|every)\b|$",
        rest,
    )
    words = rest[: stop.start()] if stop else rest
    depth = 0
    for at, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if depth < 0:  # the bracket around all of it closes
            words = words[:at]
            break
    return re.sub(r" (?:and|or|the)$", "", words[:_LONGEST_EVENT].rstrip())


def _fixed(following: _Next, at: int, dated: date | None) -> Limit | None:
    match = following.at(at)
    if not match:
        return None
    period = match["period"]
    phrase = match[0]
    yearly = re.match(rf"({MONTHS}) ([0-9]{{1,2}})(?:$|[^0-9](?![0-9]{{3}}))", period)
    if yearly and not re.search(r"[0-9]{4}", period):
        each = re.search(r"each|every|annually", period) or re.match(
            r",? (?:of )?(?:each|every)|,? annually", match.string[match.end() :]
        )
        due = _next(yearly[1], int(yearly[2]), dated)
        if each:
            return Limit(
                "recurring", match.start(), match.end(), phrase, "date", due=due, every="1 year"
            )
        return Limit(
            "absolute",
            match.start(),
            match.end(),
            phrase,
            "date",
            due=due,
            doubt="the year is not given",
        )
    due = period_end(
        period, first=match["lead"].lower().startswith(("starting", "beginning", "commencing"))
    )
    return Limit("absolute", match.start(), match.end(), phrase, "date", due=due)


def period_end(words: str, *, first: bool = False) -> date | None:
    """The day that a named period means as a limit: its last one."""
    from calendar import monthrange

    if day := re.search(DAY, words):
        return day_in(day[0])
    year = int((re.search(r"[0-9]{4}", words) or ["0"])[0])
    month = re.search(rf"({MONTHS})", words)
    if not 1900 < year < 2200:
        return None
    if month:
        number = MONTHS.split("|").index(month[1].title()) + 1
        return date(year, number, monthrange(year, number)[1])
    begins = (
        re.search(r"\b(?:beginning|start|first day)\b", words, re.IGNORECASE) is not None or first
    )
    if "fiscal" in words.lower():
        return date(year - 1, 10, 1) if begins else date(year, 9, 30)
    return date(year, 1, 1) if begins else date(year, 12, 31)


def _next(month: str, day: int, dated: date | None) -> date | None:
    if dated is None:
        return None
    number = MONTHS.split("|").index(month.title()) + 1
    try:
        this = date(dated.year, number, day)
        return this if this >= dated else date(dated.year + 1, number, day)
    except ValueError:
        return None


def _recurring_then(limit: Limit, sentence: str) -> Limit:
    """`…, and annually thereafter` right after a limit makes one recurring limit of both."""
    after = re.compile(_THEREAFTER, re.IGNORECASE).match(sentence, limit.end)
    if not after or not after["rate"]:
        return limit
    joined = re.match(r",? ?(?:and|then)", after[0]) or "thereafter" in after[0].lower()
    if not joined or limit.every:
        return limit
    every = every_of(after["rate"])
    return Limit(
        "recurring",
        limit.start,
        after.end(),
        sentence[limit.start : after.end()],
        limit.anchor,
        limit.span,
        limit.backwards,
        limit.due,
        every,
        limit.doubt,
    )


def every_of(rate: str) -> str | None:
    """`1 year` for "annually", `60 days` for "every 60 days"."""
    words = rate.lower()
    if each := re.search(rf"every ({NUMBER}) (days|weeks|months|years)", words):
        amount = number_in(each[1])
        if not amount:
            return None  # "every 0 days"
        return f"{amount} {each[2]}" if amount != 1 else f"1 {each[2].rstrip('s')}"
    if times := re.search(
        r"(twice|two times|three times|four times) (?:a|per|each|every) (?:fiscal |calendar )?year",
        words,
    ):
        return {
            "twice": "6 months",
            "two times": "6 months",
            "three times": "4 months",
            "four times": "3 months",
        }[times[1]]
    if re.search(r"every other (year|month|week)", words):
        return f"2 {words.split()[-1]}s"
    return next(
        (
            every
            for name, every in sorted(_RATES.items(), key=lambda item: -len(item[0]))
            if name in words
        ),
        None,
    )


def span_of(number: str, unit: str) -> Span | None:
    """`one hundred eighty (180)` and `days` as a Span."""
    amount = number_in(number)
    if amount is None:
        return None
    words = unit.lower().split()
    name = words[-1].rstrip("s")
    if words[0] in ("business", "working") and name == "day":
        return Span(amount, "business day")
    return Span(amount, name)  # type: ignore[arg-type]
