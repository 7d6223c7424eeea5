from __future__ import annotations

import contextlib
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedbed.errors import Note, ReadError
from seedbed.read.sqlite.ddl import read
from seedbed.schema.expression import Call, Literal, Ref
from seedbed.schema.files import dump, load
from seedbed.schema.model import Check, Column, ForeignKey, Schema, Table, Unique
from seedbed.schema.types import Type

TEXT = """
CREATE TABLE "a ""b" ([x y] INTEGER PRIMARY KEY AUTOINCREMENT, `c` VARCHAR(30) COLLATE NOCASE UNIQUE, d CHECK (d > 0),
  g TEXT GENERATED ALWAYS AS (c || '-') STORED, CONSTRAINT u UNIQUE (d, c), CHECK (c GLOB '[A-Z]*'));
CREATE TABLE kid (p INT REFERENCES "a ""b" ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED, q INT,
  FOREIGN KEY (p) REFERENCES kid (q) MATCH FULL NOT DEFERRABLE) STRICT;
CREATE UNIQUE INDEX i ON kid (lower(p), q COLLATE NOCASE DESC) WHERE p IS NOT NULL;
CREATE VIRTUAL TABLE f USING fts5(body);
ALTER TABLE kid ADD COLUMN r INT NOT NULL DEFAULT (1 + 2);
"""


def schema(text: str) -> Schema:
    reading = read(text, "shop.sql")
    assert not [note for note in reading.notes if note.grave]
    assert load(dump(reading.schema)) == reading.schema
    return reading.schema


def only(text: str) -> Table:
    return schema(text).tables[-1]


def typed(words: str) -> Type:
    return only(f"CREATE TABLE t (c {words})").column("c").type


def grave(text: str) -> list[Note]:
    return [note for note in read(text, "shop.sql").notes if note.grave]


def test_columns_keep_their_order_default_and_place() -> None:
    table = only(
        "\nCREATE TABLE t (\n  id INTEGER PRIMARY KEY AUTOINCREMENT,\n  [a b] TEXT NOT NULL DEFAULT 'x',\n"
        "  n INT DEFAULT NULL,\n  d TEXT DEFAULT (datetime('now'))\n);"
    )
    assert table.columns == (
        Column("id", Type("integer", "INTEGER", bits=64), nullable=False, identity="by default"),
        Column("a b", Type("text", "TEXT"), nullable=False, default="'x'"),
        Column("n", Type("integer", "INT", bits=64)),
        Column("d", Type("text", "TEXT"), default="datetime('now')"),
    )
    assert [str(column.origin) for column in table.columns] == [f"shop.sql:{line}" for line in (3, 4, 5, 6)]
    assert str(table.origin) == "shop.sql:2"


@pytest.mark.parametrize(
    ("words", "type"),
    [
        ("", Type("text")),
        ("VARCHAR(30)", Type("varchar", length=30)),
        ("nvarchar (30)", Type("varchar", length=30)),
        ("TEXT(9)", Type("varchar", length=9)),
        ("TEXT COLLATE NOCASE", Type("text", folds_case=True)),
        ("INT COLLATE NOCASE", Type("integer", bits=64)),
        ("SMALLINT UNSIGNED (5)", Type("integer", bits=16, unsigned=True)),
        ("INTEGER UNSIGNED", Type("integer", bits=63, unsigned=True)),
        ("UNSIGNED BIG INT", Type("integer", bits=64)),
        ("MY_INT_THING", Type("integer", bits=64)),
        ("DOUBLE PRECISION", Type("float", bits=64)),
        ("DECIMAL(10,2)", Type("decimal", precision=10, scale=2)),
        ("NUMERIC(5)", Type("decimal", precision=5, scale=0)),
        ("DATETIME", Type("timestamp", precision=0)),
        ("TIMESTAMP(3)", Type("timestamp", precision=3)),
        ("TIMESTAMP WITH TIME ZONE", Type("timestamp", precision=0, zone=True)),
        ("DATE", Type("date")),
        ("BOOLEAN", Type("boolean")),
        ("BLOB", Type("bytes")),
        ("BLOB SUB_TYPE TEXT", Type("text")),
        ("VARBINARY(16)", Type("bytes", length=16)),
        ("UUID", Type("uuid")),
        ("JSON", Type("json")),
        ("TEXT CHECK (c IS NULL OR json_valid(c))", Type("json")),
        ("TEXT CHECK (json_valid(c) AND c <> '')", Type("json")),
        ("TEXT CHECK (json_valid(c) OR c = '')", Type("text")),
    ],
)
def test_types(words: str, type: Type) -> None:
    found = typed(words)
    assert dump(found).replace(f',"raw":{dump(found.raw)}', "") == dump(type)


