"""The catalog held against the official text: pinpoints, quoted words, rules, addressees, and what is missing or there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eo_tracker.catalog.yaml import Document
from eo_tracker.errors import Problem
from eo_tracker.extract.actors import sentences
from eo_tracker.extract.draft import CONSULTED
from eo_tracker.extract.findings import Extraction, Found
from eo_tracker.extract.outline import Node
from eo_tracker.extract.parties import Named, Names, all_names, plain
from eo_tracker.extract.source import Source
from eo_tracker.extract.timing import Limit, limits
from eo_tracker.models import (
    OWN_DATES,
    Catalog,
    Deadline,
    Directive,
    Effect,
    Instrument,
    Party,
    Role,
)

Path = tuple[str | int, ...]
# A further act of the same subject: `shall identify the sites, and shall release a list`.
_AGAIN = re.compile(r"(?:, | )and (?:\w+ly )?shall (?=[a-z])")
# Words by which a text names a group whose members it does not list.
_GROUP = re.compile(
    r"\b(agenc|department|head|element|compan|contractor|provider|participat|member|official|director|chair)",
    re.IGNORECASE,
)


def is_of(instrument: Instrument, source: Source) -> bool:
    """Whether a text is that of an instrument: the same number, or the same title."""
    if instrument.is_draft or instrument.is_record:
        return False
    if instrument.number and source.number:
        return instrument.number == source.number and source.kind == instrument.kind
    titles = {_title(each) for each in (source.title or "", *source.paragraphs[:60])}
    return _title(instrument.title) in titles


def _title(words: str) -> str:
    return re.sub(
        r"^(?:(?:executive order|memorandum|proclamation)(?: on)?|subject:) ", "", plain(words)
    )


def verify(
    instrument: Instrument, document: Document, found: Extraction, catalog: Catalog
) -> Iterator[Problem]:
    """Every place where the entry says something else than the text."""
    yield from _Verifier(
        instrument, document, found, Names(catalog.parties, found.own_words), catalog
    ).run()


@dataclass
class _Verifier:
    instrument: Instrument
    document: Document
    found: Extraction
    names: Names
    catalog: Catalog

    def run(self) -> Iterator[Problem]:
        yield from self._head()
        for index, directive in enumerate(self.instrument.directives):
            if not directive.entered_in_error and directive.source == "text":
                yield from self._directive(directive, ("directives", index))
        for index, effect in enumerate(self.instrument.effects):
            if effect.quote and effect.source == "text":
                yield from self._effect_quote(effect, ("effects", index))
        yield from self._twice()
        if (self.instrument.coverage or "").startswith("complete"):
            yield from self._missing()

    def _problem(self, path: Path, code: str, message: str) -> Problem:
        return Problem(self.document.place(path), code, message)

    def _head(self) -> Iterator[Problem]:
        source = self.found.source
        if source.number and self.instrument.number and source.number != self.instrument.number:
            yield self._problem(("number",), "E701", f"the text is number {source.number}")
        if source.dated and source.dated != self.instrument.dated:
            yield self._problem(("dated",), "E701", f"the text is dated {source.dated}")
        whole = plain(" ".join([source.title or "", *source.paragraphs[:60]]))
        if _title(self.instrument.title) not in whole:
            yield self._problem(("title",), "E701", "the text has another title")

    def _nodes(self, cite: str) -> list[Node]:
        return [each for each in self.found.nodes if each.cite == cite]

    def _under(self, cite: str) -> str:
        """All words under a pinpoint, its items included."""
        return " ".join(
            each.text
            for each in self.found.nodes
            if each.cite == cite or each.cite.startswith(f"{cite}(")
        )

    def _directive(self, directive: Directive, path: Path) -> Iterator[Problem]:
        cite = _plain_cite(directive.cite)
        if not self._nodes(cite):
            yield self._problem((*path, "cite"), "E702", f"the text has no {directive.cite}")
            return
        at = _plain_cite(directive.at) if directive.at else cite
        if directive.at and not self._nodes(at):
            yield self._problem((*path, "at"), "E702", f"the text has no {directive.at}")
            return
        if directive.quote:
            if plain(directive.quote) not in plain(self._under(at)):
                yield self._problem(
                    (*path, "quote"),
                    "E703",
                    f"these words do not stand under {directive.at or directive.cite}",
                )
            elif directive.deadline:
                yield from self._rule(directive, directive.deadline, at, path)
        elif directive.deadline and len(own := self._limits(at)) == 1:
            yield from self._against(own, directive.deadline, (*path, "deadline"))
        yield from self._parties(directive, cite, at, path)

    def _effect_quote(self, effect: Effect, path: Path) -> Iterator[Problem]:
        """The words that amend or end another instrument, under their pinpoint; anywhere in the text where none is given."""
        cite = effect.at or effect.cite
        where = (
            self._under(_plain_cite(cite))
            if cite
            else " ".join(each.text for each in self.found.nodes)
        )
        if plain(effect.quote or "") not in plain(where):
            yield self._problem(
                (*path, "quote"),
                "E703",
                f"these words do not stand {f'under {cite}' if cite else 'in the text'}",
            )

    def _limits(self, cite: str) -> list[Limit]:
        return [each.limit for each in self.found.found if each.cite == cite and each.limit]

    def _rule(self, directive: Directive, rule: Deadline, at: str, path: Path) -> Iterator[Problem]:
        quote = plain(directive.quote or "")
        text = " ".join(each.text for each in self._nodes(at)) or self._under(at)
        said = [
            limit
            for _, each in sentences(text)
            for limit in limits(each, self.found.source.dated)
            if _touch(plain(limit.phrase), quote)
        ]
        if not said:
            said = limits(directive.quote or "", self.found.source.dated)
        yield from self._against(said, rule, (*path, "deadline"))

    def _against(self, said: Sequence[Limit], rule: Deadline, path: Path) -> Iterator[Problem]:
        """What a rule says otherwise than every one of the limits that its words could mean."""
        faults = [_differs(limit, rule) for limit in said]
        if faults and all(faults):
            yield self._problem(path, "E704", faults[0] or "")

    def _parties(self, directive: Directive, cite: str, at: str, path: Path) -> Iterator[Problem]:
        words = self._governing_words(cite, at)
        actors = [actor for each in self._matching(directive, cite, at) if (actor := each.actor)]
        if not directive.reading:
            yield from self._bound(directive, actors, words, path)
        for field, how in (("consults", "consultation"), ("coordinates", "coordination")):
            yield from self._asked(directive, field, how, words, path)

    def _matching(self, directive: Directive, cite: str, at: str) -> list[Found]:
        """What was found at the pinpoint, with the directive's words if it quotes some."""
        here = [each for each in self.found.found if each.cite == cite]
        quote = plain(directive.quote or "")
        exact = [
            each
            for each in here
            if each.limit and quote and _touch(plain(each.limit.phrase), quote)
        ]
        lead = [
            each
            for each in self.found.found
            if each.cite == at and each.limit and quote and _touch(plain(each.limit.phrase), quote)
        ]
        return [*exact, *(each for each in here if not each.limit)] or here or lead

    def _governing_words(self, cite: str, at: str) -> str:
        nodes = self._nodes(cite)
        return " ".join(
            [
                *(each.text for each in nodes),
                *(lead for each in nodes for lead in each.leads),
                *(each.text for each in self._nodes(at)),
            ]
        )

    def _bound(
        self, directive: Directive, actors: Sequence[str], words: str, path: Path
    ) -> Iterator[Problem]:
        """What is wrong with the addressees by the one of the text's own that they fit best."""
        if not any(self.names.find(actor).roles for actor in actors):
            for index, role in enumerate(directive.binds):
                if not self._is_group(role) and not self._stands_in(role, words):
                    yield self._problem(
                        (*path, "binds", index), "E705", f"{role} is not named there"
                    )
            return
        best: list[Problem] | None = None
        for actor in actors:
            faults = [*self._compared(directive, actor, words, path)]
            best = faults if best is None or len(faults) < len(best) else best
        yield from best or ()

    def _is_group(self, role: Role) -> bool:
        return self.catalog.parties[role.party].kind in ("group", "class")

    def _stands_in(self, role: Role, words: str) -> bool:
        """Whether the party, or the office it acts through, is named in some words."""
        text = plain(words)
        return any(
            re.search(rf"\b{re.escape(name)}\b", text)
            for key in (role.party, role.through)
            if key
            for name in all_names(self.catalog.parties[key])
        )

    def _compared(
        self, directive: Directive, actor: str, words: str, path: Path
    ) -> Iterator[Problem]:
        named = self.names.find(actor)
        for index, role in enumerate(directive.binds):
            if not self._is_named(role, named, actor, words):
                yield self._problem(
                    (*path, "binds", index), "E705", f'the addressee there is "{actor}"'
                )
        bound = {key for role in directive.binds for key in (role.party, role.through) if key}
        bound |= {above for key in bound for above in self.catalog.ancestors(key)}
        bound |= {
            key
            for key in self.catalog.parties
            for role in directive.binds
            if _share(self.catalog.parties[key], self.catalog.parties[role.party])
        }
        groups = any(map(self._is_group, directive.binds))
        for party, through in named.roles:
            if party not in bound and not groups and directive.binds:
                yield self._problem(
                    (*path, "binds"),
                    "E705",
                    f"the text addresses {self.catalog.parties[party].label} as well",
                )
            elif through and through not in bound and not groups:
                yield self._problem(
                    (*path, "binds"),
                    "E705",
                    f"the text has it act through {self.catalog.parties[through].label}",
                )

    def _is_named(self, role: Role, named: Named, actor: str, words: str) -> bool:
        if (role.party, role.through) in named.roles:
            return True
        if self._is_group(role):
            return bool(_GROUP.search(actor)) or self._stands_in(role, actor)
        if role.through:
            return self._stands_in(Role(party=role.party), actor) and self._stands_in(
                Role(party=role.through), words
            )
        return self._stands_in(role, actor)

    def _asked(
        self, directive: Directive, field: str, how: str, words: str, path: Path
    ) -> Iterator[Problem]:
        asked = self._named_after(words, how)
        other = self._named_after(
            words, "coordination" if how == "consultation" else "consultation"
        )
        kinds = {"consult" in each["how"].lower() for each in CONSULTED.finditer(words)}
        only_other = kinds == {how != "consultation"}
        for index, role in enumerate(getattr(directive, field)):
            if not self._is_group(role) and not self._stands_in(role, words):
                yield self._problem((*path, field, index), "E705", f"{role} is not named there")
            elif (role.party in other and role.party not in asked) or only_other:
                yield self._problem(
                    (*path, field, index), "E705", f"the text names {role} in another role"
                )

    def _named_after(self, words: str, how: str) -> set[str]:
        found = (
            each
            for each in CONSULTED.finditer(words)
            if ("consult" in each["how"].lower()) == (how == "consultation")
        )
        return {
            party
            for each in found
            for pair in self.names.find(each["whom"]).roles
            for party in pair
            if party
        }

    def _twice(self) -> Iterator[Problem]:
        seen: dict[object, str] = {}
        for index, each in enumerate(self.instrument.directives):
            what = (each.cite, each.at, each.binds, str(each.deadline), plain(each.title))
            if what in seen:
                yield self._problem(
                    ("directives", index, "id"), "E707", f"this is {seen[what]} once more"
                )
            seen.setdefault(what, each.id)

    def _missing(self) -> Iterator[Problem]:
        """Time limits of the text, with those that they govern, that no entry has, or whose addressee no entry binds."""
        told = {_plain_cite(each.cite) for each in self.instrument.excluded}
        dated = {each.cite for each in self.found.found if each.limit}
        yield from self._too_few()
        for each in self.found.found:
            if each.limit and (
                self._is_term(each.cite, each.limit) or self._is_excluded(each.cite, each.limit)
            ):
                continue
            if each.cite in told and not each.limit:
                continue
            if each.limit and not any(
                self._covers(one, each) for one in self.instrument.directives
            ):
                yield self._problem(
                    ("directives",),
                    "E706",
                    f'{each.cite or "the text"} says "{each.limit.phrase}", and no entry has it',
                )
            elif each.governed_by and not any(
                self._holds(one, each) for one in self.instrument.directives
            ):
                yield self._problem(
                    ("directives",),
                    "E706",
                    f"{each.cite} is under the time limit of {each.governed_by}, and no entry has it",
                )
            elif (
                (each.governed_by or each.cite in dated)
                and each.actor
                and not self._is_addressed(each)
            ):
                yield self._problem(
                    ("directives",),
                    "E706",
                    f"{each.cite} addresses {each.actor}, and no entry there does",
                )

    def _too_few(self) -> Iterator[Problem]:
        """Pinpoints where the text tells somebody to do more things by a limit than there are entries."""
        acts: dict[str, set[tuple[object, str]]] = {}
        for each in self.found.found:
            roles = self.names.find(each.actor or "").roles
            is_term = each.limit is not None and self._is_term(each.cite, each.limit)
            if roles and (each.limit or each.governed_by) and each.verb == "shall" and not is_term:
                again = [found.end() for found in _AGAIN.finditer(each.sentence)]
                acts.setdefault(each.cite, set()).update(
                    (roles, each.sentence[start : start + 30]) for start in again
                )
                acts[each.cite].add((roles, ""))
        for cite, told in acts.items():
            entries = [each for each in self.instrument.directives if self._is_at(each, cite)]
            if 0 < len(entries) < len(told):  # without any, the limit itself is missing
                problem = f"{cite} tells {len(told)} acts by a time limit, and {len(entries)} of them {'has' if len(entries) == 1 else 'have'} an entry"
                yield self._problem(("directives",), "E706", problem)

    def _is_at(self, directive: Directive, cite: str) -> bool:
        own = _plain_cite(directive.cite)
        return bool(directive.deadline) and (
            own == cite or own.startswith(f"{cite}(") or (directive.at or "") == cite
        )

    def _is_excluded(self, cite: str, limit: Limit) -> bool:
        """Whether a limit is quoted where the instrument says what is deliberately no directive."""
        return any(
            _plain_cite(each.cite) == cite and _touch(plain(limit.phrase), plain(each.quote or ""))
            for each in self.instrument.excluded
        )

    def _is_term(self, cite: str, limit: Limit) -> bool:
        """Whether a limit is one of the instrument's terms: the same day, or a rhythm without a day."""
        here = [each for each in self.instrument.durations if _plain_cite(each.cite) == cite]
        return any(
            each.by.last == limit.due if each.by else limit.every and not limit.due for each in here
        )

    def _is_addressed(self, found: Found) -> bool:
        """Whether some entry at the pinpoint, above or below it, binds the first of those whom the text names."""
        roles = self.names.find(found.actor or "").roles
        for each in self.instrument.directives:
            cite = _plain_cite(each.cite)
            if roles and (
                cite == found.cite
                or cite.startswith(f"{found.cite}(")
                or found.cite.startswith(f"{cite}(")
            ):
                named = (
                    (*each.binds, *each.consults, *each.coordinates) if each.reading else each.binds
                )
                keys = {key for role in named for key in (role.party, role.through) if key}
                keys |= (
                    {above for key in keys for above in self.catalog.ancestors(key)}
                    if each.reading
                    else set()
                )
                if any(map(self._is_group, each.binds)) or any(
                    _share(self.catalog.parties[roles[0][0]], self.catalog.parties[key])
                    for key in keys
                ):
                    return True
        return not roles

    def _holds(self, directive: Directive, found: Found) -> bool:
        """Whether a directive is about a pinpoint, or an item of it, or the other way round."""
        cite = _plain_cite(directive.cite)
        return directive.deadline is not None and (
            cite == found.cite
            or cite.startswith(f"{found.cite}(")
            or (
                found.cite.startswith(f"{cite}(")
                and found.governed_by == cite
                and not self._items(cite)
            )
        )

    def _items(self, cite: str) -> bool:
        return any(
            _plain_cite(each.cite).startswith(f"{cite}(") for each in self.instrument.directives
        )

    def _covers(self, directive: Directive, found: Found) -> bool:
        cite, at = _plain_cite(directive.cite), _plain_cite(directive.at or directive.cite)
        if found.cite not in (cite, at) or directive.deadline is None or found.limit is None:
            return False
        return (
            _touch(plain(found.limit.phrase), plain(directive.quote))
            if directive.quote
            else _differs(found.limit, directive.deadline) is None
        )


