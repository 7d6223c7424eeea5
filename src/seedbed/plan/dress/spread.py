"""Which spread lays a declared distribution over the values of a domain: cut to its ends, rounded to its grid."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

import numpy as np

from seedbed.errors import Problem
from seedbed.generators.spread import Even, Popular, Scaled, Spread, quantile_of, weighted
from seedbed.plan.dress.axis import Axis
from seedbed.sampling.bits import const
from seedbed.sampling.exact import precise, zipf_weights
from seedbed.sampling.quantiles import Quantile, position
from seedbed.schema.recipe import Distribution

__all__ = ["Unfit", "completed", "inside", "middle", "origin_of", "pareto", "reach", "spread_along", "told"]

_FEW = 4096  # values whose shares are worked out one by one, where some are left out
_LEAST = 2**24  # words of 2**64 that a distribution has to have among the values
_SINGLY = 128  # ranks whose weights are added up one by one
_TOP, _THEIRS = Fraction(1, 5), Decimal("0.8")


class Unfit(Exception):
    """A distribution that the values of a column cannot follow; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def completed(wish: Distribution, everyday: Axis) -> Distribution:
    """The distribution with every parameter: those that are not given are taken from the everyday values."""
    given = dict(wish.params)
    low, high = given.get("low", everyday.low), given.get("high", everyday.high)
    width = max(high - low, float(everyday.step))
    match wish.kind:
        case "uniform":
            usual = {"low": low, "high": high}
        case "normal":
            usual = {"mean": (low + high) / 2, "std": width / 6}
        case "lognormal":
            usual = {"mean": _log(max((low + high) / 4, 1.0)), "std": 0.5}
        case "exponential":
            usual = {"mean": width / 4}
        case "poisson":
            usual = {"mean": min(max((low + high) / 2, 1.0), 1e7)}
        case "beta":
            usual = {"a": 2.0, "b": 2.0, "low": low, "high": high}
        case "zipf":
            usual = {} if "s" in given else {"s": pareto(everyday.count or len(everyday.values))}
        case _:
            usual = {}
    return replace(wish, params=tuple(sorted((usual | given).items())))


def _log(value: float) -> float:
    with localcontext(precise()):
        return float(Decimal(value).ln())


@lru_cache(maxsize=256)
def pareto(size: int) -> float:
    """The exponent with which the first fifth of so many ranks has four fifths of all."""
    if size < 5:
        return 1.0
    low, high = 0, 3 * 512
    while low < high:  # in steps of 1/512, so that it is a short number
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _top_share(size, Fraction(middle, 512)) < _THEIRS else (low, middle)
    return low / 512


def _top_share(size: int, exponent: Fraction) -> Decimal:
    """How much the first fifth of the ranks has."""
    top = max(1, round(size * _TOP))
    singly = range(1, min(top, _SINGLY) + 1)
    *head, tail = zipf_weights(exponent, tuple(dict.fromkeys((*singly, top + 1, size + 1))))
    return sum(head) / (sum(head) + tail)


def origin_of(wish: Distribution) -> float:
    """What is added to the values: an exponential distribution begins at its lower end."""
    return dict(wish.params).get("low", 0.0) if wish.kind == "exponential" else 0.0


def reach(wish: Distribution) -> tuple[float, float]:
    """The least and the most that a complete distribution gives."""
    given, origin = dict(wish.params), origin_of(wish)
    ends = quantile_of(wish).at(np.array([0, 2**64 - 1], dtype=np.uint64)).astype(np.float64) + origin
    return max(float(ends[0]), given.get("low", -np.inf)), min(float(ends[1]), given.get("high", np.inf))


def middle(wish: Distribution) -> float:
    """The number that half of a complete distribution lies below."""
    return float(quantile_of(wish).at(np.array([2**63], dtype=np.uint64))[0]) + origin_of(wish)


def spread_along(wish: Distribution, axis: Axis) -> Spread:
    """The spread of a complete distribution over the values of an axis; raises Unfit."""
    if wish.kind == "zipf":
        return Popular(len(axis.values) or axis.count - len(axis.places), dict(wish.params)["s"])
    if axis.values:
        return _over_list(wish, [float(value) for value in axis.values], (), axis)
    if axis.places and axis.count <= _FEW:
        values = [float(axis.first + axis.step * place) for place in range(axis.count)]
        return _over_list(wish, values, axis.places, axis)
    return _over_grid(wish, axis)


