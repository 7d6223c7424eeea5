"""How many rows fit, why, and what happens to those who ask for more."""

from __future__ import annotations

import pytest

from seedbed.engine.cells import Cells
from seedbed.errors import UsageError
from seedbed.plan.passes import plan
from seedbed.read.sql import read_sql
from seedbed.schema.recipe import Recipe
from tests.plan.grown import distinct, grown, refused

FLAGS = "CREATE TABLE flags (f boolean PRIMARY KEY, n int);"


def wrong(sql: str, *counts: tuple[str, int]) -> str:
    """What the command's words are told."""
    with pytest.raises(UsageError) as caught:
        plan(read_sql(sql, "s.sql", "postgres").schema, Recipe(table_rows=counts), Cells)
    return str(caught.value)


def test_a_global_count_is_capped_with_its_reason() -> None:
    made = grown(FLAGS)
    assert (made.count("flags"), made.plan.table("flags").cap) == (2, "primary key (f) has 2 values")
    (note,) = made.plan.notes
    assert (note.what, note.why, note.grave) == ("2 rows instead of 100", "primary key (f) has 2 values", True)
    assert note.help == "--count flags=2 asks for what fits"


@pytest.mark.parametrize("name", ["flags", "FLAGS"])
def test_a_count_by_name_that_does_not_fit_is_refused(name: str) -> None:
    told = refused(FLAGS, (name, 3))
    assert told == (
        "flags: no more than 2 rows fit\n"
        "  why: primary key (f) has 2 values; 3 rows were asked\n"
        "  help: --count flags=2"
    )


def test_a_count_by_name_that_fits_is_taken() -> None:
    made = grown(FLAGS, "postgres", 100, ("flags", 1))
    assert (made.count("flags"), made.plan.table("flags").cap, made.plan.notes) == (1, "", ())


def test_strict_refuses_what_is_capped() -> None:
    assert refused(FLAGS, strict=True).startswith("flags: 2 rows instead of 100\n  why: primary key (f) has 2 values")
    assert grown("CREATE TABLE t (n int);", strict=True).count("t") == 100


def test_names_are_found_by_their_last_part() -> None:
    tables = "CREATE TABLE x.t (n int); CREATE TABLE y.t (n int); CREATE TABLE y.u (n int);"
    spaces = f"CREATE SCHEMA x; CREATE SCHEMA y; {tables}"
    made = grown(spaces, "postgres", 5, ("x.t", 7), ("u", 9))
    assert [made.count(table) for table in ("x.t", "y.t", "y.u")] == [7, 5, 9]
    assert "there is no table t" in wrong(spaces, ("t", 1))


def test_unknown_tables_are_named_with_the_nearest() -> None:
    assert wrong(FLAGS, ("flgas", 3)) == "the recipe: there is no table flgas\n  help: did you mean flags?"
    assert "there are flags" in wrong(FLAGS, ("orders", 3))
    assert wrong(FLAGS, ("a", 1), ("b", 1)).count("there is no table") == 2


def test_less_than_no_rows_cannot_be_asked() -> None:
    assert "-1 rows of flags are asked for" in wrong(FLAGS, ("flags", -1))


def test_capacity_goes_on_from_parent_to_child() -> None:
    made = grown(
        FLAGS + "CREATE TABLE one (f boolean PRIMARY KEY REFERENCES flags);"
        "CREATE TABLE two (f boolean NOT NULL UNIQUE REFERENCES one (f));"
        "CREATE TABLE many (f boolean NOT NULL REFERENCES two (f));"
    )
    assert [made.count(table) for table in ("flags", "one", "two", "many")] == [2, 2, 2, 100]
    assert made.plan.table("two").cap == "unique (f) has 2 values"
    assert sorted(made.cells("two", "f")) == [False, True]  # type: ignore[type-var]


def test_capacity_goes_round_a_circle() -> None:
    made = grown(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL UNIQUE);"
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL UNIQUE REFERENCES a, f boolean NOT NULL UNIQUE);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;"
    )
    assert [made.count(table) for table in ("a", "b")] == [2, 2]
    assert made.plan.table("a").cap == "unique (b) has 2 values"
    assert made.plan.table("b").cap == "unique (f) has 2 values"
    assert sorted(made.whole("a", "b")) == sorted(made.whole("b", "id"))
    assert len([note for note in made.plan.notes if note.what == "2 rows instead of 100"]) == 2


def test_a_parent_that_its_circle_shrinks_away() -> None:
    """The check allows only rows that are not there any more once both tables have agreed on their rows."""
    made = grown(
        "CREATE TABLE p (id int PRIMARY KEY, c int NOT NULL UNIQUE);"
        "CREATE TABLE c (id int PRIMARY KEY, p int NOT NULL UNIQUE REFERENCES p, CHECK (p > 60));"
        "ALTER TABLE p ADD FOREIGN KEY (c) REFERENCES c;"
    )
    assert [made.count(table) for table in ("p", "c")] == [0, 0]
    assert made.plan.table("p").cap == "unique (c) has 0 values"
    assert made.rows("c", "id", "p") == []


def test_small_whole_numbers_run_out() -> None:
    made = grown("CREATE TABLE t (id smallserial PRIMARY KEY, n int);", rows=40_000)
    assert (made.count("t"), made.plan.table("t").cap) == (32_767, "id has 32767 values")


def test_combinations_run_out() -> None:
    made = grown("CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE t (m mood, f boolean, PRIMARY KEY (m, f));")
    assert made.plan.table("t").cap == "primary key (m, f) has 6 combinations"
    assert distinct(made.rows("t", "m", "f"))
    assert made.count("t") == 6


def test_a_hundred_thousand_rows_of_a_pair_are_distinct() -> None:
    sql = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p, n smallint, PRIMARY KEY (p, n));"
    made = grown(sql, "postgres", 100, ("t", 100_000), ("p", 7))
    assert distinct(made.rows("t", "p", "n"))
