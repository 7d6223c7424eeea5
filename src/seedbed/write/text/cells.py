"""`Cells`: a tile of one column as fixed-width pieces of text, and what does not fit into them."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.write.text.digits import Piece

__all__ = ["Cells", "Encoder", "Flags", "Places", "filled", "flat"]

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


def _none() -> Places:
    return np.empty(0, np.intp)


@dataclass(frozen=True, slots=True)
class Cells:
    """Pieces for all rows of a tile, and the bytes of the whole cells at the `odd` rows (ascending).

    Odd cells are those that do not fit: a long text, one that needs escapes, a date far away.
    """

    pieces: tuple[Piece, ...]
    odd: Places = field(default_factory=_none)
    texts: tuple[bytes, ...] = ()


class Encoder(Protocol):
    """Turns tiles of one column into cells; what it gives at NULLs does not matter, but they are never odd."""

    def cells(self, array: pa.Array, valid: Flags | None) -> Cells:
        """The cells of a tile; `valid` is None where no cell is NULL."""
        ...


def flat(array: pa.Array) -> NDArray[Any]:
    """The numbers behind an array of integers, dates or times; 0 at NULLs."""
    dtype = {1: np.uint8, 4: np.int32, 8: np.int64}[array.type.bit_width // 8]
    if pa.types.is_uint64(array.type):
        dtype = np.uint64
    numbers = np.frombuffer(array.buffers()[1], dtype)[array.offset : array.offset + len(array)]
    return np.where(array.is_valid().to_numpy(zero_copy_only=False), numbers, 0) if array.null_count else numbers


def filled(values: NDArray[Any], valid: Flags | None) -> NDArray[Any]:
    """The same numbers with 0 at NULLs."""
    return values if valid is None else np.where(valid, values, values.dtype.type(0))
