"""How long a text may be to which columns of other rows refer: no longer than the narrowest of them holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from seedbed.generators.limits import Limits
from seedbed.generators.meanings.catalog import TEXTS
from seedbed.schema.graph import referrers
from seedbed.schema.model import Schema, Table

__all__ = ["carried"]


def carried(
    limits: Mapping[str, Limits], table: Table, schema: Schema, referenced: frozenset[str]
) -> dict[str, Limits]:
    """The limits of a table's columns, with lengths for those texts that shorter columns refer to."""
    found = dict(limits)
    for column in table.columns:
        if column.name in referenced and column.type.kind in TEXTS:
            own = found.get(column.name, Limits())
            lengths = [*_lengths(table.id, column.name, schema, set()), own.max_length or column.type.length]
            shortest = min((each for each in lengths if each), default=None)
            if shortest != lengths[-1]:
                found[column.name] = replace(own, max_length=shortest)
    return found


def _lengths(id: str, column: str, schema: Schema, seen: set[tuple[str, str]]) -> Iterator[int]:
    """The lengths of the columns that refer to one, directly or through others."""
    seen.add((id, column))
    for table in (schema.table(id), *referrers(schema).get(id, ())):
        for key in table.foreign_keys:
            for mine, theirs in zip(key.columns, key.references, strict=False):
                if (key.table, theirs) == (id, column) and (table.id, mine) not in seen:
                    yield table.column(mine).type.length or 0
                    yield from _lengths(table.id, mine, schema, seen)
