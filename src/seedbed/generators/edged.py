"""Edge cases in place of everyday values: which rows of a table hold one, and which cell of such a row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.domains.choice import Choice
from seedbed.generators.lazily import Lazily
from seedbed.sampling.bits import Draw, const, product_high

__all__ = ["Edged", "Planting", "Rota"]

Places = NDArray[np.int64]
Turns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rota:
    """The rows of a table that hold an edge case, each with its turn.

    The rows from `first` on are cut into stretches, `share` of them (a numerator and a denominator) for each row;
    one row of each stretch is chosen. So the share is met within one row, by any number of rows, and more rows
    change none that are there. The rows chosen take `turns` in order, one after another.
    """

    key: Draw
    first: int
    share: tuple[int, int]
    turns: int

    def among(self, rows: Rows) -> tuple[Places, Turns]:
        """The places in `rows` at which one is chosen, in order, and its turn."""
        if not len(rows):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        start, count = int(rows[0]), len(rows)
        if int(rows[-1]) - start == count - 1 and bool((rows[1:] - rows[:-1] == const(1)).all()):
            chosen, turns = self.between(start, start + count)
            return chosen.astype(np.int64) - start, turns
        stretch = (rows - const(self.first)) * const(self.share[0]) // const(self.share[1])
        chosen, turns = self._chosen(stretch)
        places = np.flatnonzero(chosen == rows)
        return places, turns[places]

    def between(self, start: int, stop: int) -> tuple[Rows, Turns]:
        """The rows chosen of start to stop (not included), in order, and their turns."""
        part, whole = self.share
        low = max(start - self.first, 0) * part // whole
        high = -(-max(stop - self.first, 0) * part // whole)
        chosen, turns = self._chosen(np.arange(low, high, dtype=np.uint64))
        inside = (chosen >= const(start)) & (chosen < const(stop))
        return chosen[inside], turns[inside]

    def _chosen(self, stretch: Rows) -> tuple[Rows, Turns]:
        """The row chosen of each stretch, and its turn."""
        part, whole = const(self.share[0]), const(self.share[1])
        start = (stretch * whole + part - const(1)) // part
        width = (stretch * whole + whole + part - const(1)) // part - start
        row = start + product_high(self.key.sub("row").words(stretch), width) + const(self.first)
        begin = int(self.key.sub("turn").below(np.zeros(1, np.uint64), self.turns)[0])
        return row, ((stretch + const(begin)) % const(self.turns)).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Planting:
    """The edge cases of a column of a group, or of a reference's columns together: NULL or a value at each turn.

    `places` are those of the columns in the group; `names` and `turns` belong to the values one by one.
    """

    places: tuple[int, ...]
    values: Choice
    names: tuple[str, ...]
    turns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edged:
    """A generator some of whose cells are replaced by edge cases."""

    generator: Generator
    rota: Rota
    cases: tuple[Planting, ...]

    def at(self, rows: Rows, draw: Draw, given: Given) -> Sequence[pa.Array]:
        """The columns of the generator, with an edge case wherever it is a column's turn."""
        arrays = self.generator.at(rows, draw, given)
        places, turns = self.rota.among(rows)

        def told(place: int) -> pa.Array:
            array = arrays[place]
            for cases in self.cases if len(places) else ():
                if place in cases.places:
                    array = self._planted(array, cases, places, turns)
            return array

        return Lazily(len(arrays), told)

    def _planted(self, array: pa.Array, cases: Planting, places: Places, turns: Turns) -> pa.Array:
        mine = np.full(self.rota.turns, -1, np.int64)
        mine[list(cases.turns)] = np.arange(len(cases.turns))
        index = mine[turns]
        here = index >= 0
        return _replaced(array, cases.values, places[here], index[here]) if here.any() else array


def _replaced(array: pa.Array, values: Choice, places: Places, index: NDArray[np.int64]) -> pa.Array:
    """The array with the given values at some places, which are in order."""
    found = values.at(index.astype(np.uint64))
    if found.type != array.type:  # the NULLs of a reference's columns
        found = pa.nulls(len(found), array.type)
    if pa.types.is_nested(array.type):
        order = np.arange(len(array))
        order[places] = np.arange(len(array), len(array) + len(found))
        return pa.concat_arrays([array, found]).take(pa.array(order))
    mask = np.zeros(len(array), np.bool_)
    mask[places] = True
    return pc.replace_with_mask(array, pa.array(mask), found)
