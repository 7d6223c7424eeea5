"""What one choice fills."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.generators.units import Among, Pairs, Reference, Unpaired
from seedbed.schema.types import Type
from tests.generators.test_choose import DRAW, NUMBERS, Parents

INT, TEXT = Type("integer", bits=32), Type("text")
FIRST = Reference("p", ("a", "b"), 5, (INT, INT))
SECOND = Reference("q", ("a", "c"), 4, (INT, TEXT))
INDEX = np.array([2, 0, 0], dtype=np.uint64)


def lists(arrays: tuple[pa.Array, ...]) -> list[list[object]]:
    """The columns as lists."""
    return [array.to_pylist() for array in arrays]


def test_a_value_fills_one_column() -> None:
    assert (NUMBERS.size, NUMBERS.width) == (7, 1)
    assert lists(NUMBERS.at(INDEX, Parents())) == [[12, 10, 10]]


def test_a_reference_takes_the_types_of_its_columns() -> None:
    assert (SECOND.size, SECOND.width) == (4, 2)
    assert lists(SECOND.at(INDEX, Parents())) == [[200, 0, 0], ["200", "0", "0"]]


def test_among_chooses_the_allowed_alone() -> None:
    some = Among(FIRST, (4, 1, 3))
    assert (some.size, some.width) == (3, 2)
    assert lists(some.at(INDEX, Parents())) == [[300, 400, 400]] * 2


def test_pairs_have_the_columns_of_both_and_the_shared_once() -> None:
    pairs = Pairs(FIRST, SECOND, (1,), ((0, 3), (1, 2), (4, 0)))
    assert (pairs.size, pairs.width) == (3, 3)
    assert lists(pairs.at(INDEX, Parents())) == [[400, 0, 0], [400, 0, 0], ["0", "300", "300"]]


def test_no_pairs_at_no_rows() -> None:
    nothing = Pairs(FIRST, SECOND, (1,), ())
    assert nothing.size == 0
    assert lists(nothing.at(INDEX[:0], Parents())) == [[], [], []]


def test_pairs_that_are_not_known_yet_are_null() -> None:
    unknown = Unpaired((FIRST, SECOND), (("a",), ("a",)), (INT, INT, TEXT))
    arrays = unknown.at(INDEX, DRAW, Parents())
    assert lists(arrays) == [[None] * 3] * 3
    assert [array.type for array in arrays] == [pa.int64(), pa.int64(), pa.string()]
