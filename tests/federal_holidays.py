"""The federal holidays as the `holidays` package has them, from a table beside this file, so that no test decides what users run on.

To write the table anew: pip install holidays && python tests/federal_holidays.py
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".txt")
FIRST_YEAR, LAST_YEAR = 1865, 2100


@cache
def federal_holidays() -> frozenset[date]:
    """Every day on which a federal holiday was or will be kept in the years of the table."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(date.fromisoformat(line) for line in lines if not line.startswith("#"))


def main() -> None:
    """Write the table from the package."""
    from importlib.metadata import version

    import holidays

    every = holidays.country_holidays("US", years=range(FIRST_YEAR, LAST_YEAR + 1))
    days = sorted(day for day in every if FIRST_YEAR <= day.year <= LAST_YEAR)
    head = f"# Federal holidays of the United States, as kept, {FIRST_YEAR} to {LAST_YEAR}: holidays {version('holidays')}"
    TABLE.write_text("\n".join([head, *map(str, days)]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
