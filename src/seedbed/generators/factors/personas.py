"""Kinds of rows: which row is of which kind, and references that choose parents of some kinds more often than others.

A permutation that belongs to the table puts its rows in an order of their own; the first places are of the first kind,
and so on, so that shares are exact and a row is of the same kind for whoever asks.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Given, Index, Rows, Unit
from seedbed.sampling.bits import Draw, Words
from seedbed.sampling.discrete import Ranks
from seedbed.sampling.permutation import Permutation
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["ByKind", "KindOf", "Lively", "Order"]


@dataclass(frozen=True, slots=True)
class Order:
    """The order of the `size` rows of a table in which its kinds follow each other."""

    seed: int
    table: str
    size: int

    def place(self, rows: Rows) -> Index:
        """The places of rows."""
        return self._shuffled.at(rows)

    def row(self, places: Index) -> Rows:
        """The rows at places."""
        return self._shuffled.inverse(places)

    @property
    def _shuffled(self) -> Permutation:
        return Permutation(self.size, Draw.of(self.seed, self.table, "kinds of rows"))


@dataclass(frozen=True, slots=True)
class ByKind:
    """The tuples of a unit of parents in the order of their kinds."""

    unit: Unit
    order: Order

    @property
    def size(self) -> int:
        """As many as there are parents."""
        return self.unit.size

    @property
    def width(self) -> int:
        """As many columns as the unit fills."""
        return self.unit.width

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The tuples of the parents at those places."""
        return self.unit.at(self.order.row(index), given)


@dataclass(frozen=True, slots=True)
class Lively:
    """Places, even within a kind: `edges` are the first places of the kinds and their number in all.

    `thresholds` are the words at which the next kind begins.
    """

    thresholds: tuple[int, ...]
    edges: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many places there are."""
        return self.edges[-1]

    def at(self, words: Words) -> Index:
        """The place at each word."""
        return Ranks(self.thresholds, self.edges).at(words)


@dataclass(frozen=True, slots=True)
class KindOf:
    """The name of each row's kind."""

    order: Order
    names: tuple[str, ...]
    edges: tuple[int, ...]
    type: Type
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        starts = np.array(self.edges[1:-1], dtype=np.uint64)
        kind = np.searchsorted(starts, self.order.place(rows), side="right")
        names = pa.array(self.names, arrow_type(self.type))
        return nulled((names.take(pa.array(kind)),), self.nulls, rows, draw)
