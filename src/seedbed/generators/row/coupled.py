"""`Coupled`: two columns of a row whose ranks correlate, each spread as it would be alone."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.choose import nulled
from seedbed.generators.domain import Given, Rows, Unit
from seedbed.generators.spread import Spread
from seedbed.sampling.bits import Draw, Words
from seedbed.sampling.quantiles import Curve, normal

__all__ = ["Coupled"]

Floats = NDArray[np.float64]

_HALF = 2.0**63
_MOST = 2.0**63 - 1024  # the largest float below half of all words


@dataclass(frozen=True, slots=True)
class Coupled:
    """Two units, the spread of each, and their shares of NULL (parts of a million).

    The words that the spreads get are those of two normal variables: the second is `weight` times the first plus
    `rest` times another one, where the squares of both sum to 1 (a Gaussian copula).
    """

    units: tuple[Unit, Unit]
    spreads: tuple[Spread, Spread]
    nulls: tuple[int, int]
    weight: float
    rest: float

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        """The two columns."""
        first, other = draw.sub("value").words(rows), draw.sub("other").words(rows)
        bell = normal()
        words = (first, _words(self.weight * bell.at(first) + self.rest * bell.at(other), bell))
        arrays: list[pa.Array] = []
        for place, (unit, spread) in enumerate(zip(self.units, self.spreads, strict=True)):
            found = unit.at(spread.at(words[place]), given)
            arrays += nulled(found, self.nulls[place], rows, draw.sub("null", place))
        return tuple(arrays)


def _words(values: Floats, bell: Curve) -> Words:
    """The words that a normal distribution has these values at: its table turned round."""
    places, shares, slopes = _nodes(bell)
    size = -np.abs(values)
    place = np.clip(np.searchsorted(places, size, side="right") - 1, 0, len(slopes) - 1)
    found = (size - places[place]) * slopes[place]
    found += shares[place]
    np.clip(found, 0.0, _MOST, out=found)
    words = found.astype(np.uint64)
    return np.where(values < 0, words, ~words)


@lru_cache(maxsize=1)
def _nodes(bell: Curve) -> tuple[Floats, Floats, Floats]:
    """The values below the mean that the table has, the words below each, and the steps between."""
    places = np.array(bell.lower)
    fine = 16  # places of each halving, as the table has them
    shares = np.array([_share(len(places) - 1 - number, fine) for number in range(len(places))]) * _HALF * 2
    return places, shares, np.diff(shares) / np.diff(places)


def _share(number: int, fine: int) -> float:
    """The share below the place that is so many places from the middle."""
    octave, part = divmod(number, fine)
    return math.ldexp(1 - part / (2 * fine), -1 - octave)
