"""From a text to its directives: every form alike, limits told from what only looks like one,
drafts that load, bad input refused.
"""

from __future__ import annotations

import contextlib
import html
import http.server
import io
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import CATALOG, Run
from cost import moment
from forms import FORMS, markdown, page, pasted, pdf, register_xml
from hypothesis import example, given
from hypothesis import strategies as st
from loopback import serving
from orders import LIMITS, PARAGRAPHS, SOURCE

from eo_tracker.catalog.load import load, load_texts
from eo_tracker.check import RULES, check
from eo_tracker.extract import Source, Unreadable, extract, read
from eo_tracker.extract.draft import draft
from eo_tracker.extract.fetch import checked, fetch
from eo_tracker.extract.outline import outline
from eo_tracker.extract.timing import limits


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "order.md"
    path.write_text(markdown(SOURCE), encoding="utf-8")
    return path


def found_in(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    dated = (each for each in data["directives"] if each["deadline"])
    return [
        (
            each["cite"],
            each["deadline"]["phrase"],
            each["deadline"]["due"],
            each["deadline"]["every"],
            each["actor"],
        )
        for each in dated
    ]


def test_every_limit_and_nothing_that_only_looks_like_one(run: Run, order: Path) -> None:
    answer = run("extract", order, "--format", "json").json
    assert answer["instrument"]["dated"] == "2026-06-02"
    assert answer["instrument"]["kind"] == "executive-order"
    assert found_in(answer) == LIMITS
    items = [each for each in answer["directives"] if each["governed_by"]]
    assert [
        (each["cite"], each["governed_by"], each["deadline"], each["actor"]) for each in items
    ] == [
        ("3(c)(i)", "3(c)", None, "the Secretary of Labor"),
        ("3(c)(ii)", "3(c)", None, "the Administrator of General Services"),
    ]
    assert ("3(h)", None, "The Attorney General") in [
        (each["cite"], each["deadline"], each["actor"]) for each in answer["directives"]
    ]
    assert not [each for each in answer["directives"] if each["cite"].startswith("5")]
    assert [(each["cite"], each["scope"]) for each in answer["limitations"]] == [
        ("5(a)", "order"),
        ("5(b)", "order"),
    ]
    assert answer["definitions"] == [
        {"cite": "2(a)", "term": "crane"},
        {"cite": "2(b)", "term": "port"},
    ]
    assert {(each["cite"], each["phrase"], each["why"]) for each in answer["not_deadlines"]} >= {
        ("1", "by 2030", "nobody is told to do anything"),
        ("3(a)", "30 years", "no words of a time limit go with it"),
        ("3(e)", "20 years", "no words of a time limit go with it"),
        ("3(f)", "2 years", "no words of a time limit go with it"),
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_same_in_every_form(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / "text"
    path.write_text(FORMS[form](SOURCE), encoding="utf-8")
    answer = run("extract", path, "--format", "json").json
    assert answer["instrument"]["dated"] == "2026-06-02"
    assert found_in(answer) == LIMITS


@pytest.mark.parametrize("form", FORMS)
def test_spans_hold_the_words_in_the_text_as_it_was_given(form: str) -> None:
    found = extract(read(FORMS[form](SOURCE).encode()))

    def letters(words: str) -> str:
        seen = re.sub(r"<[^<>]*>|\[\[Page \d+\]\]", "", words)
        return re.sub(r"[\W_]", "", html.unescape(seen))

    for each in found.found:
        assert each.span
        assert letters(found.source.text[slice(*each.span)]) == letters(each.sentence)
        if each.limit:
            assert each.limit_span
            assert letters(found.source.text[slice(*each.limit_span)]) == letters(each.limit.phrase)
    starts = [node.span[0] for node in found.nodes if node.span]
    assert starts == sorted(starts)
    assert len(starts) == len([node for node in found.nodes if node.text])


@pytest.mark.parametrize(
    ("line", "dated", "doubt"),
    [
        ("June 1, 2026.", "2026-06-01", True),  # the page was put up a day later
        ("June 2, 2026.", "2026-06-02", False),
        ("February 6, 2025.", "2026-06-02", True),  # no page is put up more than a year late
    ],
)
@pytest.mark.parametrize("form", ["page", "pasted", "markdown"])
def test_limits_run_from_the_day_in_the_last_lines(
    run: Run, tmp_path: Path, form: str, line: str, dated: str, doubt: bool
) -> None:
    path = tmp_path / "text"
    path.write_text(
        FORMS[form](replace(SOURCE, paragraphs=[*PARAGRAPHS, "THE WHITE HOUSE,", line])),
        encoding="utf-8",
    )
    told = run("extract", path, "--format", "json").json["instrument"]
    assert (told["dated"], bool(told["doubts"])) == (dated, doubt)
    assert ("its last lines say" in run("extract", path).err) == doubt


def test_a_pdf_with_text_and_one_without(run: Run, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    printed = tmp_path / "order.pdf"
    printed.write_bytes(pdf(SOURCE))
    answer = run("extract", printed, "--format", "json").json
    assert (answer["instrument"]["dated"], answer["instrument"]["title"]) == (
        "2026-06-02",
        "Lifting the Nation’s Ports",
    )
    assert found_in(answer) == LIMITS
    blank = pypdf.PdfWriter()
    blank.add_blank_page(200, 200)
    data = io.BytesIO()
    blank.write(data)
    path = tmp_path / "scan.pdf"
    path.write_bytes(data.getvalue())
    result = run("extract", path)
    assert (result.status, result.err) == (
        2,
        f"eo-tracker: {path}: this PDF has no text in it, only pictures of pages\n",
    )
    path.write_bytes(data.getvalue()[:100])
    assert run("extract", path).status == 2


def test_markers_are_read_by_their_neighbours() -> None:
    def cites(*paragraphs: str) -> list[str]:
        return [each.cite for each in outline(paragraphs) if each.cite]

    letters = [f"({letter}) Text." for letter in "abcdefghijk"]
    assert cites("Sec. 2. Heading. (a) Text.", *letters[1:])[-3:] == ["2(i)", "2(j)", "2(k)"]
    assert cites("Sec. 2. Heading. (a) Text:", "(i) one;", "(ii) two; and", "(b) more.") == [
        "2",
        "2(a)",
        "2(a)(i)",
        "2(a)(ii)",
        "2(b)",
    ]
    assert cites("Sec. 4. Safety.", "4.1. Developing. (a) Text:", "(i) one; and", "(ii) two.") == [
        "4",
        "4.1",
        "4.1(a)",
        "4.1(a)(i)",
        "4.1(a)(ii)",
    ]
    running = cites(
        "Sec. 3. Heading. (a) The Secretary shall: (i) look; (ii) listen; and (iii) report."
    )
    assert running == ["3", "3(a)", "3(a)(i)", "3(a)(ii)", "3(a)(iii)"]
    assert cites("1. Purpose. Text.", "2. Directives. (a) Text.") == ["1", "2", "2(a)"]
    assert cites("Sec. 1. H. Text.", "Section 232(a) of the Act applies.") == ["1", "1"]


@pytest.mark.parametrize(
    ("words", "sort", "due", "every"),
    [
        (
            "Not later than one hundred eighty days after the date of this memorandum, X shall report.",
            "relative",
            "2026-11-29",
            None,
        ),
        ("X shall report by February 2027.", "absolute", "2027-02-28", None),
        (
            "X shall report no later than 2 years from the issuance of this order.",
            "relative",
            "2028-06-02",
            None,
        ),
        (
            "Within 60 days of the date of this order, and every 180 days thereafter, X shall report.",
            "recurring",
            "2026-08-01",
            "180 days",
        ),
        ("X shall meet at least twice each year.", "recurring", None, "6 months"),
        ("X shall, on a biennial basis, report.", "recurring", None, "2 years"),
        (
            "X shall report not later than February 1 of each year.",
            "recurring",
            "2027-02-01",
            "1 year",
        ),
        ("Within 30 days of publication of the plan, X shall act.", "event", None, None),
        ("30 days after the date of this order, X shall act.", "relative", "2026-07-02", None),
        ("X shall write no later than 5 days before the hearing.", "event", None, None),
        (
            "Every 6 months from the date of this order, X shall report.",
            "recurring",
            "2026-12-02",
            "6 months",
        ),
        ("At the end of the 90-day period, X shall report.", "event", None, None),
    ],
)
def test_wordings(words: str, sort: str, due: str | None, every: str | None) -> None:
    (limit,) = limits(words, date(2026, 6, 2))
    assert (limit.sort, str(limit.due) if limit.due else None, limit.every) == (sort, due, every)


def test_a_draft_loads_and_lints_with_warnings_only(run: Run, order: Path, catalog: Path) -> None:
    result = run("extract", order, "--out", catalog, "--catalog", catalog)
    target = catalog / "eo-2026-06-02-lifting-nations-ports.yaml"
    assert (result.status, result.out) == (0, f"{target.as_posix()}\n")
    assert "To review" in result.err
    problems = check(load([catalog], name="x"))
    assert [str(each) for each in problems if RULES[each.code].level == "error"] == []
    assert "E909" in {each.code for each in problems}
    shown = run(
        "show",
        "eo-2026-06-02-lifting-nations-ports/3b",
        "--catalog",
        catalog,
        "--as-of",
        "2026-06-09",
    ).out
    assert "DHS through CISA" in shown
    written = target.read_text(encoding="utf-8")
    assert "title: Publish a list of cranes that are older than 30 years" in written
    assert "consults: [commerce, omb]" in written
    assert "  - id: 5b\n    cite: 5(b)\n    scope: order\n" in written
    assert "{by: FY2027}" in written
    assert "Monday, August 31, 2026" in shown
    again = run("extract", order, "--out", catalog, "--catalog", catalog)
    assert (again.status, "--force replaces it" in again.err) == (2, True)
    assert run("extract", order, "--out", catalog, "--catalog", catalog, "--force").status == 0


def test_an_office_whose_name_begins_another_is_not_meant(
    run: Run, tmp_path: Path, catalog: Path
) -> None:
    others = [
        "(k) Within 30 days of the date of this order, the President of the Port Bank shall report.",
        "(l) Within 30 days of the date of this order, the Assistant Secretary of War for Docks and the Secretary of Labor shall report.",
    ]
    path = tmp_path / "order.md"
    path.write_text(
        markdown(replace(SOURCE, paragraphs=[*PARAGRAPHS[:15], *others])), encoding="utf-8"
    )
    run("extract", path, "--out", catalog, "--catalog", catalog)
    drafted = {
        each.id: each
        for each in load([catalog], name="x")
        .catalog.instruments["eo-2026-06-02-lifting-nations-ports"]
        .directives
    }
    assert [str(each) for each in drafted["3k"].binds] == []
    assert [str(each) for each in drafted["3l"].binds] == ["labor"]
    assert "bound are only those of them that the registry has" in (drafted["3l"].note or "")
    shown = run(
        "due",
        "--order",
        "eo-2026-06-02-lifting-nations-ports",
        "--as-of",
        "2026-06-09",
        "--catalog",
        catalog,
    ).out
    assert "Labor (to be reviewed)" in shown


def test_a_directive_and_a_limit_at_one_pinpoint(run: Run, tmp_path: Path, catalog: Path) -> None:
    both = "(k) The Attorney General shall help. Nothing in this section shall be construed to create a right."
    path = tmp_path / "order.md"
    path.write_text(
        markdown(replace(SOURCE, paragraphs=[*PARAGRAPHS[:15], both])), encoding="utf-8"
    )
    run("extract", path, "--out", catalog, "--catalog", catalog)
    loaded = load([catalog], name="x")
    drafted = loaded.catalog.instruments["eo-2026-06-02-lifting-nations-ports"]
    assert loaded.problems == ()
    assert [(each.id, each.scope) for each in drafted.limitations] == [("3k-2", "section")]
    assert drafted.directives[-1].id == "3k"


def test_explain_marks_what_was_found(run: Run, order: Path) -> None:
    text = run("extract", order, "--explain").out
    assert "⟦when: Within 45 days of the date of this order → 2026-07-17⟧" in text
    assert "⟦who: the Secretary of the Treasury⟧" in text
    assert len([line for line in text.splitlines() if line.startswith("[3(")]) >= 12
    assert "[5(b)] This order shall be implemented consistent with applicable law. ⟦limit⟧" in text
    assert "⟦doubt: the limit binds others than those told to act⟧" in text
    assert "  [3(f)] 2 years: no words of a time limit go with it" in text


def test_an_order_without_directives_is_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.txt"
    quiet = Source(
        ["A PROCLAMATION", "We honor crane operators.", "I call upon all Americans to wave."],
        title="Crane Day",
        dated=date(2026, 6, 2),
    )
    path.write_text(pasted(quiet), encoding="utf-8")
    result = run("extract", path)
    assert (result.status, result.err) == (0, "No directives found.\n")


BAD = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n ", "it is empty"),
    "no order": (b"Dear Sir,\n\nthank you for the cranes.\n", "this does not look like an order"),
    "bytes": (bytes(range(256)) * 20, "it is no text"),
    "entities": (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><PRESDOCU>&a;</PRESDOCU>',
        "document type or entities",
    ),
    "broken xml": (b'<?xml version="1.0"?><PRESDOCU><P>x</PRESDOCU>', "no well-formed XML"),
    "empty page": (b"<html><head></head></html>", "there is no text in it"),
    "json": (b'{"title": "x"}', "no text in it"),
    "cut json": (b'{"title": ', "it is no JSON"),
    "large": (b"Within 30 days " * 600_000, "larger than 8 MiB"),
    "much text": (b"Within 30 days " * 80_000, "more than 1,000,000 characters"),
    "many paragraphs": (
        b"(a) The Secretary shall act.\n\n" * 20_001,
        "more than 20,000 paragraphs",
    ),
    "deep xml": (
        b'<?xml version="1.0"?><PRESDOCU>' + b"<P>a" * 1_000 + b"</P>" * 1_000 + b"</PRESDOCU>",
        "more than 100 levels deep",
    ),
    "deep json": (b'{"a":' * 100_000, "it is no JSON"),
    "unknown encoding": (
        b'<?xml version="1.0" encoding="bogus"?><PRESDOCU><P>x</P></PRESDOCU>',
        "unknown encoding: bogus",
    ),
    "broken page": (
        b"<html><body><p>The Secretary shall act.<![foo[x]]></body></html>",
        "it is no page that can be read",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_message(run: Run, tmp_path: Path, name: str) -> None:
    data, message = BAD[name]
    path = tmp_path / "bad"
    path.write_bytes(data)
    result = run("extract", path)
    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)
    assert f"{path}: {message}" in result.err or (str(path) in result.err and message in result.err)
    assert run("extract", tmp_path / "nothing").status == 2


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<!--",
        "<a ",
        '<a href="',
        "<a b='c",
        "<script>",
        "<p>",
        "<ol><li>",
        "<div>x",
        "</",
        "&",
        "&#",
        "\n",
    ],
)
def test_markup_that_would_hurt(unit: str) -> None:
    with moment(), contextlib.suppress(Unreadable):
        read(f"<html><body><p>The Secretary shall act.{unit * 60_000}".encode())


def test_what_a_page_hides_is_not_read() -> None:
    hidden = "<!-- <p>The Council shall act.</p> --><script>'<p>The Board shall act.</p>'</script><STYLE>p {}</STYLE>"
    found = extract(
        read(f"<html><body>{hidden}<p>The Secretary shall act.</p></body></html>".encode())
    )
    assert [(each.actor, found.source.text[slice(*each.span or ())]) for each in found.found] == [
        ("The Secretary", "The Secretary shall act")
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "&#99999999999999999999;",
        "&#xFFFFFFFF;",
        "&#55296;",
        "&#0;",
        "\x9b31m",
        "\x1b[31m",
        "\u202e",
        "\u2066",
        "\x00",
        "<![if !x]>",
        "<![CDATA[",
        "<?",
    ],
)
def test_characters_that_steer_do_not_come_through(run: Run, tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "page"
    path.write_text(
        page(SOURCE)
        .replace("<p>Menu", f"<p>{hostile}")
        .replace("Within 45", f"{hostile} Within 45"),
        encoding="utf-8",
    )
    for asked in ([], ["--format", "json"], ["--explain"]):
        result = run("extract", path, *asked)
        assert result.status == 0, result.err
        assert not {"\x9b", "\x1b", "\u202e", "\u2066", "\x00"} & set(result.out + result.err)


def test_half_a_character_in_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "text.json"
    path.write_text(
        json.dumps(json.loads(FORMS["register json"](SOURCE)) | {"title": "\ud800 Ports"}),
        encoding="utf-8",
    )
    assert run("extract", path, "--format", "json").json["instrument"]["title"] == "? Ports"
    assert run("extract", path, "--out", tmp_path / "draft.yaml").status == 0


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="POSIX only")
def test_an_endless_file_is_refused(run: Run) -> None:
    for asked in (
        ["extract", "/dev/zero"],
        ["verify", "--text", "/dev/zero"],
        ["export", "ics", "--check", "/dev/zero"],
    ):
        result = run(*asked)
        assert (result.status, "larger than" in result.err) == (2, True)


@pytest.mark.parametrize(
    "number", ["../../escaped", "/etc/x", "14409/../..", ["x"], {"a": 1}, "\x1b[31m"]
)
def test_nothing_in_a_text_becomes_a_path(run: Run, tmp_path: Path, number: object) -> None:
    text, folder = tmp_path / "text.json", tmp_path / "in" / "catalog"
    folder.mkdir(parents=True)
    data = json.loads(FORMS["register json"](SOURCE)) | {
        "executive_order_number": number,
        "document_number": number,
        "title": number,
    }
    text.write_text(json.dumps(data), encoding="utf-8")
    result = run("extract", text, "--out", folder)
    (name,) = [each.name for each in folder.iterdir()]
    assert (result.status, name.removesuffix(".yaml").startswith("eo-2026-06-02")) == (0, True)
    assert set(name.removesuffix(".yaml")) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == [
        name,
        "text.json",
    ]


@pytest.mark.parametrize("joined", [True, False])
def test_levels_have_an_end(joined: bool) -> None:
    markers = ["(a)", "(i)", "(A)", "(1)"] * 1_000
    lines = (
        [" ".join(markers)] if joined else [f"{marker} The Secretary shall:" for marker in markers]
    )
    found = extract(Source(["Sec. 1. H. Text.", *lines], dated=date(2026, 6, 2)))
    assert max(each.cite.count("(") for each in found.nodes) == 12


def test_a_long_lead_in_is_read_once() -> None:
    lead = "(a) " + "The Secretary shall act. " * 4_000 + "The Council shall:"
    items = [
        f"({'i' if first else 'ii'}) within 30 days of the date of this order, act;"
        for first in (True, *[False] * 2_000)
    ]
    with moment(2):  # half of that alone; the other half is room for a neighbor on the machine
        extract(Source(["Sec. 1. H. Text.", lead, *items], dated=date(2026, 6, 2)))


def test_a_long_row_of_stars(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "stars.md"
    path.write_text(markdown(SOURCE) + "* " * 200_000, encoding="utf-8")
    with moment():
        assert run("extract", path).status == 0


def test_found_by_fuzzing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text(
        markdown(SOURCE).replace("date: '2026-06-02'", "date: 2026-13-02"), encoding="utf-8"
    )
    assert run("extract", path).status == 0
    with moment():
        long = pdf(replace(SOURCE, paragraphs=[*PARAGRAPHS, "cranes and docks " * 6_000]))
        assert len(extract(read(long)).found) > 10


def test_a_text_cut_anywhere_is_read_or_refused() -> None:
    chance = random.Random(0)
    for form in (markdown, page, register_xml, pasted):
        data = form(SOURCE).encode()
        for _ in range(40):
            try:
                extract(read(data[: chance.randrange(len(data))]))
            except Unreadable:
                continue


@given(st.text(max_size=400), st.binary(max_size=200))
@example("Sec. 1. (a) (i) (A) (1) (a) (i)", b"<p>")
def test_anything_is_read_or_refused(text: str, data: bytes) -> None:
    for each in (
        text.encode("utf-8", "surrogatepass"),
        data,
        f"<html><p>{text}</p>".encode("utf-8", "replace"),
    ):
        try:
            extract(read(each))
        except Unreadable:
            continue


@pytest.mark.parametrize(
    "unit",
    [
        "the Secretary of War, in consultation with the Secretary of State, and ",
        "within 30 days of ",
        "every 2 years and ",
        "by March 1, 2027 ",
        ". A",
        "; (i) x",
        "(a ",
        "“x ",
        "requiring the agencies to ",
        "shall be ",
        "shall ",
        "will the ",
        "— ",
        "shall be noted ",
        "one hundred ",
        "the Secretary of War ",
        "The Secretary shall act. ",
        "The Secretary shall act within 30 days. ",
    ],
)
def test_hostile_text_takes_no_more_than_its_share_of_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    hostile = Source(
        [f"Sec. 1. Heading. (a) Within 30 days of the date of this order, {text} shall act."],
        title="x",
        dated=date(2026, 6, 2),
    )
    hostile.text = "\n".join(hostile.paragraphs)
    parties = load([CATALOG], name="x").catalog.parties
    with moment():
        draft(extract(hostile), parties)


class _Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers: dict[str, tuple[int, bytes]] = {
            "/order": (200, page(SOURCE).encode()),
            "/cut": (200, page(SOURCE).encode()),
            "/gone": (404, b""),
            "/large": (200, b"x" * 9_000_000),
        }
        away = {
            "/away": "https://example.com/order",
            "/nowhere": "http://[::1",
            "/round": "/round",
            "/on": "/order",
        }
        if self.path == "/drip":
            self._drip()
            return
        status, body = (302, b"") if self.path in away else answers[self.path]
        self.send_response(status, "Gone \x1b[31m" * 1_000 if status == 404 else None)
        if status == 302:
            self.send_header("Location", away[self.path])
        self.send_header("Content-Length", str(len(body) + (1_000 if self.path == "/cut" else 0)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        with contextlib.suppress(OSError):
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(_Site) as port:
        yield f"http://127.0.0.1:{port}"


def test_a_text_is_fetched_and_kept_beside_the_draft(run: Run, site: str, catalog: Path) -> None:
    assert run("extract", f"{site}/order", "--out", catalog, "--catalog", catalog).status == 0
    kept = catalog / "eo-2026-06-02-lifting-nations-ports.source"
    assert kept.read_bytes() == page(SOURCE).encode()
    draft = load([catalog], name="x").catalog.instruments["eo-2026-06-02-lifting-nations-ports"]
    assert draft.sources["text"].sha256 is not None
    assert "E117" not in run("check", catalog).out


def test_what_a_site_refuses_is_said(run: Run, site: str) -> None:
    for path, message in (
        ("gone", "the server answered 404"),
        ("large", "larger than 8 MiB"),
        ("away", "fetched from federalregister.gov"),
        ("nowhere", "the server sends on to what is no address"),
        ("round", "the server sends on, and on again, to no text"),
        ("cut", "the connection broke before the end: 1,000 bytes are missing"),
    ):
        result = run("extract", f"{site}/{path}")
        assert (result.status, message in result.err, result.err.count("\n")) == (2, True, 1), (
            result.err
        )
    assert "https" in run("extract", "http://www.whitehouse.gov/x").err
    assert "it is no address" in run("extract", "https://[::1/x").err
    assert "save the page" in run("extract", "https://example.com/x").err


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(site: str) -> None:
    with pytest.raises(Unreadable, match="no whole answer within 0.5 seconds"):
        fetch(f"{site}/drip", seconds=0.5)
    assert fetch(f"{site}/on") == page(SOURCE).encode()


def test_no_server_sends_on_to_this_machine() -> None:
    assert checked("http://localhost:1/x") == "http://localhost:1/x"
    assert checked("http://127.0.0.1:1/x", by="http://localhost:2/y") == "http://127.0.0.1:1/x"
    for url, by in (
        ("http://127.0.0.1/x", "https://www.whitehouse.gov/x"),
        ("ftp://localhost/x", "http://localhost/y"),
    ):
        with pytest.raises(Unreadable):
            checked(url, by=by)


def test_a_draft_takes_the_place_of_nothing_unless_it_is_told_to(
    run: Run, site: str, tmp_path: Path
) -> None:
    draft, beside, text = tmp_path / "a.yaml", tmp_path / "a.source", tmp_path / "order.txt"
    beside.write_text("mine", encoding="utf-8")
    text.write_bytes(page(SOURCE).encode())
    refused = run("extract", f"{site}/order", "--out", draft)
    assert (refused.status, f"{beside} exists already" in refused.err) == (2, True)
    assert (draft.exists(), beside.read_text(encoding="utf-8")) == (False, "mine")
    assert run("extract", f"{site}/order", "--out", beside, "--force").status == 2
    assert run("extract", text, "--out", text, "--force").status == 2
    assert text.read_bytes() == page(SOURCE).encode()
    assert run("extract", f"{site}/order", "--out", draft, "--force").status == 0
    assert beside.read_bytes() == page(SOURCE).encode()


def test_a_catalog_that_is_not_there_has_no_agencies(run: Run, order: Path, catalog: Path) -> None:
    missing = run("extract", order, "--catalog", catalog / "none")
    assert (missing.status, missing.out, "there is no such file or folder" in missing.err) == (
        2,
        "",
        True,
    )
    (catalog / "eo-14409.yaml").write_text("{", encoding="utf-8")
    assert run("extract", order, "--catalog", catalog).status == 0
    (catalog / "agencies.yaml").write_text("parties: {omb: {}}", encoding="utf-8")
    assert run("extract", order, "--catalog", catalog).status == 2


@pytest.mark.parametrize(
    ("verb", "force"),
    [
        ("shall", None),
        ("should", "hortatory"),
        ("is requested to", "hortatory"),
        ("is directed to", None),
    ],
)
def test_what_is_asked_for_is_not_ordered(
    run: Run, tmp_path: Path, verb: str, force: str | None
) -> None:
    text = tmp_path / "order.txt"
    text.write_text(
        f"Sec. 1. Directive. (a) Within 30 days of the date of this order, the Secretary of War {verb} act.",
        encoding="utf-8",
    )
    assert yaml.safe_load(run("extract", text).out)["directives"][0].get("force") == force


def test_drafts_name_parties_of_the_registry_only_where_certain(run: Run, order: Path) -> None:
    text = run("extract", order, "--catalog", CATALOG).out
    catalog = load_texts(
        {"agencies.yaml": (CATALOG / "agencies.yaml").read_text(encoding="utf-8"), "x.yaml": text},
        name="x",
    ).catalog
    directives = {
        each.id: each
        for each in catalog.instruments["eo-2026-06-02-lifting-nations-ports"].directives
    }
    assert [str(each) for each in directives["3b"].binds] == ["dhs via cisa"]
    assert [str(each) for each in directives["3a"].consults] == ["commerce", "omb"]
    assert 'the addressee in the text is "each agency head"' in str(directives["3d"].note)
    assert json.dumps(PARAGRAPHS)


def limits_in(*paragraphs: str) -> list[tuple[str, str | None]]:
    text = Source(["Sec. 3. Docks. (a) Text.", *paragraphs], dated=date(2026, 6, 2))
    return [(each.limit.phrase, each.actor) for each in extract(text).found if each.limit]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        (
            "the heads of agencies named in section 2 of this order shall report.",
            "the heads of agencies named in section 2 of this order",
        ),
        (
            "the heads of all agencies tasked in this order shall report.",
            "the heads of all agencies tasked in this order",
        ),
        (
            "the Secretary of Labor, through the Director of OMB and in consultation with the Council, shall report.",
            "the Secretary of Labor, through the Director of OMB",
        ),
        (
            "agencies at which recommendations are directed shall report.",
            "agencies at which recommendations are directed",
        ),
        (
            "the DOE, acting primarily through the Office of Docks, shall report.",
            "the DOE, acting primarily through the Office of Docks",
        ),
        (
            "the National Institute of Standards and Technology shall report.",
            "the National Institute of Standards and Technology",
        ),
        ("the National Dock Plan of the Council shall be public.", None),
        ("the Director’s report shall be sent to the Council.", None),
        ("the treatment of services provided by the Service shall be settled.", None),
    ],
)
def test_who_must_act(words: str, actor: str | None) -> None:
    when = "Within 30 days of the date of this order"
    assert limits_in(f"(b) {when}, {words}") == [(when, actor)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            ["(b) The list shall be used by all agencies by May 1, 2027."],
            [("by May 1, 2027", "all agencies")],
        ),
        (
            [
                "(b) Each agency’s fleet acquisitions shall be electric by the end of fiscal year 2027."
            ],
            [("by the end of fiscal year 2027", "Each agency")],
        ),
        (
            [
                "(b) Within 90 days of the date of this order, the Council shall look. By the end of the 90-day period, it and the Board "
                "shall report."
            ],
            [
                ("Within 90 days of the date of this order", "the Council"),
                ("By the end of the 90-day period", "the Council"),
            ],
        ),
        (
            [
                "(b) The Board shall report on a quarterly basis, beginning no later than 60 days from the end of the war."
            ],
            [
                (
                    "on a quarterly basis, beginning no later than 60 days from the end of the war",
                    "The Board",
                )
            ],
        ),
        (["(b) The Board shall list docks that would be finished by May 1, 2027."], []),
        (
            [
                "(b) The Board shall:",
                "(i) advise the Council, by May 1, 2027, on where the SCC and the SCN should be used.",
            ],
            [("by May 1, 2027", "The Board")],
        ),
        (["(b) Each agency shall halve its waste by 2032."], [("by 2032", "Each agency")]),
        (["(b) Each agency shall write a plan to halve its waste by 2032."], []),
        (["(b) Each agency shall avoid waste, by annually burning paper."], []),
        (["(b) The Board is encouraged to hold an annual review of docks."], []),
        (
            [
                "(b) The head of each agency:",
                "(i) shall count docks; and",
                "(ii) shall, within 1 year of the date of this order, report.",
            ],
            [("within 1 year of the date of this order", "The head of each agency")],
        ),
        (
            [
                "(b) The Secretary of Labor shall improve statistics. This effort shall include:",
                "(i) within 90 days of the date of this order, counting docks.",
            ],
            [("within 90 days of the date of this order", "The Secretary of Labor")],
        ),
        (
            [
                "(b) The Secretary of Labor shall:",
                "(i) direct the Office of Docks to report not later than 60 days after the date of this order.",
            ],
            [("not later than 60 days after the date of this order", "the Office of Docks")],
        ),
        (
            ["(b) The Secretary shall revise the list within ten days of March 12, 2027."],
            [("within ten days of March 12, 2027", "The Secretary")],
        ),
    ],
)
def test_what_binds_whom(paragraphs: list[str], expected: list[tuple[str, str | None]]) -> None:
    assert limits_in(*paragraphs) == expected


