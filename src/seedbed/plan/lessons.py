"""What a first attempt taught: names not to follow, and parent rows that a check of the child allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from seedbed.generators.domain import Given
from seedbed.generators.predicate import holds
from seedbed.plan.plan import Plan
from seedbed.plan.prove import Starved
from seedbed.schema.expression import Expression, references

__all__ = ["MOST_PARENTS", "Lessons", "learned"]

MOST_PARENTS = 4096
"""Parent rows among which those that a check allows are looked for."""

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lessons:
    """`plain` columns are planned from their type alone; `parents` are the only rows a reference may choose."""

    plain: frozenset[Cell] = frozenset()
    parents: tuple[tuple[Cell, tuple[int, ...]], ...] = ()

    def allowed(self, table: str, column: str) -> tuple[int, ...] | None:
        """The parent rows that a reference may choose; None where it may choose any."""
        return next((rows for cell, rows in self.parents if cell == (table, column)), None)


def learned(lessons: Lessons, starving: Iterable[Starved], plan: Plan, given: Given) -> Lessons:
    """The lessons with what the starving columns of a plan add to them."""
    plain, parents = set(lessons.plain), dict(lessons.parents)
    for group in starving:
        plain.update((group.table, column) for column in group.columns)
        for condition in group.conditions:
            found = _allowed(group.table, condition, plan, given)
            if found is not None:
                parents[group.table, references(condition)[0]] = found
    return Lessons(frozenset(plain), tuple(sorted(parents.items())))


def _allowed(table: str, condition: Expression, plan: Plan, given: Given) -> tuple[int, ...] | None:
    """The rows of a parent whose key meets a condition that reads one referring column alone."""
    names = references(condition)
    keys = [key for key in plan.schema.table(table).foreign_keys if key.columns == names]
    if len(names) != 1 or not keys:
        return None
    rows = np.arange(min(plan.table(keys[0].table).rows, MOST_PARENTS), dtype=np.uint64)
    if not len(rows):
        return None
    cells = given.column(keys[0].table, keys[0].references[0], rows)
    good = holds(condition, {names[0]: cells}, plan.recipe.today).to_pylist()
    return tuple(row for row, accepted in enumerate(good) if accepted) or None
