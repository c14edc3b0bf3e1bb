"""The cache: never stale, never trusted when it is not whole, and never needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from build import directive, order
from catalogs import texts
from conftest import ROOT, Run, Write, clean_environment
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from eo_tracker import caches
from eo_tracker.catalog.yaml import Document
from eo_tracker.cli import app


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def due(run: Run, folder: Path, place: Path | str, *more: str) -> str:
    answer = run(
        "list",
        "--catalog",
        folder,
        "--as-of",
        "2026-06-09",
        "--format",
        "json",
        *more,
        EO_TRACKER_CACHE=str(place),
    )
    assert answer.status == 0, answer.err
    return str(answer.json["obligations"][0]["due"])


def test_what_is_kept_says_the_same(run: Run, write: Write, place: Path) -> None:
    rule = {"earliest": [{"within": "30 days", "of": "date"}, {"by": "FY2026"}]}
    effects = [{"does": "amends", "on": "eo-1/2b", "set": {"deadline": None}}]
    folder = write(
        order(directive(deadline=rule), directive("2b"), published="2026-06-05"),
        order(id="eo-2", dated="2026-06-05", effects=effects),
    )
    commands = (
        ["due"],
        ["list", "--format", "json"],
        ["show", "eo-1"],
        ["explain", "eo-1/2a"],
        ["explain", "eo-1/2b"],
        ["export", "ics"],
    )
    for command in commands:
        first, again, anew = (
            run(
                *command,
                "--catalog",
                folder,
                "--as-of",
                "2026-06-09",
                *more,
                EO_TRACKER_CACHE=str(place),
            ).out
            for more in ([], [], ["--no-cache"])
        )
        assert first == again == anew
    assert len(list(place.glob("*.json"))) == 1


def test_a_changed_file_is_read_anew(run: Run, write: Write, place: Path) -> None:
    folder = write(order(directive()))
    assert due(run, folder, place) == "2026-07-02"
    write(order(directive(deadline={"by": "2026-08-08"})))
    assert due(run, folder, place) == "2026-08-08"
    write(order(directive()))
    assert due(run, folder, place) == "2026-07-02"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose YAML is parsed from now on."""
    names: list[str] = []
    compose = Document._compose

    def noted(document: Document) -> None:
        names.append(Path(document.file).name)
        compose(document)

    monkeypatch.setattr(Document, "_compose", noted)
    return names


