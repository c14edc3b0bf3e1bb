"""What the answer is shown on: how wide, in color or not, and through which pager."""

from __future__ import annotations

import os
import sys

_MIN_WIDTH, _MAX_WIDTH = 20, 1000


def is_terminal() -> bool:
    """Whether answers are shown on a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def width_and_color() -> tuple[int | None, bool]:
    """The terminal's width in columns, and whether it shows color.

    A pipe has no color and, unless COLUMNS is set, no width.
    """
    width = _columns()
    if not is_terminal():
        return width, False
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return width or _terminal_columns(), not is_plain


def _columns() -> int | None:
    """The width that COLUMNS sets; some shells without a terminal say 0, which means unknown."""
    text = os.environ.get("COLUMNS", "")
    if not text.isdecimal() or len(text) >= 10 or int(text) == 0:
        return None
    return min(max(int(text), _MIN_WIDTH), _MAX_WIDTH)


def _terminal_columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except OSError:
        return 80


def show_paged(text: str) -> bool:
    """Show what is longer than the terminal in $PAGER; whether that was done."""
    if not is_terminal():
        return False
    from eo_tracker.cli.pager import is_longer, page, terminal_rows

    return is_longer(text, terminal_rows()) and page(text, os.environ)
