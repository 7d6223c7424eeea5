from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.sampling.split import Split


def numbers(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint64)


@st.composite
def splits(draw: st.DrawFn) -> Split:
    segments = draw(st.lists(st.tuples(st.integers(1, 8), st.sampled_from([0, 1, 3, 50])), min_size=1, max_size=6))
    parents = sum(count for count, _ in segments)
    minimum = draw(st.integers(0, 3))
    maximum = draw(st.none() | st.integers(minimum, minimum + 9))
    top = parents * minimum + 100 if maximum is None else parents * maximum
    children = draw(st.integers(parents * minimum, top))
    return Split(parents, children, minimum, maximum, draw(st.sampled_from([(), tuple(segments)])))


@given(splits())
def test_the_three_answers_agree_and_the_bounds_hold(split: Split) -> None:
    counts = split.count(numbers(split.parents))
    assert int(counts.sum()) == split.children
    assert int(counts.min()) >= split.minimum
    assert split.maximum is None or int(counts.max()) <= split.maximum
    expected = np.repeat(numbers(split.parents), counts.astype(int))
    assert split.parent_of(numbers(split.children)).tolist() == expected.tolist()
    assert split.first(numbers(split.parents + 1)).tolist() == [0, *np.cumsum(counts).tolist()]


@given(splits())
def test_counts_within_a_segment_differ_by_one_at_most(split: Split) -> None:
    counts = split.count(numbers(split.parents)).tolist()
    start = 0
    for length, _ in split.segments or ((split.parents, 1),):
        part = counts[start : start + length]
        assert max(part) - min(part) <= 1
        assert part == sorted(part, reverse=True)
        start += length


def test_an_even_split() -> None:
    assert Split(4, 10).count(numbers(4)).tolist() == [3, 3, 2, 2]
    assert Split(3, 2).parent_of(numbers(2)).tolist() == [0, 1]


def test_shares_with_weights() -> None:
    split = Split.weighted(1000, 100_000, [(Fraction(1, 5), 80), (Fraction(4, 5), 20)])
    assert split.count(np.array([0, 199, 200, 999], dtype=np.uint64)).tolist() == [400, 400, 25, 25]


def test_weights_give_way_to_the_bounds() -> None:
    split = Split.weighted(10, 30, [(Fraction(1, 10), 99), (Fraction(9, 10), 1)], minimum=1, maximum=5)
    assert split.count(numbers(10)).tolist() == [5, 3, 3, 3, 3, 3, 3, 3, 2, 2]


def test_shares_too_small_for_a_parent_vanish() -> None:
    split = Split.weighted(3, 9, [(Fraction(1, 100), 50), (Fraction(99, 100), 50)])
    assert split.segments == ((3, 50),)


def test_billions_cost_nothing() -> None:
    split = Split.weighted(10**9, 10**12 + 7, [(Fraction(1, 5), 80), (Fraction(4, 5), 20)], minimum=1)
    children = np.array([0, 10**11, 10**12 + 6], dtype=np.uint64)
    parents = split.parent_of(children)
    assert (split.first(parents) <= children).all()
    assert (children < split.first(parents + np.uint64(1))).all()
    assert Split(2**62, 2**63).parent_of(np.array([2**63 - 1], dtype=np.uint64)).tolist() == [2**62 - 1]


def test_no_children() -> None:
    assert Split(5, 0).count(numbers(5)).tolist() == [0] * 5
    assert Split(0, 0).parent_of(numbers(0)).size == 0


@pytest.mark.parametrize(
    "arguments",
    [
        (0, 1),
        (-1, 0),
        (3, 2, 1),
        (3, 7, 0, 2),
        (3, 3, 0, None, ((2, 1),)),
        (3, 3, 0, None, ((3, -1),)),
        (3, 3, 0, None, ((3, 1), (0, 1))),
    ],
)
def test_what_cannot_be_split_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"split|parent"):
        Split(*arguments)
