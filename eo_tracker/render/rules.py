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
    width = max(len(rule.name) for rule in RULES.values())
    lists = [_family_list(family, width) for family in FAMILIES]
    return "\n".join(lists)


def _family_list(family: Family, width: int) -> str:
    text = f"{family.prefix} {family.title}: {family.sentence}\n\n"
    for rule in _rules_of(family):
        name = rule.name.ljust(width)
        text += f"{rule.code}  {rule.level:7}  {name}  {rule.sentence}\n"
    return text


def family_page(family: Family) -> str:
    """What the rules of a family have in common, and the list of them, as Markdown."""
    text = f"## {family.prefix} {family.title}\n\n{family.sentence}\n\n"
    for rule in _rules_of(family):
        text += f"- {rule.code} {rule.name}: {rule.sentence}\n"
    return text


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
    paragraphs = [
        f"{heading} {rule.code} {rule.name}",
        f"{rule.sentence} ({_remark(rule)})",
        f"**Why:** {rule.why}",
        "**Wrong:**",
        _sample(rule.bad),
        "**Right:**",
        _sample(rule.good),
    ]
    for paragraph in paragraphs:
        yield paragraph
        yield ""


def _remark(rule: Rule) -> str:
    """The level, and what can be done about a finding."""
    if rule.fixes:
        return f"{rule.level}; --fix corrects it"
    if rule.find is None:
        return f"{rule.level}; cannot be suppressed"
    return rule.level


def _sample(sample: Sample) -> str:
    if sample.is_yaml:
        return f"```yaml\n{_printable(sample.yaml)}```"
    return sample.text


def _printable(text: str) -> str:
    """The text of a sample with a mark in place of what cannot be shown."""
    for char in set(text) - {"\n"}:
        if not char.isprintable():
            text = text.replace(char, _UNPRINTABLE)
    return text
