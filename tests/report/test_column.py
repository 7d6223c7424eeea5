"""Figures of samples of every type."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from seedbed.report.column import BINS, Figures, figures_of


def of(values: list[object], type: pa.DataType) -> Figures:
    return figures_of(pa.array(values, type))


def test_few_numbers_are_shown_one_by_one_in_their_order() -> None:
    found = of([3, 1, 1, None, 10], pa.int32())
    assert (found.axis, [(bar.label, bar.count) for bar in found.bars]) == ("values", [("1", 2), ("3", 1), ("10", 1)])
    assert (found.cells, found.nulls, found.distinct, found.null_share) == (5, 1, 3, "20 %")
    assert (found.low, found.high, found.ends) == ("1", "10", "1 … 10")


def test_few_texts_are_shown_by_how_often_they_come() -> None:
    found = of(["b", "a", "b"], pa.string())
    assert [(bar.label, bar.count) for bar in found.bars] == [("b", 2), ("a", 1)]
    assert found.examples == ("b", "a")


def test_many_numbers_fall_into_bins_that_hold_them_all() -> None:
    found = of(list(range(1000)), pa.int64())
    assert (found.axis, len(found.bars), sum(bar.count for bar in found.bars)) == ("range", BINS, 1000)
    assert max(bar.count for bar in found.bars) - min(bar.count for bar in found.bars) <= 1
    assert found.ends == "0 – 999"


def test_one_far_value_does_not_flatten_the_others() -> None:
    found = of([*range(1000), 10**18], pa.int64())
    assert sum(bar.count for bar in found.bars) == 1001
    assert sum(bar.count > 0 for bar in found.bars) == BINS


def test_many_texts_go_by_length() -> None:
    found = of([f"{'x' * (number % 5)}{number:03}" for number in range(100)], pa.string())
    assert (found.axis, found.ends) == ("length", "3 – 7 letters")
    assert [bar.count for bar in found.bars] == [20] * 5


def test_texts_of_one_length_need_no_plot() -> None:
    found = of([f"{number:03}" for number in range(100)], pa.string())
    assert (found.tells, found.ends) == (False, "3 letters")


@pytest.mark.parametrize(
    ("values", "type", "ends"),
    [
        ([date(2020, 1, 1) + timedelta(days=n) for n in range(400)], pa.date32(), "2020-01-01 – 2021-02-03"),
        (
            [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(40)],
            pa.timestamp("us", "UTC"),
            "2020-01-01 00:00:00+00:00 – 2020-01-02 15:00:00+00:00",
        ),
        ([time(n) for n in range(20)], pa.time64("us"), "00:00:00 – 19:00:00"),
        ([Decimal(n) / 4 for n in range(40)], pa.decimal128(10, 2), "0.00 – 9.75"),
        ([n / 4 for n in range(40)], pa.float64(), "0.0 – 9.75"),
        ([bytes([n, n]) for n in range(40)], pa.binary(), "2 letters"),
        ([[n] for n in range(40)], pa.list_(pa.int32()), "3 – 4 letters"),
        ([True, False, True], pa.bool_(), "true … false"),
        ([None, None], pa.int32(), ""),
        ([float("nan"), float("inf")], pa.float64(), "inf … nan"),
    ],
)
def test_every_type_has_figures(values: list[object], type: pa.DataType, ends: str) -> None:
    found = of(values, type)
    assert found.ends == ends
    assert sum(bar.count for bar in found.bars) == len([value for value in values if value is not None])


def test_a_bar_is_as_high_as_its_share() -> None:
    found = of(["a", "a", "b"], pa.string())
    assert found.block(0) == "M0.5 35v-34.0h83.0v34.0z"
    assert found.block(1) == "M84.5 35v-17.0h83.0v17.0z"


def test_dates_at_the_end_of_the_calendar_have_labels() -> None:
    days = pa.array([2_932_896 + n for n in range(-40, 1)], pa.int32()).cast(pa.date32())
    assert figures_of(days).bars[-1].label.startswith("9999-12-")
