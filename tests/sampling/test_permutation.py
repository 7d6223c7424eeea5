from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.sampling.bits import TILE, Draw
from seedbed.sampling.permutation import Permutation

KEY = Draw.of(3, "permutation")


def places(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint64)


@pytest.mark.parametrize("size", [*range(1, 70), 255, 256, 4095, 4096, 4097, 4098, 5003, 16384, 65537, 99_991])
def test_every_place_has_a_value_and_back(size: int) -> None:
    permutation = Permutation(size, KEY)
    values = permutation.at(places(size))
    assert (np.sort(values) == places(size)).all()
    assert (permutation.inverse(values) == places(size)).all()
    assert (permutation.at(permutation.inverse(places(size))) == places(size)).all()


@given(st.integers(1, 2**63), st.data())
def test_any_places_of_any_size(size: int, data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=20, unique=True))
    index = np.array(wanted, dtype=np.uint64)
    permutation = Permutation(size, KEY)
    values = permutation.at(index)
    assert int(values.max()) < size
    assert len(set(values.tolist())) == len(wanted)
    assert (permutation.inverse(values) == index).all()
    assert (permutation.at(index[::-1]) == values[::-1]).all()


def test_tiles_leave_no_seam() -> None:
    permutation = Permutation(10**9 + 7, KEY)
    index = places(TILE * 2 + 9)
    assert (permutation.at(index)[TILE - 5 : TILE + 5] == permutation.at(index[TILE - 5 : TILE + 5])).all()


@pytest.mark.parametrize("size", [50, 1000, 5000, 10**6, 2**40])
def test_it_looks_shuffled(size: int) -> None:
    values = Permutation(size, KEY).at(places(min(size, 100_000))).astype(float) / size
    others = Permutation(size, KEY.sub("other")).at(places(values.size)).astype(float) / size
    limit = 4.5 / values.size**0.5
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < limit
    assert abs(np.corrcoef(values, np.arange(values.size))[0, 1]) < limit
    assert abs(np.corrcoef(values, others)[0, 1]) < limit


@pytest.mark.parametrize("size", [2, 3, 6, 7])
def test_small_sizes_take_every_value_first_equally_often(size: int) -> None:
    firsts = [int(Permutation(size, KEY.sub(number)).at(places(1))[0]) for number in range(3000)]
    counts = np.bincount(firsts, minlength=size)
    expected = 3000 / size
    assert (((counts - expected) ** 2) / expected).sum() < 30


def test_neighbours_of_a_network_land_at_every_distance() -> None:
    size = 70 * 70
    counts = np.zeros(16)
    for number in range(20):
        values = Permutation(size, KEY.sub(number)).at(places(size)).astype(np.int64)
        steps = (values[1:] - values[:-1]) % size
        counts += np.bincount(steps * 16 // size, minlength=16)
    expected = counts.sum() / 16
    assert (((counts - expected) ** 2) / expected).sum() < 50


def test_one_place_stays_and_none_gives_none() -> None:
    assert Permutation(1, KEY).at(places(1)).tolist() == [0]
    assert Permutation(10**6, KEY).at(places(0)).size == 0


@pytest.mark.parametrize("size", [0, -1, 2**63 + 1])
def test_a_size_that_makes_no_sense_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="permutation has"):
        Permutation(size, KEY)


def test_a_place_beyond_the_end_is_refused() -> None:
    with pytest.raises(IndexError, match="beyond the 5"):
        Permutation(5, KEY).at(places(6))
