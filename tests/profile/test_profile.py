"""Real rows to wishes: right in figures, and telling of nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from seedbed.profile.caution import Caution
from seedbed.profile.column import profile_column
from seedbed.profile.compare import compare
from seedbed.profile.fan_out import children_of, profile_fan_out
from seedbed.profile.forms import form_of
from seedbed.profile.histogram import edges_of
from seedbed.profile.source import Observed, decided, profile, spreading
from seedbed.read.open import read_text
from seedbed.schema.model import Schema
from seedbed.schema.recipe import ColumnWish, Distribution, FanOut, Recipe

SQL = """
CREATE TABLE users (id int PRIMARY KEY, code varchar(9) UNIQUE, age int, plan text CHECK (plan IN ('free', 'paid')),
  country text, note text, pay numeric(10,2), tax numeric(10,2), seen timestamptz, tag varchar(8));
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users, coupon int REFERENCES users UNIQUE);
"""
ROWS = 2000


@pytest.fixture(scope="module")
def schema() -> Schema:
    return read_text(SQL, "postgres").schema


@pytest.fixture(scope="module")
def observed(schema: Schema) -> dict[str, Observed]:
    return seen(schema, tables())


def tables() -> dict[str, pa.Table]:
    draw = np.random.default_rng(5)
    pay = draw.lognormal(3, 1, ROWS).round(2)
    day = datetime(2024, 1, 1, 9, tzinfo=UTC)
    users = {
        "id": pa.array(range(ROWS), pa.int32()),
        "code": pa.array([f"c{n}" for n in range(ROWS)]),
        "age": pa.array([None if n % 4 == 0 else 20 + n % 60 for n in range(ROWS)], pa.int32()),
        "plan": pa.array(["paid" if n % 5 == 0 else "free" for n in range(ROWS)]),
        "country": pa.array(["AT" if n else "Liechtenstein" for n in range(ROWS)]),
        "note": pa.array([f"word {'x' * (n % 50)}" for n in range(ROWS)]),
        "pay": pa.array(pay),
        "tax": pa.array((pay * 0.2).round(2)),
        "seen": pa.array([day + timedelta(days=n % 300, hours=n % 8) for n in range(ROWS)], pa.timestamp("us", "UTC")),
        "tag": pa.array([f"AB-{n % 1000:03}" for n in range(ROWS)]),
    }
    spread = np.repeat(np.arange(ROWS // 2), 3)
    orders = {
        "id": pa.array(range(len(spread)), pa.int32()),
        "user_id": pa.array(spread, pa.int32()),
        "coupon": pa.nulls(len(spread), pa.int32()),
    }
    return {"users": pa.table(users), "orders": pa.table(orders)}


def seen(schema: Schema, rows: Mapping[str, pa.Table]) -> dict[str, Observed]:
    return {
        id: Observed(found.num_rows, found, {key: children_of(found, key) for key in spreading(schema.table(id))})
        for id, found in rows.items()
    }


@pytest.fixture(scope="module")
def recipe(schema: Schema, observed: dict[str, Observed]) -> Recipe:
    return profile(schema, observed, Caution())


def wish(recipe: Recipe, column: str) -> ColumnWish:
    return next(wish for wish in recipe.columns if wish.column == column)


def test_counts_are_told(recipe: Recipe) -> None:
    assert recipe.table_rows == (("users", 2000), ("orders", 3000))


def test_keys_are_left_to_the_schema(schema: Schema, recipe: Recipe) -> None:
    assert decided(schema.table("orders")) == {"id", "user_id", "coupon"}
    assert [key.columns for key in spreading(schema.table("orders"))] == [("user_id",)]
    assert {wish.column for wish in recipe.columns} & {"id", "code", "user_id"} == set()


def test_numbers_become_histograms_and_null_rates(recipe: Recipe) -> None:
    age = wish(recipe, "age")
    assert age.nulls == 0.25
    assert age.distribution is not None
    assert age.distribution.kind == "empirical"
    assert sum(age.distribution.shares) == pytest.approx(1, abs=1e-3)
    assert [float(edge) for edge in age.distribution.edges] == sorted(float(edge) for edge in age.distribution.edges)


def test_no_end_is_a_single_rows(observed: dict[str, Observed]) -> None:
    line = np.concatenate([np.arange(1000.0), [123_456_789.0]])
    found = edges_of(line, 10)
    assert found is not None
    edges, counts = found
    assert edges[-1] < 1100
    assert counts.sum() == 1001
    assert counts.min() >= 10


@pytest.mark.parametrize(("rows", "crowd"), [(19, 10), (5, 10), (0, 10)])
def test_too_few_rows_tell_nothing(rows: int, crowd: int) -> None:
    assert edges_of(np.arange(float(rows)), crowd) is None


def test_one_value_is_no_histogram() -> None:
    assert edges_of(np.full(100, 7.0), 10) is None


def test_values_that_the_schema_names_have_their_weights(recipe: Recipe) -> None:
    assert wish(recipe, "plan").distribution == Distribution("choice", weights=(("free", 0.8), ("paid", 0.2)))


def test_texts_are_not_told_unless_allowed(schema: Schema, observed: dict[str, Observed], recipe: Recipe) -> None:
    assert "AT" not in repr(recipe)
    allowed = profile(schema, observed, Caution(values=frozenset({("users", "country")})))
    assert wish(allowed, "country").distribution == Distribution("choice", weights=(("AT", 1.0),))
    assert "Liechtenstein" not in repr(allowed)


def test_what_a_type_writes_has_no_form() -> None:
    table = read_text("CREATE TABLE t (flags bit(5) NOT NULL, span int4range NOT NULL)", "postgres").schema.table("t")
    flags = pa.chunked_array([[f"{n % 32:05b}" for n in range(ROWS)]])
    spans = pa.chunked_array([[f"[{100 + n % 800},950)" for n in range(ROWS)]])
    for name, cells in (("flags", flags), ("span", spans)):
        assert profile_column(table, table.column(name), cells, Caution()) is None


def test_forms_and_lengths_are_told(recipe: Recipe) -> None:
    assert wish(recipe, "tag").pattern == "AB-###"
    lengths = wish(recipe, "note").lengths
    assert lengths is not None
    assert (lengths.edges[0], lengths.edges[-1]) == ("4.5", "54.5")


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (["ab-1", "cd-2"] * 10, "{l:2}-#"),
        (["X#1", "Y#2"] * 10, "X\\##"),
        (["XA1", "XB2"] * 10, "\\XX#"),
        (["two words", "and more"] * 10, ""),
        (["abc", "def"] * 10, ""),
        (["a-1"] * 5, ""),
        (["a-1", "b-2", "cc-3"] * 10, ""),
        ([""] * 20, ""),
    ],
)
def test_a_form_is_shared_by_nearly_all(texts: list[str], form: str) -> None:
    assert form_of(pa.array(texts), 10) == form


def test_moments_have_their_hours(recipe: Recipe) -> None:
    times = wish(recipe, "seen").times
    assert times is not None
    assert [hour for hour, share in enumerate(times.hours) if share] == list(range(9, 17))


def test_fan_outs_are_exact(recipe: Recipe) -> None:
    assert recipe.fan_outs == (FanOut("orders", ("user_id",), 3, 3, 0.5),)


@pytest.mark.parametrize(
    ("children", "parents", "low", "high", "childless"),
    [
        ({3: 20_001}, 30_000, 3, 4, 0.334),  # the share is rounded, so that three each are not quite enough
        ({2: 4, 3: 992, 4: 4}, 1000, 3, 4, 0.0),
        ({1: 4, 2: 992, 3: 3}, 999, 1, 2, 0.0),
        ({1: 27}, 30, 0, 2, None),  # three without children are too few to be told of
    ],
)
def test_a_told_fan_out_leaves_room_for_all_children(
    schema: Schema, children: dict[int, int], parents: int, low: int, high: int, childless: float | None
) -> None:
    orders = schema.table("orders")
    told = profile_fan_out(orders, orders.foreign_keys[0], children, parents, Caution())
    assert told == FanOut("orders", orders.foreign_keys[0].columns, low, high, childless)
    rows = sum(number * count for number, count in children.items())
    bearing = parents - round((childless or 0) * parents)
    assert bearing * low <= rows <= bearing * high


def test_correlations_are_kept_once(recipe: Recipe) -> None:
    [pair] = recipe.pairs
    assert (pair.table, set(pair.columns)) == ("users", {"pay", "tax"})
    assert pair.correlation > 0.99


def test_equal_data_is_alike_and_other_data_is_not(schema: Schema, observed: dict[str, Observed]) -> None:
    assert {round(found.distance, 9) for found in compare(schema, observed, observed)} == {0.0}
    other = tables()
    older = pa.array([None if n % 4 == 0 else 60 + n % 60 for n in range(ROWS)], pa.int32())
    place = other["users"].column_names.index("age")
    other["users"] = other["users"].set_column(place, "age", older)
    worst = max(compare(schema, observed, seen(schema, other)), key=lambda found: found.distance)
    assert (worst.table, worst.columns, worst.measure) == ("users", ("age",), "Kolmogorov-Smirnov")
    assert 0.6 < worst.distance < 0.7


def test_few_rows_are_not_compared(schema: Schema, observed: dict[str, Observed]) -> None:
    few = {id: Observed(5, found.sample.slice(0, 5), found.children) for id, found in observed.items()}
    assert compare(schema, few, observed) == ()


def test_days_at_the_ends_of_the_calendar_are_told(schema: Schema) -> None:
    """Edges are rounded outwards, and there is no day beyond the last."""
    days = [*[1] * 40, *range(700_000, 700_320), *[date.max.toordinal()] * 40]
    seen_at = pa.array([datetime.fromordinal(day).replace(tzinfo=UTC) for day in days], pa.timestamp("us", "UTC"))
    users = pa.table({"id": pa.array(range(400), pa.int32()), "seen": seen_at})
    found = wish(profile(schema, seen(schema, {"users": users}), Caution()), "seen").distribution
    assert found is not None
    assert (found.edges[0], found.edges[-1]) == ("0001-01-01", "9999-12-31")
