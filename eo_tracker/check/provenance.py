"""Rules about sources: where facts come from, and who saw the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.models import Directive, Source
from eo_tracker.models.entries import OFFICIAL_HOSTS
from eo_tracker.resolve import events_of

# A release says that something was done; it is not the thing itself.
_RELEASE = re.compile(
    r"\b(?:release|fact ?sheet|statement|announce\w*|press|news|blog|remarks)s?\b", re.IGNORECASE
)
_OPENED = ("full", "extract")


def _sources_in_use(file: File) -> Iterator[str | None]:
    instrument = file.instrument
    yield from ("text", "register")
    for directive in instrument.directives:
        yield from _sources_of(directive)
    for limitation in instrument.limitations:
        yield from (limitation.source, *limitation.also)
    for duration in instrument.durations:
        yield from (duration.source, *duration.also)
    for effect in instrument.effects:
        yield effect.source
    for event in instrument.events:
        yield event.source
    for dispute in instrument.disputes:
        for account in dispute.accounts:
            yield account.source


def _sources_of(directive: Directive) -> Iterator[str | None]:
    yield from (directive.source, *directive.also)
    if directive.grace:
        yield directive.grace.source
    for alternative in directive.alternatives:
        yield alternative.source


def _unused_source(file: File) -> Iterator[Finding]:
    in_use = set(_sources_in_use(file))
    for name in file.instrument.sources:
        if name not in in_use:
            yield Finding(("sources", name), f"no entry cites the source {name!r}", key=True)


def _completion_without_day(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        if event.what != "completed" or (event.on and event.on.exact):
            continue
        message = (
            "a completion needs the day that its source states; "
            "if the source states none, record 'announced'"
        )
        yield Finding(("events", index, "what"), message)


def _explicit_without_words(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.link == "explicit" and not (effect.cite or effect.why or effect.note):
            message = f"an explicit link needs the pinpoint, or the words, that name {effect.on}"
            yield Finding(("effects", index, "on"), message)


# What a completion is based on


class _Completion(NamedTuple):
    """The position of a completion among the events, with the primary source it is based on."""

    position: int
    name: str
    source: Source

    @property
    def is_opened(self) -> bool:
        return self.source.seen in _OPENED

    def finding(self, message: str) -> Finding:
        return Finding(("events", self.position, "source"), message)


def _completions(file: File) -> Iterator[_Completion]:
    """The completions that are based on a primary source."""
    for index, event in enumerate(file.instrument.events):
        source = file.instrument.sources.get(event.source)
        if event.what == "completed" and source and source.grade == "primary":
            yield _Completion(index, event.source, source)


def _not_public(file: File) -> Iterator[Finding]:
    for completion in _completions(file):
        source = completion.source
        if not completion.is_opened or source.is_official:
            continue
        reason = "the source has neither an address nor an official citation"
        if source.host:
            reason = f"{source.host} is not an official host"
        yield completion.finding(
            f"{reason}, so the public cannot verify the completion; it counts as reported"
        )


def _release_as_completion(file: File) -> Iterator[Finding]:
    for completion in _completions(file):
        source = completion.source
        path = urlsplit(source.url or "").path.replace("-", " ")
        release = _RELEASE.search(f"{source.title or ''} {path}")
        if completion.is_opened and release:
            yield completion.finding(
                f"{release[0]!r}: a release only reports the completion; "
                "record 'announced', or cite the product itself"
            )


def _not_opened(file: File) -> Iterator[Finding]:
    for completion in _completions(file):
        if not completion.is_opened:
            yield completion.finding(
                f"{completion.name} was not opened, so it does not prove the completion; "
                "record 'claimed', or open the source"
            )


# The sources themselves


def _not_https(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        if source.url and not source.url.startswith("https://"):
            scheme = source.url.partition(":")[0]
            message = f"{scheme} does not protect the text in transit; give the https address"
            yield Finding(("sources", name, "url"), message)


def _unofficial_primary(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        host = urlsplit(source.url or "").hostname or ""
        if source.grade != "primary" or source.via or not host:
            continue
        if not host.endswith(OFFICIAL_HOSTS):
            message = (
                f"{host} is not an official host; "
                "make the source secondary, or say under 'via' how it reproduces the record"
            )
            yield Finding(("sources", name, "class"), message)


def _relay_not_named(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        if source.seen in ("relayed", "not-opened") and not source.via:
            message = "the source was not seen; say under 'via' who relayed it"
            yield Finding(("sources", name, "seen"), message)


def _undated_source(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    citing = {event.source for event in instrument.events}
    citing |= {effect.source for effect in instrument.effects}
    citing.discard("text")
    for name, source in instrument.sources.items():
        if name in citing and not source.published:
            message = f"an event or effect is based on {name}; give the day it was published"
            yield Finding(("sources", name), message, key=True)


# How far the record was searched


def _outdated_search(file: File) -> Iterator[Finding]:
    searched = file.instrument.searched_to
    newest = max((known.known for known in events_of(file.instrument)), default=None)
    if searched and newest and newest > searched:
        yield Finding(("searches",), f"an event became known on {newest}, after the last search")


def _single_account(file: File) -> Iterator[Finding]:
    for index, dispute in enumerate(file.instrument.disputes):
        accounts = {account.says for account in dispute.accounts}
        if len(accounts) < 2:
            message = "all accounts say the same, so there is no dispute"
            yield Finding(("disputes", index, "accounts"), message)


def _not_searched(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if not instrument.directives or instrument.is_draft:
        return
    for field in ("coverage", "searches"):
        if not getattr(instrument, field):
            yield Finding(("id",), f"an instrument with directives needs {field!r}")


PROVENANCE_RULES = (
    Rule(
        "E502",
        "unused-source",
        "warning",
        "No entry cites a source of the file.",
        why="It is unclear what the source was read for, or the entry that cited it was deleted.",
        bad=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
              paper:  # <-
                url: https://example.com
                class: secondary
                seen: full
        """),
        good=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
        """),
        find=_unused_source,
    ),
    Rule(
        "E503",
        "completion-without-day",
        "error",
        "A completion does not give the day on which it happened.",
        why=("Lateness is stated, and later deadlines run, only from a day that a source states."),
        bad=Sample.piece("""
            events:
              - of: eo-7/2a
                what: completed  # <-
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: completed
                source: text
        """),
        find=_completion_without_day,
    ),
    Rule(
        "E504",
        "explicit-without-words",
        "error",
        "An explicit link does not say where the text names the other instrument.",
        why="A link that the text does not state is our inference, and is marked 'inferred'.",
        bad=Sample.piece("""
            effects:
              - does: implements
                on: eo-7/2a  # <-
        """),
        good=Sample.piece("""
            effects:
              - does: implements
                on: eo-7/2a
                cite: '1'
        """),
        find=_explicit_without_words,
    ),
    Rule(
        "E505",
        "completion-not-opened",
        "warning",
        "A completion is based on a primary source that was not opened.",
        why="Only a record that was seen proves a completion; this one counts as reported.",
        bad=Sample.piece("""
            sources:
              log:
                url: https://www.opm.gov/a
                class: primary
                seen: relayed
                via: a newspaper
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log  # <-
        """),
        good=Sample.piece("""
            sources:
              log:
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log
        """),
        find=_not_opened,
    ),
    Rule(
        "E506",
        "not-https",
        "warning",
        "The address of a source is not an HTTPS address.",
        why="The text could be altered in transit.",
        bad=Sample.piece("""
            sources:
              text:
                url: http://www.whitehouse.gov/own  # <-
                class: primary
                seen: full
        """),
        good=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
        """),
        find=_not_https,
    ),
    Rule(
        "E507",
        "unofficial-primary",
        "warning",
        "A primary source is on a host that is not official.",
        why="A primary source is the document itself or an official record, not a reprint.",
        bad=Sample.piece("""
            sources:
              text:
                url: https://example.com/own
                class: primary  # <-
                seen: full
        """),
        good=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
        """),
        find=_unofficial_primary,
    ),
    Rule(
        "E508",
        "relay-not-named",
        "warning",
        "A source was not seen, and the entry does not say who relayed it.",
        why="Without it, no one can evaluate or repeat how the fact was found.",
        bad=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: relayed  # <-
        """),
        good=Sample.piece("""
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: relayed
                via: a reprint
        """),
        find=_relay_not_named,
    ),
    Rule(
        "E509",
        "undated-source",
        "warning",
        "The source of an event or effect has no publication date.",
        why=(
            "A fact is known from the day its source was published; "
            "without that day, answers as of an earlier date are a guess."
        ),
        bad=Sample.piece("""
            sources:
              log:  # <-
                url: https://www.opm.gov/a
                class: primary
                seen: full
            events:
              - of: eo-7/2a
                what: announced
                source: log
        """),
        good=Sample.piece("""
            sources:
              log:
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - of: eo-7/2a
                what: announced
                source: log
        """),
        find=_undated_source,
    ),
    Rule(
        "E510",
        "outdated-search",
        "error",
        "An event became known after the last recorded search.",
        why=(
            "Every 'no public record' says how far the record was searched; "
            "here it would say less than is known."
        ),
        bad=Sample.piece("""
            searches: [{on: 2026-06-10}]  # <-
            sources:
              log:
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - of: eo-7/2a
                what: announced
                source: log
        """),
        good=Sample.piece("""
            searches: [{on: 2026-06-30}]
            sources:
              log:
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - of: eo-7/2a
                what: announced
                source: log
        """),
        find=_outdated_search,
    ),
    Rule(
        "E511",
        "single-account",
        "error",
        "All accounts of a dispute say the same.",
        why="A dispute is recorded with each of its sides, or not at all.",
        bad=Sample.piece("""
            disputes:
              - id: scope
                question: Does the order apply to the states?
                accounts:
                  - {says: It does., source: text}  # <-
                  - {says: It does., source: text}
        """),
        good=Sample.piece("""
            disputes:
              - id: scope
                question: Does the order apply to the states?
                accounts:
                  - {says: It does., source: text}
                  - {says: It does not., source: text}
        """),
        find=_single_account,
    ),
    Rule(
        "E512",
        "not-searched",
        "warning",
        "An instrument with directives does not state its coverage or record a search.",
        why="A reader would take what is absent from the catalog to be absent from the law.",
        bad=Sample.file("""
            id: eo-9  # <-
            kind: executive-order
            number: 9
            title: An order
            dated: 2026-06-02
            searches: [{on: 2026-06-30}]
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
        good=Sample.file("""
            id: eo-9
            kind: executive-order
            number: 9
            title: An order
            dated: 2026-06-02
            coverage: complete
            searches: [{on: 2026-06-30}]
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
        find=_not_searched,
    ),
    Rule(
        "E513",
        "completion-not-public",
        "warning",
        "A completion is based on a primary source that the public cannot open.",
        why=(
            "A directive is shown as completed only if anyone can see the product or its official "
            "record, at an official address or by an official citation."
        ),
        bad=Sample.piece("""
            sources:
              log:
                url: https://news.example.com/a
                class: primary
                seen: full
                via: a newspaper
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log  # <-
        """),
        good=Sample.piece("""
            sources:
              log:
                citation: 91 FR 40000
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log
        """),
        find=_not_public,
    ),
    Rule(
        "E514",
        "release-as-completion",
        "warning",
        "A completion is based on a press release about it.",
        why="A release is an announcement; the product itself proves that it was completed.",
        bad=Sample.piece("""
            sources:
              log:
                title: Press release
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log  # <-
        """),
        good=Sample.piece("""
            sources:
              log:
                title: Hiring plan
                url: https://www.opm.gov/a
                class: primary
                seen: full
                published: 2026-06-20
            events:
              - on: 2026-06-20
                of: eo-7/2a
                what: completed
                source: log
        """),
        find=_release_as_completion,
    ),
)
