"""`seedbed validate` tests how rows spread: against the run that made them, or a recipe that is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.program import run

SCHEMA = """\
CREATE TABLE users (id int PRIMARY KEY, age int);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, total numeric(8, 2), weight real);
"""
RECIPE = """\
tables:
  users: {count: 500, columns: {age: {null_rate: 0.2}}}
  orders:
    count: 3000
    fan_out: {user_id: {low: 1, high: 300, childless: 30%, distribution: zipf}}
    pairs: [{columns: [total, weight], correlation: 0.6}]
"""
FAN_OUT = "1 to 300 children a parent, 30% without, zipf"
DIALECT = ("--dialect", "postgres")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("schema.sql").write_text(SCHEMA)
    Path("recipe.yaml").write_text(RECIPE)
    words = ("--distribution", "users.age:normal:mean=40,std=8", "--format", "csv", "--output", "made")
    assert run("generate", "schema.sql", "--config", "recipe.yaml", *words, *DIALECT).code == 0
    return tmp_path / "made"


def judged(made: Path, *words: str) -> dict[tuple[str, ...], dict[str, Any]]:
    told = run("validate", made, "schema.sql", *DIALECT, "--json", "verdict.json", *words)
    assert told.code == 0, told.err
    tests = json.loads(Path("verdict.json").read_text())["distributions"]
    return {(*test["columns"], test["declared"]): test for test in tests}


def recipe(text: str) -> tuple[str, str]:
    Path("other.yaml").write_text(text)
    return "--config", "other.yaml"


def test_the_run_that_made_the_rows_is_known(made: Path) -> None:
    found = judged(made)
    assert {key: test["test"] for key, test in found.items()} == {
        ("age", "normal:mean=40,std=8"): "chi-squared",
        ("age", "NULL 0.2"): "chi-squared",
        ("user_id", FAN_OUT): "Kolmogorov-Smirnov of children",
        ("total", "weight", "correlation 0.6"): "rank correlation",
    }
    assert not any(test["alarm"] for test in found.values())
    assert found == judged(made, "--config", "recipe.yaml")
    assert found["age", "NULL 0.2"]["rows"] == 475  # the rows that stand apart are not counted


def test_another_recipe_is_held_against_anyones_rows(made: Path) -> None:
    unlike = judged(
        made,
        *recipe(
            "tables:\n  users: {columns: {age: {distribution: 'normal:mean=44,std=8'}}}\n"
            "  orders: {pairs: [{columns: [total, weight], correlation: -0.6}],\n"
            "           columns: {user_id: {distribution: zipf}}}"
        ),
    )
    assert [test["alarm"] for test in unlike.values()] == [True, True, True]
    words = ("validate", made, "schema.sql", *DIALECT, "--config", "other.yaml")
    assert [run(*words).code, run(*words, "--strict").code] == [0, 1]
    few = judged(made, *recipe("tables: {orders: {fan_out: {user_id: {low: 1, high: 5}}}}"))
    (test,) = few.values()
    assert (test["alarm"], test["test"]) == (True, "exact count")
    assert "parents have another number of children" in test["why"]
    even = judged(
        made, *recipe("tables: {orders: {fan_out: {user_id: {low: 0, high: 900, distribution: 'poisson:mean=6'}}}}")
    )
    assert [test["alarm"] for test in even.values()] == [True]


def test_rows_that_no_longer_have_their_manifest_are_anyones(made: Path) -> None:
    (made / "manifest.json").unlink()
    assert judged(made) == {}
    found = judged(made, "--config", "recipe.yaml")
    assert not found["user_id", FAN_OUT]["alarm"]


def test_a_recipe_that_has_no_plan_is_told(made: Path) -> None:
    words = recipe("tables: {users: {columns: {age: {distribution: 'normal:mean=1e15,std=1'}}}}")
    told = run("validate", made, "schema.sql", *DIALECT, *words)
    assert told.code == 0
    assert "how the rows spread is not tested" in told.err
    assert "has no value that the column can hold" in told.err


def test_personas_are_tested(made: Path) -> None:
    kinds = "{power: {share: 10%, activity: 20}, casual: {share: 90%, activity: 1}}"
    words = recipe(f"tables: {{users: {{count: 500, personas: {{kinds: {kinds}}}}}, orders: {{count: 3000}}}}")
    assert [test["alarm"] for test in judged(made, *words).values()] == [True]
    assert run("generate", "schema.sql", *words, *DIALECT, "--format", "csv", "--output", "peopled").code == 0
    (test,) = judged(Path("peopled")).values()
    assert (test["declared"], test["alarm"]) == ("personas of users", False)
