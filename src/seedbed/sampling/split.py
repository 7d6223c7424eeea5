"""`Split`: which children belong to which parent, in order, with how many each may have; no list of either."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from seedbed.classes import dataclass
from seedbed.sampling.bits import Words, const

__all__ = ["Split"]


@dataclass(frozen=True, slots=True)
class Split:
    """A monotone split of `children` items over `parents`: the first few belong to parent 0, the next to parent 1, ...

    `segments` are pairs (parents, weight) that cut the parents into runs in order; each run gets children by its
    weight as far as `minimum` and `maximum` per parent allow, and spreads them evenly: counts within a run differ by
    one at most, larger ones first. Without segments all parents form one run. Both bounds always hold.
    Hubs come first with falling weights: permute the parents to scatter them.
    """

    parents: int
    children: int
    minimum: int = 0
    maximum: int | None = None
    segments: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        most = None if self.maximum is None else self.maximum * self.parents
        if not 0 <= self.parents <= 2**63 or not 0 <= self.children <= 2**63:
            raise ValueError("a split has 0 to 2**63 parents and children")
        if self.children < self.minimum * self.parents or self.children > (self.children if most is None else most):
            raise ValueError(f"{self.children} children do not fit {self.parents} parents with bounds")
        if self.children and not self.parents:
            raise ValueError("children need at least one parent")
        if self.segments and sum(parents for parents, _ in self.segments) != self.parents:
            raise ValueError("the segments of a split cover its parents exactly")
        if any(parents < 1 or weight < 0 for parents, weight in self.segments):
            raise ValueError("a segment has at least one parent and no negative weight")

    @classmethod
    def weighted(
        cls, parents: int, children: int, shares: Sequence[tuple[Fraction, int]], minimum: int = 0,
        maximum: int | None = None,
    ) -> Split:  # fmt: skip
        """A split over shares of the parents with weights, such as (1/5, 80), (4/5, 20); empty runs are left out."""
        total = sum((share for share, _ in shares), Fraction(0))
        ends = [round(parents * end / total) for end in accumulate(share for share, _ in shares)]
        counts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
        kept = tuple((count, weight) for count, (_, weight) in zip(counts, shares, strict=True) if count)
        return cls(parents, children, minimum, maximum, kept)

    def parent_of(self, child: Words) -> Words:
        """The parent of each child, each child below `children`."""
        runs = _runs(self)
        if len(runs.start) == 1:
            return _parent_in(child, runs.share[0], runs.more[0])
        at = np.searchsorted(runs.child[1:], child, side="right")
        return runs.start[at] + _parent_in(child - runs.child[at], runs.share[at], runs.more[at])

    def first(self, parent: Words) -> Words:
        """The number of children before those of each parent; `parent` may also be `parents`, for the end."""
        runs = _runs(self)
        if len(runs.start) == 1:
            start: Words = parent * runs.share[0] + np.minimum(parent, runs.more[0])
            return start
        at = np.searchsorted(runs.start[1:], parent, side="right")
        within = parent - runs.start[at]
        first: Words = runs.child[at] + within * runs.share[at] + np.minimum(within, runs.more[at])
        return first

    def count(self, parent: Words) -> Words:
        """How many children each parent has."""
        runs = _runs(self)
        at = np.searchsorted(runs.start[1:], parent, side="right")
        counts: Words = runs.share[at] + (parent - runs.start[at] < runs.more[at]).astype(np.uint64)
        return counts


class _Runs(NamedTuple):
    """For each run its first parent, its first child, the children of each parent, and how many have one more."""

    start: Words
    child: Words
    share: Words
    more: Words


def _parent_in(child: Words, share: np.uint64 | Words, more: np.uint64 | Words) -> Words:
    """The parent within a run: `more` parents with share + 1 children, then parents with share."""
    one = np.uint64(1)
    larger = more * (share + one)
    inside: Words = np.where(
        child < larger,
        np.minimum(child, larger) // (share + one),
        more + (np.maximum(child, larger) - larger) // np.maximum(share, one),
    )
    return inside


@lru_cache(maxsize=256)
def _runs(split: Split) -> _Runs:
    segments = split.segments or ((max(1, split.parents), 1),)
    counts = _apportion(split, segments)
    starts = [0, *accumulate(parents for parents, _ in segments)][:-1]
    firsts = [0, *accumulate(counts)][:-1]
    pairs = [divmod(count, parents) for count, (parents, _) in zip(counts, segments, strict=True)]
    columns = (starts, firsts, [share for share, _ in pairs], [more for _, more in pairs])
    return _Runs(*(np.array([const(value) for value in column], dtype=np.uint64) for column in columns))


def _apportion(split: Split, segments: tuple[tuple[int, int], ...]) -> list[int]:
    """Children for each segment: in proportion to the weights, cut to the bounds, summing up exactly."""
    low = [parents * split.minimum for parents, _ in segments]
    high = [split.children if split.maximum is None else parents * split.maximum for parents, _ in segments]
    weights = [weight for _, weight in segments]
    level = _level(split.children, low, high, weights)
    exact = [min(Fraction(h), max(Fraction(lo), level * w)) for lo, h, w in zip(low, high, weights, strict=True)]
    counts = [int(value) for value in exact]
    by_remainder = sorted(range(len(counts)), key=lambda place: (counts[place] - exact[place], place))
    for wanted_weight in (True, False):  # weightless segments take what no other can
        for place in by_remainder:
            if (weights[place] > 0) == wanted_weight:
                room = high[place] - counts[place]
                missing = split.children - sum(counts)
                counts[place] += min(room, missing, 1 if wanted_weight else missing)
    return counts


def _level(children: int, low: list[int], high: list[int], weights: list[int]) -> Fraction:
    """The factor at which the weights, cut to the bounds, sum up to the children (or come as near as they can)."""
    bounds = list(zip(low, high, weights, strict=True))

    def total(level: Fraction) -> Fraction:
        return sum((min(Fraction(h), max(Fraction(lo), level * w)) for lo, h, w in bounds), Fraction(0))

    corners = sorted({Fraction(bound, w) for lo, h, w in bounds if w for bound in (lo, h)} | {Fraction(0)})
    below, above = 0, len(corners) - 1
    while below < above:  # the last corner whose total does not exceed the children
        middle = (below + above + 1) // 2
        below, above = (middle, above) if total(corners[middle]) <= children else (below, middle - 1)
    here = total(corners[below])
    if below + 1 == len(corners) or here == children:
        return corners[below]
    there = total(corners[below + 1])
    return corners[below] + (corners[below + 1] - corners[below]) * (children - here) / (there - here)
