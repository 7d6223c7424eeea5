"""`Shape`: what the cells of a column look like beside what was declared of them, in a few bins over all rows.

The tests judge; this only shows. So bins are those that an eye tells apart, not those that a test needs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.schema.declared import Declared
from seedbed.validate.spread.children import rows_expected
from seedbed.validate.spread.reference import cell_chances, cut, days_chances, parent_chances, rank_chances
from seedbed.validate.spread.statistics import Counts

__all__ = ["BINS", "Axis", "Shape", "doubling", "inner", "shape_of"]

Floats = NDArray[np.float64]
Axis = Literal["values", "range", "length", "children", "held", "repeats"]

BINS = 24
_OUTER = 0.01
_FAR = 3
"""A range so many times as wide as the part without the outermost cells is cut to that: a few would flatten all others.
The outer bins hold the rest."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Bins by their labels, how many rows fall into each, and how many were expected to.

    Over "children" they are parents instead of rows, by how many rows they have; over "held" and "repeats" they are
    the rows of the parents, and of the values, that have so many. `expected` is empty where nothing is
    declared but ends. The label of a bin over a "range" is its low end, and the last label is the high end of all.
    """

    table: str
    columns: tuple[str, ...]
    said: str
    axis: Axis
    labels: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...] = ()


def shape_of(declared: Declared, counts: Counts, kind: str) -> Shape | None:
    """The shape of a column of some type; None where one number says it all, or nothing was counted."""
    if not counts.rows or declared.form in ("nulls", "correlation"):
        return None
    match declared.form:
        case "values":
            return _of_values(declared, counts)
        case "parents" | "fan-out":
            return _of_children(declared, counts)
        case "times":
            return _of_days(declared, counts)
    shape = _of_numbers(declared, counts, kind)
    return replace(shape, axis="length") if declared.form == "lengths" else shape


def _shape(
    declared: Declared, axis: Axis, labels: Sequence[str], observed: Sequence[int], expected: Sequence[float] = ()
) -> Shape:
    about = declared.table, declared.columns, declared.said
    known = tuple(expected) if all(map(math.isfinite, expected)) else ()  # what is far from all rows has no chances
    return Shape(*about, axis, tuple(labels), tuple(observed), known)


def _of_values(declared: Declared, counts: Counts) -> Shape:
    """One bin for each value, the likeliest first; what there is no room for, and what nobody declared, is the last."""
    shares = np.array(declared.shares or _popularity(declared, len(declared.listed)))
    have = dict(zip(map(str, counts.values), counts.counts.tolist(), strict=True))
    found = [have.pop(value, 0) for value in declared.listed]
    order = np.argsort(-shares, kind="stable").tolist()
    shown, others = (order, []) if len(order) <= BINS else (order[: BINS - 1], order[BINS - 1 :])
    expected = [float(share) for share in shares / shares.sum() * counts.rows]
    labels = [declared.listed[place] for place in shown]
    observed = [found[place] for place in shown]
    wanted = [expected[place] for place in shown]
    rest = sum(found[place] for place in others) + sum(have.values())
    if others or rest:
        labels, observed = [*labels, "others"], [*observed, rest]
        wanted.append(sum(expected[place] for place in others))
    return _shape(declared, "values", labels, observed, wanted)


def _popularity(declared: Declared, size: int) -> Floats:
    """The chance of each rank, where a distribution was declared over ranks."""
    if declared.distribution is None:
        raise ValueError("a distribution was declared")
    return rank_chances(declared.distribution, size)


def _of_children(declared: Declared, counts: Counts) -> Shape:
    """How many parents have 0, 1, 2, 3 to 4, 5 to 8, ... children; of popular ones, how many rows are theirs."""
    children = np.asarray(counts.values, dtype=np.float64)
    popular = declared.form == "parents"
    ends, labels = doubling(int(popular), int(children.max()))
    place = np.searchsorted(np.array(ends), children)
    if not popular:
        wanted = _of_parents(declared, int(counts.counts.sum()), np.array(ends))
        return _shape(declared, "children", labels, _piled(place, counts.counts, len(ends)), wanted)
    held = (children * counts.counts).astype(np.int64)
    below = rows_expected(parent_chances(declared) * held.sum(), np.array([*ends[:-1], math.inf]))
    expected = np.diff(np.concatenate([[0.0], below])).tolist()
    return _shape(declared, "held" if declared.parent else "repeats", labels, _piled(place, held, len(ends)), expected)


def doubling(first: int, most: int) -> tuple[list[int], list[str]]:
    """The last numbers of bins up to `most`: 0 where that is `first`, 1, 2, 4, ...; and what the bins are called."""
    ends = list(range(first, 2))
    while ends[-1] < most:
        ends.append(ends[-1] * 2)
    starts = [first, *(end + 1 for end in ends)]
    return ends, [
        f"{end:,}" if start == end else f"{start:,}–{end:,}" for start, end in zip(starts, ends, strict=False)
    ]


def _of_parents(declared: Declared, parents: int, ends: Floats) -> list[float]:
    """How many parents shall have at most so many children and more than the end before; nothing where none says."""
    if not declared.listed:
        return []
    childless = max(declared.share, 0.0)
    shares = np.array(declared.shares) * (1 - childless) / sum(declared.shares)
    place = np.searchsorted(ends, np.array([float(number) for number in declared.listed]))
    found = np.bincount(np.minimum(place, len(ends) - 1), weights=shares, minlength=len(ends))
    found[0] += childless
    return [float(share) for share in found * parents]


def _of_days(declared: Declared, counts: Counts) -> Shape:
    if declared.times is None:
        raise ValueError("a profile was declared")
    first = math.floor(declared.low)
    chances = days_chances(declared.times, declared.low, declared.high)
    edges = _evenly(len(chances))
    place = np.clip(np.floor(np.asarray(counts.values, dtype=np.float64)) - first, 0, len(chances) - 1)
    observed = _piled(np.searchsorted(edges, place, side="right") - 1, counts.counts, len(edges) - 1)
    expected = np.add.reduceat(chances, edges[:-1]) * counts.rows
    labels = tuple(_label(float(first + edge), "date") for edge in edges.tolist())
    return _shape(declared, "range", labels, observed, expected.tolist())


def _of_numbers(declared: Declared, counts: Counts, kind: str) -> Shape:
    values = np.asarray(counts.values, dtype=np.float64)
    wish = declared.distribution
    if declared.listed or (wish is not None and wish.kind == "zipf"):
        return _of_cells(declared, counts, values, kind)
    low, high = inner(values, counts.counts, declared.low, declared.high)
    half = declared.step / 2
    if declared.step:
        steps = _evenly(round((high - low) / declared.step) + 1)
        edges = low - half + declared.step * steps
        labels = [_label(edge + half, kind) for edge in edges[:-1].tolist()] + [_label(edges[-1] - half, kind)]
    else:
        edges = np.linspace(low, high, BINS + 1)
        labels = [_label(edge, kind) for edge in edges.tolist()]
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    below = cut(declared, np.asarray(edges, dtype=np.float64))
    below[0], below[-1] = 0.0, 1.0
    expected = np.diff(below) * counts.rows
    return _shape(declared, "range", labels, _piled(place, counts.counts, len(edges) - 1), expected.tolist())


def _of_cells(declared: Declared, counts: Counts, values: Floats, kind: str) -> Shape:
    """Values with a chance each: one bin for each or, of many, for 1, 1, 2, 4, ... of them, as popularity falls."""
    listed, chances = cell_chances(declared)
    popular = declared.distribution is not None and declared.distribution.kind == "zipf"
    starts = np.arange(len(listed)) if len(listed) <= BINS else _evenly(len(listed))[:-1]
    if popular and len(listed) > BINS:
        starts = np.array([0, *(1 << power for power in range((len(listed) - 1).bit_length()))])
    nearest = np.clip(np.searchsorted(listed, values - (declared.step or 1e-9) / 4), 0, len(listed) - 1)
    observed = _piled(np.searchsorted(starts, nearest, side="right") - 1, counts.counts, len(starts))
    expected = np.add.reduceat(chances, starts) * counts.rows
    labels = [_label(edge, kind) for edge in listed[starts].tolist()]
    if len(labels) == len(listed):
        return _shape(declared, "values", labels, observed, expected.tolist())
    return _shape(declared, "range", (*labels, _label(float(listed[-1]), kind)), observed, expected.tolist())


def inner(values: Floats, counts: NDArray[np.int64], low: float, high: float) -> tuple[float, float]:
    """What a plot reaches over: all that may be, or nearly all that is where that is far less."""
    sums = np.cumsum(counts) / counts.sum()
    ends = [float(values[np.searchsorted(sums, share)]) for share in (_OUTER, 1 - _OUTER)]
    return (low, high) if high - low <= _FAR * (ends[1] - ends[0]) or ends[0] == ends[1] else (ends[0], ends[1])


def _evenly(count: int) -> NDArray[np.int64]:
    """Ends of at most so many bins as there are, as even as whole numbers are."""
    found: NDArray[np.int64] = np.unique(np.round(np.linspace(0, count, min(count, BINS) + 1)).astype(np.int64))
    return found


def _piled(places: NDArray[np.int64], counts: NDArray[np.int64], size: int) -> tuple[int, ...]:
    return tuple(np.bincount(places, weights=counts, minlength=size).astype(np.int64).tolist())


def _label(value: float, kind: str) -> str:
    if kind in ("date", "timestamp"):
        try:
            return (_EPOCH + timedelta(days=value)).isoformat()
        except OverflowError:
            return "beyond the calendar"
    if kind == "time":
        return f"{int(value):02}:{int(value % 1 * 60):02}"
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:,.4g}"
