"""Generated columns: checks, keys and bounds over them are met through the columns that they read."""

from __future__ import annotations

import pytest

from seedbed.plan.conditions.made import spelled_out
from seedbed.read.open import read_text
from seedbed.schema.model import Dialect
from tests.plan.grown import distinct, grown

LABEL = "CREATE TABLE t (label varchar(20) NOT NULL, k varchar(20) GENERATED ALWAYS AS (lower(label)) STORED, {0});"


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
def test_a_unique_generated_column_keeps_what_it_reads_distinct(dialect: Dialect) -> None:
    made = grown(LABEL.format("UNIQUE (k)"), dialect)
    assert distinct([(str(label).lower(),) for (label,) in made.rows("t", "label")])
    assert "steered by its columns alone" not in made.notes


def test_a_check_over_a_generated_column_is_met() -> None:
    made = grown("CREATE TABLE t (a int, b int, c int GENERATED ALWAYS AS (a + b) STORED NOT NULL, CHECK (c < 50));")
    assert all(a + b < 50 for a, b in zip(made.whole("t", "a"), made.whole("t", "b"), strict=True))


def test_a_generated_number_stays_within_its_type() -> None:
    made = grown("CREATE TABLE t (a int NOT NULL CHECK (a > 2000000), c int GENERATED ALWAYS AS (a * 1000) STORED);")
    assert all(a * 1000 < 2**31 for a in made.whole("t", "a"))


def test_a_generated_text_stays_as_short_as_its_type() -> None:
    ddl = "a varchar(30) NOT NULL, b varchar(30) NOT NULL, c varchar(24) GENERATED ALWAYS AS (a || '-' || b) STORED"
    made = grown(f"CREATE TABLE t ({ddl});")
    assert all(len(f"{a}-{b}") <= 24 for a, b in made.rows("t", "a", "b"))


def test_generated_columns_may_read_each_other() -> None:
    ddl = "a int, c int AS (b * 2), b int AS (a + 1), d int AS (rand()), CHECK (c > 4), UNIQUE (c, d)"
    (table,) = read_text(f"CREATE TABLE t ({ddl});", "t.sql", "mysql").schema
    plain = spelled_out(table, "mysql")
    assert [check.expression for check in plain.checks if check.sql.startswith("c >")] != [None]
    assert plain.uniques[0].columns == ("a", "d")
    assert spelled_out(plain, "mysql").uniques == plain.uniques


def test_a_table_without_generated_columns_stays_as_it_is() -> None:
    (table,) = read_text("CREATE TABLE t (a int UNIQUE, CHECK (a > 1));", "t.sql", "postgres").schema
    assert spelled_out(table, "postgres") is table
