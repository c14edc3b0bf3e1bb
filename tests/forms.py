"""One text in every form in which orders are published."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable

from eo_tracker.extract import Source


def page(source: Source) -> str:
    body = "\n".join(f"<p>{html.escape(each)}</p>" for each in source.paragraphs)
    head = f'<meta property="og:title" content="{html.escape(source.title or "")}">'
    head += f'<meta property="article:published_time" content="{source.dated}T10:00:00">'
    return (
        f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body><nav><p>Menu</p></nav><div class='entry'>{body}</div></body></html>"
    )


def _day(source: Source) -> str:
    assert source.dated
    return f"{source.dated:%B} {source.dated.day}, {source.dated.year}"


def pasted(source: Source) -> str:
    return "\n\n".join([source.title or "", _day(source), *source.paragraphs])


def markdown(source: Source) -> str:
    body = "\n\n".join(
        textwrap.fill(each.replace("(", r"\("), 72, break_long_words=False, break_on_hyphens=False) for each in source.paragraphs
    )
    return f"---\ndate: '{source.dated}'\ntitle: {source.title}\n---\n \n{body}\n"


def _marks(text: str) -> str:
    return text.replace("“", "``").replace("”", "''").replace("\u2019", "'").replace("—", "--")


def register_text(source: Source, margin: str = "") -> str:
    head = ["[Federal Register Volume 91, Number 108]", "[Presidential Documents]", "", _marks(source.title or ""), ""]
    lines = [margin + each for each in head]
    count = 0
    for each in [*source.paragraphs, f"THE WHITE HOUSE, {_day(source)}."]:
        for line in textwrap.wrap(_marks(each), 68, initial_indent="    ", break_long_words=False, break_on_hyphens=False):
            lines.append(margin + line)
            count += 1
            if count % 9 == 0:
                lines += ["", f"[[Page {34565 + count // 9}]]", ""]
    return "\n".join([*lines, "", f"{margin}[FR Doc. 2026-11415 Filed 6-4-26; 8:45 am]", ""])


def register_page(source: Source) -> str:
    return f"<html><head><title>x</title></head><body><pre>\n{html.escape(register_text(source))}</pre></body></html>"


def register_xml(source: Source) -> str:
    body = "\n".join(f"<P>{html.escape(each, quote=False)}</P>" for each in source.paragraphs)
    return (
        f'<?xml version="1.0"?>\n<PRESDOCU><EXECORD><HD SOURCE="HED">{html.escape(source.title or "", quote=False)}</HD>\n{body}\n'
        f"<PLACE>THE WHITE HOUSE,</PLACE><DATE>{_day(source)}.</DATE><FRDOC>[FR Doc. 2026-11415]</FRDOC></EXECORD></PRESDOCU>"
    )


def register_json(source: Source) -> str:
    return json.dumps(
        {"title": source.title, "signing_date": str(source.dated), "document_number": "2026-11415", "body_html": page(source)}
    )


FORMS: dict[str, Callable[[Source], str]] = {
    "page": page, "pasted": pasted, "markdown": markdown, "register text": register_text,
    "register text, margin": lambda source: register_text(source, "   "), "register page": register_page, "register xml": register_xml,
    "register json": register_json,
}  # fmt: skip
