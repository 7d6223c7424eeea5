"""Rows that are there already: their cells, and how new rows keep clear of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Generator, Given, Index, Rows, Unit
from seedbed.sampling.bits import Draw

__all__ = ["Clear", "Except", "Known", "skipping"]


@dataclass(frozen=True, slots=True)
class Known:
    """The cells of one column in the first rows of a table, in their order; those of the `open` rows are made anew."""

    column: str
    cells: pa.Array
    open: pa.Array = field(default_factory=lambda: pa.array([], pa.uint64()))


@dataclass(frozen=True, slots=True)
class Clear:
    """A generator of distinct values whose new rows skip those that are there.

    Rows `known` and on are the new ones, or the `open` ones (in order) where there are such. They take the slots of
    the generator one after another from `start` on and round all `size` of them, but for those at the `taken` places
    (in order) of that round. What a row gives is what the generator gives at the row of that slot; a row for which
    no slot is left gets a number beyond them.
    """

    generator: Generator
    known: int
    size: int
    start: int
    taken: pa.Array
    open: pa.Array | None = None

    def at(self, rows: Rows, draw: Draw, given: Given) -> Sequence[pa.Array]:
        """The columns of the generator, at the slots of the rows."""
        place = skipping(self._number(rows), self.taken)
        size = np.uint64(self.size)
        slot = np.where(place < size, (place + np.uint64(self.start)) % size, place)
        return self.generator.at(slot, draw, given)

    def _number(self, rows: Rows) -> Rows:
        """Which of the new rows each one is."""
        if self.open is None:
            return rows - np.uint64(self.known)
        found = np.searchsorted(self.open.to_numpy(), rows)
        number: Rows = np.minimum(found, len(self.open) - 1).astype(np.uint64)
        return number


@dataclass(frozen=True, slots=True)
class Except:
    """All indexes of another unit but those `left_out` (in order)."""

    unit: Unit
    left_out: pa.Array

    @property
    def size(self) -> int:
        """How many indexes are left."""
        return self.unit.size - len(self.left_out)

    @property
    def width(self) -> int:
        """As many columns as the unit has."""
        return self.unit.width

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The tuples of the unit at the indexes that are left."""
        return self.unit.at(self.rows(index), given)

    def rows(self, index: Index) -> Index:
        """The indexes of the unit that stand at the given ones."""
        return skipping(index, self.left_out)

    def __hash__(self) -> int:
        return hash((self.unit, len(self.left_out)))


def skipping(index: Index, left_out: pa.Array) -> Index:
    """For each i the i-th whole number that is not among those `left_out`, which are in order."""
    if not len(left_out):
        return index
    numbers = left_out.to_numpy()
    before = numbers - np.arange(len(numbers), dtype=np.uint64)  # how many are left below each one
    found: Index = index + np.searchsorted(before, index, side="right").astype(np.uint64)
    return found
