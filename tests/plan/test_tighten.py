"""Bounds that checks over several columns hand on."""

from __future__ import annotations

import pytest

from seedbed.generators.limits import Limits
from seedbed.plan.conditions.narrow import conjuncts
from seedbed.plan.conditions.tighten import tightened
from seedbed.schema.types import Type
from tests.plan.test_solve import read

TYPES = {
    **{name: Type("integer", bits=32) for name in "abc"},
    **{name: Type("decimal", precision=8, scale=2) for name in "xy"},
    **{name: Type("date") for name in "de"},
    "t": Type("text"),
}


def found(sql: str, **limits: Limits) -> dict[str, Limits]:
    """The limits after a condition."""
    return tightened(conjuncts(read(sql)), limits, TYPES)


@pytest.mark.parametrize(
    ("sql", "limits", "expected"),
    [
        ("a < b and b < c", {"a": Limits(low=0), "c": Limits(high=10)},
         {"a": Limits(low=0, high=8), "b": Limits(low=1, high=9), "c": Limits(low=2, high=10)}),
        ("x + y = 100", {"x": Limits(low=0), "y": Limits(low=1)},
         {"x": Limits(low=0, high=99), "y": Limits(low=1, high=100)}),
        ("x = y * 2", {"y": Limits(low=1, high=3)}, {"x": Limits(low=2, high=6), "y": Limits(low=1, high=3)}),
        ("e - d >= 3", {"e": Limits(high="2020-01-10")},
         {"e": Limits(high="2020-01-10"), "d": Limits(high="2020-01-07")}),
        ("a > b", {"b": Limits(values=(4, 7))}, {"a": Limits(low=5), "b": Limits(values=(4, 7))}),
        ("a <= -b", {"b": Limits(low=3)}, {"a": Limits(high=-3), "b": Limits(low=3)}),
        ("x <= round(y / 4, 2)", {"y": Limits(high=8)}, {"x": Limits(high=3), "y": Limits(high=8)}),
        ("a < b", {}, {}),
        ("t < 'x' or a < b", {}, {}),
    ],
)  # fmt: skip
def test_bounds_are_handed_on(sql: str, limits: dict[str, Limits], expected: dict[str, Limits]) -> None:
    assert found(sql, **limits) == expected


def test_a_ring_of_comparisons_ends() -> None:
    assert found("a < b and b < a", a=Limits(low=0)).keys() == {"a", "b"}
