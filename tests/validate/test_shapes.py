"""What declared columns look like: bins with what was found and what was to be expected."""

from __future__ import annotations

import numpy as np
import pytest

from seedbed.schema.declared import Declared
from seedbed.schema.recipe import Distribution, TimeProfile
from seedbed.validate.spread.shapes import BINS, shape_of
from seedbed.validate.spread.statistics import Counts

NORMAL = Distribution("normal", (("mean", 50.0), ("std", 10.0)))


def counts(values: object, each: object) -> Counts:
    return Counts(values, np.asarray(each, dtype=np.int64))  # type: ignore[arg-type]


def numbers(**more: object) -> Declared:
    about = {"distribution": NORMAL, "low": 0.0, "high": 100.0, "step": 1.0}
    return Declared("numbers", "t", ("c",), "normal", **(about | more))  # type: ignore[arg-type]


def test_numbers_fall_into_bins_and_so_does_the_declaration() -> None:
    shape = shape_of(numbers(), counts(np.arange(20.0, 81), np.full(61, 10)), "integer")
    assert shape is not None
    assert (shape.axis, len(shape.observed), len(shape.labels)) == ("range", BINS, BINS + 1)
    assert sum(shape.observed) == 610
    assert sum(shape.expected) == pytest.approx(610)
    middle = shape.expected.index(max(shape.expected))
    assert float(shape.labels[middle]) <= 50 <= float(shape.labels[middle + 1])


def test_a_long_tail_is_cut_and_counted_at_the_end() -> None:
    wish = Distribution("lognormal", (("mean", 3.0), ("std", 0.8)))
    values = np.array([*range(1, 200), 900_000.0])
    shape = shape_of(numbers(distribution=wish, high=1e6), counts(values, np.full(200, 5)), "integer")
    assert shape is not None
    assert float(shape.labels[-1]) < 1000
    assert sum(shape.observed) == 1000
    assert sum(shape.expected) == pytest.approx(1000)


def test_continuous_numbers_and_dates_have_labels() -> None:
    shape = shape_of(numbers(step=0.0), counts(np.linspace(0, 100, 50), np.ones(50)), "float")
    assert shape is not None
    assert shape.labels[-1] == "100"
    days = shape_of(numbers(), counts(np.arange(0.0, 101), np.ones(101)), "date")
    assert days is not None
    assert (days.labels[0], days.labels[-1]) == ("1970-01-01", "1970-04-11")
    assert days.axis == "range"
    even = Distribution("uniform", (("high", 1e9 + 100.5), ("low", 1e9 - 0.5)))
    far = numbers(distribution=even, low=1e9, high=1e9 + 100)
    beyond = shape_of(far, counts(np.arange(1e9, 1e9 + 101), np.ones(101)), "date")
    assert beyond is not None
    assert beyond.labels[0] == "beyond the calendar"
    hours = shape_of(numbers(high=23.0), counts(np.arange(24.0), np.ones(24)), "time")
    assert hours is not None
    assert hours.labels[1] == "01:00"


def test_lengths_are_called_so() -> None:
    declared = Declared("lengths", "t", ("c",), "lengths", NORMAL, 0.0, 100.0, 1.0)
    shape = shape_of(declared, counts(np.arange(0.0, 101), np.ones(101)), "text")
    assert shape is not None
    assert shape.axis == "length"


def test_named_values_come_by_their_share_and_strangers_last() -> None:
    declared = Declared("values", "t", ("c",), "choice", listed=("a", "b"), shares=(1.0, 3.0))
    shape = shape_of(declared, counts(["a", "b", "z"], [20, 70, 10]), "text")
    assert shape is not None
    assert (shape.labels, shape.observed) == (("b", "a", "others"), (70, 20, 10))
    assert shape.expected == (75.0, 25.0, 0.0)


