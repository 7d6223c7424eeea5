"""Discrete distributions and histograms: the words are cut at exact integer thresholds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.sampling.bits import Words, const

__all__ = ["SCALE", "Choice", "Empirical", "Histogram", "Ranks", "Weight", "thresholds"]

Floats = NDArray[np.float64]
Weight = int | float | Fraction | Decimal

SCALE = 10**60
"""What weights are multiplied by before they are rounded down to whole numbers."""

_GUIDE = 12  # the upper bits of a word that a first look-up goes by
_FEW = 4  # thresholds that are sooner passed one by one


@dataclass(frozen=True, slots=True)
class Choice:
    """A discrete distribution over `start`, `start` + 1, ...: `thresholds` are the words at which the next begins."""

    thresholds: tuple[int, ...]
    start: int = 0

    def __hash__(self) -> int:
        return hash((self.thresholds[:4], len(self.thresholds), self.start))

    def at(self, words: Words) -> Words:
        """The number at each word."""
        found = _locator(self)(words)
        if self.start:
            found += const(self.start)
        return found


@dataclass(frozen=True, slots=True)
class Ranks:
    """A distribution over ranks 0 ... n-1 in runs: `edges` are the first ranks of the runs and n, even within a run."""

    thresholds: tuple[int, ...]
    edges: tuple[int, ...]

    def __hash__(self) -> int:
        return hash((self.thresholds[:4], len(self.thresholds), self.edges[-1]))

    def at(self, words: Words) -> Words:
        """The rank at each word."""
        runs = _rank_runs(self)
        run = _locator(self)(words).view(np.int64)
        inside = (words - runs.word.take(run)).astype(np.float64)
        inside *= runs.ratio.take(run)
        offset = np.minimum(inside.astype(np.uint64), runs.last.take(run))
        offset += runs.edge.take(run)
        return offset


@dataclass(frozen=True, slots=True)
class Empirical:
    """Given values with given weights."""

    values: tuple[float, ...]
    choice: Choice

    def __hash__(self) -> int:
        return hash((self.values[:4], self.choice))

    def at(self, words: Words) -> Floats:
        """The value at each word."""
        return _floats(self.values)[self.choice.at(words)]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins with weights, even within a bin: `edges` are one more than the bins."""

    edges: tuple[float, ...]
    thresholds: tuple[int, ...]

    def __hash__(self) -> int:
        return hash((self.edges[:4], self.thresholds[:4]))

    def at(self, words: Words) -> Floats:
        """The value at each word."""
        edges = _floats(self.edges)
        starts, ratios = _bins(self)
        run = _locator(self)(words)
        share = (words - starts[run]).astype(np.float64)
        share *= ratios[run]
        np.minimum(share, 1.0, out=share)
        share *= edges[run + np.uint64(1)] - edges[run]
        share += edges[run]
        return share


def thresholds(weights: Sequence[Weight]) -> tuple[int, ...]:
    """The first words of all numbers but the first, in exact proportion to the weights; never beyond the last word.

    A last number whose weight is too small for a word of its own would begin at 2**64: it begins at the last word.
    """
    ratios = [weight.as_integer_ratio() for weight in weights]  # whole numbers: sums of fractions take their time
    if any(top < 0 for top, _ in ratios) or not any(top for top, _ in ratios):
        raise ValueError("weights are not negative, and at least one is positive")
    whole = [top * SCALE // bottom for top, bottom in ratios]
    total = sum(whole)
    last = max(place for place, (top, _) in enumerate(ratios) if top)
    sums = accumulate(whole[:last])
    return tuple(min(2**64 - 1, (below << 64) // total) for below in sums)


class _RunArrays(NamedTuple):
    word: Words
    edge: Words
    last: Words
    ratio: Floats


@lru_cache(maxsize=64)
def _rank_runs(ranks: Ranks) -> _RunArrays:
    words = [0, *ranks.thresholds, 2**64]
    edges = ranks.edges[: len(words)]
    lengths = [end - start for start, end in pairwise(edges)]
    ratio = [length / max(1, end - start) for length, (start, end) in zip(lengths, pairwise(words), strict=True)]
    return _RunArrays(
        np.array(words[:-1], dtype=np.uint64),
        np.array(edges[:-1], dtype=np.uint64),
        np.array([length - 1 for length in lengths], dtype=np.uint64),
        np.array(ratio, dtype=np.float64),
    )


@lru_cache(maxsize=64)
def _bins(table: Histogram) -> tuple[Words, Floats]:
    words = [0, *table.thresholds, 2**64]
    ratios = [1 / max(1, end - start) for start, end in pairwise(words)]
    return np.array(words[:-1], dtype=np.uint64), np.array(ratios, dtype=np.float64)


@lru_cache(maxsize=64)
def _floats(values: tuple[float, ...]) -> Floats:
    return np.array(values, dtype=np.float64)


@lru_cache(maxsize=64)
def _locator(discrete: Choice | Ranks | Histogram) -> Callable[[Words], Words]:
    """How many thresholds are at or below each word: by the upper bits first, then walking or halving."""
    table = np.array(discrete.thresholds, dtype=np.uint64)
    cells = (np.arange(2**_GUIDE, dtype=np.uint64) << np.uint64(64 - _GUIDE)).astype(np.uint64)
    before = np.searchsorted(table, cells, side="left").astype(np.int64)
    after = np.append(before[1:], len(table))
    widest = int((after - before).max())
    padded = np.append(table, np.full(1 + _FEW, 2**64 - 1, dtype=np.uint64))

    def walked(words: Words) -> Words:
        found = before.take((words >> np.uint64(64 - _GUIDE)).view(np.int64))
        for _ in range(widest):
            found += padded.take(found) <= words
        np.minimum(found, len(table), out=found)
        return found.view(np.uint64)

    def halved(words: Words) -> Words:
        cell = (words >> np.uint64(64 - _GUIDE)).view(np.int64)
        found, end = before.take(cell), after.take(cell)
        for step in (1 << bit for bit in reversed(range(widest.bit_length()))):
            probe = found + step
            inside = probe <= end
            np.minimum(probe, end, out=probe)
            probe -= np.minimum(probe, 1)
            inside &= padded.take(probe) <= words
            found += inside * step
        return found.view(np.uint64)

    return walked if widest <= _FEW else halved
