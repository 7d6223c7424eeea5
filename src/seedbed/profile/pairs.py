"""Which columns of a table go together: rank correlations (Spearman 1904) that are worth keeping."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pyarrow as pa

from seedbed.profile.column import line_of
from seedbed.profile.histogram import Floats
from seedbed.schema.recipe import Pair

__all__ = ["correlation", "profile_pairs"]

LEAST = 0.3
MOST = 20_000
"""Rows that ranks are taken of."""


def profile_pairs(table: str, rows: pa.Table, columns: Sequence[str], crowd: int) -> tuple[Pair, ...]:
    """The strongest correlations, each column in one at most."""
    lines = {name: line_of(rows.column(name).slice(0, MOST).combine_chunks()) for name in columns}
    found = []
    for left, right in combinations([name for name in columns if lines[name] is not None], 2):
        value = correlation(lines[left], lines[right], crowd)
        if value is not None and abs(value) >= LEAST:
            found.append((-abs(value), left, right, value))
    taken: set[str] = set()
    pairs = []
    for _, left, right, value in sorted(found):
        if not taken & {left, right}:
            taken |= {left, right}
            pairs.append(Pair(table, (left, right), round(value, 2)))
    return tuple(pairs)


def correlation(left: Floats | None, right: Floats | None, crowd: int) -> float | None:
    """The correlation of the ranks of two columns where both have a value; None where it says nothing."""
    if left is None or right is None:
        return None
    both = np.isfinite(left) & np.isfinite(right)
    if both.sum() < max(2 * crowd, 3):
        return None
    x, y = _ranks(left[both]), _ranks(right[both])
    if x.std() == 0 or y.std() == 0:
        return None
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(line: Floats) -> Floats:
    """Ranks, equal values sharing the mean of theirs."""
    _, place, counts = np.unique(line, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2)[place]
    return ranks
