"""The catalog held against a text: nothing on a true entry, and every wrong edit of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Result, Run
from forms import FORMS, markdown
from orders import SOURCE

ENTRY = """\
format: 1
id: eo-2026-06-02
kind: executive-order
title: Lifting the Nation’s Ports
dated: 2026-06-02
coverage: complete
searches: [{on: 2026-06-30}]
sources:
  text: {url: 'https://www.whitehouse.gov/ports', class: primary, seen: full, published: 2026-06-02}
triggers:
  - {id: list, what: The list is received, cite: 3(d)}
directives:
  - id: 3a
    cite: 3(a)
    title: List old cranes
    summary: Publish a list of cranes older than 30 years.
    binds: [treasury]
    consults: [commerce, omb]
    deadline: {within: 45 days, of: date}
    quote: Within 45 days of the date of this order
  - id: 3b
    cite: 3(b)
    title: Report on security
    summary: Report on the security of cranes.
    binds: [dhs via cisa]
    deadline: {within: 90 days, of: date, every: 1 year}
    quote: no later than ninety (90) days after the date of this order and annually thereafter
  - id: 3c-i
    cite: 3(c)(i)
    title: Survey training
    summary: Survey the training of operators.
    binds: [labor]
    deadline: {within: 60 days, of: date}
    quote: Within 60 days of the date of this order
    at: 3(c)
  - id: 3c-ii
    cite: 3(c)(ii)
    title: Offer spare parts
    summary: Offer spare parts to ports.
    binds: [gsa]
    deadline: {within: 60 days, of: date}
    quote: Within 60 days of the date of this order
    at: 3(c)
  - id: 3d
    cite: 3(d)
    title: Name contacts
    summary: Name a contact.
    binds: [agencies]
    deadline: {within: 30 days, of: list}
    quote: Within 30 days of receipt of the list
  - id: 3e
    cite: 3(e)
    title: Replace cranes
    summary: Replace every crane on the list.
    binds: [agencies]
    deadline: {by: 2027-12-31}
    quote: By December 31, 2027
excluded:
  - {cite: 3(b), why: a second sentence would say what the report must hold}
  - {cite: 3(f), quote: quarterly updates, why: left out of this test}
  - {cite: 3(g), quote: 'by June 30, 2028', why: left out of this test}
  - {cite: 3(i)(A), quote: within 10 business days, why: left out of this test}
  - {cite: 3(i)(B), quote: by the end of fiscal year 2027, why: left out of this test}
  - {cite: 3(j), quote: within 6 months, why: left out of this test}
  - {cite: '4', quote: Within 1 year, why: it amends another order}