def test_many_named_values_are_summed() -> None:
    names = tuple(f"v{number}" for number in range(100))
    wish = Distribution("zipf", (("s", 1.0),))
    shape = shape_of(
        Declared("values", "t", ("c",), "zipf", wish, listed=names), counts(list(names), [1] * 100), "text"
    )
    assert shape is not None
    assert (len(shape.labels), shape.labels[0], shape.labels[-1]) == (BINS, "v0", "others")
    assert sum(shape.expected) == pytest.approx(100)


def test_popular_parents_are_shown_by_the_rows_that_are_theirs() -> None:
    wish = Distribution("uniform", (("high", 100.5), ("low", 0.5)))
    declared = Declared("parents", "t", ("p",), "uniform", wish, high=100.0, parent="p")
    found = np.random.default_rng(1).multinomial(1000, np.full(100, 0.01))
    children, parents = np.unique(found, return_counts=True)
    shape = shape_of(declared, counts(children.astype(float), parents), "integer")
    assert shape is not None
    assert (shape.axis, sum(shape.observed)) == ("held", 1000)
    assert sum(shape.expected) == pytest.approx(1000)
    assert shape.labels[:4] == ("1", "2", "3–4", "5–8")
    assert shape.observed[4] == pytest.approx(shape.expected[4], rel=0.15)


def test_personas_share_the_parents() -> None:
    declared = Declared(
        "parents", "t", ("p",), "personas", high=10.0, listed=("4", "6"), shares=(20.0, 1.0), parent="p"
    )
    shape = shape_of(declared, counts([1.0, 19.0], [5, 5]), "integer")
    assert shape is not None
    assert sum(shape.expected) == pytest.approx(100)


def test_children_of_each_parent_are_counted() -> None:
    declared = Declared("fan-out", "t", ("p",), "1 to 3", low=1.0, high=3.0, parent="p")
    shape = shape_of(declared, counts([0.0, 1.0, 3.0], [4, 5, 6]), "integer")
    assert shape is not None
    assert (shape.axis, shape.labels, shape.observed) == ("children", ("0", "1", "2", "3–4"), (4, 5, 0, 6))
    assert not shape.expected


def test_moments_are_shown_by_days() -> None:
    profile = TimeProfile(weekdays=(1, 1, 1, 1, 1, 0, 0))
    declared = Declared("times", "t", ("at",), "weekdays", low=0.0, high=70.0, times=profile)
    shape = shape_of(declared, counts(np.arange(0.0, 70), np.ones(70)), "timestamp")
    assert shape is not None
    assert sum(shape.observed) == 70
    assert sum(shape.expected) == pytest.approx(70)
    assert shape.labels[0] == "1970-01-01"


def test_few_values_with_chances_stand_alone_and_many_popular_ones_by_rank() -> None:
    listed = tuple(str(float(number)) for number in range(1, 6))
    few = shape_of(numbers(listed=listed), counts(np.arange(1.0, 6), np.ones(5)), "integer")
    assert few is not None
    assert (few.axis, few.labels) == ("values", ("1", "2", "3", "4", "5"))
    zipf = Distribution("zipf", (("s", 1.0),))
    many = shape_of(numbers(distribution=zipf, low=1.0), counts(np.arange(1.0, 101), np.ones(100)), "integer")
    assert many is not None
    assert many.labels == ("1", "2", "3", "5", "9", "17", "33", "65", "100")


def test_a_number_needs_no_shape() -> None:
    assert shape_of(Declared("nulls", "t", ("c",), "", share=0.1), counts([1.0], [9]), "integer") is None
    assert shape_of(numbers(), counts(np.zeros(0), np.zeros(0)), "integer") is None


def test_chances_that_are_no_numbers_are_not_told() -> None:
    declared = Declared("values", "t", ("c",), "choice", listed=("a", "b"), shares=(float("nan"), 1.0))
    shape = shape_of(declared, counts(["a", "b"], [1, 2]), "text")
    assert shape is not None
    assert not shape.expected
