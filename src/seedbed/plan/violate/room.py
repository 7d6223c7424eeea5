"""How many rows the valid world gets, so that every table has room for one row more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod

from seedbed.plan.asked import asked
from seedbed.plan.plan import Plan
from seedbed.plan.settle import id_of
from seedbed.schema.graph import load_order
from seedbed.schema.model import Schema, Table, Unique
from seedbed.schema.recipe import Recipe

__all__ = ["SPARE", "roomier", "with_room"]

SPARE = 8
"""Rows of each table beyond those of the world: the material of the rows that are tried."""


def roomier(recipe: Recipe, schema: Schema) -> Recipe:
    """The wishes for the material: more rows of every table than the world will have."""
    most = max(asked(schema, recipe).values(), default=0)
    return replace(recipe, rows=most + SPARE, table_rows=(), ratios=())


def with_room(recipe: Recipe, schema: Schema, material: Plan) -> Recipe:
    """The wishes for the world: where keys leave no room for another row, fewer rows."""
    wanted = asked(schema, recipe)
    referred = {key.table for table in schema for key in table.foreign_keys if key.table != table.id}
    rows = {id: min(count, material.table(id).rows) for id, count in wanted.items()}
    for id in load_order(schema):
        planned, uniques = material.table(id), schema.table(id).uniques
        most = planned.rows - 1 if planned.cap else planned.rows
        most = min([most, *(_pairs(schema.table(id), unique, rows) - 1 for unique in uniques)])
        rows[id] = max(min(1, planned.rows) if id in referred else 0, min(rows[id], most))
    fewer = {id: rows[id] for id in rows if rows[id] < wanted[id]}
    kept = tuple((name, count) for name, count in recipe.table_rows if id_of(name, schema) not in fewer)
    counted = {id_of(ratio.table, schema) or ratio.table for ratio in recipe.ratios} - set(fewer)
    ratios = tuple((id, wanted[id]) for id in sorted(counted))
    return replace(recipe, table_rows=(*kept, *ratios, *fewer.items()), ratios=())


def _pairs(table: Table, unique: Unique, rows: Mapping[str, int]) -> int:
    """How many values a key has that is made of references alone; a large number where it is not."""
    keys = [key for key in table.foreign_keys if set(key.columns) & set(unique.columns) and key.table in rows]
    covered = {name for key in keys for name in key.columns}
    if unique.where is not None or not keys or not set(unique.columns) <= covered:
        return 1 << 60
    return prod(rows[key.table] for key in keys)
