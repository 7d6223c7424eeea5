"""Tests of declared distributions: quiet where data follow them, loud where they do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from seedbed.engine.parts import whole
from seedbed.read.sql import read_sql
from seedbed.schema.declared import Declared, Form
from seedbed.schema.recipe import Distribution, TimeProfile
from seedbed.validate.court import judge
from seedbed.validate.spread.statistics import Compared, Counts, Uncompared, corrected, examine
from seedbed.validate.verdict import Verdict
from tests.false_alarms import alarms, p_values, power, world

stats = pytest.importorskip("scipy.stats")
RANDOM = np.random.default_rng(1)
NORMAL = Distribution("normal", (("mean", 50.0), ("std", 10.0)))


def counted(values: np.ndarray, nulls: int = 0) -> Counts:
    found, counts = np.unique(values, return_counts=True)
    return Counts(found, counts.astype(np.int64), nulls)


def compared(declared: Declared, counts: Counts) -> Compared:
    found = examine(declared, counts)
    assert isinstance(found, Compared), found
    return found


def test_the_distance_is_that_of_scipy() -> None:
    values = np.round(RANDOM.normal(50, 10, 5000), 6)
    declared = Declared("numbers", "t", ("c",), "", NORMAL, low=-50, high=150, step=1e-6)
    found, ours = compared(declared, counted(values)), stats.kstest(values, stats.norm(50, 10).cdf)
    assert found.test == "Kolmogorov-Smirnov"
    assert found.statistic == pytest.approx(ours.statistic, abs=1e-6)
    assert found.p == pytest.approx(ours.pvalue, abs=1e-4)


def test_chi_squared_is_that_of_scipy() -> None:
    declared = Declared("values", "t", ("c",), "", listed=("a", "b", "c"), shares=(5, 3, 2))
    found = compared(declared, Counts(["a", "b", "c"], np.array([520, 280, 200])))
    ours = stats.chisquare([520, 280, 200], [500, 300, 200])
    assert found.freedom == 2
    assert found.statistic == pytest.approx(ours.statistic)
    assert found.p == pytest.approx(ours.pvalue)


def about(form: Form, columns: tuple[str, ...] = ("c",), **said: Any) -> Declared:
    return Declared(form, "t", columns, "", **said)


def many(counts: list[int], values: list[Any], **more: Any) -> Counts:
    return Counts(values, np.array(counts), **more)


WEEK = TimeProfile(weekdays=(1, 1, 1, 1, 1, 0.1, 0.1))
BOTH = ("c", "d")


@pytest.mark.parametrize(
    ("declared", "counts"),
    [
        (about("numbers", distribution=NORMAL, high=100, step=1), counted(RANDOM.integers(0, 100, 900))),
        (about("numbers", distribution=NORMAL, high=100, step=1e-5), counted(RANDOM.random(900) * 100)),
        (about("numbers", distribution=NORMAL, high=9, step=1), counted(np.full(90, 12.0))),
        (about("values", listed=("a", "b"), shares=(1, 1)), many([50, 1], ["a", "z"])),
        (about("values", listed=("a", "b"), shares=(1, 0)), many([50, 1], ["a", "b"])),
        (about("nulls", share=0.1), many([700], [0.0], nulls=300)),
        (about("correlation", BOTH, share=0.5), many([900], [0.0], correlation=0.2)),
        (about("correlation", BOTH, share=0.5), many([900], [0.0], correlation=1.0)),
        (about("fan-out", low=1, high=3, share=-1.0), many([9, 9, 9, 9], [0.0, 1.0, 2.0, 9.0])),
        (about("fan-out", low=1, high=3, share=0.5), many([9, 9, 900], [0.0, 1.0, 2.0])),
        (about("times", low=18_000, high=18_099, times=WEEK), counted(RANDOM.integers(18_000, 18_100, 5000))),
    ],
)
def test_what_is_unlike_raises_an_alarm(declared: Declared, counts: Counts) -> None:
    (found,) = corrected([compared(declared, counts)])
    assert found.alarm
    assert found.p < 1e-4


def test_a_mean_that_is_a_little_off_is_found() -> None:
    made = world(20_000, edge_cases=0)
    tables = whole(made)
    things = tables["things"]
    place = things.schema.get_field_index("weight")
    tables["things"] = things.set_column(place, "weight", pa.array(things["weight"].to_numpy() * 1.05))
    verdict = judge(made.schema, tables, declared=made.declared)
    assert [test.columns for test in verdict.alarms] == [("weight",)]
    assert verdict.ok


def test_rows_that_stand_apart_are_not_counted() -> None:
    schema = read_sql("CREATE TABLE t (c int, d text);", "s.sql", "postgres").schema
    rows = pa.table({"c": pa.array([5] * 100 + [9] * 50, pa.int32()), "d": ["a", "b", "b"] * 50})
    fives = Distribution("empirical", weights=(("4", 1.0), ("5", 9.0), ("6", 0.0)))
    lengths = Distribution("poisson", (("mean", 3.0),))
    declared = (
        about("numbers", distribution=fives, listed=("4", "5", "6")),
        about("lengths", ("d",), distribution=lengths, high=30, step=1),
    )

    def found(apart: dict[str, list[int]]) -> Verdict:
        return judge(schema, {"t": rows}, declared=declared, apart=apart)

    assert found({}).compared[0].why == "50 rows hold a value that was not declared"
    assert found({"t": list(range(100, 150))}).compared[0].rows == 100
    assert {test.columns for test in found({}).alarms} == {("c",), ("d",)}


def test_what_cannot_be_tested_says_why() -> None:
    few = examine(Declared("numbers", "t", ("c",), "", NORMAL, low=0, high=9, step=1), counted(np.arange(9.0)))
    assert isinstance(few, Uncompared)
    assert few.reason == "9 rows are too few"
    alone = Declared("values", "t", ("c",), "", listed=("a",), shares=(1,))
    assert isinstance(examine(alone, Counts(["a"], np.array([99]))), Uncompared)
    schema = read_sql("CREATE TABLE t (c int);", "s.sql", "postgres").schema
    missing = (Declared("nulls", "t", ("x",), "", share=0.5), Declared("numbers", "t", ("c",), "", NORMAL, step=1))
    verdict = judge(schema, {}, declared=missing)
    assert [one.reason for one in verdict.uncompared] == ["there is no x", "there is no data"]


def test_bent_columns_raise_no_alarm() -> None:
    declared = Declared("nulls", "t", ("c",), "", share=0.1, bent="rows are drawn again")
    (found,) = corrected([compared(declared, Counts(np.zeros(1), np.array([700]), 300))])
    assert found.p < 1e-9
    assert not found.alarm


def test_alarms_are_as_rare_as_the_level_says() -> None:
    found, _ = p_values(world(1000), range(60))
    assert len(found) == 18
    everything = [value for values in found.values() for value in values]
    assert alarms(everything, 0.05) == pytest.approx(0.05, abs=0.03)
    assert alarms(everything, 0.5) == pytest.approx(0.5, abs=0.08)


def test_every_test_finds_rows_that_are_a_little_unlike() -> None:
    found = power(world(3000), world(3000, other=True).declared, range(8))
    assert len(found) == 18
    assert {name: share for name, share in found.items() if share < 0.5} == {}
