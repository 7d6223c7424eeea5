"""Seedbed as a library: a schema is read, and its rows are made as tables, dicts or objects."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import seedbed
from seedbed.errors import PlanError, UsageError
from seedbed.schema.recipe import Recipe

SQL = """
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, joined TIMESTAMP NOT NULL);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id),
    total NUMERIC(8,2) NOT NULL CHECK (total > 0));
CREATE TABLE flags (name TEXT PRIMARY KEY CHECK (name IN ('on', 'off')));
"""


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.sql"
    path.write_text(SQL)
    return path


def test_rows_of_one_table_are_an_arrow_table(schema: Path) -> None:
    users = seedbed.read(schema).make("users", rows=50)
    assert users.num_rows == 50
    assert users.column_names == ["id", "email", "joined"]
    assert users.equals(seedbed.read(SQL).make("Users", rows=50))
    assert not users.equals(seedbed.read(schema, seed=7).make("users", rows=50))


def test_rows_of_all_tables_refer_to_each_other(schema: Path) -> None:
    tables = seedbed.read(schema).tables({"users": 20, "orders": 80, "flags": 2})
    assert {name: table.num_rows for name, table in tables.items()} == {"users": 20, "orders": 80, "flags": 2}
    assert set(tables["orders"]["user_id"].to_pylist()) <= set(tables["users"]["id"].to_pylist())
    assert seedbed.read(schema).tables(1)["orders"].num_rows == 1


def test_rows_are_objects_of_any_class(schema: Path) -> None:
    @dataclass
    class Order:
        id: int
        user_id: int
        total: Decimal

    orders = seedbed.read(schema).objects("orders", Order, rows=30)
    assert len(orders) == 30
    assert all(order.total > 0 for order in orders)
    assert isinstance(seedbed.read(schema).make("users", 1).to_pylist()[0]["joined"], datetime)


def test_a_recipe_says_more_than_numbers(schema: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "seed: 3\ntables:\n  users: {count: 7}\n"
        "  orders:\n    count: 2 per users\n    columns:\n      total: {values: {9.99: 1}}\n"
    )
    source = seedbed.read(schema, recipe=recipe)
    assert source.recipe.seed == 3
    assert source.make("orders").num_rows == 14
    assert source.make("orders", rows=5).num_rows == 5
    assert set(source.make("orders")["total"].to_pylist()) == {Decimal("9.99")}
    assert seedbed.read(schema, recipe=Recipe(rows=4)).make("orders").num_rows == 4


def test_wrong_words_are_told(schema: Path) -> None:
    source = seedbed.read(schema)
    with pytest.raises(UsageError, match="no such table") as caught:
        source.make("user")
    assert "flags, orders, users" in caught.value.problems[0].help
    with pytest.raises(PlanError, match="no more than 2 rows fit"):
        source.make("flags", rows=3)
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        getattr(seedbed, "raed")  # noqa: B009 - the name is meant to be wrong


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"source": None}, "None is no source of a schema"),
        ({"source": b"shop.sql"}, "b'shop.sql' is no source of a schema"),
        ({"seed": "x"}, "'x' is no seed"),
        ({"seed": 1.5}, "1.5 is no seed"),
        ({"seed": True}, "True is no seed"),
        ({"recipe": {"rows": 3}}, "is no recipe"),
        ({"dialect": "oracle"}, "'oracle' is no dialect"),
    ],
)
def test_what_is_no_source_or_seed_or_recipe_is_told(words: dict[str, Any], told: str) -> None:
    with pytest.raises(seedbed.SeedbedError, match=told) as caught:
        seedbed.read(**{"source": SQL, **words})
    assert caught.value.problems[0].help


def test_what_is_no_table_or_recipe_of_a_source_is_told() -> None:
    source: Any = seedbed.read(SQL)
    with pytest.raises(UsageError, match="no such table"):
        source.make(None)
    with pytest.raises(UsageError, match="no such table"):
        source.tables({3: 1})
    with pytest.raises(UsageError, match="3 is no recipe"):
        source.plan(3)
    with pytest.raises(UsageError, match="None is no options"):
        seedbed.generate_test_file(None)  # type: ignore[arg-type] # the mistake is the test


def test_the_program_does_not_load_what_a_library_needs() -> None:
    code = "import sys, seedbed; print('pyarrow' in sys.modules); seedbed.read; print('pyarrow' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["False", "True"]
