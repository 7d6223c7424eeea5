"""`Own`: a column that repeats another column of the same row."""

from __future__ import annotations

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows
from seedbed.sampling.bits import Draw
from seedbed.schema.arrow import arrow_type
from seedbed.schema.types import Type

__all__ = ["Own"]


@dataclass(frozen=True, slots=True)
class Own:
    """The cells of `columns` of the same table at the same rows, in the given types."""

    table: str
    columns: tuple[str, ...]
    types: tuple[Type, ...]

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """One array for each column."""
        return tuple(
            given.column(self.table, column, rows).cast(arrow_type(type))
            for column, type in zip(self.columns, self.types, strict=True)
        )
