"""How like made rows are to real ones: per column, per reference, per pair of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.profile.column import FEW, line_of
from seedbed.profile.histogram import Floats
from seedbed.profile.pairs import correlation
from seedbed.profile.source import Observed, decided
from seedbed.schema.model import ForeignKey, Schema, Table

__all__ = ["Likeness", "compare"]

Measure = Literal["Kolmogorov-Smirnov", "total variation", "null rate", "fan-out", "correlation"]

ENOUGH = 20
"""Rows below which nothing is compared."""

_NOBODY = Observed(0, pa.table({}), {})


@dataclass(frozen=True, slots=True)
class Likeness:
    """One comparison: a distance from 0 (alike) to 1, or for a correlation to 2."""

    table: str
    columns: tuple[str, ...]
    measure: Measure
    distance: float


def compare(schema: Schema, real: Mapping[str, Observed], made: Mapping[str, Observed]) -> tuple[Likeness, ...]:
    """Every comparison that both sides allow: distributions, null rates, fan-outs, rank correlations."""
    found: list[Likeness] = []
    for table in schema:
        if table.id in real and table.id in made:
            found += _table(table, real[table.id], made[table.id])
            found += _fan_outs(table, real, made)
    return tuple(found)


def _table(table: Table, real: Observed, made: Observed) -> Iterator[Likeness]:
    kept = decided(table)
    names = [name for name in real.sample.column_names if name in made.sample.column_names and name not in kept]
    if min(real.sample.num_rows, made.sample.num_rows) < ENOUGH:
        return
    for name in names:
        one, other = (seen.sample.column(name).combine_chunks() for seen in (real, made))
        if table.column(name).nullable:
            apart = abs(one.null_count / len(one) - other.null_count / len(other))
            yield Likeness(table.id, (name,), "null rate", apart)
        yield from _column(table.id, name, one.drop_null(), other.drop_null())
    yield from _pairs(table.id, names, real.sample, made.sample)


def _fan_outs(table: Table, *sides: Mapping[str, Observed]) -> Iterator[Likeness]:
    """How far apart the numbers of children are, parents without any among them."""
    for key in dict.fromkeys(key for seen in sides for key in seen[table.id].children):
        if all(key in seen[table.id].children and seen.get(key.table, _NOBODY).rows >= ENOUGH for seen in sides):
            yield Likeness(
                table.id, key.columns, "fan-out", _steps_apart(*(_numbers(seen, table.id, key) for seen in sides))
            )


def _numbers(seen: Mapping[str, Observed], table: str, key: ForeignKey) -> Floats:
    """For each parent the number of its children."""
    children = seen[table].children[key]
    childless = max(seen[key.table].rows - sum(children.values()), 0)
    numbers, counts = zip(*sorted({**children, 0: childless}.items()), strict=True)
    return np.repeat(np.array(numbers, dtype=np.float64), counts)


def _column(table: str, name: str, one: pa.Array, other: pa.Array) -> Iterator[Likeness]:
    if min(len(one), len(other)) < ENOUGH or pa.types.is_nested(one.type) or pa.types.is_binary(one.type):
        return
    few = pc.count_distinct(one).as_py() <= FEW
    lines = line_of(one), line_of(other)
    if few:
        yield Likeness(table, (name,), "total variation", _apart(_counts(one), _counts(other)))
    elif lines[0] is not None and lines[1] is not None:
        yield Likeness(table, (name,), "Kolmogorov-Smirnov", _steps_apart(lines[0], lines[1]))
    elif pa.types.is_string(one.type):
        lengths = [pc.utf8_length(cells).to_numpy(zero_copy_only=False).astype(np.float64) for cells in (one, other)]
        yield Likeness(table, (name,), "Kolmogorov-Smirnov", _steps_apart(*lengths))


def _pairs(table: str, names: list[str], one: pa.Table, other: pa.Table) -> Iterator[Likeness]:
    for left, right in combinations(names, 2):
        values = [
            correlation(
                line_of(rows.column(left).combine_chunks()), line_of(rows.column(right).combine_chunks()), ENOUGH
            )
            for rows in (one, other)
        ]
        if values[0] is not None and values[1] is not None:
            yield Likeness(table, (left, right), "correlation", abs(values[0] - values[1]))


def _counts(cells: pa.Array) -> dict[object, int]:
    return {pair["values"]: pair["counts"] for pair in pc.value_counts(cells).to_pylist()}


def _apart(one: Mapping[object, int], other: Mapping[object, int]) -> float:
    """The total variation of two counts: half the sum of what their shares differ by."""
    totals = max(sum(one.values()), 1), max(sum(other.values()), 1)
    shares = [
        {key: count / total for key, count in found.items()} for found, total in zip((one, other), totals, strict=True)
    ]
    keys = dict.fromkeys([*shares[0], *shares[1]])
    return sum(abs(shares[0].get(key, 0.0) - shares[1].get(key, 0.0)) for key in keys) / 2


def _steps_apart(one: Floats, other: Floats) -> float:
    """The greatest distance between two empirical distribution functions."""
    line = np.concatenate([one, other])
    below = [np.searchsorted(np.sort(cells), line, side="right") / len(cells) for cells in (one, other)]
    return float(np.abs(below[0] - below[1]).max())
