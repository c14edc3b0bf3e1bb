"""Markdown that GitHub shows as it stands: no word of a catalog mentions anybody, links anywhere
or refers to an issue.
"""

from __future__ import annotations

import re

import pytest
from build import SOURCES, directive, order
from conftest import Run, Write
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.text import markdown

ACTS = [
    "@octocat",
    "@org/team",
    "(@octocat)",
    "octocat@example.com",
    "octocat@0123abc",
    "https://example.com/x",
    "HTTP://example.com",
    "ftp://example.com",
    "www.example.com",
    "WWW.example.com",
    "mailto:x@example.com",
    "#12",
    "(#12)",
    "org/repo#12",
    "GH-12",
    "gh-12",
    "0123456789abcdef0123456789abcdef01234567",
    "0123abc",
    "org/repo@0123456789abcdef0123456789abcdef01234567",
    "a,@b",
    "x https://y.z",
]
# What GitHub looks for in a piece of text, in its own terms.
LOOKED_FOR = re.compile(
    r"@[a-z0-9]|[a-z]://|www\.|(?:mailto|xmpp):|#[0-9]|\bgh-[0-9]|\b[0-9a-f]{7,40}\b",
    re.IGNORECASE | re.ASCII,
)


def pieces(text: str) -> list[str]:
    """The pieces of text that GitHub makes of a line: backslashes gone, parted at comments."""
    return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", each) for each in text.split("<!-- -->")]


@pytest.mark.parametrize("text", ACTS)
def test_nothing_of_a_catalog_acts_in_a_comment(run: Run, write: Write, text: str) -> None:
    sources = {"text": SOURCES["text"] | {"title": f"Page {text}"}}
    old = write(order(directive(), sources=sources), folder="old")
    spoiled = directive(
        "2b",
        title=f"Do {text} now",
        quote=text,
        note=text,
        reading={"taken": text, "alternative": f"See {text}.", "why": text},
    )
    new = write(order(directive(), spoiled, sources=sources, note=text), folder="new")
    for asked in (
        ["diff", old, new],
        ["list", "--catalog", new],
        ["show", "eo-1/2b", "--catalog", new],
        ["show", "eo-1", "--catalog", new],
    ):
        page = run(*asked, "--format", "md", "--as-of", "2026-06-09").out
        lines = [line for line in page.splitlines() if " <https://example.gov/" not in line]
        assert not [each for line in lines for each in pieces(line) if LOOKED_FOR.search(each)], (
            page
        )
        assert text.replace("_", "\\_") in "".join(pieces(page)), page


def test_the_address_of_a_source_stays_a_link(run: Run, write: Write) -> None:
    sources = {"text": SOURCES["text"] | {"url": "https://example.gov/a_b>x|y"}}
    page = run(
        "show",
        "eo-1/2a",
        "--catalog",
        write(order(directive(), sources=sources)),
        "--format",
        "md",
        "--as-of",
        "2026-06-09",
    ).out
    assert "- **Link:** <https://example.gov/a_b%3Ex%7Cy>\n" in page


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*ACTS, "<!-- -->", "<!--", "-->", "\\", "`", "<", "@", "#"]),
            st.text(max_size=6),
        )
    ).map(" ".join)
)
def test_whatever_the_text(text: str) -> None:
    shown = markdown(text)
    assert not [each for each in pieces(shown) if LOOKED_FOR.search(each)]
    assert shown.count("<!--") == shown.count("<!-- -->") + len(re.findall(r"\\<!--", shown))
