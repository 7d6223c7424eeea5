"""`Signs`: every text of a few characters that a unique column can tell apart; for columns with little room."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pyarrow as pa

from seedbed.classes import dataclass
from seedbed.generators.domain import Index
from seedbed.generators.want import MOST, Want

__all__ = ["Signs", "signs"]

_LONGEST = 8
_LOWER = ((0x21, 32), (0x5B, 36))  # printable ASCII without blanks and without capitals
_ASCII = ((0x21, 94),)
_LATIN = ((0xC0, 192),)
_IDEOGRAPHS = ((0x4E00, 20_902),)  # no case, no accents, no decompositions: distinct under any collation


@dataclass(frozen=True, slots=True)
class Signs:
    """Texts of `shortest` to `longest` characters, each from the given runs of (first code point, how many)."""

    runs: tuple[tuple[int, int], ...]
    shortest: int
    longest: int

    @property
    def size(self) -> int:
        """How many texts there are."""
        return min(sum(self._counts), MOST)

    def at(self, index: Index) -> pa.Array:
        """The texts at the given indexes, the shorter ones first."""
        codes = np.zeros((len(index), self.longest), dtype=np.uint32)
        alphabet = np.concatenate([np.arange(first, first + count, dtype=np.uint32) for first, count in self.runs])
        starts = [0, *accumulate(self._counts)]
        for length, start, stop in zip(self._lengths, starts, starts[1:], strict=False):
            places = np.flatnonzero((index >= np.uint64(start)) & (index < np.uint64(min(stop, MOST))))
            rest = index[places] - np.uint64(start)
            for place in reversed(range(length)):
                codes[places, place] = alphabet[(rest % np.uint64(self._letters)).astype(np.intp)]
                rest = rest // np.uint64(self._letters)
        return pa.array(codes.view(f"<U{self.longest}").ravel(), pa.string())

    @property
    def _letters(self) -> int:
        return sum(count for _, count in self.runs)

    @property
    def _counts(self) -> list[int]:
        return [int(self._letters**length) for length in self._lengths]

    @property
    def _lengths(self) -> range:
        return range(self.shortest, self.longest + 1)


def signs(want: Want, shortest: int, longest: int) -> Signs:
    """The texts of up to eight characters that stay distinct in the dialect.

    MySQL's columns may have a character set of one byte, and collations that ignore accents: there it is ASCII.
    """
    plain = _LOWER if want.type.folds_case else _ASCII
    beyond = () if want.dialect == "mysql" else _IDEOGRAPHS if want.type.folds_case else (*_LATIN, *_IDEOGRAPHS)
    shortest = max(shortest, 1)
    return Signs((*plain, *beyond), shortest, max(shortest, min(longest, _LONGEST)))
