from __future__ import annotations

import pytest

from seedbed.errors import ReadError
from seedbed.read.postgres.ddl import read
from seedbed.schema.model import Table


def only(text: str) -> Table:
    (table,) = read(text, "x").schema.tables
    assert all(check.expression is not None for check in table.checks)
    return table


def bounds(text: str) -> list[str]:
    return [check.sql for check in only(text).checks]


def parts(parent: str, *bounds: str) -> str:
    made = (f"CREATE TABLE p{number} PARTITION OF t {bound};" for number, bound in enumerate(bounds))
    return f"CREATE TABLE t (a int, b int, k text) PARTITION BY {parent};" + "".join(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (parts("LIST (k)", "FOR VALUES IN ('x', 'y')", "FOR VALUES IN ('z')"), ["k IN ('x', 'y', 'z')"]),
        (parts("LIST (k)", "FOR VALUES IN ('x', NULL)"), ["k IN ('x') OR k IS NULL"]),
        (parts("LIST (lower(k))", "FOR VALUES IN (NULL)"), ["lower(k) IS NULL"]),
        (parts("LIST ((a + b))", "FOR VALUES IN (1)"), ["(a + b) IN (1)"]),
        (parts("LIST (k)", "FOR VALUES IN ('x')", "DEFAULT"), []),
        (parts("HASH (a)", "FOR VALUES WITH (MODULUS 1, REMAINDER 0)"), []),
        (parts("RANGE (a)", "FOR VALUES FROM (1) TO (5)", "FOR VALUES FROM (5) TO (9)"), ["a >= 1 AND a < 9"]),
        (
            parts(
                "RANGE (a)",
                "FOR VALUES FROM (5) TO (9)",
                "FOR VALUES FROM (1) TO (5)",
                "FOR VALUES FROM (20) TO (MAXVALUE)",
            ),
            ["(a >= 1 AND a < 9) OR (a >= 20)"],
        ),
        (parts("RANGE (a)", "FOR VALUES FROM (MINVALUE) TO (MAXVALUE)"), ["TRUE"]),
        (parts("RANGE (a)", "FOR VALUES FROM (1) TO (5)", "DEFAULT"), []),
        (
            parts("RANGE (a, b)", "FOR VALUES FROM (1, 2) TO (3, MINVALUE)"),
            ["(a > 1 OR (a = 1 AND b >= 2)) AND a < 3"],
        ),
        (
            parts("RANGE (a, b)", "FOR VALUES FROM (1, MAXVALUE) TO (3, MAXVALUE)"),
            ["a > 1 AND a <= 3"],
        ),
    ],
)
def test_bounds_are_a_check_of_the_parent(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


def test_no_range_holds_a_null() -> None:
    table = only(parts("RANGE (a)", "FOR VALUES FROM (1) TO (5)"))
    assert [column.nullable for column in table.columns] == [False, True, True]
    assert table.partition_by == "range (a)"


def test_no_list_holds_a_null_that_it_does_not_name() -> None:
    assert not only(parts("LIST (k)", "FOR VALUES IN ('x')", "FOR VALUES IN ('y')")).column("k").nullable
    assert only(parts("LIST (k)", "FOR VALUES IN ('x')", "FOR VALUES IN (NULL)")).column("k").nullable
    assert only(parts("LIST (k)", "FOR VALUES IN ('x')", "DEFAULT")).column("k").nullable
    inner = "CREATE TABLE q PARTITION OF p0 FOR VALUES IN ('x');"
    nested = only(parts("RANGE (a)", "FOR VALUES FROM (1) TO (5) PARTITION BY LIST (k)") + inner)
    assert (nested.column("k").nullable, nested.column("b").nullable) == (False, True)


def test_partitions_of_partitions() -> None:
    text = parts("LIST (k)", "FOR VALUES IN ('x')", "FOR VALUES IN ('y') PARTITION BY RANGE (a)")
    text += "CREATE TABLE q PARTITION OF p1 FOR VALUES FROM (1) TO (9);"
    assert bounds(text) == ["(k IN ('x')) OR ((k IN ('y')) AND (a >= 1 AND a < 9))"]
    open_ended = text + "CREATE TABLE r PARTITION OF p1 DEFAULT;"
    assert bounds(open_ended) == ["k IN ('x', 'y')"]


def test_partitions_are_attached_and_detached() -> None:
    text = (
        "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE p (a int); CREATE TABLE q (a int);"
        "ALTER TABLE ONLY t ATTACH PARTITION p FOR VALUES IN (1); ALTER TABLE t ATTACH PARTITION q FOR VALUES IN (2);"
    )
    assert bounds(text) == ["a IN (1, 2)"]
    tables = read(text + "ALTER TABLE t DETACH PARTITION q;", "x").schema
    assert [table.name for table in tables] == ["t", "q"]
    assert tables.table("t").checks[0].sql == "a IN (1)"


def test_what_partitions_alone_demand_is_demanded_of_the_parent() -> None:
    table = read(
        "CREATE TABLE o (id int PRIMARY KEY);"
        "CREATE TABLE t (a int, b int REFERENCES o, c int, CHECK (c > 0)) PARTITION BY LIST (a);"
        "CREATE TABLE p PARTITION OF t (PRIMARY KEY (b), CHECK (c < 9), FOREIGN KEY (c) REFERENCES o, EXCLUDE "
        "(c WITH =)) FOR VALUES IN (1);"
        "CREATE TABLE q PARTITION OF t (CHECK (c < 9), CHECK (c <> 5), FOREIGN KEY (b) REFERENCES o (id)) FOR "
        "VALUES IN (2);",
        "x",
    ).schema.table("t")
    assert [(unique.columns, unique.primary) for unique in table.uniques] == [(("b",), False)]
    assert not table.column("b").nullable
    assert [(key.columns, key.table) for key in table.foreign_keys] == [(("b",), "o"), (("c",), "o"), (("b",), "o")]
    assert [check.sql for check in table.checks] == [
        "c > 0",
        "c < 9",
        "NOT (a IN (2)) OR (c <> 5)",
        "a IN (1, 2)",
    ]
    assert len(table.exclusions) == 1


def test_a_check_of_a_hash_partition_alone_cannot_be_said() -> None:
    text = (
        "CREATE TABLE t (a int) PARTITION BY HASH (a);"
        "CREATE TABLE p PARTITION OF t (CHECK (a > 0)) FOR VALUES WITH (MODULUS 2, REMAINDER 0);"
        "CREATE TABLE q PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1);"
    )
    reading = read(text, "x")
    assert [(note.table, note.grave) for note in reading.notes] == [("t", True)]
    assert reading.schema.table("t").checks == ()


def test_a_table_without_partitions_takes_no_row() -> None:
    (note,) = read("CREATE TABLE t (a int) PARTITION BY LIST (a);", "x").notes
    assert note.grave
    assert "no partition" in note.what


def test_a_key_to_a_partition_is_one_to_its_parent() -> None:
    reading = read(
        "CREATE TABLE t (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE p PARTITION OF t FOR VALUES IN "
        "(1) PARTITION BY LIST (a);"
        "CREATE TABLE q PARTITION OF p FOR VALUES IN (1); CREATE TABLE o (x int REFERENCES q (a));",
        "x",
    )
    assert reading.schema.table("o").foreign_keys[0].table == "t"
    assert [note.grave for note in reading.notes] == [True]


@pytest.mark.parametrize(
    "text",
    [
        parts("LIST (a)", "FOR VALUES FROM (1) TO (2)"),
        parts("RANGE (a)", "FOR VALUES FROM (1, 2) TO (3, 4)"),
        parts("RANGE (a)", "FOR VALUES IN (1)"),
        parts("LIST (a)", "FOR VALUES IN (1) PARTITION BY LIST (b)")
        + "CREATE TABLE q PARTITION OF p0 FOR VALUES FROM (1) TO (2);",
    ],
)
def test_bounds_that_do_not_fit_are_a_problem(text: str) -> None:
    with pytest.raises(ReadError, match="does not fit"):
        read(text, "x")


def test_a_renamed_key_is_renamed_in_the_bounds() -> None:
    assert bounds(parts("LIST (a)", "FOR VALUES IN (1)") + "ALTER TABLE t RENAME a TO z;") == ["z IN (1)"]


def test_dropping_the_parent_drops_its_partitions() -> None:
    assert read(parts("LIST (a)", "FOR VALUES IN (1)") + "DROP TABLE t;", "x").schema.tables == ()
