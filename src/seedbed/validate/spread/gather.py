"""The counts that tests of distributions need, asked of the court: distinct values, children of parents, ranks."""

# ruff: noqa: S608 - the queries are made here; names of columns are the court's own numbers

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from seedbed.schema.declared import Declared
from seedbed.validate import duck
from seedbed.validate.load import Held
from seedbed.validate.spread.shapes import Shape, shape_of
from seedbed.validate.spread.statistics import Compared, Counts, Uncompared, corrected, examine

if TYPE_CHECKING:
    import duckdb

__all__ = ["Apart", "Children", "statistics"]

Apart = Mapping[str, Sequence[int]]
"""For each table the numbers of the rows, from 0, that no test counts: those that hold edge cases."""

Children = Mapping[tuple[str, tuple[str, ...]], Mapping[int, int]]
"""By table and columns of a reference: how many parents have so many children, of those that have any."""


def statistics(
    court: duckdb.DuckDBPyConnection,
    held: Mapping[str, Held],
    declared: Iterable[Declared],
    apart: Apart = MappingProxyType({}),
    children: Children = MappingProxyType({}),
) -> tuple[tuple[Compared, ...], tuple[Uncompared, ...], tuple[Shape, ...]]:
    """Every declaration tested, with p-values corrected for being many; those that were not; what all look like.

    What `children` tells of a fan-out was counted elsewhere already.
    """
    tested: list[Compared] = []
    untested: list[Uncompared] = []
    shapes: list[Shape] = []
    for one in declared:
        found, shape = _examined(court, held, one, apart, children)
        shapes += [] if shape is None else [shape]
        if isinstance(found, Compared):
            tested.append(found)
        else:
            untested.append(found)
    return corrected(tested), tuple(untested), tuple(shapes)


def _examined(
    court: duckdb.DuckDBPyConnection, held: Mapping[str, Held], declared: Declared, apart: Apart, children: Children
) -> tuple[Compared | Uncompared, Shape | None]:
    table = held[declared.table]
    unknown = [name for name in declared.columns if name not in table.numbers]
    if unknown or not table.given:
        reason = f"there is no {', '.join(unknown) or 'data'}"
        return Uncompared(declared.table, declared.columns, declared.said, reason), None
    whole = declared.form == "fan-out"  # its counts are exact: no row may be missing
    rows = () if whole else apart.get(declared.table, ())
    source = f"(SELECT * FROM {table.name} {_left_out(court, rows)})"
    try:
        told = children.get((declared.table, declared.columns)) if whole else None
        counts = _counts(court, held, declared, source) if told is None else _parents(told, held[declared.parent].rows)
        kind = table.table.column(declared.columns[0]).type.kind
        found = examine(declared, counts)
        if table.sampled and not whole and isinstance(found, Compared):
            found = replace(found, sampled_of=table.rows)
        return found, shape_of(declared, counts, kind)
    except duck.Error as error:
        reason = f"it could not be counted: {str(error).splitlines()[0]}"
        return Uncompared(declared.table, declared.columns, declared.said, reason), None


def _left_out(court: duckdb.DuckDBPyConnection, rows: Sequence[int]) -> str:
    if not len(rows):
        return ""
    court.execute("CREATE OR REPLACE TEMP TABLE apart (row BIGINT)")
    court.register("listed", pa.table({"row": pa.array(rows, pa.int64())}))
    court.execute("INSERT INTO apart SELECT row FROM listed")
    court.unregister("listed")
    return "WHERE rowid NOT IN (SELECT row FROM apart)"


def _counts(court: duckdb.DuckDBPyConnection, held: Mapping[str, Held], declared: Declared, source: str) -> Counts:
    table = held[declared.table]
    columns = [f"c{table.numbers[name]}" for name in declared.columns]
    kind = table.table.column(declared.columns[0]).type.kind
    match declared.form:
        case "parents" | "fan-out":
            parents = held[declared.parent].rows if declared.parent else int(declared.high)
            return _parents(_children(court, columns, source), parents)
        case "correlation":
            return _ranked(court, columns, source)
        case "values":
            return _distinct(court, _text(columns[0], kind), source, text=True)
        case "lengths":
            return _distinct(court, f"length({columns[0]})", source)
        case "nulls":
            return _distinct(court, f"CASE WHEN {columns[0]} IS NOT NULL THEN 1 END", source)
        case "times":
            found = _distinct(court, f"floor({_number(columns[0], kind)})", source)
            return found if kind == "date" else _with_hours(court, found, columns[0], source)
    return _distinct(court, _number(columns[0], kind), source)


