"""The kit has teeth: each way of being wrong is found, and named."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from seedbed.generators.choose import Drawn, Permuted
from seedbed.generators.domain import Given, Index, Rows
from seedbed.generators.domains.grid import Grid
from seedbed.generators.units import Value
from seedbed.sampling.bits import Draw
from seedbed.schema.types import Type
from seedbed.testing.kit import NothingGiven, check_domain, check_generator

INTEGER = Type("integer", bits=64)
calls = iter(range(10**9))

Values = Callable[[Index], pa.Array]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The index itself, spoilt in the way that is named."""

    fault: str = ""
    size: int = 10_000

    def at(self, index: Index) -> pa.Array:
        return FAULTS[self.fault](index)


@dataclass(frozen=True, slots=True)
class Hidden:
    """A domain with a field that no file can hold."""

    number: object = None
    size: int = 5

    def at(self, index: Index) -> pa.Array:
        return pa.array(index.astype(np.int64))


def plain(index: Index) -> pa.Array:
    return pa.array(index.astype(np.int64))


def warned(index: Index) -> pa.Array:
    warnings.warn("careful", stacklevel=1)
    return plain(index)


def spoiling(index: Index) -> pa.Array:
    values = plain(index)
    index += np.uint64(1)
    return values


FAULTS: dict[str, Values] = {
    "": plain,
    "type": pa.array,
    "python": lambda index: index.tolist(),
    "null": lambda index: pa.array([None if value == 9_999 else int(value) for value in index], pa.int64()),
    "short": lambda index: plain(index)[1:],
    "repeats": lambda index: pa.array((index // np.uint64(2)).astype(np.int64)),
    "order": lambda index: pa.array(np.arange(len(index), dtype=np.int64)),
    "tail": lambda index: pa.array((index + np.uint64(len(index) == 3)).astype(np.int64)),
    "clock": lambda index: pa.array((index * np.uint64(2)).astype(np.int64) + next(calls) % 2),
    "warning": warned,
    "spoils": spoiling,
}


def test_a_good_domain_passes() -> None:
    check_domain(Numbers(), INTEGER, classes={"Numbers": Numbers})
    check_domain(Numbers(size=1), INTEGER, classes={"Numbers": Numbers})
    check_domain(Numbers(size=2**63), INTEGER, classes={"Numbers": Numbers})


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("type", "values are uint64, and the column is int64"),
        ("python", "list came, not an Arrow array"),
        ("null", "1 of 600 values are NULL"),
        ("short", "600 values were asked for, 599 came"),
        ("repeats", "the indexes 0 and 1 give the same value 0"),
        ("order", "when asked backwards, value 0 is 0; it was 599"),
        ("tail", "when asked for one value three times"),
        ("clock", "when asked again, value 0 is 1; it was 0|when asked again, value 0 is 0; it was 1"),
        ("warning", "a warning came: .*careful"),
        ("spoils", "the indexes that were handed in have been changed|when asked|the same value"),
    ],
)
def test_each_fault_is_found(fault: str, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_domain(Numbers(fault), INTEGER, samples=600, classes={"Numbers": Numbers})


@pytest.mark.parametrize("size", [0, -1, 2**63 + 1, 2.5])
def test_a_size_that_is_none_is_found(size: int) -> None:
    with pytest.raises(AssertionError, match="size is"):
        check_domain(Numbers(size=size), INTEGER)


def test_a_domain_that_no_file_can_hold_is_found() -> None:
    with pytest.raises(AssertionError, match="dump and load"):
        check_domain(Hidden(frozenset()), INTEGER, classes={"Hidden": Hidden})
    with pytest.raises(AssertionError, match="dump and load"):
        check_domain(Hidden(), INTEGER)
    with pytest.raises(AssertionError, match="after dump and load"):
        check_domain(Hidden([1]), INTEGER, classes={"Hidden": Hidden})


@dataclass(frozen=True, slots=True)
class Words:
    """Two texts that a folding or padding column takes for one."""

    one: str
    other: str
    size: int = 2

    def at(self, index: Index) -> pa.Array:
        return pa.array([self.one, self.other]).take(pa.array(index))


@pytest.mark.parametrize(
    ("type", "other"),
    [(Type("text", folds_case=True), "A"), (Type("char", length=2), "a "), (Type("text", folds_case=True), "a ")],
)
def test_distinct_means_distinct_for_the_database(type: Type, other: str) -> None:
    with pytest.raises(AssertionError, match="give the same value"):
        check_domain(Words("a", other), type, classes={"Words": Words})
    check_domain(Words("a", other), Type("text"), classes={"Words": Words})


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A generator of one column, spoilt in the way that is named."""

    fault: str

    def at(self, rows: Rows, draw: Draw, given: Given) -> tuple[pa.Array, ...]:
        if self.fault == "asks":
            return (given.column("parent", "id", rows),)
        if self.fault == "width":
            return plain(rows), plain(rows)
        if self.fault == "stream":
            return (plain(np.arange(len(rows), dtype=np.uint64)),)
        if self.fault == "never empty":
            return (plain(rows if len(rows) else np.zeros(1, dtype=np.uint64)),)
        return (FAULTS[self.fault](rows),)


def test_good_generators_pass() -> None:
    unit = Value(Grid(INTEGER, 1, 1, 5000))
    check_generator(Permuted(unit), [INTEGER], distinct=True)
    check_generator(Drawn(unit), [INTEGER], nullable=False)
    check_generator(Drawn(unit, nulls=500_000), [INTEGER])


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("asks", r"the generator asked for parent\.id"),
        ("width", "2 columns came, 1 were expected"),
        ("stream", "when asked backwards"),
        ("never empty", "0 values were asked for|no rows were asked for"),
        ("type", "values are uint64"),
        ("repeats", "1000 of 2000 rows repeat another"),
    ],
)
def test_each_fault_of_a_generator_is_found(fault: str, words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        check_generator(Spoilt(fault), [INTEGER], distinct=True)


def test_nulls_are_found_where_none_may_be() -> None:
    with pytest.raises(AssertionError, match="are NULL"):
        check_generator(Drawn(Value(Grid(INTEGER, 1, 1, 5)), nulls=100_000), [INTEGER], nullable=False)


def test_nothing_is_given() -> None:
    with pytest.raises(AssertionError, match=r"t\.c"):
        NothingGiven().column("t", "c", np.zeros(1, dtype=np.uint64))
