"""Rules about where facts come from and how closely their sources were seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.models import Source
from eo_tracker.models.entries import OFFICIAL_HOSTS
from eo_tracker.resolve import events_of

# A release says that something was done; it is not the thing.
_RELEASE = re.compile(
    r"\b(?:release|fact ?sheet|statement|announce\w*|press|news|blog|remarks)s?\b", re.IGNORECASE
)


def _used(file: File) -> Iterator[str]:
    instrument = file.instrument
    yield from ("text", "register")
    for directive in instrument.directives:
        yield from (directive.source, *directive.also)
        yield from (
            each.source
            for each in (directive.grace, *directive.alternatives)
            if each and each.source
        )
    yield from (each.source for each in instrument.limitations)
    yield from (each.source for each in instrument.durations)
    yield from (each.source for each in instrument.effects)
    yield from (each.source for each in instrument.events)
    yield from (
        name
        for family in (instrument.limitations, instrument.durations)
        for each in family
        for name in each.also
    )
    yield from (account.source for dispute in instrument.disputes for account in dispute.accounts)


def _unused(file: File) -> Iterator[Finding]:
    used = set(_used(file))
    for name in file.instrument.sources:
        if name not in used:
            yield Finding(("sources", name), f"source {name!r} is used nowhere", key=True)


def _day_of_completion(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        if event.what == "completed" and not (event.on and event.on.exact):
            yield Finding(
                ("events", index, "what"),
                "a completion needs the day that the source states; if it states none, it is 'announced'",
            )


def _explicit(file: File) -> Iterator[Finding]:
    for index, effect in enumerate(file.instrument.effects):
        if effect.link == "explicit" and not (effect.cite or effect.why or effect.note):
            yield Finding(
                ("effects", index, "on"),
                f"an explicit link needs the pinpoint, or the words, that name {effect.on}",
            )


def _completions(file: File) -> Iterator[tuple[int, Source]]:
    """The completions that rest on a primary source which was opened."""
    for index, event in enumerate(file.instrument.events):
        source = file.instrument.sources.get(event.source)
        if (
            event.what == "completed"
            and source
            and source.grade == "primary"
            and source.seen in ("full", "extract")
        ):
            yield index, source


def _not_open(file: File) -> Iterator[Finding]:
    for index, source in _completions(file):
        if not source.is_official:
            where = (
                f"{source.host} is not an official host"
                if source.host
                else "it has neither an address nor an official citation"
            )
            yield Finding(
                ("events", index, "source"),
                f"{where}, so not everyone can see that it was done; it counts as reported",
            )


def _release(file: File) -> Iterator[Finding]:
    for index, source in _completions(file):
        path = urlsplit(source.url or "").path.replace("-", " ")
        if found := _RELEASE.search(f"{source.title or ''} {path}"):
            yield Finding(
                ("events", index, "source"),
                f"{found[0]!r}: a release says that it was done; record 'announced', or cite the product itself",
            )


def _not_seen(file: File) -> Iterator[Finding]:
    for index, event in enumerate(file.instrument.events):
        source = file.instrument.sources.get(event.source)
        if (
            event.what == "completed"
            and source
            and source.grade == "primary"
            and source.seen not in ("full", "extract")
        ):
            yield Finding(
                ("events", index, "source"),
                f"{event.source} was not opened, so this shows nothing as done; claim it, or open it",
            )


def _http(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        if source.url and not source.url.startswith("https://"):
            yield Finding(
                ("sources", name, "url"),
                f"{source.url.partition(':')[0]} cannot be trusted on the way; give the https address",
            )


def _class(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        host = urlsplit(source.url or "").hostname or ""
        if (
            host
            and source.grade == "primary"
            and not host.endswith(OFFICIAL_HOSTS)
            and not source.via
        ):
            yield Finding(
                ("sources", name, "class"),
                f"{host} is no official host; it is secondary, or say with 'via' how it stands for the record",
            )


def _relayed(file: File) -> Iterator[Finding]:
    for name, source in file.instrument.sources.items():
        if source.seen in ("relayed", "not-opened") and not source.via:
            yield Finding(("sources", name, "seen"), "say with 'via' who relayed what was not seen")


def _undated(file: File) -> Iterator[Finding]:
    telling = {each.source for each in file.instrument.events} | {
        each.source for each in file.instrument.effects
    }
    for name, source in file.instrument.sources.items():
        if name in telling - {"text"} and not source.published:
            yield Finding(
                ("sources", name),
                f"{name} tells of an event or effect, so the day of its publication is needed",
                key=True,
            )


def _search_outdated(file: File) -> Iterator[Finding]:
    searched = file.instrument.searched_to
    newest = max((each.known for each in events_of(file.instrument)), default=None)
    if searched and newest and newest > searched:
        yield Finding(("searches",), f"an event became known on {newest}, after the last search")


def _one_account(file: File) -> Iterator[Finding]:
    for index, dispute in enumerate(file.instrument.disputes):
        if len({each.says for each in dispute.accounts}) < 2:
            yield Finding(
                ("disputes", index, "accounts"),
                "all accounts say the same, so there is no conflict",
            )


def _not_searched(file: File) -> Iterator[Finding]:
    instrument = file.instrument
    if instrument.directives and not instrument.is_draft:
        for field in ("coverage", "searches"):
            if not getattr(instrument, field):
                yield Finding(("id",), f"an instrument with directives needs {field!r}")


_PAGE = "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: full, published: 2026-06-02}\n"
_DIRECTIVE = "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb]}\n"

PROVENANCE_RULES = (
    Rule(
        "E502",
        "unused-source",
        "warning",
        "A source is used by no entry.",
        "What it was read for is not told, or the entry that used it is gone.",
        f"{_PAGE}  paper: {{url: 'https://example.com', class: secondary, seen: full}}  # <-\n",
        _PAGE,
        _unused,
    ),
    Rule(
        "E503",
        "day-of-completion",
        "error",
        "A completion without the day on which it happened.",
        "Lateness is stated, and later clocks start, only from a day that a source states.",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{of: 2a, what: completed, source: text}}  # <-\n",
        f"{_PAGE}{_DIRECTIVE}events:\n  - {{on: 2026-06-02, of: 2a, what: completed, source: text}}\n",
        _day_of_completion,
    ),
    Rule(
        "E504",
        "explicit-link",
        "error",
        "An explicit link does not say where the other instrument is named.",
        "A chain is as strong as its weakest link; what we conclude is 'inferred'.",
        f"{_PAGE}effects:\n  - {{does: implements, on: eo-7/2a}}  # <-\n",
        f"{_PAGE}effects:\n  - {{does: implements, on: eo-7/2a, cite: '1'}}\n",
        _explicit,
    ),
    Rule(
        "E505",
        "completed-unseen",
        "warning",
        "A completion rests on a primary source that was not opened.",
        "Only a record that was seen shows a directive as done; this one counts as reported.",
        "sources:\n  log: {url: 'https://www.opm.gov/a', class: primary, seen: relayed, via: a paper, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}  # <-\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        "sources:\n  log: {url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        _not_seen,
    ),
    Rule(
        "E506",
        "no-https",
        "warning",
        "A source is not fetched over HTTPS.",
        "Anyone on the way can change what it says.",
        "sources:\n  text: {url: 'http://www.whitehouse.gov/own', class: primary, seen: full}  # <-\n",
        _PAGE,
        _http,
    ),
    Rule(
        "E507",
        "class",
        "warning",
        "A primary source lies on a host that is not official.",
        "A reprint or a report is about the thing; primary is the thing itself or an official record.",
        "sources:\n  text: {url: 'https://example.com/own', class: primary, seen: full}  # <-\n",
        _PAGE,
        _class,
    ),
    Rule(
        "E508",
        "relayed",
        "warning",
        "What was not seen does not say who relayed it.",
        "Without it nobody can judge, or repeat, how the fact was found.",
        "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: relayed}  # <-\n",
        "sources:\n  text: {url: 'https://www.whitehouse.gov/own', class: primary, seen: relayed, via: a reprint}\n",
        _relayed,
    ),
    Rule(
        "E509",
        "undated-source",
        "warning",
        "A source that tells of an event or effect has no date.",
        "A fact is known from the day its source was published; without it, answers as of an earlier day are a guess.",
        "sources:\n  log: {url: 'https://www.opm.gov/a', class: primary, seen: full}  # <-\n"
        "events:\n  - {of: eo-7/2a, what: announced, source: log}\n",
        "sources:\n  log: {url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}\n"
        "events:\n  - {of: eo-7/2a, what: announced, source: log}\n",
        _undated,
    ),
    Rule(
        "E510",
        "search-outdated",
        "error",
        "An event became known after the day to which the record was searched.",
        'Every "no public record" says how far the record was searched, and this one says less than we know.',
        f"searches: [{{on: 2026-06-10}}]  # <-\n{_PAGE}  log: {{url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}}\n"
        "events:\n  - {of: eo-7/2a, what: announced, source: log}\n",
        f"searches: [{{on: 2026-06-30}}]\n{_PAGE}  log: {{url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}}\n"
        "events:\n  - {of: eo-7/2a, what: announced, source: log}\n",
        _search_outdated,
    ),
    Rule(
        "E511",
        "one-account",
        "error",
        "A dispute in which all accounts say the same.",
        "A conflict is told with every side of it, or not at all.",
        f"{_PAGE}disputes:\n  - {{id: q, question: Q, accounts: [{{says: A, source: text}}, {{says: A, source: text}}]}}  # <-\n",
        f"{_PAGE}disputes:\n  - {{id: q, question: Q, accounts: [{{says: A, source: text}}, {{says: B, source: text}}]}}\n",
        _one_account,
    ),
    Rule(
        "E512",
        "not-searched",
        "warning",
        "An instrument with directives does not say how much of it is here, or how far its record was searched.",
        "What is absent from the catalog is then read as absent from the law.",
        f"id: eo-9  # <-\nkind: executive-order\nnumber: 9\ntitle: T\ndated: 2026-06-02\nsearches: [{{on: 2026-06-30}}]\n{_PAGE}{_DIRECTIVE}",
        f"id: eo-9\nkind: executive-order\nnumber: 9\ntitle: T\ndated: 2026-06-02\ncoverage: complete\nsearches: [{{on: 2026-06-30}}]\n{_PAGE}{_DIRECTIVE}",
        _not_searched,
    ),
    Rule(
        "E513",
        "completed-not-open",
        "warning",
        "A completion rests on a primary source that not everyone can open.",
        "Done means that anyone can see the product or its official record: at an official address, or by an official citation.",
        "sources:\n  log: {url: 'https://news.example.com/a', class: primary, seen: full, via: a paper, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}  # <-\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        "sources:\n  log: {citation: 91 FR 40000, class: primary, seen: full, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        _not_open,
    ),
    Rule(
        "E514",
        "release-as-completion",
        "warning",
        "A completion rests on a release about it.",
        "A release that says 'we did it' is an announcement; the product itself shows that it was done.",
        "sources:\n  log: {title: Press release, url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}  # <-\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        "sources:\n  log: {title: Hiring plan, url: 'https://www.opm.gov/a', class: primary, seen: full, published: 2026-06-20}\n"
        f"{_DIRECTIVE}events:\n  - {{on: 2026-06-20, of: 2a, what: completed, source: log}}\n".replace(
            "T, summary: S", "T, summary: S, source: log"
        ),
        _release,
    ),
)
