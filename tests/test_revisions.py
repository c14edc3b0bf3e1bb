"""`--rev`: the catalog as git had it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from build import directive, order
from conftest import Run

from eo_tracker.catalog import git as revisions


def git(folder: Path, *args: str, when: str = "2026-07-01T12:00:00-04:00") -> str:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    environment = {
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
        "PATH": "/usr/bin:/bin:/usr/local/bin",
        "HOME": str(folder),
    }
    return subprocess.run(
        ["git", *identity, *args],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


@pytest.fixture
def history(catalog: Path) -> Path:
    """Two commits: on July 1 the order is dated June 1; on July 16 (past midnight in Greenwich) the
    date is corrected.
    """
    folder, file = catalog.parent, catalog / "eo-14409.yaml"
    right = file.read_text(encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    file.write_text(right.replace("dated: 2026-06-02", "dated: 2026-06-01"), encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "one")
    file.write_text(right, encoding="utf-8")
    git(folder, "commit", "-qam", "two", when="2026-07-16T03:00:00+00:00")
    return catalog


def due(run: Run, catalog: Path, revision: str) -> tuple[str, str]:
    result = run(
        "show",
        "14409/2f",
        "--catalog",
        catalog,
        "--rev",
        revision,
        "--as-of",
        "2026-06-09",
        "--format",
        "json",
    )
    assert result.status == 0, result.err
    return result.json["obligations"][0]["due"], result.json["catalog"]["revision"]


def test_a_revision_and_a_day(run: Run, history: Path) -> None:
    first, second = git(history.parent, "rev-list", "--reverse", "HEAD").split()
    before = (history / "eo-14409.yaml").read_bytes()
    assert due(run, history, "HEAD~1") == ("2026-07-31", first)
    assert due(run, history, "main") == ("2026-08-01", second)
    # July 15 ends in Washington at 04:00 of the 16th in Greenwich, after the second commit.
    assert due(run, history, "@{2026-07-15}") == ("2026-08-01", second)
    assert due(run, history, "2026-07-14") == ("2026-07-31", first)
    assert (history / "eo-14409.yaml").read_bytes() == before


def test_the_working_tree_plays_no_part(run: Run, history: Path) -> None:
    (history / "eo-14409.yaml").write_text("broken: [", encoding="utf-8")
    assert due(run, history, "HEAD")[0] == "2026-08-01"


@pytest.mark.parametrize(
    "revision",
    [
        "1950-01-01",
        "1969-12-31",
        "1973-01-01",
        "nothing",
        "2020-01-01",
        "--help",
        "--output=x",
        "-1",
        "",
        "HEAD~9",
        "2026-02-30",
    ],
)
def test_a_revision_that_is_not_there(run: Run, history: Path, revision: str) -> None:
    result = run("list", "--catalog", history, f"--rev={revision}")
    assert result.status == 2
    assert f"git has no revision {revision!r}" in result.err


def test_what_is_wrong_with_a_file_of_a_revision_is_told_as_of_any(run: Run, history: Path) -> None:
    """Sizes are looked at before anything is read; links, folders and other encodings are named."""
    (history / "large.yaml").write_bytes(b"x: " + b"a" * (17 * 2**20))
    (history / "latin.yaml").write_bytes("title: naïve\n".encode("latin-1"))
    (history / "link.yaml").symlink_to("agencies.yaml")
    (history / "folder.yaml").mkdir()
    (history / "folder.yaml" / "x").write_text("")
    git(history.parent, "add", "-A")
    git(history.parent, "commit", "-qm", "wrong")
    result = run("list", "--catalog", history, "--rev", "HEAD")
    assert result.status == 2
    told = [line.removeprefix(f"{history.as_posix()}/") for line in result.err.splitlines()[:-1]]
    assert told == [
        "folder.yaml: E109 this is not a regular file",
        "large.yaml: E108 the file is larger than 16 MiB",
        "latin.yaml:1:10: E110 the file is not UTF-8 text",
        "link.yaml: E109 this is not a regular file",
    ]
    assert run("diff", "--rev", "HEAD", "--catalog", history).status == 2
    assert run("list", "--catalog", history / "large.yaml", "--rev", "HEAD").status == 2
    assert run("list", "--catalog", history / "folder.yaml" / "x", "--rev", "HEAD").status == 2
    assert run("list", "--catalog", history / "gone.yaml", "--rev", "HEAD").status == 2


def test_marks_at_the_beginning_of_a_file_of_a_revision(run: Run, history: Path) -> None:
    file = history / "eo-14409.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    git(history.parent, "commit", "-qam", "marked")
    assert due(run, history, "HEAD")[0] == "2026-08-01"


def test_git_runs_no_program_of_the_settings(
    run: Run, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran, program = history.parent / "ran", history.parent / "gpg"
    program.write_text(f"#!/bin/sh\ntouch {ran}\nexit 1\n")
    program.chmod(0o755)
    git(history.parent, "config", "gpg.program", str(program))
    git(history.parent, "config", "log.showSignature", "true")
    signed = git(history.parent, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END\n\n", 1
    )
    (history.parent / "signed").write_text(signed)
    commit = git(history.parent, "hash-object", "-t", "commit", "-w", "signed").strip()
    assert due(run, history, commit)[0] == "2026-08-01"
    assert not ran.exists()
    git(history.parent, "log", "-1", commit)
    assert ran.exists()  # so the settings do what is feared


def test_a_commit_far_in_the_future(run: Run, history: Path) -> None:
    raw = git(history.parent, "cat-file", "commit", "HEAD")
    (history.parent / "far").write_text(
        re.sub(r"(?m)^(committer .*>) \d+", r"\1 99999999999999", raw)
    )
    commit = git(history.parent, "hash-object", "-t", "commit", "-w", "--literally", "far").strip()
    result = run("list", "--catalog", history, "--rev", commit)
    assert (result.status, result.err) == (
        2,
        f"eo-tracker: --rev: commit {commit[:10]} has no valid date\n",
    )


def test_a_shallow_clone_says_how_to_get_more(run: Run, history: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{history.parent}", "shallow")
    result = run("list", "--catalog", tmp_path / "shallow" / "obligations", "--rev", "HEAD~1")
    assert result.status == 2
    assert "git fetch --unshallow" in result.err


@pytest.mark.parametrize(
    "revision", ["@{yesterday}", "main@{2026-07-15}", "HEAD@{1 week ago}", "@{2026-07-15}~1", "@{}"]
)
def test_what_the_clone_had_is_not_what_the_catalog_said(
    run: Run, history: Path, revision: str
) -> None:
    result = run("list", "--catalog", history, "--rev", revision)
    assert (result.status, "write a day: @{2026-07-15}" in result.err) == (2, True)
    assert due(run, history, "@{1}")[0] == "2026-07-31"


def test_a_partial_clone_fetches_nothing(run: Run, history: Path, tmp_path: Path) -> None:
    git(history.parent, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--filter=blob:none", history.parent.as_uri(), str(clone))
    lacking = git(clone, "rev-list", "--objects", "--all", "--missing=print").count("?")
    result = run("list", "--catalog", clone / "obligations", "--rev", "HEAD~1")
    assert (lacking, result.status, "this clone is partial" in result.err) == (1, 2, True)
    assert git(clone, "rev-list", "--objects", "--all", "--missing=print").count("?") == lacking
    git(clone, "fetch", "-q", "--refetch", "--no-filter")
    assert due(run, clone / "obligations", "HEAD~1")[0] == "2026-07-31"


def test_a_catalog_in_no_repository(run: Run, catalog: Path) -> None:
    result = run("list", "--catalog", catalog, "--rev", "HEAD")
    assert result.status == 2
    assert "is not in a git repository" in result.err


def test_in_a_hook_git_says_where_another_folder_is(
    run: Run, history: Path, tmp_path: Path
) -> None:
    for name, value in (
        ("GIT_DIR", ".git"),
        ("GIT_DIR", str(tmp_path / "nowhere")),
        ("GIT_INDEX_FILE", "x"),
        ("GIT_PREFIX", "a/"),
    ):
        assert run("list", "--catalog", history, "--rev", "HEAD", **{name: value}).status == 0


@pytest.mark.parametrize("revision", ["^HEAD", "HEAD..^HEAD"])
def test_all_but_a_commit_is_no_revision(run: Run, history: Path, revision: str) -> None:
    result = run("diff", "--catalog", history, "--rev", revision)
    assert (result.status, "git has no revision '^HEAD'" in result.err) == (2, True)


def test_a_catalog_in_two_repositories(run: Run, history: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "memo.yaml").write_text(order(directive(), id="eo-9"), encoding="utf-8")
    git(own, "init", "-q", "-b", "main")
    git(own, "add", "-A")
    git(own, "commit", "-qm", "one")
    commits = [git(each, "rev-parse", "HEAD").strip() for each in (history, own)]
    result = run(
        "list", "--catalog", history, "--catalog", own, "--rev", "@{2026-07-20}", "--format", "json"
    )
    assert result.json["catalog"]["revision"] == " and ".join(commits)
    shown = run("diff", "--catalog", history, "--catalog", own, "--rev", "HEAD").out
    assert f"(commit {commits[0][:10]} and {commits[1][:10]})" in shown


@pytest.mark.parametrize("lost", ["HEAD:obligations", "HEAD:obligations/eo-14409.yaml"])
def test_a_repository_that_lost_an_object(run: Run, history: Path, lost: str) -> None:
    key = git(history.parent, "rev-parse", lost).strip()
    (history.parent / ".git" / "objects" / key[:2] / key[2:]).unlink()
    result = run("list", "--catalog", history, "--rev", "HEAD")
    assert (result.status, "objects are missing or damaged" in result.err) == (2, True), result.err


def test_a_folder_that_looks_like_a_repository_is_none(run: Run, history: Path) -> None:
    """Its files could name another history, and settings of whoever sent them."""
    right = due(run, history, "HEAD")
    (history / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (history / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n", encoding="utf-8"
    )
    for folder in ("objects", "refs"):
        (history / folder).mkdir()
    result = run(
        "show",
        "14409/2f",
        "--catalog",
        history,
        "--rev",
        "HEAD",
        "--as-of",
        "2026-06-09",
        "--format",
        "json",
    )
    assert result.status == 2 or result.json["catalog"]["revision"] == right[1]


def test_the_files_of_a_revision_are_not_of_any_size(
    run: Run, history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revisions, "MAX_REVISION_BYTES", 1_000)
    result = run("list", "--catalog", history, "--rev", "HEAD")
    assert (result.status, "are larger than" in result.err) == (2, True)


def test_a_commit_without_a_day(run: Run, history: Path) -> None:
    commit = git(history.parent, "cat-file", "commit", "HEAD")
    damaged = re.sub(r"(?m)^(committer .*>).*$", r"\1", commit)
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
        cwd=history.parent,
        input=damaged,
        capture_output=True,
        check=True,
        text=True,
    )
    result = run("list", "--catalog", history, "--rev", made.stdout.strip())
    assert (result.status, "Traceback" in result.err, "internal error" in result.err) == (
        2,
        False,
        False,
    ), result.err


def test_a_base_that_cannot_be_read_is_told(run: Run, history: Path) -> None:
    (history / "eo-14412.yaml").write_text("{", encoding="utf-8")
    git(history.parent, "commit", "-qam", "broken")
    git(history.parent, "checkout", "-q", "HEAD~1", "--", ".")
    result = run("check", history, "--rev", "HEAD")
    assert (result.status, "--rev: the catalog at 'HEAD' has 1 fault " in result.err) == (
        0,
        True,
    )
