"""`Linked`: a reference whose parents have exactly so many children each as a split says."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from seedbed.classes import dataclass
from seedbed.generators.domain import Given, Rows, Unit
from seedbed.sampling.bits import Draw, const
from seedbed.sampling.permutation import Permutation
from seedbed.sampling.split import Split

__all__ = ["Linked"]


@dataclass(frozen=True, slots=True)
class Linked:
    """The rows from `first` on, `rows` of them, in an order by chance, dealt out to the parents as the split has it.

    The split's parents are some of the unit's, in an order by chance; the others have no child. Rows beyond the
    split's children refer to nothing.
    """

    unit: Unit
    split: Split
    first: int
    rows: int

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The columns of the reference."""
        number = (rows - const(self.first)) % const(self.rows)
        place = Permutation(self.rows, draw.sub("place")).at(number)
        children = const(self.split.children)
        rank = self.split.parent_of(np.minimum(place, children - np.uint64(1)))
        arrays = self.unit.at(Permutation(self.unit.size, draw.sub("order")).at(rank), given)
        if self.split.children == self.rows:
            return arrays
        alone = pa.array(place >= children)
        return tuple(pc.if_else(alone, pa.scalar(None, array.type), array) for array in arrays)