def _plain_cite(cite: str) -> str:
    return (
        re.sub(r"[\s§.]|section|sec", "", cite, flags=re.IGNORECASE)
        if not re.search(r"[0-9]\.[0-9]", cite)
        else re.sub(r"[\s§]", "", cite)
    )


def _share(one: Party, other: Party) -> bool:
    """Whether two parties go by a common name: a department and the official at its head."""
    return bool(set(all_names(one)) & set(all_names(other)))


def _touch(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


def _differs(limit: Limit, rule: Deadline) -> str | None:
    """What a rule says otherwise than a limit of the text; None if it says the same."""
    parts = [*rule.earliest, *rule.latest]
    if parts:
        return (
            None
            if any(_differs(limit, part) is None for part in parts)
            else _differs(limit, parts[0])
        )
    every = str(rule.every) if rule.every else None
    if every != limit.every and limit.every is not None:
        return f'the text says "{limit.phrase}"'
    if rule.every and limit.every is None and not rule.within and not rule.by:
        return f'the text says "{limit.phrase}"'
    if rule.within and limit.span and rule.within != limit.span:
        return f'the text says "{limit.phrase}"'
    if rule.within and limit.anchor == "instrument" and rule.of not in OWN_DATES:
        return f'the text counts from its own date: "{limit.phrase}"'
    if rule.within and limit.sort == "event" and rule.of in OWN_DATES:
        return f'the text counts from something else: "{limit.phrase}"'
    if rule.within and (rule.before is not None) != limit.backwards and limit.span:
        return f'the text counts the other way: "{limit.phrase}"'
    if rule.by and limit.anchor == "date" and limit.due and rule.by.last != limit.due:
        return f'the text says "{limit.phrase}"'
    if (
        bool(rule.by) != (limit.anchor == "date")
        and (rule.by or rule.within)
        and limit.span is not None
    ):
        return f'the text says "{limit.phrase}"'
    return None
