"""Rows straight into PostgreSQL, judged by the server."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pytest

from seedbed.database.connection import Connection, connect
from seedbed.database.dsn import parse_dsn
from seedbed.errors import DatabaseError, SeedbedError, UsageError, WriteError
from seedbed.schema.model import Column, Schema, Table
from seedbed.schema.types import Type
from seedbed.write.database.load import Database, LoadOptions, open_database
from tests.servers import Postgres
from tests.write.circles import circle, circle_rows
from tests.write.loads import PAIR, load, numbers
from tests.write.samples import ID, POSTGRES, TEXTS, arrow_of, batch_of, table_of
from tests.write.test_sql_postgres import CIRCLE, DOMAIN, STATE, TYPES

WHOLE = Type("integer", bits=32)


@pytest.fixture
def db(postgres: Postgres) -> str:
    return postgres.fresh()


@pytest.fixture
def session(postgres: Postgres, db: str) -> Iterator[Connection]:
    with connect(parse_dsn(postgres.dsn(db))) as connection:
        yield connection


def test_every_type_arrives_as_it_was(postgres: Postgres, db: str, session: Connection) -> None:
    columns = ", ".join(f'"{name}" {kind.sql}' for name, kind in POSTGRES.items())
    postgres.execute(db, f"{TYPES} {DOMAIN} CREATE TABLE odd (id bigint, {columns})")
    schema = table_of("postgres", {name: kind.type for name, kind in POSTGRES.items()})
    load(session, schema, {"odd": [batch_of(schema, {name: kind.values for name, kind in POSTGRES.items()})]})
    for name, kind in POSTGRES.items():
        rows = postgres.execute(db, f"""SELECT coalesce("{name}"::text, '<null>') || ';' FROM odd ORDER BY id""")
        shown = tuple(None if row[0] == "<null>;" else row[0][:-1] for row in rows)
        assert shown[: len(kind.shown)] == kind.shown, name
        assert set(shown[len(kind.shown) :]) <= {None}, name


def test_every_text_arrives_as_it_was(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE odd (id bigint, words text, list text[])")
    texts = (*TEXTS, "\\.", "a\n\\.\nb", *["\\N"] * 40)
    schema = table_of("postgres", {"words": Type("text"), "list": Type("array", element=Type("text"))})
    load(session, schema, {"odd": [batch_of(schema, {"words": texts, "list": tuple([text] for text in texts)})]})
    for column in ("words", "list[1]"):
        rows = postgres.execute(
            db, f"SELECT coalesce(encode(convert_to({column}, 'UTF8'), 'hex'), '-') || ';' FROM odd ORDER BY id"
        )
        assert [None if row[0] == "-;" else bytes.fromhex(row[0][:-1]).decode() for row in rows] == list(texts)


def test_a_nul_is_refused_by_name_and_leaves_nothing(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE odd (id bigint, words text)")
    schema = table_of("postgres", {"words": Type("text")})
    with pytest.raises(WriteError, match=r"odd\.words.*NUL[^$]*the database was left as it was"):
        load(session, schema, {"odd": [batch_of(schema, {"words": ("a",)}), batch_of(schema, {"words": ("a\0b",)})]})
    assert postgres.execute(db, "SELECT count(*) FROM odd") == [("0",)]


SEQUENCES = (
    "CREATE SEQUENCE named; CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, s serial, "
    "n bigint DEFAULT nextval('named'), twice int GENERATED ALWAYS AS (s * 2) STORED, plain int DEFAULT 3);"
    "CREATE TABLE b (id serial); SELECT setval('b_id_seq', 900)"
)


def test_identity_generated_and_sequences(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, SEQUENCES)
    a = Table(
        "a",
        (
            Column("id", WHOLE, identity="always"),
            Column("s", WHOLE, identity="by default"),
            Column("n", WHOLE, default="nextval('named'::regclass)"),
            Column("twice", WHOLE, generated="s * 2"),
        ),
    )
    b = Table("b", (Column("id", WHOLE, identity="by default"),))
    load(session, Schema((a, b)), {"a": numbers(a, 1, 7), "b": numbers(b, 5)})
    assert postgres.execute(db, "SELECT * FROM a ORDER BY id") == [
        ("1", "1", "1", "2", "3"),
        ("7", "7", "7", "14", "3"),
    ]
    assert postgres.execute(db, "INSERT INTO a DEFAULT VALUES RETURNING id, s, n") == [("8", "8", "8")]
    assert postgres.execute(db, "INSERT INTO b DEFAULT VALUES RETURNING id") == [("901",)]


def test_tables_without_columns_get_their_rows(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE odd (id int GENERATED ALWAYS AS IDENTITY, n int DEFAULT 2)")
    schema = Schema((Table("odd", (Column("n", WHOLE, generated="2"),)),))
    three = pa.record_batch([pa.array([1, 2, 3])], names=["x"]).select([])
    assert load(session, schema, {"odd": [three, three]}) == {"odd": 6}
    assert postgres.execute(db, "SELECT max(id), min(n) FROM odd") == [("6", "2")]


@pytest.mark.parametrize("how", ["", " DEFERRABLE", " DEFERRABLE INITIALLY DEFERRED"])
def test_a_circle_loads_is_replaced_and_leaves_the_keys_as_they_were(
    postgres: Postgres, db: str, session: Connection, how: str
) -> None:
    postgres.execute(db, CIRCLE + how)
    before = postgres.execute(db, STATE)
    schema = circle("postgres")
    for again in (False, True):
        options = LoadOptions(replace=again, forward_references=frozenset({"a"}))
        load(session, schema, circle_rows(schema), options)
        assert postgres.execute(db, "SELECT count(*) FROM a NATURAL JOIN b") == [("2",)]
        assert postgres.execute(db, STATE) == before


def test_a_broken_circle_leaves_nothing(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, CIRCLE)
    before = postgres.execute(db, STATE)
    schema = circle("postgres")
    options = LoadOptions(forward_references=frozenset({"a"}))
    with pytest.raises(DatabaseError, match=r"violates foreign key[^$]*left as it was"):
        load(session, schema, circle_rows(schema, b_of_a=99), options)
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]
    assert postgres.execute(db, STATE) == before
    load(session, schema, circle_rows(schema), options)  # the session is fit for another try


def pair(postgres: Postgres, db: str) -> Schema:
    """Two tables, the second with a constraint that only the database knows."""
    postgres.execute(
        db,
        "CREATE TABLE a (id bigint PRIMARY KEY);"
        "CREATE TABLE b (id bigint REFERENCES a CONSTRAINT odd_one CHECK (id <> 70000))",
    )
    return Schema(PAIR)


def test_a_refusal_in_the_middle_leaves_all_as_it_was(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    many = [batch for start in range(0, 200_000, 20_000) for batch in numbers(PAIR[0], *range(start, start + 20_000))]
    with pytest.raises(DatabaseError) as caught:
        load(session, schema, {"a": many, "b": many})
    assert {"rows of b", 'constraint "odd_one"', "left as it was"} <= {
        words for words in ("rows of b", 'constraint "odd_one"', "left as it was") if words in str(caught.value)
    }
    assert postgres.execute(db, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == [("0", "0")]


def test_rows_that_are_there_are_named(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    postgres.execute(db, "INSERT INTO a VALUES (1), (2); INSERT INTO b VALUES (2)")
    with pytest.raises(DatabaseError, match=r"a: 2 rows are there already[^$]*b: 1 rows"):
        load(session, schema, {})
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 1, 3)}
    assert load(session, schema, rows, LoadOptions(append=True)) == {"a": 3, "b": 3}
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}
    assert load(session, schema, rows, LoadOptions(replace=True)) == {"a": 1, "b": 1}


def test_replacing_does_not_reach_other_tables(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    postgres.execute(
        db,
        "CREATE SCHEMA far; CREATE TABLE far.c (a_id bigint REFERENCES a ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1); INSERT INTO far.c VALUES (1), (NULL)",
    )
    rows = {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}
    with pytest.raises(DatabaseError, match=r"far\.c: 1 rows of a table outside"):
        load(session, schema, rows, LoadOptions(replace=True))
    assert postgres.execute(db, "SELECT count(*) FROM far.c") == [("2",)]
    postgres.execute(db, "DELETE FROM far.c WHERE a_id IS NOT NULL")
    load(session, schema, rows, LoadOptions(replace=True))
    assert postgres.execute(db, "SELECT id FROM b") == [("3",)]


def test_all_that_is_missing_is_named_at_once(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(db, "CREATE TABLE a (ID bigint, name text NOT NULL, kept text NOT NULL DEFAULT '', n int)")
    there = Table("a", (ID, Column("gone", WHOLE)))
    with pytest.raises(DatabaseError) as caught:
        open_database(Schema((there, Table("b", (ID,)))), session)
    assert [problem.where for problem in caught.value.problems] == ["a.gone", "a.name", "b"]
    with pytest.raises(UsageError, match="the schema is of mysql, the database is postgres"):
        open_database(Schema((there,), "mysql"), session)


def test_a_partitioned_table_is_one_table(postgres: Postgres, db: str, session: Connection) -> None:
    postgres.execute(
        db,
        "CREATE TABLE a (id bigint PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE a1 PARTITION OF a FOR VALUES FROM (0) TO (10);"
        "CREATE TABLE b (id bigint REFERENCES a) PARTITION BY RANGE (id);"
        "CREATE TABLE b1 (id bigint REFERENCES a); ALTER TABLE b ATTACH PARTITION b1 FOR VALUES FROM (0) TO (10);"
        "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)",
    )
    rows = {"a": numbers(PAIR[0], 3, 4), "b": numbers(PAIR[1], 3)}
    assert load(session, Schema(PAIR), rows, LoadOptions(replace=True)) == {"a": 2, "b": 1}


def test_triggers_are_told(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    postgres.execute(
        db,
        "CREATE FUNCTION skip() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
        "CREATE TRIGGER skipper BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION skip()",
    )
    with open_database(schema, session) as sink:
        assert [(note.table, "skipper" in note.what) for note in sink.notes] == [("b", True)]
    assert load(session, schema, {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)}) == {"a": 1, "b": 0}


def test_others_who_hold_a_table_are_not_waited_for_forever(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    with connect(parse_dsn(postgres.dsn(db))) as other:
        other.run("BEGIN; INSERT INTO a VALUES (1)")
        with pytest.raises(DatabaseError, match="lock timeout"):
            open_database(schema, session, LoadOptions(wait=1))


def test_a_lost_connection_is_told(postgres: Postgres, db: str, session: Connection) -> None:
    schema = pair(postgres, db)
    [(pid,)] = session.rows("SELECT pg_backend_pid()")

    def cut(sink: Database) -> None:
        with sink:
            sink.begin(PAIR[0], arrow_of(PAIR[0]))
            postgres.execute("postgres", f"SELECT pg_terminate_backend({pid})")
            while True:
                sink.batch(numbers(PAIR[0], *range(1000))[0])

    with pytest.raises(SeedbedError, match="the connection was lost; the database takes all rows of this load back"):
        cut(open_database(schema, session))
    assert postgres.execute(db, "SELECT count(*) FROM a") == [("0",)]


def test_a_role_that_may_only_add_needs_no_more(postgres: Postgres, db: str) -> None:
    schema = pair(postgres, db)
    postgres.execute(db, f"CREATE ROLE adder_{db} LOGIN; GRANT SELECT, INSERT ON a, b TO adder_{db}")
    with connect(parse_dsn(postgres.dsn(db).replace("postgres@", f"adder_{db}@"))) as connection:
        load(connection, schema, {"a": numbers(PAIR[0], 3), "b": numbers(PAIR[1], 3)})
    assert postgres.execute(db, "SELECT count(*) FROM b") == [("1",)]
