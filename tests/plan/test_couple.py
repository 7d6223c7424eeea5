"""Pairs of columns whose ranks correlate, each spread as it would be alone."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError
from seedbed.generators.domains.grid import Grid
from seedbed.generators.row.coupled import Coupled
from seedbed.generators.spread import Even, Popular
from seedbed.generators.units import Value
from seedbed.plan.explain import explain
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import ColumnWish, Distribution, Pair, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator
from seedbed.validate.court import judge

WORLD = """
CREATE TABLE t (id int PRIMARY KEY, height numeric(8, 4) NOT NULL, weight real NOT NULL, since timestamp NOT NULL,
    nick text NOT NULL, grade int NOT NULL CHECK (grade IN (1, 2, 3)), code int UNIQUE, low int, high int, note numeric,
    CHECK (low < high));
"""
ROWS = 5000
HEIGHTS = ColumnWish("t", "height", distribution=Distribution("normal", (("mean", 170.0), ("std", 10.0))))


def planned(*pairs: Pair) -> Plan:
    schema = read_sql(WORLD, "w.sql", "postgres").schema
    return plan(schema, Recipe(rows=ROWS, columns=(HEIGHTS,), pairs=pairs), Cells)


def pair(left: str, right: str, correlation: float) -> Pair:
    return Pair("t", (left, right), correlation)


def ranks(made: Plan, column: str) -> np.ndarray:
    cells = Cells(made).column("t", column, np.arange(ROWS, dtype=np.uint64))
    found: np.ndarray = pc.rank(cells, tiebreaker="min").to_numpy().astype(float)
    return found


@pytest.mark.parametrize("wanted", [-0.95, -0.3, 0.0, 0.5, 0.8, 1.0])
def test_ranks_correlate(wanted: float) -> None:
    made = planned(pair("height", "weight", wanted))
    assert np.corrcoef(ranks(made, "height"), ranks(made, "weight"))[0, 1] == pytest.approx(wanted, abs=0.04)


def test_each_column_keeps_its_own_spread_and_both_are_tested() -> None:
    made = planned(pair("height", "since", -0.6))
    verdict = judge(made.schema, whole(made), declared=made.declared)
    assert [(test.test, test.alarm) for test in verdict.compared] == [
        ("Kolmogorov-Smirnov", False),
        ("rank correlation", False),
    ]
    assert verdict.ok
    assert load_plan(dump_plan(made)) == made
    reasons = {column.name: column.reason for story in explain(made) for column in story.columns}
    assert "correlate with those of since by -0.6" in reasons["height"]
    apart = judge(made.schema, whole(planned()), declared=made.declared)
    assert [test.columns for test in apart.alarms] == [("height", "since")]


def test_few_values_pull_a_correlation_down_and_that_is_told() -> None:
    made = planned(pair("grade", "weight", 0.7))
    (declared,) = [one for one in made.declared if one.form == "correlation"]
    assert "ranks are equal" in declared.bent
    assert np.corrcoef(ranks(made, "grade"), ranks(made, "weight"))[0, 1] == pytest.approx(0.66, abs=0.05)


@pytest.mark.parametrize("other", ["nick", "code", "low"])
def test_what_cannot_be_honoured_is_told(other: str) -> None:
    notes = [note for note in planned(pair("height", other, 0.5)).notes if "correlation" in note.what]
    assert [note.grave for note in notes] == [True]
    assert other in notes[0].why


def test_what_is_no_correlation_is_refused() -> None:
    with pytest.raises(PlanError, match="is no correlation"):
        planned(pair("height", "weight", 1.5))
    with pytest.raises(PlanError, match="with itself"):
        planned(pair("height", "height", 0.5))


def test_coupled_passes_the_kit() -> None:
    type = Type("integer", bits=32)
    units = (Value(Grid(type, 0, 1, 500)), Value(Grid(type, -9, 3, 4000)))
    made = Coupled(units, (Even(500), Popular(4000)), (100_000, 0), 0.6, 0.8)
    check_generator(made, [type, type])
