"""Keys that define each other in a ring: a value that would have to be looked up in itself.

`rings` looks at columns and says what the schema asks; `tangles` looks at groups, whose columns are chosen together.
"""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.errors import Problem
from seedbed.generators.domain import Asking
from seedbed.generators.keys.first import First
from seedbed.generators.keys.turns import Common, Turns
from seedbed.plan.facts import Facts
from seedbed.plan.plan import Group
from seedbed.schema.graph import components

__all__ = ["asking", "node", "rings", "tangles"]

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
            for column in part.names if part.role == "fellow" else ():
                edges[_cell(id, column)] += [_cell(id, name) for name in part.shared]
                edges[_cell(id, column)] += [_cell(key.table, target) for key in part.keys for target in key.references]
    return [
        Problem(
            "these keys define each other in a ring",
            where=", ".join(ring),
            why="each takes its value from the next, and none has one of its own",
            help="drop one of the foreign keys, or give one table a key of its own",
        )
        for ring in _found(edges)
    ]


def tangles(facts: Mapping[str, Facts], groups: Mapping[str, tuple[Group, ...]]) -> list[Problem]:
    """One problem for each ring of groups that ask each other: a check or a unique set ties their columns together."""
    return [
        Problem(
            "these columns need each other's values",
            where="; ".join(ring),
            why="a check or a unique set has columns chosen together that a reference looks up",
            help="relax the check, or refer to another key",
        )
        for ring in _found(asking(facts, groups))
    ]


def asking(facts: Mapping[str, Facts], groups: Mapping[str, tuple[Group, ...]]) -> dict[Cell, list[Cell]]:
    """For each group (by its cells) the groups that it asks."""
    owner = {
        _cell(id, column): node(id, group) for id, made in groups.items() for group in made for column in group.columns
    }
    edges: dict[Cell, list[Cell]] = {name: [] for name in owner.values()}
    for id, made in groups.items():
        for part in facts[id].parts:
            asked = [_cell(key.table, target) for key in part.keys for target in key.references]
            asked += [_cell(id, name) for name in part.shared] if part.role in ("fellow", "own") else []
            asked = [cell for cell in asked if cell in owner]  # what rows hold already asks nothing
            if part.role != "null" and _cell(id, part.names[0]) in owner:
                edges[owner[_cell(id, part.names[0])]] += [owner[cell] for cell in asked]
        for group in made:
            fixed = group.generator.columns if isinstance(group.generator, First) else ()
            fixed = group.generator.owners if isinstance(group.generator, Turns | Common) else fixed
            beside = [_cell(id, name) for name in fixed if _cell(id, name) in owner]
            told = group.generator.asks if isinstance(group.generator, Asking) else ()
            beside += [_cell(*cell) for cell in told if _cell(*cell) in owner]
            edges[node(id, group)] += [owner[cell] for cell in beside]
    return edges


def _found(edges: Mapping[Cell, list[Cell]]) -> list[tuple[Cell, ...]]:
    return [ring for ring in components(edges) if len(ring) > 1 or ring[0] in edges[ring[0]]]


def node(table: str, group: Group) -> str:
    """What `asking` calls a group of a table."""
    return ", ".join(_cell(table, name) for name in group.columns)


def _cell(table: str, column: str) -> Cell:
    return f"{table}.{column}"
