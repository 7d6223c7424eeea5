"""`Lineup`: the rows of a table in groups of equal values, so that a row's fellows are found without a search.

It costs a place in memory for each row of that table, and is made once for a plan: only columns that must agree with
other rows ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows

__all__ = ["Lineup", "cells_of", "lineup", "tiles"]

_TILE = 16_384
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lineup:
    """Rows by group: `order` holds them group after group, in ascending order within each.

    codes    the group of each row, -1 for a row with NULL
    start    where each group starts in `order`, and at last the end
    place    how many rows of its own group come before each row; 0 for a row with NULL
    known    for each column its distinct values, and the numbers that tell the groups apart
    """

    codes: Numbers
    order: Numbers
    start: Numbers
    place: Numbers
    known: tuple[pa.Array, ...]
    joined: tuple[Numbers, ...]

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.start) - 1

    @property
    def sizes(self) -> Numbers:
        """The rows of each group."""
        return np.diff(self.start)

    def find(self, columns: Sequence[pa.Array]) -> Numbers:
        """The group with the values of each place of the columns; -1 where there is none, or a NULL."""
        codes = _places(columns[0], self.known[0])
        for column, known, pairs in zip(columns[1:], self.known[1:], self.joined, strict=True):
            codes = _looked_up(_paired(codes, _places(column, known), len(known)), pairs)
        return codes


def lineup(given: Given, table: str, columns: tuple[str, ...], rows: int) -> Lineup:
    """The lineup of the first rows of a table by some of its columns; by none, all are one group."""
    return given.kept(("lineup", table, columns, rows), lambda cells: _lined_up(cells, table, columns, rows))


def _lined_up(given: Given, table: str, columns: tuple[str, ...], rows: int) -> Lineup:
    known: list[pa.Array] = []
    joined: list[Numbers] = []
    codes = np.zeros(rows, dtype=np.int64)
    for number, column in enumerate(columns):
        values = cells_of(given, table, column, rows)
        distinct = pc.unique(values.drop_null()).sort() if _sorts(values.type) else pc.unique(values.drop_null())
        places = _places(values, distinct)
        known.append(distinct)
        if number:
            pairs = _paired(codes, places, len(distinct))
            joined.append(np.unique(pairs[pairs >= 0]))
            codes = _looked_up(pairs, joined[-1])
        else:
            codes = places
    groups = (len(joined[-1]) if joined else len(known[0])) if columns else int(rows > 0)
    return _ordered(codes, groups, tuple(known), tuple(joined))


def _ordered(codes: Numbers, groups: int, known: tuple[pa.Array, ...], joined: tuple[Numbers, ...]) -> Lineup:
    order = np.argsort(codes, kind="stable")
    order = order[np.searchsorted(codes[order], 0) :]
    start = np.zeros(groups + 1, dtype=np.int64)
    np.cumsum(np.bincount(codes[order], minlength=groups), out=start[1:])
    place = np.zeros(len(codes), dtype=np.int64)
    place[order] = np.arange(len(order)) - start[codes[order]]
    return Lineup(codes, order, start, place, known, joined)


def cells_of(given: Given, table: str, column: str, rows: int) -> pa.Array:
    """One column of the first rows of a table."""
    return pa.concat_arrays([given.column(table, column, tile) for tile in tiles(rows)])


def tiles(rows: int) -> Iterator[Rows]:
    """The first rows of a table, a tile at a time; one tile at least."""
    return (np.arange(start, min(start + _TILE, rows), dtype=np.uint64) for start in range(0, max(rows, 1), _TILE))


def _sorts(type: pa.DataType) -> bool:
    return not pa.types.is_nested(type)


def _places(values: pa.Array, known: pa.Array) -> Numbers:
    """The number of each value among the known ones; -1 for NULL and for any other."""
    if values.type != known.type:
        values = values.cast(known.type)
    found = pc.index_in(values, value_set=known, skip_nulls=True)
    places: Numbers = found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def _paired(left: Numbers, right: Numbers, width: int) -> Numbers:
    return np.where((left < 0) | (right < 0), -1, left * max(width, 1) + right)


def _looked_up(pairs: Numbers, known: Numbers) -> Numbers:
    if not len(known):
        return np.full(len(pairs), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, pairs), len(known) - 1)
    return np.where(known[at] == pairs, at, -1)
