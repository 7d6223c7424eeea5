"""Floats: numbers on a decimal grid, so that what is printed is what is stored."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from seedbed.classes import dataclass
from seedbed.generators.domain import Domain, Index
from seedbed.generators.domains.choice import Choice, without
from seedbed.generators.domains.grid import Real
from seedbed.generators.domains.number import number
from seedbed.generators.want import MOST, NoValue, Want
from seedbed.sampling.bits import const
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type

__all__ = ["Floats", "floats"]

_USUAL = 1000  # values lie between 0 and this where nothing else is said
_PLACES = 2
_MOST_PLACES = {32: 37, 64: 300}  # further ones would be lost among the subnormal numbers


@dataclass(frozen=True, slots=True)
class Floats:
    """The numbers (first + index) / 10**places; a negative number of places means multiples of a power of ten."""

    type: Type
    first: int
    size: int
    places: int = _PLACES

    def at(self, index: Index) -> pa.Array:
        """The values at the given indexes."""
        return pa.array(_scaled((index + const(self.first)).view(np.int64), self.places))


def floats(want: Want) -> Domain:
    """Floats with two decimals where that gives enough of them, and never more digits than the type keeps."""
    low, high = _bounds(want)
    if want.limits.values is not None:
        return _listed(want, low, high)
    low, high = _held(want, *_span(want, low, high))
    places = _grid(want, low, high)
    unit = Fraction(10) ** places
    first, last = _within(want, math.ceil(low * unit), math.floor(high * unit), places)
    if first > last:
        raise NoValue(f"no short decimal number lies between {float(low)} and {float(high)}")
    grid = Floats(want.type, first, min(last - first + 1, MOST), places)
    excluded = [number("excluded", value) for value in want.limits.excluded]
    units = [value * unit - first for value in excluded if isinstance(value, Fraction)]
    return without(grid, tuple(int(unit) for unit in units if unit.denominator == 1 and 0 <= unit < grid.size))


def _bounds(want: Want) -> tuple[Real, Real]:
    limits = want.limits
    low = -math.inf if limits.low is None else number("low", limits.low)
    high = math.inf if limits.high is None else number("high", limits.high)
    if low > high or low == math.inf or high == -math.inf:
        raise NoValue(f"no value lies between {low} and {high}")
    return low, high


def _held(want: Want, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """The part that FLOAT(p, s) of MySQL holds, which is as narrow as DECIMAL(p, s)."""
    precision, scale = want.type.precision, want.type.scale
    if precision is None or scale is None:
        return low, high
    top = Fraction(10**precision - 1, 10**scale)
    return max(low, -top), min(high, top)


def _span(want: Want, low: Real, high: Real) -> tuple[Fraction, Fraction]:
    """The part between the bounds that values are made of."""
    usual = Fraction(10 ** min(_digits(want), 9) if want.unique else _USUAL)
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return low, high
    if isinstance(low, Fraction):
        return low, max(low + usual, low * 2) if low >= usual else low + usual
    if isinstance(high, Fraction):
        return (Fraction(0), min(high, usual)) if high > 0 else (high - usual, high)
    return Fraction(0), usual


def _grid(want: Want, low: Fraction, high: Fraction) -> int:
    """How many decimals: two, fewer where the digits do not suffice, more where there are too few values."""
    room = Fraction(10) ** _digits(want)
    top = max(abs(low), abs(high))
    most = _MOST_PLACES[want.type.bits or 64] if want.type.scale is None else want.type.scale
    enough = 10**12 if want.unique else 100
    places = min(_PLACES, most)
    while top * Fraction(10) ** places > room:
        places -= 1
    while places < most and (high - low) * Fraction(10) ** places < enough:
        if top * Fraction(10) ** (places + 1) > room:
            break
        places += 1
    return places


def _digits(want: Want) -> int:
    digits = 6 if want.type.bits == 32 else 15
    return digits if want.type.precision is None or want.type.scale is None else min(digits, want.type.precision)


def _within(want: Want, first: int, last: int, places: int) -> tuple[int, int]:
    """The ends moved inwards until the database's own rounding keeps them within the bounds."""
    while first <= last and not _obeys(want, _scaled(np.array([first]), places)[0]):
        first += 1
    while first <= last and not _obeys(want, _scaled(np.array([last]), places)[0]):
        last -= 1
    return first, last


def _obeys(want: Want, value: np.float64) -> bool:
    """Whether a value satisfies the bounds as a database compares them: both sides as doubles."""
    limits, stored = want.limits, float(np.float32(value) if want.type.bits == 32 else value)
    low = -math.inf if limits.low is None else float(number("low", limits.low))
    high = math.inf if limits.high is None else float(number("high", limits.high))
    above = stored > low if limits.low_open else stored >= low
    return above and (stored < high if limits.high_open else stored <= high)


def _listed(want: Want, low: Real, high: Real) -> Domain:
    """The values of an IN list; of a single precision column those that it can equal, if there are any."""
    rejected = {number("excluded", value) for value in want.limits.excluded}
    asked = {number("values", value) for value in want.limits.values or () if value is not None} - rejected
    kept = sorted(value for value in asked if isinstance(value, Fraction) and _obeys(want, np.float64(float(value))))
    if want.type.bits == 32:
        kept = [value for value in kept if float(np.float32(float(value))) == float(value)] or kept
    if not kept:
        raise NoValue("no value of the list is left")
    return Choice(want.type, tuple(_short(value) for value in kept))


def _short(value: Fraction) -> Scalar:
    return Decimal(repr(float(value)))


def _scaled(whole: NDArray[np.int64], places: int) -> NDArray[np.float64]:
    """whole / 10**places; both are exact up to 22 places, so that the quotient is the nearest double."""
    exact = whole.astype(np.float64)
    return exact / np.float64(10**places) if places >= 0 else exact * np.float64(10**-places)
