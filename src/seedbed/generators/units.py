"""Units: what one choice fills. A scalar domain fills one column, a reference all columns of a foreign key."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Given, Index, Unit
from seedbed.generators.domains.choice import Choice
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Among", "Listed", "Reference", "Value"]


@dataclass(frozen=True, slots=True)
class Value:
    """One column, filled from a domain."""

    domain: Domain

    @property
    def size(self) -> int:
        """How many values the domain has."""
        return self.domain.size

    @property
    def width(self) -> int:
        """One column."""
        return 1

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The values at the given indexes."""
        return (self.domain.at(index),)


@dataclass(frozen=True, slots=True)
class Reference:
    """The columns of a foreign key: the index is a row of the parent, the values are its key there.

    No pool of keys is kept: the parent's own key function is asked. `types` are those of the referring
    columns, which may be wider or narrower than the parent's.
    """

    table: str
    columns: tuple[str, ...]
    rows: int
    types: tuple[Type, ...]

    @property
    def size(self) -> int:
        """How many rows the parent has."""
        return self.rows

    @property
    def width(self) -> int:
        """How many columns the key has."""
        return len(self.columns)

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The parent's keys at the given parent rows."""
        return tuple(
            _as(given.column(self.table, column, index), arrow_type(type))
            for column, type in zip(self.columns, self.types, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of several columns that were written down, NULL among their values: index i is the i-th of each choice."""

    choices: tuple[Choice, ...]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return self.choices[0].size

    @property
    def width(self) -> int:
        """How many columns a row has."""
        return len(self.choices)

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The rows at the given indexes."""
        return tuple(choice.at(index) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Among:
    """Some of the indexes of another unit, and no others."""

    unit: Unit
    indexes: tuple[int, ...]

    @property
    def size(self) -> int:
        """How many indexes are allowed."""
        return len(self.indexes)

    @property
    def width(self) -> int:
        """As many columns as the unit has."""
        return self.unit.width

    def at(self, index: Index, given: Given) -> tuple[pa.Array, ...]:
        """The tuples of the unit at the allowed indexes."""
        return self.unit.at(self.rows(index), given)

    def rows(self, index: Index) -> Index:
        """The indexes of the unit that stand at the given ones."""
        chosen: Index = np.array(self.indexes, dtype=np.uint64)[index.astype(np.int64)]
        return chosen


def _as(array: pa.Array, type: pa.DataType) -> pa.Array:
    return array if array.type == type else array.cast(type)
