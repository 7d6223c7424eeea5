"""Rows in the binary format of PostgreSQL's COPY, put together without a loop over rows.

What is as long in every row (numbers, and the lengths in front of everything) fills matrices of bytes, what is not
(texts, cells that may be NULL) stays where Arrow has it; one join of Arrow's lays them out row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.schema.model import Column, Table
from seedbed.write.database.binary_cells import Bytes, Received, Writer, binary, writer
from seedbed.write.text.cells import Flags

__all__ = ["END", "START", "RowBytes", "row_bytes"]

START = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"
_TILE = 8192  # rows; their matrices stay in the cache
_LENGTH = ">i4"
_NULL = -1


def row_bytes(table: Table, columns: pa.Schema, received: Mapping[str, Received]) -> RowBytes | None:
    """The writer of a table's rows, None where a column can only go as text."""
    writers = []
    for name, type in zip(columns.names, columns.types, strict=True):
        taken = received.get(name)
        made = _writer(table.column(name), type, taken, f"{table.id}.{name}") if taken else None
        if made is None:
            return None
        writers.append(made)
    return RowBytes(writers)


class RowBytes:
    """Writes batches of one table; START goes before the first, END after the last."""

    def __init__(self, writers: Sequence[Writer]) -> None:
        self._writers = tuple(writers)

    def of(self, batch: pa.RecordBatch) -> bytes:
        """The bytes of all rows."""
        return b"".join(self._tile(batch.slice(start, _TILE)) for start in range(0, batch.num_rows, _TILE))

    def _tile(self, tile: pa.RecordBatch) -> bytes:
        lead = np.full(tile.num_rows, len(self._writers), ">i2")
        columns = [_cells(write, column) for write, column in zip(self._writers, tile.columns, strict=True)]
        rows = _joined([lead], columns)
        ends = np.frombuffer(rows.buffers()[1], np.int32)
        return bytes(memoryview(rows.buffers()[2])[ends[0] : ends[-1]])


def _writer(column: Column, type: pa.DataType, received: Received, where: str) -> Writer | None:
    """What writes a column; an array is a column of its elements, cut into pieces."""
    if received.function != "array_recv":
        return writer(column, type, received, where)
    if not pa.types.is_list(type) or column.type.element is None:
        return None
    inner = Column(column.name, column.type.element)
    element = writer(inner, type.value_type, Received(received.element), where)
    return partial(_array, element, received.element_type) if element else None


def _array(element: Writer, element_type: int, array: pa.Array, valid: Flags | None) -> Bytes:
    """Arrays: how many dimensions, whether with NULLs, of which type; then length and bound; then the elements."""
    lengths = pc.fill_null(pc.list_value_length(array), 0).to_numpy(zero_copy_only=False).astype(np.int32)
    items = array.flatten()
    ends = _ends(lengths)
    head = np.zeros(len(array), np.dtype([("dimensions", ">i4"), ("nulls", ">i4"), ("type", ">u4")]))
    head["dimensions"], head["nulls"], head["type"] = lengths > 0, items.null_count > 0, element_type
    size = np.ones(int(np.count_nonzero(lengths)), np.dtype([("length", ">i4"), ("bound", ">i4")]))
    size["length"] = lengths[lengths > 0]
    cells = _joined([], [_cells(element, items)]) if len(items) else pa.array([], pa.binary())
    elements = pc.binary_join(pa.ListArray.from_arrays(pa.array(ends), cells), b"")
    sizes = binary(size, _ends((lengths > 0) * np.int32(size.itemsize)))
    return pc.binary_join_element_wise(_even(head), sizes, elements, b"")


def _cells(write: Writer, column: pa.Array) -> tuple[Bytes, Flags | None]:
    valid = column.is_valid().to_numpy(zero_copy_only=False) if column.null_count else None
    return write(column, valid), valid


def _joined(lead: Sequence[NDArray[Any]], columns: Sequence[tuple[Bytes, Flags | None]]) -> pa.Array:
    """The rows: what leads each, then a length (NULL has one of its own) and the bytes of each cell."""
    parts = (part for cells, valid in columns for part in _parts(cells, valid))
    pieces: list[pa.Array] = []
    even: list[NDArray[Any]] = list(lead)
    for part in parts:
        if isinstance(part, np.ndarray):
            even.append(part)
            continue
        pieces += [_matrix(even), part]
        even = []
    pieces += [_matrix(even)] if even else []
    return pc.binary_join_element_wise(*pieces, b"")


def _parts(cells: Bytes, valid: Flags | None) -> Iterator[Bytes]:
    """The lengths of one column's cells, and their bytes."""
    if isinstance(cells, np.ndarray):
        size = cells.itemsize
        if valid is None:
            yield np.full(len(cells), size, _LENGTH)
            yield cells
            return
        yield np.where(valid, size, _NULL).astype(_LENGTH)
        yield binary(cells[valid], _ends(valid * np.int32(size)))
        return
    if valid is not None:
        cells = pc.if_else(pa.array(valid), cells, b"")
    edges = np.frombuffer(cells.buffers()[1], np.int32)[cells.offset : cells.offset + len(cells) + 1]
    lengths = np.diff(edges)
    yield (lengths if valid is None else np.where(valid, lengths, _NULL)).astype(_LENGTH)
    yield cells


def _matrix(even: Sequence[NDArray[Any]]) -> pa.Array:
    """Items of several columns side by side, as one binary cell a row."""
    layout = np.dtype([(str(place), part.dtype) for place, part in enumerate(even)])
    rows = np.empty(len(even[0]), layout)
    for place, part in enumerate(even):
        rows[str(place)] = part
    return _even(rows)


def _even(rows: NDArray[Any]) -> pa.Array:
    return binary(rows, np.arange(len(rows) + 1, dtype=np.int32) * np.int32(rows.itemsize))


def _ends(lengths: NDArray[Any]) -> NDArray[np.int32]:
    ends = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=ends[1:])
    return ends
