"""Recipe files and the options over them, as a user gives them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import Ran, run

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL UNIQUE, code VARCHAR(9) NOT NULL, age INTEGER);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), status VARCHAR(10) NOT NULL
);
"""
RECIPE = """
schema: shop.sql
seed: 7
count: 20
format: csv
output: data
tables:
  orders:
    count: 2 per users
    columns:
      status: {values: {new: 1, paid: 3}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a schema and a recipe beside it."""
    (tmp_path / "shop.sql").write_text(SHOP)
    (tmp_path / "seedbed.yaml").write_text(RECIPE)
    return tmp_path


def generated(folder: Path, *words: object) -> Ran:
    return run("generate", "--config", folder / "seedbed.yaml", *words)


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return found


def column(path: Path, name: str) -> list[str]:
    with path.open(newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def test_a_recipe_says_all_that_a_run_needs(folder: Path) -> None:
    ran = generated(folder)
    assert (ran.code, ran.err) == (0, "")
    assert len(column(folder / "data" / "orders.csv", "id")) == 40
    options = manifest(folder / "data")["options"]
    assert (options["count"], options["ratios"], options["formats"]) == (20, {"orders": "2 per users"}, ["csv"])
    assert options["config_text"] == RECIPE


def test_the_command_line_beats_the_recipe(folder: Path) -> None:
    words = ("--seed", 8, "--count", 10, "--count", "orders=5", "--format", "json", "--output", folder / "out")
    assert generated(folder, *words).code == 0
    made = manifest(folder / "out")
    assert made["seed"] == 8
    assert {name: table["rows"] for name, table in made["tables"].items()} == {"users": 10, "orders": 5}
    assert (folder / "out" / "data.json").exists()


def test_options_alone_say_the_same(folder: Path) -> None:
    assert generated(folder, "--output", folder / "one").code == 0
    words = ("--seed", 7, "--count", 20, "--count", "orders=2 per users", "--format", "csv")
    spread = ("--distribution", "orders.status:choice:new=1,paid=3")
    assert run("generate", folder / "shop.sql", *words, *spread, "--output", folder / "two").code == 0
    assert manifest(folder / "one")["tables"] == manifest(folder / "two")["tables"]


def test_a_pattern_for_every_column_of_a_name(folder: Path) -> None:
    words = ("--custom-generator", "code:EMP-#####", "--output", folder / "out")
    assert generated(folder, *words).code == 0
    codes = column(folder / "out" / "users.csv", "code")
    assert all(code.startswith("EMP-") and code[4:].isdigit() and len(code) == 9 for code in codes)
    assert manifest(folder / "out")["options"]["custom_generator"] == ["code:EMP-#####"]


def test_explain_takes_the_same_words(folder: Path) -> None:
    ran = run("explain", "--config", folder / "seedbed.yaml", "--count", 30)
    assert ran.code == 0
    assert "60 rows" in ran.out


def test_load_takes_the_schema_of_the_recipe(folder: Path) -> None:
    import sqlite3

    base = sqlite3.connect(folder / "shop.db")
    base.executescript(SHOP)
    words = ("load", folder / "shop.db", "--config", folder / "seedbed.yaml", "--manifest", folder / "load")
    ran = run(*words)
    assert (ran.code, ran.err) == (0, "")
    assert base.execute("SELECT count(*) FROM orders").fetchone() == (40,)
    base.close()


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("tables: {usres: {}}", (), "seedbed.yaml:1:10: there is no table usres\n  help: did you mean users?"),
        ("tables: {usres: {count: 3}}", (), "seedbed.yaml:1:10: there is no table usres"),
        (
            "tables: {users: {columns: {emial: {}}}}",
            (),
            "seedbed.yaml:1:28: there is no column of users emial\n  help: did",
        ),
        (
            "tables: {users: {columns: {emial: {null_rate: 0}}}}",
            (),
            "seedbed.yaml:1:28: there is no column of users emial",
        ),
        ("columns: {email: {generator: emial}}", (), "seedbed.yaml:1:11: there is no generator emial\n  help: did you"),
        ("columns: {code: {pattern: '{d'}}", (), "seedbed.yaml:1:11: '{d' is no pattern"),
        ("", ("--distribution", "users.aeg:zipf"), "--distribution: there is no column of users aeg"),
        ("", ("--distribution", "age:zipff"), "--distribution: there is no distribution 'zipff'\n  help: did you mean"),
        ("", ("--distribution", "age"), "'age' says nothing of a column"),
        ("", ("--custom-generator", "code"), "--custom-generator: 'code' says nothing of a column"),
        ("", ("--custom-generator", "cod:##"), "--custom-generator: there is no column cod"),
        ("", ("--count", "orders=5 per"), "'orders=5 per' is no count"),
        ("", ("--count", "=5"), "'=5' is no count"),
        ("", ("--count", "orders=5 per usres"), "--count: there is no table usres"),
        ("", ("--edge-cases", "101"), "--edge-cases: 101 is no percentage"),
        ("", ("--locale", "uk=x"), "--locale: 'x' is not a number"),
        ("", ("--without", "totls"), "did you mean totals?"),
        ("", ("--today", "never"), "'never' is not a day"),
    ],
)
def test_wrong_words_have_their_place(folder: Path, text: str, words: tuple[str, ...], said: str) -> None:
    (folder / "seedbed.yaml").write_text(f"{text}\nschema: shop.sql\n")
    ran = generated(folder, *words, "--output", folder / "out")
    assert ran.code == 2
    assert said in ran.err.replace(f"{folder}/", "")


def test_something_has_to_name_a_schema(folder: Path) -> None:
    assert "there is no schema" in run("generate").err
    assert "there is no database" in run("load").err
    ran = run("generate", "--config", folder / "missing.yaml")
    assert ran.code == 4
    assert "seedbed init" in ran.err
