"""An answer onto the screen or into a file, and remarks onto standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from eo_tracker.answers import Answer
from eo_tracker.catalog.locate import is_installed
from eo_tracker.cli.again import keep_answer
from eo_tracker.cli.opening import located
from eo_tracker.cli.options import AnswerOptions
from eo_tracker.cli.terminal import show_paged, width_and_color
from eo_tracker.errors import Misuse
from eo_tracker.render import Screen, render
from eo_tracker.text import clean

_T = TypeVar("_T")

# Without this mark Excel reads a file as if it were not UTF-8.
_BYTE_ORDER_MARK = "\ufeff"


def print_answer(answer: Answer, options: AnswerOptions, inputs: Iterable[Path] = ()) -> None:
    """Render the answer and write it where the options say.

    It is never written over the catalog or over another of the `inputs`.
    """
    screen = Screen() if options.out else Screen(*width_and_color())
    text = render(answer, options.format, screen)
    if not options.out:
        keep_answer(text)
        if not options.no_pager and show_paged(text):
            return
    if options.format == "csv" and options.out and not _is_device(options.out):
        text = _BYTE_ORDER_MARK + text
    write_output(text, options.out, inputs=[*located(options).paths, *inputs])


def _is_device(out: Path) -> bool:
    from eo_tracker.catalog.write import is_special

    return is_special(out)


def write_output(text: str, out: Path | None, *, inputs: Iterable[Path] = ()) -> None:
    """Write to the file, whole or not at all, or to standard output.

    Never over one of the `inputs`.
    """
    if out is None:
        write_stdout(text)
        return
    if os.path.realpath(out).endswith((".yaml", ".yml")):
        raise Misuse(
            f"--out: {out.as_posix()} is named like a catalog file, "
            "and an answer is not YAML; give it another name"
        )
    refuse_overwriting(out, inputs)
    write_file(text.encode(), out)


def refuse_overwriting(out: Path, inputs: Iterable[Path]) -> None:
    """Raise Misuse where --out names an existing file that was read for the answer.

    (A catalog's own files are known by their names.)
    """
    if not out.exists():
        return
    if any(path.is_file() and out.samefile(path) for path in inputs):
        raise Misuse(
            f"--out: {out.as_posix()} was read for this answer; give the output another name"
        )


def write_file(data: bytes, out: Path, *, inside: Path | None = None) -> None:
    """Write a file, whole or not at all; a device or a pipe as it comes.

    With `inside`, no link may lead out of that folder.
    """
    from eo_tracker.catalog.write import CannotWrite, write

    if is_installed(out):
        raise Misuse(
            f"--out: {out.as_posix()} is part of the bundled catalog, which must not be changed"
        )
    try:
        write(out, data, inside=inside)
    except CannotWrite as error:
        raise Misuse(f"--out: {error}") from None


def make_folder(folder: Path) -> None:
    """Make the folder that --out names, unless it exists."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misuse(f"--out: cannot make {folder.as_posix()!r}: {error.strerror}") from None


def remark(*lines: str) -> None:
    """Print what is not part of the answer on standard error, free of control characters."""
    sys.stderr.write("".join(f"{clean(line)}\n" for line in lines))


def write_stdout(text: str) -> None:
    """Write to standard output.

    A full disk or a closed output is a Misuse; a reader who left is not.
    """
    if sys.stdout is None:
        raise Misuse("there is no standard output to write to")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        # What could not be written must not be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Misuse(f"the answer cannot be written: {error.strerror}") from None


def progress(steps: Iterable[_T], label: str, length: int) -> Iterator[_T]:
    """The steps, with a bar on standard error while they run; no bar outside a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from steps
        return
    import typer

    with typer.progressbar(steps, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
