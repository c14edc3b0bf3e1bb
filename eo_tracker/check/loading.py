"""The rules that the loader applies; what finds them is in `eo_tracker.catalog`."""

from __future__ import annotations

from eo_tracker.check.rule import Rule
from eo_tracker.check.samples import Sample

_TOO_MANY_BRACKETS = "[" * 41 + "]" * 41
_NOTHING_IS_GUESSED = (
    "A guessed value could be a wrong date, so the entry is not used until it is corrected."
)

LOADING_RULES = (
    # E1: a file that cannot be read
    Rule(
        "E101",
        "syntax-error",
        "error",
        "The file is not valid YAML; for example, a tab is used where YAML needs spaces.",
        why="A guessed value could be a wrong date, so the file is not used until it is corrected.",
        bad=Sample.piece("note: a: b  # <-"),
        good=Sample.piece("note: 'a: b'"),
    ),
    Rule(
        "E102",
        "duplicate-key",
        "error",
        "A key is duplicated in one mapping.",
        why="Many YAML readers silently keep only one of the two values.",
        bad=Sample.piece("""
            note: a
            note: b  # <-
        """),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E103",
        "anchor",
        "error",
        "The file uses a YAML anchor or alias.",
        why="Each value must be visible where it applies.",
        bad=Sample.piece("note: &x a  # <-"),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E104",
        "tag",
        "error",
        "The file uses a YAML tag.",
        why="Tags can construct objects; a catalog is plain text.",
        bad=Sample.piece("note: !!str a  # <-"),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E105",
        "too-deep",
        "error",
        "The file is nested too deeply.",
        why="No entry needs such nesting, and it can crash a parser.",
        bad=Sample.piece(f"note: {_TOO_MANY_BRACKETS}  # <-"),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E106",
        "empty-file",
        "error",
        "The file is empty.",
        why="Its contents may have been lost.",
        bad=Sample.file("# Nothing but this comment."),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E107",
        "not-a-mapping",
        "error",
        "The file is not a mapping of keys to values.",
        why="A catalog file describes one instrument, key by key.",
        bad=Sample.file("- a  # <-"),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E108",
        "too-large",
        "error",
        "The file is too large.",
        why="A catalog may come from an untrusted source; one file holds one instrument.",
        bad=Sample.words(
            "A file of more than 16 MiB or 400,000 values, or a mapping of more than 10,000."
        ),
        good=Sample.words("Several files."),
    ),
    Rule(
        "E109",
        "unreadable-file",
        "error",
        "A file or folder cannot be read.",
        why="A deadline in a file that was not read would be missed.",
        bad=Sample.words("A folder named eo-1.yaml."),
        good=Sample.words("A file named eo-1.yaml."),
    ),
    Rule(
        "E110",
        "not-utf-8",
        "error",
        "The file is not UTF-8 text.",
        why="Section signs and dashes would be read as other characters.",
        bad=Sample.piece("note: \udca7 2  # <-"),
        good=Sample.piece("note: § 2"),
    ),
    Rule(
        "E111",
        "empty-catalog",
        "error",
        "There is no catalog here, or the catalog is empty.",
        why="An empty answer must not look like 'nothing is due'.",
        bad=Sample.words("A folder without agencies.yaml."),
        good=Sample.words("A folder with agencies.yaml and eo-1.yaml."),
    ),
    Rule(
        "E112",
        "unknown-key",
        "error",
        "A key is unknown.",
        why="The fact under a misspelled key would be ignored.",
        bad=Sample.piece("nota: a  # <-"),
        good=Sample.piece("note: a"),
    ),
    Rule(
        "E113",
        "missing-key",
        "error",
        "A required key is missing.",
        why=_NOTHING_IS_GUESSED,
        bad=Sample.piece("""
            directives:
              - id: 2a  # <-
                cite: 2(a)
                title: Report
                binds: [omb]
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
    ),
    Rule(
        "E114",
        "wrong-value",
        "error",
        "A value is not of the type that its key requires.",
        why=_NOTHING_IS_GUESSED,
        bad=Sample.piece("published: 2026-6-5  # <-"),
        good=Sample.piece("published: 2026-06-05"),
    ),
    Rule(
        "E115",
        "wrong-suffix",
        "error",
        "The name of a catalog file ends in .yml.",
        why="Only files that end in .yaml are read, so this one would be ignored.",
        bad=Sample.words("A file named eo-1.yml."),
        good=Sample.words("A file named eo-1.yaml."),
    ),
    Rule(
        "E116",
        "control-character",
        "error",
        "The file has a character that controls a terminal or reorders text.",
        why="A screen could show a date that differs from the one in the file.",
        bad=Sample.piece(r'note: "a\eb"  # <-'),
        good=Sample.piece("note: ab"),
    ),
    Rule(
        "E117",
        "unexpected-file",
        "warning",
        "A file or folder in the catalog's folder is not read.",
        why="Whoever put it there may believe that it is part of the catalog.",
        bad=Sample.words("A file obligations/new/eo-2.yaml."),
        good=Sample.words("A file obligations/eo-2.yaml."),
    ),
    Rule(
        "E118",
        "computed-value",
        "error",
        "A computed date or status is written by hand.",
        why="Two dates for one directive would diverge; only the rule, with its proof, is kept.",
        bad=Sample.directive("due: 2026-07-02  # <-"),
        good=Sample.directive("deadline: {within: 30 days, of: date}"),
    ),
    # E2: IDs
    Rule(
        "E201",
        "reserved-id",
        "error",
        "An ID is a reserved word.",
        why="In a deadline, date, publication and effective mean the instrument's own dates.",
        bad=Sample.piece("""
            directives:
              - id: date  # <-
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
    ),
    Rule(
        "E202",
        "duplicate-id",
        "error",
        "An ID is duplicated.",
        why="A reference to it would be ambiguous.",
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
              - id: 2a  # <-
                cite: 2(b)
                title: Plan
                summary: Send a plan to the President.
                binds: [omb]
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
              - id: 2b
                cite: 2(b)
                title: Plan
                summary: Send a plan to the President.
                binds: [omb]
        """),
    ),
    # E3: references
    Rule(
        "E301",
        "dangling-reference",
        "error",
        "A reference does not resolve.",
        why="A chained deadline would silently have no date.",
        bad=Sample.piece("""
            effects:
              - does: implements
                on: eo-7/9z  # <-
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: implements
                on: eo-7/2a
                cite: '1'
        """),
    ),
    Rule(
        "E302",
        "cycle",
        "error",
        "Deadlines depend on each other in a cycle.",
        why="None of them could ever have a date.",
        bad=Sample.directive("deadline: {within: 1 day, of: 2a}  # <-"),
        good=Sample.directive("deadline: {within: 1 day, of: date}"),
    ),
    Rule(
        "E303",
        "conflicting-effects",
        "error",
        "Two effects of the same day change the same thing.",
        why="Which of them controls is a question of law; the order of files does not decide it.",
        bad=Sample.piece("""
            effects:
              - does: revokes
                on: eo-7/2a
                cite: '1'
              - does: stays  # <-
                on: eo-7/2a
                for: everyone
                cite: '2'
        """),
        good=Sample.piece("""
            effects:
              - does: revokes
                on: eo-7/2a
                cite: '1'
        """),
    ),
    Rule(
        "E304",
        "same-day-cycle",
        "error",
        "Instruments end, suspend or move each other on the same day, in a cycle.",
        why="It cannot be determined which of them acted first.",
        bad=Sample.words("eo-1 revokes eo-2, and eo-2 revokes eo-1, both effective on one day."),
        good=Sample.words("eo-2 revokes eo-1."),
    ),
    Rule(
        "E305",
        "occurrence-missing",
        "error",
        "An event or effect on a recurring directive does not say which date it is about.",
        why="One report does not satisfy the directive for every year.",
        bad=Sample.piece("""
            events:
              - on: 2026-06-02  # <-
                of: eo-7/yearly
                what: announced
                source: text
        """),
        good=Sample.piece("""
            events:
              - on: 2026-06-02
                of: eo-7/yearly
                what: announced
                occurrence: 2026-12-31
                source: text
        """),
    ),
    Rule(
        "E306",
        "field-not-in-target",
        "error",
        "An amendment sets a field that its target does not have.",
        why="The amendment would have no effect.",
        bad=Sample.piece("""
            effects:
              - does: amends
                on: eo-7
                set: {force: hortatory}  # <-
                cite: '1'
        """),
        good=Sample.piece("""
            effects:
              - does: amends
                on: eo-7/2a
                set: {force: hortatory}
                cite: '1'
        """),
    ),
    Rule(
        "E307",
        "law-in-record",
        "error",
        "A record has something that only law has, such as directives, effects or limitations.",
        why="A record reports what happened and binds no one; a directive in it would be ignored.",
        bad=Sample.file("""
            id: journal
            kind: record
            title: Our record
            dated: 2026-06-02
            not_bound: [the GAO]  # <-
        """),
        good=Sample.file("""
            id: journal
            kind: record
            title: Our record
            dated: 2026-06-02
            sources:
              text:
                url: https://www.whitehouse.gov/own
                class: primary
                seen: full
                published: 2026-06-02
            events:
              - on: 2026-06-02
                of: eo-7/2a
                what: announced
                source: text
        """),
    ),
    # E4: parties
    Rule(
        "E401",
        "unknown-party",
        "error",
        "A party is not in the registry, agencies.yaml.",
        why="Filters and calendars use the registry's names.",
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omd]  # <-
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President.
                binds: [omb]
        """),
    ),
    Rule(
        "E402",
        "party-cycle",
        "error",
        "A party is part of itself, directly or through others.",
        why="The parts of an agency are listed without end.",
        bad=Sample.words("A registry with {omb: {parent: omb}}."),
        good=Sample.words("A registry with {omb: {}}."),
    ),
    # E5: sources
    Rule(
        "E501",
        "unknown-source",
        "error",
        "An entry cites a source that is not in the file.",
        why="Every fact needs a source that a reader can find.",
        bad=Sample.piece("""
            limitations:
              - id: 3c
                cite: 3(c)
                scope: section
                summary: The section creates no new authority.
                source: paper  # <-
        """),
        good=Sample.piece("""
            limitations:
              - id: 3c
                cite: 3(c)
                scope: section
                summary: The section creates no new authority.
        """),
    ),
)
