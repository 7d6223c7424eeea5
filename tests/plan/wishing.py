"""Plans of SQL text and wishes, and what planning says of wishes that cannot be."""

from __future__ import annotations

import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import PlanError, UsageError
from seedbed.plan.passes import plan
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.schema.model import Dialect
from seedbed.schema.recipe import Recipe
from tests.plan.grown import Grown

__all__ = ["unwilling", "wished"]


def wished(sql: str, recipe: Recipe, dialect: Dialect = "postgres", *, strict: bool = False) -> Grown:
    """The plan of the tables that a text creates, as a recipe wishes them; it comes back from its file equal."""
    made = plan(read_sql(sql, "s.sql", dialect).schema, recipe, Cells, strict)
    assert load_plan(dump_plan(made)) == made
    return Grown(made)


def unwilling(sql: str, recipe: Recipe, error: type[PlanError | UsageError] = PlanError) -> str:
    """What planning says of a recipe that it must refuse."""
    with pytest.raises(error) as caught:
        plan(read_sql(sql, "s.sql", "postgres").schema, recipe, Cells)
    return str(caught.value)
