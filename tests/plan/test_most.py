"""Tables that can hold one row, or none."""

from __future__ import annotations

import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import PlanError
from seedbed.plan.passes import plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe

PARTS = "CREATE TABLE events (id INT NOT NULL, day DATE NOT NULL) PARTITION BY RANGE (day);"


def test_a_partitioned_table_without_partitions_takes_no_rows() -> None:
    schema = read_sql(PARTS, "s.sql", "postgres").schema
    planned = plan(schema, Recipe(rows=5), Cells).table("events")
    assert (planned.rows, planned.cap) == (0, "it has no partition")


def test_rows_that_were_asked_of_it_by_name_are_refused() -> None:
    schema = read_sql(PARTS, "s.sql", "postgres").schema
    with pytest.raises(PlanError, match="no more than 0 rows fit"):
        plan(schema, Recipe(table_rows=(("events", 5),)), Cells)


def test_a_constant_key_takes_one_row() -> None:
    text = "CREATE TABLE settings (id INT NOT NULL); CREATE UNIQUE INDEX one ON settings ((true));"
    planned = plan(read_sql(text, "s.sql", "postgres").schema, Recipe(rows=5), Cells).table("settings")
    assert (planned.rows, planned.cap) == (1, "a unique key is a constant")
