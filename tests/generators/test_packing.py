"""Choosing as many rows as can stand together, against trying all."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from seedbed.generators.keys.packing import fresh, packed


def keys(*columns: list[int]) -> tuple[np.ndarray, ...]:
    """Keys as arrays."""
    return tuple(np.array(column, dtype=np.int64) for column in columns)


def stand(columns: tuple[np.ndarray, ...], chosen: tuple[int, ...]) -> bool:
    """Whether no two chosen candidates share a key."""
    held = ([int(column[place]) for place in chosen if column[place] >= 0] for column in columns)
    return all(len(set(values)) == len(values) for values in held)


@pytest.mark.parametrize("number", range(25))
def test_as_many_as_there_can_be(number: int) -> None:
    random = np.random.default_rng(number)
    columns = tuple(random.integers(-1, 4, size=11) for _ in range(1 + number % 3))
    chosen = packed(columns, 100).tolist()
    best = next(n for n in range(11, -1, -1) if any(stand(columns, c) for c in combinations(range(11), n)))
    assert stand(columns, tuple(chosen))
    assert len(chosen) == best


def test_a_chain_of_rivals_moves_along() -> None:
    """Greedy takes (0, 0), (1, 1), ...: each next one has to give way for the last to fit."""
    count = 300
    left = [n for n in range(count) for _ in (0, 1)]
    right = [n + step for n in range(count) for step in (0, 1)]
    found = packed(keys(left[1:], right[1:]), count)
    assert len(found) == count


def test_no_more_than_wanted() -> None:
    assert packed(keys([0, 1, 2], [0, 1, 2]), 2).tolist() == [0, 1]
    assert packed((), 5).tolist() == []


def test_what_is_taken_is_left_alone() -> None:
    assert fresh(keys([0, 1, 1, 2, -1]), keys([0]), 9).tolist() == [1, 3, 4]
