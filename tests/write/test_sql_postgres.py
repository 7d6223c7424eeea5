"""SQL for PostgreSQL, judged by psql and the server."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from seedbed.errors import WriteError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.options import Options
from tests.servers import Postgres
from tests.write.circles import circle, circle_rows
from tests.write.samples import ID, POSTGRES, TEXTS, arrow_of, batch_of, table_of, written

TYPES = "CREATE TYPE mood AS ENUM ('so so', 'it''s'); CREATE TYPE pair AS (a int, b text);"
DOMAIN = "CREATE DOMAIN short_code AS varchar(4);"


def load(server: Postgres, db: str, files: list[Path]) -> None:
    for file in files:
        done = server.load(db, file)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""


@pytest.fixture
def db(postgres: Postgres) -> str:
    return postgres.fresh()


@pytest.mark.parametrize("single", [False, True])
def test_every_type_arrives_as_it_was(postgres: Postgres, db: str, tmp_path: Path, single: bool) -> None:
    columns = ", ".join(f'"{name}" {kind.sql}' for name, kind in POSTGRES.items())
    postgres.execute(db, f"{TYPES} {DOMAIN} CREATE TABLE odd (id bigint, {columns})")
    schema = table_of("postgres", {name: kind.type for name, kind in POSTGRES.items()})
    batch = batch_of(schema, {name: kind.values for name, kind in POSTGRES.items()})
    load(postgres, db, written("sql", schema, {"odd": [batch]}, tmp_path, Options(one_per_row=single)))
    for name, kind in POSTGRES.items():
        rows = postgres.execute(db, f"""SELECT coalesce("{name}"::text, '<null>') || ';' FROM odd ORDER BY id""")
        shown = tuple(None if row[0] == "<null>;" else row[0][:-1] for row in rows)
        assert shown[: len(kind.shown)] == kind.shown, name
        assert set(shown[len(kind.shown) :]) <= {None}, name


@pytest.mark.parametrize("single", [False, True])
def test_every_text_arrives_as_it_was(postgres: Postgres, db: str, tmp_path: Path, single: bool) -> None:
    postgres.execute(db, "CREATE TABLE odd (id bigint, words text, list text[])")
    schema = table_of("postgres", {"words": Type("text"), "list": Type("array", element=Type("text"))})
    batch = batch_of(schema, {"words": TEXTS, "list": tuple([text] for text in TEXTS)})
    load(postgres, db, written("sql", schema, {"odd": [batch]}, tmp_path, Options(one_per_row=single)))
    for column in ("words", "list[1]"):
        rows = postgres.execute(
            db, f"SELECT coalesce(encode(convert_to({column}, 'UTF8'), 'hex'), '-') || ';' FROM odd ORDER BY id"
        )
        assert [None if row[0] == "-;" else bytes.fromhex(row[0][:-1]).decode() for row in rows] == list(TEXTS)


def test_csv_loads_as_the_same_values(postgres: Postgres, db: str, tmp_path: Path) -> None:
    columns = ", ".join(f'"{name}" {kind.sql}' for name, kind in POSTGRES.items())
    make = f"CREATE TABLE odd (id bigint, {columns}, prose text); CREATE TABLE again (LIKE odd)"
    postgres.execute(db, f"{TYPES} {DOMAIN} {make}")
    schema = table_of("postgres", {**{name: kind.type for name, kind in POSTGRES.items()}, "prose": Type("text")})
    batch = batch_of(schema, {**{name: kind.values for name, kind in POSTGRES.items()}, "prose": TEXTS})
    load(postgres, db, written("sql", schema, {"odd": [batch]}, tmp_path))
    (csv,) = written("csv", schema, {"odd": [batch]}, tmp_path)
    script = tmp_path / "copy.sql"
    script.write_text(f"\\copy again from '{csv}' with (format csv, header)\n")
    load(postgres, db, [script])
    differing = "SELECT o.id FROM odd o JOIN again a USING (id) WHERE o::text IS DISTINCT FROM a::text"
    assert postgres.execute(db, differing) == []
    assert postgres.execute(db, "SELECT count(*) FROM again") == [(str(len(TEXTS)),)]


def test_a_nul_is_refused_by_name(tmp_path: Path) -> None:
    schema = table_of("postgres", {"words": Type("text")})
    with pytest.raises(WriteError, match=r"odd\.words.*NUL"):
        written("sql", schema, {"odd": [batch_of(schema, {"words": ("a\0b",)})]}, tmp_path)


def test_odd_names_are_quoted(postgres: Postgres, db: str, tmp_path: Path) -> None:
    names = ['say "hi"', "select", "two words", "Größe", "it's", "$seedbed$"]
    columns = tuple(
        Column(name, Type("integer", bits=32), identity="always" if name == "it's" else None) for name in names
    )
    schema = Schema((Table('the "Table"', columns, namespace="my ns"),))
    quoted = ", ".join('"' + name.replace('"', '""') + '" int' for name in names)
    made = quoted.replace('"it\'s" int', '"it\'s" int GENERATED ALWAYS AS IDENTITY')
    postgres.execute(db, f'CREATE SCHEMA "my ns"; CREATE TABLE "my ns"."the ""Table""" ({made})')
    id = schema.tables[0].id
    batch = pa.record_batch([pa.array([n]) for n in range(len(names))], schema=arrow_of(schema.tables[0]))
    load(postgres, db, written("sql", schema, {id: [batch]}, tmp_path))
    assert postgres.execute(db, 'SELECT * FROM "my ns"."the ""Table"""') == [tuple(map(str, range(len(names))))]