def copy_of_the_program(folder: Path) -> Path:
    """The program's files in another place, which stands for another version."""
    copy = folder / "eo_tracker"
    shutil.copytree(caches._PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def test_what_another_version_kept_is_not_taken(
    run: Run, write: Write, place: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(order(directive()))
    for _ in range(2):
        due(run, folder, place)
    assert sorted(parsed) == ["0.yaml", "agencies.yaml"]
    monkeypatch.setattr(caches, "_PACKAGE", copy_of_the_program(place.parent))
    due(run, folder, place)
    assert sorted(parsed) == ["0.yaml", "0.yaml", "agencies.yaml", "agencies.yaml"]


def test_only_what_changed_is_read_anew(
    run: Run, write: Write, place: Path, parsed: list[str]
) -> None:
    folder = write(
        order(directive()),
        order(directive("2b", deadline={"within": "3 days", "of": "eo-1/2a"}), id="eo-2"),
    )
    due(run, folder, place)
    assert sorted(parsed) == ["0.yaml", "1.yaml", "agencies.yaml"]
    parsed.clear()
    write(
        order(directive(deadline={"by": "2026-08-08"})),
        order(directive("2b", deadline={"within": "3 days", "of": "eo-1/2a"}), id="eo-2"),
    )
    assert due(run, folder, place) == "2026-08-08"
    assert sorted(parsed) == ["0.yaml", "agencies.yaml"]
    # What the other file points to may be gone with the change; the whole is linked anew, and told
    # with its place.
    write(
        order(directive("2z")),
        order(directive("2b", deadline={"within": "3 days", "of": "eo-1/2a"}), id="eo-2"),
    )
    for _ in range(2):
        answer = run("list", "--catalog", folder, EO_TRACKER_CACHE=str(place))
        assert (answer.status, "1.yaml:" in answer.err, "E301" in answer.err) == (2, True, True)


def test_a_broken_catalog_is_never_kept(run: Run, write: Write, place: Path) -> None:
    folder = write(order(directive(binds=["nobody"])))
    for _ in range(2):
        assert run("list", "--catalog", folder, EO_TRACKER_CACHE=str(place)).status == 2
    assert not place.exists()


@pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="these have a place of their own for caches"
)
def test_the_place_for_caches_is_the_systems(
    run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(order(directive()))
    monkeypatch.delenv("EO_TRACKER_CACHE")
    for named, expected in (
        (str(tmp_path / "own"), tmp_path / "own"),
        ("relative", tmp_path / "home" / ".cache"),
    ):
        assert (
            run(
                "list",
                "--catalog",
                folder,
                cwd=tmp_path,
                HOME=str(tmp_path / "home"),
                XDG_CACHE_HOME=named,
            ).status
            == 0
        )
        assert [*(expected / "eo-tracker").glob("*.json")]
    assert not (tmp_path / "relative").exists()


@pytest.mark.parametrize("kind", ["*.json", "*.rows"])
@pytest.mark.parametrize("spoil", ["cut", "changed", "foreign", "empty", "folder"])
def test_a_cache_that_is_not_whole_is_as_if_it_were_not_there(
    run: Run, write: Write, place: Path, spoil: str, kind: str
) -> None:
    folder = write(order(directive()))
    due(run, folder, place)
    (file,) = place.glob(kind)
    for other in set(place.iterdir()) - {file}:
        other.unlink()
    data = file.read_bytes()
    assert b"2026-06-02" in data
    if spoil == "folder":
        file.unlink()
        file.mkdir()
    else:
        wrong = {
            "cut": data[: len(data) // 2],
            "changed": data.replace(b"2026-06-02", b"2026-06-03"),
            "foreign": b"{}",
            "empty": b"",
        }
        file.write_bytes(wrong[spoil])
    assert due(run, folder, place) == "2026-07-02"


def test_a_cache_under_another_name_is_not_taken(run: Run, write: Write, place: Path) -> None:
    folder = write(order(directive()))
    due(run, folder, place)
    first = {file.suffix: file for file in place.iterdir()}
    write(order(directive(deadline={"by": "2026-08-08"})))
    due(run, folder, place)
    for second in set(place.iterdir()) - {*first.values()}:
        second.write_bytes(first[second.suffix].read_bytes())
    assert due(run, folder, place) == "2026-08-08"


@pytest.mark.parametrize("place", ["/dev/null/cache", "off", "", "x" * 300, "x" * 5_000])
def test_nowhere_to_keep_anything(run: Run, write: Write, place: str) -> None:
    assert due(run, write(order(directive())), place) == "2026-07-02"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX only")
def test_a_pipe_among_the_caches_is_not_waited_for(run: Run, write: Write, place: Path) -> None:
    place.mkdir()
    os.mkfifo(place / "z.json")
    for suffix in (".json", ".rows"):
        os.mkfifo(place / f"{'0' * 64}{suffix}")
    assert due(run, write(order(directive())), place) == "2026-07-02"


def test_what_others_keep_in_the_folder_stays(run: Run, write: Write, place: Path) -> None:
    place.mkdir()
    others = [place / f"mine-{number}.json" for number in range(30)]
    for each in others:
        each.write_text("{}")
    for day in range(1, 4):
        due(run, write(order(directive(deadline={"by": f"2026-08-0{day}"}))), place)
    assert all(each.read_text() == "{}" for each in others)


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_what_is_no_file_of_a_caches_size_is_none(run: Run, catalog: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    asked = ("list", "--catalog", catalog, "--as-of", "2026-06-09")
    right = run(*asked, EO_TRACKER_CACHE=str(place)).out
    for kept in list(place.iterdir()):
        kept.unlink()
        os.mkfifo(kept)
    assert run(*asked, EO_TRACKER_CACHE=str(place)).out == right
    for kept in list(place.iterdir()):
        kept.unlink()
        with kept.open("wb") as large:
            large.truncate(3 * 2**30)
    assert run(*asked, EO_TRACKER_CACHE=str(place)).out == right


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        os.path, "expanduser", lambda path: path
    )  # what it gives for a user whom nobody knows
    assert caches.folder(None) is None


def test_another_spelling_of_the_path_is_the_same_catalog(
    run: Run, write: Write, place: Path, parsed: list[str]
) -> None:
    folder = write(order(directive()))
    for spelled in (folder, folder / ".." / folder.name, folder / "."):
        due(run, spelled, place)
    assert sorted(parsed) == ["0.yaml", "agencies.yaml"]
    assert len(list(place.iterdir())) == 2


def test_the_answer_names_the_catalog_as_it_was_named_now(
    run: Run, write: Write, place: Path
) -> None:
    folder = write(order(directive()))
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    for each in (folder, other):
        out = run("due", "--catalog", each, EO_TRACKER_CACHE=str(place)).out
        assert f"Catalog: {each.as_posix()}, version" in out


QUESTIONS = (
    ["due"],
    ["due", "--within", "2y", "--past", "all"],
    ["due", "--order", "eo-1", "--under", "eo-1"],
    ["list"],
    ["list", "--agency", "dhs", "--status", "past-due", "--status", "upcoming"],
    ["list", "--lead", "omb", "--from", "2026-07-01"],
    ["list", "--under", "eo-1", "--include-nonpublic"],
    ["list", "--reach", "offices", "--to", "2027-12-31", "--changed-since", "2026-06-03"],
    ["agencies"],
    ["agencies", "--agency", "cisa"],
    ["agencies", "--order", "eo-1"],
    ["show", "eo-1"],
    ["explain", "eo-1"],
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    texts(),
    st.dates(date(2026, 6, 1), date(2030, 1, 1)),
    st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=4, unique_by=tuple),
    st.sampled_from(["table", "json", "csv", "md"]),
    st.sampled_from([None, 50, 120]),
)
def test_what_is_kept_and_what_is_made_are_the_same_answer(
    files: dict[str, str], as_of: date, questions: list[list[str]], form: str, width: int | None
) -> None:
    """Asked twice in any order, by any filter, the store answers as the resolver does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "catalog")
        folder.mkdir()
        for file, text in files.items():
            Path(folder, file).write_text(text, encoding="utf-8")
        options = ["--catalog", str(folder), "--as-of", str(as_of), "--format", form]
        columns = {"COLUMNS": str(width)} if width else {}

        def asked(question: list[str], cache: str) -> tuple[int, str, str]:
            result = CliRunner().invoke(
                app, [*question, *options], env={**columns, "EO_TRACKER_CACHE": cache}
            )
            return result.exit_code, result.stdout, result.stderr

        fresh = [asked(question, "off") for question in questions]
        for _ in range(2):
            assert [asked(question, str(Path(name, "kept"))) for question in questions] == fresh


# the same words again


@pytest.fixture
def ask(place: Path, write: Write) -> Callable[..., str]:
    """The program in a process of its own, with a small catalog; its standard output."""
    folder = write(order(directive()))

    def ask(*words: str, **environment: str) -> str:
        own = clean_environment(
            EO_TRACKER_CACHE=str(place), EO_TRACKER_CATALOG=str(folder), **environment
        )
        done = subprocess.run(
            [sys.executable, "-m", "eo_tracker", *words],
            cwd=ROOT,
            env=own,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stderr == ""
        return done.stdout

    return ask


def test_the_same_words_have_the_same_answer(ask: Callable[..., str], place: Path) -> None:
    for words in (
        ["due", "--past", "all"],
        ["list", "--format", "json"],
        ["show", "2a"],
        ["explain", "eo-1/2a", "--format", "md"],
        ["agencies"],
    ):
        first, again = ask(*words), ask(*words)
        assert first == again == ask(*words, "--no-cache")
        assert first
    assert len(list(place.glob("*.rows"))) == 2  # the answers, and the rows of the day


def test_other_words_a_changed_file_and_another_width_are_answered_anew(
    ask: Callable[..., str], write: Write
) -> None:
    plain = ask("list", "--as-of", "2026-06-09")
    assert ask("list", "--as-of", "2026-06-09") == plain
    assert ask("list", "--as-of", "2026-06-10") != plain
    assert ask("list", "--as-of", "2026-06-09", COLUMNS="50") != plain
    write(order(directive(deadline={"by": "2026-08-08"})))
    changed = ask("list", "--as-of", "2026-06-09")
    assert "2026-08-08" in changed
    assert "2026-08-08" not in plain
    assert ask("list", "--as-of", "2026-06-09") == changed


def test_catalogs_that_are_named_are_read(ask: Callable[..., str], write: Write) -> None:
    other = write(order(directive(deadline={"by": "2026-09-09"})), folder="other")
    for spelled in (["--catalog", str(other)], [f"--catalog={other}"]):
        first, again = ask("list", *spelled), ask("list", *spelled)
        assert first == again
        assert "2026-09-09" in first
    write(order(directive(deadline={"by": "2026-10-10"})), folder="other")
    assert "2026-10-10" in ask("list", "--catalog", str(other))
    two = ("list", "--catalog", "shipped", "--catalog", str(other / "0.yaml"))
    both = ask(*two)
    assert both == ask(*two)
    assert "eo-14409/2d" in both
    assert "2026-10-10" in both


def test_what_is_written_elsewhere_is_written_again(
    ask: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "answer.txt"
    for _ in range(2):
        assert ask("list", "--out", str(out)) == ""
        assert out.read_text(encoding="utf-8")
        out.unlink()
