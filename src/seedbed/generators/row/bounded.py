"""An index of an ordered domain within limits that differ from row to row, found by bisection."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.generators.domain import Domain, Index

__all__ = ["Passes", "between"]

Passes: TypeAlias = Callable[[pa.Array], NDArray[np.bool_]]
"""Whether a value of each row has come far enough: false for low values of the domain, true from some value on."""


def between(domain: Domain, reached: Iterable[Passes], beyond: Iterable[Passes], share: NDArray[np.float64]) -> Index:
    """For each row the index that lies at its `share` (0 to 1) of the indexes its limits leave.

    A value must be `reached` by each of the first and must not be `beyond` any of the second. The domain's index
    must follow the order of its values. Where nothing is left, any index.
    """
    low = np.zeros(len(share), dtype=np.uint64)
    high = np.full(len(share), domain.size, dtype=np.uint64)
    for passes in reached:
        low = np.maximum(low, _bisect(domain, passes, len(share)))
    for passes in beyond:
        high = np.minimum(high, _bisect(domain, passes, len(share)))
    room = np.where(high > low, high - low, np.uint64(1))
    index: Index = np.minimum(low, np.uint64(domain.size - 1)) + (share * room).astype(np.uint64)
    capped: Index = np.minimum(index, np.maximum(high, low + np.uint64(1)) - np.uint64(1))
    return np.minimum(capped, np.uint64(domain.size - 1))


def _bisect(domain: Domain, passes: Passes, rows: int) -> Index:
    """The first index whose value passes in the row; the size where none does."""
    low = np.zeros(rows, dtype=np.uint64)
    high = np.full(rows, domain.size, dtype=np.uint64)
    for _ in range(int(domain.size).bit_length()):
        middle = low + (high - low) // np.uint64(2)
        good = passes(domain.at(np.minimum(middle, np.uint64(domain.size - 1))))
        open_ = low < high
        high = np.where(open_ & good, middle, high)
        low = np.where(open_ & ~good, middle + np.uint64(1), low)
    return low
