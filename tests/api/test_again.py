"""The command that makes the same data again."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from seedbed.api.again import command
from seedbed.api.wishes import Words, wished
from tests.cli.program import run

SHOP = """
CREATE TABLE users (id INTEGER PRIMARY KEY, code VARCHAR(9), age INTEGER NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), total DECIMAL(8,2) NOT NULL);
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a schema and a recipe that has a rule."""
    (tmp_path / "shop.sql").write_text(SHOP)
    (tmp_path / "r.yaml").write_text(
        "schema: shop.sql\nformat: csv\nrules: [{table: users, name: grown, sql: age > 17}]\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("--count", "20", "--count", "orders=2 per users", "--format", "csv,json", "--custom-generator", "code:A '#'"),
        ("--today", "2025-05-01", "--locale", "uk", "--edge-cases", "10", "--without", "totals", "--strict"),
        ("--distribution", "users.age:normal:30,9", "--dialect", "sqlite", "--one-per-row", "--seed", "9"),
    ],
)
def test_it_makes_the_same_again(folder: Path, words: tuple[str, ...]) -> None:
    assert run("generate", folder / "shop.sql", *words, "--output", folder / "one").code == 0
    line = json.loads((folder / "one" / "report.json").read_text())["reproduce"]
    assert line.startswith("seedbed generate ")
    assert run(*shlex.split(line)[1:], "--output", folder / "two").code == 0
    one, two = ((folder / name / "manifest.json").read_text() for name in ("one", "two"))
    first, second = json.loads(one), json.loads(two)
    assert first["tables"] == second["tables"]
    assert first["files"] == second["files"]


def test_a_recipe_is_named_with_its_digest(folder: Path) -> None:
    line = command("generate", str(folder / "shop.sql"), wished(Words(folder / "r.yaml", count=("5",))))
    words = shlex.split(line, comments=True)
    assert words == ["seedbed", "generate", "--config", str(folder / "r.yaml"), "--count", "5", "--seed", "42"]
    assert "r.yaml: sha256 " in line


def test_no_secret_is_in_it() -> None:
    line = command("introspect", "postgresql://ann:hush@localhost/shop", wished(Words()))
    assert line == "seedbed introspect postgresql://ann@localhost/shop --seed 42"


def test_rules_of_a_recipe_are_asked_of_any_data(folder: Path) -> None:
    (folder / "users.csv").write_text("id,code,age\n1,,17\n2,,18\n")
    (folder / "orders.csv").write_text("id,user_id,total\n")
    (folder / "data").mkdir()
    for name in ("users.csv", "orders.csv"):
        (folder / name).rename(folder / "data" / name)
    ran = run("validate", folder / "data", "--config", folder / "r.yaml", "--dialect", "sqlite")
    assert ran.code == 1
    assert "RULE" in ran.out
    assert run("validate", folder / "data", folder / "shop.sql", "--dialect", "sqlite").code == 0
