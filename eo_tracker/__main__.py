"""`python -m eo_tracker`."""

from eo_tracker.cli import app

if __name__ == "__main__":
    app(prog_name="eo-tracker")
