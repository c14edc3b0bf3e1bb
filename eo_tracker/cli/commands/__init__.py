"""The commands, one module each: its options, then read, ask, render, print, exit.

A module adds its command to the program when it is imported. A run imports the module of the one
command that was asked for; building all of them takes as long as most runs.
"""

import importlib

__all__ = ["SUMMARIES", "load"]

# In the order of the help page, with what it says of each.
SUMMARIES = {
    "due": "Show what is past due, due today, and coming.",
    "list": "List all obligations that match, with their dates and statuses.",
    "show": "Show everything about one directive, instrument or agency.",
    "explain": "Explain how a date was reached, step by step.",
    "agencies": "Show the agencies, and in how many obligations each has a role.",
    "diff": "Show what a change means: in the law, in our record of it, or only with time.",
    "check": "Check a catalog. Prints nothing when there are no findings.",
    "schema": "Print the JSON Schema of a catalog file, for editors.",
    "record": "Add an event to the catalog file, or to your own record; nothing else is changed.",
    "publish": "Keep a CalDAV calendar current; only entries that this program wrote are changed.",
    "extract": "Draft a catalog file from an order's text: who must do what by when.",
    "verify": (
        "Check the catalog against official texts: pinpoints, words, rules, addressees, omissions."
    ),
    "export": "Export to other programs.",
}
_MODULES = {"list": "list_", "export": "export_ics"}  # the others are called as their commands


def load(command: str) -> None:
    """Add the command of this name to the program."""
    importlib.import_module(f"{__name__}.{_MODULES.get(command, command)}")
