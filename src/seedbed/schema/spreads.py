"""What is wrong with a distribution, whatever its column may be: unknown words, impossible numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from seedbed.errors import Problem
from seedbed.schema.kinds import KINDS, Kind
from seedbed.schema.recipe import Distribution

__all__ = ["faults"]

_FAR = 1e15  # further numbers lose their ones in a float
_RANGES: Mapping[tuple[str, str], tuple[float, float]] = {
    ("lognormal", "mean"): (-30, 30),
    ("lognormal", "std"): (0, 6),
    ("poisson", "mean"): (0, 1e7),
    ("beta", "a"): (0.2, 1000),
    ("beta", "b"): (0.2, 1000),
    ("zipf", "s"): (0, 20),
}


def faults(wish: Distribution, where: str = "") -> tuple[Problem, ...]:
    """The problems of a distribution, none where it can be followed."""
    if wish.kind not in KINDS:
        return (Problem(f"there is no distribution {wish.kind}", where, help=_near(wish.kind, KINDS, "the kinds are")),)
    return tuple(replace(problem, where=where) for problem in _faults(wish, KINDS[wish.kind]))


def _faults(wish: Distribution, kind: Kind) -> Iterator[Problem]:
    names = [name for name, _ in wish.params]
    for name, value in wish.params:
        if name not in kind.names:
            yield Problem(f"{wish.kind} has no parameter {name}", help=_near(name, kind.names, f"{wish.kind} takes"))
        elif not math.isfinite(value):
            yield Problem(f"{name}={value} is no number of a distribution")
        else:
            yield from _out_of_range(wish.kind, name, value, positive=name in kind.positive)
    yield from (Problem(f"{name} is given twice") for name in dict.fromkeys(names) if names.count(name) > 1)
    yield from _crossed(dict(wish.params))
    if wish.kind == "choice":
        yield from _weights(wish)
    elif wish.weights and wish.kind != "empirical":
        yield Problem(f"{wish.kind} has no weights", help="a weighted choice is of the kind choice")
    if wish.kind == "empirical":
        yield from _weights(wish) if wish.weights and not wish.edges else _bins(wish)


def _out_of_range(kind: str, name: str, value: float, *, positive: bool) -> Iterator[Problem]:
    least, most = _RANGES.get((kind, name), (0 if positive else -_FAR, _FAR))
    if not least <= value <= most or (positive and value == 0):
        help = f"{name} is {'more than' if positive and least == 0 else 'at least'} {least:g}, at most {most:g}"
        yield Problem(f"{name}={value:g} is out of range", help=help)


def _crossed(given: Mapping[str, float]) -> Iterator[Problem]:
    if given.get("low", -math.inf) >= given.get("high", math.inf):
        yield Problem(f"low={given['low']:g} is not below high={given['high']:g}")


def _weights(wish: Distribution) -> Iterator[Problem]:
    if not wish.weights:
        yield Problem("a choice without values", help="give each value its weight: paid=70,open=30")
        return
    for value, weight in wish.weights:
        if not (math.isfinite(weight) and weight >= 0):
            yield Problem(f"{weight} is no weight of {value!r}", help="weights are 0 or more")
    if not any(math.isfinite(weight) and weight > 0 for _, weight in wish.weights):
        yield Problem("no value of the choice has a weight")
    values = [value for value, _ in wish.weights]
    yield from (Problem(f"{value!r} is listed twice") for value in dict.fromkeys(values) if values.count(value) > 1)


def _bins(wish: Distribution) -> Iterator[Problem]:
    if len(wish.edges) != len(wish.shares) + 1 or len(wish.edges) < 2:
        what = f"{len(wish.edges)} edges and {len(wish.shares)} shares"
        yield Problem(what, help="a histogram has one edge more than it has bins")
    elif not all(math.isfinite(share) and share >= 0 for share in wish.shares) or not sum(wish.shares):
        yield Problem("the shares of a histogram are 0 or more, and one of them is more")
    else:
        numbers = [_number(edge) for edge in wish.edges]  # dates are read by their column
        if any(low is not None and high is not None and low > high for low, high in pairwise(numbers)):
            yield Problem("the edges of a histogram rise")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _near(name: str, known: Iterable[str], told: str) -> str:
    near = get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else f"{told} {', '.join(known)}"
