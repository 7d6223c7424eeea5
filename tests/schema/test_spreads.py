"""The kinds of distributions, and what is said of a wish for none of them."""

from __future__ import annotations

import math

import pytest

from seedbed.schema.kinds import KINDS
from seedbed.schema.recipe import Distribution
from seedbed.schema.spreads import faults


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"choice", "empirical"}))
def test_every_kind_may_be_named_alone(kind: str) -> None:
    assert faults(Distribution(kind)) == ()


@pytest.mark.parametrize(
    ("wish", "what", "help"),
    [
        (Distribution("nromal"), "there is no distribution nromal", "did you mean normal?"),
        (Distribution("qqq"), "there is no distribution qqq", "the kinds are uniform"),
        (Distribution("normal", (("maen", 3),)), "normal has no parameter maen", "did you mean mean?"),
        (Distribution("zipf", (("qqq", 3),)), "zipf has no parameter qqq", "zipf takes s, low"),
        (Distribution("normal", (("std", 0),)), "std=0 is out of range", "std is more than 0"),
        (Distribution("beta", (("a", 0.1),)), "a=0.1 is out of range", "a is at least 0.2, at most 1000"),
        (Distribution("normal", (("mean", math.nan),)), "mean=nan is no number", ""),
        (Distribution("normal", (("mean", 1), ("mean", 2))), "mean is given twice", ""),
        (Distribution("uniform", (("low", 2), ("high", 1))), "low=2 is not below high=1", ""),
        (Distribution("choice"), "a choice without values", "paid=70"),
        (Distribution("choice", weights=(("a", -1.0), ("b", 1.0))), "-1.0 is no weight of 'a'", ""),
        (Distribution("choice", weights=(("a", 0.0),)), "no value of the choice has a weight", ""),
        (Distribution("choice", weights=(("a", 1.0), ("a", 2.0))), "'a' is listed twice", ""),
        (Distribution("normal", weights=(("a", 1.0),)), "normal has no weights", "of the kind choice"),
        (Distribution("empirical", edges=("1",), shares=()), "1 edges and 0 shares", "one edge more"),
        (Distribution("empirical", edges=("1", "2"), shares=(-1.0,)), "the shares of a histogram", ""),
        (Distribution("empirical", edges=("2", "1"), shares=(1.0,)), "the edges of a histogram rise", ""),
    ],
)
def test_faults_are_named(wish: Distribution, what: str, help: str) -> None:
    problem, *_ = faults(wish, "t.c")
    assert problem.where == "t.c"
    assert what in problem.what
    assert help in problem.help


def test_histograms_of_dates_and_of_values_are_left_to_their_column() -> None:
    assert faults(Distribution("empirical", edges=("2024-01-01", "2025-01-01"), shares=(1.0,))) == ()
    assert faults(Distribution("empirical", weights=(("a", 1.0), ("b", 2.0)))) == ()
