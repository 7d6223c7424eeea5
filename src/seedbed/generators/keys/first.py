"""`First`: whether a row is the first of those that share some columns; what "one default address each" rests on."""

from __future__ import annotations

import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows
from seedbed.generators.keys.lineup import lineup
from seedbed.sampling.bits import Draw

__all__ = ["First"]


@dataclass(frozen=True, slots=True)
class First:
    """True in the first row of each group of equal `columns`, without columns in the first row of the table.

    A row with NULL among them equals no other: True as well, or with `nulls_equal` False.
    """

    table: str
    columns: tuple[str, ...]
    rows: int
    nulls_equal: bool = False

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column, of truth values."""
        line = lineup(given, self.table, self.columns, self.rows)
        index = rows.astype("int64")
        first = line.place[index] == 0
        if self.nulls_equal:
            first &= line.codes[index] >= 0
        return (pa.array(first),)