def _over_grid(wish: Distribution, axis: Axis) -> Spread:
    first, last = inside(wish, axis)
    given = dict(wish.params)
    if wish.kind == "uniform" and first == 0 and last == axis.count - 1 and not axis.places:
        return Even(axis.count)
    if wish.kind == "uniform":  # every value as often, those at the ends too
        half, start = axis.step / 2, axis.first
        ends = {"low": float(start + axis.step * first - half), "high": float(start + axis.step * last + half)}
        wish = replace(wish, params=tuple(sorted((given | ends).items())))
    quantile, origin = quantile_of(wish), origin_of(wish)
    edges = [axis.first + axis.step * (place - Fraction(1, 2)) - Fraction(origin) for place in (first, last + 1)]
    word, end = (position(quantile, float(edge)) for edge in edges)
    _enough(wish, end - word, axis)
    step = float(axis.step)
    return Scaled(wish, float(axis.first), step, axis.count, word, end - word, origin, axis.places)


def inside(wish: Distribution, axis: Axis) -> tuple[int, int]:
    """The places of the first and the last value between the ends that the wish names."""
    given = dict(wish.params)
    first, last = 0, axis.count - 1
    if "low" in given and wish.kind != "beta":
        first = max(first, -((axis.first - Fraction(given["low"])) // axis.step))
    if "high" in given and wish.kind != "beta":
        last = min(last, (Fraction(given["high"]) - axis.first) // axis.step)
    if first > last:
        raise Unfit(_missed(wish, axis))
    return first, last


def _over_list(wish: Distribution, values: Sequence[float], places: Sequence[int], axis: Axis) -> Spread:
    """Each value of a list gets what is nearest to it; beyond its ends nothing is."""
    given = dict(wish.params)
    low, high = given.get("low", -np.inf), given.get("high", np.inf)
    shares = [1] * len(values) if wish.kind == "uniform" else _cells(wish, values)
    left_out = set(places)
    weights = [
        share if place not in left_out and low <= value <= high else 0
        for place, (share, value) in enumerate(zip(shares, values, strict=True))
    ]
    if wish.kind != "uniform" or not any(weights):
        _enough(wish, sum(weights), axis)
    return weighted(tuple(weight for place, weight in enumerate(weights) if place not in left_out))


def _cells(wish: Distribution, values: Sequence[float]) -> list[int]:
    """How many words give what is nearest to each value."""
    inner = [(a + b) / 2 for a, b in itertools.pairwise(values)]
    gaps = (inner[0] - values[0], values[-1] - inner[-1]) if inner else (0.5, 0.5)
    edges = [values[0] - gaps[0], *inner, values[-1] + gaps[1]]
    words = positions(quantile_of(wish), [edge - origin_of(wish) for edge in edges])
    return [after - before for before, after in itertools.pairwise(words)]


def positions(quantile: Quantile, values: Sequence[float]) -> list[int]:
    """How many of the 2**64 words give less than each value."""
    wanted = np.array(values)
    low, high = np.zeros(len(wanted), dtype=np.uint64), np.full(len(wanted), 2**64 - 1, dtype=np.uint64)
    for _ in range(64):
        middle = low + (high - low) // np.uint64(2)
        below = quantile.at(middle.copy()).astype(np.float64) < wanted
        low = np.where(below & (low < high), np.minimum(middle + np.uint64(1), high), low)
        high = np.where(below, high, middle)
    last = quantile.at(np.array([const(-1)])).astype(np.float64)[0]
    return [2**64 if value > last else int(word) for word, value in zip(low, wanted, strict=True)]


def _enough(wish: Distribution, words: int, axis: Axis) -> None:
    if words < _LEAST:
        raise Unfit(_missed(wish, axis))


def _missed(wish: Distribution, axis: Axis) -> Problem:
    what = f"{told(wish)} has no value that the column can hold"
    return Problem(what, why=f"the values lie between {axis.low:g} and {axis.high:g}", help="choose other parameters")


def told(wish: Distribution) -> str:
    """A distribution as people write it."""
    if wish.weights:
        shown = [f"{value}={weight:g}" for value, weight in wish.weights[:4]]
        return f"{wish.kind}:{','.join(shown)}{',…' if len(wish.weights) > 4 else ''}"
    if wish.edges:
        return f"{wish.kind}: {len(wish.shares)} bins from {wish.edges[0]} to {wish.edges[-1]}"
    params = ",".join(f"{name}={value:g}" for name, value in wish.params)
    return f"{wish.kind}:{params}" if params else wish.kind
