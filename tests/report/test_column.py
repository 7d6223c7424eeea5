"""Figures of samples of every type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from seedbed.report.column import BINS, Figures, children_of, figures_of


def of(values: Sequence[object], type: pa.DataType) -> Figures:
    return figures_of(pa.array(values, type))


def test_few_numbers_are_shown_one_by_one_in_their_order() -> None:
    found = of([3, 1, 1, None, 10], pa.int32())
    plot = found.plot
    assert (plot.axis, plot.labels, plot.observed, plot.by_name) == ("values", ("1", "3", "10"), (2, 1, 1), False)
    assert (found.cells, found.nulls, found.distinct, found.null_share) == (5, 1, 3, "20 %")
    assert plot.ends == ("1", "10")


def test_few_texts_are_shown_by_how_often_they_come() -> None:
    found = of(["b", "a", "b"], pa.string())
    assert (found.plot.labels, found.plot.observed, found.plot.by_name) == (("b", "a"), (2, 1), True)
    assert found.examples == ("b", "a")


def test_many_numbers_fall_into_bins_that_hold_them_all() -> None:
    plot = of(list(range(1000)), pa.int64()).plot
    assert (plot.axis, len(plot.observed), sum(plot.observed)) == ("range", BINS, 1000)
    assert max(plot.observed) - min(plot.observed) <= 1
    assert plot.ends == ("0", "999")


def test_one_far_value_does_not_flatten_the_others() -> None:
    plot = of([*range(1000), 10**18], pa.int64()).plot
    assert sum(plot.observed) == 1001
    assert sum(count > 0 for count in plot.observed) == BINS


def test_many_texts_go_by_length() -> None:
    plot = of([f"{'x' * (number % 5)}{number:03}" for number in range(100)], pa.string()).plot
    assert (plot.axis, plot.ends) == ("length", ("3", "7 letters"))
    assert plot.observed == (20,) * 5


def test_lengths_are_whole_numbers_where_a_few_are_far() -> None:
    plot = of([f"{'x' * (number * 7 % 40)}{number:03}" for number in range(400)] + ["y" * 5000], pa.string()).plot
    assert all(end.split()[0].isdigit() for end in plot.ends)


def test_texts_of_one_length_need_no_plot() -> None:
    plot = of([f"{number:03}" for number in range(100)], pa.string()).plot
    assert (plot.tells, plot.ends) == (False, ("3 letters", ""))


@pytest.mark.parametrize(
    ("values", "type", "ends"),
    [
        ([date(2020, 1, 1) + timedelta(days=n) for n in range(400)], pa.date32(), ("2020-01-01", "2021-02-03")),
        (
            [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(40)],
            pa.timestamp("us", "UTC"),
            ("2020-01-01", "2020-01-02"),
        ),
        (
            [datetime(2020, 1, 1) + timedelta(minutes=n) for n in range(40)],
            pa.timestamp("us"),
            ("2020-01-01 00:00:00", "2020-01-01 00:39:00"),
        ),
        ([time(n) for n in range(20)], pa.time64("us"), ("00:00:00", "19:00:00")),
        ([Decimal(n) / 4 for n in range(40)], pa.decimal128(10, 2), ("0.00", "9.75")),
        ([n * 10**16 for n in range(40)], pa.int64(), ("0", "3.9e+17")),
        ([n / 4 for n in range(40)], pa.float64(), ("0", "9.75")),
        ([bytes([n, n]) for n in range(40)], pa.binary(), ("2 letters", "")),
        ([[n] for n in range(40)], pa.list_(pa.int32()), ("3", "4 letters")),
        ([True, False, True], pa.bool_(), ("true", "false")),
        ([None, None], pa.int32(), ("", "")),
        ([float("nan"), float("inf")], pa.float64(), ("inf", "nan")),
    ],
)
def test_every_type_has_figures(values: list[object], type: pa.DataType, ends: tuple[str, str]) -> None:
    found = of(values, type)
    assert found.plot.ends == ends
    assert sum(found.plot.observed) == len([value for value in values if value is not None])


def test_dates_at_the_end_of_the_calendar_have_labels() -> None:
    days = pa.array([2_932_896 + n for n in range(-40, 1)], pa.int32()).cast(pa.date32())
    assert figures_of(days).plot.labels[-1].startswith("9999-12-")


def test_references_go_by_how_many_each_parent_has() -> None:
    plot = children_of(pa.array([1, 1, 2, 3, 3, 3, None, 4, 4, 4, 4, 4]), 6)
    assert plot.labels == ("0", "1", "2", "3–4", "5–8")
    assert plot.observed == (2, 1, 1, 1, 1)
    assert plot.ends == ("0", "5–8 rows each")
    assert children_of(pa.array([None], pa.int32()), 3).observed == (3, 0)


def test_whole_numbers_that_no_float_tells_apart_have_a_plot() -> None:
    assert sum(of(range(2**62, 2**62 + 40), pa.int64()).plot.observed) == 40


def test_the_largest_numbers_have_a_plot() -> None:
    plot = of([1.7e308, -1.7e308, *(float(number) for number in range(20))], pa.float64()).plot
    assert sum(plot.observed) == 22
    few = of([-1.7e308, 1.7e308, 1e308, 1.1e308, 1.2e308, 1.3e308, 1.4e308, -1e308], pa.float64()).plot
    assert sum(few.observed) == 8
