"""`eo-tracker` and `python -m eo_tracker`."""

import contextlib
import io
import os
import signal
import sys


class _Notes(io.TextIOWrapper):
    """Standard error that never decides how a run ends: what nobody can hear, on a full disk or a
    pipe that is closed, is let go.
    """

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()


def main() -> None:
    """Run the program and end the process.

    Ctrl-C ends it quietly with 130, while it still loads too.
    """
    # One that was closed before the start is opened on nothing: else its number would become that
    # of a file.
    notes = sys.stderr or os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    if isinstance(notes, io.TextIOWrapper):
        sys.stderr = _Notes(notes.detach(), notes.encoding, notes.errors, line_buffering=True)
    try:
        heard = signal.getsignal(signal.SIGINT)
        if heard is signal.default_int_handler:
            # While loading, the system's own way: some imports turn an interrupt into an error.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        from eo_tracker.cli.commands import app, load

        load(sys.argv[1] if len(sys.argv) > 1 else None)
        signal.signal(signal.SIGINT, heard)
        try:
            app(prog_name="eo-tracker")
            status = 0
        except SystemExit as end:
            status = _status(end)
        for stream in filter(
            None, (sys.stdout, sys.stderr)
        ):  # None where it was closed before the start
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


def _status(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1


if __name__ == "__main__":
    main()
