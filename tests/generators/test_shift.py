"""Moments moved by intervals, beside what PostgreSQL answers."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa
import pytest

from seedbed.generators.evaluate.shift import Interval, interval_of, shifted

DAY = 86_400_000_000


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("3 years", Interval(36, 0)),
        ("1 mon 2 days", Interval(1, 2 * DAY)),
        ("1 day 01:30:00", Interval(0, DAY + 5_400_000_000)),
        ("00:00:10", Interval(0, 10_000_000)),
        ("-1 week", Interval(0, -7 * DAY)),
        ("1.5 hours", Interval(0, 5_400_000_000)),
        ("soon", None),
        ("3 fortnights", None),
        ("", None),
    ],
)
def test_intervals(text: str, interval: Interval | None) -> None:
    assert interval_of(text) == interval


def test_months_end_where_the_month_ends() -> None:
    moments = pa.array([datetime(2024, 1, 31, 5), datetime(2023, 2, 28), None], pa.timestamp("us"))
    assert shifted(moments, Interval(1, 0), 1).to_pylist() == [datetime(2024, 2, 29, 5), datetime(2023, 3, 28), None]
    assert shifted(moments, Interval(12, DAY), -1).to_pylist() == [
        datetime(2023, 1, 30, 5),
        datetime(2022, 2, 27),
        None,
    ]


def test_dates_and_zones_become_plain_moments() -> None:
    assert shifted(pa.array([date(2020, 2, 29)]), Interval(12, 0), 1).to_pylist() == [datetime(2021, 2, 28)]
    zoned = pa.array([datetime(2020, 1, 1)], pa.timestamp("us", "UTC"))
    assert shifted(zoned, Interval(0, DAY), 1).to_pylist() == [datetime(2020, 1, 2)]
