"""Rows that are searched for where no draw meets the checks, and checks that only DuckDB can be asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from seedbed.plan.conditions.candidates import candidates
from seedbed.plan.conditions.narrow import conjuncts
from seedbed.plan.conditions.search import MOST_WITNESSES, witnesses
from seedbed.plan.plan import dump_plan, load_plan
from seedbed.schema.types import Type
from seedbed.validate.translate.macros import define
from tests.plan.grown import grown, refused
from tests.plan.test_solve import read
from tests.steps import steps

TODAY = date(2026, 1, 1)
KINDS = (
    "k text not null check (k in ('s', 'n')), v jsonb not null,"
    " check (case k when 's' then jsonb_typeof(v) = 'string' when 'n' then jsonb_typeof(v) = 'number' end)"
)


@pytest.mark.parametrize(
    ("columns", "holds"),
    [
        ("tags text[] not null, check ('x' = any(tags))", lambda tags: "x" in tags),
        ("tags text[] not null, check (tags <@ array['red', 'blue'])", lambda tags: set(tags) <= {"red", "blue"}),
        ("a bytea not null, check (a = '\\x0102' or a = '\\x03')", lambda a: a in (b"\1\2", b"\3")),
        (
            KINDS,
            lambda k, v: v.startswith('"') if k == "s" else v[0].isdigit(),
        ),
        ("t time not null, x text not null, check (x = t::text)", lambda t, x: x == str(t)),
    ],
)
def test_rows_are_searched_for(columns: str, holds: object) -> None:
    made = grown(f"create table t (id int primary key, {columns});")
    names = [column.name for column in made.plan.schema.table("t").columns][1:]
    assert all(holds(*row) for row in made.rows("t", *names))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("columns", "holds"),
    [
        ("a text not null, check (jaccard(a, 'abc') > 0.9)", lambda a: set(a) == set("abc")),
        ("d date not null, check (monthname(d) = 'March')", lambda d: d.month == 3),
        (
            "d date, n int not null, check (monthname(d) = 'March'), check (n > 5 or d is null)",
            lambda d, n: d is None or n > 5,
        ),
        ("a text default 'abc', check (jaccard(a, 'abc') > 0.9)", lambda a: a == "abc"),
    ],
)
def test_duckdb_is_asked_what_nobody_here_can_read(columns: str, holds: object) -> None:
    made = grown(f"create table t (id int primary key, {columns});")
    names = [column.name for column in made.plan.schema.table("t").columns][1:]
    assert all(holds(*row) for row in made.rows("t", *names))  # type: ignore[operator]
    assert load_plan(dump_plan(made.plan)) == made.plan


def test_a_domain_that_nobody_here_can_read() -> None:
    made = grown("create domain d as text check (jaccard(value, 'abc') > 0.9); create table t (a d not null);")
    assert all(set(str(a)) == set("abc") for a in made.cells("t", "a"))


def test_a_check_that_only_the_database_knows_is_noted() -> None:
    made = grown("create table t (a text not null, check (is_iban(a)), p point, check (p[0] > 3));")
    assert "not steered by a check over a (is_iban() is not known)" in made.notes
    assert "not steered by the check (p[0] > 3) (it was not understood; it is judged)" in made.notes


def test_what_duckdb_refuses_and_no_search_finds_is_refused() -> None:
    told = refused(
        "create table t (a timestamp not null, b timestamp not null, check (b = a + make_interval(secs => 2)));"
    )
    assert "a check over a, b cannot be met" in told
    assert "100 of 100 sampled rows break it: b = a + make_interval(secs => 2)" in told


def test_a_unique_column_with_few_values_that_its_check_accepts() -> None:
    made = grown("create table t (d date not null unique, check (extract(day from d) = 1));", "postgres", 300)
    assert len(set(made.cells("t", "d"))) == 300


def test_a_search_climbs_where_combinations_are_many() -> None:
    values = {name: pa.array(np.arange(100)) for name in "abcd"}

    def judge(cells: dict[str, pa.Array]) -> list[np.ndarray]:
        columns = [cells[name].to_numpy() for name in "abcd"]
        return [left + 1 == right for left, right in pairwise(columns)] + [columns[0] == 40]

    assert witnesses(values, judge) == {"a": [40], "b": [41], "c": [42], "d": [43]}
    assert witnesses(values, lambda cells: [np.zeros(len(cells["a"]), dtype=np.bool_)]) is None
    assert witnesses({"a": pa.array([], pa.int64())}, judge) is None
    assert (
        len((witnesses(values, lambda cells: [np.ones(len(cells["a"]), dtype=np.bool_)]) or {})["a"]) == MOST_WITNESSES
    )


@pytest.mark.parametrize(
    ("sql", "type", "found"),
    [
        ("c > 7", Type("integer"), {7, 8, 6}),
        ("c <= 1.5", Type("decimal"), {Decimal("1.5"), Decimal("2.5")}),
        ("c > 7", Type("float"), {7.0, 8.0}),
        ("c", Type("boolean"), {True, False}),
        ("c = 'Ab' or length(c) = 5", Type("text"), {"Ab", "AB", "ab", "aaaaa"}),
        ("c > '2020-01-31' and c <> 'never'", Type("date"), {date(2020, 2, 1), date(2026, 1, 1)}),
        ("'x' = any(c)", Type("array", element=Type("text")), None),
        ("c && array[3]", Type("array", element=Type("integer")), None),
        ("(c -> 'a') ->> 'b' = 'q'", Type("json"), {'{"a": {"b": "q"}}'}),
        ("c #>> '{a,b}' = 'q'", Type("json"), {'{"a": {"b": "q"}}'}),
        ("jsonb_array_length(c -> 'a') = 3", Type("json"), {'{"a": [1, 1, 1]}'}),
        ("c @> '{\"on\": true}'", Type("json"), {'{"on": true}'}),
        ("c -> 'a' = 'true' and c -> 'a' ->> 'b' = 'q'", Type("json"), {'{"a": {"b": "q"}}'}),
        ("c = '10.0.0.1'", Type("inet"), {"10.0.0.1"}),
    ],
)
def test_candidates_come_from_the_constants_of_checks(sql: str, type: Type, found: set[object] | None) -> None:
    told = candidates("c", type, conjuncts(read(sql)), TODAY)
    assert (found or set()) <= set(told) if found else [] in told


@pytest.mark.parametrize("kind", ["timestamp", "time"])
def test_candidates_of_moments(kind: str) -> None:
    assert len(candidates("c", Type(kind), conjuncts(read("c is not null")), TODAY)) > 10  # type: ignore[arg-type]


def test_one_court_answers_for_all_tables() -> None:
    """To open one takes longer than most answers, and large schemas have hundreds of tables with such checks."""
    tables = "".join(f"create table t{n} (id int primary key, a text check (jaccard(a, a) > 0));" for n in range(4))
    assert steps(lambda: grown(tables, rows=3), of=define.__name__) == 1
