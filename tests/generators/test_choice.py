"""Values from lists: booleans, enums, sets, and places left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.generators.domains.choice import Choice, Without, without
from seedbed.generators.domains.grid import Grid
from seedbed.generators.domains.typed import NoValue, Unreadable, domain_of
from seedbed.generators.limits import Limits
from seedbed.schema.expression import Scalar
from seedbed.schema.types import Type
from seedbed.testing.kit import check_domain
from tests.generators.kinds import INTEGER, TODAY

BOOLEAN = Type("boolean")
SIZES = Type("enum", values=("small", "medium", "Large", "huge"), folds_case=True)
TAGS = Type("set", values=("x", "y", "z"))


def values(type: Type, limits: Limits) -> list[object]:
    domain = domain_of(type, limits, today=TODAY)
    check_domain(domain, type)
    return list(domain.at(np.arange(domain.size, dtype=np.uint64)).to_pylist())


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(), [False, True]),
        (Limits(values=("yes", 1, "t")), [True]),
        (Limits(values=(0, "off", None)), [False]),
        (Limits(excluded=(True,)), [False]),
        (Limits(excluded=(None,)), [False, True]),
        (Limits(low=False, low_open=True), [True]),
        (Limits(low=True), [True]),
        (Limits(high="true", high_open=True), [False]),
        (Limits(high=False), [False]),
    ],
    ids=str,
)
def test_booleans(limits: Limits, expected: list[bool]) -> None:
    assert values(BOOLEAN, limits) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(), ["small", "medium", "Large", "huge"]),
        (Limits(low="medium"), ["medium", "Large", "huge"]),
        (Limits(low="medium", low_open=True, high="huge", high_open=True), ["Large"]),
        (Limits(high="medium"), ["small", "medium"]),
        (Limits(values=("huge", "large", "tiny")), ["Large", "huge"]),
        (Limits(excluded=("SMALL", "tiny")), ["medium", "Large", "huge"]),
    ],
    ids=str,
)
def test_labels_of_an_enum_are_ordered_as_declared(limits: Limits, expected: list[str]) -> None:
    assert values(SIZES, limits) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(), ["x", "y", "x,y", "z", "x,z", "y,z", "x,y,z"]),
        (Limits(excluded=("", "y,x", 7)), ["x", "y", "z", "x,z", "y,z"]),
        (Limits(values=("z,x", "x", 2, "z")), ["x", "y", "z", "x,z"]),
        (Limits(values=("x", "y"), excluded=("y",)), ["x"]),
    ],
    ids=str,
)
def test_subsets(limits: Limits, expected: list[str]) -> None:
    assert values(TAGS, limits) == expected


@pytest.mark.parametrize(
    ("type", "limits"),
    [
        (BOOLEAN, Limits(excluded=(True, False))),
        (BOOLEAN, Limits(low=True, low_open=True)),
        (SIZES, Limits(values=("tiny",))),
        (SIZES, Limits(low="huge", low_open=True)),
        (TAGS, Limits(values=("x",), excluded=("x",))),
        (Type("set", values=("x",)), Limits(excluded=("x",))),
        (Type("json"), Limits(values=())),
    ],
    ids=str,
)
def test_nothing_left(type: Type, limits: Limits) -> None:
    with pytest.raises(NoValue):
        domain_of(type, limits, today=TODAY)


@pytest.mark.parametrize(
    ("type", "field", "value"),
    [(BOOLEAN, "low", "maybe"), (SIZES, "high", "tiny"), (TAGS, "excluded", "x,q"), (TAGS, "values", "q")],
    ids=str,
)
def test_what_is_no_value_of_the_type_is_named(type: Type, field: str, value: Scalar) -> None:
    limits = Limits(**{field: value if field in ("low", "high") else (value,)})  # type: ignore[arg-type]
    with pytest.raises(Unreadable) as refusal:
        domain_of(type, limits, today=TODAY)
    assert (refusal.value.field, refusal.value.value) == (field, value)


def test_a_set_of_sixty_four_members() -> None:
    wide = Type("set", values=tuple(f"m{number}" for number in range(64)))
    domain = domain_of(wide, today=TODAY)
    assert domain.size == 2**63
    check_domain(domain, wide, samples=300)


@given(st.integers(1, 60), st.sets(st.integers(0, 59), max_size=20))
def test_places_left_out_are_never_given_and_all_others_are(size: int, gaps: set[int]) -> None:
    places = tuple(gap for gap in gaps if gap < size)
    grid = Grid(INTEGER, 0, 1, size)
    expected = [number for number in range(size) if number not in gaps]
    if not expected:
        with pytest.raises(NoValue):
            without(grid, places)
        return
    domain = without(grid, places)
    assert domain.at(np.arange(domain.size, dtype=np.uint64)).to_pylist() == expected
    assert isinstance(domain, Without) == bool(places)
    check_domain(domain, INTEGER)


def test_a_choice_of_each_kind_that_arrow_knows() -> None:
    for type, listed in (
        (INTEGER, (3, 1)),
        (Type("date"), ("2020-01-31",)),
        (Type("time"), ("10:11:12.5",)),
        (Type("timestamp", zone=True), ("2020-01-01 00:00:00",)),
        (Type("bytes"), ("00ff", "")),
        (Type("boolean"), (True,)),
    ):
        check_domain(Choice(type, listed), type)
