"""Spreads: how a 64-bit word becomes an index, so that some indexes are more frequent than others.

A spread never falls as the word grows: words that are correlated give indexes that are.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from math import prod
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Index
from seedbed.sampling import quantiles
from seedbed.sampling.bits import Words, const, multiply_high
from seedbed.sampling.discrete import SCALE, thresholds
from seedbed.sampling.discrete import Choice as Steps
from seedbed.sampling.exact import precise
from seedbed.schema.recipe import Distribution, TimeProfile

__all__ = ["Calendar", "Even", "Popular", "Scaled", "Spread", "Weighted", "quantile_of", "weighted"]

DAY = 86_400_000_000
HOUR = 3_600_000_000
_CELLS = 1024  # parts of the shares of a day, in each of which a look-up of the hour begins
_THURSDAY = 3  # the weekday of 1 January 1970, Monday being 0


class Spread(Protocol):
    """A way to spread rows over the indexes 0 ... size - 1."""

    @property
    def size(self) -> int:
        """How many indexes there are."""
        ...

    def at(self, words: Words) -> Index:
        """The index at each word."""
        ...


@dataclass(frozen=True, slots=True)
class Even:
    """Every index as often."""

    size: int

    def at(self, words: Words) -> Index:
        """The index at each word."""
        return multiply_high(words, self.size)


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight for each index: `thresholds` are the words at which the next one begins."""

    thresholds: tuple[int, ...]
    size: int

    def at(self, words: Words) -> Index:
        """The index at each word."""
        return Steps(self.thresholds).at(words)


def weighted(weights: tuple[Fraction | float | int, ...]) -> Weighted:
    """The spread of indexes with the given weights."""
    return Weighted(thresholds(weights), len(weights))


@dataclass(frozen=True, slots=True)
class Popular:
    """Index r as often as 1 / (r + 1) ** exponent."""

    size: int
    exponent: float = 1.0

    def at(self, words: Words) -> Index:
        """The index at each word."""
        return _ranks(self.size, self.exponent).at(words).astype(np.uint64, copy=False)


