from __future__ import annotations

import math
from collections.abc import Callable
from decimal import localcontext
from fractions import Fraction
from functools import cache, partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.sampling import quantiles
from seedbed.sampling.bits import Draw
from seedbed.sampling.quantiles import Quantile

WORDS = Draw.of(11, "quantiles").words(np.arange(200_000, dtype=np.uint64))


def phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def beta_2_5(x: float) -> float:
    return sum(math.comb(6, k) * x**k * (1 - x) ** (6 - k) for k in range(2, 7))


def distance(table: Quantile, below: Callable[[float], float]) -> float:
    """The largest gap between the drawn and the true distribution function (Kolmogorov and Smirnov)."""
    values = np.sort(table.at(WORDS))[::50]
    return float(max(abs(below(float(v)) - i * 50 / WORDS.size) for i, v in enumerate(values)))


Make = Callable[[], Quantile]
"""What makes a table: some take a second, and only a process that runs their tests needs them."""


@cache
def made(make: Make) -> Quantile:
    return make()


def adults() -> Quantile:
    return quantiles.within(quantiles.normal(35, 12), 18, 65)


CONTINUOUS: list[tuple[Make, Callable[[float], float]]] = [
    (partial(quantiles.uniform, -1, 3), lambda x: (x + 1) / 4),
    (partial(quantiles.normal, 35, 12), lambda x: phi((x - 35) / 12)),
    (partial(quantiles.lognormal, 1, 0.5), lambda x: phi((math.log(x) - 1) / 0.5)),
    (partial(quantiles.exponential, 3), lambda x: 1 - math.exp(-x / 3)),
    (partial(quantiles.beta, 2, 5), beta_2_5),
    (partial(quantiles.beta, 0.5, 0.5), lambda x: 2 / math.pi * math.asin(math.sqrt(x))),
    (partial(quantiles.beta, 1, 3, 10, 20), lambda x: 1 - (1 - (x - 10) / 10) ** 3),
    (partial(quantiles.beta, Fraction(1, 5), 1), lambda x: x**0.2),
    (adults, lambda x: (phi((x - 35) / 12) - 0.078286) / 0.915504),
]


@pytest.mark.parametrize(("make", "below"), CONTINUOUS)
def test_values_follow_the_distribution(make: Make, below: Callable[[float], float]) -> None:
    assert distance(made(make), below) < 1.95 / WORDS.size**0.5


EVERY: list[Make] = [make for make, _ in CONTINUOUS] + [
    partial(quantiles.poisson, 3.5),
    partial(quantiles.choice, [1, 0, 2]),
    partial(quantiles.zipf, 10**7, 1.5),
    partial(quantiles.histogram, [0, 1, 10, 100], [5, 3, 2]),
    partial(quantiles.empirical, [(5, 1), (1, 3)]),
]


@pytest.mark.parametrize("make", EVERY, ids=lambda make: getattr(make, "func", make).__name__)
def test_values_grow_with_the_word_and_come_one_by_one(make: Make) -> None:
    table = made(make)
    ends = np.array([0, 1, 2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1], dtype=np.uint64)
    ordered = np.sort(np.concatenate([ends, WORDS[:20_000]]))
    values = table.at(ordered)
    assert (np.diff(values.astype(float)) >= -1e-12 * np.abs(values.astype(float)).max()).all()
    assert values[::-777].tolist() == [table.at(ordered[i : i + 1])[0] for i in range(len(ordered))[::-777]]


def test_the_normal_table_is_exact_at_its_places() -> None:
    table = quantiles.normal()
    # Places are 16 for each halving: index -1 is 1/2, -17 is 1/4; the deepest is 2**-41.
    assert table.lower[-1] == table.upper[-1] == 0
    assert table.lower[-17] == -0.6744897501960817
    assert table.lower[0] == -table.upper[0]
    assert phi(table.lower[0]) == pytest.approx(2.0**-41, rel=1e-9)


@pytest.mark.parametrize("a", [Fraction(1, 2), 3, 40])
def test_a_symmetric_beta_is_symmetric(a: Fraction) -> None:
    table = quantiles.beta(a, a)
    assert table.lower[-1] == pytest.approx(0.5, abs=1e-15)
    assert np.array(table.lower) + np.array(table.upper) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(("a", "b"), [(1000, 3), (Fraction(1, 5), Fraction(1, 5)), (3, 1000)])
def test_a_skewed_beta_has_its_mean(a: Fraction, b: Fraction) -> None:
    values = quantiles.beta(a, b).at(WORDS)
    assert values.min() >= 0
    assert values.max() <= 1
    assert values.mean() == pytest.approx(float(Fraction(a) / (a + b)), abs=4 * values.std() / WORDS.size**0.5)


@pytest.mark.parametrize("mean", [0.01, 3.5, 40, 10_000])
def test_poisson_thresholds_are_its_distribution(mean: float) -> None:
    table = quantiles.poisson(mean)
    place = table.thresholds[len(table.thresholds) // 2] / 2**64
    k = table.start + len(table.thresholds) // 2
    below = sum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1))
    assert place == pytest.approx(below, rel=1e-9)
    values = table.at(WORDS)
    assert values.mean() == pytest.approx(mean, abs=4 * (mean / WORDS.size) ** 0.5)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any))
