"""Generators that choose an index of a unit for each row: drawn, permuted, counted, or split into slots.

Uniqueness is by construction: a permutation of the unit's indexes never gives one index to two rows.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Index, Rows, Unit
from seedbed.sampling.bits import Draw, const
from seedbed.sampling.permutation import Permutation
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Counted", "Defaulted", "Drawn", "Forest", "Null", "Permuted", "Retried", "Round", "Slots", "nulled"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Each row draws an index, uniformly; a share of `nulls` (parts of a million) is NULL."""

    unit: Unit
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit."""
        index = draw.sub("value").below(rows, self.unit.size)
        return nulled(self.unit.at(index, given), self.nulls, rows, draw)


@dataclass(frozen=True, slots=True)
class Defaulted:
    """A column whose default is a constant: a `share` (parts of a million) of the rows holds it, the others draw."""

    default: Unit
    unit: Unit
    share: int
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        (drawn,) = self.unit.at(draw.sub("value").below(rows, self.unit.size), given)
        (default,) = self.default.at(np.zeros(1, dtype=np.uint64), given)
        chosen = draw.sub("default").chance(rows, Fraction(self.share, 1_000_000))
        return nulled((pc.if_else(pa.array(chosen), default[0], drawn),), self.nulls, rows, draw)


@dataclass(frozen=True, slots=True)
class Permuted:
    """Each row has an index of its own, shuffled over all indexes of the unit.

    With `spills` the rows beyond the unit's size have none and are NULL; without it there are no such rows.
    """

    unit: Unit
    nulls: int = 0
    spills: bool = False

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit, distinct over distinct rows."""
        beyond = rows >= np.uint64(self.unit.size) if self.spills else np.zeros(len(rows), dtype=np.bool_)
        index = Permutation(self.unit.size, draw.sub("value")).at(np.where(beyond, np.uint64(0), rows))
        arrays = nulled(self.unit.at(index, given), self.nulls, rows, draw)
        return tuple(_masked(array, beyond) for array in arrays)


@dataclass(frozen=True, slots=True)
class Counted:
    """Row i has index i: serial numbers, and keys that a database would count up itself."""

    unit: Unit

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit, distinct and in the order of the rows."""
        return self.unit.at(rows, given)


@dataclass(frozen=True, slots=True)
class Round:
    """The rows take the indexes in turn, so that the first rows of several tables meet at the first row of another."""

    unit: Unit
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit."""
        return nulled(self.unit.at(rows % np.uint64(self.unit.size), given), self.nulls, rows, draw)


@dataclass(frozen=True, slots=True)
class Slots:
    """Several units whose combination is distinct: one permutation of the product, split by mixed radix.

    `radices` are the numbers of indexes used of each unit; their product is the number of distinct rows. The units at
    the places `in_turn` count instead, the first of them fastest.
    """

    units: tuple[Unit, ...]
    radices: tuple[int, ...]
    in_turn: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many distinct combinations there are."""
        return prod(self.radices)

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of all units, one after another."""
        index: dict[int, Index] = {}
        rest = rows
        for place in self.in_turn:
            rest, index[place] = np.divmod(rest, np.uint64(self.radices[place]))
        counted = prod(self.radices[place] for place in self.in_turn)
        slot = Permutation(self.size // counted, draw.sub("value")).at(rest)
        for place, radix in enumerate(self.radices):
            if place not in index:
                slot, index[place] = np.divmod(slot, np.uint64(radix))
        units = enumerate(self.units)
        return tuple(array for place, unit in units for array in unit.at(index[place], given))


@dataclass(frozen=True, slots=True)
class Retried:
    """A unit whose choices are distinct, with further choices for rows whose first ones some check refuses.

    Try k of row i takes the place of row i + k * `stride`, so that no two tries of any two rows meet: `stride` is
    more than any row's number, and there are as many tries as it goes into the unit's size.
    """

    unit: Permuted | Slots
    stride: int

    @property
    def tries(self) -> int:
        """How many choices each row has."""
        size = self.unit.size if isinstance(self.unit, Slots) else self.unit.unit.size
        return size // self.stride

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The first choices."""
        return self.unit.at(rows, draw, given)

    def again(self, rows: Rows, draw: Draw, given: Given, number: int) -> tuple[pa.Array, ...]:
        """The choices of a later try, all of the same draw."""
        return self.unit.at(rows + const(number * self.stride), draw, given)


@dataclass(frozen=True, slots=True)
class Forest:
    """A self reference: the parent is an earlier row, so there are no loops.

    The first `roots` rows are NULL, or refer to themselves where `own_roots`; with `chain` every row refers to
    the one before it, which keeps the reference distinct.
    """

    unit: Unit
    roots: int = 1
    own_roots: bool = False
    chain: bool = False

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the reference."""
        is_root = rows < np.uint64(self.roots)
        earlier = np.where(is_root, np.uint64(0), rows - np.uint64(self.chain))
        if not self.chain:
            earlier = _below_each(draw.sub("value").unit(rows), np.maximum(rows, np.uint64(1)))
        arrays = self.unit.at(np.where(is_root, rows, earlier), given)
        return arrays if self.own_roots else tuple(_masked(array, is_root) for array in arrays)


@dataclass(frozen=True, slots=True)
class Null:
    """NULL in every row."""

    types: tuple[Type, ...]

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """As many columns of NULL as there are types."""
        return tuple(pa.nulls(len(rows), arrow_type(type)) for type in self.types)


def nulled(arrays: tuple[pa.Array, ...], share: int, rows: Rows, draw: Draw) -> tuple[pa.Array, ...]:
    """The same arrays with NULL, in all of them together, at a share (parts of a million) of the rows."""
    if not share:
        return arrays
    mask = draw.sub("null").chance(rows, Fraction(share, 1_000_000))
    return tuple(_masked(array, mask) for array in arrays)


def _masked(array: pa.Array, mask: np.ndarray) -> pa.Array:
    if not mask.any():
        return array
    return pc.if_else(pa.array(mask), pa.scalar(None, array.type), array)


def _below_each(unit: np.ndarray, limits: Index) -> Index:
    # A float product is exact to 2**53 rows; the minimum guards the last bit.
    index: Index = (unit * limits).astype(np.uint64)
    capped: Index = np.minimum(index, limits - np.uint64(1))
    return capped
