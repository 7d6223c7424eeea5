"""Rows for each row of another table."""

from __future__ import annotations

import pytest

from seedbed import api
from seedbed.errors import PlanError, UsageError
from seedbed.plan.asked import asked
from seedbed.plan.plan import Plan
from seedbed.read.open import read_text
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Ratio, Recipe


def schema(text: str) -> Schema:
    return read_text(text, "test", "postgres").schema


SHOP = schema("""
CREATE TABLE users (id serial PRIMARY KEY, kind char(1) NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users);
CREATE TABLE items (id serial PRIMARY KEY, order_id int NOT NULL REFERENCES orders, part smallint CHECK (part < 4));
""")
FULL = schema("""
CREATE TABLE users (id serial PRIMARY KEY, kind char(1) NOT NULL UNIQUE CHECK (kind IN ('a', 'b')));
CREATE TABLE orders (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users);
CREATE TABLE cards (user_id int PRIMARY KEY REFERENCES users);
""")


def rows(plan: Plan) -> dict[str, int]:
    return {table.table: table.rows for table in plan.tables}


def test_a_chain_of_ratios_is_followed_from_its_end() -> None:
    ratios = (Ratio("ITEMS", 2.5, "orders"), Ratio("orders", 3, "Users"))
    assert asked(SHOP, Recipe(rows=7, ratios=ratios)) == {"users": 7, "orders": 21, "items": 53}
    plan = api.plan(SHOP, Recipe(table_rows=(("users", 5),), ratios=ratios))
    assert rows(plan) == {"users": 5, "orders": 15, "items": 38}


def test_a_ratio_keeps_to_the_rows_that_there_are() -> None:
    plan = api.plan(FULL, Recipe(ratios=(Ratio("orders", 5, "users"),)))
    assert rows(plan) == {"users": 2, "orders": 10, "cards": 2}
    assert [note.where for note in plan.notes if note.grave] == ["users", "cards"]


def test_a_ratio_is_asked_by_name() -> None:
    with pytest.raises(PlanError, match="no more than 2 rows fit"):
        api.plan(FULL, Recipe(ratios=(Ratio("cards", 2, "users"),)))


@pytest.mark.parametrize(
    ("ratios", "said"),
    [
        ((Ratio("orders", 1, "usres"),), "did you mean users?"),
        ((Ratio("orders", 1, "orders"),), "orders -> orders"),
        (
            (Ratio("users", 1, "items"), Ratio("items", 1, "orders"), Ratio("orders", 1, "items")),
            "items -> orders -> i",
        ),
    ],
)
def test_ratios_that_lead_nowhere(ratios: tuple[Ratio, ...], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        asked(SHOP, Recipe(ratios=ratios))
    assert said in str(caught.value)
    assert len(caught.value.problems) == 1


def test_unknown_tables_and_counts_below_nothing() -> None:
    with pytest.raises(UsageError) as caught:
        asked(SHOP, Recipe(table_rows=(("usres", 1), ("items", -1))))
    assert len(caught.value.problems) == 2