def test_a_word_that_nobody_knows_is_text_with_a_note() -> None:
    reading = read("CREATE TABLE t (g STRANGE)", "s.sql")
    assert reading.schema.tables[0].column("g").type == Type("text", "STRANGE")
    assert [(note.where, note.grave) for note in reading.notes] == [("t.g", False)]


def test_primary_keys_of_every_kind() -> None:
    tables = schema(
        "CREATE TABLE a (x INT PRIMARY KEY); CREATE TABLE b (x INTEGER PRIMARY KEY DESC);"
        "CREATE TABLE c (x TEXT, y INT, PRIMARY KEY (y, x)) WITHOUT ROWID, STRICT;"
        "CREATE TABLE d (x INTEGER, PRIMARY KEY (x)); CREATE TABLE e (x INTEGER PRIMARY KEY) WITHOUT ROWID;"
    )
    assert [table.column("x").identity for table in tables] == [None, None, None, "by default", None]
    assert all(not table.column("x").nullable for table in tables)
    assert tables.table("c").primary == Unique(("y", "x"), primary=True)
    assert tables.table("c").options == ("without rowid", "strict")
    assert [len(table.uniques) for table in tables] == [1, 1, 1, 1, 1]


def test_unique_indexes() -> None:
    table = only(
        "CREATE TABLE t (a INT UNIQUE, b TEXT, c TEXT COLLATE NOCASE, UNIQUE (a, b) ON CONFLICT IGNORE);"
        "CREATE UNIQUE INDEX i1 ON t (lower(b), a) WHERE b IS NOT NULL AND a > 3;"
        "CREATE UNIQUE INDEX i2 ON t (b COLLATE NOCASE DESC, a ASC); CREATE UNIQUE INDEX i3 ON t (c, a DESC);"
        "CREATE INDEX plain ON t (b);"
    )
    where = Call("and", (Call("not", (Call("is_null", (Ref("b"),)),)), Call(">", (Ref("a"), Literal(3)))))
    assert table.uniques == (
        Unique(("a",)),
        Unique(("a", "b")),
        Unique(("b", "a"), keys=("lower(b)", "a"), where=Check("b IS NOT NULL AND a > 3", where)),
        Unique(("b", "a"), keys=("b COLLATE NOCASE", "a")),
        Unique(("c", "a")),
    )
    assert [unique.name for unique in table.uniques] == [None, None, "i1", "i2", "i3"]


def test_foreign_keys() -> None:
    tables = schema(
        'CREATE TABLE kid (id INTEGER PRIMARY KEY, p INT REFERENCES "Par" ON DELETE CASCADE ON UPDATE SET'
        " NULL DEFERRABLE"
        " INITIALLY DEFERRED, q INT CONSTRAINT named REFERENCES kid(ID) NOT DEFERRABLE INITIALLY IMMEDIATE,"
        " x INT, y INT,"
        " FOREIGN KEY (X, y) REFERENCES par (M, n) MATCH FULL DEFERRABLE, FOREIGN KEY (x) REFERENCES kid ON"
        " DELETE NO ACTION);"
        "CREATE TABLE par (id INTEGER PRIMARY KEY, m INT, n INT, UNIQUE (m, n))"
    )
    assert tables.table("kid").foreign_keys == (
        ForeignKey(("p",), "par", ("id",), deferrable="deferred", on_delete="cascade", on_update="set null"),
        ForeignKey(("q",), "kid", ("id",)),
        ForeignKey(("x", "y"), "par", ("m", "n"), deferrable="immediate"),
        ForeignKey(("x",), "kid", ("id",)),
    )
    assert [key.name for key in tables.table("kid").foreign_keys] == [None, "named", None, None]


