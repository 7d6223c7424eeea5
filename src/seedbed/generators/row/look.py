"""`LookedUp`: cells of the parents that a reference leads to, found by its key, whatever chose the key."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows
from seedbed.generators.keys.lineup import Lineup, cells_of, lineup, tiles
from seedbed.sampling.bits import Draw

__all__ = ["LookedUp", "parent_rows"]

Numbers: TypeAlias = NDArray[np.int64]
SMALL = 2**17
"""Rows of a parent whose cells are kept once they are looked up, as many children ask for them."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The cells `looked` of the row of `parent` whose `references` equal the row's `columns`.

    NULL where these are NULL or no row of the parent has that key. `rows` is how many rows the parent has.
    """

    table: str
    columns: tuple[str, ...]
    parent: str
    references: tuple[str, ...]
    rows: int
    looked: tuple[str, ...]

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The reference, and the parent's key and cells."""
        here = ((self.table, column) for column in self.columns)
        return (*here, *((self.parent, column) for column in (*self.references, *self.looked)))

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """One array for each of the cells looked up."""
        keys = [given.column(self.table, column, rows) for column in self.columns]
        found = parent_rows(given, self.parent, self.references, self.rows, keys)
        if not self.rows:
            probe = rows[:0]
            return tuple(pa.nulls(len(rows), given.column(self.parent, name, probe).type) for name in self.looked)
        none = found < 0
        if self.rows <= SMALL:
            places = pa.array(np.maximum(found, 0), mask=none) if none.any() else pa.array(found)
            return tuple(pc.take(self._kept(name, given), places, boundscheck=False) for name in self.looked)
        there = np.where(none, 0, found).astype(np.uint64)
        return tuple(_masked(given.column(self.parent, name, there), none) for name in self.looked)

    def _kept(self, name: str, given: Given) -> pa.Array:
        """All cells of a column of a small parent."""
        return given.kept(
            ("cells", self.parent, name, self.rows), lambda cells: cells_of(cells, self.parent, name, self.rows)
        )


@dataclass(frozen=True, slots=True)
class _Line:
    """Keys that count up in even steps: the row is worked out, and nothing has to be kept."""

    first: int
    step: int
    rows: int

    def find(self, keys: pa.Array) -> Numbers:
        """The row of each key; -1 where it is none."""
        place = _whole(keys) - self.first
        good = (place >= 0) & (place < self.rows * self.step)
        if self.step > 1:
            place, rest = np.divmod(place, self.step)
            good &= rest == 0
        if keys.null_count:
            good &= keys.is_valid().to_numpy(zero_copy_only=False)
        return place if good.all() else np.where(good, place, -1)


@dataclass(frozen=True, slots=True, eq=False)
class _Index:
    """Keys in order, each with its row."""

    keys: NDArray[np.generic]
    order: Numbers

    def find(self, keys: pa.Array) -> Numbers:
        """The row of each key; -1 where it is none."""
        held = keys.is_valid().to_numpy(zero_copy_only=False)
        wanted = _sortable(keys)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return np.where(held & (self.keys[at] == wanted), self.order[at], -1)


def parent_rows(given: Given, table: str, references: tuple[str, ...], rows: int, keys: list[pa.Array]) -> Numbers:
    """The row of a table whose `references` equal the keys, -1 where there is none. All its `rows` are looked at once.

    Keys that count up cost no memory, other single ones a key and a number for each row.
    """
    if not rows:
        return np.full(len(keys[0]), -1, dtype=np.int64)
    if len(references) > 1:
        line: Lineup = lineup(given, table, references, rows)
        group = line.find(keys)
        return np.where(group >= 0, line.order[line.start[np.maximum(group, 0)]], -1)
    made = given.kept(("rows of", table, references, rows), lambda cells: _indexed(cells, table, references[0], rows))
    return made.find(keys[0])


def _indexed(given: Given, table: str, column: str, rows: int) -> _Line | _Index:
    line = _line(given, table, column, rows)
    if line is not None:
        return line
    cells = cells_of(given, table, column, rows)
    held = np.flatnonzero(cells.is_valid().to_numpy(zero_copy_only=False))
    values = _sortable(cells.drop_null())
    order = np.argsort(values, kind="stable")
    return _Index(values[order], held[order]) if len(held) else _Index(np.zeros(1, dtype="S1"), np.full(1, -1))


def _line(given: Given, table: str, column: str, rows: int) -> _Line | None:
    """The keys of a table where they count up in even steps, looked at a tile at a time; else None."""
    head = cells_of(given, table, column, min(rows, 2))
    if not _is_whole(head.type) or head.null_count:
        return None
    numbers = _whole(head)
    first, step = int(numbers[0]), int(numbers[1] - numbers[0]) if rows > 1 else 1
    for tile in tiles(rows) if step > 0 else ():
        cells = given.column(table, column, tile)
        if cells.null_count or not np.array_equal(_whole(cells), first + step * tile.astype(np.int64)):
            return None
    return _Line(first, step, rows) if step > 0 else None


def _is_whole(type: pa.DataType) -> bool:
    return bool(pa.types.is_signed_integer(type))


def _whole(cells: pa.Array) -> Numbers:
    whole = cells.fill_null(0) if cells.null_count else cells
    found: Numbers = whole.cast(pa.int64()).to_numpy(zero_copy_only=False)
    return found


def _sortable(cells: pa.Array) -> NDArray[np.generic]:
    """Values that NumPy can sort, equal where the cells are; any value where they are NULL."""
    if _is_whole(cells.type):
        return _whole(cells)
    if pa.types.is_temporal(cells.type) and cells.type.bit_width == 64:
        return _whole(cells.view(pa.int64()))
    if pa.types.is_binary(cells.type):
        return np.array([item or b"" for item in cells.to_pylist()], dtype=np.bytes_)
    text = pc.fill_null(cells.cast(pa.string()), "").cast(pa.binary())
    return np.asarray(text.to_numpy(zero_copy_only=False), dtype=np.bytes_) if len(text) else np.zeros(0, dtype="S1")


def _masked(array: pa.Array, mask: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(None, array.type), array) if mask.any() else array
