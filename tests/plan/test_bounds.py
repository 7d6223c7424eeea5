"""The upper end of a range is not below the lower one, asked of DuckDB."""

from __future__ import annotations

import pytest

from tests.plan.test_across import count, made

RANGES = """
CREATE TABLE tests (id int PRIMARY KEY, reference_low numeric(10, 3), reference_high numeric(10, 3),
    min_age int, max_age int, avg_age int, temperature_min real NOT NULL, temperature_max real NOT NULL,
    opening_time time NOT NULL, closing_time time NOT NULL, starts_at time, ends_at time,
    price_from numeric(8, 2), price_to numeric(8, 2), minimum_stay int DEFAULT 1, maximum_stay int DEFAULT 14,
    systolic_bp int, diastolic_bp int);
CREATE TABLE candles (id int PRIMARY KEY, open numeric(10, 2) NOT NULL, high numeric(10, 2) NOT NULL,
    low numeric(10, 2) NOT NULL, close numeric(10, 2) NOT NULL);
"""


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("reference_low", "reference_high"),
        ("min_age", "max_age"),
        ("min_age", "avg_age"),
        ("avg_age", "max_age"),
        ("temperature_min", "temperature_max"),
        ("opening_time", "closing_time"),
        ("starts_at", "ends_at"),
        ("price_from", "price_to"),
        ("minimum_stay", "maximum_stay"),
        ("diastolic_bp", "systolic_bp"),
    ],
)
def test_the_upper_end_is_not_below_the_lower_one(lower: str, upper: str) -> None:
    tests = made(RANGES, rows=300)
    assert count(tests, f"SELECT count(*) FROM tests WHERE {lower} > {upper}") == 0
    assert count(tests, f"SELECT count(DISTINCT {upper}) FROM tests") > 5


def test_what_lies_between_is_between() -> None:
    candles = made(RANGES, rows=300)
    wrong = "SELECT count(*) FROM candles WHERE low > least(open, close) OR high < greatest(open, close) OR low > high"
    assert count(candles, wrong) == 0
    assert count(candles, "SELECT count(*) FROM candles WHERE open > close")


def test_bounds_can_be_switched_off() -> None:
    crossed = "SELECT count(*) FROM tests WHERE reference_low > reference_high"
    assert count(made(RANGES, rows=300, without=("bounds",)), crossed)
