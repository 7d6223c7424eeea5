"""How often the tests of distributions raise an alarm: python -m tests.false_alarms [seeds] [rows].

The same small world, edge cases among its rows, is made under many seeds and judged each time. Prints, for each test,
the share of p-values below each level where the rows are as declared: it should be the level itself, within what chance
allows. Then how often each test finds rows that are a little unlike what was declared, after the correction for many
tests: a test that never does is worth nothing.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import sqrt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.engine.cells import Cells
from seedbed.plan.dress.timing import OFFICE
from seedbed.plan.edges.index import edge_rows
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan
from seedbed.read.sql import read_sql
from seedbed.schema.declared import Declared
from seedbed.schema.recipe import ColumnWish, Distribution, Pair, Persona, Personas, Recipe, TimeProfile
from seedbed.validate.spread.statistics import Compared, Counts, corrected, examine

__all__ = ["alarms", "p_values", "power", "world"]

WORLD = """
CREATE TABLE parents (id int PRIMARY KEY);
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE things (id int PRIMARY KEY, age int CHECK (age BETWEEN 18 AND 100), grade int CHECK (grade <> 3),
    price numeric(12, 4) CHECK (price > 0), weight double precision, share double precision, size text NOT NULL
    CHECK (size IN ('s', 'm', 'l')), hits int, at timestamp, parent int NOT NULL REFERENCES parents,
    other int NOT NULL REFERENCES parents, bin real, seen timestamp,
    x double precision, y double precision, gap int, story text,
    owner int NOT NULL REFERENCES people);
