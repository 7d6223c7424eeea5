"""Any columns at any rows."""

from __future__ import annotations

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import batches, filled_columns
from tests.plan.grown import Grown, grown

SQL = """
CREATE TABLE p (id int PRIMARY KEY, code text NOT NULL UNIQUE, a date NOT NULL, b date NOT NULL, CHECK (a < b));
CREATE TABLE c (n int, p text REFERENCES p (code), up int REFERENCES p, x boolean, t text[],
    g int GENERATED ALWAYS AS (1) STORED);
CREATE TABLE none (g int GENERATED ALWAYS AS (1) STORED);
"""


@pytest.fixture(scope="module")
def made() -> Grown:
    """Two tables with references, and one that nobody fills."""
    return grown(SQL, rows=300)


@pytest.mark.parametrize("table", ["p", "c"])
def test_any_rows_in_any_order_are_the_same_slice(made: Grown, table: str) -> None:
    columns = filled_columns(made.plan, made.plan.schema.table(table))
    whole = Cells(made.plan).tile(table, columns, 0, 300)
    some = np.array([299, 0, 7, 7, 120], dtype=np.uint64)
    assert Cells(made.plan).batch(table, columns, some) == whole.take([299, 0, 7, 7, 120])
    cells = Cells(made.plan)
    tiles = [cells.tile(table, columns, start, start + 100) for start in (200, 0, 100)]
    assert [tiles[1], tiles[2], tiles[0]] == [whole.slice(start, 100) for start in (0, 100, 200)]


def test_any_columns_are_the_same_cells(made: Grown) -> None:
    columns = Cells(made.plan).columns("p")
    whole = Cells(made.plan).tile("p", columns, 0, 300)
    for name in columns:
        assert Cells(made.plan).tile("p", [name], 0, 300).column(0) == whole.column(name)


def test_columns_are_those_that_the_plan_fills(made: Grown) -> None:
    assert filled_columns(made.plan, made.plan.schema.table("c")) == ("n", "p", "up", "x", "t")
    assert filled_columns(made.plan, made.plan.schema.table("none")) == ()


def test_a_table_without_columns_still_has_rows(made: Grown) -> None:
    (batch,) = batches(made.plan, made.plan.schema.table("none"), Cells(made.plan))
    assert (batch.num_rows, batch.num_columns) == (300, 0)


def test_no_rows_are_one_empty_batch() -> None:
    made = grown(SQL, "postgres", 0)
    (batch,) = batches(made.plan, made.plan.schema.table("c"), Cells(made.plan))
    assert (batch.num_rows, batch.schema.names) == (0, ["n", "p", "up", "x", "t"])


def test_a_fork_gives_the_same_cells(made: Grown) -> None:
    cells = Cells(made.plan)
    before = cells.tile("c", ("p", "x"), 5, 50)
    assert cells.fork().tile("c", ("p", "x"), 5, 50) == before
    assert cells.tile("c", ("p", "x"), 5, 50) == before
