"""Columns that conditions tie together."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from seedbed.errors import PlanError
from seedbed.generators.cases import Cases
from seedbed.generators.choose import Drawn, Forest, Null
from seedbed.generators.units import Reference, Value
from seedbed.sampling.bits import Draw
from seedbed.schema.expression import Call, Expression, Literal, Ref
from seedbed.schema.types import Type
from tests.generators.test_choose import DRAW, ROWS, Numbers, Parents

TODAY = date(2026, 1, 1)
DRAWN = Drawn(Value(Numbers(100)))


def cases(*conditions: Expression, columns: tuple[str, ...] = ("a", "b"), fixed: tuple[str, ...] = ()) -> Cases:
    """Columns of the numbers 10 to 109 under conditions."""
    return Cases("t", columns, fixed, ((DRAWN,) * len(columns),), conditions, TODAY)


def less(left: str, right: str) -> Call:
    """left < right, of two columns."""
    return Call("<", (Ref(left), Ref(right)))


def test_every_row_meets_the_conditions() -> None:
    a, b, c = cases(less("a", "b"), less("b", "c"), columns=("a", "b", "c")).at(ROWS, DRAW, Parents())
    assert all(x < y < z for x, y, z in zip(a.to_pylist(), b.to_pylist(), c.to_pylist(), strict=True))


def test_redrawn_rows_do_not_depend_on_their_neighbours() -> None:
    tied = cases(less("a", "b"))
    whole = [array.to_pylist() for array in tied.at(ROWS, DRAW, Parents())]
    some = np.array([5, 999, 0], dtype=np.uint64)
    assert [array.to_pylist() for array in tied.at(some, DRAW, Parents())] == [[c[5], c[999], c[0]] for c in whole]


def test_fixed_columns_are_looked_up() -> None:
    (a,) = cases(less("a", "key"), columns=("a",), fixed=("key",)).at(ROWS[1:], DRAW, Parents())
    assert all(value < 100 * row for row, value in enumerate(a.to_pylist(), 1))


def test_branches_are_all_used_and_keep_their_columns_together() -> None:
    null = Null((Type("integer"),))
    one_of = Call("=", (Call("num_nonnulls", (Ref("a"), Ref("b"))), Literal(1)))
    tied = Cases("t", ("a", "b"), (), ((DRAWN, null), (null, DRAWN)), (one_of,), TODAY)
    a, b = (array.to_pylist() for array in tied.at(ROWS, DRAW, Parents()))
    assert all((x is None) != (y is None) for x, y in zip(a, b, strict=True))
    assert 400 < a.count(None) < 600


def test_rows_that_no_try_meets_are_an_error() -> None:
    with pytest.raises(PlanError, match="no values were found that meet the checks over a, b"):
        cases(less("a", "b"), less("b", "a")).at(ROWS[:3], Draw.of(1), Parents())


def test_rare_rows_choose_among_witnesses() -> None:
    rare = Call("=", (Call("+", (Ref("a"), Ref("b"))), Literal(20)))
    a, b = (array.to_pylist() for array in cases(rare).at(ROWS, DRAW, Parents()))
    assert {(x, y) for x, y in zip(a, b, strict=True)} == {(10, 10)}


def test_rows_that_others_bind_have_no_witness() -> None:
    with pytest.raises(PlanError, match="3 rows were refused 1000 times"):
        cases(less("key", "a"), columns=("a",), fixed=("key",)).at(ROWS[500:503], DRAW, Parents())


def test_a_forest_has_no_witness() -> None:
    up = Forest(Reference("t", ("id",), 1000, (Type("integer"),)))
    late = Call(">", (Ref("up"), Literal(40_000)))
    tied = Cases("t", ("up",), (), ((up,),), (late,), TODAY)
    with pytest.raises(PlanError, match="399 rows were refused 1000 times"):
        tied.at(ROWS[:400], DRAW, Parents())
    (cells,) = tied.at(ROWS[600:], DRAW, Parents())
    assert all(40_000 < cell < 100 * row for row, cell in enumerate(cells.to_pylist(), 600))
