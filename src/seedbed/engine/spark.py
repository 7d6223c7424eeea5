"""A plan as Spark DataFrames: the plan is all that is shipped, and every executor makes its own rows from it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.engine.parts import TILE, Digests, filled_columns, tiles
from seedbed.engine.workers import made
from seedbed.errors import Note
from seedbed.plan.plan import Plan, TablePlan, dump_plan, load_plan
from seedbed.schema.arrow import arrow_type
from seedbed.schema.graph import load_order
from seedbed.schema.model import Column, Dialect, Table
from seedbed.write.text.words import brace_lists, bracket_lists, words

__all__ = ["ROWS", "Gathered", "dataframes", "spark_notes", "spark_type"]

ROWS = 64 * TILE
"""Rows of a part: the work of one task, and one file of most formats."""

_PLAIN = {
    pa.int64(): "bigint",
    pa.uint64(): "decimal(20,0)",
    pa.float64(): "double",
    pa.bool_(): "boolean",
    pa.date32(): "date",
    pa.binary(): "binary",
    pa.timestamp("us"): "timestamp_ntz",
    pa.timestamp("us", "UTC"): "timestamp",
}

Batches = Iterator[pa.RecordBatch]


def dataframes(
    plan: Plan,
    spark: Any,
    *,
    rows: int = ROWS,
    tables: Collection[str] | None = None,
    spelled: bool = False,
    gathered: Gathered | None = None,
) -> dict[str, Any]:
    """A DataFrame for each table of a plan (or of those named), by its id, in load order; nothing is made yet.

    A part of about `rows` rows is one task. `spelled` gives every column as text, in the words of the CSV that
    Seedbed writes. Digests of what is made come to rest in `gathered`. The executors need Seedbed installed.
    """
    packed = zlib.compress(dump_plan(plan).encode(), 6)
    ids = [id for id in load_order(plan.schema) if tables is None or id in tables]
    return {id: _frame(plan, packed, spark, _Work(id, max(rows // TILE, 1), spelled), gathered) for id in ids}


@dataclass(frozen=True, slots=True)
class _Work:
    """What an executor is told beside the plan: the table, how many tiles a part has, and whether all is text."""

    table: str
    tiles: int
    spelled: bool


class Gathered:
    """The digests that executors report, by table and tile: a task that runs twice reports the same again."""

    def __init__(self, spark: Any) -> None:
        self._told: Any = spark.sparkContext.accumulator({}, _Merged())

    def add(self, table: str, tile: int, digests: tuple[bytes, ...]) -> None:
        """Takes in the digests of one tile, on an executor."""
        self._told.add({(table, tile): b"".join(digests)})

    def result(self, plan: Plan) -> dict[str, dict[str, str]]:
        """The digest of each column of the tables that were made whole, as a manifest has them."""
        told = self._told.value
        return {
            table.table: _whole(plan, table, (told[table.table, number] for number in tiles(table)))
            for table in sorted(plan.tables, key=lambda table: table.table)
            if all((table.table, number) in told for number in tiles(table))
        }


def _whole(plan: Plan, table: TablePlan, told: Iterable[bytes]) -> dict[str, str]:
    columns = filled_columns(plan, plan.schema.table(table.table))
    found = Digests(columns)
    for number, joined in enumerate(told):
        width = len(joined) // max(len(columns), 1)
        found.add(number, tuple(joined[place * width : (place + 1) * width] for place in range(len(columns))))
    return found.result()


class _Merged:
    """How Spark adds up dictionaries."""

    def zero(self, value: dict[Any, Any]) -> dict[Any, Any]:
        """Where adding starts."""
        return {}

    def addInPlace(self, one: dict[Any, Any], other: dict[Any, Any]) -> dict[Any, Any]:  # noqa: N802 - Spark's name
        """Both together."""
        one.update(other)
        return one


def _frame(plan: Plan, packed: bytes, spark: Any, work: _Work, gathered: Gathered | None) -> Any:
    def make(parts: Iterable[pa.RecordBatch]) -> Batches:
        return _rows(packed, work, parts, gathered)

    parts = -(-len(tiles(plan.table(work.table))) // work.tiles)
    return spark.range(0, parts, 1, numPartitions=parts).mapInArrow(make, _layout(plan, work))


def _rows(packed: bytes, work: _Work, parts: Iterable[pa.RecordBatch], gathered: Gathered | None) -> Batches:
    """The rows of the parts whose numbers come in, a tile at a time."""
    plan, cells = _opened(packed)
    table = plan.schema.table(work.table)
    columns = filled_columns(plan, table)
    fits = [_fit(table.column(name), plan.schema.dialect, work.spelled) for name in columns]
    for part in (number for batch in parts for number in batch.column(0).to_pylist()):
        span = tiles(plan.table(table.id))[part * work.tiles : (part + 1) * work.tiles]
        for tile in made(plan, table, cells, 1, span):
            if gathered is not None:
                gathered.add(table.id, tile.number, tile.digests)
            fitted = [fit(column) for fit, column in zip(fits, tile.batch.columns, strict=True)]
            yield pa.RecordBatch.from_arrays(fitted, names=columns)


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> tuple[Plan, Cells]:
    """The plan that was shipped, opened once in a worker process, which Spark keeps for many tasks."""
    plan = load_plan(zlib.decompress(packed).decode())
    return plan, Cells(plan)


def spark_type(type: pa.DataType) -> str | None:
    """Spark's word for an Arrow type of ours; None where Spark has none, and the values become text."""
    if pa.types.is_list(type):
        inner = spark_type(type.value_type)
        return None if inner is None else f"array<{inner}>"
    if pa.types.is_decimal128(type):
        return f"decimal({type.precision},{type.scale})"
    return "string" if pa.types.is_string(type) else _PLAIN.get(type)


def spark_notes(plan: Plan, tables: Collection[str] | None = None) -> tuple[Note, ...]:
    """The columns whose values are text in Spark though they are not in the schema's own database."""
    why = "Spark has no type for it"
    return tuple(
        Note(f"{table.column(name).type.kind} becomes text", why, "cast it where it is read", table.id, name)
        for table in plan.schema
        if tables is None or table.id in tables
        for name in filled_columns(plan, table)
        if spark_type(arrow_type(table.column(name).type)) is None
    )


def _layout(plan: Plan, work: _Work) -> str:
    """The columns of a DataFrame in Spark's DDL."""
    table = plan.schema.table(work.table)
    return ", ".join(_column(table, name, work.spelled) for name in filled_columns(plan, table))


def _column(table: Table, name: str, spelled: bool) -> str:
    column = table.column(name)
    word = None if spelled else spark_type(arrow_type(column.type))
    return f"`{name.replace('`', '``')}` {word or 'string'}{'' if column.nullable else ' NOT NULL'}"


def _fit(column: Column, dialect: Dialect, spelled: bool) -> Callable[[pa.Array], pa.Array]:
    """How the cells of a column become what Spark takes."""
    type, arrow = column.type, arrow_type(column.type)
    if spelled or spark_type(arrow) is None:
        if pa.types.is_list(arrow):
            return partial(brace_lists if dialect == "postgres" else bracket_lists, zone=type.zone)
        return partial(words, zone=type.zone, trim=type.kind == "decimal" and type.precision is None)
    signed = _signed(arrow)
    return (lambda cells: cells) if signed == arrow else (lambda cells: cells.cast(signed))


def _signed(type: pa.DataType) -> pa.DataType:
    """The type without numbers that only Arrow has."""
    if pa.types.is_list(type):
        return pa.list_(_signed(type.value_type))
    return pa.decimal128(20, 0) if type == pa.uint64() else type
