"""What one choice fills."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from seedbed.generators.units import Among, Reference
from seedbed.schema.types import Type
from tests.generators.test_choose import NUMBERS, Parents

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
