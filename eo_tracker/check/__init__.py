"""The linter: a loaded catalog goes in; everything wrong or doubtful in it comes out, by rule."""

from eo_tracker.check.rule import LEVELS, Family, File, Finding, Level, Rule
from eo_tracker.check.rules import FAMILIES, RULES, check

__all__ = [
    "FAMILIES",
    "LEVELS",
    "RULES",
    "Family",
    "File",
    "Finding",
    "Level",
    "Rule",
    "check",
]
