"""Which row of a table holds which edge case: told by the plan alone, without making a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seedbed.generators.domain import Rows
from seedbed.generators.edged import Edged
from seedbed.plan.plan import Plan, TablePlan

__all__ = ["Planted", "edge_rows", "planted"]

_TILE = 1 << 16


@dataclass(frozen=True, slots=True)
class Planted:
    """One edge case: the number of its row in the table, the columns that hold it, and its name."""

    row: int
    columns: tuple[str, ...]
    case: str


def edge_rows(plan: Plan, table: str) -> Rows:
    """The rows of a table that hold an edge case, in order."""
    planned = plan.table(table)
    made = _edged(planned)
    if not made:
        return np.empty(0, np.uint64)
    return next(iter(made))[1].rota.between(planned.known, planned.total)[0]


def planted(plan: Plan, table: str) -> Iterator[Planted]:
    """The edge cases of a table, in the order of its rows."""
    planned = plan.table(table)
    made = _edged(planned)
    if not made:
        return
    rota = made[0][1].rota
    cases = {
        turn: (tuple(columns[place] for place in found.places), name)
        for columns, edged in made
        for found in edged.cases
        for turn, name in zip(found.turns, found.names, strict=True)
    }
    for start in range(planned.known, planned.total, _TILE):
        rows, turns = rota.between(start, min(start + _TILE, planned.total))
        for row, turn in zip(rows.tolist(), turns.tolist(), strict=True):
            yield Planted(row, *cases[turn])


def _edged(table: TablePlan) -> list[tuple[tuple[str, ...], Edged]]:
    return [(group.columns, group.generator) for group in table.groups if isinstance(group.generator, Edged)]
