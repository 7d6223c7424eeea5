"""Spreads: words to indexes that rise, in the shares that were asked for."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from seedbed.generators.domains.grid import Grid
from seedbed.generators.shaped import Shaped
from seedbed.generators.spread import (
    Calendar,
    Even,
    Popular,
    Scaled,
    Spread,
    Weighted,
    quantile_of,
    weighted,
)
from seedbed.generators.units import Value
from seedbed.sampling.bits import Draw
from seedbed.schema.recipe import Distribution, TimeProfile
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator

DAY = 86_400_000_000
WORDS = Draw.of(1, "spread").words(np.arange(20_000, dtype=np.uint64))
WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0)
OFFICE = (0.0,) * 9 + (1.0,) * 8 + (0.0,) * 7
NORMAL = Distribution("normal", (("mean", 35.0), ("std", 12.0)))
SPREADS: list[Spread] = [
    Even(1000),
    weighted((3, 0, 1)),
    Popular(5000, 1.0),
    Scaled(NORMAL, 18.0, 1.0, 83),
    Scaled(NORMAL, 18.0, 1.0, 83, 2**62, 2**62, places=(3, 20, 82)),
    Scaled(Distribution("poisson", (("mean", 4.0),)), 0.0, 1.0, 10),
    Scaled(Distribution("exponential", (("mean", 4.0),)), 0.0, 0.25, 2**60, origin=7.0),
    Calendar(TimeProfile(WEEK, OFFICE, growth=1.0), 18_000 * DAY + 10 * DAY // 24, 1_000_000, 400 * 86_400),
    Calendar(TimeProfile(weekdays=WEEK, months=(1.0,) * 6 + (3.0,) * 6), 18_000 * DAY, DAY, 730),
    Calendar(TimeProfile(weekdays=(0.0, 1.0) + (0.0,) * 5), 18_000 * DAY, DAY, 2),
]


@pytest.mark.parametrize("spread", SPREADS, ids=lambda spread: type(spread).__name__)
def test_indexes_rise_with_the_word_and_stay_inside(spread: Spread) -> None:
    ends = np.array([0, 2**64 - 1], dtype=np.uint64)
    index = spread.at(np.sort(np.concatenate([WORDS, ends])))
    assert index.dtype == np.uint64
    assert index.max() < spread.size
    assert (np.diff(index.view(np.int64)) >= 0).all()
    again = np.sort(WORDS)[::-1]
    assert (spread.at(again.copy()) == spread.at(np.sort(WORDS))[::-1]).all()


def test_weights_are_shares() -> None:
    found = Counter(weighted((3, 0, 1)).at(WORDS).tolist())
    assert found.keys() == {0, 2}
    assert found[0] / len(WORDS) == pytest.approx(0.75, abs=0.01)


def test_a_calendar_follows_weekdays_hours_and_growth() -> None:
    calendar = SPREADS[7]
    assert isinstance(calendar, Calendar)
    moments = calendar.at(WORDS).astype(np.int64) * calendar.step + calendar.first
    days = Counter(((moments // DAY + 3) % 7).tolist())
    assert set(days) == set(range(6))
    assert days[5] / days[0] == pytest.approx(0.5, abs=0.1)
    assert Counter((moments % DAY // (DAY // 24)).tolist()).keys() == set(range(9, 17))
    weeks = Counter(((moments // DAY - 18_000) // 7).tolist())
    year = [sum(weeks[week] for week in range(start, start + 4)) for start in (1, 53)]
    assert year[1] / year[0] == pytest.approx(2, rel=0.15)


def test_a_calendar_follows_months() -> None:
    calendar = SPREADS[8]
    days = (calendar.at(WORDS).astype(np.int64) + 18_000).astype("datetime64[D]")
    months = Counter((days.astype("datetime64[M]").astype(int) % 12).tolist())
    assert sum(months[month] for month in range(6, 12)) / len(WORDS) == pytest.approx(0.75, abs=0.02)


def test_a_calendar_whose_days_have_no_weight_takes_them_all() -> None:
    assert set(SPREADS[9].at(WORDS).tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("wish", "median"),
    [
        (Distribution("uniform", (("low", 2.0), ("high", 4.0))), 3),
        (Distribution("normal", (("mean", 5.0), ("std", 2.0))), 5),
        (Distribution("lognormal", (("mean", 0.0), ("std", 2.0))), 1),
        (Distribution("exponential", (("mean", 1.0),)), 0.693147),
        (Distribution("poisson", (("mean", 4.0),)), 4),
        (Distribution("beta", (("a", 2.0), ("b", 2.0), ("low", 0.0), ("high", 10.0))), 5),
        (Distribution("empirical", weights=(("1", 1.0), ("2", 3.0))), 2),
        (Distribution("empirical", edges=("0", "1", "2"), shares=(1.0, 1.0)), 1),
    ],
)
def test_every_kind_has_its_median(wish: Distribution, median: float) -> None:
    assert float(quantile_of(wish).at(np.array([2**63], dtype=np.uint64))[0]) == pytest.approx(median, abs=1e-4)


def test_a_kind_without_quantiles_is_refused() -> None:
    with pytest.raises(ValueError, match="no quantiles"):
        quantile_of(Distribution("choice"))


@pytest.mark.parametrize("scattered", [False, True])
@pytest.mark.parametrize("spread", SPREADS[1:4], ids=lambda spread: type(spread).__name__)
def test_shaped_passes_the_kit(spread: Spread, scattered: bool) -> None:
    unit = Value(Grid(Type("integer", bits=32), 10, 3, spread.size))
    check_generator(Shaped(unit, spread, 100_000, scattered), [Type("integer", bits=32)])


def test_a_scattered_popular_value_is_not_the_first() -> None:
    unit = Value(Grid(Type("integer", bits=32), 0, 1, 5000))
    rows = np.arange(5000, dtype=np.uint64)
    (values,) = Shaped(unit, Popular(5000), scattered=True).at(rows, Draw.of(3, "t"), None)  # type: ignore[arg-type]
    (value, count), *_ = Counter(values.to_pylist()).most_common(1)
    assert value != 0
    assert count > 400
    assert isinstance(weighted((1, 2)), Weighted)
