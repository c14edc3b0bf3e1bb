"""`eo-tracker` and `python -m eo_tracker`.

Little is imported before the command is known: `--version` ends first.
"""

import io
import os
import sys

from eo_tracker import __version__


class _Notes(io.TextIOWrapper):
    """Standard error that never decides how a run ends.

    Text that cannot be written, because the disk is full or the pipe is closed, is dropped.
    """

    def write(self, text: str) -> int:
        try:  # noqa: SIM105 - contextlib takes longer to import than --version does
            super().write(text)
        except OSError:
            pass
        return len(text)

    def flush(self) -> None:
        try:  # noqa: SIM105
            super().flush()
        except OSError:
            pass


def main() -> None:
    """Run the program and end the process.

    Ctrl-C ends it quietly with 130, while it still loads too.
    """
    try:
        status = _run(sys.argv[1:])
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # None where it was closed before the start
                stream.flush()
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:  # the reader has what it wanted
        status = 0
    except OSError as error:  # the answer has nowhere to go: a full disk, a closed output
        sys.stderr.write(f"eo-tracker: the answer cannot be written: {error.strerror}\n")
        status = 2
    # Taking a big catalog apart, object by object, takes longer than to read it; the system does it
    # at once.
    os._exit(status)


def _run(args: list[str]) -> int:
    _open_standard_error()
    if args == ["--version"] and sys.stdout is not None:
        sys.stdout.write(f"eo-tracker {__version__}\n")
        return 0
    from eo_tracker.cli.again import answer_again

    if answer_again(args):
        return 0
    import signal

    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:
        # While loading, the system's own way: some imports turn an interrupt into an error.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from eo_tracker.cli.application import app

    signal.signal(signal.SIGINT, heard)
    try:
        app(prog_name="eo-tracker")
    except SystemExit as end:
        return _status(end)
    return 0


def _open_standard_error() -> None:
    # One that was closed before the start is opened on nothing: else its number would become that
    # of a file.
    notes = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if isinstance(notes, io.TextIOWrapper):
        sys.stderr = _Notes(notes.detach(), notes.encoding, notes.errors, line_buffering=True)


def _status(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


if __name__ == "__main__":
    main()
