"""`Fellow`: a reference that shares columns with what the row holds already: a parent row that agrees with them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows
from seedbed.generators.keys.lineup import Lineup, lineup
from seedbed.generators.units import Reference
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type

__all__ = ["Fellow"]

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Fellow:
    """Fills the members `places` of a reference whose other columns (`shared`) the row holds already.

    The parent is one whose columns `here` equal the shared ones; with `earlier` (a table's own rows) one before the
    row. Where there is none, and at a share of `nulls` (parts of a million), it is NULL; or with `own_roots` the row
    itself. With `once` each parent is chosen by one row at the most: the first of the `rows` that agree take the first.
    """

    table: str
    rows: int
    shared: tuple[str, ...]
    reference: Reference
    here: tuple[str, ...]
    places: tuple[int, ...]
    earlier: bool = False
    once: bool = False
    own_roots: bool = False
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns at `places`."""
        line = lineup(given, self.reference.table, self.here, self.reference.rows)
        group = line.find([given.column(self.table, name, rows) for name in self.shared])
        count = np.where(group >= 0, line.sizes[group] if line.groups else 0, 0)
        if self.earlier:
            count = np.where(group >= 0, _before(line, group, rows), 0)
        place = self._place(rows, count, draw, given)
        found = (place >= 0) & (place < count)
        parent = np.zeros(len(rows), dtype=np.int64)
        parent[found] = line.order[line.start[group[found]] + place[found]]
        parent = np.where(found, parent, rows.astype(np.int64)) if self.own_roots else parent
        none = np.zeros(len(rows), dtype=bool) if self.own_roots else ~found
        if self.nulls:
            none = none | draw.sub("null").chance(rows, Fraction(self.nulls, 1_000_000))
        if not self.reference.rows:
            return tuple(pa.nulls(len(rows), arrow_type(self.reference.types[place])) for place in self.places)
        keys = self.reference.at(np.where(none, 0, parent).astype(np.uint64), given)
        return tuple(_masked(keys[place], none) for place in self.places)

    def _place(self, rows: Rows, count: Numbers, draw: Draw, given: Given) -> Numbers:
        """Which of the agreeing parents each row takes."""
        if self.once and self.earlier:
            return count - 1
        if self.once:
            fellows = lineup(given, self.table, self.shared, self.rows)
            return fellows.place[rows.astype(np.int64)]
        drawn = (draw.sub("value").unit(rows) * count).astype(np.int64)
        return np.minimum(drawn, count - 1)


def _before(line: Lineup, group: Numbers, rows: Rows) -> Numbers:
    """How many rows of a group come before each row."""
    width = max(len(line.codes), 1)
    keys = line.codes[line.order] * width + line.order
    at = np.searchsorted(keys, group * width + rows.astype(np.int64))
    return at - line.start[group]


def _masked(array: pa.Array, mask: NDArray[np.bool_]) -> pa.Array:
    return pc.if_else(pa.array(mask), pa.scalar(None, array.type), array) if mask.any() else array