LISTS = """\
MEMORANDUM FOR THE HEADS OF AGENCIES

Directives

Agencies shall be guided by these rules:

1.  Cranes. They shall be safe.
2.  Docks. They shall be dry.

Times

By this memorandum:

1.  Within 30 days of the date of this memorandum, the Council shall meet; and
2.  Within 1 year of the date of this memorandum, and thereafter annually by June 30 of each year, the Council
    shall report.

Reports

Within 60 days of the date of this memorandum, the Board shall write.
"""


@pytest.mark.parametrize("form", ["markdown", "page", "pasted"])
def test_numbered_lists_under_headings_without_numbers(form: str) -> None:
    if form == "page":
        items = re.sub(
            r"((?:^\d\.  .*\n(?: .*\n)*)+)", r"<ol>\n\1</ol>\n", LISTS, flags=re.MULTILINE
        )
        body = re.sub(r"^\d\.  ", "<li>", items, flags=re.MULTILINE).replace("\n\n", "<p>")
        data = f'<html><head><meta property="article:published_time" content="2026-06-02T10:00"></head><body><p>{body}</body></html>'
    else:
        data = (
            f"---\ndate: '2026-06-02'\ntitle: Docks\n---\n{LISTS}"
            if form == "markdown"
            else f"Docks\n\nJune 2, 2026\n\n{LISTS}"
        )
    found = [
        (each.cite, str(each.limit.due), each.limit.every, each.actor)
        for each in extract(read(data.encode())).found
        if each.limit
    ]
    assert found == [
        ("1", "2026-07-02", None, "the Council"),
        ("2", "2027-06-02", "1 year", "the Council"),
        ("", "2026-08-01", None, "the Board"),
    ]


