"""What is wrong with a file is said with its line, and never costs a table in silence."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from seedbed.errors import Note, ReadError
from seedbed.read.open import read_text
from seedbed.read.postgres.ddl import read


def problems(text: str) -> list[str]:
    with pytest.raises(ReadError) as caught:
        read(text, "shop.sql")
    return [str(problem) for problem in caught.value.problems]


def unread(text: str) -> list[Note]:
    return [note for note in read(text, "shop.sql").notes if note.what.startswith("could not read")]


def test_a_broken_statement_in_the_middle_is_a_grave_note() -> None:
    reading = read(
        "CREATE TABLE a (id int);\n\nCREATE TABLE b (id int PRIMARY, KEY KEY);\nCREATE TABLE c (id int);", "shop.sql"
    )
    assert [table.name for table in reading.schema] == ["a", "c"]
    (note,) = reading.notes
    assert (str(note.origin), note.grave) == ("shop.sql:3:31", True)
    assert "CREATE TABLE b (id int PRIMARY, KEY KEY)" in note.what
    assert "PRIMARY" in note.why or "," in note.why


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABEL a (id int)",
        "ALTER TABLE a ADD CONSTRAINT CHECK x",
        "CREATE UNIQUE INDEX ON ON a (x)",
        "CREATE DOMAIN d int int",
        "CREATE TYPE t AS ENUM (1, 2)",
        "ALTER TYPE t ADD VALEU 'x'",
        "ALTER DOMAIN d ADD CHEKC (VALUE > 0)",
        "INSERT INTO a VALUES ('it's');\nCREATE TABLE b (x text DEFAULT 'x');\nSELECT '",
        "CREATE TABLE a\0 (id int)",
    ],
)
def test_what_may_hide_a_constraint_is_grave(text: str) -> None:
    notes = unread("CREATE TABLE z (q int);" + text + ";")
    assert notes
    assert any(note.grave for note in notes)


def test_what_hides_nothing_is_noted_only() -> None:
    notes = unread("SELEKT 1; CREATE TABLE a (x int); x int);")
    assert [(note.grave, str(note.origin)) for note in notes] == [(False, "shop.sql:1:1"), (False, "shop.sql:1:35")]


def test_a_note_has_the_place_of_what_was_not_understood() -> None:
    (note,) = unread("CREATE TABLE a (x int); CREATE TABLE b (x int,\n  y int wrong,\n  z int);")
    assert str(note.origin) == "shop.sql:2:9"


def test_a_long_statement_is_shown_short() -> None:
    (note,) = unread("CREATE TABLE a (" + "x int, " * 500 + ",);")
    assert len(note.what) < 200
    assert note.what.endswith("...")


def test_a_key_to_an_unknown_table() -> None:
    (problem,) = problems("CREATE TABLE a (\n id int,\n b int REFERENCES nowhere (id)\n);")
    assert problem.startswith("shop.sql:3: foreign key a_b_fkey of a refers to an unknown table nowhere")
    assert "no statement of the file creates nowhere" in problem
    assert "help: " in problem


def test_a_table_that_an_unread_statement_may_hide() -> None:
    (problem,) = problems("CREATE TABLE b (id int PRIMARY KEY KEY KEY);\nCREATE TABLE a (b int REFERENCES b);")
    assert "could not be read (shop.sql:1:36)" in problem


@pytest.mark.parametrize(
    ("made", "kind"),
    [
        ("CREATE VIEW b AS SELECT 1", "view"),
        ("CREATE TEMP TABLE b (id int PRIMARY KEY)", "temporary table"),
        ("CREATE TABLE b AS SELECT 1 AS id", "table made by a query"),
        ("CREATE FOREIGN TABLE b (id int) SERVER s", "foreign table"),
    ],
)
def test_a_key_to_what_has_no_rows_of_ours(made: str, kind: str) -> None:
    (problem,) = problems(f"{made}; CREATE TABLE a (b int REFERENCES b (id));")
    assert f"b is a {kind}" in problem


def test_all_problems_are_told_at_once() -> None:
    found = problems(
        "CREATE TABLE a (x int, y int REFERENCES no1);\nCREATE TABLE a (x int);\nCREATE TABLE b (x int "
        "REFERENCES a, x text);\n"
        "CREATE TABLE c (x int, UNIQUE (q), FOREIGN KEY (r) REFERENCES b (s));\nCREATE TABLE d (LIKE no2);\n"
        "CREATE TABLE e () INHERITS (no3);\nCREATE TABLE f (x int PRIMARY KEY, y int, PRIMARY KEY (y));\n"
        "ALTER TABLE f ADD UNIQUE USING INDEX no4, ADD COLUMN y int;\nCREATE TABLE g (x int, y int, PRIMARY "
        "KEY (x, y));\n"
        "CREATE TABLE h (x int REFERENCES g);\nCREATE TYPE t AS (a int);\nCREATE TABLE i OF t (b WITH OPTIONS "
        "NOT NULL);"
    )
    expected = [
        "shop.sql:2: table a is created twice",
        'b has two columns "x"',
        "there is no table no2",
        "there is no table no3",
        'there is no unique index "no4" on f',
        'column "y" of f is added twice',
        'i has no column "b" to give options',
        "refers to an unknown table no1",
        "a has no primary key",
        'names column "q", which c does not have',
        'names column "r", which c does not have',
        'names column "s", which b does not have',
        "f has two primary keys",
        "g has a key of 2 columns",
    ]
    for words in expected:
        assert any(words in problem for problem in found), words
    assert len(found) == len(expected)
    assert all("shop.sql:" in problem for problem in found)


def test_names_with_quotes_spaces_letters_and_reserved_words() -> None:
    reading = read(
        'CREATE SCHEMA "a b"; CREATE TABLE "a b"."select" ("from ""x""" int PRIMARY KEY, "Größe; m" text CHECK '
        '("Größe; m" <> \'"\'), "日本" int);'
        'CREATE TABLE "O\'Brien" ("a.b" int REFERENCES "a b"."select" ("from ""x"""));'
        'CREATE UNIQUE INDEX "i;j" ON "O\'Brien" (("a.b" + 1));',
        "x",
    )
    first, second = reading.schema.tables
    assert (first.id, second.id) == ("a b.select", "O'Brien")
    assert [column.name for column in first.columns] == ['from "x"', "Größe; m", "日本"]
    assert first.checks[0].sql == '"Größe; m" <> \'"\''
    assert second.foreign_keys[0].references == ('from "x"',)
    assert second.uniques[0].keys == ('"a.b" + 1',)


