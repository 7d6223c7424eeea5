"""Tails of the laws that test statistics follow, against those of SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from seedbed.schema.recipe import Distribution
from seedbed.validate.spread.reference import below
from seedbed.validate.spread.tails import beta_below, chi_squared_tail, gamma_above, holm, kolmogorov_tail, normal_tail

stats = pytest.importorskip("scipy.stats")
BINS = stats.rv_histogram(((1, 3), (0, 2, 8)), density=False)


@pytest.mark.parametrize(("rows", "off"), [(30, 5e-4), (100, 2e-4), (1000, 3e-5), (20_000, 3e-6)])
def test_the_tail_of_kolmogorov(rows: int, off: float) -> None:
    for z in np.linspace(0.2, 2.5, 24):
        distance = float(z / np.sqrt(rows))
        assert kolmogorov_tail(distance, rows) == pytest.approx(stats.kstwo.sf(distance, rows), abs=off)
    assert kolmogorov_tail(0.0, rows) == 1
    assert kolmogorov_tail(5 / np.sqrt(rows), rows) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("freedom", [1, 2, 7, 60, 900])
def test_the_tail_of_chi_squared(freedom: int) -> None:
    for statistic in np.linspace(0, 3, 16) * freedom:
        tail = chi_squared_tail(float(statistic), freedom)
        assert tail == pytest.approx(stats.chi2.sf(statistic, freedom), rel=1e-10, abs=1e-300)


def test_the_tail_of_the_normal_law() -> None:
    for z in (-3.0, 0.0, 0.5, 6.0):
        assert normal_tail(z) == pytest.approx(2 * stats.norm.sf(abs(z)), rel=1e-12)


@pytest.mark.parametrize(("a", "b"), [(0.2, 0.2), (2, 5), (500, 3), (1000, 1000)])
def test_the_beta_law(a: float, b: float) -> None:
    x = np.linspace(-0.1, 1.1, 61)
    assert beta_below(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-10)


def test_the_gamma_law_is_that_of_poisson_turned_round() -> None:
    counts = np.arange(0, 300, dtype=np.float64)
    for mean in (0.5, 20.0, 200.0, 2000.0):
        assert gamma_above(counts + 1, np.full(300, mean)) == pytest.approx(stats.poisson.cdf(counts, mean), abs=1e-12)
    assert gamma_above(np.array([2.0]), np.array([0.0])).tolist() == [1.0]


@pytest.mark.parametrize(
    ("wish", "law"),
    [
        (Distribution("uniform", (("low", 2.0), ("high", 4.0))), stats.uniform(2, 2)),
        (Distribution("normal", (("mean", 3.0), ("std", 2.0))), stats.norm(3, 2)),
        (Distribution("lognormal", (("mean", 1.0), ("std", 0.5))), stats.lognorm(0.5, scale=np.e)),
        (Distribution("exponential", (("mean", 2.0),)), stats.expon(scale=2)),
        (Distribution("poisson", (("mean", 3.5),)), stats.poisson(3.5)),
        (Distribution("beta", (("a", 2.0), ("b", 3.0), ("low", -1.0), ("high", 9.0))), stats.beta(2, 3, -1, 10)),
        (Distribution("empirical", edges=("0", "2", "8"), shares=(1.0, 3.0)), BINS),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)  # fmt: skip
def test_distribution_functions_are_those_of_scipy(wish: Distribution, law: object) -> None:
    x = np.linspace(-2, 12, 57)
    assert below(wish, x) == pytest.approx(law.cdf(x), abs=1e-10)  # type: ignore[attr-defined]


def test_a_list_of_values_and_what_is_none() -> None:
    listed = Distribution("empirical", weights=(("2", 1.0), ("1", 3.0)))
    assert below(listed, np.array([0.0, 1.0, 1.5, 2.0])).tolist() == [0, 0.75, 0.75, 1]
    with pytest.raises(ValueError, match="no distribution function"):
        below(Distribution("choice"), np.zeros(1))


def test_holm() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []
    assert holm([0.9, 0.9]) == [1, 1]
