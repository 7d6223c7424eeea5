"""Stretches that do not overlap, values in common, and the first row of each group."""

from __future__ import annotations

import numpy as np
import pytest

from seedbed.generators.choose import Drawn
from seedbed.generators.domain import Rows
from seedbed.generators.domains.grid import Grid
from seedbed.generators.keys.first import First
from seedbed.generators.keys.turns import Common, Stretch, Turns
from seedbed.generators.units import Value
from seedbed.schema.types import Type
from tests.generators.test_choose import DRAW
from tests.generators.test_joined import CELLS, Written

INT = Type("integer", bits=32)
ROWS = np.arange(7, dtype=np.uint64)  # of t: its column a is 1, 2, 2, 2, 9, NULL, 2
LINE = Grid(INT, 10, 1, 30)


def test_stretches_lie_one_after_another() -> None:
    unit = Stretch(LINE, LINE, 3)
    starts, ends = (array.to_pylist() for array in unit.at(np.arange(unit.size, dtype=np.uint64), Written()))
    assert (unit.size, unit.width) == (5, 2)
    assert starts == [10, 16, 22, 28, 34]
    assert ends == [13, 19, 25, 31, 37]
    assert Stretch(LINE, Grid(INT, 10, 1, 2), 3).size == 0


def test_each_group_takes_its_own_turns() -> None:
    starts, ends = Turns("t", ("a",), 7, Stretch(LINE, LINE, 1)).at(ROWS, DRAW, Written())
    twos = [starts.to_pylist()[row] for row in (1, 2, 3, 6)]
    assert len(set(twos)) == 4
    assert all(end == start + 1 for start, end in zip(starts.to_pylist(), ends.to_pylist(), strict=True))


def test_a_group_has_its_values_in_common() -> None:
    inner = Drawn(Value(Grid(INT, 0, 1, 1000)))
    (made,) = Common("t", ("x",), ("a",), 7, inner).at(ROWS, DRAW, Written())
    (plain,) = inner.at(ROWS, DRAW, Written())
    cells, own = made.to_pylist(), plain.to_pylist()
    assert len({cells[row] for row in (1, 2, 3, 6)}) == 1
    assert (cells[0], cells[4], cells[5]) == (own[0], own[4], own[5])


def test_a_row_that_is_there_already_leads_its_group() -> None:
    made = Common("t", ("id",), ("a",), 7, Drawn(Value(Grid(INT, 100, 1, 10))), known=2)
    (cells,) = made.at(ROWS[2:], DRAW, Written())
    assert cells.to_pylist()[0] == cells.to_pylist()[1] == CELLS["t"]["id"][1]


@pytest.mark.parametrize(
    ("columns", "nulls_equal", "told"),
    [
        (("a",), False, [True, True, False, False, True, True, False]),
        (("a",), True, [True, True, False, False, True, False, False]),
        ((), False, [True, False, False, False, False, False, False]),
    ],
)
def test_the_first_of_each_group(columns: tuple[str, ...], nulls_equal: bool, told: list[bool]) -> None:
    def first(rows: Rows) -> list[object]:
        return list(First("t", columns, 7, nulls_equal).at(rows, DRAW, Written())[0].to_pylist())

    assert first(ROWS) == told
    assert first(ROWS[::-1]) == told[::-1]
