"""Whole tables of anyone's rows, in the Arrow types of a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.errors import Problem, ReadError
from seedbed.read.rows.typed import typed
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Schema, Table
from seedbed.schema.rows import Report, Rows, Source

__all__ = ["Whole", "sampled", "whole"]


Opened = Callable[[Report], pa.RecordBatchReader]


@dataclass(frozen=True, slots=True)
class Whole:
    """Tables by id with the columns that were found; `misread` marks cells that are none of their column's type."""

    tables: Mapping[str, pa.Table]
    misread: Mapping[tuple[str, str], NDArray[np.bool_]] = field(default_factory=dict)


def whole(rows: Rows, schema: Schema) -> Whole:
    """The rows of each table that was found. Raises ReadError for what could not be read in full."""
    problems = [
        Problem(f"{count} values are no literals", f"{table}.{column}", help="give the values that the database holds")
        for (table, column), count in rows.unread.items()
    ]
    misread: dict[tuple[str, str], NDArray[np.bool_]] = {}
    tables = _tables(rows, schema, problems, misread, {})
    if problems:
        raise ReadError(*problems)
    return Whole(tables, misread)


def sampled(rows: Rows, schema: Schema, every: Mapping[str, int]) -> dict[str, pa.Table]:
    """Each so manieth row of each table that was found, the first one among them, as far as it can be read."""
    return _tables(rows, schema, [], {}, every)


def _tables(
    rows: Rows,
    schema: Schema,
    problems: list[Problem],
    misread: dict[tuple[str, str], NDArray[np.bool_]],
    every: Mapping[str, int],
) -> dict[str, pa.Table]:
    tables = {}
    for id, source in rows.tables.items():
        found = pa.concat_tables(_opened(source, problems, every.get(id, 1)), promote_options="default")
        tables[id] = _typed(schema.table(id), found, misread)
    return tables


def _opened(source: Source | tuple[Source, ...], problems: list[Problem], every: int) -> Iterator[pa.Table]:
    for one in source if isinstance(source, tuple) else (source,):
        if isinstance(one, pa.Table):
            yield one if every == 1 else one.take(np.arange(0, one.num_rows, every))
        elif every == 1:
            yield _stream(one, problems).read_all()
        else:
            yield _thinned(_stream(one, problems), every)


def _thinned(stream: pa.RecordBatchReader, every: int) -> pa.Table:
    """Each so manieth row of a stream, which is not held as a whole."""
    kept, seen = [], 0
    for batch in stream:
        kept.append(batch.take(pa.array(np.arange(-seen % every, batch.num_rows, every))))
        seen += batch.num_rows
    return pa.Table.from_batches(kept, stream.schema)


def _stream(source: Opened | pa.RecordBatchReader, problems: list[Problem]) -> pa.RecordBatchReader:
    return source(problems.append) if callable(source) else source


def _typed(table: Table, found: pa.Table, misread: dict[tuple[str, str], NDArray[np.bool_]]) -> pa.Table:
    """The columns that the table has, generated ones left out."""
    kept = found.select([])
    for column in table.columns:
        if column.name not in found.column_names or column.generated is not None or column.type.kind == "unknown":
            continue
        texts = found.column(column.name)
        cells, wrong = typed(texts, column.type)
        if wrong:
            lost = pc.and_(pc.is_valid(texts), pc.is_null(pa.chunked_array([cells])))
            misread[table.id, column.name] = lost.to_numpy()
        kept = kept.append_column(pa.field(column.name, arrow_type(column.type)), cells)
    return kept
