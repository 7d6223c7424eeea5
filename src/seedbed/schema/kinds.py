"""The kinds of distributions that a user may name, and the parameters of each: data that readers and planners share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from seedbed.classes import dataclass

__all__ = ["BOUNDS", "KINDS", "Kind"]

BOUNDS = ("low", "high")
"""Every kind may be cut off below and above by these parameters; left out, the limits of the column cut it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of distribution.

    `params` are its own parameters in the order in which they may be given without names; each may be left out, and
    is then taken from what the column can hold. `positive` ones are more than 0, `also` are other names by which
    people know a parameter, `inverse` those that say one divided by it.
    """

    says: str
    params: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inverse: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def names(self) -> tuple[str, ...]:
        """Every parameter under its first name."""
        return tuple(dict.fromkeys((*self.params, *BOUNDS)))


_SPREAD = {"mu": "mean", "loc": "mean", "sigma": "std", "sd": "std", "stddev": "std"}

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "uniform": Kind("every value as often", ("low", "high"), also={"min": "low", "max": "high"}),
        "normal": Kind("a bell around the mean", ("mean", "std"), ("std",), {**_SPREAD, "scale": "std"}),
        "lognormal": Kind(
            "a bell of logarithms, whose mean and deviation are given: a long tail above",
            ("mean", "std"),
            ("std",),
            _SPREAD,
        ),
        "zipf": Kind("the r-th value as often as 1/r^s: few are popular", ("s",), ("s",), {"a": "s", "alpha": "s"}),
        "exponential": Kind(
            "many small values, ever fewer large ones, counted from the lowest",
            ("mean",),
            ("mean",),
            {"scale": "mean"},
            {"rate": "mean", "lambda": "mean", "lam": "mean"},
        ),
        "poisson": Kind(
            "how many events happen in a while", ("mean",), ("mean",), {"lambda": "mean", "lam": "mean", "mu": "mean"}
        ),
        "beta": Kind(
            "between the lowest and the highest value, as a and b bend it",
            ("a", "b"),
            ("a", "b"),
            {"alpha": "a", "beta": "b"},
        ),
        "choice": Kind("the values that are named, by their weights"),
        "empirical": Kind("a histogram: its edges, and the share of each bin"),
    }
)
"""Every kind by its name. A `choice` has weights in place of parameters, what is `empirical` edges and shares."""
