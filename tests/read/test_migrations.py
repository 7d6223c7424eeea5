from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from seedbed.errors import ReadError
from seedbed.read.open import read
from seedbed.schema.model import Dialect

USERS = "CREATE TABLE users (id int PRIMARY KEY, email text);\n"


def folder(path: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text)
    return path


def columns(path: Path, dialect: Dialect | None = None) -> list[str]:
    return [f"{table.name}.{column.name}" for table in read(path, dialect).schema for column in table.columns]


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite"])
def test_migrations_are_read_as_they_are_counted(tmp_path: Path, dialect: Dialect) -> None:
    files = {
        "V10__drop.sql": "ALTER TABLE users DROP COLUMN phone;",
        "V2__phone.sql": "ALTER TABLE users ADD COLUMN phone text; ALTER TABLE users ADD COLUMN age int",
        "V1__users.sql": USERS,
        "V3__rows.sql": "INSERT INTO users VALUES (1, 'a', 2)",
    }
    assert columns(folder(tmp_path, files), dialect) == ["users.id", "users.email", "users.age"]


def test_places_are_those_of_the_files(tmp_path: Path) -> None:
    files = {"1.sql": USERS, "2/migration.sql": "\nCREATE TABLE b (id int);\nALTER TABLE nowhere ADD COLUMN x int;"}
    reading = read(folder(tmp_path, files))
    assert str(reading.schema.table("users").origin) == f"{tmp_path / '1.sql'}:1"
    assert [str(note.origin) for note in reading.notes] == [f"{tmp_path / '2/migration.sql'}:3"]


def test_what_takes_a_migration_back_is_left_out(tmp_path: Path) -> None:
    files = {
        "1_a.up.sql": USERS,
        "1_a.down.sql": "DROP TABLE users;",
        "2_b.sql": "-- +goose Up\nCREATE TABLE b (id int);\n-- +goose Down\nDROP TABLE b;",
        "U2__b.sql": "DROP TABLE b;",
        "revert/c.sql": "DROP TABLE b;",
    }
    assert columns(folder(tmp_path, files)) == ["users.id", "users.email", "b.id"]


def test_a_file_of_the_whole_schema_stands_for_its_migrations(tmp_path: Path) -> None:
    files = {"schema.sql": USERS, "extra.sql": "CREATE TABLE b (id int);", "migrations/01_users.sql": USERS}
    reading = read(folder(tmp_path, files))
    assert [table.name for table in reading.schema] == ["users", "b"]
    assert "migrations/01_users.sql is not read" in reading.notes[0].what


def test_files_are_named_for_databases(tmp_path: Path) -> None:
    path = folder(tmp_path, {"mysql/a.sql": USERS, "pgsql/a.sql": USERS, "oracle/a.sql": USERS, "c.sql": "-- no table"})
    with pytest.raises(ReadError, match="several databases"):
        read(path)
    assert str(read(path, "mysql").schema.table("users").origin) == f"{path / 'mysql/a.sql'}:1"


def test_prisma_notes_the_database_beside_its_migrations(tmp_path: Path) -> None:
    files = {"1/migration.sql": USERS, "migration_lock.toml": 'provider = "sqlite"\n'}
    assert read(folder(tmp_path, files)).schema.dialect == "sqlite"


def test_models_go_before_files_of_sql(tmp_path: Path) -> None:
    files = {"a.sql": USERS, "schema.prisma": 'datasource db { provider = "sqlite" }\nmodel Post { id Int @id }'}
    assert columns(folder(tmp_path, files)) == ["Post.id"]
