"""The rows that are there already: which of their columns a plan needs, and what it has to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.errors import PlanError, Problem
from seedbed.generators.known import Known
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import ForeignKey, Schema, Table

__all__ = ["Existing", "existing_of", "needed_columns"]


@dataclass(frozen=True, slots=True)
class Existing:
    """The rows that are there, by table id: of each table the columns that a plan needs, in their Arrow types."""

    tables: Mapping[str, pa.Table] = field(default_factory=dict)

    def count(self, table: str) -> int:
        """How many rows of a table are there."""
        return self.tables[table].num_rows if table in self.tables else 0

    def cells(self, table: str, column: str) -> pa.Array:
        """The cells of a column in the rows that are there."""
        found = self.tables[table].column(column).combine_chunks()
        return found if isinstance(found, pa.Array) else pa.concat_arrays(found.chunks)

    def known(self, table: str) -> tuple[Known, ...]:
        """The same cells, as a plan holds them."""
        names = self.tables[table].column_names if self.count(table) else []
        return tuple(Known(name, self.cells(table, name)) for name in names)

    def keyless(self, key: ForeignKey) -> pa.Array:
        """The rows that are there of a key's parent to which nothing can refer: a part of their key is NULL."""
        bad = np.zeros(self.count(key.table), dtype=np.bool_)
        for name in key.references if len(bad) else ():
            bad |= pc.is_null(self.cells(key.table, name)).to_numpy(zero_copy_only=False)
        return pa.array(np.flatnonzero(bad), pa.uint64())


def needed_columns(table: Table, schema: Schema) -> tuple[str, ...]:
    """The columns of rows that are there which a plan for more rows reads: keys, unique sets, what others refer to."""
    wanted = {name for unique in table.uniques for name in unique.columns}
    wanted |= {
        name for other in schema for key in other.foreign_keys if key.table == table.id for name in key.references
    }
    wanted |= {text.strip('"`') for exclusion in table.exclusions for text, _ in exclusion.parts}
    return tuple(
        column.name
        for column in table.columns
        if column.generated is None
        and column.type.kind != "unknown"
        and (column.name in wanted or column.identity is not None)
    )


def existing_of(tables: Mapping[str, pa.Table], schema: Schema) -> Existing:
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
    return Existing(found)


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
            problems.append(
                Problem("a value that is there is none of the column's type", f"{table.id}.{name}", str(error))
            )
            continue
        kept = kept.append_column(name, cells)
    return kept
