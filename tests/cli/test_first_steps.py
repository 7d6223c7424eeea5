"""What people type first, before they have read anything."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest

import seedbed
from tests.cli.program import run

SHOP = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY);"


def test_the_version_is_told() -> None:
    assert run("--version").out == f"seedbed {version('seedbed')}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["shop.sql"], "seedbed generate shop.sql"),
        (["generate", "shop.sql", "--output", "-"], "--output data.sql"),
        (["load", "shop.sql", "shop.db"], "of SQLite, a file that is a database already"),
        (["genrate", "shop.sql"], "Did you mean 'generate'"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)
def test_a_likely_mistake_is_answered_with_what_helps(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.sql").write_text(SHOP)
    ran = run(*words)
    assert ran.code == 2
    assert said in ran.err
    assert not Path("-").exists()


def test_a_run_into_one_file_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.sql").write_text(SHOP)
    assert "-> rows.sql\n" in run("generate", "shop.sql", "--output", "rows.sql").out
    assert re.search(r"-> shop-data \(\d files\)\n", run("generate", "shop.sql").out)


def test_a_folder_that_is_named_by_dots_lends_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = tmp_path / "shop"
    (shop / "inside").mkdir(parents=True)
    (shop / "schema.prisma").write_text("model A {\n  id Int @id\n}\n")
    for folder, dots in ((shop, "."), (shop / "inside", "..")):
        monkeypatch.chdir(folder)
        assert run("generate", dots, "--count", 3).code == 0
        assert (folder / "shop-data" / "manifest.json").is_file()


def test_a_source_is_shown_in_a_line() -> None:
    assert repr(seedbed.read(SHOP, seed=7)) == "<sqlite schema of 2 tables, seed 7>"


def test_what_is_said_most_has_a_short_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.sql").write_text(SHOP)
    ran = run("generate", "shop.sql", "-n", 3, "-n", "b=5", "-f", "csv", "-o", "rows")
    assert ran.code == 0, ran.err
    assert [len(Path(f"rows/{table}.csv").read_text().splitlines()) - 1 for table in ("a", "b")] == [3, 5]