def test_choice_has_exact_thresholds(weights: list[int]) -> None:
    table = quantiles.choice(weights)
    words = WORDS[:500]
    cumulated = np.cumsum(weights)
    expected = [int(np.searchsorted(cumulated, int(word) * sum(weights) // 2**64, side="right")) for word in words]
    found = table.at(words).tolist()
    assert found == expected
    assert all(weights[index] for index in found)


def test_choice_takes_fractions_and_many() -> None:
    assert quantiles.choice([Fraction(1, 3), Fraction(2, 3)]).thresholds == (2**64 // 3,)
    many = quantiles.choice(range(1, 5001))
    assert many.at(WORDS).tolist() == np.searchsorted(np.array(many.thresholds, np.uint64), WORDS, "right").tolist()
    assert quantiles.choice([0, 7, 0]).at(WORDS[:50]).tolist() == [1] * 50


def test_few_ranks_are_exact() -> None:
    table = quantiles.zipf(4, 1)
    assert [round(t / 2**64 * 25) for t in table.thresholds] == [12, 18, 22]
    assert set(table.at(WORDS).tolist()) == {0, 1, 2, 3}
    assert quantiles.zipf(1).at(WORDS[:9]).tolist() == [0] * 9


@pytest.mark.parametrize("exponent", [Fraction(1), Fraction(3, 2), Fraction(1, 2), Fraction(0)])
def test_far_ranks_have_their_share(exponent: Fraction) -> None:
    n = 200_000
    weights = np.arange(1, n + 1, dtype=np.float64) ** -float(exponent)
    shares = np.cumsum(weights) / weights.sum()
    table = quantiles.zipf(n, exponent)
    ends = np.array(table.edges[1:-1]) - 1
    assert np.array(table.thresholds) / 2.0**64 == pytest.approx(shares[ends], abs=1e-12)
    drawn = np.sort(table.at(WORDS).astype(np.int64))
    assert np.abs(shares[drawn] - np.arange(1, drawn.size + 1) / drawn.size)[drawn > 50].max() < 0.01
    assert int(drawn.max()) < n


def test_ranks_by_the_trillion_store_few() -> None:
    table = quantiles.zipf(10**12, 1.2)
    assert len(table.edges) < 10_000
    assert int(table.at(np.array([2**64 - 1], dtype=np.uint64))[0]) == 10**12 - 1


def test_a_histogram_fills_its_bins() -> None:
    values = quantiles.histogram([0, 1, 10, 100], [5, 3, 2]).at(WORDS)
    assert [round(float(((values >= a) & (values < b)).mean()), 2) for a, b in ((0, 1), (1, 10), (10, 100))] == [
        0.5,
        0.3,
        0.2,
    ]
    assert values[(values >= 10)].mean() == pytest.approx(55, abs=0.6)


def test_given_values_come_in_order() -> None:
    table = quantiles.empirical([(5, 1), (1, 3)])
    assert table.values == (1.0, 5.0)
    assert table.at(np.array([0, 3 << 62], dtype=np.uint64)).tolist() == [1.0, 5.0]


def test_position_counts_the_words_below() -> None:
    table = quantiles.normal(35, 12)
    word = quantiles.position(table, 50)
    around = table.at(np.array([word - 1, word], dtype=np.uint64))
    assert around[0] < 50 <= around[1]
    assert word / 2**64 == pytest.approx(phi(15 / 12), abs=1e-4)
    assert quantiles.position(table, -1e9) == 0
    assert quantiles.position(table, 1e9) == 2**64


def test_a_second_cut_lies_in_the_first() -> None:
    once = quantiles.within(quantiles.normal(0, 1), -1, 2)
    twice = quantiles.within(once, 0, 5)
    values = twice.at(WORDS)
    assert values.min() >= 0
    assert values.max() <= 2
    assert np.median(values) == pytest.approx(0.640, abs=0.01)  # where phi is half way from phi(0) to phi(2)
    assert quantiles.within(once, None, None).at(WORDS[:99]).tolist() == once.at(WORDS[:99]).tolist()


def test_one_end_may_stay_open() -> None:
    assert quantiles.within(quantiles.exponential(1), 3, None).at(WORDS).min() >= 3
    assert quantiles.within(quantiles.exponential(1), None, 0.5).at(WORDS).max() <= 0.5


def test_digests_tell_tables_apart() -> None:
    every = list(map(made, EVERY))
    assert len({quantiles.digest(table) for table in every}) == len(every)
    assert quantiles.digest(quantiles.normal(1, 2)) == quantiles.digest(quantiles.normal(1, 2))
    assert len({*every, *every}) == len(every)


def test_the_callers_decimal_context_changes_nothing() -> None:
    plain = [quantiles.exponential(2), quantiles.lognormal(0, 2), quantiles.zipf(3000, 1), quantiles.poisson(7)]
    with localcontext(prec=5):
        narrow = [quantiles.exponential(2), quantiles.lognormal(0, 2), quantiles.zipf(3000, 1), quantiles.poisson(7)]
    assert plain == narrow


@pytest.mark.parametrize(
    "make",
    [
        lambda: quantiles.beta(0.1, 1),
        lambda: quantiles.beta(1, 1001),
        lambda: quantiles.poisson(0),
        lambda: quantiles.poisson(1e9),
        lambda: quantiles.zipf(0, 1),
        lambda: quantiles.zipf(5, -1),
        lambda: quantiles.choice([0, 0]),
        lambda: quantiles.choice([1, -1]),
        lambda: quantiles.histogram([0, 1], [1, 2]),
        lambda: quantiles.histogram([1, 0], [1]),
        lambda: quantiles.within(quantiles.exponential(1), 9, 3),
        lambda: quantiles.within(quantiles.exponential(1), None, -3),
    ],
)
def test_parameters_that_make_no_sense_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"distribution|weights|histogram"):
        make()
