"""The edge cases of a run, row by row, with the key of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np

from seedbed.engine.cells import Cells
from seedbed.plan.edges.index import planted
from seedbed.plan.plan import Plan
from seedbed.schema.model import Table

__all__ = ["edge_entries"]

_BATCH = 1 << 14


def edge_entries(plan: Plan, table: Table, cells: Cells) -> Iterator[Mapping[str, Any]]:
    """The edge cases of a table in the order of its rows, numbered from 1; no key that the database makes."""
    known = plan.table(table.id).known
    filled = cells.columns(table.id)
    names = [name for name in (table.primary.columns if table.primary else ()) if name in filled]
    found = planted(plan, table.id)
    while some := list(islice(found, _BATCH)):
        rows = np.array([case.row for case in some], np.uint64)
        keys = cells.batch(table.id, names, rows).to_pylist() if names else [{}] * len(some)
        for case, key in zip(some, keys, strict=True):
            yield {"row": case.row - known + 1, "key": key, "columns": list(case.columns), "case": case.case}
