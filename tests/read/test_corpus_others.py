"""Real schemas of MySQL and SQLite: nothing grave, and SQLite's own counts."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest

from seedbed.read.open import read
from seedbed.read.reading import Reading
from seedbed.schema.files import dump, load

BROKEN = "bareos-15"  # refers to a table LocationId that it does not create


@pytest.fixture(scope="module")
def readings(corpus: Path) -> dict[str, Reading]:
    found = {f"mysql/{path.stem}": read(path, "mysql") for path in sorted(corpus.glob("sql-mysql/*.sql"))}
    for path in sorted(corpus.glob("sql-sqlite/*.sql")):
        if path.stem != BROKEN:
            found[f"sqlite/{path.stem}"] = read(path, "sqlite")
    assert found
    return found


def test_nothing_is_grave(readings: dict[str, Reading]) -> None:
    assert [(stem, note) for stem, reading in readings.items() for note in reading.notes if note.grave] == []


def test_every_schema_goes_through_a_file_unchanged(readings: dict[str, Reading]) -> None:
    assert [stem for stem, reading in readings.items() if load(dump(reading.schema)) != reading.schema] == []


def test_every_check_is_read_into_an_expression(readings: dict[str, Reading]) -> None:
    checks = [check for reading in readings.values() for table in reading.schema for check in table.checks]
    assert [check.sql for check in checks if check.expression is None] == []


def test_an_unknown_table_is_told_of(corpus: Path) -> None:
    reading = read(corpus / "sql-sqlite" / f"{BROKEN}.sql", "sqlite")
    assert [note.table for note in reading.notes if "unknown table LocationId" in note.what] == ["LocationLog"]


def test_sqlite_counts_the_same(corpus: Path, readings: dict[str, Reading]) -> None:
    for path in sorted(corpus.glob("sql-sqlite/*.sql")):
        if path.stem == BROKEN:
            continue
        schema = readings[f"sqlite/{path.stem}"].schema
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(path.read_text(encoding="utf-8"))
            for table in (table for table in schema if not any("virtual" in word for word in table.options)):
                keys = connection.execute("SELECT DISTINCT id FROM pragma_foreign_key_list(?)", (table.name,))
                assert len(keys.fetchall()) == len(table.foreign_keys), table.name
                indexes = connection.execute('SELECT origin FROM pragma_index_list(?) WHERE "unique"', (table.name,))
                origins = [origin for (origin,) in indexes]
                rowid = table.primary is not None and "pk" not in origins
                assert len(origins) + rowid == len(table.uniques), table.name
                names = connection.execute("SELECT name FROM pragma_table_xinfo(?)", (table.name,)).fetchall()
                assert [name for (name,) in names] == [column.name for column in table.columns]
                (sql,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table.name,)).fetchone()
                assert sql.lower().count("check") >= len(table.checks)