def test_checks_and_generated_columns_keep_their_text() -> None:
    table = only(
        "CREATE TABLE t (a INT CONSTRAINT pos CHECK (a > 0 -- why\n), b TEXT CHECK(b <> ')' ),\n"
        " c INT GENERATED ALWAYS AS (a + (1)) STORED, d TEXT AS (b || ',') VIRTUAL, e, \n"
        " CONSTRAINT ab CHECK (a < 9 OR b GLOB 'x*'), PRIMARY KEY (a) UNIQUE (b) CHECK (a <> 5));"
    )
    assert [(check.name, check.sql) for check in table.checks] == [
        ("pos", "a > 0 -- why"),
        (None, "b <> ')'"),
        ("ab", "a < 9 OR b GLOB 'x*'"),
        (None, "a <> 5"),
    ]
    assert all(check.expression for check in table.checks)
    assert [column.generated for column in table.columns] == [None, None, "a + (1)", "b || ','", None]
    assert [column.type.raw for column in table.columns] == ["INT", "TEXT", "INT", "TEXT", ""]
    assert str(table.checks[2].origin) == "shop.sql:4"


def test_later_statements_change_tables() -> None:
    tables = schema(
        "CREATE TABLE a (x INT); ALTER TABLE a ADD COLUMN y INT NOT NULL DEFAULT 5 CHECK (y > 2); ALTER"
        " TABLE a RENAME TO b;"
        "ALTER TABLE b RENAME COLUMN x TO z; CREATE TABLE c AS SELECT z FROM b; CREATE TABLE gone (q); DROP TABLE gone;"
        "DROP TABLE IF EXISTS never; DROP TABLE never;"
    )
    assert [table.name for table in tables] == ["b", "c"]
    assert [check.sql for check in tables.table("b").checks] == ["y > 2"]
    assert [column.name for column in tables.table("b").columns] == ["z", "y"]


def test_functions_and_collations_of_an_application_are_stood_in_for() -> None:
    table = only("CREATE TABLE t (a TEXT CHECK (a REGEXP '^x'), b TEXT CHECK (mine(b)), c TEXT COLLATE own UNIQUE)")
    assert [check.expression for check in table.checks] == [
        Call("regex", (Ref("a"), Literal("^x"))),
        Call("mine", (Ref("b"),)),
    ]


