"""`read`: a schema to make rows of, in Python.

shop = seedbed.read("schema.sql")
users = shop.make("users", rows=100)        # a pyarrow.Table: .to_pandas(), .to_pylist(), polars.from_arrow(...)
people = shop.objects("users", User)        # objects of any class that takes the columns by name
everything = shop.tables(rows=50)           # a table for each, whose references meet
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from seedbed.api.planning import plan, read_schema
from seedbed.classes import dataclass
from seedbed.database.dsn import is_dsn
from seedbed.engine.cells import Cells
from seedbed.engine.parts import batches, whole
from seedbed.errors import Note, Problem, UsageError
from seedbed.plan.plan import Plan
from seedbed.plan.settle import id_of
from seedbed.read.open import is_text, read_text
from seedbed.read.recipe.open import USUAL, read_recipe
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.recipe import Recipe

__all__ = ["Source", "read"]

T = TypeVar("T")


def read(
    source: str | Path, *, recipe: str | Path | Recipe | None = None, dialect: Dialect | None = None, seed: int = 42
) -> Source:
    """The schema of a file, a folder, a database or a text of SQL, with a recipe or its file, ready to make rows.

    Without a recipe `seed` counts, and 5 % of the rows hold an edge case. Raises ReadError, DatabaseError, UsageError.
    """
    told = isinstance(source, str) and not is_dsn(source) and is_text(source)
    reading = read_text(str(source), "<text>", dialect) if told else read_schema(source, dialect)
    wished = recipe if isinstance(recipe, Recipe) else _recipe(recipe, seed)
    return Source(reading.schema, wished, reading.notes)


def _recipe(path: str | Path | None, seed: int) -> Recipe:
    return replace(USUAL, seed=seed) if path is None else read_recipe(path).wished


@dataclass(frozen=True, slots=True)
class Source:
    """A schema and what is wished of its rows; `notes` say what of it was not read exactly.

    The same schema, recipe and numbers of rows give the same rows, on any day and machine.
    """

    schema: Schema
    recipe: Recipe
    notes: tuple[Note, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.schema.dialect} schema of {len(self.schema.tables)} tables, seed {self.recipe.seed}>"

    def make(self, table: str, rows: int | None = None) -> pa.Table:
        """The rows of one table: so many, or as many as the recipe says.

        What they refer to are the rows that other tables have by the recipe, 100 where it says nothing. Raises
        UsageError where there is no such table, PlanError where so many rows are impossible.
        """
        id = self._id(table)
        made = self.plan(self._asking({id: rows} if rows is not None else {}))
        return pa.Table.from_batches(list(batches(made, self.schema.table(id), Cells(made))))

    def objects(self, table: str, kind: Callable[..., T], rows: int | None = None) -> list[T]:
        """The rows of one table as objects of a class that takes the columns as keyword arguments."""
        return [kind(**row) for row in self.make(table, rows).to_pylist()]

    def tables(self, rows: int | Mapping[str, int] | None = None) -> dict[str, pa.Table]:
        """The rows of all tables, by the tables' names; they are held in memory. Raises PlanError, UsageError."""
        asked = {self._id(name): count for name, count in rows.items()} if isinstance(rows, Mapping) else {}
        recipe = replace(self._asking(asked), rows=rows) if isinstance(rows, int) else self._asking(asked)
        return whole(self.plan(recipe))

    def plan(self, recipe: Recipe | None = None) -> Plan:
        """The plan of its own recipe, or of another one; made once. Raises PlanError, UsageError."""
        return _planned(self.schema, recipe or self.recipe)

    def _asking(self, rows: Mapping[str, int]) -> Recipe:
        """The recipe with other numbers of rows."""
        others = tuple(pair for pair in self.recipe.table_rows if id_of(pair[0], self.schema) not in rows)
        ratios = tuple(ratio for ratio in self.recipe.ratios if id_of(ratio.table, self.schema) not in rows)
        return replace(self.recipe, table_rows=(*others, *rows.items()), ratios=ratios)

    def _id(self, table: str) -> str:
        id = id_of(table, self.schema)
        if id is None:
            help = f"its tables are {', '.join(sorted(each.id for each in self.schema))}"
            raise UsageError(Problem("there is no such table", table, help=help))
        return id


@lru_cache(maxsize=16)
def _planned(schema: Schema, recipe: Recipe) -> Plan:
    return plan(schema, recipe)
