"""Distribution functions as the textbooks have them, and the chances of the values that a column can hold.

They share nothing with the tables that data are drawn from: a flaw there shows here.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Distribution, TimeProfile
from seedbed.validate.spread.tails import beta_below, gamma_above, normal_below

__all__ = ["below", "cell_chances", "cut", "days_chances", "hour_chances", "parent_chances", "rank_chances"]

Floats = NDArray[np.float64]

_EPOCH = date(1970, 1, 1)


def below(wish: Distribution, x: Floats) -> Floats:
    """The chance of a value of at most x, not cut to any ends."""
    given = dict(wish.params)
    match wish.kind:
        case "uniform":
            return np.clip((x - given["low"]) / (given["high"] - given["low"]), 0.0, 1.0)
        case "normal":
            return normal_below((x - given["mean"]) / given["std"])
        case "lognormal":
            with np.errstate(divide="ignore"):
                logs = np.log(np.maximum(x, 0.0))
            return normal_below((logs - given["mean"]) / given["std"])
        case "exponential":
            return np.asarray(-np.expm1(-np.maximum(x, 0.0) / given["mean"]))
        case "poisson":
            whole = np.floor(x) + 1
            return np.where(whole >= 1, gamma_above(np.maximum(whole, 1.0), np.full(x.shape, given["mean"])), 0.0)
        case "beta":
            return beta_below((x - given["low"]) / (given["high"] - given["low"]), given["a"], given["b"])
        case "empirical" if wish.weights:
            pairs = sorted((float(value), weight) for value, weight in wish.weights)
            sums = np.array([0.0, *accumulate(weight for _, weight in pairs)])
            return np.asarray(sums[np.searchsorted([value for value, _ in pairs], x, side="right")] / sums[-1])
        case "empirical":
            sums = np.array([0.0, *accumulate(wish.shares)])
            return np.asarray(np.interp(x, [float(edge) for edge in wish.edges], sums / sums[-1]))
    raise ValueError(f"no distribution function is known of {wish.kind}")


def cut(declared: Declared, x: Floats) -> Floats:
    """The chance of a value of at most x for a column with evenly spaced values, x half a step above one of them."""
    wish, half = declared.distribution, declared.step / 2
    if wish is None:
        raise ValueError("a distribution was declared")
    ends = below(wish, np.array([declared.low - half, declared.high + half]) - declared.origin)
    return np.asarray(np.clip((below(wish, x - declared.origin) - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))


def cell_chances(declared: Declared) -> tuple[Floats, Floats]:
    """The values of a column that holds few of them, and the chance of each."""
    wish = declared.distribution
    if wish is None:
        raise ValueError("a distribution was declared")
    if declared.listed:
        values = np.array([float(value) for value in declared.listed])
    else:
        count = round((declared.high - declared.low) / declared.step) + 1
        values = declared.low + declared.step * np.arange(count)
    if wish.kind == "zipf":
        kept = values[~_among(values, declared.left_out)]
        return kept, rank_chances(wish, len(kept))
    chances = _nearest(wish, values, declared)
    if wish.kind == "uniform" and declared.listed:
        given = dict(wish.params)
        chances = ((values >= given["low"]) & (values <= given["high"])).astype(np.float64)
    chances[_among(values, declared.left_out)] = 0.0
    return values, np.asarray(chances / chances.sum())


def _nearest(wish: Distribution, values: Floats, declared: Declared) -> Floats:
    """The chance of what is nearest to each value."""
    inner = (values[1:] + values[:-1]) / 2
    gap = (inner[0] - values[0], values[-1] - inner[-1]) if len(inner) else (0.5, 0.5)
    edges = np.concatenate([[values[0] - gap[0]], inner, [values[-1] + gap[1]]])
    chances = np.diff(below(wish, np.asarray(edges - declared.origin, dtype=np.float64)))
    given = dict(wish.params)
    if wish.kind != "beta":
        slack = 1e-9 * max(1.0, abs(float(values[-1])))
        chances[(values < given.get("low", -math.inf) - slack) | (values > given.get("high", math.inf) + slack)] = 0.0
    return np.asarray(chances)


def _among(values: Floats, left_out: tuple[float, ...]) -> NDArray[np.bool_]:
    found = np.zeros(len(values), dtype=np.bool_)
    for value in left_out:
        found |= np.isclose(values, value, rtol=1e-12, atol=1e-9)
    return found


def parent_chances(declared: Declared) -> Floats:
    """The chance of each parent that a child refers to it, in some order."""
    if declared.distribution is not None:
        return rank_chances(declared.distribution, int(declared.high))
    weights = np.repeat(np.array(declared.shares), [int(parents) for parents in declared.listed])
    return np.asarray(weights / weights.sum())


def rank_chances(wish: Distribution, size: int) -> Floats:
    """The chance of each of the ranks 1 to size."""
    ranks = np.arange(1, size + 1, dtype=np.float64)
    if wish.kind == "zipf":
        weights = ranks ** -dict(wish.params)["s"]
        return np.asarray(weights / weights.sum())
    given = dict(wish.params)
    start = given.get("low", 0.0) if wish.kind == "exponential" else 0.0
    edges = np.arange(size + 1, dtype=np.float64) + (0.5 - start)
    chances = np.diff(below(wish, edges))
    if wish.kind == "uniform":
        chances = np.ones(size)
    if wish.kind != "beta":
        chances[(ranks < given.get("low", -math.inf)) | (ranks > given.get("high", math.inf))] = 0.0
    return np.asarray(chances / chances.sum())


def hour_chances(times: TimeProfile) -> Floats:
    """The chance of each hour of a day."""
    hours = np.array(times.hours or (1.0,) * 24)
    return np.asarray(hours / hours.sum())


def days_chances(times: TimeProfile, low: float, high: float) -> Floats:
    """The chance of each day from low to high; the first and the last count as far as moments of theirs do."""
    first, last = math.floor(low), math.floor(high)
    hours = np.concatenate([[0.0], np.cumsum(hour_chances(times))])
    parts = np.ones(last - first + 1)
    parts[-1] = np.interp((high - last) * 24, np.arange(25), hours) if high > last else 1.0
    parts[0] -= np.interp((low - first) * 24, np.arange(25), hours)
    weights = []
    for number in range(last - first + 1):
        day = _EPOCH + timedelta(days=first + number)
        weight = times.weekdays[day.weekday()] if times.weekdays else 1.0
        weight *= times.months[day.month - 1] if times.months else 1.0
        weights.append(weight * (1 + times.growth) ** (number / 365.25))
    chances = parts * np.array(weights)
    return np.asarray(chances / chances.sum())
