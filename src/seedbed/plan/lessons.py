"""What a first attempt taught: names not to follow, and parent rows that a check of the child allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from seedbed.generators.domain import Given
from seedbed.generators.predicate import holds
from seedbed.plan.parts import Part
from seedbed.plan.plan import Plan
from seedbed.plan.prove import Starved
from seedbed.schema.expression import Expression, references

__all__ = ["MOST_PARENTS", "Lessons", "Lonely", "learned"]

MOST_PARENTS = 4096
"""Parent rows among which those that a check allows are looked for."""

Cell = tuple[str, str]


class Lonely(Exception):
    """The parents of a table never agree; they might if these references of theirs (table, column) took turns."""

    def __init__(self, columns: frozenset[Cell]) -> None:
        super().__init__(str(sorted(columns)))
        self.columns = columns


Columns = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lessons:
    """What to plan otherwise than at first.

    `plain` columns are planned from their type alone; `parents` are the only rows a reference may choose; `crowded`
    columns have no more than so many values besides those of the rows that are there; `tied` are conditions that
    have to be met together with the unique sets over their columns; `rounds` are references that take their parents
    in turn, as some child found none that agree.
    """

    plain: frozenset[Cell] = frozenset()
    parents: tuple[tuple[Cell, tuple[int, ...]], ...] = ()
    crowded: tuple[tuple[Columns, int], ...] = ()
    tied: frozenset[tuple[str, Expression]] = frozenset()
    rounds: frozenset[Cell] = frozenset()

    def free(self, table: str, columns: tuple[str, ...]) -> int | None:
        """How many choices of these columns the rows that are there leave; None where that was no trouble."""
        return dict(self.crowded).get((table, columns))

    def besides(self, crowded: Mapping[Columns, int]) -> Lessons:
        """The same lessons, with columns that the rows which are there crowd."""
        return replace(self, crowded=tuple(sorted({**dict(self.crowded), **crowded}.items())))

    def meeting(self, lonely: Lonely) -> Lessons:
        """The same lessons, with references that take turns."""
        return replace(self, rounds=self.rounds | lonely.columns)

    def allowed(self, table: str, part: Part, rows: Mapping[str, int]) -> tuple[int, ...] | None:
        """The parent rows that a reference may choose, of those there are; None where it may choose any."""
        known = dict(self.parents).get((table, part.names[0]))
        most = min((rows[key.table] for key in part.keys), default=0)
        return None if known is None else tuple(row for row in known if row < most)


def learned(lessons: Lessons, starving: Iterable[Starved], plan: Plan, given: Given) -> Lessons:
    """The lessons with what the starving columns of a plan add to them."""
    plain, parents, tied = set(lessons.plain), dict(lessons.parents), set(lessons.tied)
    for hungry in starving:
        plain.update((hungry.table, column) for column in hungry.columns)
        for condition in hungry.conditions:
            found = _allowed(hungry.table, condition, plan, given)
            if found is not None:
                parents[hungry.table, references(condition)[0]] = found
            elif not _refers_alone(hungry.table, condition, plan):
                tied.add((hungry.table, condition))
    return Lessons(frozenset(plain), tuple(sorted(parents.items())), lessons.crowded, frozenset(tied), lessons.rounds)


def _refers_alone(table: str, condition: Expression, plan: Plan) -> bool:
    keys = plan.schema.table(table).foreign_keys
    return any(set(references(condition)) <= set(key.columns) for key in keys)


def _allowed(table: str, condition: Expression, plan: Plan, given: Given) -> tuple[int, ...] | None:
    """The rows of a parent whose key meets a condition that reads one referring column alone.

    A table's own rows are no such parent: a row refers to those before it, whatever a check would rather have.
    """
    names = references(condition)
    keys = [key for key in plan.schema.table(table).foreign_keys if key.columns == names and key.table != table]
    if len(names) != 1 or not keys:
        return None
    rows = np.arange(min(plan.table(keys[0].table).total, MOST_PARENTS), dtype=np.uint64)
    if not len(rows):
        return None
    cells = given.column(keys[0].table, keys[0].references[0], rows)
    good = holds(condition, {names[0]: cells}, plan.recipe.today).to_pylist()
    held = cells.is_valid().to_pylist()  # a row that is there already may have no key
    return tuple(row for row, accepted in enumerate(good) if accepted and held[row]) or None
