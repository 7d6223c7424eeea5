"""`Vectors`: points of an embedding as pgvector's text."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.arrays import text_of_width
from seedbed.generators.domain import Domain, Index
from seedbed.generators.want import Want
from seedbed.sampling.bits import Draw, slices

__all__ = ["Vectors", "vectors"]

_USUAL = 3
_STEPS = 1000  # components are 0.000 to 0.999
_COUNTING = 6  # 1000**6 is the last power within 2**63


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors such as [0.125,0.750]: the first six components are digits of the index, the others a mix of it."""

    length: int

    @property
    def size(self) -> int:
        """How many vectors there are."""
        return int(_STEPS ** min(self.length, _COUNTING))

    def at(self, index: Index) -> pa.Array:
        """The vectors at the given indexes."""
        letters = np.full((len(index), 6 * self.length + 1), ord(","), dtype=np.uint8)
        letters[:, 0] = ord("[")
        for tile in slices(len(index)):
            self._fill(index[tile], letters[tile])
        letters[:, -1] = ord("]")
        return text_of_width(letters, pa.string())

    def _fill(self, index: Index, letters: NDArray[np.uint8]) -> None:
        steps, rest = np.uint64(_STEPS), index
        for place in reversed(range(self.length)):
            if place < _COUNTING:
                upper = rest // steps
                component = rest - upper * steps
                rest = upper
            else:
                component = Draw.of(0, "vectors", str(place)).below(index, _STEPS)
            letters[:, 6 * place + 1 : 6 * place + 6] = _components()[component]


def vectors(want: Want) -> Domain:
    """Vectors of the type's dimension, of three where it has none."""
    return Vectors(want.type.length or _USUAL)


@lru_cache(maxsize=1)
def _components() -> NDArray[np.uint8]:
    text = "".join(f"0.{number:03d}" for number in range(_STEPS))
    return np.frombuffer(text.encode(), dtype=np.uint8).reshape(_STEPS, 5)
