"""A load whose report cannot be written: nothing stays, in the database or beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from seedbed.api.loading import load, session
from seedbed.api.planning import plan, read_schema
from seedbed.schema.recipe import Recipe

DDL = "CREATE TABLE word (id integer PRIMARY KEY, text varchar(20) NOT NULL);"


class Unsayable:
    """What no report can put into words."""

    def __str__(self) -> str:
        raise LookupError("no words")


def test_rows_that_cannot_be_reported_do_not_stay(tmp_path: Path) -> None:
    schema, database = tmp_path / "schema.sql", tmp_path / "words.db"
    schema.write_text(DDL)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(DDL)
    made = plan(read_schema(schema, "sqlite").schema, Recipe())
    record = tmp_path / "record"
    with pytest.raises(LookupError, match="no words"):
        load(made, session(f"sqlite:///{database}"), record=record, words={"command": Unsayable()})
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM word").fetchone() == (0,)
    assert not record.exists()
