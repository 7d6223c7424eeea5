"""Full-text tables are filled like any other."""

from __future__ import annotations

import pytest

from seedbed.errors import Origin
from seedbed.read.sqlite.ddl import read
from seedbed.read.sqlite.search import search_table

HERE = Origin("s.sql", 1)


@pytest.mark.parametrize(
    ("text", "name", "columns"),
    [
        (
            "CREATE VIRTUAL TABLE notes USING fts5(title, body UNINDEXED, tokenize = 'porter ascii')",
            "notes",
            ["title", "body"],
        ),
        ('create virtual table if not exists "my notes" using FTS4 ( a, "b" )', "my notes", ["a", "b"]),
        ("CREATE VIRTUAL TABLE n USING fts4 ( a, b )\n/* n(a,b) */", "n", ["a", "b"]),
        ("CREATE VIRTUAL TABLE plain USING fts3()", "plain", ["content"]),
    ],
)
def test_the_columns_are_texts(text: str, name: str, columns: list[str]) -> None:
    table = search_table(text, HERE)
    assert table is not None
    assert (table.name, [column.name for column in table.columns]) == (name, columns)
    assert {column.type.kind for column in table.columns} == {"text"}


@pytest.mark.parametrize(
    "text",
    ["CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)", "CREATE VIRTUAL TABLE f USING fts5(a, content = 'notes')"],
)
def test_other_modules_are_left_alone(text: str) -> None:
    assert search_table(text, HERE) is None


def test_a_reading_has_them_after_the_others_and_notes_the_rest() -> None:
    text = "CREATE VIRTUAL TABLE f USING fts4(a);\nCREATE TABLE t (id INTEGER PRIMARY KEY);\n"
    text += "CREATE VIRTUAL TABLE r USING rtree(id, x, y);\n"
    reading = read(text, "s.sql")
    assert [table.id for table in reading.schema] == ["t", "f"]
    assert any("skipped 1 virtual table: r (rtree)" in note.what for note in reading.notes)
