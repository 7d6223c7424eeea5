"""The graph of foreign keys: which tables wait for which, and where they wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seedbed.schema.model import Schema, Table
from seedbed.schema.once import once

__all__ = ["components", "cycles", "load_order", "parents", "referrers"]


def parents(schema: Schema) -> dict[str, tuple[str, ...]]:
    """For each table id, the ids it refers to (itself included), in the order of its foreign keys."""
    return {table.id: tuple(dict.fromkeys(key.table for key in table.foreign_keys)) for table in schema}


@once
def referrers(schema: Schema) -> Mapping[str, tuple[Table, ...]]:
    """For each table id that other tables refer to, those tables, in the order of the schema."""
    found: dict[str, list[Table]] = {}
    for table in schema:
        for id in dict.fromkeys(key.table for key in table.foreign_keys if key.table != table.id):
            found.setdefault(id, []).append(table)
    return {id: tuple(tables) for id, tables in found.items()}


def components(edges: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Strongly connected components, those that others wait for first (Tarjan 1972, iterative).

    The order is that of the mapping wherever the edges leave a choice. Targets that are no keys of the
    mapping are left out.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in edges:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = stack.index(node)
                    members = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(members)
                    found.append(tuple(sorted(members, key=index.__getitem__)))
    return tuple(found)


def cycles(schema: Schema) -> tuple[tuple[str, ...], ...]:
    """The groups of two and more tables that wait for each other; self references are no cycles."""
    return tuple(group for group in components(parents(schema)) if len(group) > 1)


def load_order(schema: Schema) -> tuple[str, ...]:
    """Table ids, parents before children wherever no cycle forbids it."""
    return tuple(table for group in components(parents(schema)) for table in group)
