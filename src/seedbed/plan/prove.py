"""The last pass: a sample of rows is evaluated, so that what cannot work is refused before any file is opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seedbed.errors import PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.domain import Given
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import Draw

__all__ = ["SAMPLE", "Starved", "starved"]

SAMPLE = 512


@dataclass(frozen=True, slots=True)
class Starved:
    """Columns of a table for which no drawn row meets the checks."""

    table: str
    columns: tuple[str, ...]
    problems: tuple[Problem, ...]


def starved(plan: Plan, given: Given) -> tuple[Starved, ...]:
    """The groups of columns whose checks a sample of rows does not meet; `given` evaluates the plan."""
    found = (_starved(plan, table, group, given) for table in plan.tables for group in table.groups)
    return tuple(group for group in found if group is not None)


def _starved(plan: Plan, table: TablePlan, group: Group, given: Given) -> Starved | None:
    if not isinstance(group.generator, Cases) or not table.rows:
        return None
    rows = np.arange(min(table.rows, SAMPLE), dtype=np.uint64)
    try:
        group.generator.at(rows, Draw.of(plan.recipe.seed, table.table, *group.columns), given)
    except PlanError as error:
        return Starved(table.table, group.columns, error.problems)
    return None
