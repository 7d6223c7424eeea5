"""What tells the rows of a table apart, so that rows which were loaded can be found again."""

from __future__ import annotations

from collections.abc import Sequence

from seedbed.classes import dataclass
from seedbed.schema.model import Table, Unique

__all__ = ["Identity", "identity"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Columns by which rows are known again; `unique` where no two rows can be equal in them."""

    columns: tuple[str, ...]
    unique: bool


def identity(table: Table, filled: Sequence[str]) -> Identity:
    """The primary key, else a unique key that is never NULL, else all columns; of those that were `filled` only."""
    uniques = sorted(table.uniques, key=lambda unique: not unique.primary)
    columns = next((unique.columns for unique in uniques if _tells(table, unique, filled)), None)
    return Identity(tuple(filled), False) if columns is None else Identity(columns, True)


def _tells(table: Table, unique: Unique, filled: Sequence[str]) -> bool:
    """Whether a unique key tells all rows apart by columns that were filled."""
    sure = unique.primary or all(not table.column(name).nullable for name in unique.columns)
    return sure and not unique.keys and unique.where is None and set(unique.columns) <= set(filled)
