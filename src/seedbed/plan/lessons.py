"""What a first attempt taught: names not to follow, and parent rows that a check of the child allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from seedbed.classes import dataclass
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Permuted, Retried, Slots
from seedbed.generators.domain import Given
from seedbed.generators.evaluate.predicate import holds
from seedbed.generators.units import Value
from seedbed.plan.parts import Part
from seedbed.plan.plan import Group, Plan
from seedbed.plan.prove import Starved
from seedbed.schema.expression import Expression, references
from seedbed.schema.model import ForeignKey

__all__ = ["MOST_PARENTS", "Lessons", "Lonely", "learned"]

MOST_PARENTS = 4096
"""Parent rows among which those that a check allows are looked for."""

_STAGES = ("tight", "retried", "plain", "wide", "alone", "pooled")
"""What is tried for starving columns, one thing after the other."""

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

    `tight` columns are in a table whose checks hand bounds on; `plain` ones are planned from their type alone,
    `wide` ones from all that it holds. `retried` ones are distinct and choose again where a check refuses them;
    `alone` ones are not kept distinct by their combination, but one of them by itself; `pooled` ones take rows that
    were searched for. `parents` are the only rows a
    reference may choose; `crowded`
    columns have no more than so many values besides those of the rows that are there; `tied` are conditions that
    have to be met together with the unique sets over their columns; `rounds` are references that take their parents
    in turn, as some child found none that agree.
    """

    tight: frozenset[Cell] = frozenset()
    plain: frozenset[Cell] = frozenset()
    wide: frozenset[Cell] = frozenset()
    retried: frozenset[Cell] = frozenset()
    alone: frozenset[Cell] = frozenset()
    pooled: frozenset[Cell] = frozenset()
    parents: tuple[tuple[Cell, tuple[int, ...]], ...] = ()
    crowded: tuple[tuple[Columns, int], ...] = ()
    tied: frozenset[tuple[str, Expression]] = frozenset()
    rounds: frozenset[Cell] = frozenset()

    def alone_in(self, table: str) -> frozenset[str]:
        """The columns of a table of which one has to be distinct by itself."""
        return frozenset(column for id, column in self.alone if id == table)

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
    stages = {name: set(getattr(lessons, name)) for name in _STAGES}
    parents, tied = dict(lessons.parents), set(lessons.tied)
    distinct = _distinct(plan)
    for hungry in starving:
        spent = _spent(hungry, stages, distinct)
        for condition in hungry.conditions:
            found = _allowed(hungry.table, condition, plan, given)
            if found is not None:
                parents[hungry.table, found[0]] = found[1]
            elif spent and not _refers_alone(hungry.table, condition, plan):
                tied.add((hungry.table, condition))
    learnt: dict[str, Any] = {name: frozenset(cells) for name, cells in stages.items()}
    return replace(lessons, **learnt, parents=tuple(sorted(parents.items())), tied=frozenset(tied))


def _spent(hungry: Starved, stages: dict[str, set[Cell]], distinct: set[Cell]) -> bool:
    """Takes the next stage for starving columns; whether there was none left."""
    cells = {(hungry.table, name) for condition in hungry.conditions for name in references(condition)}
    cells |= {(hungry.table, name) for name in hungry.columns}
    for stage in _STAGES:
        some = cells & distinct if stage in ("retried", "alone") else cells
        fresh = some - stages[stage]
        stages[stage] |= some
        if fresh and stage != "tight":
            return False
    return True


def _distinct(plan: Plan) -> set[Cell]:
    """The columns whose choices are kept distinct by a permutation."""
    return {(table.table, column) for table in plan.tables for group in table.groups for column in _kept(group)}


def _kept(group: Group) -> tuple[str, ...]:
    made = group.generator
    if isinstance(made, Permuted):
        return () if made.spills or not isinstance(made.unit, Value) else group.columns
    if isinstance(made, Cases):
        return tuple(name for unit, names in made.units(0) if isinstance(unit, Retried) for name in names)
    return group.columns if isinstance(made, Slots) else ()


def _refers_alone(table: str, condition: Expression, plan: Plan) -> bool:
    keys = plan.schema.table(table).foreign_keys
    return any(set(references(condition)) <= set(key.columns) for key in keys)


def _allowed(table: str, condition: Expression, plan: Plan, given: Given) -> tuple[str, tuple[int, ...]] | None:
    """A reference, by its first column, and the parent rows that meet a condition over nothing but its columns.

    A table's own rows are no such parent: a row refers to those before it, whatever a check would rather have. Nor are
    rows that have to agree with another reference's.
    """
    key = _referring(table, references(condition), plan)
    if key is None:
        return None
    rows = np.arange(min(plan.table(key.table).total, MOST_PARENTS), dtype=np.uint64)
    if not len(rows):
        return None
    pairs = zip(key.columns, key.references, strict=True)
    cells = {name: given.column(key.table, there, rows) for name, there in pairs}
    good = holds(condition, cells, plan.recipe.today).to_pylist()
    held = zip(*(column.is_valid().to_pylist() for column in cells.values()), strict=True)
    # a row that is there already may have no key
    found = tuple(row for row, (met, whole) in enumerate(zip(good, held, strict=True)) if met and all(whole))
    return (key.columns[0], found) if found else None


def _referring(table: str, names: tuple[str, ...], plan: Plan) -> ForeignKey | None:
    """The reference to another table that all the columns are of, where none of its columns is another's too."""
    keys = plan.schema.table(table).foreign_keys
    first = next((key for key in keys if names and set(names) <= set(key.columns) and key.table != table), None)
    if first is None or any(key.columns != first.columns and set(key.columns) & set(first.columns) for key in keys):
        return None
    return first
