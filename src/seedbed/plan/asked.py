"""How many rows are asked of each table: by a number for all, by its name, or for each row of another table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from seedbed.errors import Problem, UsageError
from seedbed.plan.settle import id_of, unknown
from seedbed.schema.model import Schema
from seedbed.schema.recipe import Ratio, Recipe

__all__ = ["asked", "following"]

COUNT = "--count"


def asked(schema: Schema, recipe: Recipe) -> dict[str, int]:
    """The rows of each table by id. Raises UsageError for names that no table has, and ratios that go in a circle."""
    rows = {table.id: recipe.rows for table in schema}
    problems = []
    for name, count in recipe.table_rows:
        id = id_of(name, schema)
        if id is None:
            problems.append(unknown("table", name, rows, COUNT))
        elif count < 0:
            problems.append(Problem(f"{count} rows of {name} are asked for", COUNT, help="ask for 0 or more"))
        else:
            rows[id] = count
    names = {name for ratio in recipe.ratios for name in (ratio.table, ratio.parent)}
    problems += [unknown("table", name, rows, COUNT) for name in sorted(names) if id_of(name, schema) is None]
    problems = problems or _circles(_by_table(schema, recipe))
    if problems:
        raise UsageError(*problems)
    return following(schema, recipe, rows, {})


def following(schema: Schema, recipe: Recipe, wanted: Mapping[str, int], made: Mapping[str, int]) -> dict[str, int]:
    """What is wanted, but of tables with a ratio no more than their other table's rows allow, of which so many fit."""
    ratios, found = _by_table(schema, recipe), dict(wanted)
    for id in _in_order(ratios):
        parent = ratios[id].parent
        exact = Decimal(repr(ratios[id].count)) * min(found[parent], made.get(parent, found[parent]))
        found[id] = int(exact.to_integral_value(ROUND_HALF_UP))
    return found


def _by_table(schema: Schema, recipe: Recipe) -> dict[str, Ratio]:
    """The ratios by table, in the ids of the schema."""
    found = {}
    for ratio in recipe.ratios:
        id, parent = id_of(ratio.table, schema) or ratio.table, id_of(ratio.parent, schema) or ratio.parent
        found[id] = Ratio(id, ratio.count, parent)
    return found


def _in_order(ratios: Mapping[str, Ratio]) -> list[str]:
    """The tables with a ratio, each after the table that it counts."""
    order: dict[str, None] = {}
    for start in ratios:
        chain = [start]
        while ratios[chain[-1]].parent in ratios:
            chain.append(ratios[chain[-1]].parent)
        order |= dict.fromkeys(id for id in reversed(chain) if id not in order)
    return list(order)


def _circles(ratios: Mapping[str, Ratio]) -> list[Problem]:
    """Ratios that lead back to where they start, each circle once."""
    problems, seen = [], set[str]()
    for start in ratios:
        chain: list[str] = []
        id = start
        while id in ratios and id not in chain and id not in seen:
            chain.append(id)
            id = ratios[id].parent
        if id in chain:
            circle = " -> ".join([*chain[chain.index(id) :], id])
            problems.append(Problem(f"the counts wait for each other: {circle}", COUNT, help="give one table a number"))
        seen.update(chain)
    return problems
