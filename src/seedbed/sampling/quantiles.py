"""Distributions as inverse functions: a 64-bit word in, a value out, in + - * / on tables computed beforehand.

Every distribution is a frozen dataclass of plain numbers, so that a plan can dump it, compare it and ship it; `digest`
names its contents. `at(words)` grows with the word, so that a range of values is a range of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.sampling.bits import Words, const, multiply_high
from seedbed.sampling.discrete import Choice, Empirical, Histogram, Ranks, thresholds
from seedbed.sampling.exact import (
    beta_tails,
    decimal,
    exponential_tails,
    normal_tail,
    poisson_weights,
    precise,
    zipf_weights,
)

__all__ = [
    "Choice", "Curve", "Empirical", "Histogram", "Quantile", "Ranks", "Uniform", "beta", "choice", "digest",
    "empirical", "exponential", "histogram", "lognormal", "normal", "poisson", "position", "uniform", "within", "zipf",
]  # fmt: skip

Floats = NDArray[np.float64]

_OCTAVES = 40  # shares down to 2**-41 have places of their own; rarer ones take the last
_FINE = 4  # each halving of the share has 2**4 places
_PLACES = _OCTAVES * 2**_FINE + 1
_FRACTION = np.uint64(52 - _FINE)
_FLOOR = 2.0 ** (53 - _OCTAVES)
_BASE = const((1023 + 53 - _OCTAVES) << _FINE)
_HEAD = 1024  # ranks of a Zipf distribution that have thresholds of their own
_GROWTH = 256  # later ranks share one, for each 256th part by which the rank grows


class Quantile(Protocol):
    """An inverse distribution function on 64-bit words."""

    def at(self, words: Words) -> NDArray[np.float64] | NDArray[np.uint64] | NDArray[np.int64]:
        """The value at each word; it never falls as the word grows."""
        ...


@dataclass(frozen=True, slots=True)
class Uniform:
    """Evenly from `low` to below `high`."""

    low: float
    high: float

    def at(self, words: Words) -> Floats:
        """The value at each word."""
        share = (words >> np.uint64(11)).astype(np.float64)
        share *= 2.0**-53
        share *= self.high - self.low
        share += self.low
        return share


@dataclass(frozen=True, slots=True)
class Curve:
    """A continuous distribution: values at chosen shares, straight lines between them, times `scale` plus `shift`.

    `lower` are the values that leave 2**-41 ... 1/2 of the probability below them, sixteen for each halving of the
    share; `upper` those that leave as much above. Both ends are thus equally fine, as deep as data ever reach.
    `first` and `span` restrict the words that are used (see `within`); results are cut to `low` and `high`.
    """

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    shift: float = 0.0
    scale: float = 1.0
    first: int = 0
    span: int = 2**64
    low: float | None = None
    high: float | None = None

    def __hash__(self) -> int:
        """Cheap, because the arrays of a curve are found by it in every tile."""
        return hash((self.lower[:2], self.upper[:2], self.shift, self.scale, self.first, self.span))

    def at(self, words: Words) -> Floats:
        """The value at each word."""
        if self.span < 2**64:
            words = multiply_high(words, self.span) + const(self.first)
        values, steps = _nodes(self)
        side = words >> np.uint64(63)
        bits = words ^ (np.uint64(0) - side)
        bits >>= np.uint64(10)
        # A float's own bits are the place in the table: its exponent counts halvings, its mantissa divides them.
        place = np.maximum(bits.astype(np.float64), _FLOOR).view(np.uint64)
        share = (place & np.uint64(2 ** (52 - _FINE) - 1)).astype(np.float64)
        share *= 2.0 ** -(52 - _FINE)
        place >>= _FRACTION
        place -= _BASE
        side *= np.uint64(_PLACES)
        place += side
        share *= steps[place]
        share += values[place]
        if self.low is not None or self.high is not None:
            np.clip(share, self.low, self.high, out=share)
        return share


def digest(table: Quantile) -> str:
    """A name for the exact contents of a distribution, 32 hexadecimal digits."""
    body = repr((type(table).__name__, astuple(table)))  # type: ignore[call-overload]
    return blake2b(body.encode(), digest_size=16, person=b"quantiles").hexdigest()


def uniform(low: float, high: float) -> Uniform:
    """Evenly from low to below high."""
    return Uniform(float(low), float(high))


def normal(mean: float = 0.0, deviation: float = 1.0) -> Curve:
    """The normal distribution."""
    tail = normal_tail(_shares())
    return Curve(_rounded(tail), _rounded(-x for x in tail), float(mean), float(deviation))


def lognormal(mean: float = 0.0, deviation: float = 1.0) -> Curve:
    """The exponential of a normal distribution of the given mean and deviation."""
    with localcontext(precise()):
        mu, sigma = decimal(mean), decimal(deviation)
        tail = [sigma * x for x in normal_tail(_shares())]
        return Curve(_rounded((mu + x).exp() for x in tail), _rounded((mu - x).exp() for x in tail))


def exponential(mean: float = 1.0) -> Curve:
    """The exponential distribution with the given mean."""
    below, above = exponential_tails(_shares())
    return Curve(_rounded(below), _rounded(above), 0.0, float(mean))


def beta(a: Fraction | float, b: Fraction | float, low: float = 0.0, high: float = 1.0) -> Curve:
    """The beta distribution, stretched from [0, 1] to [low, high]; a and b from 0.2 to 1000."""
    if not all(Fraction(1, 5) <= Fraction(x) <= 1000 for x in (a, b)):
        raise ValueError(f"the parameters of a beta distribution are 0.2 to 1000, not {a} and {b}")
    below, above = beta_tails(Fraction(a), Fraction(b), _shares())
    return Curve(_rounded(below), _rounded(above), float(low), float(high - low))


def poisson(mean: Fraction | float) -> Choice:
    """The Poisson distribution; mean above 0, to ten million."""
    if not 0 < mean <= 10_000_000:
        raise ValueError(f"the mean of a Poisson distribution is above 0 and at most 10000000, not {mean}")
    start, weights = poisson_weights(Fraction(mean))
    return Choice(thresholds(weights), start)


def choice(weights: Sequence[int | Fraction | float]) -> Choice:
    """The numbers 0, 1, ... with the given weights, exact to one word of 2**64."""
    return Choice(thresholds(weights))


def zipf(n: int, exponent: Fraction | float = 1) -> Ranks:
    """Ranks 0 ... n-1 with weights (rank + 1) ** -exponent: single ones exactly, far ones in narrow, even runs."""
    if n < 1 or not 0 <= exponent <= 100:
        raise ValueError(f"a Zipf distribution has at least one rank and an exponent of 0 to 100, not {n}, {exponent}")
    edges = [*range(1, min(n, _HEAD) + 1)]
    while edges[-1] <= n:
        edges.append(min(n + 1, edges[-1] + max(1, edges[-1] // _GROWTH)) if edges[-1] < n else n + 1)
    weights = zipf_weights(Fraction(exponent), tuple(edges))
    return Ranks(thresholds(weights), tuple(edge - 1 for edge in edges))


def empirical(pairs: Iterable[tuple[float, int | Fraction | float]]) -> Empirical:
    """The given values with the given weights, in the order of the values."""
    ordered = sorted(pairs)
    return Empirical(tuple(float(value) for value, _ in ordered), choice([weight for _, weight in ordered]))


def histogram(edges: Sequence[float], weights: Sequence[int | Fraction | float]) -> Histogram:
    """Bins between rising edges with the given weights, even within each bin."""
    if len(edges) != len(weights) + 1 or any(a > b for a, b in pairwise(edges)):
        raise ValueError("a histogram has rising edges, one more than it has weights")
    return Histogram(tuple(map(float, edges)), choice(weights).thresholds)


def position(table: Quantile, value: float) -> int:
    """How many of the 2**64 words give less than the value: the distribution function, exactly as it is drawn."""
    low, high = 0, 2**64
    while low < high:
        middle = (low + high) // 2
        below = float(table.at(np.array([middle], dtype=np.uint64))[0]) < value
        low, high = (middle + 1, high) if below else (low, middle)
    return low


def within(curve: Curve, low: float | None, high: float | None) -> Curve:
    """The curve given that its value lies between low and high, both included; raises ValueError where none does."""
    low, high = (None if end is None else float(end) for end in (low, high))
    first = 0 if low is None else position(curve, low)
    end = 2**64 if high is None else position(curve, float(np.nextafter(high, np.inf)))
    if first >= end:
        raise ValueError(f"the distribution has no value between {low} and {high}")
    if curve.span < 2**64:  # a second cut: the words that the first one makes of these
        first, end = (curve.first + (word * curve.span >> 64) + more for word, more in ((first, 0), (end - 1, 1)))
    floor = low if curve.low is None or (low is not None and low > curve.low) else curve.low
    ceiling = high if curve.high is None or (high is not None and high < curve.high) else curve.high
    return replace(curve, first=first, span=end - first, low=floor, high=ceiling)


@lru_cache(maxsize=1)
def _shares() -> tuple[Fraction, ...]:
    """The shares that a curve has values at, from 1/2 down."""
    fine = 2**_FINE
    halvings = [
        Fraction(fine + part, fine * 2 ** (octave + 2)) for octave in range(_OCTAVES) for part in reversed(range(fine))
    ]
    return (Fraction(1, 2), *halvings)


def _rounded(falling: Iterable[Decimal]) -> tuple[float, ...]:
    """Values at falling shares as floats, turned round to rise with the share."""
    return tuple(float(value) for value in falling)[::-1]


@lru_cache(maxsize=64)
def _nodes(curve: Curve) -> tuple[Floats, Floats]:
    """Values of both sides in one array, and the steps to the next place."""
    values = np.array(curve.lower + curve.upper, dtype=np.float64) * curve.scale + curve.shift
    steps = np.zeros_like(values)
    steps[:-1] = values[1:] - values[:-1]
    steps[_PLACES - 1] = 0.0
    return values, steps
