"""Counter-examples: what is broken, what is broken with it, and what is said where nothing can be."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from seedbed import api
from seedbed.plan.violate.edges import Hints, edges, hints_of
from seedbed.plan.violate.refusal import names_of
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.recipe import Recipe
from seedbed.schema.types import Type
from seedbed.schema.violation import Violation, Violations
from seedbed.write.sql.script import insert


def schema_of(tmp_path: Path, ddl: str, dialect: Dialect = "postgres") -> Schema:
    (tmp_path / "schema.sql").write_text(ddl)
    return api.read_schema(tmp_path / "schema.sql", dialect).schema


def made(tmp_path: Path, ddl: str, dialect: Dialect = "postgres", rows: int = 6) -> Violations:
    return api.violate(schema_of(tmp_path, ddl, dialect), Recipe(rows=rows), tmp_path / "out").violations


def one(violations: Violations, kind: str, *columns: str) -> Violation:
    [found] = [each for each in violations.found if each.kind == kind and each.columns == columns]
    return found


def test_each_constraint_of_a_table_is_broken_alone(tmp_path: Path) -> None:
    ddl = """CREATE TABLE parents (id int PRIMARY KEY, code varchar(5) NOT NULL UNIQUE);
    CREATE TABLE children (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parents, age int CHECK (age > 17));"""
    found = made(tmp_path, ddl)
    assert found.unbroken == ()
    assert [each for each in found.found if each.also] == []
    assert {each.refusal.code for each in found.found} >= {"22003", "22001", "23502", "23503", "23505", "23514"}
    assert one(found, "CHECK", "age").row["age"].to_pylist() == [16]
    assert one(found, "CHECK", "age").refusal.constraint == "children_age_check"
    assert one(found, "FOREIGN_KEY", "parent_id").changed == ("parent_id",)


def test_only_the_cell_in_question_is_changed(tmp_path: Path) -> None:
    found = one(made(tmp_path, "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b text)"), "NOT_NULL", "a")
    assert found.changed == ("a",)
    assert found.valid is not None
    assert found.row.drop_columns(["a"]) == found.valid.drop_columns(["a"])


def test_what_cannot_be_broken_alone_is_named_with_the_reason(tmp_path: Path) -> None:
    found = made(tmp_path, "CREATE TABLE t (id int PRIMARY KEY, owner int NOT NULL, UNIQUE (id, owner))")
    [also] = one(found, "UNIQUE", "id", "owner").also
    assert also.kind == "PRIMARY_KEY"
    assert also.why == "whatever repeats (id, owner) repeats (id)"
    assert one(found, "UNIQUE", "id", "owner").refusal.constraint == "t_pkey"  # what the database meets first


def test_two_columns_are_changed_where_one_is_not_enough(tmp_path: Path) -> None:
    ddl = """CREATE TABLE t (low numeric(6,2) NOT NULL CHECK (low >= 0), high numeric(6,2) CHECK (high > 0),
        CHECK (low <= high))"""
    found = one(made(tmp_path, ddl), "CHECK", "high")
    assert found.also == ()
    assert set(found.changed) == {"low", "high"}


def test_a_check_that_can_never_be_false_is_said_to_be_so(tmp_path: Path) -> None:
    found = made(tmp_path, "CREATE TABLE t (id int PRIMARY KEY, CHECK (true))")
    [unbroken] = found.unbroken
    assert unbroken.why == "the check can never be false"


def test_a_table_of_one_row_is_broken_by_a_second(tmp_path: Path) -> None:
    ddl = "CREATE TABLE settings (id int PRIMARY KEY CHECK (id = 1), name text NOT NULL)"
    found = one(made(tmp_path, ddl), "PRIMARY_KEY", "id")
    assert found.also == ()
    assert one(made(tmp_path, ddl), "NOT_NULL", "name").also == ()


def test_a_partial_key_may_need_a_row_before(tmp_path: Path) -> None:
    ddl = """CREATE TABLE t (id int PRIMARY KEY, owner int NOT NULL, state varchar(10) NOT NULL);
    CREATE UNIQUE INDEX one_open ON t (owner) WHERE state = 'open';"""
    found = one(made(tmp_path, ddl), "UNIQUE", "owner")
    assert found.also == ()
    assert [row["state"].to_pylist() for row in (*found.before, found.row)] == [["open"], ["open"]]


def test_one_to_one_leaves_a_parent_without_a_child(tmp_path: Path) -> None:
    ddl = """CREATE TABLE users (id int PRIMARY KEY);
    CREATE TABLE profiles (user_id int PRIMARY KEY REFERENCES users, bio text NOT NULL);
    CREATE TABLE avatars (user_id int PRIMARY KEY REFERENCES profiles, url text NOT NULL);"""
    assert [each.table for each in made(tmp_path, ddl).found if each.also] == []


def test_a_full_product_of_parents_is_left_a_pair(tmp_path: Path) -> None:
    ddl = """CREATE TABLE a (id int PRIMARY KEY CHECK (id IN (1, 2)));
    CREATE TABLE b (id int PRIMARY KEY CHECK (id IN (1, 2)));
    CREATE TABLE pairs (a_id int REFERENCES a, b_id int REFERENCES b, note text NOT NULL, PRIMARY KEY (a_id, b_id));"""
    assert one(made(tmp_path, ddl), "NOT_NULL", "note").also == ()


def test_a_table_without_rows_is_listed_with_its_reason(tmp_path: Path) -> None:
    found = made(tmp_path, "CREATE TABLE t (id int NOT NULL) PARTITION BY RANGE (id)")
    assert found.found == ()
    assert all(each.why.startswith("there is no row to start from") for each in found.unbroken)


def test_deferred_keys_answer_at_the_commit(tmp_path: Path) -> None:
    ddl = """CREATE TABLE a (id int PRIMARY KEY);
    CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);"""
    assert one(made(tmp_path, ddl), "FOREIGN_KEY", "a_id").refusal.at == "commit"
    assert "SET CONSTRAINTS ALL IMMEDIATE" in (tmp_path / "out" / "violations.sql").read_text()


def test_names_are_cut_and_counted_as_postgres_does(tmp_path: Path) -> None:
    long = "a_table_with_a_name_that_is_a_good_deal_longer_than_most"
    ddl = (
        f"CREATE TABLE {long} (some_column int CHECK (some_column > 0), CHECK (some_column < 9), UNIQUE (some_column))"
    )
    assert set(names_of(schema_of(tmp_path, ddl)).values()) == {
        "a_table_with_a_name_that_is_a_good_deal_longe_some_column_check",
        "a_table_with_a_name_that_is_a_good_deal_long_some_column_check1",
        "a_table_with_a_name_that_is_a_good_deal_longer__some_column_key",
    }


@pytest.mark.parametrize(
    "ddl", ["CREATE TABLE t (a TEXT PRIMARY KEY)", "CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (a, b))"]
)
def test_sqlite_takes_null_in_a_primary_key(tmp_path: Path, ddl: str) -> None:
    found = made(tmp_path, ddl, "sqlite")
    assert {each.kind for each in found.found} == {"PRIMARY_KEY"}
    assert {each.why for each in found.unbroken} == {"SQLite takes NULL in a primary key where NOT NULL is not written"}


def test_sqlite_refuses_each_with_the_code_that_is_foretold(tmp_path: Path) -> None:
    ddl = """CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, size REAL, t_id INT REFERENCES t (id),
        CHECK (size BETWEEN 0 AND 5), CHECK (length(code) = 8)) STRICT;"""
    found = made(tmp_path, ddl, "sqlite")
    schema = schema_of(tmp_path, ddl, "sqlite")
    assert found.unbroken == ()
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.executescript(f"PRAGMA foreign_keys = ON; {ddl}")
    database.executescript((tmp_path / "out" / "valid.sql").read_text())
    for each in found.found:
        with pytest.raises(sqlite3.Error) as refused:
            database.execute(insert(schema.table("t"), each.row, "sqlite"))
        known = "cannot store" if "DATATYPE" in each.refusal.code else ""
        assert refused.value.sqlite_errorname == each.refusal.code or (known and known in str(refused.value))


@pytest.mark.parametrize(
    ("type", "hint", "wanted"),
    [
        (Type("integer", bits=32), 5, [4, 6]),
        (Type("varchar", length=20), 3, ["xx", "xxxx"]),
        (Type("enum", values=("a", "b")), 0, ["a", "b"]),
        (Type("boolean"), 0, [True, False]),
        (Type("bytes"), 2, [b"x", b"xxx"]),
        (Type("json"), 1, ["{}", "[]"]),
        (Type("array", element=Type("integer", bits=32)), 5, [[], [4]]),
    ],
)
def test_edges_lie_beside_what_a_check_names(type: Type, hint: int, wanted: list[object]) -> None:
    found = list(edges(type, hints_of(Call(">", (Ref("x"), Literal(hint)))), None, ()))
    assert all(each in found for each in wanted)


def test_edges_of_documents_change_one_part(tmp_path: Path) -> None:
    found = list(edges(Type("json"), Hints(keys=("b",)), '{"a": 1, "b": 2}', ()))
    assert '{"a": 1}' in found
    assert '{"a": 1, "b": -1}' in found


def test_ranges_that_overlap_break_an_exclusion(tmp_path: Path) -> None:
    ddl = """CREATE TABLE stays (id int PRIMARY KEY, room int NOT NULL, during daterange NOT NULL,
        EXCLUDE USING gist (room WITH =, during WITH &&));"""
    found = one(made(tmp_path, ddl), "EXCLUDE", "room", "during")
    assert found.also == ()
    assert (found.refusal.code, found.refusal.constraint) == ("23P01", "stays_room_during_excl")


def test_a_reference_that_is_whole_or_nothing(tmp_path: Path) -> None:
    ddl = """CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));
    CREATE TABLE b (id int PRIMARY KEY, x int, y int, FOREIGN KEY (x, y) REFERENCES a MATCH FULL);"""
    assert one(made(tmp_path, ddl), "FOREIGN_KEY", "x", "y").also == ()


def test_domains_answer_with_their_own_name_also_in_arrays(tmp_path: Path) -> None:
    ddl = """CREATE DOMAIN score AS int CONSTRAINT score_range CHECK (VALUE >= 0);
    CREATE TABLE t (id int PRIMARY KEY, best score, each score[] NOT NULL);"""
    found = [each for each in made(tmp_path, ddl).found if each.kind == "CHECK"]
    assert [(each.columns, each.refusal.constraint, each.also) for each in found] == [
        (("best",), "score_range", ()),
        (("each",), "score_range", ()),
    ]


def test_null_in_the_key_of_partitions_finds_no_partition_first(tmp_path: Path) -> None:
    ddl = """CREATE TABLE t (id int, at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE t_2024 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');"""
    found = one(made(tmp_path, ddl), "NOT_NULL", "at")
    assert [each.kind for each in found.also] == ["CHECK"]
    assert (found.refusal.code, found.refusal.constraint) == ("23514", "")


def test_a_constraint_that_nobody_can_ask_is_listed(tmp_path: Path) -> None:
    [unbroken] = made(tmp_path, "CREATE TABLE t (id int PRIMARY KEY, x text CHECK (is_fine(x)))").unbroken
    assert unbroken.why.startswith("the referee cannot ask it")


def test_what_the_database_computes_is_not_broken(tmp_path: Path) -> None:
    ddl = "CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED NOT NULL)"
    [unbroken] = made(tmp_path, ddl).unbroken
    assert (unbroken.kind, unbroken.why) == ("NOT_NULL", "the database computes the column")


def test_in_a_table_without_room_every_row_breaks_what_fills_it(tmp_path: Path) -> None:
    ddl = """CREATE TABLE one (id boolean PRIMARY KEY CHECK (id), name text NOT NULL);
    CREATE TABLE parts (id int PRIMARY KEY, one_id boolean NOT NULL REFERENCES one);"""
    found = one(made(tmp_path, ddl), "NOT_NULL", "name")
    assert found.valid is None
    assert found.also[0].why.startswith("the table has no room for another row")


@pytest.mark.parametrize("column", ["at time NOT NULL CHECK (at < '12:00')", "at timestamp CHECK (at < '2020-01-01')"])
def test_moments_are_broken_beside_their_bounds(tmp_path: Path, column: str) -> None:
    assert one(made(tmp_path, f"CREATE TABLE t (id int PRIMARY KEY, {column})"), "CHECK", "at").also == ()


def test_a_self_reference_and_shared_columns(tmp_path: Path) -> None:
    ddl = """CREATE TABLE tenants (id int PRIMARY KEY);
    CREATE TABLE items (tenant_id int NOT NULL REFERENCES tenants, id int NOT NULL, part_of int,
        PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, part_of) REFERENCES items (tenant_id, id));"""
    found = made(tmp_path, ddl)
    assert one(found, "FOREIGN_KEY", "tenant_id").also == ()
    assert one(found, "FOREIGN_KEY", "tenant_id", "part_of").changed == ("part_of",)


def test_a_key_that_may_be_null_is_repeated_by_values(tmp_path: Path) -> None:
    ddl = "CREATE TABLE t (id int PRIMARY KEY, a int, b text, CHECK (id > 3 OR a IS NULL), UNIQUE (a, b))"
    found = one(made(tmp_path, ddl, rows=3), "UNIQUE", "a", "b")
    assert found.also == ()
    assert None not in found.row["a"].to_pylist()
