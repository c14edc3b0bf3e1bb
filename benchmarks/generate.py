"""Write a catalog of many directives for measuring: chained, fixed, recurring and plain ones, with
events and effects.

usage: python benchmarks/generate.py FOLDER [--directives 10000] [--files 100] [--chain 50]
"""

import argparse
from datetime import date, timedelta
from pathlib import Path

PARTIES = """\
format: 1
parties:
  omb: {name: Office of Management and Budget, abbreviation: OMB, kind: office}
  dhs: {name: Department of Homeland Security, abbreviation: DHS, kind: office}
  cisa: {name: Cybersecurity and Infrastructure Security Agency, abbreviation: CISA, kind: office, parent: dhs}
"""
HEAD = """\
format: 1
id: {id}
kind: executive-order
number: {number}
title: Order {number} on something that takes a few words to say
dated: {dated}
published: {published}
coverage: complete
searches: [{{on: 2026-10-10}}]
sources:
  text: {{title: White House page, url: https://example.gov/{number}, class: primary, seen: full, published: {dated}}}
  paper: {{title: Paper, url: https://example.com/{number}, class: secondary, seen: full, published: {published}}}
directives:
"""
DIRECTIVE = """\
  - id: d{which}
    cite: {section}({letter})
    title: Do thing number {which} of the order
    summary: >-
      A summary of two lines, in words of our own, that says what is to be done by whom and how it can be told from
      the other directives of the same order.
    binds: [dhs via cisa]
    consults: [omb]
    deadline: {deadline}
    quote: {quote}
    topics: [topic-{topic}]
"""
EVENTS = """\
events:
  - {{on: {day}, of: d0, what: announced, source: paper, note: it was said}}
"""


def deadline(which: int, chain: int) -> str:
    """A rule for the `which`-th directive: mostly chains of length `chain`, with the other forms
    among them.
    """
    if which % 10 == 9:
        return "{by: 2027-12-31, every: 1 year}"
    if which % 10 == 8:
        return "{earliest: [{within: 30 days, of: date}, {by: FY2027}]}"
    if which % chain == 0:
        return "{within: 30 days, of: date}"
    return (
        f"{{within: 3 days, of: d{which - 1}}}"
        if (which - 1) % 10 < 8
        else f"{{within: 3 days, of: d{which - 3}}}"
    )


def quote(rule: str) -> str:
    """The words of a text that would say so."""
    if rule.startswith("{by"):
        return "by December 31 of each year, starting in 2027"
    return (
        "Within 3 days after that"
        if "3 days" in rule
        else "Within 30 days of the date of this order"
    )


def instrument(number: int, size: int, chain: int) -> str:
    dated = date(2021, 1, 1) + timedelta(days=21 * number % 2100)  # a hundred orders in six years
    published = dated + timedelta(days=3)
    text = HEAD.format(id=f"eo-{number}", number=number, dated=dated, published=published)
    for which in range(size):
        letter = "abcdefghijklmnopqrstuvwxyz"[which % 26]
        rule = deadline(which, chain)
        text += DIRECTIVE.format(
            which=which,
            section=1 + which // 26,
            letter=letter,
            deadline=rule,
            quote=quote(rule),
            topic=which % 7,
        )
    return text + EVENTS.format(day=published)


def write(folder: Path, *, directives: int = 10_000, files: int = 100, chain: int = 50) -> None:
    """Write the catalog into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agencies.yaml").write_text(PARTIES, encoding="utf-8")
    for number in range(files):
        text = instrument(20_000 + number, directives // files, chain)
        (folder / f"eo-{20_000 + number}.yaml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--chain", type=int, default=50)
    given = parser.parse_args()
    write(given.folder, directives=given.directives, files=given.files, chain=given.chain)