@dataclass(frozen=True, slots=True)
class Scaled:
    """Values of a distribution, each as the nearest of `first`, `first` + `step`, ...: `size` of them.

    `origin` is added to what the distribution gives. The words used are `span` ones from `start` on: those whose
    values are among them. `places` are indexes that are left out, in order: what they had goes to the next ones.
    """

    distribution: Distribution
    first: float
    step: float
    count: int
    start: int = 0
    span: int = 2**64
    origin: float = 0.0
    places: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many indexes there are."""
        return self.count - len(self.places)

    def at(self, words: Words) -> Index:
        """The index at each word."""
        if self.span < 2**64:
            words = multiply_high(words, self.span)
            words += const(self.start)
        index = nearest(quantile_of(self.distribution).at(words), self.origin, self.first, self.step, self.count)
        if not self.places:
            return index
        index -= np.searchsorted(np.array(self.places, dtype=np.uint64), index).astype(np.uint64)
        return np.minimum(index, np.uint64(self.size - 1))


def nearest(values: NDArray[np.generic], origin: float, first: float, step: float, count: int) -> Index:
    """The places of values on a grid, those beyond its ends at the ends."""
    place = values.astype(np.float64)
    place += origin - first
    if step != 1.0:
        place /= step
    np.rint(place, out=place)
    np.clip(place, 0.0, float(count - 1), out=place)
    index: Index = place.astype(np.uint64)
    return np.minimum(index, const(count - 1)) if count > 2**53 else index


@dataclass(frozen=True, slots=True)
class Calendar:
    """Moments by the weights of their month, weekday and hour, and by growth over the years.

    Index i is the moment `first` + i * `step`, in microseconds since 1970; there are `size` of them.
    """

    profile: TimeProfile
    first: int
    step: int
    size: int

    def at(self, words: Words) -> Index:
        """The index at each word."""
        days = _days(self)
        index = days.steps.at(words)
        if self.step % DAY == 0:
            return np.minimum(index, const(self.size - 1))
        day = index.view(np.int64)
        share = (words - days.word.take(day)).astype(np.float64)
        share *= days.ratio.take(day)
        share *= days.width.take(day)
        share += days.before.take(day)
        hour = days.guide.take((share * _CELLS).astype(np.int64))
        for _ in range(days.further):
            hour += share >= days.hours.take(hour + 1)
        share -= days.hours.take(hour)
        share *= days.length.take(hour)
        np.clip(share, 0.0, HOUR - 1.0, out=share)
        moment = share.astype(np.int64)
        moment += hour * np.int64(HOUR)
        moment += day * np.int64(DAY) + np.int64(self.first // DAY * DAY - self.first)
        moment //= np.int64(self.step)
        np.clip(moment, 0, self.size - 1, out=moment)
        return moment.view(np.uint64)


class _Days(NamedTuple):
    """For each day its first word, a factor to a share of the day, and which part of a day it is.

    `hours` are the shares of a day before each hour, `length` what they have to be multiplied by. `guide` is the hour
    in which each small part of the shares begins; up to `further` hours end within one.
    """

    steps: Steps
    word: Words
    ratio: NDArray[np.float64]
    before: NDArray[np.float64]
    width: NDArray[np.float64]
    hours: NDArray[np.float64]
    length: NDArray[np.float64]
    guide: NDArray[np.int64]
    further: int


@lru_cache(maxsize=64)
def _days(calendar: Calendar) -> _Days:
    first, last = calendar.first, calendar.first + calendar.step * (calendar.size - 1)
    count = last // DAY - first // DAY + 1
    hours = _shares(calendar.profile.hours or (1.0,) * 24)
    start, end = Fraction(0), Fraction(1)  # of the first day, and of the last
    if calendar.step % DAY:
        start, end = _part(hours, first % DAY), _part(hours, min(last % DAY + calendar.step, DAY))
    widths = [1 - start, *[Fraction(1)] * (count - 2), end] if count > 1 else [end - start]
    weights = _weights(calendar, widths)
    steps = Steps(thresholds(weights if any(weights) else widths))
    words = [0, *steps.thresholds] + [2**64 - 1] * (count - 1 - len(steps.thresholds))
    inside = zip(words, [*words[1:], 2**64], strict=True)
    before, width = np.zeros(count), np.ones(count)
    before[0], width[0], width[-1] = float(start), float(widths[0]), float(widths[-1])
    return _Days(
        steps,
        np.array(words, dtype=np.uint64),
        np.array([1 / max(1, after - word) for word, after in inside]),
        before,
        width,
        *_clock(hours),
    )


def _clock(
    hours: list[Fraction],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], int]:
    """The last four of `_Days`."""
    shares = np.array([float(share) for share in hours])
    shares[-1] = 2.0  # no share is beyond the last hour
    length = np.array([float(HOUR / (after - before)) if after > before else 0.0 for before, after in pairwise(hours)])
    cells = np.arange(_CELLS + 1) / _CELLS
    guide = np.searchsorted(shares[1:-1], cells, side="right")
    return shares, length, guide, int(np.diff(guide).max())


def _shares(hours: tuple[float, ...]) -> list[Fraction]:
    """The share of a day before each of its 24 hours, and after the last."""
    weights = [Fraction(weight) for weight in hours]
    total = sum(weights)
    return [Fraction(0), *(below / total for below in accumulate(weights))]


def _part(hours: list[Fraction], moment: int) -> Fraction:
    """The share of a day before a moment of it."""
    hour, rest = divmod(moment, HOUR)
    return hours[hour] if not rest else hours[hour] + (hours[hour + 1] - hours[hour]) * Fraction(rest, HOUR)


def _weights(calendar: Calendar, widths: Sequence[Fraction]) -> list[int]:
    """The weight of each day, by how much of it there is; rounded down, as `thresholds` does, which is quicker here."""
    profile, day = calendar.profile, calendar.first // DAY
    weekdays = [Fraction(weight) for weight in profile.weekdays or (1.0,) * 7]
    months = [Fraction(weight) for weight in profile.months or (1.0,) * 12]
    ratios = [[(weekday * month).as_integer_ratio() for month in months] for weekday in weekdays]
    days = np.arange(day, day + len(widths)).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    found = []
    for number, (width, month, grown) in enumerate(
        zip(widths, days.tolist(), _growth(profile.growth, len(widths)), strict=True)
    ):
        parts = (ratios[(day + number + _THURSDAY) % 7][month], width.as_integer_ratio(), grown.as_integer_ratio())
        tops, bottoms = zip(*parts, strict=True)
        found.append(prod(tops, start=SCALE) // prod(bottoms))
    return found


def _growth(growth: float, count: int) -> list[Decimal]:
    """By how much more happens on each day than on the first: (1 + growth) after a year."""
    with localcontext(precise()):
        daily = ((1 + Decimal(growth)).ln() / Decimal("365.25")).exp() if growth else Decimal(1)
        found = [Decimal(1)]
        for _ in range(count - 1):
            found.append(found[-1] * daily)
        return found


@lru_cache(maxsize=64)
def _ranks(size: int, exponent: float) -> quantiles.Quantile:
    return quantiles.zipf(size, exponent)


@lru_cache(maxsize=256)
def quantile_of(wish: Distribution) -> quantiles.Quantile:
    """The inverse distribution function of a distribution whose parameters are all given."""
    given = dict(wish.params)
    match wish.kind:
        case "uniform":
            return quantiles.uniform(given["low"], given["high"])
        case "normal":
            return quantiles.normal(given["mean"], given["std"])
        case "lognormal":
            return quantiles.lognormal(given["mean"], given["std"])
        case "exponential":
            return quantiles.exponential(given["mean"])
        case "poisson":
            return quantiles.poisson(given["mean"])
        case "beta":
            return quantiles.beta(given["a"], given["b"], given["low"], given["high"])
        case "empirical" if wish.weights:
            return quantiles.empirical([(float(value), weight) for value, weight in wish.weights])
        case "empirical":
            return quantiles.histogram([float(edge) for edge in wish.edges], wish.shares)
    raise ValueError(f"{wish.kind} has no quantiles")
