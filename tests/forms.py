"""One text in every form in which orders are published."""

from __future__ import annotations

import html
import io
import json
import re
import textwrap
from collections.abc import Callable

from eo_tracker.extract import Source


def page(source: Source) -> str:
    body = "\n".join(f"<p>{html.escape(each)}</p>" for each in source.paragraphs)
    head = f'<meta property="og:title" content="{html.escape(source.title or "")}">'
    head += f'<meta property="article:published_time" content="{source.dated}T10:00:00">'
    return f"<!DOCTYPE html><html><head><title>x</title>{head}</head><body><nav><p>Menu</p></nav><div class='entry'>{body}</div></body></html>"


def _day(source: Source) -> str:
    assert source.dated
    return f"{source.dated:%B} {source.dated.day}, {source.dated.year}"


def pasted(source: Source) -> str:
    return "\n\n".join([source.title or "", _day(source), *source.paragraphs])


def markdown(source: Source) -> str:
    body = "\n\n".join(
        textwrap.fill(each.replace("(", r"\("), 72, break_long_words=False, break_on_hyphens=False)
        for each in source.paragraphs
    )
    return f"---\ndate: '{source.dated}'\ntitle: {source.title}\n---\n \n{body}\n"


def _marks(text: str) -> str:
    return text.replace("“", "``").replace("”", "''").replace("\u2019", "'").replace("—", "--")


def register_text(source: Source, margin: str = "") -> str:
    head = [
        "[Federal Register Volume 91, Number 108]",
        "[Presidential Documents]",
        "",
        _marks(source.title or ""),
        "",
    ]
    lines = [margin + each for each in head]
    count = 0
    for each in [*source.paragraphs, f"THE WHITE HOUSE, {_day(source)}."]:
        for line in textwrap.wrap(
            _marks(each), 68, initial_indent="    ", break_long_words=False, break_on_hyphens=False
        ):
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
        {
            "title": source.title,
            "signing_date": str(source.dated),
            "document_number": "2026-11415",
            "body_html": page(source),
        }
    )


def pdf(source: Source) -> bytes:
    """Pages of 40 lines with a running head, as a printer sets them."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    paragraphs = [source.title or "", _day(source), *source.paragraphs]
    lines = [
        line
        for each in paragraphs
        for line in [*textwrap.wrap(each, 90, break_on_hyphens=True), ""]
    ]
    writer = PdfWriter()
    font = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    fonts = DictionaryObject(
        {
            NameObject("/F1"): DictionaryObject(
                {NameObject(key): NameObject(name) for key, name in font.items()}
            )
        }
    )
    for number, start in enumerate(range(0, len(lines), 40)):
        shown = [
            f"Federal Register / Vol. 91, No. 108 / Thursday, June 4, 2026 / Presidential Documents {34565 + number}"
        ]
        page = writer.add_blank_page(612, 792)
        stream = DecodedStreamObject()
        drawn = [
            b"(" + re.sub(rb"([\\()])", rb"\\\1", each.encode("cp1252", "replace")) + b") Tj T*"
            for each in [*shown, *lines[start : start + 40]]
        ]
        stream.set_data(b"BT /F1 10 Tf 12 TL 72 720 Td\n" + b"\n".join(drawn) + b"\nET")
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


FORMS: dict[str, Callable[[Source], str]] = {
    "page": page,
    "pasted": pasted,
    "markdown": markdown,
    "register text": register_text,
    "register text, margin": lambda source: register_text(source, "   "),
    "register page": register_page,
    "register xml": register_xml,
    "register json": register_json,
}
