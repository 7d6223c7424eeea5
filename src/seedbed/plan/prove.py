"""The last pass: a sample of rows is evaluated, so that what cannot work is refused before any file is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.errors import PlanError, Problem
from seedbed.generators.cases import Cases
from seedbed.generators.domain import Given, Rows
from seedbed.generators.evaluate.predicate import Unsupported, holds
from seedbed.generators.keys.fellow import Fellow
from seedbed.plan.plan import Group, Plan, TablePlan
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Expression, references
from seedbed.validate.question import short

__all__ = ["SAMPLE", "Starved", "sampled", "starved", "unchanged"]

SAMPLE = 512


@dataclass(frozen=True, slots=True)
class Starved:
    """Columns of a table for which no drawn row meets the conditions."""

    table: str
    columns: tuple[str, ...]
    conditions: tuple[Expression, ...]
    problems: tuple[Problem, ...]


def unchanged(plan: Plan, before: Plan | None) -> frozenset[str]:
    """The tables that are planned as they were before, and so are all that they refer to."""
    if before is None:
        return frozenset()
    same = {table.table for table, other in zip(plan.tables, before.tables, strict=True) if table == other}
    above = {table.id: {key.table for key in table.foreign_keys} for table in plan.schema}
    while rest := {id for id in same if not above[id] <= same}:
        same -= rest
    return frozenset(same)


def starved(plan: Plan, given: Given, known: frozenset[str] = frozenset()) -> tuple[Starved, ...]:
    """The groups of columns whose checks a sample of rows does not meet; `given` evaluates the plan.

    Tables that are `known` to be sound are not tried again.
    """
    found: dict[str, list[Starved]] = {}
    doubts: list[Doubt] = []
    for table in plan.tables:
        if table.table in known or not table.rows:
            continue
        rows = sampled(table.rows) + np.uint64(table.known)
        own = found[table.table] = []
        for group in table.groups:
            own += _unmet(table, group, rows, given)
            own += _missing(plan, table, group, given)
        for condition in table.unsteered:
            own += _refused(plan, table, condition, rows, given)
        doubts += _doubts(table, rows, given) if table.unread else []
    for doubt, told in zip(doubts, _told(plan, doubts), strict=True):
        found[doubt.table.table] += _denied(doubt, told)
    return tuple(one for own in found.values() for one in own)


def _missing(plan: Plan, table: TablePlan, group: Group, given: Given) -> list[Starved]:
    """A required reference that follows other columns, and rows for which no parent agrees with them: all are tried."""
    if not isinstance(group.generator, Fellow):
        return []
    columns = plan.schema.table(table.table)
    rows = np.arange(table.known, table.known + table.rows, dtype=np.uint64)
    for name in (name for name in group.columns if not columns.column(name).nullable):
        count = given.column(table.table, name, rows).null_count
        if count:
            why = f"{count} of {len(rows)} rows have no parent that agrees with their other columns"
            problem = Problem("a required reference finds no row", f"{table.table}.{name}", why, "ask for more parents")
            return [Starved(table.table, (), (), (problem,))]
    return []


def sampled(rows: int) -> Rows:
    """The first rows of a table, and as many spread over the others."""
    first = np.arange(min(rows, SAMPLE), dtype=np.uint64)
    if rows <= SAMPLE:
        return first
    spread = np.linspace(SAMPLE, rows - 1, min(rows - SAMPLE, SAMPLE), dtype=np.uint64)
    return np.concatenate([first, spread])


def _unmet(table: TablePlan, group: Group, rows: Rows, given: Given) -> list[Starved]:
    if not isinstance(group.generator, Cases):
        return []
    cases = group.generator
    try:
        given.column(table.table, group.columns[0], rows)
        if cases.better is not None:  # some row may have to do without what is only better
            replace(cases, better=None).at(rows, Draw.of(0, table.table, *group.columns), given)
    except PlanError as error:
        return [Starved(table.table, group.columns, cases.conditions, error.problems)]
    except Unsupported as error:
        return [_unasked(table.table, group.columns, error)]
    return []


def _refused(plan: Plan, table: TablePlan, condition: Expression, rows: Rows, given: Given) -> list[Starved]:
    names = references(condition)
    columns = {name: given.column(table.table, name, rows) for name in names}
    try:
        refused = len(rows) - holds(condition, columns or {"": rows}, plan.recipe.today).to_pylist().count(True)
    except Unsupported as error:
        return [_unasked(table.table, names, error)]
    if not refused:
        return []
    why = f"{refused} of {len(rows)} sampled rows break a check, and these columns follow other rules"
    what = f"a check over {', '.join(names) or 'no column'} cannot be met"
    problem = Problem(what, table.table, why, "relax one of the constraints")
    return [Starved(table.table, names, (condition,), (problem,))]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A table with checks that nobody here can read, and a sample of its rows."""

    table: TablePlan
    cells: pa.Table


def _doubts(table: TablePlan, rows: Rows, given: Given) -> list[Doubt]:
    names = dict.fromkeys(name for unread in table.unread for name in references(unread.condition))
    try:
        return [Doubt(table, pa.table({name: given.column(table.table, name, rows) for name in names}))]
    except PlanError:  # told of already
        return []


def _told(plan: Plan, doubts: Sequence[Doubt]) -> Sequence[tuple[NDArray[np.bool_] | str, ...]]:
    """What DuckDB says of all doubts; the referee is loaded where there are any."""
    if not doubts:
        return ()
    from seedbed.validate.accepted import Asked, accepted

    asked = [
        Asked(
            plan.schema.table(doubt.table.table),
            [(unread.check, unread.domain) for unread in doubt.table.unread],
            doubt.cells,
        )
        for doubt in doubts
    ]
    return accepted(asked, plan.schema.dialect)


def _denied(doubt: Doubt, told: Sequence[NDArray[np.bool_] | str]) -> list[Starved]:
    """The checks that some rows break; those that cannot be asked are left to the database."""
    found, table = [], doubt.table
    for unread, answer in zip(table.unread, told, strict=True):
        if isinstance(answer, str) or answer.all():
            continue
        columns = references(unread.condition)
        why = f"{np.count_nonzero(~answer)} of {len(answer)} sampled rows break it: {short(unread.check.sql)}"
        problem = Problem(f"a check over {', '.join(columns)} cannot be met", table.table, why, "relax the check")
        found.append(Starved(table.table, columns, (unread.condition,), (problem,)))
    return found


def _unasked(table: str, columns: tuple[str, ...], error: Unsupported) -> Starved:
    what = f"a check over {', '.join(columns)} cannot be asked of the rows"
    return Starved(table, columns, (), (Problem(what, table, str(error)),))
