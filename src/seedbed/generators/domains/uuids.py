"""`Uuids`: version 4 identifiers that look random and are a function of the index."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.arrays import hex_digits, text_of_width
from seedbed.generators.domain import Index
from seedbed.generators.want import MOST
from seedbed.sampling.bits import Draw, slices

__all__ = ["Uuids"]

_GROUPS = ((0, 8), (9, 13), (14, 18), (19, 23), (24, 36))  # between them are the hyphens


@dataclass(frozen=True, slots=True)
class Uuids:
    """Identifiers of RFC 9562, version 4, in lower case; another `key` gives others for the same indexes.

    All 64 bits of an invertible mix of the index are kept, so distinct indexes give distinct identifiers; the
    other 58 bits are a second mix.
    """

    key: int = 0

    @property
    def size(self) -> int:
        """2**63."""
        return MOST

    def at(self, index: Index) -> pa.Array:
        """The identifiers at the given indexes."""
        letters = np.full((len(index), 36), ord("-"), dtype=np.uint8)
        for tile in slices(len(index)):
            digits = hex_digits(self._raw(index[tile]))
            for before, (start, end) in enumerate(_GROUPS):
                letters[tile, start:end] = digits[:, start - before : end - before]
        return text_of_width(letters, pa.string())

    def _raw(self, index: Index) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        words = np.empty((len(index), 2), dtype=">u8")
        words[:, 0] = Draw.of(self.key, "uuid").words(index)
        words[:, 1] = Draw.of(self.key, "uuid", "rest").words(index)
        raw = words.view(np.uint8)
        # Version and variant take six bits; the four of the first word that they displace go after the variant.
        raw[:, 8] = 0x80 | (raw[:, 6] & 0xF0) >> 2 | raw[:, 8] & 0x03
        raw[:, 6] = 0x40 | raw[:, 6] & 0x0F
        return raw
