"""`Ours`: which rows of a living table are tested, told by their keys where there are no row numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Table

__all__ = ["Ours", "ours", "tells"]

_BATCH = 1 << 20  # keys of a file that are compared at once
_ROW = "#"
_NUMBERS = ("integer", "decimal", "float", "money", "year", "oid", "boolean", "date", "time", "timestamp")
_TEXTS = ("text", "varchar", "char", "uuid", "enum", "bytes", "bit", "varbit", "inet", "cidr", "macaddr")
_TELLING = frozenset((*_NUMBERS, *_TEXTS))


@dataclass(frozen=True, slots=True)
class Ours:
    """Rows by the `columns` that tell them apart: all, or those of a Parquet file of keys, but for those `left_out`.

    Where nothing tells them apart `why` says so, and no row can be tested.
    """

    columns: tuple[str, ...] = ()
    left_out: pa.Table | None = None
    among: Path | None = None
    why: str = ""


def tells(table: Table, columns: Iterable[str]) -> bool:
    """Whether columns have types of which a database gives back what was put in, letter for letter."""
    return all(table.column(name).type.kind in _TELLING for name in columns)


def ours(table: Table, rows: pa.Table, kept: Ours) -> pa.Table:
    """The rows of a table that are ours, in their order; `rows` has the columns that tell them apart."""
    if kept.left_out is None and kept.among is None:
        return rows
    keys = _keys(table, rows, kept.columns).append_column(_ROW, pa.array(np.arange(rows.num_rows)))
    found = np.ones(rows.num_rows, np.bool_)
    if kept.among is not None:
        found[:] = False
        for batch in _batches(kept.among):
            found[_meeting(keys, _keys(table, batch, kept.columns))] = True
    if kept.left_out is not None:
        found[_meeting(keys, _keys(table, kept.left_out, kept.columns))] = False
    return rows.filter(pa.array(found))


def _batches(file: Path) -> Iterator[pa.Table]:
    import pyarrow.parquet as pq  # heavy: only where there is such a file

    with pq.ParquetFile(file) as parquet:
        for batch in parquet.iter_batches(_BATCH):
            yield pa.Table.from_batches([batch])


def _meeting(keys: pa.Table, others: pa.Table) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The numbers of the rows whose keys are among others."""
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = (
        keys.join(others, others.column_names, join_type="left semi").column(_ROW).to_numpy()
    )
    return found


def _keys(table: Table, rows: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """The keys in the types of the schema; a database may have filled texts up with blanks."""
    arrays = {}
    for name in columns:
        type = arrow_type(table.column(name).type)
        cells = rows.column(name).cast(type)
        arrays[name] = pc.utf8_rtrim_whitespace(cells) if pa.types.is_string(type) else cells
    return pa.table(arrays)
