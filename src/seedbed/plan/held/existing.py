"""The rows that are there already: which of their columns a plan needs, and what it has to know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.generators.keys.known import Known
from seedbed.plan.conditions.made import spelled_out
from seedbed.schema.arrow import arrow_type
from seedbed.schema.expression import references
from seedbed.schema.model import ForeignKey, Schema, Table

__all__ = ["Existing", "Held", "existing_of", "needed_columns"]


@dataclass(frozen=True, slots=True)
class Held:
    """All rows of a table, which gets no others: the columns they have, the rows whose cell there is made anew."""

    rows: pa.Table
    open: Mapping[str, pa.Array] = field(default_factory=dict)

    @property
    def whole(self) -> frozenset[str]:
        """The columns that stay as they are in every row."""
        return frozenset(name for name in self.rows.column_names if not len(self.open.get(name, ())))


@dataclass(frozen=True, slots=True)
class Existing:
    """The rows that are there, by table id.

    Of `tables` that get more rows these are the columns that a plan needs, in their Arrow types; of `held` ones,
    which get no more, all columns that they have.
    """

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    held: Mapping[str, Held] = field(default_factory=dict)

    def count(self, table: str) -> int:
        """How many rows of a table are there besides those that are made."""
        return self.tables[table].num_rows if table in self.tables else 0

    def cells(self, table: str, column: str) -> pa.Array:
        """The cells of a column in the rows that are there, those that are made anew too."""
        return _joined((self.held[table].rows if table in self.held else self.tables[table]).column(column))

    def known(self, table: str) -> tuple[Known, ...]:
        """The same cells, as a plan holds them."""
        if table in self.held:
            held = self.held[table]
            none = pa.array([], pa.uint64())
            columns = zip(held.rows.column_names, held.rows.columns, strict=True)
            return tuple(Known(name, _joined(cells), held.open.get(name, none)) for name, cells in columns)
        names = self.tables[table].column_names if self.count(table) else []
        return tuple(Known(name, self.cells(table, name)) for name in names)

    def keyless(self, key: ForeignKey) -> pa.Array:
        """The rows that are there of a key's parent to which nothing can refer: a part of their key is NULL."""
        held = self.held.get(key.table)
        count = self.count(key.table) if held is None else held.rows.num_rows
        names = [name for name in key.references if held is None or name in held.whole]
        bad = np.zeros(count, dtype=np.bool_)
        for name in names if count else ():
            bad |= pc.is_null(self.cells(key.table, name)).to_numpy(zero_copy_only=False)
        return pa.array(np.flatnonzero(bad), pa.uint64())

    def open(self, table: str, columns: Iterable[str]) -> pa.Array:
        """The rows of a held table in which one of the columns is made anew."""
        held = self.held.get(table)
        rows = [held.open[name].to_numpy() for name in columns if name in held.open] if held else []
        return pa.array(np.unique(np.concatenate(rows)) if rows else [], pa.uint64())


def needed_columns(table: Table, schema: Schema) -> tuple[str, ...]:
    """The columns of rows that are there which a plan for more rows reads: keys, unique sets, what others refer to."""
    spelled = spelled_out(table, schema.dialect)
    wanted = {name for unique in spelled.uniques for name in unique.columns}
    conditions = (unique.where.expression for unique in spelled.uniques if unique.where is not None)
    wanted |= {name for condition in conditions if condition is not None for name in references(condition)}
    wanted |= {
        name for other in schema for key in other.foreign_keys if key.table == table.id for name in key.references
    }
    parts = [text for exclusion in table.exclusions for text, _ in exclusion.parts]
    wanted |= {name for text in parts for name in (text.strip('"`'), *re.findall(r"\w+", text))}
    return tuple(
        column.name
        for column in table.columns
        if column.generated is None
        and column.type.kind != "unknown"
        and (column.name in wanted or column.identity is not None)
    )


def existing_of(tables: Mapping[str, pa.Table], schema: Schema, held: Mapping[str, Held]) -> Existing:
    """The needed columns of the given tables in their Arrow types. Raises PlanError for what is not there."""
    found: dict[str, pa.Table] = {}
    problems: list[Problem] = []
    known = {table.id: table for table in schema}
    for id, rows in tables.items():
        if id not in known:
            problems.append(Problem("rows are there of a table that the schema does not have", id))
        elif rows.num_rows:
            found[id] = _settled(known[id], rows, schema, problems)
    if problems:
        raise PlanError(*problems)
    return Existing(found, held)


def _settled(table: Table, rows: pa.Table, schema: Schema, problems: list[Problem]) -> pa.Table:
    kept = rows.select([])
    for name in needed_columns(table, schema):
        if name not in rows.column_names:
            what = "the rows that are there come without this column, which new rows must keep clear of"
            problems.append(Problem(what, f"{table.id}.{name}"))
            continue
        try:
            cells = rows.column(name).cast(arrow_type(table.column(name).type))
        except pa.ArrowException as error:
            what = "a value that is there is none of the column's type"
            problems.append(Problem(what, f"{table.id}.{name}", str(error)))
            continue
        kept = kept.append_column(name, cells)
    return kept


def _joined(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)
