"""Columns that go round in a circle of composite references: where a circle is cut, and a column is chosen freely."""

from __future__ import annotations

from collections.abc import Iterator

from seedbed.schema.graph import components
from seedbed.schema.model import Schema
from seedbed.schema.once import once

__all__ = ["cut"]

Cell = tuple[str, str]


@once
def cut(schema: Schema) -> frozenset[Cell]:
    """One (table, column) of each circle of referring columns: a table whose column others vouch for, or the first.

    A column that refers to itself, as `org` does in `tree (org, parent)` to `tree (org, id)`, is a circle of its own.

    `teams (tenant, captain)` refers to `members (tenant, id)` and `members (tenant, team)` to `teams (tenant, id)`: the
    tenant of each is that of the other, and one of them has to choose.
    """
    edges: dict[Cell, list[Cell]] = {(table.id, column.name): [] for table in schema for column in table.columns}
    for table in schema:
        for key in table.foreign_keys:
            if key.table != table.id:
                for name, there in zip(key.columns, key.references, strict=True):
                    edges[table.id, name].append((key.table, there))
    names = {f"{table}.{column}": (table, column) for table, column in edges}
    rings = components({f"{t}.{c}": [f"{p}.{d}" for p, d in targets] for (t, c), targets in edges.items()})
    found = set()
    for ring in (ring for ring in rings if len(ring) > 1):
        cells = [names[name] for name in ring]
        anchored = [cell for cell in cells if any(other not in cells for other in edges[cell])]
        found.add((anchored or cells)[0])
    return frozenset(found | {cell for cell in _itself(schema) if not edges[cell]})


def _itself(schema: Schema) -> Iterator[Cell]:
    """The columns that a row shares with another one of its table to which it refers by further columns."""
    for table in schema:
        for key in table.foreign_keys:
            if key.table == table.id and key.columns != key.references:
                pairs = zip(key.columns, key.references, strict=True)
                yield from ((table.id, name) for name, there in pairs if name == there)
