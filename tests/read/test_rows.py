"""Rows as other programs write them, and as the real dump tools print them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seedbed.errors import Problem, ReadError
from seedbed.read.open import read_text
from seedbed.read.rows.found import read_rows
from seedbed.schema.model import Dialect, Schema
from seedbed.schema.rows import Rows
from tests.servers import MariaDB, Postgres

DDL = "CREATE TABLE t (id int PRIMARY KEY, name text, note text)"
TRICKY = ["it's; (a), 'b'", "back\\slash\\n", "line\nend\ttab", "", "é 😀", "-- no comment", '"quoted", x', "NULL"]


def schema(text: str = DDL, dialect: Dialect = "postgres") -> Schema:
    return read_text(text, "s.sql", dialect).schema


def sources(rows: Rows, table: str = "t") -> tuple[Any, ...]:
    found: Any = rows.tables[table]
    return tuple(found)


def rows_in(rows: Rows, table: str = "t") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for source in sources(rows, table):
        opened = source if isinstance(source, pa.Table) else source(pytest.fail).read_all()
        found += opened.to_pylist()
    return found


def read(tmp_path: Path, name: str, text: str, dialect: Dialect = "postgres") -> Rows:
    (tmp_path / name).write_text(text, newline="")
    return read_rows(tmp_path / name, schema(dialect=dialect))


def test_csv_tells_null_from_nothing(tmp_path: Path) -> None:
    found = rows_in(read(tmp_path, "t.csv", 'id,name,note\r\n1,,""\r\n2,"a ""b""\r\nc",x\r\n'))
    assert found == [{"id": "1", "name": None, "note": ""}, {"id": "2", "name": 'a "b"\r\nc', "note": "x"}]


def test_a_short_record_is_reported_and_left_out(tmp_path: Path) -> None:
    (source,) = sources(read(tmp_path, "t.csv", "id,name,note\n1,a,b\n2,a\n"))
    problems: list[Problem] = []
    assert source(problems.append).read_all().num_rows == 1
    assert "2 values where the header has 3" in problems[0].what


@pytest.mark.parametrize("name", ["03_t.csv", "t-0001.csv", "T.csv", "public.t.csv"])
def test_a_file_finds_its_table(tmp_path: Path, name: str) -> None:
    assert rows_in(read(tmp_path, name, "id,name,note\n1,a,b\n"))[0]["id"] == "1"


@pytest.mark.parametrize("text", ['{"metadata": {"x": [1]}, "tables": {"t": [%s]}}', '{"t": [%s]}', "[%s]"])
def test_json_keeps_numbers_as_written(tmp_path: Path, text: str) -> None:
    row = '{"id": 12345678901234567890.10, "name": null, "note": {"a": [1.50, true]}}'
    found = rows_in(read(tmp_path, "t.json", text % row))
    assert found == [{"id": "12345678901234567890.10", "name": None, "note": '{"a": [1.50, true]}'}]


def test_json_lines_and_parquet(tmp_path: Path) -> None:
    assert rows_in(read(tmp_path, "t.jsonl", '{"id": 1}\n\n{"id": 2, "name": "x"}\n'))[1] == {"id": "2", "name": "x"}
    pq.write_table(pa.table({"id": [7]}), tmp_path / "t.parquet")
    assert rows_in(read_rows(tmp_path / "t.parquet", schema())) == [{"id": 7}]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("INSERT INTO t VALUES (1, 'a', NULL), (2, 'it''s', 'x');", [("1", "a", None), ("2", "it's", "x")]),
        ("INSERT INTO \"t\" (note, id) VALUES ('n', 1);", [("1", None, "n")]),
        ("INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (1, 'a', 'b') ON CONFLICT DO NOTHING;", [("1", "a", "b")]),
        (
            "-- c\nSET x = 'INSERT INTO t VALUES (9)';\nINSERT INTO t VALUES (- 5, E'a\\nb', 'x'::text);",
            [("-5", "a\nb", "x")],
        ),
        ("INSERT INTO t VALUES (1, ARRAY['a','b'], CAST('x' AS text));", [("1", '["a", "b"]', "x")]),
        (
            "COPY public.t (id, name, note) FROM stdin;\n1\ta\\tb\t\\N\n2\t\t\\\\\n\\.\n",
            [("1", "a\tb", None), ("2", "", "\\")],
        ),
    ],
)
def test_sql_as_people_write_it(tmp_path: Path, sql: str, expected: list[tuple[str | None, ...]]) -> None:
    found = rows_in(read(tmp_path, "d.sql", sql))
    assert [tuple(row.get(name) for name in ("id", "name", "note")) for row in found] == expected


def test_an_expression_is_counted_not_guessed(tmp_path: Path) -> None:
    rows = read(tmp_path, "d.sql", "INSERT INTO t VALUES (1, now(), 'a'), (2, DEFAULT, 'b');")
    assert rows.unread == {("t", "name"): 2}


@pytest.mark.parametrize("sql", ["INSERT INTO t VALUES (1, 'a'), (2, 'b');", "INSERT INTO t VALUES (1, 'a', 'b"])
def test_broken_rows_are_an_error_with_a_place(tmp_path: Path, sql: str) -> None:
    with pytest.raises(ReadError, match=r"d\.sql:1"):
        read(tmp_path, "d.sql", sql)


def test_what_is_no_data_is_said(tmp_path: Path) -> None:
    rows = read(
        tmp_path, "d.sql", "INSERT INTO other VALUES (1);\nUPDATE t SET id = 2;\nINSERT INTO t VALUES (1, 'a', 'b');"
    )
    assert len(rows.notes) == 2
    for path in (tmp_path / "none.csv", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(ReadError):
            read_rows(path, schema())


def names_of(rows: Rows) -> list[str | None]:
    return [row["name"] for row in sorted(rows_in(rows), key=lambda row: int(row["id"] or 0))]


def test_sqlite_dump(tmp_path: Path) -> None:
    if not shutil.which("sqlite3"):
        pytest.skip("no sqlite3 shell is installed")
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute(DDL)
        db.execute(
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (99, 'no', 'no');"
            " DELETE FROM t WHERE id = 99; END"
        )
        db.executemany("INSERT INTO t VALUES (?, ?, NULL)", enumerate(TRICKY))
    dump = subprocess.run(["sqlite3", tmp_path / "x.db", ".dump"], capture_output=True, text=True, check=True).stdout
    assert names_of(read(tmp_path, "d.sql", dump, "sqlite")) == TRICKY


@pytest.mark.parametrize("option", ["--data-only", "--inserts", "--column-inserts"])
def test_pg_dump(tmp_path: Path, postgres: Postgres, option: str) -> None:
    db = postgres.fresh()
    quoted = (text.replace("'", "''") for text in TRICKY)
    values = ", ".join(f"({n}, '{text}')" for n, text in enumerate(quoted))
    postgres.execute(db, f"{DDL}; INSERT INTO t (id, name) VALUES {values}")
    dump = subprocess.run(["pg_dump", option, postgres.dsn(db)], capture_output=True, text=True, check=True).stdout
    assert names_of(read(tmp_path, "d.sql", dump)) == TRICKY


@pytest.mark.parametrize("options", [[], ["--complete-insert", "--skip-extended-insert"], ["--hex-blob"]])
def test_mysqldump(tmp_path: Path, mariadb: MariaDB, options: list[str]) -> None:
    tool = shutil.which("mariadb-dump") or shutil.which("mysqldump")
    if not tool:
        pytest.skip("no mysqldump is installed")
    db = mariadb.fresh()
    quoted = (text.replace("\\", "\\\\").replace("'", "''") for text in TRICKY)
    values = ", ".join(f"({n}, '{text}')" for n, text in enumerate(quoted))
    ddl = "CREATE TABLE t (id int PRIMARY KEY, name text CHARACTER SET utf8mb4, note text)"
    mariadb.execute(db, f"SET NAMES utf8mb4; {ddl}; INSERT INTO t (id, name) VALUES {values}")
    at = urlsplit(mariadb.dsn(db))
    words = ["--no-defaults", "--protocol=TCP", f"--host={at.hostname}", f"--port={at.port}", f"--user={at.username}"]
    words += [f"--password={at.password}"] if at.password else []
    command = [tool, *words, "--default-character-set=utf8mb4", *options, db]
    dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert names_of(read(tmp_path, "d.sql", dump, "mysql")) == TRICKY


def test_a_folder_is_read_by_its_manifest_and_one_format_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,name,note\n1,a,b\n")
    (tmp_path / "all.sql").write_text("INSERT INTO t VALUES (1, 'a', 'b');")
    (tmp_path / "stray.csv").write_text("x\n1\n")
    files = '{"a.csv": {"tables": ["t"]}, "all.sql": {"tables": ["t"]}}'
    (tmp_path / "manifest.json").write_text(f'{{"made_by": "seedbed", "files": {files}}}')
    assert len(rows_in(read_rows(tmp_path, schema()))) == 1
    (tmp_path / "manifest.json").write_text("no json")
    rows = read_rows(tmp_path, schema())
    assert len(rows_in(rows)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv", b""),
        ("t.csv", b"id,id\n1,2\n"),
        ("t.csv", b"id,name\n1,\xff\n"),
        ("t.json", b'{"t": [1]}'),
        ("t.json", b'{"t": [{"id": 1}'),
        ("t.json", b"\xff"),
        ("t.json", b"{}"),
        ("t.jsonl", b'{"id": "\xff"}\n'),
        ("t.parquet", b"PAR0"),
        ("t.xlsx", b"x"),
    ],
)
def test_files_that_cannot_be_read_say_so(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ReadError, match=name):
        rows_in(read_rows(tmp_path / name, schema()))


def test_lines_that_are_no_objects_are_reported(tmp_path: Path) -> None:
    (source,) = sources(read(tmp_path, "t.jsonl", '{"id": 1}\n[1]\n{broken\n'))
    problems: list[Problem] = []
    assert source(problems.append).read_all().num_rows == 1
    assert [problem.where.rpartition(":")[2] for problem in problems] == ["2", "3"]


@pytest.mark.parametrize(
    ("dialect", "written", "meant"),
    [
        ("mysql", "x'6162'", "\\x6162"),
        ("mysql", "0x6162", "\\x6162"),
        ("mysql", "_binary 'a\\0b'", "\\x610062"),
        ("mysql", "_utf8mb4'a'", "a"),
        ("mysql", "b'101'", "101"),
        ("mysql", "ST_GeomFromText('POINT(1 2)', 4326)", "POINT(1 2)"),
        ("mysql", r"'a\'b\%'", "a'b\\%"),
        ("sqlite", "CAST(x'6162' AS TEXT)", "ab"),
        ("sqlite", "-9e999", "-Infinity"),
        ("sqlite", "replace('a\\nb','\\n',char(10))", "a\nb"),
        ("postgres", r"E'\x41\102\u0043\\'", "ABC\\"),
        ("postgres", "TRUE", "true"),
        ("postgres", "DATE '2020-01-01'", "2020-01-01"),
        ("postgres", "('x')::character varying(9)", "x"),
    ],
)
def test_literals_of_each_dialect(tmp_path: Path, dialect: Dialect, written: str, meant: str) -> None:
    rows = read(tmp_path, "d.sql", f"INSERT INTO t (id, name) VALUES (1, {written});", dialect)
    assert rows_in(rows)[0]["name"] == meant
