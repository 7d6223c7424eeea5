"""Stretches of new rows beside those that are there: of one owner none may overlap another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.errors import PlanError, Problem
from seedbed.generators.domain import Given, Unit
from seedbed.generators.keys.known import Except
from seedbed.generators.keys.lineup import Lineup, cells_of, lineup
from seedbed.generators.keys.turns import Turns
from seedbed.plan.plan import Group, TablePlan

__all__ = ["clear_turns"]

_MOST = 1 << 20
"""Stretches that are looked at: of a longer line the rest stays as it is."""

Numbers = NDArray[np.int64]


def clear_turns(planned: TablePlan, group: Group, turns: Turns, given: Given) -> Group:
    """The group whose new rows overlap no old row of their owner. Raises PlanError where there is no room.

    Rows that go on where the same seed ended do so by themselves; else new rows keep away from every old one.
    """
    table, names = planned.table, group.columns
    line = lineup(given, table, turns.owners, planned.total)
    old = [_numbers(cells_of(given, table, name, planned.known)) for name in names]
    rows = np.arange(planned.known, planned.total, dtype=np.uint64)
    new = [_numbers(given.column(table, name, rows)) for name in names]
    codes = line.codes[: planned.known], line.codes[planned.known :]
    if not _overlap(codes[0], old, codes[1], new).any():
        return group
    taken = _taken(turns.unit, old, given)
    left = turns.unit.size - len(taken)
    if left < _largest(line):
        what = f"the {planned.known} rows there leave no room for more that do not overlap"
        raise PlanError(
            Problem(what, f"{table}.{', '.join(names)}", help="ask for fewer rows, or none: --count table=0")
        )
    return replace(group, generator=replace(turns, unit=Except(turns.unit, taken)))


def _largest(line: Lineup) -> int:
    return int(line.sizes.max(initial=0))


def _taken(unit: Unit, old: list[Numbers], given: Given) -> pa.Array:
    """The stretches that overlap an old one, whoever owns it."""
    some = np.arange(min(unit.size, _MOST), dtype=np.uint64)
    stretches = [_numbers(cells) for cells in unit.at(some, given)]
    nobody = np.zeros(len(old[0]), dtype=np.int64), np.zeros(len(some), dtype=np.int64)
    return pa.array(np.flatnonzero(_overlap(nobody[0], old, nobody[1], stretches)), pa.uint64())


def _numbers(cells: pa.Array) -> Numbers:
    """Whole numbers in the order of the cells; NULL is the least."""
    if pa.types.is_date32(cells.type):
        cells = cells.cast(pa.int32())
    found: Numbers = cells.cast(pa.int64()).fill_null(np.iinfo(np.int64).min).to_numpy(zero_copy_only=False)
    return found


def _overlap(old_codes: Numbers, old: list[Numbers], new_codes: Numbers, new: list[Numbers]) -> NDArray[np.bool_]:
    """Which of the new stretches overlap (or touch) an old one of the same code."""
    values = np.unique(np.concatenate([*old, *new]))
    width = len(values) + 1
    order = np.lexsort((old[0], old_codes))
    starts = old_codes[order] * width + np.searchsorted(values, old[0][order])
    ends = (
        np.maximum.accumulate(old_codes[order] * width + np.searchsorted(values, old[1][order]))
        if len(order)
        else starts
    )
    at = np.searchsorted(starts, new_codes * width + np.searchsorted(values, new[1]), side="right") - 1
    reach = ends[np.maximum(at, 0)] if len(ends) else np.full(len(at), -1)
    hit: NDArray[np.bool_] = (at >= 0) & (reach >= new_codes * width + np.searchsorted(values, new[0]))
    return hit & (new_codes >= 0)
