"""The protocols of this wing: a domain is an indexed set of values, a generator turns rows into columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.sampling.bits import Draw

__all__ = ["Asking", "Domain", "Generator", "Given", "Index", "Rows", "Unit"]

T = TypeVar("T")
Rows = NDArray[np.uint64]
Index = NDArray[np.uint64]


class Given(Protocol):
    """Cells of other columns at any rows; the engine hands it to generators that ask for them."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """The cells of one column of one table (by id) at the given rows, in their order."""
        ...

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What `make` gives of the cells, made once for a plan; the name says all that it depends on."""
        ...


class Domain(Protocol):
    """A finite, indexed set of distinct, non-NULL values of one column.

    Implementations are frozen dataclasses of plain fields, so that a plan can be dumped, compared and shipped.
    Distinct indexes give values that stay distinct after the database normalised them. Where the values have
    an order, the index follows it.
    """

    @property
    def size(self) -> int:
        """How many values there are: 1 to 2**63."""
        ...

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes (each below `size`), any of them, in any order."""
        ...


class Unit(Protocol):
    """An indexed set of tuples, one value for each of `width` columns that are always chosen together."""

    @property
    def size(self) -> int:
        """How many tuples there are."""
        ...

    @property
    def width(self) -> int:
        """How many columns a tuple fills."""
        ...

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """One array for each column, at the given indexes."""
        ...


class Generator(Protocol):
    """Fills the columns of one group."""

    def at(self, rows: Rows, draw: Draw, given: Given) -> Sequence[pa.Array]:
        """One array for each column of the group at the given rows: any rows, in any order, repeated or not."""
        ...


@runtime_checkable
class Asking(Protocol):
    """A generator that names the cells which it asks for, so that a plan can tell rings before it is evaluated."""

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The columns (table, column) whose cells are read."""
        ...
