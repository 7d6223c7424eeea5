"""Cells of tables that are planned already, for those whose rows depend on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from seedbed.generators.domain import Given
from seedbed.plan.columns.values import Wishes
from seedbed.plan.facts import Facts
from seedbed.plan.groups.ground import Ground
from seedbed.plan.groups.group import grouped
from seedbed.plan.held.clear import cleared
from seedbed.plan.held.existing import Existing
from seedbed.plan.keys.unique import Assignment
from seedbed.plan.lessons import Lessons
from seedbed.plan.plan import Plan, TablePlan
from seedbed.schema.graph import parents
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Recipe

__all__ = ["Ahead", "Evaluate"]

Evaluate = Callable[[Plan], Given]


class Ahead:
    """The tables whose rows and modes are `found` so far, evaluated where another table asks for their cells."""

    def __init__(
        self,
        schema: Schema,
        recipe: Recipe,
        facts: Mapping[str, Facts],
        wishes: Wishes,
        lessons: Lessons,
        there: Existing,
        evaluate: Evaluate,
    ) -> None:
        self.there = there
        self.schema, self.recipe, self.facts, self.wishes, self.lessons = schema, recipe, facts, wishes, lessons
        self._evaluate, self._parents = evaluate, parents(schema)
        self._given: dict[tuple[object, ...], Given] = {}
        self.found: dict[str, Assignment] = {}

    def given(self, table: str) -> Given | None:
        """The cells of all that a table refers to, and of its own rows that are there; None where not all is known.

        In a circle a table finds itself as it was assigned the turn before.
        """
        ids = self._ancestors(table)
        if any(id not in self.found for id in ids):
            return None
        known = (table, *ids) if table in self.found and self._leads_back(table, ids) else ids
        name = (table if self.there.count(table) else "", *((id, self.found[id].key) for id in known))
        if name not in self._given:
            rows = {**dict.fromkeys(self._parents, 0), **{id: found.total for id, found in self.found.items()}}
            made = [self._planned(id, rows) for id in known]
            if table not in known:
                made.append(TablePlan(table, 0, "", (), known=self.there.count(table), there=self.there.known(table)))
            plan = Plan(self.schema, self.recipe, tuple(made))
            self._given[name] = self._evaluate(cleared(plan, self.facts, self.there, self._evaluate))
        return self._given[name]

    def ground(self, id: str, found: Assignment, rows: Mapping[str, int]) -> Ground:
        """What is known of a table that was assigned so, where all tables have so many rows."""
        return Ground(self.facts[id], found, rows, self.there, self.wishes, self.lessons, self.schema)

    def _leads_back(self, table: str, ids: tuple[str, ...]) -> bool:
        return any(table in self._parents[id] for id in ids)

    def _ancestors(self, table: str) -> tuple[str, ...]:
        """Everything that a table refers to, by any way; itself only where others lead back to it."""
        return tuple(dict.fromkeys(self._above(table, set())))

    def _above(self, table: str, seen: set[str]) -> Iterator[str]:
        for parent in self._parents[table]:
            if parent not in seen and parent != table:
                seen.add(parent)
                yield parent
                yield from self._above(parent, seen)

    def _planned(self, id: str, rows: Mapping[str, int]) -> TablePlan:
        found = self.found[id]
        made = grouped(self.ground(id, found, rows))
        return TablePlan(id, found.rows, "", made.groups, known=found.known, there=self.there.known(id))
