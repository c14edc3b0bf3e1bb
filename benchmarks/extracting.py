"""Accuracy of `extract` in every text format, and the time for a whole corpus.

usage: python benchmarks/extracting.py CORPUS [--gold DIR --scorer score.py]

CORPUS holds documents as Markdown with a head, in folders by month. Each is also written as a page, as pasted text, and as the Federal
Register's XML, plain text and text in a page; the scorer (which takes GOLD CORPUS --cmd … --json) is run on each.
"""

import argparse
import html
import json
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

from eo_tracker.extract import Source, extract, read


def page(source: Source) -> str:
    body = "\n".join(f"<p>{html.escape(each)}</p>" for each in source.paragraphs)
    head = f'<meta property="og:title" content="{html.escape(source.title or "")}">'
    head += f'<meta property="article:published_time" content="{source.dated}T10:00:00">'
    return (
        f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body><nav><p>Menu</p></nav><div class='entry'>{body}</div></body></html>"
    )


def pasted(source: Source) -> str:
    return "\n\n".join(
        [source.title or "", f"{source.dated:%B} {source.dated.day}, {source.dated.year}" if source.dated else "", *source.paragraphs]
    )


def _marks(text: str) -> str:
    return text.replace("“", "``").replace("”", "''").replace("\u2019", "'").replace("—", "--")


def _signed(source: Source) -> str:
    return f"THE WHITE HOUSE, {source.dated:%B} {source.dated.day}, {source.dated.year}." if source.dated else ""


def register_text(source: Source, margin: str = "") -> str:
    lines = [
        f"{margin}[Federal Register Volume 91, Number 108]",
        f"{margin}[Presidential Documents]",
        "",
        f"{margin}{_marks(source.title or '')}",
        "",
    ]
    count = 0
    for each in [*source.paragraphs, _signed(source)]:
        for line in textwrap.wrap(_marks(each), 68, initial_indent="    ", break_long_words=False, break_on_hyphens=False):
            lines.append(margin + line)
            count += 1
            if count % 50 == 0:
                lines += ["", f"[[Page {34565 + count // 50}]]", ""]
    return "\n".join([*lines, "", f"{margin}[FR Doc. 2026-11415 Filed 6-4-26; 8:45 am]", ""])


def register_page(source: Source) -> str:
    return f"<html><head><title>x</title></head><body><pre>\n{html.escape(register_text(source))}</pre></body></html>"


def register_xml(source: Source) -> str:
    body = "\n".join(f"<P>{html.escape(each, quote=False)}</P>" for each in source.paragraphs)
    return (
        f'<?xml version="1.0"?>\n<PRESDOCU><EXECORD><HD SOURCE="HED">{html.escape(source.title or "", quote=False)}</HD>\n{body}\n'
        f"<PLACE>THE WHITE HOUSE,</PLACE><DATE>{source.dated:%B} {source.dated.day}, {source.dated.year}.</DATE>"
        "<FRDOC>[FR Doc. 2026-11415]</FRDOC></EXECORD></PRESDOCU>"
    )


def register_json(source: Source) -> str:
    return json.dumps(
        {"title": source.title, "signing_date": str(source.dated), "document_number": "2026-11415", "body_html": page(source)}
    )


FORMS: dict[str, Callable[[Source], str]] = {
    "page": page, "pasted": pasted, "register text": register_text, "register text, margin": lambda source: register_text(source, "   "),
    "register page": register_page, "register xml": register_xml, "register json": register_json,
}  # fmt: skip


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--scorer", type=Path)
    given = parser.parse_args()
    files = sorted(given.corpus.glob("*/*.md"))
    start = time.process_time()
    limits = sum(each.limit is not None for file in files for each in extract(read(file.read_bytes())).found)
    print(f"{len(files)} documents, {limits:,} deadlines, {time.process_time() - start:.1f} s of CPU")
    if not (given.gold and given.scorer):
        return
    rows = {"markdown": score(given.scorer, given.gold, given.corpus)}
    wanted = [json.loads(each.read_text(encoding="utf-8"))["file"] for each in given.gold.glob("*.json")]
    for name, form in FORMS.items():
        with tempfile.TemporaryDirectory() as folder:
            for file in wanted:
                target = Path(folder, file)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(form(read((given.corpus / file).read_bytes())), encoding="utf-8")
            rows[name] = score(given.scorer, given.gold, Path(folder))
    print(f"{'':24}" + "".join(f"{field:>10}" for field in ("f1", "cite", "due", "every", "actor", "complete", "signed")))
    for name, row in rows.items():
        print(f"{name:24}" + "".join(f"{row[field]:10.4f}" for field in ("f1", "cite", "due", "every", "actor", "complete", "signed")))


if __name__ == "__main__":
    main()
