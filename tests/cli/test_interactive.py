"""`--interactive` on a real terminal, and without one."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from seedbed.read.recipe.open import recipe_in
from tests.cli.program import run
from tests.cli.terminal import talk

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, age INTEGER NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), total DECIMAL(8,2));
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one schema."""
    (tmp_path / "shop.sql").write_text(SHOP)
    return tmp_path


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found


def test_every_question_has_a_sensible_answer(folder: Path) -> None:
    done = talk(
        folder,
        ("generate", "--interactive"),
        [
            ("Schema", ""),
            ("Rows of each table", ""),
            ("Other counts", ""),
            ("Locale", ""),
            ("edge case", ""),
            ("distributed", ""),
            ("Seed", ""),
            ("Formats", ""),
            ("Output", ""),
            ("which table", ""),
            ("Another table", ""),
            ("Make the rows", ""),
        ],
    )
    assert done.code == 0, done.screen
    assert "2 tables: users, orders" in done.screen
    assert "200 rows in 2 tables -> shop-data" in done.screen
    assert "seedbed generate shop.sql --seed 42 --output shop-data\n" in done.screen
    assert manifest(folder / "shop-data")["tables"]["users"]["rows"] == 100


def test_answers_are_checked_shown_and_said_again(folder: Path) -> None:
    done = talk(
        folder,
        ("generate", "--interactive", "--format", "csv"),
        [
            ("Schema", "nowhere.sql"),
            ("there is no such file", "shop.sql"),
            ("Rows of each table", "many"),
            ("'many' is no count", "20"),
            ("Other counts", "y"),
            ("users", ""),
            ("orders", "3 per users"),
            ("Locale", "uk=3,de=1"),
            ("edge case", "200"),
            ("is no percentage", "0"),
            ("distributed", "y"),
            (":zipf", "orders.usr_id:zipf"),
            ("did you mean user_id?", "orders.user_id:zipf"),
            (":zipf (empty", ""),
            ("Seed", "7"),
            ("Formats", "xls"),
            ("there is no format 'xls'", "csv"),
            ("Output", "out"),
            ("which table", "order"),
            ("The tables are users, orders", "orders"),
            ("Another table", ""),
            ("Make the rows", "y"),
        ],
    )
    assert done.code == 0, done.screen
    assert "orders: 60 rows" in done.screen
    assert "80 rows in 2 tables -> out" in done.screen
    said = done.screen[done.screen.index("The same without questions:\n") :]
    command, text = said.partition("The same as a recipe:\n")[0::2]
    first = manifest(folder / "out")["tables"]
    words = shlex.split(command.splitlines()[1])
    words[words.index("out")] = str(folder / "again")
    words[words.index("shop.sql")] = str(folder / "shop.sql")
    assert run(*words[1:]).code == 0
    assert manifest(folder / "again")["tables"] == first
    read = recipe_in(text, "r.yaml")
    assert (read.schema, read.formats, read.output) == ("shop.sql", "csv", "out")
    (folder / "r.yaml").write_text(text)
    assert run("generate", "--config", folder / "r.yaml", "--output", folder / "third").code == 0
    assert manifest(folder / "third")["tables"] == first


def test_no_is_an_answer(folder: Path) -> None:
    questions = ("Rows", "Other", "Locale", "edge", "distributed", "Seed", "Formats", "Output", "which", "Another")
    answers = [(question, "") for question in questions]
    done = talk(folder, ("generate", "shop.sql", "--interactive"), [*answers, ("Make the rows", "n")])
    assert done.code == 0, done.screen
    assert "The same without questions" in done.screen
    assert not (folder / "shop-data").exists()


def test_the_end_of_answers_ends_it(folder: Path) -> None:
    done = talk(folder, ("generate", "shop.sql", "--interactive"), [("Rows of each table", "\x04")])
    assert done.code == 130, done.screen
    assert "the answers ended" in done.screen or "interrupted" in done.screen


def test_without_a_terminal_it_says_so(folder: Path) -> None:
    ran = run("generate", folder / "shop.sql", "--interactive")
    assert ran.code == 2
    assert "there is no terminal" in ran.err
