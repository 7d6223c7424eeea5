"""What a plan or a recipe promises of rows: how their columns spread, and which rows stand apart as edge cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

import numpy as np

from seedbed.classes import dataclass
from seedbed.errors import PlanError
from seedbed.plan.ahead import Evaluate
from seedbed.plan.dress.fan import fan_out_of, split_of
from seedbed.plan.edges.index import edge_rows
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.plan.settle import settled
from seedbed.schema.declared import Declared
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe

__all__ = ["Promise", "of_plan", "of_recipe", "promises"]


@dataclass(frozen=True, slots=True)
class Promise:
    """How columns spread, but for the rows of each table, numbered from 0, that stand apart."""

    declared: tuple[Declared, ...] = ()
    apart: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def promises(recipe: Recipe) -> bool:
    """Whether a recipe says anything of how rows spread."""
    shaped = any(wish.distribution or wish.times or wish.lengths or wish.nulls is not None for wish in recipe.columns)
    return bool(shaped or recipe.fan_outs or recipe.pairs or recipe.personas)


def of_plan(plan: Plan) -> Promise:
    """What the rows of a plan keep."""
    tables = sorted({declared.table for declared in plan.declared})
    apart = {id: tuple((edge_rows(plan, id) - np.uint64(plan.table(id).known)).tolist()) for id in tables}
    return Promise(plan.declared, {id: rows for id, rows in apart.items() if rows})


def of_recipe(schema: Schema, recipe: Recipe, rows: Mapping[str, int], evaluate: Evaluate) -> tuple[Declared, ...]:
    """What anyone's rows shall keep, as many of each table as there are; raises PlanError, UsageError.

    Fan-outs are asked as they are written, whether or not so many rows can have them.
    """
    recipe = settled(recipe, schema)
    bare = replace(recipe, fan_outs=(), edge_cases=0.0)
    there = {id: count for id, count in rows.items() if count}
    ratios = tuple(ratio for ratio in recipe.ratios if ratio.table not in there)
    counts = tuple({**dict(recipe.table_rows), **there}.items())
    try:
        found = plan(schema, replace(bare, table_rows=counts, ratios=ratios), evaluate)
    except PlanError:  # so many rows cannot be made: what holds of fewer is the next best
        found = plan(schema, bare, evaluate)
    fan = tuple(_fan_outs(found, recipe))
    told = {(one.table, frozenset(one.columns)) for one in fan}
    kept = (one for one in found.declared if (one.table, frozenset(one.columns)) not in told)
    return (*kept, *fan)


def _fan_outs(plan: Plan, recipe: Recipe) -> Iterator[Declared]:
    for wish in recipe.fan_outs:
        keys = plan.schema.table(wish.table).foreign_keys
        key = next((key for key in keys if set(wish.columns) <= set(key.columns)), None)
        if key is not None:
            yield fan_out_of(wish, key.columns, key.table, split_of(wish, plan))
