"""Rules about how an entry is written: length, tone, layout and stray characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from eo_tracker.catalog.layout import misplaced_keys, stray_space
from eo_tracker.check.rule import File, Finding, Rule
from eo_tracker.check.samples import Sample

MAX_SUMMARY_LENGTH = 600
_OPINION = re.compile(
    r"\b(hopefully|unfortunately|arguably|obviously|clearly|probably"
    r"|landmark|sweeping|historic|ambitious|controversial"
    r"|will likely|likely to|is expected to|are expected to)\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200d\u2060\u180e]")


def _long_summary(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if path[-1] == "summary" and len(text) > MAX_SUMMARY_LENGTH:
            message = (
                f"{len(text)} characters; {MAX_SUMMARY_LENGTH} are enough for a directive, "
                "and 'covers' lists its parts"
            )
            yield Finding(path, message)


def _opinion(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        # The title of the instrument itself is not ours.
        if len(path) == 1 or path[-1] not in ("title", "summary"):
            continue
        if opinion := _OPINION.search(text):
            message = f"{opinion[0]!r} is an opinion or a forecast; write what the text says"
            yield Finding(path, message)


def _invisible_character(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if character := _INVISIBLE.search(text):
            code_point = f"U+{ord(character[0]):04X}"
            message = f"character {code_point} is invisible; use a plain space, or remove it"
            yield Finding(path, message)


def _file_name(file: File) -> Iterator[Finding]:
    name = PurePosixPath(file.document.file).stem
    own = file.instrument.id
    if name != own:
        yield Finding(("id",), f"the file is named {name!r}; rename it to {own}.yaml")


def _review_marker(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if text.startswith("REVIEW"):
            yield Finding(path, text.removeprefix("REVIEW: "))


def _key_order(file: File) -> Iterator[Finding]:
    for line, column, message in misplaced_keys(file.document):
        yield Finding((), message, at=(line, column))


def _stray_space(file: File) -> Iterator[Finding]:
    for line, column, message in stray_space(file.document):
        yield Finding((), message, at=(line, column))


FORM_RULES = (
    Rule(
        "E901",
        "long-summary",
        "warning",
        "A summary is too long to be read at a glance.",
        why="Readers skip a long summary, and miss what it says.",
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: >-  # <-
                  Send a report to the President on the last business day of each month, with
                  the number of open positions of each agency, the number of those that were
                  filled since the last report, the reason for each position that was not
                  filled, the cost of each position, and the office that it belongs to. The
                  report covers every agency, states for each the name of the officer who is
                  responsible, compares the numbers with those of the same month of the year
                  before, explains each difference of more than ten percent, and is sent in a
                  form in which the numbers can be added up. A copy goes to the Director of OPM,
                  who publishes it, and to the agencies that it names.
                binds: [omb]
        """),
        good=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a report to the President each month.
                binds: [omb]
        """),
        find=_long_summary,
    ),
    Rule(
        "E902",
        "opinion",
        "warning",
        "A title or summary gives an opinion or a forecast.",
        why="The catalog is quoted to clients as what the text says.",
        bad=Sample.piece("""
            directives:
              - id: 2a
                cite: 2(a)
                title: Report
                summary: Send a landmark report to the President.  # <-
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
        find=_opinion,
    ),
    Rule(
        "E903",
        "invisible-character",
        "warning",
        "A text has an invisible character.",
        why="Searches miss the word, and two texts that look the same differ.",
        bad=Sample.piece(r'note: "A re\u200Bport."  # <-'),
        good=Sample.piece("note: A report."),
        find=_invisible_character,
    ),
    Rule(
        "E904",
        "file-name",
        "info",
        "The name of a file is not the ID of its instrument.",
        why="A reader looks for eo-14409 in eo-14409.yaml.",
        bad=Sample.file("""
            # The file is named eo-1.yaml.
            id: eo-8  # <-
            kind: executive-order
            number: 8
            title: An order
            dated: 2026-06-02
        """),
        good=Sample.file("""
            # The file is named eo-1.yaml.
            id: eo-1
            kind: executive-order
            number: 1
            title: An order
            dated: 2026-06-02
        """),
        find=_file_name,
    ),
    Rule(
        "E905",
        "suppression-without-reason",
        "warning",
        "A rule is suppressed without a reason.",
        why="A reader cannot tell an exception from a mistake.",
        bad=Sample.piece("note: A note.  # allow E903  # <-"),
        good=Sample.piece("note: A note."),
    ),
    Rule(
        "E906",
        "unused-suppression",
        "warning",
        "A comment suppresses a rule that finds nothing there.",
        why="What it excused is gone, and it would hide the next mistake.",
        bad=Sample.piece("note: A note.  # allow E903: copied from the order  # <-"),
        good=Sample.piece("note: A note."),
    ),
    Rule(
        "E907",
        "key-order",
        "info",
        "The keys of an entry are not in the canonical order.",
        why="Entries of the same layout can be read and compared at a glance.",
        bad=Sample.file("""
            id: eo-9
            title: An order
            kind: executive-order  # <-
            number: 9
            dated: 2026-06-02
        """),
        good=Sample.file("""
            id: eo-9
            kind: executive-order
            number: 9
            title: An order
            dated: 2026-06-02
        """),
        find=_key_order,
        fixes=True,
    ),
    Rule(
        "E908",
        "stray-space",
        "info",
        "The file has white space at the end of a line, doubled blank lines, or no final line end.",
        why="It would show up as a change where nothing changed.",
        bad=Sample.words("A last line without a line end."),
        good=Sample.words("A last line with a line end."),
        find=_stray_space,
        fixes=True,
    ),
    Rule(
        "E909",
        "review-marker",
        "warning",
        "An entry was drafted by the program and has not been reviewed.",
        why="What a program extracts is a guess until someone has compared it with the text.",
        bad=Sample.piece("note: 'REVIEW: no addressee is named'  # <-"),
        good=Sample.piece("note: Compared with the text."),
        find=_review_marker,
    ),
)
