"""How likely a test statistic is to come out as large by chance: tails of Kolmogorov's, chi-squared and normal laws.

Here and in `reference` the mathematics is that of floating point: nothing of it reaches the data.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

__all__ = ["beta_below", "chi_squared_tail", "gamma_above", "holm", "kolmogorov_tail", "normal_below", "normal_tail"]

Floats = NDArray[np.float64]

_TINY = 1e-300
_LOST = 1e-30  # what is smaller changes no digit of the 1 that it is taken from
_TURNS = 10_000


def kolmogorov_tail(distance: float, rows: int) -> float:
    """The chance that the largest distance of so many rows from their distribution function is at least this.

    Kolmogorov's series at a distance corrected for the number of rows (Vrbik, "Small-sample corrections to
    Kolmogorov-Smirnov test statistic", 2018): four digits from twenty rows on.
    """
    root = math.sqrt(rows)
    z = root * distance
    z += 1 / (6 * root) + (z - 1) / (4 * rows)
    if z < 0.2:
        return 1.0
    if z < 1:  # the same law in its other form, which converges here
        terms = (math.exp(-(((2 * k - 1) * math.pi / z) ** 2) / 8) for k in range(1, 20))
        return max(0.0, 1 - math.sqrt(2 * math.pi) / z * sum(terms))
    tail = 2 * math.fsum((1 if k % 2 else -1) * math.exp(-2 * (k * z) ** 2) for k in range(1, 20))
    return min(1.0, max(0.0, tail))


def chi_squared_tail(statistic: float, freedom: int) -> float:
    """The chance of at least this statistic with so many degrees of freedom."""
    return float(gamma_above(np.array([freedom / 2]), np.array([statistic / 2]))[0])


def normal_tail(z: float) -> float:
    """The chance of being at least so many deviations away, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def normal_below(z: Floats) -> Floats:
    """The normal distribution function."""
    found: Floats = np.array([math.erfc(-value) / 2 for value in (z / math.sqrt(2)).tolist()])
    return found


def gamma_above(shape: Floats, x: Floats) -> Floats:
    """The upper incomplete gamma function Q(shape, x), regularised: also P(Poisson(x) < shape) for a whole shape."""
    shape, x = np.broadcast_arrays(np.asarray(shape, dtype=np.float64), np.asarray(x, dtype=np.float64))
    out = np.ones(shape.shape)
    below = (x > 0) & (x < shape + 1)
    out[below] = 1 - _gamma_series(shape[below], x[below])
    above = (x > 0) & ~below
    out[above] = _gamma_fraction(shape[above], x[above])
    return np.clip(out, 0.0, 1.0)


def _gamma_front(shape: Floats, x: Floats) -> Floats:
    shapes, place = np.unique(shape, return_inverse=True)
    logs = np.array([math.lgamma(value) for value in shapes.tolist()])
    found: Floats = np.exp(shape * np.log(x) - x - logs[place])
    return found


def _gamma_series(shape: Floats, x: Floats) -> Floats:
    """The lower function where x is small: x**a e**-x / Gamma(a + 1) * (1 + x / (a + 1) + ...)."""
    front = _gamma_front(shape, x)
    felt = front > _LOST
    shape, x = shape[felt], x[felt]
    term = 1 / shape
    total = term.copy()
    for n in range(1, _TURNS):
        term = term * x / (shape + n)
        total += term
        if not (term > total * 1e-16).any():
            break
    front[felt] *= total
    return front


def _gamma_fraction(shape: Floats, x: Floats) -> Floats:
    """The upper function where x is large, by its continued fraction (NIST Digital Library 8.9.2), after Lentz."""
    front = _gamma_front(shape, x)
    felt = front > 0
    shape, x = shape[felt], x[felt]
    b = x + 1 - shape
    c = np.full(x.shape, 1 / _TINY)
    d = 1 / b
    h = d.copy()
    for n in range(1, _TURNS):
        a = -n * (n - shape)
        b = b + 2
        d = 1 / _not_zero(a * d + b)
        c = _not_zero(b + a / c)
        step = c * d
        h *= step
        if not (np.abs(step - 1) > 1e-15).any():
            break
    front[felt] *= h
    return front


def beta_below(x: Floats, a: float, b: float) -> Floats:
    """The distribution function of Beta(a, b)."""
    x = np.clip(np.asarray(x, dtype=np.float64), 0.0, 1.0)
    out = np.where(x >= 1, 1.0, 0.0)
    near = (x > 0) & (x < (a + 1) / (a + b + 2))
    far = (x < 1) & (x > 0) & ~near
    out[near] = _beta_fraction(x[near], a, b)
    out[far] = 1 - _beta_fraction(1 - x[far], b, a)
    return out


def _beta_fraction(x: Floats, a: float, b: float) -> Floats:
    """The continued fraction of the incomplete beta function (NIST Digital Library 8.17.22), after Lentz."""
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = np.exp(log + a * np.log(x) + b * np.log1p(-x)) / a
    c = np.ones(x.shape)
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, _TURNS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 / _not_zero(1 + part * d)
            c = _not_zero(1 + part / c)
            h *= c * d
        if not (np.abs(c * d - 1) > 1e-15).any():
            break
    return np.asarray(front * h)


def _not_zero(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TINY, _TINY, values)


def holm(chances: list[float]) -> list[float]:
    """The chances after Holm's correction for being many: one below the level is an alarm at that level for all."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    out, largest = [0.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(chances) - rank) * chances[place]))
        out[place] = largest
    return out
