"""Generators that choose by a spread: popular values and parents, bells, business hours, columns that correlate."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Domain, Given, Index, Rows, Unit
from seedbed.generators.spread import Spread
from seedbed.sampling.bits import Draw
from seedbed.sampling.permutation import Permutation

__all__ = ["Laid", "Shaped"]

_FINE = 53  # bits of a word that are told apart where a part of all words is drawn from


@dataclass(frozen=True, slots=True)
class Shaped:
    """Each row draws an index as a spread has it; a share of `nulls` (parts of a million) is NULL.

    Where it is `scattered`, which of the unit's indexes are the popular ones is a matter of chance.
    """

    unit: Unit
    spread: Spread
    nulls: int = 0
    scattered: bool = False

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the unit."""
        index = self.index(draw.sub("value").words(rows), draw)
        return nulled(self.unit.at(index, given), self.nulls, rows, draw)

    def index(self, words: np.ndarray, draw: Draw) -> Index:
        """The indexes of the unit at some words."""
        index = self.spread.at(words)
        return Permutation(self.unit.size, draw.sub("order")).at(index) if self.scattered else index


@dataclass(frozen=True, slots=True)
class Laid:
    """A domain as a spread has it: its values in their order, frequent ones at many indexes.

    An index that is drawn evenly from a part of all indexes gives the values there in the shares of the spread.
    """

    domain: Domain
    spread: Spread

    @property
    def size(self) -> int:
        """As many indexes as a float tells apart."""
        return 1 << _FINE

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes."""
        return self.domain.at(self.spread.at(index << np.uint64(64 - _FINE)))
