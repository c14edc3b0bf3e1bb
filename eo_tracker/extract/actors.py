"""Who must act, in the words of the text: the subject of the "shall" that governs a time limit, without those only consulted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eo_tracker.dates import MONTHS
from eo_tracker.extract.source import DAY

MODAL = re.compile(
    r"\b(?P<verb>shall|must|should|will|(?:is|are) (?:each )?(?:hereby |further )*(?:directed|ordered|required|instructed|requested|encouraged|invited|tasked)"
    r" to)\b(?!-)",
)
AGENT = re.compile(
    r"\b(?:Secretar(?:y|ies)|Directors?|Administrators?|Attorney General|Attorneys|Assistant(?:s)? to the President|Assistant Secretar\w+|Chair\w*|Co-?[Cc]hairs?|"
    r"[Hh]eads?|agenc(?:y|ies)|Agenc(?:y|ies)|departments?|Departments?|Councils?|Committees?|Commission\w*|Boards?|Task Forces?|task forces?|Working Groups?|working groups?|"
    r"Offices?|Archivist|Ambassador|Representative|Manager|Officers?|officers?|Counsel\w*|Advis[eo]rs?|Comptroller|Postmaster|members?|Members?|contractors?|Service|Services|Corps|Force|"
    r"Bureau|Governors?|Surgeon General|Inspectors? General|Librarian|Envoy|Coordinators?|Deputy|Under Secretar\w+|Commandant|Director’s|Team|Teams|Panel|Initiative|Center|"
    r"Leads?|Liaison|Executive Directors?|Treasurer|Solicitor|Regents|Trustees|Corporation|Authority|officials?|Officials?|governments|institutions|recipients|grantees|"
    r"Project|Program|Fund|Guard|Attaché|Groups?|Division|Institutes?|Administration|Laborator(?:y|ies)|regulators?|authorit(?:y|ies)|Purchasers?|part(?:y|ies)|carriers?|compan(?:y|ies)|bod(?:y|ies)|entity|entities|operators|owners|vendors|suppliers|employees|Presidents?|Chiefs?|Congress|(?!AI\b)[A-Z][A-Z&]{1,7}s?|Interagency|designee|Administrator’s)\b"
)
_NO_AGENT = re.compile(
    r"^(?:(?:the|this|that|these|those|such|each|any|all|its|their|a|an|every|his|her|initial|final|first)\s+)*(?:[a-z-]+\s+){0,3}?"
    r"(?:reports?|plans?|guidance|lists?|recommendations?|review|reviews|assessments?|strateg(?:y|ies)|order|memorandum|proclamation|section|policy|polic(?:y|ies)|actions?|proposals?|framework|"
    r"process|procedures?|regulations?|rules?|standards?|notice|evaluation|analysis|study|program|requirements?|updates?|submissions?|information|data|system|efforts?|measures?|amounts?|"
    r"it|they|there|which|what|nothing|provisions?|definition|term|terms|product|products|notification|consultations?|summary|scorecard|exceptions?)"
    r"(?=$|[,;]| (?:of|for|on|under|that|which|described|required|submitted|prepared|developed|and|or|in|to|by|from|pursuant|established|issued|made|containing|shall|is|are)\b)",
)
# A product that bears the name of its maker, and the like.
_PRODUCT = re.compile(
    r"\b(?:guidance|reports?|plans?|purpose|solicitations?|recommendations?|assessments?|reviews?|updates?|goals?|frameworks?|infrastructure|rules?|list|strategy|memorandum|order)$",
    re.IGNORECASE,
)
# What a noun has behind it: `the heads of agencies identified in section 3 of this order` are heads.
_TAIL = re.compile(
    r" (?:of|in|for|on|at|to|from|with|under|by|that|who|which|identified|described|required|established|designated|listed|set)\b"
)
# How the name of somebody who acts begins.
_NAME = re.compile(
    r"^(?:and |or )?(?:(?i:the|each|all|any|every|both|no|such|relevant|appropriate|covered|other|executive|federal|state|agencies|agency|heads?|procuring|departments?|members?|recipients|"
    r"contractors?|institutions)\b|[A-Z][A-Z&]{1,8}s?\b)"
)
_ASIDE = re.compile(
    r"^(?:and |or |each |both |also )?(?:in (?:close |full |direct )?(?:consultation|coordination|collaboration|conjunction|cooperation|partnership|concert|concurrence|agreement|accordance|support|"
    r"furtherance|light|addition|implementing|carrying|developing|doing|order|the|each|any|all|making|response|recognition|connection|keeping|preparing|performing)|"
    r"in consulting|after|with the (?:assistance|concurrence|advice|support|approval|consultation|input|agreement)|with (?:input|assistance|support|advice)|consistent|pursuant|as (?:appropriate|applicable|necessary|part|"
    r"described|required|defined|set|directed|well|permitted|provided|needed|a|an|the)|to (?:the|support|ensure|help|further|advance|improve|facilitate|promote|enhance|assist|inform|prepare|implement|achieve|address|"
    r"carry|enable|better|[a-z]+)|subject|where|when|if|unless|on behalf|following|upon|based|using|informed|without|notwithstanding|taking|building|working|including|except|for|"
    r"at|on|under|by|within|no later|not later|every|each year|annually|thereafter|then|further|furthermore|additionally|however|also|therefore|accordingly|immediately|promptly|prior|before|during|"
    r"while|once|until|since|because|given|even|with|in \w+ing|so that|[a-z]*(?<!procur)(?<!work)(?<!award)(?<!contract)(?<!sponsor)(?<!participat)(?<!fund)(?<!issu)ing|or (?:his|her|their|the|its) |or (?:a|an) |through (?:the use|a |an |existing|appropriate|available|such)|jointly|hereby|respectively|is |are |was |among|from|via|of |that |who |which )",
    re.IGNORECASE,
)
_CONSULT = re.compile(
    r"^(?:and |each |both )?(?:(?:also |acting )?in (?:close |full |direct )?(?:consultation|coordination|collaboration|conjunction|cooperation|partnership|concert|concurrence)|"
    r"after (?:\w+ )?(?:consult\w+|coordinat\w+|receiving)|with the (?:assistance|concurrence|advice|support|approval))",
    re.IGNORECASE,
)
_VIA = re.compile(
    r"^(?:and )?(?:acting )?(?:jointly |primarily )?(?:by and )?through (?:the |his |her |their |its |[A-Z])|^(?:and )?(?:acting )?(?:under|in) (?:his|her|their|its) (?:\w+ )*(?:capacity|authorit\w+)|^as (?:the )?(?:Chair|Executive Agent|National Manager|Co-)",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:requir(?:e|es|ing)|direct(?:s|ing)?|instruct(?:s|ing)?|order(?:s|ing)?|urg(?:e|es|ing)|ask(?:s|ing)?|oblig(?:e|es|ing)|mandat(?:e|es|ing)) "
    r"(?:that )?(?P<who>(?:(?:the|each|all|any|such|relevant|covered|appropriate|Federal|federal) )*[\w’ -]{2,80}?) to\b|"
    r"\bfor (?P<for>(?:(?:the|each|all|any|such|relevant|covered|appropriate|Federal|federal) )*[\w’-]+(?: [\w’-]+){0,4}?) to (?:[a-z]+)"
)
_HORTATORY = re.compile(r"should|\b(?:requested|encouraged|invited)\b")

# No sentence of an order has more verbs that direct, or a longer subject; hostile ones could.
MOST_VERBS = 20
LONGEST = 4_000
_NEAR = 700  # characters, from a limit at the head of a clause to the verb of its subject


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text with their starts."""
    starts = [0]
    for found in re.finditer(r"[.?!:]?[.?!][”’\"]?\s+(?=[“\"(]?[A-Z0-9])", text):
        before = text[max(0, found.start() - 12) : found.start() + 1]
        if not re.search(
            r"(?:\b(?:U\.S|U\.S\.C|D\.C|No|Nos|Sec|Secs|Fed|Reg|Stat|Mr|Ms|Mrs|Dr|Gen|Gov|St|Inc|Ltd|Co|Corp|Pub|L|e\.g|i\.e|et seq|v|art|Jr|Sr|[A-Z])|\.\w)\.$",
            before,
        ):
            starts.append(found.end())
    return [
        (start, text[start:end])
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def last_sentence(text: str) -> str:
    """The sentence with which a text ends, if it is no longer than any is."""
    return sentences(text[-LONGEST:])[-1][1]


def is_hortatory(verb: str) -> bool:
    """Whether a verb asks and does not bind: `should`, `is requested to`."""
    return bool(_HORTATORY.search(verb))


def subject(words: str) -> str | None:
    """The agents in the words that stand before a modal verb: `the Secretary of Commerce, through the Director of NIST`."""
    segments = [each.strip() for each in _parted(words[-LONGEST:].strip().strip(",;:—–- "))]
    segments = [each for each in segments if each]
    while segments and _is_aside(segments[0]) and not _VIA.match(segments[0]):
        segments = _past_aside(segments)
    begins = next(
        (
            number
            for number, each in enumerate(segments)
            if _NAME.match(each) and AGENT.search(each) and not _is_aside(each)
        ),
        0,
    )
    if begins and not any(
        AGENT.search(each) and (each[:1].isupper() or _NAME.match(each))
        for each in segments[:begins]
    ):
        segments = segments[begins:]
    kept: list[str] = []
    for number, segment in enumerate(segments):
        if _VIA.match(segment):
            kept.append(segment)
        elif _is_aside(segment):
            if _CONSULT.match(segment):
                # What follows those consulted is theirs, but for an office through which the subject acts.
                kept += [
                    each for each in segments[number + 1 :] if each.startswith("and acting through")
                ]
                break
            break
        else:
            kept.append(segment)
    found = ", ".join(kept)
    found = re.sub(_JOINED, "", found)
    if owner := _POSSESSED.fullmatch(found):
        found = owner["owner"]
    found = re.sub(
        r"^(?:and|or|but|then|that|Accordingly|In addition|Further|Thereafter)\s+", "", found
    ).strip(" ,;:")
    return found or None


_JOINED = re.compile(
    r" and (?:also )?in (?:close |full |direct )?(?:consultation|coordination|collaboration|cooperation|partnership) with .*$"
)
_WHEN = re.compile(
    rf",? (?:by|within|no later than|not later than|on or before) (?:{DAY}|[0-9]+ \w+ of[^,]*)"
)


def _parted(words: str) -> list[str]:
    """Split at commas outside brackets and dates."""
    words = re.sub(rf"({MONTHS}) ([0-9]{{1,2}}), (?=[0-9]{{4}})", r"\1 \2 ", _WHEN.sub("", words))
    parts, depth, current = [], 0, ""
    for char in words:
        depth += (char == "(") - (char == ")")
        if char == "," and depth <= 0:
            parts.append(current)
            current = ""
        else:
            current += char
    return [*parts, current]


def _is_aside(segment: str) -> bool:
    return bool(_ASIDE.match(segment)) and not re.match(
        r"^(?:each|the|and the) (?:\w+ ){0,3}(?:agenc|head|Secretar|Director)", segment
    )


def _past_aside(segments: Sequence[str]) -> list[str]:
    """What follows a leading aside; those consulted in it may be a list with commas of its own."""
    rest = list(segments[1:])
    if not _CONSULT.match(segments[0]):
        # An aside ends where an agent begins.
        while (
            rest and not _is_aside(rest[0]) and not (AGENT.search(rest[0]) and _NAME.match(rest[0]))
        ):
            rest.pop(0)
        return rest
    last = next(
        (
            number
            for number, each in enumerate(rest)
            if re.match(r"(?:and|or) ", each) and not _is_aside(each)
        ),
        None,
    )
    if (
        last is not None
        and last + 1 < len(rest)
        and any(AGENT.search(each) for each in rest[last + 1 :])
    ):
        return rest[last + 1 :]
    return rest


def _small(words: str) -> str:
    """With a small first letter: a name keeps its capitals, `the National Institute of Standards`."""
    return words[:1].lower() + words[1:]


def _is_product(words: str) -> bool:
    return bool(
        _PRODUCT.search(_TAIL.split(words)[0])
        or (_PRODUCT.search(words) and re.search(r"[’']s? [\w ]+$", words))
    )


_POSSESSED = re.compile(
    r"(?P<owner>(?:[Ee]ach|[Ee]very|[Aa]ll|[Tt]he|[Aa]n?) (?:\w+ )?(?:agency|department|agencies|departments))[’']s? (?:[a-z-]+ )*(?:acquisitions|budgets?|systems|operations|facilities|programs|plans?)"
)


def begins_with_name(words: str) -> bool:
    """Whether words begin as the name of somebody who acts does."""
    return _NAME.match(words) is not None


def is_agent(words: str | None) -> bool:
    """Whether the words name somebody who can be told to act."""
    if not words or len(words) > 1_500:
        return False
    if _POSSESSED.fullmatch(words) or re.match(
        r"(?:I|we|We|it|It|they|They|he|she|this|This|there|There|my|My|our|Our|nothing|Nothing|[Tt]he United States(?: Government)?$|my Administration|My Administration)\b(?! \w* ?(?:Secretar|agenc|department))",
        words,
    ):
        return False
    if not (_NAME.match(words) or words[0].isupper()) or re.search(r"\b(?:shall|must)\b", words):
        return False
    thing = re.match(
        r"(?i:the|such|any|all|each) (?:[a-z-]+ ){0,2}?(?P<noun>[a-z-]+) (?:of|in)\b", words
    )
    if (
        thing
        and not AGENT.search(thing[0])
        and not re.match(
            r"(?:elements?|components?|staff|chiefs?|leaders?|operators?|users?)$", thing["noun"]
        )
    ):
        return False  # `the treatment of services provided by the CIA`
    head = re.split(
        r",? (?:(?:at|to|of|by|in|for|on|with|from) )?(?:that|which|who|whom|whose)\b",
        words,
        maxsplit=1,
    )[0]
    return (
        bool(AGENT.search(words))
        and not _NO_AGENT.match(_small(head if AGENT.search(head) else words))
        and not _is_product(words.partition(",")[0])
    )


def governing(sentence: str, start: int, end: int) -> tuple[str | None, str | None]:
    """(who must act within a limit that stands at start:end of the sentence, the modal verb), both None if nobody is told to."""
    left = max(sentence.rfind("; ", 0, start) + 1, 0)
    right = sentence.find("; ", end)
    clause_end = right if right >= 0 else len(sentence)
    # The subject may itself be a list with semicolons.
    after = (
        (_after(sentence[end:clause_end]) or _after(sentence[end:]))
        if _opens(sentence[left:start])
        else None
    )
    if after and after[0]:
        return after
    if between := _around(sentence[left:start], sentence[end:]):
        return between
    for floor in dict.fromkeys((left, 0)):
        before = _before(sentence[floor:start])
        if before:
            return before
    return after or _after(sentence[end:clause_end]) or (None, None)


_DIRECT = re.compile(
    r"\bI (?:hereby |further |also |therefore |am |have |\w+ly )*(?:direct|directing|directed|order|instruct|request|ask|call upon|call on|authorize and direct) (?:that )?(?P<who>.+?)"
    r"(?=,? (?:to|that|shall)\b|, (?:within|not later|no later|by)\b|$)"
)


def _around(before: str, after: str) -> tuple[str | None, str] | None:
    """A limit between subject and verb: `The Division, within 120 days of …, shall submit`."""
    modal = MODAL.match(after.lstrip(", ")) or (
        MODAL.search(after)
        if re.match(r", (?:unless|if|subject|consistent|and|or|in|as)\b", after)
        else None
    )
    who = subject(before) if modal and before.rstrip().endswith(",") else None
    return (who, modal["verb"]) if modal and is_agent(who) else None


def directed(sentence: str, start: int) -> str | None:
    """Who is meant in `I direct the Secretary to …` before the limit at `start`."""
    found = [*_DIRECT.finditer(sentence[:start])]
    who = subject(found[-1]["who"]) if found else None
    return who if is_agent(who) else None


def _opens(before: str) -> bool:
    """Whether a limit stands at the head of its clause, so that its subject follows."""
    text = before.strip()
    if re.search(rf"{MODAL.pattern}(?: also| each| further)?,?$", text):
        return False
    return (
        not text
        or bool(re.search(r"(?:^|[,;:—–.(]|\band|\bor|\bthen|\bthat|\bbut)$", text))
        or (len(text) < 25 and not MODAL.search(text))
    )


def _after(words: str) -> tuple[str | None, str] | None:
    modal = MODAL.search(
        words, 0, 2 * _NEAR
    )  # one that is cut at the end of this lies too far off anyway
    if (
        not modal
        or modal.start() > _NEAR
        or re.search(r"\. [A-Z]", words[: modal.start()].replace("U.S. ", ""))
    ):
        return None
    who = subject(words[: modal.start()].rpartition("—")[2])
    if not is_agent(who) and "—" in words[: modal.start()]:
        who = subject(words[: modal.start()])
    if modal["verb"] == "will" and not is_agent(who):
        return None
    return (
        (who if is_agent(who) or _acts(who, words[modal.end() :]) else None, modal["verb"])
        if who
        else None
    )


def _acts(who: str | None, after: str) -> bool:
    """Whether an unknown name is that of somebody who acts: it begins like one, is short, and its verb is active."""
    if (
        not who
        or len(who.split()) > 14
        or not re.match(r"(?:the|each|all|any|every) |[A-Z]", who)
        or (_NO_AGENT.match(_small(who)) or _PRODUCT.search(who))
        or MODAL.search(who)
    ):
        return False
    return not re.match(
        r",?(?: \w+ly)? (?:be|not|have|include|apply|remain|take effect|constitute|mean|expire|terminate)\b",
        after,
    ) and not re.match(r"(?:I|We|The United States|the United States)\b", who)


def _before(words: str) -> tuple[str | None, str] | None:
    found = [*MODAL.finditer(words)][-MOST_VERBS:]
    for modal in reversed(found):
        start = max(
            (end.end() for end in re.finditer(r"; (?:and |or )?|: |—", words[: modal.start()])),
            default=0,
        )
        start = max(
            start,
            _next_clause(
                words, [each.end() for each in found if each.start() < modal.start()], modal.start()
            ),
        )
        who = subject(words[start : modal.start()])
        if not is_agent(who) and start:
            who = subject(words[: modal.start()])
        if re.search(
            r"\b(?:that|which|who|whom|how)\b(?: \w+)?$", words[start : modal.start()].strip()
        ):
            continue
        if is_agent(who) or (
            modal["verb"] in ("shall", "must") and _acts(who, words[modal.end() :])
        ):
            return who, modal["verb"]
        if modal is found[0] and modal["verb"] != "will":
            return None, modal["verb"]
    return None


def _next_clause(words: str, ends: Sequence[int], stop: int) -> int:
    """Where the clause of a modal verb begins that is not the first of its sentence: after the last "and" before a name."""
    if not ends:
        return 0
    begins = [
        each.end()
        for each in re.finditer(
            r",? (?:and|or|but) (?=(?:the|each|all|any|every|such|relevant|agencies|heads|executive)\b)",
            words[ends[-1] : stop],
        )
    ]
    commas = [
        each.end()
        for each in re.finditer(
            r", (?:and |or )?(?=(?:the|each|all|any|every|such|relevant|agencies|heads|executive)\b)",
            words[ends[-1] : stop],
        )
    ]
    return ends[-1] + max([*begins[-1:], *commas[-1:]], default=0)


def passive(sentence: str) -> str | None:
    """Who acts in `… shall be reported to the President by the heads of agencies`."""
    found = re.search(
        rf"\b(?:shall|must|should|will|is to|are to) (?:\w+ )?be \w+(?:ed|en|t|de)\b[^.;]{{0,400}}?\bby (?P<who>(?:the |each |all |such |relevant )?[^,.;]{{3,120}}?)(?=[,.;]| within| no later| not later| by (?:{MONTHS}|[0-9])| on an| annually| and \w+ed\b|$)",
        sentence,
    )
    return found["who"].strip() if found and is_agent(found["who"]) else None


def bound_in_content(words: str) -> str | None:
    """Who is bound by what an order tells somebody else to require: `requiring each agency to …`."""
    found = [*_CONTENT.finditer(words)]
    who = (found[-1]["who"] or found[-1]["for"]) if found else None
    return (
        who.strip()
        if who and (AGENT.search(who) or re.search(r"contractor|provider|vendor|agenc", who))
        else None
    )
