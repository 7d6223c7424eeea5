"""Streaming a plan tile by tile, with a digest for each column that no split of the work can change."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.engine.cells import Cells
from seedbed.plan.plan import Plan, TablePlan
from seedbed.schema.model import Table

__all__ = ["TILE", "Digests", "Tile", "batches", "filled_columns", "made", "spaced", "tile_digest", "whole"]

TILE = 16_384
"""Rows worked on at a time: their columns stay in the processor's cache. Part of the digest's definition."""


def filled_columns(plan: Plan, table: Table) -> tuple[str, ...]:
    """The columns of a table that the plan fills, or that its rows have already, in the table's own order."""
    planned = {column for group in plan.table(table.id).groups for column in group.columns}
    planned |= {known.column for known in plan.table(table.id).there}
    return tuple(column.name for column in table.columns if column.name in planned)


def batches(plan: Plan, table: Table, cells: Cells) -> Iterator[pa.RecordBatch]:
    """The rows of a table that are made, in order, a tile at a time; one batch at least, empty where there are none."""
    columns = filled_columns(plan, table)
    return (cells.tile(table.id, columns, start, stop) for start, stop in _tiles(plan.table(table.id)))


def made(plan: Plan, table: Table, cells: Cells, workers: int = 2) -> Iterator[Tile]:
    """The tiles of a table in order, made by a few threads ahead of their use; equal for any number of workers."""
    columns = filled_columns(plan, table)
    own = threading.local()

    def tile(place: tuple[int, int]) -> Tile:
        if not hasattr(own, "cells"):
            own.cells = cells.fork()
        batch = own.cells.tile(table.id, columns, *place)
        return Tile(batch, tuple(tile_digest(column) for column in batch.columns))

    places = _tiles(plan.table(table.id))
    with ThreadPoolExecutor(workers) as pool:
        waiting = deque(pool.submit(tile, place) for place in islice(places, 2 * workers))
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(tile, place) for place in islice(places, 1))
        finally:
            for future in waiting:
                future.cancel()


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


def _tiles(table: TablePlan) -> Iterator[tuple[int, int]]:
    starts = range(table.known, table.known + max(table.rows, 1), TILE)
    return ((start, min(start + TILE, table.total)) for start in starts)


@dataclass(frozen=True, slots=True)
class Tile:
    """Consecutive rows of a table, and the digest of each column of theirs."""

    batch: pa.RecordBatch
    digests: tuple[bytes, ...]


@dataclass(slots=True)
class Digests:
    """The digest of each column of one table, gathered tile by tile in any order."""

    columns: Sequence[str]
    tiles: dict[int, tuple[bytes, ...]] = field(default_factory=dict)

    def add(self, number: int, digests: tuple[bytes, ...]) -> None:
        """Takes in the digests of the tile of that number."""
        self.tiles[number] = digests

    def result(self) -> dict[str, str]:
        """The digest of each column: that of its tiles' digests in order."""
        found = {}
        for place, column in enumerate(self.columns):
            whole = blake2b(digest_size=16)
            for number in sorted(self.tiles):
                whole.update(self.tiles[number][place])
            found[column] = whole.hexdigest()
        return found


def tile_digest(array: pa.Array) -> bytes:
    """The digest of the values of one tile: which are NULL, then the others, whatever buffers hold them."""
    digest = blake2b(str(array.type).encode(), digest_size=16)
    digest.update(pc.is_valid(array).to_numpy(zero_copy_only=False).tobytes())
    array = array.drop_null()
    while pa.types.is_list(array.type):
        digest.update(pc.list_value_length(array).to_numpy().tobytes())
        array = array.flatten()
        digest.update(pc.is_valid(array).to_numpy(zero_copy_only=False).tobytes())
        array = array.drop_null()
    digest.update(_bytes(array))
    return digest.digest()


def _bytes(array: pa.Array) -> bytes:
    if pa.types.is_boolean(array.type):
        return bytes(array.to_numpy(zero_copy_only=False).tobytes())
    if pa.types.is_string(array.type) or pa.types.is_binary(array.type):
        offsets = np.frombuffer(array.buffers()[1], np.int32)[array.offset : array.offset + len(array) + 1]
        lengths = np.diff(offsets).tobytes()
        if not len(array):
            return lengths
        return lengths + bytes(memoryview(array.buffers()[2])[offsets[0] : offsets[-1]]) if offsets[-1] else lengths
    if pa.types.is_null(array.type):
        return b""
    width = array.type.bit_width // 8
    start = array.offset * width
    return bytes(memoryview(array.buffers()[1])[start : start + len(array) * width])
