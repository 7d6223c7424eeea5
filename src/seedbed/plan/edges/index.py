"""Which row of a table holds which edge case: told by the plan alone, without making a row."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from seedbed.classes import dataclass
from seedbed.generators.domain import Rows
from seedbed.generators.edged import Edged
from seedbed.plan.plan import Plan, TablePlan

__all__ = ["SKIPPED", "EdgeStory", "Planted", "edge_rows", "edge_stories", "planted"]

SKIPPED = "none of its rows holds an edge case"
"""What the note of a table says that has none."""

_TILE = 1 << 16


@dataclass(frozen=True, slots=True)
class Planted:
    """One edge case: the number of its row in the table, the columns that hold it, and its name."""

    row: int
    columns: tuple[str, ...]
    case: str


@dataclass(frozen=True, slots=True)
class EdgeStory:
    """The edge cases of one table: in how many of its rows, how often each one of a column, and why there are none."""

    table: str
    rows: int
    edge_rows: int
    cases: tuple[tuple[str, str, int], ...]  # columns, case, how often
    skipped: str = ""


def edge_stories(plan: Plan) -> tuple[EdgeStory, ...]:
    """The story of each table that gets rows, in load order; nothing where the recipe asks for no edge cases."""
    if not plan.recipe.edge_cases:
        return ()
    return tuple(_story(plan, table) for table in plan.tables if table.rows)


def _story(plan: Plan, table: TablePlan) -> EdgeStory:
    made = _edged(table)
    if not made:
        why = (note.why for note in plan.notes if note.table == table.table and note.what == SKIPPED)
        return EdgeStory(table.table, table.rows, 0, (), next(why, "its rows are there already"))
    rota = made[0][1].rota
    count = np.zeros(rota.turns, np.int64)
    for start in range(table.known, table.total, _TILE):
        count += np.bincount(rota.between(start, min(start + _TILE, table.total))[1], minlength=rota.turns)
    cases = tuple(
        (", ".join(columns[place] for place in found.places), name, int(count[turn]))
        for columns, edged in made
        for found in edged.cases
        for turn, name in zip(found.turns, found.names, strict=True)
        if count[turn]
    )
    return EdgeStory(table.table, table.rows, int(count.sum()), cases)


def edge_rows(plan: Plan, table: str) -> Rows:
    """The rows of a table that hold an edge case, in order."""
    planned = plan.table(table)
    made = _edged(planned)
    if not made:
        return np.empty(0, np.uint64)
    return made[0][1].rota.between(planned.known, planned.total)[0]


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
