"""`read`: a schema to make rows of, in Python.

shop = seedbed.read("schema.sql")
users = shop.make("users", rows=100)        # a pyarrow.Table: .to_pandas(), .to_pylist(), polars.from_arrow(...)
people = shop.objects("users", User)        # objects of a model, or of any class that takes the columns by name
everything = shop.tables(rows=50)           # a table for each, whose references meet
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TypeVar, get_args

import pyarrow as pa

from seedbed.api.given import check_kind, number_of_rows, whole_number
from seedbed.api.nested import Nest, is_nested
from seedbed.api.objects import attributes, objects
from seedbed.api.planning import plan, read_schema
from seedbed.classes import dataclass
from seedbed.database.dsn import is_dsn
from seedbed.engine.cells import Cells
from seedbed.engine.parts import batches, whole
from seedbed.errors import Note, Problem, UsageError
from seedbed.plan.plan import Plan
from seedbed.plan.settle import id_of
from seedbed.read.bookkeeping import without_bookkeeping
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
    _check(source, recipe, dialect)
    number = whole_number(seed, "seed", "give a whole number: seed=42")
    told = isinstance(source, str) and not is_dsn(source) and is_text(source)
    text = without_bookkeeping(read_text(str(source), "<text>", dialect)) if told else None
    reading = text or read_schema(source, dialect)
    wished = recipe if isinstance(recipe, Recipe) else _recipe(recipe, number)
    return Source(reading.schema, wished, reading.notes)


def _check(source: object, recipe: object, dialect: object) -> None:
    check_kind(source, (str, PathLike), "source of a schema", 'give a file, a folder, a database or SQL: "schema.sql"')
    check_kind(recipe, (str, PathLike, Recipe, NoneType), "recipe", 'give a file or a Recipe: recipe="recipe.yaml"')
    if dialect not in (None, *get_args(Dialect)):
        raise UsageError(Problem(f"{dialect!r} is no dialect", help=f"it is one of {', '.join(get_args(Dialect))}"))


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
        return _rows(self._made(table, rows), self._id(table))

    def objects(self, table: str, kind: Callable[..., T], rows: int | None = None) -> list[T]:
        """The rows of one table as objects of a class: a model, or any that takes the columns as keyword arguments.

        Raises UsageError where it does not take them, and what `make` raises.
        """
        made, told = self._made(table, rows), self.schema.table(self._id(table))
        if is_nested(kind):
            return objects(told, Nest(self.schema, partial(_rows, made)).documents(told.id, kind), kind)
        return objects(told, attributes(told, _rows(made, told.id), kind), kind)

    def tables(self, rows: int | Mapping[str, int] | None = None) -> dict[str, pa.Table]:
        """The rows of all tables, by the tables' names; they are held in memory. Raises PlanError, UsageError."""
        if rows is None or isinstance(rows, Mapping):
            return whole(self.plan(self._asking({self._id(name): count for name, count in (rows or {}).items()})))
        return whole(self.plan(replace(self.recipe, rows=number_of_rows(rows, "rows"))))

    def plan(self, recipe: Recipe | None = None) -> Plan:
        """The plan of its own recipe, or of another one; made once. Raises PlanError, UsageError."""
        check_kind(recipe, (Recipe, NoneType), "recipe", "give a Recipe, or nothing for its own")
        return _planned(self.schema, recipe or self.recipe)

    def _made(self, table: str, rows: int | None) -> Plan:
        """The plan in which a table has so many rows."""
        return self.plan(self._asking({self._id(table): rows} if rows is not None else {}))

    def _asking(self, rows: Mapping[str, int]) -> Recipe:
        """The recipe with other numbers of rows."""
        rows = {id: number_of_rows(count, f"rows of {id}") for id, count in rows.items()}
        others = tuple(pair for pair in self.recipe.table_rows if id_of(pair[0], self.schema) not in rows)
        ratios = tuple(ratio for ratio in self.recipe.ratios if id_of(ratio.table, self.schema) not in rows)
        return replace(self.recipe, table_rows=(*others, *rows.items()), ratios=ratios)

    def _id(self, table: object) -> str:
        id = id_of(table, self.schema) if isinstance(table, str) else None
        if id is None:
            help = f"its tables are {', '.join(sorted(each.id for each in self.schema))}"
            raise UsageError(Problem("there is no such table", str(table), help=help))
        return id


def _rows(made: Plan, table: str) -> pa.Table:
    return pa.Table.from_batches(list(batches(made, made.schema.table(table), Cells(made))))


@lru_cache(maxsize=16)
def _planned(schema: Schema, recipe: Recipe) -> Plan:
    return plan(schema, recipe)
