"""Tests of data against the distributions that were declared: statistic, p-value, and correction for many tests.

Every test works on distinct values with their counts, so that a million rows cost no more than their values. Cells
that can be told apart only coarsely go to a chi-squared test, fine ones to that of Kolmogorov and Smirnov.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.schema.declared import Declared
from seedbed.validate.spread.children import counts_of_children
from seedbed.validate.spread.reference import (
    cell_chances,
    cut,
    days_chances,
    hour_chances,
    parent_chances,
    rank_chances,
)
from seedbed.validate.spread.tails import chi_squared_tail, holm, kolmogorov_tail, normal_tail

__all__ = ["FEWEST", "LEVEL", "Compared", "Counts", "Uncompared", "corrected", "examine"]

Floats = NDArray[np.float64]

LEVEL = 0.01
"""A p-value below this, after the correction for many tests, is an alarm."""

FEWEST = 30
"""Rows below which nothing is tested."""

_LEAST = 5.0  # rows that a bin is expected to have
_FEW = 12  # bins that a chi-squared test has at least, where there are as many
_BINS = 200  # bins beyond which a chi-squared test only grows weaker
_ROUNDED = 1e-3  # how far ranks that shall be equal may be from it
_FINE = 1 / 2000  # a value rarer than this is as good as one of a continuous distribution


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct values in rising order and how often each occurs; `nulls` are the rows without one.

    Of moments `hours` has the counts of the 24 hours besides; of two columns `correlation` that of their ranks; of
    references the values are numbers of children, the counts the parents that have so many.
    """

    values: Floats | Sequence[str]
    counts: NDArray[np.int64]
    nulls: int = 0
    hours: NDArray[np.int64] | None = None
    correlation: float = 0.0

    @property
    def rows(self) -> int:
        """All rows that have a value."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True)
class Compared:
    """One test: what was declared, by which test, of how many rows; its statistic, its p-value, also corrected.

    `freedom` is 0 for tests that have no degrees of freedom; `sampled_of` are all rows, where only some were asked.
    An alarm is raised where the corrected p-value is below the level, but never where checks bend what was declared:
    `bent` then says how.
    """

    table: str
    columns: tuple[str, ...]
    said: str
    test: str
    rows: int
    statistic: float
    p: float
    freedom: int = 0
    corrected: float = 1.0
    bent: str = ""
    why: str = ""
    sampled_of: int = 0

    @property
    def alarm(self) -> bool:
        """Whether the data are unlike what was declared."""
        return self.corrected < LEVEL and not self.bent


@dataclass(frozen=True, slots=True)
class Uncompared:
    """A declaration that was not tested, and why."""

    table: str
    columns: tuple[str, ...]
    said: str
    reason: str


def examine(declared: Declared, counts: Counts) -> Compared | Uncompared:
    """The test of one declaration on the counts of its cells."""
    about = declared.table, declared.columns, declared.said
    rows = counts.rows + (counts.nulls if declared.form == "nulls" else 0)
    if rows < FEWEST and declared.form != "fan-out":
        return Uncompared(*about, f"{rows} rows are too few")
    found = _TESTS[declared.form](declared, counts)
    return replace(found, bent=declared.bent) if isinstance(found, Compared) else found


def corrected(found: Sequence[Compared]) -> tuple[Compared, ...]:
    """The same tests, each with its p-value corrected for being one of many."""
    exact = [test for test in found if not test.bent]
    chances = iter(holm([test.p for test in exact]))
    return tuple(test if test.bent else replace(test, corrected=next(chances)) for test in found)


def _numbers(declared: Declared, counts: Counts) -> Compared | Uncompared:
    span = round((declared.high - declared.low) / declared.step) + 1 if declared.step else 0
    if declared.listed or span * _FINE <= 1 or (declared.distribution and declared.distribution.kind == "zipf"):
        return _cells(declared, counts, *cell_chances(declared))
    values, half = np.asarray(counts.values, dtype=np.float64), declared.step / 2
    above, under = cut(declared, values + half), cut(declared, values - half)
    if float((above - under).max()) > _FINE:
        return _cells(declared, counts, *_binned(declared, values))
    sums = np.cumsum(counts.counts) / counts.rows
    before = np.concatenate([[0.0], sums[:-1]])
    distance = float(max(np.abs(sums - above).max(), np.abs(before - under).max()))
    tail = kolmogorov_tail(distance, counts.rows)
    return _tested(declared, "Kolmogorov-Smirnov", counts.rows, distance, tail)


def _binned(declared: Declared, values: Floats) -> tuple[Floats, Floats]:
    """Bins of several values: their highest values, and the chance of each."""
    total = round((declared.high - declared.low) / declared.step) + 1
    step = max(1, total // 100_000)
    ends = declared.low + declared.step * np.minimum(np.arange(step, total + step, step), total) - declared.step
    chances = np.diff(np.concatenate([[0.0], cut(declared, ends + declared.step / 2)]))
    return ends, chances


def _cells(declared: Declared, counts: Counts, values: Floats, chances: Floats) -> Compared | Uncompared:
    """Chi-squared over values, or over the highest values of bins; what lies between two goes up to the next."""
    slack = (declared.step or 1e-9) / 4 if not declared.listed else 1e-9
    found = np.asarray(counts.values, dtype=np.float64)
    place = np.searchsorted(values, found - slack)
    inside = place < len(values)
    observed = _piled(place[inside], counts.counts[inside], len(values))
    strays = int(counts.counts[~inside].sum())
    few = max(_FEW, round(counts.rows**0.4))  # so that a shift of the whole shows: Mann and Wald, 1942
    return _chi_squared(declared, observed, chances * counts.rows, strays, bins=min(few, _BINS))


def _values(declared: Declared, counts: Counts) -> Compared | Uncompared:
    wish = declared.distribution
    shares = (
        np.array(declared.shares) / sum(declared.shares) if wish is None else rank_chances(wish, len(declared.listed))
    )
    have = dict(zip((str(value) for value in counts.values), counts.counts.tolist(), strict=True))
    observed = np.array([have.pop(value, 0) for value in declared.listed], dtype=np.float64)
    return _chi_squared(declared, observed, shares * counts.rows, sum(have.values()), ordered=False)


def _chi_squared(
    declared: Declared,
    observed: Floats,
    expected: Floats,
    strays: int = 0,
    *,
    ordered: bool = True,
    bins: int = _BINS,
) -> Compared | Uncompared:
    """The test of counts; bins that expect little are merged, neighbours where they have an order."""
    rows = int(observed.sum()) + strays
    impossible = strays + int(observed[expected <= 0].sum())
    if impossible:
        why = f"{impossible} rows hold a value that was not declared"
        return replace(_tested(declared, "chi-squared", rows, math.inf, 0.0), why=why)
    if not ordered:
        order = np.argsort(-expected, kind="stable")
        observed, expected = observed[order], expected[order]
    observed, expected = merged(observed, expected, bins)
    if len(expected) < 2:
        return Uncompared(declared.table, declared.columns, declared.said, "nearly all rows are expected to be equal")
    statistic = float(((observed - expected) ** 2 / expected).sum())
    freedom = len(expected) - 1
    tail = chi_squared_tail(statistic, freedom)
    return replace(_tested(declared, "chi-squared", rows, statistic, tail), freedom=freedom)


def merged(observed: Floats, expected: Floats, bins: int) -> tuple[Floats, Floats]:
    """Bins joined with their neighbours until each expects enough; which ones depends on what is expected alone."""
    least = max(_LEAST, float(expected.sum()) / bins)
    starts, sum_ = [0], 0.0
    for place, value in enumerate(expected.tolist()):
        if sum_ >= least:
            starts.append(place)
            sum_ = 0.0
        sum_ += value
    if sum_ < least and len(starts) > 1:
        starts.pop()
    return np.add.reduceat(observed, starts), np.add.reduceat(expected, starts)


def _parents(declared: Declared, counts: Counts) -> Compared | Uncompared:
    """Whether as many parents have each number of children as a popularity over them makes likely."""
    children = np.asarray(counts.values, dtype=np.float64)
    rows = int((children * counts.counts).sum())
    if rows < FEWEST:
        return Uncompared(declared.table, declared.columns, declared.said, f"{rows} rows are too few")
    statistic, freedom = counts_of_children(parent_chances(declared) * rows, children, counts.counts.astype(np.float64))
    if not freedom:
        return Uncompared(declared.table, declared.columns, declared.said, "the parents are too few")
    tail = chi_squared_tail(statistic, freedom)
    return replace(_tested(declared, "chi-squared of children", rows, statistic, tail), freedom=freedom)


def _fan_out(declared: Declared, counts: Counts) -> Compared | Uncompared:
    """Whether every parent has as many children as it may, and as many have none as shall; then how many have how many.

    The test of the last is Kolmogorov's, whose p-values are too large where numbers are whole: it is slow to alarm.
    """
    children = np.asarray(counts.values, dtype=np.float64)
    parents = int(counts.counts.sum())
    childless = int(counts.counts[children == 0].sum())
    bearing = children > 0
    outside = bearing & ((children < declared.low) | (children > declared.high))
    wrong = int(counts.counts[outside].sum())
    if declared.share >= 0:
        wrong += max(0, abs(childless - round(declared.share * parents)) - 1)
    rows = int((children * counts.counts).sum())
    if wrong or not declared.listed or parents - childless < FEWEST:
        why = f"{wrong} parents have another number of children" if wrong else ""
        return replace(_tested(declared, "exact count", rows, float(wrong), 0.0 if wrong else 1.0), why=why)
    distance = _children_apart(declared, children[bearing], counts.counts[bearing])
    tail = kolmogorov_tail(distance, parents - childless)
    return _tested(declared, "Kolmogorov-Smirnov of children", rows, distance, tail)


def _children_apart(declared: Declared, children: Floats, parents: NDArray[np.int64]) -> float:
    """The largest distance between how many parents have at most so many children, and how many shall have."""
    listed = np.array([float(number) for number in declared.listed])
    every = np.unique(np.concatenate([listed, children]))
    below = []
    for numbers, weights in ((listed, np.array(declared.shares)), (children, parents)):
        kept = numbers > 0
        sums = np.cumsum(weights[kept])
        place = np.searchsorted(numbers[kept], every, side="right")
        below.append(np.concatenate([[0.0], sums / sums[-1]])[place])
    return float(np.abs(below[0] - below[1]).max())


def _times(declared: Declared, counts: Counts) -> Compared | Uncompared:
    """The days by chi-squared, then the hours of the day, as one statistic: they are independent."""
    if declared.times is None:
        raise ValueError("a profile was declared")
    days = np.floor(np.asarray(counts.values, dtype=np.float64)).astype(np.int64)
    first = math.floor(declared.low)
    chances = days_chances(declared.times, declared.low, declared.high)
    inside = (days >= first) & (days < first + len(chances))
    observed = _piled(days[inside] - first, counts.counts[inside], len(chances))
    strays = int(counts.counts[~inside].sum())
    by_day = _chi_squared(declared, observed, chances * counts.rows, strays)
    if counts.hours is None or not declared.times.hours or isinstance(by_day, Uncompared):
        return by_day
    by_hour = _chi_squared(declared, counts.hours.astype(np.float64), hour_chances(declared.times) * counts.rows)
    if isinstance(by_hour, Uncompared):
        return by_day
    statistic, freedom = by_day.statistic + by_hour.statistic, by_day.freedom + by_hour.freedom
    tail = chi_squared_tail(statistic, freedom) if math.isfinite(statistic) else 0.0
    return replace(by_day, statistic=statistic, freedom=freedom, p=tail, why=by_day.why or by_hour.why)


def _nulls(declared: Declared, counts: Counts) -> Compared | Uncompared:
    rows = counts.rows + counts.nulls
    expected = np.array([declared.share, 1 - declared.share]) * rows
    return _chi_squared(declared, np.array([counts.nulls, counts.rows], dtype=np.float64), expected, ordered=False)


def _correlation(declared: Declared, counts: Counts) -> Compared | Uncompared:
    """Fisher's transformation of the correlation of ranks, whose variance Bonett and Wright gave in 2000."""
    wanted, found, rows = declared.share, counts.correlation, counts.rows
    if max(abs(wanted), abs(found)) >= 1:  # then chance has no say, but for values that are equal once rounded
        return _tested(declared, "rank correlation", rows, found, 1.0 if abs(wanted - found) < _ROUNDED else 0.0)
    z = (math.atanh(found) - math.atanh(wanted)) / math.sqrt((1 + wanted**2 / 2) / (rows - 3))
    return _tested(declared, "rank correlation", rows, found, normal_tail(z))


def _piled(places: NDArray[np.int64], counts: NDArray[np.int64], size: int) -> Floats:
    """The counts summed by place."""
    return np.bincount(places, weights=counts, minlength=size).astype(np.float64)


def _tested(declared: Declared, test: str, rows: int, statistic: float, p: float) -> Compared:
    return Compared(declared.table, declared.columns, declared.said, test, rows, statistic, p)


_TESTS: Mapping[str, Callable[[Declared, Counts], Compared | Uncompared]] = {
    "numbers": _numbers,
    "lengths": _numbers,
    "values": _values,
    "parents": _parents,
    "fan-out": _fan_out,
    "times": _times,
    "nulls": _nulls,
    "correlation": _correlation,
}
