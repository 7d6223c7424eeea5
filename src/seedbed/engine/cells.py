"""`Cells`: any columns of any table at any rows, by asking the generators of a plan."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from copy import copy
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from seedbed.generators.domain import Given, Rows
from seedbed.generators.keys.known import Known
from seedbed.plan.plan import Group, Plan
from seedbed.sampling.bits import Draw

__all__ = ["Cells"]

T = TypeVar("T")
MANY = 64
"""Groups of a tile that are remembered while all rows of a table are gone through."""


class Cells:
    """The evaluator of one plan. Not shared between threads, which take a `fork` each: its memo is one tile's work."""

    def __init__(self, plan: Plan) -> None:
        self._seed = plan.recipe.seed
        self._tables = {table.table: table for table in plan.tables}
        self._owner = {
            (table.table, column): group for table in plan.tables for group in table.groups for column in group.columns
        }
        self._there = {(table.table, known.column): known for table in plan.tables for known in table.there}
        self._draws: dict[tuple[str, tuple[str, ...]], Draw] = {}
        self._memo: dict[tuple[str, tuple[str, ...], int], tuple[Rows, Sequence[pa.Array]]] = {}
        self._split: dict[tuple[str, str, int], tuple[Rows, Rows]] = {}
        self._kept: dict[Hashable, Any] = {}  # shared by all forks
        self._keeping = threading.RLock()

    def fork(self) -> Cells:
        """An evaluator of the same plan for another thread."""
        other = copy(self)
        other._draws, other._memo, other._split = dict(self._draws), {}, {}
        return other

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table that the plan fills, in the order of its groups."""
        return tuple(column for group in self._tables[table].groups for column in group.columns)

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """The cells of one column at the given rows, in their order."""
        known = self._there.get((table, column))
        if known is not None and len(rows) and rows.min() < len(known.cells):
            return self._mixed(table, rows, known)
        if known is None and len(rows) and rows.min() < self._tables[table].known:
            raise KeyError(f"{table}.{column} of rows that are there was not kept")
        return self._made(table, column, rows)

    def _made(self, table: str, column: str, rows: Rows) -> pa.Array:
        group = self._owner[table, column]
        return self._filled(table, group, rows)[group.columns.index(column)]

    def _mixed(self, table: str, rows: Rows, known: Known) -> pa.Array:
        """The cells of rows of which some are there already."""
        is_made = rows >= np.uint64(len(known.cells))
        if len(known.open):
            is_made |= np.isin(rows, known.open.to_numpy())
        old = known.cells.take(pa.array(rows[~is_made].astype(np.int64)))
        if not is_made.any():
            return old
        name = (table, known.column, id(rows))
        if name not in self._split:  # the same array at every call, so that the memo knows it again
            self._split[name] = (rows, rows[is_made])
        new = self._made(table, known.column, self._split[name][1])
        place = np.where(is_made, len(old) + np.cumsum(is_made) - 1, np.cumsum(~is_made) - 1)
        return pa.concat_arrays([old, new]).take(pa.array(place))

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What `make` gives of the cells, made once for all forks."""
        with self._keeping:
            if name not in self._kept:
                self._kept[name] = make(_Scan(self.fork()))
            found: T = self._kept[name]
            return found

    def batch(self, table: str, columns: Sequence[str], rows: Rows) -> pa.RecordBatch:
        """The given columns at the given rows as one record batch."""
        try:
            arrays = [self.column(table, column, rows) for column in columns]
        finally:
            self._memo.clear()
            self._split.clear()
        if not arrays:
            return pa.RecordBatch.from_struct_array(pa.array([{}] * len(rows), pa.struct([])))
        return pa.RecordBatch.from_arrays(arrays, names=list(columns))

    def forget(self, most: int) -> None:
        """Empties the memo if it holds more than so many groups."""
        if len(self._memo) > most:
            self._memo.clear()
            self._split.clear()

    def tile(self, table: str, columns: Sequence[str], start: int, stop: int) -> pa.RecordBatch:
        """The given columns at the rows start to stop, stop not included."""
        return self.batch(table, columns, np.arange(start, stop, dtype=np.uint64))

    def _filled(self, table: str, group: Group, rows: Rows) -> Sequence[pa.Array]:
        # The rows are kept in the memo beside the cells, so that their identity stays theirs.
        name = (table, group.columns, id(rows))
        if name not in self._memo:
            self._memo[name] = (rows, group.generator.at(rows, self._draw(table, group), self))
        return self._memo[name][1]

    def _draw(self, table: str, group: Group) -> Draw:
        name = (table, group.columns)
        if name not in self._draws:
            self._draws[name] = Draw.of(self._seed, table, *(group.key or group.columns))
        return self._draws[name]


class _Scan:
    """Cells for what goes through all rows of a table: those of the tiles before are forgotten on the way."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """The cells of one column at the given rows."""
        self._cells.forget(MANY)
        return self._cells.column(table, column, rows)

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What `make` gives, made once for all forks."""
        return self._cells.kept(name, make)
