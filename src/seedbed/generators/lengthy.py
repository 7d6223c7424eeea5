"""`Lengthy`: texts of running words, each as long as a spread has it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Given, Rows
from seedbed.generators.domains.words import plain_words
from seedbed.generators.spread import Spread
from seedbed.sampling.bits import Draw

__all__ = ["LONGEST", "Lengthy"]

LONGEST = 16_384
"""Characters of the longest text."""

_STRIDE = 7919  # words of the list follow each other in steps of a prime, so that they do not rise
_AT_ONCE = 1 << 22  # characters that are put together at once
_STOP = 12  # characters from which a text ends like a sentence

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lengthy:
    """The index that the spread has for a row, and `shortest`, are its characters; a share of `nulls` is NULL."""

    spread: Spread
    shortest: int
    nulls: int = 0

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The one column."""
        sizes = self.spread.at(draw.sub("value").words(rows)).astype(np.int64) + self.shortest
        _, starts = _running()
        begins = starts[draw.sub("start").below(rows, len(starts)).astype(np.int64)]
        pieces = [_cut(begins[part], sizes[part]) for part in _parts(sizes)]
        texts = pa.concat_arrays(pieces) if pieces else pa.array([], pa.string())
        return nulled((texts,), self.nulls, rows, draw)


def _parts(sizes: Numbers) -> Iterator[slice]:
    """Slices of the rows whose texts are not too many characters together."""
    sums = np.cumsum(sizes) // _AT_ONCE
    ends = np.append(np.flatnonzero(np.diff(sums)) + 1, len(sizes)) if len(sizes) else np.zeros(0, np.int64)
    start = 0
    for end in ends.tolist():
        yield slice(start, end)
        start = end


def _cut(begins: Numbers, sizes: Numbers) -> pa.Array:
    """Pieces of the running words."""
    words, _ = _running()
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    found = words[np.repeat(begins - offsets[:-1], sizes) + np.arange(offsets[-1])]
    last = offsets[1:][sizes > 0] - 1
    found[last[found[last] == ord(" ")]] = ord("s")
    found[offsets[1:][sizes >= _STOP] - 1] = ord(".")
    buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(found)]
    return pa.Array.from_buffers(pa.string(), len(sizes), buffers)


@lru_cache(maxsize=1)
def _running() -> tuple[NDArray[np.uint8], Numbers]:
    """The letters of all words one after another, as many again as the longest text has; where each word begins."""
    sorted_ = plain_words(2, 12)
    words = [sorted_[place * _STRIDE % len(sorted_)] for place in range(len(sorted_))]
    line = " ".join(words) + " "
    starts = np.cumsum([0, *(len(word) + 1 for word in words[:-1])])
    letters = np.frombuffer((line * (2 + LONGEST // len(line))).encode("ascii"), np.uint8)
    return letters, starts.astype(np.int64)
