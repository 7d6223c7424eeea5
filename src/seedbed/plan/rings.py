"""Keys that define each other in a ring: a value that would have to be looked up in itself."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.errors import Problem
from seedbed.plan.facts import Facts
from seedbed.schema.graph import components

__all__ = ["rings"]

Cell = str


def rings(facts: Mapping[str, Facts]) -> list[Problem]:
    """One problem for each ring of foreign key columns that refer to each other."""
    edges: dict[Cell, list[Cell]] = {}
    for id, fact in facts.items():
        for part in fact.parts:
            for column in part.names:
                edges.setdefault(_cell(id, column), [])
            for key in part.keys if part.role == "reference" else ():
                for column, target in zip(key.columns, key.references, strict=True):
                    edges[_cell(id, column)].append(_cell(key.table, target))
    found = [group for group in components(edges) if len(group) > 1 or group[0] in edges[group[0]]]
    return [
        Problem(
            "these keys define each other in a ring",
            where=", ".join(group),
            why="each takes its value from the next, and none has one of its own",
            help="drop one of the foreign keys, or give one table a key of its own",
        )
        for group in found
    ]


def _cell(table: str, column: str) -> Cell:
    return f"{table}.{column}"
