"""How many rows each table gets: what was asked, or what its keys can hold, propagated from parent to child."""

from __future__ import annotations

from collections.abc import Mapping

from seedbed.errors import Problem
from seedbed.plan.facts import Facts
from seedbed.plan.lessons import Lessons
from seedbed.plan.parts import Part
from seedbed.plan.unique import Assignment, assign
from seedbed.plan.values import NoValue, Wishes, choose, choose_disjoint
from seedbed.schema.graph import components, parents
from seedbed.schema.model import Schema

__all__ = ["sized"]


def sized(
    facts: Mapping[str, Facts],
    schema: Schema,
    asked: Mapping[str, int],
    wishes: Wishes,
    lessons: Lessons,
    problems: list[Problem],
) -> dict[str, Assignment]:
    """The assignment of each table, parents first; tables that wait for each other shrink until they agree."""
    rows = dict(asked)
    found: dict[str, Assignment] = {}
    caps: dict[str, str] = {}
    for group in components(parents(schema)):
        while True:
            before = {id: rows[id] for id in group}
            for id in group:
                found[id] = _assigned(facts[id], schema, rows, wishes, lessons, problems)
                rows[id] = found[id].rows
                # what fits already has no cap of its own: the last one that shrank the table is the reason
                caps[id] = found[id].cap = found[id].cap or caps.get(id, "")
            if before == {id: rows[id] for id in group}:
                break
    return found


def _assigned(
    facts: Facts,
    schema: Schema,
    rows: Mapping[str, int],
    wishes: Wishes,
    lessons: Lessons,
    problems: list[Problem],
) -> Assignment:
    needed = rows[facts.table.id]

    def capacity(part: Part) -> int:
        if part.also is not None:
            pairs = lessons.paired(facts.table.id, part, rows)
            return needed if pairs is None else len(pairs)
        if part.key is not None:
            allowed = lessons.allowed(facts.table.id, part, rows)
            return rows[part.key.table] if allowed is None else len(allowed)
        return _distinct_values(part, facts, wishes, needed, problems)

    found = assign(facts, schema, needed, capacity)
    for part in facts.parts:
        needs = part.role == "reference" and set(part.names) & facts.required
        if needs and found.rows and capacity(part) == 0:
            parents = " and ".join(key.table for key in part.keys)
            found.rows, found.cap = 0, f"there are no rows of {parents} to refer to"
    return found


def _distinct_values(part: Part, facts: Facts, wishes: Wishes, needed: int, problems: list[Problem]) -> int:
    column = part.columns[0]
    if column.name in facts.disjoint:
        return choose_disjoint(column.type, wishes).domain.size
    try:
        limits = facts.limit(column.name)
        type, widens = facts.type(column.name), column.identity is None
        return choose(facts.table.id, column.name, type, limits, wishes, True, needed, widens).domain.size
    except NoValue as error:
        problem = Problem("no value is left", f"{facts.table.id}.{column.name}", str(error), _HELP)
        if problem not in problems:
            problems.append(problem)
        return needed


_HELP = "look for checks that contradict each other or the type"
