"""Accuracy of `extract` in every text format, and the time for a whole corpus.

usage: python benchmarks/extracting.py CORPUS [--gold DIR --scorer score.py]

CORPUS holds documents as Markdown with a head, in folders by month. Each is also written as a page,
as pasted text, and as the Federal Register's XML, plain text and text in a page; the scorer (which
takes GOLD CORPUS --cmd … --json) is run on each.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from forms import FORMS

from eo_tracker.catalog.entry import written
from eo_tracker.catalog.load import load, load_texts
from eo_tracker.catalog.locate import shipped
from eo_tracker.check import RULES, check
from eo_tracker.extract import Extraction, extract, read
from eo_tracker.extract.draft import draft


def score(scorer: Path, gold: Path, corpus: Path) -> dict[str, float]:
    command = [
        sys.executable,
        str(scorer),
        str(gold),
        str(corpus),
        "--cmd",
        f"{sys.executable} -m eo_tracker extract {{}} --format json",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def wrong(texts: list[Extraction]) -> int:
    """How many drafts do not load, or have a finding of `check` that is more than a warning."""
    registry = (shipped() / "agencies.yaml").read_text(encoding="utf-8")
    parties = load([shipped()], name="x").catalog.parties
    count = 0
    for text in texts:
        entry = draft(text, parties)
        loaded = load_texts(
            {"agencies.yaml": registry, f"{entry['id']}.yaml": written(entry)}, name="x"
        )
        count += any(RULES[each.code].level == "error" for each in check(loaded))
    return count


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    given = parser.parse_args()
    files = sorted(given.corpus.glob("*/*.md"))
    start = time.process_time()
    texts = [extract(read(file.read_bytes())) for file in files]
    limits = sum(each.limit is not None for text in texts for each in text.found)
    print(
        f"{len(files)} documents, {limits:,} deadlines, {time.process_time() - start:.1f} s of CPU"
    )
    found = sum(each.span is not None for text in texts for each in text.found)
    print(
        f"{found:,} of {sum(len(text.found) for text in texts):,} findings have a place in the text; {wrong(texts)} drafts have an error"
    )
    if not (given.gold and given.scorer):
        return
    rows = {"markdown": score(given.scorer, given.gold, given.corpus)}
    wanted = [
        json.loads(each.read_text(encoding="utf-8"))["file"] for each in given.gold.glob("*.json")
    ]
    for name, form in FORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            for file in wanted:
                target = Path(folder, file)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(form(read((given.corpus / file).read_bytes())), encoding="utf-8")
            rows[name] = score(given.scorer, given.gold, Path(folder))
    print(
        f"{'':24}"
        + "".join(
            f"{field:>10}"
            for field in ("f1", "cite", "due", "every", "actor", "complete", "signed")
        )
    )
    for name, row in rows.items():
        print(
            f"{name:24}"
            + "".join(
                f"{row[field]:10.4f}"
                for field in ("f1", "cite", "due", "every", "actor", "complete", "signed")
            )
        )


if __name__ == "__main__":
    main()
