"""How many parents have how many children, where each child chose a parent by popularity: a test of the histogram.

Which parent is how popular need not be known. That a parent has so many children is a matter of chance; the sums over
all parents are nearly normal, and their covariances are known.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from seedbed.validate.spread.tails import gamma_above

__all__ = ["counts_of_children", "rows_expected"]

Floats = NDArray[np.float64]

_LEAST = 5.0  # parents that a bin is expected to have
_BINS = 30
_GROUPS = 2000  # parents of nearly the same popularity are reckoned together


def counts_of_children(means: Floats, children: Floats, parents: Floats) -> tuple[float, int]:
    """A statistic that is chi-squared, and its degrees of freedom; 0 where there are too few parents.

    `means` are the children that each parent is expected to have; `parents` tells how many have which of the numbers
    `children`.
    """
    edges, expected, spread = _law(np.sort(means).tobytes())
    if len(expected) < 2:
        return 0.0, 0
    place = np.searchsorted(edges[1:], children)
    observed = np.bincount(np.minimum(place, len(expected) - 1), weights=parents, minlength=len(expected))
    off = (observed - expected)[:-1]
    return float(off @ np.linalg.solve(spread[:-1, :-1], off)), len(off)


def rows_expected(means: Floats, ends: Floats) -> Floats:
    """How many rows are expected to be children of parents that have at most each of some numbers of them."""
    rates, weights = _grouped(np.sort(means))
    return np.asarray(_at_most(ends - 1, rates) @ (weights * rates))


@lru_cache(maxsize=16)
def _law(means: bytes) -> tuple[Floats, Floats, Floats]:
    """The ends of the bins, how many parents each is expected to have, and the covariances of those numbers."""
    rates, weights = _grouped(np.frombuffer(means))
    edges = _edges(rates, weights)
    chances = np.diff(_at_most(edges, rates), axis=0)  # of each bin, for each group
    shifted = np.diff(_at_most(edges - 1, rates), axis=0)
    expected = chances @ weights
    # Given the sum of all children, what a bin and that sum have in common is known already.
    pull = (shifted - chances) @ (weights * rates)
    spread = np.diag(expected) - (chances * weights) @ chances.T - np.outer(pull, pull) / (weights @ rates)
    return edges, expected, spread


def _grouped(means: Floats) -> tuple[Floats, Floats]:
    """Mean rates of neighbouring parents, and how many parents each stands for; the largest ones alone."""
    size = len(means)
    if size <= _GROUPS:
        return means, np.ones(size)
    alone = _GROUPS // 2
    starts = np.linspace(0, size - alone, _GROUPS - alone, endpoint=False).astype(np.int64)
    starts = np.unique(np.concatenate([starts, np.arange(size - alone, size)]))
    weights = np.diff(np.append(starts, size)).astype(np.float64)
    return np.add.reduceat(means, starts) / weights, weights


def _at_most(edges: Floats, rates: Floats) -> Floats:
    """The chance of at most so many children, a row for each edge."""
    found = np.zeros((len(edges), len(rates)))
    for number, edge in enumerate(edges.tolist()):
        if np.isinf(edge):
            found[number] = 1.0
        elif edge >= 0:
            found[number] = gamma_above(np.full(len(rates), edge + 1), rates)
    return found


def _edges(rates: Floats, weights: Floats) -> Floats:
    """Ends of bins that expect enough parents each: -1, then the largest number of children of each bin."""
    most = float(rates.max() + 10 * np.sqrt(rates.max()) + 10)
    tries = np.unique(np.round(np.concatenate([np.arange(12), np.geomspace(12, most, 150)])))
    total = float(weights.sum())
    least = max(_LEAST, total / _BINS)
    edges, before = [-1.0], 0.0
    for edge in tries:
        sum_ = float((_at_most(edge[None], rates) @ weights)[0])
        if total - sum_ < least:
            break
        if sum_ - before >= least:
            edges.append(float(edge))
            before = sum_
    return np.array([*edges, np.inf])