def _text(column: str, kind: str) -> str:
    """A value as a text: truths by their words, also where a database keeps 0 and 1."""
    plain = f"CAST({column} AS VARCHAR)"
    return f"coalesce(CAST(TRY_CAST({column} AS BOOLEAN) AS VARCHAR), {plain})" if kind == "boolean" else plain


def _number(column: str, kind: str) -> str:
    """A value as a number: dates as days since 1970, times of day as hours."""
    if kind == "date":
        return f"CAST(datediff('day', DATE '1970-01-01', CAST({column} AS DATE)) AS DOUBLE)"
    if kind == "timestamp":
        return f"(epoch_us(CAST({column} AS TIMESTAMP)) / 86400000000.0)"
    if kind == "time":
        return f"(epoch_us(TIMESTAMP '1970-01-01' + CAST({column} AS TIME)) / 3600000000.0)"
    return f"CAST({column} AS DOUBLE)"


def _distinct(court: duckdb.DuckDBPyConnection, value: str, source: str, *, text: bool = False) -> Counts:
    found = court.execute(
        f"SELECT v, count(*) AS n FROM (SELECT {value} AS v FROM {source}) WHERE v IS NOT NULL GROUP BY v ORDER BY v"
    ).fetchnumpy()
    nulls = court.execute(f"SELECT count(*) FROM {source} WHERE {value} IS NULL").fetchall()[0][0]
    values = [str(one) for one in found["v"]] if text else np.asarray(found["v"], dtype=np.float64)
    return Counts(values, np.asarray(found["n"], dtype=np.int64), nulls)


def _with_hours(court: duckdb.DuckDBPyConnection, found: Counts, column: str, source: str) -> Counts:
    rows = court.execute(
        f"SELECT hour(CAST({column} AS TIMESTAMP)) AS h, count(*) FROM {source} WHERE {column} IS NOT NULL GROUP BY h"
    ).fetchall()
    hours = np.zeros(24, dtype=np.int64)
    for hour, count in rows:
        hours[hour] = count
    return Counts(found.values, found.counts, found.nulls, hours)


def _children(court: duckdb.DuckDBPyConnection, columns: list[str], source: str) -> dict[int, int]:
    key = ", ".join(columns)
    there = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    found = court.execute(
        f"SELECT n, count(*) AS m FROM (SELECT count(*) AS n FROM {source} WHERE {there} GROUP BY {key}) "
        "GROUP BY n ORDER BY n"
    ).fetchall()
    return dict(found)


def _parents(children: Mapping[int, int], parents: int) -> Counts:
    """So many parents by how many children they have."""
    bearing, found = sum(children.values()), sorted(children.items())
    pairs = [(0, parents - bearing), *found] if parents > bearing else found
    return Counts(np.array([float(n) for n, _ in pairs]), np.array([m for _, m in pairs], dtype=np.int64))


def _ranked(court: duckdb.DuckDBPyConnection, columns: list[str], source: str) -> Counts:
    """How the ranks of two columns correlate; equal values share the mean of their ranks."""
    left, right = columns
    ranks = ", ".join(  # twice the rank: whole numbers, whose sums do not depend on their order
        f"2 * rank() OVER (ORDER BY {column}) + count(*) OVER (PARTITION BY {column}) - 1 AS {name}"
        for column, name in ((left, "a"), (right, "b"))
    )
    both = f"SELECT * FROM {source} WHERE {left} IS NOT NULL AND {right} IS NOT NULL"
    sums = "count(*), sum(a), sum(b), sum(a * a), sum(b * b), sum(a * b)"
    found = court.execute(f"SELECT {sums} FROM (SELECT {ranks} FROM ({both}))").fetchone() or (0,) * 6
    rows, a, b, aa, bb, ab = (int(number or 0) for number in found)
    spread = math.sqrt((rows * aa - a * a) * (rows * bb - b * b))
    correlation = (rows * ab - a * b) / spread if spread else 0.0
    return Counts(np.zeros(1), np.array([rows], dtype=np.int64), correlation=correlation)
