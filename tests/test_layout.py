"""`check --fix`: canonical layout, with the same meaning and every comment."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from build import directive, order
from catalogs import texts
from conftest import CATALOG, Run, Write
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.catalog.layout import tidied
from eo_tracker.catalog.yaml import Document
from eo_tracker.models import Instrument

SHIPPED = sorted(path for path in CATALOG.glob("*.yaml") if path.name != "agencies.yaml")


def meaning(text: str) -> Instrument:
    return Instrument.model_validate(Document("", text).take())


def comments(text: str) -> Counter[str]:
    return Counter(line.partition(" # ")[2] for line in text.splitlines() if " # " in line)


def disordered(text: str, chance: random.Random) -> str:
    """The same entries with keys of a level exchanged, blank lines and trailing space put in, and
    comments beside and above.
    """
    lines = text.splitlines()
    for number in chance.sample(range(len(lines)), len(lines) // 10):
        line = lines[number]
        indent = line[: len(line) - len(line.lstrip())]
        nested = (
            line.endswith((">-", "|", ">"))
            or not line.strip()
            or ": " not in line
            or '"' in line
            or "'" in line
        )
        match chance.randrange(4):
            case 0 if not nested and number + 1 < len(lines):
                after = lines[number + 1]
                plain = (
                    after.startswith(indent)
                    and not after[len(indent) :].startswith((" ", "-", "#"))
                    and not after.endswith((">-", ":"))
                )
                if plain and ": " in after and not line.lstrip().startswith("-"):
                    lines[number], lines[number + 1] = after, line
            case 1 if not nested and "{" not in line and "#" not in line:
                lines[number] += f" # beside {number}"
            case 2 if not nested:
                lines[number] += "   "
            case _ if not nested and not line.lstrip().startswith("-"):
                lines[number] = f"{indent}# above {number}\n{line}"
    return "\n".join(lines) + chance.choice(["", "\n", "\n\n\n"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_disordered_file_says_the_same_and_keeps_its_comments(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    changed = 0
    for seed in range(4):
        wild = disordered(text, random.Random(seed))
        if Document("", wild).problems or meaning(wild) != meaning(text):
            continue
        tame = tidied(wild)
        changed += tame != wild
        assert meaning(tame) == meaning(text)
        assert comments(tame) == comments(wild)
        assert tidied(tame) == tame
        assert tidied(wild.replace("\n", "\r\n")) == tame.replace("\n", "\r\n")
    assert changed


@given(st.data())
@pytest.mark.slow
def test_any_catalog_says_the_same(data: st.DataObject) -> None:
    files = data.draw(texts())
    chance = data.draw(st.randoms(use_true_random=False))
    for name, text in files.items():
        if name != "agencies.yaml":
            shuffled = shuffle(text, chance)
            tame = tidied(shuffled)
            assert meaning(tame) == meaning(text)
            keys = list(Document("", tame).take())
            assert keys == sorted(keys, key=[*Instrument.model_fields].index)
            assert tidied(tame) == tame


def shuffle(text: str, chance: random.Random) -> str:
    """The keys of every mapping in random order."""
    from build import dump

    def mixed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: mixed(value[key]) for key in chance.sample(list(value), len(value))}
        return [mixed(each) for each in value] if isinstance(value, list) else value

    return dump(mixed(Document("", text).take()))


def test_shipped_files_are_in_order() -> None:
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        assert tidied(text) == text, path.name


def test_fix_puts_files_in_order_and_shows_what_is_left(run: Run, write: Write) -> None:
    text = "# head\ntitle: Order eo-1\n# why so early\n" + order(
        directive(quote="within 90 days")
    ).replace("title: Order eo-1\n", "")
    folder = write(text.rstrip("\n") + "  ")
    found = run("check", folder, "--select", "E9,E6", "--fail-on", "info").out
    assert "0.yaml:4:1: E907 'format' comes earlier in an entry" in found
    assert "E908 white space at the end of the line" in found
    done = run("check", folder, "--fix", "--select", "E907,E908,E607")
    after = (folder / "0.yaml").read_text(encoding="utf-8")
    assert done.err == f"1 file put in order: {folder.as_posix()}/0.yaml.\n"
    assert (
        after.startswith("# head\n# why so early\nformat: 1\nid: eo-1\n")
        or "# why so early\nformat: 1\n" in after
    )
    assert {line.split(": ")[1][:4] for line in done.lines if ": E" in line} == {"E607"}
    assert run("check", folder, "--fix", "--select", "E907").err == "0 files put in order.\n"


def test_fix_leaves_what_cannot_be_read(run: Run, write: Write) -> None:
    folder = write("title: a: b  \n", "id: eo-1\nnota: x  \n")
    before = [path.read_bytes() for path in sorted(folder.iterdir())]
    assert run("check", folder, "--fix").status == 1
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == before


def test_fix_follows_no_link_out_of_the_catalog(run: Run, write: Write, tmp_path: Path) -> None:
    folder = write(order(directive()))
    outside = tmp_path / "outside.yaml"
    outside.write_text(order(directive(), id="eo-2") + "\n\n\n", encoding="utf-8")
    (folder / "eo-2.yaml").symlink_to(outside)
    result = run("check", folder, "--fix")
    assert (result.status, "leads out of the catalog" in result.err) == (2, True)
    assert outside.read_text(encoding="utf-8").endswith("\n\n\n")
