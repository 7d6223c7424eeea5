from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.read.open import read, read_several, read_text
from seedbed.schema.model import Dialect

DIALECTS: tuple[Dialect, ...] = ("postgres", "mysql", "sqlite")
TABLE = "CREATE TABLE a (id int PRIMARY KEY);\n"


def problem(source: str | Path) -> str:
    with pytest.raises(ReadError) as caught:
        read(source)
    assert len(caught.value.problems) == 1
    assert caught.value.exit_code == 4
    return str(caught.value)


def written(folder: Path, content: bytes, name: str = "schema.sql") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_read_and_named_in_origins(tmp_path: Path) -> None:
    path = written(tmp_path, b"\n" + TABLE.encode())
    table = read(path).schema.table("a")
    assert str(table.origin) == f"{path}:2"
    assert read(str(path)).schema.table("a") == table


def test_a_text_is_read_too() -> None:
    assert [table.name for table in read(TABLE).schema] == ["a"]


def test_marks_of_encoding_are_understood(tmp_path: Path) -> None:
    text = 'CREATE TABLE "Täble" (id int PRIMARY KEY);'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read(written(tmp_path, text.encode(encoding)), "postgres").schema.tables[0].name == "Täble"


@pytest.mark.parametrize(("end", "packed"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
@pytest.mark.parametrize("form", ["sql", "prisma"])
def test_a_packed_file_is_read_as_what_it_holds(
    tmp_path: Path, form: str, end: str, packed: Callable[[bytes], bytes]
) -> None:
    text = TABLE if form == "sql" else "model a {\n  id Int @id\n}\n"
    path = written(tmp_path, packed(text.encode()), f"schema.{form}.{end}")
    assert [table.name for table in read(path).schema] == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        TABLE,
        "// ours\n\nmodel a {\n  id Int @id\n}\n",
        '{"type": "object", "title": "a", "properties": {"id": {"type": "integer"}}}',
        "# ours\n---\nopenapi: 3.0.0\ncomponents: {schemas: {a: {type: object, properties: {id: {type: integer}}}}}\n",
    ],
)
def test_a_name_without_a_suffix_leaves_it_to_the_text(tmp_path: Path, text: str) -> None:
    assert [table.name for table in read(written(tmp_path, text.encode(), "a")).schema] == ["a"]


def test_several_files_are_one_schema(tmp_path: Path) -> None:
    b = written(tmp_path, b"CREATE TABLE b (a int NOT NULL REFERENCES a (id));", "b.sql.txt")
    schema = read_several([written(tmp_path, TABLE.encode()), b]).schema
    assert [key.table for key in schema.table("b").foreign_keys] == ["a"]
    assert str(schema.table("b").origin) == f"{b}:1"


def test_files_of_several_kinds_are_no_schema(tmp_path: Path) -> None:
    prisma = written(tmp_path, b"model b {\n  id Int @id\n}\n", "b.prisma")
    for other in (prisma, tmp_path):
        with pytest.raises(ReadError, match="no files of one schema"):
            read_several([written(tmp_path, TABLE.encode()), other])


def test_a_missing_file(tmp_path: Path) -> None:
    assert "there is no such file" in problem(tmp_path / "nowhere.sql")
    assert "there is no such file" in problem(str(tmp_path / "nowhere.sql"))


def test_a_folder(tmp_path: Path) -> None:
    assert "this is a folder" in problem(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE.encode())
    path.chmod(0)
    assert "cannot be read" in problem(path)


def test_a_name_that_no_file_can_have() -> None:
    assert "cannot be read" in problem(Path("a" * 5000 + ".sql"))


