"""The conformance kit: what every domain and every generator must do, ours and anyone else's.

    from seedbed.testing.kit import check_domain, check_generator

    def test_my_domain() -> None:
        check_domain(MyDomain(...), Type("varchar", length=20), classes={"MyDomain": MyDomain})

A breach is an AssertionError that says what was asked, what came, and what was expected.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import numpy as np
import pyarrow as pa

from seedbed.errors import ReadError
from seedbed.generators.domain import Domain, Generator, Given, Index, Rows
from seedbed.generators.domains.registry import DOMAINS
from seedbed.sampling.bits import Draw
from seedbed.sampling.permutation import Permutation
from seedbed.schema.arrow import arrow_type
from seedbed.schema.files import SCHEMA_CLASSES, dump, load
from seedbed.schema.types import Type

__all__ = ["NothingGiven", "check_domain", "check_generator"]

T = TypeVar("T")
_MOST = 2**63
_KEY = Draw.of(0, "seedbed.testing.kit")


class NothingGiven:
    """A `Given` for generators that look at no other column; being asked is a breach."""

    def column(self, table: str, column: str, rows: Rows) -> pa.Array:
        """Never an array: raises AssertionError."""
        raise AssertionError(f"the generator asked for {table}.{column}, which this check does not have")

    def kept(self, name: Hashable, make: Callable[[Given], T]) -> T:
        """What is made of no cells."""
        return make(self)


def check_domain(domain: Domain, type: Type, samples: int = 2000, classes: Mapping[str, type] | None = None) -> None:
    """Passes a domain for columns of a type; raises AssertionError.

    `classes` are those of the domain that Seedbed does not know. The values looked at are the first ones, the
    last ones and random ones, `samples` of them at most.
    """
    with _no_warnings():
        size = domain.size
        assert isinstance(size, int), f"size is {size!r}, which is no int"
        assert 1 <= size <= _MOST, f"size is {size}, not 1 to 2**63"
        index = _sample(size, samples)
        values = domain.at(index)
        _check_arrow(values, arrow_type(type), len(index))
        _check_distinct(values, index, type)
        _check_rows(domain.at, index, values)
        _check_edges(domain, arrow_type(type))
        _check_carried(domain, index, values, {**SCHEMA_CLASSES, **DOMAINS, **(classes or {})})


def check_generator(
    generator: Generator,
    types: Sequence[Type],
    rows: int = 2000,
    *,
    given: Given | None = None,
    nullable: bool = True,
    distinct: bool = False,
) -> None:
    """Passes a generator for a group of columns of those types, asked for that many rows; raises AssertionError.

    `given` answers for other columns; `distinct` says that no combination of values may repeat.
    """
    known = given or NothingGiven()
    with _no_warnings():
        index = np.arange(rows, dtype=np.uint64)
        columns = generator.at(index, _KEY, known)
        assert len(columns) == len(types), f"{len(columns)} columns came, {len(types)} were expected"
        for number, (column, type) in enumerate(zip(columns, types, strict=True)):
            _check_arrow(column, arrow_type(type), rows, nullable=nullable)

            def at(asked: Index, number: int = number) -> pa.Array:
                return generator.at(asked, _KEY, known)[number]

            _check_rows(at, index, column)
            assert len(at(index[:0])) == 0, "no rows were asked for, and some came"
        if distinct:
            found = list(zip(*(column.to_pylist() for column in columns), strict=True))
            assert len(set(found)) == len(found), f"{len(found) - len(set(found))} of {rows} rows repeat another"
        _check_same(pickle.loads(pickle.dumps(generator)).at(index, _KEY, known), columns, "after pickling")  # noqa: S301


@contextmanager
def _no_warnings() -> Iterator[None]:
    """Turns a warning into a breach."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            yield
        except Warning as warning:
            raise AssertionError(f"a warning came: {warning!r}") from warning