def drafted(*paragraphs: str) -> dict[str, tuple[list[str], str]]:
    """By ID, who is bound in the draft of an order of these paragraphs, and what is to be
    reviewed.
    """
    order = Source(
        ["It is hereby ordered:", *paragraphs],
        title="Docks",
        dated=date(2026, 6, 2),
        number="99999",
        kind="executive-order",
    )
    entry = draft(extract(order), load([CATALOG], name="x").catalog.parties)
    return {
        each["id"]: (each.get("binds", []), each.get("note", "")) for each in entry["directives"]
    }


@pytest.mark.parametrize(
    ("called", "later", "expected"),
    [
        ("the Secretary of Homeland Security (Secretary)", "the Secretary", ["dhs"]),
        (
            "the Secretary of Homeland Security (the “Secretary”)",
            "The Secretary, through the Director of CISA,",
            ["dhs via cisa"],
        ),
        (
            "the Director of the Office of Management and Budget (Director)",
            "the Director and the Attorney General",
            ["omb", "attorney-general"],
        ),
        (
            "the United States Trade Representative (Trade Representative)",
            "the Trade Representative",
            ["ustr"],
        ),
        ("the Federal Acquisition Regulatory Council (FARC)", "the FARC", ["far-council"]),
        # not certain, so left to the reader
        (
            "the Secretary of Commerce and the Secretary of Labor (Secretaries)",
            "the Secretaries",
            [],
        ),
        (
            "the Secretary of Labor (Secretary) and the Secretary of State (Secretary)",
            "the Secretary",
            [],
        ),
        ("the Under Secretary of War (Under Secretary)", "the Under Secretary", []),
        ("the Inspector General of the Department of Labor (Inspector)", "the Inspector", []),
        ("the docks of each State (State Dock List)", "the State Dock List", []),
        ("the National Manager for National Security Systems (NSS)", "the NSS", []),
        ("the Secretary of Labor (Secretary)", "the Army Secretary", []),
        ("the Secretary of Labor (Secretary)", "the Secretary of Docks", []),
    ],
)
def test_what_a_text_calls_somebody(called: str, later: str, expected: list[str]) -> None:
    first = f"Section 1. Docks. (a) The Council shall write to {called}."
    directives = drafted(
        first, f"(b) Within 30 days of the date of this order, {later} shall count docks."
    )
    bound, review = directives["1b"]
    assert bound == expected
    assert ("addressee" in review) == (not expected)


