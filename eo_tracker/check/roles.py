"""Rules about the roles of parties in a directive."""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample
from eo_tracker.errors import EntryPath
from eo_tracker.models import ROLES, Directive, Role

# The roles of those who take part beside the addressee.
_OTHER_ROLES = ("consults", "coordinates")


def _roles(directive: Directive, path: EntryPath, *fields: str) -> Iterator[tuple[EntryPath, Role]]:
    for field in fields:
        for index, role in enumerate(getattr(directive, field)):
            yield (*path, field, index), role


def _two_roles(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        bound = {str(role) for role in directive.binds}
        for path, role in _roles(directive, ("directives", index), *_OTHER_ROLES):
            if str(role) in bound:
                yield Finding(path, f"{role} is already bound by {directive.id}")


def _no_addressee(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.binds or directive.entered_in_error or directive.reading:
            continue
        message = f"{directive.id} binds no one; name the addressee, or explain it in a reading"
        yield Finding(("directives", index, "id"), message)


def _unrelated_channel(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.reading:
            continue
        for path, role in _roles(directive, ("directives", index), *ROLES):
            if _is_unrelated(role, file):
                message = (
                    f"{role.through} is not part of {role.party}; "
                    "if the text says so, add a reading"
                )
                yield Finding(path, message)


def _is_unrelated(role: Role, file: File) -> bool:
    """Whether a party acts through an office that is not part of it."""
    catalog = file.catalog
    if role.through is None or role.through not in catalog.parties:
        return False
    if role.party not in catalog.parties:
        return False
    return role.party not in catalog.ancestors(role.through)


def _ambiguous_role(file: File) -> Iterator[Finding]:
    for index, directive in enumerate(file.instrument.directives):
        if directive.reading:
            continue
        for path, role in _roles(directive, ("directives", index), *_OTHER_ROLES):
            if bound := _bound_otherwise(role, directive):
                message = f"{bound} is bound as well; add a reading that says who does what"
                yield Finding(path, message)


def _bound_otherwise(role: Role, directive: Directive) -> Role | None:
    """The same party where it is bound, itself or through another office."""
    for bound in directive.binds:
        if bound != role and bound.party == role.party:
            return bound
    return None


ROLE_RULES = (
    Rule(
        "E403",
        "two-roles",
        "error",
        "A party is both bound by a directive and consulted in it.",
        why="A party does not consult itself; one of the two roles is a mistake.",
        bad=Sample.directive("consults: [omb]  # <-"),
        good=Sample.directive("consults: [dhs]"),
        find=_two_roles,
    ),
    Rule(
        "E404",
        "no-addressee",
        "warning",
        "A directive binds no one.",
        why="A deadline without an addressee is on no one's calendar.",
        bad=Sample.piece("""
            directives:
              - id: 2a  # <-
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
        find=_no_addressee,
    ),
    Rule(
        "E405",
        "unrelated-channel",
        "warning",
        "A party acts through an office that is not part of it.",
        why=(
            "Some orders say this, and then it needs a reading; "
            "more often two lists of names were read as one."
        ),
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb via cisa]  # <-
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [dhs via cisa]
        """),
        find=_unrelated_channel,
    ),
    Rule(
        "E406",
        "ambiguous-role",
        "warning",
        "A department is bound, and also consulted through another office, without a reading.",
        why="Such a list of names can usually be read in two ways, and a reader should see both.",
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [dhs]
                consults: [dhs via cisa]  # <-
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [dhs]
                consults: [omb]
        """),
        find=_ambiguous_role,
    ),
)