"""
LEVELS = (0.1, 0.05, 0.01)


PROFILE = TimeProfile(OFFICE.weekdays, OFFICE.hours, (1.0,) * 10 + (2.0, 3.0), 0.5)
CORRELATION, OTHER_CORRELATION = 0.6, 0.52


def _wish(column: str, kind: str, **params: float) -> ColumnWish:
    return ColumnWish("things", column, distribution=Distribution(kind, tuple(params.items())), nulls=0)


def _choice(*shares: float) -> ColumnWish:
    weights = tuple(zip("sml", shares, strict=True))
    return ColumnWish("things", "size", distribution=Distribution("choice", weights=weights))


def _bins(share: float) -> ColumnWish:
    bins = Distribution("empirical", edges=("0", "1", "5"), shares=(share, 1 - share))
    return ColumnWish("things", "bin", distribution=bins)


def _lengths(mean: float) -> ColumnWish:
    return ColumnWish("things", "story", lengths=Distribution("normal", (("mean", mean), ("std", 20.0))), nulls=0)


PAIRS_OF_WISHES = (
    (_wish("age", "normal", mean=35, std=12), _wish("age", "normal", mean=36.5, std=12)),
    (_wish("grade", "poisson", mean=4), _wish("grade", "poisson", mean=4.3)),
    (_wish("price", "lognormal", mean=3, std=1), _wish("price", "lognormal", mean=3.1, std=1)),
    (_wish("weight", "exponential", mean=70), _wish("weight", "exponential", mean=77)),
    (_wish("share", "beta", a=2, b=5), _wish("share", "beta", a=2.3, b=5)),
    (_wish("hits", "uniform", low=1, high=1_000_000), _wish("hits", "uniform", low=1, high=1_100_000)),
    (_wish("at", "normal", mean=40, std=15), _wish("at", "normal", mean=42, std=15)),
    (_wish("x", "normal", mean=0, std=1), _wish("x", "normal", mean=0.12, std=1)),
    (_wish("y", "lognormal", mean=9, std=1), _wish("y", "lognormal", mean=9, std=1.15)),
    (_wish("parent", "zipf"), _wish("parent", "zipf", s=1.2)),
    (_wish("other", "exponential", mean=60), _wish("other", "exponential", mean=75)),
    (_choice(5, 3, 2), _choice(5, 3, 2.5)),
    (ColumnWish("things", "seen", times=PROFILE), ColumnWish("things", "seen", times=replace(PROFILE, months=()))),
    (_bins(0.7), _bins(0.65)),
    (ColumnWish("things", "gap", nulls=0.2), ColumnWish("things", "gap", nulls=0.25)),
    (_lengths(80), _lengths(82.5)),
)
"""What is wished, and what is declared instead where the tests shall find that it is not so."""


def _personas(activity: float) -> Personas:
    return Personas(
        "people", (Persona("power", 0.1, activity), Persona("casual", 0.6, 3), Persona("dormant", 0.3, 0.1))
    )


def world(rows: int = 3000, *, other: bool = False, edge_cases: float = 5) -> Plan:
    """The plan of the small world, or that of one a little unlike it."""
    pairs = (Pair("things", ("x", "y"), OTHER_CORRELATION if other else CORRELATION),)
    columns = tuple(pair[other] for pair in PAIRS_OF_WISHES)
    counts = (("things", rows),)
    recipe = Recipe(
        personas=(_personas(14 if other else 20),),
        rows=300,
        table_rows=counts,
        columns=columns,
        pairs=pairs,
        edge_cases=edge_cases,
        without=("times",),
    )
    return plan(read_sql(WORLD, "world.sql", "postgres").schema, recipe, Cells)


def p_values(made: Plan, seeds: range) -> tuple[dict[str, list[float]], int]:
    """The p-values of each test under each seed, and how many seeds had an alarm after correction."""
    found: dict[str, list[float]] = defaultdict(list)
    alarmed = 0
    for tests in _every(made, made.declared, seeds):
        alarmed += any(test.alarm for test in tests)
        for test in tests:
            found[_name(test)].append(test.p)
    return found, alarmed


def power(made: Plan, declared: Sequence[Declared], seeds: range) -> dict[str, float]:
    """How often each test raises an alarm, after correction, where other things are declared than were made."""
    found: dict[str, int] = defaultdict(int)
    for tests in _every(made, declared, seeds):
        for test in tests:
            found[_name(test)] += test.alarm
    return {name: alarms / len(seeds) for name, alarms in found.items()}


def _name(test: Compared) -> str:
    return f"{', '.join(test.columns)} {test.said}: {test.test}"


def _every(made: Plan, declared: Sequence[Declared], seeds: range) -> Iterator[tuple[Compared, ...]]:
    for seed in seeds:
        yield corrected(list(tested(replace(made, recipe=replace(made.recipe, seed=seed)), declared)))


def tested(made: Plan, declared: Sequence[Declared]) -> Iterator[Compared]:
    """Every declaration tested on the cells of a plan but for its edge cases, counted here as the court counts them."""
    cells = Cells(made)
    for one in declared:
        apart = edge_rows(made, one.table)
        rows = np.setdiff1d(np.arange(made.table(one.table).rows, dtype=np.uint64), apart)
        columns = [cells.column(one.table, column, rows) for column in one.columns]
        found = examine(one, counted(one, columns, made))
        assert isinstance(found, Compared), found
        yield found


def counted(declared: Declared, columns: list[pa.Array], made: Plan) -> Counts:
    """The counts of the cells of a declaration."""
    column = columns[0]
    if declared.form == "nulls":
        return Counts(np.zeros(1), np.array([len(column) - column.null_count]), column.null_count)
    if declared.form == "lengths":
        column = pc.utf8_length(column)
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
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    made = world(rows)
    found, alarmed = p_values(made, range(seeds))
    say(f"| test | {' | '.join(f'p < {level}' for level in LEVELS)} |")
    say(f"|---|{'---|' * len(LEVELS)}")
    everything = [value for values in found.values() for value in values]
    for name, values in [*found.items(), ("all", everything)]:
        say(f"| {name} | {' | '.join(f'{alarms(values, level):.4f}' for level in LEVELS)} |")
    off = [f"{3 * sqrt(level * (1 - level) / seeds):.4f}" for level in LEVELS]
    say(f"\n{seeds} seeds; a single test may be off by {', '.join(off)} by chance (three deviations).")
    say(f"Runs with an alarm after the correction, at the level 0.01: {alarmed} of {seeds}.\n")
    some = range(max(1, seeds // 10))
    say("| declared, of rows that are a little unlike it | found |\n|---|---|")
    for name, share in power(made, world(rows, other=True).declared, some).items():
        say(f"| {name} | {share:.2f} |")
    say(f"\n{len(some)} seeds, {rows} rows, after the correction.")


if __name__ == "__main__":
    main()