def test_what_a_text_calls_somebody_holds_for_no_other_text() -> None:
    directives = drafted(
        "Section 1. Docks. (a) Within 30 days of the date of this order, the Secretary of Labor (Secretary) shall count docks.",
        "Sec. 2. Amendment. Executive Order 13333 of March 4, 2004 (Better Docks), is hereby amended by striking section 2 and inserting, "
        "in lieu thereof, the following:",
        "“Sec. 2. Docks. (a) Within 1 year of the date of this order, the Secretary shall paint all docks.”",
    )
    assert directives.pop("1a")[0] == ["labor"]
    assert [
        (bound, "the addressee in the text is" in note) for bound, note in directives.values()
    ] == [([], True)]


def test_a_thousand_brackets_are_read_in_a_moment() -> None:
    with moment():
        drafted(
            "Section 1. Docks. (a) "
            + "the Secretary of Labor (Director) and " * 10_000
            + "the Council shall write."
        )


@pytest.mark.parametrize(
    "limit", ["within 30 days of the date of this order and ", "no later than 30 days after "]
)
def test_a_sentence_of_nothing_but_time_limits_is_read_in_a_moment(limit: str) -> None:
    with moment(2):
        drafted(
            "Section 1. Docks. (a) The Council shall paint docks "
            + limit * (900_000 // len(limit))
            + "then."
        )


def test_two_documents_of_one_day_without_a_number_have_two_ids(
    run: Run, tmp_path: Path, catalog: Path
) -> None:
    for title in ("Protecting the Ports of the Nation", "Protecting the Rivers of the Nation"):
        text = tmp_path / "text.html"
        text.write_text(page(replace(SOURCE, title=title)), encoding="utf-8")
        assert run("extract", text, "--out", catalog).status == 0
    drafted = sorted(each.name for each in catalog.glob("eo-2026-06-02-*"))
    assert drafted == [
        "eo-2026-06-02-protecting-ports-nation.yaml",
        "eo-2026-06-02-protecting-rivers-nation.yaml",
    ]


def test_a_folder_of_texts_becomes_a_catalog(run: Run, tmp_path: Path, catalog: Path) -> None:
    texts = tmp_path / "texts" / "2026-06"
    texts.mkdir(parents=True)
    for number, title in enumerate(("Ports", "Rivers", "Rivers")):
        (texts / f"{number}.html").write_text(page(replace(SOURCE, title=title)), encoding="utf-8")
    (texts / "empty.md").write_text("", encoding="utf-8")
    (texts / "notes.doc").write_text("not a text", encoding="utf-8")
    done = run("extract", texts.parent, "--out", catalog)
    assert (done.status, done.out) == (1, "")
    assert f"4 texts: 3 drafts in {catalog.as_posix()}." in done.err
    assert "Without a draft (1):" in done.err
    assert "empty.md: " in done.err
    drafted = sorted(each.stem for each in catalog.glob("eo-2026-06-02-*"))
    assert drafted == ["eo-2026-06-02-ports", "eo-2026-06-02-rivers", "eo-2026-06-02-rivers-2"]
    assert set(drafted) <= set(load([catalog], name="x").usable().instruments)
    again = run("extract", texts.parent, "--out", catalog)
    assert (again.status, again.err.count("exists already; --force replaces it")) == (1, 3)
    assert run("extract", texts.parent).status == 2
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    assert run("extract", nothing, "--out", catalog).status == 2