"""

EDITS = {
    "number": ("within: 45 days", "within: 54 days", "E704"),
    "unit": ("within: 60 days, of: date", "within: 60 weeks, of: date", "E704"),
    "anchor": ("within: 30 days, of: list", "within: 30 days, of: date", "E704"),
    "fixed date": ("by: 2027-12-31", "by: 2028-12-31", "E704"),
    "recurrence": ("every: 1 year", "every: 2 years", "E704"),
    "pinpoint": ("cite: 3(c)(ii)", "cite: 3(c)(iii)", "E702"),
    "pinpoint of the words": ("at: 3(c)", "at: 3(z)", "E702"),
    "words": ("quote: Within 45 days", "quote: Within 46 days", "E703"),
    "words elsewhere": (
        "quote: By December 31, 2027",
        "quote: Within 45 days of the date of this order",
        "E703",
    ),
    "addressee": ("binds: [labor]", "binds: [energy]", "E705"),
    "office": ("binds: [dhs via cisa]", "binds: [dhs]", "E705"),
    "role": ("consults: [commerce, omb]", "coordinates: [commerce, omb]", "E705"),
    "consulted": ("consults: [commerce, omb]", "consults: [commerce, state]", "E705"),
    "date": ("dated: 2026-06-02", "dated: 2026-06-03", "E701"),
    "dropped": (ENTRY[ENTRY.index("  - id: 3b") : ENTRY.index("  - id: 3c-i\n")], "", "E706"),
    "dropped item": (ENTRY[ENTRY.index("  - id: 3c-ii") : ENTRY.index("  - id: 3d\n")], "", "E706"),
    "no longer excluded": (
        "  - {cite: 3(j), quote: within 6 months, why: left out of this test}\n",
        "",
        "E706",
    ),
    "doubled": (
        "  - id: 3d\n",
        ENTRY[ENTRY.index("  - id: 3a") : ENTRY.index("  - id: 3b\n")].replace(
            "id: 3a", "id: 3a-again"
        )
        + "  - id: 3d\n",
        "E707",
    ),
}


@pytest.fixture
def verify(run: Run, catalog: Path, tmp_path: Path) -> Callable[..., Result]:
    text = tmp_path / "texts" / "ports.md"
    text.parent.mkdir()
    text.write_text(markdown(SOURCE), encoding="utf-8")

    def verify(entry: str, *args: str, path: Path = text) -> Result:
        (catalog / "eo-2026-06-02.yaml").write_text(entry, encoding="utf-8")
        return run("verify", *args, "--text", path, "--catalog", catalog)

    return verify


def test_a_true_entry_gives_no_finding(verify: Callable[..., Result], tmp_path: Path) -> None:
    result = verify(ENTRY)
    assert (result.status, result.out) == (0, "")
    assert (
        result.err
        == f"eo-2026-06-02: compared with {(tmp_path / 'texts' / 'ports.md').as_posix()} (markdown).\n"
    )
    assert verify(ENTRY, path=tmp_path / "texts").status == 0


@pytest.mark.parametrize("name", EDITS)
def test_every_wrong_edit_is_found(verify: Callable[..., Result], name: str) -> None:
    old, new, code = EDITS[name]
    assert old in ENTRY
    result = verify(ENTRY.replace(old, new, 1), "eo-2026-06-02")
    assert result.status == 1, result.err
    assert f" {code} " in result.out


def test_a_finding_has_both_places(verify: Callable[..., Result]) -> None:
    result = verify(ENTRY.replace("within: 45 days", "within: 54 days"))
    line = ENTRY.splitlines().index("    deadline: {within: 45 days, of: date}") + 1
    assert (
        f'eo-2026-06-02.yaml:{line}:15: E704 the text says "Within 45 days of the date of this order"'
        in result.out
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_the_text_does_not_matter(
    verify: Callable[..., Result], tmp_path: Path, form: str
) -> None:
    text = tmp_path / "other.txt"
    text.write_text(FORMS[form](SOURCE), encoding="utf-8")
    result = verify(ENTRY, "eo-2026-06-02", path=text)
    assert (result.status, result.out) == (0, "")


def test_another_copy_is_said_and_no_finding(verify: Callable[..., Result]) -> None:
    entry = ENTRY.replace("published: 2026-06-02}", f"published: 2026-06-02, sha256: {'0' * 64}}}")
    result = verify(entry)
    assert (result.status, "another copy than the recorded one" in result.err) == (0, True)


def test_what_is_not_there_is_said(verify: Callable[..., Result], run: Run, tmp_path: Path) -> None:
    assert (
        "there is no text of eo-14409" in verify(ENTRY, "eo-14409", path=tmp_path / "texts").err
        or verify(ENTRY, "eo-14409").status == 1
    )
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    assert verify(ENTRY, path=nothing).status == 2
    assert verify(ENTRY, path=tmp_path / "missing").status == 2
    assert run("verify").status == 2


def test_check_uses_it(
    run: Run, verify: Callable[..., Result], catalog: Path, tmp_path: Path
) -> None:
    verify(ENTRY.replace("within: 45 days", "within: 54 days"))
    plain = run("check", catalog, "--ignore", "E607")
    assert "E704" not in plain.out
    held = run("check", catalog, "--ignore", "E607", "--text", tmp_path / "texts")
    assert (held.status, "E704" in held.out) == (1, True)


def test_half_a_disk_is_not_walked(verify: Callable[..., Result], tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(10_001):
        (many / f"{number}.md").touch()
    result = verify(ENTRY, path=many)
    assert (result.status, result.err) == (
        2,
        f"eo-tracker: --text: {many.as_posix()} has more than 10,000 files; name the folder of the texts\n",
    )


@pytest.mark.parametrize(
    ("effect", "found"),
    [
        ("cite: 3(a), quote: Within 45 days of the date of this order", False),
        ("quote: Within 45 days of the date of this order", False),
        ("cite: 3(b), at: 3(a), quote: Within 45 days of the date of this order", False),
        ("cite: 3(a), quote: Within 30 days of the date of this order", True),
        ("cite: 3(b), quote: Within 45 days of the date of this order", True),
    ],
)
def test_the_words_of_an_effect_stand_in_the_text(
    verify: Callable[..., Result], effect: str, found: bool
) -> None:
    result = verify(f"{ENTRY}effects:\n  - {{does: revokes, on: bod-22-01, {effect}}}\n")
    assert ("E703" in result.out) is found, result.out + result.err
