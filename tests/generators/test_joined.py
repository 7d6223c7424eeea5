"""References that have to agree, over parents whose cells are written here."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import product
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.domain import Given, Rows
from seedbed.generators.keys.fellow import Fellow
from seedbed.generators.keys.joined import Joined, Link, Unjoined, ways
from seedbed.generators.keys.lineup import lineup
from seedbed.generators.units import Reference
from seedbed.schema.types import Type
from tests.generators.test_choose import DRAW

T = TypeVar("T")
INT, TEXT = Type("integer", bits=32), Type("text")
CELLS: dict[str, dict[str, list[int | str | None]]] = {
    "p": {"a": [1, 2, 2, None, 3], "id": [10, 11, 12, 13, 14]},
    "q": {"a": [2, 2, 1, 5], "id": [20, 21, 22, 23], "c": ["x", "y", "x", "x"]},
    "r": {"c": ["y", "x", "y"], "id": [30, 31, 32]},
    "s": {"k": [1] * 5, "id": [0, 1, 2, 3, 4]},
    "t": {"a": [1, 2, 2, 2, 9, None, 2], "id": [0, 1, 2, 3, 4, 5, 6]},
}


class Written:
    """The cells above."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """One column at any rows."""
        return pa.array(CELLS[table][column]).take(pa.array(rows))

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """Made anew each time."""
        return make(self)


def parent(table: str, *columns: str) -> Reference:
    """A reference to all rows of a table."""
    types = tuple(TEXT if column == "c" else INT for column in columns)
    return Reference(table, columns, len(CELLS[table]["id"]), types)


CHAIN = (
    Link(parent("p", "a", "id")),
    Link(parent("q", "a", "c", "id"), 0, ("a",), ("a",)),
    Link(parent("r", "c", "id"), 1, ("c",), ("c",)),
)
PLACES = ((0, 0), (0, 1), (1, 1), (1, 2), (2, 1))


def expected() -> set[tuple[object, ...]]:
    """The natural join, by trying all."""
    p, q, r = (list(zip(*CELLS[name].values(), strict=True)) for name in "pqr")
    both = product(p, q, r)
    return {(x[0], x[1], y[2], y[1], z[1]) for x, y, z in both if x[0] == y[0] is not None and y[2] == z[0]}


def test_every_tuple_that_agrees_has_one_index() -> None:
    size = ways(CHAIN, Written())
    columns = Joined(CHAIN, PLACES, size).at(np.arange(size, dtype=np.uint64), Written())
    rows = list(zip(*(column.to_pylist() for column in columns), strict=True))
    assert (len(rows), set(rows)) == (len(expected()), expected())


def test_too_many_ways_are_cut_to_what_a_number_holds() -> None:
    one = Reference("s", ("id",), 5, (INT,))
    many = (Link(one), *(Link(one, 0, ("k",), ("k",)) for _ in range(39)))
    size = ways(many, Written())
    assert 2**40 < size <= 2**62
    columns = Joined(many, tuple((n, 0) for n in range(40)), size).at(np.array([0, size - 1], np.uint64), Written())
    assert len(columns) == 40


def test_none_agree() -> None:
    lonely = (Link(parent("p", "id")), Link(parent("r", "id"), 0, ("id",), ("id",)))
    assert ways(lonely, Written()) == 0
    assert Joined(lonely, ((0, 0),), 0).width == 1


def test_what_is_not_counted_yet_is_null() -> None:
    arrays = Unjoined((INT, TEXT)).at(np.arange(2, dtype=np.uint64), DRAW, Written())
    assert [array.to_pylist() for array in arrays] == [[None, None], [None, None]]


def test_rows_line_up_by_their_values() -> None:
    line = lineup(Written(), "t", ("a",), 7)
    assert line.codes.tolist() == [0, 1, 1, 1, 2, -1, 1]
    assert line.place.tolist() == [0, 0, 1, 2, 0, 0, 3]
    assert line.sizes.tolist() == [1, 4, 1]
    assert line.find([pa.array([9.0, None, 7.0])]).tolist() == [2, -1, -1]
    assert lineup(Written(), "t", ("a",), 0).groups == 0


ROWS = np.arange(7, dtype=np.uint64)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, [{22}, {20, 21}, {20, 21}, {20, 21}, {None}, {None}, {20, 21}]),
        ({"once": True}, [{22}, {20}, {21}, {None}, {None}, {None}, {None}]),
        ({"nulls": 1_000_000}, [{None}] * 7),
    ],
)
def test_a_fellow_agrees_with_its_row(words: dict[str, int], told: list[set[int | None]]) -> None:
    made = Fellow("t", 7, ("a",), parent("q", "a", "id"), ("a",), (1,), **words)  # type: ignore[arg-type]
    (column,) = made.at(ROWS, DRAW, Written())
    assert all(cell in allowed for cell, allowed in zip(column.to_pylist(), told, strict=True))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, [{None}, {None}, {1}, {1, 2}, {None}, {None}, {1, 2, 3}]),
        ({"own_roots": True}, [{0}, {1}, {1}, {1, 2}, {4}, {5}, {1, 2, 3}]),
        ({"once": True}, [{None}, {None}, {1}, {2}, {None}, {None}, {3}]),
    ],
)
def test_a_fellow_of_its_own_table_is_an_earlier_row(words: dict[str, bool], told: list[set[int | None]]) -> None:
    made = Fellow("t", 7, ("a",), parent("t", "a", "id"), ("a",), (1,), earlier=True, **words)
    (column,) = made.at(ROWS, DRAW, Written())
    assert all(cell in allowed for cell, allowed in zip(column.to_pylist(), told, strict=True))


def test_no_parents_no_fellows() -> None:
    made = Fellow("t", 7, ("a",), Reference("q", ("a", "id"), 0, (INT, INT)), ("a",), (1,))
    assert made.at(ROWS[:0], DRAW, Written())[0].to_pylist() == []
