"""Generators that choose an index of a unit for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.choose import Counted, Defaulted, Drawn, Forest, Null, Permuted, Slots
from seedbed.generators.domain import Generator, Given, Rows
from seedbed.generators.row.copy import Own
from seedbed.generators.units import Reference, Value
from seedbed.sampling.bits import Draw
from seedbed.schema.types import Type

T = TypeVar("T")
DRAW = Draw.of(1, "t", "c")
ROWS = np.arange(1000, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers 10, 11, ... of a domain."""

    size: int

    def at(self, index: Rows) -> pa.Array:
        """Ten more than the index."""
        return pa.array(index.astype(np.int64) + 10)


class Parents:
    """Cells of another table: the key at row r is 100 * r."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """The key, whatever the column."""
        return pa.array(rows.astype(np.int64) * 100)

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """Made anew each time."""
        return make(self)


def made(generator: Generator, rows: Rows = ROWS) -> list[list[object]]:
    """The columns of the rows as lists."""
    return [array.to_pylist() for array in generator.at(rows, DRAW, Parents())]


NUMBERS = Value(Numbers(7))
KEY = Reference("p", ("id",), 50, (Type("integer"),))
GENERATORS = [
    Drawn(NUMBERS, 100_000),
    Drawn(KEY),
    Permuted(Value(Numbers(5000)), 50_000),
    Permuted(NUMBERS, spills=True),
    Counted(Value(Numbers(1000))),
    Slots((KEY, Value(Numbers(20))), (50, 20)),
    Forest(Reference("t", ("id",), 1000, (Type("integer"),))),
    Forest(KEY, own_roots=True),
    Forest(KEY, chain=True),
    Defaulted(Value(Numbers(1)), Value(Numbers(1000)), 300_000, 100_000),
    Null((Type("integer"), Type("text"))),
    Own("t", ("id",), (Type("integer"),)),
]


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: type(generator).__name__)
def test_any_rows_in_any_order_are_the_same_cells(generator: Generator) -> None:
    whole = made(generator)
    some = np.array([999, 3, 3, 0, 512, 7], dtype=np.uint64)
    assert made(generator, some) == [[column[int(row)] for row in some] for column in whole]
    assert made(generator, ROWS[:0]) == [[] for _ in whole]


def test_a_share_is_null() -> None:
    (cells,) = made(Drawn(NUMBERS, 100_000))
    assert 60 < cells.count(None) < 140
    assert set(cells) == {None, *range(10, 17)}


def test_permuted_values_are_distinct_and_spill_into_null() -> None:
    (cells,) = made(Permuted(Value(Numbers(5000))))
    assert len(set(cells)) == 1000
    (spilled,) = made(Permuted(NUMBERS, spills=True))
    assert sorted(cell for cell in spilled[:7] if isinstance(cell, int)) == list(range(10, 17))
    assert set(spilled[7:]) == {None}


def test_slots_use_every_combination_once() -> None:
    parents, numbers = made(Slots((KEY, Value(Numbers(20))), (50, 20)))
    assert len(set(zip(parents, numbers, strict=True))) == 1000
    assert set(Counter(parents).values()) == {20}


def test_a_forest_refers_to_earlier_rows() -> None:
    (cells,) = made(Forest(Reference("t", ("id",), 1000, (Type("integer"),))))
    assert cells[0] is None
    assert all(isinstance(cell, int) and cell < 100 * row for row, cell in enumerate(cells) if row)
    (own,) = made(Forest(KEY, own_roots=True))
    assert own[0] == 0
    (chain,) = made(Forest(KEY, chain=True))
    assert chain == [None, *(100 * row for row in range(999))]


def test_a_default_is_frequent() -> None:
    (cells,) = made(Defaulted(Value(Numbers(1)), Value(Numbers(1000)), 300_000))
    assert 240 < cells.count(10) < 360


def test_a_reference_takes_the_type_of_its_column() -> None:
    text = Reference("p", ("id",), 50, (Type("text"),))
    assert text.size == 50
    assert text.at(np.array([3], dtype=np.uint64), Parents())[0].to_pylist() == ["300"]
