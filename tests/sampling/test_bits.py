from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.sampling.bits import TILE, Draw, const, multiply_high, product_high, slices, threshold

DRAW = Draw.of(7, "table", "column")
keys = st.integers(0, 2**64 - 1)
words = st.lists(keys, min_size=1, max_size=40).map(lambda values: np.array(values, dtype=np.uint64))


def rows(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint64)


@given(words, keys, keys)
def test_a_word_depends_on_its_key_and_row_alone(places: np.ndarray, key: int, key2: int) -> None:
    draw = Draw(key, key2)
    together = draw.words(places)
    assert together.tolist() == [int(draw.words(places[i : i + 1])[0]) for i in range(len(places))]
    assert draw.words(places[::-1]).tolist() == together[::-1].tolist()


def test_tiles_leave_no_seam() -> None:
    many = rows(TILE * 2 + 5)
    middle = slice(TILE - 3, TILE + 3)
    assert (DRAW.words(many)[middle] == DRAW.words(many[middle])).all()
    assert [part.stop - part.start for part in slices(TILE * 2 + 5)] == [TILE, TILE, 5]


def test_words_leave_their_rows_alone_and_never_repeat() -> None:
    places = rows(100_000)
    found = DRAW.words(places)
    assert (places == rows(100_000)).all()
    assert np.unique(found).size == found.size


def test_words_of_no_rows() -> None:
    assert DRAW.words(rows(0)).size == 0
    assert DRAW.below(rows(0), 5).size == 0


@pytest.mark.parametrize("n", [1, 2, 3, 1000, 2**32 - 1, 2**32, 2**32 + 1, 2**63 + 9, 2**64 - 1, 2**64])
def test_below_is_the_upper_half_of_a_product(n: int) -> None:
    extremes = np.array([0, 1, 2**32 - 1, 2**32, 2**63, 2**64 - 1], dtype=np.uint64)
    sample = np.concatenate([extremes, DRAW.words(rows(200))])
    assert multiply_high(sample, n).tolist() == [int(word) * n >> 64 for word in sample]
    assert DRAW.below(rows(50), n).tolist() == [int(word) * n >> 64 for word in DRAW.words(rows(50))]


@given(words, st.integers(1, 2**64))
def test_multiply_high_is_exact(sample: np.ndarray, n: int) -> None:
    assert multiply_high(sample, n).tolist() == [int(word) * n >> 64 for word in sample]


@given(words, words)
def test_product_high_is_exact(left: np.ndarray, right: np.ndarray) -> None:
    size = min(len(left), len(right))
    expected = [int(a) * int(b) >> 64 for a, b in zip(left, right, strict=False)]
    assert product_high(left[:size], right[:size]).tolist() == expected


@pytest.mark.parametrize("n", [0, -1, 2**64 + 1])
def test_a_bound_that_makes_no_sense_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="bound of a draw"):
        DRAW.below(rows(1), n)


def test_unit_is_the_upper_53_bits() -> None:
    sample = DRAW.unit(rows(1000))
    assert sample.tolist() == [(int(word) >> 11) / 2**53 for word in DRAW.words(rows(1000))]
    assert 0 <= sample.min() < 0.01
    assert 0.99 < sample.max() < 1


@pytest.mark.parametrize("share", [Fraction(1, 3), 0.05, Fraction(1, 2**64), 0.5])
def test_chance_has_an_exact_threshold(share: Fraction | float) -> None:
    limit = int(Fraction(share) * 2**64)
    found = DRAW.words(rows(5000))
    assert threshold(share) == limit
    assert (DRAW.chance(rows(5000), share) == (found < np.uint64(limit))).all()


def test_chance_of_nothing_and_of_everything() -> None:
    assert not DRAW.chance(rows(1000), 0).any()
    assert not DRAW.chance(rows(1000), Fraction(-1, 2)).any()
    assert DRAW.chance(rows(1000), 1.0).all()
    assert DRAW.chance(rows(1000), 7).all()


def test_a_path_cannot_run_into_another() -> None:
    paths = [("a", "b"), ("ab",), ("a", "b", ""), ("", "a", "b"), ("a:b",), ("1:a", "b"), ()]
    assert len({Draw.of(1, *path) for path in paths}) == len(paths)
    assert Draw.of(1, "1") != Draw.of(11)
    assert Draw.of(-1) != Draw.of(1)
    assert Draw.of(2**70, "ü\ud800") == Draw.of(2**70, "ü\ud800")


def test_numbers_and_texts_lead_to_different_sources() -> None:
    assert DRAW.sub(1) != DRAW.sub("1")
    assert DRAW.sub("a", "b") != DRAW.sub("a").sub("b")
    assert len({DRAW.sub(number) for number in range(1000)}) == 1000


def test_every_bit_of_row_and_key_moves_half_of_the_word() -> None:
    places = DRAW.words(rows(2000))
    before = DRAW.words(places)
    for bit in range(64):
        flip = 1 << bit
        for after in (
            DRAW.words(places ^ const(flip)),
            Draw(DRAW.key ^ flip, DRAW.key2).words(places),
            Draw(DRAW.key, DRAW.key2 ^ flip).words(places),
        ):
            moved = np.bitwise_count(before ^ after).astype(int)
            assert 31.3 < moved.mean() < 32.7
            assert 3.6 < moved.std() < 4.4


def test_const_wraps_without_a_warning() -> None:
    assert const(-1) == 2**64 - 1
    assert const(2**64 + 5) == 5
