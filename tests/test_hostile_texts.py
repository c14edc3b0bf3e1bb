"""Texts made to hurt `extract` and `verify`: impossible days, broken and swollen PDFs, odd
addresses; and drafts that always load.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import AGENCIES, Run, Write
from forms import FORMS, pasted, pdf
from hypothesis import example, given
from hypothesis import strategies as st
from orders import SOURCE
from test_hostile import peak

from eo_tracker.catalog.entry import written
from eo_tracker.catalog.load import load_texts
from eo_tracker.extract import Unreadable, extract, read
from eo_tracker.extract.draft import draft, name_of
from eo_tracker.extract.fetch import quoted

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")
ACT = "the Secretary of War shall act."


@pytest.mark.parametrize(
    "text",
    [
        f"Executive Order 13637 of March 0, 2026, is hereby amended as follows:\n\n“Sec. 2. Within 30 days of this order, {ACT}",
        f"Sec. 1. By February 30, 2026, {ACT}",
        f"Sec. 1. Within 3 days of June 31, 2026, {ACT}",
        f"Sec. 1. Not later than February 29 of each year, {ACT}",
        f"Executive Order 1 of June 0, 0000\n\nSec. 1. {ACT}",
        f"THE WHITE HOUSE, April 99, 9999.\n\nSec. 1. {ACT}",
        f'<html><head><meta property="article:published_time" content="2026-02-30T10:00"></head><body><p>Sec. 1. {ACT}</p></body></html>',
        f"---\ndate: 2026-13-01\ntitle: [a, b]\nsource_url: [c]\n---\nSec. 1. {ACT}",
        '{"signing_date": "2026-99-99", "raw_text": "Sec. 1. Directive. ' + ACT + '"}',
    ],
)
def test_days_that_no_calendar_has(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "order.txt"
    path.write_text(text, encoding="utf-8")
    for more in ([], ["--explain"], ["--format", "json"]):
        result = run("extract", path, *more)
        assert (result.status, "shall act" in result.out) == (0, True), result.err


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("https://www.whitehouse.gov/é", "https://www.whitehouse.gov/%C3%A9"),
        ("HTTPS://www.whitehouse.gov/a b?x=ü#y", "https://www.whitehouse.gov/a%20b?x=%C3%BC#y"),
        ("https://www.whitehouse.gov/%C3%A9", "https://www.whitehouse.gov/%C3%A9"),
    ],
)
def test_an_address_is_quoted_once(address: str, sent: str) -> None:
    assert quoted(address) == sent


@pytest.mark.parametrize(
    "address",
    [
        "https://www.whitehouse.gov:99999/x",
        "https://www.whitehouse.gov:0/",
        "https://www.whitehouse.gov:x/",
        "https://[::1",
        "https://",
        "HTTPS://example.com/é",
        f"https://{'a' * 70}.whitehouse.gov/",
        "https://a:b@www.whitehouse.gov/",
        "https://éé.example.gov/",
        "HTTP://www.whitehouse.gov/",
        "https://www.whitehouse.gov\\@example.com/",
    ],
)
def test_an_address_that_is_refused_is_told_in_one_sentence(run: Run, address: str) -> None:
    result = run("extract", address)
    assert (
        result.status,
        result.err.count("\n"),
        result.err.startswith(f"eo-tracker: {address}: "),
    ) == (2, 1, True), result.err


def swollen(
    content: bytes, *, pages: int = 1, resources: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """A small PDF: so many pages with one compressed content.

    `more` objects have the numbers from 6 on.
    """
    packed = zlib.compress(content, 9)
    first = 6 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(pages))
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> %s >> >>"
        % resources
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"null",
        *more,
        *[page] * pages,
    ]
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return (
        data
        + head
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, len(data))
    )


def form(number: int, content: bytes) -> bytes:
    """A form that draws the one after it, `content` of which says how often."""
    named = b"/Resources << /Font << /F1 4 0 R >> /XObject << /X %d 0 R >> >>" % (number + 1)
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] %s /Length %d >>\nstream\n%s\nendstream"
        % (named, len(content), content)
    )


BEGIN = b"BT /F1 10 Tf 12 TL 72 720 Td\n"
LINE = b"(the Secretary shall act and so on and so forth) Tj T*\n"
FORMS_IN_FORMS = (
    *(form(6 + depth, b"/X Do " * 10) for depth in range(8)),
    form(14, BEGIN + b"(a) Tj ET"),
)
SWOLLEN: dict[str, Callable[[], bytes]] = {
    "characters on one page": lambda: swollen(BEGIN + LINE * 38_000 + b"ET"),
    "characters on many pages": lambda: swollen(BEGIN + LINE * 100 + b"ET", pages=3_500),
    "a bomb": lambda: swollen(b" " * 500_000_000),
    "bytes on one page": lambda: swollen(BEGIN + LINE * 200_000 + b"ET"),
    "operators on one page": lambda: swollen(BEGIN + b"0 g " * 500_000 + b"ET"),
    "operators on many pages": lambda: swollen(BEGIN + b"0 g\n" * 10_000 + b"ET", pages=900),
    "pages": lambda: swollen(BEGIN + b"(a) Tj ET", pages=3_000),
    "forms in forms": lambda: swollen(
        b"/X Do " * 10, resources=b"/XObject << /X 6 0 R >>", more=FORMS_IN_FORMS, pages=500
    ),
}


@posix
@pytest.mark.parametrize("name", SWOLLEN)
def test_a_small_pdf_that_swells_is_left_at_the_limit(tmp_path: Path, name: str) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(SWOLLEN[name]())
    assert path.stat().st_size < 700_000
    status, spent, size, _ = peak("extract", path)
    assert (status, spent < 2, size < 300) == (2, True, True), (spent, size)


@pytest.mark.parametrize(
    ("content", "pages", "message"),
    [
        (BEGIN + LINE * 100 + b"ET", 300, "there are more than 1,000,000 characters of text in it"),
        (BEGIN + b"(a) Tj ET", 1_001, "it has more than 1,000 pages"),
        (BEGIN + b"0 g\n" * 200_001 + b"ET", 1, "it has more than 200,000 drawing operators"),
        (BEGIN + b" " * 2**21 + b"ET", 1, "one of its pages unpacks to more than 2 MiB"),
        (BEGIN + b" " * (2**21 - 100) + b"ET", 17, "its pages unpack to more than 32 MiB"),
    ],
)
def test_each_limit_of_a_pdf_is_told_in_one_sentence(
    run: Run, tmp_path: Path, content: bytes, pages: int, message: str
) -> None:
    path = tmp_path / "order.pdf"
    path.write_bytes(swollen(content, pages=pages))
    result = run("extract", path)
    told = f"eo-tracker: {path}: this PDF was not read to its end: {message}, which no order does\n"
    assert (result.status, result.err) == (2, told)


def test_the_time_of_a_pdf_is_over(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eo_tracker.extract.pdf.MAX_SECONDS", -1)
    path = tmp_path / "order.pdf"
    path.write_bytes(pdf(SOURCE))
    result = run("extract", path)
    assert (
        result.status,
        "it takes more than -1 seconds to read" in result.err,
        result.err.count("\n"),
    ) == (2, True, 1)


def broken() -> dict[str, bytes]:
    """Some hundred bytes that begin like a PDF."""
    whole = swollen(BEGIN + b"(a) Tj ET")
    return {
        "cut": whole[:278],
        "head only": b"%PDF-1.4\n",
        "no objects": b"%PDF-1.4\nxref\n0 0\ntrailer << >>\nstartxref\n9\n%%EOF",
        "kids that are no list": whole.replace(b"/Kids [", b"/Kids ("),
        "a page that is its own parent": whole.replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        "a length that is a name": whole.replace(b"/Length", b"/Length /x %"),
        "a font that is a list": whole.replace(b"/Font << /F1", b"/Font [ /F1"),
        "contents that are a text": whole.replace(b"/Contents 3 0 R", b"/Contents (x)"),
        "resources that are a number": whole.replace(b"/Resources <<", b"/Resources 7 /R <<"),
    }


@pytest.mark.parametrize("name", broken())
def test_a_broken_pdf_ends_with_one_sentence_and_ends_no_folder(
    run: Run, tmp_path: Path, name: str
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    path = texts / "broken.pdf"
    path.write_bytes(broken()[name])
    result = run("extract", path)
    assert (result.status, result.err.count("\n"), "broken.pdf: " in result.err) == (2, 1, True), (
        result.err
    )
    (texts / "order.txt").write_text(
        "Executive Order 14409 of June 2, 2026\n\nSec. 1. Directive. (a) " + ACT, encoding="utf-8"
    )
    checked = run("verify", "eo-14409", "--text", texts)
    assert checked.status in (0, 1)
    assert "1 of 2 files could not be read as texts." in checked.err


@pytest.mark.parametrize(
    "fault",
    [
        OSError("x"),
        AssertionError,
        MemoryError,
        ZeroDivisionError,
        NotImplementedError,
        SystemError,
    ],
)
def test_whatever_a_library_meets_is_a_fault_of_the_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr("pypdf.PdfReader", broken)
    monkeypatch.setattr("html.parser.HTMLParser.feed", broken)
    monkeypatch.setattr("xml.etree.ElementTree.XMLPullParser.feed", broken)
    monkeypatch.setattr("json.loads", broken)
    monkeypatch.setattr("urllib.request.OpenerDirector.open", broken)
    for name, data in (
        ("a.pdf", pdf(SOURCE)),
        *((f"{name}.txt", FORMS[name](SOURCE).encode()) for name in FORMS),
    ):
        path = tmp_path / name.replace(" ", "-")
        path.write_bytes(data)
        result = run("extract", path)
        by_us = name[:-4] in ("pasted", "markdown", "register text", "register text, margin")
        assert (result.status, result.err.count("\n") == 1 or by_us) == (0 if by_us else 2, True), (
            name,
            result.err,
        )
    refused = run("extract", "https://www.whitehouse.gov/x")
    assert (refused.status, refused.err.count("\n")) == (2, 1), refused.err


# drafts

PIECES = [
    "Section 1. Policy. ",
    "Sec. 2. Directive. (a) ",
    "Sec. 99999999999999999999999999999999999999999999999999999999999999999999999999999999. ",
    "Sec. 2.1.1.1.1. ",
    "Sec. ٣. ",
    "(a) ",
    "(i) ",
    "(٣) ",
    "(A) ",
    "(1) ",
    "(date) ",
    "\n\n",
    "\n",
    "“",
    "”",
    ": ",
    "; and ",
    ". ",
    "—",
    "Within 30 days of the date of this order, ",
    "within ٣٠ days of the date of this order, ",
    "Within 0 days of the date of this order, ",
    "within ９０ days after receipt of the report, ",
    "within ninety (9000000) days of the date of this order, ",
    "within hundred hundred hundred hundred hundred days of the date of this order, ",
    "every 0 days ",
    "every ٣ days ",
    "annually ",
    "within 72 hours of notice, ",
    "at least once every 36 months, ",
    "not later than 10 days before the meeting, ",
    "by December 31, 3050, ",
    "by December 31, 1700, ",
    "by January 1, 0000, ",
    "by June ٣, ٢٠٢٦, ",
    "by fiscal year 9999, ",
    "by the end of fiscal year ２０２７, ",
    "by 2030, ",
    "by July 4 of each year ",
    "by February 29, 2027, ",
    "By the year 0000 ",
    "the Secretary of Homeland Security, acting through CISA, ",
    "agencies ",
    "shall report ",
    "shall ",
    "must act",
    "will ",
    "in voluntary collaboration with the Secretary of Homeland Security through the Director of CISA, ",
    "in consultation with OMB, ",
    "is hereby directed to ",
    "Nothing in this order shall be construed to ",
    "Nothing in this section ",
    "such report:",
    "THE WHITE HOUSE, ",
    "June 2, 2026. ",
    "June ٢, ٢٠٢٦",
    "July 4, 0001",
    "Executive Order 13637 of March 0, 2026, ",
    "is hereby amended as follows: ",
    "Executive Order １４４０９",
    "NSPM-٣",
    "\ufffe",
    "\u2028",
    "\u200b",
    "\x85",
    "\x07",
    "&#x202E;",
    "😀",
    "null",
    "~",
    "- ",
    "REVIEW: ",
]
WORDS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("".join)
HEADS = [
    "{}",
    "---\ndate: '{0}'\ntitle: {0}\nsource_url: {0}\n---\n{0}",
    "<html><meta property='og:title' content='x'><p>{}</p></html>",
]
PAGE = "<meta property='og:url' content='{0}'><meta property='article:published_time' content='{0}'><p>{0}</p>"


@given(WORDS, st.sampled_from([*HEADS, PAGE, "<EXECORD><P>{}</P></EXECORD>"]))
@example(f"Sec. 1. Within ٣٠ days of the date of this order, {ACT}", "{}")
@example(f"Sec. 1. By ٢٠٢٧, {ACT}", "{}")
@example(f"Sec. 1. By December 31, 3050, {ACT}", "{}")
@example(f"Executive Order 1 of June 2, 3500\n\nSec. 1. {ACT}", "{}")
@example(f"javascript:alert(1) {ACT}", PAGE)
def test_every_draft_loads(text: str, head: str) -> None:
    data = head.format(text).encode("utf-8", "replace")
    try:
        found = extract(read(data))
    except Unreadable:
        return
    entry = draft(
        found, load_texts({"agencies.yaml": AGENCIES}, name="x").catalog.parties, sha256="0" * 64
    )
    loaded = load_texts(
        {"agencies.yaml": AGENCIES, f"{name_of(found)}.yaml": written(entry)}, name="x"
    )
    assert [each for each in loaded.problems if each.code.startswith(("E1", "E2"))] == [], written(
        entry
    )
    assert all(each["summary"] and each["title"] for each in entry.get("directives", ()))


@pytest.mark.parametrize(
    "limit",
    [
        "Within ٣٠ days of the date of this order",
        "By December 31, 3050",
        "By ٢٠٢٧",
        "Within ninety (9000000) days of this order",
    ],
)
def test_a_draft_on_the_disk_loads(run: Run, write: Write, tmp_path: Path, limit: str) -> None:
    folder, text = write(), tmp_path / "order.txt"
    text.write_text(pasted(SOURCE) + f"\n\nSec. 9. More. (a) {limit}, {ACT}", encoding="utf-8")
    assert run("extract", text, "--out", folder, "--catalog", "shipped").status == 0
    result = run("check", "shipped", folder, "--select", "E1")
    assert (result.status, result.out) == (0, "")
