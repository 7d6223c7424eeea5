"""Indexes between limits that differ from row to row."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from seedbed.generators.row.bounded import Passes, between
from tests.generators.test_choose import Numbers

SHARE = np.array([0.0, 0.5, 0.999999])


def passes(compare: Callable[[pa.Array, pa.Array], pa.Array], *bounds: int | None) -> Passes:
    """The comparison of a value with the bound of its row, NULL for no bound."""
    cells = pa.array(bounds, pa.int64())
    return lambda values: pc.fill_null(compare(values, cells), False).to_numpy(zero_copy_only=False)


def drawn(reached: list[Passes], beyond: list[Passes]) -> list[int]:
    """What is drawn of the numbers 10 to 109."""
    return [int(cell) for cell in Numbers(100).at(between(Numbers(100), reached, beyond, SHARE)).to_pylist()]


@pytest.mark.parametrize(
    ("reached", "beyond", "expected"),
    [
        ([passes(pc.greater_equal, 20, 20, 20)], [], [20, 65, 109]),
        ([passes(pc.greater, 20, 20, 20)], [], [21, 65, 109]),
        ([], [passes(pc.greater, 20, 20, 20)], [10, 15, 20]),
        ([], [passes(pc.greater_equal, 20, 20, 20)], [10, 15, 19]),
        ([passes(pc.greater_equal, 109, 109, 108)], [], [109, 109, 109]),
        ([], [passes(pc.greater_equal, None, None, None)], [10, 60, 109]),
        ([passes(pc.greater, 20, 30, 40)], [passes(pc.greater, 21, 32, 44)], [21, 32, 44]),
    ],
)
def test_what_the_limits_leave(reached: list[Passes], beyond: list[Passes], expected: list[int]) -> None:
    assert drawn(reached, beyond) == expected


def test_where_nothing_is_left_any_index_is_taken() -> None:
    found = drawn([passes(pc.greater, 500, 109, 50)], [passes(pc.greater_equal, 1, 1, 40)])
    assert all(10 <= value <= 109 for value in found)
