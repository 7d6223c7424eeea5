"""A refusal names the smallest set of constraints that clash, each with its place."""

from __future__ import annotations

import pytest

from tests.plan.grown import refused


@pytest.mark.parametrize(
    ("sql", "named", "unnamed"),
    [
        (
            "create table t (age int not null,\n check (age > 18),\n check (age < 10),\n check (age <> 5));",
            "cannot be met together: CHECK (age > 18) (s.sql:2); CHECK (age < 10) (s.sql:3)\n",
            "<> 5",
        ),
        (
            (
                "create table p (id int primary key check (id > 5000)); create table c (p int not null references p,"
                "\n x int check (x > 3), check (p < 100));"
            ),
            "CHECK (id > 5000) (s.sql:1); CHECK (p < 100) (s.sql:2)",
            "x > 3",
        ),
        (
            "create domain small as int check (value < 10);\ncreate table t (a small not null,\n check (a > 18));",
            "cannot be met together: CHECK (value < 10) of a (s.sql:1); CHECK (a > 18) (s.sql:3)\n",
            "NOT NULL",
        ),
        (
            "create table t (a smallint not null check (a > 40000) check (a <> 41000));",
            "cannot be met together: a smallint (s.sql:1); CHECK (a > 40000) (s.sql:1)\n",
            "41000",
        ),
        (
            "create table t (a int check (a is null), b int not null,\n check (a is not null or b > 4), check(b < 3));",
            "CHECK (a is null) (s.sql:1); CHECK (a is not null or b > 4) (s.sql:2); CHECK (b < 3) (s.sql:2)\n",
            "NOT NULL",
        ),
        (
            "create table t (s text not null,\n check (s in ('a','b')),\n check (s ~ '^x'),\n check (length(s) < 9));",
            "CHECK (s in ('a','b')) (s.sql:2); CHECK (s ~ '^x') (s.sql:3)\n",
            "length",
        ),
        (
            "create table t (a int not null, b int not null,\n check (a < b),\n check (b < a),\n check (a + b < 99));",
            "meet together: a NOT NULL (s.sql:1); b NOT NULL (s.sql:1); CHECK (a < b) (s.sql:2); CHECK (b < a)",
            "99",
        ),
        ("create table t (a int not null,\n check (a < 3 and a > 5), b int);", "cannot be met: CHECK (a < 3", " b "),
    ],
)
def test_the_smallest_clashing_set_is_named(sql: str, named: str, unnamed: str) -> None:
    told = refused(sql)
    assert named in told
    assert unnamed not in told.partition("why:")[2]
    assert "help: relax or drop " in told


def test_too_few_values_are_a_cap_and_no_clash() -> None:
    told = refused("create table t (s text unique not null check (s in ('a', 'b', 'c')));", ("t", 100))
    assert "no more than 3 rows fit" in told
    assert "met together" not in told


def test_generated_columns_are_beyond_this() -> None:
    told = refused("create table t (a int, g int generated always as (a + 1) stored, check (g > 9), check (a < 5));")
    assert "met together" not in told
