"""Fan-outs: at least and at most so many children a parent, a share of parents without any; exactly."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from seedbed.engine.cells import Cells
from seedbed.engine.parts import whole
from seedbed.errors import PlanError
from seedbed.generators.domains.grid import Grid
from seedbed.generators.keys.linked import Linked
from seedbed.generators.units import Value
from seedbed.plan.passes import plan
from seedbed.plan.plan import Plan, dump_plan, load_plan
from seedbed.read.sql import read_sql
from seedbed.sampling.split import Split
from seedbed.schema.recipe import Distribution, FanOut, Recipe
from seedbed.schema.types import Type
from seedbed.testing.kit import check_generator
from seedbed.validate.court import judge

WORLD = """
CREATE TABLE users (id int PRIMARY KEY, region int NOT NULL, UNIQUE (region, id));
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, coupon int REFERENCES users,
    region int NOT NULL, "user" int NOT NULL, boss int REFERENCES orders, one int UNIQUE REFERENCES users,
    FOREIGN KEY (region, "user") REFERENCES users (region, id));
CREATE TABLE likes (a int REFERENCES users, b int REFERENCES users, PRIMARY KEY (a, b));
"""
USERS, ORDERS = 1000, 3000


def planned(*wishes: FanOut, strict: bool = False) -> Plan:
    rows = (("users", USERS), ("orders", ORDERS))
    recipe = Recipe(rows=100, table_rows=rows, fan_outs=wishes)
    schema = read_sql(WORLD, "w.sql", "postgres").schema
    return plan(schema, recipe, Cells, strict)


def fan(column: str = "user_id", table: str = "orders", **said: object) -> FanOut:
    return FanOut(table, tuple(column.split()), **said)  # type: ignore[arg-type]


def children(made: Plan, column: str = "user_id") -> Counter[int]:
    keys = [
        Cells(made).column("orders", name, np.arange(ORDERS, dtype=np.uint64)).to_pylist() for name in column.split()
    ]
    counts = Counter(key for key in zip(*keys, strict=True) if key[0] is not None)
    found = Counter(counts.values())
    found[0] = USERS - len(counts)
    return +found


@pytest.mark.parametrize(
    ("wish", "low", "high", "childless"),
    [
        (fan(low=1, high=5), 1, 5, 0),
        (fan(low=3, high=3), 3, 3, 0),
        (fan(low=2, high=9, childless=0.3), 2, 9, 300),
        (fan(low=0, high=None, childless=0.5), 1, 11, 500),
        (fan(low=1, high=40, distribution=Distribution("exponential", (("mean", 3.0),))), 1, 40, 0),
        (fan(low=0, high=7, distribution=Distribution("poisson", (("mean", 3.0),))), 0, 7, None),
        (fan(low=1, high=400, distribution=Distribution("zipf")), 1, 400, 0),
        (fan("region user", low=1, high=5), 1, 5, 0),
    ],
)
def test_every_parent_has_as_many_children_as_it_may(wish: FanOut, low: int, high: int, childless: int | None) -> None:
    made = planned(wish)
    found = children(made, " ".join(wish.columns))
    if childless is not None:
        assert found[0] == childless
    bearing = [count for count in found if count]
    assert min(bearing) >= low
    assert max(bearing) <= high
    assert sum(count * parents for count, parents in found.items()) == ORDERS
    assert len(bearing) > 2 or low == high
    verdict = judge(made.schema, whole(made), declared=made.declared)
    test = "Kolmogorov-Smirnov of children" if wish.distribution else "exact count"
    assert [(test.test, test.statistic, test.alarm) for test in verdict.compared] == [(test, 0, False)]
    assert verdict.ok


def test_a_popular_fifth_of_the_parents_has_four_fifths_of_the_children() -> None:
    found = children(planned(fan(low=0, distribution=Distribution("zipf"))))
    counts = sorted(found.elements(), reverse=True)
    assert sum(counts[: USERS // 5]) / ORDERS == pytest.approx(0.8, abs=0.03)


def test_numbers_of_children_by_their_weights() -> None:
    weights = (("1", 0.5), ("3", 0.25), ("7", 0.25))
    found = children(planned(fan(low=1, high=7, distribution=Distribution("choice", weights=weights))))
    assert found == {1: 500, 3: 250, 7: 250}


def test_rows_that_refer_to_nothing_are_no_children() -> None:
    made = planned(fan("coupon", low=2, high=3))
    found = children(made, "coupon")
    assert set(found) == {2, 3}
    assert load_plan(dump_plan(made)) == made


@pytest.mark.parametrize(
    ("wish", "help"),
    [
        (fan(low=4), "--count orders=4000"),
        (fan(high=2), "--count orders=2000"),
        (fan(low=1, high=5, childless=0.9), "--count orders=500"),
    ],
)
def test_what_no_rows_can_have_is_refused_with_what_would_help(wish: FanOut, help: str) -> None:
    with pytest.raises(PlanError) as caught:
        planned(wish)
    (problem,) = caught.value.problems
    assert problem.where == "orders.user_id"
    assert "cannot be spread" in problem.what
    assert help in problem.help


@pytest.mark.parametrize(
    ("wish", "what"),
    [
        (fan(low=3, high=2), "no parent can have 3 to 2 children"),
        (fan(childless=1.0), "is no share of parents"),
        (fan(distribution=Distribution("nromal")), "did you mean normal?"),
        (fan(distribution=Distribution("choice", weights=(("many", 1.0),))), "'many' is no number of children"),
    ],
)
def test_what_is_no_fan_out_is_refused(wish: FanOut, what: str) -> None:
    with pytest.raises(PlanError, match=what.replace("?", r"\?")):
        planned(wish)


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (fan("a", "likes"), "a key over several columns"),
        (fan("boss"), "its own table"),
        (fan("one"), "one child at most"),
        (fan("region"), "or it is no reference"),
    ],
)
def test_what_cannot_be_honoured_is_told(wish: FanOut, why: str) -> None:
    notes = [note for note in planned(wish).notes if "fan-out" in note.what]
    assert [note.grave for note in notes] == [True]
    assert why in notes[0].why
    with pytest.raises(PlanError, match="fan-out cannot be honoured"):
        planned(wish, strict=True)


def test_linked_passes_the_kit() -> None:
    unit = Value(Grid(Type("integer", bits=32), 5, 2, 300))
    split = Split(200, 1500, 1, 20, ((50, 5), (150, 1)))
    check_generator(Linked(unit, split, 0, 2000), [Type("integer", bits=32)])
