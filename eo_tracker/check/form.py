"""Rules about how an entry is written: length, tone and stray characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from eo_tracker.catalog.layout import misplaced_keys, stray_space
from eo_tracker.check.rule import File, Finding, Rule

LONGEST_SUMMARY = 600
_OPINION = re.compile(
    r"\b(hopefully|unfortunately|arguably|obviously|clearly|landmark|sweeping|historic|ambitious|controversial|will likely|likely to|is expected to|"
    r"are expected to|probably)\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00a0\u00ad\u200b-\u200d\u2060\u180e]")


def _long_summary(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if path[-1] == "summary" and len(text) > LONGEST_SUMMARY:
            yield Finding(
                path,
                f"{len(text)} characters; {LONGEST_SUMMARY} are enough for a directive, and 'covers' lists its parts",
            )


def _opinion(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if path[-1] in ("title", "summary") and len(path) > 1 and (found := _OPINION.search(text)):
            yield Finding(path, f"{found[0]!r} is opinion or forecast; say what the text says")


def _invisible(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if found := _INVISIBLE.search(text):
            yield Finding(
                path,
                f"character U+{ord(found[0]):04X} cannot be seen; write a plain space, or nothing",
            )


def _file_name(file: File) -> Iterator[Finding]:
    name = PurePosixPath(file.document.file).stem
    if name != file.instrument.id:
        yield Finding(("id",), f"the file is called {name!r}; name it {file.instrument.id}.yaml")


def _review(file: File) -> Iterator[Finding]:
    for path, text in file.texts:
        if text.startswith("REVIEW"):
            yield Finding(path, text.removeprefix("REVIEW: "))


def _key_order(file: File) -> Iterator[Finding]:
    for line, column, message in misplaced_keys(file.document):
        yield Finding((), message, at=(line, column))


def _stray_space(file: File) -> Iterator[Finding]:
    yield from (
        Finding((), message, at=(line, column))
        for line, column, message in stray_space(file.document)
    )


def _directive(**fields: str) -> str:
    words = {"title": "T", "summary": "S"} | fields
    return f'directives:\n  - {{id: 2a, cite: 2(a), title: "{words["title"]}", summary: "{words["summary"]}", binds: [omb]}}'


FORM_RULES = (
    Rule(
        "E901",
        "long-summary",
        "warning",
        "A summary is too long to be read on a screen.",
        "What a reader skips might as well not be there.",
        f"{_directive(summary='Report. ' * 80)}  # <-\n",
        f"{_directive(summary='Report.')}\n",
        _long_summary,
    ),
    Rule(
        "E902",
        "opinion",
        "warning",
        "A title or summary gives an opinion or a forecast.",
        "The catalog is quoted to clients as what the text says.",
        f"{_directive(summary='A landmark report.')}  # <-\n",
        f"{_directive(summary='A report.')}\n",
        _opinion,
    ),
    Rule(
        "E903",
        "invisible",
        "warning",
        "A text holds a character that cannot be seen.",
        "Searches miss the word, and two texts that look the same differ.",
        f"{_directive(title='Re' + chr(0x200B) + 'port')}  # <-\n",
        f"{_directive(title='Report')}\n",
        _invisible,
    ),
    Rule(
        "E904",
        "file-name",
        "info",
        "A file is not called after its instrument.",
        "A reader looks for eo-14409 in eo-14409.yaml.",
        "id: eo-8  # <-\nkind: executive-order\nnumber: 8\ntitle: T\ndated: 2026-06-02\n",
        "note: The head of this sample has the ID of its file.\n",
        _file_name,
    ),
    Rule(
        "E905",
        "silence-without-reason",
        "warning",
        "A rule is silenced without a reason.",
        "The next reader cannot tell an exception from a slip.",
        "note: A note.  # allow E903  # <-\n",
        "note: A note.\n",
    ),
    Rule(
        "E906",
        "idle-silence",
        "warning",
        "A silence that silences nothing.",
        "What it excused is gone, and it would hide the next slip.",
        "note: A note.  # allow E903: it was copied  # <-\n",
        "note: A note.\n",
    ),
    Rule(
        "E907",
        "key-order",
        "info",
        "Keys do not stand in the canonical order.",
        "Entries that are laid out alike are read and compared at a glance.",
        "id: eo-9\ntitle: T\nkind: executive-order  # <-\nnumber: 9\ndated: 2026-06-02\n",
        "id: eo-9\nkind: executive-order\nnumber: 9\ntitle: T\ndated: 2026-06-02\n",
        _key_order,
        fixes=True,
    ),
    Rule(
        "E908",
        "stray-space",
        "info",
        "White space that means nothing: at the end of a line, in doubled blank lines, or a last line without an end.",
        "It shows up as a change where nothing changed.",
        "[a last line without an end]",
        "[a last line with one]",
        _stray_space,
        fixes=True,
    ),
    Rule(
        "E909",
        "review-marker",
        "warning",
        "An entry was drafted by the program and waits for a reader.",
        "What a program read is a guess until somebody has held it against the text.",
        "note: 'REVIEW: nobody is named as addressee'  # <-\n",
        "note: Held against the text.\n",
        _review,
    ),
)