def _sample(size: int, samples: int) -> Index:
    """The first and the last indexes and random ones between, each once; all of them where they are few."""
    if size <= samples:
        return np.arange(size, dtype=np.uint64)
    third = max(1, samples // 3)
    first = np.arange(third, dtype=np.uint64)
    random = Permutation(size - 2 * third, _KEY).at(first) + np.uint64(third)
    return np.concatenate([first, random, np.uint64(size - third) + first])


def _check_arrow(values: pa.Array, type: pa.DataType, count: int, *, nullable: bool = False) -> None:
    assert isinstance(values, pa.Array), f"{values.__class__.__name__} came, not an Arrow array"
    values.validate(full=True)
    assert values.type == type, f"values are {values.type}, and the column is {type}"
    assert len(values) == count, f"{count} values were asked for, {len(values)} came"
    assert nullable or not values.null_count, f"{values.null_count} of {count} values are NULL"


def _check_distinct(values: pa.Array, index: Index, type: Type) -> None:
    """Distinct indexes, distinct values: also without their case where the column ignores it, and without padding."""
    seen: dict[object, int] = {}
    for place, value in zip(index.tolist(), values.to_pylist(), strict=True):
        key = _normal(value, type)
        other = seen.setdefault(key, place)
        assert other == place, f"the indexes {other} and {place} give the same value {value!r}"


def _normal(value: object, type: Type) -> object:
    """What is left of a value for the comparison of a UNIQUE column."""
    if isinstance(value, str):
        value = value.casefold() if type.folds_case else value
        return value.rstrip(" ") if type.folds_case or type.kind == "char" else value
    if isinstance(value, float) and type.bits == 32:
        return float(np.float32(value))
    return repr(value) if isinstance(value, list) else value


def _check_rows(at: object, index: Index, values: pa.Array) -> None:
    """Asked again, backwards, in parts, for one value often: always the same."""
    assert callable(at)
    _check_same([at(index)], [values], "when asked again")
    _check_same(
        [at(index[::-1].copy())], [values.take(pa.array(np.arange(len(index))[::-1].copy()))], "when asked backwards"
    )
    half = len(index) // 2
    parts = pa.concat_arrays([at(index[:half]), at(index[half:])])
    _check_same([parts], [values], "when asked in two parts")
    if len(index):
        middle = np.full(3, index[half], dtype=np.uint64)
        _check_same([at(middle)], [values.take(pa.array([half] * 3))], "when asked for one value three times")
    before = index.copy()
    at(index)
    assert (index == before).all(), "the indexes that were handed in have been changed"


def _check_edges(domain: Domain, type: pa.DataType) -> None:
    """No index at all, the first and the last."""
    _check_arrow(domain.at(np.empty(0, dtype=np.uint64)), type, 0)
    for index in (0, domain.size - 1):
        _check_arrow(domain.at(np.array([index], dtype=np.uint64)), type, 1)


def _check_carried(domain: Domain, index: Index, values: pa.Array, classes: Mapping[str, type]) -> None:
    """A plan is dumped, read elsewhere and sent to workers: the domain must survive that."""
    pickled = pickle.loads(pickle.dumps(domain))  # noqa: S301 - it was pickled in this very line
    assert pickled == domain, f"after pickling {domain!r} is {pickled!r}"
    try:
        loaded = load(dump(domain), classes)
    except (ReadError, TypeError) as error:
        raise AssertionError(f"the domain does not survive dump and load: {error}") from error
    assert loaded == domain, f"after dump and load {domain!r} is {loaded!r}"
    assert hash(loaded) == hash(domain), "equal domains have different hashes"
    _check_same([loaded.at(index)], [values], "after dump and load")


def _check_same(found: Sequence[pa.Array], expected: Sequence[pa.Array], when: str) -> None:
    for got, wanted in zip(found, expected, strict=True):
        if got.equals(wanted):
            continue
        pairs = zip(got.to_pylist(), wanted.to_pylist(), strict=False)
        place, (came, was) = next((item for item in enumerate(pairs) if item[1][0] != item[1][1]), (0, (got, wanted)))
        raise AssertionError(f"{when}, value {place} is {came!r}; it was {was!r}")