@pytest.mark.parametrize("content", [b"", b"  \n\n", b"\xef\xbb\xbf"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    assert "the file is empty" in problem(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PGDMP\x01\x0e", "pg_restore"),
        (b"SQLite format 3\x00...", "sqlite3"),
        (b"\x1f\x8b\x08\x00", "unpacked"),
        (b"PK\x03\x04", "zip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ],
)
def test_a_file_that_is_no_text(tmp_path: Path, content: bytes, said: str) -> None:
    message = problem(written(tmp_path, content))
    assert said in message
    assert "schema.sql" in message


def test_another_encoding_names_line_and_byte(tmp_path: Path) -> None:
    message = problem(written(tmp_path, TABLE.encode() + "-- Müller".encode("latin-1")))
    assert "schema.sql:2" in message
    assert "0xfc" in message
    assert "iconv" in message


@pytest.mark.parametrize(
    "text", ["# A title\n\nSome words; and more.", '{"name": "x"}\n', "-- only a comment\n", "id,name\n1,x"]
)
def test_text_that_is_not_sql(tmp_path: Path, text: str) -> None:
    assert "this is not SQL" in problem(written(tmp_path, text.encode()))


def test_a_text_without_tables_says_so() -> None:
    reading = read_text("INSERT INTO x VALUES (1);", "data.sql")
    assert reading.schema.tables == ()
    assert reading.notes[0].what == "it creates no table"
    assert "a dump of rows alone" in reading.notes[0].help


def test_the_dialect_may_be_said_and_is_guessed_otherwise() -> None:
    text = "CREATE TABLE a (id bigserial PRIMARY KEY, at timestamptz);"
    assert read(text).schema.dialect == "postgres"
    assert read(text, "postgres").schema == read(text).schema


def test_each_dialect_has_its_reader() -> None:
    text = "CREATE TABLE a (id integer PRIMARY KEY, n varchar(20) NOT NULL);"
    assert {read(text, dialect).schema.dialect for dialect in DIALECTS} == set(DIALECTS)


def test_another_plausible_dialect_may_read_it_better() -> None:
    text = "CREATE TABLE a (id, name, UNIQUE (name));"  # no word tells, and no type is there
    assert any(note.grave for note in read(text, "postgres").notes)
    reading = read(text)
    assert reading.schema.dialect == "sqlite"
    assert [column.name for column in reading.schema.table("a").columns] == ["id", "name"]


def test_no_dialect_reads_what_is_broken_in_all_of_them() -> None:
    reading = read("CREATE TABLE a (id int); CREATE TABLE b (id int,, (;")
    assert any(note.grave for note in reading.notes)


def test_the_error_of_the_likeliest_dialect_is_the_one_that_is_shown() -> None:
    text = "CREATE TABLE a (id bigserial PRIMARY KEY, b bigint REFERENCES nowhere (id));"
    assert "unknown table nowhere" in problem(text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_wide_letters_are_read_with_or_without_a_mark(tmp_path: Path, encoding: str) -> None:
    assert read(written(tmp_path, TABLE.encode(encoding))).schema.table("a").columns


@pytest.mark.parametrize(
    ("vendor", "sql"),
    [
        ("SQL Server", "CREATE TABLE [dbo].[a] ([id] INT IDENTITY(1,1) PRIMARY KEY, [t] NVARCHAR(MAX))\nGO\n"),
        (
            "Oracle",
            (
                "CREATE TABLE a (id NUMBER(10), t VARCHAR2(9 CHAR), PRIMARY KEY (id));\nCREATE SEQUENCE s NOCACHE;\n"
                "CREATE TABLE b (a NUMBER(10) REFERENCES a (id));"
            ),
        ),
    ],
)
def test_sql_of_another_vendor_is_told_by_its_name(vendor: str, sql: str) -> None:
    try:
        said = [note.what for note in read_text(sql, "a.sql").notes]
    except ReadError as error:
        said = [problem.what for problem in error.problems]

    assert f"this is written for {vendor}" in said


def test_words_of_other_vendors_are_no_trouble_where_all_is_read() -> None:
    sql = "CREATE TABLE a (id integer PRIMARY KEY, n NUMBER(10), t VARCHAR2(9));"

    assert not [note for note in read_text(sql, "a.sql", "sqlite").notes if note.grave]
