"""Rows that must differ, or agree, within a group of their table: periods that never overlap, values in common.

`Turns` gives each row of a group the next stretch of a line; `Common` gives all rows of a group what its first row has.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.arrays import put
from seedbed.generators.domain import Generator, Given, Index, Rows, Unit
from seedbed.generators.domains.grid import Grid
from seedbed.generators.keys.lineup import lineup
from seedbed.sampling.bits import Draw, const

__all__ = ["Common", "Stretch", "Turns"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Two columns, where a stretch of a line starts and where it ends; no two stretches overlap or touch."""

    starts: Grid
    ends: Grid
    span: int

    @property
    def size(self) -> int:
        """How many stretches there are."""
        return max((min(self.starts.size, self.ends.size) - self.span - 1) // (2 * self.span) + 1, 0)

    @property
    def width(self) -> int:
        """Two columns."""
        return 2

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The two ends of the stretches."""
        first = index * const(2 * self.span)
        return self.starts.at(first), self.ends.at(first + const(self.span))


@dataclass(frozen=True, slots=True)
class Turns:
    """The rows of each group of equal `owners` take the indexes of a unit one after another, from a drawn start on.

    `rows` are all rows of the table; a group must not have more of them than the unit has indexes.
    """

    table: str
    owners: tuple[str, ...]
    rows: int
    unit: Unit

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit."""
        line = lineup(given, self.table, self.owners, self.rows)
        index = rows.astype(np.int64)
        start = draw.sub("start").below(line.codes[index].astype(np.uint64), self.unit.size)
        return self.unit.at((start + line.place[index].astype(np.uint64)) % const(self.unit.size), given)


@dataclass(frozen=True, slots=True)
class Common:
    """What another generator gives to the first row of each group of equal `owners`, for all rows of the group.

    Where that row is one of the `known` that are there already, it is what they have in the `columns`.
    """

    table: str
    columns: tuple[str, ...]
    owners: tuple[str, ...]
    rows: int
    generator: Generator
    known: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the generator."""
        line = lineup(given, self.table, self.owners, self.rows)
        codes = line.codes[rows.astype(np.int64)]
        leading = line.order[line.start[np.maximum(codes, 0)]] if line.groups else rows.astype(np.int64)
        first: Rows = np.where(codes < 0, rows.astype(np.int64), leading).astype(np.uint64)
        made = self.generator.at(first, draw, given)
        there = np.flatnonzero(first < self.known)
        if not len(there):
            return tuple(made)
        old = [given.column(self.table, name, first[there]) for name in self.columns]
        return tuple(put(array, there, cells) for array, cells in zip(made, old, strict=True))
