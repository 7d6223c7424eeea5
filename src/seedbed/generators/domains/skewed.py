"""`Skewed`: many small values and few large ones, as amounts of money are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index

__all__ = ["Skewed"]

_RATIO = 9
_MOST = 2**31  # the square of an index has to fit into 64 bits


@dataclass(frozen=True, slots=True)
class Skewed:
    """A ninth of the values of an evenly spaced domain: all at the low end, ever fewer upwards.

    Index i is value i + 8 i³ / size²: in the middle of the indexes lies the sixth part of the values.
    """

    domain: Domain

    @property
    def size(self) -> int:
        """How many of the values are used."""
        return max(min(self.domain.size // _RATIO, _MOST), 1)

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes."""
        size = np.uint64(self.size)
        # Each step rounds down and none falls as the index grows, so that places stay distinct and in order.
        cube = (index * index // size) * index // size
        return self.domain.at(index + cube * np.uint64(_RATIO - 1))
