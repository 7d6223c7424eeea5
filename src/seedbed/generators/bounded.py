"""An index of an ordered domain between bounds that differ from row to row, found by bisection."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from seedbed.generators.domain import Domain, Index

__all__ = ["Bound", "between"]

Bound = tuple[str, pa.Array]
"""A comparison (<, <=, >, >=) that the drawn value must make true with the cell of its row."""

_FIRST = {">": pc.greater, ">=": pc.greater_equal}
_BEYOND = {"<": pc.greater_equal, "<=": pc.greater}


def between(domain: Domain, bounds: Iterable[Bound], share: NDArray[np.float64]) -> Index:
    """For each row the index that lies at its `share` (0 to 1) of the indexes its bounds leave.

    The domain's index must follow the order of its values. Where nothing is left, or a bound is NULL, any index.
    """
    low = np.zeros(len(share), dtype=np.uint64)
    high = np.full(len(share), domain.size, dtype=np.uint64)
    for name, cells in bounds:
        if name in _FIRST:
            low = np.maximum(low, _bisect(domain, cells, _FIRST[name]))
        else:
            high = np.minimum(high, _bisect(domain, cells, _BEYOND[name]))
    room = np.where(high > low, high - low, np.uint64(1))
    index: Index = np.minimum(low, np.uint64(domain.size - 1)) + (share * room).astype(np.uint64)
    capped: Index = np.minimum(index, np.maximum(high, low + np.uint64(1)) - np.uint64(1))
    return np.minimum(capped, np.uint64(domain.size - 1))


def _bisect(domain: Domain, cells: pa.Array, passes: Callable[[pa.Array, pa.Array], pa.Array]) -> Index:
    """The first index whose value passes the comparison with the row's cell; the size where none does."""
    low = np.zeros(len(cells), dtype=np.uint64)
    high = np.full(len(cells), domain.size, dtype=np.uint64)
    for _ in range(int(domain.size).bit_length()):
        middle = low + (high - low) // np.uint64(2)
        values = domain.at(np.minimum(middle, np.uint64(domain.size - 1)))
        good = pc.fill_null(passes(values, cells.cast(values.type)), True).to_numpy(zero_copy_only=False)
        open_ = low < high
        high = np.where(open_ & good, middle, high)
        low = np.where(open_ & ~good, middle + np.uint64(1), low)
    return low
