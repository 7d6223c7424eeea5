"""Floats: short decimals that obey the bounds as a database compares them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.generators.domains.typed import NoValue, domain_of
from seedbed.generators.limits import Limits
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import TODAY, index_of

DOUBLE, SINGLE = Type("float", bits=64), Type("float", bits=32)
BOUNDS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.decimals(-1000, 1000, places=3),
    st.floats(-1e30, 1e30, allow_nan=False)
    .filter(lambda value: not 0 < abs(value) < 1e-30)
    .map(lambda value: Decimal(repr(value))),
)


@given(st.sampled_from([DOUBLE, SINGLE]), BOUNDS, BOUNDS, st.booleans(), st.booleans(), st.booleans())
def test_every_value_obeys_both_bounds(
    type: Type, one: Decimal | int, other: Decimal | int, low_open: bool, high_open: bool, unique: bool
) -> None:
    low, high = min(one, other), max(one, other)
    limits = Limits(low=low, high=high, low_open=low_open, high_open=high_open)
    try:
        domain = domain_of(type, limits, today=TODAY, unique=unique)
    except NoValue:
        # Only where the bounds are closer than the digits of the type can tell.
        digits = 5 if type is SINGLE else 14
        assert Fraction(high) - Fraction(low) <= max(abs(Fraction(low)), abs(Fraction(high))) / 10**digits
        return
    for value in domain.at(index_of(domain.size, 60)).to_pylist():
        stored = float(np.float32(value)) if type is SINGLE else value
        assert stored > float(low) if low_open else stored >= float(low)
        assert stored < float(high) if high_open else stored <= float(high)
    check_domain(domain, type, samples=60)


def test_usual_floats_have_two_decimals() -> None:
    domain = domain_of(DOUBLE, today=TODAY)
    assert domain.at(np.array([0, 1, 50, domain.size - 1], dtype=np.uint64)).to_pylist() == [0.0, 0.01, 0.5, 1000.0]


@pytest.mark.parametrize(
    ("limits", "first", "last"),
    [
        (Limits(low=0, high=1), 0.0, 1.0),
        (Limits(low=-90), -90.0, 910.0),
        (Limits(high=-5), -1005.0, -5.0),
        (Limits(high=50), 0.0, 50.0),
        (Limits(low=10**6), 1e6, 2e6),
    ],
    ids=str,
)
def test_one_bound_leaves_a_usual_part(limits: Limits, first: float, last: float) -> None:
    domain = domain_of(DOUBLE, limits, today=TODAY)
    assert domain.at(np.array([0, domain.size - 1], dtype=np.uint64)).to_pylist() == [first, last]


def test_single_precision_prints_in_six_digits() -> None:
    domain = domain_of(SINGLE, today=TODAY, unique=True)
    for value in domain.at(index_of(domain.size, 300)).to_pylist():
        assert float(f"{np.float32(value):.6g}") == value


def test_a_list_of_single_precision_keeps_what_the_column_can_equal() -> None:
    limits = Limits(values=(Decimal("0.1"), Decimal("0.5"), 2), excluded=(2,))
    assert domain_of(SINGLE, limits, today=TODAY).at(np.zeros(1, dtype=np.uint64)).to_pylist() == [0.5]
    assert domain_of(DOUBLE, limits, today=TODAY).at(np.arange(2, dtype=np.uint64)).to_pylist() == [0.1, 0.5]
    with pytest.raises(NoValue):
        domain_of(DOUBLE, Limits(values=(1,), low=2), today=TODAY)


def test_excluded_floats_are_left_out() -> None:
    limits = Limits(low=0, high=1, excluded=(0, Decimal("0.5"), 7))
    domain = domain_of(DOUBLE, limits, today=TODAY)
    assert domain.size == 99
    assert 0.5 not in domain.at(np.arange(99, dtype=np.uint64)).to_pylist()


def test_a_float_with_digits_is_as_narrow_as_a_decimal() -> None:
    narrow = Type("float", bits=64, precision=4, scale=1)
    domain = domain_of(narrow, today=TODAY, dialect="mysql", unique=True)
    assert domain.at(np.array([0, 1, domain.size - 1], dtype=np.uint64)).to_pylist() == [0.0, 0.1, 999.9]


@pytest.mark.parametrize("limits", [Limits(low=2, high=1), Limits(low="inf"), Limits(high="-Infinity")], ids=str)
def test_bounds_that_clash_leave_no_value(limits: Limits) -> None:
    with pytest.raises(NoValue):
        domain_of(DOUBLE, limits, today=TODAY)
