"""`Cell`: one value of a row that is tried, as Arrow for the writer and as text for the referee."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.schema.arrow import arrow_type
from seedbed.schema.model import Dialect, Table
from seedbed.schema.types import Type
from seedbed.write.text.words import brace_lists, bracket_lists, words

__all__ = ["Cell", "Row", "batch_of", "cell", "null", "rows_of", "texts_of", "written"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: an array of length one, and the text that a file would hold for it."""

    array: pa.Array
    text: str | None

    @property
    def value(self) -> Any:
        """The value as Python has it."""
        return self.array[0].as_py()


Row: TypeAlias = Mapping[str, Cell]


def cell(value: object, type: Type, dialect: Dialect) -> Cell | None:
    """The cell of a Python value in a column of that type; None where its Arrow type has no room for it."""
    try:
        array = pa.array([value], arrow_type(type))
        return Cell(array, _texts(array, type, dialect)[0].as_py())
    except (pa.ArrowException, ValueError, TypeError, OverflowError):
        return None


def null(type: Type) -> Cell:
    """NULL."""
    return Cell(pa.nulls(1, arrow_type(type)), None)


def written(text: str, number: bool = False) -> Cell:
    """A value that the column's type may have no room for, as a quoted text or as a bare number."""
    array = pa.array([text], pa.string())
    return Cell(array.cast(pa.decimal256(76, max(0, len(text.partition(".")[2])))) if number else array, text)


def rows_of(table: Table, rows: pa.Table, dialect: Dialect) -> list[Row]:
    """All rows of an Arrow table."""
    columns: dict[str, list[Cell]] = {}
    for name in rows.column_names:
        array = rows[name].combine_chunks()
        texts = _texts(array, table.column(name).type, dialect).to_pylist()
        columns[name] = [Cell(array.slice(place, 1), text) for place, text in enumerate(texts)]
    return [{name: cells[place] for name, cells in columns.items()} for place in range(rows.num_rows)]


def texts_of(rows: Sequence[Row], columns: Iterable[str]) -> pa.Table:
    """Rows as the referee reads them."""
    return pa.table({name: pa.array([row[name].text for row in rows], pa.string()) for name in columns})


def batch_of(row: Row, columns: Iterable[str]) -> pa.RecordBatch:
    """One row as the writer takes it; columns that are not given are left to the database."""
    names = [name for name in columns if name in row]
    return pa.RecordBatch.from_arrays([row[name].array for name in names], names=names)


def _texts(array: pa.Array, type: Type, dialect: Dialect) -> pa.Array:
    if pa.types.is_list(array.type):
        return (brace_lists if dialect == "postgres" else bracket_lists)(array, zone=type.zone)
    texts = words(array, zone=type.zone, trim=type.kind == "decimal" and type.precision is None)
    return pc.if_else(array.is_valid(), texts, pa.scalar(None, pa.string()))
