"""Planned worlds: a schema, its plan, and its rows as Arrow and as Python."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from seedbed import api
from seedbed.engine.cells import Cells
from seedbed.engine.parts import filled_columns
from seedbed.errors import PlanError
from seedbed.plan.plan import Plan
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe
from seedbed.write.order import load_order

__all__ = ["World", "loaded", "world"]


@dataclass(frozen=True)
class World:
    """A planned schema and the rows of each table."""

    plan: Plan
    tables: dict[str, pa.RecordBatch]


def world(schema: Schema, rows: int = 30, seed: int = 1) -> World | None:
    """The whole of a schema; None where planning refused it, with a reason."""
    try:
        plan = api.plan(schema, Recipe(seed=seed, rows=rows))
    except PlanError as error:
        if not all(problem.what and problem.where for problem in error.problems):
            raise  # a refusal without a reason is no refusal
        return None
    return World(plan, {table.id: whole(plan, table.id) for table in schema})


def whole(plan: Plan, table: str) -> pa.RecordBatch:
    """All rows of one table."""
    columns = filled_columns(plan, plan.schema.table(table))
    return Cells(plan).tile(table, columns, 0, plan.table(table).rows)


def some(plan: Plan, table: str, rows: list[int]) -> pa.RecordBatch:
    """The given rows of one table, made alone."""
    columns = filled_columns(plan, plan.schema.table(table))
    return Cells(plan).batch(table, columns, np.array(rows, dtype=np.uint64))


def loaded(found: World, ddl: str) -> sqlite3.Connection:
    """An SQLite database with every constraint on, filled with the rows in one transaction."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(f"PRAGMA foreign_keys = ON;\n{ddl}")
    connection.execute("BEGIN")
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for id in load_order(found.plan.schema).tables:
        batch = found.tables[id]
        names = ", ".join(f'"{name}"' for name in batch.schema.names)
        marks = ", ".join("?" for _ in batch.schema.names)
        rows = ([_bare(cell) for cell in row.values()] for row in batch.to_pylist())
        connection.executemany(f'INSERT INTO "{id}" ({names}) VALUES ({marks})', rows)
    connection.execute("COMMIT")
    return connection


def _bare(cell: object) -> object:
    return cell if cell is None or isinstance(cell, int | float | str | bytes) else str(cell)


def without(schema: Schema, table: str, column: str) -> Schema:
    """The schema as it was before a column was added."""
    tables = (
        replace(found, columns=tuple(c for c in found.columns if c.name != column)) if found.id == table else found
        for found in schema
    )
    return replace(schema, tables=tuple(tables))
