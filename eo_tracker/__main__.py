"""`eo-tracker` and `python -m eo_tracker`."""

import os
import sys


def main() -> None:
    """Run the program; Ctrl-C ends it quietly with 130, while it still loads too."""
    try:
        from eo_tracker.cli import app
        from eo_tracker.cli.program import with_only

        with_only(app, sys.argv[1] if len(sys.argv) > 1 else "")(prog_name="eo-tracker")
    except KeyboardInterrupt:
        os._exit(130)
    except OSError as error:  # help has nowhere to go: a full disk, a closed output
        sys.stderr.write(f"eo-tracker: the answer cannot be written: {error.strerror}\n")
        os._exit(2)


if __name__ == "__main__":
    main()
