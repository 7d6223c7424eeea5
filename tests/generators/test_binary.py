"""Bytes and bit strings within their limits."""

from __future__ import annotations

import numpy as np
import pytest

from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import TODAY, index_of

BYTES = Type("bytes")


@pytest.mark.parametrize(
    ("type", "limits", "length", "size"),
    [
        (BYTES, Limits(), 16, 2**63),
        (Type("bytes", length=3), Limits(), 3, 2**24),
        (Type("bytes", length=100), Limits(), 16, 2**63),
        (Type("bytes", length=100, fixed=True), Limits(), 100, 2**63),
        (Type("bytes", length=2, fixed=True), Limits(), 2, 65_536),
        (BYTES, Limits(min_length=20), 20, 2**63),
        (BYTES, Limits(min_length=4, max_length=4), 4, 2**32),
        (BYTES, Limits(max_length=0), 0, 1),
        (Type("bytes", length=1), Limits(excluded=("a", "\\x62", "long")), 1, 254),
        (BYTES, Limits(excluded=("",)), 16, 2**63),
    ],
    ids=str,
)
def test_bytes_have_their_length(type: Type, limits: Limits, length: int, size: int) -> None:
    domain = domain_of(type, limits, today=TODAY)
    assert domain.size == size
    assert {len(value) for value in domain.at(index_of(size, 100)).to_pylist()} == {length}
    check_domain(domain, type, samples=200)


def test_short_bytes_are_in_order() -> None:
    domain = domain_of(Type("bytes", length=2, fixed=True), today=TODAY)
    found = domain.at(index_of(domain.size, 300)).to_pylist()
    assert found == sorted(found)


def test_lists_of_bytes() -> None:
    limits = Limits(values=("\\x00ff", "ab", "\\x6162", "abc"), excluded=("abc",), max_length=3)
    domain = domain_of(BYTES, limits, today=TODAY)
    assert domain.at(np.arange(domain.size, dtype=np.uint64)).to_pylist() == [b"\x00\xff", b"ab"]


@pytest.mark.parametrize(
    ("type", "limits", "length", "size"),
    [
        (Type("bit", length=1), Limits(), 1, 2),
        (Type("bit"), Limits(), 1, 2),
        (Type("bit", length=8), Limits(excluded=(0, "11111111")), 8, 254),
        (Type("bit", length=100), Limits(), 100, 2**63),
        (Type("varbit", length=5), Limits(), 5, 32),
        (Type("bit", length=4), Limits(values=("0101", 3, "1111"), excluded=(3,)), 4, 2),
    ],
    ids=str,
)
def test_bits_have_their_length(type: Type, limits: Limits, length: int, size: int) -> None:
    domain = domain_of(type, limits, today=TODAY)
    assert domain.size == size
    found = domain.at(index_of(size, 100)).to_pylist()
    assert {len(value) for value in found} == {length}
    assert found == sorted(found)
    check_domain(domain, type, samples=200)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(min_length=4),
        Limits(min_length=3, max_length=2),
        Limits(values=("abcd",)),
        Limits(values=("a",), excluded=("a",)),
    ],
    ids=str,
)
def test_nothing_left(limits: Limits) -> None:
    with pytest.raises(NoValue):
        domain_of(Type("bytes", length=3), limits, today=TODAY)


@pytest.mark.parametrize(
    ("type", "value"),
    [(BYTES, "\\xzz"), (BYTES, 5), (BYTES, "sixteen letters!"), (Type("bit", length=2), "ab")],
    ids=str,
)
def test_what_cannot_be_left_out_is_named(type: Type, value: Scalar) -> None:
    with pytest.raises(Unreadable) as refusal:
        domain_of(type, Limits(excluded=(value,)), today=TODAY)
    assert (refusal.value.field, refusal.value.value) == ("excluded", value)
