"""`seedbed project` as people call it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.scaffold.projects import agents


def test_check_says_and_writes_nothing(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    words = ("project", str(folder), "--only", "factories")
    stale = run(*words, "--check")
    assert stale.code == 1
    assert "tests/factories.py: would be written" in stale.out
    assert not (folder / "tests").exists()
    made = run(*words)
    assert made.code == 0
    assert "next\n" not in made.out  # there is no script yet
    again = run(*words, "--check")
    assert again.code == 0
    assert "nothing changes" in again.out


def test_what_comes_next_is_told_and_where_the_rows_go(tmp_path: Path) -> None:
    folder = agents(tmp_path)
    words = ("project", str(folder), "--only", "seed,factories", "--no-verify")
    assert "is not ignored by git" not in run(*words).out  # there is no git
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    told = run(*words).out
    assert "  python tests/seed.py          puts rows into seed.db in this folder" in told
    assert "seed.db is not ignored by git: add it to .gitignore" in told
    (folder / ".gitignore").write_text("*.db\n")
    assert "is not ignored by git" not in run(*words).out
    assert "next" not in run(*words, "--check").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "recipes"), "there is no part recipes"),
        (("--layout", "wide"), "there is no layout wide"),
        (("--name", "User"), "User does not name a factory"),
        (("--name", "Nobody=NobodyFactory"), "there is no such model"),
        (("--today", "soon"), "soon is no date"),
    ],
)
def test_wrong_words(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    folder = agents(tmp_path)
    done = run("project", str(folder), *words)
    assert done.code == 2
    assert said in done.err
    assert not (folder / "tests").exists()
