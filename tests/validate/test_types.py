"""Values of every type that judges more than a cast, and the constraints that pair rows."""

from __future__ import annotations

import pyarrow as pa
import pytest

from seedbed.read.open import read_text
from seedbed.schema.model import Dialect
from seedbed.validate.court import judge


@pytest.mark.parametrize(
    ("dialect", "type", "good", "bad"),
    [
        ("postgres", "boolean", ["t", "no", "1"], ["2", "maybe"]),
        ("postgres", "varchar(2)", ["ab", "ab   ", "éé"], ["abc"]),
        ("postgres", "numeric(4,1)", ["1", "1.50"[:3], "1.10"], ["1.25", "1000"]),
        ("postgres", "numeric", ["1e3", "0.5"], ["x"]),
        ("postgres", "real", ["1.5", "NaN", "Infinity"], ["1e40", "x"]),
        ("postgres", "bytea", ["\\x00ff", "plain"], ["\\xzz"]),
        ("postgres", "time", ["12:30", "23:59:59.5"], ["25:00", "noon"]),
        ("postgres", "timestamp(0)", ["2020-01-01 00:00:00.4"], ["2020-13-01"]),
        ("postgres", "interval", ["1 day", "P1Y"], ["soon"]),
        ("postgres", "cidr", ["10.0.0.0/8", "::/0"], ["10.0.0.1/8"]),
        (
            "postgres",
            "macaddr",
            ["08:00:2b:01:02:03", "0:0:0:0:0:0", "8-0-2b-1-2-3"],
            ["08:00", "0:0:0:0:0", "8-0:2b-1-2-3"],
        ),
        ("postgres", "bit(3)", ["101"], ["10", "102"]),
        ("postgres", "bit varying(3)", ["", "101"], ["1010"]),
        ("postgres", "money", ["$1,000.50"], ["x"]),
        ("postgres", "int4range", ["[1,2)", "empty", "(,5]"], ["1-2"]),
        ("postgres", "text[]", ['{"a,b",NULL}', '["a"]', "{{a},{b}}", r'{"a\"b"}'], ["{a", "a}", "{a}b"]),
        ("mysql", "enum('A','b')", ["a", "B"], ["c"]),
        ("mysql", "set('a','b')", ["", "a,b"], ["a,c"]),
        ("mysql", "year", ["2020", "0"], ["1800"]),
        ("mysql", "time", ["-838:59:59", "12:00:00"], ["x"]),
        ("mysql", "bit(2)", ["10"], ["101x"]),
        ("mysql", "tinyint unsigned", ["255"], ["256", "-1"]),
        ("mysql", "bigint unsigned", ["18446744073709551615"], ["-1"]),
        ("mysql", "tinytext", ["x" * 255], ["é" * 128]),
        ("sqlite", "datetime", ["2020-01-01 00:00:00", "1700000000"], ["never"]),
        ("sqlite", "varchar(2)", ["longer than that"], []),
        ("sqlite", "boolean", ["1", "true"], ["x"]),
    ],
)
def test_wrong_values_are_found_and_right_ones_are_not(
    dialect: Dialect, type: str, good: list[str], bad: list[str]
) -> None:
    schema = read_text(f"CREATE TABLE t (a {type})", "t.sql", dialect).schema
    verdict = judge(schema, {"t": pa.table({"a": good + bad})})
    assert [(breach.kind, breach.count) for breach in verdict.breaches] == ([("DATA_TYPE", len(bad))] if bad else [])


def test_durations_as_iso_8601_writes_them_are_judged() -> None:
    said = "CREATE TABLE t (a interval CHECK (a > interval '1 day'))"
    rows = pa.table({"a": ["P18DT21H", "PT25H0.5S", "P1Y2M-3DT-4H", "P2W", "PT23H", "1 mon"]})
    verdict = judge(read_text(said, "t.sql", "postgres").schema, {"t": rows})
    assert not verdict.skipped
    assert [(breach.kind, breach.count) for breach in verdict.breaches] == [("CHECK", 1)]


@pytest.mark.parametrize(
    ("parts", "rows", "broken"),
    [
        ("room WITH =, during WITH &&", [("1", "[1,5]"), ("1", "[5,9)"), ("2", "[1,9)"), ("1", "empty")], 1),
        ("during WITH &&", [("1", "(,5)"), ("2", "[4,)"), ("3", "[1,2)")], 2),
        ("room WITH =, guest WITH <>", [("1", "a"), ("1", "a"), ("1", "b")], 1),
        ("room WITH =, int4range(room, room + 2) WITH &&", [("1", "x"), ("2", "x"), ("1", "y")], 1),
    ],
)
def test_exclusions(parts: str, rows: list[tuple[str, str]], broken: int) -> None:
    name = "guest" if "guest" in parts or "int4range(" in parts else "during"
    second = "guest text" if "guest" in parts or "int4range(" in parts else "during int4range"
    schema = read_text(f"CREATE TABLE t (room int, {second}, EXCLUDE USING gist ({parts}))", "t.sql", "postgres").schema
    table = pa.table({"room": [room for room, _ in rows], name: [other for _, other in rows]})
    assert [(b.kind, b.count) for b in judge(schema, {"t": table}).breaches] == [("EXCLUDE", broken)]


def test_an_exclusion_of_shapes_is_skipped_with_its_reason() -> None:
    schema = read_text("CREATE TABLE t (c circle, EXCLUDE USING gist (c WITH &&))", "t.sql", "postgres").schema
    assert "circle" in judge(schema, {"t": pa.table({"c": ["<(0,0),1>"]})}).skipped[0].reason


@pytest.mark.parametrize(
    ("ddl", "values", "broken"),
    [
        ("CREATE TABLE t (a text); CREATE UNIQUE INDEX u ON t (lower(a))", ["x", "X"], 1),
        ("CREATE TABLE t (a text, UNIQUE NULLS NOT DISTINCT (a))", [None, None], 1),
        ("CREATE TABLE t (a text UNIQUE)", [None, None], 0),
        ("CREATE TABLE t (a char(3) UNIQUE)", ["x", "x "], 1),
        ("CREATE TABLE t (a numeric(4,2) UNIQUE)", ["1.5", "1.50"], 1),
        ("CREATE TABLE t (a timestamp(0) UNIQUE)", ["2020-01-01 00:00:00.1", "2020-01-01"], 1),
    ],
)
def test_uniqueness_is_judged_as_the_database_compares(ddl: str, values: list[str | None], broken: int) -> None:
    schema = read_text(ddl, "t.sql", "postgres").schema
    breaches = judge(schema, {"t": pa.table({"a": pa.array(values, pa.string())})}).breaches
    assert sum(breach.count for breach in breaches if breach.kind == "UNIQUE") == broken


def test_columns_that_are_not_in_the_data() -> None:
    ddl = (
        "CREATE TABLE t (id serial PRIMARY KEY, a int DEFAULT 5 CHECK (a < 3), b int NOT NULL,"
        " c text DEFAULT now() UNIQUE)"
    )
    verdict = judge(read_text(ddl, "t.sql", "postgres").schema, {"t": pa.table({"x": ["1"]})})
    assert {(breach.kind, breach.columns) for breach in verdict.breaches} == {
        ("DATA_TYPE", ("x",)), ("CHECK", ("a",)), ("NOT_NULL", ("b",)),
    }  # fmt: skip
    assert {item.kind for item in verdict.skipped} == {"PRIMARY_KEY", "UNIQUE"}
