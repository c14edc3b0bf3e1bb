"""The rules of the linter as text: the list, the page of a rule or family, the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eo_tracker.check import FAMILIES, RULES, Family, Rule
from eo_tracker.check.samples import COMPANION, SAMPLE_HEAD, Sample

_UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
_INTRODUCTION = """\
# Rules of eo-tracker check

Codes are permanent; names may change. `eo-tracker check --list` prints this list, and
`eo-tracker check --explain E607` one rule of it. A comment `# allow E405: reason` suppresses a rule
for the entry that it is in or before, unless the rule says that it cannot be suppressed.
"""
_ABOUT_SAMPLES = f"""\
## How to read the samples

The line that is reported ends with `# <-`. Most samples are a piece of a file; the file begins with

```yaml
{SAMPLE_HEAD}```

and is in one catalog with this one:

```yaml
{COMPANION}```
"""


def rules_list() -> str:
    """All rules by family, one a line."""
    lines: list[str] = []
    width = max(len(rule.name) for rule in RULES.values())
    for family in FAMILIES:
        lines += [f"{family.prefix} {family.title}: {family.sentence}", ""]
        for rule in _rules_of(family):
            lines.append(f"{rule.code}  {rule.level:7}  {rule.name:{width}}  {rule.sentence}")
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def family_page(family: Family) -> str:
    """What the rules of a family have in common, and the list of them, as Markdown."""
    lines = [f"## {family.prefix} {family.title}", "", family.sentence, ""]
    lines += [f"- {rule.code} {rule.name}: {rule.sentence}" for rule in _rules_of(family)]
    return "\n".join(lines) + "\n"


def rule_page(rule: Rule) -> str:
    """Everything about one rule, as Markdown."""
    return "\n".join(_rule_lines(rule, heading="##"))


def reference_page() -> str:
    """Everything about all rules, with a table of contents, as Markdown."""
    lines = [_INTRODUCTION, *_contents(), _ABOUT_SAMPLES]
    for family in FAMILIES:
        lines += [f"## {family.prefix} {family.title}", "", family.sentence, ""]
        for rule in _rules_of(family):
            lines += _rule_lines(rule, heading="###")
    return "\n".join(lines)


def _rules_of(family: Family) -> Sequence[Rule]:
    return [rule for rule in RULES.values() if family.has(rule.code)]


def _contents() -> Iterator[str]:
    """The families, each with a table of its rules."""
    for family in FAMILIES:
        yield f"**{_link(family.prefix, family.title)}**: {family.sentence}"
        yield from ("", "| rule | level | what it finds |", "|---|---|---|")
        for rule in _rules_of(family):
            yield f"| {_link(rule.code, rule.name)} | {rule.level} | {rule.sentence} |"
        yield ""


def _link(code: str, name: str) -> str:
    """A link to a heading of letters, digits, spaces and hyphens, by GitHub's anchor for it."""
    heading = f"{code} {name}"
    return f"[{heading}](#{heading.lower().replace(' ', '-')})"


def _rule_lines(rule: Rule, heading: str) -> Iterator[str]:
    yield from (f"{heading} {rule.code} {rule.name}", "")
    yield from (f"{rule.sentence} ({_remark(rule)})", "")
    yield from (f"**Why:** {rule.why}", "")
    yield from ("**Wrong:**", "", *_sample_lines(rule.bad), "")
    yield from ("**Right:**", "", *_sample_lines(rule.good), "")


def _remark(rule: Rule) -> str:
    """The level, and what can be done about a finding."""
    if rule.fixes:
        return f"{rule.level}; --fix corrects it"
    if rule.find is None:
        return f"{rule.level}; cannot be suppressed"
    return rule.level


def _sample_lines(sample: Sample) -> Iterator[str]:
    if not sample.is_yaml:
        yield sample.text
        return
    yield from ("```yaml", _printable(sample.yaml) + "```")


def _printable(text: str) -> str:
    """The text of a sample with a mark in place of what cannot be shown."""
    characters = (char if char.isprintable() or char == "\n" else _UNPRINTABLE for char in text)
    return "".join(characters)
