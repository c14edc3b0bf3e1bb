"""The samples of rules: short pieces of YAML, and the file that each of them is a piece of."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent, indent
from typing import Literal, Self

# The line that a finding names ends with this mark.
MARK = "  # <-"

SAMPLE_HEAD = """\
id: eo-1
kind: executive-order
number: 1
title: An order
dated: 2026-06-02
coverage: complete
"""
_SEARCHES = "searches: [{on: 2026-12-31}]\n"
_SOURCES = """\
sources:
  text:
    url: https://www.whitehouse.gov/own
    class: primary
    seen: full
    published: 2026-06-02
"""
_DIRECTIVE = """\
directives:
  - id: 2a
    cite: 2(a)
    title: Report
    summary: Send a report to the President.
    binds: [omb]
"""
# The file beside a sample, which the sample refers to.
COMPANION = """\
id: eo-7
kind: executive-order
number: 7
title: Another order
dated: 2026-06-01
coverage: complete
searches: [{on: 2026-12-31}]
sources:
  text:
    url: https://www.whitehouse.gov/other
    class: primary
    seen: full
    published: 2026-06-01
directives:
  - id: 2a
    cite: 2(a)
    title: Plan
    summary: Send a plan to the President.
    binds: [dhs]
  - id: gone
    cite: 2(b)
    title: Note
    summary: Take note of the plan.
    binds: [dhs]
    entered-in-error: It was not a directive.
  - id: yearly
    cite: 2(c)
    title: Yearly report
    summary: Report each year.
    binds: [dhs]
    deadline: {by: 2026-12-31, every: 1 year}
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of an instrument's file, a whole file, or a description where neither will do."""

    text: str
    form: Literal["piece", "directive", "file", "words"]

    @classmethod
    def piece(cls, text: str) -> Self:
        """Top-level keys of a file; the head and what else it needs are added."""
        return cls(text, "piece")

    @classmethod
    def directive(cls, keys: str) -> Self:
        """Further keys of the only directive of a file."""
        return cls(keys, "directive")

    @classmethod
    def file(cls, text: str) -> Self:
        """A whole file."""
        return cls(text, "file")

    @classmethod
    def words(cls, text: str) -> Self:
        """A description in words; the rule has tests of its own."""
        return cls(text, "words")

    @property
    def is_yaml(self) -> bool:
        """Whether this is text of a file, and not a description of one."""
        return self.form != "words"

    @property
    def yaml(self) -> str:
        """The sample as the reference page shows it, with its mark."""
        text = dedent(self.text).strip("\n") + "\n"
        return _DIRECTIVE + indent(text, "    ") if self.form == "directive" else text

    @property
    def whole_file(self) -> str:
        """The whole file that the sample is a piece of, with its mark."""
        if self.form == "file":
            return self.yaml
        searches = "" if "searches:" in self.text else _SEARCHES
        sources = "" if "sources:" in self.text else _SOURCES
        return SAMPLE_HEAD + searches + self.yaml + sources

    @property
    def marked_line(self) -> int:
        """The line of the whole file that the finding names, from 1; 0 for the file as a whole."""
        for number, line in enumerate(self.whole_file.splitlines(), 1):
            if line.endswith(MARK):
                return number
        return 0
