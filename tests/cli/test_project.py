"""`seedbed project` as people call it."""

from __future__ import annotations

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
    assert run(*words).code == 0
    again = run(*words, "--check")
    assert again.code == 0
    assert "nothing changes" in again.out


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
