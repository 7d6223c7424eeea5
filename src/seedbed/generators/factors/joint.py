"""`Joint`: columns of one row that hang together, because they tell of the same factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from math import prod
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Index, Rows
from seedbed.generators.factors.facets import Facet
from seedbed.generators.factors.factor import Factor
from seedbed.generators.lazily import Lazily
from seedbed.sampling.bits import Draw
from seedbed.sampling.permutation import Permutation

__all__ = ["Joint"]


@dataclass(frozen=True, slots=True)
class Joint:
    """Each row has a row of every factor, and every column tells of some of these.

    Factors are drawn each by itself. Those that are `keyed` are not: no two rows have the same of all of them, so that
    whatever tells them all apart is distinct. `nulls` are the shares of NULL (parts of a million) of the columns.
    """

    columns: tuple[str, ...]
    factors: tuple[Factor, ...]
    facets: tuple[Facet, ...]
    nulls: tuple[int, ...]
    keyed: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many rows can be told apart by what is keyed; 0 where nothing is."""
        named = _named(self.factors)
        return prod(named[name].size for name in self.keyed) if self.keyed else 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> Sequence[pa.Array]:
        """One column for each facet."""
        row = _Row(self, rows, draw)

        def told(number: int) -> pa.Array:
            column = self.columns[number]
            array = self.facets[number].at(row.for_column(column))
            return _nulled(array, self.nulls[number], rows, draw.sub("null", column))

        return Lazily(len(self.facets), told)


class _Row:
    """The factors of some rows, each found when the first facet asks for it."""

    def __init__(self, joint: Joint, rows: Rows, draw: Draw) -> None:
        self.factors = _named(joint.factors)
        self._joint, self._rows, self._draw = joint, rows, draw
        self._places: dict[str, Index] = {}
        self._column = ""

    def for_column(self, column: str) -> _Row:
        """The same, for the facet of a column."""
        self._column = column
        return self

    def place(self, factor: str) -> Index:
        """The row of a factor that each of them has."""
        if factor not in self._places:
            if factor in self._joint.keyed:
                self._places |= self._keyed()
            else:
                self._places[factor] = self._draw.sub("factor", factor).below(self._rows, self.factors[factor].size)
        return self._places[factor]

    def words(self) -> Index:
        """A random word for each of them, for one column."""
        return self._draw.sub("column", self._column).words(self._rows)

    def _keyed(self) -> dict[str, Index]:
        """All that is keyed: one shuffled number for each row, taken apart."""
        names, rest = self._joint.keyed, Permutation(self._joint.size, self._draw.sub("keyed")).at(self._rows)
        found = {}
        for name in names[:-1]:
            size = np.uint64(self.factors[name].size)
            higher = rest // size
            found[name] = rest - higher * size
            rest = higher
        return found | {names[-1]: rest}


def _nulled(array: pa.Array, share: int, rows: Rows, draw: Draw) -> pa.Array:
    if not share:
        return array
    return pc.if_else(pa.array(draw.chance(rows, Fraction(share, 1_000_000))), pa.scalar(None, array.type), array)


@lru_cache(maxsize=256)
def _named(factors: tuple[Factor, ...]) -> Mapping[str, Factor]:
    return MappingProxyType({factor.name: factor for factor in factors})
