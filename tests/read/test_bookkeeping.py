"""Tables in which tools note which migrations ran are left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import seedbed
from tests.cli.program import run

RAILS = """
CREATE TABLE schema_migrations (version character varying NOT NULL PRIMARY KEY);
CREATE TABLE ar_internal_metadata (key character varying NOT NULL PRIMARY KEY, value character varying,
    created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL);
CREATE TABLE users (id bigint PRIMARY KEY, name character varying NOT NULL);
"""
OTHERS = {
    "the only one": "CREATE TABLE schema_migrations (version text PRIMARY KEY);",
    "of the application": "CREATE TABLE migrations (id int PRIMARY KEY, bird text); CREATE TABLE t (a int);",
    "referred to": "CREATE TABLE aerich (version text, app text, content text, id int PRIMARY KEY);"
    "CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES aerich (id));",
}


def test_they_are_no_tables_to_fill() -> None:
    source = seedbed.read(RAILS)
    assert [table.id for table in source.schema] == ["users"]
    assert {note.table: note.what for note in source.notes} == {
        "schema_migrations": "left to the tool of migrations",
        "ar_internal_metadata": "left to Rails",
    }


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_looks_like_one_is_filled(name: str) -> None:
    assert len(seedbed.read(OTHERS[name]).schema.tables) == OTHERS[name].count("CREATE TABLE")


def test_a_database_that_was_migrated_is_loaded_and_stays_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the record of a load goes there
    path = tmp_path / "app.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);"
            "INSERT INTO alembic_version VALUES ('27c6a30d7c24'); CREATE TABLE users (id INTEGER PRIMARY KEY);"
        )
        done = run("load", path, "--count", 3)
        assert done.code == 0, done.err
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("27c6a30d7c24",)]
        assert database.execute("SELECT count(*) FROM users").fetchone() == (3,)
