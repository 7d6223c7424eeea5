"""How often the tests of distributions raise an alarm where there is none: python -m tests.false_alarms [seeds].

The same small world is made under many seeds and judged each time. Prints, for each test, the share of p-values below
each level: it should be the level itself, within what chance allows. With a second word one table is larger.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import sqrt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.engine.cells import Cells
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.plan.timing import OFFICE
from seedbed.read.sql import read_sql
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import ColumnWish, Distribution, Pair, Recipe, TimeProfile
from seedbed.validate.statistics import Compared, Counts, corrected, examine

__all__ = ["alarms", "p_values", "world"]

WORLD = """
CREATE TABLE parents (id int PRIMARY KEY);
CREATE TABLE things (id int PRIMARY KEY, age int CHECK (age BETWEEN 18 AND 100), grade int CHECK (grade <> 3),
    price numeric(12, 4) CHECK (price > 0), weight double precision, share double precision, size text NOT NULL
    CHECK (size IN ('s', 'm', 'l')), hits int, at timestamp, parent int NOT NULL REFERENCES parents,
    other int NOT NULL REFERENCES parents, bin real, seen timestamp,
    x double precision, y double precision);
"""
LEVELS = (0.1, 0.05, 0.01)


def _wish(column: str, kind: str, **params: float) -> ColumnWish:
    return ColumnWish("things", column, distribution=Distribution(kind, tuple(params.items())), nulls=0)


WISHES = (
    _wish("age", "normal", mean=35, std=12),
    _wish("grade", "poisson", mean=4),
    _wish("price", "lognormal", mean=3, std=1),
    _wish("weight", "exponential", mean=70),
    _wish("share", "beta", a=2, b=5),
    _wish("hits", "uniform", low=1, high=1_000_000),
    _wish("at", "normal", mean=400, std=90),
    _wish("x", "normal", mean=0, std=1),
    _wish("y", "lognormal", mean=9, std=1),
    _wish("parent", "zipf"),
    _wish("other", "exponential", mean=60),
    ColumnWish("things", "size", distribution=Distribution("choice", weights=(("s", 5), ("m", 3), ("l", 2)))),
    ColumnWish("things", "seen", times=TimeProfile(OFFICE.weekdays, OFFICE.hours, (1.0,) * 10 + (2.0, 3.0), 0.5)),
    ColumnWish("things", "bin", distribution=Distribution("empirical", edges=("0", "1", "5"), shares=(0.7, 0.3))),
)


def world(rows: int = 3000) -> Plan:
    """The plan of the small world."""
    pairs = (Pair("things", ("x", "y"), 0.6),)
    recipe = Recipe(rows=300, table_rows=(("things", rows),), columns=WISHES, pairs=pairs, without=("times",))
    return plan(read_sql(WORLD, "world.sql", "postgres").schema, recipe, Cells)


def p_values(made: Plan, seeds: range) -> tuple[dict[str, list[float]], int]:
    """The p-values of each test under each seed, and how many seeds had an alarm after correction."""
    found: dict[str, list[float]] = defaultdict(list)
    alarmed = 0
    for seed in seeds:
        tests = corrected(list(tested(replace(made, recipe=replace(made.recipe, seed=seed)))))
        alarmed += any(test.alarm for test in tests)
        for test in tests:
            found[f"{', '.join(test.columns)} {test.said}: {test.test}"].append(test.p)
    return found, alarmed


def tested(made: Plan) -> Iterator[Compared]:
    """Every declaration of a plan tested on its cells, counted here as the court counts them."""
    cells = Cells(made)
    for declared in made.declared:
        rows = np.arange(made.table(declared.table).rows, dtype=np.uint64)
        columns = [cells.column(declared.table, column, rows) for column in declared.columns]
        found = examine(declared, counted(declared, columns, made))
        assert isinstance(found, Compared), found
        yield found


def counted(declared: Declared, columns: list[pa.Array], made: Plan) -> Counts:
    """The counts of the cells of a declaration."""
    column = columns[0]
    if pa.types.is_timestamp(column.type):
        column = pc.divide(column.view(pa.int64()).cast(pa.float64()), 86_400e6)
    elif not pa.types.is_string(column.type):
        column = column.cast(pa.float64())
    if declared.form == "correlation":
        ranks = [pc.rank(cells, tiebreaker="min").to_numpy().astype(np.float64) for cells in columns]
        rows = np.array([len(column)])
        return Counts(np.zeros(1), rows, correlation=float(np.corrcoef(*ranks)[0, 1]))
    if declared.form == "parents":
        children, parents = np.unique(pc.value_counts(column).field(1).to_numpy(), return_counts=True)
        empty = made.table(declared.parent).rows - int(parents.sum())
        return Counts(np.append(0.0, children), np.append(empty, parents))
    if declared.form == "times":
        moments = column.drop_null().to_numpy()
        values, counts = np.unique(np.floor(moments), return_counts=True)
        hours = np.bincount(np.floor(moments % 1 * 24 + 1e-9).astype(np.int64), minlength=24)
        return Counts(values, counts, column.null_count, hours)
    values, counts = np.unique(column.drop_null().to_numpy(zero_copy_only=False), return_counts=True)
    return Counts(values, counts, column.null_count)


def alarms(values: list[float], level: float) -> float:
    """The share of p-values below a level."""
    return sum(value < level for value in values) / len(values)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    made = world(int(sys.argv[2]) if len(sys.argv) > 2 else 3000)
    found, alarmed = p_values(made, range(seeds))
    say(f"| test | {' | '.join(f'p < {level}' for level in LEVELS)} |")
    say(f"|---|{'---|' * len(LEVELS)}")
    everything = [value for values in found.values() for value in values]
    for name, values in [*found.items(), ("all", everything)]:
        say(f"| {name} | {' | '.join(f'{alarms(values, level):.4f}' for level in LEVELS)} |")
    off = [f"{3 * sqrt(level * (1 - level) / seeds):.4f}" for level in LEVELS]
    say(f"\n{seeds} seeds; a single test may be off by {', '.join(off)} by chance (three deviations).")
    say(f"Runs with an alarm after the correction, at the level 0.01: {alarmed} of {seeds}.")


if __name__ == "__main__":
    main()
