"""How often columns that may be NULL are."""

from __future__ import annotations

import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.plan.passes import plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Recipe

ROWS = 500


def share(table: str, definition: str, *wishes: ColumnWish) -> float:
    """The share of NULL in a column."""
    schema = read_sql(f"CREATE TABLE {table} (id int PRIMARY KEY, {definition});", "a.sql", "postgres").schema
    (made,) = whole(plan(schema, Recipe(rows=ROWS, columns=wishes), Cells)).values()
    return float(made.column(1).null_count) / ROWS


@pytest.mark.parametrize(
    ("table", "definition", "least", "most"),
    [
        ("people", "deceased_on date", 0.93, 1.0),
        ("orders", "cancellation_reason text", 0.8, 0.95),
        ("members", "left_on date", 0.6, 0.8),
        ("members", "joined_on date", 0.05, 0.2),
        ("cancellations", "cancelled_at timestamp", 0.05, 0.2),
        ("members", "failure_rate numeric(4,2)", 0.05, 0.2),
    ],
)
def test_what_happens_to_few_things_is_there_in_few_rows(
    table: str, definition: str, least: float, most: float
) -> None:
    assert least < share(table, definition) < most


def test_what_the_recipe_asks_goes_before_that() -> None:
    assert share("orders", "cancelled_at timestamp", ColumnWish("orders", "cancelled_at", nulls=0.5)) < 0.6
