"""A histogram that tells of nobody: rounded edges, and so many rows in every bin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "counted", "edges_of"]

Floats = NDArray[np.float64]

BINS = 20
STEPS = 200
"""Edges are rounded to the 200th part, at most, of the range in which the rows lie."""


def edges_of(line: Floats, crowd: int, step: float = 0.0) -> tuple[Floats, NDArray[np.int64]] | None:
    """Rising edges and the count of each bin, at least `crowd`; None where there are too few rows to tell.

    The edges are quantiles rounded to a round number, or to a multiple of `step` where that is more; the outermost are
    those that `crowd` rows lie beyond, so that no single value is told.
    """
    line = np.sort(line[np.isfinite(line)])
    if len(line) < 2 * crowd:
        return None
    low, high = float(line[crowd - 1]), float(line[-crowd])
    if high <= low:
        return None
    grain = max(_round((high - low) / STEPS), step)
    shares = np.linspace(0, 1, min(BINS, len(line) // crowd) + 1)[1:-1]
    inner = np.round(np.quantile(line, shares) / grain) * grain
    ends = np.floor(low / grain) * grain, np.ceil(high / grain) * grain
    edges = np.unique(np.concatenate([[ends[0]], inner[(inner > ends[0]) & (inner < ends[1])], [ends[1]]]))
    return _crowded(edges, counted(line, edges), crowd)


def counted(line: Floats, edges: Floats) -> NDArray[np.int64]:
    """How many values lie in each bin; those beyond the ends count in the outermost."""
    return np.histogram(np.clip(line, edges[0], edges[-1]), edges)[0]


def _crowded(edges: Floats, counts: NDArray[np.int64], crowd: int) -> tuple[Floats, NDArray[np.int64]]:
    """Bins joined with their smaller neighbour until each has its crowd."""
    left, found = list(edges), list(counts)
    while len(found) > 1 and min(found) < crowd:
        place = int(np.argmin(found))
        other = place - 1 if place == len(found) - 1 or (place and found[place - 1] <= found[place + 1]) else place + 1
        first = min(place, other)
        found[first : first + 2] = [found[first] + found[first + 1]]
        del left[first + 1]
    return np.array(left), np.array(found)


def _round(value: float) -> float:
    """The power of ten, or its double or fivefold, just below a number."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(max(power * step for step in (1, 2, 5) if power * step <= value))
