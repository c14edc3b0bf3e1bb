"""The linter: a loaded catalog in, everything that is wrong or doubtful in it out, each with its rule."""

from eo_tracker.check.rule import LEVELS, File, Finding, Level, Rule
from eo_tracker.check.rules import RULES, check

__all__ = ["LEVELS", "RULES", "File", "Finding", "Level", "Rule", "check"]
