"""Rules about who has which part in a directive."""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.models import ROLES


def _two_roles(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        bound = {str(role) for role in directive.binds}
        for field in ("consults", "coordinates"):
            for at, role in enumerate(getattr(directive, field)):
                if str(role) in bound:
                    yield Finding(
                        ("directives", index, field, at),
                        f"{role} is bound by {directive.id} already",
                    )


def _nobody(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if not directive.binds and not directive.entered_in_error and not directive.reading:
            yield Finding(
                ("directives", index, "id"),
                f"{directive.id} binds nobody; name the addressee, or say why not with a reading",
            )


def _channel(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.reading:
            continue
        for field in ROLES:
            for at, role in enumerate(getattr(directive, field)):
                known = file.catalog.parties
                if (
                    role.through in known
                    and role.party in known
                    and role.party not in file.catalog.ancestors(role.through)
                ):
                    yield Finding(
                        ("directives", index, field, at),
                        f"{role.through} is no part of {role.party}; if the text says so, give a reading",
                    )


def _ambiguous(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.reading:
            continue
        for field in ("consults", "coordinates"):
            for at, role in enumerate(getattr(directive, field)):
                other = next(
                    (each for each in directive.binds if each != role and each.party == role.party),
                    None,
                )
                if other:
                    yield Finding(
                        ("directives", index, field, at),
                        f"{role} is asked by {other}; say with a reading who does what",
                    )


ROLE_RULES = (
    Rule(
        "E403",
        "two-roles",
        "error",
        "A party is bound by a directive and consulted in it at once.",
        "Nobody consults itself; one of the two is a slip.",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], consults: [omb]}  # <-\n",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb], consults: [dhs]}\n",
        _two_roles,
    ),
    Rule(
        "E404",
        "nobody",
        "warning",
        "A directive binds nobody.",
        "A deadline without an addressee is in nobody's calendar.",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S}  # <-\n",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb]}\n",
        _nobody,
    ),
    Rule(
        "E405",
        "channel",
        "warning",
        "A party acts through an office that is no part of it.",
        "Orders do say such things, and then it deserves a reading; more often two series of names were read as one.",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [omb via cisa]}  # <-\n",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [dhs via cisa]}\n",
        _channel,
    ),
    Rule(
        "E406",
        "ambiguous-role",
        "warning",
        "A department is bound, and consulted through another office, without a reading.",
        "Such a series of names can nearly always be read two ways, and the reader should see both.",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [dhs], consults: [dhs via cisa]}  # <-\n",
        "directives:\n  - {id: 2a, cite: 2(a), title: T, summary: S, binds: [dhs], consults: [omb]}\n",
        _ambiguous,
    ),
)
