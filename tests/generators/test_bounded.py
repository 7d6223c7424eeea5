"""Indexes between bounds that differ from row to row."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.bounded import Bound, between
from tests.generators.test_choose import Numbers

SHARE = np.array([0.0, 0.5, 0.999999])


def values(*bounds: Bound) -> list[int]:
    """What is drawn of the numbers 10 to 109."""
    return [int(cell) for cell in Numbers(100).at(between(Numbers(100), bounds, SHARE)).to_pylist()]


@pytest.mark.parametrize(
    ("bound", "drawn"),
    [
        ((">=", pa.array([20, 20, 20])), [20, 65, 109]),
        ((">", pa.array([20, 20, 20])), [21, 65, 109]),
        (("<=", pa.array([20, 20, 20])), [10, 15, 20]),
        (("<", pa.array([20, 20, 20])), [10, 15, 19]),
        ((">=", pa.array([109, 109, 108])), [109, 109, 109]),
        ((">=", pa.array([None, None, None], pa.int64())), [10, 60, 109]),
    ],
)
def test_one_bound(bound: Bound, drawn: list[int]) -> None:
    assert values(bound) == drawn


def test_two_bounds() -> None:
    assert values((">", pa.array([20, 30, 40])), ("<=", pa.array([21, 32, 44]))) == [21, 32, 44]


def test_where_nothing_is_left_any_index_is_taken() -> None:
    assert all(10 <= value <= 109 for value in values((">", pa.array([500, 109, 50])), ("<", pa.array([1, 1, 40]))))