def test_a_dump_is_read_without_its_rows() -> None:
    """The text that `.dump` prints, made by the standard library."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO p VALUES (1, 'it''s; fine');"
            "CREATE TABLE k (p INT REFERENCES p); INSERT INTO k VALUES (1); CREATE VIEW v AS SELECT 1;"
            "CREATE TRIGGER tr AFTER INSERT ON k BEGIN DELETE FROM p; END; CREATE UNIQUE INDEX i ON k (p);"
        )
        text = "\n".join(connection.iterdump())
    reading = read(text, "dump.sql")
    assert sorted(table.name for table in reading.schema) == ["k", "p"]
    assert reading.schema.table("k").uniques == (Unique(("p",)),)
    assert "2 INSERTs" in reading.notes[-1].what


def test_virtual_tables_and_their_shadows() -> None:
    """Full-text tables are filled like others, unless they index another table; the rest is skipped."""
    reading = read(
        "CREATE TABLE docs (id INTEGER PRIMARY KEY);"
        "CREATE VIRTUAL TABLE fts USING fts5(body, own UNINDEXED, tokenize=x);"
        "CREATE VIRTUAL TABLE IF NOT EXISTS fts USING fts5(body);"
        "CREATE VIRTUAL TABLE aside USING fts4(x, content='docs');"
        "PRAGMA writable_schema=ON; INSERT INTO sqlite_schema VALUES('table','geo','geo',0,"
        "'CREATE VIRTUAL TABLE geo USING rtree(a,b,c)');"
        "CREATE TABLE IF NOT EXISTS 'fts_data'(id INTEGER PRIMARY KEY, block BLOB);"
        'CREATE TABLE "geo_node"(nodeno INTEGER PRIMARY KEY,data); CREATE TABLE fts_own (a);',
        "s.sql",
    )
    assert [table.name for table in reading.schema] == ["docs", "fts_own", "fts"]
    assert reading.schema.table("fts").options == ("virtual fts5",)
    assert reading.notes[0].what == "skipped 2 virtual tables: aside (fts4), geo (rtree)"
    assert not reading.notes[0].grave


def test_nothing_reaches_out_of_the_database(tmp_path: pytest.TempPathFactory) -> None:
    path = f"{tmp_path}/other.db"
    reading = read(
        f"ATTACH '{path}' AS other; CREATE TABLE other.t (a); CREATE TEMP TABLE tt (a);"
        "CREATE TABLE x AS SELECT load_extension('nothing'); CREATE TABLE fine (a INT);",
        "s.sql",
    )
    assert [table.name for table in reading.schema] == ["fine"]
    with pytest.raises(sqlite3.OperationalError):
        sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def test_a_query_without_end_is_stopped() -> None:
    text = "CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
    notes = grave(text + "CREATE TABLE fine (a);")
    assert "interrupted" in notes[0].why


def test_names_of_all_kinds() -> None:
    table = only('CREATE TABLE "sel ""ect" ("order" INT, `gr""oup;` INT)')
    assert table.name == 'sel "ect'
    assert [column.name for column in table.columns] == ["order", 'gr""oup;']
    assert [column.name for column in only("CREATE TABLE tést (ñame TEXT, Ünïq INT UNIQUE)").columns] == [
        "ñame",
        "Ünïq",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (a INT,, b)",
        "CREATE TABLE fine (a)",
        "ALTER TABLE nowhere ADD a",
        "CREATE UNIQUE INDEX i ON t (a)",
    ],
)
def test_a_broken_statement_is_a_grave_note_with_its_line(statement: str) -> None:
    text = f"CREATE TABLE fine (a INT);\n\n{statement};\nCREATE TABLE after_it (b INT);"
    reading = read(text, "shop.sql")
    assert [str(note.origin) for note in reading.notes if note.grave] == ["shop.sql:3"]
    assert [table.name for table in reading.schema] == ["fine", "after_it"]


def test_what_is_no_statement_is_noted() -> None:
    assert [note.why for note in read("CREATE TABLE a (x);\n%&/;", "s.sql").notes] == [
        "it does not start with a word of SQL"
    ]


def test_all_contradictions_are_told_at_once() -> None:
    with pytest.raises(ReadError) as caught:
        read(
            "CREATE TABLE p (a INT PRIMARY KEY, b INT);\nCREATE TABLE t (a INT REFERENCES nowhere, b REFERENCES p (z),"
            " c INT, FOREIGN KEY (b, c) REFERENCES p);\nCREATE TABLE n (x);\nCREATE TABLE m (y REFERENCES"
            " n);\nCREATE TABLE (;",
            "s.sql",
        )
    assert [(problem.what, problem.where) for problem in caught.value.problems] == [
        ("foreign key (b) of t refers to no key of p", "s.sql:2"),
        ("foreign key (b, c) of t refers to no key of p", "s.sql:2"),
        ("foreign key (y) of m refers to no key of n", "s.sql:4"),
        ("foreign key (a) of t refers to an unknown table nowhere", "s.sql:2"),
    ]
    assert "s.sql:5" in caught.value.problems[3].why


def test_a_table_whose_parent_is_nowhere_takes_no_row() -> None:
    """SQLite refuses every row of it, NULL or not, as soon as foreign keys are on."""
    reading = read("CREATE TABLE t (a INT REFERENCES nowhere, b INT); CREATE TABLE u (a INT);", "s.sql")
    (note,) = reading.notes
    assert note.what == "t takes no row: its foreign key (a) refers to an unknown table nowhere"
    assert note.grave
    assert reading.schema.table("t").options == ("parent nowhere",)
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript("PRAGMA foreign_keys = ON; CREATE TABLE t (a INT REFERENCES nowhere, b INT);")
        for row in ("NULL, 1", "1, 1"):
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                connection.execute(f"INSERT INTO t VALUES ({row})")


@given(st.data())
def test_no_broken_text_raises_anything_of_its_own(data: st.DataObject) -> None:
    """A file cut short, or with a piece missing anywhere: notes or ReadError, nothing else."""
    start = data.draw(st.integers(0, len(TEXT)))
    end = data.draw(st.integers(start, min(start + 40, len(TEXT))))
    tail = data.draw(st.booleans())
    with contextlib.suppress(ReadError):
        read(TEXT[:start] + (TEXT[end:] if tail else ""), "s.sql")


def test_a_note_has_the_place_of_what_sqlite_names() -> None:
    reading = read("CREATE TABLE a (x int,\n  y int, PRIMARY oops (x));\nCREATE TABLE b (x int);", "shop.sql")
    assert [str(note.origin) for note in reading.notes] == ["shop.sql:2:18"]