def test_a_wide_schema() -> None:
    text = "".join(f"CREATE TABLE t{n} ({', '.join(f'c{m} int' for m in range(60))});\n" for n in range(30))
    tables = read(text, "x").schema.tables
    assert len(tables) == 30
    assert {len(table.columns) for table in tables} == {60}


def test_whatever_is_broken_ends_in_a_reading_or_a_read_error() -> None:
    whole = (
        "CREATE TYPE e AS ENUM ('a'); CREATE TABLE p (id serial PRIMARY KEY, e e, n numeric(7,2) CHECK (n > 0));\n"
        "CREATE TABLE q (id int REFERENCES p ON DELETE CASCADE, t text DEFAULT $$x;y$$, UNIQUE (t)) PARTITION "
        "BY LIST (t);\n"
        "CREATE TABLE r PARTITION OF q FOR VALUES IN ('a'); ALTER TABLE q ADD CONSTRAINT c CHECK (t <> 'it''s');\n"
        "COPY p FROM stdin;\n1\ta\t\\N\n\\.\nCREATE UNIQUE INDEX i ON p (lower(n::text)) WHERE n > 1; COMMENT "
        "ON TABLE p IS 'x';\n"
        "ALTER TABLE p RENAME n TO m; ALTER TABLE p DROP COLUMN m; DO $$ BEGIN CREATE TYPE f AS (a int); END $$;\n"
    )
    draw = random.Random(7)  # noqa: S311 - the same damage each time
    junk = [
        "'",
        '"',
        "$$",
        "(",
        ")",
        ";",
        "/*",
        "*/",
        "--",
        "\\",
        "CREATE TABLE ",
        "\0",
        "é",
        "😀",
        "[]",
        ",",
        "CHECK (",
        "\n\\.\n",
        ":x",
    ]
    for _ in range(300):
        place = draw.randrange(len(whole))
        text = whole[:place] + draw.choice(junk) + whole[place + draw.randrange(40) :]
        with suppress(ReadError):
            assert read_text(text, "x", "postgres").schema.dialect == "postgres"
