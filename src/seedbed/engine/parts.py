"""Streaming a plan tile by tile, with a digest for each column that no split of the work can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.engine.cells import Cells
from seedbed.plan.plan import Plan, TablePlan
from seedbed.schema.model import Table

__all__ = [
    "TILE",
    "Digests",
    "Tile",
    "Writer",
    "batches",
    "filled_columns",
    "joined_digests",
    "portion",
    "rows_of",
    "spaced",
    "spanned",
    "tile_digest",
    "tiles",
    "whole",
]

TILE = 16_384
"""Rows worked on at a time: their columns stay in the processor's cache. Part of the digest's definition."""

Writer = Callable[[pa.RecordBatch, bool], bytes]
"""Gives the text of a tile, told whether it is the first of its table; for one thread."""


def tiles(table: TablePlan) -> range:
    """The numbers of the tiles of a table's made rows; one at least, which is empty where there are none."""
    return range(max(-(-table.rows // TILE), 1))


def rows_of(table: TablePlan, number: int) -> tuple[int, int]:
    """The rows of the tile of that number, from the first to the one after the last."""
    start = table.known + number * TILE
    return start, min(start + TILE, table.total)


def spanned(table: TablePlan, span: range) -> int:
    """How many rows the tiles of a span have."""
    return rows_of(table, span[-1])[1] - rows_of(table, span[0])[0] if span else 0


def portion(span: range, number: int, of: int) -> range:
    """One of so many portions of a span, numbered from 1; together they are the span, none is longer than the first."""
    first, last = (-(-len(span) * cut // of) for cut in (number - 1, number))
    return span[first:last]


def filled_columns(plan: Plan, table: Table) -> tuple[str, ...]:
    """The columns of a table that the plan fills, or that its rows have already, in the table's own order."""
    planned = {column for group in plan.table(table.id).groups for column in group.columns}
    planned |= {known.column for known in plan.table(table.id).there}
    return tuple(column.name for column in table.columns if column.name in planned)


def batches(plan: Plan, table: Table, cells: Cells) -> Iterator[pa.RecordBatch]:
    """The rows of a table that are made, in order, a tile at a time; one batch at least, empty where there are none."""
    columns, planned = filled_columns(plan, table), plan.table(table.id)
    return (cells.tile(table.id, columns, *rows_of(planned, number)) for number in tiles(planned))


def whole(plan: Plan) -> dict[str, pa.Table]:
    """All rows of every table, held in memory: for small plans."""
    cells = Cells(plan)
    return {table.id: pa.Table.from_batches(list(batches(plan, table, cells))) for table in plan.schema}


def spaced(plan: Plan, table: Table, cells: Cells, most: int) -> pa.Table:
    """At most so many of the rows that are made of a table, evenly spaced, the first and the last among them."""
    planned = plan.table(table.id)
    last = planned.known + max(planned.rows, 1) - 1
    rows = np.unique(np.linspace(planned.known, last, min(planned.rows, most)).astype(np.uint64))
    return pa.Table.from_batches([cells.batch(table.id, filled_columns(plan, table), rows)])


@dataclass(frozen=True, slots=True)
class Tile:
    """Consecutive rows of a table: how many, the digest of each column of theirs, and their text by each writer.

    Their cells stay in the process that made them where only texts are wanted.
    """

    number: int
    rows: int
    digests: tuple[bytes, ...]
    texts: tuple[bytes, ...] = ()
    cells: pa.RecordBatch | None = None

    @property
    def batch(self) -> pa.RecordBatch:
        """The cells."""
        assert self.cells is not None, "only texts were asked for"
        return self.cells


class Digests:
    """The digest of each column of one table, gathered tile by tile in any order; in order they take no room."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._whole = {column: blake2b(digest_size=16) for column in columns}
        self._next = 0
        self._early: dict[int, tuple[bytes, ...]] = {}

    def add(self, number: int, digests: tuple[bytes, ...]) -> None:
        """Takes in the digests of the tile of that number."""
        self._early[number] = digests
        while (found := self._early.pop(self._next, None)) is not None:
            for whole, digest in zip(self._whole.values(), found, strict=True):
                whole.update(digest)
            self._next += 1

    def result(self) -> dict[str, str]:
        """The digest of each column: that of its tiles' digests in order."""
        assert not self._early, f"tile {self._next} is missing"
        return {column: whole.hexdigest() for column, whole in self._whole.items()}


def joined_digests(columns: Sequence[str], tiles: Sequence[tuple[bytes, ...]]) -> dict[str, str]:
    """The digest of each column, from those of all its tiles in order."""
    digests = Digests(columns)
    for number, found in enumerate(tiles):
        digests.add(number, found)
    return digests.result()


def tile_digest(array: pa.Array) -> bytes:
    """The digest of the values of one tile: which are NULL, then the others, whatever buffers hold them."""
    if array.null_count:
        digest = blake2b(str(array.type).encode(), digest_size=16)
        digest.update(pc.is_valid(array).to_numpy(zero_copy_only=False).tobytes())
        array = array.drop_null()
    else:
        digest = _begun(array.type, len(array)).copy()
    while pa.types.is_list(array.type):
        digest.update(pc.list_value_length(array).to_numpy().tobytes())
        array = array.flatten()
        digest.update(pc.is_valid(array).to_numpy(zero_copy_only=False).tobytes())
        array = array.drop_null()
    for data in _bytes(array):
        digest.update(data)
    return digest.digest()


@lru_cache(maxsize=256)
def _begun(type: pa.DataType, count: int) -> blake2b:
    """The digest of so many cells of which none is NULL, begun: nearly all tiles begin so."""
    return blake2b(str(type).encode() + bytes([1]) * count, digest_size=16)


def _bytes(array: pa.Array) -> Iterator[bytes | memoryview]:
    """What of an array without NULLs goes into its digest, part after part."""
    if pa.types.is_boolean(array.type):
        yield array.to_numpy(zero_copy_only=False).tobytes()
        return
    if pa.types.is_string(array.type) or pa.types.is_binary(array.type):
        offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
        yield np.diff(offsets).tobytes()
        if len(array) and offsets[-1]:
            yield memoryview(array.buffers()[2])[offsets[0] : offsets[-1]]
    elif not pa.types.is_null(array.type):
        width = array.type.bit_width // 8
        start = array.offset * width
        yield memoryview(array.buffers()[1])[start : start + len(array) * width]
