"""How many rows of a model there can be at most, where its unique columns have few values."""

from __future__ import annotations

import re
from math import prod

from seedbed.scaffold.factories.known import Known
from seedbed.schema.model import Unique

__all__ = ["capacity"]


def capacity(known: Known | None) -> int | None:
    """The most rows that a table can hold; None where nothing bounds them."""
    sizes = [size for unique in known.table.uniques if (size := _size(unique, known))] if known is not None else []
    return min(sizes, default=None)


def _size(unique: Unique, known: Known) -> int | None:
    """How many rows one unique set lets be; None where it asks only some of them, or nothing bounds it."""
    if unique.where is not None:
        return None
    if unique.keys and not unique.columns:
        return None if any(_is_named(column.name, unique.keys) for column in known.table.columns) else 1
    found = [_values(name, known) for name in unique.columns]
    return None if None in found or not found else prod(each or 1 for each in found)


def _is_named(column: str, keys: tuple[str, ...]) -> bool:
    return any(re.search(rf"\b{re.escape(column)}\b", key) for key in keys)


def _values(name: str, known: Known) -> int | None:
    limits = known.limits.get(name)
    column = next((column for column in known.table.columns if column.name == name), None)
    if column is None or column.nullable:
        return None
    if limits is not None and limits.values is not None:
        return len(limits.values)
    return len(column.type.values) or None
