"""Personas: exact shares, and rows that are as active as their kind in every table that refers to them."""

from __future__ import annotations

from collections import Counter

import pytest

from seedbed import api
from seedbed.errors import UsageError
from seedbed.generators.factors.personas import KindOf, Lively, Order
from seedbed.schema.recipe import ColumnWish, Distribution, Persona, Personas, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator
from tests.plan.grown import Grown
from tests.plan.wishing import unwilling, wished
from tests.servers import Postgres

SQL = """
CREATE TABLE users (id serial PRIMARY KEY, kind text, level text CHECK (level IN ('power', 'casual')), code int);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users, a int NOT NULL, b int NOT NULL,
    CHECK (a < b));
CREATE TABLE reviews (id serial PRIMARY KEY, author int REFERENCES users, stars int, CHECK (author <> stars));
CREATE TABLE profiles (user_id int PRIMARY KEY REFERENCES users);
"""
USERS = Personas(
    "users", (Persona("power", 0.1, 20), Persona("casual", 0.6, 1), Persona("dormant", 0.3, 0)), column="kind"
)
ROWS = (("users", 1000), ("orders", 6000), ("reviews", 6000), ("profiles", 100))


def _kinds(made: Grown) -> dict[object, object]:
    return dict(zip(made.cells("users", "id"), made.cells("users", "kind"), strict=True))


def test_shares_are_exact_and_drive_every_table() -> None:
    made = wished(SQL, Recipe(table_rows=ROWS, personas=(USERS,)))
    every = _kinds(made)
    assert Counter(every.values()) == {"power": 100, "casual": 600, "dormant": 300}
    for table, column in (("orders", "user_id"), ("reviews", "author")):
        held = Counter(every[parent] for parent in made.cells(table, column) if parent is not None)
        total = sum(held.values())
        assert held["dormant"] == 0
        share = held["power"] / (held["power"] + held["casual"])
        assert abs(share - 100 * 20 / (100 * 20 + 600)) < 4 * (0.25 / total) ** 0.5
    assert "as active as the personas of users" in made.group("orders", "user_id").reason
    assert "as active as the personas of users" in made.group("reviews", "author").why("author")
    assert "the name of its persona, by the recipe" in made.group("users", "kind").reason
    told = [note for note in made.plan.notes if note.table == "profiles"]
    assert [(note.why, note.grave) for note in told] == [("each is referred to once", False)]


def test_without_null_the_shares_are_counted_out() -> None:
    sql = SQL.replace("kind text", "kind text NOT NULL")
    made = wished(sql, Recipe(table_rows=ROWS, personas=(USERS,)))
    assert Counter(made.cells("users", "kind")) == {"power": 100, "casual": 600, "dormant": 300}
    busy = Counter(made.cells("orders", "user_id"))
    kinds = _kinds(made)
    power = [busy[id] for id, kind in kinds.items() if kind == "power"]
    reviews = Counter(made.cells("reviews", "author"))
    assert min(power) > 10
    assert min(reviews[id] for id, kind in kinds.items() if kind == "power") > 10, "who is busy is so everywhere"


def test_a_distribution_that_was_asked_for_goes_first() -> None:
    wish = ColumnWish("orders", "user_id", distribution=Distribution("zipf"))
    made = wished(SQL, Recipe(table_rows=ROWS, personas=(USERS,), columns=(wish,)))
    assert "zipf" in made.group("orders", "user_id").reason
    assert any(note.table == "orders" and note.grave for note in made.plan.notes)


def test_personas_load_into_postgresql(postgres: Postgres) -> None:
    name = postgres.fresh()
    postgres.execute(name, SQL)
    schema = api.read_schema(postgres.dsn(name)).schema
    with api.session(postgres.dsn(name)) as session:
        done = api.load(api.plan(schema, Recipe(rows=200, personas=(USERS,))), session)
    assert done.verdict.ok
    asked = "SELECT count(*) FROM orders JOIN users ON users.id = user_id WHERE kind = 'dormant'"
    assert postgres.execute(name, asked) == [("0",)]


@pytest.mark.parametrize(
    ("column", "why"),
    [("level", "does not hold dormant"), ("code", "holds no names"), ("id", "a key or a check chooses")],
)
def test_a_column_that_cannot_name_them_is_told(column: str, why: str) -> None:
    assert why in unwilling(SQL, Recipe(personas=(Personas("users", USERS.personas, column),)))


def test_personas_that_are_wrong_in_themselves_are_told() -> None:
    none = Personas("users", (Persona("a", 0.0),))
    assert "shares of the personas are none" in unwilling(SQL, Recipe(personas=(none,)), UsageError)
    assert "did you mean users?" in unwilling(SQL, Recipe(personas=(Personas("user", USERS.personas),)), UsageError)
    idle = Personas("users", (Persona("a", 1.0, 0.0),))
    assert "the personas of users have no children" in wished(SQL, Recipe(personas=(idle,))).notes


def test_the_name_of_a_kind_passes_the_kit() -> None:
    made = KindOf(Order(1, "t", 2000), ("a", "b"), (0, 100, 2000), Type("text"))
    check_generator(made, (Type("text"),))
    assert Lively((2**63,), (0, 1, 2)).size == 2