def test_sequences_go_on_behind_the_rows(postgres: Postgres, db: str, tmp_path: Path) -> None:
    postgres.execute(
        db,
        "CREATE SEQUENCE named; CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, s serial, "
        "n bigint DEFAULT nextval('named'), g int GENERATED BY DEFAULT AS IDENTITY, plain int);"
        "CREATE TABLE b (id serial); SELECT setval('b_id_seq', 900)",
    )
    whole = Type("integer", bits=32)
    a = Table(
        "a",
        (
            Column("id", whole, identity="always"),
            Column("s", whole, identity="by default"),
            Column("n", whole, default="nextval('named'::regclass)"),
            Column("g", whole, identity="by default"),
            Column("plain", whole, identity="by default"),  # no sequence in this database
        ),
    )
    b = Table("b", (Column("id", whole, identity="by default"),))
    schema = Schema((a, b))
    rows = pa.record_batch([pa.array([1, 7])] * 5, schema=arrow_of(a))
    other = pa.record_batch([pa.array([5])], schema=arrow_of(b))
    load(postgres, db, written("sql", schema, {"a": [rows], "b": [other]}, tmp_path))
    added = postgres.execute(db, "INSERT INTO a (plain) VALUES (1) RETURNING id, s, n, g")
    assert added == [("8", "8", "8", "8")]
    assert postgres.execute(db, "INSERT INTO b DEFAULT VALUES RETURNING id") == [("901",)]


CIRCLE = (
    "CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint NOT NULL, other bigint REFERENCES a);"
    "CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL REFERENCES a);"
    "ALTER TABLE a ADD CONSTRAINT \"to 'b'\" FOREIGN KEY (b_id) REFERENCES b"
)
STATE = "SELECT conname, condeferrable, condeferred FROM pg_constraint WHERE contype = 'f' ORDER BY 1"


@pytest.mark.parametrize("how", ["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
def test_a_circle_loads_and_leaves_the_keys_as_they_were(postgres: Postgres, db: str, tmp_path: Path, how: str) -> None:
    postgres.execute(db, CIRCLE + how)
    before = postgres.execute(db, STATE)
    schema = circle("postgres")
    options = Options(forward_references=frozenset({"a"}))
    load(postgres, db, written("sql", schema, circle_rows(schema), tmp_path, options))
    assert postgres.execute(db, "SELECT count(*) FROM a NATURAL JOIN b") == [("2",)]
    assert postgres.execute(db, STATE) == before


def test_a_broken_circle_leaves_nothing(postgres: Postgres, db: str, tmp_path: Path) -> None:
    postgres.execute(db, CIRCLE)
    before = postgres.execute(db, STATE)
    schema = circle("postgres")
    options = Options(forward_references=frozenset({"a"}))
    (file,) = written("sql", schema, circle_rows(schema, b_of_a=99), tmp_path, options)
    assert "violates foreign key" in postgres.load(db, file).stderr
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]
    assert postgres.execute(db, STATE) == before


def test_tables_without_columns_get_their_rows(postgres: Postgres, db: str, tmp_path: Path) -> None:
    postgres.execute(
        db, "CREATE TABLE odd (id int GENERATED ALWAYS AS IDENTITY, twice int GENERATED ALWAYS AS (2) STORED)"
    )
    schema = Schema((Table("odd", (Column("twice", Type("integer", bits=32), generated="2"),)),))
    three = pa.record_batch([pa.array([1, 2, 3])], names=["x"]).select([])
    load(postgres, db, written("sql", schema, {"odd": [three]}, tmp_path))
    assert postgres.execute(db, "SELECT id, twice FROM odd") == [("1", "2"), ("2", "2"), ("3", "2")]


def test_split_files_load_one_after_the_other(postgres: Postgres, db: str, tmp_path: Path) -> None:
    postgres.execute(db, CIRCLE + "; CREATE TABLE first (id bigint PRIMARY KEY)")
    ring = circle("postgres")
    first = Table("first", (ID,))
    schema = Schema((*ring.tables, first))
    options = Options(split=True, forward_references=frozenset({"a"}))
    rows = {**circle_rows(ring), "first": [pa.record_batch([pa.array([1])], schema=arrow_of(first))]}
    files = written("sql", schema, rows, tmp_path, options)
    assert [file.name for file in files] == ["001-a.sql", "002-first.sql"]
    load(postgres, db, files)
    assert postgres.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM first)") == [("2", "1")]
