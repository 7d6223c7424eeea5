"""Whole numbers and decimals: what limits leave, counted by hand and asked of SQLite."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.generators.domain import Domain
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import INTEGER, TODAY, index_of

SMALL = st.integers(-40, 40)
NUMBERS = st.one_of(SMALL, st.decimals(-40, 40, places=2), SMALL.map(str))
MONEY = Type("decimal", precision=6, scale=2)


def values(domain: Domain, count: int = 300) -> list[object]:
    return list(domain.at(index_of(domain.size, count)).to_pylist())


def ends(type: Type, limits: Limits = Limits(), **setting: bool) -> tuple[object, object, int]:  # noqa: B008
    domain = domain_of(type, limits, today=TODAY, **setting)  # type: ignore[arg-type]
    first, last = domain.at(np.array([0, domain.size - 1], dtype=np.uint64)).to_pylist()
    return first, last, domain.size


CENTS = st.decimals(-3, 3, places=3)


@st.composite
def bounded(draw: st.DrawFn, numbers: st.SearchStrategy[Scalar] = NUMBERS) -> Limits:
    """Limits with two bounds, so that the domain is all that there is."""
    values = draw(st.none() | st.lists(numbers, max_size=8).map(tuple))
    step = draw(st.none() | st.tuples(st.integers(1, 7), st.integers(-6, 6)))
    return Limits(
        low=draw(numbers),
        high=draw(numbers),
        low_open=draw(st.booleans()),
        high_open=draw(st.booleans()),
        values=values,
        excluded=tuple(draw(st.lists(numbers, max_size=5))),
        step=step,
    )


def sql(column: str, limits: Limits) -> str:
    """The limits as a condition of SQLite."""
    parts = [
        f"{column} {'>' if limits.low_open else '>='} {limits.low}",
        f"{column} {'<' if limits.high_open else '<='} {limits.high}",
    ]
    if limits.values is not None:
        parts.append(f"{column} IN ({', '.join(str(value) for value in limits.values)})")
    if limits.excluded:
        parts.append(f"{column} NOT IN ({', '.join(str(value) for value in limits.excluded)})")
    if limits.step is not None:
        parts.append(f"{column} % {limits.step[0]} = {limits.step[1]}")
    return " AND ".join(parts)


def accepted(expression: str, candidates: list[str]) -> set[object]:
    """The candidates for which SQLite finds a condition true."""
    with closing(sqlite3.connect(":memory:")) as connection:
        rows = ", ".join(f"({value})" for value in candidates)
        return {
            row[0] for row in connection.execute(f"WITH c(v) AS (VALUES {rows}) SELECT v FROM c WHERE {expression}")
        }


@given(limits=bounded())
def test_integers_are_exactly_those_that_sqlite_finds(limits: Limits) -> None:
    expected = accepted(sql("v", limits), [str(number) for number in range(-60, 61)])
    try:
        domain = domain_of(INTEGER, limits, today=TODAY)
    except NoValue:
        assert not expected
        return
    assert values(domain) == sorted(expected, key=lambda value: int(str(value)))
    check_domain(domain, INTEGER)


@given(limits=bounded(CENTS))
def test_decimals_are_exactly_those_of_their_scale(limits: Limits) -> None:
    grid = [f"{number / 100:.2f}" for number in range(-320, 321)]
    limits = replace(limits, step=None)
    expected = accepted(sql("v", limits), grid)
    try:
        domain = domain_of(MONEY, limits, today=TODAY)
    except NoValue:
        assert not expected
        return
    assert {float(str(value)) for value in values(domain, 10_000)} == expected
    assert domain.size == len(expected)


def test_usual_integers_are_few_and_unique_ones_are_many() -> None:
    assert ends(INTEGER) == (1, 1000, 1000)
    assert ends(INTEGER, unique=True) == (1, 2**31 - 1, 2**31 - 1)
    assert ends(Type("integer", bits=8)) == (1, 127, 127)
    assert ends(Type("integer", bits=64, unsigned=True), unique=True) == (1, 2**63, 2**63)
    assert ends(Type("integer", bits=24, unsigned=True), unique=True)[1] == 2**24 - 1


@pytest.mark.parametrize(
    ("limits", "unique", "expected"),
    [
        (Limits(low=0), False, (0, 999, 1000)),
        (Limits(low=0), True, (0, 2**31 - 1, 2**31)),
        (Limits(low=2**31 - 2), False, (2**31 - 2, 2**31 - 1, 2)),
        (Limits(high=10), False, (1, 10, 10)),
        (Limits(high=-10), False, (-1009, -10, 1000)),
        (Limits(high=10), True, (10 - 2**31, 10, 2**31 + 1)),
        (Limits(high=10**6), True, (1, 10**6, 10**6)),
        (Limits(low=Decimal("1.5"), high=Decimal("3.5")), False, (2, 3, 2)),
        (Limits(low="-Infinity", high="infinity"), False, (1, 1000, 1000)),
        (Limits(min_length=4), False, (1000, 1999, 1000)),
        (Limits(min_length=2, max_length=2), True, (10, 99, 90)),
        (Limits(max_length=1), False, (1, 9, 9)),
        (Limits(step=(5, 0)), False, (5, 5000, 1000)),
        (Limits(low=True), False, (1, 1000, 1000)),
        (Limits(excluded=("infinity", "NaN", -7, 5000, None)), False, (1, 1000, 1000)),
    ],
    ids=str,
)
def test_one_bound_leaves_a_usual_part(limits: Limits, unique: bool, expected: tuple[int, int, int]) -> None:
    assert ends(INTEGER, limits, unique=unique) == expected


@pytest.mark.parametrize(
    "limits",
    [
        Limits(low=5, high=4),
        Limits(low=5, high=5, low_open=True),
        Limits(low=Decimal("1.2"), high=Decimal("1.8")),
        Limits(values=(1, 2), excluded=(1, 2)),
        Limits(values=("1.5",)),
        Limits(values=()),
        Limits(low=1, high=2, excluded=(1, 2)),
        Limits(step=(3, 3)),
        Limits(low=1, high=4, step=(5, 0)),
        Limits(low=2**40),
        Limits(low="infinity"),
        Limits(min_length=12),
    ],
    ids=str,
)
def test_limits_that_clash_leave_no_value(limits: Limits) -> None:
    with pytest.raises(NoValue) as refusal:
        domain_of(INTEGER, limits, today=TODAY)
    assert refusal.value.why


@pytest.mark.parametrize("bound", ["abc", "", "NaN", "1,5"])
def test_a_bound_that_is_no_number_is_unreadable(bound: Scalar) -> None:
    for type in (INTEGER, MONEY, Type("float", bits=64)):
        with pytest.raises(Unreadable) as refusal:
            domain_of(type, Limits(high=bound), today=TODAY)
        assert (refusal.value.field, refusal.value.value) == ("high", bound)


def test_decimals_have_two_places_unless_the_scale_says_otherwise() -> None:
    assert ends(Type("decimal")) == (Decimal(0), Decimal("9999.99"), 10**6)
    assert ends(Type("decimal", precision=9, scale=6)) == (Decimal(0), Decimal("999.999999"), 10**9)
    assert ends(Type("decimal", precision=3, scale=0)) == (Decimal(0), Decimal(999), 1000)
    assert ends(Type("decimal", precision=2, scale=2)) == (Decimal(0), Decimal("0.99"), 100)
    assert ends(Type("money")) == (Decimal(0), Decimal("9999.99"), 10**6)


def test_decimals_between_close_bounds_have_more_places() -> None:
    limits = Limits(low=Decimal("0.001"), high=Decimal("0.003"), low_open=True, high_open=True)
    first, last, size = ends(Type("decimal"), limits)
    assert (first, last, size) == (Decimal("0.00101"), Decimal("0.00299"), 199)


def test_open_bounds_of_a_decimal_are_one_step_of_its_scale_away() -> None:
    limits = Limits(low=0, high=Decimal("0.105"), low_open=True, high_open=True)
    assert ends(MONEY, limits) == (Decimal("0.01"), Decimal("0.10"), 10)


def test_numbers_wider_than_a_machine_word_are_exact() -> None:
    wide = Type("decimal", precision=65, scale=30)
    low = Decimal("-9999999999999999999999999999999999.999999999999999999999999999999")
    domain = domain_of(wide, Limits(low=low), today=TODAY, dialect="mysql")
    first, second = domain.at(np.arange(2, dtype=np.uint64)).to_pylist()
    assert first == low
    assert second == Decimal("-9999999999999999999999999999999999.999999999999999999999999999998")
    top = Type("decimal", precision=38, scale=0)
    assert ends(top, Limits(low=10**37), unique=True)[1] == 10**37 + 2**63 - 1


def test_sqlite_keeps_fifteen_digits_of_an_unlimited_numeric() -> None:
    domain = domain_of(Type("decimal"), today=TODAY, dialect="sqlite", unique=True)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (v NUMERIC UNIQUE)")
        rows = [(str(value),) for value in values(domain)]
        connection.executemany("INSERT INTO t VALUES (?)", rows)
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (len(rows),)


def test_a_grid_follows_the_order_of_its_values() -> None:
    domain = domain_of(INTEGER, Limits(low=-5, high=5, excluded=(0,)), today=TODAY)
    assert values(domain) == [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]
    assert isinstance(domain_of(INTEGER, today=TODAY), Grid)
