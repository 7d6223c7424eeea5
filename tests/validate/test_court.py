"""Good data passes; one broken cell is exactly one breach of the right kind."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.read.open import read_text
from seedbed.schema.model import Dialect, Schema
from seedbed.validate.court import judge

DDL = """
CREATE DOMAIN pct AS numeric(5,2) CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE team (id int PRIMARY KEY, slug varchar(8) NOT NULL UNIQUE CHECK (slug ~ '^[a-z]+$'));
CREATE TABLE person (
  id int PRIMARY KEY, team_id int NOT NULL REFERENCES team(id), boss_id int REFERENCES person(id),
  code char(4) CHECK (code ~ '^[0-9]{4}$'), mood mood, share pct, born date, died date,
  tags int[], key uuid, doc jsonb, ip inet, small smallint,
  CHECK (died IS NULL OR died > born));
CREATE UNIQUE INDEX one_sad ON person (team_id) WHERE mood = 'sad';
CREATE TABLE booking (room int, during int4range, EXCLUDE USING gist (room WITH =, during WITH &&));
"""
TEAM = [{"id": "1", "slug": "red"}, {"id": "2", "slug": "blue"}]
PERSON = [
    {"id": "1", "team_id": "1", "boss_id": None, "code": "0001", "mood": "sad", "share": "5.25", "born": "1990-01-01",
     "died": None, "tags": "{1,NULL}", "key": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "doc": '{"a": 1}',
     "ip": "10.0.0.1/8", "small": "32767"},
    {"id": "2", "team_id": "1", "boss_id": "1", "code": None, "mood": "ok", "share": "0", "born": "1990-01-01",
     "died": "1990-01-02", "tags": "{}", "key": None, "doc": "[]", "ip": "::1", "small": None},
]  # fmt: skip
BOOKING = [{"room": "1", "during": "[1,5)"}, {"room": "1", "during": "[5,9)"}, {"room": "2", "during": "[1,5)"}]


def schema(text: str = DDL, dialect: Dialect = "postgres") -> Schema:
    return read_text(text, "shop.sql", dialect).schema


def data(table: str = "", row: int = 0, **cells: str | None) -> dict[str, pa.Table]:
    """The good rows, some cells of one of them changed."""
    rows = {
        name: [dict(one) for one in good] for name, good in (("team", TEAM), ("person", PERSON), ("booking", BOOKING))
    }
    if table:
        rows[table][row].update(cells)
    columns = {name: list(some[0]) for name, some in rows.items()}
    return {
        name: pa.table({column: pa.array([one[column] for one in some], pa.string()) for column in columns[name]})
        for name, some in rows.items()
    }


def test_good_rows_break_nothing_and_everything_is_asked() -> None:
    verdict = judge(schema(), data(), {"team": 2})
    assert verdict.breaches == ()
    assert verdict.skipped == ()
    assert {item.kind for item in verdict.checked} >= {"EXCLUDE", "CHECK", "UNIQUE", "FOREIGN_KEY", "ROW_COUNT"}


@pytest.mark.parametrize(
    ("kind", "table", "row", "cells"),
    [
        ("PRIMARY_KEY", "person", 1, {"id": None}),
        ("UNIQUE", "team", 1, {"slug": "red"}),
        ("UNIQUE", "person", 1, {"mood": "sad"}),
        ("NOT_NULL", "person", 1, {"team_id": None}),
        ("FOREIGN_KEY", "person", 1, {"team_id": "9"}),
        ("FOREIGN_KEY", "person", 1, {"boss_id": "9"}),
        ("CHECK", "team", 1, {"slug": "B1"}),
        ("CHECK", "person", 0, {"code": "12"}),
        ("CHECK", "person", 0, {"share": "100.01"}),
        ("CHECK", "person", 1, {"died": "1990-01-01"}),
        ("EXCLUDE", "booking", 1, {"during": "[4,9)"}),
        ("DATA_TYPE", "person", 1, {"id": "two"}),
        ("DATA_TYPE", "person", 1, {"team_id": "x"}),
        ("DATA_TYPE", "person", 0, {"code": "12345678"}),
        ("DATA_TYPE", "person", 0, {"mood": "glad"}),
        ("DATA_TYPE", "person", 0, {"share": "5.255"}),
        ("DATA_TYPE", "person", 0, {"born": "1990-02-30"}),
        ("DATA_TYPE", "person", 0, {"tags": "{1,x}"}),
        ("DATA_TYPE", "person", 0, {"tags": "1,2"}),
        ("DATA_TYPE", "person", 0, {"key": "6f96"}),
        ("DATA_TYPE", "person", 0, {"doc": "{"}),
        ("DATA_TYPE", "person", 0, {"ip": "10.0.0.256"}),
        ("DATA_TYPE", "person", 0, {"small": "32768"}),
    ],
)
def test_one_broken_cell_is_found(kind: str, table: str, row: int, cells: dict[str, str | None]) -> None:
    breaches = judge(schema(), data(table, row, **cells)).breaches
    found = [breach for breach in breaches if breach.kind == kind]
    assert [(breach.table, breach.count) for breach in found] == [(table, 1)]
    also = {"code": {"CHECK"}}.get(next(iter(cells)), set()) if kind == "DATA_TYPE" else set()
    assert {breach.kind for breach in breaches} - also == {kind}
    assert found[0].examples[0].startswith(f"row {row + 1}: ")


def test_counts_and_strange_columns_are_breaches() -> None:
    rows = data()
    rows["team"] = rows["team"].append_column("extra", pa.array(["x", "y"]))
    kinds = [(breach.kind, breach.count) for breach in judge(schema(), rows, {"team": 5}).breaches]
    assert kinds == [("ROW_COUNT", 3), ("DATA_TYPE", 2)]


def test_native_columns_are_judged_like_text() -> None:
    text = "CREATE TABLE t (id smallint PRIMARY KEY, at timestamptz, ok boolean, p numeric(4,1), raw bytea)"
    rows = pa.table(
        {
            "id": pa.array([1, 40000]), "at": pa.array([0, 1], pa.timestamp("us", "UTC")), "ok": [True, None],
            "p": pa.array([1, 2], pa.int64()).cast(pa.decimal128(20, 1)), "raw": [b"\x00", None],
        }
    )  # fmt: skip
    assert [(b.kind, b.columns, b.count) for b in judge(schema(text), {"t": rows}).breaches] == [
        ("DATA_TYPE", ("id",), 1)
    ]


def test_columns_that_case_alone_tells_apart_are_judged_each() -> None:
    ddl = 'CREATE TABLE node ("ID" int PRIMARY KEY, "Id" int NOT NULL UNIQUE, id int CHECK (id > 20))'
    rows = pa.table({"id": ["21", "22"], "ID": ["1", "2"], "Id": ["11", "11"]})
    verdict = judge(schema(ddl), {"node": rows})
    assert [(breach.kind, breach.columns) for breach in verdict.breaches] == [("UNIQUE", ("Id",))]


def test_a_condition_that_cannot_be_asked_is_skipped_and_said() -> None:
    text = "CREATE TABLE t (a int CHECK (own.fn(a)), b int CHECK (b > 0))"
    verdict = judge(schema(text), {"t": pa.table({"a": ["1"], "b": ["0"]})})
    assert [item.reason for item in verdict.skipped] == [
        "own.fn(c0) is a function or a field that only its database knows"
    ]
    assert [breach.kind for breach in verdict.breaches] == ["CHECK"]


def test_a_condition_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    text = f"CREATE TABLE t (a text CHECK (a <> (SELECT a FROM read_csv('{tmp_path}/secret.csv'))))"
    verdict = judge(schema(text), {"t": pa.table({"a": ["1"]})})
    assert [item.kind for item in verdict.skipped] == ["CHECK"]


def test_a_unique_generated_column_is_computed() -> None:
    text = "CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a / 2) STORED UNIQUE)"
    assert [b.kind for b in judge(schema(text), {"t": pa.table({"a": ["2", "3"]})}).breaches] == ["UNIQUE"]
    assert judge(schema(text), {"t": pa.table({"a": ["2", "4"]})}).ok


@pytest.mark.parametrize(("dialect", "ends"), [("mysql", False), ("postgres", True), ("sqlite", True)])
def test_case_counts_where_the_collation_says_so(dialect: Dialect, ends: bool) -> None:
    text = "CREATE TABLE t (a varchar(9) UNIQUE)"
    assert judge(schema(text, dialect), {"t": pa.table({"a": ["x", "X"]})}).ok is ends


def test_a_full_match_is_whole_or_nothing() -> None:
    text = (
        "CREATE TABLE p (a int, b int, PRIMARY KEY (a, b));"
        "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES p (a, b){})"
    )
    rows = {"p": pa.table({"a": ["1"], "b": ["1"]}), "c": pa.table({"a": ["1"], "b": pa.array([None], pa.string())})}
    assert judge(schema(text.format("")), rows).ok
    assert [b.kind for b in judge(schema(text.format(" MATCH FULL")), rows).breaches] == ["FOREIGN_KEY"]
